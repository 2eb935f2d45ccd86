"""Find the numbers in an answer, and those that can only come from a computation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

RTOL = 1e-7  # numbers that agree this closely count as equal; guesses and interpolations do not come this close
# Numbers that anyone may write down without a computation.
IDLE = np.array([0.0, 0.25, 0.5, 1.0, 2.0])


def numbers(value: Any) -> np.ndarray | None:
    """Return `value` as an array of floats; None if it is not numeric."""
    if value is None or isinstance(value, (str, dict, set)):
        return None
    try:
        array = np.asarray(value)
        return array.astype(float) if array.dtype.kind in "biuf" else None
    except (ValueError, TypeError, OverflowError):
        return None


def all_numbers(values: Iterable[Any], depth: int = 6) -> np.ndarray:
    """Return every number in `values`, also in containers, as a flat array."""
    arrays = [_numbers_in(value, depth) for value in values]
    return np.concatenate(arrays) if arrays else np.empty(0)


def _numbers_in(value: Any, depth: int) -> np.ndarray:
    array = numbers(value)
    if array is not None:
        return array.ravel()
    if depth and isinstance(value, dict):
        return all_numbers(value.values(), depth - 1)
    if depth and isinstance(value, (list, tuple, set)):
        return all_numbers(value, depth - 1)
    return np.empty(0)


def among(values: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """Return for each of `values` whether it is in `pool`, up to rounding."""
    return _among_sorted(values, np.sort(pool[np.isfinite(pool)]))


def _among_sorted(values: np.ndarray, pool: np.ndarray) -> np.ndarray:
    if not pool.size:
        return np.zeros(values.shape, bool)
    with np.errstate(invalid="ignore"):
        after = np.clip(np.searchsorted(pool, values), 0, pool.size - 1)
        before = np.maximum(after - 1, 0)
        return near(values, pool[after]) | near(values, pool[before])


def same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return for each entry whether two arrays agree up to rounding."""
    with np.errstate(invalid="ignore", over="ignore"):
        return near(one, other)


def near(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return what `same` returns, without silencing NumPy's warnings about overflow."""
    return np.abs(one - other) <= RTOL * np.abs(other)


def telling(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return for each of `values` whether it took work: it is neither idle nor, up to sign and factors of 2, known."""
    return Known(known).telling(values)


class Known:
    """Hold numbers that take no work, sorted once for all answers that are compared with them."""

    def __init__(self, known: np.ndarray) -> None:
        given = np.abs(np.concatenate([IDLE, known, 2 * known, known / 2]))
        self._pool = np.sort(given[np.isfinite(given)])

    def telling(self, values: np.ndarray) -> np.ndarray:
        """Return for each of `values` whether it took work."""
        return np.isfinite(values) & ~_among_sorted(np.abs(values), self._pool)


def proportional(one: np.ndarray, other: np.ndarray) -> bool:
    """Return True if two arrays of at least two entries are the same up to a nonzero factor."""
    one, other = one.ravel(), other.ravel()
    if one.size != other.size or one.size < 2:
        return False
    at = int(np.argmax(np.abs(other)))
    if not np.all(np.isfinite(one)) or not other[at] or not one[at]:
        return False
    factor = one[at] / other[at]
    return bool(np.all(np.abs(one - factor * other) <= RTOL * np.abs(one[at])))
