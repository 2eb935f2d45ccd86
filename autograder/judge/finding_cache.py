"""Comparisons made before: most of a class give answers that are equal to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from autograder.checks.findings import Finding
from autograder.checks.observation import Observation
from autograder.questions.schema import Case

MOST = 6000  # findings of one question; some 50 calls, and what seventy ways to write it answer
MOST_WHOLE = 100  # verdicts on whole questions
SMALL = 2048  # bytes

Whole = TypeVar("Whole")


class FindingCache:
    """What was found of answers to the cases of one question. A finding depends on the case and on the answer alone.

    An answer is known by its identity, as the sandbox gives the same object for equal bytes; it is held as long as what
    was found of it, so that no other object can take its place.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, int, bool], tuple[Case, Observation, Finding]] = {}
        self._whole: dict[tuple[int, ...], tuple[tuple[Observation, ...], Any]] = {}

    def finding(self, case: Case, seen: Observation, transposed: bool, judge: Callable[[], Finding]) -> Finding:
        """Return what was found of this very observation before, or else what `judge` finds now."""
        key = (id(case), id(seen), transposed)
        known = self._found.get(key)
        if known is not None:
            return known[2]
        finding = judge()
        if _is_small(seen.value):
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[key] = (case, seen, finding)
        return finding

    def whole(self, seen: tuple[Observation, ...], judge: Callable[[], Whole]) -> Whole:
        """Return what was found of these very observations together, or else what `judge` finds now."""
        key = tuple(map(id, seen))
        known = self._whole.get(key)
        if known is not None:
            return known[1]
        found = judge()
        if all(_is_small(one.value) for one in seen):
            if len(self._whole) >= MOST_WHOLE:
                self._whole.clear()
            self._whole[key] = (seen, found)
        return found


def _is_small(value: Any, items: int = 16) -> bool:
    if isinstance(value, np.ndarray):
        return value.nbytes <= SMALL
    if isinstance(value, str):
        return len(value) <= SMALL
    if isinstance(value, (list, tuple, dict)):
        inside = value.values() if isinstance(value, dict) else value
        return len(value) <= items and all(_is_small(item, 0) for item in inside)
    return True
