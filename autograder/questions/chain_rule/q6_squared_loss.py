"""q6: the squared loss of one linear neuron, and its gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, number, vector
from autograder.questions.chain_rule.q5_upstream import away_from_zero
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain, Row, Special, Values, signs_turned
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Given = tuple[np.ndarray, np.ndarray, float, tuple[str, ...]]


def _public(draw: Draw) -> Iterator[Given]:
    yield np.array([1.0, 2.0]), np.array([3.0, 1.0]), 4.0, ()
    yield np.array([1, -1, 2]), np.array([2, 3, 1]), 3.25, ("integers",)


def _hidden(draw: Draw) -> Iterator[Given]:
    """Yield arguments with residuals of both signs, 1 to 3 in size; the domain covers all other cases."""
    for n, side, *tags in ((3, 1), (2, -1, "large scale")):
        w, inputs = away_from_zero(draw, n), away_from_zero(draw, n)
        inputs = inputs * 10.0 if tags == ["large scale"] else inputs
        yield w, inputs, float(w @ inputs) - side * draw.uniform(1.2, 3.0), tuple(tags)
    yield np.cumsum(draw.integers(1, 3, 4)) - 4, draw.integers(1, 6, 4), draw.integers(40, 60), ("integers",)
    yield away_from_zero(draw, 3), np.array([0.0, draw.uniform(1.0, 2.0), 0.0]), -draw.uniform(6.0, 9.0), ("zeros",)


def _loss(w: np.ndarray, inputs: np.ndarray, target: float) -> Expectation:
    return number(ref.squared_loss(w, inputs, target), _residual_scale(w, inputs, target) ** 2)


def _gradient(w: np.ndarray, inputs: np.ndarray, target: float) -> Expectation:
    scale = 2 * _residual_scale(w, inputs, target) * np.abs(inputs)
    return vector(ref.squared_loss_gradient(w, inputs, target), scale)


def _residual_scale(w: np.ndarray, inputs: np.ndarray, target: float) -> float:
    """Return the scale of rounding errors of ŷ − t: the sum of its absolute terms, which may cancel."""
    return float(np.abs(w) @ np.abs(inputs)) + abs(target)


def _domain(name: str, expect: Callable[..., Expectation]) -> Domain:
    arguments = (Argument("w", ("n",)), Argument("inputs", ("n",)), Argument("target"))
    return Domain(
        name,
        arguments,
        lambda *call: [expect(*call)],
        sizes={"n": (1, BIGGEST)},
        specials=tuple(
            Special(side, lambda w, inputs, target, ends=ends: min(ends) < w @ inputs - target < max(ends))
            for side, ends in _SIDES.items()
        ),
        settle=_settled,
        public={"n": 3},
        nudged=signs_turned(getattr(ref, name), arguments),
    )


_SIDES = {"a little above the target": (0.05, 0.4), "hardly below the target": (-0.02, -0.002)}


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    if row.special not in _SIDES:
        return values
    return values | {"target": float(values["w"] @ values["inputs"] - draw.uniform(*_SIDES[row.special]))}


LOSS, GRADIENT = _domain("squared_loss", _loss), _domain("squared_loss_gradient", _gradient)


def _part(domain: Domain, expect: Callable[..., Expectation]) -> Part:
    def given(found: Iterator[Given]) -> Iterator[Case]:
        for *arguments, tags in found:
            yield Case(Call(domain.function, tuple(arguments)), expect(*arguments), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        return chain(given(_hidden(draw)), cases(domain, covering(domain, draw), expect))

    return Part(domain.function, 2, public=lambda draw: given(_public(draw)), hidden=hidden)


def _loss_as(result: str) -> str:
    return f"def squared_loss(w, inputs, target):\n    r = w @ inputs - target\n    return {result}\n"


def _gradient_as(result: Any, before: str = "") -> str:
    return f"def squared_loss_gradient(w, inputs, target):\n    r = w @ inputs - target\n{before}    return {result}\n"


SQUARED_LOSS = Question(
    id="q6_squared_loss",
    needs=("q5_upstream",),
    title="A whole small network",
    owns={"squared_loss": ref.squared_loss, "squared_loss_gradient": ref.squared_loss_gradient},
    parts=(_part(LOSS, _loss), _part(GRADIENT, _gradient)),
    domains=(LOSS, GRADIENT),
    experiment="Nudge one weight by 1e-5 up and down, compute the loss both times, and divide the change by 2e-5.",
    slips=(
        Slip("half_loss", "There is no factor ½ in this loss, and so the 2 of the power rule stays in its gradient.",
             _loss_as("r ** 2 / 2") + _gradient_as("r * inputs")),
        Slip("loss_halved", "There is no factor ½ in this loss.", _loss_as("r ** 2 / 2")),
        Slip("not_squared", "The residual is still to be squared.", _loss_as("r")),
        Slip("absolute", "The residual is to be squared, not only stripped of its sign.", _loss_as("abs(r)")),
        Slip("squares_subtracted", "The difference is squared, not the prediction and the target each by itself.",
             _loss_as("(w @ inputs) ** 2 - target ** 2")),
        Slip("target_in_every_term", "ŷ is the whole sum; the target is subtracted from it once, not from every term.",
             _loss_as("np.sum((w * inputs - target) ** 2)") + _gradient_as("2 * (w * inputs - target) * inputs")),
        Slip("loss_for_each_term", "The loss is a single number: ŷ is the sum over all inputs.",
             _loss_as("(w * inputs - target) ** 2")),
        Slip("loss_averaged", "Nothing is averaged here: there is a single example.", _loss_as("r ** 2 / len(w)")),
        Slip("mean_of_terms", "There is one residual: ŷ is the whole sum, and nothing is averaged.",
             _loss_as("np.mean((w * inputs - target) ** 2)")),
        Slip("mean_prediction", "ŷ is the sum w·x, not an average.", _loss_as("(np.mean(w * inputs) - target) ** 2")),
        Slip("target_added", "The loss compares prediction and target; it does not add them.",
             _loss_as("(w @ inputs + target) ** 2") + _gradient_as("2 * (w @ inputs + target) * inputs")),
        Slip("two_missing", "The power rule brings down the exponent of (ŷ − t)².", _gradient_as("r * inputs")),
        Slip("sign", "In which order are ŷ and t subtracted? With ŷ too large and a positive input, the gradient is "
             "positive.",
             _gradient_as("-2 * r * inputs")),
        Slip("inputs_missing", "The second link of the chain, from ŷ to each weight, is missing.",
             _gradient_as("2 * r * np.ones(len(w))")),
        Slip("upstream_scalar", "That is ∂L/∂ŷ, a single number; the gradient has an entry for each weight.",
             _gradient_as("2 * r")),
        Slip("weights_for_inputs", "That is the gradient with respect to the inputs. What multiplies wᵢ in ŷ?",
             _gradient_as("2 * r * w")),
        Slip("residual_missing", "The power rule lowers the exponent to 1; the residual itself stays.",
             _gradient_as("2 * inputs")),
        Slip("target_ignored", "The target does not appear in your gradient.",
             _gradient_as("2 * (w @ inputs) * inputs")),
        Slip("target_in_every_entry", "Every entry of the gradient holds the whole residual, with all inputs in it.",
             _gradient_as("2 * (w * inputs - target) * inputs")),
        Slip("loss_for_residual", "The power rule lowers the exponent: the residual is no longer squared in the "
             "gradient.",
             _gradient_as("2 * r ** 2 * inputs")),
        Slip("inputs_squared", "ŷ is linear in each weight, so each input enters its derivative once.",
             _gradient_as("2 * r * inputs ** 2")),
        Slip("gradient_summed", "The gradient has an entry for each weight; yours are added up.",
             _gradient_as("np.sum(2 * r * inputs)")),
        Slip("gradient_averaged", "Nothing is averaged here: there is a single example.",
             _gradient_as("2 * r * inputs / len(w)")),
        Slip("size_of_residual", "The residual's sign says which way to go; it must not get lost.",
             _gradient_as("2 * abs(r) * inputs")),
        Slip("sign_only", "How far ŷ is off matters too, not only on which side.",
             _gradient_as("2 * np.sign(r) * inputs")),
        Slip("cut_to_integers", "An array made of integers holds integers only, and cuts every fraction off.",
             _gradient_as("np.zeros_like(inputs, dtype=int) + (2 * r * inputs).astype(int)")),
        Slip("in_place", "`inputs *= …` changes the caller's array: make a new one.",
             _gradient_as("inputs", "    inputs *= 2 * r\n")),
    ),
    variants=(
        Variant("written_out",
                _loss_as("sum(a * b for a, b in zip(w, inputs)) ** 2 - 2 * target * (w @ inputs) + target ** 2")),
        Variant("one_element", _loss_as("np.array([[r * r]])") + _gradient_as("(2 * r * inputs).reshape(-1, 1)")),
        Variant("turned_round",
                _loss_as("np.square(target - np.dot(inputs, w))") +
                         _gradient_as("-2 * (target - inputs.dot(w)) * inputs")),
        Variant("by_upstream", _gradient_as("weight_gradient(inputs, 2 * r)")),
        Variant("list", _gradient_as("[2 * r * value for value in inputs]")),
        Variant("float32", """
def squared_loss(w, inputs, target):
    return (np.dot(w.astype(np.float32), inputs.astype(np.float32)) - np.float32(target)) ** 2
def squared_loss_gradient(w, inputs, target):
    w, inputs, target = w.astype(np.float32), inputs.astype(np.float32), np.float32(target)
    return 2 * (w @ inputs - target) * inputs
"""),
        Variant("measured", """
def squared_loss_gradient(w, inputs, target):
    gradient = np.zeros(len(w))
    for i in range(len(w)):
        step = np.zeros(len(w))
        step[i] = 1e-4
        gradient[i] = (squared_loss(w + step, inputs, target) - squared_loss(w - step, inputs, target)) / 2e-4
    return gradient
"""),
    ),
)  # fmt: skip
