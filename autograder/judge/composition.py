"""Diagnosis by composition: a wrong answer as the right one times, or plus, quantities that the student has in hand.

A gradient is a product of few known factors. For a part with wrong values the ratio of answer and truth is compared, on
a logarithmic scale, with products of one or two quantities of the question's vocabulary; the difference with sums of
one such product. A composition counts only if it gives the student's answer in EVERY case of the part, to the part's
tolerance, and if no other composition of the same length does; otherwise nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judge.habits import Answer, answers_of, cut_short, habit, other_items
from autograder.judge.surroundings import CONSTANTS, Surroundings
from autograder.judge.verdict import JudgedPart, JudgedQuestion, alike
from autograder.questions.schema import Call
from autograder.questions.vocabulary import FOUR, SIGN, TWO, Step, Vocabulary, no_quantities

PLAIN = (SIGN, TWO, FOUR)  # which are missing or extra by themselves, not in place of a quantity
EXPONENTS = (-1, 1, -2, 2)
# Relative difference up to which two ways to compute the same product count as equal.
RTOL = 1e-7
# A ratio of numbers this close to 0 says nothing: both may be rounding.
SMALLEST = 1e-200
# Entries looked at first; a composition that fits these is then checked on all.
FIRST_LOOK = 64
# The share of an answer that may be rounding, for it to be looked at first.
CLEAR = 1e-5
CONSTANTS_ALONE = Vocabulary(no_quantities)
FEWEST = 2  # ratios; one number is the product of many things
FEWEST_ENTRIES = 4


@dataclass(frozen=True)
class Composition:
    """What an answer is made of: for a TA the composition itself, for the student the step where it goes wrong."""

    formula: str
    sentence: str
    public: bool
    part: str


def compose(question: JudgedQuestion, vocabularies: Mapping[str, Vocabulary]) -> Composition | None:
    """Return the composition of the first part with wrong values that has one; None if no part has."""
    for part in question.parts:
        if not part.right and part.wrong[0].finding.verdict == "wrong" and not part.cases.part.reads_only:
            found = _found_once(question, part, vocabularies)
            if found is not None:
                return found
    return None


def diagnose(
    question: JudgedQuestion,
    vocabularies: Mapping[str, Vocabulary],
    as_slip: Callable[[], Composition | None] = lambda: None,
) -> Composition | None:
    """Return what a wrong answer is made of, or else the habit of the function that gave it.

    Args:
        question: the question as the student's own code answers it.
        vocabularies: the quantities of each function.
        as_slip: returns the known slip that explains one part of the answer, if there is one.
    """
    composed = compose(question, vocabularies)
    if composed is not None and composed.sentence:
        return composed
    slip = as_slip()
    if slip is not None:
        return slip
    for part in question.parts:
        known = None if part.right else habit(part, question)
        if known is not None:
            public = any(one.public for one in part.wrong)
            return Composition(
                composed.formula if composed else known.clause, known.advice, public, part.cases.part.name
            )
    return composed


def _found_once(
    question: JudgedQuestion, part: JudgedPart, vocabularies: Mapping[str, Vocabulary]
) -> Composition | None:
    """Return the composition of a part, searched for once for all equal answers."""
    parts = alike(part, question)
    key = ("composition", *(id(one.cases) for one in parts))
    if key not in question.made:
        question.made[key] = _of_parts(parts, question, vocabularies)
    return question.made[key]


def _of_parts(
    parts: Sequence[JudgedPart], question: JudgedQuestion, vocabularies: Mapping[str, Vocabulary]
) -> Composition | None:
    """Return the composition that holds in every case of all wrong parts about one item: one part has few cases."""
    part = parts[0]
    ask = part.wrong[0].case.ask
    if not isinstance(ask, Call):
        return None
    vocabulary = vocabularies.get(ask.name, CONSTANTS_ALONE)
    known = answers_of(parts, question)
    if not known:
        return None
    public = any(one.public for one in part.wrong)
    with np.errstate(all="ignore"):
        surroundings = Surroundings.of(parts, known, vocabulary, question.cases.aside)
        for formula, sentence in (
            *_exchanged(part, question),
            *_candidates(
                known,
                other_items(parts, known, question),
                vocabulary,
                surroundings,
                bool(part.wrong[0].case.expect.get("boolean")),
            ),
        ):
            return Composition(formula, sentence, public, part.cases.part.name)
    return None


def _exchanged(part: JudgedPart, question: JudgedQuestion) -> Iterator[tuple[str, str]]:
    """Yield the two keys of a dictionary of which each holds, in every case, what belongs under the other."""
    mine = part.cases.part.name
    for other in question.parts:
        if (
            other is not part
            and not other.right
            and all(_holds_that_of(*pair, question) for pair in ((part, other), (other, part)))
        ):
            first, second = part.wrong[0].case.expect["item"], other.wrong[0].case.expect["item"]
            yield f"{mine} and {other.cases.part.name} exchanged", f"{first} and {second} have changed places."
            return


def _holds_that_of(part: JudgedPart, other: JudgedPart, question: JudgedQuestion) -> bool:
    """Return whether all answers of one part are the right ones of another, which asks for another key."""
    if len(part.judged) != len(other.judged) or part.wrong[0].finding.verdict != "wrong":
        return False
    for one, its in zip(part.judged, other.judged):
        keys = [each.case.expect.get("item") for each in (one, its)]
        if not all(isinstance(key, str) for key in keys) or keys[0] == keys[1]:
            return False
        if question.cases.fingerprint(one.case.ask) != question.cases.fingerprint(its.case.ask):
            return False
        try:
            got = np.asarray(one.seen.value[keys[0]], float).ravel()
            truth = np.asarray(its.case.expect["value"], float).ravel()
        except (TypeError, KeyError, ValueError):
            return False
        if got.shape != truth.shape or not _same(got, truth):
            return False
    return True


def _candidates(
    answers: Sequence[Answer],
    others: Sequence[Sequence[Answer]],
    vocabulary: Vocabulary,
    surroundings: Surroundings,
    is_decision: bool,
) -> Iterator[tuple[str, str]]:
    """Yield what explains all answers, the plainest first; of a decision, only another function explains them."""
    rival = surroundings.rival(answers, others)
    if rival:
        yield rival
    if is_decision:
        return
    table = _Table.of(answers, vocabulary, surroundings)
    products = list(table.products())
    if not any(len(exponents) == 1 for exponents in products):
        yield from _remade(answers)
    yield from map(table.product, products)
    yield from table.sums()
    yield from _shifted(answers)
    yield from _reduced(answers)
    yield from ((one.clause, one.advice) for one in cut_short(answers))


@dataclass(frozen=True)
class _Table:
    """All entries of all cases in a row, and beside them each quantity's value there."""

    got: np.ndarray
    truth: np.ndarray
    room: np.ndarray
    symbols: tuple[str, ...]
    values: np.ndarray
    steps: Mapping[str, Step]

    @classmethod
    def of(cls, answers: Sequence[Answer], vocabulary: Vocabulary, surroundings: Surroundings) -> _Table:
        beside = surroundings.quantities(answers)
        kept = [answers[i] for i in beside.kept]
        got = np.concatenate([one.got.ravel() for one in kept]) if kept else np.zeros(0)
        truth = np.concatenate([one.truth.ravel() for one in kept]) if kept else np.zeros(0)
        room = np.concatenate([one.room.ravel() for one in kept]) if kept else np.zeros(0)
        return cls(
            got, truth, room, beside.symbols, beside.values, {**vocabulary.steps, "2": TWO, "4": FOUR, "−1": SIGN}
        )

    def products(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the exponents of the quantities that the truth is multiplied with, if that is the answer."""
        return self._fitting(self.truth, self.got, self.room)

    def product(self, exponents: Sequence[tuple[int, int]]) -> tuple[str, str]:
        """Return the truth times quantities as a formula and as a sentence."""
        return f"truth · {self._names(exponents)}", self._said(exponents)

    def _names(self, exponents: Sequence[tuple[int, int]]) -> str:
        return " · ".join(_power(self.symbols[k], e) for k, e in exponents)

    def sums(self) -> Iterator[tuple[str, str]]:
        """Yield the answer as the truth plus or minus a product of quantities."""
        rest = self.got - self.truth
        scale = np.maximum(np.abs(self.got), np.abs(self.truth))
        if not np.any(np.abs(rest) > RTOL * scale):
            return
        rest = np.where(np.abs(rest) > 1e-12 * scale, rest, 0.0)
        for exponents in self._fitting(np.ones_like(rest), rest, np.zeros_like(rest)):
            if any(exponent < 0 for _, exponent in exponents):
                continue
            steps = [self.steps.get(self.symbols[k]) for k, _ in exponents if self.symbols[k] not in CONSTANTS]
            if steps and all(steps):
                what = " and ".join(step.name for step in steps if step)
                yield (
                    f"truth + ({self._names(exponents)})",
                    f"A term with {what} is missing, is in it too often or has the wrong sign.",
                )

    def _said(self, exponents: Sequence[tuple[int, int]]) -> str:
        steps = [(self.steps.get(self.symbols[k]), e) for k, e in exponents]
        if not all(step for step, _ in steps):
            return ""
        missing = [step for step, e in steps if step and e < 0 and step not in PLAIN]
        extra = [step for step, e in steps if step and e > 0 and step not in PLAIN]
        others = [step.sentence(e) for step, e in steps if step in PLAIN and step]
        if len(missing) == len(extra) == 1 and not (missing[0].counts or extra[0].counts):
            return " ".join([f"{extra[0].title} is used where {missing[0].name} belongs.", *others])
        return " ".join(step.sentence(e) for step, e in steps if step)

    def _fitting(self, base: np.ndarray, target: np.ndarray, room: np.ndarray) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield exponents by quantity, of one or two quantities, with base · product = target in every entry.

        `room` is how far the natural formulas may be from `base`, such as z(1 − z) in a dead zone.
        """
        solid = (np.abs(base) > SMALLEST) & (np.abs(target) > SMALLEST)
        if solid.sum() < FEWEST:
            return
        clear = solid & (room < CLEAR * np.abs(base)) & (np.abs(target) > 1e-9 * np.abs(base))
        first = np.flatnonzero(clear if clear.sum() >= FEWEST else solid)[:FIRST_LOOK]
        goal = np.log(np.abs(target[first])) - np.log(np.abs(base[first]))
        logs = np.log(np.abs(self.values[:, first]))
        slack = 10 * RTOL * (1 + np.abs(goal)) + room[first] / np.abs(base[first])
        for size in (1, 2):
            fits = [fit for fit in self._close(logs, goal, slack, size) if self._holds(fit, base, target, room)]
            distinct = _distinct([self._value(fit)[base != 0] for fit in fits])
            if len(distinct) == 1:
                yield fits[distinct[0]]
                return
            if distinct:
                return

    def _close(
        self, logs: np.ndarray, goal: np.ndarray, slack: np.ndarray, size: int
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield exponents whose product has the right magnitude in the entries looked at first.

        Where a quantity is 0, a division by it says nothing.
        """
        sign, zero = self.symbols.index("−1"), np.isneginf(logs)
        usable = np.array([k for k in range(len(self.symbols)) if k != sign and self._is_usable(logs[k], zero[k])])
        if size == 1:
            if np.all(np.abs(goal) < slack):
                yield ((sign, 1),)
            for e in EXPONENTS:
                near = np.abs(e * logs[usable] - goal) < slack
                for k in usable[np.all(near | zero[usable] if e < 0 else near, axis=1)]:
                    yield ((int(k), e),)
                    yield ((int(k), e), (sign, 1))
            return
        left, right = np.triu_indices(len(usable), 1)
        left, right = usable[left], usable[right]
        for p, q in ((1, -1), (-1, 1), (1, 1), (-1, -1)):
            i, j = left, right
            for entries in (np.s_[:2], np.s_[2:]):  # two entries rule out nearly all pairs
                near = np.abs(p * logs[i, entries] + q * logs[j, entries] - goal[entries]) < slack[entries]
                if p < 0:
                    near |= zero[i, entries]
                if q < 0:
                    near |= zero[j, entries]
                fits = np.all(near, axis=1)
                i, j = i[fits], j[fits]
            for one, other in zip(i.tolist(), j.tolist()):
                yield ((one, p), (other, q))
                yield ((one, p), (other, q), (sign, 1))

    def _is_usable(self, logs: np.ndarray, zero: np.ndarray) -> bool:
        return bool(np.all(np.isfinite(logs) | zero) and 2 * np.count_nonzero(zero) < zero.size)

    def _value(self, exponents: Sequence[tuple[int, int]]) -> np.ndarray:
        product = np.ones(self.got.size)
        for k, exponent in exponents:
            product = product * self.values[k] ** exponent
        return product

    def _holds(
        self, exponents: Sequence[tuple[int, int]], base: np.ndarray, target: np.ndarray, room: np.ndarray
    ) -> bool:
        """Return True if the composition is the answer in every entry; one that divides by 0 there says nothing."""
        value = self._value(exponents)
        product = base * value
        clear = np.isfinite(product)
        if clear.sum() < FEWEST:
            return False
        most = 100 * RTOL * np.abs(target) + 1e-13 * np.abs(base) + room * np.abs(value)
        return not np.any((np.abs(product - target) > most)[clear])


def _distinct(values: Sequence[np.ndarray]) -> list[int]:
    """Return the positions of values that differ from all before them."""
    kept: list[int] = []
    for i, value in enumerate(values):
        if not any(np.allclose(value, values[j], rtol=1e-6, atol=0, equal_nan=True) for j in kept):
            kept.append(i)
    return kept


def _power(symbol: str, exponent: int) -> str:
    return symbol if exponent == 1 else f"{symbol}^{exponent}"


def _length(truth: np.ndarray, order: float) -> Any:
    size = np.linalg.norm(truth.ravel(), order)
    return truth / size if size else truth


# What is made of a right answer by an operation too many.
REMADE: tuple[tuple[str, str, Callable[[np.ndarray], Any]], ...] = (
    ("truth²", "It is squared: the result itself is asked for.", np.square),
    ("|truth|", "The signs are lost: a result may be negative.", np.abs),
    ("truth − its mean", "The mean is subtracted from it: the result itself is asked for.", lambda t: t - np.mean(t)),
    ("truth / ‖truth‖", "It is scaled to length 1: its size counts, too.", lambda t: _length(t, 2)),
    ("truth / largest", "It is divided by its largest entry: its size counts, too.", lambda t: _length(t, np.inf)),
    ("truth / sum of sizes", "It is divided by the sum of its entries: its size counts, too.", lambda t: _length(t, 1)),
    ("sign of truth", "Only the sign is left: its size counts, too.", np.sign),
    ("truth without the last", "The last entry is never filled in: does a loop end too early?", lambda t: _blank(t, -1)),
    ("truth without the very last", "The last entry is never filled in: does a loop end too early?", lambda t: _blank_last(t)),
    ("truth without the first", "The first entry is never filled in: does a loop begin too late?", lambda t: _blank(t, 0)),
    *((f"truth up to entry {k}", "Entries beyond a fixed number are never filled in: read the size off the array.",
       lambda t, k=k: _blank(t, slice(k, None))) for k in (1, 2, 3, 4, 5, 8, 10)),
)  # fmt: skip


def _blank(truth: np.ndarray, places: int | slice) -> np.ndarray:
    """Return a copy of an array with 0 in these entries of its first axis."""
    rest = truth.copy()
    if rest.ndim:
        rest[places] = 0
    return rest


def _blank_last(truth: np.ndarray) -> np.ndarray:
    """Return a copy of an array with 0 in its very last entry."""
    rest = truth.copy()
    rest.flat[-1:] = 0
    return rest


def _remade(answers: Sequence[Answer]) -> Iterator[tuple[str, str]]:
    """Yield the operation that makes every answer of the truth, unless operations with different sentences do."""
    if sum(one.truth.size for one in answers) < FEWEST_ENTRIES or not any(one.got.any() for one in answers):
        return
    fitting: dict[str, str] = {}
    for formula, sentence, make in REMADE:
        if all(_is_made(one, make(one.truth), differs=True) for one in answers):
            fitting.setdefault(sentence, formula)
    if len(fitting) == 1:
        ((sentence, formula),) = fitting.items()
        yield formula, sentence


def _shifted(answers: Sequence[Answer]) -> Iterator[tuple[str, str]]:
    """Yield the number that is added to every right entry, if it is the same everywhere."""
    rest = np.concatenate([(one.got - one.truth).ravel() for one in answers])
    room = np.concatenate([one.room.ravel() for one in answers])
    if rest.size < FEWEST_ENTRIES or np.any(np.abs(rest) < 10 * room):
        return
    if not np.any(np.abs(rest - rest[0]) > 1e-9 * abs(rest[0]) + room):
        yield f"truth + {rest[0]:.6g}", "The same number is added to every result, or left over."


def _is_made(answer: Answer, value: Any, differs: bool = False) -> bool:
    """Return whether this is the answer; if it `differs`, it may not be the truth where the answer is off."""
    most = 1e-6 * np.abs(value) + 1e-3 * answer.room * (1 + 2 * np.abs(answer.truth)) + 1e-13
    if differs and np.any((np.abs(value - answer.truth) <= answer.room / 2) & answer.off):
        return False
    return not np.any(~(np.abs(answer.got - value) <= most))


REDUCTIONS = (("sum", np.sum, "summed"), ("mean", np.mean, "averaged"))


def _reduced(answers: Sequence[Answer]) -> Iterator[tuple[str, str]]:
    """Yield the axis over which every answer is the truth summed or averaged, repeated along it."""
    if not any(one.truth.size > 1 for one in answers):
        return
    for axes in (None, 0, 1):
        if axes is not None and any(one.truth.ndim < 2 for one in answers):
            continue
        for name, reduce, word in REDUCTIONS:
            if all(_same(one.got, reduce(one.truth, axis=axes, keepdims=True)) for one in answers):
                where = {None: "over all entries", 0: "over the rows", 1: "over the columns"}[axes]
                yield f"{name} of truth {where}", f"It is {word} {where}: each entry needs a value of its own."
                return


def _same(got: np.ndarray, value: np.ndarray) -> bool:
    return np.allclose(got, np.broadcast_to(value, got.shape), rtol=1e-6, atol=1e-12)
