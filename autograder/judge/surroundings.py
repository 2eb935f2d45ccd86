"""Compute what a part's answers are compared with: values of other functions, and the quantities at hand.

Both depend on the calls alone, so they are computed for the first wrong answer and kept for all later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.judge.verdict import JudgedPart
from autograder.questions.vocabulary import Vocabulary

if TYPE_CHECKING:
    from autograder.judge.habits import Answer

CONSTANTS = {"2": 2.0, "4": 4.0, "−1": -1.0}
MOST_SHAPES = 4  # combinations of the answers' shapes whose quantities are kept
Aside = dict[object, Any]


class Surroundings:
    """Hold what follows from the calls of some parts alone: rivals' answers and quantities."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rivals: dict[tuple[int, int], Any] = {}
        self._quantities: dict[tuple[tuple[int, ...], ...], Quantities] = {}

    @classmethod
    def of(
        cls, parts: Sequence[JudgedPart], answers: Sequence[Answer], vocabulary: Vocabulary, aside: Aside
    ) -> Surroundings:
        """Return the surroundings of the answers to these parts, which are kept in `aside`."""
        key = ("surroundings", len(answers), *(id(part.cases) for part in parts))
        if key not in aside:
            aside[key] = cls(vocabulary)
        return aside[key]

    def rival(self, answers: Sequence[Answer], others: Sequence[Sequence[Answer]] = ()) -> tuple[str, str] | None:
        """Return the other function of the same arguments that gives every answer; None if functions of two kinds do.

        Args:
            answers: the answers to each case, of which one is wrong.
            others: the other items of these answers, such as the other parameters that a run returns.
        """
        if not self._vocabulary.rivals:
            return None
        n = next(n for n, answer in enumerate(answers) if answer.off.any())
        order = [n, *(i for i in range(len(answers)) if i != n)]
        said = {
            sentence: None
            for i, (sentence, _) in enumerate(self._vocabulary.rivals)
            if all(self._alike(self._asked(i, k, item[k]), item[k]) for k in order for item in (answers, *others))
        }
        return (next(iter(said)),) * 2 if len(said) == 1 else None

    def _alike(self, value: np.ndarray | None, answer: Answer) -> bool:
        """Return True if these are a rival's values, in all entries or in the first ones, before a run diverges."""
        if value is None:
            return False
        got, truth, room = answer.got.ravel(), np.abs(answer.truth.ravel()), answer.room.ravel()
        most = self._vocabulary.first
        if most:
            value, got, truth, room = value[: min(most, got.size)], got[:most], truth[:most], room[:most]
        if value.size != got.size:
            return False
        scale = np.maximum(1.0, np.abs(value) / np.where(truth > 0, truth, np.inf))  # of what is rounded on the way
        return not np.any(~(np.abs(value - got) <= 1e-6 * np.abs(got) + room * scale))

    def _asked(self, rival: int, place: int, answer: Answer) -> np.ndarray | None:
        """Return what a rival answers to the call at `place`; of several items, the one that the answer is about."""
        if (rival, place) not in self._rivals:
            _, function = self._vocabulary.rivals[rival]
            try:
                self._rivals[rival, place] = function(answer.arguments)
            except (ValueError, TypeError, IndexError, KeyError, ArithmeticError):
                self._rivals[rival, place] = None
        value = self._rivals[rival, place]
        try:
            items: Any = value
            value = items[answer.key] if isinstance(value, (Mapping, tuple)) else value
            return None if value is None else np.asarray(value, float).ravel()
        except (ValueError, TypeError, IndexError, KeyError):
            return None

    def quantities(self, answers: Sequence[Answer]) -> Quantities:
        """Return the quantities for answers of these shapes."""
        shapes = tuple(answer.truth.shape for answer in answers)
        if shapes not in self._quantities:
            if len(self._quantities) >= MOST_SHAPES:
                self._quantities.clear()
            self._quantities[shapes] = _quantities(answers, self._vocabulary)
        return self._quantities[shapes]


@dataclass(frozen=True)
class Quantities:
    """Hold the positions of the answers that have quantities, and each quantity's value in every entry of them."""

    kept: tuple[int, ...]
    symbols: tuple[str, ...]
    values: np.ndarray


def _quantities(answers: Sequence[Answer], vocabulary: Vocabulary) -> Quantities:
    columns: dict[str, list[np.ndarray]] = {}
    kept: list[int] = []
    for i, answer in enumerate(answers):
        try:
            quantities = vocabulary.quantities(answer.arguments, answer.key)
        except (ValueError, TypeError, IndexError):
            continue
        kept.append(i)
        for name, value in {**quantities, **CONSTANTS}.items():
            columns.setdefault(name, []).extend(_spread(value, answer.truth.shape))
    whole = {name: column for name, column in columns.items() if len(column) == len(kept) == len(answers)}
    size = sum(answers[i].truth.size for i in kept)
    values = np.array([np.concatenate(column) for column in whole.values()]).reshape(len(whole), size)
    return Quantities(tuple(kept), tuple(whole), values)


def _spread(value: Any, shape: tuple[int, ...]) -> list[np.ndarray]:
    """Return `value` in every entry of an array of this shape, flat; an empty list if it does not fit."""
    try:
        return [np.broadcast_to(np.asarray(value, float), shape).ravel()]
    except ValueError:
        return []
