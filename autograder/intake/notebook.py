"""Read the cells of a notebook in any format, even an incomplete one, and drop its outputs while reading."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from autograder.intake.advice import foreign
from autograder.intake.decoding import decode, encodable
from autograder.intake.repairs import Versions, both_versions, conflict_sentence, repaired
from autograder.intake.submission import Unreadable

_OUTPUTS = re.compile(rb'"outputs"\s*:\s*(?=\[)')
# A bracket; strings with few escapes, up to the next string or bracket; or the quote that opens a string with many.
# The repeats are bounded because `re` keeps a record of each repetition.
_STRUCTURE = re.compile(rb'[\[\]]|(?:"[^"\\]*(?:\\.[^"\\]*){0,20}"[^"\[\]]*){1,500}|"', re.DOTALL)
MAX_CELLS = 5000
# Bytes; parsed JSON takes up to 30 times the size of its text.
SMALL = 500_000
# Lists and objects beside the outputs, which take 60 bytes and more each, and commas between values. Large widgets have
# hundreds of thousands.
MAX_CONTAINERS, MAX_VALUES = 500_000, 1_500_000


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        kind: code, markdown or raw.
        source: its text.
        tags: of its metadata.
        id: as in the file.
        attachments: pictures as pairs (name, base64).
        outputs: as they are in the JSON; None if they were cut out before it was parsed.
    """

    kind: str
    source: str
    tags: tuple[str, ...] = ()
    id: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    outputs: list[Any] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook, and notes about damage to its file."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


def read_notebook(data: bytes, name: str) -> tuple[Cell, ...]:
    """Return the cells of a notebook; memory stays near the size of `data`, however large the outputs are.

    Raises:
        Unreadable: `data` is not a notebook; the sentence gives the place of the damage.
    """
    return open_notebook(data, name).cells


def open_notebook(data: bytes, name: str) -> Notebook:
    """Return the cells of a notebook, with a note if its file is damaged without a loss.

    Raises:
        Unreadable: `data` is not a notebook; the sentence gives the place of the damage.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(_empty(data, name))
    whole = data
    if data.lstrip()[:1] != b"{":  # a byte order mark, UTF-16, or not a notebook
        data = decode(data).encode()
    try:
        return Notebook(_cells(_parsed(data), name))
    except (ValueError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        return _damaged(data, whole, error, name)


def _empty(data: bytes, name: str) -> str:
    again = "Save the notebook in Jupyter, download it again and hand that in."
    return (
        f"{name} is empty: it holds {len(data):,} zero bytes and nothing else. {again}"
        if data.strip()
        else f"{name} is empty. {again}"
    )


def _cells(whole: Any, name: str) -> tuple[Cell, ...]:
    cells = [read_cell(entry) for entry in _entries(whole, name)]
    return tuple(cell for cell in cells if cell is not None)


def _parsed(data: bytes) -> Any:
    """Parse a notebook as JSON.

    Cutting out the outputs takes longer than parsing a small notebook, but ignores errors in them, so it comes second.
    """
    if len(data) < SMALL:
        try:
            return json.loads(decode(data))
        except (ValueError, RecursionError):
            pass
    data = without_outputs(data)
    if data.count(b"[") + data.count(b"{") > MAX_CONTAINERS or data.count(b",") > MAX_VALUES:
        raise Unreadable(
            "This notebook holds millions of values beside its outputs, which no editor writes. Restart the kernel, clear all "
            "outputs, save it, and hand that in."
        )
    return json.loads(decode(data))


def _damaged(data: bytes, whole: bytes, error: Exception, name: str) -> Notebook:
    """Read a notebook whose JSON is damaged.

    Raises:
        Unreadable: the damage cannot be repaired, or the file contains two different versions.
    """
    for text in (decode(data), decode(without_outputs(data))):
        conflict = both_versions(text)
        if conflict is not None:
            return _merged(*conflict, name)
        repair = repaired(text, name)
        if repair is not None:
            return Notebook(_cells(repair.whole, name), (repair.note,))
    raise Unreadable(_broken(data, whole, error, name)) from None


def _merged(ours: Any, theirs: Any, found: Versions, name: str) -> Notebook:
    read = [_cells(whole, name) if isinstance(whole, dict) else None for whole in (ours, theirs)]
    if read[0] is None or not _say_the_same(read[0], read[1]):
        raise Unreadable(conflict_sentence(name, found.line))
    note = f"{name} holds git's conflict markers, the first in line {found.line}; both versions have the same cells, so it was read."
    return Notebook(read[0], (note,))


def _say_the_same(ours: tuple[Cell, ...], theirs: tuple[Cell, ...] | None) -> bool:
    return theirs is not None and [(c.kind, c.source, c.tags) for c in ours] == [
        (c.kind, c.source, c.tags) for c in theirs
    ]


def without_outputs(data: bytes) -> bytes:
    """Cut the content of every `"outputs": [...]` out of `data`, before JSON is parsed.

    In JSON an unescaped `"outputs"` before a colon is always a key, since a quote within a string follows a backslash.
    In UTF-8 the bytes of characters beyond ASCII are never those of a quote or a bracket.
    """
    kept, start = [], 0
    for found in _OUTPUTS.finditer(data):
        if found.start() < start:
            continue  # inside outputs that were cut out
        end = _end_of_list(data, found.end())
        if end is None:
            break
        kept += [data[start : found.end()], b"[]"]
        start = end
    return b"".join([*kept, data[start:]]) if kept else data


def _end_of_list(data: bytes, start: int) -> int | None:
    """Return the position after the list that opens at `start`; None if it never closes."""
    depth, position = 0, start
    while found := _STRUCTURE.search(data, position):
        position = found.end()
        token = data[found.start() : min(position, found.start() + 2)]
        if token in (b"[", b"]"):
            depth += 1 if token == b"[" else -1
            if depth == 0:
                return position
        elif token == b'"':
            position = _end_of_string(data, position)
            if position == 0:
                return None
    return None


def _end_of_string(data: bytes, position: int) -> int:
    """Return the position after the closing quote; 0 without one."""
    while (quote := data.find(b'"', position)) >= 0:
        first = quote
        while data[first - 1 : first] == b"\\":
            first -= 1
        position = quote + 1
        if (quote - first) % 2 == 0:
            return position
    return 0


def _broken(data: bytes, whole: bytes, error: Exception, name: str) -> str:
    if not decode(data[:4000]).lstrip().startswith("{"):
        return foreign(whole, name, "the .ipynb file") or (
            f"{name} is not a Jupyter notebook: it does not begin like one. Hand in the .ipynb file that Jupyter saved."
        )
    line = getattr(error, "lineno", None)
    where = f" after line {line}" if line and not data.rstrip().endswith(b"}") else ""
    if where or not isinstance(error, json.JSONDecodeError):
        return f"{name} breaks off{where}: it was not saved or uploaded completely. Save it, download it again and hand that in."
    return (
        f"{name} is damaged at line {line} ({error.msg}), and Jupyter cannot open it either. Open it in a text editor and "
        "mend that line, or take the last whole version (Jupyter keeps one in the folder .ipynb_checkpoints), and hand that in."
    )


def _entries(whole: Any, name: str) -> list[Any]:
    """Return the cells as they are in the JSON: format 4 has them at the top level, format 3 in worksheets."""
    cells = whole.get("cells") if isinstance(whole, dict) else None
    if cells is None and isinstance(whole, dict) and isinstance(whole.get("worksheets"), list):
        sheets = [sheet for sheet in whole["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in (sheet.get("cells") or ())]
    if not isinstance(cells, list):
        raise Unreadable(
            f"{name} is not a Jupyter notebook: it holds no cells. Hand in the .ipynb file that Jupyter saved."
        )
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"{name} has {len(cells)} cells; at most {MAX_CELLS} are read. Delete the superfluous ones.")
    return cells


def read_cell(entry: Any) -> Cell | None:
    """Return a cell as it is in the JSON; None if it is not one."""
    if not isinstance(entry, dict):
        return None
    kind = entry.get("cell_type")
    source = _source(entry)
    if kind is None and source is not None:  # a damaged cell, or one of another program
        kind = "code" if "outputs" in entry or "execution_count" in entry else "markdown"
    if not isinstance(kind, str) or source is None:
        return None
    kind = kind.lower()
    text = source if source.isascii() else encodable(source)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "heading":  # of format 3
        level = entry.get("level")
        kind, text = "markdown", f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {text}"
    identity = entry.get("id")
    return Cell(
        kind,
        text,
        _tags(entry.get("metadata")),
        identity if isinstance(identity, str) else "",
        _attachments(entry.get("attachments")),
        outputs if isinstance(outputs := entry.get("outputs"), list) else None,
    )


# Where formats 4, 3 and 2, and 1 keep a cell's text.
_SOURCES = ("source", "input", "code", "text")


def _source(entry: dict[str, Any]) -> str | None:
    """Return the text of a cell, which is one string, or lines with or without line ends."""
    source = next((entry[key] for key in _SOURCES if key in entry), "")
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        ended = any(line.endswith(("\n", "\r")) for line in lines)
        return ("" if ended else "\n").join(lines)
    if isinstance(source, dict):  # lines by number
        return "".join(line for line in source.values() if isinstance(line, str))
    return source if isinstance(source, str) else None


def _tags(metadata: Any) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


def _attachments(attached: Any) -> tuple[tuple[str, str], ...]:
    """Return the pictures pasted into a cell by name; the declared type is ignored."""
    if not isinstance(attached, dict):
        return ()
    return tuple(
        (name, content)
        for name, kinds in attached.items()
        if isinstance(kinds, dict)
        for kind, content in list(kinds.items())[:1]
        if isinstance(content, str)
    )
