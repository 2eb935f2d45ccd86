"""q9: ∂y/∂b⁽⁰⁾, its values, dead zones, and use of a formula in place of differences."""

from __future__ import annotations

from collections.abc import Iterator

import reference_impl as ref
from autograder.questions.forward_backward.network_domain import domain, network_cases, of_network
from autograder.questions.forward_backward.sample_networks import (
    BEYOND_MEASURING,
    DEAD_ZONES,
    SATURATED,
    SMALL,
    TALL_OUTPUT,
    WIDE,
    drawn,
    hidden_biases,
    of,
)
from autograder.questions.schema import Case, Draw, Part, Question, Slip, Variant

_NAME = "dy_db0"
DOMAIN = domain(_NAME, lambda *call: [of_network(hidden_biases)(*call)])


def public_values(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_biases, (SMALL, WIDE))


def hidden_values(draw: Draw) -> Iterator[Case]:
    yield from network_cases(DOMAIN, draw, hidden_biases)


def public_dead_zones(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_biases, (SATURATED,))


def hidden_dead_zones(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_biases, drawn(draw, DEAD_ZONES))


def public_by_formula(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_biases, (TALL_OUTPUT,))


def hidden_by_formula(draw: Draw) -> Iterator[Case]:
    return of(_NAME, hidden_biases, drawn(draw, BEYOND_MEASURING))


def _answer(expression: str, *before: str, a: str = "W0 @ x + b0") -> str:
    lines = [f"a = {a}", "z = sigmoid(a)", *before, f"return {expression}"]
    return "def dy_db0(x, W0, b0, W1, b1):\n" + "".join(f"    {line}\n" for line in lines)


SLIPS = (
    Slip("one_minus_z_left_out", "The slope of the sigmoid has two factors, and one of them is missing: "
         "the gradient should vanish where z is close to 1.",
         _answer("W1[0] * z")),
    Slip("z_left_out", "The slope of the sigmoid has two factors, and one of them is missing: "
         "the gradient should vanish where z is close to 0.",
         _answer("W1[0] * (1 - z)")),
    Slip("slope_left_out", "The sigmoid's slope is missing: between the bias and y lies the activation.",
         _answer("W1[0].copy()")),
    Slip("W1_left_out", "This is how the hidden activations answer to their biases; the link from them to y is "
         "missing.",
         _answer("z * (1 - z)")),
    Slip("input_included", "This is the gradient of the weights, a table with x in it: what is a bias multiplied with?",
         _answer("np.outer(W1[0] * z * (1 - z), x)")),
    Slip("summed_over_inputs", "The weights' gradient is added up over the inputs; the bias has a path of its own, "
         "and x is not on it.",
         _answer("W1[0] * z * (1 - z) * np.sum(x)")),
    Slip("averaged_over_inputs", "The weights' gradient is averaged over the inputs; the bias has a path of its own, "
         "and x is not on it.",
         _answer("W1[0] * z * (1 - z) * np.mean(x)")),
    Slip("bias_included", "The bias itself is in the product: how much does a pre-activation grow when its bias grows "
         "a little?",
         _answer("W1[0] * z * (1 - z) * b0")),
    Slip("ones_returned", "Every entry is 1, as for b1; a hidden bias has a longer way to y.",
         _answer("np.ones(len(b0))")),
    Slip("units_summed", "This is a single number, summed over the units; each unit has a bias of its own.",
         _answer("W1[0] @ (z * (1 - z))")),
    Slip("column_times_row", "A column of shape (h, 1) times a vector of shape (h,) makes a full h × h table: "
         "print the shapes of the factors.",
         _answer("W1.T * z * (1 - z)")),
    Slip("slope_at_z", "The sigmoid's derivative is taken at z; it belongs at the pre-activation a.",
         _answer("W1[0] * sigmoid_derivative(z)")),
    Slip("a_for_z", "The slope is written with the pre-activation where the activation belongs.",
         _answer("W1[0] * a * (1 - a)")),
    Slip("sign_reversed", "Every entry has the wrong sign: which way round is the difference in the sigmoid's slope?",
         _answer("W1[0] * z * (z - 1)")),
    Slip("slope_of_tanh", "The slope is that of tanh; the hidden layer has a sigmoid.",
         _answer("W1[0] * (1 - z ** 2)")),
    Slip("b0_left_out", "The pre-activations are computed without the bias.",
         _answer("W1[0] * z * (1 - z)", a="W0 @ x")),
    Slip("dead_zone_set_to_zero", "Deep in a dead zone the gradient is small, not 0: it seems to be cut off there.",
         _answer("W1[0] * np.where(np.abs(a) > 15, 0.0, z * (1 - z))")),
    Slip("clipped_at_30", "The pre-activations seem to be clipped at a bound that is too tight: deep in a dead zone "
         "the gradient keeps shrinking.",
         _answer("W1[0] * z * (1 - z)", a="np.clip(W0 @ x + b0, -30, 30)")),
    Slip("measured", "This looks measured. Measuring is a fine check; where the sigmoid is flat, or y is large, it "
         "drowns in rounding, and only a formula is accurate.",
         "def dy_db0(x, W0, b0, W1, b1):\n"
         "    return numerical_gradient(lambda b: forward(x, W0, b, W1, b1)[1], b0.astype(float))\n"),
    Slip("bias_overwritten", "The caller's b0 is used as working memory: += changes the very array that was handed in.",
         "def dy_db0(x, W0, b0, W1, b1):\n    b0 += W0 @ x\n    return W1[0] * sigmoid_derivative(b0)\n"),
)  # fmt: skip

VARIANTS = (
    Variant("z_one_minus_z", _answer("W1[0] * z * (1 - z)")),
    Variant("row", _answer("W1 * (z * (1 - z))")),
    Variant("column", _answer("W1.T * (z - z * z).reshape(-1, 1)")),
    Variant("diagonal", _answer("W1 @ np.diag(z * (1 - z))")),
    Variant("loop", """
def dy_db0(x, W0, b0, W1, b1):
    result = []
    for i, bias in enumerate(b0):
        a = sum(W0[i][j] * x[j] for j in range(len(x))) + bias
        result.append(W1[0][i] * np.exp(-a) / (1 + np.exp(-a)) ** 2)
    return result
"""),
    Variant("weights_with_input_one", """
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(np.append(x, 1.0), np.column_stack([W0, b0]), 0.0 * b0, W1, b1)[:, -1]
"""),
    Variant("tanh", _answer("W1.ravel() * (1 - t ** 2) / 4", "t = np.tanh(a / 2)")),
    Variant("float32", _answer("(W1[0] * z * (1 - z)).astype(np.float32)")),
    Variant("complex_step", """
def dy_db0(x, W0, b0, W1, b1):
    def y(b):
        return W1[0] @ (0.5 * (1 + np.tanh((W0 @ x + b) / 2))) + b1

    return np.array([y(b0 + 1e-40j * e).imag for e in np.eye(len(b0))]) / 1e-40
"""),
    Variant("by_other_questions", """
def dy_db0(x, W0, b0, W1, b1):
    slope = sigmoid_derivative(np.dot(W0, x) + b0)
    return np.ravel(dy_dz(x, W0, b0, W1, b1)) * np.ravel(slope)
"""),
)  # fmt: skip

QUESTION = Question(
    id="q9_hidden_biases",
    needs=("q3_sigmoid_derivative",),
    domains=(DOMAIN,),
    title="∂y/∂b⁽⁰⁾",
    parts=(
        Part("values", 2.0, public_values, hidden_values),
        Part("dead zones", 1.0, public_dead_zones, hidden_dead_zones),
        Part("by formula", 1.0, public_by_formula, hidden_by_formula),
    ),
    owns={"dy_db0": ref.dy_db0},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Compare each entry with numerical_gradient of y as a function of b0: what is the ratio? "
    "Then set x to zeros: should the biases' gradient vanish too?",
)
