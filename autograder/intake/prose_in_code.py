"""Find prose in code, in its outputs and in files beside it: an answer in words that nobody wrote where it was asked for.

It may have been printed, returned, displayed, listed, written as a comment, or read from a file that is not there. It is searched for only if a question in words has no answer. The hand-out's own statements do not count.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from autograder.intake.analysis.statements import Statement, statements_of
from autograder.intake.analysis.strings import MAX_TEXT, reads_as_prose
from autograder.intake.decoding import decode
from autograder.intake.notebook import Cell, read_cell

MOST_PIECES = 20


def in_statements(statements: Iterable[Statement], given: frozenset[str]) -> list[str]:
    """Return the prose in the strings of statements; a statement that cannot be read may be prose itself."""
    found: list[str] = []
    unread: list[str] = []
    for one in statements:
        if one.text in given or len(found) >= MOST_PIECES:
            continue
        if one.facts.error:
            unread.append(one.text)
        else:
            found += one.facts.says
    whole = "\n".join(unread)
    return [*found[:MOST_PIECES], *([whole] if reads_as_prose(whole) else [])]


def in_comments(sources: Iterable[str], given: frozenset[str], asked: Iterable[str] = ()) -> list[str]:
    """Return the prose of cells that are comments alone, and that of comments which name one of the questions `asked`."""
    found = []
    names = "|".join(re.escape(name.partition("_")[0]) for name in asked)
    label = re.compile(rf"#[#\s]*(?:{names})(?![^\W_])", re.IGNORECASE) if names else None
    for source in sources:
        lines = [line.strip() for line in source.split("\n") if line.strip()]
        if lines and source.strip() not in given and all(line.startswith("#") for line in lines):
            text = "\n".join(line.lstrip("# ") for line in lines)
            # A sentence without spaces may be a single name in Python.
            is_code = len(text.split()) > 2 and not any(one.facts.error for one in statements_of(text))
            found += [text] if reads_as_prose(text) and not is_code else []
        elif label and any(map(label.match, lines)):
            first = next(i for i, line in enumerate(lines) if label.match(line))
            block = takewhile(lambda line: line.startswith("#"), lines[first:])
            text = "\n".join(line.lstrip("# ") for line in block)
            found += [text] if reads_as_prose(text) else []
    return found[:MOST_PIECES]


# Bytes, and lists and objects, of a notebook whose outputs are searched: they are parsed as a whole.
MAX_NOTEBOOK, MAX_CONTAINERS = 5_000_000, 200_000
MAX_FILE = 200_000  # bytes of a text beside the work
_SHOWS_A_PICTURE = re.compile(r"\bImage\(|\bImage\.open\(|\bimread\(")
_QUESTION = re.compile(r"\bq\d{1,9}_")  # in the outputs of checks
_TEXTS = (".txt", ".md", ".rst", ".tex", ".html", ".htm")
_NO_ANSWERS = re.compile(r"(?:.*/)?(?:readme|licen[cs]e|requirements|changelog|contributing)\b", re.IGNORECASE)
_SCREENSHOT = re.compile(
    r"(?:.*/)?(?:screen.?shot|bildschirmfoto|capture|scan|photo|foto|img_|answer|q\d).{0,200}\.png", re.IGNORECASE
)
_PAPERS = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".pages", ".jpg", ".jpeg", ".heic")


def in_outputs(cells: Sequence[Cell], data: bytes, given: frozenset[str]) -> list[Cell]:
    """Return the prose and the shown pictures in the outputs of a notebook's cells that were not handed out.

    Args:
        cells: The cells as they were read.
        data: The notebook's file. It is parsed again if its outputs were cut out.
        given: The hand-out's sources.
    """
    if all(cell.outputs is None for cell in cells):
        cells = _with_outputs(data)
    found: list[Cell] = []
    for cell in cells:
        if not cell.outputs or cell.source.strip() in given or cell.source in given:
            continue
        for output in cell.outputs[:MOST_PIECES]:
            text = _shown(output) if isinstance(output, dict) else ""
            if reads_as_prose(text) and not _QUESTION.search(text):
                found.append(Cell("markdown", text[:MAX_TEXT]))
            picture = _picture(output) if _SHOWS_A_PICTURE.search(cell.source) else ""
            if picture:
                found.append(Cell("markdown", "![](attachment:output)", attachments=(("output", picture),)))
    return found[:MOST_PIECES]


def _with_outputs(data: bytes) -> list[Cell]:
    if len(data) > MAX_NOTEBOOK or data.count(b"[") + data.count(b"{") > MAX_CONTAINERS:
        return []
    try:
        cells = [read_cell(entry) for entry in json.loads(decode(data))["cells"]]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []
    return [cell for cell in cells if cell is not None]


def _shown(output: dict[str, Any]) -> str:
    """Return the text that an output shows, without an exception's; "" without text."""
    if "text" in output:
        return _joined(output["text"]).strip()
    data = output.get("data")
    if not isinstance(data, dict):
        return ""
    for kind in ("text/markdown", "text/latex", "text/html", "text/plain"):
        text = _joined(data.get(kind)).strip()
        if kind == "text/html":
            text = _without_tags(text)
        elif kind == "text/plain" and text[:1] in ("'", '"'):
            text = _unquoted(text)
        if text and (kind != "text/html" or reads_as_prose(text)):
            return text
    return ""


def _without_tags(text: str) -> str:
    return html.unescape(re.sub(r"<[^<>]{0,1000}>", " ", text))


def _joined(lines: Any) -> str:
    if isinstance(lines, list):
        lines = "".join(line for line in lines if isinstance(line, str))
    return lines if isinstance(lines, str) else ""


def _unquoted(text: str) -> str:
    try:
        value = ast.literal_eval(text[:MAX_TEXT])
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
    return value if isinstance(value, str) else text


def _picture(output: Any) -> str:
    data = output.get("data") if isinstance(output, dict) else None
    if not isinstance(data, dict):
        return ""
    return _joined(data.get("image/png")) or _joined(data.get("image/jpeg"))


def in_files(files: Mapping[str, bytes], read: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the prose in text files beside the work, and the names of documents and photographs that are not read.

    Args:
        files: what the student handed in.
        read: the names of files that were read as work, and of pictures that an answer shows.
    """
    texts: list[str] = []
    papers: list[str] = []
    for name, data in files.items():
        if name in read or _NO_ANSWERS.match(name) or len(texts) + len(papers) >= MOST_PIECES:
            continue
        ending = name.lower()
        if ending.endswith(_TEXTS) and len(data) <= MAX_FILE:
            text = decode(data)
            if ending.endswith((".html", ".htm")):
                text = _without_tags(text)
            texts += [f"{name}:\n\n{text.strip()}"] if reads_as_prose(text) and not _QUESTION.search(text) else []
        elif ending.endswith(_PAPERS) or _SCREENSHOT.fullmatch(name):
            papers.append(name)
    return texts, papers
