"""Git's conflict markers: where they are, and the two versions of the text that they hold."""

from __future__ import annotations

from typing import NamedTuple

_OPEN, _BASE, _MIDDLE, _CLOSE = "<" * 7, "|" * 7, "=" * 7, ">" * 7


class Versions(NamedTuple):
    """Both versions of a text with conflicts, and the line of the first marker, from 1."""

    ours: str
    theirs: str
    line: int


def versions_of(text: str) -> Versions | None:
    """Return both versions; None where there is no complete conflict."""
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
    """The marker that this line is, inside a conflict of which `side` is being read."""
    start, rest = line[:7], line[7:8]
    if rest not in ("", " ", "\r"):
        return ""
    if not side:
        return start if start == _OPEN else ""
    return start if start in (_BASE, _MIDDLE, _CLOSE) else ""


def sentence(name: str, line: int) -> str:
    """Return what to say of a file whose two versions differ."""
    return (
        f"{name} holds git's conflict markers (<<<<<<<, =======, >>>>>>>), the first in line {line}: two versions of your "
        "work stand in one file. Open it in a text editor, keep one version of each such place and delete the markers, "
        "check that it opens, then hand it in again."
    )
