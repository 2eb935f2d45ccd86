"""Random networks with one hidden layer on which mistakes are visible, and the expected hidden gradients.

Pre-activations a are chosen first and b⁽⁰⁾ = a − W⁽⁰⁾x follows, so that every scale of x and W⁽⁰⁾ is possible for every
a. All other numbers are 0.5 to 1.5 times a scale in size, with either sign, so that no factor is close to 0. Zeros are
tested in separate cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, matrix, shape_of, vector
from autograder.questions.schema import Call, Case, Draw


@dataclass(frozen=True, eq=False)
class Network:
    """Arguments of a call: x (d,), W⁽⁰⁾ (h, d), b⁽⁰⁾ (h,), W⁽¹⁾ (1, h), and b⁽¹⁾, a plain number."""

    x: np.ndarray
    W0: np.ndarray
    b0: np.ndarray
    W1: np.ndarray
    b1: float
    tags: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.x, self.W0, self.b0, self.W1, self.b1

    @cached_property
    def condition(self) -> np.ndarray:
        """Return the scale of rounding errors in W⁽⁰⁾x + b⁽⁰⁾: |W⁽⁰⁾||x| + |b⁽⁰⁾|, shape (h,); see checks/compare.py."""
        return np.abs(self.W0) @ np.abs(self.x) + np.abs(self.b0)

    @cached_property
    def gradients(self) -> dict[str, Any]:
        """Return all gradients of y, by the name of the parameter."""
        return ref.backward(self.x, self.W0, self.b0, self.W1, self.b1, 1.0)

    @cached_property
    def output_scale(self) -> float:
        """Return the scale of rounding errors in y: its absolute terms with z ≤ 1, plus errors passed on from a."""
        passed_on = ref.sigmoid_derivative(self.W0 @ self.x + self.b0) * self.condition
        return float(np.abs(self.W1[0]) @ (1 + passed_on) + abs(self.b1))


def around(draw: Draw, pre_activations: Any, d: int, *tags: str) -> Network:
    """Return a network with these pre-activations; its other numbers have random scales, x and W⁽¹⁾ of 0.1 to 10."""
    a = np.asarray(pre_activations, float)
    scale, strength = draw.scale(), draw.uniform(0.5, 3.0)
    x, W0 = _solid(draw, scale, d), _solid(draw, strength / scale / np.sqrt(d), len(a), d)
    W1, b1 = _solid(draw, draw.scale(), 1, len(a)), float(_solid(draw, draw.scale()))
    return Network(x, W0, a - W0 @ x, W1, b1, (*tags, *_of_shape(d, len(a))))


def ordinary(draw: Draw, d: int, h: int) -> Network:
    """Return a network with pre-activations within ±2.5, where the sigmoid is curved."""
    return around(draw, draw.uniform(-2.5, 2.5, h), d)


def in_dead_zones(draw: Draw, d: int, h: int) -> Network:
    """Return a network of h ≥ 7 units with pre-activations beyond ±33, just beyond ±30, of ±20 to ±30, and smaller.

    A clip at ±30 is visible beyond ±33. A cut to exactly 0 is visible just beyond ±30; further out it is within
    rounding.
    """
    ends = [sign * draw.uniform(*sizes) for sizes in ((33, 40), (30.2, 31.5), (20, 30)) for sign in (1, -1)]
    return around(draw, [*ends, *draw.uniform(-9, 9, h - len(ends))], d, "dead zone")


def beyond_measuring(draw: Draw, d: int, h: int) -> Network:
    """Return a network whose y is so large that difference quotients fail while a formula is unaffected.

    With b⁽¹⁾ ~ 10¹⁰ the spacing of floats near y is 2·10⁻⁶, so a difference over a step of 10⁻⁵ is off by 10⁻¹. One
    unit is in the upper dead zone, where even without b⁽¹⁾ a difference is off by 5·10⁻¹² and the truth is below
    2·10⁻⁹. Otherwise the units have equal weights, and the last unit's gradient is large.
    """
    a = [draw.uniform(20, 28), *draw.uniform(-2.5, 2.5, h - 1)]
    network = around(draw, a, d, "beyond measuring")
    W0, W1 = np.tile(network.W0[:1], (h, 1)), network.W1.copy()
    if h > 1:
        W1[0, -1] = draw.uniform(25, 35) / float(ref.sigmoid_derivative(a[-1]))
    b1 = float(draw.choice((-1, 1)) * draw.integers(10**9, 10**11))
    return Network(network.x, W0, a - W0 @ network.x, W1, b1, network.tags)


Maker = Callable[[Draw, int, int], Network]

# The domain in network_domain.py covers all other cases.
DEAD_ZONES: tuple[tuple[Maker, int, int], ...] = (
    (in_dead_zones, 3, 7),
    (in_dead_zones, 1, 9),
)
BEYOND_MEASURING: tuple[tuple[Maker, int, int], ...] = (
    (beyond_measuring, 3, 2),
    (beyond_measuring, 1, 1),
)


def drawn(draw: Draw, kinds: tuple[tuple[Maker, int, int], ...]) -> Iterator[Network]:
    """Yield one network of each kind."""
    for make, d, h in kinds:
        yield make(draw, d, h)


# The networks of public cases have numbers to follow by hand. Pre-activations are multiples of 1/4 but never whole,
# even if b0 is subtracted or left out: hidden integer cases have whole ones, and messages must not reveal those.
SMALL = Network(np.array([1.0, -2.0]), np.array([[0.5, 1.0], [2.0, 0.25], [-1.0, -1.75]]),
                np.array([0.25, -1.0, -1.75]), np.array([[2.0, -1.0, 0.5]]), 0.25)  # fmt: skip
WIDE = Network(np.array([2.0, -1.0, 0.5]), np.array([[1.0, 0.5, -0.5], [0.25, -2.0, 0.5]]),
               np.array([-0.5, -1.0]), np.array([[-3.0, 1.5]]), -1.0)  # fmt: skip
SATURATED = Network(np.array([2.0, 1.0]), np.array([[10.0, 2.25], [-12.0, -10.25], [0.5, -1.25]]),
                    np.array([0.5, -1.0, 0.5]), np.array([[4.0, -2.0, 1.0]]), 0.5, ("dead zone",))  # fmt: skip
TALL_OUTPUT = Network(SMALL.x, SMALL.W0, SMALL.b0, SMALL.W1, 1e10, ("beyond measuring",))


def _solid(draw: Draw, scale: float, *shape: int) -> Any:
    """Return numbers of either sign, from 0.5 to 1.5 times `scale` in size."""
    sign = draw.integers(0, 2, *shape) * 2 - 1
    return sign * draw.uniform(0.5, 1.5, *shape) * scale


def _of_shape(d: int, h: int) -> tuple[str, ...]:
    tags = {"d = h": d == h, "d = 1": d == 1, "h = 1": h == 1}
    return tuple(tag for tag, applies in tags.items() if applies)


def hidden_weights(network: Network, upstream: float = 1.0) -> Expectation:
    """Expect upstream · ∂y/∂W⁽⁰⁾, with the scale |upstream||W⁽¹⁾||x| for rounding, since z ≤ 1 and 1 − z ≤ 1."""
    scale = np.outer(np.abs(upstream * network.W1[0]), np.abs(network.x))
    truth = upstream * network.gradients["W0"]
    return matrix(truth, scale=scale, condition=network.condition[:, np.newaxis])


def hidden_weights_shape(network: Network) -> Expectation:
    return shape_of(network.gradients["W0"])


def hidden_biases(network: Network, upstream: float = 1.0) -> Expectation:
    """Expect upstream · ∂y/∂b⁽⁰⁾, with the scale |upstream||W⁽¹⁾| for rounding."""
    truth = upstream * network.gradients["b0"]
    return vector(truth, scale=np.abs(upstream * network.W1[0]), condition=network.condition)


def of(name: str, expect: Callable[[Network], Expectation], networks: Iterable[Network]) -> Iterator[Case]:
    """Yield one call of `name` for each network."""
    for network in networks:
        yield Case(Call(name, network.arguments), expect(network), network.tags)
