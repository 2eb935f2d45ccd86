"""One submission in, one Result out: the only way to a verdict, for the zip, the plugin and the classroom alike."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.judge.asking import ask_question
from autograder.judge.cases import QuestionCases, question_cases
from autograder.judge.explain import Explanation, explain
from autograder.judge.record import unjudged
from autograder.judge.result import Result
from autograder.judge.run import OnQuestion, Run
from autograder.judge.session import Session
from autograder.judge.slips import SlipCatalogue
from autograder.judge.version import grader_sha256
from autograder.questions.declare import Assignment
from autograder.sandbox import ForkServer, Loaded, Program

if TYPE_CHECKING:
    from autograder.intake import Submission

# Wall time for all calls of one submission, after it has loaded. A right one needs less than a second; what this bounds
# is a submission that is slow in every function.
SECONDS = 120.0
_STATUS_OF_LOADING = {"loaded": "graded", "protocol": "crash", "output": "crash"}


class Judge:
    """Judges submissions of one assignment under one key; holds all truth, runs no student code itself.

    Args:
        assignment: as the course gives it.
        key: the course key, from which hidden cases derive.
        server: the fork server whose workers run the students' code.
        seconds: wall time for one submission's calls.
    """

    def __init__(self, assignment: Assignment, key: str, server: ForkServer, seconds: float = SECONDS) -> None:
        self.assignment, self.key, self._server, self._seconds = assignment, key, server, seconds
        self._cases = {q.id: question_cases(assignment, q, key) for q in assignment.questions if not q.by_hand}
        self._slips = {name: SlipCatalogue(assignment, cases) for name, cases in self._cases.items()}

    def judge(
        self,
        submission: Submission,
        student: str = "",
        on_question: OnQuestion | None = None,
        only: Container[str] | None = None,
    ) -> Result:
        """The record of `submission`; whatever its code does, there is one.

        Args:
            submission: as intake read it.
            student: whose record it is; no verdict depends on it.
            on_question: receives the record so far after each question, for a result that survives a kill.
            only: questions to judge; the others stay as if nothing had been handed in.
        """
        start = time.monotonic()
        program = program_of(submission)
        session = Session(self._server, program, self._seconds)
        record = self._blank(submission, student)
        try:
            loaded = session.start()
            record = replace(record, **_loading(loaded), notes=submission.notes + _cell_notes(loaded, submission))
            if loaded.outcome == "loaded":
                run = Run(self.assignment, self._cases, self._slips, session, program, record, on_question)
                record = _reviewed(run.judge(only), submission.needs_review)
        finally:
            session.close()
        return replace(record, seconds=round(time.monotonic() - start, 3))

    def with_key(self, key: str) -> Judge:
        """The same judge under another course key."""
        return Judge(self.assignment, key, self._server, self._seconds)

    def cases(self, question_id: str) -> QuestionCases:
        """The cases of a question that is judged by machine."""
        return self._cases[question_id]

    def slips(self, question_id: str) -> SlipCatalogue:
        """The slips of a question that is judged by machine."""
        return self._slips[question_id]

    def explain(self, submission: Submission, question_id: str) -> tuple[Explanation, ...]:
        """For TAs: the first failing case of each part of a question that fails, in full."""
        session = Session(self._server, program_of(submission), self._seconds)
        try:
            session.start()
            return explain(ask_question(session, self._cases[question_id]))
        finally:
            session.close()

    def _blank(self, submission: Submission, student: str) -> Result:
        return Result(
            assignment=self.assignment.name,
            student=student,
            submission_sha256=submission.sha256,
            grader_sha256=grader_sha256(),
            key_sha256=hashlib.sha256(self.key.encode()).hexdigest(),
            status="graded",
            protection=tuple(self._server.protection),
            questions=tuple(unjudged(question) for question in self.assignment.questions),
            notes=submission.notes,
        )


def program_of(submission: Submission) -> Program:
    """What the sandbox needs of a submission: its code and the files beside it."""
    files = dict(submission.files)
    return Program(submission.cells, submission.kind, submission.main, files, submission.brief)


def _reviewed(record: Result, needed: bool) -> Result:
    """The record; if a person has to look at the submission, at every question of it."""
    if not needed:
        return record
    return replace(record, questions=tuple(replace(question, needs_review=True) for question in record.questions))


def _loading(loaded: Loaded) -> dict[str, str]:
    return {"status": _STATUS_OF_LOADING.get(loaded.outcome, loaded.outcome), "message": loaded.message}


def _cell_notes(loaded: Loaded, submission: Submission) -> tuple[str, ...]:
    """What went wrong in the cells, save where one that no answer needs was cut short."""
    told = [one for one in loaded.errors if one.error != "TimeoutError" or one.cell not in submission.brief]
    return tuple(f"cell {cell}: {kind}: {message}" for cell, kind, message, *_ in told[:20])
