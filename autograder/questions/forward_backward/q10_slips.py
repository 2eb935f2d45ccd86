"""Known wrong and right implementations of `backward`."""

from __future__ import annotations

from autograder.questions.schema import Slip, Variant

_RIGHT = {
    "W0": "np.outer(delta, x)",
    "b0": "delta",
    "W1": "upstream * z[None, :]",
    "b1": "float(upstream)",
}


def _answer(*before: str, returned: str = "gradients", **changed: str) -> str:
    """Return the solution with some entries changed and the lines `before` inserted before the dict."""
    entries = "".join(f'        "{key}": {value},\n' for key, value in (_RIGHT | changed).items())
    lines = "".join(f"    {line}\n" for line in before)
    return (
        "def backward(x, W0, b0, W1, b1, upstream):\n"
        "    a = W0 @ x + b0\n    z = sigmoid(a)\n    y = (W1 @ z + b1).item()\n"
        f"    delta = upstream * W1[0] * z * (1 - z)\n{lines}"
        f"    gradients = {{\n{entries}    }}\n    return {returned}\n"
    )


SLIPS = (
    Slip("upstream_ignored", "These are the gradients of y; upstream plays no part in any of them.",
         _answer("delta = W1[0] * z * (1 - z)", "upstream = 1.0")),
    Slip("upstream_lost_in_hidden_layer", "The output layer's gradients are right; upstream does not reach the hidden "
         "layer's.",
         _answer("delta = W1[0] * z * (1 - z)")),
    Slip("upstream_lost_in_output_layer", "The hidden layer's gradients are right; upstream is missing in the output "
         "layer's.",
         _answer(W1="z[None, :]", b1="1.0")),
    Slip("upstream_lost_in_b1", "The gradient of b1 is that of y; upstream is missing there.",
         _answer(b1="1.0")),
    Slip("upstream_lost_in_W1", "The gradient of W1 is that of y; upstream is missing there.",
         _answer(W1="z[None, :]")),
    Slip("upstream_twice_in_hidden_layer", "Upstream is in the hidden layer's gradients twice: it was in what is "
         "passed back already.",
         _answer("delta = upstream * delta")),
    Slip("upstream_added", "Upstream is added to the gradients; the chain rule multiplies along a path.",
         _answer("delta = W1[0] * z * (1 - z) + upstream", W1="z[None, :] + upstream", b1="1.0 + upstream")),
    Slip("upstream_size_only", "For a negative upstream the sign is lost: only its size seems to be used.",
         _answer("upstream = abs(upstream)", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("upstream_zero_replaced", "An upstream of 0 is treated as if none were given (`upstream or 1`); 0 is a number "
         "like any other.",
         _answer("upstream = upstream or 1.0", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("squared_loss_assumed", "Everything is twice what it should be: the 2 of a squared loss is part of upstream "
         "already.",
         _answer("upstream = 2 * upstream", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("multiplied_by_y", "y itself is multiplied in, as if the loss were known to be a square; all that is known of "
         "the loss is upstream.",
         _answer("upstream = upstream * y", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("sign_reversed", "Every sign is the wrong way round: these are steps downhill; the gradients themselves are "
         "asked for.",
         _answer(returned="{key: -value for key, value in gradients.items()}")),
    Slip("updated_parameters", "These are parameters after a step; the gradients themselves are asked for.",
         _answer(returned='{"W0": W0 - gradients["W0"], "b0": b0 - gradients["b0"], '
                 '"W1": W1 - gradients["W1"], "b1": b1 - gradients["b1"]}')),
    Slip("W0_transposed", "The gradient of W0 is the transpose of what it should be: which index belongs to the unit?",
         _answer(W0="np.outer(x, delta)")),
    Slip("slope_left_out", "On the way back through the hidden layer the sigmoid's slope is missing.",
         _answer("delta = upstream * W1[0]")),
    Slip("one_minus_z_left_out", "On the way back through the hidden layer one of the slope's two factors is missing.",
         _answer("delta = upstream * W1[0] * z")),
    Slip("W1_left_out", "On the way back from y to the hidden layer the output weights are missing.",
         _answer("delta = upstream * z * (1 - z)")),
    Slip("slope_at_z", "On the way back the sigmoid's derivative is taken at z; it belongs at the pre-activation a.",
         _answer("delta = upstream * W1[0] * sigmoid_derivative(z)")),
    Slip("slope_of_tanh", "On the way back the slope is that of tanh; the hidden layer has a sigmoid.",
         _answer("delta = upstream * W1[0] * (1 - z ** 2)")),
    Slip("sigmoid_on_output", "The output is treated as if it went through a sigmoid too.",
         _answer("upstream = upstream * sigmoid_derivative(y)", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("slope_in_output_layer", "The gradient of W1 contains the sigmoid's slope, which is not on its path to y.",
         _answer(W1="(upstream * z * (1 - z))[None, :]")),
    Slip("x_in_b0", "The gradient of b0 contains the inputs: what is a bias multiplied with?",
         _answer(b0="delta * np.sum(x)")),
    Slip("activations_for_inputs", "The gradient of W0 contains the hidden activations where its own input belongs.",
         _answer(W0="np.outer(delta, z)")),
    Slip("biases_without_layer", "The gradient of b0 is upstream itself, as for b1; a hidden bias has a longer way to "
         "the loss.",
         _answer(b0="upstream * np.ones(len(b0))")),
    Slip("b1_from_b0", "The gradient of b1 is the sum of b0's: b1 is added after the hidden layer, not before it.",
         _answer(b1="np.sum(delta)")),
    Slip("layers_swapped", "The gradients are filed under the wrong layer: 0 is the hidden layer, 1 the output.",
         _answer(returned='{"W0": gradients["W1"], "b0": gradients["b1"], '
                          '"W1": gradients["W0"], "b1": gradients["b0"]}')),
    Slip("tuple_returned", "The gradients come back without their names: return a dict with the four keys.",
         _answer(returned="tuple(gradients.values())")),
    Slip("keys_of_gradients", "The keys have a d in front; here they are just the parameters' names.",
         _answer(returned='{"d" + key: value for key, value in gradients.items()}')),
    Slip("clipped_at_30", "Pre-activations seem to be clipped at a bound that is too tight: deep in a dead zone the "
         "gradient keeps shrinking.",
         _answer("z = sigmoid(np.clip(a, -30, 30))", "delta = upstream * W1[0] * z * (1 - z)")),
    Slip("gradients_clipped", "Large gradients are cut off: clipping is a trick of training, not part of the gradient.",
         _answer(returned="{key: np.clip(value, -1, 1) for key, value in gradients.items()}")),
    Slip("W1_updated_on_the_way", "The caller's W1 is changed before the hidden layer's gradients are taken: find all "
         "gradients first, and leave the parameters to whoever trains.",
         "def backward(x, W0, b0, W1, b1, upstream):\n    z = sigmoid(W0 @ x + b0)\n"
         "    dW1 = upstream * z[None, :]\n    W1[...] = W1 - 0.1 * dW1\n"
         "    delta = upstream * W1[0] * z * (1 - z)\n"
         '    return {"W0": np.outer(delta, x), "b0": delta, "W1": dW1, "b1": float(upstream)}\n'),
)  # fmt: skip

VARIANTS = (
    Variant("by_the_other_questions", """
def backward(x, W0, b0, W1, b1, upstream):
    args = (x, W0, b0, W1, b1)
    return dict(
        W0=upstream * dy_dW0(*args), b0=upstream * dy_db0(*args), W1=upstream * dy_dW1(*args), b1=upstream * dy_db1(*args)
    )
"""),
    Variant("keywords", """
def backward(x, W0, b0, W1, b1, upstream):
    named = {"x": x, "W0": W0, "b0": b0, "W1": W1, "b1": b1}
    functions = {"W0": dy_dW0, "b0": dy_db0, "W1": dy_dW1, "b1": dy_db1}
    return {key: np.asarray(function(**named), dtype=float) * upstream for key, function in functions.items()}
"""),
    Variant("columns", """
def backward(x, W0, b0, W1, b1, upstream):
    x, b0 = x[:, None], b0[:, None]
    z = sigmoid(W0 @ x + b0)
    dy = np.array([[upstream]])
    dz = W1.T @ dy
    da = dz * z * (1 - z)
    return {"b1": dy, "W1": dy @ z.T, "b0": da, "W0": da @ x.T, "x": W0.T @ da}
"""),
    Variant("loops", """
def backward(x, W0, b0, W1, b1, upstream):
    grads = {"W0": [], "b0": [], "W1": [], "b1": upstream}
    for i in range(len(b0)):
        a = b0[i] + sum(W0[i, j] * x[j] for j in range(len(x)))
        z = 1 / (1 + np.exp(-a))
        d = upstream * W1[0, i] * z * (1 - z)
        grads["W1"].append(upstream * z)
        grads["b0"].append(d)
        grads["W0"].append([d * xj for xj in x])
    return grads
"""),
    Variant("tape", """
def backward(x, W0, b0, W1, b1, upstream):
    grads, tape = {}, []
    a = W0 @ x + b0
    z = sigmoid(a)
    tape.append(lambda g: grads.update(W1=g * z.reshape(1, -1), b1=g) or g * W1[0])
    tape.append(lambda g: g * z * (1 - z))
    tape.append(lambda g: grads.update(b0=g, W0=g[:, None] * x) or g)
    g = upstream
    for step in tape:
        g = step(g)
    return grads
"""),
    Variant("einsum",
            _answer(W0="np.einsum('i,j->ij', delta, x)", W1="np.einsum('i,->i', z, upstream)", b1="[upstream]")),
    Variant("float32", """
def backward(x, W0, b0, W1, b1, upstream):
    x, W0, b0, W1, u = (np.asarray(v, dtype="float32") for v in (x, W0, b0, W1, upstream))
    z = np.float32(0.5) * (1 + np.tanh((W0 @ x + b0) / 2))
    d = u * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x), "b0": d, "W1": u * z, "b1": u}
"""),
    Variant("ordered_dict_of_rows", """
from collections import OrderedDict

def backward(x, W0, b0, W1, b1, upstream):
    z = np.atleast_2d(forward(x, W0, b0, W1, b1)[0]).reshape(1, -1)
    d = upstream * W1 * z * (1 - z)
    return OrderedDict([("W0", d.T * x), ("b0", d), ("W1", upstream * z), ("b1", np.array([upstream]))])
"""),
    Variant("object_that_remembers_the_forward_pass", """
class Network:
    def __init__(self, W0, b0, W1, b1):
        self.W0, self.b0, self.W1, self.b1 = W0, b0, W1, b1

    def forward(self, x):
        self.x = x
        self.z = sigmoid(self.W0.dot(x) + self.b0)
        return self.W1.dot(self.z) + self.b1

    def backward(self, upstream):
        delta = self.W1.T.dot(np.array([upstream])) * self.z * (1 - self.z)
        return {"W0": np.outer(delta, self.x), "b0": delta, "W1": np.outer(upstream, self.z), "b1": upstream}


def backward(x, W0, b0, W1, b1, upstream):
    network = Network(W0, b0, W1, b1)
    network.forward(x)
    return network.backward(upstream)
"""),
)  # fmt: skip
