"""Read a jupytext percent script as cells with line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKER = re.compile(r"^# %%(?:\s+\[(?P<kind>markdown|md)\])?\s*(?P<rest>.*)$")


class ContentError(ValueError):
    """Content that cannot be built; the message is one sentence that names file and line."""


@dataclass(frozen=True)
class SourceCell:
    """One cell; `line` is the 1-based line of `source`'s first line in its file."""

    kind: str
    source: str
    line: int


def read_percent(text: str, file: str) -> tuple[SourceCell, ...]:
    """Return the cells of a percent script, in order, without blank lines around their sources.

    Raises:
        ContentError: a line of a Markdown cell is not a comment, or code precedes the first marker.
    """
    cells: list[SourceCell] = []
    kind, start, lines = None, 1, []
    for number, line in enumerate([*text.splitlines(), "# %%"], start=1):
        marker = MARKER.match(line)
        if marker is None:
            lines.append(line)
            continue
        cells += _cell(kind, start, lines, file)
        kind, start, lines = "markdown" if marker["kind"] else "code", number + 1, []
    return tuple(cells)


def _cell(kind: str | None, start: int, lines: list[str], file: str) -> list[SourceCell]:
    """Return the cell of these lines in a list; an empty list if they are blank."""
    while lines and not lines[-1].strip():
        lines.pop()
    skipped = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    lines, start = lines[skipped:], start + skipped
    if not lines:
        return []
    if kind is None:
        raise ContentError(f"{file}, line {start}: this is before the first cell; begin a cell with `# %%`.")
    if kind == "markdown":
        lines = [_uncomment(line, start + i, file) for i, line in enumerate(lines)]
    return [SourceCell(kind, "\n".join(lines), start)]


def _uncomment(line: str, number: int, file: str) -> str:
    if not line.startswith("#") and line.strip():
        raise ContentError(f"{file}, line {number}: a line of a Markdown cell must begin with `#`.")
    return line[2:] if line.startswith("# ") else line[1:]
