"""Graded folders without a judge: records are made, everything after them is real."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from autograder.classroom import judge_process
from autograder.classroom.grade import grade
from autograder.classroom.journal_rows import Record
from autograder.classroom.judge_process import blank
from autograder.course import Course
from autograder.intake import Unreadable, read_submission
from autograder.intake.safe_archive import gather
from autograder.judge.result import to_verdicts

NAME = "forward_backward"
ASSIGNMENT = Course().assignment(NAME)


def judged(points, **changes):
    """Return a result with the given points for some questions and full points for the others."""
    result = blank(ASSIGNMENT, "graded")
    questions = [_with_points(question, points.get(question.id, question.max)) for question in result.questions]
    return replace(result, questions=tuple(questions), protection=("process",), **changes)


def _with_points(question, points):
    if not question.parts:
        return question
    share, verdict = points / question.max, "right" if points == question.max else "wrong"
    parts = [replace(p, points=p.max * share, verdict=verdict, public_verdict=verdict) for p in question.parts]
    return replace(question, points=points, parts=tuple(parts))


class FakeJudgeProcess:
    """Stands where a judge stands: reads each submission and looks its result up in its code.

    A cell `points = {…}` gives the points of questions; `raise` and `slip` do what they say.
    """

    fingerprint = "first"

    def __init__(self):
        self.asked = []

    def judge(self, task):
        self.asked.append(task.submission)
        try:
            submission = read_submission(task.source, ASSIGNMENT, task.source.root.name)
        except Unreadable as error:
            return self._record(task, "-", blank(ASSIGNMENT, "unreadable", str(error)), {})
        if task.known == (submission.sha256, self.fingerprint):
            return None
        told = {}
        exec("\n".join(cell for cell in submission.cells if cell.startswith("told")), told)
        told = told.get("told", {})
        if "raise" in told:
            raise RuntimeError(told["raise"])
        result = judged(told.get("points", {}), submission_sha256=submission.sha256)
        if told.get("review"):
            result = replace(
                result, notes=("both differ",), questions=tuple(replace(q, needs_review=True) for q in result.questions)
            )
        slips = told.get("slips", {})
        result = replace(result, questions=tuple(_with_slip(q, slips) for q in result.questions))
        return self._record(
            task,
            submission.sha256,
            result,
            submission.for_graders(),
            {
                name: [f"def {next(iter(ASSIGNMENT.question(name).owns))}(z):\n    mine = z\n    return mine"]
                for name in slips
            },
        )

    def _record(self, task, sha256, result, written, code=None):
        files = judge_process.files_sha256(gather(task.source, task.source.root.name))
        return Record(task.submission, sha256, self.fingerprint, to_verdicts(result), written, code or {}, 0.1, files)


def _with_slip(question, slips):
    return (
        replace(question, slip=slips[question.id], slip_sentence="A factor is missing.")
        if question.id in slips
        else question
    )


@pytest.fixture
def fake_judge_process(monkeypatch):
    fake = FakeJudgeProcess()
    monkeypatch.setattr(judge_process, "_judge_process", fake)
    return fake


@pytest.fixture
def run(fake_judge_process, tmp_path):
    """Grade paths into tmp_path/out with the fake judge."""

    def run(*paths, out=None, **options):
        return grade(NAME, paths, out or tmp_path / "out", quiet=True, executor=ThreadPoolExecutor(2), **options)

    return run


@pytest.fixture
def hand_in(tmp_path):
    """Write a notebook that contains the result of the fake judge; return the path of its folder."""

    def hand_in(name, written="", folder="class", **told):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook(written, **told))
        return tmp_path / folder

    return hand_in


def notebook(written="", **told):
    import json

    cells = [{"cell_type": "code", "source": f"told = {told!r}", "metadata": {}, "outputs": []}]
    cells.append({"cell_type": "code", "source": "def sigmoid(a): ...", "metadata": {}, "outputs": []})
    if written:
        cells.append({"cell_type": "markdown", "source": written, "metadata": {"tags": ["q12_dead_zones"]}})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
