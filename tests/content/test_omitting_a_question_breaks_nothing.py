"""A course that omits a question: cells that use it say so, cells that would fail are refused, `needs` is complete."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from autograder import questions
from autograder.content.build_folder import _notices, student_files
from autograder.content.dependencies import hanging, undeclared_needs
from autograder.content.percent_source import ContentError
from autograder.content.sources import document
from autograder.course import AssignmentSettings, Course

ANOTHER = '\n# %%\n{}print("square of 4:", square(4))\n'


def omitting(name, *omitted):
    return Course(settings={name: AssignmentSettings(omit=omitted)})


def with_dependents(declared, omitted):
    more = {question.id for question in declared.questions if set(question.needs) & omitted}
    return omitted if more <= omitted else with_dependents(declared, omitted | more)


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_no_cell_of_ours_fails_whichever_question_is_omitted(name):
    declared, source = questions.find(name), document(name)
    for question in declared.ids:
        omitted = tuple(sorted(with_dependents(declared, {question})))
        assert [str(cell) for cell in hanging(source, declared, omitted) if not cell.guarded] == []


@pytest.mark.parametrize("name", questions.names())
def test_the_needs_of_our_questions_are_what_their_solutions_call(name):
    assert list(undeclared_needs(document(name), questions.find(name))) == []


@pytest.mark.parametrize("needs", [("q2_sigmoid",), ()], ids=["one too many", "one too few"])
def test_needs_that_are_not_true_are_refused(needs):
    declared = questions.find("forward_backward")
    at = "q1_perceptron" if needs else "q4_forward"
    changed = [replace(question, needs=needs) if question.id == at else question for question in declared.questions]
    (sentence,) = undeclared_needs(document("forward_backward"), replace(declared, questions=tuple(changed)))
    assert at in sentence and "needs=('q2_sigmoid',)" in sentence


def test_a_cell_that_would_fail_is_refused(tiny, tiny_text, declare_tiny):
    with pytest.raises(ContentError, match=r"line 42: this cell uses square of q1_square, which this course omits"):
        student_files(tiny(tiny_text + ANOTHER.format("")), omitting("tiny", "q1_square"))


@pytest.mark.parametrize("guard", ['with needs("square"):\n    ', "def later():\n    "])
def test_a_cell_that_says_what_is_missing_is_noticed(guard, tiny, tiny_text, declare_tiny):
    source = tiny(tiny_text + ANOTHER.format(guard))
    (notice,) = _notices(source, omitting("tiny", "q1_square"))
    assert "without q1_square, 1 cell shows students" in notice and "line 42" in notice


@pytest.mark.slow
def test_students_read_that_their_course_leaves_it_out(tmp_path):
    for inside, data in student_files(
        document("forward_backward"), omitting("forward_backward", "q5_numerical_gradient")
    ).items():
        (tmp_path / inside).parent.mkdir(exist_ok=True)
        (tmp_path / inside).write_bytes(data)
    cell = 'from public_checks import needs\nwith needs("numerical_gradient"):\n    numerical_gradient(None, 1.0)\n'
    ended = subprocess.run([sys.executable, "-c", cell], cwd=tmp_path, capture_output=True, text=True)
    said = " ".join(ended.stdout.split())
    assert "numerical_gradient of q5_numerical_gradient, which your course leaves out" in said, ended.stderr
