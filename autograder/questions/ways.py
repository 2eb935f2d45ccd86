"""Mutations of a right answer, and the ones that a call's expectations detect."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
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
    "clipped at 1": lambda v: np.minimum(np.maximum(v, -1.0), 1.0),
    "off by one": lambda v: v + 1,
    "a thousandth more": lambda v: v * (1 + 1e-3),
    "not a number": lambda v: np.full_like(v, math.nan),
}


EVERY_WAY = {**WAYS, "one entry more": lambda v: np.append(v, 0.0)}
"""All mutations, with one that also applies to answers without numbers."""


def shown(domain: Domain, call: tuple[Any, ...]) -> frozenset[str]:
    """Return the names of the mutations that the expectations of this call would refuse."""
    expectations = list(domain.expect(*call))
    bounds = [_interval(expect) for expect in expectations]
    numeric = [interval for expect, interval in zip(expectations, bounds) if _is_numeric(expect)]
    numeric += [_interval(expect) for outer in expectations for expect in outer.get("and", ()) if _is_numeric(expect)]
    others = [(name, rival(*call)) for rivals in (domain.rivals, domain.nudged) for name, rival in rivals.items()]
    prepared = list(zip(expectations, bounds))
    refused = [name for name, value in others if _differs(prepared, domain.function, value)]
    return frozenset((*_refused(numeric), *refused))


Interval = tuple[np.ndarray, np.ndarray]


def _is_numeric(expect: Expectation) -> bool:
    return isinstance(expect.get("value"), np.ndarray) and expect["kind"] != "shape"


def _interval(expect: Expectation) -> Interval:
    """Return the expected numbers, flat, and their tolerances; both empty for an expectation without an array."""
    if not isinstance(expect.get("value"), np.ndarray):
        return _NOTHING
    return expect["value"].ravel(), tolerance(expect, _FLOAT).ravel()


_FLOAT = np.dtype(float)
_NOTHING: Interval = (np.empty(0), np.empty(0))


def _differs(prepared: Iterable[tuple[Expectation, Interval]], function: str, value: Any) -> bool:
    """Return whether any expectation refuses this value.

    Plain arrays and numbers are compared here because that is faster than `compare`.
    """
    for expect, (truth, room) in prepared:
        part = value[expect["item"]] if "item" in expect and isinstance(value, (dict, tuple)) else value
        if isinstance(part, (int, float, np.ndarray)) and np.size(part) == truth.size:
            wrong = not (np.abs(np.ravel(part) - truth) <= room).all()
        else:
            wrong = not compare(expect, Observation("returned", value=value), function).right
        if wrong:
            return True
    return False


def _refused(numeric: Sequence[Interval]) -> list[str]:
    """Return the names of the mutations of all these numbers of which an interval excludes one."""
    truth, room = map(np.concatenate, zip(*numeric)) if numeric else _NOTHING
    with np.errstate(all="ignore"):
        spoiled = np.array([change(truth) for change in WAYS.values()])
        off = ~(np.abs(spoiled - truth) <= room) & np.isfinite(truth)
    return [way for way, wrong in zip(WAYS, off.any(axis=1)) if wrong]
