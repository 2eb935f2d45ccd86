"""`nnhw grade`: a class from paths to pages, continued where the last run in the folder stopped."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timezone, tzinfo
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.attendance import Roll, Row, call_roll, read_groups
from autograder.classroom.arrivals.file_tree import source_of, spell_source
from autograder.classroom.arrivals.layouts import NothingThere, arrivals
from autograder.classroom.arrivals.roster import Roster, read_roster
from autograder.classroom.equal_submissions import MOST_WAITING, Twins, copied
from autograder.classroom.journal import DiskFull, Journal, JournalError, Record, RollEntry
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
from autograder.classroom.times import spell_time
from autograder.course import Course
from autograder.judge.result import to_verdicts
from autograder.progress import Progress
from autograder.provenance import FILE, provenance
from autograder.sandbox.host.fork_server import nursery
from autograder.sandbox.kernel.layers import hide_memory


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
    groups: Path | None = None,
    fresh: bool = False,
    pages: bool = True,
    quiet: bool = False,
    course_file: Path | None = None,
    executor: Executor | None = None,
    shard: Shard | None = None,
) -> Graded:
    """Grade what lies at `paths` into the folder `out`, by default graded/NAME.

    Args:
        jobs: how many submissions at a time; by default as many as there are processors.
        roster: a CSV of the class; who handed in nothing gets a row, too.
        groups: a CSV group, student: what arrives under a group's name is each member's; by default groups.csv beside the roster.
        fresh: judge everything anew, whatever the folder's journal holds.
        pages: also write each student's files in results/.
        course_file: in place of autograder/course.yaml.
        executor: runs `judge_task` after `start_judge_process`; by default a `JudgePool`.
        shard: grade only this part of the class; `nnhw merge` joins the folders.

    Raises:
        UnknownAssignment, CourseError, NothingThere, RosterError, JournalError, SandboxError: wrong usage or input; the text is
            a sentence.
    """
    hide_memory()  # a worker of the same user must not read the course key out of this process
    with nursery() if executor is None else nullcontext():  # before the key is read
        return _graded(
            name,
            paths,
            out or Path("graded") / name,
            jobs,
            roster,
            groups,
            fresh,
            pages,
            quiet,
            course_file,
            executor,
            shard,
        )


def _graded(
    name: str,
    paths: Iterable[Path],
    out: Path,
    jobs: int | None,
    roster: Path | None,
    groups: Path | None,
    fresh: bool,
    pages: bool,
    quiet: bool,
    course_file: Path | None,
    executor: Executor | None,
    shard: Shard | None,
) -> Graded:
    course = courses.load(course_file)
    course.assignment(name)  # an unknown name is said before anything is read
    roll, strange = _called(paths, name, roster, groups, course.zone(name))
    if shard is not None:
        roll = shard.of(roll)
    out.mkdir(parents=True, exist_ok=True)
    with Journal(out, fresh=fresh) as journal:
        count = _enter(journal, course, course_file, name, roll, strange)
        del roll  # it is in the journal; the class's names and places need no memory while it is judged
        run = ClassRun(journal, course, name, fingerprint(course, name), count, quiet)
        try:
            with executor or _pool(_jobs(jobs, count), name, course_file) as pool:
                run.judge(pool)
                return _finished(run, journal, course, strange, pool, pages)
        except (KeyboardInterrupt, DiskFull, BrokenExecutor) as error:
            return _stopped(run, journal, error)


def _pool(jobs: int, name: str, course_file: Path | None) -> JudgePool:
    return JudgePool(jobs, start_judge_process, (name, course_file), on_start=open_judge_process)


def _called(
    paths: Iterable[Path], name: str, roster: Path | None, groups: Path | None, zone: tzinfo | None
) -> tuple[Roll, tuple[str, ...]]:
    """Who handed in what, and what fits no way of arriving.

    Raises:
        NothingThere: nothing that could be graded.
    """
    found = arrivals(paths, name, zone)
    known = read_roster(roster) if roster else Roster()
    teams = read_groups(groups or (roster.with_name("groups.csv") if roster else None), known, groups is not None)
    roll = call_roll(found.arrivals, known, teams)
    if not roll.arrivals:
        raise NothingThere(
            " ".join(("There is nothing to grade: no notebook, .py file or zip was found.", *found.strange))
        )
    return roll, found.strange


def _enter(
    journal: Journal, course: Course, course_file: Path | None, name: str, roll: Roll, strange: tuple[str, ...]
) -> int:
    """Write the roll and what the run is about into the journal; how many submissions there are to judge."""
    _same_assignment(journal, name)
    (journal.folder / FILE).write_text(provenance(course, name).to_json(), encoding="utf-8")
    journal.describe(
        assignment=name, course=str(course_file or ""), blank=to_verdicts(blank(course.assignment(name), "no_submission")),
        strange=list(strange), notes=[*_gone(journal, roll), *roll.notes], fingerprint=fingerprint(course, name),
        graded_at=spell_time(datetime.now(timezone.utc)),
    )  # fmt: skip
    arrived = roll.arrivals
    labels = Counter(text for arrival in arrived for text in _names(arrival)[:2])
    journal.call_roll(_entry(row, labels) for row in roll.rows)
    return len(arrived)


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
    gone = [student for student in journal.students() if student not in here]
    if not gone:
        return []
    who = f"{', '.join(gone[:5])}{f' and {len(gone) - 5} more' if len(gone) > 5 else ''}"
    are = "was" if len(gone) == 1 else "were"
    return [f"{who} {are} in {journal.folder} before and {are} not handed in now, so their grades were removed. "
            "Name all submissions of an assignment in one command, or use --out."]  # fmt: skip


def _jobs(wanted: int | None, submissions: int) -> int:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted or processors, submissions))


def _entry(row: Row, labels: Mapping[str, int]) -> RollEntry:
    person, arrival = row.person, row.arrival
    if arrival is None:
        return RollEntry(row.student, person.email, person.id, person.name, "", "", "", "", False, "")
    moment = arrival.time or (datetime.fromtimestamp(arrival.modified, timezone.utc) if arrival.clear else None)
    clock = "export" if arrival.time else "file" if arrival.clear else "unknown"
    submission, source = ("", "") if arrival.entry else (_named(arrival, labels), spell_source(arrival.source))
    return RollEntry(
        row.student, person.email, person.id, person.name, submission, arrival.label,
        spell_time(moment), clock, arrival.late, source,
    )  # fmt: skip


def _named(arrival: Arrival, labels: Mapping[str, int]) -> str:
    """What names a submission in the journal: its label, which stays when a download is moved; of equal ones each carries
    its place, and all its files if need be: no two submissions are one.
    """
    label, placed, whole = _names(arrival)
    return label if labels[label] == 1 else placed if labels[placed] == 1 else whole


def _names(arrival: Arrival) -> tuple[str, str, str]:
    placed = f"{arrival.source.root}: {arrival.label}"
    return arrival.label, placed, f"{placed} {spell_source(arrival.source)}"


def _stopped(run: ClassRun, journal: Journal, error: BaseException) -> Graded:
    """The sentences after Ctrl-C, on a full disk, or without a sandbox."""
    why = "Stopped" if isinstance(error, KeyboardInterrupt) else str(error).rstrip(".")
    kept = f"{run.judged + run.kept} of {run.total} submissions are in {journal.folder}; the same command continues from there."
    return Graded(journal.folder, (f"{why}. {kept}",), 1)


def _finished(
    run: ClassRun, journal: Journal, course: Course, strange: tuple[str, ...], pool: Executor, pages: bool
) -> Graded:
    """Write all pages; the sentences of a run that came to its end."""
    folder = journal.folder
    try:
        # Processes are there if they have judged; to start them takes as long as to write a thousand students' files.
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
    """What to do after a run."""
    then = f", then nnhw written {folder}" if outcome.open_by_hand else ""
    return (f"Next: open {folder / 'report.html'}{then}.",)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


class ClassRun:
    """Judges what is on the journal's roll and has no record that still holds; `done` says how far it came.

    Args:
        fingerprint: of the grader, key and versions of now.
        total: how many submissions are on the roll.
    """

    def __init__(self, journal: Journal, course: Course, name: str, fingerprint: str, total: int, quiet: bool) -> None:
        self._journal, self._course, self._name, self._fingerprint = journal, course, name, fingerprint
        self._progress = Progress(total, "submissions", quiet)
        self._start = time.monotonic()
        self._twins = Twins()
        self.total, self.judged, self.kept = total, 0, 0

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._start

    def judge(self, pool: Executor) -> None:
        """Judge what has to be; few are under way at a time, so that memory does not grow with the class."""
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
        """The submissions to judge; one whose files are as they were is hashed, and not read."""
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
        """Commit the record of a submission of the same bytes, if there is one, as this one's."""
        known = self._journal.equal(task.files_sha256, self._fingerprint) if task.files_sha256 else None
        record = copied(*known, task) if known else None
        if record is not None:
            self._commit(record)
        return record is not None

    def _settle(self, pending: dict[Future[Record | None], JudgeTask], pool: Executor) -> None:
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
        """A fault of ours: no zero, and no hash either, so that the next run tries again."""
        sentence = (
            f"The grader failed on this submission ({type(error).__name__}: {error}); a person has to look at it."
        )
        assignment = self._course.assignment(self._name)
        result = blank(assignment, "internal_error", sentence, key_sha256=self._course.key_sha256)
        return Record(task.submission, "", "", to_verdicts(result), {}, {}, 0.0)
