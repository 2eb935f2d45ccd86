"""A second run draws the calls that the first one chose, without a search; a file that is not its own is not used."""

import json
from contextlib import nullcontext

import pytest

from autograder import questions
from autograder.judge.cases import fingerprint, question_cases
from autograder.questions import covering
from autograder.questions.kept_draws import keeping

QUESTIONS = (
    ("forward_backward", "q1_perceptron"),
    ("forward_backward", "q10_backward"),
    ("chain_rule", "q5_upstream"),
    ("trainability", "q2_convergence"),
)


@pytest.fixture
def searches(monkeypatch):
    """Count the searches."""
    counted, run = [], covering._Search.run
    monkeypatch.setattr(covering._Search, "run", lambda self: counted.append(self) or run(self))
    return counted


def asked(name, question, key="a key", kept=None):
    covering._covering.cache_clear()
    assignment = questions.find(name)
    with keeping(*kept) if kept else nullcontext():
        cases = question_cases(assignment, assignment.question(question), key)
    return [[fingerprint(case.ask) for case in part.all] for part in cases.parts]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_second_run_asks_the_same_without_a_search(question, tmp_path, searches):
    kept = (tmp_path / "draws" / "x.json", "a key", "state")
    without, first = asked(*question), asked(*question, kept=kept)
    searches.clear()
    assert without == first == asked(*question, kept=kept)
    assert not searches


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "draws.json"
    asked(*QUESTIONS[0], kept=(file, "a key", "state"))
    return file


@pytest.mark.slow
@pytest.mark.parametrize(("key", "state"), [("another key", "state"), ("a key", "another state")])
def test_another_key_or_grader_searches(file, key, state, searches):
    asked(*QUESTIONS[0], key=key, kept=(file, key, state))
    assert searches


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(": [[", ": [[1", 1),
        lambda text: json.dumps({**json.loads(text), "steps": {}, "signature": ""}),
        lambda text: json.dumps({**json.loads(text), "steps": {name: [] for name in json.loads(text)["steps"]}}),
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
    ],
)
def test_a_file_that_somebody_changed_is_not_used(file, change, searches):
    expected = asked(*QUESTIONS[0])
    file.write_text(change(file.read_text()))
    searches.clear()
    assert asked(*QUESTIONS[0], kept=(file, "a key", "state")) == expected
    assert searches


def test_the_file_is_for_its_owner_and_says_only_how_far_and_for_what(file):
    assert file.stat().st_mode & 0o777 == 0o600
    steps = json.loads(file.read_text())["steps"].values()
    rows = [row for rows in steps for row in rows]
    assert rows and all(isinstance(skip, int) and isinstance(place, int) for skip, place, *_ in rows)
    assert "a key" not in file.read_text()


@pytest.mark.slow
def test_a_place_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    assert asked(*QUESTIONS[0], kept=(tmp_path / "file" / "x.json", "a key", "state")) == asked(*QUESTIONS[0])
