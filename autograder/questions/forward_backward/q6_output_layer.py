"""q6: ∂y/∂W⁽¹⁾ and ∂y/∂b⁽¹⁾."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import reference_impl as ref
from autograder.checks.expectations import Expectation, number, vector
from autograder.questions.forward_backward.network_domain import domain, network_cases, of_network
from autograder.questions.forward_backward.sample_networks import (
    SATURATED,
    SMALL,
    WIDE,
    Network,
    in_dead_zones,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant


def output_weights(network: Network) -> Expectation:
    return vector(network.gradients["W1"], scale=1.0, condition=network.condition)


def output_bias(network: Network) -> Expectation:
    return number(ref.dy_db1(*network.arguments), scale=1.0)


def _cases(name: str, expect, networks: Iterable[Network]) -> Iterator[Case]:
    for network in networks:
        yield Case(Call(name, network.arguments), expect(network), network.tags)


def public_weights(draw: Draw) -> Iterator[Case]:
    return _cases("dy_dW1", output_weights, (SMALL, WIDE, SATURATED))


def hidden_weights(draw: Draw) -> Iterator[Case]:
    yield from _cases("dy_dW1", output_weights, [in_dead_zones(draw, 3, 7)])
    yield from network_cases(WEIGHTS, draw, output_weights)


def public_bias(draw: Draw) -> Iterator[Case]:
    return _cases("dy_db1", output_bias, (SMALL, WIDE))


def hidden_bias(draw: Draw) -> Iterator[Case]:
    yield from _cases("dy_db1", output_bias, [in_dead_zones(draw, 3, 7)])
    yield from network_cases(BIAS, draw, output_bias)


WEIGHTS = domain("dy_dW1", lambda *call: [of_network(output_weights)(*call)])
BIAS = domain("dy_db1", lambda *call: [of_network(output_bias)(*call)])


_ARGUMENTS = "x, W0, b0, W1, b1"


def _weights(expression: str) -> str:
    return f"def dy_dW1({_ARGUMENTS}):\n    z, y = forward({_ARGUMENTS})\n    return {expression}\n"


def _bias(expression: str) -> str:
    return f"def dy_db1({_ARGUMENTS}):\n    z, y = forward({_ARGUMENTS})\n    return {expression}\n"


SLIPS = (
    Slip("weights_for_activations", "dy_dW1 gives W1 itself. If one of its entries grows by a little, "
         "what is that little multiplied with on its way into y?",
         _weights("W1.copy()")),
    Slip("pre_activations_for_activations", "dy_dW1 gives the pre-activations; what W1 is multiplied with has been "
         "through the sigmoid.",
         _weights("W0 @ x + b0")),
    Slip("slope_for_activation", "dy_dW1 contains the sigmoid's slope: W1 comes after the sigmoid, so no slope is on "
         "its path.",
         _weights("z * (1 - z)")),
    Slip("contribution_for_gradient", "dy_dW1 gives each unit's contribution to y, weight times activation; "
         "the derivative asks for one of the two.",
         _weights("W1[0] * z")),
    Slip("input_for_activation", "dy_dW1 gives the network's input: W1 is not multiplied with x, but with what the "
         "hidden layer made of it.",
         _weights("x.copy()")),
    Slip("outer_product_with_input", "dy_dW1 gives a table over units and inputs: x belongs to the other layer's "
         "weights.",
         _weights("np.outer(z, x)")),
    Slip("output_for_activations", "dy_dW1 gives y where z is asked for: forward returns both, in this order: z, y.",
         _weights("y")),
    Slip("b0_left_out", "The activations in dy_dW1 are computed without the hidden layer's bias.",
         _weights("sigmoid(W0 @ x)")),
    Slip("activations_summed", "dy_dW1 gives a single number; each output weight has a derivative of its own.",
         _weights("np.sum(z)")),
    Slip("clipped_at_30", "Pre-activations in dy_dW1 seem to be clipped at a bound that is too tight: deep in a dead "
         "zone z keeps shrinking.",
         _weights("sigmoid(np.clip(W0 @ x + b0, -30, 30))")),
    Slip("bias_counts_as_constant", "dy_db1 is 0, as if b1 were a constant; here it is the variable.",
         _bias("0.0")),
    Slip("bias_itself", "dy_db1 gives b1 itself: how much does y grow when b1 grows by a little?",
         _bias("b1")),
    Slip("one_for_each_unit", "dy_db1 gives one number for each hidden unit; b1 is a single number, and so is its "
         "gradient.",
         _bias("np.ones(len(b0))")),
    Slip("bias_gets_sum_of_activations", "dy_db1 adds up activations: those belong to the weights; the bias is "
         "multiplied with no activation at all.",
         _bias("np.sum(z)")),
    Slip("output_for_bias_gradient", "dy_db1 gives y itself, not the rate at which y follows b1.",
         _bias("y")),
)  # fmt: skip

VARIANTS = (
    Variant("recomputed", _weights("1 / (1 + np.exp(-(W0 @ x + b0)))") + _bias("1")),
    Variant("column", _weights("np.reshape(z, (-1, 1))") + _bias("np.ones(1)")),
    Variant("row", _weights("np.atleast_2d(z)") + _bias("np.array(1.0)")),
    Variant("list", _weights("[float(v) for v in np.ravel(z)]") + _bias("[1.0]")),
    Variant("keywords", """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x=x, W0=W0, b0=b0, W1=W1, b1=b1)[0]


def dy_db1(*args):
    return True
"""),
    Variant("shape_of_W1", _weights("np.array(z, dtype=float).reshape(W1.shape)") + _bias("np.ones((1, 1))")),
    Variant("float32", _weights("np.asarray(z, dtype=np.float32)") + _bias("np.float32(1)")),
    Variant("difference_quotient_of_a_linear_function", """
def dy_dW1(x, W0, b0, W1, b1):
    units = np.eye(W1.shape[1])
    return [forward(x, W0, b0, units[[i]], 0)[1] for i in range(len(units))]


def dy_db1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, 0 * W1, 1)[1]
"""),
)  # fmt: skip

QUESTION = Question(
    id="q6_output_layer",
    needs=("q4_forward",),
    domains=(WEIGHTS, BIAS),
    title="∂y/∂W⁽¹⁾ and ∂y/∂b⁽¹⁾",
    parts=(
        Part("dy_dW1", 2.0, public_weights, hidden_weights),
        Part("dy_db1", 2.0, public_bias, hidden_bias),
    ),
    owns={"dy_dW1": ref.dy_dW1, "dy_db1": ref.dy_db1},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Compare dy_dW1 with numerical_gradient of y as a function of W1, entry by entry: what is the ratio in "
    "entry [2]? Then raise b1 by 0.1: by how much does y rise?",
)
