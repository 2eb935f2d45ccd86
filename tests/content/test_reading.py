"""Percent files are read as by jupytext, and cell roles and answers are recognized."""

from __future__ import annotations

import jupytext
import pytest

from autograder import questions
from autograder.content.markers import without_markers
from autograder.content.percent_source import read_percent
from autograder.content.solution_markers import student_code
from autograder.content.sources import document
from autograder.paths import SOLUTIONS

PERCENT = sorted(path.stem for path in SOLUTIONS.glob("*.py"))


@pytest.mark.parametrize("name", PERCENT)
def test_cells_are_those_that_jupytext_reads(name):
    text = (SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")
    ours = [(cell.kind, cell.source) for cell in read_percent(text, name)]
    theirs = [(cell.cell_type, cell.source) for cell in jupytext.reads(text, fmt="py:percent").cells]
    assert ours == theirs


@pytest.mark.parametrize("name", PERCENT)
def test_lines_are_those_of_the_file(name):
    text = (SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")
    lines = text.splitlines()
    for cell in read_percent(text, name):
        first = cell.source.splitlines()[0]
        assert lines[cell.line - 1] == (first if cell.kind == "code" else f"# {first}".rstrip())


@pytest.mark.parametrize("name", questions.names())
def test_each_question_has_its_answer_in_its_section(name):
    found = document(name)
    for question in questions.find(name).questions:
        roles = [passage.role for passage in found.section(question.id)]
        assert roles[0] == "prompt"
        assert ("written" if question.by_hand else "answer") in roles


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('a["x/y"] = r"b \\frac{1}{2}"  # SOLUTION', 'a["x/y"] = r""'),
        ("a['x'] = r'b'  # SOLUTION", "a['x'] = r\"\""),
        ('a = "b"  # SOLUTION', "a = ..."),
        ("z, y = f(x)  # SOLUTION", "z, y = ..."),
        ("def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION", "def f():\n    ..."),
        ("def f():\n    return 1  # SOLUTION", "def f():\n    ..."),
    ],
)
def test_solution_gives_way_to_a_blank(source, left, tiny, tiny_text):
    text = tiny_text.replace(tiny_text[tiny_text.index("def square") : tiny_text.index("# %%\n# run")], source + "\n\n")
    found = tiny(text)
    assert student_code(next(p for p in found.passages if p.role == "answer"), found) == left


def test_solved_code_keeps_all_but_the_markers():
    source = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n\nx = 2  # SOLUTION\ny = 3"
    assert without_markers(source) == "def f():\n    return 1\n\nx = 2\ny = 3"
