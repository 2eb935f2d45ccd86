"""A half-done notebook runs from top to bottom: no cell of ours fails because an answer is missing."""

import json
import subprocess
import sys

import nbformat
import pytest

from autograder import questions
from autograder.content.build_folder import _write
from autograder.content.notebook import notebook
from autograder.content.sources import document
from autograder.content.student_document import solved_document

# One in the quick tests, all in the slow ones: a notebook runs for each choice of blanks.
NAMES = [name if name == "chain_rule" else pytest.param(name, marks=pytest.mark.slow) for name in questions.names()]

# Runs all code cells for each choice of the answers left blank; prints the choices that end in an error, and where.
PROGRAM = """
import contextlib, io, json, sys
cells, choices = json.load(sys.stdin)

def error(blank):
    names = {"__name__": "__main__"}
    for place, pair in enumerate(cells):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(pair[place not in blank], f"cell {place}", "exec"), names)
        except Exception as error:
            return f"{pair[0][:60]!r}: {error!r}"

print(json.dumps({str(blank): found for blank in choices if (found := error(blank))}))
"""


def code_cells(name, student_files, course):
    """Return the notebook's code cells, each blank and solved."""
    blank = nbformat.reads(student_files(name)[f"{name}.ipynb"].decode(), as_version=4).cells
    solved = notebook(solved_document(document(name), course.assignment(name))).cells
    pairs = [(one.source, other.source) for one, other in zip(blank, solved, strict=True) if one.cell_type == "code"]
    return pairs


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_cell_fails_for_want_of_an_answer(name, student_files, course, tmp_path):
    _write(tmp_path, student_files(name))
    cells = code_cells(name, student_files, course)
    answers = [place for place, (blank, solved) in enumerate(cells) if blank != solved]
    one_left_out = [[place] for place in answers]
    done_up_to = [answers[count:] for count in range(len(answers))]
    begun_at_the_end = [answers[:count] for count in range(2, len(answers))]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        input=json.dumps([cells, one_left_out + done_up_to + begun_at_the_end]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {}
