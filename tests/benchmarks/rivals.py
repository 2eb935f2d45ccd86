"""What the class is measured against, on the same submissions: otter run, nbgrader, and the bare limit."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made_class

from autograder import course as courses
from autograder.checks.arguments import to_json
from autograder.checks.observation import observe_call
from autograder.course import Course
from autograder.intake import Submission, read_submission
from autograder.judge.cases import question_cases
from autograder.questions.schema import Call

Points = dict[str, float]


def otter_run(name: str, zip_file: Path, notebooks: list[Path], work: Path) -> tuple[float, Points]:
    """Seconds a submission, and points: `otter run` on the built zip, one after the other, as TAs loop over it."""
    otter = Path(sys.executable).with_name("otter")
    found: Points = {}
    start = time.monotonic()
    for notebook in notebooks:
        out = work / notebook.stem
        out.mkdir(parents=True)
        subprocess.run([otter, "run", notebook, "-a", zip_file, "-o", out], check=True, capture_output=True)
        tests = json.loads((out / "results.json").read_text())["tests"]
        found[notebook.stem] = sum(test.get("score") or 0.0 for test in tests)
    return (time.monotonic() - start) / len(notebooks), found


# What the hand-out's notebook imports has to be there, too.
NBGRADER = ("nbgrader==0.9.5", "ipykernel", "numpy", "matplotlib")
PLACE = made_class.ROOT / "build" / "nbgrader"


def install_nbgrader() -> Path:
    """Nbgrader's program, in an environment of its own that is made once.

    Raises:
        RuntimeError: it could not be installed; the text says why.
    """
    program = PLACE / "bin" / "nbgrader"
    if not (PLACE / "ready").exists():
        print(f"Installing nbgrader into {PLACE} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True)
        done = subprocess.run(
            [PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", *NBGRADER], capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(
                f"nbgrader could not be installed: {done.stderr.strip()[-500:]} Name its program with --nbgrader."
            )
        (PLACE / "ready").touch()
    return program


TESTS = """
import json
from checks.compare import compare
from checks.observe import observe_call
from checks.recipes import from_json

PARTS = from_json(json.load(open("parts.json")))

def judge(namespace, part):
    for name, arguments, expect in PARTS[part]:
        finding = compare(expect, observe_call(namespace, name, tuple(arguments)), name)
        assert finding.right, finding.sentence
"""


class Nbgrader:
    """An nbgrader course with our cases as its hidden tests, one graded cell a part, so that points can be compared."""

    def __init__(self, program: Path, name: str, folder: Path) -> None:
        self._program, self._name, self._folder = program, name, folder
        self._cells = self._test_cells(courses.load())
        source = folder / "source" / name
        source.mkdir(parents=True)
        given = made_class.ROOT / "assignments" / name
        subprocess.run(
            ["cp", "-r", given / "public_checks.py", given / "cases.json", given / "figures.py", source], check=True
        )
        (source / "tests_for_parts.py").write_text(TESTS)
        (source / "parts.json").write_text(json.dumps(to_json(self._parts)))
        self._write(source / f"{name}.ipynb", json.loads((given / f"{name}.ipynb").read_text()))
        self._run("generate_assignment", name, "--create", "--force")

    def _test_cells(self, course: Course) -> list[dict]:
        self._parts, cells = {}, []
        for question in course.assignment(self._name).questions:
            for part in (
                () if question.by_hand else question_cases(course.assignment(self._name), question, course.key).parts
            ):
                key = f"{question.id}-{part.part.name}".replace(" ", "_")
                cases = [case for case in (*part.public, *part.hidden) if isinstance(case.ask, Call)]
                self._parts[key] = [[case.ask.name, list(case.ask.arguments), case.expect] for case in cases]
                cells.append(_graded_cell(key, part.part.points))
        return cells

    def _write(self, path: Path, notebook: dict) -> None:
        for number, cell in enumerate(notebook["cells"]):
            cell.setdefault("id", f"n{number}")
        notebook["cells"] = notebook["cells"] + self._cells
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook))

    def grade(self, notebooks: list[Path]) -> tuple[float, Points]:
        """Seconds a submission, and points."""
        for notebook in notebooks:
            target = self._folder / "submitted" / notebook.stem / self._name / f"{self._name}.ipynb"
            self._write(target, json.loads(notebook.read_text()))
        start = time.monotonic()
        self._run("autograde", self._name, "--create", "--ExecutePreprocessor.timeout=60")
        seconds = (time.monotonic() - start) / len(notebooks)
        self._run("export", "--to", "grades.csv")
        with open(self._folder / "grades.csv", newline="") as file:
            return seconds, {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}

    def _run(self, *words: str) -> None:
        path = f"{self._program.parent}{os.pathsep}{os.environ['PATH']}"  # it calls its own alembic and jupyter by name
        environment = {**os.environ, "PATH": path}
        done = subprocess.run(
            [self._program, *words], cwd=self._folder, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"nbgrader {words[0]}: {done.stderr[-2000:]}")


def _graded_cell(key: str, points: float) -> dict:
    source = f"from tests_for_parts import judge\njudge(globals(), {key!r})"
    grading = {
        "grade": True,
        "grade_id": key,
        "points": points,
        "locked": True,
        "solution": False,
        "task": False,
        "schema_version": 3,
    }
    metadata = {"nbgrader": grading, "editable": False, "deletable": False}
    return {
        "cell_type": "code",
        "id": f"t{abs(hash(key)) % 10**8}",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def bare_limit(name: str, notebooks: list[Path], jobs: int) -> float:
    """Seconds a submission for what no grader can do without: fork, run the cells, call the functions; nothing compared."""
    course = courses.load()
    assignment = course.assignment(name)
    asked = [question for question in assignment.questions if not question.by_hand]
    asks = [ask for question in asked for ask in question_cases(assignment, question, course.key).asks.values()]
    start = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda path: _bare(read_submission(path, assignment), asks), notebooks))
    return (time.monotonic() - start) / len(notebooks)


def _bare(submission: Submission, asks: list) -> None:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    namespace: dict = {"__name__": "__main__"}
    for cell in submission.cells:
        try:
            exec(compile(cell, "<cell>", "exec"), namespace)
        except BaseException:  # a student's cell
            continue
    for ask in asks:
        if isinstance(ask, Call):
            observe_call(namespace, ask.name, ask.arguments)
    os._exit(0)
