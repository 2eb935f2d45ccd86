"""Cases for functions that work element by element: vectors of every size of entry, other shapes, scalars, extremes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation, array, quiet
from autograder.questions.schema import Call, Case, Draw

Expect = Callable[[Any], Expectation]


def of_a_sigmoid(reference: Callable[[Any], Any]) -> Expect:
    """Expectations of σ or σ′: other factors are 1, and a float32 argument is off by ε|a|/2 before anything else."""
    return lambda a: array(reference(a), scale=1.0, condition=1 + np.abs(a))


def cases(name: str, expect: Expect, arguments: Iterable[tuple[Any, tuple[str, ...]]]) -> Iterator[Case]:
    """A call of `name` for each (argument, tags)."""
    for a, tags in arguments:
        yield Case(Call(name, (a,)), expect(a), tags)


def vectors(draw: Draw) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Shape (n,): two of one size, every scale, dead zones, one entry, zeros."""
    yield draw.uniform(-3, 3, 5), ()
    yield draw.uniform(-3, 3, 5), ()
    yield draw.uniform(-1, 1, 4) * draw.scale(), ()
    yield dead_zone(draw), ("dead zone",)
    yield np.array([0.0, draw.uniform(0.5, 4), 0.0, -draw.uniform(0.5, 4)]), ("zeros",)
    yield draw.uniform(-4, 4, 1), ("one entry",)


def dead_zone(draw: Draw) -> np.ndarray:
    """Entries of ±6 to ±19, ±20 to ±30, just beyond ±30 and ±33 to ±40, of either sign each.

    Beyond ±33 a clip at ±30 shows, and just beyond ±30 a cut to exactly 0, which is within rounding further out.
    """
    sizes = [draw.uniform(6, 19), draw.uniform(20, 30), draw.uniform(30.2, 31.5), draw.uniform(33, 40)]
    return np.array([*sizes, draw.uniform(-2, 2), *(-size for size in sizes)])


def other_shapes(draw: Draw) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Matrices, a row, a column, three axes, a 0-d array; plain floats and integers; integer arrays."""
    yield draw.uniform(-4, 4, 2, 3), ("matrix",)
    yield draw.uniform(-4, 4, 3, 1), ("matrix",)
    yield draw.uniform(-4, 4, 1, 4), ("matrix",)
    yield draw.uniform(-4, 4, 2, 2, 2), ("three axes",)
    yield np.array(draw.uniform(0.5, 4)), ("scalar",)
    yield -draw.uniform(0.5, 4), ("scalar",)
    yield draw.integers(1, 5), ("scalar", "integers")
    yield nonzero(draw, 4), ("integers",)
    yield nonzero(draw, 2, 2), ("integers", "matrix")


def nonzero(draw: Draw, *shape: int) -> np.ndarray:
    """Integers from ±1 to ±5."""
    return draw.integers(1, 6, *shape) * (2 * draw.integers(0, 2, *shape) - 1)


def extremes(draw: Draw) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Either end alone, so that one overflow cannot hide the other; both in one array, with ordinary entries; integers."""
    yield 1000.0, ("+1000",)
    yield -1000.0, ("−1000",)
    yield np.array([-1000.0, draw.uniform(-3, 3), 1000.0]), ()
    yield np.array([1000, draw.integers(-3, 4), -1000]), ("integers",)
    yield np.array([[draw.uniform(720, 1000), -draw.uniform(720, 1000)]]), ("matrix",)


def silently(expect: Expect) -> Expect:
    """The same, without a warning on the way."""
    return lambda a: quiet(expect(a))
