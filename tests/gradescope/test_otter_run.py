"""`otter run` on the built zip: the points of the judge, and no line of the student's in otter's kernel."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder import questions
from autograder.course import Course
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.otter_adapter.judged import VERDICTS, require, verdicts
from autograder.sandbox import ForkServer

CHANGED = """

right = weight_gradient
def weight_gradient(inputs, upstream):
    found = right(inputs, upstream)
    inputs += 1
    return found

def square_gradient(x):
    return x
"""
SAMPLES = Path(__file__).parents[1] / "sample_class"
# They draw pictures or wait for a time limit for half a minute, here and there.
SLOW = ("cem.ipynb", "dana.ipynb", "henry.ipynb")
# What stock otter would run: in its kernel, each of these would show.
SPY = """

import os
open("spy", "w").write(str(os.getpid()))
open(".OTTER_LOG", "wb").write(b"no log")
"""


# Otter's import and its plugin's take three seconds of the five that a run takes: one process runs many.
PROGRAM = """
import sys
sys.path[:] = [entry for entry in sys.path if entry]  # as the command otter has it: not the folder one stands in
from pathlib import Path
from otter.run import main
archive, *submissions = sys.argv[1:]
for number, submission in enumerate(submissions):
    Path(str(number)).mkdir()
    main(submission, autograder=archive, output_dir=str(number), no_logo=True)
"""


def otter_runs(archive, submissions, folder) -> list[dict[str, float]]:
    """The points by question that otter gives each submission."""
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(archive), *map(str, submissions)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = [json.loads((folder / str(number) / "results.json").read_text()) for number in range(len(submissions))]
    return [{test["name"]: test["score"] for test in found["tests"] if "score" in test} for found in results]


def judged(name: str, submission) -> dict[str, float]:
    course = Course(key="the key of these tests")
    with ForkServer() as server:
        found = Judge(course.assignment(name), course.key, server).judge(read_submission(submission, name))
    return {question.id: question.points for question in found.questions if question.points is not None}


def readable(name: str) -> list[Path]:
    """The sample class's work that our grader and otter's can read; otter refuses a broken notebook before any plugin."""
    found = []
    for path in sorted((SAMPLES / name).glob("*.*")):
        with contextlib.suppress(Unreadable, nbformat.reader.NotJSONError, UnicodeDecodeError):
            read_submission(path, name)
            if path.suffix == ".ipynb":
                nbformat.read(path, as_version=4)
            found += [path] if path.name not in SLOW else []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_otter_run_gives_the_judges_points(name, archive, solution, blank, tmp_path):
    """To the solution, to the bare stub, and to the sample class."""
    made = {f"{name}.ipynb": solution(name, "ipynb"), f"{name}.py": blank(name)}
    for file, data in made.items():
        (tmp_path / file[:-3]).mkdir()
        (tmp_path / file[:-3] / file).write_bytes(data)
    samples = [tmp_path / file[:-3] / file for file in made] + readable(name)
    full, nothing, *others = otter_runs(archive(name), samples, tmp_path)
    assert full == {q.id: pytest.approx(q.points) for q in questions.find(name).questions if not q.by_hand}
    assert set(nothing.values()) == {0}
    for sample, points in zip(samples[2:], others):
        assert points == judged(name, sample), sample.name


@pytest.mark.slow
def test_otter_run_gives_the_judges_points_and_keeps_the_student_out(archive, solution, tmp_path):
    work = tmp_path / "chain_rule.py"
    work.write_bytes(solution("chain_rule", "py") + (CHANGED + SPY).encode())
    (points,) = otter_runs(archive("chain_rule"), [work], tmp_path)
    assert points == judged("chain_rule", work)
    assert points["q8_vector_derivatives"] == 2.0
    assert points["q5_upstream"] == 1.0  # right, and one point less for a changed argument
    assert not (tmp_path / "spy").exists()


# Modules that otter, its kernel or our test files import by these names.
SHADOWS = ("autograder", "otter", "json", "nbformat", "dill")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHADOWS)
def test_file_named_like_a_module_is_never_imported(name, archive, solution, tmp_path):
    path = tmp_path / f"{name}.py"
    tripwire = f"\nimport os\nopen({str(tmp_path / 'tripped')!r}, 'w').close()\n"
    path.write_bytes(solution("chain_rule", "py") + tripwire.encode())
    (points,) = otter_runs(archive("chain_rule"), [path], tmp_path)
    assert sum(points.values()) == 28
    assert not (tmp_path / "tripped").exists()


@pytest.mark.slow
def test_otter_run_gives_a_file_that_is_no_python_nothing(archive, tmp_path):
    (tmp_path / "chain_rule.py").write_bytes(b"def f(:\n")
    (points,) = otter_runs(archive("chain_rule"), [tmp_path / "chain_rule.py"], tmp_path)
    assert set(points.values()) == {0.0}


@pytest.mark.slow
def test_require_passes_right_parts_and_repeats_the_judges_sentence(solution, tmp_path):
    path = tmp_path / "chain_rule.py"
    path.write_bytes(solution("chain_rule", "py") + CHANGED.encode())
    course = Course(key="the key of these tests")
    with ForkServer() as server:
        result = Judge(course.assignment("chain_rule"), course.key, server).judge(read_submission(path, "chain_rule"))
    environment = {VERDICTS: {"questions": verdicts(result), "message": "m"}}
    require(environment, "q8_vector_derivatives", "linear_gradient", "hidden")
    with pytest.raises(AssertionError, match="square_gradient is wrong"):
        require(environment, "q8_vector_derivatives", "square_gradient", "public")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "grade with the plugin"),
        ({VERDICTS: {"questions": {}, "message": "line 1 is no Python"}}, "line 1 is no Python"),
    ],
)
def test_require_fails_without_verdicts(environment, sentence):
    with pytest.raises(AssertionError, match=sentence):
        require(environment, "q8_vector_derivatives", "linear_gradient", "hidden")
