"""`otter run` on the built zip: the points of the judge, and no line of the student's in otter's kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import questions
from autograder.course import Course
from autograder.intake import read_submission
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
SAMPLES = sorted(
    path
    for name in questions.names()
    for path in Path(__file__, "../../sample_class", name).resolve().glob("*.*")
    if path.is_file()
)
# What stock otter would run: in its kernel, each of these would show.
SPY = """

import os
open("spy", "w").write(str(os.getpid()))
open(".OTTER_LOG", "wb").write(b"no log")
"""


def otter_run(archive, submission, folder) -> dict[str, float]:
    program = "from otter.run import main; import sys; main(sys.argv[1], autograder=sys.argv[2], output_dir='.', no_logo=True)"
    command = [sys.executable, "-W", "ignore", "-c", program, str(submission), str(archive)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {
        test["name"]: test["score"]
        for test in json.loads((folder / "results.json").read_text())["tests"]
        if "score" in test
    }


def judged(name: str, submission) -> dict[str, float]:
    course = Course(key="the key of these tests")
    with ForkServer() as server:
        found = Judge(course.assignment(name), course.key, server).judge(read_submission(submission, name))
    return {question.id: question.points for question in found.questions if question.points is not None}


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_otter_run_gives_a_solution_full_points(name, archive, solution, tmp_path):
    (tmp_path / f"{name}.ipynb").write_bytes(solution(name, "ipynb"))
    points = otter_run(archive(name), tmp_path / f"{name}.ipynb", tmp_path)
    assert points == {q.id: pytest.approx(q.points) for q in questions.find(name).questions if not q.by_hand}


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_otter_run_gives_a_bare_stub_nothing(name, archive, blank, tmp_path):
    (tmp_path / f"{name}.py").write_bytes(blank(name))
    assert set(otter_run(archive(name), tmp_path / f"{name}.py", tmp_path).values()) == {0}


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_otter_run_gives_the_sample_class_the_judges_points(sample, archive, tmp_path):
    assert otter_run(archive(sample.parent.name), sample, tmp_path) == judged(sample.parent.name, sample)


def test_otter_run_gives_the_judges_points_and_keeps_the_student_out(archive, solution, tmp_path):
    work = tmp_path / "chain_rule.py"
    work.write_bytes(solution("chain_rule", "py") + (CHANGED + SPY).encode())
    points = otter_run(archive("chain_rule"), work, tmp_path)
    assert points == judged("chain_rule", work)
    assert points["q8_vector_derivatives"] == 2.0
    assert points["q5_upstream"] == 1.0  # right, and one point less for a changed argument
    assert not (tmp_path / "spy").exists()


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
