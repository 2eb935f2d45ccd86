"""To whom carried credit is owed: are the wrong functions that it builds on real attempts, and is it more than theirs?

All lenders real: paid. One that is not: paid, and a person looks. Two or more, or one of which a question only passes on
what its stand-in replied: what is owed to them is not paid before a person has decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from autograder.judge.ledger import Ledger
from autograder.judge.passed_on import passes_on
from autograder.judge.real_attempt import is_real_attempt
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion
from autograder.questions.schema import Assignment


@dataclass(frozen=True)
class Gain:
    """A question that earned more with stand-ins, and the ledger of the run in which it did.

    `lenders` are the wrong functions whose stand-ins it asked, `told` those whose stand-ins had answered anything to
    the same program by then: it may remember what they said.
    """

    judged: JudgedQuestion
    ledger: Ledger
    lenders: frozenset[str]
    told: frozenset[str]


@dataclass(frozen=True)
class Attempt:
    """A question judged with the functions of others put right, and what these answered meanwhile."""

    judged: JudgedQuestion
    ledger: Ledger


@dataclass(frozen=True)
class Carried:
    """What a question gains.

    `lenders` are the wrong functions it builds on, `asked` all whose stand-ins it asked; `doubtful` the lenders that are
    no real attempt: of one that only passes on another's result, the other. `pending` says that a person decides before
    it is paid.
    """

    judged: JudgedQuestion
    lenders: tuple[str, ...]
    asked: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    pending: bool = False


class Lending:
    """The lenders of one submission.

    Args:
        assignment, slips: as the course has them.
        first: the first verdicts.
        gains: what is owed, without what is owed in a circle.
        wrong: the functions that fail.
        attempt: judges a question that gained nothing with the functions of others put right.
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
        self._behind: dict[str, set[str]] = {}  # of a lender that passes on what others replied: those

    def hidden(self) -> list[str]:
        """The questions that may remember what the stand-in of a doubtful lender said to an earlier one."""
        return [
            name for name, gain in self._gains.items() if any(not self._is_real(f) for f in gain.told - gain.lenders)
        ]

    def decided(self, gains: Mapping[str, Gain]) -> dict[str, Carried]:
        """Each gain, and whether it is paid."""
        doubtful = {name: {f for f in gain.lenders if not self._is_real(f)} for name, gain in gains.items()}
        everywhere = self._with_those_behind(set().union(*doubtful.values()))
        honest = len(everywhere) < 2 and not any(self._only_passes_on(n, gains[n], doubtful[n]) for n in gains)
        found = {}
        for name, gain in gains.items():
            mine = doubtful[name]
            pending = bool(mine) and not honest
            lenders, asked = self._in_order(gain.lenders), self._in_order(gain.ledger.asked)
            found[name] = Carried(gain.judged, lenders, asked, self._in_order(self._roots(mine)), pending)
        return found

    def _in_order(self, functions: frozenset[str] | set[str]) -> tuple[str, ...]:
        return tuple(name for name in self._assignment.owner if name in functions)

    def _with_those_behind(self, functions: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(functions)
        while waiting:
            function = waiting.pop()
            if function not in found:
                found.add(function)
                waiting.extend(self._behind.get(function, ()))
        return found

    def _roots(self, functions: set[str]) -> set[str]:
        """Of these functions, and those whose results they pass on, the ones that pass on none."""
        found = {name for name in self._with_those_behind(functions) if name not in self._behind}
        return found or functions

    def _only_passes_on(self, name: str, gain: Gain, lenders: set[str]) -> bool:
        """Does half of what it gained, or more, only pass on what these lenders' stand-ins replied?"""
        parts = zip(self._first[name].parts, gain.judged.parts)
        gained = {then.cases.part.name: then for before, then in parts if then.right and not before.right}
        points = {part: then.cases.part.points for part, then in gained.items()}
        passed = sum(points[part] for part, then in gained.items() if passes_on(_values(then), gain.ledger, lenders))
        return passed > 0 and 2 * passed >= sum(points.values())

    def _is_real(self, function: str) -> bool:
        """Is this wrong function a real attempt, by itself or with those that it builds on put right?"""
        if function not in self._real:
            self._real[function] = False  # what leads back to itself is none
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
        cases = [one for part in attempt.judged.parts for one in _values(part) if one.case.ask.name == function]
        if passes_on(cases, attempt.ledger, doubtful):
            self._behind[function] = doubtful
            return False
        return True

    def _shows_attempt(self, judged: JudgedQuestion, function: str) -> bool:
        catalogue = self._slips[judged.cases.question.id]
        return is_real_attempt(judged, function, catalogue, self._assignment.vocabulary)

    def _attempt_of(self, owner: str) -> Attempt:
        """In a run that cannot have remembered what an earlier question was told: its ledger is the whole truth."""
        if owner in self._gains and self._gains[owner].told <= self._gains[owner].lenders:
            return Attempt(self._gains[owner].judged, self._gains[owner].ledger)
        if owner not in self._attempts:
            self._attempts[owner] = self._attempt(owner)
        return self._attempts[owner]


def _values(part: JudgedPart) -> Sequence[JudgedCase]:
    """The hidden cases of a part."""
    return [one for one in part.judged if not one.public]
