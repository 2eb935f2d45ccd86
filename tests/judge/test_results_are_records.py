"""Test that a Result and its JSON convert into each other."""

import json

from autograder.judge.result import from_verdicts, to_verdicts
from autograder.selftest.specimens import solution, stub


def test_solution_scores_full(judge):
    result = judge("forward_backward").judge(solution("forward_backward"))
    assert result.total == result.max == 42


def test_stub_scores_zero_on_every_question(judge):
    result = judge("forward_backward").judge(stub("forward_backward"))
    assert {q.points for q in result.questions if q.points is not None} == {0.0}


def test_verdicts_survive_json(judge):
    result = judge("forward_backward").judge(solution("forward_backward"), "ada")
    record = json.loads(json.dumps(to_verdicts(result)))
    assert json.loads(json.dumps(to_verdicts(from_verdicts(record)))) == record


def test_records_follow_each_question(judge):
    seen = []
    judge("forward_backward").judge(stub("forward_backward"), on_question=seen.append)
    assert len(seen) >= 11 and all(record.status == "graded" for record in seen)
