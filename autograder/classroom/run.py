"""One run of a class through a pool into the journal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import replace

from autograder.classroom.desk import Task, blank, judge_task, still_holds
from autograder.classroom.journal import Journal, Record
from autograder.classroom.pool import JudgeDied
from autograder.classroom.shelf import source_of
from autograder.course import Course
from autograder.judge.result import to_verdicts
from autograder.progress import Progress


class Run:
    """Judges what is on the journal's roll and has no record that still holds; `done` says how far it came.

    Args:
        fingerprint: of the grader, key and versions of now.
        total: how many submissions are on the roll.
    """

    def __init__(self, journal: Journal, course: Course, name: str, fingerprint: str, total: int, quiet: bool) -> None:
        self._journal, self._course, self._name, self._fingerprint = journal, course, name, fingerprint
        self._progress = Progress(total, "submissions", quiet)
        self._start = time.monotonic()
        self.total, self.judged, self.kept = total, 0, 0

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._start

    def judge(self, pool: Executor) -> None:
        """Judge what has to be; few are under way at a time, so that memory does not grow with the class."""
        width = 2 * getattr(pool, "width", 8)
        pending: dict[Future[Record | None], Task] = {}
        for task in self._tasks():
            if len(pending) >= width:
                self._settle(pending, pool)
            pending[pool.submit(judge_task, task)] = task
        while pending:
            self._settle(pending, pool)
        self._progress.close()

    def _tasks(self) -> Iterator[Task]:
        """The submissions to judge; one whose files are as they were is not even read."""
        for known in self._journal.submissions():
            if still_holds(known, self._fingerprint):
                self._commit(None)
            else:
                hashes = (known.submission_sha256, known.fingerprint) if known.fingerprint is not None else None
                yield Task(known.submission, source_of(known.source), known.submission, hashes)

    def _settle(self, pending: dict[Future[Record | None], Task], pool: Executor) -> None:
        """Commit what is done; a submission whose judge died is tried once more, alone to blame the second time."""
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            task = pending.pop(future)
            try:
                record = future.result()
            except BrokenExecutor:
                raise
            except JudgeDied as error:
                if not task.again:
                    task = replace(task, again=True)
                    pending[pool.submit(judge_task, task)] = task
                    continue
                record = self._internal_error(task, error)
            except Exception as error:
                record = self._internal_error(task, error)
            self._commit(record)

    def _commit(self, record: Record | None) -> None:
        if record is None:
            self.kept += 1
        else:
            self._journal.commit(record)
            self.judged += 1
        self._progress.step()

    def _internal_error(self, task: Task, error: Exception) -> Record:
        """A fault of ours: no zero, and no hash either, so that the next run tries again."""
        sentence = f"The grader failed on this submission ({type(error).__name__}: {error}); a person has to look at it."
        assignment = self._course.assignment(self._name)
        result = blank(assignment, "internal_error", sentence, key_sha256=self._course.key_sha256)
        return Record(task.submission, "", "", to_verdicts(result), {}, {}, 0.0)
