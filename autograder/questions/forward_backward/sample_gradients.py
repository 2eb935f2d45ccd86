"""Expectations of ∂y/∂W⁽⁰⁾ and ∂y/∂b⁽⁰⁾, with the room that a right formula needs, and the cases made of networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, matrix, shape_of, vector
from autograder.questions.forward_backward.sample_networks import Network
from autograder.questions.schema import Call, Case


def hidden_weights(network: Network, upstream: float = 1.0) -> Expectation:
    """Upstream · ∂y/∂W⁽⁰⁾; scale |upstream||W⁽¹⁾||x|, that is with z and 1 − z counted as 1."""
    scale = np.outer(np.abs(upstream * network.W1[0]), np.abs(network.x))
    truth = upstream * ref.dy_dW0(*network.arguments)
    return matrix(truth, scale=scale, condition=network.condition[:, np.newaxis])


def hidden_weights_shape(network: Network) -> Expectation:
    return shape_of(ref.dy_dW0(*network.arguments))


def hidden_biases(network: Network, upstream: float = 1.0) -> Expectation:
    """Upstream · ∂y/∂b⁽⁰⁾; scale |upstream||W⁽¹⁾|."""
    truth = upstream * ref.dy_db0(*network.arguments)
    return vector(truth, scale=np.abs(upstream * network.W1[0]), condition=network.condition)


def of(name: str, expect: Callable[[Network], Expectation], networks: Iterable[Network]) -> Iterator[Case]:
    """One call of `name` for each network."""
    for network in networks:
        yield Case(Call(name, network.arguments), expect(network), network.tags)
