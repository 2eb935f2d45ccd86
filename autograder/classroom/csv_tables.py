"""Read CSV files that people edit, in any encoding and with any separator, and write tables safe for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from autograder.intake.decoding import decode
from autograder.safe_text import on_a_line


@dataclass(frozen=True)
class Line:
    """One line of a table: its number in the file, and its cells by heading."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_table(path: Path, headings: tuple[str, ...]) -> tuple[list[Line], list[str]]:
    """Return the lines of a CSV that are not empty, or no lines and a sentence if the file cannot be used."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        return [], [f"{path.name} cannot be read ({error.strerror}); it was not applied."]
    reader, titles = titled(text, headings)
    lacking = [heading for heading in headings if heading not in titles]
    if lacking:
        return [], [f"{path.name}, line 1: there is no column {', '.join(lacking)}; it was not applied."]
    lines = []
    for row in reader:
        if any(cell.strip() for cell in row):
            lines.append(Line(reader.line_num, dict(zip(titles, (cell.strip() for cell in row)))))
    return lines, []


def titled(text: str, known: Collection[str]) -> tuple[Any, list[str]]:
    """Return a reader of a CSV's rows below its headings, and the headings in lower case.

    Empty lines and Excel's line `sep=;` above the headings are skipped.
    """
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text, known))
    row = next((row for row in reader if any(map(str.strip, row)) and not row[0].startswith("sep=")), [])
    return reader, _titles(row)


def rows_of(text: str, known: Collection[str]) -> list[list[str]]:
    """Return all rows of a CSV that are not empty; `known` are possible headings, which show the separator."""
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text, known))
    return [row for row in reader if any(map(str.strip, row)) and not row[0].startswith("sep=")]


def _separator(text: str, known: Collection[str]) -> str:
    """Return the separator that gives most `known` headings, else the one that splits most of the first lines.

    Headings such as `Last, First;Email` contain two candidates, and a title line above them contains neither.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("sep=")][:20]
    parsed = {separator: list(csv.reader(lines, delimiter=separator)) for separator in ",;\t"}
    return max(
        parsed,
        key=lambda separator: (
            max((len({*_titles(row)} & {*known}) for row in parsed[separator]), default=0),
            sum(len(row) > 1 for row in parsed[separator]),
            lines[0].count(separator) if lines else 0,
        ),
    )


# A spreadsheet may take these for a formula: at the start of a cell, after spaces, in the full width of East Asian
# keyboards, and after a character that separates cells in another locale.
FORMULA = re.compile(r"(?:^|[;\t|])[\s\u200b\ufeff'\"]*[=+\-@＝＋－＠]")


def _titles(row: list[str]) -> list[str]:
    return [re.sub(r"\s+", " ", title.strip().casefold()) for title in row]


def write_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a CSV as text; a quote is put in front of cells that a spreadsheet would take for a formula (OWASP)."""
    return "".join(table_lines(headings, rows))


def table_lines(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of `write_table` one by one."""
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
        return points_cell(value)
    text = on_a_line(str(value))  # `cat grades.csv` must not steer a terminal
    return f"'{text}" if FORMULA.search(text) else text


def points_cell(value: float | None) -> str:
    """Return points as a table for another program has them, to three decimals: 4.5, 3, 0.333; empty for None."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def parse_points(text: str) -> float | None:
    """Return points typed with a decimal comma or point; None if `text` is not a number from 0 to 10⁶."""
    try:
        value = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if 0 <= value < 1e6 else None
