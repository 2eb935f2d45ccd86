"""results.json, verdicts.json and feedback.html of each student, in results/NAME/.

A class's files are made by the processes that judged it, a batch at a time: they are a tenth of a run's work.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.classroom.final_results import Standing
from autograder.classroom.journal import Journal
from autograder.classroom.pages.feedback import Openness, QuestionHeading, feedback_page
from autograder.classroom.pages.html import TEMPLATES
from autograder.classroom.pool import JudgeDied
from autograder.classroom.times import parse_time
from autograder.course import Course
from autograder.gradescope.results_json import Occasion, results_json
from autograder.intake.submission import UNATTRIBUTED
from autograder.judge.grader_version import grader_sha256
from autograder.judge.result import to_verdicts
from autograder.package_files import PAGE, package_sha256, sources_sha256

STAMPS_AT_ONCE = 200  # a transaction for each page would take longer than the page


class Stamps:
    """The stamps of a folder's pages.

    Args:
        context: all that every page depends on, as text: the course's settings, the day, the sources that make pages.
        files: the names of a student's files.
    """

    def __init__(self, journal: Journal, context: str, files: Sequence[str]) -> None:
        self._journal, self._files = journal, files
        self._context = hashlib.sha256(context.encode()).hexdigest()
        self._new: dict[str, str] = {}

    def holds(self, standing: Standing, place: Path) -> bool:
        """Are the files in `place` what would be written?"""
        old = self._journal.stamp_of(standing.entry.student)
        return old is not None and old == self._stamp(standing, place)

    def note(self, standing: Standing, place: Path) -> None:
        """The files in `place` have just been written."""
        stamp = self._stamp(standing, place)
        if stamp is not None:
            self._new[standing.entry.student] = stamp
        if len(self._new) >= STAMPS_AT_ONCE:
            self.close()

    def close(self) -> None:
        """Keep what was noted."""
        if self._new:
            self._journal.stamp(self._new)
            self._new.clear()

    def _stamp(self, standing: Standing, place: Path) -> str | None:
        try:
            lie = [(found.st_size, found.st_mtime_ns) for found in map(Path.stat, map(place.joinpath, self._files))]
        except OSError:
            return None
        # What people may change after the judge: everything else of a result stands in the record.
        by_hand = [
            (question.points, question.note, question.needs_review, question.override)
            for question in standing.result.questions
        ]
        words = (
            self._context,
            standing.record_sha256,
            standing.entry.student,
            standing.entry.name,
            standing.result.notes,
            by_hand,
            lie,
        )
        return hashlib.sha256(repr(words).encode("utf-8", "backslashreplace")).hexdigest()


RESULTS = "results"
FILES = ("results.json", "verdicts.json", "feedback.html")
BATCH = 20  # students; what remains of a class at the end is written here
UNDER_WAY = 4  # batches, so that memory does not grow with the class


@dataclass(frozen=True)
class Pages:
    """All that a student's files depend on but the student's standing; it may go to another process."""

    folder: Path
    course: Course
    headings: dict[str, QuestionHeading]
    openness: Openness
    occasion: Occasion

    @classmethod
    def of(cls, journal: Journal, course: Course) -> Pages:
        name = journal.about("assignment")
        openness = Openness.of(course, name, parse_time(journal.about("graded_at", "")))
        occasion = Occasion(past_due=course.of(name).due is not None and openness.past_due)
        headings = {question.id: QuestionHeading.of(question) for question in course.assignment(name).questions}
        return cls(journal.folder / RESULTS, course, headings, openness, occasion)

    def write(self, students: Sequence[Standing]) -> None:
        """Write the files of these students.

        Raises:
            OSError: the folder cannot be written to.
        """
        for standing in students:
            place = self.folder / standing.entry.student
            place.mkdir(parents=True, exist_ok=True)
            contents = (
                _json(results_json(standing.result, self.course, self.occasion)),
                _json(to_verdicts(standing.result)),
                feedback_page(standing, self.headings, self.openness),
            )
            for name, content in zip(FILES, contents):
                write_atomically(place / name, content)


class StudentFiles:
    """The files of a class, each written if it would not come out as it lies there.

    Args:
        journal, course: of the graded folder.
        pool: whose processes write whole batches; by default this process writes all.
    """

    def __init__(self, journal: Journal, course: Course, pool: Executor | None = None) -> None:
        self._pages, self._pool = Pages.of(journal, course), pool
        about = (course, self._pages.headings, self._pages.openness, self._pages.occasion)
        context = repr((about, package_sha256(PAGE), _style_sha256(), grader_sha256()))
        self._stamps = Stamps(journal, context, FILES)
        self._batch: list[Standing] = []
        self._under_way: deque[tuple[Future[None], list[Standing]]] = deque()

    def add(self, standing: Standing) -> None:
        """Write a student's files, now or with others'."""
        if self._stamps.holds(standing, self._place(standing)):
            return
        prose = {name: text for name, text in standing.written.items() if name.startswith(UNATTRIBUTED)}
        self._batch.append(replace(standing, written=prose, code={}))
        if len(self._batch) >= BATCH:
            self._hand_over()

    def close(self, students: set[str]) -> None:
        """Write what is left; remove the folders of students who are no longer on the roll, if they hold nothing but our files."""
        self._write_here(self._batch)
        while self._under_way:
            self._settle()
        self._stamps.close()
        for place in self._pages.folder.iterdir() if self._pages.folder.is_dir() else ():
            if place.name not in students and place.is_dir() and {file.name for file in place.iterdir()} <= {*FILES}:
                shutil.rmtree(place)

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        if self._pool is None:
            self._write_here(batch)
            return
        self._under_way.append((self._pool.submit(self._pages.write, batch), batch))
        if len(self._under_way) >= UNDER_WAY:
            self._settle()

    def _settle(self) -> None:
        """Wait for the oldest batch; what a process died of is written here."""
        future, batch = self._under_way.popleft()
        try:
            future.result()
        except JudgeDied:
            self._pages.write(batch)
        self._note(batch)

    def _write_here(self, batch: list[Standing]) -> None:
        self._pages.write(batch)
        self._note(batch)

    def _note(self, batch: list[Standing]) -> None:
        for standing in batch:
            self._stamps.note(standing, self._place(standing))

    def _place(self, standing: Standing) -> Path:
        return self._pages.folder / standing.entry.student


def write_atomically(path: Path, text: str) -> None:
    """Write a file whole or not at all: a kill in between leaves the old one.

    A file that would not change is left alone: to rename over another makes ext4 wait for the disk, 5 ms each.
    """
    if path.is_file() and path.read_bytes() == text.encode():
        return
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)


def _style_sha256() -> str:
    """Return a hash of the style sheets and templates of pages."""
    files = [*Path(__file__).parent.glob("*.css"), *TEMPLATES.glob("*.html")]
    return sources_sha256((path.name, path) for path in sorted(files))


def _json(content: dict[str, Any]) -> str:
    """JSON with a line for each question or test: `indent` would take Python's encoder in place of C's, ten times slower."""
    return "{\n" + ",\n".join(f"{_dumps(key)}: {_lines(value)}" for key, value in content.items()) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f" {_dumps(key)}: {_dumps(item)}" for key, item in value.items()) + "\n}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n " + ",\n ".join(map(_dumps, value)) + "\n]"
    return _dumps(value)


_dumps = json.JSONEncoder(ensure_ascii=False).encode
