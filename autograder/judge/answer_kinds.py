"""Judge the kinds of expectation that students do not receive, and compare answers that need not be equal.

Two answers may show the same mistake without being equal: other draws from the same distribution, the same wrong quiz
answer, another form of the same formula.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.compare import Kind, NotAccepted, Wrong, read_quiz
from autograder.checks.expectations import Expectation
from autograder.checks.quiz_answers import same_text
from autograder.judge.formula_diagnosis import judge_identity, judge_readable, same_formula
from autograder.judge.formula_identity import NowhereDefined, identical
from autograder.judge.long_formulas import LONG_FORMULAS, is_long

# Six standard errors of a difference between two samples: 1 of 10⁸ pairs from the same distribution differs by more.
WIDTH = 6 * 2**0.5


def same_distribution(expect: Expectation, one: Any, other: Any) -> bool:
    """Return True if two matrices of draws may come from one distribution.

    Shape, mean, variance, the share beyond 2σ, the largest entry and repeated entries are compared. A student's sampler
    and a known slip's may use the generator in different ways, so their entries need not be equal.
    """
    try:
        one, other = (np.asarray(draws).astype(float, casting="same_kind") for draws in (one, other))
    except (TypeError, ValueError):
        return type(one) is type(other)
    if one.shape != other.shape:
        return False
    usable, also = _is_usable(one), _is_usable(other)
    if not (usable and also):
        return usable is also
    n, sigma = one.size, max(float(one.std()), float(other.std()))

    def near(statistic: Callable[[np.ndarray], float], room: float) -> bool:
        return abs(statistic(one) - statistic(other)) <= room

    return (
        near(_mean, WIDTH * sigma / n**0.5)
        and near(_sigma, WIDTH * sigma / (2 * n) ** 0.5)
        and near(_beyond, WIDTH * 0.5 / n**0.5)
        and near(_reach, 0.35 * max(_reach(one), _reach(other)))
        and near(_distinct, 0.02)  # the dearest of them
    )


def _is_usable(draws: np.ndarray) -> bool:
    """Return whether draws have statistics: there are two or more, and all are finite."""
    return bool(np.all(np.isfinite(draws))) and draws.size >= 2


def _mean(draws: np.ndarray) -> float:
    return float(draws.mean())


def _sigma(draws: np.ndarray) -> float:
    return float(draws.std())


def _beyond(draws: np.ndarray) -> float:
    return float(np.mean(np.abs(draws - draws.mean()) > 2 * _sigma(draws)))


def _reach(draws: np.ndarray) -> float:
    return float(np.abs(draws).max()) / (_sigma(draws) or 1.0)


def _distinct(draws: np.ndarray) -> float:
    return len(np.unique(draws)) / draws.size


# Decimal tolerances such as 0.001 are not exact in binary: an answer at the very edge counts.
ROUNDING = 1e-9


def judge_quiz(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raise Wrong if a quiz answer is not right; the sentence does not give the right answer away."""
    try:
        right = LONG_FORMULAS.once(
            value, (label, repr(expect["right"])), lambda: _is(expect, read_quiz(expect, value), expect["right"])
        )
    except (*NotAccepted, NowhereDefined) as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None
    if not right:
        raise Wrong("wrong", f"{label} is not the right answer.")


def same_quiz_answer(expect: Expectation, one: Any, other: Any) -> bool:
    """Return True if both are the same known wrong answer, or neither is a known one.

    Of sets of letters, `one` makes the mistake of `other` if it is wrong in every option in which `other` is wrong.
    """
    if is_long(one) or is_long(other):
        return bool(one == other)
    try:
        first, second = read_quiz(expect, one), read_quiz(expect, other)
        if expect["kind"] == "answered":
            return True
        if expect["answer"] == "choices":
            right = frozenset(expect["right"])
            return (second ^ right) <= (first ^ right)
        return _which(expect, first) == _which(expect, second)
    except (*NotAccepted, NowhereDefined):
        return False


def _which(expect: Expectation, given: Any) -> Any:
    """Return the position of `given` among the known wrong answers; None for any other."""
    return next((i for i, known in enumerate(expect["known"]) if _is(expect, given, known)), None)


def _is(expect: Expectation, given: Any, answer: Any) -> bool:
    """Return True if an answer, as read, is `answer`."""
    kind = expect["answer"]
    if kind == "number":
        return abs(given - answer) <= expect["tolerance"] * (1 + ROUNDING)
    if kind == "text":
        right = answer == expect["right"]
        return same_text(given, [answer, *(expect["accepted"] if right else ())], expect["known"] if right else ())
    if kind == "expression":
        return identical(given, read_quiz(expect, answer), expect["key"])
    return given == (frozenset(answer) if kind == "choices" else answer)


JUDGE_KINDS: dict[str, Kind] = {
    "identity": judge_identity,
    "quiz": judge_quiz,
    "readable": judge_readable,
}
"""The first two hold a truth that public checks must not show; the third bounds the work of a public check."""

SPEAKS_ITSELF = frozenset({"identity", "quiz"})
"""Kinds whose sentence a student may read for a hidden case, since it holds only the answer's own words and ours."""

ALIKE: dict[str, Callable[[Expectation, Any, Any], bool]] = {
    "draws": same_distribution,
    "draws_of_one_value": lambda expect, one, other: True,  # the verdict has compared all entries already
    "readable": same_formula,
    "identity": same_formula,
    "answered": same_quiz_answer,
    "quiz": same_quiz_answer,
}
"""How a student's answer is compared with a known slip's where the same mistake need not give the same value."""
