"""What stands for each student: the judge's record, points by hand read back, decisions by hand applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classroom.journal import Entry, Journal
from autograder.classroom.overrides import Overrides, read_overrides, with_overrides
from autograder.classroom.written_points import HandPoints, read_points
from autograder.judge.result import Result, from_verdicts


@dataclass(frozen=True)
class Standing:
    """One student: the row of the roll, the result that counts, the answers in words, the code of slips, the time taken."""

    entry: Entry
    result: Result
    written: Mapping[str, str]
    code: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class Standings:
    """All students of a graded folder, read from its journal one by one; may be walked through any number of times."""

    journal: Journal
    overrides: Overrides
    points: HandPoints

    def __iter__(self) -> Iterator[Standing]:
        blank = from_verdicts(self.journal.about("blank"))
        for entry, record in self.journal.rows():
            if record is None and entry.submission:
                continue  # an interrupted run; it has not been judged yet
            result = from_verdicts(record.verdicts) if record else replace(blank, message="Nothing was handed in.")
            result = self.points.apply(replace(result, student=entry.student), record.written if record else {})
            result = with_overrides(result, self.overrides.decisions.get(entry.student, {}))
            yield Standing(
                entry, result, record.written if record else {}, record.code if record else {}, record.seconds if record else 0.0
            )

    @property
    def refused(self) -> tuple[str, ...]:
        """A sentence for each line of a table kept by hand that was not applied."""
        return (*self.points.refused, *self.overrides.refused)


def standings(journal: Journal) -> Standings:
    """The standings of the journal's folder, with the tables that people keep there."""
    blank = from_verdicts(journal.about("blank"))
    questions = tuple(question.id for question in blank.questions)
    students = {entry.student for entry in journal.roll()}
    overrides = read_overrides(journal.folder, questions, students)
    return Standings(journal, overrides, read_points(journal.folder, {q.id: q.max for q in blank.questions if not q.parts}))


def open_graded(folder: Path) -> Journal:
    """The journal of a graded folder.

    Raises:
        JournalError: it is none, or another run holds it.
    """
    return Journal(folder, create=False)
