"""Does anything that a student may read show a number of a hidden case?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.judge.judge import Judge
from autograder.judge.result import Result
from autograder.questions.declare import Call, Case

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
    for question in result.questions:
        texts = [("the slip's sentence", question.slip_sentence), ("the note", question.note)]
        for part in question.parts:
            texts += [(f"the message of {part.name}", part.message), (f"the gap of {part.name}", part.gap)]
        for place, text in texts:
            for found in _NUMBER.findall(text):
                if f"{abs(float(found)):.6g}" in numbers:
                    yield f"{question.id}: {place}", text


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
