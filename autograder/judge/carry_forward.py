"""The second look at a submission: which failing questions are right once the functions of the others are?

One look at the first wrong case saves most of a second judgement. What a question gains is owed to stand-ins; the
ledger of which one answered what is that of the run in which it was gained, so that nothing is paid in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from autograder.checks.observation import Observation
from autograder.intake.static_analysis import reached, remembers_nothing
from autograder.judge.cases import QuestionCases
from autograder.judge.ledger import Ledger
from autograder.judge.lenders import Attempt, Carried, Gain, Lending
from autograder.judge.slips import SlipCatalogue
from autograder.judge.stand_in_desk import StandInDesk
from autograder.judge.substitutes import Layout, Stand, credited, is_blank
from autograder.judge.verdict import JudgedPart, JudgedQuestion, ask_question, case_finding
from autograder.judge.worker_session import FATAL, Session
from autograder.questions.schema import Assignment, Call, Read

Found = TypeVar("Found")


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
class CourseMaterial:
    """What the second look needs of the assignment: cases and slips by question, and where stand-ins are computed."""

    assignment: Assignment
    cases: Mapping[str, QuestionCases]
    slips: Mapping[str, SlipCatalogue]
    desk: StandInDesk


class SecondLook:
    """The second look at one submission.

    Args:
        material: of the assignment.
        session: in which the first look was.
        sources: the cells of the submission and the text of its modules.
        first: the first verdicts, in the assignment's order.
    """

    def __init__(
        self,
        material: CourseMaterial,
        session: Session,
        sources: Sequence[str],
        first: Mapping[str, JudgedQuestion],
    ) -> None:
        self._assignment, self._cases, self._desk = material.assignment, material.cases, material.desk
        self._slips = material.slips
        self._session, self._sources, self._first = session, sources, first
        self._written = _written(first)
        self._failing = [name for name, one in first.items() if not one.right and _owned(one) & self._written]
        self._wrong = set().union(*(wrong_functions(first[name]) for name in self._failing))
        self._layouts: dict[str, Layout] = {}
        self._told: set[str] = set()
        self._stands: dict[str, Stand] = {}
        # Of ours, by question: the first verdict stands, and a person looks at it.
        self.faults: dict[str, Exception] = {}

    def carried(self) -> dict[str, Carried]:
        """What the failing questions gain once the others' functions are right, and whether it is paid."""
        if not self._failing:
            return {}
        gains: dict[str, Gain] = {}
        for name in self._failing:  # what others build on comes first
            gain = self._guarded(name, partial(self._look, name))
            if gain is not None:
                gains[name] = gain
        try:
            with np.errstate(all="ignore"):  # students' numbers may be of any size
                return self._decided(self._without_circles(gains))
        except Exception as error:
            self.faults |= dict.fromkeys(gains, error)
            return {}

    def _decided(self, gains: dict[str, Gain]) -> dict[str, Carried]:
        """Which of the gains are paid."""
        lending = Lending(self._assignment, self._slips, self._first, gains, self._wrong, self._attempt)
        for name in lending.hidden():  # what an earlier question was told may have been remembered
            gains[name] = self._judge_afresh(name, gains[name])
        return lending.decided({name: gain for name, gain in gains.items() if self._gains(name, gain)})

    def _guarded(self, name: str, judge: Callable[[], Found | None]) -> Found | None:
        try:
            return judge()
        except Exception as error:
            self.faults[name] = error
            return None

    def _gains(self, name: str, gain: Gain) -> bool:
        return gain.judged.points > self._first[name].points

    def _look(self, name: str) -> Gain | None:
        """In the student's layouts, then in the reference's: either is what the answer may have been written for."""
        for layout in (self._layout, lambda _: Layout()):
            stand = self._stands[name] = self._stand(name, layout)
            try:
                judged = self._judge(name, stand)
            finally:
                self._told |= stand.ledger.asked & self._wrong
            if judged is not None and judged.points > self._first[name].points:
                return self._gain(judged, stand.ledger, self._told)
            if not stand.reshaped:
                return None
        return None

    def _stand(self, name: str, layout: Callable[[str], Layout]) -> Stand:
        return Stand(self._assignment, self._assignment.question(name), self._written, layout, self._desk)

    def _gain(self, judged: JudgedQuestion, ledger: Ledger, told: set[str]) -> Gain:
        return Gain(judged, ledger, frozenset(ledger.asked & self._wrong), frozenset(told))

    def _layout(self, function: str) -> Layout:
        """How this function of the student's lays a vector out, seen beside what the reference answers."""
        if function not in self._layouts:
            judged = self._first.get(self._assignment.owner[function])
            seen = [] if judged is None else [
                (judged.seen[key].value if judged.seen[key].outcome == "returned" else None, truth)
                for key, truth in judged.cases.truths.items()
                if judged.cases.asks[key].name == function
            ]  # fmt: skip
            self._layouts[function] = Layout(seen)
        return self._layouts[function]

    def _judge(self, name: str, stand: Stand) -> JudgedQuestion | None:
        """A question with correct functions beside it; None where that can make no difference.

        Also with those that got their points: a function of float32 is right, and too coarse to build on.
        """
        if not self._reaches(name, stand):
            return None
        forgets = remembers_nothing(self._sources, _owned(self._first[name]))
        if not self._session.stand_in(stand.serve, in_any=forgets) or not may_gain(self._session, self._first[name]):
            return None
        return ask_question(self._session, self._cases[name])

    def _reaches(self, name: str, stand: Stand) -> bool:
        """May the question use any of the functions that stand in?"""
        within = reached(self._sources, self._assignment.question(name).owns)
        return within is None or bool(stand.serve.keys() & within)

    def _attempt(self, name: str) -> Attempt:
        """A question with the functions of others put right, in a worker that remembers nothing."""
        stand = self._stands.get(name) or self._stand(name, self._layout)
        if not self._reaches(name, stand):
            return Attempt(self._first[name], stand.ledger)
        stand.begin()
        judged = self._guarded(name, lambda: self._afresh(name, stand))
        return Attempt(judged or self._first[name], stand.ledger)

    def _without_circles(self, gains: dict[str, Gain]) -> dict[str, Gain]:
        """Those that are owed to no answer that they themselves gave rise to.

        What may have been remembered of an earlier question's stand-ins counts as asked for. Where that closes a
        circle, a worker that remembers nothing decides; its ledger is the whole truth.
        """
        afresh: set[str] = set()
        possible = credited(self._graph({name: gain.lenders for name, gain in gains.items()}))
        while unsure := possible - credited(self._graph({name: gain.told for name, gain in gains.items()})) - afresh:
            for name in sorted(unsure, key=list(self._first).index):
                afresh.add(name)
                gains[name] = self._judge_afresh(name, gains[name])
        sure = credited(self._graph({name: gain.told for name, gain in gains.items()}))
        return {name: gain for name, gain in gains.items() if name in possible & sure and self._gains(name, gain)}

    def _graph(self, asked: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
        """For each question the failing ones whose functions it asked for."""
        owner = self._assignment.owner
        return {name: {owner[function] for function in functions} for name, functions in asked.items()}

    def _judge_afresh(self, name: str, gain: Gain) -> Gain:
        """With the same stand-ins in a worker that remembers nothing; the first verdict where it cannot be loaded."""
        stand = self._stands[name]
        stand.begin()
        judged = self._guarded(name, lambda: self._afresh(name, stand)) or self._first[name]
        return self._gain(judged, stand.ledger, stand.ledger.asked & self._wrong)

    def _afresh(self, name: str, stand: Stand) -> JudgedQuestion | None:
        loaded = self._session.start(stand.serve).outcome == "loaded"
        return ask_question(self._session, self._cases[name]) if loaded else None


def wrong_functions(judged: JudgedQuestion) -> set[str]:
    """The functions of a question that fail in a case, or change an argument."""
    wrong = {one.case.ask.name for part in judged.parts for one in part.wrong}
    return wrong | {ask.name for key, ask in judged.cases.asks.items() if judged.seen[key].changed}


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
