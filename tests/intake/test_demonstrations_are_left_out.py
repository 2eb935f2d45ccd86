"""Cells of the hand-out that nothing of the student's depends on need not run; all others do."""

import pytest

from autograder import questions
from autograder.intake.handout import handout_of
from autograder.intake.needed_cells import without_demonstrations

SETUP, DATA, DEMO, OWN = "import numpy as np", "x = np.ones(3)", "y = f(x)\nprint(y)", "def f(x):\n    return np.sum(x)"
GIVEN = frozenset(
    {SETUP, DATA, DEMO, "def f(x):\n    ...", "table = {}", "table['k'] = 1", "import sys\nsys.path.append('a')"}
)


def kept(*cells, owned=("f",)):
    return [cell for cell in without_demonstrations(cells, GIVEN, owned).cells if cell]


def test_a_demonstration_and_its_data_are_left_out():
    assert kept(SETUP, DATA, OWN, DEMO) == [SETUP, OWN]


def test_cells_keep_their_numbers():
    assert without_demonstrations((DATA, OWN), GIVEN, ("f",)).cells == ("", OWN)


def test_a_changed_demonstration_runs_with_all_that_it_needs():
    assert kept(SETUP, DATA, OWN, DEMO + "\nprint(2)") == [SETUP, DATA, OWN, DEMO + "\nprint(2)"]


def test_data_that_a_function_takes_from_outside_are_kept():
    own = "def f(z):\n    return z + x"
    assert kept(SETUP, DATA, own) == [SETUP, DATA, own]


def test_a_parameter_of_the_same_name_keeps_nothing():
    assert kept(DATA, "def f(x):\n    return x") == ["def f(x):\n    return x"]


def test_an_untouched_answer_runs():
    assert kept(SETUP, "def f(x):\n    ...") == ["def f(x):\n    ..."]


def test_writing_into_a_name_counts_as_binding_it():
    assert kept("table = {}", "table['k'] = 1", "def f(): return table") == [
        "table = {}",
        "table['k'] = 1",
        "def f(): return table",
    ]


@pytest.mark.parametrize("own", ["def f(x): return eval('y')", "globals()['x']", "%whos\nget_ipython()"])
def test_where_names_can_be_reached_without_spelling_them_everything_runs_demonstrations_for_a_moment(own):
    assert kept(SETUP, DATA, DEMO, own) == [SETUP, DATA, DEMO, own]
    assert 3 in without_demonstrations((SETUP, DATA, DEMO, own), GIVEN, ("f",)).brief


@pytest.mark.parametrize(
    "own", ["if __name__ == '__main__': pass", "colab = 'google.colab' in sys.modules", "sys.path.append('')"]
)
def test_asking_where_one_is_reaches_no_name(own):
    assert kept(DATA, DEMO, "import sys\n" + own, OWN) == ["import sys\n" + own, OWN]


def test_a_cell_with_magics_reads_every_word_in_it():
    own = "%timeit np.sum(x)\nf = 3"
    assert kept(SETUP, DATA, own) == [SETUP, DATA, own]


def test_a_given_cell_that_reaches_into_the_system_runs():
    assert "import sys\nsys.path.append('a')" in kept("import sys\nsys.path.append('a')", OWN)


@pytest.mark.parametrize("name", questions.names())
def test_of_a_blank_notebook_the_answers_and_what_they_need_run(name):
    handout, assignment = handout_of(name), questions.find(name)
    code = tuple(cell.source for cell in handout.cells if cell.kind == "code")
    blank = "\n".join(without_demonstrations(code, handout.code, assignment.owner).cells)
    assert all(owned in blank for owned in assignment.owner) and "figures." not in blank
    begun = "\n".join(without_demonstrations((*code, "np.zeros(3)"), handout.code, assignment.owner).cells)
    assert "import numpy as np" in begun and "figures." not in begun


@pytest.mark.parametrize("own", ["while True: f(2)", "print(f(x))", "big = [f(i) for i in range(10)]"])
def test_an_experiment_of_the_students_own_gets_a_moment(own):
    assert without_demonstrations((SETUP, OWN, own), GIVEN, ("f",)) == ((SETUP, OWN, own), {3})


def test_what_an_experiment_alone_needs_gets_a_moment_too():
    assert without_demonstrations((SETUP, DATA, OWN, "print(x)"), GIVEN, ("f",)).brief == {2, 4}


@pytest.mark.parametrize(
    "own",
    [
        "x = slow()",
        "x[0] = slow()",
        "%time x = slow()",
        "globals()['x'] = 1",
        "import x",
        "def x(): pass",
        "for x in slow(): pass",
    ],
)
def test_what_an_answer_uses_has_all_its_time(own):
    answer = "def f(z):\n    return helper(z)\ndef helper(z):\n    return z + x"
    assert 1 not in without_demonstrations((own, answer), GIVEN, ("f",)).brief
