"""q7: one step of gradient descent, as a new array."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, untouched, vector
from autograder.questions.chain_rule.q5_upstream import away_from_zero
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Given = tuple[np.ndarray, np.ndarray, float, tuple[str, ...]]


def _public(draw: Draw) -> Iterator[Given]:
    yield np.array([4.0, -1.0]), np.array([2.0, 10.0]), 0.1, ()
    yield np.array([3, 1, -2]), np.array([1, -2, 3]), 0.5, ("integers",)


def _hidden(draw: Draw) -> Iterator[Given]:
    for n, *tags in ((3,), (6, "large scale")):
        size = 10.0 if tags == ["large scale"] else 1.0
        yield away_from_zero(draw, n), away_from_zero(draw, n) * size, draw.uniform(0.05, 0.9), tuple(tags)
    yield draw.integers(-5, 6, 4), draw.integers(1, 6, 4), draw.uniform(0.05, 0.9), ("integers",)
    yield away_from_zero(draw, 2), np.zeros(2), draw.uniform(1.5, 4.0), ("zeros",)
    yield np.zeros(3), away_from_zero(draw, 3), draw.integers(2, 5), ("zeros",)


def _value(w: np.ndarray, gradient: np.ndarray, rate: float) -> Expectation:
    return vector(ref.gradient_step(w, gradient, rate), np.abs(w) + rate * np.abs(gradient))


def _left_alone(w: np.ndarray, gradient: np.ndarray, rate: float) -> Expectation:
    """Expect unchanged arguments and any finite vector, because another part checks its values."""
    return untouched(vector(np.zeros(len(w))) | {"within": float("inf")})


DOMAIN = Domain(
    "gradient_step",
    (Argument("w", ("n",)), Argument("gradient", ("n",)), Argument("learning_rate", negative=False)),
    lambda *call: [_value(*call), _left_alone(*call)],
    sizes={"n": (1, BIGGEST)},
    public={"n": 3},
    rivals={"the last entry left where it was": lambda w, g, rate: np.append((w - rate * g)[:-1], w[-1])},
)


def _part(name: str, expect: Callable[..., Expectation], about_arguments: bool = False) -> Part:
    def given(calls: Iterator[Given]) -> Iterator[Case]:
        for *arguments, tags in calls:
            yield Case(Call("gradient_step", tuple(arguments)), expect(*arguments), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        return chain(given(_hidden(shared)), cases(DOMAIN, covering(DOMAIN, shared), expect))

    return Part(name, 1, lambda draw: given(_public(draw)), hidden, about_arguments=about_arguments)


def _written(result: str, before: str = "") -> str:
    return f"def gradient_step(w, gradient, learning_rate):\n{before}    return {result}\n"


GRADIENT_STEP = Question(
    id="q7_gradient_step",
    title="One step downhill",
    owns={"gradient_step": ref.gradient_step},
    parts=(_part("value", _value), _part("both arguments left as they were", _left_alone, about_arguments=True)),
    domains=(DOMAIN,),
    experiment="Print w and gradient before the call and after it, once with integers: is anything different?",
    slips=(
        Slip("uphill", "The gradient points where the loss rises fastest: which way should the step go?",
             _written("w + learning_rate * gradient")),
        Slip("step_alone", "That is the step; where does it start from?", _written("-learning_rate * gradient")),
        Slip("step_turned_round", "The start and the step are the wrong way round.",
             _written("learning_rate * gradient - w")),
        Slip("rate_ignored", "The learning rate takes no part in your step.", _written("w - gradient")),
        Slip("rate_fixed", "The learning rate is an argument; yours uses a number of its own.",
             _written("w - 0.1 * gradient")),
        Slip("rate_divides", "The gradient is multiplied by the learning rate, not divided by it.",
             _written("w - gradient / learning_rate")),
        Slip("rate_on_everything", "The learning rate shrinks the step alone, not the weights with it.",
             _written("learning_rate * (w - gradient)")),
        Slip("rate_on_weights", "The learning rate stands with the wrong one of the two.",
             _written("learning_rate * w - gradient")),
        Slip("weights_multiplied", "The step does not depend on w itself: no weight stands as a factor in it.",
             _written("w - learning_rate * gradient * w")),
        Slip("gradient_normalised", "The length of the gradient counts: a steeper slope gives a longer step.",
             _written("w - learning_rate * gradient / (np.linalg.norm(gradient) or 1.0)")),
        Slip("direction_alone", "The length of the gradient counts: a steeper slope gives a longer step.",
             _written("w - learning_rate * gradient / np.linalg.norm(gradient)")),
        Slip("sign_of_gradient", "The size of the gradient counts, not only its sign.",
             _written("w - learning_rate * np.sign(gradient)")),
        Slip("gradient_clipped", "A large gradient is cut off before the step; its whole size counts.",
             _written("w - learning_rate * np.clip(gradient, -1, 1)")),
        Slip("weights_and_gradient_swapped", "w and the gradient have changed places: which of the two moves?",
             _written("gradient - learning_rate * w")),
        Slip("two_steps", "One step is asked for; yours goes twice as far.",
             _written("w - 2 * learning_rate * gradient")),
        Slip("one_number", "Each weight takes its own step; a single number is too few.",
             _written("np.sum(w - learning_rate * gradient)")),
        Slip("cut_to_integers", "Weights that come in as integers must be able to leave as fractions.",
             _written("new", "    new = w.copy()\n    new[:] = w - learning_rate * gradient\n")),
        Slip("weights_in_place", "`w -= …` changes the caller's array, and fails on integers: `w - …` makes a new one.",
             _written("w", "    w -= learning_rate * gradient\n")),
        Slip("weights_overwritten", "The new values are written into the caller's own array: return a new one.",
             _written("new", "    new = w - learning_rate * gradient\n    w[:] = new\n")),
        Slip("gradient_in_place", "`gradient *= …` changes the caller's array: keep the product in a new one.",
             _written("w - gradient", "    gradient *= learning_rate\n")),
        Slip("gradient_cleared", "The gradient belongs to the caller; it is not yours to set to 0 after the step.",
             _written("new", "    new = w - learning_rate * gradient\n    gradient[:] = 0\n")),
    ),
    variants=(
        Variant("copied_first",
                _written("new", "    new = np.array(w, dtype=float)\n    new -= learning_rate * gradient\n")),
        Variant("ufuncs", _written("np.subtract(w, np.multiply(gradient, learning_rate))")),
        Variant("list", _written("[a - learning_rate * b for a, b in zip(w, gradient)]")),
        Variant("row", _written("(w - learning_rate * gradient).reshape(1, -1)")),
        Variant("weighted_sum", _written("np.array([1.0, -learning_rate]) @ np.stack([w, gradient])")),
        Variant("float32", _written("(w - learning_rate * gradient).astype(np.float32)")),
    ),
)  # fmt: skip
