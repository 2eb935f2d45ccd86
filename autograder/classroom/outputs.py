"""Everything in a graded folder but its journal: rewritten from the journal's rows, the same bytes for the same rows."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.classroom.feedback import Openness, feedback_page
from autograder.classroom.journal import Journal
from autograder.classroom.report import Report
from autograder.classroom.stamps import Stamps, sources_sha256
from autograder.classroom.standings import Standing, standings
from autograder.classroom.statistics import Statistics
from autograder.classroom.tables import table_lines
from autograder.classroom.times import parse_time
from autograder.course import Course
from autograder.judge.result import Result, to_verdicts
from autograder.judge.results_json import Occasion, results_json
from autograder.judge.version import grader_sha256
from autograder.sandbox.protection import unenforced

RESULTS = "results"
MOST_NAMED = 10
FILES = ("results.json", "verdicts.json", "feedback.html")


@dataclass
class Outcome:
    """What was written, counted on the way."""

    counted: Statistics = field(default_factory=Statistics)
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ungraded: list[str] = field(default_factory=list)  # the first few

    def add(self, standing: Standing) -> None:
        """Count one student in; who has another status than graded is named with the reason."""
        self.counted.add(standing)
        result = standing.result
        if result.status not in ("graded", "no_submission") and len(self.ungraded) < MOST_NAMED:
            where, status = standing.entry.label, result.status.replace("_", " ")
            self.ungraded.append(f"{standing.entry.student}: {status} ({where}). {result.message}")

    @property
    def statuses(self) -> Counter[str]:
        """How many students have each status."""
        return self.counted.statuses

    def sentences(self, folder: Path) -> tuple[str, ...]:
        """What `nnhw grade` prints at its end."""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        found = first_few(self.ungraded, "that could not be graded", self.counted.ungraded.count)
        found += [f"Students: {counts}. Grades: {folder / 'grades.csv'}, report: {folder / 'report.html'}."]
        review = self.counted.review
        if review.count:
            who = _listed([student for student, _ in review.first], review.count)
            found.append(f"{review.count} need a person: {who} (see the report; settle in overrides.csv).")
        if self.counted.protection:
            found.append(f"Student code was confined by {', '.join(self.counted.protection)}.")
            found += unenforced(self.counted.protection)
        return (*found, *self.refused, *first_few(self.notes, "such notes, all of them in the report"))

    @property
    def open_by_hand(self) -> bool:
        """Is there an answer in words that nobody has given points for?"""
        return any(count.open for count in self.counted.questions.values())


def first_few(sentences: Sequence[str], what: str, count: int | None = None) -> list[str]:
    """The first few, and how many there are besides (of `count`, if not all are at hand)."""
    more = (len(sentences) if count is None else count) - MOST_NAMED
    return [*sentences[:MOST_NAMED], *([f"… and {more} more {what}."] if more > 0 else [])]


def _listed(names: list[str], count: int, most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {count - most} more" if count > most else "")


def write_outputs(journal: Journal, course: Course) -> Outcome:
    """Write grades.csv, results/ and report.html; the folder's tables kept by hand are applied on the way.

    One walk over the class serves all of them, row by row: memory does not grow with the class.
    """
    found = standings(journal)
    outcome = Outcome(refused=found.refused, notes=tuple(journal.about("notes", [])))
    name = journal.about("assignment")
    writer = _StudentFiles(journal, course, name)
    report = Report(journal, course.assignment(name), found.refused)
    students = _walk(found, outcome.add, writer.write, report.add)
    write_grades(journal.folder / "grades.csv", students, list(journal.about("blank")["questions"]))
    writer.close(set(journal.students()))
    report.finish(outcome.counted)
    return outcome


def _walk(found: Iterable[Standing], *visitors: Callable[[Standing], None]) -> Iterator[Standing]:
    """The class, student by student, each shown to all visitors."""
    for standing in found:
        for visit in visitors:
            visit(standing)
        yield standing


def write_grades(path: Path, found: Iterable[Standing], questions: list[str]) -> None:
    """Write grades.csv, whole or not at all, and not again if it would not change."""
    headings = ["student", "submission", "status", "total", "max", *questions, "needs_review"]
    draft = path.with_name(f".{path.name}.part")
    with open(draft, "w", encoding="utf-8", newline="") as file:
        for line in table_lines(headings, (_grades_row(one.entry.student, one.entry.label, one.result) for one in found)):
            file.write(line)
    if path.is_file() and filecmp.cmp(draft, path, shallow=False):
        draft.unlink()
    else:
        os.replace(draft, path)


def _grades_row(student: str, label: str, result: Result) -> list[object]:
    points = [None if result.status == "internal_error" and not q.override else q.points for q in result.questions]
    return [student, label, result.status, result.total, result.max, *points, int(result.needs_review)]


class _StudentFiles:
    """The three files of each student."""

    def __init__(self, journal: Journal, course: Course, name: str) -> None:
        self._folder, self._course = journal.folder / RESULTS, course
        self._openness = Openness.of(course, name, parse_time(journal.about("graded_at", "")))
        self._titles = {question.id: question.title for question in course.assignment(name).questions}
        due = course.of(name).due
        self._occasion = Occasion(past_due=due is not None and self._openness.past_due)
        context = repr((course, self._openness, self._occasion, self._titles, sources_sha256(*_sources()), grader_sha256()))
        self._stamps = Stamps(journal, context, FILES)

    def write(self, standing: Standing) -> None:
        place = self._folder / standing.entry.student
        if self._stamps.holds(standing, place):
            return
        place.mkdir(parents=True, exist_ok=True)
        result = standing.result
        contents = (
            _json(results_json(result, self._course, self._occasion)),
            _json(to_verdicts(result)),
            feedback_page(standing, self._titles, self._openness),
        )
        for name, content in zip(FILES, contents):
            write_atomically(place / name, content)
        self._stamps.note(standing, place)

    def close(self, students: set[str]) -> None:
        """Remove the folders of students who are no longer on the roll, if they hold nothing but our files."""
        self._stamps.close()
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            if place.name not in students and place.is_dir() and {file.name for file in place.iterdir()} <= {*FILES}:
                shutil.rmtree(place)


def _sources() -> list[Path]:
    room = Path(__file__).parent
    return [*room.glob("*.py"), *room.glob("*.css"), *(room.parent / "judge").glob("result*.py"), room.parent / "harmless.py"]


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


def write_atomically(path: Path, text: str) -> None:
    """Write a file whole or not at all: a kill in between leaves the old one.

    A file that would not change is left alone: to rename over another makes ext4 wait for the disk, 5 ms each.
    """
    if path.is_file() and path.read_bytes() == text.encode():
        return
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, encoding="utf-8", newline="")
    os.replace(draft, path)
