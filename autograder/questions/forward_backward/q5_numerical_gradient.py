"""q5: central differences, their values, any shape of theta, and theta left unchanged, even after an exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.arguments import Function
from autograder.checks.expectations import Expectation, near, raises, shape_of, untouched
from autograder.questions.covering import cases, covering
from autograder.questions.domain import (
    ANY_SHAPE,
    BIGGEST_BATCH,
    Argument,
    Domain,
    Row,
    Special,
    Values,
    in_shape,
    shapes,
)
from autograder.questions.forward_backward.q5_slips import SLIPS, VARIANTS
from autograder.questions.schema import Call, Case, Draw, Part, Question

STEP = 1e-5
EPS = float(np.finfo(float).eps)
# Rounding errors of central differences: both values of f are off by some ε|f|, which is divided by 2·step. The
# functions in public cases are sums of at most a dozen terms, each rounded a few times.
ROUNDINGS = 16
# Central differences are accurate with any step near the best one, 10⁻⁶ to 10⁻⁴, so an answer may use its own step. A
# one-sided difference is never that accurate: at its best step, 10⁻⁸, rounding alone costs ε|f|/10⁻⁸.
COARSEST_GOOD_STEP = 1.2e-4


@dataclass(frozen=True)
class Measured:
    """A smooth function with its gradient at θ, bounds of its third derivatives near θ, and its size |f|."""

    f: Function
    theta: np.ndarray
    gradient: np.ndarray
    third: Any
    size: float


def polynomial(theta: np.ndarray, weights: np.ndarray) -> Measured:
    """Return f(θ) = Σ wᵢ θᵢ³ + (Σ θᵢ)² / 2, which is cubic in each entry and mixes the entries."""
    w = weights.reshape(theta.shape)
    source = (
        f"def cubic(theta):\n    if np.shape(theta) != {theta.shape}:\n"
        f"        raise ValueError(f'theta has shape {{np.shape(theta)}}, expected {theta.shape}')\n"
        f"    weights = np.array({w.tolist()!r})\n    return np.sum(weights * theta**3) + np.sum(theta) ** 2 / 2\n"
    )
    size = float(np.sum(np.abs(w * theta**3.0)) + np.sum(np.abs(theta)) ** 2)
    return Measured(Function("cubic", source), theta, 3 * w * theta**2.0 + np.sum(theta), 6 * np.abs(w), size)


def wave(theta: np.ndarray, frequency: float) -> Measured:
    """Return f(θ) = Σ sin(k θᵢ + i), a different function of each entry."""
    source = (
        f"def wave(theta):\n    phase = np.arange(np.size(theta)).reshape(np.shape(theta))\n"
        f"    return np.sum(np.sin({frequency!r} * theta + phase))\n"
    )
    phase = np.arange(theta.size).reshape(theta.shape)
    gradient = frequency * np.cos(frequency * theta + phase)
    return Measured(Function("wave", source), theta, gradient, abs(frequency) ** 3, float(theta.size))


def expected(measured: Measured, step: float) -> Expectation:
    """Expect the gradient within the error of a central difference: truncation of s²|f‴|/6 and some rounding."""
    # The factor allows for an answer at exactly this bound that is rounded to float32.
    truncation = 1.001 * max(step, COARSEST_GOOD_STEP) ** 2 / 6 * measured.third
    return near(measured.gradient, truncation + ROUNDINGS * EPS * measured.size / STEP, rtol=0.0)


def _case(measured: Measured, *tags: str, step: float | None = None) -> Case:
    arguments = (measured.f, measured.theta) if step is None else (measured.f, measured.theta, step)
    return Case(Call("numerical_gradient", arguments), expected(measured, step or STEP), tags)


def _function(theta: np.ndarray, waving: bool = False) -> Measured:
    """Return the function whose gradient at theta is computed; it depends on theta alone."""
    return wave(theta, 0.7) if waving else polynomial(theta, 1.1 + np.arange(theta.size) / 4)


def _expected(f: Function, theta: np.ndarray, step: float = STEP) -> Expectation:
    return expected(_function(theta, f.name == "wave"), step)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    theta = in_shape(np.asarray(values["theta"]), row.special)
    if row.special == _DEFAULT.name and theta.dtype.kind == "f" and row.styles.get("theta", "mixed") == "mixed":
        # Large slopes and slopes below 0.01, all of them visible with this step.
        size = draw.uniform(0.02, 0.05), draw.uniform(1.0, 2.0)
        theta = np.array([size[0], size[1], -size[0], -size[1]])
    # A large step would hide a small gradient.
    steps = (0.01,) if row.styles.get("theta") == "small" else (0.05, 0.1)
    step = None if row.special == _DEFAULT.name else draw.choice(steps)
    return {"f": _function(theta, waving=not theta.any()).f, "theta": theta, "step": step}


_DEFAULT = Special(
    "the default step, with slopes of any size",
    lambda f, theta, step=None: step is None and theta.size == 4 and not theta.sum() and 0 < np.abs(theta).min() < 0.06,
)
DOMAIN = Domain(
    "numerical_gradient",
    (Argument("f", given=True), Argument("theta", ANY_SHAPE, scale=1.5), Argument("step", given=True)),
    lambda *call: [_expected(*call)],
    sizes={"n": (1, BIGGEST_BATCH)},
    specials=(*shapes(1), _DEFAULT),
    settle=_settled,
    public={"n": 6},
    others={
        "f": lambda f, theta, step: _function(theta, waving=f.name != "wave").f,
        "step": lambda f, theta, step: step / 2,  # a remembered answer is then too coarse
    },
)


def _covering(draw: Draw, vectors: bool) -> Iterator[Case]:
    calls = covering(DOMAIN, draw.shared())
    return cases(DOMAIN, (call for call in calls if (call[1].ndim == 1) == vectors), _expected)


def public_values(draw: Draw) -> Iterator[Case]:
    yield _case(polynomial(np.array([1.0, -2.0, 1.5]), np.array([1.0, 0.5, -2.0])))
    yield _case(polynomial(np.array([2.0, -1.5]), np.array([1.0, 0.5])), "large step", step=0.5)
    yield _case(wave(np.array([1, 2, 3]), 0.5), "integers")


def hidden_values(draw: Draw) -> Iterator[Case]:
    """Yield cases with default and large steps, which expose one-sided differences, and with integer theta."""
    yield _case(wave(draw.uniform(-2, 2, 1), draw.uniform(0.5, 2)), "one entry")
    yield _case(
        polynomial(_away_from_zero(draw, 3), draw.uniform(0.5, 2, 3)), "large step", step=draw.uniform(0.3, 0.5)
    )
    yield _case(wave(draw.integers(-4, 5, 4), draw.uniform(0.2, 0.7)), "integers")
    yield _case(polynomial(draw.integers(1, 4, 3), draw.uniform(0.5, 2, 3)), "integers", "large step", step=0.5)
    yield from _covering(draw, vectors=True)


def public_shapes(draw: Draw) -> Iterator[Case]:
    yield _case(polynomial(np.array([[1.0, 2.0, -1.5], [0.5, -1.0, 3.0]]), np.linspace(0.5, 3, 6)), "matrix")
    yield _case(wave(np.array(0.75), 2.0), "0-d")


def hidden_shapes(draw: Draw) -> Iterator[Case]:
    yield _case(wave(draw.integers(-4, 5, 2, 2), draw.uniform(0.2, 0.7)), "matrix", "integers")
    yield _case(wave(draw.uniform(-2, 2, 1, 1), draw.uniform(0.5, 2)), "matrix", "one entry")
    yield from _covering(draw, vectors=False)


def _away_from_zero(draw: Draw, n: int) -> np.ndarray:
    """Return n entries of either sign from 1 to 2, where the error of a one-sided difference of a cubic is visible."""
    return draw.uniform(1, 2, n) * (2 * draw.integers(0, 2, n) - 1)


def public_manners(draw: Draw) -> Iterator[Case]:
    yield _untouched(np.array([0.1, -0.7, 12.3]))
    yield _stopped(np.array([0.1, 0.2, 0.7]), 1, "ArithmeticError")


def hidden_manners(draw: Draw) -> Iterator[Case]:
    """Yield thetas that +s −2s +s does not restore exactly, and functions that raise at some entry."""
    yield _untouched(draw.uniform(-2, 2, 3, 2))
    yield _untouched(np.array(draw.uniform(0.1, 0.9)))
    yield _stopped(draw.uniform(-2, 2, 2), 0, "ValueError", ">=")
    yield _stopped(draw.uniform(-2, 2, 4), 3, "LookupError")
    yield _stopped(draw.uniform(-2, 2, 2, 3), 0, "ZeroDivisionError", "<=")


def _untouched(theta: np.ndarray) -> Case:
    arguments = polynomial(theta, np.linspace(1, 2, theta.size)).f, theta
    return Case(Call("numerical_gradient", arguments), untouched(shape_of(theta)), ("f does not raise",))


def _stopped(theta: np.ndarray, entry: int, error: str, when: str = "!=") -> Case:
    """Return a case whose function raises where this entry is changed, or is on one side of its value or at it."""
    test = f"np.real(np.ravel(theta)[{entry}]) {when} {float(theta.ravel()[entry])!r}"
    source = (
        f"def stops(theta):\n    if {test}:\n"
        f"        raise {error}('entry {entry} is not where f is defined')\n    return np.sum(theta**2)\n"
    )
    arguments = Function("stops", source), theta
    return Case(Call("numerical_gradient", arguments), raises(error), ("f raises",))


QUESTION = Question(
    id="q5_numerical_gradient",
    title="A ruler for gradients",
    parts=(
        Part("values", 2.0, public_values, hidden_values),
        Part("any shape", 1.0, public_shapes, hidden_shapes),
        Part("theta left", 1.0, public_manners, hidden_manners, about_arguments=True),
    ),
    domains=(DOMAIN,),
    owns={"numerical_gradient": ref.numerical_gradient},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Measure the slope of lambda t: np.sum(t**3) at np.array([[1.0, 2.0]]) with steps of 0.1 and 0.01, "
    "and print theta before and after: how does the error shrink?",
)
