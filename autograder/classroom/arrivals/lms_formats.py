"""How learning platforms name what they export: Gradescope, Canvas, Moodle, nbgrader, otter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from autograder.classroom.arrivals.person import Person, person_of
from autograder.classroom.times import parse_time
from autograder.intake import Source

GRADESCOPE_FILE = "submission_metadata.yml"
NBGRADER_FILE = "timestamp.txt"
# lovelaceada_LATE_12345_67890_forward_backward-1.ipynb: sortable name, lateness, user, attachment, file.
_CANVAS = re.compile(
    r"(?P<name>[^/]+?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>[^/]+)", re.IGNORECASE
)
# LATE_anon_Xy3zQ_67890_forward_backward.ipynb: where the assignment is graded anonymously.
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?(?P<user>anon_[A-Za-z0-9]+)_(?P<attachment>\d+)_(?P<file>[^/]+)")
# Ada Lovelace_12345_assignsubmission_file_/…, with or without the last underscore; or a file without a folder.
_MOODLE = re.compile(r"(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>[^/]*)")
# otter's export: NAME_2027_05_22T23_59_01_123456.zip
_OTTER = re.compile(r"(?P<stem>.+?)_(?P<time>\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d(?:_\d+)?)")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission as it arrived: from whom (several in a group), where it lies, when.

    `time` is the export's, if it has one; `modified` the file's; `label` the place, for people to read.
    """

    people: tuple[Person, ...]
    source: Source
    label: str
    modified: float
    time: datetime | None = None
    late: bool = False

    @property
    def when(self) -> float:
        """Seconds since 1970 by the export's clock, else by the file's."""
        return self.time.timestamp() if self.time else self.modified


@dataclass(frozen=True)
class CanvasName:
    """A file name of a Canvas download, taken apart."""

    person: Person
    late: bool
    attachment: int
    file: str


def canvas_name(name: str) -> CanvasName | None:
    """The parts of a Canvas download's file name; None if it is none."""
    found = _ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)
    if not found or _OTTER.fullmatch(name.rsplit(".", 1)[0]):  # a date looks like two ids
        return None
    person = Person(id=found["user"], name=found.groupdict().get("name", ""))
    return CanvasName(person, bool(found["late"]), int(found["attachment"]), found["file"])


def named_after(label: str) -> tuple[Person, datetime | None]:
    """The person, and the time if it is told, of a folder's name or a file's stem: Moodle's, otter's or plain."""
    moodle = _MOODLE.fullmatch(label)
    if moodle:
        return Person(id=moodle["id"], name=moodle["name"]), None
    otter = _OTTER.fullmatch(label)
    if otter:
        return person_of(otter["stem"]), parse_time(otter["time"].replace("_", "-", 2))
    return person_of(label), None


def gradescope_people(text: str) -> dict[str, tuple[tuple[Person, ...], datetime | None]]:
    """The submitters and the time of each submission folder, from `submission_metadata.yml`.

    The file's records hold all test results, megabytes of them for a large class; only the lines that are asked for are
    parsed. Values are read as text: a student id with leading zeros stays one.
    """
    try:
        whole = yaml.load(_without_results(text), Loader=_Loader)
    except yaml.YAMLError:
        whole = yaml.load(text, Loader=_Loader)
    whole = whole if isinstance(whole, Mapping) else {}
    return {str(folder): _gradescope_entry(entry) for folder, entry in whole.items() if isinstance(entry, Mapping)}


# BaseLoader makes nothing but text, lists and dicts, whatever tags (`!ruby/object:…`) it meets; libyaml's is 10 times faster.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _without_results(text: str) -> str:
    """Ruby writes one key a line at an indent of two; everything below `results` and `history` is indented deeper."""
    kept, keep = [], True
    for line in text.splitlines():
        key = re.match(r"  :?(\w+):", line)
        if key or not line.startswith(" "):
            keep = key is None or key[1] in ("submitters", "created_at")
        if keep:
            kept.append(line)
    return "\n".join(kept)


def _gradescope_entry(entry: Mapping[str, Any]) -> tuple[tuple[Person, ...], datetime | None]:
    values = {str(key).lstrip(":"): value for key, value in entry.items()}
    submitters = values.get("submitters") if isinstance(values.get("submitters"), list) else []
    people = tuple(_submitter(one) for one in submitters if isinstance(one, Mapping))
    created = values.get("created_at", "")
    created = created.get("utc", "") if isinstance(created, Mapping) else created  # an object of Ruby's, with its zone
    return tuple(person for person in people if person.identity), parse_time(str(created))


def _submitter(entry: Mapping[str, Any]) -> Person:
    values = {str(key).lstrip(":"): str(value) for key, value in entry.items() if value not in (None, "~", "null")}
    return Person(values.get("email", "").strip(), values.get("sid", "").strip(), values.get("name", "").strip())
