"""May a question gain anything from correct functions of the others? One look saves most of a second judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.checks.observation import Observation
from autograder.intake.static_analysis import reached, remembers_nothing
from autograder.judge.callback_limits import Extent, extents
from autograder.judge.cases import QuestionCases
from autograder.judge.substitutes import Layout, Stand, credited, is_blank
from autograder.judge.verdict import JudgedPart, JudgedQuestion, ask_question, case_finding
from autograder.judge.worker_session import FATAL, Session
from autograder.questions.schema import Assignment, Call, Read


def may_gain(session: Session, first: JudgedQuestion) -> bool:
    """False where every part that failed fails its first wrong case also with correct functions in place.

    Asked of the worker in which they are: one that has seen the wrong ones may remember what those gave.
    """
    if first.changed_argument:  # with functions that leave their arguments alone it may earn that point, and no part
        return True
    failed = [part for part in first.parts if not part.right]
    looks = [part.wrong[0] for part in failed]
    if any(not isinstance(one.case.ask, Call) or one.seen.outcome in FATAL for one in looks):
        return True
    answers = session.observe([one.case.ask for one in looks])
    return any(_right(first, part, answer) for part, answer in zip(failed, answers))


def _right(first: JudgedQuestion, part: JudgedPart, answer: Observation) -> bool:
    """Is this answer right, as it stands or as the transpose that the part may count?"""
    ways = (False, True) if part.cases.part.transpose_counts else (False,)
    return any(case_finding(first.cases, part.wrong[0].case, answer, way).right for way in ways)


@dataclass(frozen=True)
class Gain:
    """A question that earned more with stand-ins.

    `needs` are the failing questions whose stand-ins it asked, `told` those whose stand-ins had answered anything to the
    same program by then: it may remember what they said.
    """

    judged: JudgedQuestion
    stand: Stand
    needs: frozenset[str]
    told: frozenset[str]


class SecondLook:
    """The second look at one submission.

    Args:
        assignment: as the course gives it.
        cases: of each question.
        session: in which the first look was.
        sources: the cells of the submission and the text of its modules.
        first: the first verdicts, in the assignment's order.
    """

    def __init__(
        self,
        assignment: Assignment,
        cases: Mapping[str, QuestionCases],
        session: Session,
        sources: Sequence[str],
        first: Mapping[str, JudgedQuestion],
    ) -> None:
        self._assignment, self._cases, self._session = assignment, cases, session
        self._sources, self._first = sources, first
        self._written = _written(first)
        self._failing = [name for name, one in first.items() if not one.right and _owned(one) & self._written]
        self._layouts: dict[str, Layout] = {}
        self._told: set[str] = set()
        self.faults: dict[
            str, Exception
        ] = {}  # of ours, by question: the first verdict stands, and a person looks at it
        # Of carried questions, the later ones that they build on and that earned nothing: were these ever tried?
        self.borrowed: dict[str, list[str]] = {}

    def carried(self) -> dict[str, JudgedQuestion]:
        """The failing questions that are right once the others' functions are, without credit in a circle."""
        if not self._failing:
            return {}
        limits = extents(self._cases[name].largest for name in self._first)
        gains: dict[str, Gain] = {}
        for name in self._failing:  # what others build on comes first
            try:
                gain = self._look(name, limits)
            except Exception as error:
                self.faults[name] = error
                continue
            if gain is not None:
                gains[name] = gain
        return self._creditable(gains)

    def _look(self, name: str, limits: Mapping[str, Extent]) -> Gain | None:
        """In the student's layouts, then in the reference's: either is what the answer may have been written for."""
        for layout in (self._layout, lambda _: Layout()):
            stand = Stand(self._assignment, self._assignment.question(name), self._written, layout, limits)
            try:
                judged = self._judge(name, stand)
            finally:
                needs = frozenset(self._assignment.owner[function] for function in stand.asked) & set(self._failing)
                self._told |= needs
            if judged is not None and judged.points > self._first[name].points:
                return Gain(judged, stand, needs, frozenset(self._told))
            if not stand.reshaped:
                return None
        return None

    def _layout(self, function: str) -> Layout:
        """How this function of the student's lays a vector out, seen beside what the reference answers."""
        if function not in self._layouts:
            judged = self._first.get(self._assignment.owner[function])
            seen = [] if judged is None else [
                (judged.seen[key].value, truth)
                for key, truth in judged.cases.truths.items()
                if judged.cases.asks[key].name == function and judged.seen[key].outcome == "returned"
            ]  # fmt: skip
            self._layouts[function] = Layout(seen)
        return self._layouts[function]

    def _judge(self, name: str, stand: Stand) -> JudgedQuestion | None:
        """A question with correct functions beside it; None where that can make no difference.

        Also with those that got their points: a function of float32 is right, and too coarse to build on.
        """
        within = reached(self._sources, self._assignment.question(name).owns)
        if within is not None and not stand.serve.keys() & within:
            return None
        forgets = remembers_nothing(self._sources, _owned(self._first[name]))
        if not self._session.stand_in(stand.serve, in_any=forgets) or not may_gain(self._session, self._first[name]):
            return None
        return ask_question(self._session, self._cases[name])

    def _creditable(self, gains: Mapping[str, Gain]) -> dict[str, JudgedQuestion]:
        """Those that are owed to no answer that they themselves gave rise to."""
        creditable = credited({name: set(gain.needs) for name, gain in gains.items()})
        sure = credited({name: set(gain.told) for name, gain in gains.items()})
        found = {name: gain.judged for name, gain in gains.items() if name in creditable}
        for name in creditable - sure:  # right perhaps by what was said to an earlier question
            try:
                found[name] = self._judge_afresh(name, gains[name].stand)
            except Exception as error:
                found[name], self.faults[name] = self._first[name], error
        found = {name: judged for name, judged in found.items() if judged.points > self._first[name].points}
        order = list(self._first)
        for name in found:
            later = order[order.index(name) + 1 :]
            worthless = [other for other in later if other in gains[name].needs and not self._first[other].points]
            if worthless:
                self.borrowed[name] = worthless
        return found

    def _judge_afresh(self, name: str, stand: Stand) -> JudgedQuestion:
        """With the same stand-ins in a worker that remembers nothing; the first verdict where it cannot be loaded."""
        if self._session.start(stand.serve).outcome != "loaded":
            return self._first[name]
        return ask_question(self._session, self._cases[name])


def _written(first: Mapping[str, JudgedQuestion]) -> set[str]:
    """The functions that gave something in at least one call; what was never written is not replaced."""
    found: set[str] = set()
    for judged in first.values():
        for key, ask in judged.cases.asks.items():
            if ask.name not in found and not isinstance(ask, Read) and not is_blank(judged.seen[key]):
                found.add(ask.name)
    return found


def _owned(judged: JudgedQuestion) -> set[str]:
    return {name for name, value in judged.cases.question.owns.items() if callable(value)}
