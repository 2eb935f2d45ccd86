"""CSV files that people keep beside a run: read leniently, refused line by line with a sentence, never lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from autograder.intake.decoding import decode


@dataclass(frozen=True)
class Line:
    """One line of a table: its number in the file, for messages, and its cells by heading."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_table(path: Path, headings: tuple[str, ...]) -> tuple[list[Line], list[str]]:
    """The lines of a CSV, in any encoding and with any separator, and a sentence if it cannot be used."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        return [], [f"{path.name} cannot be read ({error.strerror}); it was not applied."]
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    titles = [title.strip().casefold() for title in next(reader, [])]
    lacking = [heading for heading in headings if heading not in titles]
    if lacking:
        return [], [f"{path.name}, line 1: there is no column {', '.join(lacking)}; it was not applied."]
    lines = []
    for row in reader:
        if any(cell.strip() for cell in row):
            lines.append(Line(reader.line_num, dict(zip(titles, (cell.strip() for cell in row)))))
    return lines, []


def write_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV as text; a cell that a spreadsheet would take for a formula gets a quote in front (OWASP's rule)."""
    return "".join(table_lines(headings, rows))


def table_lines(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same line by line."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for cells in chain([list(headings)], ([_cell(value) for value in row] for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return spell_points(value)
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text


def spell_points(value: float | None) -> str:
    """Points as people write them: 4.5, 3, 0.333."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def parse_points(text: str) -> float | None:
    """Points as people type them, with a comma or a point; None if it is no finite number of 0 or more."""
    try:
        value = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if 0 <= value < 1e6 else None
