"""Read scores exported from Gradescope, where people may have changed points by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.classroom.arrivals.person import Person
from autograder.classroom.csv_tables import parse_points, titled
from autograder.intake.decoding import decode

TOTAL = "total score"
_KNOWN = ("sid", "email", "first name", "last name", TOTAL, "max points")


@dataclass(frozen=True)
class Scores:
    """The points in Gradescope by assignment and by e-mail (in lower case) or SID; `doubts` are sentences."""

    points: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def of(self, assignment: str, person: Person) -> float | None:
        """Return a person's points, or None. The e-mail address is tried first, as spreadsheets damage ids."""
        points = self.points.get(assignment, {})
        by_email = None if person.shared else points.get(person.email.casefold())
        return by_email if by_email is not None else points.get(person.id.casefold())


def read_scores(path: Path, assignments: Sequence[str]) -> Scores:
    """Read Gradescope's export of one assignment (Total Score) or of a course's gradebook.

    Args:
        path: The CSV.
        assignments: The names of the assignments to look for.

    Raises:
        ValueError: The file is neither export, or its assignment is not clear; the text is a sentence.
    """
    reader, titles = titled(decode(path.read_bytes()), _KNOWN)
    columns = _columns(path, titles, assignments)
    points: dict[str, dict[str, float]] = {name: {} for name in columns}
    doubts = []
    for row in reader:
        cells = dict(zip(titles, map(str.strip, row)))
        for name, title in columns.items():
            text = cells.get(title, "")
            value = parse_points(text) if text else None
            if text and value is None:
                doubts.append(
                    f"{path.name}, line {reader.line_num}: {text!r} is not a number of points; it was ignored."
                )
            for word in filter(None, (cells.get("email", ""), cells.get("sid", ""))) if value is not None else ():
                points[name].setdefault(word.casefold(), value or 0.0)
    return Scores(points, tuple(doubts))


def _columns(path: Path, titles: Sequence[str], assignments: Sequence[str]) -> dict[str, str]:
    """Return the title of the column with an assignment's points, by assignment."""
    if not {"sid", "email"} & {*titles}:
        raise ValueError(f"{path} contains no scores of Gradescope: line 1 must name SID or Email.")
    columns = {name: title for name in assignments for title in titles if _plain(title) == _plain(name)}
    if columns or TOTAL not in titles:
        if not columns:
            raise ValueError(f"{path} has no column for {' or '.join(assignments)} and no Total Score.")
        return columns
    named = [name for name in assignments if _plain(name) in _plain(path.stem)] or list(assignments)
    if len(named) != 1:
        raise ValueError(
            f"{path} does not show which assignment it belongs to: name the file after one of {', '.join(named)}."
        )
    return {named[0]: TOTAL}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
