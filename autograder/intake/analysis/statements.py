"""Split a text into its top-level statements, each with its facts, and cache both.

A line that begins in the first column begins a statement, unless the one before is unfinished: an open bracket or
string, a backslash, a decorator, `else`. Pieces are therefore joined from the top until they parse. Where no join
parses, the piece is a syntax error of its own, and the statements around it are kept.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Generic, NamedTuple, TypeVar

from autograder.intake.analysis.facts import EMPTY, TOO_DEEP, Facts, facts_of, facts_of_magic, facts_of_unparsed
from autograder.sandbox.ipython_syntax import as_python

T = TypeVar("T")


class KnownTexts(Generic[T]):
    """Cache values by text; drop the oldest once all texts together exceed `most` characters."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._values: dict[str, T] = {}

    def get(self, text: str) -> T | None:
        """Return the value of `text`; None if it is not cached."""
        return self._values.get(text)

    def put(self, text: str, value: T) -> T:
        """Cache `value` unless `text` takes more than a twentieth of the room, and return it."""
        if len(text) * 20 > self._most:
            return value
        self._values[text] = value
        self._size += len(text)
        while self._size > self._most:
            oldest = next(iter(self._values))
            del self._values[oldest]
            self._size -= len(oldest)
        return value


_BREAK = re.compile(r"\n(?=[^\s)\]}#])")
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
# Pieces that are joined to find an end, and characters of all joins in one text: each join is parsed.
MAX_JOINED, MAX_TRIED = 400, 500_000
MAX_WHOLE = 80_000  # characters that are parsed at once: each may take half a kilobyte of memory
MAX_ERRORS = 1000  # pieces of one text that do not parse; the rest counts as one piece
_known: KnownTexts[Facts] = KnownTexts(1_000_000)


class Statement(NamedTuple):
    """One statement: its first line, from 1, its text and its facts."""

    line: int
    text: str
    facts: Facts


# Whole cells: those of the hand-out, and short answers that many students give.
_known_sources: KnownTexts[tuple[str, tuple[Statement, ...]]] = KnownTexts(300_000)


def statements_of(source: str) -> tuple[Statement, ...]:
    """Return the statements of a cell or file in order; IPython's lines count as Python."""
    return python_of(source)[1]


def python_of(source: str) -> tuple[str, tuple[Statement, ...]]:
    """Return `source` with IPython's lines as Python, line for line, and its statements."""
    known = _known_sources.get(source)
    return known if known is not None else _known_sources.put(source, _python_of(source))


def _python_of(source: str) -> tuple[str, tuple[Statement, ...]]:
    found = split(source)
    if not any(one.facts.error for one in found):
        return source, found
    whole = _by_tree(source)
    if whole is not None:
        return source, whole
    try:
        mended = as_python(source)
    except RecursionError:  # cell magics within cell magics
        mended = source
    if mended == source:
        return source, found
    again = split(mended)
    if _errors(again) >= _errors(found):
        return source, found
    return mended, tuple(_with_magic(one) if "get_ipython()" in one.text else one for one in again)


def _errors(statements: tuple[Statement, ...]) -> int:
    return sum(bool(one.facts.error) for one in statements)


def _by_tree(source: str) -> tuple[Statement, ...] | None:
    """Return the statements of a text that parses as a whole, but not line by line; None for another text."""
    if len(source) > MAX_WHOLE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines, found, start = source.split("\n"), [], 1
    for statement in body:
        end = statement.end_lineno or start
        text = "\n".join(lines[start - 1 : end])
        found.append(Statement(start, text, _facts(text)))
        start = end + 1
    return None if any(one.facts.error for one in found) else tuple(found)


def _with_magic(statement: Statement) -> Statement:
    return statement._replace(facts=facts_of_magic(statement.facts, statement.text))


def split(source: str) -> tuple[Statement, ...]:
    """Return the statements of a text that need not be Python; a piece that does not parse has an error in its facts."""
    pieces = _pieces(source)
    found: list[Statement] = []
    i, line, room, errors = 0, 1, MAX_TRIED, 0
    while i < len(pieces):
        end, text, facts, tried = _first_whole(pieces, i, room)
        room -= tried
        errors += facts.error is not None
        if errors > MAX_ERRORS:
            rest = "\n".join(pieces[i:])
            return (*found, Statement(line, rest, facts_of_unparsed(rest, "invalid syntax", 1)))
        if facts is not EMPTY:
            found.append(Statement(line, text, facts))
        line += sum(piece.count("\n") + 1 for piece in pieces[i:end])
        i = end
    return tuple(found)


def _pieces(source: str) -> list[str]:
    """Cut a text before each line that could begin a statement."""
    pieces: list[list[str]] = []
    decorating = False
    for piece in _BREAK.split(source):
        if pieces and (decorating or _CONTINUES.match(piece)):
            pieces[-1].append(piece)
        else:
            pieces.append([piece])
        decorating = piece.startswith("@") and _only_decorators(piece)
    return ["\n".join(parts) for parts in pieces]


def _only_decorators(piece: str) -> bool:
    lines = [line for line in piece.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return all(line.startswith("@") for line in lines)


def _first_whole(pieces: list[str], start: int, room: int) -> tuple[int, str, Facts, int]:
    """Join pieces from `start` on until they parse; where no join does, take the first piece as an error.

    Returns:
        The position after the last piece, the text, its facts, and the number of characters that were parsed in joins.
    """
    first = _trimmed(pieces[start])
    if not first:
        return start + 1, "", EMPTY, 0
    alone = facts = _facts(first)
    parts, tried, pending = [pieces[start]], 0, _closing_sign(facts)
    for end in range(start + 1, min(len(pieces), start + MAX_JOINED)):
        if not facts.error or not _is_unfinished(facts.error.message) or tried > room:
            break
        parts.append(pieces[end])
        if pending and pending not in pieces[end]:
            continue
        joined = _trimmed("\n".join(parts))
        tried += len(joined)
        facts = _facts(joined)
        pending = _closing_sign(facts)
        if not facts.error:
            return end + 1, joined, facts, tried
    return start + 1, first, alone, tried


# Parts of Python's messages about a statement that further lines could complete.
_UNFINISHED = (
    "never closed",
    "unterminated triple-quoted",
    "EOF",
    "expected 'except' or 'finally'",
    "unterminated string",
)
_OPENED = re.compile(r"'([\[({])' was never closed")
_CLOSES = {"(": ")", "[": "]", "{": "}"}


def _is_unfinished(message: str) -> bool:
    return any(words in message for words in _UNFINISHED)


def _closing_sign(facts: Facts) -> str:
    """Return the bracket that the rest of an unfinished statement must contain, if one is known."""
    message = facts.error.message if facts.error else ""
    opened = _OPENED.search(message)
    return _CLOSES[opened.group(1)] if opened else ""


def _trimmed(text: str) -> str:
    """Return the text without trailing blank lines and comments in the first column."""
    if not text.isspace() and text[-1:] not in ("", "\n") and "\n#" not in text and text[0] != "#":
        return text
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines)


def _facts(text: str) -> Facts:
    known = _known.get(text)
    if known is None:
        known = _known.put(text, _parsed(text))
    return known


def _parsed(text: str) -> Facts:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in student code are not reported
            return facts_of(ast.parse(text), text)
    except SyntaxError as error:
        return facts_of_unparsed(text, (error.msg or "invalid syntax").rstrip("."), error.lineno or 1)
    except (ValueError, RecursionError, MemoryError):
        return facts_of_unparsed(text, TOO_DEEP, 1)
