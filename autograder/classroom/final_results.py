"""Combine the judge's record of each student with points and decisions given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.decisions import Decisions, read_decisions
from autograder.classroom.hand_decisions import Overrides, read_overrides, with_overrides
from autograder.classroom.hand_points import Codes, HandPoints, read_points
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.judge.result import PartResult, QuestionResult, Result, from_verdicts, to_verdicts

NO_FILE = "Handed in as text or as a link, without a file; a person has to read it where it was handed in."


@dataclass(frozen=True)
class Standing:
    """One student's final result.

    Attributes:
        entry: The row of the roll.
        result: The result with points and decisions given by hand.
        written: The answers in words, by question id.
        code: The code cells about questions with a slip, by question id.
        seconds: The time that judging took.
        record_sha256: The hash of the verdicts in the journal, before anything by hand.
    """

    entry: RollEntry
    result: Result
    written: Mapping[str, str]
    code: Mapping[str, list[str]]
    seconds: float
    record_sha256: str = ""


@dataclass(frozen=True)
class Standings:
    """All students of a graded folder, read from its journal one by one; may be iterated any number of times."""

    journal: Journal
    overrides: Overrides
    points: HandPoints
    decisions: Decisions = field(default_factory=Decisions)

    def __iter__(self) -> Iterator[Standing]:
        return self._all(None)

    def of(self, student: str) -> Iterator[Standing]:
        """Return an iterator with the standing of one student; empty if the student does not exist."""
        return self._all(student)

    def _all(self, student: str | None) -> Iterator[Standing]:
        blank = replace(from_verdicts(self.journal.about("blank")), message="Nothing was handed in.")
        absent = Record("", "", "", to_verdicts(blank), {}, {}, 0.0, text_sha256=repr(blank))
        wordy = replace(blank, status="no_file", message=NO_FILE)
        no_file = Record("", "", "", to_verdicts(wordy), {}, {}, 0.0, text_sha256=repr(wordy))
        for entry, record in self.journal.rows(student):
            if record is None and entry.submission:
                continue  # the run was interrupted before this submission was judged
            yield self._standing(entry, record or (no_file if entry.label else absent))

    def _standing(self, entry: RollEntry, record: Record) -> Standing:
        result = replace(from_verdicts(record.verdicts), student=entry.student)
        result = self.points.apply(result, record.written)
        result = self.decisions.apply(result, entry.student)
        result = with_overrides(result, self.overrides.decisions.get(entry.student, {}))
        return Standing(entry, result, record.written, record.code, record.seconds, record.text_sha256)

    @property
    def refused(self) -> tuple[str, ...]:
        """Return a sentence for each line of overrides.csv and points.csv that was not applied."""
        return (*self.points.refused, *self.overrides.refused)


def standings(journal: Journal) -> Standings:
    """Return the standings of the journal's folder, with the tables that people edit there."""
    blank = from_verdicts(journal.about("blank"))
    questions = {question.id: question.max for question in blank.questions}
    students = set(journal.students())
    overrides = read_overrides(journal.folder, questions, students)
    by_hand = {question.id: question.max for question in blank.questions if not question.parts}
    points = read_points(journal.folder, by_hand, codes_of(journal, by_hand))
    decisions = read_decisions(journal.folder)
    return Standings(journal, overrides, decisions.with_marks(points), decisions)


def light(result: Result) -> Result:
    """Return the result with points and states but without texts, which takes some hundred bytes per student."""
    return replace(result, message="", notes=(), protection=(), questions=tuple(map(_light_question, result.questions)))


def _light_question(question: QuestionResult) -> QuestionResult:
    """Return one shared object for equal questions, of which a class has few."""
    parts = tuple(sorted({part.verdict for part in question.parts} & {"internal"})) or ("judged",) * bool(
        question.parts
    )
    settled = replace(question.override, reason="", by="") if question.override else None
    key = (question.id, question.points, question.max, parts, question.needs_review, settled)
    known = _known_questions.get(key)
    if known is None:
        if len(_known_questions) >= MOST_KNOWN:
            _known_questions.clear()
        rows = tuple(PartResult("", 0.0, 0.0, verdict, verdict) for verdict in parts)
        known = QuestionResult(
            question.id, question.points, question.max, rows, needs_review=question.needs_review, override=settled
        )
        _known_questions[key] = known
    return known


MOST_KNOWN = 10_000
_known_questions: dict[object, QuestionResult] = {}


def codes_of(journal: Journal, by_hand: Iterable[str]) -> Codes:
    """Return the codes of all answers in words to these questions."""
    answers: dict[str, set[str]] = {question: set() for question in by_hand}
    for written in journal.written_answers():
        for question in answers.keys() & written.keys():
            answers[question].add(written[question])
    return Codes.of(answers)


def open_graded(folder: Path) -> Journal:
    """Open the journal of a graded folder.

    Raises:
        JournalError: The folder is not a graded folder, or another run has its journal open.
    """
    return Journal(folder, create=False)
