"""q1: the perceptron, a step function with values 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, number
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, NEAREST, Argument, Domain, Row, Special, Values, both_sides, is_integer
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant


def public(draw: Draw) -> Iterator[Case]:
    yield _case([2.0, 1.0], [1.0, -1.0], -0.5)
    yield _case([2.0, 1.0], [1.0, -1.0], -1.5)
    yield _case([1.0, -2.0, 0.5], [-1.0, -1.0, 2.0], -1.0)


def hidden(draw: Draw) -> Iterator[Case]:
    """Yield cases with w·x + b slightly above or below 0, where the bias, w·x or both decide the sign."""
    for sign, bias_decides in ((1, True), (-1, True), (1, False), (-1, False)):
        yield _at(draw, 3, sign * draw.uniform(0.1, 0.4), bias_decides)
    for sign in (1, -1):  # both agree and the bias is larger, so that subtracting it would reverse the decision
        yield _at(draw, 3, sign * draw.uniform(12, 20), False)
    yield from cases(DOMAIN, covering(DOMAIN, draw), _expected)


def _at(draw: Draw, d: int, total: float, bias_decides: bool, *tags: str) -> Case:
    """Return a case with x at a random scale, |w·x| from 2 to 5, and w·x + b = total."""
    x, w = draw.normal(d, scale=draw.scale()), draw.normal(d)
    wanted = draw.uniform(2, 5) * np.sign(total) * (-1 if bias_decides else 1)
    w = w * (wanted / (w @ x))
    return _case(x, w, float(total - wanted), *tags)


def _case(x: object, w: object, b: float, *tags: str) -> Case:
    x, w = np.asarray(x), np.asarray(w)
    return Case(Call("perceptron", (x, w, b)), _expected(x, w, b), tags)


def _expected(x: np.ndarray, w: np.ndarray, b: float) -> Expectation:
    return number(ref.perceptron(x, w, b))


def _distance(x: np.ndarray, w: np.ndarray, b: float) -> float:
    """Return w·x + b relative to the larger of its two terms."""
    return float((w @ x + b) / (max(abs(w @ x), abs(b)) or 1))


def _is_off_the_border(x: np.ndarray, w: np.ndarray, b: float) -> bool:
    """Return True if the sum is so far from 0 that rounding and the order of summation cannot change its sign."""
    terms = float(np.abs(w) @ np.abs(x)) + abs(b)
    return abs(_distance(x, w, b)) >= 0.9 * NEAREST and abs(w @ x + b) > 1e-5 * terms


_ABOVE, _BELOW = both_sides("the border", _distance)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Move the sum away from 0, or as near to it as the row requires."""
    x, w, b = values["x"], values["w"], values["b"]
    if row.special == _LAST:
        x, w = np.resize(x, BIGGEST) + 0.0, np.resize(w, BIGGEST) + 0.0
        order = np.argsort(w * x)
        return {"x": x[order], "w": w[order], "b": float(np.max(w * x) / 2 - w @ x)}
    if row.special == _CLOSE:
        return {"x": x, "w": w, "b": _swap_decides(x, w, draw)}
    if row.special:
        side = 1 if row.special == _ABOVE.name else -1
        x = x * 0.1 if not is_integer(x) else x  # the absolute distance is then small, too
        total = float(w @ x)
        return {"x": x, "w": w, "b": -total + side * draw.uniform(1.05, 1.6) * NEAREST * abs(total)}
    if b == 0 and not is_integer(x) and "x" not in row.styles:
        x = x * draw.uniform(0.2, 0.6) / (abs(float(w @ x)) or 1)  # a bias of 1 in place of 0 then decides
    if row.styles.get("b", "mixed") == "mixed" and not is_integer(b):
        b = float(draw.choice((-1, 1)) * draw.uniform(0.1, 3.0) - w @ x)
    if row.styles.get("b", "mixed") == "mixed" and is_integer(b) and draw.integers(0, 2):
        b = round(float(w[-1] * x[-1] / 2 - w @ x)) or b  # so that the last entry decides
    while abs(w @ x + b) < 0.05:
        x = x + (1 if is_integer(x) else 0.5) * draw.integers(1, 3, len(x))
    return {"x": x, "w": w, "b": b}


_CLOSE = "a close decision"
_LAST = "the last of many entries decide"


def _last_decide(x: np.ndarray, w: np.ndarray, b: float) -> bool:
    """Return True if the decision of the largest input turns when its last entry, or up to three, are left out."""
    left = {ref.perceptron(x[:-k], w[:-k], b) for k in (1, 2, 3)} if len(x) == BIGGEST else set()
    return left == {1 - ref.perceptron(x, w, b)}


def _swap_decides(x: np.ndarray, w: np.ndarray, draw: Draw) -> float:
    """Return a bias by which the decision turns when two inner entries of x, or of w, change places."""
    inner = range(1, len(x) - 1)
    gains = [-(x[i] - x[j]) * (w[i] - w[j]) for i in inner for j in inner if i < j]
    gains = [gain for gain in gains if abs(gain) >= 1] or [1.0]
    return float(-np.sign(draw.choice(gains)) * draw.uniform(0.2, 0.4) - w @ x)


DOMAIN = Domain(
    "perceptron",
    (Argument("x", ("d",)), Argument("w", ("d",)), Argument("b")),
    lambda *call: [_expected(*call)],
    sizes={"d": (1, BIGGEST)},
    specials=(_ABOVE, _BELOW, Special(_LAST, _last_decide)),
    settle=_settled,
    fits=_is_off_the_border,
    first=Row(special=_CLOSE),
    public={"d": 3},
    rivals={
        "decided by w": lambda x, w, b: int(w.sum() > 0),
        "the last entry left out": lambda x, w, b: int(w[:-1] @ x[:-1] + b > 0),
        "b left out": lambda x, w, b: int(w @ x > 0),
        "1 in place of a b of 0": lambda x, w, b: int(w @ x + (b or 1) > 0),
    },
)


def _answer(expression: str) -> str:
    return f"def perceptron(x, w, b):\n    return {expression}\n"


SLIPS = (
    Slip("bias_left_out", "The bias plays no part in the decision: only w·x is looked at.",
         _answer("int(w @ x > 0)")),
    Slip("bias_subtracted", "The bias seems to be taken off the weighted sum; which way does it shift the border?",
         _answer("int(w @ x - b > 0)")),
    Slip("classes_swapped", "The two classes are the wrong way round: look again at which side of the border is 1.",
         _answer("0 if w @ x + b > 0 else 1")),
    Slip("minus_one_for_zero", "The other class is returned as −1; here the two classes are called 1 and 0.",
         _answer("1 if w @ x + b > 0 else -1")),
    Slip("sum_returned", "This is the weighted sum itself; the decision, 1 or 0, still has to be made.",
         _answer("w @ x + b")),
    Slip("sum_cut_at_zero", "The weighted sum comes back, only cut off at 0: the decision is 1 or 0.",
         _answer("max(0.0, w @ x + b)")),
    Slip("weights_added", "Weights and inputs are added; each input is multiplied by its weight.",
         _answer("int(np.sum(w + x) + b > 0)")),
    Slip("sigmoid_for_step", "This is a smooth value between 0 and 1; a perceptron decides for one of the two.",
         _answer("sigmoid(w @ x + b)")),
    Slip("threshold_at_one_half", "The sum is compared with ½, which is the border for a probability, not for a sum.",
         _answer("int(w @ x + b > 0.5)")),
    Slip("products_not_summed", "There is one answer for each input; one neuron gives a single answer for all of them.",
         _answer("np.where(w * x + b > 0, 1, 0)")),
    Slip("weights_left_out", "The inputs are summed as if every weight were 1.",
         _answer("int(np.sum(x) + b > 0)")),
    Slip("any_input_fires", "One weighted input above the border is enough here; it is their sum that decides.",
         _answer("int(np.any(w * x + b > 0))")),
    Slip("bias_for_each_input", "The bias weighs too little or too much against the sum: it is added once, and nothing is averaged.",
         _answer("int(np.sum(w * x + b) > 0)")),
)  # fmt: skip

VARIANTS = (
    Variant("loop", """
def perceptron(x, w, b):
    total = b
    for i in range(len(x)):
        total += w[i] * x[i]
    if total > 0:
        return 1
    return 0
"""),
    Variant("boolean", _answer("np.dot(x, w) + b > 0")),
    Variant("where", _answer("np.where(np.sum(np.multiply(w, x)) + b > 0, 1, 0)")),
    Variant("heaviside", _answer("np.heaviside(np.inner(w, x) + b, 0)")),
    Variant("row_times_column", _answer("((w.reshape(1, -1) @ x.reshape(-1, 1) + b) > 0).astype(int)")),
    Variant("bias_as_weight", _answer("int(np.append(w, b) @ np.append(x, 1) > 0)")),
    Variant("half_of_sign", _answer("(1 + np.sign(sum(wi * xi for wi, xi in zip(w, x)) + b)) / 2")),
    Variant("one_element_list", _answer("[int(np.einsum('i,i->', w, x) > -b)]")),
)  # fmt: skip

QUESTION = Question(
    id="q1_perceptron",
    title="Where it all began",
    parts=(Part("values", 2.0, public, hidden),),
    domains=(DOMAIN,),
    owns={"perceptron": ref.perceptron},
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Take one input with x = 1 and w = 1, let b run from −2 to 2 and print the answers: where do they "
    "change?",
)
