"""Rehearse the built zip: grade a solution, the bare stub and a hostile sample, and show both sides' view."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from autograder import course as courses
from autograder import paths
from autograder.content.notebook import notebook, to_text
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course
from autograder.gradescope.emulator import EmulatedRun, Stage, enforced, staged
from autograder.gradescope.preview import side_by_side, terminal_width
from autograder.gradescope.run import LARGEST
from autograder.safe_text import spell_points

SCHEMA = json.loads(Path(__file__).with_name("gradescope_schema.json").read_text(encoding="utf-8"))
HOSTILE = """\
import os, glob, json
for place in ("/autograder/results/results.json", "../results/results.json"):
    try:
        open(place, "w").write(json.dumps({"score": 1000}))
    except OSError as error:
        print("refused:", error)
for name in glob.glob("/autograder/source/*") + glob.glob("/opt/nnhw/grader/*"):
    print("seen:", name)
class Everything:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *arguments): return self
for name in %s:
    globals()[name] = Everything()
def stop(*arguments): os._exit(0)
%s = stop
"""


@dataclass(frozen=True)
class Rehearsal:
    """The outcome of a rehearsal; `str()` is the text that the command prints."""

    passed: bool
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Trial:
    """One submission's run, with a complaint for each fault."""

    title: str
    run: EmulatedRun
    results: dict[str, Any]
    complaints: tuple[str, ...]

    @property
    def total(self) -> float:
        return sum(test.get("score", 0.0) for test in self.results["tests"])

    @property
    def max(self) -> float:
        return sum(test.get("max_score", 0.0) for test in self.results["tests"])


def rehearse(
    name: str, submission: Path | None = None, *, course: Course | None = None, dist: Path | None = None
) -> Rehearsal:
    """Set up DIST/NAME-autograder.zip and grade samples with it, or `submission` alone if one is given.

    Raises:
        FileNotFoundError: the zip or the submission does not exist.
        SetUpFailed: the zip's setup.sh failed.
    """
    archive = (dist or paths.dist()) / f"{name}-autograder.zip"
    for path in filter(None, (archive, submission)):
        if not path.exists():
            raise FileNotFoundError(
                f"{path.name} is not there" + (f": run nnhw build {name}." if path == archive else ".")
            )
    course = course or courses.load()
    with staged(archive, paths.cache() / "rehearsal") as stage:
        seconds = stage.set_up()
        trials = [_try(stage, *sample) for sample in _samples(name, course, submission)]
        place = "/autograder in a mount namespace" if stage.real else "a temporary tree"
    head = [f"{archive.name}: set up in {seconds:.0f} s, run in {place}, under {enforced()}."]
    lines = head + [line for trial in trials for line in _report(trial)]
    complaints = [f"{trial.title}: {complaint}" for trial in trials for complaint in trial.complaints]
    verdict = "The rehearsal passed." if not complaints else "The rehearsal failed:\n  " + "\n  ".join(complaints)
    return Rehearsal(not complaints, "\n".join([*lines, "", verdict]))


def _samples(name: str, course: Course, submission: Path | None) -> list[tuple[str, dict[str, bytes], str]]:
    """Return title, files and expected total (full, nothing or anything) of each sample."""
    if submission is not None:
        files = [submission] if submission.is_file() else [path for path in submission.rglob("*") if path.is_file()]
        top = submission.parent if submission.is_file() else submission
        return [(submission.name, {path.relative_to(top).as_posix(): path.read_bytes() for path in files}, "anything")]
    assignment = course.assignment(name)
    solved = to_text(notebook(solved_document(document(name), assignment))).encode()
    names = list(assignment.owner)
    hostile = (HOSTILE % (names, names[0])).encode()
    blank = (paths.built_assignments() / name / f"{name}.py").read_bytes()
    return [
        ("solution", {f"{name}.ipynb": solved}, "full"),
        ("bare stub", {f"{name}.py": blank}, "nothing"),
        (
            "hostile sample",
            {f"{name}.py": hostile, "numpy.py": b"raise SystemExit", ".OTTER_LOG": b"\x80\x04."},
            "nothing",
        ),
    ]


def _try(stage: Stage, title: str, files: dict[str, bytes], expected: str) -> Trial:
    run = stage.grade(files)
    complaints = ["run_autograder did not finish in time."] if run.stopped else []
    complaints += faults(run.results)
    results = json.loads(run.results) if not faults(run.results) else {"tests": [], "output": ""}
    trial = Trial(title, run, results, tuple(complaints))
    if not complaints and expected == "full" and trial.total != trial.max:
        complaints.append(f"{spell_points(trial.total)} of {spell_points(trial.max)} points, expected all.")
    if not complaints and expected == "nothing" and trial.total:
        complaints.append(f"{spell_points(trial.total)} points, expected none.")
    return Trial(title, run, results, tuple(complaints))


def faults(data: bytes) -> list[str]:
    """Return what Gradescope would reject in a results.json."""
    if len(data) > LARGEST:
        return [f"results.json has {len(data)} bytes, more than {LARGEST}."]
    try:
        content = json.loads(data)
    except ValueError as error:
        return [f"results.json is not JSON ({error})."]
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors(content)
    return [f"results.json: {error.json_path}: {error.message}" for error in errors]


def _report(trial: Trial) -> list[str]:
    """Return a line with points, time and memory, then both views side by side."""
    run, seen = trial.run, trial.results
    points = f"{spell_points(trial.total)} of {spell_points(trial.max)} points"
    measures = f"{points} in {run.seconds:.1f} s, {run.megabytes:.0f} MB {run.measured}"
    return ["", f"{trial.title}: {measures}", *side_by_side(seen, terminal_width()), *_printed(run)]


def _printed(run: EmulatedRun) -> list[str]:
    """Return the last lines that run_autograder printed; Gradescope shows them only to instructors."""
    lines = run.printed.strip().splitlines()[-5:]
    return ["The instructor also sees the autograder's output:", *(f"  {line}" for line in lines)] if lines else []
