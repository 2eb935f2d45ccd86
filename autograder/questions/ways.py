"""The ways in which a spoiled answer is wrong, and which of them a right answer would show."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.checks.tolerance import tolerance

IN_ONE_ITEM = ("off by one",)
"""The ways that are tried in one item of a dict or a tuple alone, too."""

Change = Callable[[np.ndarray], np.ndarray]

WAYS: dict[str, Change] = {
    "cut to integers": np.trunc,
    "zero": np.zeros_like,
    "one": np.ones_like,
    "its sign turned": np.negative,
    "clipped at 1": lambda v: np.clip(v, -1.0, 1.0),
    "off by one": lambda v: v + 1,
    "a thousandth more": lambda v: v * (1 + 1e-3),
    "not a number": lambda v: np.full_like(v, math.nan),
}


EVERY_WAY = {**WAYS, "one entry more": lambda v: np.append(v, 0.0)}
"""With one that shows in any answer, also where there is no number to be wrong."""


def shown(expectations: Iterable[Expectation]) -> frozenset[str]:
    """The ways of being wrong that these expectations refuse in a right answer which is changed so."""
    every = (expect for one in expectations for expect in (one, *one.get("and", ())))
    numeric = (one for one in every if isinstance(one.get("value"), np.ndarray) and one["kind"] != "shape")
    return frozenset(way for expect in numeric for way in _refused(expect))


def _refused(expect: Expectation) -> Iterable[str]:
    truth = np.asarray(expect["value"], float).ravel()
    if not truth.size:
        return ()
    room = np.ravel(tolerance(expect, truth.dtype))
    with np.errstate(all="ignore"):
        spoiled = np.array([change(truth) for change in WAYS.values()])
        off = ~(np.abs(spoiled - truth) <= room) & np.isfinite(truth)
    return [way for way, wrong in zip(WAYS, off.any(axis=1)) if wrong]
