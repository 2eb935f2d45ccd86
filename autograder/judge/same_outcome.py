"""Compare two outcomes: those of a repeated call, or a student's with a known slip's."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.checks.observation import Observation
from autograder.checks.tolerance import BUDGET, RTOL, RTOL_FLOAT32
from autograder.judge.answer_kinds import ALIKE

FLOAT64 = np.dtype(np.float64)
EPS, EPS_FLOAT32 = (float(np.finfo(dtype).eps) for dtype in (np.float64, np.float32))


def same_answer(one: Observation, other: Observation) -> bool:
    """Return True if two outcomes are the same up to rounding."""
    return _same_outcome(one, other) and same_value(one.value, other.value)


def same_case(expect: Expectation, one: Observation, other: Observation) -> bool:
    """Return True if two outcomes agree in all that `expect` checks: the item, warnings, changed arguments."""
    if not _same_outcome(one, other) or one.changed != other.changed:
        return False
    return all(_same_aspect(aspect, one, other) for aspect in [expect, *expect.get("and", ())])


def _same_aspect(expect: Expectation, one: Observation, other: Observation) -> bool:
    if expect.get("quiet") and bool(one.warnings) != bool(other.warnings):
        return False
    if _lacks(expect, one.value) and _lacks(expect, other.value):
        return bool(one.value.keys() == other.value.keys())
    first, second = _item(expect, one.value), _item(expect, other.value)
    if expect["kind"] in ALIKE:
        return ALIKE[expect["kind"]](expect, first, second)
    return same_value(first, second, expect.get("scale", 0.0))


def _lacks(expect: Expectation, value: Any) -> bool:
    """Return True for a dictionary without the key that is asked for: what there is in its place tells such answers apart."""
    return isinstance(value, dict) and isinstance(expect.get("item"), str) and expect["item"] not in value


def same_value(one: Any, other: Any, scale: Any = 0.0) -> bool:
    """Return True for the same numbers in the same shape, and for other values that are equal.

    The three shapes of a vector (flat, column, row) count as the same. `scale` is the size of the terms that were added
    up; it sets the absolute tolerance.
    """
    if type(one) is np.ndarray and type(other) is np.ndarray:
        if _begin_apart(one, other, scale):
            return False
    elif type(one) is float and type(other) is float and one == other:
        return True
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)) and not (_flat(one) and _flat(other)):
        return len(one) == len(other) and all(same_value(a, b) for a, b in zip(one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[key], other[key]) for key in one)
    first, second = _numbers(one), _numbers(other)
    if first is None or second is None:
        return type(one) is type(other) and bool(one == other)
    return _close(first, second, scale)


def _begin_apart(one: np.ndarray, other: np.ndarray, scale: Any) -> bool:
    """Return whether the first numbers of two arrays rule out that they are the same; it takes a microsecond."""
    if one.dtype != FLOAT64 or other.dtype != FLOAT64 or not one.size or not other.size:
        return False
    first, second = one.item(0), other.item(0)
    apart, room = abs(first - second), RTOL * abs(second)
    return apart > room and bool(apart > room + BUDGET * EPS * np.max(np.abs(scale), initial=0.0))


def _close(first: np.ndarray, second: np.ndarray, scale: Any) -> bool:
    if first.dtype == second.dtype == FLOAT64 and first.shape == second.shape and type(scale) is float:
        with np.errstate(invalid="ignore", over="ignore"):  # the usual case, in a third of the time
            if (np.abs(first - second) <= RTOL * np.abs(second) + BUDGET * EPS * abs(scale)).all():
                return True
    single = any(array.dtype.kind == "f" and array.dtype.itemsize < 8 for array in (first, second))
    first, second = first.squeeze(), second.squeeze()
    if first.shape != second.shape:
        return False
    scale = np.abs(np.asarray(scale, float))
    scale = scale.squeeze() if scale.size == first.size else scale.max(initial=0.0)
    room = (
        BUDGET
        * (EPS_FLOAT32 if single else EPS)
        * (scale.reshape(first.shape) if np.size(scale) == first.size else scale)
    )
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(first - second) <= (RTOL_FLOAT32 if single else RTOL) * np.abs(second) + room
    return bool(near.all()) or bool((near | (first == second) | (np.isnan(first) & np.isnan(second))).all())


def _same_outcome(one: Observation, other: Observation) -> bool:
    return one.outcome == other.outcome and one.error == other.error


def _item(expect: Expectation, value: Any) -> Any:
    key = expect.get("item")
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, (tuple, list)) and isinstance(key, int) and key < len(value):
        return value[key]
    return value


def _flat(value: list[Any] | tuple[Any, ...]) -> bool:
    return _numbers(value) is not None


def _numbers(value: Any) -> np.ndarray | None:
    if isinstance(value, (bool, int, float, complex, np.ndarray, list, tuple)):
        try:
            array = np.asarray(value)
        except (ValueError, OverflowError):
            return None
        if array.dtype.kind in "biufc":
            return array if array.dtype.kind == "f" else array.astype(complex if array.dtype.kind == "c" else float)
    return None
