"""q5 accepts central differences with any good step and refuses one-sided ones with any step."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.slips import look
from autograder.judge.verdict import judge_question

ASSIGNMENT = questions.find("forward_backward")
QUESTION = ASSIGNMENT.question("q5_numerical_gradient")


def parts_paid(gradient, key):
    cases = question_cases(ASSIGNMENT, QUESTION, key)
    seen = {name: look({"numerical_gradient": gradient}, ask) for name, ask in cases.asks.items()}
    return {part.cases.part.name for part in judge_question(cases, seen, {}).parts if part.right}


def differences(quotient, own_step=None, dtype=float):
    """Return a numerical_gradient that uses quotient(move, s), where move(by) is f with one entry changed."""

    def numerical_gradient(f, theta, step=1e-5):
        gradient = np.zeros(np.shape(theta), dtype)
        for i in np.ndindex(gradient.shape):

            def move(by, i=i):
                moved = np.array(theta, float)
                moved[i] += by
                return f(moved)

            gradient[i] = quotient(move, own_step or step)
        return gradient

    return numerical_gradient


def central(move, s):
    return (move(s) - move(-s)) / (2 * s)


def five_points(move, s):
    return (8 * (move(s) - move(-s)) - (move(2 * s) - move(-2 * s))) / (12 * s)


def extrapolated(move, s):
    return (4 * central(move, s / 2) - central(move, s)) / 3


def one_sided(move, s):
    return (move(s) - move(0.0)) / s


KEYS = pytest.mark.parametrize("key", ["one", "two", "three", "four"])


@pytest.mark.sampled
@KEYS
@pytest.mark.parametrize("quotient", [central, five_points, extrapolated])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_central_differences_and_better_ones_are_full(quotient, dtype, key):
    assert parts_paid(differences(quotient, dtype=dtype), key) == {"values", "any shape", "theta left"}


@KEYS
@pytest.mark.parametrize("own_step", [1e-4, 1e-6])
def test_another_good_step_is_full(own_step, key):
    assert parts_paid(differences(central, own_step), key) == {"values", "any shape", "theta left"}


@pytest.mark.sampled
@KEYS
@pytest.mark.parametrize("own_step", [None, 1e-6, 1e-7, 1e-8, 1e-9])
def test_one_sided_differences_lose_values_whatever_their_step(own_step, key):
    assert parts_paid(differences(one_sided, own_step), key) == {"theta left"}


@KEYS
def test_a_coarse_step_of_its_own_loses_values(key):
    assert parts_paid(differences(central, 1e-3), key) == {"theta left"}
