"""Test that equal answers are judged once and that submissions share nothing else."""

import numpy as np
import pytest

from autograder import course as courses
from autograder.checks.observation import Observation
from autograder.judge.cases import question_cases
from autograder.judge.finding_cache import MOST, FindingCache
from autograder.sandbox import ForkServer, Limits, Program
from autograder.sandbox.host.answer_cache import LONGEST, LONGEST_BATCH, FrameCache

CELL = (
    "import numpy as np\nbox = []\ndef f(n):\n    return np.arange(float(n))\ndef g(n):\n    return [np.ones(n), f]\n"
)


@pytest.fixture(scope="module")
def server():
    with ForkServer(Limits()) as server:
        yield server


def load(server):
    return server.load(Program(cells=(CELL,), kind="notebook", main="x.ipynb", files={}))


def test_equal_answers_of_two_submissions_are_one_object_that_neither_can_change(server):
    first, second = load(server), load(server)
    one, other = first.call("f", (3,)), second.call("f", (3,))
    assert one is other and one is not second.call("f", (4,))
    with pytest.raises(ValueError, match="read-only"):
        one.value[0] = 9.0
    first.close(), second.close()


def test_the_same_answers_to_a_message_are_read_once(server):
    first, second = load(server), load(server)
    asked = [("f", (n,)) for n in (3, LONGEST // 8)]  # the second alone is too large to be kept
    answers = [list(worker.calls(asked)) for worker in (first, second)]
    assert all(one is other for one, other in zip(*answers))
    assert not any(one.value.flags.writeable for one in answers[0])
    first.close(), second.close()


def test_a_large_answer_is_not_kept(server):
    worker = load(server)
    assert worker.call("f", (LONGEST_BATCH,)) is not worker.call("f", (LONGEST_BATCH,))
    worker.close()


def test_stand_ins_answer_the_same_question_once(server):
    asked, seen = [], []
    cell = CELL + "def h(n):\n    return f(n)\n"
    for _ in range(2):
        worker = server.load(
            Program(cells=(cell,), kind="notebook", main="x.ipynb", files={}),
            {"f": lambda values: asked.append(values) or values},
        )
        seen.append(worker.call("h", (np.ones(3),)).value)
        worker.close()
    assert asked[0] is asked[1] and not asked[0].flags.writeable
    assert np.array_equal(seen[0], np.ones(3))


def test_what_is_kept_does_not_grow_with_the_class():
    answers = FrameCache()
    for number in range(5000):
        answers.keep(number.to_bytes(4, "big") * (LONGEST // 4), Observation("returned", number), None, LONGEST)
    assert sum(map(len, answers._known)) <= (8 << 20) + LONGEST


def case():
    assignment = courses.load().assignment("forward_backward")
    return question_cases(assignment, assignment.question("q2_sigmoid"), "key").parts[0].hidden[0]


def test_a_finding_is_made_once_for_each_answer_and_each_way_to_look_at_it():
    known, made, one = FindingCache(), [], case()
    seen = Observation("returned", np.ones(3))
    for answer, transposed in (
        (seen, False),
        (seen, False),
        (seen, True),
        (Observation("returned", np.ones(3)), False),
    ):
        known.finding(one, answer, transposed, lambda: made.append(1))
    assert len(made) == 3


def test_findings_of_large_answers_are_not_kept_and_their_number_is_bounded():
    known, one = FindingCache(), case()
    known.finding(one, Observation("returned", np.ones(10_000)), False, lambda: None)
    assert not known._found
    for number in range(MOST + 5):
        known.finding(one, Observation("returned", number), False, lambda: None)
    assert len(known._found) <= MOST
