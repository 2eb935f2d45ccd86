"""Correct functions that stand in for a student's own, for errors carried forward.

A question that fails is judged again with the correct functions of the other questions. The ledger records which
stand-in answered what, since carried credit is owed to those functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.observation import Observation
from autograder.judge.stand_in_process import StandInAnswer, StandInDesk
from autograder.questions.schema import Assignment, Question

Graph = Mapping[str, set[str]]


def is_blank(observation: Observation) -> bool:
    """Return True if a call gave nothing, like that of a function which was never written."""
    return observation.outcome in ("missing", "not_callable") or (
        observation.outcome == "returned" and (observation.value is None or observation.value is Ellipsis)
    )


class Stand:
    """Serve correct functions in place of the student's own while one question is judged again.

    Attributes:
        serve: the stand-ins, by the name of the function.
        ledger: which stand-in answered what since `begin`.
        reshaped: True if a stand-in answered in another layout than the reference's.

    Args:
        assignment: the assignment.
        question: the question that is judged again; its own functions are not replaced.
        written: the functions that the student has written; only these are replaced.
        layout: returns the layout of the vectors that a function of the student's returns.
        desk: computes the answers.
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
        """Open a new ledger for a fresh worker."""
        self.ledger = Ledger()

    def _noting(self, name: str, reference: Callable[..., Any]) -> Callable[..., Any]:
        def serve(*arguments: Any, **named: Any) -> Any:
            self.ledger.ask(name)
            layout = self._layout(name)
            self.reshaped |= layout.differs
            answer = self._desk.answer(name, reference, arguments, named)
            self.ledger.note(name, (*arguments, *named.values()), answer)
            return layout.apply(answer.reply) if layout.differs else answer.reply

        return serve


class Layout:
    """Convert vectors to the shape in which the student's function returns them: flat, column or row.

    The shape is learned separately for each shape of vector that the reference returns. Items that are a matrix in any
    case keep their shape.
    """

    def __init__(self, seen: Iterable[tuple[Any, Any]] = ()) -> None:
        self._of: dict[tuple[Any, str | None], str | None] = {}
        self._matrices: set[Any] = set()
        for got, wanted in seen:
            self._learn(None, got, wanted)

    @cached_property
    def differs(self) -> bool:
        """Return True if the student's function returns a vector in another shape than the reference."""
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
        """Return `value` with its vectors in the student's shapes."""
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
    """Return the name of a vector's shape; None for a matrix and for a number."""
    if array.ndim == 1:
        return "flat"
    if array.ndim != 2 or 1 not in array.shape:
        return None
    return "row" if array.shape[0] == 1 else "column"


def credited(needs: Graph) -> set[str]:
    """Return the questions whose carried credit is not circular.

    Args:
        needs: for each question that is right with stand-ins, the failing questions whose stand-ins it called.
    """
    return {question for question in needs if question not in _reachable(needs, question)}


def _reachable(needs: Graph, start: str) -> set[str]:
    reachable: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        question = waiting.pop()
        if question not in reachable:
            reachable.add(question)
            waiting.extend(needs.get(question, ()))
    return reachable


# The most that a ledger keeps. A fuller one counts as having passed on everything.
MOST_ENTRIES, MOST_NUMBERS = 4000, 500_000


@dataclass(frozen=True)
class Entry:
    """Hold one answer of a stand-in."""

    function: str
    arguments: tuple[Any, ...]
    reply: Any


@dataclass
class Ledger:
    """Record the answers of stand-ins while one question is judged."""

    entries: list[Entry] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    numbers: int = 0
    full: bool = False

    def ask(self, function: str) -> None:
        """Record that a stand-in was called, whether it answers or not."""
        self.asked.add(function)

    def note(self, function: str, arguments: tuple[Any, ...], answer: StandInAnswer) -> None:
        """Record the arguments and the answer of a call."""
        self.numbers += answer.numbers
        if len(self.entries) < MOST_ENTRIES and self.numbers <= MOST_NUMBERS:
            self.entries.append(Entry(function, arguments, answer.reply))
        else:
            self.full = True
