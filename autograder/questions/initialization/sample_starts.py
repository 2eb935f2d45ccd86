"""Inputs and numbers of hidden units for a network whose parameters are all 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions.domain import BIGGEST, Argument, Domain
from autograder.questions.schema import Draw

ARGUMENTS = (Argument("x", ("d",)), Argument("hidden_units", counts="h"))


def start_domain(function: str, expect: Callable[..., Iterable[Expectation]]) -> Domain:
    """Any x and any number of hidden units: the answer is the same for every x of one length."""
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
    """X of shape (d,), the number of hidden units, and in which way the case is special; the domain covers all else."""
    for d, h in ((3, 5), (5, 2)):
        yield draw.normal(d, scale=draw.scale()), h, ()
    yield draw.integers(-4, 5, 3), 2, ("integers",)
    yield np.zeros(2), 4, ("zeros",)
