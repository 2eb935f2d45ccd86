"""One submission through all questions of an assignment: first as it stands, then with errors carried forward."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from autograder.checks.observe import Observation
from autograder.judge.asking import ask_public, ask_question
from autograder.judge.cases import QuestionCases
from autograder.judge.record import internal, question_result
from autograder.judge.result import QuestionResult, Result
from autograder.judge.second_look import SecondLook
from autograder.judge.session import Session
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedQuestion
from autograder.questions.declare import Assignment, Question
from autograder.sandbox import Program

OnQuestion = Callable[[Result], None]


class Run:
    """One submission on its way through the questions.

    Args:
        assignment: as the course gives it.
        cases, slips: of each question that is judged by machine.
        session: has loaded the submission.
        record: of the submission, with nothing judged.
        on_question: receives the record so far after each question.
    """

    def __init__(
        self,
        assignment: Assignment,
        cases: Mapping[str, QuestionCases],
        slips: Mapping[str, SlipCatalogue],
        session: Session,
        program: Program,
        record: Result,
        on_question: OnQuestion | None,
    ) -> None:
        self._assignment, self._cases, self._slips = assignment, cases, slips
        self._session, self._program, self._record = session, program, record
        self._on_question = on_question
        self._first: dict[str, JudgedQuestion] = {}
        self._public: dict[str, Observation] | None = None

    def judge(self, only: Container[str] | None = None) -> Result:
        """The record with every question judged, or those in `only`."""
        questions = [q for q in self._assignment.questions if not q.by_hand and (only is None or q.id in only)]
        try:
            self._public = ask_public(self._session, [self._cases[question.id] for question in questions])
        except Exception:  # a fault of ours; it comes again, and into the record, question by question
            self._public = None
        for question in questions:
            self._report(question, lambda q=question: self._judge_first(q))
        second = SecondLook(self._assignment, self._cases, self._session, self._program.sources(), self._first)
        for question_id, again in second.carried().items():
            question = self._assignment.question(question_id)
            self._report(question, lambda q=question_id, a=again: self._result(self._first[q], a))
        for question_id, others in second.borrowed.items():
            self._doubt(question_id, others)
        for question_id, error in second.faults.items():
            self._flag(question_id, error)
        return self._record

    def _judge_first(self, question: Question) -> QuestionResult:
        self._first[question.id] = ask_question(self._session, self._cases[question.id], self._public)
        return self._result(self._first[question.id])

    def _report(self, question: Question, judge: Callable[[], QuestionResult]) -> None:
        """Put a question's result into the record; a fault of ours is `internal`, never a zero, and stops nothing."""
        try:
            found = judge()
        except Exception as error:
            found = internal(question, error)
        self._put(found)
        if self._on_question is not None:
            self._on_question(self._record)

    def _result(self, judged: JudgedQuestion, carried: JudgedQuestion | None = None) -> QuestionResult:
        """The record of a question; that of one judged once is made once for all who answer the same."""
        catalogue = self._slips[judged.cases.question.id]
        if carried is None and (catalogue, QuestionResult) in judged.made:
            return judged.made[catalogue, QuestionResult]
        slip = None if judged.right or judged.empty else catalogue.match(judged)
        result = question_result(judged, carried, slip, slip is not None and catalogue.is_public(slip))
        if carried is None:
            judged.made[catalogue, QuestionResult] = result
        return result

    def _doubt(self, name: str, others: Sequence[str]) -> None:
        """Let a person look at points that are owed to later work which is worth nothing: one line can call it."""
        old = next(question for question in self._record.questions if question.id == name)
        note = f"{old.note} It builds on {' and '.join(others)}, worth nothing so far: a person looks whether that was tried."
        self._put(replace(old, needs_review=True, note=note))

    def _flag(self, name: str, error: Exception) -> None:
        note = f"The grader failed in a second look ({type(error).__name__}); a person has to look at it."
        old = next(question for question in self._record.questions if question.id == name)
        parts = tuple(replace(part, hidden_message=f"{part.hidden_message} ({error})") for part in old.parts)
        self._put(replace(old, needs_review=True, note=note, parts=parts))

    def _put(self, question: QuestionResult) -> None:
        questions = tuple(question if old.id == question.id else old for old in self._record.questions)
        self._record = replace(self._record, questions=questions)
