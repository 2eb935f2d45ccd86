"""q3: σ′, its values, elementwise use and extremes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import reference_impl as ref
from autograder.questions.forward_backward.sample_elementwise import (
    DEAD,
    cases,
    drawn,
    elementwise,
    extremes,
    far_out,
    is_plain_vector,
    of_a_sigmoid,
    silently,
)
from autograder.questions.schema import Case, Draw, Part, Question, Slip, Variant

_EXPECT = of_a_sigmoid(ref.sigmoid_derivative)
_NAME = "sigmoid_derivative"
DOMAIN = elementwise(_NAME, _EXPECT, DEAD)


def public_values(draw: Draw) -> Iterator[Case]:
    return cases(_NAME, _EXPECT, ((np.array([0.0, 1.0, -2.0]), ()), (np.array([-25.0, 35.0]), ("dead zone",))))


def public_elementwise(draw: Draw) -> Iterator[Case]:
    arguments = (np.array([[0.5, -1.5], [3.0, 0.0]]), ()), (-0.5, ("scalar",)), (np.array([-1, 2]), ("integers",))
    return cases(_NAME, _EXPECT, arguments)


def public_extremes(draw: Draw) -> Iterator[Case]:
    return cases(_NAME, silently(_EXPECT), ((np.array([-1000.0, 0.0, 1000.0]), ()), (-1000, ("integers",))))


def hidden_values(draw: Draw) -> Iterator[Case]:
    yield from cases(_NAME, _EXPECT, [(far_out(draw), ("a dead zone",))])
    yield from drawn(DOMAIN, draw.shared(), _EXPECT, is_plain_vector)


def hidden_elementwise(draw: Draw) -> Iterator[Case]:
    yield from cases(_NAME, _EXPECT, [(draw.uniform(0.5, 2, 1, 1), ("a matrix of one entry",))])
    yield from drawn(DOMAIN, draw.shared(), _EXPECT, lambda a: not is_plain_vector(a))


def hidden_extremes(draw: Draw) -> Iterator[Case]:
    return cases(_NAME, silently(_EXPECT), extremes(draw))


def _answer(expression: str, before: str = "s = sigmoid(a)") -> str:
    return f"def sigmoid_derivative(a):\n    {before}\n    return {expression}\n"


SLIPS = (
    Slip("argument_taken_for_activation", "This would be right if the argument were σ(a); it is the pre-activation a "
         "itself.",
         _answer("a * (1 - a)")),
    Slip("second_factor_left_out", "This is σ(a) itself: a factor is missing. The slope has to vanish at both ends.",
         _answer("s")),
    Slip("first_factor_left_out", "This falls from 1 to 0: a factor is missing. The slope has to vanish at both ends.",
         _answer("1 - s")),
    Slip("sign_reversed", "The sign is the wrong way round: the sigmoid rises everywhere, so its slope is positive.",
         _answer("s * (s - 1)")),
    Slip("sum_for_difference", "This does not vanish for large arguments: look at the sign inside the brackets.",
         _answer("s * (1 + s)")),
    Slip("sigmoid_applied_twice", "The sigmoid seems to be applied to something that it was applied to already.",
         _answer("t * (1 - t)", before="t = sigmoid(sigmoid(a))")),
    Slip("square_for_product", "This is the slope of tanh written with the sigmoid's value; σ has a formula of its "
         "own.",
         _answer("1 - s ** 2")),
    Slip("derivative_of_tanh", "This is the slope of tanh: it reaches 1 at 0, where the sigmoid's slope is ¼.",
         _answer("1 - np.tanh(a) ** 2")),
    Slip("first_factor_squared", "Where the sigmoid is small, the slope comes out far smaller still: one factor too "
         "many.",
         _answer("s * s * (1 - s)")),
    Slip("overflow_at_minus_1000", "Right for moderate arguments; at large negative ones an exponential of your own "
         "overflows and NumPy warns.",
         _answer("s * (1 - s)", before="s = 1 / (1 + np.exp(-a))")),
    Slip("quotient_overflows", "Right for moderate arguments; at large negative ones infinity is divided by infinity. "
         "The formula with σ itself has no such trouble.",
         _answer("np.exp(-a) / (1 + np.exp(-a)) ** 2", before="a = np.asarray(a, dtype=float)")),
    Slip("clipped_at_30", "Arguments seem to be clipped at a bound that is too tight: far out in a dead zone the slope "
         "keeps shrinking, and so should your values.",
         _answer("s * sigmoid(-np.clip(a, -30, 30))", before="s = sigmoid(np.clip(a, -30, 30))")),
    Slip("measured", "Measured differences are good where the curve bends; where it is flat they drown in rounding.",
         _answer("(sigmoid(a + 1e-5) - sigmoid(a - 1e-5)) / 2e-5", before="pass")),
    Slip("e_typed_in", "The digits of e seem to be typed in by hand; a few of them are too few. NumPy knows e.",
         _answer("e / (1 + e) ** 2", before="e = 2.718 ** -np.abs(a)")),
    Slip("result_made_of_integers", "For integers the results are cut to 0: the array that they are written into was "
         "made like an integer array.",
         "def sigmoid_derivative(a):\n    out = np.zeros_like(a)\n"
         "    out[...] = sigmoid(a) * (1 - sigmoid(a))\n    return out\n"),
    Slip("vectors_only", "This walks over a vector, one entry after the other; a plain number has no length "
         "and cannot be walked over.",
         _answer("np.array([sigmoid(a[i]) * (1 - sigmoid(a[i])) for i in range(len(a))])", before="pass")),
    Slip("result_summed", "There is one number for the whole array; each entry has a slope of its own.",
         _answer("np.dot(np.ravel(s), np.ravel(1 - s))")),
    Slip("argument_overwritten", "The result is right, but the caller's array is changed on the way: an operation in "
         "place, such as *=, works on the very array that was handed in.",
         _answer("s * sigmoid(a)", before="s = sigmoid(a)\n    a *= -1")),
)  # fmt: skip

VARIANTS = (
    Variant("z_times_one_minus_z", _answer("s * (1 - s)")),
    Variant("z_minus_square", _answer("s - np.square(s)")),
    Variant("product_of_both_ends", _answer("sigmoid(a=a) * sigmoid(a=-a)", before="pass")),
    Variant("hyperbolic_cosine", _answer("0.25 / np.cosh(np.clip(a, -700, 700) / 2) ** 2", before="pass")),
    Variant("tanh", _answer("(1 - np.tanh(np.divide(a, 2)) ** 2) / 4", before="pass")),
    Variant("even_function", _answer("e / (1 + e) ** 2", before="e = np.exp(-np.abs(a))")),
    Variant("complex_step", """
def sigmoid_derivative(a):
    a = np.clip(np.asarray(a, dtype=float), -700, 700)
    return np.imag(1 / (1 + np.exp(-(a + 1e-30j)))) / 1e-30
"""),
    Variant("loop_over_flat", """
def sigmoid_derivative(a):
    a = np.asarray(a)
    out = np.zeros(a.size)
    for i, value in enumerate(a.flat):
        p = float(sigmoid(value))
        out[i] = p * (1.0 - p)
    return out.reshape(a.shape)
"""),
    Variant("float32", _answer("s * (1 - s)", before="s = np.asarray(sigmoid(a), dtype=np.float32)")),
    Variant("quotient_without_warnings", """
def sigmoid_derivative(a):
    a = np.array(a, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        out = np.exp(-a) / (1 + np.exp(-a)) ** 2
    return np.nan_to_num(out)
"""),
)  # fmt: skip

QUESTION = Question(
    id="q3_sigmoid_derivative",
    needs=("q2_sigmoid",),
    title="Its slope",
    parts=(
        Part("values", 1.0, public_values, hidden_values),
        Part("elementwise", 1.0, public_elementwise, hidden_elementwise),
        Part("extremes", 1.0, public_extremes, hidden_extremes),
    ),
    domains=(DOMAIN,),
    owns={"sigmoid_derivative": ref.sigmoid_derivative},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Compare sigmoid_derivative(a) with (sigmoid(a + 1e-5) − sigmoid(a − 1e-5)) / 2e-5 at a = −2, 0 and 2: "
    "what is the ratio?",
)
