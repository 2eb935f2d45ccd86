"""Test that stand-ins accept arguments of the cases' size and no larger ones."""

import time

import numpy as np
import pytest

from autograder import questions
from autograder.judge.callback_limits import Extent, extents
from autograder.judge.cases import question_cases


@pytest.mark.parametrize(
    "arguments",
    [(10**9,), (-(10**9),), (np.array([10**9]),), (np.ones(10_000),), ([1.0] * 10_000,), ({"a": [10**9]},)],
    ids=lambda arguments: type(arguments[0]).__name__,
)
def test_what_would_keep_the_judge_busy_is_refused(arguments):
    with pytest.raises(ValueError, match="at most"):
        Extent().check(arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_whatever_a_case_holds_is_taken(name):
    assignment = questions.find(name)
    all_cases = [question_cases(assignment, q, "bounds") for q in assignment.questions if not q.by_hand]
    found = extents(cases.largest for cases in all_cases)
    for cases in all_cases:
        for ask in cases.asks.values():
            if ask.name in found:
                found[ask.name].check(ask.arguments)


@pytest.mark.slow
def test_many_steps_asked_of_the_judge_are_not_taken(judged):
    asks = """
def gradient_descent(*a): return 1.0
def merge_identical_units(W0, b0, W1, b1):
    return gradient_descent(np.ones((2, 3)), np.ones(2), np.ones((2, 3)), np.ones(2), np.ones((1, 2)), 0.0, 0.1, 100_000)
"""
    began = time.process_time()
    assert judged(asks, "initialization")["q6_merge_units"].points == 0
    assert time.process_time() - began < 5  # computing it takes far longer
