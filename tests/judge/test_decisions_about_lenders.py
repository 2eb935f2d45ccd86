"""Test that one decision about a lender and its code pays, or withholds, everything owed to it."""

import pytest

from autograder.judge.pending_credit import code_sha256, with_decisions
from autograder.judge.result import (
    Doubt,
    Lender,
    Override,
    PartResult,
    QuestionResult,
    Result,
    from_verdicts,
    to_verdicts,
)

LENDER = Lender("backward", "q10_backward", "5" * 64)
OTHER = Lender("forward", "q4_forward", "6" * 64)


def record(**fields):
    parts = (PartResult("values", 0.0, 2.0, "wrong", "wrong"), PartResult("shape", 1.0, 1.0, "right", "right"))
    question = QuestionResult("q9", 1.0, 3.0, parts, needs_review=True, **fields)
    return Result("forward_backward", "ada", "s", "g", "k", "graded", questions=(question,))


def owed(*lenders):
    return Doubt(3.0, 1.0, ("values",), lenders)


@pytest.mark.parametrize("field", ["pending", "on_trust"])
@pytest.mark.parametrize(("decision", "points"), [(True, 3.0), (False, 1.0)])
def test_a_decision_settles_the_question(field, decision, points):
    decided = with_decisions(record(**{field: owed(LENDER)}), {LENDER: decision}.get).questions[0]
    assert (decided.points, decided.needs_review, decided.pending, decided.on_trust) == (points, False, None, None)
    assert decided.carried_forward is decision and "backward" in decided.note
    assert sum(part.points for part in decided.parts) == points


@pytest.mark.parametrize("decide", [{}.get, {LENDER: True}.get])
def test_nothing_changes_while_a_lender_is_undecided(decide):
    waiting = record(pending=owed(LENDER, OTHER))
    assert with_decisions(waiting, decide) == waiting


def test_points_by_hand_are_left_alone():
    settled = record(pending=owed(LENDER), override=Override(2.0, "tried", "TA", 1.0))
    assert with_decisions(settled, {LENDER: False}.get) == settled and settled.questions[0].awaits is None


@pytest.mark.parametrize("field", ["pending", "on_trust"])
def test_a_record_keeps_what_waits(field):
    waiting = record(**{field: owed(LENDER, OTHER)})
    assert from_verdicts(to_verdicts(waiting)) == waiting


SAME = ["def f(x):\n    return 0\n", "x = 1\ndef f(x):  \n\n    # nothing\n    return 0\ndef g(x): return 1\n"]


def test_code_written_alike_has_one_hash_and_other_code_another():
    assert len({code_sha256([text], "f") for text in SAME}) == 1
    assert code_sha256(["def f(x):\n    return 1\n"], "f") != code_sha256(SAME[:1], "f")
    assert code_sha256(["f = lambda x: 0"], "f") and not code_sha256(["def ff(x): return f(x)"], "f")
