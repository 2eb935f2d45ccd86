"""Test that a training run with a wrong step in its loop is named by that step."""

import numpy as np
import pytest

from autograder import questions
from autograder.checks.observation import Observation
from autograder.judge.cases import question_cases
from autograder.judge.composition import compose
from autograder.judge.verdict import judge_question
from autograder.questions.trainability.vocabulary import CHANGES, _losses


def cases():
    assignment = questions.find("trainability")
    return question_cases(assignment, assignment.question("q1_losses"), "runs")


@pytest.mark.slow
def test_run_without_a_change_is_the_reference():
    for case in cases().parts[0].all:
        truth = np.asarray(case.expect["value"])[:3]
        with np.errstate(all="ignore"):
            found = _losses(case.ask.arguments)
        assert np.allclose(found[np.isfinite(truth)], truth[np.isfinite(truth)], rtol=1e-6)


@pytest.mark.parametrize(
    "sentence", [next(iter(CHANGES)), *[pytest.param(one, marks=pytest.mark.slow) for one in list(CHANGES)[1:]]]
)
def test_change_is_named(sentence, monkeypatch):
    monkeypatch.setattr("autograder.questions.trainability.vocabulary.STEPS", 10_000)
    found = cases()
    with np.errstate(all="ignore"):
        seen = {
            key: Observation("returned", _losses(ask.arguments, **CHANGES[sentence])) for key, ask in found.asks.items()
        }
    monkeypatch.undo()
    judged = judge_question(found, seen, {})
    assert compose(judged, found.vocabulary).sentence == sentence
