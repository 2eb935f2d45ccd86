"""Remember where in its stream each chosen call was drawn, so that a later run draws these calls alone.

The search in covering.py draws hundreds of calls of a function and chooses two dozen. Which ones, depends on the key and
the grader alone. A file records for each chosen call how many words of the stream precede it, and the row that it was
drawn for: from these and the key, the same call is drawn again, bit for bit. The file contains no number of any case.

It is valid for one key and one state of the grader, and it is signed with the key: a file that somebody else changed,
which could weaken the cases, is not used.
"""

from __future__ import annotations

import hmac
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.questions.schema import Mark

if TYPE_CHECKING:
    from autograder.questions.domain import Domain, Row

BLOCK = 624
"""Words that the generator makes at once; its mark has the same position after as many."""

FARTHEST = 10_000
"""Blocks between two chosen calls, at most."""


@dataclass(frozen=True)
class Step:
    """How to draw one call: skip this many words, then draw it for `row`; `place` is its place among the chosen."""

    skip: int
    row: Row
    place: int


@dataclass(frozen=True)
class Origin:
    """How a call was drawn: for which row, and the marks of the stream before and after it."""

    row: Row
    before: Mark
    after: Mark


class KeptDraws:
    """The steps of the functions of one assignment.

    Args:
        file: where they are kept.
        key: the course key.
        state: everything else that cases depend on, such as a hash of the grader.
    """

    def __init__(self, file: Path, key: str, state: str) -> None:
        self._file, self._key, self._state = file, key, state
        self._domains: dict[str, Domain] = {}
        self._steps = self._read()
        self._new = False

    def steps(self, domain: Domain, words: Sequence[str]) -> list[Step] | None:
        """Return the steps that lead to the chosen calls of `domain`; None if they are not known."""
        found = self._steps.get(self._name(domain, words))
        return None if found is None else [_step(*plain) for plain in found]

    def remember(self, domain: Domain, words: Sequence[str], start: Mark, origins: Sequence[Origin]) -> None:
        """Remember how the chosen calls were drawn, from the mark at which the search began."""
        name = self._name(domain, words)
        skips = _skips(start, sorted(range(len(origins)), key=lambda i: origins[i].before.count), origins)
        if name and skips is not None:
            self._steps[name] = [_plain(skip, origins[i].row, i) for i, skip in skips]
            self._new = True

    def save(self) -> None:
        """Write the file if there is anything new, where that is possible."""
        if not self._new:
            return
        text = json.dumps({"steps": self._steps, "signature": self._signature(self._steps)})
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._file.parent)  # for the owner alone
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(self._file)

    def _name(self, domain: Domain, words: Sequence[str]) -> str:
        """Return the name of a draw in the file; empty for one from other words than the key's, or a second domain's."""
        if tuple(words[:2]) != ("key", self._key):
            return ""
        name = "/".join((*words[2:], domain.function))
        return name if self._domains.setdefault(name, domain) is domain else ""

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(self._file.read_bytes())
            if hmac.compare_digest(said["signature"], self._signature(said["steps"])):
                return dict(said["steps"])
        return {}

    def _signature(self, steps: dict[str, Any]) -> str:
        return hmac.new(self._key.encode(), json.dumps([self._state, steps]).encode(), "sha256").hexdigest()


def _plain(skip: int, row: Row, place: int) -> list[Any]:
    integers = None if row.integers is None else sorted(row.integers)
    return [skip, place, dict(row.sizes), integers, dict(row.styles), row.special]


def _step(skip: int, place: int, sizes: Any, integers: Any, styles: Any, special: str) -> Step:
    from autograder.questions.domain import Row

    return Step(skip, Row(sizes, None if integers is None else frozenset(integers), styles, special), place)


def _skips(start: Mark, order: Iterable[int], origins: Sequence[Origin]) -> list[tuple[int, int]] | None:
    """Return with each index the words from the call before it; None if a stream has numbers beside its words."""
    found = list[tuple[int, int]]()
    for i in order:
        words = _between(start, origins[i].before)
        if words is None:
            return None
        found.append((i, words))
        start = origins[i].after
    return found


def _between(one: Mark, other: Mark) -> int | None:
    """Return how many words of the stream are between two marks; None if that is not all that differs."""
    if one.held or other.held:
        return None
    bits = np.random.MT19937()
    bits.state = {"bit_generator": "MT19937", "state": {"key": one.key, "pos": one.position}}
    words = (other.position - one.position) % BLOCK
    bits.random_raw(words, False)
    for _ in range(FARTHEST):
        if np.array_equal(bits.state["state"]["key"], other.key):
            return words
        bits.random_raw(BLOCK, False)
        words += BLOCK
    return None


_in_force: KeptDraws | None = None


def in_force() -> KeptDraws | None:
    """Return what is remembered and is to be remembered in this process, or None."""
    return _in_force


@contextmanager
def keeping(file: Path, key: str, state: str) -> Iterator[None]:
    """Draw the calls that `file` leads to, search for all others, and then keep in it how these were drawn."""
    global _in_force
    before, _in_force = _in_force, KeptDraws(file, key, state)
    try:
        yield
        _in_force.save()
    finally:
        _in_force = before
