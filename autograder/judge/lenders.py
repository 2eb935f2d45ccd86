"""Decide whether carried credit is paid: are the wrong functions behind it (the lenders) real attempts?

If all lenders are real attempts, the credit is paid. If one is not, it is paid and a person looks at it. If several
are not, or a question only passes on the replies of a stand-in, it is paid once a person has decided. The same holds for
a question that builds on a later one that was not tried, or only passes on the replies of a later one's stand-in: it is
derived from what should be derived from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from autograder.judge.passed_on import passes_on
from autograder.judge.real_attempt import is_real_attempt
from autograder.judge.slips import SlipCatalogue
from autograder.judge.substitutes import Ledger
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion
from autograder.questions.schema import Assignment


@dataclass(frozen=True)
class Gain:
    """Hold a question that earned more with stand-ins, and the ledger of that run.

    `lenders` are the wrong functions whose stand-ins it called. `served` are those whose stand-ins had answered the
    same program before; it may remember these answers.
    """

    judged: JudgedQuestion
    ledger: Ledger
    lenders: frozenset[str]
    served: frozenset[str]


@dataclass(frozen=True)
class Attempt:
    """Hold a question judged with the correct functions of others, and the ledger of their answers."""

    judged: JudgedQuestion
    ledger: Ledger


@dataclass(frozen=True)
class Carried:
    """Hold what a question gains.

    `lenders` are the wrong functions it builds on, `asked` all functions whose stand-ins it called. `doubtful` are the
    lenders that are not real attempts; a lender that only passes on another's result is replaced by that one. If
    `pending`, a person decides before the credit is paid.
    """

    judged: JudgedQuestion
    lenders: tuple[str, ...]
    asked: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    pending: bool = False


class Lending:
    """Decide about the lenders of one submission.

    Args:
        assignment: the assignment.
        slips: the slips of each question.
        first: the first verdicts.
        gains: the gains of questions, without circular ones.
        wrong: the functions that fail.
        attempt: judges a question that gained nothing, with the correct functions of others.
    """

    def __init__(
        self,
        assignment: Assignment,
        slips: Mapping[str, SlipCatalogue],
        first: Mapping[str, JudgedQuestion],
        gains: Mapping[str, Gain],
        wrong: Collection[str],
        attempt: Callable[[str], Attempt],
    ) -> None:
        self._assignment, self._slips, self._first = assignment, slips, first
        self._gains, self._wrong, self._attempt = gains, wrong, attempt
        self._attempts: dict[str, Attempt] = {}
        self._real: dict[str, bool] = {}
        self._behind: dict[str, set[str]] = {}  # for a lender that passes on replies: the functions that replied

    def hidden(self) -> list[str]:
        """Return the questions that may remember the answer of a doubtful lender's stand-in to an earlier question."""
        return [
            name for name, gain in self._gains.items() if any(not self._is_real(f) for f in gain.served - gain.lenders)
        ]

    def decided(self, gains: Mapping[str, Gain]) -> dict[str, Carried]:
        """Return each gain, with the decision whether it is paid."""
        doubtful = {name: {f for f in gain.lenders if not self._is_real(f)} for name, gain in gains.items()}
        everywhere = self._with_those_behind(set().union(*doubtful.values()))
        honest = len(everywhere) < 2 and not any(self._only_passes_on(n, gains[n], doubtful[n]) for n in gains)
        decisions = {}
        for name, gain in gains.items():
            backwards = self._borrowed_backwards(name, gain, doubtful[name])
            mine = doubtful[name] | backwards
            pending = bool(backwards) or (bool(mine) and not honest)
            lenders, asked = self._in_order(gain.lenders), self._in_order(gain.ledger.asked)
            decisions[name] = Carried(gain.judged, lenders, asked, self._in_order(self._roots(mine)), pending)
        return decisions

    def _borrowed_backwards(self, name: str, gain: Gain, doubtful: set[str]) -> set[str]:
        """Return the lenders of later questions that were not tried, or whose replies are only passed on."""
        order = self._assignment.ids
        later = {f for f in gain.lenders if order.index(self._assignment.owner[f]) > order.index(name)}
        return later if later and self._only_passes_on(name, gain, later) else later & doubtful

    def _in_order(self, functions: frozenset[str] | set[str]) -> tuple[str, ...]:
        return tuple(name for name in self._assignment.owner if name in functions)

    def _with_those_behind(self, functions: set[str]) -> set[str]:
        closure: set[str] = set()
        waiting = list(functions)
        while waiting:
            function = waiting.pop()
            if function not in closure:
                closure.add(function)
                waiting.extend(self._behind.get(function, ()))
        return closure

    def _roots(self, functions: set[str]) -> set[str]:
        """Return the functions that do not pass on results, among these and those whose results they pass on."""
        roots = {name for name in self._with_those_behind(functions) if name not in self._behind}
        return roots or functions

    def _only_passes_on(self, name: str, gain: Gain, lenders: set[str]) -> bool:
        """Return True if at least half of the gained points only pass on replies of these lenders' stand-ins."""
        parts = zip(self._first[name].parts, gain.judged.parts)
        gained = {then.cases.part.name: then for before, then in parts if then.right and not before.right}
        points = {part: then.cases.part.points for part, then in gained.items()}
        passed = sum(points[part] for part, then in gained.items() if passes_on(_values(then), gain.ledger, lenders))
        return passed > 0 and 2 * passed >= sum(points.values())

    def _is_real(self, function: str) -> bool:
        """Return True if a wrong function is a real attempt, by itself or with correct functions beneath it."""
        if function not in self._real:
            self._real[function] = False  # a function that leads back to itself is not one
            self._real[function] = self._judged_real(function)
        return self._real[function]

    def _judged_real(self, function: str) -> bool:
        owner = self._assignment.owner[function]
        if self._shows_attempt(self._first[owner], function):
            return True
        attempt = self._attempt_of(owner)
        if attempt.judged is self._first[owner] or not self._shows_attempt(attempt.judged, function):
            return False
        doubtful = {name for name in attempt.ledger.asked if name in self._wrong and not self._is_real(name)}
        cases = [
            judged_case
            for part in attempt.judged.parts
            for judged_case in _values(part)
            if judged_case.case.ask.name == function
        ]
        if passes_on(cases, attempt.ledger, doubtful):
            self._behind[function] = doubtful
            return False
        return True

    def _shows_attempt(self, judged: JudgedQuestion, function: str) -> bool:
        catalogue = self._slips[judged.cases.question.id]
        return is_real_attempt(judged, function, catalogue, self._assignment.vocabulary)

    def _attempt_of(self, owner: str) -> Attempt:
        """Return the attempt from a run that cannot remember answers to earlier questions; its ledger is complete."""
        if owner in self._gains and self._gains[owner].served <= self._gains[owner].lenders:
            return Attempt(self._gains[owner].judged, self._gains[owner].ledger)
        if owner not in self._attempts:
            self._attempts[owner] = self._attempt(owner)
        return self._attempts[owner]


def _values(part: JudgedPart) -> Sequence[JudgedCase]:
    """Return the hidden cases of a part."""
    return [judged_case for judged_case in part.judged if not judged_case.public]
