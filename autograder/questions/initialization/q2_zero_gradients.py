"""q2: the gradients of y if every parameter is 0; some of them vanish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation
from autograder.questions.covering import cases, covering
from autograder.questions.initialization.sample_networks import (
    Start,
    gradient,
    hidden_starts,
    public_starts,
    start_domain,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

KEYS = ("W0", "b0", "W1", "b1")


def _expected(key: str, x: np.ndarray, h: int) -> Expectation:
    """Expect the right gradient; the scale |x| of W0 allows for rounding errors before x is multiplied by W1 = 0."""
    scale = {"W0": np.broadcast_to(np.abs(x), (h, len(x)))}.get(key, 1.0)
    return gradient(key, ref.zero_init_gradients(x, h)[key], scale)


DOMAIN = start_domain("zero_init_gradients", lambda *call: [_expected(key, *call) for key in KEYS])


def _gradient_part(key: str) -> Part:
    def expect(x: np.ndarray, h: int) -> Expectation:
        return _expected(key, x, h)

    def given(starts: Iterable[Start]) -> Iterator[Case]:
        for x, h, tags in starts:
            yield Case(Call("zero_init_gradients", (x, h)), expect(x, h), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        return chain(given(hidden_starts(shared)), cases(DOMAIN, covering(DOMAIN, shared), expect))

    return Part(key, 1, public=lambda draw: given(public_starts()), hidden=hidden)


def _gradients(**changed: str) -> str:
    """Return code for the right gradients, except for the entries given."""
    entries = {
        "W0": "np.zeros((hidden_units, len(x)))",
        "b0": "np.zeros(hidden_units)",
        "W1": "np.full((1, hidden_units), 0.5)",
        "b1": "1.0",
    } | changed
    body = ", ".join(f'"{key}": {code}' for key, code in entries.items())
    return f"""
def zero_init_gradients(x, hidden_units):
    return {{{body}}}
"""


ZERO_GRADIENTS = Question(
    id="q2_zero_gradients",
    title="Backward from zeros",
    owns={"zero_init_gradients": ref.zero_init_gradients},
    parts=tuple(_gradient_part(key) for key in KEYS),
    domains=(DOMAIN,),
    experiment="Nudge one parameter from 0 to 0.001 with all others at 0: does y move, and by how much?",
    slips=(
        Slip("all_zero", "Not every gradient vanishes when the parameters do: y = W1 z + b1 moves as soon as W1 or b1 "
             "does.",
             _gradients(W1="np.zeros((1, hidden_units))", b1="0.0")),
        Slip("W1_zero", "∂y/∂W1 is what multiplies W1 in y. The weights are 0, but what stands beside them?",
             _gradients(W1="np.zeros((1, hidden_units))")),
        Slip("W1_one", "∂y/∂W1 is the hidden layer's output; check what that is when every pre-activation is 0.",
             _gradients(W1="np.ones((1, hidden_units))")),
        Slip("W1_slope", "∂y/∂W1 does not pass through the sigmoid: the sigmoid's slope is not a factor of it.",
             _gradients(W1="np.full((1, hidden_units), 0.25)")),
        Slip("W1_single", "∂y/∂W1 has an entry for each hidden unit, even when all of them agree.",
             _gradients(W1="0.5")),
        Slip("b1_zero", "b1 is 0, but its gradient is asked for: how much does y grow when b1 grows by 0.1?",
             _gradients(b1="0.0")),
        Slip("b1_half", "b1 is added to y as it stands; no hidden unit multiplies it.", _gradients(b1="0.5")),
        Slip("b1_vector", "There is one output bias, so its gradient is a single number.",
             _gradients(b1="np.ones(hidden_units)")),
        Slip("W1_left_out_of_both", "To reach the hidden layer, the gradient has to pass through W1. What is W1 here?",
             _gradients(W0="np.outer(np.full(hidden_units, 0.25), x)", b0="np.full(hidden_units, 0.25)")),
        Slip("W1_left_out_of_W0", "W0 acts on y only through W1, as b0 does: which factor stands in the one and not "
             "in the other?",
             _gradients(W0="np.outer(np.full(hidden_units, 0.25), x)")),
        Slip("W0_is_x", "∂y/∂W0 is more than the input: the gradient passes through W1 and the sigmoid first.",
             _gradients(W0="np.outer(np.ones(hidden_units), x)")),
        Slip("b0_slope", "σ′(0) is one factor of ∂y/∂b0; the weight that leads on to y is another.",
             _gradients(b0="np.full(hidden_units, 0.25)")),
        Slip("b0_one", "b0 is not added to y itself: between the two stand the sigmoid and W1.",
             _gradients(b0="np.ones(hidden_units)")),
        Slip("W0_transposed", "The gradient of y with respect to W0 has the shape of W0, (h, d).",
             _gradients(W0="np.zeros((len(x), hidden_units))")),
        Slip("W0_per_unit", "W0 has an entry for each pair of unit and input, and so has its gradient.",
             _gradients(W0="np.zeros(hidden_units)")),
        Slip("b0_per_input", "There is a hidden bias for each unit, not for each input.",
             _gradients(b0="np.zeros(len(x))")),
    ),
    variants=(
        Variant("by_formula", """
def zero_init_gradients(x, hidden_units):
    W1 = np.zeros((1, hidden_units))
    z = 1 / (1 + np.exp(-np.zeros(hidden_units)))
    delta = W1.T * (z * (1 - z)).reshape(-1, 1)
    return {"W0": delta @ x.reshape(1, -1), "b0": delta, "W1": z, "b1": 1}
"""),
        Variant("by_slopes", """
def zero_init_gradients(x, hidden_units):
    def y(W0, b0, W1, b1):
        return float(W1 @ (1 / (1 + np.exp(-(W0 @ x + b0)))) + b1)
    shapes = {"W0": (hidden_units, len(x)), "b0": hidden_units, "W1": hidden_units, "b1": ()}
    start = {name: np.zeros(shape) for name, shape in shapes.items()}
    slopes = {name: np.zeros(value.shape) for name, value in start.items()}
    for name, value in start.items():
        for index in np.ndindex(value.shape):
            up, down = value.copy(), value.copy()
            up[index] += 1e-5
            down[index] -= 1e-5
            slopes[name][index] = (y(**{**start, name: up}) - y(**{**start, name: down})) / 2e-5
    return slopes
"""),
        Variant("lists", _gradients(W0="[[0] * len(x) for _ in range(hidden_units)]", b0="[0] * hidden_units",
                                    W1="[0.5] * hidden_units", b1="1")),
        Variant("minus_zero", _gradients(W0="-np.zeros((hidden_units, len(x)))", b0="-np.zeros((hidden_units, 1))",
                                         b1="np.array([1.0])")),
    ),
)  # fmt: skip
