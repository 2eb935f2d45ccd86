"""The comparison of numbers and arrays: type → shape → finite → values."""

from __future__ import annotations

from typing import Any

import numpy as np

from .expectations import Expectation
from .findings import Wrong, apart, describe, ratio_text
from .normalize_values import NUMERIC_KINDS
from .tolerance import tolerance


def judge_numbers(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    answer = shaped(expect, value, label, transposed)
    _finite_where_it_counts(expect, answer, label)
    truth = np.asarray(expect["value"])
    off = np.abs(answer.astype(float) - truth) > tolerance(expect, answer.dtype)
    if np.any(off):
        got, wanted = answer[off].ravel()[0], truth[off].ravel()[0]
        sentence = f"{label} is wrong{place(off)}."
        if expect.get("boolean") and {float(got), float(wanted)} <= {0.0, 1.0}:
            raise Wrong("wrong", sentence, f"got {bool(got)}, expected {bool(wanted)}")
        ratio = ratio_text(answer.astype(float), truth)
        raise Wrong("wrong", sentence, apart(got, wanted) + (f"; {ratio}" if ratio else ""))


def judge_shape(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    answer = numbers(value, label)
    truth = np.asarray(expect["value"])
    label = f"{label}, {describe(value)}," if _of_arrays(value) else label
    answer = scalar(answer, label) if truth.shape == () else matrix(answer, truth.shape, label)
    _finite_where_it_counts(expect, answer, label)


def numbers(value: Any, label: str) -> np.ndarray:
    """Return `value` as an array of real numbers; lists and tuples are converted, booleans count as 1 and 0.

    Raises:
        Wrong: `value` is not numeric, is ragged, has gaps or complex entries.
    """
    if isinstance(value, (list, tuple)):
        value = _converted(value, label)
    if not isinstance(value, (bool, int, float, complex, np.ndarray)):
        raise Wrong("type", f"{label} is {describe(value)}, expected numbers.")
    try:
        answer = np.asarray(value)
        answer = answer.astype(float) if answer.dtype.kind == "O" else answer  # integers beyond 64 bits
    except OverflowError:
        answer = np.asarray(np.inf)
    if answer.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {describe(value)}, expected numbers.")
    if answer.dtype.kind == "c":
        if np.any(answer.imag != 0):
            raise Wrong("type", f"{label} has complex entries, expected real numbers.")
        answer = answer.real
    return answer.astype(float) if answer.dtype.kind in "biu" else answer


def _converted(value: list[Any] | tuple[Any, ...], label: str) -> np.ndarray:
    if _has_gaps(value):
        raise Wrong("missing", f"{label} has entries without a value (None or ...).")
    try:
        answer = np.asarray(value)
    except (ValueError, OverflowError):
        if _of_arrays(value):
            sentence = (
                f"{label} gives {describe(value)} whose entries have different shapes, expected one array or number."
            )
            raise Wrong("shape", sentence) from None
        raise Wrong("shape", f"{label} is a ragged list: its rows have different lengths.") from None
    if answer.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {describe(value)} with entries that are not numbers.")
    return answer


def _of_arrays(value: Any) -> bool:
    """Return True if this is a tuple of several results, as `return gradient, x` makes it, rather than one array."""
    return isinstance(value, tuple) and any(isinstance(entry, (np.ndarray, list, tuple, dict)) for entry in value)


def _has_gaps(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_has_gaps(entry) for entry in value)
    return value is None or value is Ellipsis


def scalar(answer: np.ndarray, label: str) -> np.ndarray:
    if answer.size != 1:
        raise Wrong("shape", f"{label} has shape {answer.shape}, expected a single number.")
    return answer.reshape(())


def vector(answer: np.ndarray, n: int, label: str) -> np.ndarray:
    if n == 1 and answer.size == 1:
        return answer.reshape(1)
    if answer.shape not in ((n,), (1, n), (n, 1)):
        hint = " (a column times a row?)" if answer.shape == (n, n) else ""
        raise Wrong("shape", f"{label} has shape {answer.shape}, expected {(n,)}{hint}.")
    return answer.reshape(n)


def matrix(answer: np.ndarray, shape: tuple[int, ...], label: str) -> np.ndarray:
    if answer.shape != shape:
        end = ": transposed?" if answer.shape == shape[::-1] else "."
        raise Wrong("shape", f"{label} has shape {answer.shape}, expected {shape}{end}")
    return answer


def shaped(expect: Expectation, value: Any, label: str, transposed: bool) -> np.ndarray:
    """Return the numbers in `value` in the shape of the truth."""
    answer, truth = numbers(value, label), np.asarray(expect["value"])
    label = f"{label}, {describe(value)}," if _of_arrays(value) else label
    if expect["kind"] == "vector":
        return vector(answer, truth.size, label)
    if truth.shape == ():
        return scalar(answer, label)
    if transposed and answer.ndim == 2:
        answer = answer.T
    return matrix(answer, truth.shape, label)


def _finite_where_it_counts(expect: Expectation, answer: np.ndarray, label: str) -> None:
    """Raise Wrong unless all entries are finite; a part about arguments does not require this of the result."""
    if not expect.get("untouched"):
        finite(answer, label)


def finite(answer: np.ndarray, label: str) -> None:
    off = ~np.isfinite(answer)
    if np.any(off):
        got = answer[off][0]
        if answer.size == 1:
            raise Wrong("not_finite", f"{label} is {got}, expected a finite number.")
        raise Wrong("not_finite", f"{label} is not finite{place(off, 'finite')}.", f"got {got}")


def place(off: np.ndarray, others: str = "right") -> str:
    """Return in words the first wrong entry and the number of wrong entries; "" for a scalar.

    `others` says what the other entries are.
    """
    if off.ndim == 0 or off.size == 1:
        return ""
    first = [int(i) for i in np.argwhere(off)[0]]
    if off.all():
        return " in every entry"
    count = int(off.sum())
    return f" in entry {first}" + (
        f" and {count - 1} more of {off.size}" if count > 1 else f" (the others of {off.size} are {others})"
    )
