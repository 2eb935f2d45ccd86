"""Check that a late policy fills separate columns and changes neither verdicts nor totals."""

import csv
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from autograder.classroom.gradebook import gradebook
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.classroom.late_policy import Arrival, charges
from autograder.classroom.pages.report import write_report
from autograder.course import LatePolicy, load, to_text
from autograder.judge.result import from_verdicts, to_verdicts
from tests.classroom.graded_folders import graded_folder

DUE = datetime(2027, 5, 22, 23, 59, tzinfo=timezone.utc)
POLICY = "late: {days: 2, grace: 0.5, penalty: 10, most: 50}\n"
COURSE = POLICY + "assignments:\n  forward_backward:\n    due: 2027-05-22 23:59 +0000\n"


def arrival(hours, points=10.0, week=0):
    due = DUE + timedelta(weeks=week)
    return Arrival(due, None if hours is None else timedelta(hours=hours), points, 20.0)


@pytest.mark.parametrize(
    ("policy", "hours", "cells"),
    [
        (LatePolicy(penalty=10), 0, [0, 0, 0, 10]),
        (LatePolicy(penalty=10), 0.01, [1, 0, 1, 9]),
        (LatePolicy(penalty=10), 24, [1, 0, 1, 9]),
        (LatePolicy(penalty=10), 24.1, [2, 0, 2, 8]),
        (LatePolicy(penalty=10, grace=0.5), 0.5, [0, 0, 0, 10]),
        (LatePolicy(penalty=10, grace=0.5), 0.6, [1, 0, 1, 9]),
        (LatePolicy(penalty=10, of="possible"), 1, [1, 0, 2, 8]),
        (LatePolicy(penalty=100, of="possible"), 1, [1, 0, 10, 0]),
        (LatePolicy(penalty=10, most=25), 240, [10, 0, 2.5, 7.5]),
        (LatePolicy(penalty=10, days=2), 70, [3, 2, 1, 9]),
        (LatePolicy(days=2), 70, [3, 2, 0, 10]),
        (LatePolicy(penalty=10, days=2), None, ["?", 0, None, None]),
    ],
)
def test_days_grace_share_and_bound_are_as_declared(policy, hours, cells):
    assert charges(policy, {"hw": arrival(hours)})[0]["hw"].cells == pytest.approx(cells)


def test_the_budget_is_spent_over_the_term_in_the_order_of_due_dates():
    term = {"third": arrival(20, week=2), "first": arrival(30, week=0), "second": arrival(40, week=1)}
    found, left = charges(LatePolicy(penalty=10, days=3), term)
    assert ({name: found[name].free for name in term}, left) == ({"first": 2, "second": 1, "third": 0}, 0)
    assert {name: found[name].penalty for name in term} == {"first": 0, "second": 1, "third": 1}


def test_points_that_nobody_gave_are_not_charged():
    assert charges(LatePolicy(penalty=10), {"hw": arrival(30, None)})[0]["hw"].cells == [2, 0, None, None]


@pytest.fixture
def book(tmp_path):
    """Write the gradebook of three students: in time, within the grace, 70 hours late; its lines by student."""
    graded_folder(tmp_path / "graded", 0).close()

    def book(course, **more):
        with Journal(tmp_path / "graded") as journal:
            blank = from_verdicts(journal.about("blank"))
            full = replace(
                blank, questions=tuple(replace(q, points=q.max if q.parts else 0.0) for q in blank.questions)
            )
            times = {"ada": DUE, "bo": DUE + timedelta(minutes=20), "cy": DUE + timedelta(hours=70)}
            journal.call_roll(
                RollEntry(name, f"{name}@x.edu", name, name, name, name, f"{at:%Y-%m-%d %H:%M:%S} Z", "", False, "{}")
                for name, at in times.items()
            )
            for name in times:
                journal.commit(Record(name, "sha", "print", to_verdicts(full), {}, {}, 0.1))
        (tmp_path / "course.yaml").write_text(course)
        made = gradebook([tmp_path / "graded"], tmp_path / "book.csv", course_file=tmp_path / "course.yaml", **more)
        with made.path.open(encoding="utf-8") as file:
            rows = [
                {key.removeprefix("forward_backward "): cell for key, cell in row.items()}
                for row in csv.DictReader(file)
            ]
        return {row["id"]: row for row in rows}, made

    return book


def test_the_gradebook_has_them_beside_totals_that_stay(book):
    rows, made = book(COURSE)
    titles = ("total", "late_days", "late_days_free", "late_penalty", "after_late", "late_days_left")
    assert [rows["ada"][title] for title in titles] == ["42", "0", "0", "0", "42", "2"]
    assert [rows["bo"][title] for title in titles] == ["42", "0", "0", "0", "42", "2"]
    assert [rows["cy"][title] for title in titles] == ["42", "3", "2", "4.2", "37.8", "0"]
    assert any(
        "2 late days free" in sentence and "Verdicts and totals do not change" in sentence
        for sentence in made.sentences
    )


def test_an_extension_comes_before_the_policy(book, tmp_path):
    (tmp_path / "extensions.csv").write_text("student,assignment,until\ncy,forward_backward,2027-05-24 23:59 +0000\n")
    assert book(COURSE)[0]["cy"]["late_days"] == "1"


def test_the_report_charges_the_same_hours_as_the_gradebook(book, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "extensions.csv").write_text("student,assignment,until\nCY@x.edu,forward_backward,2027-05-24 23:59 Z\n")
    hours = {name: row["hours_late"] for name, row in book(COURSE)[0].items()}
    with Journal(tmp_path / "graded") as journal:
        text = write_report(journal, load(tmp_path / "course.yaml")).read_text(encoding="utf-8")
    rows = json.loads(text.partition('id="rows">')[2].partition("</script>")[0])
    assert {row[1]: row[5] for row in rows} == hours == {"ada": "", "bo": "1", "cy": "22"}
    assert "2 came late: 2 up to a day. Extensions taken into account: 1." in text


def test_without_a_policy_nothing_is_added(book):
    rows, _ = book(COURSE.removeprefix(POLICY))
    assert not [title for title in rows["cy"] if title.startswith(("late_", "after"))]
    assert rows["cy"]["hours_late"] == "70"


@pytest.mark.parametrize("system, title", [("moodle", "forward_backward"), ("blackboard", "forward_backward [Total Pts: 46 Score]"), ("mail", "forward_backward")])  # fmt: skip
def test_a_systems_file_keeps_the_total_and_gets_a_column_beside_it(book, tmp_path, system, title):
    book(COURSE, systems=(system,))
    with (tmp_path / f"book-{system}.csv").open(encoding="utf-8") as file:
        row = list(csv.DictReader(file))[-1]
    after = next(key for key in row if key.startswith("forward_backward after lateness"))
    assert (row[title], row[after]) == ("42", "37.8")


def test_the_grader_never_hears_of_it(tmp_path):
    (tmp_path / "course.yaml").write_text(COURSE)
    course = load(tmp_path / "course.yaml")
    assert course.late == LatePolicy(grace=0.5, penalty=10, most=50, days=2)
    assert "late" not in to_text(course, "forward_backward")
