"""q1: the forward pass of a network whose parameters are all 0, with z = ½ and y = 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, item, number, vector
from autograder.questions.covering import cases, covering
from autograder.questions.initialization.sample_networks import Start, hidden_starts, public_starts, start_domain
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

PAIR = "a pair (z, y)"


def _expected_z(x: np.ndarray, h: int) -> Expectation:
    return item(0, PAIR, vector(ref.zero_init_forward(x, h)[0]), size=2)


def _expected_y(x: np.ndarray, h: int) -> Expectation:
    return item(1, PAIR, number(ref.zero_init_forward(x, h)[1], scale=1.0), size=2)


DOMAIN = start_domain("zero_init_forward", lambda *call: [_expected_z(*call), _expected_y(*call)])


def _forward_part(name: str, expect: Callable[..., Expectation]) -> Part:
    def given(starts: Iterable[Start]) -> Iterator[Case]:
        for x, h, tags in starts:
            yield Case(Call("zero_init_forward", (x, h)), expect(x, h), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        return chain(given(hidden_starts(shared)), cases(DOMAIN, covering(DOMAIN, shared), expect))

    return Part(name, 1, public=lambda draw: given(public_starts()), hidden=hidden)


def _forward(z: str = "np.full(hidden_units, 0.5)", y: str = "0.0", result: str = "z, y") -> str:
    return f"""
def zero_init_forward(x, hidden_units):
    z = {z}
    y = {y}
    return {result}
"""


ZERO_FORWARD = Question(
    id="q1_zero_forward",
    title="Forward from zeros",
    owns={"zero_init_forward": ref.zero_init_forward},
    parts=(_forward_part("z", _expected_z), _forward_part("y", _expected_y)),
    domains=(DOMAIN,),
    experiment="Put a = 0 into your sigmoid and look at what comes out, before you multiply by any weight.",
    slips=(
        Slip("z_is_zero", "Zero parameters make the pre-activations 0; z comes after the sigmoid. What is σ(0)?",
             _forward(z="np.zeros(hidden_units)")),
        Slip("z_is_one", "σ(0) lies halfway between the sigmoid's two ends, not at its upper end.",
             _forward(z="np.ones(hidden_units)")),
        Slip("z_is_slope", "That is the slope of the sigmoid at 0; the forward pass needs its value.",
             _forward(z="np.full(hidden_units, 0.25)")),
        Slip("z_per_input", "z has one entry for each hidden unit, not for each input: compare its length with h.",
             _forward(z="np.full(len(x), 0.5)")),
        Slip("z_per_weight", "z has one entry for each hidden unit; yours has one for each weight.",
             _forward(z="np.full((hidden_units, len(x)), 0.5)")),
        Slip("z_single", "z is a vector with an entry for each hidden unit, even when all entries agree.",
             _forward(z="0.5")),
        Slip("weights_left_out", "x reaches a hidden unit only through the weights, and these are 0: z cannot depend "
             "on x.",
             _forward(z="np.full(hidden_units, 1 / (1 + np.exp(-np.sum(x))))")),
        Slip("y_sums_z", "The output layer's weights are 0 as well: how much of z is left in y?",
             _forward(y="np.sum(z)")),
        Slip("y_averages_z", "y is weighted by W1, and W1 is 0 too: an average of z weights every unit by 1/h.",
             _forward(y="np.mean(z)", z="np.full(hidden_units, 0.5)")),
        Slip("y_is_bias_one", "The output bias starts at 0 as well, so there is nothing to add to y.",
             _forward(y="1.0")),
        Slip("y_vector", "y is a single number: the output layer adds the hidden units up.",
             _forward(y="np.zeros(hidden_units)")),
        Slip("pair_swapped", "The order is (z, y), the hidden layer first.", _forward(result="y, z")),
        Slip("only_z", "Two results are asked for: z and y, as a pair.", _forward(result="z")),
    ),
    variants=(
        Variant("by_matrices", """
def zero_init_forward(x, hidden_units):
    W0, b0 = np.zeros((hidden_units, len(x))), np.zeros(hidden_units)
    W1, b1 = np.zeros((1, hidden_units)), 0.0
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return z, (W1 @ z + b1).item()
"""),
        Variant("column", """
def zero_init_forward(x, hidden_units):
    z = 1 / (1 + np.exp(np.zeros((hidden_units, 1))))
    return z, np.zeros((1, hidden_units)) @ z
"""),
        Variant("lists", _forward(z="[0.5] * hidden_units", y="0", result="[z, y]")),
        Variant("float32", _forward(z="np.full(hidden_units, 0.5, dtype=np.float32)", y="np.float32(0)")),
    ),
)  # fmt: skip
