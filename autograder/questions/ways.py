"""Mutations of a right answer, and the ones that a call's expectations detect."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.compare import compare
from autograder.checks.expectations import Expectation
from autograder.checks.observation import Observation
from autograder.checks.tolerance import tolerance

if TYPE_CHECKING:
    from autograder.questions.domain import Domain

IN_ONE_ITEM = ("off by one",)
"""The mutations that are also applied to a single item of a dict or a tuple."""

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
"""All mutations, with one that also applies to answers without numbers."""


def shown(domain: Domain, call: tuple[Any, ...]) -> frozenset[str]:
    """Return the names of the mutations that the expectations of this call would refuse."""
    expectations = list(domain.expect(*call))
    every = (expect for outer in expectations for expect in (outer, *outer.get("and", ())))
    numeric = (expect for expect in every if isinstance(expect.get("value"), np.ndarray) and expect["kind"] != "shape")
    others = {**domain.rivals, **domain.nudged}
    prepared = [(expect, _interval(expect)) for expect in expectations] if others else []
    rivals = (name for name, rival in others.items() if _differs(prepared, domain.function, rival(*call)))
    return frozenset((*(way for expect in numeric for way in _refused(expect)), *rivals))


def _interval(expect: Expectation) -> tuple[np.ndarray, np.ndarray]:
    """Return the expected numbers, flat, and their tolerances; both empty for an expectation without a value."""
    if "value" not in expect:
        return np.empty(0), np.empty(0)
    return np.ravel(expect["value"]), np.ravel(tolerance(expect, np.dtype(float)))


def _differs(prepared: Iterable[tuple[Expectation, tuple[np.ndarray, np.ndarray]]], function: str, value: Any) -> bool:
    """Return whether any expectation refuses this value.

    Plain arrays and numbers are compared here because that is faster than `compare`.
    """
    for expect, (truth, room) in prepared:
        part = value[expect["item"]] if "item" in expect and isinstance(value, (dict, tuple)) else value
        if isinstance(part, (int, float, np.ndarray)) and np.size(part) == truth.size:
            wrong = bool((~(np.abs(np.ravel(part) - truth) <= room)).any())
        else:
            wrong = not compare(expect, Observation("returned", value=value), function).right
        if wrong:
            return True
    return False


def _refused(expect: Expectation) -> Iterable[str]:
    truth = np.asarray(expect["value"], float).ravel()
    if not truth.size:
        return ()
    room = np.ravel(tolerance(expect, truth.dtype))
    with np.errstate(all="ignore"):
        spoiled = np.array([change(truth) for change in WAYS.values()])
        off = ~(np.abs(spoiled - truth) <= room) & np.isfinite(truth)
    return [way for way, wrong in zip(WAYS, off.any(axis=1)) if wrong]
