"""The gate that keeps points from those who know nothing: it holds for every assignment, and it would be seen to fail."""

from dataclasses import replace

import pytest

from autograder import questions
from autograder.course import Course
from autograder.judge.lenders import Lending
from autograder.selftest import nothing_for_nothing
from autograder.selftest.know_nothing import literal
from autograder.selftest.nothing_for_nothing import Earned, earned, lines, refusals

EARNED = Earned("forward_backward", "a constant", (("q8_hidden_weights shape", 1.0),), 0.0, 3.0, 42.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_nobody_who_knows_nothing_is_paid_for_it(name):
    found = list(earned([name], Course()))
    assert found and list(refusals(found)) == []
    assert all(one.carried <= 0.1 * one.most for one in found)


@pytest.mark.slow
def test_points_for_nothing_would_be_refused(monkeypatch):
    """With every lender taken for a real attempt, as before there was a ledger, the gate sees it."""
    monkeypatch.setattr(Lending, "_is_real", lambda self, function: True)
    only = "all from loss_gradients, which gives zeros"
    honest = nothing_for_nothing.strategies
    monkeypatch.setattr(
        nothing_for_nothing, "strategies", lambda *a: [(name, code) for name, code in honest(*a) if name == only]
    )
    found = [str(one) for one in refusals(earned(["initialization"], Course()))]
    assert any("as carried credit; a tenth is the most" in one for one in found)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"carried": 4.3}, "a tenth is the most"),
        ({"direct": (("q8_hidden_weights shape", 2.0),)}, "more than the 1 of before"),
        ({"direct": (("q2_sigmoid values", 1.0),)}, "nobody has said why"),
        ({"strategy": "a new one"}, "note in CEILINGS"),
    ],
)
def test_each_fault_is_named(changes, says):
    assert list(refusals([EARNED])) == []
    assert any(says in str(one) for one in refusals([replace(EARNED, **changes)]))


def test_another_course_may_pay_other_points():
    assert list(refusals([replace(EARNED, direct=(("q8_hidden_weights shape", 2.0),), usual_points=False)])) == []


def test_what_is_earned_is_printed_with_its_reason():
    told = list(lines([EARNED]))
    assert "the best earns 1 of 42 points (a constant)" in told[0] and "pending at most 3" in told[0]
    assert told[1] == "    q8_hidden_weights shape: it pays for the shape alone, which is that of W0"


def test_every_public_case_can_be_written_down():
    import numpy as np

    for value in (np.ones((2, 0)), 1.5, float("inf"), (1, {"a": np.array([np.nan, np.inf])}), "x", True):
        assert literal(eval(literal(value), {"np": np})) == literal(value)
    assert literal(len) == "None"
