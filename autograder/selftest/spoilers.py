"""Make spoilers, solutions that are wrong in one regime only, each of which the cases of its question must expose.

A spoiler consists of the solution's answers to the question's own calls, in the order in which a worker gets them. For
each function, regime and way of being wrong, the answers in that regime are changed and judged as a student's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.arguments import build
from autograder.checks.compare import compare
from autograder.checks.observation import Observation, observe
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.judge.cases import PartCases, QuestionCases
from autograder.questions.covering import chain, in_regime
from autograder.questions.domain import Domain
from autograder.questions.regimes import Facts, Regime, regimes
from autograder.questions.schema import Call, Case, Draw
from autograder.questions.ways import EVERY_WAY, IN_ONE_ITEM, Change

PROBES, CHAINS = 12, 4
Key = Callable[[tuple[Any, ...]], tuple[Any, ...]]


@dataclass(frozen=True)
class Spoiler:
    """One way of being wrong in one regime of a function, or of remembering its answers."""

    question: str
    function: str
    regime: str
    way: str

    def __str__(self) -> str:
        return f"{self.question}: {self.function}, {self.regime}: {self.way}"


@dataclass(frozen=True)
class Spoiled:
    """The outcome of a spoiler: caught, or alive with or without a reason; `same` if it is right everywhere."""

    spoiler: Spoiler
    caught: bool
    same: bool = False
    reason: str = ""

    @property
    def survived(self) -> bool:
        """Return True for a wrong spoiler that nothing exposes."""
        return not (self.caught or self.same or self.reason)


def changed(value: Any, change: Change, item: Any = None) -> Any:
    """Change the numbers in `value`: all of them, or those of one item of a dict or a tuple."""
    if isinstance(value, dict):
        return {key: changed(one, change) if item in (None, key) else one for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(changed(one, change) if item in (None, i) else one for i, one in enumerate(value))
    with np.errstate(all="ignore"):
        return change(np.asarray(value, dtype=float))


class Trial:
    """One function of a question, with what the solution answers to each of its calls.

    Args:
        cases: the question's cases under one key.
        domain: that of the function.
        solution: the solution's own function.
    """

    def __init__(self, cases: QuestionCases, domain: Domain, solution: Callable[..., Any]) -> None:
        self.cases, self.domain, self._solution = cases, domain, solution
        self._probes: dict[str, list[tuple[tuple, Observation]]] = {}

    @cached_property
    def asks(self) -> dict[str, Call]:
        """Return the function's calls by fingerprint in a worker's order: public first, the first call again last."""
        own = {**self.cases.public_asks, **self.cases.asks}
        return {key: ask for key, ask in own.items() if isinstance(ask, Call) and ask.name == self.domain.function}

    @cached_property
    def answers(self) -> dict[str, Observation]:
        """Return the solution's answers by fingerprint."""
        return {key: self._observe(ask.arguments) for key, ask in self.asks.items()}

    def _observe(self, arguments: tuple[Any, ...]) -> Observation:
        return observe(self._solution, tuple(build(recipe) for recipe in arguments))

    @cached_property
    def facts(self) -> dict[str, Facts]:
        """Return what is special about each call."""
        return {key: Facts(self.domain, ask.arguments) for key, ask in self.asks.items()}

    @cached_property
    def by_ask(self) -> dict[str, list[Case]]:
        """Return the cases that use each call."""
        found: dict[str, list[Case]] = {key: [] for key in self.asks}
        for part in self.cases.parts:
            for case in part.all:
                key = self.cases.fingerprint(case.ask)
                if key in found:
                    found[key].append(case)
        return found

    def is_right(self, built: tuple[Any, ...], call: tuple[Any, ...]) -> bool:
        """Return True if the solution is right on this call, as the domain expects."""
        answer = observe(self._solution, built)
        return all(_right(expect, answer, self.domain.function) for expect in self.domain.expect(*call))

    def sees(self, answers: Mapping[str, Observation]) -> bool:
        """Return True if any case refuses these answers."""
        return any(
            not _right(case.expect, answer, self.domain.function)
            for key, answer in answers.items()
            for case in self.by_ask[key]
        )

    def inside(self, regime: Regime) -> list[str]:
        """Return the calls in a regime."""
        return [key for key, facts in self.facts.items() if regime.test(facts)]

    def spoiled(self, change: Change, item: Any, inside: Iterable[str]) -> bool:
        """Judge the solution with its answers in that regime changed."""
        return self.sees({key: _changed(self.answers[key], change, item) for key in inside})

    @cached_property
    def ways(self) -> tuple[tuple[Any, str], ...]:
        """Return which item of a result is spoiled (None: all of it), and how."""
        cases = (case for found in self.by_ask.values() for case in found)
        items = dict.fromkeys(one.get("item") for c in cases for one in (c.expect, *c.expect.get("and", ())))
        alone = [(item, way) for item in items if item is not None for way in IN_ONE_ITEM]
        return (*((None, way) for way in EVERY_WAY), *alone)

    @property
    def is_precise(self) -> bool:
        """Return True if a thousandth more differs from a right answer; False for random draws and bands."""
        cases = (case for found in self.by_ask.values() for case in found)
        return any("value" in case.expect and "within" not in case.expect for case in cases)

    def depends(self, key: Key) -> bool:
        """Return True if a right answer changes while `key` of the arguments stays the same."""
        for (base, *others), answer in self._chains:
            kept = [other for other in others if _told(key(other)) == _told(key(base))]
            if any(not _right(e, answer, self.domain.function) for other in kept for e in self.domain.expect(*other)):
                return True
        return False

    @cached_property
    def _chains(self) -> list[tuple[list[tuple[Any, ...]], Observation]]:
        """Chains of calls outside the cases that differ in one argument, each with the answer to its first call."""
        draw = Draw("depends", self.domain.function)
        chains = [list(chain(self.domain, draw)) for _ in range(CHAINS)]
        return [(calls, self._observe(calls[0])) for calls in chains]

    def differs(self, regime: Regime, change: Change, item: Any) -> bool:
        """Return True if it is wrong on any call in that regime, tried with calls outside the cases."""
        return any(
            not _right(expect, _changed(answer, change, item), self.domain.function)
            for call, answer in self._probed(regime)
            for expect in self.domain.expect(*call)
        )

    def departs(self, regime: Regime, rival: Callable[..., Any]) -> bool:
        """Return True if the rival is wrong in that regime, tried with calls outside the cases."""
        return any(
            not _right(expect, Observation("returned", value=rival(*call)), self.domain.function)
            for call, _ in self._probed(regime)
            for expect in self.domain.expect(*call)
        )

    def _probed(self, regime: Regime) -> list[tuple[tuple[Any, ...], Observation]]:
        if regime.name not in self._probes:
            draw = Draw("probe", self.domain.function, regime.name)
            calls = [in_regime(self.domain, draw, regime) for _ in range(PROBES)]
            self._probes[regime.name] = [(call, self._observe(call)) for call in calls]
        return self._probes[regime.name]


def _changed(answer: Observation, change: Change, item: Any = None) -> Observation:
    return replace(answer, value=changed(answer.value, change, item)) if answer.outcome == "returned" else answer


def _right(expect: Any, answer: Observation, name: str) -> bool:
    return compare(expect, answer, name, kinds=JUDGE_KINDS).right


def spoilers(
    trial: Trial, excused: Callable[[Spoiler], str] = lambda spoiler: "", only: Regime | None = None
) -> Iterator[Spoiled]:
    """Judge every spoiler of one function, or those of one regime."""
    for regime in regimes(trial.domain) if only is None else (only,):
        yield from _of_regime(trial, regime, excused)
    if only is None:
        yield from _of_memory(trial, excused)


def _of_regime(trial: Trial, regime: Regime, excused: Callable[[Spoiler], str]) -> Iterator[Spoiled]:
    inside = trial.inside(regime)
    for item, way in trial.ways:
        named = way if item is None else f"{item!r} {way}"
        spoiler = Spoiler(trial.cases.question.id, trial.domain.function, regime.name, named)
        caught = trial.spoiled(EVERY_WAY[way], item, inside)
        same = not caught and not trial.differs(regime, EVERY_WAY[way], item)
        yield Spoiled(spoiler, caught, same, "" if caught or same else excused(spoiler))
    for name, rival in trial.domain.rivals.items():
        spoiler = Spoiler(trial.cases.question.id, trial.domain.function, regime.name, name)
        caught = trial.sees({key: Observation("returned", value=rival(*trial.asks[key].arguments)) for key in inside})
        same = not caught and not trial.departs(regime, rival)
        yield Spoiled(spoiler, caught, same, "" if caught or same else excused(spoiler))


def _of_memory(trial: Trial, excused: Callable[[Spoiler], str]) -> Iterator[Spoiled]:
    for way, answers, key in _remembered(trial):
        spoiler = Spoiler(trial.cases.question.id, trial.domain.function, "any", way)
        caught = trial.sees(answers)
        same = not caught and not (trial.depends(key) if key else trial.is_precise)
        yield Spoiled(spoiler, caught, same, "" if caught or same else excused(spoiler))


def _remembered(trial: Trial) -> Iterator[tuple[str, dict[str, Observation], Key | None]]:
    """Answers remembered by part of the arguments, by their shapes, or from the public cases."""
    width = max((len(ask.arguments) for ask in trial.asks.values()), default=0)
    names = [argument.name for argument in trial.domain.arguments]
    if width > 1:
        for i in range(width):
            but_one, alone = (lambda k, i=i: (*k[:i], *k[i + 1 :])), (lambda k, i=i: k[i : i + 1])
            yield f"remembered without {names[i]}", _by(trial, but_one), but_one
            yield f"remembered by {names[i]} alone", _by(trial, alone), alone
    for i, glance in ((i, glance) for i in range(width) for glance in _GLANCES):
        hasty = lambda k, i=i, look=_GLANCES[glance]: (*k[:i], look(k[i]) if len(k) > i else None, *k[i + 1 :])  # noqa: E731
        yield f"remembered by {glance} of {names[i]}", _by(trial, hasty), hasty
    for name, look in (("shapes", _shapes), ("sizes without signs", _sizes)):
        yield f"remembered by {name}", _by(trial, look), look
    first = {key: answer for key, answer in trial.answers.items() if key in trial.cases.public_asks}
    for name, constant in (("the first public answer", next(iter(first.values()), None)), ("a constant", _ZERO)):
        if constant is not None:
            yield name, dict.fromkeys(trial.asks, constant), _nothing
    public = list(first.values())
    looked_up = {key: first.get(key, public[-1] if public else _ZERO) for key in trial.asks}
    yield "public answers looked up", looked_up, _nothing
    more = {key: _changed(answer, EVERY_WAY["a thousandth more"]) for key, answer in trial.answers.items()}
    yield "a thousandth more", more, None


_ZERO = Observation("returned", value=0.0)


def _numeric(look: Callable[[np.ndarray], Any]) -> Callable[[Any], Any]:
    """Return a function that applies `look` to values that hold numbers and returns any other value as it is."""
    numbers = (np.ndarray, int, float)
    return lambda v: (np.shape(v), *np.ravel(look(np.ravel(v)))) if isinstance(v, numbers) and np.size(v) else v


# What is left of an argument at a hasty look, beside its shape.
_GLANCES: dict[str, Callable[[Any], Any]] = {
    "the sum": _numeric(np.sum),
    "the extremes": _numeric(lambda v: (v.min(), v.max())),
    "the ends": _numeric(lambda v: (v[0], v[-1])),
    "the signs counted": _numeric(lambda v: (v > 0).sum()),
    "the numbers without the shape": lambda v: v.tobytes() if isinstance(v, np.ndarray) else v,
    "the whole part": lambda v: int(v) if isinstance(v, float) and np.isfinite(v) else v,
}


def _by(trial: Trial, key: Key) -> dict[str, Observation]:
    seen: dict[Any, Observation] = {}
    return {name: seen.setdefault(_told(key(ask.arguments)), trial.answers[name]) for name, ask in trial.asks.items()}


def _shapes(call: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(np.shape(value) for value in call)


def _sizes(call: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(abs(value) if isinstance(value, (np.ndarray, int, float)) else value for value in call)


def _nothing(call: tuple[Any, ...]) -> tuple[Any, ...]:
    return ()


def _told(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_key(value) for value in values)


def _key(value: Any) -> Any:
    return (value.dtype.str, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else repr(value)


def without(cases: QuestionCases, domain: Domain, regime: Regime) -> QuestionCases:
    """Return the question's cases except those in that regime of the function."""

    def kept(found: Iterable[Case]) -> tuple[Case, ...]:
        return tuple(
            c
            for c in found
            if not (
                isinstance(c.ask, Call)
                and c.ask.name == domain.function
                and regime.test(Facts(domain, c.ask.arguments))
            )
        )

    parts = tuple(PartCases(part.part, kept(part.public), kept(part.hidden)) for part in cases.parts)
    return QuestionCases(cases.question, parts)
