"""The usual comparisons in a few microseconds: float64 numbers in the shape of the truth, right or wrong by their values.

What a comparison needs of an expectation alone, the truth as an array and the tolerance of a float64 answer, is worked
out once for each expectation. `verdict` decides only what `checks.compare` would decide in the same way, and leaves all
else to it. The sentence of a wrong answer is made by `checks.compare` when somebody asks for it: of fifty wrong cases
of a question, one is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.checks.findings import Finding
from autograder.checks.observation import Observation
from autograder.checks.tolerance import tolerance

PLAIN = frozenset({"number", "vector", "matrix", "array"})
FLOAT64 = np.dtype(np.float64)


@dataclass(frozen=True)
class _Aspect:
    """One part of an expectation: where to look, and how far from which numbers the answer may be."""

    item: int | str | None
    size: int | None
    truth: np.ndarray
    room: np.ndarray
    scalar: tuple[float, float] | None
    shapes: frozenset[tuple[int, ...]]

    def _item_of(self, value: Any) -> Any:
        """Return the item of an answer that this looks at; None if there is none, which is never numbers."""
        item = self.item
        if item is None:
            return value
        if isinstance(item, str):
            return value.get(item) if type(value) is dict else None
        fits = type(value) in (tuple, list) and len(value) > item and self.size in (None, 0, len(value))
        return value[item] if fits else None

    def numbers(self, value: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Return the finite float64 numbers in the truth's own shape, the truth and the tolerance; None for others."""
        value = self._item_of(value)
        if type(value) is float and self.truth.shape == ():
            value = np.asarray(value)
        usual = type(value) is np.ndarray and value.dtype == FLOAT64 and value.shape == self.truth.shape
        return (value, self.truth, self.room) if usual and np.isfinite(value).all() else None

    def verdict(self, value: Any, transposed: bool) -> bool | None:
        """Return whether the numbers that this looks at are right; None where it takes a closer look."""
        value = self._item_of(value)
        if type(value) is float:
            if self.scalar is None or not isfinite(value):
                return None
            return abs(value - self.scalar[0]) <= self.scalar[1]
        if type(value) is not np.ndarray or value.dtype != FLOAT64 or value.shape not in self.shapes:
            return None
        if transposed and value.ndim == 2:
            return None
        if value.shape != self.truth.shape:
            value = value.reshape(self.truth.shape)
        apart = np.abs(value - self.truth)
        if (apart <= self.room).all():
            return True
        return False if isfinite(apart.max()) else None  # a sum of large numbers would overflow


class QuickComparison:
    """An expectation prepared to be met by many answers.

    Args:
        expect: any expectation; of a kind other than plain numbers, nothing is right beyond doubt.
    """

    def __init__(self, expect: Expectation) -> None:
        every = [expect, *expect.get("and", ())]
        aspects = [_aspect(one) for one in every]
        self._aspects = [one for one in aspects if one is not None] if None not in aspects else []
        self._quiet = any(one.get("quiet") for one in every)
        self._untouched = any(one.get("untouched") for one in every)
        self._single = "or" not in expect

    def verdict(self, seen: Observation, transposed: bool) -> bool | None:
        """Return True for right, False for wrong by the values of its numbers, None where it takes a closer look."""
        if not self._aspects or seen.outcome != "returned":
            return None
        if (self._quiet and seen.warnings) or (self._untouched and (seen.changed or seen.same_as)):
            return None
        value = seen.value
        for aspect in self._aspects:
            right = aspect.verdict(value, transposed)
            if not right:
                return False if right is False and self._single else None
        return True

    def numbers(self, place: int, value: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Return the numbers of an answer, the truth and the tolerance in its shape; None for a closer look.

        Args:
            place: which of the expectation's aspects.
            value: what was returned.
        """
        return self._aspects[place].numbers(value) if place < len(self._aspects) else None

    def item(self, place: int) -> int | str | None:
        """Return the item of the answer that an aspect is about, or None for all of it."""
        return self._aspects[place].item


class WrongNumbers(Finding):
    """A finding `wrong` whose sentence and detail are made when they are first read.

    Args:
        make: makes the whole finding.
    """

    def __init__(self, make: Callable[[], Finding]) -> None:
        vars(self).update(verdict="wrong", _make=make)

    def __reduce__(self) -> tuple[Any, ...]:
        return Finding, (self.verdict, self.sentence, self.detail)

    @cached_property
    def _whole(self) -> Finding:
        whole: Finding = vars(self)["_make"]()
        return whole

    @property
    def sentence(self) -> str:
        return self._whole.sentence

    @property
    def detail(self) -> str:
        return self._whole.detail


def _aspect(expect: Expectation) -> _Aspect | None:
    """Return what a quick look needs; None if the expectation is of another kind or has a number that is not finite."""
    if expect["kind"] not in PLAIN:
        return None
    truth = np.asarray(expect["value"], float)
    room = np.asarray(tolerance(expect, FLOAT64))
    if room.shape != truth.shape or not (np.isfinite(truth).all() and np.isfinite(room).all()):
        return None
    shapes = {truth.shape}
    if expect["kind"] == "vector":
        n = truth.size
        if truth.shape != (n,):
            return None
        shapes = {(n,), (1, n), (n, 1)}
    scalar = (
        (truth.item(), room.item()) if truth.shape == () or (expect["kind"] == "vector" and truth.size == 1) else None
    )
    return _Aspect(expect.get("item"), expect.get("size"), truth, room, scalar, frozenset(shapes))
