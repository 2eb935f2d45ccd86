"""Write results.json, verdicts.json and feedback.html of each student, in results/NAME/.

The processes that judged the class write them in batches, which takes a tenth of a run's time. Files whose inputs have
not changed are skipped: writing all would take two thirds of a run that changes nothing.
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
from autograder.gradescope.question_entries import Occasion
from autograder.gradescope.results_json import results_json
from autograder.intake.submission import UNATTRIBUTED
from autograder.judge.grader_version import grader_sha256
from autograder.judge.result import to_verdicts
from autograder.package_files import PAGE, package_sha256, sources_sha256
from autograder.safe_text import in_json

STAMPS_AT_ONCE = 200  # a transaction for each page would take longer than the page


class Stamps:
    """Hashes that show which students' files are up to date.

    A stamp covers everything that a student's files depend on, and size and time of the files as written.

    Args:
        journal: The journal of the graded folder, where stamps are kept.
        context: Everything that all pages depend on, as text: course settings, openness, sources of the pages.
        files: The names of a student's files.
    """

    def __init__(self, journal: Journal, context: str, files: Sequence[str]) -> None:
        self._journal, self._files = journal, files
        self._context = hashlib.sha256(context.encode()).hexdigest()
        self._new: dict[str, str] = {}

    def up_to_date(self, standing: Standing, place: Path) -> bool:
        """Return True if the files in `place` are up to date."""
        old = self._journal.stamp_of(standing.entry.student)
        return old is not None and old == self._stamp(standing, place)

    def note(self, standing: Standing, place: Path) -> None:
        """Record that the files in `place` have just been written."""
        stamp = self._stamp(standing, place)
        if stamp is not None:
            self._new[standing.entry.student] = stamp
        if len(self._new) >= STAMPS_AT_ONCE:
            self.close()

    def close(self) -> None:
        """Store the recorded stamps in the journal."""
        if self._new:
            self._journal.stamp(self._new)
            self._new.clear()

    def _stamp(self, standing: Standing, place: Path) -> str | None:
        try:
            files = [(stat.st_size, stat.st_mtime_ns) for stat in map(Path.stat, map(place.joinpath, self._files))]
        except OSError:
            return None
        # People may change these after the judge; the record's hash covers the rest of a result.
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
            files,
        )
        return hashlib.sha256(repr(words).encode("utf-8", "backslashreplace")).hexdigest()


RESULTS = "results"
FILES = ("results.json", "verdicts.json", "feedback.html")
BATCH = 20  # students; this process writes the rest of a class
UNDER_WAY = 4  # batches at a time, so that memory does not grow with the class


@dataclass(frozen=True)
class Pages:
    """Everything that a student's files depend on except the student's standing; it can be sent to another process."""

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
            OSError: The folder cannot be written to.
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
    """Writer of the files of a class; students whose inputs have not changed are skipped.

    Args:
        journal: The journal of the graded folder.
        course: The course.
        pool: The processes that write whole batches; by default this process writes all.
    """

    def __init__(self, journal: Journal, course: Course, pool: Executor | None = None) -> None:
        self._pages, self._pool = Pages.of(journal, course), pool
        about = (course, self._pages.headings, self._pages.openness, self._pages.occasion)
        context = repr((about, package_sha256(PAGE), _style_sha256(), grader_sha256()))
        self._stamps = Stamps(journal, context, FILES)
        self._batch: list[Standing] = []
        self._under_way: deque[tuple[Future[None], list[Standing]]] = deque()

    def add(self, standing: Standing) -> None:
        """Write a student's files, at once or with the next batch."""
        if self._stamps.up_to_date(standing, self._place(standing)):
            return
        prose = {name: text for name, text in standing.written.items() if name.startswith(UNATTRIBUTED)}
        self._batch.append(replace(standing, written=prose, code={}))
        if len(self._batch) >= BATCH:
            self._hand_over()

    def close(self, students: set[str]) -> None:
        """Write the remaining files, and remove the folders of students who are no longer on the roll.

        A folder is removed only if it contains no files but FILES.
        """
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
        """Wait for the oldest batch; if its process died, write the batch in this process."""
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
    """Write a file completely or not at all, even if the process is killed.

    A file that would not change is left alone, since renaming over a file makes ext4 wait for the disk (5 ms).
    """
    if path.is_file() and path.read_bytes() == text.encode():
        return
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)


def _style_sha256() -> str:
    """Return a hash of the style sheets and the templates."""
    files = [*Path(__file__).parent.glob("*.css"), *TEMPLATES.glob("*.html")]
    return sources_sha256((path.name, path) for path in sorted(files))


def _json(content: dict[str, Any]) -> str:
    """Return JSON with one line for each question or test.

    `json.dumps(indent=…)` would use Python's encoder in place of the one in C, which is ten times faster.
    """
    return "{\n" + ",\n".join(f"{_dumps(key)}: {_lines(value)}" for key, value in content.items()) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f" {_dumps(key)}: {_dumps(item)}" for key, item in value.items()) + "\n}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n " + ",\n ".join(map(_dumps, value)) + "\n]"
    return _dumps(value)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _dumps(value: Any) -> str:
    return in_json(_encode(value))
