"""Cases for elementwise functions: vectors with entries of every size, other shapes, scalars and extremes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, array, quiet
from autograder.questions.covering import cases as cases_of
from autograder.questions.covering import covering
from autograder.questions.domain import (
    ANY_SHAPE,
    BIGGEST_BATCH,
    Argument,
    Domain,
    Row,
    Special,
    Values,
    in_shape,
    is_integer,
    shapes,
)
from autograder.questions.schema import Call, Case, Draw

Expect = Callable[[Any], Expectation]


def of_a_sigmoid(reference: Callable[[Any], Any]) -> Expect:
    """Return the expectations of σ or σ′, allowing for a float32 argument, which is already off by ε|a|/2."""
    return lambda a: array(reference(a), scale=1.0, condition=1 + np.abs(a))


def cases(name: str, expect: Expect, arguments: Iterable[tuple[Any, tuple[str, ...]]]) -> Iterator[Case]:
    """Yield a call of `name` for each (argument, tags)."""
    for a, tags in arguments:
        yield Case(Call(name, (a,)), expect(a), tags)


def dead_zone(draw: Draw) -> np.ndarray:
    """Return entries of both signs with sizes of 6 to 19, 25 to 30, just over 30, and 33 to 40, and all from −6 to 6.

    A clip at ±30 is visible beyond ±33. A cut to exactly 0 is visible just beyond ±30; further out it is within
    rounding.
    """
    sweep = np.linspace(-6.0, 6.0, 25) + draw.uniform(-0.2, 0.2)
    sweep = np.append(sweep, [0.05, -0.05, 0.004, -0.004])
    sizes = [draw.uniform(6, 19), draw.uniform(25, 30), draw.uniform(30.2, 31.5), draw.uniform(33, 40)]
    return np.array([*sizes, draw.uniform(-2, 2), *(-size for size in sizes), *sweep])


def far_out(draw: Draw) -> np.ndarray:
    """Return one entry of either sign in each unit from 7 to 25, just over 30, and beyond 33."""
    sizes = np.append(np.arange(7.0, 25.0) + draw.uniform(0.1, 0.9), [draw.uniform(30.2, 31.5), draw.uniform(33, 40)])
    return np.concatenate([sizes, -sizes])


def nonzero(draw: Draw, *shape: int) -> np.ndarray:
    """Return integers from ±1 to ±5."""
    return draw.integers(1, 6, *shape) * (2 * draw.integers(0, 2, *shape) - 1)


def extremes(draw: Draw) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield each extreme alone, so that one overflow cannot hide the other, then both in a matrix and as integers."""
    yield 1000.0, ("+1000",)
    yield -1000.0, ("−1000",)
    yield np.array([[-1000.0, draw.uniform(0, 3)], [-draw.uniform(720, 1000), 1000.0]]), ("matrix",)
    yield np.array([1000, draw.integers(0, 4), -1000]), ("integers",)


def elementwise(function: str, expect: Expect, *more: Special) -> Domain:
    """Return the domain of arrays of any shape and of single numbers, floats or integers."""
    reference = getattr(ref, function)
    numbers = (
        Special("a positive number", lambda a: isinstance(a, float) and a > 0),
        Special("a negative number", lambda a: isinstance(a, float) and a < 0),
        Special("an integer alone", lambda a: isinstance(a, int)),
        Special(
            "a matrix of integers", lambda a: np.ndim(a) == 2 and is_integer(a) and not a.flags.c_contiguous
        ),  # column by column in memory, as a transposed one is
        Special("a vector of one entry", lambda a: np.shape(a) == (1,)),
    )
    return Domain(
        function,
        (Argument("a", ANY_SHAPE, scale=2.0),),
        lambda a: [expect(a)],
        sizes={"n": (1, BIGGEST_BATCH)},
        specials=(*shapes(0), *numbers, *more),
        settle=_settled,
        public={"n": 4},
        nudged={"the entries in reverse order": lambda a: np.flip(reference(a)), "the argument itself": lambda a: a},
    )


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    a: Any = in_shape(values["a"], row.special)
    if row.special in ("a positive number", "a negative number"):
        a = float(abs(a.flat[0]) * (1 if "positive" in row.special else -1))
    elif row.special == "an integer alone":
        a = int(nonzero(draw))
    elif row.special == "a matrix of integers":
        a = np.asfortranarray(nonzero(draw, 2, 3))
    elif row.special == "a vector of one entry":
        a = a.ravel()[:1]
    elif row.special == "a dead zone":
        a = dead_zone(draw)
    return values | {"a": a}


DEAD = Special("a dead zone", lambda a: np.size(a) > 1 and float(np.abs(a).max()) > 20)


def drawn(domain: Domain, draw: Draw, expect: Expect, keep: Callable[[Any], bool]) -> Iterator[Case]:
    """Return the covering cases whose arguments satisfy `keep`; positive numbers alone are NumPy's."""
    calls = ((np.float64(a) if type(a) is float and a > 0 else a,) for (a,) in covering(domain, draw) if keep(a))
    return cases_of(domain, calls, expect)


def is_plain_vector(a: Any) -> bool:
    """Return True for a vector of floats, which belongs to the part about values."""
    return isinstance(a, np.ndarray) and a.ndim == 1 and not is_integer(a)


def silently(expect: Expect) -> Expect:
    """Return expectations that also refuse a call that triggers a warning."""
    return lambda a: quiet(expect(a))
