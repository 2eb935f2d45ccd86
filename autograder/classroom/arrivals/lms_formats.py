"""One submission as it arrived, and Gradescope's list of who handed in what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from autograder.classroom.arrivals.person import Person
from autograder.classroom.times import parse_time
from autograder.intake import Source

GRADESCOPE_FILE = "submission_metadata.yml"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission as it arrived: from whom (several in a group), where it lies, when.

    `time` is the export's, if it has one; `modified` the file's; `label` the place, for people to read; `clear` is false
    where an export tells a time that is not understood. `has_work` says whether there is a file to judge; `entry` what was
    handed in in place of files, as text or as a link.
    """

    people: tuple[Person, ...]
    source: Source
    label: str
    modified: float
    time: datetime | None = None
    late: bool = False
    clear: bool = True
    has_work: bool = True
    entry: str = ""

    @property
    def when(self) -> float:
        """Seconds since 1970 by the export's clock, else by the file's."""
        return self.time.timestamp() if self.time else self.modified


@dataclass(frozen=True)
class Found:
    """What was found at some paths; `strange` holds a sentence for everything that fits no way of arriving."""

    arrivals: tuple[Arrival, ...] = ()
    strange: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Found]) -> Found:
        """Return all of them as one."""
        parts = list(parts)
        return cls(
            tuple(arrival for one in parts for arrival in one.arrivals),
            tuple(text for one in parts for text in one.strange),
        )


def gradescope_people(text: str) -> dict[str, tuple[tuple[Person, ...], datetime | None]]:
    """The submitters and the time of each submission folder, from `submission_metadata.yml`.

    The file's records hold all test results, megabytes of them for a large class; only the lines that are asked for are
    parsed. Values are read as text: a student id with leading zeros stays one.
    """
    try:
        whole = yaml.load(_without_results(text), Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        whole = _loaded(text)
    whole = whole if isinstance(whole, Mapping) else {}
    return {str(folder): _gradescope_entry(entry) for folder, entry in whole.items() if isinstance(entry, Mapping)}


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):  # every submission is then listed as one without an entry
        return {}


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
    submitters = values.get("submitters")
    listed = submitters if isinstance(submitters, list) else []
    people = tuple(_submitter(one) for one in listed if isinstance(one, Mapping))
    created = values.get("created_at", "")
    created = created.get("utc", "") if isinstance(created, Mapping) else created  # an object of Ruby's, with its zone
    return tuple(person for person in people if person.identity), parse_time(str(created))


def _submitter(entry: Mapping[str, Any]) -> Person:
    values = {str(key).lstrip(":"): str(value) for key, value in entry.items() if value not in (None, "~", "null")}
    return Person(values.get("email", "").strip(), values.get("sid", "").strip(), values.get("name", "").strip())
