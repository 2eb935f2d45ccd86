"""`nnhw grade`: a class from paths to pages, continued where the last run in the folder stopped."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from autograder import course as courses
from autograder.classroom.desk import Task, blank, fingerprint, judge_task, open_desk
from autograder.classroom.exports import Arrival
from autograder.classroom.journal import DiskFull, Entry, Journal, JournalError, Record
from autograder.classroom.layouts import NothingThere, arrivals
from autograder.classroom.outputs import Outcome, first_few, write_outputs
from autograder.classroom.pool import JudgeDied, JudgePool
from autograder.classroom.roll import Roll, Row, call_roll
from autograder.classroom.roster import Roster, read_roster
from autograder.classroom.times import spell_time
from autograder.course import Course
from autograder.intake import Source
from autograder.judge.result import to_verdicts
from autograder.progress import Progress
from autograder.sandbox.layers import hide_memory


@dataclass(frozen=True)
class Graded:
    """What a run came to: sentences to print, and the exit status (0 all graded, 1 not all, 2 nothing to grade)."""

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
    fresh: bool = False,
    quiet: bool = False,
    course_file: Path | None = None,
    executor: Executor | None = None,
) -> Graded:
    """Grade what lies at `paths` into the folder `out`, by default graded/NAME.

    Args:
        jobs: how many submissions at a time; by default as many as there are processors.
        roster: a CSV of the class; who handed in nothing gets a row, too.
        fresh: judge everything anew, whatever the folder's journal holds.
        course_file: in place of autograder/course.yaml.
        executor: runs `judge_task` after `open_desk`; by default a `JudgePool`.

    Raises:
        UnknownAssignment, CourseError, NothingThere, RosterError, JournalError, SandboxError: wrong usage or input; the text is
            a sentence.
    """
    hide_memory()  # a worker of the same user must not read the course key out of this process
    course = courses.load(course_file)
    assignment = course.assignment(name)
    found = arrivals(paths, name)
    roll = call_roll(found.arrivals, read_roster(roster) if roster else Roster())
    if not roll.arrivals:
        raise NothingThere(" ".join(("There is nothing to grade: no notebook, .py file or zip was found.", *found.strange)))
    out = out or Path("graded") / name
    out.mkdir(parents=True, exist_ok=True)
    with Journal(out, fresh=fresh) as journal:
        _same_assignment(journal, name)
        gone = _gone(journal, roll)
        journal.describe(
            assignment=name, course=str(course_file or ""), blank=to_verdicts(blank(assignment, "no_submission")),
            strange=list(found.strange), notes=[*gone, *roll.notes], fingerprint=fingerprint(course, name),
            graded_at=spell_time(datetime.now(timezone.utc)),
        )  # fmt: skip
        labels = _labels(roll)
        journal.call_roll([_entry(row, labels) for row in roll.rows])
        pool = executor or JudgePool(_jobs(jobs, len(roll.arrivals)), open_desk, (name, course_file))
        run = _Run(journal, course, name, Progress(len(roll.arrivals), "submissions", quiet))
        try:
            with pool:
                run.judge([_task(arrival, labels, roll, journal) for arrival in roll.arrivals], pool)
        except (KeyboardInterrupt, DiskFull, BrokenExecutor) as error:
            return run.stopped(error)
        return run.finished(found.strange)


def _same_assignment(journal: Journal, name: str) -> None:
    """One folder holds the grades of one assignment: another's would take their place.

    Raises:
        JournalError: it holds those of another.
    """
    other = journal.about("assignment", name)
    if other != name:
        raise JournalError(f"{journal.folder} holds the grades of {other}; give {name} a folder of its own with --out.")


def _gone(journal: Journal, roll: Roll) -> list[str]:
    """A sentence if students of the last run in this folder are not in this one: they leave grades.csv."""
    here = {row.student for row in roll.rows}
    gone = [entry.student for entry in journal.roll() if entry.student not in here]
    if not gone:
        return []
    who = f"{', '.join(gone[:5])}{f' and {len(gone) - 5} more' if len(gone) > 5 else ''}"
    are = "was" if len(gone) == 1 else "were"
    return [f"{who} {are} in {journal.folder} before and {are} not handed in now, so their grades were removed. "
            "Name all submissions of an assignment in one command, or use --out."]  # fmt: skip


def _jobs(wanted: int | None, submissions: int) -> int:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted or processors, submissions))


def _labels(roll: Roll) -> dict[tuple[Path, str], str]:
    """What names each submission in the journal: its label, which stays when a download is moved; of two equal ones the
    second carries its place."""
    counts = Counter(arrival.label for arrival in roll.arrivals)
    return {
        (arrival.source.root, arrival.label): arrival.label if counts[arrival.label] == 1 else f"{arrival.source.root}: {arrival.label}"
        for arrival in roll.arrivals
    }


def _entry(row: Row, labels: dict[tuple[Path, str], str]) -> Entry:
    person, arrival = row.person, row.arrival
    if arrival is None:
        return Entry(row.student, person.email, person.id, person.name, "", "", "", "", False, "")
    moment = arrival.time or datetime.fromtimestamp(arrival.modified, timezone.utc)
    return Entry(
        row.student, person.email, person.id, person.name, labels[arrival.source.root, arrival.label], arrival.label,
        spell_time(moment), "export" if arrival.time else "file", arrival.late, _source_json(arrival.source),
    )  # fmt: skip


def _source_json(source: Source) -> str:
    return json.dumps({"root": str(source.root), "members": source.members})


def _task(arrival: Arrival, labels: dict[tuple[Path, str], str], roll: Roll, journal: Journal) -> Task:
    key = labels[arrival.source.root, arrival.label]
    return Task(key, arrival.source, key, journal.known(key))


class _Run:
    """One run of a class through a pool into the journal."""

    def __init__(self, journal: Journal, course: Course, name: str, progress: Progress) -> None:
        self._journal, self._course, self._name, self._progress = journal, course, name, progress
        self._start = time.monotonic()
        self._total = self._judged = self._kept = 0

    def judge(self, tasks: list[Task], pool: Executor) -> None:
        """Judge all tasks; few are under way at a time, so that memory does not grow with the class."""
        self._total = len(tasks)
        width = 2 * getattr(pool, "width", 8)
        pending: dict[Future[Record | None], Task] = {}
        for task in tasks:
            if len(pending) >= width:
                self._settle(pending, pool)
            pending[pool.submit(judge_task, task)] = task
        while pending:
            self._settle(pending, pool)
        self._progress.close()

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
            self._kept += 1
        else:
            self._journal.commit(record)
            self._judged += 1
        self._progress.step()

    def _internal_error(self, task: Task, error: Exception) -> Record:
        """A fault of ours: no zero, and no hash either, so that the next run tries again."""
        sentence = f"The grader failed on this submission ({type(error).__name__}: {error}); a person has to look at it."
        assignment = self._course.assignment(self._name)
        result = blank(assignment, "internal_error", sentence, key_sha256=self._course.key_sha256)
        return Record(task.submission, "", "", to_verdicts(result), {}, {}, 0.0)

    def stopped(self, error: BaseException) -> Graded:
        """The sentences after Ctrl-C, on a full disk, or without a sandbox."""
        done = self._judged + self._kept
        why = "Stopped" if isinstance(error, KeyboardInterrupt) else str(error).rstrip(".")
        kept = f"{done} of {self._total} submissions are in {self._journal.folder}; the same command continues from there."
        return Graded(self._journal.folder, (f"{why}. {kept}",), 1)

    def finished(self, strange: tuple[str, ...]) -> Graded:
        """Write all pages; the sentences of a run that came to its end."""
        folder = self._journal.folder
        try:
            outcome = write_outputs(self._journal, self._course)
        except OSError as error:
            return Graded(folder, (f"{folder} cannot be written to ({error.strerror}); all verdicts are in its journal.",), 1)
        seconds = time.monotonic() - self._start
        head = f"{_counted(self._total, 'submission')} in {seconds:.1f} s: {self._judged} judged, {self._kept} unchanged."
        fine = set(outcome.statuses) <= {"graded", "no_submission"}
        sentences = (head, *outcome.sentences(folder), *first_few(strange, "things that were not graded"), *_next(outcome, folder))
        return Graded(folder, sentences, 0 if fine else 1)


def _next(outcome: Outcome, folder: Path) -> tuple[str, ...]:
    """What to do after a run."""
    then = f", then nnhw written {folder}" if outcome.open_by_hand else ""
    return (f"Next: open {folder / 'report.html'}{then}.",)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
