"""q4: the forward pass, which returns z and y."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import reference_impl as ref
from autograder.checks.expectations import Expectation, item, number, vector
from autograder.questions.forward_backward.network_domain import domain, network_cases, of_network
from autograder.questions.forward_backward.sample_networks import (
    SATURATED,
    SMALL,
    WIDE,
    Network,
    in_dead_zones,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

_PAIR = "a pair (z, y)"


def hidden_activations(network: Network) -> Expectation:
    z, _ = ref.forward(*network.arguments)
    return item(0, _PAIR, vector(z, scale=1.0, condition=network.condition), size=2)


def output(network: Network) -> Expectation:
    _, y = ref.forward(*network.arguments)
    return item(1, _PAIR, number(y, scale=network.output_scale), size=2)


def _cases(expect, networks: Iterable[Network]) -> Iterator[Case]:
    for network in networks:
        yield Case(Call("forward", network.arguments), expect(network), network.tags)


DOMAIN = domain("forward", of_network(lambda network: [hidden_activations(network), output(network)]))


def _part(name: str, points: float, expect) -> Part:
    def public(draw: Draw) -> Iterator[Case]:
        return _cases(expect, (SMALL, WIDE, SATURATED))

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        yield from _cases(expect, [in_dead_zones(shared, 3, 7)])
        yield from network_cases(DOMAIN, shared, expect)

    return Part(name, points, public, hidden)


def _answer(z: str, y: str = "(W1 @ z + b1).item()", result: str = "z, y") -> str:
    return f"def forward(x, W0, b0, W1, b1):\n    z = {z}\n    y = {y}\n    return {result}\n"


_Z = "sigmoid(W0 @ x + b0)"

SLIPS = (
    Slip("sigmoid_on_output", "The output goes through a sigmoid; this network's output layer has no activation.",
         _answer(_Z, "sigmoid((W1 @ z + b1).item())")),
    Slip("hidden_layer_without_sigmoid", "The hidden layer is linear here: its activation is missing.",
         _answer("W0 @ x + b0")),
    Slip("pre_activations_returned", "The output is right, but the first entry holds the pre-activations a; z is asked "
         "for.",
         _answer(_Z, result="W0 @ x + b0, y")),
    Slip("b0_left_out", "The hidden layer's bias is missing.",
         _answer("sigmoid(W0 @ x)")),
    Slip("b1_left_out", "The hidden activations are right; the output lacks its bias.",
         _answer(_Z, "(W1 @ z).item()")),
    Slip("b0_subtracted", "The hidden layer's bias has the wrong sign.",
         _answer("sigmoid(W0 @ x - b0)")),
    Slip("b0_after_sigmoid", "The hidden layer's bias comes too late: it belongs inside the sigmoid.",
         _answer("sigmoid(W0 @ x) + b0")),
    Slip("W0_transposed", "W0 meets x with the wrong side: row i of W0 holds the weights of unit i, and there are h "
         "rows.",
         _answer("sigmoid(x @ W0 + b0)")),
    Slip("pair_swapped", "Both entries are there, in the wrong order: first the hidden activations, then the output.",
         _answer(_Z, result="y, z")),
    Slip("output_alone", "Only the output comes back; the hidden activations are needed beside it, as a pair.",
         _answer(_Z, result="y")),
    Slip("tanh_for_sigmoid", "The hidden layer uses tanh; here its activation is the sigmoid.",
         _answer("np.tanh(W0 @ x + b0)")),
    Slip("relu_for_sigmoid", "The hidden layer uses ReLU; here its activation is the sigmoid.",
         _answer("np.maximum(W0 @ x + b0, 0)")),
    Slip("output_from_pre_activations", "The hidden activations are right, but the output is made from the "
         "pre-activations.",
         _answer(_Z, "(W1 @ (W0 @ x + b0) + b1).item()")),
    Slip("W1_left_out", "The output adds up the hidden activations as if every output weight were 1.",
         _answer(_Z, "np.sum(z) + b1")),
    Slip("contributions_not_summed", "The output is one number: the weighted activations still have to be added up.",
         _answer(_Z, "W1[0] * z + b1")),
    Slip("column_plus_row", "A column of shape (h, 1) and a bias of shape (h,) were added, which makes a full h × h "
         "table: print the shapes line by line.",
         _answer("sigmoid(W0 @ x.reshape(-1, 1) + b0)", "W1 @ z + b1")),
    Slip("sigmoid_applied_twice", "The hidden activations go through the sigmoid a second time on their way to the "
         "output.",
         _answer(_Z, "(W1 @ sigmoid(z) + b1).item()")),
    Slip("clipped_at_30", "Pre-activations seem to be clipped at a bound that is too tight: deep in a dead zone z "
         "keeps shrinking.",
         _answer("sigmoid(np.clip(W0 @ x + b0, -30, 30))")),
    Slip("bias_overwritten", "The caller's b0 is used as working memory: += changes the very array that was handed in.",
         "def forward(x, W0, b0, W1, b1):\n    b0 += W0 @ x\n    z = sigmoid(b0)\n"
         "    return z, (W1 @ z + b1).item()\n"),
)  # fmt: skip

VARIANTS = (
    Variant("loops", """
def forward(x, W0, b0, W1, b1):
    z, y = [], b1
    for i in range(W0.shape[0]):
        a = b0[i]
        for j in range(W0.shape[1]):
            a = a + W0[i, j] * x[j]
        z.append(float(sigmoid(a)))
        y += W1[0][i] * z[i]
    return z, y
"""),
    Variant("columns", """
def forward(x, W0, b0, W1, b1):
    x, b0 = x.reshape(-1, 1), b0.reshape(-1, 1)
    z = sigmoid(np.matmul(W0, x) + b0)
    return z, W1 @ z + b1
"""),
    Variant("rows", """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(x[None, :] @ W0.T + b0)
    return [z, z @ W1.T + b1]
"""),
    Variant("einsum", """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.einsum("ij,j->i", W0, x) + b0)
    return z, np.einsum("oi,i->o", W1, z) + b1
"""),
    Variant("output_of_shape_one", _answer(_Z, "W1 @ z + b1")),
    Variant("own_sigmoid_by_tanh", _answer("(1 + np.tanh((np.dot(W0, x) + b0) / 2)) / 2", "float(np.sum(W1 * z) + "
         "b1)")),
    Variant("bias_as_weight", """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.column_stack([W0, b0]) @ np.append(x, 1.0))
    return z, np.append(W1, b1) @ np.append(z, 1.0)
"""),
    Variant("float32", """
def forward(x, W0, b0, W1, b1):
    x, W0, b0, W1 = (np.asarray(v, dtype=np.float32) for v in (x, W0, b0, W1))
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return z, (W1 @ z)[0] + np.float32(b1)
"""),
    Variant("matrix_class", """
def forward(x, W0, b0, W1, b1):
    a = np.matrix(W0) * np.matrix(x).T + np.matrix(b0).T
    z = np.matrix(sigmoid(np.asarray(a)))
    return z, np.matrix(W1) * z + b1
"""),
    Variant("one_minus_form", _answer("1 - 1 / (1 + np.exp(np.inner(x, W0) + b0))", "np.vdot(W1, z) + b1")),
    Variant("class_of_layers", """
class Layer:
    def __init__(self, W, b, activation):
        self.W, self.b, self.activation = W, b, activation

    def __call__(self, inputs):
        return self.activation(self.W.dot(inputs) + self.b)


def forward(x, W0, b0, W1, b1):
    hidden, out = Layer(W0, b0, sigmoid), Layer(W1, b1, lambda a: a)
    z = hidden(x)
    return z, out(z)
"""),
)  # fmt: skip

QUESTION = Question(
    id="q4_forward",
    needs=("q2_sigmoid",),
    domains=(DOMAIN,),
    title="The forward pass",
    parts=(_part("z", 2.0, hidden_activations), _part("y", 2.0, output)),
    owns={"forward": ref.forward},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Set W0 and b0 to zeros: every z must be ½, and y half the sum of W1 plus b1, whatever x is. "
    "Then give b0 and b1 values, one at a time.",
)
