"""q5: the gradient of a neuron's weights from the upstream gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, vector
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Given = tuple[np.ndarray, float, tuple[str, ...]]


def away_from_zero(draw: Draw, *shape: int) -> Any:
    """Return draws of either sign with absolute values from 0.5 to 2, so that no factor is 0."""
    return draw.uniform(0.5, 2.0, *shape) * draw.choice((-1, 1)) * (1 - 2 * draw.integers(0, 2, *shape))


def _expected(inputs: np.ndarray, upstream: float) -> Expectation:
    return vector(ref.weight_gradient(inputs, upstream))


def _cases(given: Iterable[Given]) -> Iterator[Case]:
    for inputs, upstream, tags in given:
        yield Case(Call("weight_gradient", (inputs, upstream)), _expected(inputs, upstream), tags)


DOMAIN = Domain(
    "weight_gradient",
    (Argument("inputs", ("n",)), Argument("upstream")),
    lambda *call: [_expected(*call)],
    sizes={"n": (1, BIGGEST)},
    public={"n": 5},
)


def _covering(draw: Draw, three: bool) -> Iterator[Case]:
    calls = covering(DOMAIN, draw.shared())
    return cases(DOMAIN, (call for call in calls if (len(call[0]) == 3) == three), _expected)


def _public_three(draw: Draw) -> Iterator[Given]:
    yield np.array([2.0, -1.0, 0.5]), 5.0, ()
    yield np.array([2, 0, -3]), -1.5, ("integers",)


def _three(draw: Draw) -> Iterator[Given]:
    yield away_from_zero(draw, 3), away_from_zero(draw), ()
    yield away_from_zero(draw, 3) * draw.scale(), -draw.uniform(2.0, 9.0), ("upstream < 0",)
    yield away_from_zero(draw, 3), 0.0, ("upstream 0",)
    yield draw.integers(1, 9, 3), draw.uniform(0.1, 0.9), ("integers",)
    yield np.array([0.0, draw.uniform(1.0, 2.0), 0.0]), draw.integers(2, 9), ("zeros",)


def _public_others(draw: Draw) -> Iterator[Given]:
    yield np.array([3.0]), -2.0, ("n = 1",)
    yield np.array([1.0, -2.0, 3.0, 0.5, 4.0]), 0.5, ()


def _others(draw: Draw) -> Iterator[Given]:
    yield away_from_zero(draw, 1), away_from_zero(draw), ("n = 1",)
    yield np.full(4, away_from_zero(draw)), away_from_zero(draw), ("entries alike",)
    yield np.cumsum(draw.integers(1, 3, 6)) - 5, -draw.uniform(0.1, 0.9), ("integers",)


def _hidden(given: Callable[[Draw], Iterator[Given]], three: bool) -> Callable[[Draw], Iterator[Case]]:
    return lambda draw: chain(_cases(given(draw)), _covering(draw, three))


def _written(result: str, before: str = "") -> str:
    return f"def weight_gradient(inputs, upstream):\n{before}    return {result}\n"


UPSTREAM = Question(
    id="q5_upstream",
    title="A gradient arrives from above",
    domains=(DOMAIN,),
    owns={"weight_gradient": ref.weight_gradient},
    parts=(
        Part("values", 1, public=lambda d: _cases(_public_three(d)), hidden=_hidden(_three, True)),
        Part("other lengths than 3", 1, public=lambda d: _cases(_public_others(d)),
             hidden=_hidden(_others, False)),
    ),
    experiment=(
        "Raise one weight by 0.01: by how much does z change, and by how much does L, if each unit of z is worth "
        "`upstream`?"
    ),
    slips=(
        Slip("upstream_ignored", "These are the derivatives of z. The loss reacts to z as well, and you were told how "
             "strongly.",
             _written("1.0 * inputs")),
        Slip("upstream_alone", "Each weight has its own factor beside the upstream gradient: what multiplies w₂ in z?",
             _written("upstream * np.ones(len(inputs))")),
        Slip("upstream_scalar", "The gradient has an entry for each weight; handing the upstream gradient on is only "
             "half of it.",
             _written("upstream")),
        Slip("five_for_upstream", "The 5 of the slides was an example: use the upstream gradient that is handed in.",
             _written("5.0 * inputs")),
        Slip("summed", "Each weight has a derivative of its own; yours are added up.",
             _written("upstream * np.sum(inputs)")),
        Slip("sum_in_every_entry", "Every weight gets the same entry from you; only its own input belongs in it.",
             _written("np.full(len(inputs), upstream * np.sum(inputs))")),
        Slip("added", "The chain rule multiplies along a path; yours adds.", _written("upstream + inputs")),
        Slip("divided", "The chain rule multiplies along a path; yours divides.", _written("inputs / upstream")),
        Slip("sign", "The sign is the wrong way round: the gradient itself is asked for, not a step against it.",
             _written("-upstream * inputs")),
        Slip("size_of_upstream", "The upstream gradient may be negative, and its sign counts.",
             _written("abs(upstream) * inputs")),
        Slip("upstream_twice", "The upstream gradient takes part once in each path; in yours it is there twice.",
             _written("upstream ** 2 * inputs")),
        Slip("inputs_squared", "z is linear in each weight: its derivative holds the input once.",
             _written("upstream * inputs ** 2")),
        Slip("averaged", "Nothing is averaged here: there is one neuron and one set of inputs.",
             _written("upstream * inputs / len(inputs)")),
        Slip("three_only", "Your formula knows three inputs only; n may be any number from 1 up.",
             _written("np.array([upstream * inputs[0], upstream * inputs[1], upstream * inputs[2]])")),
        Slip("first_three", "Your formula stops after three inputs; n may be any number from 1 up.",
             _written("upstream * inputs[:3]")),
        Slip("cut_to_integers", "`np.zeros_like` of integers makes an array of integers, which cuts every fraction off.",
             _written("g", "    g = np.zeros_like(inputs)\n    g[:] = upstream * inputs\n")),
        Slip("in_place", "`inputs *= …` changes the caller's array, and fails on integers: make a new array.",
             _written("inputs", "    inputs *= upstream\n")),
        Slip("reversed", "The entries are in the wrong order: entry i belongs to weight i.",
             _written("upstream * inputs[::-1]")),
        Slip("outer", "A vector is asked for, with one entry for each weight.",
             _written("upstream * np.outer(inputs, inputs)")),
    ),
    variants=(
        Variant("loop", _written("[upstream * value for value in inputs]")),
        Variant("column", _written("np.reshape(inputs, (-1, 1)) * upstream")),
        Variant("row", _written("upstream * np.atleast_2d(inputs)")),
        Variant("matrix_product", _written("np.eye(len(inputs)) @ inputs * upstream")),
        Variant("float32", _written("np.float32(upstream) * np.asarray(inputs, dtype=np.float32)")),
        Variant("filled", """
def weight_gradient(inputs, upstream):
    gradient = np.zeros(len(inputs))
    for i in range(len(inputs)):
        gradient[i] = inputs[i] * upstream
    return gradient
"""),
    ),
)  # fmt: skip
