"""Numbers in a shape: type → shape → finite → values."""

from __future__ import annotations

from typing import Any

import numpy as np

from .expectations import Expectation
from .findings import Wrong, apart, describe, ratio_text
from .normalize_values import NUMERIC_KINDS
from .tolerance import tolerance


def judge_numbers(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = shaped(expect, value, label, transposed)
    _finite_where_it_counts(expect, found, label)
    truth = np.asarray(expect["value"])
    off = np.abs(found.astype(float) - truth) > tolerance(expect, found.dtype)
    if np.any(off):
        got, wanted = found[off].ravel()[0], truth[off].ravel()[0]
        sentence = f"{label} is wrong{place(off)}."
        if expect.get("boolean") and {float(got), float(wanted)} <= {0.0, 1.0}:
            raise Wrong("wrong", sentence, f"got {bool(got)}, expected {bool(wanted)}")
        ratio = ratio_text(found.astype(float), truth)
        raise Wrong("wrong", sentence, apart(got, wanted) + (f"; {ratio}" if ratio else ""))


def judge_shape(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = numbers(value, label)
    truth = np.asarray(expect["value"])
    label = f"{label}, {describe(value)}," if _of_arrays(value) else label
    found = scalar(found, label) if truth.shape == () else matrix(found, truth.shape, label)
    _finite_where_it_counts(expect, found, label)


def numbers(value: Any, label: str) -> np.ndarray:
    """`value` as an array of real numbers: lists and tuples convert, booleans count as 1 and 0."""
    if isinstance(value, (list, tuple)):
        value = _converted(value, label)
    if not isinstance(value, (bool, int, float, complex, np.ndarray)):
        raise Wrong("type", f"{label} is {describe(value)}, expected numbers.")
    try:
        found = np.asarray(value)
        found = found.astype(float) if found.dtype.kind == "O" else found  # integers beyond 64 bits
    except OverflowError:
        found = np.asarray(np.inf)
    if found.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {describe(value)}, expected numbers.")
    if found.dtype.kind == "c":
        if np.any(found.imag != 0):
            raise Wrong("type", f"{label} has complex entries, expected real numbers.")
        found = found.real
    return found.astype(float) if found.dtype.kind in "biu" else found


def _converted(value: list[Any] | tuple[Any, ...], label: str) -> np.ndarray:
    if _has_gaps(value):
        raise Wrong("missing", f"{label} has entries without a value (None or ...).")
    try:
        found = np.asarray(value)
    except (ValueError, OverflowError):
        if _of_arrays(value):
            sentence = (
                f"{label} gives {describe(value)} whose entries have different shapes, expected one array or number."
            )
            raise Wrong("shape", sentence) from None
        raise Wrong("shape", f"{label} is a ragged list: its rows have different lengths.") from None
    if found.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {describe(value)} with entries that are no numbers.")
    return found


def _of_arrays(value: Any) -> bool:
    """Is this a tuple that stands for several results, as `return gradient, x` makes it, rather than for one array?"""
    return isinstance(value, tuple) and any(isinstance(entry, (np.ndarray, list, tuple, dict)) for entry in value)


def _has_gaps(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_has_gaps(entry) for entry in value)
    return value is None or value is Ellipsis


def scalar(found: np.ndarray, label: str) -> np.ndarray:
    if found.size != 1:
        raise Wrong("shape", f"{label} has shape {found.shape}, expected a single number.")
    return found.reshape(())


def vector(found: np.ndarray, n: int, label: str) -> np.ndarray:
    if n == 1 and found.size == 1:
        return found.reshape(1)
    if found.shape not in ((n,), (1, n), (n, 1)):
        hint = " (a column times a row?)" if found.shape == (n, n) else ""
        raise Wrong("shape", f"{label} has shape {found.shape}, expected {(n,)}{hint}.")
    return found.reshape(n)


def matrix(found: np.ndarray, shape: tuple[int, ...], label: str) -> np.ndarray:
    if found.shape != shape:
        end = ": transposed?" if found.shape == shape[::-1] else "."
        raise Wrong("shape", f"{label} has shape {found.shape}, expected {shape}{end}")
    return found


def shaped(expect: Expectation, value: Any, label: str, transposed: bool) -> np.ndarray:
    """The numbers in `value`, in the shape of the truth."""
    found, truth = numbers(value, label), np.asarray(expect["value"])
    label = f"{label}, {describe(value)}," if _of_arrays(value) else label
    if expect["kind"] == "vector":
        return vector(found, truth.size, label)
    if truth.shape == ():
        return scalar(found, label)
    if transposed and found.ndim == 2:
        found = found.T
    return matrix(found, truth.shape, label)


def _finite_where_it_counts(expect: Expectation, found: np.ndarray, label: str) -> None:
    """A part about arguments asks of the result only that it is numeric and of the right shape."""
    if not expect.get("untouched"):
        finite(found, label)


def finite(found: np.ndarray, label: str) -> None:
    if not np.all(np.isfinite(found)):
        where = place(~np.isfinite(found))
        raise Wrong(
            "not_finite", f"{label} is not finite{where}.", f"got {found.ravel()[~np.isfinite(found).ravel()][0]}"
        )


def place(off: np.ndarray) -> str:
    """Where: the first entry as its index, [0] or [0, 2], and how many there are; nothing for a scalar."""
    if off.ndim == 0 or off.size == 1:
        return ""
    first = [int(i) for i in np.argwhere(off)[0]]
    if off.all():
        return " in every entry"
    count = int(off.sum())
    return f" in entry {first}" + (
        f" and {count - 1} more of {off.size}" if count > 1 else f" (the others of {off.size} are right)"
    )
