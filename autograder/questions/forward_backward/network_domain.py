"""Domain of the functions of a network: matching arguments, with pre-activations where the sigmoid is curved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain, Row, Special, Values, is_integer, signs_turned
from autograder.questions.forward_backward.sample_networks import Network
from autograder.questions.schema import Case, Draw
from reference_impl import sigmoid, sigmoid_derivative

NETWORK = (
    Argument("x", ("d",), scale=0.7),
    Argument("W0", ("h", "d")),
    Argument("b0", ("h",)),
    Argument("W1", ("1", "h"), scale=12.0),
    Argument("b1"),
)
BENT = 4.0
MEASURABLE = 5e-4
"""Smallest gradient relative to y that a difference quotient can measure.

With a step of 10⁻⁶ the quotient is off by 2·10⁻¹⁰·|y|, which is within the tolerance of such a gradient.
"""
UPSTREAM = Argument("upstream", scale=3.0)


def domain(function: str, expect: Callable[..., Iterable[Expectation]], *more: Argument) -> Domain:
    """Return the domain of a function of a network and of the arguments `more`."""
    arguments = (*NETWORK, *more)
    return Domain(
        function,
        arguments,
        expect,
        sizes={"d": (1, BIGGEST), "h": (1, BIGGEST)},
        compared=(("d", "h"),),
        specials=(
            Special(_AT_ZERO, _is_at_zero),
            Special(_SQUARE, _turned_matters),
        ),
        settle=_settled,
        fits=_bends,
        # With these styles, other inputs keep the pre-activations where the sigmoid is curved.
        first=Row(styles={"x": "whole", "W0": "small", "W1": "whole"}),
        public={"d": 3, "h": 3},
        nudged=signs_turned(getattr(ref, function), arguments),
    )


Expected = TypeVar("Expected")  # one expectation or several
_AT_ZERO, _SQUARE = "a pre-activation of 0 and an output close to it", "a square W0"


def _is_at_zero(x: Any, W0: Any, b0: Any, W1: Any, b1: Any, *_: Any) -> bool:
    a = pre_activations(x, W0, b0)
    return bool(np.any(a == 0)) and abs(float(W1[0] @ sigmoid(a)) + b1) < 0.01


def _turned_matters(x: Any, W0: Any, *_: Any) -> bool:
    """Return True if W⁽⁰⁾ is square and W⁽⁰⁾x differs from its transpose times x."""
    return len(W0) == len(x) > 1 and bool(np.abs(W0 @ x - W0.T @ x).max() > 0.1)


def network_cases(domain: Domain, draw: Draw, expect: Callable[..., Expectation]) -> Iterator[Case]:
    """Return the covering cases of a function of a network; `expect` takes the network and further arguments."""
    calls = covering(domain, draw)
    return cases(domain, (*calls, *_rounded_alike(domain, calls[0])), of_network(expect))


def _rounded_alike(domain: Domain, call: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield a call whose numbers are those of `call` when rounded to one digit: a memory by these is wrong."""
    near = tuple(v + np.where(np.round(np.add(v, 0.03), 1) == np.round(v, 1), 0.03, -0.03) for v in call)
    near = tuple(value if isinstance(value, np.ndarray) and value.ndim else float(value) for value in near)
    if domain.fits(*near):
        yield near


def of_network(expect: Callable[..., Expected]) -> Callable[..., Expected]:
    """Return a version of `expect` that takes the arguments of a call in place of a network."""
    return lambda x, W0, b0, W1, b1, *more: expect(Network(x, W0, b0, W1, b1), *more)


def pre_activations(x: Any, W0: Any, b0: Any, *_: Any) -> Any:
    """Return W⁽⁰⁾x + b⁽⁰⁾, shape (h,)."""
    return W0 @ x + b0


def _bends(x: Any, W0: Any, b0: Any, W1: Any, b1: Any, *_: Any) -> bool:
    """Return True if every unit is where the sigmoid is curved and every nonzero gradient is measurable next to y."""
    a = pre_activations(x, W0, b0)
    if np.abs(a).max() > BENT:
        return False
    slopes = [slope for slope in np.abs(W1[0] * sigmoid_derivative(a)).tolist() if slope]
    if not slopes:
        return True
    smallest = min(slopes) * min([1.0, *(size for size in np.abs(x).tolist() if size)])
    return bool(smallest >= MEASURABLE * (abs(W1[0] @ sigmoid(a) + b1) + 1))


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Move the pre-activations near 0 with the arguments that the row leaves open: b0, else W0, else the size of x."""
    x, W0, b0 = values["x"], values["W0"], values["b0"]
    if row.special == _SQUARE:
        W0 = draw.uniform(0.3, 1.0, len(x), len(x)) * (1 - 2 * draw.integers(0, 2, len(x), len(x)))
        b0 = np.resize(b0, len(x))
        values = values | {"W1": np.resize(values["W1"], (1, len(x)))}
    fixed = {name for name in ("x", "W0", "b0") if row.styles.get(name, "mixed") != "mixed"}
    whole = is_integer(x) and is_integer(W0)
    if "b0" not in fixed and (whole or not is_integer(b0)):
        b0 = _target(draw, len(b0), is_integer(b0)) - W0 @ x
    elif not is_integer(W0) and "W0" not in fixed and x.any():
        W0 = W0 + np.outer(_target(draw, len(b0), False) - b0 - W0 @ x, x) / (x @ x)
    elif not is_integer(x) and "x" not in fixed and W0.any():
        x = x * 2.0 / np.abs(W0 @ x).max()
    b1 = values["b1"]
    if row.special == _AT_ZERO:
        W0, b0 = W0.copy(), b0.copy()
        W0[0], b0[0] = 0, 0
        if row.styles.get("b1", "mixed") == "mixed" and not is_integer(b1):  # an output close to 0
            b1 = draw.uniform(0.003, 0.009) - float(values["W1"][0] @ sigmoid(pre_activations(x, W0, b0)))
    return values | {"x": x, "W0": W0, "b0": b0, "b1": b1}


def _target(draw: Draw, h: int, integers: bool) -> Any:
    return draw.integers(-2, 3, h) if integers else draw.uniform(-2.5, 2.5, h)
