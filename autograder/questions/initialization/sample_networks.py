"""Random networks and data for the cases of initialization, and the domains of functions that take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation, every, item, matrix, number, vector
from autograder.questions.domain import BIGGEST, BIGGEST_BATCH, Argument, Domain, Row, Values, is_integer
from autograder.questions.schema import Draw

Units = tuple[np.ndarray, ...]  # W0, b0, W1

PARAMETERS = "(W0, b0, W1, b1)"
GRADIENTS = 'a dict with the keys "W0", "b0", "W1" and "b1"'


@dataclass(frozen=True)
class Problem:
    """A network with h hidden units and n rows of data for it."""

    X: np.ndarray
    targets: np.ndarray
    W0: np.ndarray
    b0: np.ndarray
    W1: np.ndarray
    b1: float
    tags: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[Any, ...]:
        return (self.X, self.targets, *self.parameters)

    @property
    def parameters(self) -> tuple[Any, ...]:
        return (self.W0, self.b0, self.W1, self.b1)


def problem(draw: Draw, n: int, d: int, h: int, *tags: str) -> Problem:
    """Draw a problem with n rows of d inputs and a network of h units.

    The tags "integers", "zeros", "large scale", "dead zone" and "nearly fitted" change it. The targets differ from the
    network's output by 1 to 3, all in one direction, because a residual near 0 would hide a mistake.
    """
    if "integers" in tags:
        return _integer_problem(draw, n, d, h, tags)
    W0, b0, W1, b1 = draw.normal(h, d), draw.normal(h), away_from_zero(draw, 1, h), draw.uniform(-1.0, 1.0)
    X = draw.normal(n, d, scale=10.0 if "large scale" in tags else 1.0)
    if "zeros" in tags:
        X[0], W0[0] = 0.0, 0.0
    if "dead zone" in tags:
        W0 /= 1 + np.abs(X).sum(axis=1).max()  # so that b0 alone decides how dead a unit is
        b0[:4] = _dead(draw)[: len(b0)]
    z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    off = draw.choice((-1, 1)) * draw.uniform(1.0, 3.0, n) * (1e-5 if "nearly fitted" in tags else 1.0)
    targets = z @ W1[0] + b1 + off
    return Problem(X, targets, W0, b0, W1, b1, tags)


def _dead(draw: Draw) -> np.ndarray:
    """Return pre-activations at which a clip at ±30 is visible, others at which a cut to 0 is, and one above 20."""
    return np.array([-draw.uniform(34, 38), draw.uniform(21, 26), -draw.uniform(21, 29), -draw.uniform(30.5, 31.5)])


def _integer_problem(draw: Draw, n: int, d: int, h: int, tags: tuple[str, ...]) -> Problem:
    W1 = draw.integers(1, 4, 1, h) * (1 - 2 * draw.integers(0, 2, 1, h))
    W0, b0, b1 = draw.integers(-2, 3, h, d), draw.integers(-2, 3, h), draw.integers(-3, 4)
    return Problem(draw.integers(-2, 3, n, d), draw.integers(20, 26, n), W0, b0, W1, b1, tags)


def away_from_zero(draw: Draw, *shape: int) -> np.ndarray:
    """Return draws of either sign with absolute values from 0.5 to 2."""
    return draw.uniform(0.5, 2.0, *shape) * (1 - 2 * draw.integers(0, 2, *shape))


def equal_network(draw: Draw, h: int, d: int) -> Units:
    """Return (W0, b0, W1) of h identical units; the weights within a row differ, and none is near 0."""
    row, bias, out = away_from_zero(draw, d), away_from_zero(draw), away_from_zero(draw)
    return np.tile(row, (h, 1)), np.full(h, float(bias)), np.full((1, h), float(out))


def parameters(values: Any, scales: Any) -> Expectation:
    """Expect the tuple (W0, b0, W1, b1): W0 as (h, d), vectors in any of their three shapes."""
    kinds = (matrix, vector, vector, number)
    entries = [kind(value, scale) for kind, value, scale in zip(kinds, values, scales)]
    return every(*(item(i, PARAMETERS, entry, size=4) for i, entry in enumerate(entries)))


def gradient(key: str, value: Any, scale: Any, whole: str = GRADIENTS) -> Expectation:
    """Expect the entry `key` of a dict of gradients: "W0" as (h, d), "b0" and "W1" as vectors, others as numbers."""
    kind = {"W0": matrix, "b0": vector, "W1": vector}.get(key, number)
    return item(key, whole, kind(value, scale))


ARGUMENTS = (Argument("x", ("d",)), Argument("hidden_units", counts="h"))


def start_domain(function: str, expect: Callable[..., Iterable[Expectation]]) -> Domain:
    """Return the domain of any x and any number of hidden units, for a network whose parameters are all 0."""
    sizes = {"d": (1, BIGGEST), "h": (1, BIGGEST)}
    return Domain(
        function,
        ARGUMENTS,
        expect,
        sizes=sizes,
        compared=(("d", "h"),),
        public={"d": 3, "h": 3},
        others={"hidden_units": lambda x, h: h + 2},
    )


Start = tuple[np.ndarray, int, tuple[str, ...]]


def public_starts() -> Iterable[Start]:
    yield np.array([1.0, -2.0]), 3, ()
    yield np.array([3, 0, 1]), 3, ("integers", "d = h")


def hidden_starts(draw: Draw) -> Iterable[Start]:
    """Yield x of shape (d,), the number of hidden units and tags; the domain covers all other cases."""
    for d, h in ((3, 5), (5, 2)):
        yield draw.normal(d, scale=draw.scale()), h, ()
    yield draw.integers(-4, 5, 3), 2, ("integers",)
    yield np.zeros(2), 4, ("zeros",)


PROBLEM = (
    Argument("X", ("n", "d"), scale=0.7),
    Argument("targets", ("n",), scale=3.0),
    Argument("W0", ("h", "d")),
    Argument("b0", ("h",)),
    Argument("W1", ("1", "h"), scale=2.0),
    Argument("b1"),
)
SIZES = {"n": (1, BIGGEST_BATCH), "d": (1, BIGGEST), "h": (1, BIGGEST)}
FIRST = {"X": "whole", "targets": "whole", "W0": "small", "b0": "whole", "W1": "whole"}
"""Styles of the first call, chosen so that the sigmoid stays curved if one argument of it is replaced."""
# Pre-activations beyond this are dead zones, which are tested in separate cases.
BENT = 12.0


def bends(X: Any, targets: Any, W0: Any, b0: Any, *_: Any) -> bool:
    """Return True if the sigmoid is curved at every pre-activation, for every unit and row."""
    return float(np.abs(X @ W0.T + b0).max()) <= BENT


def settled(values: Values, row: Row, draw: Draw) -> Values:
    """Scale weights or inputs that the row leaves open so that the pre-activations stay small."""
    X, W0 = values["X"], values["W0"]
    size = float(np.abs(X @ W0.T).max(initial=0.0))
    fixed = {name for name in ("X", "W0") if row.styles.get(name, "mixed") != "mixed"}
    if size > 4.0 and not is_integer(W0) and "W0" not in fixed:
        W0 = W0 * (4.0 / size)
    elif size > 4.0 and not is_integer(X) and "X" not in fixed:
        X = X * (4.0 / size)
    return values | {"X": X, "W0": W0}
