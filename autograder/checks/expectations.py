"""Expectations, the data that a case compares a result with: each function makes one, compare.py judges it.

An expectation is a plain dict that can be written as JSON. `value` is the truth; an answer is right within

    max(RTOL, BUDGET·ε·condition)·|value| + BUDGET·ε·scale

where ε is the machine epsilon of the answer's dtype. `scale` is the product of the other factors of the formula (for
∂y/∂W⁽⁰⁾: |W⁽¹⁾||x|), |value| by default. `condition` is the sum of the absolute terms of the pre-activation behind each
entry. Together they bound what a right formula may lose to rounding; tolerance.py has the derivation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Expectation = dict[str, Any]

# A loss beyond this has blown up. Right formulas disagree from here on: where A has rounded to ±1, the remainder of
# 1 − A², which differs from that of 1/cosh², is multiplied by numbers of this size. No such run was seen to recover.
BLOWN_UP = 1e12


def number(value: float, scale: Any = None, *, condition: Any = None, within: float | None = None) -> Expectation:
    """Expect a scalar: a Python number, NumPy scalar, 0-d array or one-element array.

    `within` is an absolute tolerance that replaces the usual one.
    """
    return _numeric("number", value, scale, condition, within)


def vector(value: Any, scale: Any = None, *, condition: Any = None) -> Expectation:
    """Expect a vector of n entries, of shape (n,), (1, n) or (n, 1)."""
    scale = None if scale is None else np.ravel(scale)
    return _numeric("vector", np.asarray(value, float).ravel(), scale, condition)


def matrix(value: Any, scale: Any = None, *, condition: Any = None) -> Expectation:
    """Expect a matrix of this shape; the part that asks for the shape recognizes a transpose."""
    return _numeric("matrix", value, scale, condition)


def array(value: Any, scale: Any = None, *, condition: Any = None, within: float | None = None) -> Expectation:
    """Expect an array of exactly this shape; for shape (), a scalar in any of its forms."""
    return _numeric("array", value, scale, condition, within)


def near(value: Any, margin: Any, *, rtol: float | None = None) -> Expectation:
    """Expect an array or scalar whose entries are within `margin` + `rtol`·|value| of `value`, for every dtype.

    By default, `rtol` is RTOL, as in other expectations; with 0, only the margin counts (in float64).
    """
    value = np.asarray(value, float)
    expectation = _numeric("array", value)
    expectation["half_width"] = np.broadcast_to(np.asarray(margin, float), value.shape).copy()
    return expectation if rtol is None else expectation | {"rtol": rtol}


def between(low: Any, high: Any) -> Expectation:
    """Expect an array or scalar whose entries are in [low, high], ends included."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    return near((low + high) / 2, (high - low) / 2)


def shape_of(value: Any) -> Expectation:
    """Expect any finite numbers in the shape of `value`."""
    return {"kind": "shape", "value": np.asarray(value, float)}


def item(key: int | str, of: str, expectation: Expectation, *, size: int | None = None) -> Expectation:
    """Apply `expectation` to one entry of a tuple of `size` entries, or of a dict; `of` names it: "a pair (z, y)"."""
    return expectation | {"item": key, "of": of, "size": size}


def either(*expectations: Expectation) -> Expectation:
    """Expect that one of the expectations holds; messages are about the first."""
    return expectations[0] | {"or": list(expectations[1:])}


def every(*expectations: Expectation) -> Expectation:
    """Expect that all of the expectations hold; the first that fails is reported."""
    return expectations[0] | {"and": list(expectations[1:])}


def truth_values(expectation: Expectation) -> Expectation:
    """Return `expectation` with messages that name 1 and 0 True and False."""
    return expectation | {"boolean": True}


def quiet(expectation: Expectation) -> Expectation:
    """Return `expectation` with the condition that the call triggers no warning."""
    return expectation | {"quiet": True}


def untouched(expectation: Expectation) -> Expectation:
    """Return `expectation`, about the result's shape, with the condition that no argument is modified."""
    return expectation | {"untouched": True}


def raises(error: str) -> Expectation:
    """Expect that the call raises the named exception and modifies no argument."""
    return {"kind": "raises", "error": error, "untouched": True}


def equal_units(W0: Any, b0: Any, W1: Any) -> Expectation:
    """Expect parameters (W0, b0, W1, b1) with equal hidden units: equal rows of W0, entries of b0 and of W1."""
    return {"kind": "equal_units", "value": [np.asarray(W0, float), np.asarray(b0, float), np.asarray(W1, float)]}


def draws(shape: tuple[int, int], variance: float, *, bound: float | None, beyond_two_sigma: float) -> Expectation:
    """Expect distinct random draws of mean 0 and this variance.

    Args:
        shape: of the array of draws.
        variance: of the distribution.
        bound: all draws are within ±bound, unless it is None.
        beyond_two_sigma: the share of draws beyond two standard deviations.
    """
    return {
        "kind": "draws",
        "shape": list(shape),
        "variance": variance,
        "bound": bound,
        "beyond_two_sigma": beyond_two_sigma,
    }


def draws_of_one_value(shape: tuple[int, int]) -> Expectation:
    """Expect nearly equal entries, as drawn from a generator that always yields the same value.

    Entries that differ show that an answer draws from another generator than the one it is given.
    """
    return {"kind": "draws_of_one_value", "shape": list(shape)}


def losses_of_run(value: Any, scale: Any) -> Expectation:
    """Expect the losses of a training run; where they are beyond 10¹², inf or NaN, any such value is right."""
    value, scale = np.broadcast_arrays(np.asarray(value, float), np.asarray(scale, float))
    calm = np.abs(value) <= BLOWN_UP
    return {"kind": "losses", "value": np.where(calm, value, np.inf), "scale": np.where(calm, scale, 0.0)}


def readable(notation: Any, own_name: str = "") -> Expectation:
    """Expect a string that can be read as an expression, of any value.

    `notation` is data for `Notation.from_data`; an answer may begin with `own_name` and an equals sign.
    """
    return {"kind": "readable", "notation": notation, "own_name": own_name}


def answered(kind: str, **data: Any) -> Expectation:
    """Expect a quiz answer that can be read; `kind` is choice, choices, number, text or expression."""
    return {"kind": "answered", "answer": kind, **data}


def _numeric(kind: str, value: Any, scale: Any = None, condition: Any = None, within: Any = None) -> Expectation:
    value = np.asarray(value, float)
    expectation: Expectation = {"kind": kind, "value": value}
    if scale is not None:
        expectation["scale"] = np.broadcast_to(np.abs(np.asarray(scale, float)), value.shape).copy()
    if condition is not None:
        expectation["condition"] = np.asarray(condition, float)
    if within is not None:
        expectation["within"] = within
    return expectation
