"""Inputs and numbers of hidden units for a network whose parameters are all 0."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from autograder.questions.schema import Draw

Start = tuple[np.ndarray, int, tuple[str, ...]]


def public_starts() -> Iterable[Start]:
    yield np.array([1.0, -2.0]), 3, ()
    yield np.array([3, 0, 1]), 3, ("integers", "d = h")


def hidden_starts(draw: Draw) -> Iterable[Start]:
    """X of shape (d,), the number of hidden units, and in which way the case is special."""
    for d, h, *tags in ((3, 5), (5, 2), (4, 4, "d = h"), (1, 3, "d = 1"), (3, 1, "h = 1")):
        yield draw.normal(d, scale=draw.scale()), h, tuple(tags)
    yield draw.integers(-4, 5, 3), 2, ("integers",)
    yield np.zeros(2), 4, ("zeros",)
