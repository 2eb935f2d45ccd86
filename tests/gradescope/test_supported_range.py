"""Both ends of the range that pyproject.toml declares for otter-grader and NumPy, and whatever is newest, within it or beyond."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from autograder.paths import PROJECT

# The one place where the range is declared.
DECLARED = [
    Requirement(text)
    for text in re.findall(
        r'^ +"((?:numpy|otter-grader)[^"]*)",$', (PROJECT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
]
# The newest is asked for without the upper bound: a release beyond it shows here first, before anybody admits it.
ENDS = {
    "oldest": [f"{one.name}=={spec.version}.*" for one in DECLARED for spec in one.specifier if spec.operator == ">="],
    "newest": [one.name for one in DECLARED],
}
# Builds a zip through otter, and judges every solution and every stub. It says what it ran, and what its workers ran.
PROGRAM = """
import sys, tempfile
from pathlib import Path
import numpy, otter
from importlib.metadata import version
from autograder import questions
from autograder.gradescope import build
from autograder.content.notebook import notebook, to_text
from autograder.content.sources import document
from autograder.paths import ASSIGNMENTS
from autograder.content.student_document import solved_document
from autograder.course import Course
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer, Program

for package in numpy, otter:
    assert package.__file__.startswith(sys.argv[1]), package.__file__
with ForkServer() as server:
    worker = server.load(Program(("import numpy; there = numpy.__version__",)))
    assert worker.read("there").value == numpy.__version__, worker.read("there")
    worker.close()
course, folder = Course(key="a key"), Path(tempfile.mkdtemp())
build("chain_rule", course, folder)
for name in questions.names():
    assignment = course.assignment(name)
    (folder / f"{name}.ipynb").write_text(to_text(notebook(solved_document(document(name), assignment))))
    with ForkServer() as server:
        judge = Judge(assignment, course.key, server)
        solved = judge.judge(read_submission(folder / f"{name}.ipynb", assignment))
        blank = judge.judge(read_submission(ASSIGNMENTS / name / f"{name}.py", assignment))
    assert (solved.total, blank.total) == (solved.max, 0.0), (name, solved.total, blank.total)
print(numpy.__version__, version("otter-grader"))
"""


def test_the_range_has_two_ends_for_either_package():
    assert {one.name for one in DECLARED} == {"numpy", "otter-grader"}
    for one in DECLARED:
        assert {spec.operator for spec in one.specifier} == {">=", "<"}, one


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_every_lock_is_within_the_range(one):
    pinned = [
        (lock.name, version)
        for lock in sorted((PROJECT / "locks").glob("*.txt"))
        for version in re.findall(rf"^{one.name}==([^ ]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len({name for name, _ in pinned}) >= 4
    assert [pin for pin in pinned if not one.specifier.contains(pin[1])] == []


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
def test_ends_of_the_supported_range_build_and_grade(end, tmp_path, capsys):
    packages = tmp_path / "site-packages"  # the name by which workers take it for installed packages, too
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--target",
        str(packages),
    ]
    installed = subprocess.run([*command, *ENDS[end]], capture_output=True, text=True, check=False)
    if installed.returncode:
        last = [line for line in installed.stderr.splitlines() if "ERROR" in line][-1:]
        pytest.skip(f"{' and '.join(ENDS[end])}: not to be had for this Python, or no package index ({last})")
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    run = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(packages)]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = dict(zip(("numpy", "otter-grader"), done.stdout.split()))
    beyond = [one.name for one in DECLARED if not one.specifier.contains(found[one.name])]
    with capsys.disabled():
        print(f"\n{end}: " + ", ".join(f"{name} {version}" for name, version in found.items()), end="")
        print(f"; widen the range in pyproject.toml: {' and '.join(beyond)} passes" if beyond else "")
