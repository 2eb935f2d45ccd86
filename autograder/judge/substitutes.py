"""Error carried forward: is an answer right once the other questions' functions are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from autograder.checks.observation import Observation
from autograder.judge.callback_limits import Extent
from autograder.questions.schema import Assignment, Question

Graph = Mapping[str, set[str]]


def is_blank(observation: Observation) -> bool:
    """Did this call give nothing, as that of a function which was never written?"""
    return observation.outcome in ("missing", "not_callable") or (
        observation.outcome == "returned" and (observation.value is None or observation.value is Ellipsis)
    )


class Stand:
    """Correct functions to stand in for the student's own while `question` is judged again; notes which were asked.

    `layout` tells how a function of the student's lays its vectors out; `reshaped` says whether a stand-in answered in
    another layout than the reference's.
    """

    def __init__(
        self,
        assignment: Assignment,
        question: Question,
        written: set[str],
        layout: Callable[[str], Layout],
        extents: Mapping[str, Extent],
    ) -> None:
        self.asked: set[str] = set()
        self.reshaped = False
        self._extents, self._layout = extents, layout
        self.serve = {
            name: self._noting(name, reference)
            for other in assignment.questions
            if other.id != question.id
            for name, reference in other.owns.items()
            if callable(reference) and name in written
        }

    def _noting(self, name: str, reference: Callable[..., Any]) -> Callable[..., Any]:
        extent = self._extents.get(name, Extent())

        def answer(*arguments: Any, **named: Any) -> Any:
            self.asked.add(name)
            layout = self._layout(name)
            self.reshaped |= layout.differs
            extent.check((*arguments, *named.values()))
            return layout.apply(reference(*arguments, **named))

        return answer


class Layout:
    """In which of the three shapes the student's function gives a vector; a stand-in answers in the same one."""

    def __init__(self, seen: Iterable[tuple[Any, Any]] = ()) -> None:
        self._of: dict[Any, str | None] = {}
        self.differs = False
        for got, wanted in seen:
            self._learn(None, got, wanted)

    def _learn(self, key: Any, got: Any, wanted: Any) -> None:
        if isinstance(wanted, tuple) and isinstance(got, (tuple, list)) and len(got) == len(wanted):
            for i, (g, w) in enumerate(zip(got, wanted)):
                self._learn(i, g, w)
        elif isinstance(wanted, dict) and isinstance(got, dict):
            for name in wanted.keys() & got.keys():
                self._learn(name, got[name], wanted[name])
        elif isinstance(wanted, np.ndarray) and isinstance(got, np.ndarray) and wanted.size == got.size > 1:
            shapes = {(got.size,): "flat", (got.size, 1): "column", (1, got.size): "row"}
            style = shapes.get(got.shape) if max(wanted.shape) == wanted.size else None
            self.differs |= style is not None and got.shape != wanted.shape
            # A matrix, or a shape that changes from case to case, keeps the reference's own layout.
            self._of[key] = style if self._of.setdefault(key, style) == style else None

    def apply(self, value: Any, key: Any = None) -> Any:
        """`value` with its vectors in the student's shapes."""
        if isinstance(value, tuple):
            return tuple(self.apply(item, i) for i, item in enumerate(value))
        if isinstance(value, dict):
            return {name: self.apply(item, name) for name, item in value.items()}
        style = self._of.get(key)
        if style is None or not isinstance(value, np.ndarray) or value.ndim == 0:
            return value
        return value.reshape({"flat": (-1,), "column": (-1, 1), "row": (1, -1)}[style])


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
