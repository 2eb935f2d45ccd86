"""Carry errors forward: find the failing questions that are right once the functions of the others are.

A look at the first wrong case saves most second judgements. The ledger of each run records which stand-ins a gain is
owed to, so that questions cannot earn credit from each other in a circle.
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
from autograder.judge.lenders import Attempt, Carried, Gain, Lending
from autograder.judge.slips import SlipCatalogue
from autograder.judge.stand_in_process import StandInDesk
from autograder.judge.substitutes import Layout, Ledger, Stand, credited, is_blank
from autograder.judge.verdict import JudgedPart, JudgedQuestion, ask_question, case_finding
from autograder.judge.worker_session import FATAL, Session
from autograder.questions.schema import Assignment, Call, Read

Found = TypeVar("Found")


def may_gain(session: Session, first: JudgedQuestion) -> bool:
    """Return False if every failing part fails its first wrong case with correct functions, too.

    The calls go to the worker that has the correct functions; another one may remember wrong answers.
    """
    if first.changed_argument:  # the point for unchanged arguments may be earned without any part
        return True
    failed = [part for part in first.parts if not part.right]
    looks = [part.wrong[0] for part in failed]
    if any(not isinstance(judged_case.case.ask, Call) or judged_case.seen.outcome in FATAL for judged_case in looks):
        return True
    answers = session.observe([judged_case.case.ask for judged_case in looks])
    return any(_right(first, part, answer) for part, answer in zip(failed, answers))


def _right(first: JudgedQuestion, part: JudgedPart, answer: Observation) -> bool:
    """Return True if this answer is right, also as a transpose if the part counts transposes."""
    ways = (False, True) if part.cases.part.transpose_counts else (False,)
    return any(case_finding(first.cases, part.wrong[0].case, answer, way).right for way in ways)


@dataclass(frozen=True)
class CourseMaterial:
    """Hold an assignment's cases and slips by question, and the desk that computes stand-ins."""

    assignment: Assignment
    cases: Mapping[str, QuestionCases]
    slips: Mapping[str, SlipCatalogue]
    desk: StandInDesk


class SecondLook:
    """Look at one submission a second time, with correct functions.

    Args:
        material: the assignment with its cases and slips.
        session: the session of the first look.
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
        self._failing = [name for name, judged in first.items() if not judged.right and _owned(judged) & self._written]
        self._wrong = set().union(*(wrong_functions(first[name]) for name in self._failing))
        self._layouts: dict[str, Layout] = {}
        self._served: set[str] = set()
        self._stands: dict[str, Stand] = {}
        # Faults of ours, by question: the first verdict is kept, and a person looks at it.
        self.faults: dict[str, Exception] = {}

    def carried(self) -> dict[str, Carried]:
        """Return what failing questions gain with the correct functions of others, and whether it is paid."""
        if not self._failing:
            return {}
        gains: dict[str, Gain] = {}
        for name in self._failing:  # in the assignment's order: questions come before those that build on them
            gain = self._guarded(name, partial(self._look, name))
            if gain is not None:
                gains[name] = gain
        try:
            with np.errstate(all="ignore"):  # students' numbers may overflow
                return self._decided(self._without_circles(gains))
        except Exception as error:
            self.faults |= dict.fromkeys(gains, error)
            return {}

    def _decided(self, gains: dict[str, Gain]) -> dict[str, Carried]:
        """Return the gains, with the decision whether they are paid."""
        lending = Lending(self._assignment, self._slips, self._first, gains, self._wrong, self._attempt)
        for name in lending.hidden():  # it may remember answers to an earlier question
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
        """Judge a question with stand-ins in the student's layouts, then the reference's; return its gain or None."""
        for layout in (self._layout, lambda _: Layout()):
            stand = self._stands[name] = self._stand(name, layout)
            try:
                judged = self._judge(name, stand)
            finally:
                self._served |= stand.ledger.asked & self._wrong
            if judged is not None and judged.points > self._first[name].points:
                return self._gain(judged, stand.ledger, self._served)
            if not stand.reshaped:
                return None
        return None

    def _stand(self, name: str, layout: Callable[[str], Layout]) -> Stand:
        return Stand(self._assignment, self._assignment.question(name), self._written, layout, self._desk)

    def _gain(self, judged: JudgedQuestion, ledger: Ledger, served: set[str]) -> Gain:
        return Gain(judged, ledger, frozenset(ledger.asked & self._wrong), frozenset(served))

    def _layout(self, function: str) -> Layout:
        """Return the layout of the vectors that a function of the student's returns."""
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
        """Judge a question with correct functions of others; return None if they make no difference.

        Functions that count as right are replaced, too: one in float32 is right but too coarse to build on.
        """
        if not self._reaches(name, stand):
            return None
        forgets = remembers_nothing(self._sources, _owned(self._first[name]))
        if not self._session.stand_in(stand.serve, in_any=forgets) or not may_gain(self._session, self._first[name]):
            return None
        return ask_question(self._session, self._cases[name])

    def _reaches(self, name: str, stand: Stand) -> bool:
        """Return True if the question may use any of the stand-ins."""
        within = reached(self._sources, self._assignment.question(name).owns)
        return within is None or bool(stand.serve.keys() & within)

    def _attempt(self, name: str) -> Attempt:
        """Judge a question with the correct functions of others, in a fresh worker."""
        stand = self._stands.get(name) or self._stand(name, self._layout)
        if not self._reaches(name, stand):
            return Attempt(self._first[name], stand.ledger)
        stand.begin()
        judged = self._guarded(name, lambda: self._afresh(name, stand))
        return Attempt(judged or self._first[name], stand.ledger)

    def _without_circles(self, gains: dict[str, Gain]) -> dict[str, Gain]:
        """Return the gains that do not depend on themselves.

        Stand-ins whose answers to earlier questions may be remembered count as called. If that closes a circle, the
        question is judged again in a fresh worker, whose ledger is complete.
        """
        afresh: set[str] = set()
        possible = credited(self._graph({name: gain.lenders for name, gain in gains.items()}))
        while unsure := possible - credited(self._graph({name: gain.served for name, gain in gains.items()})) - afresh:
            for name in sorted(unsure, key=list(self._first).index):
                afresh.add(name)
                gains[name] = self._judge_afresh(name, gains[name])
        sure = credited(self._graph({name: gain.served for name, gain in gains.items()}))
        return {name: gain for name, gain in gains.items() if name in possible & sure and self._gains(name, gain)}

    def _graph(self, asked: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
        """Return for each question the failing questions whose functions it called."""
        owner = self._assignment.owner
        return {name: {owner[function] for function in functions} for name, functions in asked.items()}

    def _judge_afresh(self, name: str, gain: Gain) -> Gain:
        """Judge with the same stand-ins in a fresh worker; keep the first verdict if that cannot be loaded."""
        stand = self._stands[name]
        stand.begin()
        judged = self._guarded(name, lambda: self._afresh(name, stand)) or self._first[name]
        return self._gain(judged, stand.ledger, stand.ledger.asked & self._wrong)

    def _afresh(self, name: str, stand: Stand) -> JudgedQuestion | None:
        loaded = self._session.start(stand.serve).outcome == "loaded"
        return ask_question(self._session, self._cases[name]) if loaded else None


def wrong_functions(judged: JudgedQuestion) -> set[str]:
    """Return the functions of a question that fail in a case or change an argument."""
    wrong = {judged_case.case.ask.name for part in judged.parts for judged_case in part.wrong}
    return wrong | {ask.name for key, ask in judged.cases.asks.items() if judged.seen[key].changed}


def _written(first: Mapping[str, JudgedQuestion]) -> set[str]:
    """Return the functions that gave something in at least one call; others were never written."""
    written: set[str] = set()
    for judged in first.values():
        for key, ask in judged.cases.asks.items():
            if ask.name not in written and not isinstance(ask, Read) and not is_blank(judged.seen[key]):
                written.add(ask.name)
    return written


def _owned(judged: JudgedQuestion) -> set[str]:
    return {name for name, value in judged.cases.question.owns.items() if callable(value)}
