"""Read extensions.csv, the later due dates of single students; an unclear line is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder import paths, questions
from autograder.classroom.csv_tables import Line, read_table
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.times import TimeNotUnderstood, end_of_day, spell_time
from autograder.course import Course

HEADINGS = ("student", "assignment", "until")
NAME = "extensions.csv"


@dataclass(frozen=True)
class _Extension:
    line: int
    student: str
    assignment: str
    until: datetime


@dataclass(frozen=True)
class Extensions:
    """The extensions of a file, and a sentence for each refused line."""

    file: str = ""
    lines: tuple[_Extension, ...] = ()
    refused: tuple[str, ...] = ()

    def until(self, words: Iterable[str], assignment: str) -> datetime | None:
        """Return a student's extended due date; None without a line or with lines that differ.

        Args:
            words: The student's e-mail address, id and names, in lower case.
            assignment: The name of the assignment.
        """
        moments = {line.until for line in self._of({*words}, assignment)}
        return moments.pop() if len(moments) == 1 else None

    def doubts(self, students: Iterable[set[str]]) -> list[str]:
        """Return a sentence for each extension of an unknown student, and for each student with different dates.

        Args:
            students: The words that a line may use for each student.
        """
        students = list(students)
        known = {word for words in students for word in words}
        nobody = {line.student for line in self.lines if line.student not in known}
        sentences = [f"An extension is for {student!r}, who is in no graded folder." for student in sorted(nobody)]
        return sentences + [
            self._contradiction(words, name) for words in students for name in self._contradicted(words)
        ]

    def _of(self, words: set[str], assignment: str) -> list[_Extension]:
        return [line for line in self.lines if line.student in words and line.assignment == assignment]

    def _contradicted(self, words: set[str]) -> list[str]:
        names = dict.fromkeys(line.assignment for line in self.lines if line.student in words)
        return [name for name in names if len({line.until for line in self._of(words, name)}) > 1]

    def _contradiction(self, words: set[str], assignment: str) -> str:
        lines = self._of(words, assignment)
        dates = ", ".join(f"{spell_time(line.until)} (line {line.line})" for line in lines)
        return (
            f"{self.file}: {lines[0].student!r} has different dates for {assignment}: {dates}. None was applied; "
            "leave one line."
        )


def of_course() -> Path:
    """Return where the extensions of a course belong: in its folder, else in the working directory."""
    return (paths.course_folder() or Path()) / NAME


def words_of(email: str, id_: str, student: str) -> set[str]:
    """Return the words by which extensions.csv may name a student, in lower case."""
    return {word for word in (email.casefold(), id_.casefold(), student.casefold()) if word}


@dataclass(frozen=True)
class DueDates:
    """The due dates of one assignment: the general one, and the later ones of students with an extension."""

    general: datetime | None = None
    assignment: str = ""
    extensions: Extensions = Extensions()

    @classmethod
    def of_course(cls, course: Course, assignment: str) -> DueDates:
        """Return the due dates, with the extensions of the course folder."""
        allowed = read_extensions(of_course(), course, False)
        return cls(course.of(assignment).due, assignment, allowed)

    def of(self, entry: RollEntry) -> datetime | None:
        """Return the due date of one student."""
        if not self.extensions.lines:
            return self.general
        words = words_of(entry.email, entry.id, entry.student)
        return self.extensions.until(words, self.assignment) or self.general


def read_extensions(path: Path, course: Course, must_be_there: bool) -> Extensions:
    """Return the extensions in a CSV with the columns student, assignment, until.

    A date without a time means the end of that day. A time without a zone is in the course's time zone.

    Args:
        path: The CSV.
        course: The course.
        must_be_there: False if a missing file means that there are no extensions.

    Raises:
        ValueError: The file must exist and cannot be used; the text is a sentence.
    """
    if not path.exists() and not must_be_there:
        return Extensions()
    lines, refused = read_table(path, HEADINGS)
    if refused and must_be_there:
        raise ValueError(refused[0].replace("it was not applied", "nothing was written"))
    extensions = []
    for line in lines:
        try:
            extensions.append(_extension(line, course))
        except ValueError as error:
            refused.append(f"{path.name}, line {line.number}: {error}. It was not applied.")
    return Extensions(path.name, tuple(extensions), tuple(refused))


def _extension(line: Line, course: Course) -> _Extension:
    """Return the extension in a line.

    Raises:
        ValueError: Student, assignment or time is missing or unknown; the text is the reason.
    """
    name = line["assignment"]
    if name not in questions.names():
        raise ValueError(f"there is no assignment {name!r}")
    if not line["student"]:
        raise ValueError("the student is missing")
    try:
        until = end_of_day(line["until"], course.zone(name))
    except TimeNotUnderstood as error:
        raise ValueError(str(error)) from None
    return _Extension(line.number, line["student"].casefold(), name, until)
