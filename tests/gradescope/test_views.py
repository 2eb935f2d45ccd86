"""Both views of a results.json fit the terminal and show what Gradescope shows."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.gradescope import preview
from autograder.gradescope.preview import plain, side_by_side
from autograder.gradescope.results_json import results_json
from autograder.judge.result import QuestionResult, Result


@pytest.fixture
def shown():
    questions = tuple(
        QuestionResult(q.id, q.points, q.points) for q in Course().assignment("forward_backward").questions
    )
    found = results_json(Result("forward_backward", "", "s", "g", "k", "graded", questions=questions), Course())
    return lambda width: side_by_side(found, width)


@pytest.mark.parametrize("width", [72, 80, 120, 140])
def test_no_line_is_wider_than_the_terminal(width, shown):
    assert max(map(len, shown(width))) <= width
    assert len({line.index("│") for line in shown(width) if "│" in line}) == 1


def test_every_paragraph_stands_on_a_line_of_its_own():
    test = {"number": "1", "name": "q", "output": "one\n\ntwo\n\n- three", "visibility": "visible", "status": "failed"}
    lines = [line.split("│")[0].rstrip() for line in side_by_side({"output": "", "tests": [test]}, 100)]
    assert lines[-4:] == ["✗ 1) q", "  one", "  two", "  - three"]


def test_entry_that_is_neither_right_nor_wrong_has_no_mark():
    test = {"number": "1", "name": "q", "output": "", "visibility": "visible"}
    assert side_by_side({"output": "", "tests": [test]}, 100)[-1].startswith("1) q")


def test_plain_takes_markdowns_marks_away():
    assert plain("**values**: f\\[0\\] is 2 \\* 3,\n\nnot f\\_0") == "values: f[0] is 2 * 3,\nnot f_0"


@pytest.mark.parametrize(("columns", "width"), [("40", 72), ("100", 100), ("300", 140)])
def test_width_is_the_terminals_within_reason(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert preview.terminal_width() == width
