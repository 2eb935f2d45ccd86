"""Judge one submission and return its Result.

The Gradescope zip, the otter plugin and the classroom all use this module; no other code decides points.
"""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable, Container
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from autograder.checks.observation import Observation, gives_nothing
from autograder.checks.similar_names import namesake
from autograder.intake.static_analysis import announce
from autograder.judge.carry_forward import CourseMaterial, SecondLook
from autograder.judge.cases import QuestionCases, question_cases
from autograder.judge.composition import Composition, diagnose
from autograder.judge.experiments import ExperimentBench
from autograder.judge.explain import Explanation, explain
from autograder.judge.grader_version import grader_sha256
from autograder.judge.lenders import Carried
from autograder.judge.long_formulas import LONG_FORMULAS
from autograder.judge.pending_credit import carried_note, doubt_about, pending_notes
from autograder.judge.result import QuestionResult, Result
from autograder.judge.result_builder import internal, question_result, unjudged
from autograder.judge.review_flags import flagged, skipped_notes
from autograder.judge.slips import SlipCatalogue
from autograder.judge.stand_in_process import StandInDesk
from autograder.judge.verdict import JudgedPart, JudgedQuestion, ask_public, ask_question
from autograder.judge.worker_session import Session
from autograder.questions.schema import Assignment, Question, Read, Slip
from autograder.sandbox import ForkServer, Loaded, Program

if TYPE_CHECKING:
    from autograder.intake import Submission

# Processor time for all calls of one submission, after it has loaded. A right one needs less than a second; the limit
# is for a submission that is slow in every function.
SECONDS = 120.0
MAX_WRITTEN = 50_000  # characters of an answer in words
_STATUS_OF_LOADING = {"loaded": "graded", "protocol": "crash", "output": "crash"}


class Judge:
    """Judge submissions of one assignment under one key.

    A judge holds the expected values and never runs students' code itself.

    Args:
        assignment: the assignment.
        key: the course key, from which the hidden cases are derived.
        server: the fork server whose workers run students' code. It may be left out for work that needs no worker and
            be supplied later by `with_server`.
        seconds: the processor time for one submission's calls; five times as much is allowed by the clock.
    """

    def __init__(
        self, assignment: Assignment, key: str, server: ForkServer | None = None, seconds: float = SECONDS
    ) -> None:
        self.assignment, self.key, self._seconds = assignment, key, seconds
        self._given_server = server
        self._cases = {q.id: question_cases(assignment, q, key) for q in assignment.questions if not q.by_hand}
        self._slips = {name: SlipCatalogue(assignment, cases) for name, cases in self._cases.items()}
        references = (value for question in assignment.questions for value in question.owns.values() if callable(value))
        desk = StandInDesk((cases.largest for cases in self._cases.values()), references)
        self._material = CourseMaterial(assignment, self._cases, self._slips, desk)

    def judge(
        self,
        submission: Submission,
        student: str = "",
        on_question: OnQuestion | None = None,
        only: Container[str] | None = None,
    ) -> Result:
        """Return the record of `submission`, whatever its code does.

        Args:
            submission: the submission as intake read it.
            student: the student's name in the record; verdicts do not depend on it.
            on_question: called with the record so far after each question, for a result that survives a kill.
            only: the questions to judge; the others are recorded as not handed in.
        """
        start = time.monotonic()
        LONG_FORMULAS.begin()
        program = program_of(submission)
        if submission.analysis:
            announce(program.sources(), lambda: submission.facts)
        session = Session(self._server, program, self._seconds)
        record = self._blank(submission, student)
        try:
            loaded = session.start()
            record = replace(record, **_loading(loaded), notes=submission.notes + skipped_notes(loaded, program))
            if loaded.outcome == "loaded":
                run = SubmissionRun(self._material, session, program, record, on_question)
                record = run.judge(only)
                record = replace(record, written=_values(session, submission))
                record = flagged(record, submission, run.first, loaded, program)
                record = _reviewed(record, submission.needs_review)
            else:  # no cell at all could be run to its end, which is no fault of any single answer
                record = _reviewed(record, bool(submission.attempted))
        finally:
            session.close()
        return replace(record, seconds=round(time.monotonic() - start, 3))

    @cached_property
    def _grader_sha256(self) -> str:
        return grader_sha256(self.assignment.name)

    @cached_property
    def _key_sha256(self) -> str:
        return hashlib.sha256(self.key.encode()).hexdigest()

    def with_key(self, key: str) -> Judge:
        """Return a judge of the same assignment under another course key."""
        return Judge(self.assignment, key, self._given_server, self._seconds)

    def with_server(self, server: ForkServer) -> Judge:
        """Return a judge that shares all prepared data and takes its workers from `server`."""
        judge = copy.copy(self)
        judge._given_server = server
        return judge

    @property
    def _server(self) -> ForkServer:
        if self._given_server is None:
            raise ValueError("Judge: a fork server is needed; pass `server` or call with_server()")
        return self._given_server

    def cases(self, question_id: str) -> QuestionCases:
        """Return the cases of a question that is judged by machine."""
        return self._cases[question_id]

    def bench(self, question_id: str) -> ExperimentBench:
        """Return the experiments of a question that is judged by machine."""
        return ExperimentBench.of(self._slips[question_id], self._cases[question_id], self.assignment)

    def slips(self, question_id: str) -> SlipCatalogue:
        """Return the slips of a question that is judged by machine."""
        return self._slips[question_id]

    def explain(self, submission: Submission, question_id: str) -> tuple[Explanation, ...]:
        """Return, for TAs, the first failing case of each failing part of a question."""
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
            grader_sha256=self._grader_sha256,
            key_sha256=self._key_sha256,
            status="graded",
            protection=tuple(self._server.protection),
            questions=tuple(unjudged(question) for question in self.assignment.questions),
            notes=submission.notes,
        )


def _as_a_slip(partly: tuple[Slip, JudgedPart] | None) -> Composition | None:
    """Return what is known of an answer that is a slip in one of its parts."""
    if partly is None:
        return None
    slip, part = partly
    public = any(one.public for one in part.wrong)
    return Composition(f"{slip.id}, in part {part.cases.part.name}", slip.sentence, public, part.cases.part.name)


def _composed(result: QuestionResult, composition: Composition | None) -> QuestionResult:
    """Return `result` with the composition of the answer, if it is known."""
    if composition is None:
        return result
    sentence, public = composition.sentence, composition.public
    return replace(result, composition=composition.formula, slip_sentence=sentence, slip_is_public=public)


def _pointing_to_the_root(result: QuestionResult, carried: Carried) -> QuestionResult:
    """Return `result` without a diagnosis of its own if only other functions are wrong: its note names them."""
    if not carried.judged.right or not (carried.lenders or carried.doubtful):
        return result
    return replace(result, slip=None, slip_sentence="", slip_is_public=False, experiment="")


def program_of(submission: Submission) -> Program:
    """Return the submission's code and the files next to it, as the sandbox takes them."""
    files = dict(submission.files)
    return Program(submission.cells, submission.kind, submission.main, files, submission.brief)


def _values(session: Session, submission: Submission) -> dict[str, str]:
    """Return the answers in words that are made by running the submission."""
    names = submission.made_by_running
    seen = session.observe([Read(name) for name in names]) if names else ()
    texts = {name: _text_of(look.value) for name, look in zip(names, seen)}
    return {name: text.strip()[:MAX_WRITTEN] for name, text in texts.items() if text.strip()}


def _text_of(value: object) -> str:
    """Return a string, or the lines that a list of strings holds; "" for anything else."""
    lines = value if isinstance(value, (list, tuple)) else [value]
    return "\n".join(map(str, lines)) if all(isinstance(line, str) for line in lines) else ""


def _reviewed(record: Result, needed: bool) -> Result:
    """Return the record, with every question marked for review if `needed`."""
    if not needed:
        return record
    return replace(record, questions=tuple(replace(question, needs_review=True) for question in record.questions))


def _loading(loaded: Loaded) -> dict[str, Any]:
    return {"status": _STATUS_OF_LOADING.get(loaded.outcome, loaded.outcome), "message": loaded.message}


OnQuestion = Callable[[Result], None]


class SubmissionRun:
    """Judge the questions of one submission, one after another.

    Args:
        material: the assignment with its cases and slips.
        session: a session that has loaded the submission.
        program: the submission's code.
        record: the submission's record in which nothing is judged yet.
        on_question: called with the record so far after each question.
    """

    def __init__(
        self,
        material: CourseMaterial,
        session: Session,
        program: Program,
        record: Result,
        on_question: OnQuestion | None,
    ) -> None:
        self._material, self._assignment = material, material.assignment
        self._cases, self._slips = material.cases, material.slips
        self._session, self._program, self._record = session, program, record
        self._on_question = on_question
        self.first: dict[str, JudgedQuestion] = {}
        self._public: dict[str, Observation] | None = None

    def judge(self, only: Container[str] | None = None) -> Result:
        """Return the record after judging every question, or those in `only`."""
        questions = [q for q in self._assignment.questions if not q.by_hand and (only is None or q.id in only)]
        try:
            seen = ask_public(self._session, [self._cases[question.id] for question in questions])
            self._public = self._with_namesakes(seen)
        except Exception:  # a fault of ours: it is raised again, and recorded, for each question
            self._public = None
        for question in questions:
            self._report(question, partial(self._judge_first, question))
        second = SecondLook(self._material, self._session, self._program.sources(), self.first)
        carried = second.carried()
        notes = pending_notes(self._assignment, self.first, carried)
        for question_id, gain in carried.items():
            question = self._assignment.question(question_id)
            self._report(question, partial(self._carried, question_id, gain, notes.get(question_id, "")))
        for question_id, error in second.faults.items():
            self._flag(question_id, error)
        return self._record

    def _with_namesakes(self, seen: dict[str, Observation]) -> dict[str, Observation]:
        """Return the public observations, with the name that the student may have used for each missing answer."""
        loaded, asked = self._session.loaded, self._assignment.owner
        empty = {key for key, observation in seen.items() if gives_nothing(observation) and not observation.message}
        if not empty or loaded is None:
            return seen
        asks = {key: ask for cases in self._cases.values() for key, ask in cases.public_asks.items() if key in empty}
        names = {ask.name for ask in asks.values()}
        others = {name: namesake(name, sorted(loaded.names), asked) for name in names}
        return seen | {
            key: replace(seen[key], message=others[ask.name]) for key, ask in asks.items() if others[ask.name]
        }

    def _judge_first(self, question: Question) -> QuestionResult:
        self.first[question.id] = ask_question(self._session, self._cases[question.id], self._public)
        return self._result(self.first[question.id])

    def _report(self, question: Question, judge: Callable[[], QuestionResult]) -> None:
        """Put a question's result into the record.

        A fault of ours is recorded as `internal`, never as a zero, and the other questions are still judged.
        """
        try:
            result = judge()
        except Exception as error:
            result = internal(question, error)
        self._put(result)
        if self._on_question is not None:
            self._on_question(self._record)

    def _result(self, judged: JudgedQuestion, best: JudgedQuestion | None = None) -> QuestionResult:
        """Return the record of a question; equal answers that are judged once share it."""
        catalogue = self._slips[judged.cases.question.id]
        if best is None and (catalogue, QuestionResult) in judged.made:
            return judged.made[catalogue, QuestionResult]
        slip = None if judged.right or judged.empty else catalogue.match(judged)
        result = question_result(
            judged, slip, slip is not None and catalogue.is_public(slip), best, catalogue.lost_to(slip)
        )
        if slip is None and best is None and not judged.right:
            diagnosis = diagnose(judged, self._assignment.vocabulary, lambda: _as_a_slip(catalogue.match_part(judged)))
            result = _composed(result, diagnosis)
        result = self._with_experiment(result, judged, slip)
        if best is None:
            judged.made[catalogue, QuestionResult] = result
        return result

    def _with_experiment(self, result: QuestionResult, judged: JudgedQuestion, slip: Slip | None) -> QuestionResult:
        """Return the record with an experiment about the failing part that exposes the slip, if there is one."""
        bench = ExperimentBench.of(self._slips[result.id], judged.cases, self._assignment)
        if judged.right or not bench.experiments:
            return result
        chosen = bench.choose(judged, slip)
        return replace(result, experiment=chosen.text if chosen else "")

    def _carried(self, name: str, carried: Carried, pending_note: str) -> QuestionResult:
        """Return the record of a question that gains points: paid, paid and marked for review, or pending."""
        first = self.first[name]
        doubt = None
        if carried.doubtful:
            doubt = doubt_about(self._assignment, self._program.sources(), first, carried)
        if carried.pending:
            pending = _pointing_to_the_root(self._result(first), carried)
            return replace(pending, needs_review=True, note=pending_note, pending=doubt)
        paid = _pointing_to_the_root(self._result(first, carried.judged), carried)
        return replace(paid, needs_review=doubt is not None, note=carried_note(first, carried), on_trust=doubt)

    def _flag(self, name: str, error: Exception) -> None:
        note = f"The grader failed in a second look ({type(error).__name__}); a person has to look at it."
        old = next(question for question in self._record.questions if question.id == name)
        parts = tuple(replace(part, hidden_message=f"{part.hidden_message} ({error})") for part in old.parts)
        self._put(replace(old, needs_review=True, note=note, parts=parts))

    def _put(self, question: QuestionResult) -> None:
        questions = tuple(question if old.id == question.id else old for old in self._record.questions)
        self._record = replace(self._record, questions=questions)
