"""Known wrong and right implementations of ∂y/∂W⁽⁰⁾."""

from __future__ import annotations

from autograder.questions.schema import Slip, Variant


def _answer(expression: str, *before: str, a: str = "W0 @ x + b0") -> str:
    lines = [f"a = {a}", "z = sigmoid(a)", *before, f"return {expression}"]
    return "def dy_dW0(x, W0, b0, W1, b1):\n" + "".join(f"    {line}\n" for line in lines)


SLIPS = (
    Slip("transposed", "The numbers are right and the shape is that of the transpose: which index belongs to the unit, "
         "which to the input?",
         _answer("np.outer(x, W1[0] * z * (1 - z))")),
    Slip("one_minus_z_left_out", "The slope of the sigmoid has two factors, and one of them is missing: "
         "the gradient should vanish where z is close to 1.",
         _answer("np.outer(W1[0] * z, x)")),
    Slip("z_left_out", "The slope of the sigmoid has two factors, and one of them is missing: "
         "the gradient should vanish where z is close to 0.",
         _answer("np.outer(W1[0] * (1 - z), x)")),
    Slip("slope_left_out", "The sigmoid's slope is missing altogether: this would be right for a hidden layer without "
         "an activation.",
         _answer("np.outer(W1[0], x)")),
    Slip("W1_left_out", "This is the gradient of the hidden activations; the link from them to y is missing.",
         _answer("np.outer(z * (1 - z), x)")),
    Slip("x_left_out", "All weights of a unit get the same gradient: the last link, from a weight to the "
         "pre-activation, is missing.",
         _answer("np.tile((W1[0] * z * (1 - z))[:, None], (1, len(x)))")),
    Slip("slope_at_z", "The sigmoid's derivative is taken at z; it belongs at the pre-activation a.",
         _answer("np.outer(W1[0] * sigmoid_derivative(z), x)")),
    Slip("a_for_z", "The slope is written with the pre-activation where the activation belongs.",
         _answer("np.outer(W1[0] * a * (1 - a), x)")),
    Slip("sign_reversed", "Every entry has the wrong sign: which way round is the difference in the sigmoid's slope?",
         _answer("np.outer(W1[0] * z * (z - 1), x)")),
    Slip("slope_of_tanh", "The slope is that of tanh; the hidden layer has a sigmoid.",
         _answer("np.outer(W1[0] * (1 - z ** 2), x)")),
    Slip("slope_of_relu", "The slope is that of ReLU, 1 or 0; the hidden layer has a sigmoid.",
         _answer("np.outer(W1[0] * (a > 0), x)")),
    Slip("slope_squared", "The sigmoid's slope is in the product twice.",
         _answer("np.outer(W1[0] * (z * (1 - z)) ** 2, x)")),
    Slip("z_kept_as_factor", "The activation is in the product once too often: y changes with z by the output weight "
         "alone.",
         _answer("np.outer(W1[0] * z * z * (1 - z), x)")),
    Slip("b0_left_out", "The pre-activations are computed without the bias.",
         _answer("np.outer(W1[0] * z * (1 - z), x)", a="W0 @ x")),
    Slip("multiplied_by_y", "Everything is multiplied by y: that is the gradient of a squared output; here it is y's "
         "own.",
         _answer("np.outer(W1[0] * z * (1 - z), x) * (W1 @ z + b1)")),
    Slip("sigmoid_on_output", "The output is treated as if it went through a sigmoid too.",
         _answer("np.outer(W1[0] * z * (1 - z), x) * sigmoid_derivative(W1 @ z + b1)")),
    Slip("weights_for_inputs", "The hidden weights take the input's place: by what is a weight multiplied in a = W⁽⁰⁾x "
         "+ b⁽⁰⁾?",
         _answer("(W1[0] * z * (1 - z))[:, None] * W0")),
    Slip("activations_for_inputs", "The hidden activations take the input's place: what does a hidden weight multiply?",
         _answer("np.outer(W1[0] * z * (1 - z), z)")),
    Slip("units_summed", "The units are added up: each unit's weights have their own row of the gradient.",
         _answer("np.outer(np.ones(len(b0)), (W1[0] @ (z * (1 - z))) * x)")),
    Slip("inputs_summed", "The inputs are added up: the gradient has a column for each of them.",
         _answer("W1[0] * z * (1 - z) * np.sum(x)")),
    Slip("row_vector_returned", "There is one row, the sum over the units, where each unit should have a row.",
         _answer("(W1[0] @ (z * (1 - z))) * x")),
    Slip("flattened", "The entries come back as one long vector: give them the shape of W0.",
         _answer("np.outer(W1[0] * z * (1 - z), x).ravel()")),
    Slip("dead_zone_set_to_zero", "Deep in a dead zone the gradient is small, not 0: it seems to be cut off there.",
         _answer("np.outer(W1[0] * np.where(np.abs(a) > 15, 0.0, z * (1 - z)), x)")),
    Slip("clipped_at_30", "The pre-activations seem to be clipped at a bound that is too tight: deep in a dead zone "
         "the gradient keeps shrinking.",
         _answer("np.outer(W1[0] * z * (1 - z), x)", a="np.clip(W0 @ x + b0, -30, 30)")),
    Slip("z_kept_from_0_and_1", "The activations seem to be kept away from 0 and 1 by a small number, as is done "
         "inside a logarithm: in a dead zone that small number is all that is left.",
         _answer("np.outer(W1[0] * z * (1 - z), x)", "z = np.clip(z, 1e-7, 1 - 1e-7)")),
    Slip("measured", "This looks measured. Measuring is a fine check; where the sigmoid is flat, or y is large, it "
         "drowns in rounding, and only a formula is accurate.",
         "def dy_dW0(x, W0, b0, W1, b1):\n"
         "    return numerical_gradient(lambda W: forward(x, W, b0, W1, b1)[1], W0.astype(float))\n"),
    Slip("W0_overwritten", "The gradient is written into W0: that is the caller's array, and it may hold integers. "
         "Make an array of your own.",
         "def dy_dW0(x, W0, b0, W1, b1):\n    W0[:] = np.outer(W1[0] * sigmoid_derivative(W0 @ x + b0), x)\n"
         "    return W0\n"),
)  # fmt: skip

VARIANTS = (
    Variant("outer", _answer("np.outer(W1 * z * (1 - z), x)")),
    Variant("column_times_row", _answer("(W1.T * z.reshape(-1, 1) * (1 - z.reshape(-1, 1))) @ x.reshape(1, -1)")),
    Variant("broadcast", _answer("(W1[0] * (z - z ** 2))[:, None] * x")),
    Variant("einsum", _answer("np.einsum('oi,i,j->ij', W1, z * (1 - z), x)")),
    Variant("diagonal_matrix", _answer("np.diag(z * (1 - z)) @ W1.T @ x[None]")),
    Variant("jacobian_product", """
def dy_dW0(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    z = np.ravel(z)
    dy_da = W1 @ np.diagflat(z * (1 - z))
    return dy_da.T @ x[np.newaxis, :]
"""),
    Variant("loops", """
def dy_dW0(x, W0, b0, W1, b1):
    h, d = W0.shape
    grad = np.zeros((h, d))
    for i in range(h):
        a = b0[i]
        for j in range(d):
            a += W0[i, j] * x[j]
        z = 1 / (1 + np.exp(-a))
        for j in range(d):
            grad[i][j] = W1[0][i] * z * (1 - z) * x[j]
    return grad
"""),
    Variant("lists", """
def dy_dW0(x, W0, b0, W1, b1):
    slopes = [float(sigmoid_derivative(row @ x + b)) for row, b in zip(W0, b0)]
    return [[w * s * xi for xi in x] for w, s in zip(W1[0], slopes)]
"""),
    Variant("tanh", """
def dy_dW0(x, W0, b0, W1, b1):
    z = 0.5 * (1 + np.tanh(0.5 * (np.dot(W0, x) + b0)))
    return np.outer(np.multiply(W1.ravel(), z * (1 - z)), x)
"""),
    Variant("one_minus_form", """
def dy_dW0(x, W0, b0, W1, b1):
    z = 1 - 1 / (1 + np.exp(W0 @ x + b0))
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    Variant("exponentials", """
def dy_dW0(x, W0, b0, W1, b1):
    e = np.exp(-(W0.dot(x) + b0))
    return np.outer(W1.squeeze(0) * e / (1 + e) ** 2, x)
"""),
    Variant("masks", """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    e = np.exp(-np.abs(a))
    z = np.where(a > 0, 1 / (1 + e), e / (1 + e))
    one_minus_z = np.where(a > 0, e / (1 + e), 1 / (1 + e))
    return np.outer(W1[0] * z * one_minus_z, x)
"""),
    Variant("clipped_at_500", """
def dy_dW0(x, W0, b0, W1, b1):
    a = np.clip(W0 @ x + b0, -500, 500)
    s = 1 / (1 + np.exp(-a))
    return np.outer(W1[0] * s * (1 - s), x)
"""),
    Variant("float32", """
def dy_dW0(x, W0, b0, W1, b1):
    x, W0, b0, W1 = (np.asarray(v, np.float32) for v in (x, W0, b0, W1))
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    Variant("matrix_class", """
def dy_dW0(x, W0, b0, W1, b1):
    X, W = np.matrix(x).T, np.matrix(W1)
    z = sigmoid(np.asarray(np.matrix(W0) * X + np.matrix(b0).T))
    return np.multiply(np.multiply(W.T, z), 1 - z) * X.T
"""),
    Variant("complex_step", """
def dy_dW0(x, W0, b0, W1, b1):
    def y(W):
        return (W1 @ (1 / (1 + np.exp(-(W @ x + b0)))))[0] + b1

    grad = np.zeros(W0.shape)
    for i in range(W0.shape[0]):
        for j in range(W0.shape[1]):
            W = W0.astype(complex)
            W[i, j] += 1e-50j
            grad[i, j] = y(W).imag / 1e-50
    return grad
"""),
    Variant("forward_mode_dual_numbers", """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def sigmoid(self):
        s = float(sigmoid(self.value))
        return Dual(s, s * (1 - s) * self.slope)


def dy_dW0(x, W0, b0, W1, b1):
    rows = [Dual(W0[i] @ x + b0[i], x.astype(float)).sigmoid() for i in range(len(b0))]
    return np.stack([W1[0, i] * row.slope for i, row in enumerate(rows)])
"""),
    Variant("by_other_questions", """
def dy_dW0(x, W0, b0, W1, b1):
    return np.reshape(dy_db0(x=x, W0=W0, b0=b0, W1=W1, b1=b1), (-1, 1)) * x
"""),
    Variant("keywords_and_dy_dz", """
def dy_dW0(x, W0, b0, W1, b1):
    dz = np.ravel(dy_dz(x, W0, b0, W1=W1, b1=b1))
    return np.outer(dz * np.ravel(sigmoid_derivative(a=np.dot(W0, x) + b0)), x)
"""),
    Variant("in_place_on_copies", """
def dy_dW0(x, W0, b0, W1, b1):
    out = W0.astype(float).copy()
    out[...] = x
    z = np.array(forward(x, W0, b0, W1, b1)[0], dtype=float).ravel()
    z *= 1 - z
    z *= W1[0]
    out *= z[:, None]
    return out
"""),
    Variant("tensordot_by_partial", """
from functools import partial

def _gradient(slope, x, W0, b0, W1, b1):
    return np.tensordot(W1[0] * slope(W0 @ x + b0), x, axes=0)

dy_dW0 = partial(_gradient, lambda a: sigmoid(a) * sigmoid(-a))
"""),
    Variant("kronecker", _answer("np.kron(W1.T * (z * (1 - z))[:, None], x)")),
    Variant("decorated", """
import functools

def checked(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        assert result.shape == args[1].shape
        return result
    return wrapper

@checked
def dy_dW0(x, W0, b0, W1, b1):
    return np.outer(W1[0] / (2 + np.exp(W0 @ x + b0) + np.exp(-W0 @ x - b0)), x)
"""),
    Variant("fortran_order", _answer("np.asfortranarray(np.outer(x, W1[0] * z * (1 - z)).T)")),
)  # fmt: skip
