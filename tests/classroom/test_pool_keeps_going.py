"""Check that a failure in one judge process does not affect the tasks of others."""

import os
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

import pytest

from autograder.classroom.pool import JudgeDied, JudgePool

sys.path.insert(0, str(Path(__file__).parent))
import tasks_for_pools as tasks


@pytest.fixture
def pool():
    with JudgePool(2, tasks.remember, (7,), slow=0.1, deadline=2.0) as pool:
        yield pool


@pytest.mark.slow
@pytest.mark.parametrize("executor", [JudgePool, ProcessPoolExecutor])
def test_it_stands_where_a_process_pool_stands(executor):
    with executor(1, initializer=tasks.remember, initargs=(7,)) as pool:
        assert pool.submit(tasks.recall, factor=3).result() == 21


@pytest.mark.slow
def test_answers_come_in_the_order_of_tasks(pool):
    assert list(pool.map(tasks.sleep, [0.2, 0.0, 0.1, 0.0])) == [0.2, 0.0, 0.1, 0.0]


@pytest.mark.slow
def test_an_exception_comes_back_as_itself(pool):
    with pytest.raises(ValueError, match="too short"):
        pool.submit(tasks.refuse, "too short").result()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "said"), [("exit", "exit status 3"), ("kill", "SIGKILL"), ("hang", "no answer within 2 s")]
)
def test_a_process_that_dies_fails_its_own_task_alone(pool, how, said):
    lost, others = pool.submit(tasks.die, how), [pool.submit(tasks.recall) for _ in range(6)]
    with pytest.raises(JudgeDied, match=said):
        lost.result()
    assert [other.result() for other in others] == [7] * 6 and pool.submit(tasks.recall).result() == 7


@pytest.mark.slow
def test_slow_tasks_do_not_hold_up_the_others(tmp_path):
    with JudgePool(2, tasks.remember, (7,), slow=0.1) as pool:
        slow = [pool.submit(tasks.wait_for, tmp_path / "others are done") for _ in range(2)]
        assert pool.submit(tasks.recall).result() == 7
        (tmp_path / "others are done").touch()
        assert [task.result() for task in slow] == [True, True]


@pytest.mark.slow
def test_prompt_tasks_share_as_many_processes_as_there_are_places(pool):
    assert len(set(pool.map(tasks.process_id, range(40)))) <= 2


OURS = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()


@pytest.mark.slow
@pytest.mark.skipif(not OURS, reason="this system tells no processors")
def test_each_of_as_many_processes_as_processors_keeps_to_one_and_one_that_takes_its_place_too():
    with JudgePool(len(OURS), slow=0.05) as pool:
        for _ in range(2):
            found = list(pool.map(tasks.processors, [0.2] * len(OURS)))
            assert set(found) == {frozenset({one}) for one in OURS}
            with pytest.raises(JudgeDied):
                pool.submit(tasks.die, "kill").result()


@pytest.mark.slow
@pytest.mark.skipif(not OURS, reason="this system tells no processors")
def test_processes_for_slow_tasks_and_those_of_a_small_pool_run_where_there_is_room():
    with JudgePool(len(OURS), slow=0.05) as pool:
        slow = [pool.submit(tasks.sleep, 1.5) for _ in OURS]
        time.sleep(0.7)
        assert pool.submit(tasks.processors).result() == OURS and [task.result() for task in slow]
    if len(OURS) > 1:
        with JudgePool(1) as pool:
            assert pool.submit(tasks.processors).result() == OURS


@pytest.mark.slow
def test_an_initializer_that_fails_is_told():
    with JudgePool(1, tasks.fail_to_start) as pool, pytest.raises(BrokenExecutor, match="no sandbox here"):
        pool.submit(tasks.recall).result()


@pytest.mark.slow
def test_no_process_is_left_behind():
    with JudgePool(2) as pool:
        found = set(pool.map(tasks.process_id, range(8)))
    assert not any(_is_alive(process) for process in found)


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


READ_THEN_GRADE = """
import sys, threading
from pathlib import Path
from autograder import cli
from autograder.intake import read_submission
read_submission(Path(sys.argv[1]), "chain_rule")
assert threading.active_count() == 1  # so the template will be a fork of this process
sys.exit(cli.main(["grade", "chain_rule", sys.argv[1], "--out", sys.argv[2], "--quiet"]))
"""


@pytest.mark.slow
def test_a_program_that_has_read_a_submission_can_grade_a_class(tmp_path):
    """Judges descend from the program, but must neither use nor close the descriptors of its reader."""
    (tmp_path / "ada.py").write_text("def weight_gradient(inputs, upstream):\n    return inputs * upstream\n")
    command = [sys.executable, "-c", READ_THEN_GRADE, tmp_path / "ada.py", tmp_path / "graded"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ada" in (tmp_path / "graded" / "grades.csv").read_text()
