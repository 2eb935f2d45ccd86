"""Long typed answers: each is read and judged once a submission, and all of them together up to a length.

Nobody writes a formula of 2,000 characters. A program can put one of 100,000 into every slot, which takes half a second
to read and as long again to judge, for every case and every known slip.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from autograder.checks.compare import NotAccepted
from autograder.checks.formula_notation import UnreadableAnswer
from autograder.judge.formula_identity import NowhereDefined

LONG = 2_000
"""Characters; shorter answers cost a few milliseconds, and are read whenever they are needed."""

ROOM = 400_000
"""Characters, of all that is found of the long answers of one submission: to read an answer counts, and to judge it."""

Found = TypeVar("Found")


class LongFormulas:
    """What was found of the long answers of one submission, so that no work is done twice."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._room = ROOM

    def begin(self) -> None:
        """Forget the submission before."""
        self._found.clear()
        self._room = ROOM

    def once(self, value: Any, about: Hashable, work: Callable[[], Found]) -> Found:
        """Return what `work` finds of an answer, now or before; `about` says what is asked of it.

        Raises:
            NotAccepted: as `work` does; or the long answers of this submission are too long together.
            NowhereDefined: as `work` does.
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
        found = self._found[key]
        if isinstance(found, Exception):
            raise found
        return found

    def _admit(self, length: int) -> None:
        if length > self._room:
            raise UnreadableAnswer(
                "The formulas of this submission are too long together to be judged. Simplify this one.",
                kind="too_long",
            )
        self._room -= length


def is_long(value: Any) -> bool:
    """Return whether an answer is longer than anybody types."""
    return isinstance(value, str) and len(value) > LONG


LONG_FORMULAS = LongFormulas()
"""Those of the submission that this process is judging: a judge judges one after the other."""
