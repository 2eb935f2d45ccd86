"""Formulas of 100,000 characters in every slot cost a few times what it takes to read one; one alone is judged."""

import time

import pytest
from arena import submission

from autograder import questions
from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import MAX_LENGTH, read_expression
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer

KEYS = ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")
EDGES = Notation.from_data({"graph": {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}})
SLOTS = """
structure, closed_form = {{}}, {{}}
for i, key in enumerate({keys}):
    for j, answers in enumerate((structure, closed_form)):
        answers[key] = str(10 * i + j + {first}) + "{unit}" * (99_000 // len("{unit}"))
"""


@pytest.fixture(scope="module")
def judge():
    with ForkServer(slot=94) as server:
        yield Judge(questions.find("chain_rule"), "long formulas", server)


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["/1", "*1", "+0", "=1", "^1", "+1/3", "*(2)", "+9^9", "²"])
def test_every_slot_at_its_longest_costs_a_few_readings(judge, unit):
    judge.judge(submission(("x = 1",)))
    one = seconds(lambda: read_expression("1" + "/1" * 49_000, EDGES))
    cell = SLOTS.format(keys=KEYS, unit=unit, first=1)
    assert seconds(lambda: judge.judge(submission((cell,)))) < 12 * one


@pytest.mark.slow
def test_a_right_answer_of_the_published_length_is_right(judge):
    right = "dv/da*da/dw"
    cell = f"structure = {{'dv/dw': '{right}' + '+0' * {(MAX_LENGTH - len(right)) // 2}}}"
    part = {part.name: part for part in judge.judge(submission((cell,))).questions[0].parts}["dv/dw"]
    assert part.verdict == "right"


@pytest.mark.slow
def test_what_one_submission_used_up_is_there_for_the_next(judge):
    cell = SLOTS.format(keys=KEYS, unit="/1", first=1)
    first, second = (judge.judge(submission((cell,))) for _ in range(2))
    assert [q.parts for q in first.questions] == [q.parts for q in second.questions]
    messages = [part.message for part in first.questions[0].parts]
    assert "too long together" not in messages[0] and "too long together" in messages[-1]
