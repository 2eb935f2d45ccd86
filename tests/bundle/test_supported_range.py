"""The upper end of what pyproject.toml admits: the newest otter-grader and NumPy there are."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

RANGE = {
    "newest": ["numpy", "otter-grader"],
}
# Builds a zip through otter, and judges every solution and every stub.
PROGRAM = """
import sys, tempfile
from pathlib import Path
import numpy
from importlib.metadata import version
from autograder import bundle, questions
from autograder.content.notebook import notebook, to_text
from autograder.content.sources import ASSIGNMENTS, document
from autograder.content.student import solved_document
from autograder.course import Course
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer

assert numpy.__file__.startswith(sys.argv[1]), numpy.__file__
print("numpy", numpy.__version__, "otter-grader", version("otter-grader"))
course, folder = Course(key="a key"), Path(tempfile.mkdtemp())
bundle.build("chain_rule", course, folder)
for name in questions.names():
    assignment = course.assignment(name)
    (folder / f"{name}.ipynb").write_text(to_text(notebook(solved_document(document(name), assignment))))
    with ForkServer() as server:
        judge = Judge(assignment, course.key, server)
        solved = judge.judge(read_submission(folder / f"{name}.ipynb", assignment))
        blank = judge.judge(read_submission(ASSIGNMENTS / name / f"{name}.py", assignment))
    assert (solved.total, blank.total) == (solved.max, 0.0), (name, solved.total, blank.total)
"""


@pytest.mark.slow
@pytest.mark.parametrize("end", RANGE)
def test_ends_of_the_supported_range_build_and_grade(end, tmp_path, capsys):
    packages = tmp_path / "site-packages"  # the name by which workers take it for installed packages, too
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", str(packages)]
    installed = subprocess.run([*command, *RANGE[end]], capture_output=True, text=True, check=False)
    if installed.returncode:
        last = [line for line in installed.stderr.splitlines() if "ERROR" in line][-1:]
        pytest.skip(f"{' and '.join(RANGE[end])}: not to be had for this Python, or no package index ({last})")
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    run = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(packages)]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    with capsys.disabled():
        print(f"\n{end}: {done.stdout.strip()}")
