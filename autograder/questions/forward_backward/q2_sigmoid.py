"""q2: σ, its values, elementwise use and extremes."""

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

_EXPECT = of_a_sigmoid(ref.sigmoid)
DOMAIN = elementwise("sigmoid", _EXPECT, DEAD)


def public_values(draw: Draw) -> Iterator[Case]:
    arguments = (np.array([0.0, 1.0, -2.0]), ()), (np.array([-25.0, 35.0]), ("dead zone",))
    return cases("sigmoid", _EXPECT, arguments)


def public_elementwise(draw: Draw) -> Iterator[Case]:
    arguments = (np.array([[0.5, -1.5], [3.0, 0.0]]), ()), (-0.5, ("scalar",)), (np.array([-1, 2]), ("integers",))
    return cases("sigmoid", _EXPECT, arguments)


def public_extremes(draw: Draw) -> Iterator[Case]:
    return cases("sigmoid", silently(_EXPECT), ((np.array([-1000.0, 0.0, 1000.0]), ()), (-1000, ("integers",))))


def hidden_values(draw: Draw) -> Iterator[Case]:
    yield from cases("sigmoid", _EXPECT, [(far_out(draw), ("a dead zone",))])
    yield from drawn(DOMAIN, draw.shared(), _EXPECT, is_plain_vector)


def hidden_elementwise(draw: Draw) -> Iterator[Case]:
    yield from cases("sigmoid", _EXPECT, [(draw.uniform(0.5, 2, 1, 1), ("a matrix of one entry",))])
    yield from drawn(DOMAIN, draw.shared(), _EXPECT, lambda a: not is_plain_vector(a))


def hidden_extremes(draw: Draw) -> Iterator[Case]:
    return cases("sigmoid", silently(_EXPECT), extremes(draw))


def _answer(expression: str, before: str = "a = np.asarray(a, dtype=float)") -> str:
    return f"def sigmoid(a):\n    {before}\n    return {expression}\n"


_STABLE = "np.exp(-np.logaddexp(0, -a))"

SLIPS = (
    Slip("overflow_at_minus_1000", "Right for moderate arguments; at large negative ones the exponential overflows "
         "and NumPy warns. For which sign of a is e⁻ᵃ harmless?",
         _answer("1 / (1 + np.exp(-a))")),
    Slip("overflow_at_plus_1000", "Right for moderate arguments; at large positive ones infinity is divided by "
         "infinity. For which sign of a is eᵃ harmless?",
         _answer("np.exp(a) / (1 + np.exp(a))")),
    Slip("both_branches_computed", "The right branch is picked, but np.where computes both first, and the other one "
         "overflows with a warning: make the exponent harmless before exp sees it.",
         _answer("np.where(a >= 0, 1 / (1 + np.exp(-a)), np.exp(a) / (1 + np.exp(a)))")),
    Slip("sign_of_exponent", "The curve falls where it should rise: look at the sign in the exponent.",
         _answer("1 / (1 + np.exp(np.clip(a, -500, 500)))")),
    Slip("tanh_for_sigmoid", "This is tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.",
         _answer("np.tanh(a)")),
    Slip("relu_for_sigmoid", "This is ReLU, which has no upper bound; the sigmoid stays between 0 and 1.",
         _answer("np.maximum(a, 0.0)")),
    Slip("straight_line", "This is a straight line with its ends cut off; the sigmoid bends everywhere.",
         _answer("np.clip(np.multiply(0.25, a) + 0.5, 0.0, 1.0)")),
    Slip("other_base", "The curve has the right shape and the wrong width: the exponential's base is e.",
         _answer("1 / (1 + 2.0 ** -np.clip(a, -1000.0, 1000.0))")),
    Slip("softmax_for_sigmoid", "The results add up to 1: that is softmax, which sets entries against each other. "
         "The sigmoid treats each entry by itself.",
         _answer("np.exp(a - np.max(a)) / np.sum(np.exp(a - np.max(a)))")),
    Slip("derivative_for_value", "This is the slope of the sigmoid, not the sigmoid: at 0 it should give ½.",
         _answer(f"{_STABLE} * np.exp(-np.logaddexp(0, a))")),
    Slip("exponential_alone", "At 0 this gives 1, and there is no upper bound: part of the denominator is missing.",
         _answer("np.exp(np.clip(a, -500, 500))")),
    Slip("clipped_at_30", "Arguments seem to be clipped at a bound that is too tight: far down in the dead zone the "
         "sigmoid keeps shrinking, and so should your values.",
         _answer("1 / (1 + np.exp(-np.clip(a, -30, 30)))")),
    Slip("cut_off_at_30", "Beyond ±30 your results are exactly 0 or 1. The sigmoid never reaches either: it only comes "
         "closer.",
         "def sigmoid(a):\n    z = 1 / (1 + np.exp(-np.clip(a, -700, 700)))\n"
         "    return np.where(np.abs(a) > 30, np.where(np.asarray(a) > 0, 1.0, 0.0), z)\n"),
    Slip("scalars_only", "This works for one number at a time: functions from `math` do not take arrays, "
         "those from NumPy do.",
         "import math\n\n" + _answer("1 / (1 + math.exp(-a))", before="pass")),
    Slip("vectors_only", "This walks over a vector, one entry after the other; a plain number has no length "
         "and cannot be walked over.",
         _answer("np.array([np.exp(-np.logaddexp(0, -a[i])) for i in range(len(a))])", before="pass")),
    Slip("result_flattened", "The values are right, but they come back as one long vector: keep the shape of the "
         "argument.",
         _answer(f"np.ravel({_STABLE})")),
    Slip("result_made_of_integers", "For integers the results are cut to 0 and 1: the array that they are written into "
         "was made like an integer array.",
         "def sigmoid(a):\n    out = np.zeros_like(a)\n"
         "    out[...] = np.exp(-np.logaddexp(0, -np.asarray(a, dtype=float)))\n    return out\n"),
    Slip("argument_overwritten", "The result is right, but the caller's array is changed on the way: "
         "an operation in place, such as *=, works on the very array that was handed in.",
         _answer("np.exp(-np.logaddexp(0, a))", before="a *= -1")),
)  # fmt: skip

VARIANTS = (
    Variant("tanh", _answer("0.5 * (1 + np.tanh(a / 2))")),
    Variant("clip_500", _answer("1.0 / (1.0 + np.exp(-np.clip(a, -500, 500)))", before="pass")),
    Variant("one_exponential", _answer("np.where(a >= 0, 1.0, np.exp(-np.abs(a))) / (1.0 + np.exp(-np.abs(a)))")),
    Variant("logaddexp", _answer(_STABLE)),
    Variant("errstate", """
def sigmoid(a):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-np.asarray(a, dtype=np.float64)))
"""),
    Variant("masks", """
def sigmoid(a):
    a = np.asarray(a, dtype=float)
    out = np.empty_like(a)
    up = a >= 0
    out[up] = 1 / (1 + np.exp(-a[up]))
    e = np.exp(a[~up])
    out[~up] = e / (1 + e)
    return out
"""),
    Variant("vectorize_with_math", """
import math

@np.vectorize
def sigmoid(a):
    if a >= 0:
        return 1 / (1 + math.exp(-a))
    return math.exp(a) / (1 + math.exp(a))
"""),
    Variant("one_minus", """
def sigmoid(a):
    with np.errstate(over="ignore"):
        return 1 - 1 / (1 + np.exp(a))
"""),
    Variant("recursive_lists", """
def sigmoid(a):
    if np.ndim(a) > 0:
        return [sigmoid(row) for row in a]
    return 0.5 + 0.5 * float(np.tanh(0.5 * a))
"""),
    Variant("piecewise", """
sigmoid = lambda a: np.piecewise(
    np.asarray(a, float), [np.asarray(a) < 0],
    [lambda t: np.exp(t) / (np.exp(t) + 1), lambda t: 1 / (np.exp(-t) + 1)])
"""),
    Variant("float32", """
def sigmoid(a):
    a = np.asarray(a, dtype=np.float32)
    return (1 + np.tanh(a / 2)) / 2
"""),
    Variant("object_with_call", """
class Sigmoid:
    def __call__(self, a):
        small = np.exp(-np.absolute(a))
        return np.where(np.greater(a, 0), 1 / (1 + small), small / (1 + small))

sigmoid = Sigmoid()
"""),
)  # fmt: skip

QUESTION = Question(
    id="q2_sigmoid",
    title="A smooth step",
    parts=(
        Part("values", 1.0, public_values, hidden_values),
        Part("elementwise", 1.0, public_elementwise, hidden_elementwise),
        Part("extremes", 1.0, public_extremes, hidden_extremes),
    ),
    domains=(DOMAIN,),
    owns={"sigmoid": ref.sigmoid},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Print sigmoid(np.log(3)), which is 3/4, then sigmoid(np.array([[-3, 3]])), which rises, and "
    "sigmoid(np.array([-1000, 1000])), which is 0 and 1.",
)
