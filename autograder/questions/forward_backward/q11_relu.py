"""q11: relu and its derivative."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, array, between
from autograder.questions.domain import Domain
from autograder.questions.forward_backward.sample_elementwise import cases, drawn, elementwise
from autograder.questions.schema import Case, Draw, Part, Question, Slip, Variant


def value(a: Any) -> Expectation:
    return array(ref.relu(a), scale=np.abs(a), condition=1.0)


def slope(a: Any) -> Expectation:
    """Expect 1 or 0, and at exactly 0 any subgradient in [0, 1]."""
    return between(np.where(np.asarray(a) > 0, 1.0, 0.0), np.where(np.asarray(a) >= 0, 1.0, 0.0))


def public_arguments() -> Iterator[tuple[Any, tuple[str, ...]]]:
    yield np.array([-2.5, 4.0, -0.5, 0.25]), ()
    yield np.array([[1.0, -1.0], [-3.0, 2.0]]), ("matrix",)
    yield 1.5, ("scalar",)
    yield np.array([0.0, -1.0]), ("zeros",)


def hidden_arguments(draw: Draw) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield numbers of one sign, from near the kink to large, and a single one; the domain covers all other cases."""
    for sign in (1, -1):
        spread = np.concatenate([np.arange(30.0), 10.0 ** np.arange(-3, 3)]) + draw.uniform(0.001, 0.9)
        yield sign * np.append(spread, draw.uniform(2e-4, 3e-3, 4)), ("large scale",)
    yield mixed(draw, 2)[:1, np.newaxis], ("a matrix of one entry",)


def mixed(draw: Draw, n: int) -> np.ndarray:
    """Return n ≥ 2 numbers with absolute values from 0.2 to 3: one positive, one negative, then random signs."""
    signs = np.concatenate([[1, -1], 2 * draw.integers(0, 2, n - 2) - 1])
    return signs * draw.uniform(0.2, 3, n)


def _part(domain: Domain, expect: Callable[[Any], Expectation]) -> Part:
    name = domain.function

    def public(draw: Draw) -> Iterable[Case]:
        return cases(name, expect, public_arguments())

    def hidden(draw: Draw) -> Iterable[Case]:
        return chain(cases(name, expect, hidden_arguments(draw)), drawn(domain, draw, expect, lambda a: True))

    return Part(name, 1.5, public, hidden)


RELU, SLOPE = elementwise("relu", value), elementwise("relu_derivative", slope)


def _relu(expression: str) -> str:
    return f"def relu(a):\n    return {expression}\n"


def _slope(expression: str) -> str:
    return f"def relu_derivative(a):\n    return {expression}\n"


SLIPS = (
    Slip("leaky", "relu lets a little of the negative side through: that is leaky ReLU.",
         _relu("np.where(np.asarray(a) > 0, a, np.multiply(0.01, a))")),
    Slip("absolute_value", "relu turns negative numbers positive; it should stop them.",
         _relu("np.abs(a)")),
    Slip("minimum_for_maximum", "relu keeps the negative side and stops the positive one.",
         _relu("np.minimum(a, 0)")),
    Slip("builtin_max", "Python's max compares two whole things; for arrays, entry by entry, NumPy has a function of "
         "its own.",
         _relu("max(0, a)")),
    Slip("max_over_array", "relu gives one number for a whole array: that is the largest entry, not each entry against "
         "0.",
         _relu("np.max([np.max(a), 0])")),
    Slip("largest_for_each", "Where relu is not 0 it gives the largest entry of the array: each entry stands for itself.",
         _relu("np.max(a) * (np.asarray(a) > 0)")),
    Slip("derivative_of_absolute_value", "relu_derivative is −1 on the negative side: that is the slope of |a|.",
         _slope("np.where(np.asarray(a) > 0, 1.0, -1.0)")),
    Slip("derivative_reversed", "relu_derivative has its two sides exchanged: on which side of 0 does relu rise?",
         _slope("np.where(np.asarray(a) < 0, 1.0, 0.0)")),
    Slip("step_for_relu", "relu gives 1 or 0: that is its slope. Positive numbers pass through unchanged.",
         _relu("np.where(np.asarray(a) > 0, 1.0, 0.0)")),
    Slip("saturates_at_one", "relu stops at 1; on the positive side it should go on for ever.",
         _relu("np.clip(a, 0, 1)")),
    Slip("written_into_argument", "relu writes zeros into the array that it was given, and a plain number cannot be "
         "written into: make a new array.",
         "def relu(a):\n    a[a < 0] = 0\n    return a\n"),
    Slip("softplus", "relu is smooth here, like log(1 + eᵃ); ReLU has a corner.",
         _relu("np.logaddexp(0, a)")),
    Slip("negative_entries_dropped", "relu leaves the negative entries out, so the shape changes; they should become "
         "0.",
         _relu("np.asarray(a)[np.asarray(a) > 0]")),
    Slip("derivative_is_value", "relu_derivative gives a itself on the positive side; the slope there does not depend "
         "on a.",
         _slope("np.maximum(a, 0)")),
    Slip("derivative_is_one", "relu_derivative is 1 everywhere; on the negative side the graph is flat.",
         _slope("np.ones_like(a)")),
    Slip("derivative_is_sign", "relu_derivative is −1 on the negative side: that is the slope of |a|.",
         _slope("np.sign(a)")),
    Slip("derivative_of_leaky", "relu_derivative is a little above 0 on the negative side: that is leaky ReLU's slope.",
         _slope("np.where(np.asarray(a) > 0, 1.0, 0.01)")),
    Slip("derivative_swapped", "relu_derivative is 1 on the negative side and 0 on the positive one: the other way "
         "round.",
         _slope("np.where(np.asarray(a) > 0, 0.0, 1.0)")),
    Slip("derivative_divides_by_zero", "relu_derivative divides by a, which has no result at exactly 0.",
         _slope("np.divide(relu(a), a)")),
    Slip("derivative_of_sigmoid", "relu_derivative gives the sigmoid's slope.",
         _slope("sigmoid_derivative(a)")),
    Slip("derivative_is_smooth", "relu_derivative runs smoothly from 0 to 1: that is the slope of log(1 + eᵃ).",
         _slope("sigmoid(a)")),
    Slip("derivative_for_whole_array", "relu_derivative needs one truth value for a whole array; a comparison gives "
         "one for each entry, and `if` cannot choose.",
         _slope("1.0 if a > 0 else 0.0")),
    Slip("derivative_for_vectors_only", "relu_derivative walks over a vector; a plain number has no length.",
         _slope("np.array([np.where(v > 0, 1.0, 0.0) for v in a])")),
)  # fmt: skip

VARIANTS = (
    Variant("maximum_and_comparison", _relu("np.maximum(0, a)") + _slope("np.asarray(a) > 0")),
    Variant("product_with_mask", _relu("a * (a > 0)") + _slope("1.0 * (a >= 0)")),
    Variant("half_of_absolute", _relu("(a + np.abs(a)) / 2") + _slope("(np.sign(a) + 1) / 2")),
    Variant("where", _relu("np.where(a > 0, a, 0)") + _slope("np.where(a < 0, 0, 1)")),
    Variant("heaviside_at_kink", _relu("np.clip(a, 0, None)") + _slope("np.heaviside(a, 0.3)")),
    Variant("vectorized", """
@np.vectorize
def relu(a):
    return float(a) if a > 0 else 0.0


relu_derivative = np.vectorize(lambda a: 1.0 if a > 0 else 0.0)
"""),
    Variant("copies", """
def relu(a):
    out = np.array(a)
    out[out < 0] = 0
    return out


def relu_derivative(a):
    out = np.zeros_like(a)
    out[np.asarray(a) > 0] = 1
    return out
"""),
    Variant("recursive_lists", """
def relu(a):
    return [relu(v) for v in a] if np.ndim(a) else max(float(a), 0.0)


def relu_derivative(a):
    return [relu_derivative(v) for v in a] if np.ndim(a) else int(a > 0)
"""),
    Variant("float32", _relu("np.maximum(np.float32(0), np.asarray(a, dtype=np.float32))")
            + _slope("(np.asarray(a) > 0).astype(np.float32)")),
    Variant("derivative_from_relu", _relu("np.fmax(a, 0.0)") + _slope("np.greater(relu(a=a), 0).astype(int)")),
)  # fmt: skip

QUESTION = Question(
    id="q11_relu",
    title="A simpler bend",
    parts=(_part(RELU, value), _part(SLOPE, slope)),
    domains=(RELU, SLOPE),
    owns={"relu": ref.relu, "relu_derivative": ref.relu_derivative},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Print relu and relu_derivative of −3, of 3 and of np.array([[-3, 3]]): is each what the graph says, "
    "in the shape you gave?",
)
