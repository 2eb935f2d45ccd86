"""What the class is measured against, on the same notebooks: the graders that a user would pick, and the bare limit."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from made_class import ROOT, processors_of
from plain_tests import write_tests
from processor_time import Cost, cost_of

from autograder import course as courses
from autograder.gradescope import build

Points = dict[str, float]
PLACE = ROOT / "build" / "rivals"
PACKAGES = ("nbgrader==0.9.5", "gradescope-utils==0.5.0", "pytest", "ipykernel", "numpy", "matplotlib")


class Rival(Protocol):
    """A grader of one folder of notebooks."""

    name: str

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        """Return what it costs to grade all, and the points of each student, empty if it gives none."""


def environment() -> Path:
    """Return the Python of the rivals' own environment, which is made once.

    Raises:
        RuntimeError: a package could not be installed; the text says why.
    """
    python = PLACE / "bin" / "python"
    if not (PLACE / "ready").exists():
        print(f"Installing {', '.join(PACKAGES)} into {PLACE} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"The rivals could not be installed: {done.stderr.strip()[-500:]}")
        (PLACE / "ready").touch()
    return python


class Ours:
    """`nnhw grade`, as a TA starts it, its start included."""

    name = "nnhw grade"

    def __init__(self, assignment: str) -> None:
        self._assignment = assignment

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        words = [sys.executable, "-m", "autograder", "grade", self._assignment, *notebooks, "--out", work / "out"]
        cost = cost_of([[*map(str, words), "--jobs", str(jobs), "--quiet"]], folder=ROOT)
        with open(work / "out" / "grades.csv", newline="") as file:
            points = {row["student"]: float(row["total"]) for row in csv.DictReader(file)}
        return cost.each(len(notebooks)), points


class BareLimit:
    """Independent processes, each on a processor of its own, that fork, run the cells and call the functions."""

    name = "bare limit"

    def __init__(self, assignment: str) -> None:
        self._assignment = assignment

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        script = Path(__file__).with_name("bare_limit.py")
        running = []
        for share, processor in zip((notebooks[i::jobs] for i in range(jobs)), processors_of(jobs)):
            words = [sys.executable, script, self._assignment, *share]
            running.append(
                subprocess.Popen(
                    list(map(str, words)), cwd=ROOT, stdout=subprocess.PIPE, text=True,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    preexec_fn=lambda p=processor: os.sched_setaffinity(0, {p}),
                )
            )  # fmt: skip
        seconds = [float(process.communicate()[0].split()[-1]) for process in running]
        return Cost(sum(seconds) / len(notebooks), max(seconds) / len(notebooks)), {}


class OtterRun:
    """`otter run` on our zip, one command a submission."""

    name = "otter run"

    def __init__(self, assignment: str, work: Path) -> None:
        self._zip = build(assignment, courses.load(), work / "dist")

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        otter = Path(sys.executable).with_name("otter")
        outs = {notebook: work / notebook.stem for notebook in notebooks}
        for out in outs.values():
            out.mkdir(parents=True)
        cost = cost_of([[otter, "run", notebook, "-a", self._zip, "-o", out] for notebook, out in outs.items()], jobs)
        return cost.each(len(notebooks)), {path.stem: _otter_points(out) for path, out in outs.items()}


def _otter_points(out: Path) -> float:
    tests = json.loads((out / "results.json").read_text())["tests"]
    return sum(test.get("score") or 0.0 for test in tests)


IN_ONE_PROCESS = """
import json, sys
from otter.api import grade_submission
archive, out, *notebooks = sys.argv[1:]
points = {notebook: grade_submission(notebook, archive, quiet=True).total for notebook in notebooks}
json.dump(points, open(out, "w"))
"""


class OtterInOneProcess(OtterRun):
    """otter's own function for one submission, called for all in one process."""

    name = "otter, one process"

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        work.mkdir(parents=True, exist_ok=True)
        shares = [notebooks[i::jobs] for i in range(jobs)]
        commands = [
            [sys.executable, "-c", IN_ONE_PROCESS, self._zip, work / f"{i}.json", *share]
            for i, share in enumerate(shares)
        ]
        cost = cost_of(commands, jobs)
        points = {
            path: total for i in range(jobs) for path, total in json.loads((work / f"{i}.json").read_text()).items()
        }
        return cost.each(len(notebooks)), {Path(path).stem: total for path, total in points.items()}


class Pytest:
    """pytest on plain hidden tests, one command a submission; nothing is confined."""

    name, file = "pytest", "test_parts.py"

    def __init__(self, assignment: str, work: Path) -> None:
        self._python, self._folder = environment(), work / f"{self.name} tests"
        self._points = write_tests(assignment, self._folder)

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        work.mkdir(parents=True, exist_ok=True)
        results = {path: (work / f"{path.stem}.result").resolve() for path in notebooks}
        cost = cost_of([self._command(path, result) for path, result in results.items()], jobs, self._folder)
        return cost.each(len(notebooks)), {path.stem: self._total(result) for path, result in results.items()}

    def _command(self, notebook: Path, result: Path) -> list[str | Path]:
        words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml", str(result), self.file]
        return ["env", f"SUBMISSION={notebook.resolve()}", self._python, *words]

    def _total(self, result: Path) -> float:
        import xml.etree.ElementTree as ElementTree

        tests = ElementTree.parse(result).getroot().iter("testcase")  # a file of our own
        passed = (test.get("name", "") for test in tests if not len(test))
        return sum(self._points[name.partition("[")[2].rstrip("]")] for name in passed)


class Unittest(Pytest):
    """unittest with gradescope-utils, the nearest rival: no isolation at all."""

    name, file = "unittest, gradescope-utils", "unittest_parts.py"

    def _command(self, notebook: Path, result: Path) -> list[str | Path]:
        return ["env", f"SUBMISSION={notebook.resolve()}", f"RESULTS={result}", self._python, self.file]

    def _total(self, result: Path) -> float:
        return sum(test["score"] for test in json.loads(result.read_text())["tests"])


class Nbgrader:
    """An nbgrader course with plain tests in graded cells, one a part."""

    name = "nbgrader"

    def __init__(self, assignment: str, work: Path) -> None:
        self._program, self._assignment, self._folder = (
            environment().with_name("nbgrader"),
            assignment,
            work / "nbgrader",
        )
        source = self._folder / "source" / assignment
        self._cells = [_graded_cell(part, points) for part, points in write_tests(assignment, source).items()]
        given = json.loads((ROOT / "assignments" / assignment / f"{assignment}.ipynb").read_text())
        self._write(source / f"{assignment}.ipynb", given)
        self._run("generate_assignment", assignment, "--create", "--force")

    def grade(self, notebooks: list[Path], work: Path, jobs: int) -> tuple[Cost, Points]:
        for notebook in notebooks:
            target = self._folder / "submitted" / notebook.stem / self._assignment / f"{self._assignment}.ipynb"
            self._write(target, json.loads(notebook.read_text()))
        cost = self._run("autograde", self._assignment, "--create", "--force", "--ExecutePreprocessor.timeout=60")
        self._run("export", "--to", "grades.csv")
        with open(self._folder / "grades.csv", newline="") as file:
            points = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
        return cost.each(len(notebooks)), points

    def _write(self, path: Path, notebook: dict) -> None:
        for number, cell in enumerate(notebook["cells"]):
            cell.setdefault("id", f"n{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**notebook, "cells": notebook["cells"] + self._cells}))

    def _run(self, *words: str) -> Cost:
        path = f"{self._program.parent}{os.pathsep}{os.environ['PATH']}"  # it calls its own alembic and jupyter by name
        return cost_of([[self._program, *words]], folder=self._folder, environment={**os.environ, "PATH": path})


def _graded_cell(part: str, points: float) -> dict:
    grading = {
        "grade": True, "grade_id": part, "points": points, "locked": True, "solution": False, "task": False,
        "schema_version": 3,
    }  # fmt: skip
    return {
        "cell_type": "code",
        "id": part[:60],
        "metadata": {"nbgrader": grading, "editable": False, "deletable": False},
        "source": f"from kit import judge\njudge(globals(), {part!r})",
        "outputs": [],
        "execution_count": None,
    }
