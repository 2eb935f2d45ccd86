"""Bound the work for long typed answers: judge each once per submission, and all together up to a total length.

Nobody writes a formula of 2,000 characters, but a program can put one of 100,000 into every slot. Each would take
half a second to read and another half to judge, for every case and every known slip.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from autograder.checks.compare import NotAccepted
from autograder.checks.formula_notation import UnreadableAnswer
from autograder.judge.formula_identity import NowhereDefined

LONG = 2_000
"""Characters. Shorter answers cost a few milliseconds and are read whenever they are needed."""

ROOM = 400_000
"""Characters of long answers that are processed per submission; reading and judging an answer count separately."""

Found = TypeVar("Found")


class LongFormulas:
    """Cache the results for the long answers of one submission."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._room = ROOM

    def begin(self) -> None:
        """Start a new submission: empty the cache and reset the room."""
        self._found.clear()
        self._room = ROOM

    def once(self, value: Any, about: Hashable, work: Callable[[], Found]) -> Found:
        """Return the result of `work()`; of a long answer it is computed once and cached.

        Args:
            value: the student's answer.
            about: the key under which the result is cached, together with the answer.
            work: computes the result.

        Raises:
            NotAccepted: raised by `work`, or the long answers of this submission are too long together.
            NowhereDefined: raised by `work`.
        """
        if not is_long(value):
            return work()
        key = (value, about)
        if key not in self._found:
            try:
                self._admit(len(value))
                self._found[key] = work()
            except (*NotAccepted, NowhereDefined) as refusal:
                self._found[key] = refusal
        result = self._found[key]
        if isinstance(result, Exception):
            raise result
        return result

    def _admit(self, length: int) -> None:
        if length > self._room:
            raise UnreadableAnswer(
                "The formulas of this submission are too long together to be judged. Simplify this one.",
                kind="too_long",
            )
        self._room -= length


def is_long(value: Any) -> bool:
    """Return True if an answer is longer than a person types."""
    return isinstance(value, str) and len(value) > LONG


LONG_FORMULAS = LongFormulas()
"""The cache of the submission that this process is judging; a process judges one submission at a time."""
