"""Check the verdicts of submissions that real students might write."""

import json
from pathlib import Path

import pytest
import yaml

from autograder.classroom.grade import grade

CLASS = Path(__file__).resolve().parents[1] / "sample_class"
EXPECTED = yaml.safe_load((CLASS / "expected.yaml").read_text(encoding="utf-8"))
QUICK = {"chain_rule"}
SUBMISSIONS = [
    pytest.param(assignment, name, marks=() if assignment in QUICK else pytest.mark.slow)
    for assignment, submissions in EXPECTED.items()
    for name in submissions
]


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The verdicts of an assignment by submission, graded once."""
    found = {}

    def graded(assignment):
        if assignment not in found:
            out = tmp_path_factory.mktemp("graded")
            grade(assignment, [CLASS / assignment], out, quiet=True, course_file=CLASS / "course.yaml")
            found[assignment] = _by_submission(out)
        return found[assignment]

    return graded


def _by_submission(out):
    import csv

    with open(out / "grades.csv", newline="", encoding="utf-8") as file:
        rows = [(row["submission"].split("/", 1)[1], row["student"]) for row in csv.DictReader(file)]
    return {
        name: json.loads((out / "results" / student / "verdicts.json").read_text("utf-8")) for name, student in rows
    }


def told(question):
    """A question's verdict in the words of expected.yaml."""
    verdicts = {part["name"]: part["verdict"] for part in question["parts"]}
    if len(set(verdicts.values())) == 1:
        return next(iter(verdicts.values()))
    return {name: verdict for name, verdict in verdicts.items() if verdict != "right"}


@pytest.mark.parametrize(("assignment", "name"), SUBMISSIONS)
def test_every_submission_gets_its_verdicts(graded, assignment, name):
    found, expected = graded(assignment)[name], EXPECTED[assignment][name]
    assert found["status"] == expected.get("status", "graded"), found["message"]
    if found["status"] == "graded":
        questions = {key: question for key, question in found["questions"].items() if question["parts"]}
        verdicts = {key: told(question) for key, question in questions.items()}
        assert verdicts == {key: expected.get(key, expected["else"]) for key in questions}
        changed = [key for key, question in questions.items() if question["changed_argument"]]
        assert changed == expected.get("changed_argument", [])
        asked = [key for key, question in questions.items() if question["needs_review"]]
        assert asked == expected.get("asked", asked)


def test_the_class_is_complete():
    there = {(folder.name, path.name) for folder in CLASS.iterdir() if folder.is_dir() for path in folder.iterdir()}
    assert (
        there == {(assignment, name) for assignment, names in EXPECTED.items() for name in names} and len(there) >= 24
    )
