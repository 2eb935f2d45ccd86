"""Every way a class arrives: paths to arrivals, and to a list of what fits no way.

Recognised, in this order: a Gradescope export (by its metadata file), a Canvas download (by its file names), one
submission (a folder or zip that holds NAME.ipynb or NAME.py at its top), a class folder of folders (nbgrader's, Moodle's,
GitHub Classroom's) and files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import questions
from autograder.classroom.arrivals.file_tree import Shelf, is_work, shelf_of
from autograder.classroom.arrivals.lms_formats import (
    GRADESCOPE_FILE,
    NBGRADER_FILE,
    Arrival,
    canvas_name,
    gradescope_people,
    named_after,
)
from autograder.classroom.times import parse_time
from autograder.intake import Source, Unreadable
from autograder.intake.handout import GIVEN_FOLDERS
from autograder.safe_text import on_a_line

_COPY = re.compile(r"[ _-]*(copy ?\d*|\(\d+\)|\d+|final|v\d+)*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What was found at some paths; `strange` holds a sentence for everything that fits no way of arriving."""

    arrivals: tuple[Arrival, ...] = ()
    strange: tuple[str, ...] = ()


class NothingThere(ValueError):
    """A path that does not exist or that nothing can be read from; the text is a sentence."""


def arrivals(paths: Iterable[Path], assignment: str) -> Found:
    """All submissions at `paths`: files, folders and zips.

    Raises:
        NothingThere: a path does not exist.
    """
    found = [_at(Path(path), assignment) for path in paths]
    return Found(
        tuple(arrival for one in found for arrival in one.arrivals),
        tuple(text for one in found for text in one.strange),
    )


def _at(path: Path, assignment: str) -> Found:
    if not path.exists():
        raise NothingThere(f"{path}: there is no such file or folder.")
    path = path.resolve()
    if path.is_dir() or path.suffix.lower() == ".zip":
        try:
            return _on_shelf(shelf_of(path), assignment)
        except Unreadable as error:
            return Found(strange=(f"{path}: {error}",))
    if not is_work(path.name):
        return Found(strange=(f"{path}: neither a notebook, a .py file, a zip nor a folder; it was not graded.",))
    # Of `*/forward_backward.ipynb` the folders tell the students apart.
    stem = path.parent.name if _is_own_name(path.name, assignment) and path.parent.name else path.stem
    person, moment = named_after(stem)
    return Found((Arrival((person,), Source(path), on_a_line(path.name), path.stat().st_mtime, moment),))


def _on_shelf(shelf: Shelf, assignment: str) -> Found:
    names = tuple(sorted(shelf.modified))
    found = _gradescope(shelf, names) or _on_plain_shelf(shelf, names, "", assignment)
    return replace(found, strange=(*shelf.strange, *found.strange))


def _gradescope(shelf: Shelf, names: tuple[str, ...]) -> Found | None:
    metadata = next((name for name in names if name.rsplit("/", 1)[-1] == GRADESCOPE_FILE), None)
    if metadata is None:
        return None
    top = metadata.removesuffix(GRADESCOPE_FILE)
    people = gradescope_people(shelf.read(metadata).decode("utf-8", "replace"))
    found, strange = [], []
    groups = _grouped((name for name in names if name != metadata), top)
    for folder in sorted({*groups, *people}):
        inside, (persons, moment) = groups.get(folder, []), people.get(folder, ((), None))
        if not persons:
            strange.append(f"{shelf.root.name}: {top}{folder} has no entry in {GRADESCOPE_FILE}; it was not graded.")
        else:
            found.append(_arrival(shelf, inside, f"{top}{folder}/", persons, moment))
    return Found(tuple(found), tuple(strange))


def _grouped(names: Iterable[str], top: str) -> dict[str, list[str]]:
    """Names by their first part below `top`."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.removeprefix(top).split("/")[0], []).append(name)
    return groups


def _arrival(shelf: Shelf, names: list[str], prefix: str, persons: tuple, moment=None, late: bool = False) -> Arrival:
    works = [name for name in names if is_work(name)] or names
    label = works[0] if len(works) == 1 else prefix.rstrip("/") or _and_more(works)
    modified = max((shelf.modified[name] for name in names), default=0.0)
    place = on_a_line(f"{shelf.root.name}/{label}")
    return Arrival(persons, shelf.source(names, prefix), place, modified, moment, late)


def _and_more(works: list[str]) -> str:
    return f"{works[0]} and {len(works) - 1} more" if works else ""


def _on_plain_shelf(shelf: Shelf, names: tuple[str, ...], top: str, assignment: str) -> Found:
    """Everything below the folder `top`: Canvas's files, one submission, or a class."""
    tops = [name.removeprefix(top) for name in names if "/" not in name.removeprefix(top)]
    if any(canvas_name(name) and is_work(name) for name in tops):
        return _canvas(shelf, names, top)
    if _is_one_submission(tops, names, top, shelf, assignment):
        person, moment = named_after(
            (top.rstrip("/").rsplit("/", 1)[-1] if shelf.root.is_dir() else "") or shelf.root.stem
        )
        return Found((_arrival(shelf, list(names), top, (person,), moment),))
    groups = _grouped(names, top)
    if len(groups) == 1 and not tops and not shelf.root.is_dir():  # a zip of one folder is that folder
        return _on_plain_shelf(shelf, names, f"{top}{next(iter(groups))}/", assignment)
    return _class(shelf, names, top, assignment)


def _is_one_submission(tops: list[str], names: tuple[str, ...], top: str, shelf: Shelf, assignment: str) -> bool:
    """NAME.ipynb or NAME.py lies at the top, with copies of it at most; or a zip holds one notebook, as otter's export does."""
    notebooks = [name for name in tops if name.lower().endswith(".ipynb")]
    own = [name for name in tops if _is_own_name(name, assignment)]
    if any(name.lower() in (f"{assignment}.ipynb", f"{assignment}.py") for name in own):
        return all(name in own for name in notebooks)
    works = [name for name in names if is_work(name) and name.removeprefix(top).split("/")[0] not in GIVEN_FOLDERS]
    return not shelf.root.is_dir() and len(tops) > 0 and len(works) == 1


def _is_own_name(name: str, assignment: str) -> bool:
    """Is this the assignment's own file name, or that of a copy that an editor or a browser made?"""
    stem = Path(name).stem.lower()
    return is_work(name) and stem.startswith(assignment) and bool(_COPY.fullmatch(stem[len(assignment) :]))


def _canvas(shelf: Shelf, names: tuple[str, ...], top: str) -> Found:
    """One submission a user; of two files of one name the later attachment."""
    by_user: dict[str, list] = {}
    strange = []
    for name in names:
        parts = canvas_name(name.removeprefix(top))
        if parts:
            by_user.setdefault(parts.person.id, []).append((parts, name))
        else:
            strange.append(f"{shelf.root.name}: {name} has no Canvas name (name_123_456_file); it was not graded.")
    return Found(tuple(_canvas_arrival(shelf, entries) for entries in by_user.values()), tuple(strange))


def _canvas_arrival(shelf: Shelf, entries: list) -> Arrival:
    entries = sorted(entries, key=lambda entry: entry[0].attachment)
    latest = {parts.file: name for parts, name in entries}
    arrival = _arrival(shelf, list(latest.values()), "", (entries[-1][0].person,), late=any(p.late for p, _ in entries))
    return replace(arrival, source=Source(shelf.root, tuple(latest.items())))


def _class(shelf: Shelf, names: tuple[str, ...], top: str, assignment: str) -> Found:
    """A folder of files, of folders, or of both: each entry is a student's, notebook and stub of one name together."""
    found, strange = [], []
    for entry, inside in _entries(names, top):
        below = [name for name in inside if name.startswith(f"{top}{entry}/")]
        if below and _holds_a_class(below, f"{top}{entry}/", assignment):
            inner = _on_plain_shelf(shelf, tuple(below), f"{top}{entry}/", assignment)
            found += inner.arrivals
            strange += inner.strange
        elif below:
            found += _student_folder(shelf, below, f"{top}{entry}/", assignment)
        elif any(is_work(name) for name in inside):
            person, moment = named_after(entry)
            found.append(_arrival(shelf, inside, top, (person,), moment))
        else:
            strange += [
                f"{shelf.root.name}: {name} is no notebook, .py file or zip; it was not graded." for name in inside
            ]
    return Found(tuple(found), tuple(strange))


def _entries(names: tuple[str, ...], top: str) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        first, slash, _ = name.removeprefix(top).partition("/")
        stem = first if slash or not is_work(first) else first.rsplit(".", 1)[0]
        groups.setdefault(f"{stem}/" if slash else stem, []).append(name)
    for key, inside in groups.items():
        yield key.rstrip("/"), inside


def _holds_a_class(names: list[str], top: str, assignment: str) -> bool:
    """Are there several folders with work below, none of them an assignment's, and no work beside them?"""
    works = [name.removeprefix(top) for name in names if _is_hand_in(name, assignment)]
    folders = {name.split("/")[0] for name in works if "/" in name} - {*GIVEN_FOLDERS}
    students = [name for name in folders if name not in questions.names()]
    several = len(students) > 1 and len(students) == len(folders)
    canvas = any(canvas_name(name) for name in works)
    return canvas or (several and not any("/" not in name for name in works))


def _is_hand_in(name: str, assignment: str) -> bool:
    """A notebook, a zip or a stub; not a student's helper module."""
    return name.lower().endswith((".ipynb", ".zip")) or _is_own_name(name.rsplit("/", 1)[-1], assignment)


def _without_slug(folder: str, assignment: str) -> str:
    """GitHub Classroom calls a student's repository after the assignment and the student: `chain-rule-ada`."""
    slug = "[-_]?".join(map(re.escape, assignment.split("_")))
    found = re.fullmatch(rf"{slug}-(.+)", folder, re.IGNORECASE)
    return found[1] if found else folder


def _student_folder(shelf: Shelf, names: list[str], prefix: str, assignment: str) -> list[Arrival]:
    """One student's folder; nbgrader's holds one for each assignment, and a file with the time."""
    person, moment = named_after(_without_slug(prefix.rstrip("/").rsplit("/", 1)[-1], assignment))
    assignments = {name.removeprefix(prefix).split("/")[0] for name in names if name.count("/") > prefix.count("/")}
    if assignments and assignments <= {*questions.names()}:
        prefix = f"{prefix}{assignment}/"
        names = [name for name in names if name.startswith(prefix)]
    if not names:
        return []  # only other assignments are there
    stamp = next((name for name in names if name == f"{prefix}{NBGRADER_FILE}"), None)
    moment = parse_time(shelf.read(stamp).decode("utf-8", "replace")) if stamp else moment
    return [_arrival(shelf, names, prefix, (person,), moment)]
