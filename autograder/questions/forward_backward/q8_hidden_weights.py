"""q8: ∂y/∂W⁽⁰⁾, its shape, its values, dead zones, and use of a formula in place of differences."""

from __future__ import annotations

from collections.abc import Iterator

import reference_impl as ref
from autograder.questions.forward_backward.network_domain import domain, network_cases, of_network
from autograder.questions.forward_backward.q8_slips import SLIPS, VARIANTS
from autograder.questions.forward_backward.sample_networks import (
    BEYOND_MEASURING,
    DEAD_ZONES,
    SATURATED,
    SMALL,
    TALL_OUTPUT,
    WIDE,
    drawn,
    hidden_weights,
    hidden_weights_shape,
    of,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question

_NAME = "dy_dW0"
DOMAIN = domain(_NAME, of_network(lambda network: [hidden_weights(network), hidden_weights_shape(network)]))


def public_shape(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights_shape, (SMALL, WIDE))


def hidden_shape(draw: Draw) -> Iterator[Case]:
    shared = draw.shared()
    for case in network_cases(DOMAIN, shared, hidden_weights_shape):
        if (
            isinstance(case.ask, Call) and ref.dy_dW0(*case.ask.arguments).any()
        ):  # a gradient of 0 can only be wrong in its shape
            yield case


def public_values(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights, (SMALL, WIDE))


def hidden_values(draw: Draw) -> Iterator[Case]:
    shared = draw.shared()
    yield from network_cases(DOMAIN, shared, hidden_weights)


def public_dead_zones(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights, (SATURATED,))


def hidden_dead_zones(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights, drawn(draw, DEAD_ZONES))


def public_by_formula(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights, (TALL_OUTPUT,))


def hidden_by_formula(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_weights, drawn(draw, BEYOND_MEASURING))


QUESTION = Question(
    id="q8_hidden_weights",
    needs=("q3_sigmoid_derivative",),
    domains=(DOMAIN,),
    title="∂y/∂W⁽⁰⁾",
    parts=(
        Part("shape", 1.0, public_shape, hidden_shape),
        Part("values", 3.0, public_values, hidden_values, transpose_counts=True),
        Part("dead zones", 1.0, public_dead_zones, hidden_dead_zones, transpose_counts=True),
        Part("by formula", 1.0, public_by_formula, hidden_by_formula, transpose_counts=True),
    ),
    owns={"dy_dW0": ref.dy_dW0},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Compare one unit with your numerical gradient, row [2] of dy_dW0 with row [2] of the measured one: "
    "what is the ratio, and which factor of the chain has that value?",
)
