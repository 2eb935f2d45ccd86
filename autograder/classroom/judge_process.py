"""What runs in a judge process: read one submission, judge it, make its record."""

from __future__ import annotations

import atexit
import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from autograder import course as courses
from autograder.classroom.code_excerpts import cells_about
from autograder.classroom.journal import Record
from autograder.course import Course
from autograder.intake import Source, Unreadable
from autograder.intake.bounded.reader import end_own_reader
from autograder.intake.entrance import prepare, read_files
from autograder.intake.handout import handout_of
from autograder.intake.safe_archive import gather
from autograder.judge.grader_version import grader_sha256
from autograder.judge.judge import Judge
from autograder.judge.result import PartResult, QuestionResult, Result, to_verdicts
from autograder.questions.schema import Assignment
from autograder.sandbox import ForkServer, Limits
from autograder.sandbox.kernel.platform_limits import hide_memory


@dataclass(frozen=True)
class JudgeTask:
    """One submission to judge.

    Attributes:
        known: the hash and the fingerprint of the record there is, if any.
        again: a judge died of it.
        files_sha256: of its files when the task was made; empty where they could not be read.
    """

    submission: str
    source: Source
    student: str
    known: tuple[str, str] | None = None
    again: bool = False
    files_sha256: str = ""


class JudgeProcess:
    """A judge with a fork server, for one assignment of one course.

    All that belongs to the assignment is loaded at once. The processes that it needs, which read and run what students
    handed in, are started at the first submission: a judge may be a copy of a process that has loaded everything.
    """

    def __init__(self, name: str, course: Course) -> None:
        self._assignment = course.assignment(name)
        self._key_sha256 = course.key_sha256
        self._handout = handout_of(name)
        self._fingerprint = fingerprint(course, name)
        self._limits = Limits().replace(**course.of(name).limits)
        self._judge = Judge(self._assignment, course.key)
        self._owner = 0

    def open(self) -> None:
        """Have the processes of this very process."""
        if self._owner == os.getpid():
            return
        prepare()
        # Any number does for a slot: user ids that another server holds are passed over.
        server = ForkServer(self._limits, slot=os.getpid())
        self._judge = self._judge.with_server(server)
        self._owner = os.getpid()
        atexit.register(end_own_reader)
        atexit.register(server.close)

    def judge(self, task: JudgeTask) -> Record | None:
        """Return the record of a submission; None if the known one still holds."""
        try:
            files = gather(task.source, task.source.root.name)
        except Unreadable as error:
            return self.unreadable(task, str(error), {}, error.review)
        return self.judge_files(task, files)

    def judge_files(self, task: JudgeTask, files: dict[str, bytes]) -> Record | None:
        """Return the record of a submission whose files were gathered elsewhere; `task.source` is not touched."""
        self.open()
        try:
            submission = read_files(files, self._assignment, self._handout)
        except Unreadable as error:
            return self.unreadable(task, str(error), files, error.review)
        if task.known == (submission.sha256, self._fingerprint):
            return None
        result = self._judge.judge(submission, task.student)
        slips = [question.id for question in result.questions if question.slip]
        code = {name: cells_about(submission.cells, self._assignment, name) for name in slips}
        return self._record(task, result, files, {**submission.for_graders(), **result.written}, code)

    def unreadable(
        self, task: JudgeTask, sentence: str, files: dict[str, bytes], review: bool = False
    ) -> Record | None:
        """Return the record of a submission that cannot be read; None if the known one still holds.

        Args:
            task: the submission's place and its known record.
            sentence: what the student is told.
            files: what was gathered, for the hash.
            review: whether a person should look at it.
        """
        sha256 = hashlib.sha256(f"{sentence}\0{files_sha256(files)}".encode()).hexdigest()
        if task.known == (sha256, self._fingerprint):
            return None
        result = blank(self._assignment, "unreadable", sentence, sha256, self._key_sha256, task.student)
        if review:
            questions = (replace(question, needs_review=bool(question.parts)) for question in result.questions)
            result = replace(result, questions=tuple(questions))
        return self._record(task, result, files, {}, {})

    def _record(
        self,
        task: JudgeTask,
        result: Result,
        files: dict[str, bytes],
        written: dict[str, str],
        code: dict[str, list[str]],
    ) -> Record:
        return Record(
            task.submission, result.submission_sha256, self._fingerprint, to_verdicts(result), written, code, result.seconds,
            files_sha256(files),
        )  # fmt: skip


def blank(
    assignment: Assignment, status: str, message: str = "", sha256: str = "", key_sha256: str = "", student: str = ""
) -> Result:
    """The record of a submission that was not judged: every question of machines at 0, those by hand open."""
    questions = tuple(
        QuestionResult(
            question.id,
            None if question.by_hand else 0.0,
            question.points,
            tuple(PartResult(part.name, 0.0, part.points, "missing", "missing") for part in question.parts),
        )
        for question in assignment.questions
    )
    return Result(
        assignment.name,
        student,
        sha256,
        grader_sha256(assignment.name),
        key_sha256,
        status,
        message=message,
        questions=questions,
    )


def files_sha256(files: Mapping[str, bytes]) -> str:
    """Return the hash of a submission as it lies: names and bytes; empty where there is none, as it says nothing then.

    A single file counts by its bytes and what follows the last dot: exports put the student's name before that.
    """
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        name = PurePosixPath(name).suffix if len(files) == 1 else name
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest() if files else ""


def hash_of(source: Source) -> str:
    """Return `files_sha256` of what lies there now; empty where it cannot be read."""
    try:
        return files_sha256(gather(source, source.root.name))
    except Unreadable:
        return ""


def fingerprint(course: Course, name: str) -> str:
    """A hash of all that a verdict depends on but the submission: grader, hand-out, points, limits, key, versions."""
    assignment, settings = course.assignment(name), course.of(name)
    points = [(q.id, q.points, [(part.name, part.points) for part in q.parts]) for q in assignment.questions]
    words = [
        grader_sha256(name), repr(points), repr(sorted(settings.limits.items())),
        settings.pay, course.key_sha256, np.__version__, sys.version.split()[0],
    ]  # fmt: skip
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


_judge_process: JudgeProcess | None = None


def start_judge_process(name: str, course_file: Path | None) -> None:
    """The initializer of a judge process."""
    global _judge_process
    hide_memory()  # it will hold the course key
    _judge_process = JudgeProcess(name, courses.load(course_file))


def open_judge_process() -> None:
    """What a copy of a process that has loaded everything does first."""
    if _judge_process is not None:
        _judge_process.open()


def judge_task(task: JudgeTask) -> Record | None:
    """What a judge process does, again and again."""
    assert _judge_process is not None, "start_judge_process comes first"
    return _judge_process.judge(task)
