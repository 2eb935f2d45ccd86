"""Notebooks whose JSON is damaged in a way that loses nothing: what can be read through is read, with a note."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from autograder.intake.merge_conflicts import Versions, versions_of

# A quote, an escaped character, or a comma that nothing follows.
_TRAILING_COMMA = re.compile(r'["\\]|,(?=\s*[\]}])')
# Longer texts are not repaired.
MAX_REPAIRED = 20_000_000


class Repair(NamedTuple):
    """What the text says after all, and a sentence on what was passed over."""

    whole: Any
    note: str


def repaired(text: str, name: str) -> Repair | None:
    """Return what a damaged notebook says, where nothing but the damage is lost."""
    if len(text) > MAX_REPAIRED:
        return None
    for repair in (_end, _commas):
        found = repair(text, name)
        if found is not None:
            return found
    return None


def both_versions(text: str) -> tuple[Any, Any, Versions] | None:
    """Return both versions of a notebook with conflict markers, as far as they are JSON (else None in its place)."""
    found = versions_of(text) if len(text) <= MAX_REPAIRED else None
    return (_loaded(found.ours), _loaded(found.theirs), found) if found else None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        found = _commas(text, "")
        return found.whole if found else None


def _end(text: str, name: str) -> Repair | None:
    """A whole notebook, then zero bytes or the rest of a longer file that it was saved over."""
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
    """The positions of commas, outside strings, before a bracket that closes."""
    found, inside, skip = [], False, -1
    for sign in _TRAILING_COMMA.finditer(text):
        position = sign.start()
        if position == skip:  # it was escaped
            continue
        if sign.group() == "\\":
            skip = position + 1 if inside else -1
        elif sign.group() == '"':
            inside = not inside
        elif not inside:
            found.append(position)
    return found
