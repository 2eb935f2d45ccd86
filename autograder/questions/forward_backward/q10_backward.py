"""q10: all gradients of a loss, given the upstream gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import reference_impl as ref
from autograder.checks.expectations import Expectation, item, number, vector
from autograder.questions.forward_backward.network_domain import UPSTREAM, domain, network_cases, of_network
from autograder.questions.forward_backward.q10_slips import SLIPS, VARIANTS
from autograder.questions.forward_backward.sample_networks import (
    SATURATED,
    SMALL,
    WIDE,
    Network,
    hidden_biases,
    hidden_weights,
    in_dead_zones,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question

_DICT = 'a dict with the keys "W0", "b0", "W1", "b1"'


def output_weights(network: Network, upstream: float) -> Expectation:
    truth = upstream * network.gradients["W1"]
    return vector(truth, scale=abs(upstream), condition=network.condition)


def output_bias(network: Network, upstream: float) -> Expectation:
    return number(upstream)


def public_pairs() -> Iterator[tuple[Network, float]]:
    yield SMALL, 1.0
    yield WIDE, -2.5
    yield SATURATED, 0.5
    yield SMALL, 0.0


def hidden_pairs(draw: Draw) -> Iterator[tuple[Network, float]]:
    """Yield a network with dead zones, which the domain leaves out, and gradients beyond 10."""
    yield in_dead_zones(draw, 3, 7), draw.uniform(11, 20)


ENTRIES = {"W0": hidden_weights, "b0": hidden_biases, "W1": output_weights, "b1": output_bias}
DOMAIN = domain(
    "backward",
    of_network(lambda *pair: [item(key, _DICT, expect(*pair)) for key, expect in ENTRIES.items()]),
    UPSTREAM,
)


def _case(key: str, expect: Callable[[Network, float], Expectation], network: Network, upstream: float) -> Case:
    tags = (*network.tags, "upstream 0") if upstream == 0 else network.tags
    return Case(Call("backward", (*network.arguments, upstream)), item(key, _DICT, expect(network, upstream)), tags)


def _part(key: str, points: float, expect: Callable[[Network, float], Expectation]) -> Part:
    def public(draw: Draw) -> Iterator[Case]:
        return (_case(key, expect, *pair) for pair in public_pairs())

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        yield from (_case(key, expect, *pair) for pair in hidden_pairs(shared))
        yield from network_cases(DOMAIN, shared, lambda *pair: item(key, _DICT, expect(*pair)))

    return Part(key, points, public, hidden)


QUESTION = Question(
    id="q10_backward",
    needs=("q2_sigmoid", "q3_sigmoid_derivative"),
    domains=(DOMAIN,),
    title="All gradients in one sweep",
    parts=(
        _part("W0", 2.0, hidden_weights),
        _part("b0", 1.0, hidden_biases),
        _part("W1", 2.0, output_weights),
        _part("b1", 1.0, output_bias),
    ),
    owns={"backward": ref.backward},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Call backward with upstream 1, then with −3, and divide the results, key by key: what should every "
    "ratio be?",
)
