"""Provide one fork server for the judge's tests, and judge a solution with parts of it replaced."""

import pytest

from autograder import questions
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer
from autograder.selftest.catalogue import overlaid
from autograder.selftest.specimens import solution


@pytest.fixture(scope="session")
def server():
    with ForkServer(slot=50) as server:
        yield server


@pytest.fixture(scope="session")
def judge(server):
    judges = {}

    def of(name):
        if name not in judges:
            judges[name] = Judge(questions.find(name), "tests", server)
        return judges[name]

    return of


@pytest.fixture(scope="session")
def judged(judge):
    """Return the questions of `name`, by id, for the solution overlaid with `code`."""

    def of(code, name="forward_backward"):
        result = judge(name).judge(overlaid(solution(name), code))
        assert result.status == "graded", result.message
        return {question.id: question for question in result.questions}

    return of
