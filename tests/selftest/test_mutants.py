"""Mechanical mutants: what the operators make, and that none survives without a reason that holds."""

import pytest

from autograder.course import Course
from autograder.judge.cases import question_cases
from autograder.judge.slips import look
from autograder.judge.verdict import judge_question
from autograder.paths import ASSIGNMENTS
from autograder.selftest.mutants import mutants
from autograder.selftest.mutation_testing import all_mutants, survivors
from autograder.selftest.specimens import solution

NAMES = ("chain_rule", "forward_backward", "initialization", "trainability")
SOURCE = "def f(a, b):\n    c = a - 2 * b\n    return c.T @ a > 0\n"


def changes(source):
    return {mutant.operator for mutant in mutants("q", source)}


def test_the_operators_change_what_they_say():
    wanted = {"operator", "constant", "swapped name", "dropped statement", "dropped operand", "comparison",
              "swapped operands", "dropped transpose"}  # fmt: skip
    assert wanted <= changes(SOURCE)


def test_mutants_differ_from_the_source_and_from_each_other():
    texts = [mutant.source for mutant in mutants("q", SOURCE)]
    assert len(texts) == len(set(texts)) and all("def f" in text for text in texts)


def test_docstrings_are_left_alone():
    assert changes('def f():\n    """a * b"""\n    return 1\n') == {"constant"}


@pytest.fixture(scope="module")
def judged():
    return survivors(NAMES, Course())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_mutant_survives_without_a_reason(judged, name):
    assert len(judged[name]) > 400
    assert [f"{one.mutant.question}: {one.mutant.change}" for one in judged[name] if one.survived] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_mutant_with_a_reason_stays_right_under_other_keys(judged, name, monkeypatch):
    monkeypatch.chdir(ASSIGNMENTS / name)  # where a notebook finds its data
    assignment = Course().assignment(name)
    cell_of = {mutant: cell for cell, mutant in all_mutants(name)}
    for mutant in [one.mutant for one in judged[name] if one.reason]:
        question = assignment.question(mutant.question)
        for key in ("one", "two", "three"):
            cases, namespace = question_cases(assignment, question, key), {"__name__": "mutant"}
            cells = list(solution(name).cells)
            cells[cell_of[mutant]] = mutant.source
            exec(compile("\n".join(cells), "<mutant>", "exec"), namespace)
            seen = {k: look(namespace, ask) for k, ask in cases.asks.items()}
            again = {function: look(namespace, ask) for function, ask in cases.repeats.items()}
            assert judge_question(cases, seen, again).right, f"{mutant.question}: {mutant.change}"
