"""Habits of a wrong function that its answers give away, whatever the question is about.

It rounds, cuts off, computes in single precision, measures in place of deriving, answers as it did before, ignores an
argument, or is wrong in certain entries alone. A habit counts only if it explains every answer of a part; what is said
holds no number of a hidden case: a bound is named only if it is a round number, which no drawn input is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.checks.compare import label_of
from autograder.checks.findings import Wrong
from autograder.checks.numeric import shaped
from autograder.checks.tolerance import RTOL, RTOL_FLOAT32, tolerance
from autograder.judge.quick_comparison import QuickComparison
from autograder.judge.recalled import ignored, remembered
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion, alike
from autograder.questions.schema import Call

NUMERIC = frozenset({"number", "vector", "matrix", "array", "losses"})
SHOWS = 1e-3  # the largest tolerance, as a share of the truth, of an entry in which a mistake shows
ABRUPT = 0.01  # relative error: one that grows from nothing begins at no threshold
FEWEST = 3  # entries, of which something is said in common
DIGITS = range(9)
DECIMAL_POWERS = 10.0 ** np.array(DIGITS)
SIGNIFICANT_POWERS = 10.0 ** (np.array(DIGITS[1:]) - 1)
# Thresholds that code is written with, the roundest first.
ROUND = (10, 20, 1, 5, 2, 30, 100, 50, 15, 3, 4, 6, 8, 40, 500, 700, 1000)


@dataclass(frozen=True)
class Habit:
    """What a function does: as the end of a sentence about its answers, and as advice."""

    clause: str
    advice: str


@dataclass(frozen=True)
class Answer:
    """One case: the call's arguments, the answer and the truth in the same shape, the tolerance, which entries are off."""

    arguments: tuple[Any, ...]
    key: str | int | None
    got: np.ndarray
    truth: np.ndarray
    room: np.ndarray
    off: np.ndarray

    @classmethod
    def of(cls, one: JudgedCase, place: int, quick: QuickComparison) -> Answer | None:
        """Return the answer to one case; None for one that is no finite numbers in the shape of the truth.

        Args:
            one: the case.
            place: which of its expectations about numbers, of an answer with several items.
            quick: the case's expectation, prepared.
        """
        ask = one.case.ask
        if one.seen.outcome != "returned" or not isinstance(ask, Call):
            return None
        usual = quick.numbers(place, one.seen.value)
        if usual is not None:
            got, truth, room = usual
            return cls(ask.arguments, quick.item(place), *usual, np.abs(got - truth) > room)
        every = [e for e in (one.case.expect, *one.case.expect.get("and", ())) if e["kind"] in NUMERIC]
        if place >= len(every):
            return None
        expect = every[place]
        key, value = expect.get("item"), one.seen.value
        try:
            value = value if key is None else value[key]
            found = shaped(expect, value, ask.name, False)
        except (Wrong, TypeError, KeyError, IndexError):
            return None
        truth, got = np.asarray(expect["value"], float), found.astype(float)
        if got.size != truth.size:
            return None
        room = np.broadcast_to(tolerance(expect, found.dtype), truth.shape).reshape(got.shape)
        truth = truth.reshape(got.shape)
        if expect["kind"] == "losses":  # of a run that may blow up: what is left of it is compared
            blown = np.flatnonzero(~(np.isfinite(truth) & np.isfinite(got)))
            end = int(blown[0]) if blown.size else got.size
            got, truth, room = got[:end], truth[:end], room[:end]
        if not np.all(np.isfinite(got)):
            return None
        return cls(ask.arguments, key, got, truth, room, np.abs(got - truth) > room)

    @property
    def telling(self) -> np.ndarray:
        """Return which entries are right where a mistake would show: many mistakes meet a truth that is almost 0."""
        return ~self.off & (self.room < SHOWS * np.abs(self.truth))


def habit(part: JudgedPart, question: JudgedQuestion) -> Habit | None:
    """Return the habit that explains a part with wrong values, looked for once for all who answer the same."""
    wrong = alike(part, question)
    key = ("habit", *map(_mark, wrong))
    if key not in question.made:
        with np.errstate(all="ignore"):
            question.made[key] = next(_habits(wrong, question), None)
    return question.made[key]


def _mark(part: JudgedPart) -> int:
    return id(part.cases)


def _habits(parts: Sequence[JudgedPart], question: JudgedQuestion) -> Iterator[Habit]:
    part = parts[0]
    if part.wrong[0].finding.verdict not in ("wrong", "shape") or part.cases.part.reads_only:
        return
    if part.wrong[0].case.ask.name in question.fickle:
        yield Habit("it answers the same call differently the second time", KEEPS)
        return
    every = answers_of(alike(part, question, right=True), question)
    is_decision = bool(part.wrong[0].case.expect.get("boolean"))
    if not is_decision:
        yield from (Habit(*one) for one in remembered(part, question))
    if every and _is_constant(every):
        what = _what(part, every)
        yield Habit("it is the same whatever the arguments are", f"{what} is the same whatever the arguments are.")
    if is_decision:
        return
    known = answers_of(parts, question)
    if known:
        for look in (cut_short, _single, partial(_measured, by_steps=_takes_steps(part, question)), _reordered):
            yield from look(known)
        if part.wrong[0].case.expect["kind"] != "losses":
            yield from _placed(every)
        elif all(not one.off[:1].any() for one in every):  # no step has been made before the first loss
            yield Habit("the first loss is right", "The first loss is right: look at what changes from step to step.")
        yield from _bounded(every, alike(part, question, right=True), question)
    yield from (Habit(*one) for one in ignored(part, question))


def _takes_steps(part: JudgedPart, question: JudgedQuestion) -> bool:
    """Return whether the right answer is itself reached by steps, so that a wrong one need not be an approximation."""
    name = part.wrong[0].case.ask.name
    domains = (domain for domain in question.cases.question.domains if domain.function == name)
    return any(argument.name in ("step", "steps") for domain in domains for argument in domain.arguments)


def _what(part: JudgedPart, answers: Sequence[Answer]) -> str:
    """Return how a sentence begins that is about these answers, which may be one item of several."""
    expect = part.wrong[0].case.expect
    every = [one for one in (expect, *expect.get("and", ())) if one.get("item") == answers[0].key]
    return "The answer" if answers[0].key is None or not every else label_of(every[0], part.wrong[0].case.ask.name)


def _is_constant(answers: Sequence[Answer]) -> bool:
    """Return whether all answers hold one number throughout, and the truths many."""
    got, truth, _ = _flat(answers)
    return got.size > FEWEST and bool(np.all(got == got[0])) and np.unique(truth).size > 1


def answers_of(parts: Sequence[JudgedPart], question: JudgedQuestion) -> Sequence[Answer]:
    """Return the answers to all cases of these parts, made once for all who look at them.

    Of an answer with several items, take the first that is wrong somewhere. Parts of which a case cannot be compared
    are left out; if the first part is one, nothing is returned.
    """
    key = ("answers", *map(_mark, parts))
    if key not in question.made:
        question.made[key] = _answers_of(parts, question)
    return question.made[key]


def _answers_of(parts: Sequence[JudgedPart], question: JudgedQuestion) -> Sequence[Answer]:
    for place in range(1 + len(parts[0].judged[0].case.expect.get("and", ()))):
        of_parts = []
        for part in parts:
            key = ("answers", _mark(part), "at", place)
            if key not in question.made:
                question.made[key] = _answers_in(part, place, question)
            of_parts.append(question.made[key])
        if not of_parts[0]:
            return ()
        known = [answer for answers in of_parts for answer in answers]
        if any(answer.off.any() for answer in known):
            return known
    return ()


def other_items(
    parts: Sequence[JudgedPart], known: Sequence[Answer], question: JudgedQuestion
) -> Sequence[Sequence[Answer]]:
    """Return the answers under the other items of the same values, one sequence for each item that can be compared."""
    places = range(1 + len(parts[0].judged[0].case.expect.get("and", ())))
    items = []
    for place in places if len(places) > 1 else ():
        item = [answer for part in parts for answer in question.made.get(("answers", _mark(part), "at", place), ())]
        if not item:
            item = [answer for part in parts for answer in _answers_in(part, place, question)]
        if len(item) == len(known) and item[0].key != known[0].key:
            items.append(item)
    return items


def _answers_in(part: JudgedPart, place: int, question: JudgedQuestion) -> Sequence[Answer]:
    known: list[Answer] = []
    for one in part.judged:
        answer = Answer.of(one, place, question.cases.quick(one.case))
        if answer is None:
            return ()
        known.append(answer)
    return known


KEEPS = "Something is kept from one call to the next, such as a global variable or a default argument that is changed."


def _near(got: np.ndarray, wanted: np.ndarray | float, rtol: float) -> bool:
    """Return what `np.allclose` does for a finite answer, at a fifth of its price."""
    return bool(np.all(np.abs(got - wanted) <= rtol * np.abs(wanted)) and np.all(np.isfinite(wanted)))


def _is_near(got: np.ndarray, wanted: np.ndarray, room: np.ndarray) -> bool:
    return not np.any(~(np.abs(got - wanted) <= RTOL * np.abs(wanted) + room))


def _flat(answers: Sequence[Answer]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all answers, truths and whether they are off, each as one vector."""
    return (
        np.concatenate([one.got.ravel() for one in answers]),
        np.concatenate([one.truth.ravel() for one in answers]),
        np.concatenate([one.off.ravel() for one in answers]),
    )


def cut_short(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Yield how the right answers were rounded or clipped, if they were."""
    yield from _rounded(answers)
    yield from _clipped(answers)


def _rounded(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Yield to how many decimals or digits the answers are rounded, or whether to whole numbers."""
    got, truth, off = _flat(answers)
    if off.sum() < FEWEST - 1 or not np.all(np.isfinite(truth)):
        return
    at = int(np.argmax(off))
    one, right = float(got[at]), float(truth[at])
    if not _may_be_rounded(one, right) or np.unique(got).size < FEWEST:
        return
    for digits in DIGITS:
        if np.allclose(got, np.round(truth, digits), rtol=1e-12, atol=1e-15):
            to = f"{digits} decimals" if digits > 1 else "1 decimal" if digits else "whole numbers"
            yield Habit(f"it is rounded to {to}", f"The result is rounded to {to}; return all digits.")
            return
    for name, cut in (("toward zero", np.trunc), ("down", np.floor), ("up", np.ceil)):
        if np.array_equal(got, cut(truth)):
            yield Habit(f"it is rounded {name} to whole numbers", "The result is cut to whole numbers; keep fractions.")
            return
    for digits in DIGITS[1:]:
        power = np.where(
            truth == 0, 1.0, 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(np.where(truth == 0, 1, truth)))))
        )
        if np.allclose(got, np.round(truth * power) / power, rtol=1e-9, atol=0):
            to = f"{digits} significant digit{'s' if digits > 1 else ''}"
            yield Habit(f"it is rounded to {to}", f"The result is rounded to {to}; return all digits.")
            return


def _may_be_rounded(one: float, right: float) -> bool:
    """Return whether a single wrong entry may be the right one rounded; most answers are ruled out by that alone."""
    if abs(one - right) > max(1.0, abs(right)):
        return False
    powers = DECIMAL_POWERS
    if right:
        powers = np.concatenate([powers, SIGNIFICANT_POWERS / 10.0 ** np.floor(np.log10(abs(right)))])
    rounded = np.round(right * powers) / powers
    return one == np.trunc(one) or bool(np.any(np.abs(rounded - one) <= 1e-8 * abs(one) + 1e-14))


def _clipped(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Yield at which value the answers stop following the truth, from above, from below or both."""
    got, truth, off = _flat(answers)
    if off.sum() < 2:
        return
    high, low = off & (got < truth), off & (got > truth)
    bounds = []
    for side, sign in ((high, 1.0), (low, -1.0)):
        if not side.any():
            continue
        bound = got[side][0]
        if not _near(got[side], bound, 1e-12):
            return
        if np.ptp(truth[side]) == 0:  # nothing is cut off where the right results are all the same
            return
        rest = truth[~side] * sign
        if rest.size and rest.max() > sign * bound * (1 + sign * np.sign(bound) * 1e-6):
            return
        bounds.append((float(bound), sign))
    if np.unique(got[~off]).size > 1 or (len(bounds) == 2 and bounds[0][0] > bounds[1][0]):
        at = " and ".join(f"{bound:g}" for bound, _ in bounds if _is_round(bound))
        sides = {1.0: "above", -1.0: "below"}
        where = "above and below" if len(bounds) == 2 else sides[bounds[0][1]]
        yield Habit(
            f"it is cut off {where}" + (f" (at {at})" if at and at.count("and") == len(bounds) - 1 else ""),
            "Results beyond a certain size are cut off: nothing bounds them here.",
        )


def _is_round(value: float) -> bool:
    """Return whether a person would write this number into code: at most two digits, or a power of ten."""
    return float(f"{value:.1e}") == value or float(f"{value:.0e}") == value


def _single(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Computed in float32, and handed out as float64."""
    got, truth, off = _flat(answers)
    if off.sum() < FEWEST or not np.array_equal(got[off], got[off].astype(np.float32)):
        return
    error = np.abs(got - truth)[off] / np.abs(truth)[off]
    if error.size >= FEWEST and np.array_equal(got[off], got[off].astype(np.float32)) and np.all(error < RTOL_FLOAT32):
        yield Habit("it is right to about seven digits: it is computed in single precision", "Compute in float64.")


MEASURED = 2e-2  # relative error up to which an answer looks like a difference quotient


def _measured(answers: Sequence[Answer], by_steps: bool) -> Iterator[Habit]:
    """Nearly right nearly everywhere: a difference quotient, or a constant with too few digits."""
    got, truth, off = _flat(answers)
    if off.sum() < FEWEST or np.any(truth[off] == 0):
        return
    error = (got - truth)[off] / truth[off]
    if np.mean(np.abs(error) < MEASURED) > 0.8 and np.median(np.abs(error)) < 1e-3 and np.ptp(error) > RTOL:
        advice = (
            "The result is only nearly right: follow a single step by hand."
            if by_steps
            else "The result is an approximation, such as a slope measured over a small step: use the formula itself."
        )
        yield Habit("it is only nearly right", advice)


def _reordered(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Yield a habit if the right entries are in the wrong order."""
    orders: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (
        ("its entries are those of the transpose, reshaped", "Use .T for a transpose: reshape keeps the order of the entries.",
         lambda t: t.T.reshape(t.shape)),
        ("its entries are in the order of columns where rows belong", "Use .T for a transpose: reshape keeps the order of the entries.",
         lambda t: t.ravel().reshape(t.shape[::-1]).T if t.ndim == 2 else t),
        ("its entries come in reverse order", "The entries come in reverse order.", lambda t: t.ravel()[::-1].reshape(t.shape)),
        ("its rows come in reverse order", "The rows come in reverse order.", lambda t: t[::-1] if t.ndim else t),
        ("its columns come in reverse order", "The columns come in reverse order.", lambda t: t[..., ::-1] if t.ndim else t),
        ("its entries are sorted", "The entries are sorted: keep their order.", lambda t: np.sort(t, axis=None).reshape(t.shape)),
        ("its entries are running totals", "The entries are running totals: each needs a value of its own.",
         lambda t: np.cumsum(t).reshape(t.shape)),
        ("its entries are shifted by one place", "The entries are shifted by one place.", lambda t: np.roll(t, 1)),
        ("its entries are shifted by one place", "The entries are shifted by one place.", lambda t: np.roll(t, -1)),
    )  # fmt: skip
    for clause, advice, order in orders:
        if all(_is_near(one.got, order(one.truth), order(one.room)) for one in answers):
            yield Habit(clause, advice)
            return


def _placed(answers: Sequence[Answer]) -> Iterator[Habit]:
    """Yield the places in the array where entries are wrong."""
    arrays = [one for one in answers if one.truth.size > 1]
    wrong = [one for one in arrays if one.off.any()]
    if (
        len(wrong) < FEWEST
        or len({one.truth.ndim for one in arrays}) > 1
        or any(one.off.any() for one in answers if one.truth.size <= 1)
    ):
        return
    for name, place in PLACES:
        inside = [place(one.truth.shape) for one in wrong]
        pairs = [(one, where) for one, where in zip(wrong, inside) if where is not None]
        if len(pairs) < FEWEST:  # arrays of another dimension
            continue
        if all(_is_off_in(one, where) for one, where in pairs):
            yield Habit(f"only {name} is wrong", f"Only {name} is wrong: look at how your code reaches it.")
            return
        if all(_is_off_in(one, ~where) for one, where in pairs):
            yield Habit(f"only {name} is right", f"Only {name} is right: look at how your code reaches the others.")
            return


def _is_off_in(one: Answer, where: np.ndarray) -> bool:
    """Return whether these entries are wrong and no others, but for those in which a mistake need not show."""
    return not np.any(one.off & ~where) and not np.any(one.telling & where)


def _at(index: Any, dimensions: int) -> Callable[[tuple[int, ...]], np.ndarray | None]:
    def place(shape: tuple[int, ...]) -> np.ndarray | None:
        if len(shape) != dimensions:
            return None
        inside = np.zeros(shape, bool)
        inside[index] = True
        return inside

    return place


PLACES: tuple[tuple[str, Callable[[tuple[int, ...]], np.ndarray | None]], ...] = (
    ("the first entry", _at(0, 1)),
    ("the last entry", _at(-1, 1)),
    ("the first row", _at(0, 2)),
    ("the last row", _at(-1, 2)),
    ("the first column", _at(np.s_[:, 0], 2)),
    ("the last column", _at(np.s_[:, -1], 2)),
    ("the diagonal", lambda shape: np.eye(*shape, dtype=bool) if len(shape) == 2 else None),
    ("the upper triangle", lambda shape: np.triu(np.ones(shape, bool), 1) if len(shape) == 2 else None),
)


def _bounded(answers: Sequence[Answer], parts: Sequence[JudgedPart], question: JudgedQuestion) -> Iterator[Habit]:
    """Yield for which signs or sizes of a quantity the entries are wrong."""
    if not answers:
        return
    off = np.concatenate([one.off.ravel() for one in answers])
    telling = np.concatenate([one.telling.ravel() for one in answers])
    if off.sum() < FEWEST or telling.sum() < FEWEST:
        return
    got, truth, _ = _flat(answers)
    abrupt = np.all((np.abs(got - truth) > ABRUPT * np.maximum(np.abs(got), np.abs(truth)))[off])
    for name, values in _beside_once(answers, parts, question):
        bad, good = values[off], values[telling]
        many = min(np.unique(bad).size, np.unique(good).size) >= FEWEST
        for sign, text in ((1, "positive"), (-1, "negative")):
            at_zero = np.all(bad * sign >= 0) and np.all(good * sign < 0)
            text = f"0 or {text}" if at_zero and np.any(bad == 0) else text
            if many and (at_zero or (np.all(bad * sign > 0) and np.all(good * sign <= 0))):
                yield Habit(f"only where {name} is {text}", f"It is wrong only where {name} is {text}.")
                return
        if np.all(bad == 0) and np.all(good != 0):
            yield Habit(f"only where {name} is 0", f"It is wrong only where {name} is 0.")
            return
        if many and abrupt:
            yield from _beyond(name, bad, good)


def _beyond(name: str, bad: np.ndarray, good: np.ndarray) -> Iterator[Habit]:
    """Yield the side of a threshold on which all wrong entries lie and no right one, if many lie on both."""
    for sign in (1, -1):
        for side, what in ((np.abs, f"|{name}|"), (np.asarray, name)):
            low, high = sign * side(good), sign * side(bad)
            if low.max() < high.min():
                inside = [one for one in ROUND if low.max() <= sign * one <= high.min()]
                bound = f" about {inside[0]}" if len(inside) == 1 else " a certain value"
                size, extreme = ("larger", "large") if sign > 0 else ("smaller", "small")
                yield Habit(
                    f"only where {what} is {size} than{bound}",
                    f"It is wrong only where {what} is {extreme}: try such values.",
                )
                return


def _beside_once(
    answers: Sequence[Answer], parts: Sequence[JudgedPart], question: JudgedQuestion
) -> Iterable[tuple[str, np.ndarray]]:
    """Return what `_beside` yields, worked out once for all answers: it depends on the calls and on shapes alone."""
    name = parts[0].judged[0].case.ask.name
    if any(one.case.expect["kind"] == "losses" for one in parts[0].judged):  # as long as the student's run lasts
        return _beside(answers, name, question)
    aside, key = question.cases.aside, ("beside", *(one.truth.size for one in answers), *map(_mark, parts))
    if key not in aside:
        aside[key] = tuple(_beside(answers, name, question))
    return aside[key]


def _beside(answers: Sequence[Answer], name: str, question: JudgedQuestion) -> Iterator[tuple[str, np.ndarray]]:
    """Quantities that have a value in every entry: arguments of the answer's shape, pre-activations."""
    domain = next((one for one in question.cases.question.domains if one.function == name), None)
    for i, argument in enumerate(domain.arguments if domain else ()):
        values = [one.arguments[i] if i < len(one.arguments) else None for one in answers]
        if argument.numeric and all(v is not None and np.size(v) == one.truth.size for v, one in zip(values, answers)):
            yield argument.name, np.concatenate([np.ravel(np.asarray(v, float)) for v in values])
    vocabulary = question.cases.vocabulary.get(name)
    if vocabulary is None:
        return
    try:
        known = [vocabulary.quantities(one.arguments, one.key)["a"] for one in answers]
        yield "a", np.concatenate([np.broadcast_to(a, one.truth.shape).ravel() for a, one in zip(known, answers)])
    except (KeyError, ValueError, TypeError, IndexError):
        return
