"""Test that skipped code is reported with its place, the reason and the names it would have defined."""

import pytest

from autograder.judge.review_flags import skipped_names, skipped_notes
from autograder.sandbox import ForkServer, Program

CELLS = (
    "x = 1",
    "import os\ndata = open('absent.csv')\nrows, columns = data\nos._exit(3)\ny = 2",
    "def broken(:\n    pass",
)


def loaded(program):
    with ForkServer(slot=53) as server:
        return server.load(program).loaded


@pytest.mark.slow
def test_in_a_notebook_by_cell_and_line():
    program = Program(CELLS)
    assert skipped_notes(loaded(program), program) == (
        "cell 2, line 2 was skipped: FileNotFoundError: [Errno 2] No such file or directory: 'absent.csv'; it would have defined data",
        "cell 2, line 3 was skipped: NameError: name 'data' is not defined; it would have defined rows, columns",
        "cell 2, line 4 was left out: it ended its own process (exit code 3)",
        "cell 3 was not run: SyntaxError: invalid syntax (in cell 3, line 1); it would have defined broken",
    )


@pytest.mark.slow
def test_in_a_script_by_its_file_and_where_the_error_came_from():
    program = Program(("def f(x):\n    return 1 / x\nz = f(0)",), kind="script", main="work.py")
    assert skipped_notes(loaded(program), program) == (
        "work.py, line 3 was skipped: ZeroDivisionError: division by zero (in work.py, line 2: return 1 / x); "
        "it would have defined z",
    )


@pytest.mark.slow
def test_in_a_module_beside_the_work():
    program = Program(("import mine",), files={"mine.py": b"a = 1\nb = absent"})
    assert skipped_notes(loaded(program), program) == (
        "mine.py, line 2 was skipped: NameError: name 'absent' is not defined; it would have defined b",
    )


@pytest.mark.slow
def test_names_that_something_else_defines_are_not_lost():
    program = Program(("data = 1", "data = absent\nlate = absent"))
    assert skipped_names(loaded(program), program) == {"late": "cell 2, line 2"}


@pytest.mark.slow
def test_a_cell_that_no_answer_needs_is_cut_short_in_silence():
    program = Program(("while True: pass",), brief=frozenset({1}))
    assert skipped_notes(loaded(program), program) == ()
