"""Read scores exported from Gradescope, where people may have changed points by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.classroom.arrivals.person import Person, name_forms
from autograder.classroom.csv_tables import parse_points, titled
from autograder.intake.decoding import decode

TOTAL = "total score"
_KNOWN = ("sid", "email", "first name", "last name", TOTAL, "max points")


@dataclass(frozen=True)
class Row:
    """One student of the export: the line, e-mail and SID in lower case, the full name, and points by assignment."""

    line: int
    email: str
    sid: str
    name: str
    points: Mapping[str, float]

    @property
    def words(self) -> tuple[str, ...]:
        """Return what identifies the student. A name does only without an e-mail, as spreadsheets damage SIDs."""
        return tuple(filter(None, (self.email, self.sid, *(() if self.email else name_forms(self.name)))))


@dataclass(frozen=True)
class Scores:
    """The points in Gradescope: the file's name, its rows with points, and sentences about damaged cells."""

    file: str = ""
    rows: tuple[Row, ...] = ()
    doubts: tuple[str, ...] = ()

    def of(self, assignment: str, person: Person) -> float | None:
        """Return a person's points, or None. The e-mail address is tried first, as spreadsheets damage ids."""
        for word in _words(person):
            points = [row.points[assignment] for row in self._by_word.get(word, ()) if assignment in row.points]
            if points and (len(points) == 1 or not word.startswith("name:")):
                return points[0]
        return None

    def strangers(self, people: Iterable[Person]) -> tuple[str, ...]:
        """Return a sentence if rows with points belong to none of the people."""
        known = {word for person in people for word in _words(person)}
        lines = [f"{row.line} ({row.email or row.sid or row.name})" for row in self.rows if not known & {*row.words}]
        more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
        of = f"line{'s' * (len(lines) > 1)} {', '.join(lines[:5])}{more}"
        return (f"{self.file}, {of}: no such student in the graded folders; the points were ignored.",) if lines else ()

    @cached_property
    def _by_word(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {}
        for row in self.rows:
            for word in row.words:
                rows.setdefault(word, []).append(row)
        return rows


def _words(person: Person) -> tuple[str, ...]:
    email = "" if person.shared else person.email.casefold()
    return tuple(filter(None, (email, person.id.casefold(), *name_forms(person.name))))


def read_scores(path: Path, assignments: Sequence[str], people: Iterable[Person] = ()) -> Scores:
    """Read Gradescope's export of one assignment (Total Score) or of a course's gradebook.

    Args:
        path: The CSV.
        assignments: The names of the assignments to look for.
        people: The students of the graded folders. A name that two of them share identifies nobody.

    Raises:
        ValueError: The file is neither export, or its assignment is not clear; the text is a sentence.
    """
    reader, titles = titled(decode(path.read_bytes()), _KNOWN)
    columns = _columns(path, titles, assignments)
    rows: list[Row] = []
    doubts: list[str] = []
    bearers = Counter(form for person in people for form in {*name_forms(person.name)})
    for row in reader:
        cells = dict(zip(titles, map(str.strip, row)))
        points: dict[str, float] = {}
        for name, title in columns.items():
            text = cells.get(title, "")
            value = parse_points(text) if text else None
            if text and value is None:
                doubts.append(
                    f"{path.name}, line {reader.line_num}: {text!r} is not a number of points; it was ignored."
                )
            points |= {name: value} if value is not None else {}
        email, sid = (cells.get(title, "").casefold() for title in ("email", "sid"))
        whole = cells.get("name") or f"{cells.get('first name', '')} {cells.get('last name', '')}".strip()
        whole = "" if any(bearers[form] > 1 for form in name_forms(whole)) else whole
        rows += [Row(reader.line_num, email, sid, whole, points)] if points else []
    return Scores(path.name, tuple(rows), tuple(doubts))


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
