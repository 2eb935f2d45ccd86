"""What a case expects, as data: each function makes one expectation, compare.py judges it.

An expectation is a plain dict that survives JSON. `value` is the truth; an answer is right within

    max(RTOL, BUDGET·ε·condition)·|value| + BUDGET·ε·scale

where ε is that of the answer's dtype. `scale` is the product of the other factors of the formula (for ∂y/∂W⁽⁰⁾:
|W⁽¹⁾||x|), `condition` the sum of the absolute terms of the pre-activation behind each entry: what a right formula may
lose to rounding, derived in compare.py. Without a scale, |value| stands in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Expectation = dict[str, Any]

# A loss beyond this has blown up. Right formulas part ways from here on: what is left of 1 − A², where A has rounded to ±1,
# is multiplied by numbers of this size, and 1/cosh² leaves something else. No such run has been seen to come back.
BLOWN_UP = 1e12


def number(value: float, scale: Any = None, *, condition: Any = None, within: float | None = None) -> Expectation:
    """A scalar: Python number, NumPy scalar, 0-d array or one-element array. `within`: absolute tolerance instead."""
    return _numeric("number", value, scale, condition, within)


def vector(value: Any, scale: Any = None, *, condition: Any = None) -> Expectation:
    """A vector of n entries; the shapes (n,), (1, n) and (n, 1) all count."""
    scale = None if scale is None else np.ravel(scale)
    return _numeric("vector", np.asarray(value, float).ravel(), scale, condition)


def matrix(value: Any, scale: Any = None, *, condition: Any = None) -> Expectation:
    """A matrix of one right shape; its transpose is told apart by the part that asks for the shape."""
    return _numeric("matrix", value, scale, condition)


def array(value: Any, scale: Any = None, *, condition: Any = None, within: float | None = None) -> Expectation:
    """An array of exactly this shape; for shape () a scalar in any of its forms."""
    return _numeric("array", value, scale, condition, within)


def near(value: Any, margin: Any, *, rtol: float | None = None) -> Expectation:
    """An array (or scalar) whose entries lie within `margin` of `value`, whatever their dtype, beside `rtol`·|value|.

    `rtol` is that of every other expectation unless it is given; with 0 the margin alone counts (in float64).
    """
    value = np.asarray(value, float)
    expectation = _numeric("array", value)
    expectation["half_width"] = np.broadcast_to(np.asarray(margin, float), value.shape).copy()
    return expectation if rtol is None else expectation | {"rtol": rtol}


def between(low: Any, high: Any) -> Expectation:
    """An array (or scalar) whose entries lie in [low, high], ends included."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    return near((low + high) / 2, (high - low) / 2)


def shape_of(value: Any) -> Expectation:
    """Finite numbers in the shape of `value`, whatever they are."""
    return {"kind": "shape", "value": np.asarray(value, float)}


def item(key: int | str, of: str, expectation: Expectation, *, size: int | None = None) -> Expectation:
    """`expectation` for one entry of a tuple of `size` entries, or of a dict; `of` names the whole: "a pair (z, y)"."""
    return expectation | {"item": key, "of": of, "size": size}


def either(*expectations: Expectation) -> Expectation:
    """Any one of these; the first is the one that a message speaks of."""
    return expectations[0] | {"or": list(expectations[1:])}


def every(*expectations: Expectation) -> Expectation:
    """All of these, in order; the first that fails is reported."""
    return expectations[0] | {"and": list(expectations[1:])}


def truth_values(expectation: Expectation) -> Expectation:
    """`expectation`, whose 1 and 0 a message calls True and False."""
    return expectation | {"boolean": True}


def quiet(expectation: Expectation) -> Expectation:
    """`expectation`, and no warning on the way."""
    return expectation | {"quiet": True}


def untouched(expectation: Expectation) -> Expectation:
    """`expectation` of the result's shape, and every argument left exactly as it was."""
    return expectation | {"untouched": True}


def raises(error: str) -> Expectation:
    """The named exception comes out of the call, and every argument is left exactly as it was."""
    return {"kind": "raises", "error": error, "untouched": True}


def equal_units(W0: Any, b0: Any, W1: Any) -> Expectation:
    """Parameters (W0, b0, W1, b1) whose hidden units agree: equal rows of W0, entries of b0 and of W1."""
    return {"kind": "equal_units", "value": [np.asarray(W0, float), np.asarray(b0, float), np.asarray(W1, float)]}


def draws(shape: tuple[int, int], variance: float, *, bound: float | None, beyond_two_sigma: float) -> Expectation:
    """Random draws of mean 0 and this variance: within ±bound if there is one, all different, with this share beyond 2σ."""
    return {
        "kind": "draws",
        "shape": list(shape),
        "variance": variance,
        "bound": bound,
        "beyond_two_sigma": beyond_two_sigma,
    }


def draws_of_one_value(shape: tuple[int, int]) -> Expectation:
    """Draws from a generator that is stuck at one value: hardly any two entries differ, or they come from elsewhere."""
    return {"kind": "draws_of_one_value", "shape": list(shape)}


def losses_of_run(value: Any, scale: Any) -> Expectation:
    """The losses of a training run, a vector that may blow up: what is beyond 10¹², inf or NaN may be any of these."""
    value, scale = np.broadcast_arrays(np.asarray(value, float), np.asarray(scale, float))
    calm = np.abs(value) <= BLOWN_UP
    return {"kind": "losses", "value": np.where(calm, value, np.inf), "scale": np.where(calm, scale, 0.0)}


def readable(notation: Any, own_name: str = "") -> Expectation:
    """A string that reads as an expression; nothing about its value.

    `notation` is data for `checks.notation`; an answer may begin with `own_name` and an equals sign.
    """
    return {"kind": "readable", "notation": notation, "own_name": own_name}


def answered(kind: str, **data: Any) -> Expectation:
    """A quiz answer in a readable form: kind is choice, choices, number, text or expression."""
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
