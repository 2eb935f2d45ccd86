"""Record what an artifact was built with (key, omitted questions, points, dates, version), and compare it with now.

Zips, student folders and graded folders contain the record. Of the key, it has only four digits of a slow hash: enough
to notice another key, too few to test a guess.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from autograder.course import DATE, PUBLIC_KEY, Course
from autograder.extras import version
from autograder.safe_text import spell_points

FILE = ".built_with.json"


class OtherSettings(ValueError):
    """An artifact was built with another key or other questions than those in force; the message gives the remedy."""


@dataclass(frozen=True)
class Provenance:
    """The settings that an artifact was built with.

    Attributes:
        assignment: its name.
        version: the version of nnhw.
        key: the fingerprint of the course key, `public` for the public key.
        omitted: ids of omitted questions.
        points: question id → points, and `id.part` → points of a part.
        due: the due date; empty without one.
        late_due: the end of late submission; empty without one.
    """

    assignment: str
    version: str
    key: str
    omitted: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    due: str = ""
    late_due: str = ""

    def to_json(self) -> str:
        """Return the content of the file that records the settings."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


@cache
def key_fingerprint(key: str) -> str:
    """Return four hexadecimal digits of a slow hash of the key; `public` for the public key."""
    if key == PUBLIC_KEY:
        return PUBLIC_KEY
    return hashlib.pbkdf2_hmac("sha256", key.encode(), b"nnhw key fingerprint", 100_000).hex()[:4]


def provenance(course: Course, name: str) -> Provenance:
    """Return the settings in force for an assignment of a course."""
    said, assignment = course.of(name), course.assignment(name)
    due, late = (date.strftime(DATE) if date else "" for date in (said.due, said.late_due))
    points = {question.id: question.points for question in assignment.questions}
    points |= {f"{q.id}.{part.name}": part.points for q in assignment.questions for part in q.parts}
    return Provenance(name, version(), key_fingerprint(course.key), tuple(sorted(said.omit)), points, due, late)


def from_json(text: str | bytes) -> Provenance | None:
    """Return what `to_json` wrote; None for any other text."""
    try:
        said = json.loads(text)
        return Provenance(**{**said, "omitted": tuple(said["omitted"])})
    except (ValueError, TypeError, KeyError):
        return None


def of_folder(folder: Path) -> Provenance | None:
    """Return the record in a student folder or a graded folder; None if it has none."""
    path = folder / FILE
    return from_json(path.read_bytes()) if path.is_file() else None


def of_zip(path: Path) -> Provenance | None:
    """Return the record in a zip; None if it has none."""
    try:
        with zipfile.ZipFile(path) as members:
            name = next((name for name in members.namelist() if name.rsplit("/", 1)[-1] == FILE), None)
            return from_json(members.read(name)) if name else None
    except (OSError, zipfile.BadZipFile):
        return None


def refuse_other(artifact: str, built: Provenance | None, now: Provenance, remedy: str) -> list[str]:
    """Return warnings if points, dates or version of an artifact differ from those in force.

    Args:
        artifact: the artifact's name in messages, such as its path.
        built: the artifact's record; None is accepted without a warning.
        now: the settings in force.
        remedy: a sentence on what to do after an error.

    Raises:
        OtherSettings: key, omitted questions or assignment differ.
    """
    if built is None:
        return []
    for old, new in _grave(built, now):
        raise OtherSettings(f"{artifact} was made with {old}, and {new} is in force. {remedy}")
    return [f"{artifact} was made with {what} {old}, and {new} is in force." for what, old, new in _light(built, now)]


def _grave(built: Provenance, now: Provenance) -> Iterator[tuple[str, str]]:
    if built.assignment != now.assignment:
        yield f"the assignment {built.assignment}", now.assignment
    if built.key != now.key:
        yield _key(built.key), _key(now.key)
    if built.omitted != now.omitted:
        yield f"the omitted questions {_listed(built.omitted)}", _listed(now.omitted)


def _light(built: Provenance, now: Provenance) -> Iterator[tuple[str, str, str]]:
    changed: set[str] = set()
    for name, points in now.points.items():
        before = built.points.get(name, points)
        if abs(before - points) > 1e-6 and name.partition(".")[0] not in changed:
            changed.add(name)
            yield f"{name} at", f"{spell_points(before)} points", spell_points(points)
    for what, old, new in (("due date", built.due, now.due), ("late due date", built.late_due, now.late_due)):
        if old != new:
            yield f"the {what}", old or "not set", new or "none"
    if built.version != now.version:
        yield "nnhw", built.version, now.version


def _key(fingerprint: str) -> str:
    return "the public key" if fingerprint == PUBLIC_KEY else f"the key of fingerprint {fingerprint}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
