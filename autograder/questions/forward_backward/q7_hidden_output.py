"""q7: ∂y/∂z."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import reference_impl as ref
from autograder.checks.expectations import Expectation, vector
from autograder.questions.forward_backward.network_domain import domain, network_cases, of_network
from autograder.questions.forward_backward.sample_networks import SATURATED, SMALL, WIDE, Network
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant


def _expected(network: Network) -> Expectation:
    return vector(ref.dy_dz(*network.arguments))


DOMAIN = domain("dy_dz", lambda *call: [of_network(_expected)(*call)])


def _cases(networks: Iterable[Network]) -> Iterator[Case]:
    for network in networks:
        yield Case(Call("dy_dz", network.arguments), _expected(network), network.tags)


def public(draw: Draw) -> Iterator[Case]:
    return _cases((SMALL, WIDE, SATURATED))


def hidden(draw: Draw) -> Iterator[Case]:
    yield from network_cases(DOMAIN, draw, _expected)


def _answer(expression: str) -> str:
    return (
        "def dy_dz(x, W0, b0, W1, b1):\n    a = W0 @ x + b0\n    z, y = forward(x, W0, b0, W1, b1)\n"
        f"    return {expression}\n"
    )


SLIPS = (
    Slip("activations_returned", "These are the hidden activations themselves. If one of them grows by a little, "
         "what is that little multiplied with on its way into y?",
         _answer("z")),
    Slip("carried_on_to_pre_activations", "This is one link of the chain too far: with the sigmoid's slope it is the "
         "derivative with respect to a, not to z.",
         _answer("W1[0] * sigmoid_derivative(a)")),
    Slip("other_layer", "These are the hidden layer's weights; between z and y stand those of the output layer.",
         _answer("W0.copy()")),
    Slip("weights_left_out", "Every entry is 1, as if y were the plain sum of the activations.",
         _answer("np.ones(len(b0))")),
    Slip("weights_summed", "This is a single number; y changes with each hidden activation in its own way.",
         _answer("np.sum(W1)")),
    Slip("contribution_for_gradient", "This is each unit's contribution to y, weight times activation; the derivative "
         "with respect to z asks for one of the two.",
         _answer("W1[0] * z")),
    Slip("bias_included", "The output bias is added to each entry; a constant that is added to y has no part in how y "
         "changes with z.",
         _answer("W1[0] + b1")),
    Slip("slope_returned", "This is the sigmoid's slope; it belongs to the link before, from a to z.",
         _answer("sigmoid_derivative(a)")),
)  # fmt: skip

VARIANTS = (
    Variant("W1_itself", _answer("W1")),
    Variant("transposed", _answer("W1.T")),
    Variant("squeezed", _answer("np.squeeze(W1)")),
    Variant("list", "def dy_dz(x, W0, b0, W1, b1):\n    return W1.tolist()[0]\n"),
    Variant("nested_list", "def dy_dz(x, W0, b0, W1, b1):\n    return [[w] for row in W1 for w in row]\n"),
    Variant("upstream_one", _answer("np.dot(W1.T, np.ones(1)).flatten()")),
    Variant("float32", _answer("W1.astype('float32')")),
    Variant("default_arguments", "dy_dz = lambda x=None, W0=None, b0=None, W1=None, b1=None: 1.0 * W1\n"),
)  # fmt: skip

QUESTION = Question(
    id="q7_hidden_output",
    domains=(DOMAIN,),
    title="∂y/∂z",
    parts=(Part("values", 3.0, public, hidden),),
    owns={"dy_dz": ref.dy_dz},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Write y as a function of z alone, lambda z: (W1 @ z + b1).item(), and compare with its numerical "
    "gradient: does the answer change when you change z?",
)
