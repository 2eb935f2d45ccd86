"""The build refuses invalid content in one sentence that names file and line."""

from __future__ import annotations

import dataclasses

import pytest

from autograder.content.build_folder import student_files
from autograder.content.percent_source import ContentError
from autograder.content.solution_markers import student_code
from autograder.content.validate import validate
from autograder.course import Course

CHANGES = {
    "an unknown question": ("## q1_square", "## q1_sqare", "line 10: there is no question 'q1_sqare'"),
    "a missing question": ("## q2_words (2 points, by hand) · In words", "## In words", "q2_words is declared"),
    "other points": ("(3 points)", "(4 points)", "line 10: q1_square says 4 points, but its parts"),
    "another total": (
        "**Points:** 5",
        "**Points:** 6",
        "line 5: the text says 6 points, but the questions add up to 5",
    ),
    "no answer": ("# BEGIN SOLUTION\n    the", "the", "END SOLUTION has no BEGIN SOLUTION"),
    "a marker without its end": ("    # END SOLUTION\n", "", "line 17: BEGIN SOLUTION has no END SOLUTION"),
    "a nested marker": ("    return the", "    # BEGIN SOLUTION\n    return the", "line 19: BEGIN SOLUTION inside of"),
    "a misspelt marker": ("# BEGIN SOLUTION\n    the", "#BEGIN SOLUTION\n    the", "line 17: write the marker as"),
    "a marker within a line": ("# <!-- BEGIN SOLUTION -->", "# So: <!-- BEGIN SOLUTION -->", "alone on its line"),
    "a written answer without its end": ("# <!-- END SOLUTION -->\n", "", "BEGIN SOLUTION has no END SOLUTION"),
    "a malformed heading": ("## q1_square (3 points) · Squares", "## q1_square: Squares", "write a question's heading"),
    "a heading within a cell": ("# ## q2_words", "# Now:\n# ## q2_words", "must begin its cell"),
    "a syntax error": ("def square(x):", "def square(x:", "this is not Python"),
    "text before the first cell": ("# %%\nimport", "x = 1\n# %%\nimport", "line 1: this is before the first cell"),
    "prose without a comment": ("# Why?", "Why?", "must begin with `#`"),
    "an unknown formula": ("$x^2$", r"$\unheard x$", r"\unheard has no plain form"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_build_refuses(change, tiny, tiny_text, declare_tiny):
    old, new, sentence = CHANGES[change]
    assert old in tiny_text
    with pytest.raises(ContentError, match=r"solutions/tiny\.py, line \d+") as refusal:
        student_files(tiny(tiny_text.replace(old, new, 1)), Course())
    assert sentence in str(refusal.value)


def test_build_refuses_a_question_twice(tiny, tiny_text, declare_tiny):
    again = "\n# %% [markdown]\n# ## q1_square (3 points) · Squares\n"
    with pytest.raises(ContentError, match=r"q1_square is here again; it is already in line 10"):
        student_files(tiny(tiny_text + again), Course())


def test_build_refuses_a_question_without_a_check(tiny, declare_tiny):
    question = declare_tiny.questions[0]
    part = dataclasses.replace(question.parts[0], public=lambda draw: ())
    unchecked = dataclasses.replace(
        declare_tiny, questions=(dataclasses.replace(question, parts=(part,)), declare_tiny.questions[1])
    )
    with pytest.raises(ContentError, match=r"line 10: q1_square has no public check"):
        validate(tiny(), unchecked)


def test_build_refuses_code_that_is_no_python_without_its_solution(tiny, tiny_text):
    text = tiny_text.replace('    """x², a number."""\n', "").replace("# BEGIN SOLUTION", "# BEGIN SOLUTION NO PROMPT")
    source = tiny(text)
    with pytest.raises(ContentError, match="without its solution this cell is not Python"):
        student_code(next(p for p in source.passages if p.role == "answer"), source)


def test_the_unchanged_content_is_built(tiny, declare_tiny):
    assert {"tiny.ipynb", "tiny.py", "README.md", "cases.json", "tests/q1_square.py"} <= set(
        student_files(tiny(), Course())
    )
