"""Check that submissions with equal bytes are judged once and keep their own rows and pages."""

import csv
import json

import pytest

from autograder.classroom import judge_process
from autograder.course import Course
from tests.classroom.conftest import NAME


@pytest.fixture
def fickle(fake_judge_process):
    """A judge that gives every submission other points, and names in a note what `names` says of the task."""
    fake, honest = fake_judge_process, fake_judge_process.judge
    fake.fingerprint, fake.names = judge_process.fingerprint(Course(), NAME), lambda task: "nothing"

    def judge(task):
        record = honest(task)
        record.verdicts["notes"] = [f"draw {len(fake.asked)} of {fake.names(task)}"]
        record.verdicts["protection"] = ["landlock"]
        return record

    fake.judge = judge
    return fake


def verdicts(out, *students):
    return [json.loads((out / "results" / name / "verdicts.json").read_text()) for name in students]


def rows(out):
    with (out / "grades.csv").open(newline="") as file:
        return [row["student"] for row in csv.DictReader(file)]


@pytest.mark.slow
def test_equal_work_gets_one_verdict_and_a_row_and_pages_a_student(run, hand_in, fickle, tmp_path):
    for name in ("ada", "bob", "cyd", "dan"):
        folder = hand_in(f"{name}.ipynb", points={} if name != "dan" else {"q4_forward": 0})
    assert "4 judged" in run(folder).sentences[0] and len(fickle.asked) == 2
    assert rows(tmp_path / "out") == ["ada", "bob", "cyd", "dan"]
    found = verdicts(tmp_path / "out", "ada", "bob", "cyd")
    assert [one.pop("student") for one in found] == ["ada", "bob", "cyd"]
    assert found[0] == found[1] == found[2] and found[0]["protection"] == ["landlock"]


@pytest.mark.slow
def test_a_resubmission_of_known_bytes_is_not_judged_again(run, hand_in, fickle):
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb", points={"q4_forward": 0}))
    run(hand_in("bob.ipynb"))
    assert sorted(fickle.asked) == ["class/ada.ipynb", "class/bob.ipynb"]


def test_a_record_that_names_a_file_is_nobody_elses(run, hand_in, fickle, tmp_path):
    fickle.names = lambda task: task.submission
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb"))
    assert len(fickle.asked) == 2 and "ada" not in json.dumps(verdicts(tmp_path / "out", "bob"))


def test_an_internal_error_is_nobody_elses(run, hand_in, fickle):
    hand_in("ada.ipynb", **{"raise": "a fault of ours"})
    run(hand_in("bob.ipynb", **{"raise": "a fault of ours"}))
    assert sorted(fickle.asked) == ["class/ada.ipynb", "class/bob.ipynb"]


def test_another_grader_or_key_judges_anew(run, hand_in, fickle):
    hand_in("ada.ipynb")
    fickle.fingerprint = "an older one"
    run(hand_in("bob.ipynb"))
    assert len(fickle.asked) == 2
