"""Is a quiz answer right, and if not, which of the known wrong answers is it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.checks.answers import NotAccepted, read_quiz
from autograder.checks.compare import Wrong
from autograder.checks.expect import Expectation
from autograder.checks.quiz_answers import same_text
from autograder.judge.identity import NowhereDefined, identical

# Decimal tolerances such as 0.001 are not exact in binary: an answer at the very edge counts.
ROUNDING = 1e-9


def quiz_answer(
    reader: dict[str, Any],
    right: Any,
    known: Iterable[Any] = (),
    *,
    accepted: Iterable[str] = (),
    tolerance: float = 0.0,
    key: str = "",
) -> Expectation:
    """The right answer of a quiz question.

    Args:
        reader: how it is read: "answer" is the kind, with "options" or a "notation".
        right: a letter, a set of letters, a number, a text or an expression.
        known: wrong answers that are recognised.
        accepted: further texts that count.
        tolerance: of a number, absolute.
        key: draws the points at which expressions are compared.
    """
    data = {"right": right, "known": list(known), "accepted": list(accepted), "tolerance": tolerance, "key": key}
    return {"kind": "quiz", **reader, **data}


def judge_quiz(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raises Wrong; the sentence says nothing of the right answer."""
    try:
        given = read_quiz(expect, value)
        right = _is(expect, given, expect["right"])
    except (*NotAccepted, NowhereDefined) as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None
    if not right:
        raise Wrong("wrong", f"{label} is not the right answer.")


def same_quiz_answer(expect: Expectation, one: Any, other: Any) -> bool:
    """Is `one` the mistake that `other` stands for: the same known wrong answer, or neither is known?

    Of sets of letters, `one` makes the mistake of `other` when it is wrong in every option in which `other` is.
    """
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
