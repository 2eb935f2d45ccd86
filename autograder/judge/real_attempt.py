"""Decide whether a wrong function is a real attempt; only then is carried credit paid without review.

Each item that the function answers must be right in half of its hidden cases, or show work: numbers that need a
computation and that agree, up to a factor and a constant, with part of the truth, with a known slip, or with the truth
for arguments changed in a simple way (a bias counted twice, a ½ forgotten). Constants, zeros, returned arguments and
public answers looked up do not show work.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.checks.arguments import build
from autograder.checks.normalize_values import plain
from autograder.judge.composition import compose
from autograder.judge.passed_on import item_of
from autograder.judge.plain_numbers import RTOL, Known, all_numbers, near, numbers, same
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedPart, JudgedQuestion
from autograder.questions.schema import Call
from autograder.questions.vocabulary import Vocabulary

NO_VALUES = frozenset({"shape", "raises"})  # kinds of expectation that compare no numbers
LEAST = 2  # numbers that show work and agree
DIGITS = range(3, 10)
MOST_CASES = 6  # cases for which the truth for changed arguments is computed
CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda value: -value,
    lambda value: 2 * value,
    lambda value: value / 2,
    lambda value: 0 * value,
    np.abs,
)


@dataclass(frozen=True)
class Answer:
    """Hold one item checked by a hidden case: the arguments, the answer, whether it is right, and the truth."""

    arguments: tuple[Any, ...]
    got: np.ndarray | None
    right: bool
    truth: np.ndarray | None


Component = list[Answer]
Values = list[np.ndarray | None]
Shown = tuple[Values, list[np.ndarray]]  # possible answers, and which of their numbers show work


def is_real_attempt(
    judged: JudgedQuestion, function: str, catalogue: SlipCatalogue, vocabularies: Mapping[str, Vocabulary]
) -> bool:
    """Return True if this function of the question shows work; equal answers share the result."""
    key = ("real attempt", function)
    if key not in judged.made:
        judged.made[key] = _is_real(judged, function, catalogue, vocabularies)
    return judged.made[key]


def _is_real(
    judged: JudgedQuestion, function: str, catalogue: SlipCatalogue, vocabularies: Mapping[str, Vocabulary]
) -> bool:
    if _is_named_slip(judged, function, catalogue) and _shows_work(judged, function):
        return True
    components = components_of(judged, function)
    looks = {key: _Look(judged, function, key, answers) for key, answers in components.items()}
    telling_ones = [look for look in looks.values() if look.is_telling] or list(looks.values())
    real = [look for look in telling_ones if look.is_real(catalogue)]
    rest = [look for look in telling_ones if look not in real]
    most = 3 * len(real) >= 2 * len(telling_ones)
    if real and (most or (2 * len(real) > len(telling_ones) and not any(look.is_idle for look in rest))):
        return True
    return _shows_work(judged, function) and _is_composed(judged, function, vocabularies)


def _is_named_slip(judged: JudgedQuestion, function: str, catalogue: SlipCatalogue) -> bool:
    """Return True if the function shows a known slip, including failures and shapes."""
    slip = catalogue.match(judged)
    if slip is None:
        return False
    shown = catalogue.verdict_of(slip)
    return any(judged_case.case.ask.name == function for part in shown.parts for judged_case in part.wrong)


def _is_composed(judged: JudgedQuestion, function: str, vocabularies: Mapping[str, Vocabulary]) -> bool:
    """Return True if each wrong part is the truth times, or plus, quantities of the vocabulary."""
    wrong = [part for part in judged.parts if part.wrong and part.wrong[0].case.ask.name == function]
    return bool(wrong) and all(compose(replace(judged, parts=(part,)), vocabularies) for part in wrong)


def _shows_work(judged: JudgedQuestion, function: str) -> bool:
    """Return True if the answers hold, anywhere, numbers that need a computation."""
    counts = [
        _known(judged, function, ask.arguments).telling(all_numbers([judged.seen[key].value])).sum()
        for key, ask in judged.cases.asks.items()
        if isinstance(ask, Call) and ask.name == function and key not in judged.cases.public_asks
    ]
    return bool(sum(counts) >= LEAST)


def components_of(judged: JudgedQuestion, function: str) -> dict[Any, Component]:
    """Return what hidden cases check, by item of the answer: an entry of a dict or tuple, or None for all of it."""
    components: dict[Any, Component] = {}
    for part in judged.parts:
        for key, answer in _answers(part, function):
            components.setdefault(key, []).append(answer)
    return components


def _answers(part: JudgedPart, function: str) -> Iterator[tuple[Any, Answer]]:
    if part.cases.part.about_arguments:
        return
    for judged_case in part.judged:
        ask, expect = judged_case.case.ask, judged_case.case.expect
        if judged_case.public or not isinstance(ask, Call) or ask.name != function or expect["kind"] in NO_VALUES:
            continue
        returned = judged_case.seen.outcome == "returned"
        for aspect in (expect, *expect.get("and", ())):
            got = numbers(item_of(aspect.get("item"), judged_case.seen.value)) if returned else None
            yield (
                aspect.get("item"),
                Answer(ask.arguments, got, judged_case.finding.right, numbers(aspect.get("value"))),
            )


def _public_numbers(judged: JudgedQuestion, function: str) -> np.ndarray:
    asks, aside = judged.cases.public_asks, judged.cases.aside
    key = ("public numbers", function)
    if key not in aside:
        truths = judged.cases.truths
        aside[key] = all_numbers(
            truth for name, truth in truths.items() if name in asks and asks[name].name == function
        )
    return aside[key]


def _known(judged: JudgedQuestion, function: str, arguments: tuple[Any, ...]) -> Known:
    """Return the numbers in a call's arguments and in the public answers.

    The result is kept by the identity of `arguments`, which live as long as the cases.
    """
    aside, key = judged.cases.aside, ("known", function, id(arguments))
    if key not in aside:
        aside[key] = Known(np.concatenate([all_numbers(arguments), _public_numbers(judged, function)]))
    return aside[key]


class _Look:
    """Examine one item of a function's answers."""

    def __init__(self, judged: JudgedQuestion, function: str, key: Any, answers: Component) -> None:
        self._judged, self._function, self._key, self._answers = judged, function, key, answers
        self._known = [_known(judged, function, answer.arguments) for answer in answers]
        self._truths = [answer.truth for answer in answers]

    @property
    def is_telling(self) -> bool:
        """Return True if the truth holds numbers that need a computation, or at least different numbers."""
        return any(mask.any() for mask in self._truth[1]) or self._varies(self._truths)

    @property
    def is_idle(self) -> bool:
        """Return True for no answer, the same number throughout, or returned arguments."""
        return self._is_constant or not any(
            mask.any() for mask in self._masks([answer.got for answer in self._answers])
        )

    def is_real(self, catalogue: SlipCatalogue) -> bool:
        """Return True if the item is right in half of the cases or shows work."""
        if 2 * sum(answer.right for answer in self._answers) >= len(self._answers):
            return not self._is_constant
        return (
            self._agrees(self._truth)
            or any(self._agrees(rounded) for rounded in self._rounded)
            or self._is_slip(catalogue)
            or self._agrees_up_to_scale(self._truth)
            or self._agrees_up_to_sizes()
            or any(self._agrees(shown) or self._agrees_up_to_scale(shown) for shown in self._changed)
        )

    @property
    def _is_constant(self) -> bool:
        return self._varies(self._truths) and not self._varies([answer.got for answer in self._answers])

    def _is_slip(self, catalogue: SlipCatalogue) -> bool:
        return any(self._agrees(shown) for shown in self._once("slips", lambda: self._of_slips(catalogue)))

    def _of_slips(self, catalogue: SlipCatalogue) -> Iterator[Shown]:
        for _, slip in catalogue.judged():
            answers = components_of(slip, self._function).get(self._key, [])
            yield self._with_masks([answer.got for answer in answers])

    def _masks(self, values: Values) -> Iterator[np.ndarray]:
        for value, known in zip(values, self._known):
            yield np.zeros(0, bool) if value is None else known.telling(value.ravel())

    def _with_masks(self, values: Values) -> Shown:
        return values, list(self._masks(values))

    def _once(self, what: str, worked_out: Callable[[], Iterator[Shown]]) -> list[Shown]:
        """Return what depends on the cases alone; it is computed for the first submission that needs it."""
        aside, key = self._judged.cases.aside, (what, self._function, self._key)
        if key not in aside:
            aside[key] = list(worked_out())
        return aside[key]

    @property
    def _truth(self) -> Shown:
        return self._once("truth", lambda: iter([self._with_masks(self._truths)]))[0]

    @staticmethod
    def _varies(values: list[np.ndarray | None]) -> bool:
        entries = all_numbers(value for value in values if value is not None)
        entries = entries[np.isfinite(entries)]
        return bool(entries.size) and bool(np.ptp(entries) > 0)

    def _agrees(self, shown: Shown) -> bool:
        """Return True if half of the numbers of `shown` that show work are in the same place of the answers."""
        agree = of = 0
        with np.errstate(invalid="ignore", over="ignore"):
            for answer, value, mask in zip(self._answers, *shown):
                if answer.got is None or value is None:
                    continue
                of += int(np.count_nonzero(mask))
                if answer.got.size == value.size:
                    ways = (answer.got, answer.got.T) if answer.got.ndim == 2 else (answer.got,)
                    agree += max(int(np.count_nonzero(near(got.ravel(), value.ravel()) & mask)) for got in ways)
        return agree >= LEAST and 2 * agree >= of

    def _agrees_up_to_scale(self, shown: Shown) -> bool:
        """Return True if the answer is α·shown + β with the same α and β in all cases."""
        pairs = [
            (answer.got.ravel()[mask], value.ravel()[mask])
            for answer, value, mask in zip(self._answers, *shown)
            if answer.got is not None and value is not None and answer.got.size == value.size
        ]
        if not pairs:
            return False
        got, value = (np.concatenate(side) for side in zip(*pairs))
        finite = np.isfinite(got)
        got, value = got[finite], value[finite]
        if got.size < 2 * LEAST + 1 or np.ptp(value) == 0 or np.ptp(got) == 0:
            return False
        low, high = int(np.argmin(value)), int(np.argmax(value))
        with np.errstate(all="ignore"):
            factor = (got[high] - got[low]) / (value[high] - value[low])
            near = np.abs(got - got[low] - factor * (value - value[low])) <= RTOL * np.maximum(
                np.abs(got), np.abs(got[low])
            )
        return bool(factor) and bool(np.mean(near) >= 0.8)

    def _agrees_up_to_sizes(self) -> bool:
        """Return True if the answer is the truth times or divided by a side's length, such as a sum for a mean."""
        hits = of = 0
        for answer, mask in zip(self._answers, self._truth[1]):
            if answer.got is None or answer.truth is None or answer.got.size != answer.truth.size or not mask.any():
                continue
            of += 1
            sides = {side for argument in answer.arguments for side in np.shape(argument)} - {0}
            factors = [factor * sign for side in sides for factor in (side, 1 / side) for sign in (1, 2, 0.5, -1)]
            got, truth = answer.got.ravel()[mask], answer.truth.ravel()[mask]
            hits += any(same(got, factor * truth).all() for factor in factors)
        return hits >= LEAST and 2 * hits >= of

    @property
    def _rounded(self) -> list[Shown]:
        def rounded() -> Iterator[Shown]:
            for digits in DIGITS:
                yield self._with_masks([None if truth is None else np.round(truth, digits) for truth in self._truths])

        return self._once("rounded", rounded)

    @property
    def _changed(self) -> list[Shown]:
        """Return the truth of the first few cases with one argument changed."""

        def changed() -> Iterator[Shown]:
            for answers in self._worked_out():
                yield self._with_masks([numbers(item_of(self._key, answer)) for answer in answers])

        return self._once("changed", changed)

    def _worked_out(self) -> Iterator[list[Any]]:
        reference = self._judged.cases.question.owns.get(self._function)
        if not callable(reference):
            return
        answers = self._answers[:MOST_CASES]
        for place in range(max((len(answer.arguments) for answer in answers), default=0)):
            for change in CHANGES:
                yield [_asked(reference, answer.arguments, place, change) for answer in answers]


def _asked(reference: Callable[..., Any], recipes: tuple[Any, ...], place: int, change: Callable[[Any], Any]) -> Any:
    """Return the reference's value with the argument at `place` changed; None if it is not a numeric argument."""
    arguments = [build(recipe) for recipe in recipes]
    if place >= len(arguments) or numbers(arguments[place]) is None:
        return None
    if isinstance(arguments[place], (int, str)):  # a size, or a number of steps
        return None
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            arguments[place] = change(arguments[place])
            return plain(reference(*arguments))
    except Exception:  # the reference refuses it
        return None
