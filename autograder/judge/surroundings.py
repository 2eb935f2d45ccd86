"""Compute what a part's answers are compared with: values of other functions, and the quantities at hand.

Both depend on the calls alone, so they are computed for the first wrong answer and kept for all later ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.judge.verdict import JudgedPart
from autograder.questions.vocabulary import Vocabulary

if TYPE_CHECKING:
    from autograder.judge.habits import Answer

CONSTANTS = {"2": 2.0, "−1": -1.0}
MOST_SHAPES = 4  # combinations of the answers' shapes whose quantities are kept
Aside = dict[object, Any]


class Surroundings:
    """Hold what follows from the calls of one part alone: rivals' answers and quantities."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rivals: dict[int, list[np.ndarray] | None] = {}
        self._quantities: dict[tuple[tuple[int, ...], ...], Quantities] = {}

    @classmethod
    def of(cls, part: JudgedPart, vocabulary: Vocabulary, aside: Aside) -> Surroundings:
        """Return the surroundings of this part, which are kept in `aside`."""
        key = ("surroundings", id(part.cases))
        if key not in aside:
            aside[key] = cls(vocabulary)
        return aside[key]

    def rival(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        """Return the first other function of the same arguments that gives every answer."""
        for i, (sentence, _) in enumerate(self._vocabulary.rivals):
            if i not in self._rivals:
                self._rivals[i] = self._asked(i, answers)
            values = self._rivals[i]
            if values is not None and all(self._alike(value, answer.got) for value, answer in zip(values, answers)):
                return sentence, sentence
        return None

    def _alike(self, value: np.ndarray, got: np.ndarray) -> bool:
        """Return True if these are a rival's values, in all entries or in the first ones, before a run diverges."""
        most = self._vocabulary.first
        if most:
            value, got = value[: min(most, got.size)], got[:most]
        return value.size == got.size and np.allclose(value.ravel(), got.ravel(), rtol=1e-6, atol=1e-12)

    def _asked(self, rival: int, answers: Sequence[Answer]) -> list[np.ndarray] | None:
        _, function = self._vocabulary.rivals[rival]
        try:
            return [np.asarray(function(answer.arguments), float) for answer in answers]
        except (ValueError, TypeError, IndexError, OverflowError):
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
