"""Every function: an answer remembered from another call is wrong, and a modified argument costs a point."""

import numpy as np
import pytest

from autograder import questions
from autograder.checks.arguments import build
from autograder.judge.cases import question_cases
from autograder.judge.slips import look, reference_namespace
from autograder.judge.verdict import judge_question

REMEMBERING = """
_right, _seen = {name}, {{}}
def {name}(*arguments):
    key = {key}
    if key not in _seen:
        _seen[key] = _right(*arguments)
    return _seen[key]
"""
CHANGING = """
_right = {name}
def {name}(*arguments):
    result = _right(*arguments)
    for argument in arguments:
        if isinstance(argument, np.ndarray) and argument.size:
            argument[...] = argument + 1 if argument.dtype != bool else ~argument
    return result
"""
KEYS = {"any": "None", "shapes": "tuple(np.shape(argument) for argument in arguments)"}
FUNCTIONS = [
    pytest.param(name, question, function, id=f"{name}-{question.id}-{function}")
    for name in questions.names()
    for question in questions.find(name).questions
    for function, reference in question.owns.items()
    if callable(reference)
]
CONSTANT = {"dy_db1"}  # ∂y/∂b⁽¹⁾ is 1, whatever the arguments: remembering it is right


def judged(name, question, code):
    assignment = questions.find(name)
    cases = question_cases(assignment, question, "a key")
    namespace = reference_namespace(assignment)
    exec(compile(code, "<attack>", "exec"), namespace)
    seen = {key: look(namespace, ask) for key, ask in cases.asks.items()}
    again = {function: look(namespace, ask) for function, ask in cases.repeats.items()}
    return judge_question(cases, seen, again)


@pytest.mark.sampled
@pytest.mark.parametrize("remembered_by", KEYS)
@pytest.mark.parametrize(("name", "question", "function"), FUNCTIONS)
def test_a_remembered_answer_is_wrong(name, question, function, remembered_by):
    found = judged(name, question, REMEMBERING.format(name=function, key=KEYS[remembered_by]))
    assert (found.points < question.points) == (function not in CONSTANT)


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "question", "function"), FUNCTIONS)
def test_a_changed_argument_costs_a_point_where_there_is_one_to_change(name, question, function):
    takes_arrays = any(
        isinstance(build(recipe), np.ndarray) for recipe in first_call(name, question, function).arguments
    )
    found = judged(name, question, CHANGING.format(name=function))
    assert (found.points < question.points) == takes_arrays


def first_call(name, question, function):
    cases = question_cases(questions.find(name), question, "a key")
    return next(ask for ask in cases.asks.values() if ask.name == function)
