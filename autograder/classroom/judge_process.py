"""Run in a judge process: read one submission, judge it, and make its record."""

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
from autograder import paths
from autograder.classroom.code_excerpts import cells_about
from autograder.classroom.journal_rows import Record
from autograder.course import Course
from autograder.intake import Source, Unreadable
from autograder.intake.bounded.reader import end_own_reader
from autograder.intake.entrance import prepare, read_files
from autograder.intake.handout import handout_of
from autograder.intake.safe_archive import handed_in
from autograder.judge.grader_version import grader_sha256
from autograder.judge.judge import Judge
from autograder.judge.result import PartResult, QuestionResult, Result, to_verdicts
from autograder.questions.kept_draws import keeping
from autograder.questions.schema import Assignment
from autograder.sandbox import ForkServer, Limits
from autograder.sandbox.kernel.platform_limits import hide_memory


@dataclass(frozen=True)
class JudgeTask:
    """One submission to judge.

    Attributes:
        submission: The name of the submission in the journal.
        source: The location of its files.
        student: The name for the result.
        known: Hash and fingerprint of its record, if it has one.
        again: True if a judge has died while judging it.
        files_sha256: The hash of its files when the task was made; empty if they could not be read.
    """

    submission: str
    source: Source
    student: str
    known: tuple[str, str] | None = None
    again: bool = False
    files_sha256: str = ""


class JudgeProcess:
    """A judge with a fork server, for one assignment of one course.

    The constructor loads everything about the assignment. The processes that read and run submissions are started at
    the first submission, since a judge may be a fork of a process that has loaded everything.
    """

    def __init__(self, name: str, course: Course) -> None:
        self._assignment = course.assignment(name)
        self._key_sha256 = course.key_sha256
        self._handout = handout_of(name)
        self._fingerprint = fingerprint(course, name)
        self._limits = Limits().replace(**course.of(name).limits)
        with keeping(paths.cache() / "draws" / f"{name}.json", course.key, self._fingerprint):
            self._judge = Judge(self._assignment, course.key)
        self._owner = 0

    def open(self) -> None:
        """Start the processes that belong to this process, unless they are running."""
        if self._owner == os.getpid():
            return
        prepare()
        # The slot may be any number, as user ids of another server are skipped.
        server = ForkServer(self._limits, slot=os.getpid())
        self._judge = self._judge.with_server(server)
        self._owner = os.getpid()
        atexit.register(end_own_reader)
        atexit.register(server.close)

    def judge(self, task: JudgeTask) -> Record | None:
        """Return the record of a submission, or None if its known record is still valid."""
        try:
            files = handed_in(task.source, task.source.root.name)
        except Unreadable as error:
            return self.unreadable(task, str(error), {}, error.review)
        return self.judge_files(task, files)

    def judge_files(self, task: JudgeTask, files: dict[str, bytes]) -> Record | None:
        """Return the record of a submission whose files are given; `task.source` is not read."""
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
        """Return the record of a submission that cannot be read, or None if its known record is still valid.

        Args:
            task: The submission.
            sentence: The reason, for the student.
            files: The files that were gathered, for the hash.
            review: True if a person should look at it.
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
            task.submission, result.submission_sha256, self._fingerprint, to_verdicts(result), written, code,
            result.seconds, files_sha256(files),
        )  # fmt: skip


def blank(
    assignment: Assignment, status: str, message: str = "", sha256: str = "", key_sha256: str = "", student: str = ""
) -> Result:
    """Return the result of a submission that was not judged: 0 points, or none for questions graded by hand."""
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
    """Return a hash of the names and bytes of a submission's files; empty if there are no files.

    For a single file, only bytes and extension count, since exports put the student's name in front.
    """
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        name = PurePosixPath(name).suffix if len(files) == 1 else name
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest() if files else ""


def hash_of(source: Source) -> str:
    """Return `files_sha256` of the present files; empty if they cannot be read."""
    try:
        return files_sha256(handed_in(source, source.root.name))
    except Unreadable:
        return ""


def fingerprint(course: Course, name: str) -> str:
    """Return a hash of everything but the submission on which a verdict depends.

    It covers grader, hand-out, points, limits, key and versions.
    """
    assignment, settings = course.assignment(name), course.of(name)
    points = [(q.id, q.points, [(part.name, part.points) for part in q.parts]) for q in assignment.questions]
    words = [
        grader_sha256(name), repr(points), repr(sorted(settings.limits.items())),
        settings.pay, course.key_sha256, np.__version__, sys.version.split()[0],
    ]  # fmt: skip
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


_judge_process: JudgeProcess | None = None


def start_judge_process(name: str, course_file: Path | None) -> None:
    """Create the judge of this process; this is the initializer of a pool."""
    global _judge_process
    hide_memory()  # the process will have the course key in its memory
    _judge_process = JudgeProcess(name, courses.load(course_file))


def open_judge_process() -> None:
    """Start the processes of a judge that was forked from the template."""
    if _judge_process is not None:
        _judge_process.open()


def judge_task(task: JudgeTask) -> Record | None:
    """Judge one submission in this process; see `JudgeProcess.judge`."""
    assert _judge_process is not None, "start_judge_process comes first"
    return _judge_process.judge(task)
