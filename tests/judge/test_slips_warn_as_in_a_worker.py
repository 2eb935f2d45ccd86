"""Test that a slip that only warns gets the same verdict wherever it is judged first."""

from __future__ import annotations

import numpy as np

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.slips import SlipCatalogue


def test_a_slip_that_overflows_is_wrong_also_where_numpy_is_told_to_ignore_that() -> None:
    assignment = questions.find("forward_backward")
    question = assignment.question("q2_sigmoid")
    catalogue = SlipCatalogue(assignment, question_cases(assignment, question, "key"))
    with np.errstate(all="ignore"):
        verdicts = {slip.id: judged.right for slip, judged in catalogue.judged()}
    assert not any(verdicts.values()), verdicts
