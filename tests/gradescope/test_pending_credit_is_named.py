"""Credit that waits for a person: students read of it in the question's entry, instructors with the points it would be."""

import json
from dataclasses import replace

import pytest

from autograder.course import Course
from autograder.course_reader import VISIBILITY
from autograder.gradescope.rehearsal import faults
from autograder.gradescope.results_json import results_json
from autograder.judge.result import Doubt, Lender, Override, PartResult, QuestionResult, Result

NOTE = (
    "Pending review: q6 looks right once squared_loss is fixed. 2 points of this question wait for a person's decision."
)
DOUBT = Doubt(4.0, 2.0, ("squared_loss_gradient",), (Lender("weight_gradient", "q5_upstream", "0" * 64),))


def results(visibility="after_due_date", **fields):
    assignment = Course().assignment("chain_rule")
    questions = []
    for question in assignment.questions:
        parts = tuple(PartResult(one.name, one.points, one.points, "right", "right") for one in question.parts)
        one = QuestionResult(question.id, question.points, question.points, parts)
        questions.append(replace(one, **fields) if question.id == "q6_squared_loss" else one)
    course = Course(visibility=visibility)
    return results_json(Result("chain_rule", "ada", "s", "g", "k", "graded", questions=tuple(questions)), course)


@pytest.mark.parametrize("visibility", VISIBILITY)
def test_students_read_of_it_where_they_read_of_hidden_cases(visibility):
    found = results(visibility, points=2.0, note=NOTE, pending=DOUBT, needs_review=True)
    named = [test for test in found["tests"] if "Pending review" in test["output"]]
    assert named and all(test["visibility"] == visibility or visibility == "visible" for test in named)
    assert all(test["name"].startswith("q6") for test in named)
    assert sum(test.get("score", 0) for test in found["tests"]) == 26 and faults(json.dumps(found).encode()) == []


def test_instructors_read_the_points_it_would_be():
    found = results(points=2.0, note=NOTE, pending=DOUBT, needs_review=True)
    entry = found["tests"][-1]
    assert entry["visibility"] == "hidden" and "score" not in entry and "2 points pending" in entry["name"]
    assert "4 of 4 points once weight_gradient is right, 2 without; not paid yet" in entry["output"]


def test_what_is_paid_meanwhile_is_named_too():
    assert "paid for now" in results(on_trust=DOUBT, needs_review=True)["tests"][-1]["output"]


def test_nothing_is_said_once_a_person_has_decided_or_where_nothing_waits():
    assert results()["tests"][-1]["name"].startswith("q8")
    decided = results(points=4.0, pending=DOUBT, override=Override(4.0, "tried", "TA", 2.0))
    assert decided["tests"][-1]["name"].startswith("q8")
