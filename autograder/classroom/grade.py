"""Grade a class from paths to pages, continuing where the last run in the folder stopped (`nnhw grade`)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.equal_submissions import MOST_WAITING, Twins, copied
from autograder.classroom.journal import DiskFull, Journal
from autograder.classroom.journal_roll import called, enter
from autograder.classroom.journal_rows import Record
from autograder.classroom.judge_process import (
    JudgeTask,
    blank,
    fingerprint,
    hash_of,
    judge_task,
    open_judge_process,
    start_judge_process,
)
from autograder.classroom.outputs import ClassOutcome, first_few, write_outputs
from autograder.classroom.pool import JudgeDied, JudgePool
from autograder.classroom.shards import Shard
from autograder.course import Course
from autograder.judge.result import to_verdicts
from autograder.progress import Progress
from autograder.sandbox.host.fork_server import nursery
from autograder.sandbox.kernel.layers import hide_memory


@dataclass(frozen=True)
class Graded:
    """The outcome of a run: sentences to print, and the exit status (0 all graded, 1 not all, 2 nothing to grade)."""

    folder: Path
    sentences: tuple[str, ...]
    exit_status: int


def grade(
    name: str,
    paths: Iterable[Path],
    out: Path | None = None,
    *,
    jobs: int | None = None,
    roster: Path | None = None,
    groups: Path | None = None,
    fresh: bool = False,
    pages: bool = True,
    quiet: bool = False,
    course_file: Path | None = None,
    executor: Executor | None = None,
    shard: Shard | None = None,
) -> Graded:
    """Grade the submissions at `paths` into a folder.

    Args:
        name: The name of the assignment.
        paths: Exports, folders, zips and files.
        out: The graded folder; by default graded/NAME.
        jobs: The number of submissions judged at a time; by default the number of processors.
        roster: A CSV of the class. Students who handed in nothing get a row too.
        groups: A CSV with the columns group and student. All members have the submission that arrives under the
            group's name. The default is groups.csv next to the roster.
        fresh: True to judge everything again.
        pages: True to write each student's files in results/.
        quiet: True to show no progress.
        course_file: The course's configuration, in place of autograder/course.yaml.
        executor: Runs `judge_task` after `start_judge_process`; by default a `JudgePool`.
        shard: The part of the class to grade; `nnhw merge` joins the folders.

    Raises:
        UnknownAssignment: The assignment does not exist.
        CourseError: The course's configuration is wrong.
        NothingThere: A path does not exist, or there is nothing to grade.
        RosterError: The roster cannot be used.
        JournalError: The folder cannot be used.
        SandboxError: Student code cannot be confined.
    """
    hide_memory()  # a worker of the same user must not read the course key out of this process
    with nursery() if executor is None else nullcontext():  # before the key is read
        course, out = courses.load(course_file), out or Path("graded") / name
        course.assignment(name)  # raises for an unknown name before anything is read
        roll, strange = called(paths, name, roster, groups, course.zone(name))
        if shard is not None:
            roll = shard.of(roll)
        out.mkdir(parents=True, exist_ok=True)
        with Journal(out, fresh=fresh) as journal:
            count = enter(journal, course, course_file, name, roll, strange)
            del roll  # it is in the journal now, and needs no memory during the run
            run = ClassRun(journal, course, name, fingerprint(course, name), count, quiet)
            try:
                with executor or _pool(_jobs(jobs, count), name, course_file) as pool:
                    run.judge(pool)
                    return _finished(run, journal, course, strange, pool, pages)
            except (KeyboardInterrupt, DiskFull, BrokenExecutor) as error:
                return _stopped(run, journal, error)


def _pool(jobs: int, name: str, course_file: Path | None) -> JudgePool:
    return JudgePool(jobs, start_judge_process, (name, course_file), on_start=open_judge_process)


def _jobs(wanted: int | None, submissions: int) -> int:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted or processors, submissions))


def _stopped(run: ClassRun, journal: Journal, error: BaseException) -> Graded:
    """Return the outcome after Ctrl-C, a full disk, or an error of the sandbox."""
    why = "Stopped" if isinstance(error, KeyboardInterrupt) else str(error).rstrip(".")
    done = run.judged + run.kept
    kept = f"{done} of {run.total} submissions are in {journal.folder}; the same command continues from there."
    return Graded(journal.folder, (f"{why}. {kept}",), 1)


def _finished(
    run: ClassRun, journal: Journal, course: Course, strange: tuple[str, ...], pool: Executor, pages: bool
) -> Graded:
    """Write all pages; return the outcome of a finished run."""
    folder = journal.folder
    try:
        # Processes that have judged are used. Starting them takes as long as writing the files of 1,000 students.
        outcome = write_outputs(
            journal, course, pool if run.judged and isinstance(pool, JudgePool) else None, pages=pages
        )
    except OSError as error:
        return Graded(
            folder, (f"{folder} cannot be written to ({error.strerror}); all verdicts are in its journal.",), 1
        )
    head = f"{_counted(run.total, 'submission')} in {run.seconds:.1f} s: {run.judged} judged, {run.kept} unchanged."
    fine = set(outcome.statuses) <= {"graded", "no_submission"} and not outcome.refused
    sentences = (
        head,
        *outcome.sentences(folder),
        *first_few(strange, "things that were not graded"),
        *_next(outcome, folder),
    )
    return Graded(folder, sentences, 0 if fine else 1)


def _next(outcome: ClassOutcome, folder: Path) -> tuple[str, ...]:
    """Return the sentence about the next step after a run."""
    then = f", then nnhw written {folder}" if outcome.open_by_hand else ""
    return (f"Next: open {folder / 'report.html'}{then}.",)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


class ClassRun:
    """A run that judges all submissions on the journal's roll without a valid record.

    Args:
        journal: The journal of the graded folder.
        course: The course.
        name: The name of the assignment.
        fingerprint: The fingerprint of the present grader, key and versions.
        total: The number of submissions on the roll.
        quiet: True to show no progress.

    Attributes:
        judged: The number of submissions judged so far.
        kept: The number of submissions whose record was still valid.
    """

    def __init__(self, journal: Journal, course: Course, name: str, fingerprint: str, total: int, quiet: bool) -> None:
        self._journal, self._course, self._name, self._fingerprint = journal, course, name, fingerprint
        self._progress = Progress(total, "submissions", quiet)
        self._start = time.monotonic()
        self._twins = Twins()
        self.total, self.judged, self.kept = total, 0, 0

    @property
    def seconds(self) -> float:
        """Return the number of seconds since the run began."""
        return time.monotonic() - self._start

    def judge(self, pool: Executor) -> None:
        """Judge all submissions without a valid record; few at a time, so that memory does not grow with the class."""
        width = 2 * getattr(pool, "width", 8)
        pending: dict[Future[Record | None], JudgeTask] = {}
        for task in self._tasks():
            while len(pending) >= width or self._twins.waiting >= MOST_WAITING:
                self._settle(pending, pool)
            if self._twins.waits(task):
                continue
            if not self._commit_equal(task):
                self._twins.begin(task)
                pending[pool.submit(judge_task, task)] = task
        while pending:
            self._settle(pending, pool)
        self._progress.close()

    def _tasks(self) -> Iterator[JudgeTask]:
        """Yield the submissions to judge; those with unchanged files are hashed but not read."""
        for known in self._journal.submissions():
            source = source_of(known.source)
            files = hash_of(source)
            if files and files == known.files_sha256 and known.fingerprint == self._fingerprint:
                self._commit(None)
            else:
                hashes = None
                if known.submission_sha256 is not None and known.fingerprint is not None:
                    hashes = known.submission_sha256, known.fingerprint
                yield JudgeTask(known.submission, source, known.submission, hashes, files_sha256=files)

    def _commit_equal(self, task: JudgeTask) -> bool:
        """Commit the record of an equal submission as this one's, if there is one; return True if it was committed."""
        known = self._journal.equal(task.files_sha256, self._fingerprint) if task.files_sha256 else None
        record = copied(*known, task) if known else None
        if record is not None:
            self._commit(record)
        return record is not None

    def _settle(self, pending: dict[Future[Record | None], JudgeTask], pool: Executor) -> None:
        """Wait, and commit finished records; a submission whose judge died is judged once more."""
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
            for twin in self._twins.end(task):
                if not self._commit_equal(twin):
                    pending[pool.submit(judge_task, twin)] = twin

    def _commit(self, record: Record | None) -> None:
        if record is None:
            self.kept += 1
        else:
            self._journal.commit(record)
            self.judged += 1
        self._progress.step()

    def _internal_error(self, task: JudgeTask, error: Exception) -> Record:
        """Return a record without points or hash for an error of the grader, so that the next run tries again."""
        sentence = (
            f"The grader failed on this submission ({type(error).__name__}: {error}); a person has to look at it."
        )
        assignment = self._course.assignment(self._name)
        result = blank(assignment, "internal_error", sentence, key_sha256=self._course.key_sha256)
        return Record(task.submission, "", "", to_verdicts(result), {}, {}, 0.0)
