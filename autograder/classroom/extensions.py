"""extensions.csv: until when a student may hand in; a line that leaves a doubt is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder import questions
from autograder.classroom.csv_tables import Line, read_table
from autograder.classroom.times import TimeNotUnderstood, end_of_day, spell_time
from autograder.course import Course

HEADINGS = ("student", "assignment", "until")


@dataclass(frozen=True)
class _Extension:
    line: int
    student: str
    assignment: str
    until: datetime


@dataclass(frozen=True)
class Extensions:
    """All lines that were understood; `refused` holds a sentence for each of the others."""

    file: str = ""
    lines: tuple[_Extension, ...] = ()
    refused: tuple[str, ...] = ()

    def until(self, words: Iterable[str], assignment: str) -> datetime | None:
        """Return until when the student of whom these are e-mail, id and names may hand in; None without one clear line."""
        moments = {line.until for line in self._of({*words}, assignment)}
        return moments.pop() if len(moments) == 1 else None

    def doubts(self, students: Iterable[set[str]]) -> list[str]:
        """Return a sentence for each extension of nobody's, and for each student of whom two lines say different dates.

        Args:
            students: for each student the words that a line may use.
        """
        students = list(students)
        known = {word for words in students for word in words}
        nobody = {line.student for line in self.lines if line.student not in known}
        said = [f"An extension is for {student!r}, who is in no graded folder." for student in sorted(nobody)]
        return said + [self._contradiction(words, name) for words in students for name in self._contradicted(words)]

    def _of(self, words: set[str], assignment: str) -> list[_Extension]:
        return [line for line in self.lines if line.student in words and line.assignment == assignment]

    def _contradicted(self, words: set[str]) -> list[str]:
        names = dict.fromkeys(line.assignment for line in self.lines if line.student in words)
        return [name for name in names if len({line.until for line in self._of(words, name)}) > 1]

    def _contradiction(self, words: set[str], assignment: str) -> str:
        lines = self._of(words, assignment)
        dates = ", ".join(f"{spell_time(line.until)} (line {line.line})" for line in lines)
        return f"{self.file}: {lines[0].student!r} has different dates for {assignment}: {dates}. None was applied; leave one line."


def read_extensions(path: Path, course: Course, must_be_there: bool) -> Extensions:
    """Return the extensions in a CSV student, assignment, until; a date without a time means its end.

    A time without a zone is in the course's. Without the file there are none.

    Raises:
        ValueError: the file has to be there and cannot be used; the text is a sentence.
    """
    if not path.exists() and not must_be_there:
        return Extensions()
    lines, refused = read_table(path, HEADINGS)
    if refused and must_be_there:
        raise ValueError(refused[0].replace("it was not applied", "nothing was written"))
    found = []
    for line in lines:
        try:
            found.append(_extension(line, course))
        except ValueError as error:
            refused.append(f"{path.name}, line {line.number}: {error}. It was not applied.")
    return Extensions(path.name, tuple(found), tuple(refused))


def _extension(line: Line, course: Course) -> _Extension:
    """Return what the line says.

    Raises:
        ValueError: it does not say a student, an assignment and a time; the text is the reason.
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
