"""Test that right work gets all points despite failing statements anywhere in a notebook or script."""

import ast
from dataclasses import replace

import pytest

from autograder.selftest.specimens import solution

NAME = "forward_backward"
FAILING = {
    "a data file": "data = np.load('mydata.npz')",
    "input": "hidden = int(input('How many? '))",
    "arguments": "import sys\nrate = float(sys.argv[1])",
    "a folder": "import os\nos.chdir('/home/ada/homework')",
    "a package": "import absent_package as ap",
    "part of a package": "from numpy import array, no_such_function",
    "a style": "import matplotlib.pyplot as plt\nplt.style.use('seaborn-of-old')",
    "a call": "print(sigmoid_of_mine(np.array([1, 2])))",
    "an assertion": "assert False, 'try again'",
    "exit": "exit()",
    "a file to read": "with open('w.txt') as file:\n    for line in file:\n        print(line)",
    "a loop": "for i in range(3):\n    print([1, 2][i])",
    "one line": "k = 1; 1 / 0; m = 2",
    "the process": "import os\nos._exit(0)",
    "a signal": "import os\nos.kill(os.getpid(), 15)",
}


def before(code, bad):
    return f"{bad}\n{code}"


def after(code, bad):
    return f"{code}\n{bad}"


def between(code, bad):
    """Insert a statement after the first one of the code that is not the last."""
    lines, tree = code.split("\n"), ast.parse(code)
    at = tree.body[0].end_lineno if tree.body else 0
    return "\n".join([*lines[:at], bad, *lines[at:]])


PUT = (before, between, after)


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("number", range(len(FAILING)))
def test_all_points(judge, number, kind):
    bad, put = list(FAILING.values())[number], PUT[number % 3]
    earns_all(judge, bad, put, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize("bad", FAILING)
def test_all_points_wherever_it_stands(judge, bad, put, kind):
    earns_all(judge, FAILING[bad], put, kind)


def earns_all(judge, bad, put, kind):
    work = solution(NAME)
    cells = tuple(work.cells)
    if "os." in bad and "home" not in bad:  # each such statement costs a worker
        middle = len(cells) // 2
        cells = (*cells[:middle], put(cells[middle], bad), *cells[middle + 1 :])
    else:
        cells = tuple(put(cell, bad) for cell in cells)
    if kind == "script":
        cells = ("\n".join(cells),)
    result = judge(NAME).judge(replace(work, cells=cells, kind=kind, main="work.py" if kind == "script" else work.main))
    lost = {
        question.id: question.points for question in result.questions if question.points not in (question.max, None)
    }
    assert not lost and result.notes
