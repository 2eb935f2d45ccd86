"""Does anything that a student may read show a number of a hidden case?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.intake import Submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result
from autograder.questions.schema import Call, Case

_NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")


@lru_cache(maxsize=64)
def hidden_numbers(judge: Judge, question_id: str | None = None) -> frozenset[str]:
    """The fractions in hidden inputs and expected values, as six digits print them; small integers tell nothing."""
    hidden, public = set(), set()
    for name in [q.id for q in judge.assignment.questions if not q.by_hand]:
        for part in judge.cases(name).parts:
            public |= {text for case in part.public for text in _numbers_of(case)}
            if question_id in (None, name):
                hidden |= {text for case in part.hidden for text in _numbers_of(case)}
    return frozenset(hidden - public)


def leaks(result: Result, numbers: Container[str]) -> Iterator[tuple[str, str]]:
    """Each place of `result` that a student may read and that shows one of `numbers`."""
    for place, text in readable(result):
        if any(f"{abs(float(found)):.6g}" in numbers for found in _NUMBER.findall(text)):
            yield place, text


def readable(result: Result) -> Iterator[tuple[str, str]]:
    """All that a student may read of a result: where it stands, and what it says."""
    for question in result.questions:
        yield f"{question.id}: the slip's sentence", question.slip_sentence
        yield f"{question.id}: the note", question.note
        for part in question.parts:
            yield f"{question.id}: the message of {part.name}", part.message
            yield f"{question.id}: the gap of {part.name}", part.gap


def by_chance(judge: Judge, submission: Submission, only: Container[str] | None) -> set[tuple[str, str]]:
    """What a student reads in the same words under another key, whose hidden numbers it does not show either.

    Of a million numbers of six digits some thousands are hidden: now and then one of a public case is among them. What
    comes from a hidden case changes with the key, or is hidden under both.
    """
    other = judge.with_key(judge.key + ", another")
    again = other.judge(submission, only=only)
    return set(readable(again)) - set(leaks(again, hidden_numbers(other)))


def _numbers_of(case: Case) -> set[str]:
    values: list[Any] = [case.expect.get("value")]
    if isinstance(case.ask, Call):
        values += case.ask.arguments
    found: set[str] = set()
    for value in values:
        if isinstance(value, (float, np.ndarray)):
            flat = np.abs(np.asarray(value, float).ravel())
            found |= {f"{x:.6g}" for x in flat if np.isfinite(x) and x != round(x, 2)}
    return found
