"""Read files with damage that loses nothing: trailing commas, rests of longer files, git's conflict markers."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

# A quote, a backslash, or a trailing comma.
_TRAILING_COMMA = re.compile(r'["\\]|,(?=\s*[\]}])')
# Longer texts are not repaired.
MAX_REPAIRED = 20_000_000


class Repair(NamedTuple):
    """The parsed JSON, and a sentence about the damage."""

    whole: Any
    note: str


def repaired(text: str, name: str) -> Repair | None:
    """Return the content of a damaged notebook; None unless the damage alone is lost."""
    if len(text) > MAX_REPAIRED:
        return None
    for repair in (_end, _commas):
        found = repair(text, name)
        if found is not None:
            return found
    return None


def both_versions(text: str) -> tuple[Any, Any, Versions] | None:
    """Return both versions of a notebook with conflict markers; None in place of a version that is not JSON."""
    found = versions_of(text) if len(text) <= MAX_REPAIRED else None
    return (_loaded(found.ours), _loaded(found.theirs), found) if found else None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        found = _commas(text, "")
        return found.whole if found else None


def _end(text: str, name: str) -> Repair | None:
    """Read a whole notebook before zero bytes or the rest of a longer file that it overwrote."""
    start = len(text) - len(text.lstrip())
    try:
        whole, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    rest = text[end:].strip("\0 \t\r\n")
    what = "further text, which was not read" if rest else "zero bytes, as some file systems leave"
    return Repair(whole, f"{name} is whole, and after its end stand {what}.")


def _commas(text: str, name: str) -> Repair | None:
    commas = _commas_before_nothing(text)
    if not commas:
        return None
    starts = [0, *(position + 1 for position in commas)]
    mended = "".join(text[start:end] for start, end in zip(starts, [*commas, len(text)]))
    try:
        whole = json.loads(mended.rstrip("\0 \t\r\n"))
    except (ValueError, RecursionError):
        return None
    which = "a comma that nothing follows" if len(commas) == 1 else f"{len(commas)} commas that nothing follows"
    return Repair(whole, f"{name} was edited by hand: {which}, which Jupyter refuses. It was read without.")


def _commas_before_nothing(text: str) -> list[int]:
    """Return the positions of commas outside strings that precede a closing bracket."""
    found, inside, skip = [], False, -1
    for sign in _TRAILING_COMMA.finditer(text):
        position = sign.start()
        if position == skip:  # an escaped character
            continue
        if sign.group() == "\\":
            skip = position + 1 if inside else -1
        elif sign.group() == '"':
            inside = not inside
        elif not inside:
            found.append(position)
    return found


_OPEN, _BASE, _MIDDLE, _CLOSE = "<" * 7, "|" * 7, "=" * 7, ">" * 7


class Versions(NamedTuple):
    """Both versions of a text with conflicts, and the line of the first marker, from 1."""

    ours: str
    theirs: str
    line: int


def versions_of(text: str) -> Versions | None:
    """Return both versions of a text; None without a complete conflict."""
    if _OPEN not in text or _CLOSE not in text:
        return None
    ours, theirs, first, side = [], [], 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = _mark(line, side)
        if mark:
            first, side = first or number, "" if mark == _CLOSE else mark
            continue
        if side in ("", _OPEN):
            ours.append(line)
        if side in ("", _MIDDLE):
            theirs.append(line)
    return Versions("\n".join(ours), "\n".join(theirs), first) if first and not side else None


def _mark(line: str, side: str) -> str:
    """Return the marker in this line, or an empty string; `side` is the marker that opened the current version."""
    start, rest = line[:7], line[7:8]
    if rest not in ("", " ", "\r"):
        return ""
    if not side:
        return start if start == _OPEN else ""
    return start if start in (_BASE, _MIDDLE, _CLOSE) else ""


def conflict_sentence(name: str, line: int) -> str:
    """Return a sentence for the owner of a file whose two versions differ."""
    return (
        f"{name} holds git's conflict markers (<<<<<<<, =======, >>>>>>>), the first in line {line}: two versions of your "
        "work stand in one file. Open it in a text editor, keep one version of each such place and delete the markers, "
        "check that it opens, then hand it in again."
    )
