"""Is a quiz answer right, and if not, which of the known wrong answers is it?"""

from __future__ import annotations

from typing import Any

from autograder.checks.compare import NotAccepted, Wrong, read_quiz
from autograder.checks.expectations import Expectation
from autograder.checks.quiz_answers import same_text
from autograder.judge.formula_identity import NowhereDefined, identical
from autograder.judge.long_formulas import LONG_FORMULAS, is_long

# Decimal tolerances such as 0.001 are not exact in binary: an answer at the very edge counts.
ROUNDING = 1e-9


def judge_quiz(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raises Wrong; the sentence says nothing of the right answer."""
    try:
        right = LONG_FORMULAS.once(
            value, (label, repr(expect["right"])), lambda: _is(expect, read_quiz(expect, value), expect["right"])
        )
    except (*NotAccepted, NowhereDefined) as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None
    if not right:
        raise Wrong("wrong", f"{label} is not the right answer.")


def same_quiz_answer(expect: Expectation, one: Any, other: Any) -> bool:
    """Is `one` the mistake that `other` stands for: the same known wrong answer, or neither is known?

    Of sets of letters, `one` makes the mistake of `other` when it is wrong in every option in which `other` is.
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
    """The known wrong answer that `given` is; None for any other."""
    return next((i for i, known in enumerate(expect["known"]) if _is(expect, given, known)), None)


def _is(expect: Expectation, given: Any, answer: Any) -> bool:
    """Is an answer, as read, the one meant?"""
    kind = expect["answer"]
    if kind == "number":
        return abs(given - answer) <= expect["tolerance"] * (1 + ROUNDING)
    if kind == "text":
        right = answer == expect["right"]
        return same_text(given, [answer, *(expect["accepted"] if right else ())], expect["known"] if right else ())
    if kind == "expression":
        return identical(given, read_quiz(expect, answer), expect["key"])
    return given == (frozenset(answer) if kind == "choices" else answer)
