"""Test that a slip is public only if public cases distinguish it from a right answer."""

from __future__ import annotations

import pytest

from autograder import questions
from autograder.intake import read_submission
from autograder.judge.cases import question_cases
from autograder.judge.judge import Judge
from autograder.judge.slips import SlipCatalogue
from autograder.sandbox import ForkServer

KEY = "public slips"


@pytest.mark.parametrize("name", questions.names())
def test_slip_of_an_answer_that_is_only_read_is_never_public(name):
    assignment = questions.find(name)
    for question in assignment.questions:
        if question.by_hand or not all(part.reads_only for part in question.parts):
            continue
        catalogue = SlipCatalogue(assignment, question_cases(assignment, question, KEY))
        assert not [slip.id for slip in question.slips if catalogue.is_public(slip)]


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_parts_that_only_read_are_declared_so(name):
    assignment = questions.find(name)
    for question in assignment.questions:
        if question.by_hand:
            continue
        for part in question_cases(assignment, question, KEY).parts:
            kinds = {case.expect["kind"] for case in part.public}
            assert part.part.reads_only == (kinds <= {"readable", "answered"}), (question.id, part.part.name)


@pytest.mark.slow
def test_unreadable_answer_does_not_reveal_the_slip_of_its_neighbour(tmp_path):
    """The unreadable dv/dw is public; the path missing from dv/dx is not."""
    path = tmp_path / "chain_rule.py"
    path.write_text(
        'structure = {"dv/dc": "dv/dc", "dv/dw": "?", "dv/dx": "dv/da*da/dx", '
        '"dv/dy": "dv/da*da/dy + dv/db*db/dy", "dv/dz": "dv/db*db/dz"}\n'
    )
    with ForkServer() as server:
        judge = Judge(questions.find("chain_rule"), KEY, server)
        found = judge.judge(read_submission(path, "chain_rule"), only={"q1_structure"}).questions[0]
    assert found.slip is not None
    assert not found.slip_is_public
