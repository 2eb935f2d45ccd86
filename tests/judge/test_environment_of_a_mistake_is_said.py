"""Test with the real judge that a solution spoiled in one kind of call is described, for every question."""

import pytest

from autograder import questions
from autograder.questions.domain import ANY_SHAPE
from autograder.selftest.catalogue import Specimen, not_by_chance, overlaid, own_leaks
from autograder.selftest.specimens import solution

ROOT = "_right_before"
SPOIL = f"""
import numpy as _np
{ROOT} = {{name}}
_calls = []
def _each(change, value):
    if isinstance(value, dict):
        return {{{{key: _each(change, one) for key, one in value.items()}}}}
    if isinstance(value, tuple):
        return tuple(_each(change, one) for one in value)
    return change(_np.asarray(value, dtype=float))
def {{name}}(*args):
    _calls.append(args)
    {{body}}
"""
MORE = "_each(lambda v: v * 1.5 + 0.25, {0})"


def spoiled(name, condition, wrong=MORE):
    """Return the code of a function that answers `wrong` where `condition` holds."""
    body = f"value = {ROOT}(*args)\n    return {wrong.format('value')} if {condition} else value"
    return SPOIL.format(name=name, body=body)


def always(name, body):
    return SPOIL.format(name=name, body=body)


def functions():
    """Yield every function whose domain is declared and whose answers are compared as numbers."""
    for name in questions.names():
        for question in questions.find(name).questions:
            for domain in question.domains:
                yield name, question, domain


def environments(domain):
    """Yield (expected words, spoiled code) for the kinds of call of this function."""
    f, arguments = domain.function, domain.arguments
    integer = "_np.asarray(args[{}]).dtype.kind in 'iu'"
    counted = any(a.counts for a in arguments)  # no steps, no losses: nothing to be wrong
    free = [i for i, a in enumerate(arguments) if a.numeric and a.integers]
    if len(free) > 1:
        any_integer = " or ".join(integer.format(i) for i in free)
        yield "integers among the arguments", spoiled(f, any_integer)
    for i in free[:1] if len(free) == 1 else ():
        yield "integer", spoiled(f, integer.format(i))
    for i, argument in enumerate(arguments):
        if argument.numeric and argument.zero and argument.shape and argument.shape != ANY_SHAPE and not counted:
            yield f"{argument.name} is 0 throughout", spoiled(f, f"not _np.any(args[{i}])")
            break
    for letter in domain.sizes:
        holder = next((i for i, a in enumerate(arguments) if letter in a.shape), None)
        if holder is not None:
            size = f"_np.shape(args[{holder}])[{arguments[holder].shape.index(letter)}]"
            least = max(1, domain.sizes[letter][0])
            if least == 1:
                yield "= 1|is 1", spoiled(f, f"{size} == 1")
            yield "right only when|right when", spoiled(f, f"{size} != 3")
            break


CASES = [
    pytest.param(name, question.id, said, code, id=f"{domain.function}-{said}", marks=[] if domain.function in ("dy_dW0", "gradient_step") else pytest.mark.slow)
    for name, question, domain in functions()
    for said, code in environments(domain)
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "question_id", "said", "code"), CASES)
def test_kind_of_call_is_named(judged, judge, name, question_id, said, code):
    found = judged(code, name)[question_id]
    texts = [part.gap for part in found.parts if part.verdict != "right"]
    assert texts
    assert any(one in text for text in texts for one in said.split("|")), texts


EACH = "return _each(lambda v: {}, " + ROOT + "(*args))"
HABITS = {
    "rounded to 2 decimals": EACH.format("_np.round(v, 2)"),
    "rounded to 4 decimals": EACH.format("_np.round(v, 4)"),
    "rounded to 3 significant digits": EACH.format("_np.vectorize(lambda x: float('%.2e' % x), otypes=[float])(v)"),
    "single precision": EACH.format("(v * (1 + 2e-5)).astype(_np.float32).astype(float)"),
    "its first call": f"return {ROOT}(*_calls[0])",
    "differently the second time": f"return {ROOT}(*args) if len(_calls) == 1 else _each(lambda v: v * 1.5 + len(_calls), {ROOT}(*args))",
    "whatever the arguments are": f"return _each(lambda v: v * 1.5 + 1, {ROOT}(*_calls[0]))",
    "only nearly right": EACH.format("v * (1 + 1e-4 * _np.cos(_np.arange(v.size).reshape(v.shape) + v))"),
    "cut off above|cut off below": EACH.format("_np.clip(v, -0.8, 0.8)"),
    "only the last": EACH.format(
        "_np.concatenate([v.ravel()[:-1], v.ravel()[-1:] * 3 + 1]).reshape(v.shape) if v.size > 1 else v"
    ),
    "transpose, reshaped": EACH.format("v.T.reshape(v.shape)"),
}


# Answers that are few, whole, random or the same for most calls: nothing of these shows in them.
FEW = {"perceptron", "hidden_units_identical", "boundary", "relu_derivative", "dy_db1", "xavier_uniform", "he_normal",
       "box_dimension", "zero_init_forward", "zero_init_gradients", "numerical_gradient"}  # fmt: skip
SAME = FEW | {"convergence_measure", "sigmoid_derivative", "merge_identical_units"}
VECTORS = {"weight_gradient", "squared_loss_gradient", "gradient_step", "linear_gradient", "square_gradient",
           "quadratic_gradient", "dy_dW1", "dy_dz", "dy_db0", "forward"}  # fmt: skip
MATRICES = {"dy_dW0", "backward", "loss_gradients", "gradient_descent"}


def shows(habit, function):
    if habit.startswith("only the last"):
        return function in VECTORS
    if habit.startswith("transpose"):
        return function in MATRICES
    if habit.startswith("differently"):
        return function not in {"xavier_uniform", "he_normal"}
    return function not in (SAME if habit.startswith(("cut off", "its first", "whatever")) else FEW)


def habits():
    """Yield every function with every habit that its answers can show."""
    for name, question, domain in functions():
        for said, body in HABITS.items():
            if shows(said, domain.function):
                yield pytest.param(name, question.id, said, always(domain.function, body), id=f"{domain.function}-{said}",
                                   marks=[] if domain.function == "dy_dW0" else pytest.mark.slow)  # fmt: skip


@pytest.mark.parametrize(("name", "question_id", "said", "code"), list(habits()))
def test_habit_is_named(judge, name, question_id, said, code):
    one, specimen = judge(name), Specimen("", question_id, "", overlaid(solution(name), code))
    result = one.judge(specimen.submission)
    found = next(question for question in result.questions if question.id == question_id)
    texts = [part.gap for part in found.parts if part.verdict != "right"]
    assert any(one in text for text in texts for one in said.split("|")), texts
    one = judge(name)
    result = one.judge(overlaid(solution(name), code), only={question_id})
    suspects = own_leaks(one, result)
    assert not not_by_chance(
        suspects, one, Specimen("", question_id, "", overlaid(solution(name), code)), {question_id}
    )
