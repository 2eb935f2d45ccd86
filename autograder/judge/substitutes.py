"""Error carried forward: is an answer right once the other questions' functions are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from autograder.checks.observation import Observation
from autograder.judge.ledger import Ledger
from autograder.judge.stand_in_desk import StandInDesk
from autograder.questions.schema import Assignment, Question

Graph = Mapping[str, set[str]]


def is_blank(observation: Observation) -> bool:
    """Did this call give nothing, as that of a function which was never written?"""
    return observation.outcome in ("missing", "not_callable") or (
        observation.outcome == "returned" and (observation.value is None or observation.value is Ellipsis)
    )


class Stand:
    """Correct functions to stand in for the student's own while `question` is judged again.

    `ledger` says which of them answered what since `begin`. `layout` tells how a function of the student's lays its
    vectors out; `reshaped` says whether a stand-in answered in another layout than the reference's.
    """

    def __init__(
        self,
        assignment: Assignment,
        question: Question,
        written: set[str],
        layout: Callable[[str], Layout],
        desk: StandInDesk,
    ) -> None:
        self.ledger = Ledger()
        self.reshaped = False
        self._desk, self._layout = desk, layout
        self.serve = {
            name: self._noting(name, reference)
            for other in assignment.questions
            if other.id != question.id
            for name, reference in other.owns.items()
            if callable(reference) and name in written
        }

    def begin(self) -> None:
        """Open a new ledger: a fresh worker is asked."""
        self.ledger = Ledger()

    def _noting(self, name: str, reference: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*arguments: Any, **named: Any) -> Any:
            self.ledger.ask(name)
            layout = self._layout(name)
            self.reshaped |= layout.differs
            reply = self._desk.answer(name, reference, arguments, named)
            self.ledger.note(name, (*arguments, *named.values()), reply)
            return layout.apply(reply)

        return answer


class Layout:
    """In which of the three shapes the student's function gives a vector; a stand-in answers in the same one.

    Learned for each shape of a vector that the reference gives, and for nothing that is a matrix in any case.
    """

    def __init__(self, seen: Iterable[tuple[Any, Any]] = ()) -> None:
        self._of: dict[tuple[Any, str | None], str | None] = {}
        self._matrices: set[Any] = set()
        for got, wanted in seen:
            self._learn(None, got, wanted)

    @property
    def differs(self) -> bool:
        """Does the student's function give a vector in another shape than the reference?"""
        return any(
            style is not None and style != own and key not in self._matrices for (key, own), style in self._of.items()
        )

    def _learn(self, key: Any, got: Any, wanted: Any) -> None:
        if isinstance(wanted, tuple):
            alike = isinstance(got, (tuple, list)) and len(got) == len(wanted)
            for i, item in enumerate(wanted):
                self._learn(i, got[i] if alike else None, item)
        elif isinstance(wanted, dict):
            for name, item in wanted.items():
                self._learn(name, got.get(name) if isinstance(got, dict) else None, item)
        elif isinstance(wanted, np.ndarray) and wanted.size > 1:
            own = _style(wanted)
            if own is None:
                self._matrices.add(key)
            elif isinstance(got, np.ndarray) and got.size == wanted.size:
                style = _style(got)  # a shape that changes from case to case keeps the reference's own layout
                self._of[key, own] = style if self._of.setdefault((key, own), style) == style else None

    def apply(self, value: Any, key: Any = None) -> Any:
        """`value` with its vectors in the student's shapes."""
        if isinstance(value, tuple):
            return tuple(self.apply(item, i) for i, item in enumerate(value))
        if isinstance(value, dict):
            return {name: self.apply(item, name) for name, item in value.items()}
        if not isinstance(value, np.ndarray) or key in self._matrices:
            return value
        style = self._of.get((key, _style(value)))
        return value if style is None else value.reshape(SHAPES[style])


SHAPES = {"flat": (-1,), "column": (-1, 1), "row": (1, -1)}


def _style(array: np.ndarray) -> str | None:
    """Which of a vector's shapes an array has; None for a matrix and for a number."""
    if array.ndim == 1:
        return "flat"
    if array.ndim != 2 or 1 not in array.shape:
        return None
    return "row" if array.shape[0] == 1 else "column"


def credited(needs: Graph) -> set[str]:
    """The questions whose carried credit is not circular.

    Args:
        needs: for each question that is right with stand-ins, the failing questions whose stand-ins it asked.
    """
    return {question for question in needs if question not in _reachable(needs, question)}


def _reachable(needs: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        question = waiting.pop()
        if question not in found:
            found.add(question)
            waiting.extend(needs.get(question, ()))
    return found
