"""A fault planted in the judge makes `nnhw check` refuse: the proof can fail, and fails for the reason planted."""

from dataclasses import replace

import pytest

from autograder import questions
from autograder.checks import tolerance
from autograder.judge import cases as cases_of_questions
from autograder.judge import judge as judge_module
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer
from autograder.selftest.catalogue import refusals, specimens
from autograder.selftest.specimens import solution, stub


@pytest.fixture(scope="module")
def server():
    with ForkServer(slot=60) as server:
        yield server


@pytest.fixture
def refused(server):
    """What the check refuses of one question's slips, through the real judge and a real worker."""

    def of(name, question):
        judge = Judge(questions.find(name), "planted", server)
        those = specimens(questions.find(name), solution(name), stub(name))
        slips = [one for one in those if (one.kind, one.question) == ("slip", question)]
        found = [(one, judge.judge(one.submission, only={question})) for one in slips]
        return [str(r) for one, result in found for r in refusals(judge, one, result, {question})]

    return of


def plant_cases(monkeypatch, change, planted_in):
    """Let `change` have its way with the cases of one question before they are used."""
    honest = cases_of_questions.question_cases

    def planted(assignment, question, key):
        found = honest(assignment, question, key)
        if question.id != planted_in:
            return found
        parts = tuple(replace(p, public=tuple(change(p.public)), hidden=tuple(change(p.hidden))) for p in found.parts)
        return replace(found, parts=parts)

    monkeypatch.setattr(judge_module, "question_cases", planted)


@pytest.mark.slow
def test_without_a_plant_nothing_is_refused(refused):
    assert refused("forward_backward", "q3_sigmoid_derivative") == []
    assert refused("forward_backward", "q10_backward") == []


@pytest.mark.slow
def test_a_tolerance_of_one_percent_is_noticed(refused, monkeypatch):
    monkeypatch.setattr(tolerance, "RTOL", 1e-2)
    assert refused("forward_backward", "q3_sigmoid_derivative")


def test_an_upstream_of_one_is_noticed(refused, monkeypatch):
    plant_cases(monkeypatch, lambda cases: [case for case in cases if case.ask.arguments[-1] == 1], "q10_backward")
    assert any("upstream" in sentence for sentence in refused("forward_backward", "q10_backward"))


@pytest.mark.slow
def test_square_networks_alone_are_noticed(refused, monkeypatch):
    def square(cases):
        weights = ((case, case.ask.arguments[1]) for case in cases)
        return [case for case, W0 in weights if W0.shape[0] == W0.shape[1]]

    plant_cases(monkeypatch, square, "q8_hidden_weights")
    assert refused("forward_backward", "q8_hidden_weights")


@pytest.mark.slow
def test_a_missing_repetition_is_noticed(refused, monkeypatch):
    monkeypatch.setattr(cases_of_questions.QuestionCases, "repeats", {})
    assert refused("initialization", "q7_break_symmetry")
