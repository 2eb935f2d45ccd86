"""A notebook's bytes to its cells: formats 3 and 4, whatever is missing, outputs dropped while reading."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from autograder.intake.decoding import decode, encodable
from autograder.intake.unreadable import Unreadable

_OUTPUTS = re.compile(rb'"outputs"\s*:\s*(?=\[)')
# A bracket; a run of strings of few escapes, up to the next string or bracket; or the quote that opens a string of many.
# The repeats are bounded because `re` keeps a record for each turn of a repeat.
_STRUCTURE = re.compile(rb'[\[\]]|(?:"[^"\\]*(?:\\.[^"\\]*){0,20}"[^"\[\]]*){1,500}|"', re.DOTALL)
MAX_CELLS = 5000
# Bytes; as Python's objects JSON takes up to 30 times its size.
SMALL = 500_000


@dataclass(frozen=True)
class Cell:
    """One cell: `kind` is code, markdown, raw or heading."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()


def read_notebook(data: bytes, name: str) -> tuple[Cell, ...]:
    """The cells of a notebook; memory stays near the size of `data`, however large the outputs are.

    Raises:
        Unreadable: `data` is no notebook; the sentence says where it breaks off.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(f"{name} is empty. Save the notebook in Jupyter, download it again and hand that in.")
    if data.lstrip()[:1] != b"{":  # a mark, UTF-16, or no notebook at all
        data = decode(data).encode()
    try:
        whole = _parsed(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_broken(data, error, name)) from None
    cells = [_cell(entry) for entry in _entries(whole, name)]
    return tuple(cell for cell in cells if cell is not None)


def _parsed(data: bytes) -> Any:
    """The notebook as JSON. To cut the outputs out takes longer than to parse small ones, but forgives what is wrong in them."""
    if len(data) < SMALL:
        try:
            return json.loads(decode(data))
        except (ValueError, RecursionError):
            pass
    return json.loads(decode(without_outputs(data)))


def without_outputs(data: bytes) -> bytes:
    """`data` with the content of every `"outputs": [...]` cut out, before JSON is parsed.

    In JSON an unescaped `"outputs"` before a colon is always a key, as a quote within a string has a backslash before
    it; and the bytes of UTF-8 beyond ASCII never look like a quote or a bracket.
    """
    kept, start = [], 0
    for found in _OUTPUTS.finditer(data):
        if found.start() < start:
            continue  # inside outputs that were cut already
        end = _end_of_list(data, found.end())
        if end is None:
            break
        kept += [data[start : found.end()], b"[]"]
        start = end
    return b"".join([*kept, data[start:]]) if kept else data


def _end_of_list(data: bytes, start: int) -> int | None:
    """The position after the list that opens at `start`; None if it never closes."""
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
    """The position after the closing quote; 0 if there is none."""
    while (quote := data.find(b'"', position)) >= 0:
        first = quote
        while data[first - 1 : first] == b"\\":
            first -= 1
        position = quote + 1
        if (quote - first) % 2 == 0:
            return position
    return 0


def _broken(data: bytes, error: Exception, name: str) -> str:
    if not decode(data[:4000]).lstrip().startswith("{"):
        return (
            f"{name} is not a Jupyter notebook: it does not begin like one. Hand in the .ipynb file that Jupyter saved."
        )
    line = getattr(error, "lineno", None)
    where = f" after line {line}" if line and not data.rstrip().endswith(b"}") else ""
    if where or not isinstance(error, json.JSONDecodeError):
        return f"{name} breaks off{where}: it was not saved or uploaded completely. Save it, download it again and hand that in."
    return f"{name} is damaged at line {line} ({error.msg}). Open it in Jupyter, save it again and hand that in."


def _entries(whole: Any, name: str) -> list[Any]:
    """The cells as they stand: format 4 has them at the top, format 3 in worksheets."""
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


def _cell(entry: Any) -> Cell | None:
    if not isinstance(entry, dict):
        return None
    kind = entry.get("cell_type")
    source = entry.get("source", entry.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(kind, str) or not isinstance(source, str):
        return None
    text = source if source.isascii() else encodable(source)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Cell("markdown" if kind == "heading" else kind, text, _tags(entry.get("metadata")))


def _tags(metadata: Any) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
