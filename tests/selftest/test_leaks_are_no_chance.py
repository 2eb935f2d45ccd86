"""A hidden number that a student may read is refused; a public one that looks like a hidden one by chance is not."""

from dataclasses import replace

import pytest

from autograder import questions
from autograder.judge.judge import Judge
from autograder.questions.schema import Slip
from autograder.sandbox import ForkServer
from autograder.selftest import catalogue
from autograder.selftest.catalogue import Specimen, refusals
from autograder.selftest.specimens import solution

NAME, QUESTION = "chain_rule", "q5_upstream"


class Telling(Judge):
    """A judge whose first message says what `say` makes of it."""

    say = staticmethod(lambda judge: "")

    def judge(self, submission, student="", on_question=None, only=None):
        result = super().judge(submission, student, on_question, only)
        first = next(question for question in result.questions if question.id == QUESTION)
        parts = (replace(first.parts[0], message=type(self).say(self)), *first.parts[1:])
        told = replace(first, parts=parts)
        return replace(result, questions=tuple(told if q is first else q for q in result.questions))

    def with_key(self, key):
        return type(self)(self.assignment, key, self._server, self._seconds)


@pytest.fixture(scope="module")
def server():
    with ForkServer(slot=53) as server:
        yield server


def refused(server, monkeypatch, say):
    monkeypatch.setattr(Telling, "say", staticmethod(say))
    judge = Telling(questions.find(NAME), "tests", server)
    specimen = Specimen("solution", "", "", solution(NAME))
    result = judge.judge(specimen.submission, only={QUESTION})
    return [str(one) for one in refusals(judge, specimen, result, {QUESTION}) if "hidden" in str(one)]


def hidden(judge):
    return min(catalogue.hidden_numbers(judge, QUESTION))


@pytest.mark.slow
def test_a_number_of_a_hidden_case_is_refused(server, monkeypatch):
    assert refused(server, monkeypatch, lambda judge: f"expected {hidden(judge)}")


def test_the_same_words_under_every_key_are_a_chance(server, monkeypatch):
    number = hidden(Judge(questions.find(NAME), "tests", server))
    assert not refused(server, monkeypatch, lambda judge: f"expected {number}")


@pytest.mark.slow
def test_a_number_that_is_hidden_under_every_key_is_refused(server, monkeypatch):
    number = hidden(Judge(questions.find(NAME), "tests", server))
    honest = catalogue.hidden_numbers
    monkeypatch.setattr("autograder.selftest.catalogue.hidden_numbers", lambda *of: honest(*of) | {number})
    monkeypatch.setattr(catalogue, "hidden_numbers", lambda *of: honest(*of) | {number})
    assert refused(server, monkeypatch, lambda judge: f"expected {number}")


@pytest.mark.slow
def test_a_number_that_is_hidden_under_some_keys_is_a_chance(server, monkeypatch):
    first = Judge(questions.find(NAME), "tests", server)
    number, honest = hidden(first), catalogue.hidden_numbers
    own = {"tests", "tests, another 0", "tests, another 1"}
    monkeypatch.setattr(
        catalogue, "hidden_numbers", lambda judge, *of: honest(judge, *of) | ({number} if judge.key in own else set())
    )
    assert not refused(server, monkeypatch, lambda judge: f"expected {number}")


CHAOTIC = """
def gradient_step(w, gradient, learning_rate):
    x = 0.05 + 0.9 * np.mod(w, 1)
    for _ in range(200):
        x = 3.99 * x * (1 - x)
    return x
"""


@pytest.mark.parametrize(("code", "chaotic"), [(CHAOTIC, True), (CHAOTIC.replace("200", "2"), False)])
def test_a_slip_that_hangs_on_the_last_digit_need_not_be_recognized(code, chaotic):
    """Else about half of all keys would be refused: steps on a sum over rows run wild, and each rounding ends elsewhere."""
    judge = Judge(questions.find(NAME), "tests")
    question = judge.assignment.question("q7_gradient_step")
    assert catalogue.depends_on_rounding(judge, question, Slip("chaotic", "", code)) == chaotic
