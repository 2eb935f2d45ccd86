"""Networks with one hidden layer, drawn so that mistakes show: as arguments for a call, with what a case has to know.

Pre-activations are chosen first and b⁽⁰⁾ = a − W⁽⁰⁾x follows, so that every scale of x and W⁽⁰⁾ can be had at every a. All
other numbers stay away from 0 (0.5 to 1.5 times a scale, of either sign), so that no wrong factor hides behind a tiny
one; zeros come in cases of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.questions.schema import Draw


@dataclass(frozen=True, eq=False)
class Network:
    """x (d,), W⁽⁰⁾ (h, d), b⁽⁰⁾ (h,), W⁽¹⁾ (1, h), b⁽¹⁾ a plain number."""

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
        """|W⁽⁰⁾||x| + |b⁽⁰⁾|, (h,): by how much rounding in W⁽⁰⁾x + b⁽⁰⁾ is amplified; see checks/compare.py."""
        return np.abs(self.W0) @ np.abs(self.x) + np.abs(self.b0)

    @cached_property
    def output_scale(self) -> float:
        """The absolute terms of y, z counted as 1, and what each z passes on of its pre-activation's rounding."""
        passed_on = ref.sigmoid_derivative(self.W0 @ self.x + self.b0) * self.condition
        return float(np.abs(self.W1[0]) @ (1 + passed_on) + abs(self.b1))


def around(draw: Draw, pre_activations: Any, d: int, *tags: str) -> Network:
    """A network with these pre-activations, all else at random scales from 0.1 to 10 (b⁽⁰⁾ as it comes)."""
    a = np.asarray(pre_activations, float)
    scale, strength = draw.scale(), draw.uniform(0.5, 3.0)
    x, W0 = _solid(draw, scale, d), _solid(draw, strength / scale / np.sqrt(d), len(a), d)
    W1, b1 = _solid(draw, draw.scale(), 1, len(a)), float(_solid(draw, draw.scale()))
    return Network(x, W0, a - W0 @ x, W1, b1, (*tags, *_of_shape(d, len(a))))


def ordinary(draw: Draw, d: int, h: int) -> Network:
    """Pre-activations within ±2.5, where the sigmoid bends."""
    return around(draw, draw.uniform(-2.5, 2.5, h), d)


def in_dead_zones(draw: Draw, d: int, h: int) -> Network:
    """H ≥ 7: pre-activations beyond ±33, just beyond ±30, of ±20 to ±30, one of either sign each, and some between.

    Beyond ±33 a clip at ±30 shows; just beyond ±30 a cut to exactly 0, which further out is within rounding.
    """
    ends = [sign * draw.uniform(*sizes) for sizes in ((33, 40), (30.2, 31.5), (20, 30)) for sign in (1, -1)]
    return around(draw, [*ends, *draw.uniform(-9, 9, h - len(ends))], d, "dead zone")


def beyond_measuring(draw: Draw, d: int, h: int) -> Network:
    """Y so large that no difference of two outputs can resolve a weight's share in it; a formula does not even look.

    With b⁽¹⁾ ~ 10¹⁰ the spacing of floats near y is 2·10⁻⁶, so a difference over a step of 10⁻⁵ is 10⁻¹ off. One unit sits
    in the upper dead zone, where a difference is off by 5·10⁻¹² against a truth below 2·10⁻⁹ even without b⁽¹⁾.
    """
    a = [draw.uniform(20, 28), *draw.uniform(-2.5, 2.5, h - 1)]
    network = around(draw, a, d, "beyond measuring")
    b1 = float(draw.choice((-1, 1)) * draw.integers(10**9, 10**11))
    return Network(network.x, network.W0, network.b0, network.W1, b1, network.tags)


Maker = Callable[[Draw, int, int], Network]

# All else is covered by calls drawn from the domain (network_domain.py).
DEAD_ZONES: tuple[tuple[Maker, int, int], ...] = (
    (in_dead_zones, 3, 7),
    (in_dead_zones, 1, 9),
)
BEYOND_MEASURING: tuple[tuple[Maker, int, int], ...] = (
    (beyond_measuring, 3, 2),
    (beyond_measuring, 1, 1),
)


def drawn(draw: Draw, kinds: tuple[tuple[Maker, int, int], ...]) -> Iterator[Network]:
    """One network of each kind."""
    for make, d, h in kinds:
        yield make(draw, d, h)


# The public ones: numbers to follow by hand. Pre-activations are multiples of 1/4, none of them whole, whether b0 is added,
# taken off or left out: hidden integer cases have whole ones, and no message about these may show a number of those.
SMALL = Network(np.array([1.0, -2.0]), np.array([[0.5, 1.0], [2.0, 0.25], [-1.0, -1.75]]),
                np.array([0.25, -1.0, -1.75]), np.array([[2.0, -1.0, 0.5]]), 0.25)  # fmt: skip
WIDE = Network(np.array([2.0, -1.0, 0.5]), np.array([[1.0, 0.5, -0.5], [0.25, -2.0, 0.5]]),
               np.array([-0.5, -1.0]), np.array([[-3.0, 1.5]]), -1.0)  # fmt: skip
SATURATED = Network(np.array([2.0, 1.0]), np.array([[10.0, 2.25], [-12.0, -10.25], [0.5, -1.25]]),
                    np.array([0.5, -1.0, 0.5]), np.array([[4.0, -2.0, 1.0]]), 0.5, ("dead zone",))  # fmt: skip
TALL_OUTPUT = Network(SMALL.x, SMALL.W0, SMALL.b0, SMALL.W1, 1e10, ("beyond measuring",))


def _solid(draw: Draw, scale: float, *shape: int) -> Any:
    """Numbers of either sign, from 0.5 to 1.5 times `scale` in size."""
    sign = draw.integers(0, 2, *shape) * 2 - 1
    return sign * draw.uniform(0.5, 1.5, *shape) * scale


def _of_shape(d: int, h: int) -> tuple[str, ...]:
    told = {"d = h": d == h, "d = 1": d == 1, "h = 1": h == 1}
    return tuple(tag for tag, true in told.items() if true)
