"""run_autograder: the judge's points, a valid results.json at every moment, and never points that were not judged."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import time
from pathlib import Path

import dill
import pytest
from otter.grade.utils import merge_scores_to_df

from autograder import questions
from autograder.gradescope import run
from autograder.gradescope.rehearsal import faults

# One in the fast suite; the rehearsals of the slow one run all.
NAMES = [name if name == "chain_rule" else pytest.param(name, marks=pytest.mark.slow) for name in questions.names()]


def total(data: bytes) -> float:
    assert faults(data) == []
    found = json.loads(data)
    return found.get("score", 0.0) + sum(test.get("score", 0.0) for test in found["tests"])


def judged(name: str) -> float:
    return sum(question.points for question in questions.find(name).questions if not question.by_hand)


@pytest.mark.parametrize("name", NAMES)
def test_solution_scores_full_and_bare_stub_nothing(name, tree, solution, blank):
    assert total(tree(name).grade({f"{name}.ipynb": solution(name, "ipynb")})) == pytest.approx(judged(name))
    assert total(tree(name).grade({f"{name}.py": blank(name)})) == 0.0


@pytest.mark.slow
def test_stub_scores_what_the_notebook_does(tree, solution):
    assert total(tree("chain_rule").grade({"chain_rule.py": solution("chain_rule", "py")})) == judged("chain_rule")


@pytest.mark.slow
@pytest.mark.parametrize("metadata", [None, "", "[]", "no json", '{"previous_submissions": null}'])
def test_any_metadata_will_do(metadata, tree, blank):
    assert total(tree("chain_rule").grade({"chain_rule.py": blank("chain_rule")}, metadata)) == 0.0


@pytest.mark.slow
def test_third_submission_gets_the_hint(tree, blank):
    work = blank("chain_rule") + b"\n\ndef square_gradient(x):\n    return x * 1.0\n"

    def hint_is_shown(earlier: int) -> bool:
        data = tree("chain_rule").grade({"chain_rule.py": work}, json.dumps({"previous_submissions": [{}] * earlier}))
        return any("Hint:" in test["output"] for test in json.loads(data)["tests"] if test["visibility"] == "visible")

    assert [hint_is_shown(earlier) for earlier in (0, 1, 2)] == [False, False, True]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "What was handed in is empty"),
        ({"notes.txt": b"hello"}, "only notes.txt"),
        ({"chain_rule.py": b"def f(:\n"}, "line 1"),
        ({"a.ipynb": b"{"}, "breaks off"),
    ],
)
def test_unreadable_submission_gets_a_sentence(files, sentence, tree):
    data = tree("chain_rule").grade(files)
    assert total(data) == 0.0
    assert sentence in json.loads(data)["output"]


# Modules that would shadow what a grader imports; tests, settings and a log that stock otter-grader would believe.
FOREIGN = {
    name: b"open('/tmp/nnhw-foreign', 'w')\nraise SystemExit\n" if name.endswith(".py") else b"cposix\nsystem\n(S'touch /tmp/nnhw-foreign'\ntR."
    for name in ("otter.py", "numpy.py", "json.py", "otter/__init__.py", "tests/q5_upstream.py", "autograder/__init__.py", "sitecustomize.py",
                 "reference_impl/__init__.py", "checks/__init__.py", ".OTTER_LOG", "results.pkl", "otter_config.json", "pyvenv.cfg")
}  # fmt: skip


@pytest.mark.slow
def test_files_that_are_named_like_the_harness_are_inert(tree, solution):
    data = tree("chain_rule").grade({**FOREIGN, "chain_rule.ipynb": solution("chain_rule", "ipynb")})
    assert total(data) == judged("chain_rule") and not Path("/tmp/nnhw-foreign").exists()


@pytest.mark.slow
def test_pickle_is_otters_with_the_same_points(tree, solution):
    tree("chain_rule").grade({"chain_rule.py": solution("chain_rule", "py")})
    found = pickle.loads((tree("chain_rule").root / "results" / "results.pkl").read_bytes())
    assert type(found).__module__ == "otter.test_files"
    assert (found.total, found.possible) == (judged("chain_rule"), judged("chain_rule"))


@pytest.mark.slow
def test_otter_grade_makes_its_table_of_our_pickles(tree, solution):
    found = []
    for data in (solution("chain_rule", "py"), b"def f(:\n", b"import os\nos._exit(3)\n"):
        tree("chain_rule").grade({"chain_rule.py": data})
        found.append(dill.loads((tree("chain_rule").root / "results" / "results.pkl").read_bytes()))
        found[-1].file = f"{len(found)}.py"
    table = merge_scores_to_df(found).set_index("file")
    assert list(table["total_points_earned"]) == [28, 28, 0, 0]
    assert list(table["q5_upstream"]) == [2, 2, 0, 0]
    status = table["grading_status"]
    assert status["1.py"] == "Completed"
    assert "line 1: invalid syntax" in status["2.py"]
    assert status["3.py"] == "Completed"  # the statement that ends the process is left out, and nothing else is there


@pytest.mark.slow
def test_broken_zip_leaves_the_first_result(tree, blank):
    stage = tree("chain_rule")
    config = stage.root / "source" / "otter_config.json"
    kept = config.read_bytes()
    config.write_text("{")
    try:
        data = stage.grade({"chain_rule.py": blank("chain_rule")})
    finally:
        config.write_bytes(kept)
    assert total(data) == 0.0
    assert "could not be graded" in json.loads(data)["output"]


def killed_after(stage, seconds: float) -> bytes:
    process = stage.start()
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return stage.results.read_bytes()


def fractions(data: bytes) -> int:
    """How many questions a partial result has judged."""
    return sum("score" in test and "stopped before" not in test["output"] for test in json.loads(data)["tests"])


SLOWLY = b"""
import time, types

def slow(function):
    def slowed(*arguments):
        time.sleep(0.004)
        return function(*arguments)
    return slowed

for name, value in list(globals().items()):
    if isinstance(value, types.FunctionType) and name != "slow":
        globals()[name] = slow(value)
"""
"""Most of a run is start-up; with this, most of it is judging."""


def kill_at_random(stage, name: str, work: bytes, times: int, seed: int = 20) -> list[int]:
    """Kill whole runs at random moments; how many questions each had judged by then."""
    stage.submit({f"{name}.py": work + SLOWLY})
    start = time.monotonic()
    stage.start().communicate()
    whole = time.monotonic() - start
    moments = random.Random(seed)
    counts = []
    for _ in range(times):
        stage.results.unlink(missing_ok=True)
        data = killed_after(stage, moments.uniform(0.05, whole))
        found = json.loads(data)
        right = [test for test in found["tests"] if test.get("score")]
        assert total(data) <= judged(name)
        assert all(test["score"] == test["max_score"] for test in right)
        counts.append(fractions(data))
    return counts


@pytest.mark.slow
def test_killed_at_any_moment_there_is_a_valid_result(tree, solution):
    kill_at_random(tree("forward_backward"), "forward_backward", solution("forward_backward", "py"), 2)


@pytest.mark.slow
def test_killed_twenty_times_there_is_a_valid_result_each_time(tree, solution):
    counts = kill_at_random(tree("forward_backward"), "forward_backward", solution("forward_backward", "py"), 20)
    print("questions judged when killed:", counts)
    assert len(set(counts)) > 2, "every kill came before or after the judging"


@pytest.mark.slow
def test_run_that_takes_too_long_ends_itself_and_keeps_what_was_judged(tree, solution):
    stage = tree("forward_backward")
    work = solution("forward_backward", "py") + SLOWLY.replace(b"0.004", b"0.05")  # judged from 8 to 27 s
    stage.environment["NNHW_SECONDS"] = "15"
    try:
        data = stage.grade({"forward_backward.py": work})
    finally:
        del stage.environment["NNHW_SECONDS"]
    assert 0 < total(data) < judged("forward_backward")
    assert "did not finish" in json.loads(data)["output"]
    assert f"The grader ended with status {128 + signal.SIGALRM}." in stage.printed
    assert not [pid for pid in Path("/proc").glob("[0-9]*") if str(stage.root).encode() in command_line(pid)]


def command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return b""


def descendants(pid: int) -> list[tuple[int, str]]:
    """Process id and command line of all that a process started, parents first."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found.append((int(child), Path(f"/proc/{child}/cmdline").read_text()))
        found += descendants(int(child))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked for in /proc")
@pytest.mark.parametrize(
    "victim", ["judge", *(pytest.param(other, marks=pytest.mark.slow) for other in ("reader", "fork server", "worker"))]
)
def test_one_process_killed_alone_leaves_a_valid_result(victim, tree, solution):
    stage = tree("forward_backward")
    stage.submit({"forward_backward.py": solution("forward_backward", "py") + SLOWLY})
    stage.results.unlink(missing_ok=True)
    process = stage.start()
    deadline = time.monotonic() + 60
    while not (stage.results.exists() and fractions(stage.results.read_bytes())) and time.monotonic() < deadline:
        time.sleep(0.01)
    started = descendants(process.pid)
    servers = [pid for pid, line in started if "bootstrap.py" in line]  # a worker is a copy of its fork server
    readers = [pid for pid, line in started if "boot.py" in line]
    victims = {"judge": started[0][0], "reader": readers[0], "fork server": servers[0], "worker": servers[1]}
    os.kill(victims[victim], signal.SIGKILL)
    process.communicate(timeout=100)
    data = stage.results.read_bytes()
    assert process.returncode == 0
    assert 0 < total(data) <= judged("forward_backward")
    if victim == "judge":
        assert "did not finish" in json.loads(data)["output"]
    else:
        assert fractions(data) == 11


@pytest.mark.slow
def test_submission_folder_that_is_missing_is_an_empty_one(tree):
    stage = tree("chain_rule")
    stage.submit({})
    (stage.root / "submission").rmdir()
    stage.start().communicate(timeout=60)
    assert "What was handed in is empty" in json.loads(stage.results.read_bytes())["output"]


GIGANTIC = b"""
class Long: pass
Long.__name__ = "B" * 10**6

def weight_gradient(*a): raise ValueError("x" * 10**7)
def squared_loss(*a): return "y" * 10**6
def squared_loss_gradient(*a): print("z" * 10**7); return {"k" * 10**6: 1}
def linear_gradient(*a): return Long()
structure["dv/dw"] = "q" * 90_000
"""


@pytest.mark.slow
def test_gigantic_messages_stay_far_below_gradescopes_limit(tree, solution):
    data = tree("chain_rule").grade({"chain_rule.py": solution("chain_rule", "py") + GIGANTIC})
    assert 0 < total(data) < judged("chain_rule")
    assert len(data) < 100_000


@pytest.mark.slow
def test_results_stay_below_a_megabyte_with_the_same_points(tmp_path):
    test = {
        "number": "1",
        "name": "q",
        "score": 1.0,
        "max_score": 2.0,
        "output": "∂" * 2_000_000,
        "visibility": "visible",
    }
    run.write(tmp_path, {"output": "x" * 500_000, "tests": [test] * 3})
    data = (tmp_path / "results.json").read_bytes()
    assert len(data) <= run.LARGEST
    assert total(data) == 3.0
