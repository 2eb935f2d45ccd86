"""The gate of spoilers: every function declares its domain, every spoiler is seen, and no regime can be taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder import questions
from autograder.checks.arguments import build
from autograder.judge.cases import question_cases
from autograder.questions.covering import in_regime
from autograder.questions.regimes import regimes
from autograder.questions.schema import Draw
from autograder.selftest import spoiler_run
from autograder.selftest.spoiler_run import EXCUSED, solved, spoiled, without_domain
from autograder.selftest.spoilers import Trial, spoilers, without

QUESTIONS = [
    pytest.param(name, question.id, id=f"{name}-{question.id}")
    for name in questions.names()
    for question in questions.find(name).questions
    if question.domains
]
DOMAINS = [
    pytest.param(name, question.id, domain, id=f"{name}-{domain.function}")
    for name in questions.names()
    for question in questions.find(name).questions
    for domain in question.domains
]


@pytest.mark.parametrize("name", questions.names())
def test_every_function_declares_its_domain(name):
    assert [one for question in questions.find(name).questions for one in without_domain(question)] == []


@pytest.mark.sampled
@pytest.mark.parametrize("name, question", QUESTIONS)
def test_every_spoiler_is_seen(name, question):
    assignment = questions.find(name)
    found = list(spoiled(assignment, assignment.question(question), "a key"))
    assert [str(one.spoiler) for one in found if one.survived] == []
    assert sum(bool(one.reason) for one in found) <= 0.03 * len(found)


@pytest.mark.slow
@pytest.mark.parametrize("key", [f"key {i}" for i in range(20)])
@pytest.mark.parametrize("name, question", QUESTIONS)
def test_no_spoiler_survives_under_any_key(name, question, key):
    assignment = questions.find(name)
    found = list(spoiled(assignment, assignment.question(question), key))
    assert {str(one.spoiler) for one in found if one.survived} == set()


def test_a_spoiler_that_hides_under_one_key_alone_is_no_hole(monkeypatch):
    """Else a course whose key draws such calls could not be built."""
    assignment = questions.find("chain_rule")
    question = assignment.question("q7_gradient_step")
    honest = list(spoiled(assignment, question, "a key"))
    first, second = honest[0], honest[1]

    def hiding(assignment, question, key):
        alive = {str(first.spoiler)} | ({str(second.spoiler)} if key in ("a key", "a key, another 0") else set())
        return [replace(one, caught=str(one.spoiler) not in alive) for one in honest]

    monkeypatch.setattr(spoiler_run, "spoiled", hiding)
    both = {str(first.spoiler), str(second.spoiler)}
    assert spoiler_run.surviving(assignment, question, "a key", both) == {str(first.spoiler)}


@pytest.mark.sampled
@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_without_the_cases_of_a_regime_the_gate_fails(name, question, domain):
    """For every regime: its spoilers are seen by no other case."""
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question), "a key")
    for regime in regimes(domain):
        left = Trial(without(cases, domain, regime), domain, solved(name)[domain.function])
        assert any(one.survived for one in spoilers(left, only=regime)), regime.name


@pytest.mark.sampled
@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_a_domain_draws_what_it_says(name, question, domain):
    """Calls in every regime, and the solution is right on them: the domain promises nothing that cannot be answered."""
    assignment = questions.find(name)
    trial = Trial(
        question_cases(assignment, assignment.question(question), "a key"), domain, solved(name)[domain.function]
    )
    draw = Draw("draws", domain.function)
    for regime in regimes(domain):
        call = in_regime(domain, draw, regime)
        assert len(call) in (len(domain.arguments), len(domain.arguments) - 1)
        assert trial.is_right(tuple(map(build, call)), call), regime.name


def test_a_reason_names_a_question_that_there_is():
    known = {question.id for name in questions.names() for question in questions.find(name).questions}
    assert EXCUSED.keys() <= known
