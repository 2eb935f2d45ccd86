"""Everything in a graded folder but its journal: rewritten from the journal's rows, the same bytes for the same rows."""

from __future__ import annotations

import filecmp
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from autograder.classroom.class_statistics import Statistics
from autograder.classroom.csv_tables import table_lines
from autograder.classroom.final_results import Standing, standings
from autograder.classroom.journal import Journal
from autograder.classroom.pages.report import Report
from autograder.classroom.pages.student_pages import StudentFiles
from autograder.course import Course
from autograder.judge.result import Result
from autograder.sandbox.kernel.platform_limits import unenforced

MOST_NAMED = 10


@dataclass
class ClassOutcome:
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
        review, last = self.counted.review, list[str]()
        if review.count:
            who = _listed([student for student, _ in review.first], review.count)
            last = [f"{review.count} need a person: {who} (settle them in nnhw review {folder}, or in overrides.csv)."]
        if self.counted.protection:
            found.append(f"Student code was confined by {', '.join(self.counted.protection)}.")
            found += unenforced(self.counted.protection)
        return (*found, *self.refused, *first_few(self.notes, "such notes, all of them in the report"), *last)

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


def write_outputs(
    journal: Journal, course: Course, pool: Executor | None = None, *, pages: bool = True
) -> ClassOutcome:
    """Write grades.csv, results/ and report.html; the folder's tables kept by hand are applied on the way.

    One walk over the class serves all of them, row by row: memory does not grow with the class. Processes of `pool`, if
    there is one, write the students' files; without `pages` those in results/ are left as they are.
    """
    found = standings(journal)
    name = journal.about("assignment")
    counted = Statistics(course.of(name).due)
    outcome = ClassOutcome(counted, found.refused, tuple(journal.about("notes", [])))
    files = StudentFiles(journal, course, pool)
    with Report(journal, course, found.refused, links=pages) as report:
        students = _walk(found, outcome.add, *([files.add] if pages else []), report.add)
        write_grades(journal.folder / "grades.csv", students, list(journal.about("blank")["questions"]))
        if pages:
            files.close(set(journal.students()))
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
    with draft.open("w", encoding="utf-8", newline="") as file:
        for line in table_lines(
            headings, (_grades_row(one.entry.student, one.entry.label, one.result) for one in found)
        ):
            file.write(line)
    if path.is_file() and filecmp.cmp(draft, path, shallow=False):
        draft.unlink()
    else:
        draft.replace(path)


def _grades_row(student: str, label: str, result: Result) -> list[object]:
    points = [None if result.status == "internal_error" and not q.override else q.points for q in result.questions]
    return [student, label, result.status, result.total, result.max, *points, int(result.needs_review)]
