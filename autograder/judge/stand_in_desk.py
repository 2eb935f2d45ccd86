"""Where stand-ins are computed: what is light in the judge, all else in a process of its own under limits."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from autograder.judge.callback_limits import Extent, extents, is_light
from autograder.judge.stand_in_process import StandInProcess


class StandInDesk:
    """Answers for the references of one assignment.

    Args:
        largest: of each question, what its largest calls hold (see `extents`).
        references: every function that may be asked for.
    """

    def __init__(
        self, largest: Iterable[Mapping[str, tuple[int, int]]], references: Iterable[Callable[..., Any]] = ()
    ) -> None:
        self._extents = extents(largest)
        self._process = StandInProcess(references)

    def answer(
        self, name: str, reference: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]
    ) -> Any:
        """What the reference answers.

        Raises:
            ValueError: it was given more than any case holds, or takes more than the limits.
            Exception: whatever the reference itself raises, or a callable that it was given.
        """
        given = (*arguments, *named.values())
        self._extents.get(name, Extent()).check(given)
        if not is_light(given) and not any(callable(value) for value in given):
            return self._process.answer(reference, arguments, dict(named))
        with warnings.catch_warnings(), np.errstate(all="ignore"):  # a TA's terminal is no place for them
            warnings.simplefilter("ignore")
            return reference(*arguments, **named)

    def close(self) -> None:
        """End the process, if there is one."""
        self._process.close()
