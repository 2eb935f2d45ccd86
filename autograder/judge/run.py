"""One submission through all questions of an assignment: first as it stands, then with errors carried forward."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from autograder.checks.observe import Observation
from autograder.judge.asking import ask_public, ask_question
from autograder.judge.carry import Layout, Stand, credited, written_functions
from autograder.judge.cases import QuestionCases
from autograder.judge.extent import extents
from autograder.judge.gain import may_gain
from autograder.judge.memory import remembers_nothing
from autograder.judge.reach import reached
from autograder.judge.record import internal, question_result
from autograder.judge.result import QuestionResult, Result
from autograder.judge.session import Session
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedQuestion
from autograder.questions.declare import Assignment, Question, Read
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
        for question_id, again in self._carried().items():
            question = self._assignment.question(question_id)
            self._report(question, lambda q=question_id, a=again: self._result(self._first[q], a))
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
        questions = tuple(found if old.id == question.id else old for old in self._record.questions)
        self._record = replace(self._record, questions=questions)
        if self._on_question is not None:
            self._on_question(self._record)

    def _result(self, judged: JudgedQuestion, carried: JudgedQuestion | None = None) -> QuestionResult:
        catalogue = self._slips[judged.cases.question.id]
        slip = None if judged.right or judged.empty else catalogue.match(judged)
        return question_result(judged, carried, slip, slip is not None and catalogue.is_public(slip))

    def _carried(self) -> dict[str, JudgedQuestion]:
        """The failing questions that are right once the others' functions are, without credit in a circle."""
        owner = self._assignment.owner
        written = self._written()
        failing = {name for name, judged in self._first.items() if not judged.right and _owned(judged) & written}
        if not failing:
            return {}
        found: dict[str, JudgedQuestion] = {}
        needs: dict[str, set[str]] = {}
        told: set[str] = set()  # the owners of what stand-ins have answered so far, which the worker may remember
        remembered: dict[str, set[str]] = {}
        stands: dict[str, Stand] = {}
        layouts, extent = self._layouts(), extents(self._cases[name] for name in self._first)
        for name in (name for name in self._first if name in failing):  # what others build on comes first
            # In the student's layouts, then in the reference's: either is what the answer may have been written for.
            for given in (layouts, {}):
                stand = Stand(self._assignment, self._assignment.question(name), written, given, extent)
                try:
                    judged = self._judge_again(name, stand)
                except Exception as error:  # a fault of ours: the first verdict stands, and a person looks at it
                    self._flag(name, error)
                    break
                asked = {owner[function] for function in stand.asked} & failing
                told |= asked
                if judged is not None and judged.points > self._first[name].points:
                    found[name], needs[name], remembered[name], stands[name] = judged, asked, set(told), stand
                    break
                if not stand.reshaped:
                    break
        for name in credited(needs) - credited(remembered):  # right perhaps by what was said to an earlier question
            found[name] = self._judge_afresh(name, stands[name])
        return {name: found[name] for name in credited(needs) if found[name].points > self._first[name].points}

    def _judge_afresh(self, name: str, stand: Stand) -> JudgedQuestion:
        """With the same stand-ins in a worker that remembers nothing; the first judgement where it cannot be loaded."""
        if self._session.start(stand.serve).outcome != "loaded":
            return self._first[name]
        return ask_question(self._session, self._cases[name])

    def _judge_again(self, name: str, stand: Stand) -> JudgedQuestion | None:
        """A question with correct functions beside it; None where that can make no difference.

        Also with those that got their points: a function of float32 is right, and too coarse to build on.
        """
        within = reached(self._program.sources(), self._assignment.question(name).owns)
        if within is not None and not stand.serve.keys() & within:
            return None
        forgets = remembers_nothing(self._program.sources(), _owned(self._first[name]))
        if not self._session.stand_in(stand.serve, in_any=forgets) or not may_gain(self._session, self._first[name]):
            return None
        return ask_question(self._session, self._cases[name])

    def _flag(self, name: str, error: Exception) -> None:
        note = f"The grader failed in a second look ({type(error).__name__}); a person has to look at it."
        old = next(question for question in self._record.questions if question.id == name)
        parts = tuple(replace(part, hidden_message=f"{part.hidden_message} ({error})") for part in old.parts)
        flagged = replace(old, needs_review=True, note=note, parts=parts)
        questions = (flagged if question is old else question for question in self._record.questions)
        self._record = replace(self._record, questions=tuple(questions))

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


def _owned(judged: JudgedQuestion) -> set[str]:
    return {name for name, value in judged.cases.question.owns.items() if callable(value)}
