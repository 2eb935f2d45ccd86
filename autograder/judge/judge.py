"""One submission in, one Result out: the only way to a verdict, for the zip, the plugin and the classroom alike."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.checks.observe import Observation
from autograder.judge.carry import Layout, Stand, credited, written_functions
from autograder.judge.cases import QuestionCases, question_cases
from autograder.judge.explain import Explanation, explain
from autograder.judge.extent import extents
from autograder.judge.gain import may_gain
from autograder.judge.gap import hidden_gap, public_message, told
from autograder.judge.reach import reached
from autograder.judge.result import PartResult, QuestionResult, Result
from autograder.judge.session import FATAL, Session
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedPart, JudgedQuestion, judge_question
from autograder.questions.declare import Assignment, Question, Read
from autograder.sandbox import ForkServer, Loaded, Program

if TYPE_CHECKING:
    from autograder.intake import Submission

# Wall time for all calls of one submission, after it has loaded. A right one needs less than a second; what this bounds
# is a submission that is slow in every function.
SECONDS = 120.0
_STATUS_OF_LOADING = {"loaded": "graded", "protocol": "crash", "output": "crash"}

OnQuestion = Callable[[Result], None]


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
        session = Session(self._server, program_of(submission), self._seconds)
        record = self._blank(submission, student)
        try:
            loaded = session.start()
            record = replace(record, **_loading(loaded), notes=submission.notes + _cell_notes(loaded, submission))
            if loaded.outcome == "loaded":
                record = _Run(self, session, submission, record, on_question).judge(only)
        finally:
            session.close()
        return replace(record, seconds=round(time.monotonic() - start, 3))

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
            questions=tuple(_unjudged(question) for question in self.assignment.questions),
            notes=submission.notes,
        )


class _Run:
    """One submission on its way through the questions."""

    def __init__(
        self, judge: Judge, session: Session, submission: Submission, record: Result, on_question: OnQuestion | None
    ) -> None:
        self._judge, self._session, self._submission, self._record = judge, session, submission, record
        self._on_question = on_question
        self._first: dict[str, JudgedQuestion] = {}
        self._public: dict[str, Observation] | None = None

    def judge(self, only: Container[str] | None = None) -> Result:
        questions = [q for q in self._judge.assignment.questions if not q.by_hand and (only is None or q.id in only)]
        try:
            self._public = ask_public(self._session, [self._judge.cases(question.id) for question in questions])
        except Exception:  # a fault of ours; it comes again, and into the record, question by question
            self._public = None
        for question in questions:
            self._report(question, lambda q=question: self._judge_first(q))
        for question_id, again in self._carried().items():
            question = self._judge.assignment.question(question_id)
            self._report(question, lambda q=question, a=again: self._result(q, self._first[q.id], carried=a))
        if self._submission.needs_review:
            flagged = tuple(replace(question, needs_review=True) for question in self._record.questions)
            self._record = replace(self._record, questions=flagged)
        return self._record

    def _judge_first(self, question: Question) -> QuestionResult:
        self._first[question.id] = ask_question(self._session, self._judge.cases(question.id), self._public)
        return self._result(question, self._first[question.id])

    def _report(self, question: Question, judge: Callable[[], QuestionResult]) -> None:
        """Put a question's result into the record; a fault of ours is `internal`, never a zero, and stops nothing."""
        try:
            found = judge()
        except Exception as error:
            found = _internal(question, error)
        questions = tuple(found if old.id == question.id else old for old in self._record.questions)
        self._record = replace(self._record, questions=questions)
        if self._on_question is not None:
            self._on_question(self._record)

    def _result(
        self, question: Question, judged: JudgedQuestion, carried: JudgedQuestion | None = None
    ) -> QuestionResult:
        slip = None if judged.right or judged.empty else self._judge.slips(question.id).match(judged)
        best = carried if carried is not None and carried.points > judged.points else judged
        parts = tuple(_part_result(first, then) for first, then in zip(judged.parts, best.parts))
        return QuestionResult(
            id=question.id,
            points=best.points,
            max=question.points,
            parts=parts,
            carried_forward=best is carried,
            changed_argument=best.changed_argument,
            slip=slip.id if slip else None,
            slip_sentence=slip.sentence if slip else "",
            slip_is_public=slip is not None and self._judge.slips(question.id).is_public(slip),
            note=_note(judged, best),
            experiment="" if judged.right else question.experiment,
        )

    def _carried(self) -> dict[str, JudgedQuestion]:
        """The failing questions that are right once the others' functions are, without credit in a circle."""
        owner = self._judge.assignment.owner
        written = self._written()
        failing = {name for name, judged in self._first.items() if not judged.right and _owned(judged) & written}
        found: dict[str, JudgedQuestion] = {}
        needs: dict[str, set[str]] = {}
        layouts, extent = self._layouts(), extents(self._judge.cases(name) for name in self._first)
        for name in sorted(failing):
            question = self._judge.assignment.question(name)
            stand = Stand(self._judge.assignment, question, written, layouts, extent)
            within = self._reached(question)
            # Also where those functions got their points: one of float32 is right, and too coarse to build on.
            if within is not None and not stand.serve.keys() & within:
                continue
            judged = self._judge_with(stand, question) if may_gain(self._session, self._first[name], stand.serve) else None
            if judged is not None and judged.points > self._first[name].points:
                found[name], needs[name] = judged, {owner[function] for function in stand.asked} & failing
        return {name: found[name] for name in credited(needs)}

    def _reached(self, question: Question) -> set[str] | None:
        """The names that the student's answer may use; None if it could be any."""
        return reached(program_of(self._submission).sources(), question.owns)

    def _judge_with(self, stand: Stand, question: Question) -> JudgedQuestion | None:
        if not self._session.stand_in(stand.serve):
            return None
        return ask_question(self._session, self._judge.cases(question.id))

    def _written(self) -> set[str]:
        by_name: dict[str, list[Observation]] = {}
        for judged in self._first.values():
            for key, ask in judged.cases.asks.items():
                if not isinstance(ask, Read):
                    by_name.setdefault(ask.name, []).append(judged.seen[key])
        return written_functions(by_name)

    def _layouts(self) -> dict[str, Layout]:
        pairs: dict[str, list[tuple[object, object]]] = {}
        for judged in self._first.values():
            for key, truth in judged.cases.truths.items():
                if judged.seen[key].outcome == "returned":
                    pairs.setdefault(judged.cases.asks[key].name, []).append((judged.seen[key].value, truth))
        return {name: Layout(seen) for name, seen in pairs.items()}


def ask_public(session: Session, all_cases: Iterable[QuestionCases]) -> dict[str, Observation]:
    """Make the public calls of these questions, by fingerprint.

    Before any hidden one: what a student may read of a public call was then written by code that has seen no hidden
    input, and cannot carry one out.
    """
    asks = {key: ask for cases in all_cases for key, ask in cases.public_asks.items()}
    return dict(zip(asks, session.observe(list(asks.values()))))


def ask_question(
    session: Session, cases: QuestionCases, public: Mapping[str, Observation] | None = None
) -> JudgedQuestion:
    """Make the hidden calls of a question, then each function's first one again, and judge what was seen.

    A function that cost a worker its life in a public call (`public`: those made already) is not called again.
    """
    public = ask_public(session, [cases]) if public is None else public
    seen = {key: public[key] for key in cases.asks if key in public}
    fatal = {cases.asks[key].name: one for key, one in seen.items() if one.outcome in FATAL}
    seen |= {key: fatal[ask.name] for key, ask in cases.asks.items() if key not in seen and ask.name in fatal}
    hidden = {key: ask for key, ask in cases.asks.items() if key not in seen}
    repeats = {name: ask for name, ask in cases.repeats.items() if name not in fatal}
    observations = session.observe([*hidden.values(), *repeats.values()])
    seen |= zip(hidden, observations)
    return judge_question(cases, seen, dict(zip(repeats, observations[len(hidden) :])))


def program_of(submission: Submission) -> Program:
    """What the sandbox needs of a submission: its code and the files beside it."""
    files = dict(submission.files)
    return Program(submission.cells, submission.kind, submission.main, files, submission.brief)


def grader_sha256() -> str:
    """A hash of every source file that a verdict may depend on."""
    global _grader_sha256
    if _grader_sha256 is None:
        _grader_sha256 = _hash_sources()
    return _grader_sha256


_grader_sha256: str | None = None


def _hash_sources() -> str:
    import reference_impl

    rooms = [Path(reference_impl.__file__).parent]
    rooms += [Path(__file__).parents[1] / room for room in ("checks", "judge", "questions", "sandbox")]
    digest = hashlib.sha256()
    for room in rooms:
        for file in sorted(room.rglob("*.py")):
            digest.update(file.relative_to(room.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _loading(loaded: Loaded) -> dict[str, str]:
    return {"status": _STATUS_OF_LOADING.get(loaded.outcome, loaded.outcome), "message": loaded.message}


def _cell_notes(loaded: Loaded, submission: Submission) -> tuple[str, ...]:
    """What went wrong in the student's own cells."""
    own = [error for error in loaded.errors if error.cell not in submission.brief]
    return tuple(f"cell {cell}: {kind}: {message}" for cell, kind, message, *_ in own[:20])


def _unjudged(question: Question) -> QuestionResult:
    points = None if question.by_hand else 0.0
    parts = tuple(PartResult(part.name, 0.0, part.points, "missing", "missing") for part in question.parts)
    return QuestionResult(question.id, points, question.points, parts)


def _internal(question: Question, error: Exception) -> QuestionResult:
    text = f"The grader failed here ({type(error).__name__}: {error}); a person has to look at it."
    parts = tuple(
        PartResult(part.name, 0.0, part.points, "internal", "internal", hidden_message=text) for part in question.parts
    )
    return QuestionResult(question.id, 0.0, question.points, parts, needs_review=True, note=text)


def _owned(judged: JudgedQuestion) -> set[str]:
    return {name for name, value in judged.cases.question.owns.items() if callable(value)}


def _part_result(first: JudgedPart, best: JudgedPart) -> PartResult:
    part = best.cases.part
    told_first = first.wrong[0] if first.wrong else None
    return PartResult(
        name=part.name,
        points=round(part.points, 6) if best.right else 0.0,
        max=round(part.points, 6),
        verdict=best.wrong[0].finding.verdict if best.wrong else "right",
        public_verdict=_public_verdict(best),
        message=public_message(first),
        gap=hidden_gap(first),
        hidden_message=told(told_first) if told_first else "",
    )


def _public_verdict(part: JudgedPart) -> str:
    one = part.first_wrong(public=True)
    return one.finding.verdict if one else "right"


def _note(judged: JudgedQuestion, best: JudgedQuestion) -> str:
    if best is not judged:
        return "Right once the functions of other questions that it calls are right: it gets the points."
    if judged.changed_argument:
        return "It changes an argument that it was given: that costs one point."
    return ""
