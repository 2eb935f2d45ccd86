"""Write a gradebook that Canvas imports, based on Canvas's own export.

Canvas identifies a row by the ids in its first columns, which only its own export contains. It takes every other column
for an assignment: an existing one if the heading is that of the export (`forward_backward (8841)`), else a new one. An
empty cell would clear a grade, so a cell without a new grade keeps the export's value.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.arrivals.person import Person, told_apart
from autograder.classroom.arrivals.roster import Roster, member_of, read_roster
from autograder.classroom.csv_tables import parse_points, points_cell, write_table
from autograder.intake.decoding import decode
from autograder.safe_text import spell_points


@dataclass(frozen=True)
class Column:
    """One column: the assignment, its maximum points, and a function from persons to totals (None for no grade)."""

    assignment: str
    most: float
    total: Callable[[Person], float | None]
    canvas: int | str | None = None  # the assignment's number on Canvas, or its heading there


@dataclass(frozen=True)
class Export:
    """Canvas's export of its gradebook.

    Attributes:
        headings: The headings of all columns.
        persons: The number of columns about the person; the last of them is Section.
        possible: The row of Points Possible.
        rows: The rows of students, each with the person.
        roster: The persons of the export.
    """

    headings: list[str]
    persons: int
    possible: list[str]
    rows: list[tuple[Person, list[str]]]
    roster: Roster

    def heading(self, assignment: str, canvas: int | str | None = None) -> str:
        """Return the heading of the assignment's column in the export, or its bare name if there is no such column.

        Args:
            assignment: The name of the assignment.
            canvas: The number or the heading of the assignment on Canvas, from course.yaml; without it, the column
                of the same name is used.

        Raises:
            ValueError: The export has no column of that number or heading, or several; the text is a sentence.
        """
        titles = self.headings[self.persons :]
        if canvas is None:
            return next((title for title in titles if _plain(title) == _plain(assignment)), assignment)
        wanted = f"({canvas})" if isinstance(canvas, int) else canvas.strip()
        same = [title for title in titles if (title.endswith(wanted) if isinstance(canvas, int) else wanted == title)]
        same = same or [title for title in titles if isinstance(canvas, str) and _plain(title) == _plain(canvas)]
        if len(same) != 1:
            many = "has no column" if not same else f"has {len(same)} columns"
            raise ValueError(
                f"Canvas's export {many} for {assignment}: course.yaml says canvas: {canvas}. Its columns are "
                f"{', '.join(titles) or 'none'}."
            )
        return same[0]

    def cell(self, row: list[str], heading: str) -> str:
        """Return the export's cell under a heading; empty if it has no such column."""
        place = self.headings.index(heading) if heading in self.headings else len(row)
        return row[place].strip() if place < len(row) else ""


def _plain(title: str) -> str:
    """Return a heading in a form for comparison: `Forward backward (8841)` becomes `forwardbackward`."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\s*\(\d+\)\s*$", "", title).casefold())


def read_export(path: Path) -> Export:
    """Read Canvas's export of its gradebook.

    Raises:
        ValueError: The file is not such an export; the text is a sentence.
        RosterError: The export lists no person, or cannot be used as a roster.
        OSError: The file cannot be read.
    """
    text = decode(path.read_bytes())
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    rows = [row for row in reader if any(map(str.strip, row))]
    headings = [title.strip() for title in rows[0]] if rows else []
    if not _is_canvas(headings):
        raise ValueError(
            f"{path} is not a gradebook exported by Canvas: line 1 must name Student (or LastName and FirstName), ID "
            "and Section."
        )
    possible = next((row for row in rows[1:] if "Points Possible" in row[0]), [])
    titles = [title.casefold() for title in headings]
    members = [(member_of(dict(zip(titles, map(str.strip, row)))), row) for row in rows[1:]]
    listed = [(member, row) for member, row in members if member is not None]
    people = told_apart(member.person for member, _ in listed)
    pairs = [(person, row) for person, (_, row) in zip(people, listed)]
    return Export(headings, headings.index("Section") + 1, possible, pairs, read_roster(path))


def _is_canvas(headings: list[str]) -> bool:
    """Return True if the headings are Canvas's: names in one or two columns (a course setting), ID, …, Section."""
    names = headings[: headings.index("ID")] if "ID" in headings else []
    return names in (["Student"], ["LastName", "FirstName"], ["FirstName", "LastName"]) and "Section" in headings


def canvas_table(export: Export, columns: Iterable[Column]) -> tuple[str, list[str]]:
    """Return the CSV to import, and sentences about what Canvas will do with it."""
    columns = list(columns)
    headings = [export.heading(column.assignment, column.canvas) for column in columns]
    possible = [
        export.cell(export.possible, heading) or points_cell(column.most) for heading, column in zip(headings, columns)
    ]
    head = ["    Points Possible", *[""] * (export.persons - 1), *possible]
    body = (_row(export, person, row, headings, columns) for person, row in export.rows)
    sentences = [sentence for column in zip(headings, possible, columns) for sentence in _remarks(export, *column)]
    sentences += [sentence for pair in zip(headings, columns) for sentence in _excused(export, *pair)]
    return write_table([*export.headings[: export.persons], *headings], [head, *body]), sentences


def _row(export: Export, person: Person, row: list[str], headings: list[str], columns: list[Column]) -> list[str]:
    cells = [_cell(export.cell(row, heading), column.total(person)) for heading, column in zip(headings, columns)]
    return [*(cell.strip() for cell in row[: export.persons]), *cells]


def _cell(exported: str, total: float | None) -> str:
    return exported if total is None or _is_excused(exported) else points_cell(total)


def _is_excused(cell: str) -> bool:
    """Return True if the cell is EX, which Canvas's importer reads as excused in upper or lower case."""
    return cell.strip().casefold() == "ex"


def _excused(export: Export, heading: str, column: Column) -> Iterable[str]:
    """Yield a sentence for each student whose points were left out because Canvas has the student excused."""
    for person, row in export.rows:
        total = column.total(person)
        if total is not None and _is_excused(export.cell(row, heading)):
            who = person.name or person.identity
            yield f"{who} is excused (EX) from {heading} in Canvas; EX was kept, not {spell_points(total)} points."


def _remarks(export: Export, heading: str, possible: str, column: Column) -> Iterable[str]:
    if heading not in export.headings:
        yield f"Canvas will make a new assignment {heading}, as its export has no column of that name."
    elif parse_points(possible) != column.most:
        yield f"In Canvas {heading} is out of {possible} points, here out of {spell_points(column.most)}."
