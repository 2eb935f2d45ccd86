"""Write the files of a graded folder from the rows of its journal; equal rows give equal bytes."""

from __future__ import annotations

import filecmp
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from autograder.classroom.class_statistics import Statistics
from autograder.classroom.csv_tables import table_lines
from autograder.classroom.extensions import DueDates
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
    """The counts of the class, and what could not be applied or graded."""

    counted: Statistics = field(default_factory=Statistics)
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ungraded: list[str] = field(default_factory=list)  # the first few

    def add(self, standing: Standing) -> None:
        """Add one student; the first students who could not be graded are kept with the reason."""
        self.counted.add(standing)
        result = standing.result
        if result.status not in ("graded", "no_submission") and len(self.ungraded) < MOST_NAMED:
            where, status = standing.entry.label, result.status.replace("_", " ")
            self.ungraded.append(f"{standing.entry.student}: {status} ({where}). {result.message}")

    @property
    def statuses(self) -> Counter[str]:
        """Return the number of students by status."""
        return self.counted.statuses

    def sentences(self, folder: Path) -> tuple[str, ...]:
        """Return the sentences that `nnhw grade` prints at its end."""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        sentences = first_few(self.ungraded, "that could not be graded", self.counted.ungraded.count)
        sentences += [f"Students: {counts}. Grades: {folder / 'grades.csv'}, report: {folder / 'report.html'}."]
        review, last = self.counted.review, list[str]()
        if review.count:
            who = _listed([student for student, _ in review.first], review.count)
            last = [f"{review.count} need a person: {who} (settle them in nnhw review {folder}, or in overrides.csv)."]
        if self.counted.protection:
            sentences.append(f"Student code was confined by {', '.join(self.counted.protection)}.")
            sentences += unenforced(self.counted.protection)
        return (*sentences, *self.refused, *first_few(self.notes, "such notes, all of them in the report"), *last)

    @property
    def open_by_hand(self) -> bool:
        """Return True if any answer in words has no points yet."""
        return any(count.open for count in self.counted.questions.values())


def first_few(sentences: Sequence[str], what: str, count: int | None = None) -> list[str]:
    """Return the first sentences, and one about how many more there are (of `count`, if not all are given)."""
    more = (len(sentences) if count is None else count) - MOST_NAMED
    return [*sentences[:MOST_NAMED], *([f"… and {more} more {what}."] if more > 0 else [])]


def _listed(names: list[str], count: int, most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {count - most} more" if count > most else "")


def write_outputs(
    journal: Journal, course: Course, pool: Executor | None = None, *, pages: bool = True
) -> ClassOutcome:
    """Write grades.csv, results/ and report.html with the decisions and points given by hand.

    All three are written in one pass over the class, so memory does not grow with its size.

    Args:
        journal: The journal of the folder.
        course: The course.
        pool: The processes that write the students' files; by default this process writes them.
        pages: False to leave results/ as it is.
    """
    everyone = standings(journal)
    name = journal.about("assignment")
    counted = Statistics(DueDates.of_course(course, name))
    outcome = ClassOutcome(counted, everyone.refused, tuple(journal.about("notes", [])))
    files = StudentFiles(journal, course, pool)
    with Report(journal, course, counted.due, everyone.refused, links=pages) as report:
        students = _walk(everyone, outcome.add, *([files.add] if pages else []), report.add)
        write_grades(journal.folder / "grades.csv", students, list(journal.about("blank")["questions"]))
        if pages:
            files.close(set(journal.students()))
        report.finish(outcome.counted)
    return outcome


def _walk(everyone: Iterable[Standing], *visitors: Callable[[Standing], None]) -> Iterator[Standing]:
    """Yield each student after calling all visitors with it."""
    for standing in everyone:
        for visit in visitors:
            visit(standing)
        yield standing


def write_grades(path: Path, everyone: Iterable[Standing], questions: list[str]) -> None:
    """Write grades.csv, completely or not at all; a file that would not change is left alone."""
    headings = ["student", "submission", "status", "total", "max", *questions, "needs_review"]
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        rows = (_grades_row(each.entry.student, each.entry.label, each.result) for each in everyone)
        file.writelines(table_lines(headings, rows))
    if path.is_file() and filecmp.cmp(draft, path, shallow=False):
        draft.unlink()
    else:
        draft.replace(path)


def _grades_row(student: str, label: str, result: Result) -> list[object]:
    points = [None if result.status == "internal_error" and not q.override else q.points for q in result.questions]
    return [student, label, result.status, result.total, result.max, *points, int(result.needs_review)]
