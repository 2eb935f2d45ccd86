"""Domain of `convergence_measure`: runs of every length and course, near its limits, and with losses not finite."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation
from autograder.questions.domain import (
    MOST_STEPS,
    NEAREST,
    Argument,
    Domain,
    Row,
    Special,
    Values,
    both_sides,
    is_integer,
)
from autograder.questions.schema import Draw

CLIP, TAIL = 1e6, 20


def relative(losses: np.ndarray) -> np.ndarray:
    """Return the losses relative to the first one and clipped, as in the definition."""
    finite = np.where(np.isfinite(losses), losses, CLIP)
    return np.minimum(finite / finite[0], CLIP)


def _distance(losses: np.ndarray) -> float:
    """Return the mean of the last 20 relative losses, minus 1."""
    return float(relative(losses)[-TAIL:].mean() - 1)


def _from_clip(losses: np.ndarray) -> float:
    largest = losses[np.isfinite(losses)].max() / losses[0]
    return float(largest / CLIP - 1)


def _steps(losses: np.ndarray) -> np.ndarray:
    return np.diff(np.where(np.isfinite(losses), losses, 0.0)[1:])


ABOVE, BELOW = both_sides("the threshold", _distance)
OVER, UNDER = both_sides("the clip", _from_clip)
_LENGTHS = {f"{n} losses": n for n in (11, 19, 20, 21)}
_PEAKS = {"a peak at the first of the last 20": -TAIL, "a peak just before the last 20": -TAIL - 1}
_COURSES: dict[str, Callable[[np.ndarray], bool]] = {
    "level": lambda v: len(v) > 2 and not _steps(v).any(),
    "rising": lambda v: len(v) > 2 and bool((_steps(v) > 0).all()),
    "falling": lambda v: len(v) > 2 and bool((_steps(v) < 0).all()),
    "up and down": lambda v: len(v) > 3 and bool((_steps(v)[1:] * _steps(v)[:-1] < 0).all()),
}
_NOT_FINITE: dict[str, tuple[float, slice]] = {
    "NaN on the way": (np.nan, slice(1, 2)),
    "inf on the way": (np.inf, slice(1, 2)),
    "NaN at the end": (np.nan, slice(-1, None)),
    "inf from the second on": (np.inf, slice(1, None)),
}


def convergence_domain(expect: Callable[..., Iterable[Expectation]]) -> Domain:
    """Return the domain of at least two positive losses, floats or integers, the later ones possibly 0 or not finite."""
    specials = [ABOVE, BELOW, OVER, UNDER]
    specials += [Special(name, lambda v, n=n: len(v) == n) for name, n in _LENGTHS.items()]
    specials += [Special(name, lambda v, at=at: len(v) >= -at and v[at] >= 4 * v[0]) for name, at in _PEAKS.items()]
    specials += [Special(name, test) for name, test in _COURSES.items()]
    specials += [Special(name, lambda v, name=name: _holds(v, name)) for name in _NOT_FINITE]
    specials += [Special("a loss of 0", lambda v: bool(np.any(v == 0)))]
    return Domain(
        "convergence_measure",
        (Argument("losses", ("T",), negative=False, zero=False, scale=2.0),),
        expect,
        sizes={"T": (2, MOST_STEPS)},
        specials=tuple(specials),
        settle=_settled,
        fits=lambda losses: abs(_distance(losses)) > 0.9 * NEAREST and np.isfinite(ref.convergence_measure(losses)),
        public={"T": 22},
    )


def _holds(losses: np.ndarray, name: str) -> bool:
    value, where = _NOT_FINITE[name]
    selected = losses[where]
    matches = np.isnan(selected) if np.isnan(value) else np.isposinf(selected)
    return bool(len(losses) > 2 and len(selected) and matches.all())


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    losses, special = values["losses"], row.special
    if not special:  # runs that converge and runs that fail
        factor = draw.choice((1, 1, 4))
        # A first loss of 1 would hide integer division.
        first = max(losses[0], 2) if is_integer(losses) else losses[0]
        return {"losses": np.append(first * factor, losses[1:])}
    losses = np.asarray(losses, float)
    if special in _LENGTHS:
        losses = draw.uniform(0.4, 0.7, _LENGTHS[special]) * losses[0]
        losses[1] = draw.uniform(12.0, 15.0) * losses[0]  # decides if it is among the last 20
        losses[0] = losses[2] * 1.5
    elif len(losses) < 4:
        losses = draw.uniform(0.5, 1.5, 30)
    if special in (ABOVE.name, BELOW.name):
        return {"losses": _at_the_threshold(draw, losses, 1 if special == ABOVE.name else -1)}
    if special in (OVER.name, UNDER.name):
        side = 1 if special == OVER.name else -1
        losses[len(losses) // 2] = losses[0] * CLIP * (1 + side * draw.uniform(1.05, 1.8) * NEAREST)
    elif special in _PEAKS:
        losses = draw.uniform(2.0, 5.0) * np.append(1.0, np.full(draw.integers(25, 40), 0.95))
        losses[_PEAKS[special]] = 5 * losses[0]
    elif special in _COURSES:
        losses = _of_course(draw, losses, special)
    elif special in _NOT_FINITE:
        value, where = _NOT_FINITE[special]
        if where.stop:  # long before the last 20, which decide
            losses = losses[0] * np.append(1.0, draw.uniform(0.3, 0.9, draw.integers(30, 60)))
        losses[where] = value
    elif special == "a loss of 0":
        losses[1:] *= 0.3 * losses[0] / losses[1:].max()
        losses[-1] = 0.0
    return {"losses": losses}


def _at_the_threshold(draw: Draw, losses: np.ndarray, side: int) -> np.ndarray:
    """Return losses whose last 20 have a mean slightly above or below the first loss."""
    v = np.append(1.0, draw.uniform(0.3, 1.7, len(losses) - 1))
    tail = v[max(1, len(v) - TAIL) :]  # the last 20, without the first loss
    if side < 0:  # all of them close to the threshold: rounded, they are at it
        tail[:] = draw.uniform(0.9997, 1.0, len(tail))
    else:  # one of them decides
        tail[-1] = 60.0
    wanted = (1 + side * draw.uniform(1.05, 1.8) * NEAREST) * min(TAIL, len(v)) - (1.0 if len(v) <= TAIL else 0.0)
    tail *= wanted / tail.sum()
    return v * losses[0]


def _of_course(draw: Draw, losses: np.ndarray, course: str) -> np.ndarray:
    level, n = draw.choice((0.6, 1.4)), len(losses) - 1
    if course == "level":
        rest = np.full(n, level)
    elif course == "up and down":
        rest = level * np.where(np.arange(n) % 2 == 0, 1.3, 0.8)
    else:
        rest = level * np.linspace(0.5, 1.5, n)[:: 1 if course == "rising" else -1]
    return losses[0] * np.append(1.0, rest)
