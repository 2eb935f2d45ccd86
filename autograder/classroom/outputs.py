"""Everything in a graded folder but its journal: rewritten from the journal's rows, the same bytes for the same rows."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.classroom.feedback import Openness, feedback_page
from autograder.classroom.journal import Journal
from autograder.classroom.report import write_report
from autograder.classroom.standings import Standing, Standings, standings
from autograder.classroom.statistics import Statistics
from autograder.classroom.tables import write_table
from autograder.classroom.times import parse_time
from autograder.course import Course
from autograder.judge.result import Result, to_verdicts
from autograder.judge.results_json import Occasion, results_json
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
    ungraded: list[str] = field(default_factory=list)

    def add(self, standing: Standing) -> None:
        """Count one student in; who has another status than graded is named with the reason."""
        self.counted.add(standing)
        result = standing.result
        if result.status not in ("graded", "no_submission"):
            where, status = standing.entry.label, result.status.replace("_", " ")
            self.ungraded.append(f"{standing.entry.student}: {status} ({where}). {result.message}")

    @property
    def statuses(self) -> Counter[str]:
        """How many students have each status."""
        return self.counted.statuses

    def sentences(self, folder: Path) -> tuple[str, ...]:
        """What `nnhw grade` prints at its end."""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        found = first_few(self.ungraded, "that could not be graded")
        found += [f"Students: {counts}. Grades: {folder / 'grades.csv'}, report: {folder / 'report.html'}."]
        review = [student for student, _ in self.counted.review]
        if review:
            found.append(f"{len(review)} need a person: {_listed(review)} (see the report; settle in overrides.csv).")
        if self.counted.protection:
            found.append(f"Student code was confined by {', '.join(self.counted.protection)}.")
            found += unenforced(self.counted.protection)
        return (*found, *self.refused, *first_few(self.notes, "such notes, all of them in the report"))

    @property
    def open_by_hand(self) -> bool:
        """Is there an answer in words that nobody has given points for?"""
        return any(count.open for count in self.counted.questions.values())


def first_few(sentences: Sequence[str], what: str) -> list[str]:
    """The first few, and how many there are besides."""
    more = len(sentences) - MOST_NAMED
    return [*sentences[:MOST_NAMED], *([f"… and {more} more {what}."] if more > 0 else [])]


def _listed(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def write_outputs(journal: Journal, course: Course) -> Outcome:
    """Write grades.csv, results/ and report.html; the folder's tables kept by hand are applied on the way."""
    found = standings(journal)
    outcome = Outcome(refused=found.refused, notes=tuple(journal.about("notes", [])))
    name = journal.about("assignment")
    graded_at = parse_time(journal.about("graded_at", ""))
    writer = _StudentFiles(journal.folder / RESULTS, course, name, Openness.of(course, name, graded_at))
    questions = [question["id"] for question in _questions(journal)]
    write_atomically(journal.folder / "grades.csv", _grades(_counted(found, outcome, writer), questions))
    writer.remove_others({entry.student for entry in journal.roll()})
    write_report(journal, course, outcome.counted)
    return outcome


def _questions(journal: Journal) -> list[dict[str, str]]:
    return [{"id": name} for name in journal.about("blank")["questions"]]


def _counted(found: Standings, outcome: Outcome, writer: _StudentFiles) -> Iterator[Standing]:
    """One walk over the class serves all files."""
    for standing in found:
        outcome.add(standing)
        writer.write(standing)
        yield standing


def _grades(found: Iterator[Standing], questions: list[str]) -> str:
    headings = ["student", "submission", "status", "total", "max", *questions, "needs_review"]
    return write_table(headings, (_grades_row(one.entry.student, one.entry.label, one.result) for one in found))


def _grades_row(student: str, label: str, result: Result) -> list[object]:
    points = [None if result.status == "internal_error" and not q.override else q.points for q in result.questions]
    return [student, label, result.status, result.total, result.max, *points, int(result.needs_review)]


class _StudentFiles:
    """The three files of each student."""

    def __init__(self, folder: Path, course: Course, name: str, openness: Openness) -> None:
        self._folder, self._course, self._openness = folder, course, openness
        self._titles = {question.id: question.title for question in course.assignment(name).questions}
        due = course.of(name).due
        self._occasion = Occasion(past_due=due is not None and openness.past_due)

    def write(self, standing: Standing) -> None:
        place = self._folder / standing.entry.student
        place.mkdir(parents=True, exist_ok=True)
        result = standing.result
        contents = (
            _json(results_json(result, self._course, self._occasion)),
            _json(to_verdicts(result)),
            feedback_page(standing, self._titles, self._openness),
        )
        for name, content in zip(FILES, contents):
            write_atomically(place / name, content)

    def remove_others(self, students: set[str]) -> None:
        """Remove the folders of students who are no longer on the roll, if they hold nothing but our files."""
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            if place.name not in students and place.is_dir() and {file.name for file in place.iterdir()} <= {*FILES}:
                shutil.rmtree(place)


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
