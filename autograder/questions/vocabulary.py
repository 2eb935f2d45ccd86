"""Dataclasses for the quantities that a wrong gradient may be a product of.

Each assignment declares them by function and symbol, as arrays that broadcast to the shape of the answer.
`judge/composition.py` searches products of them; a `Step` holds the sentence for a factor that is missing or extra.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

Arguments = tuple[Any, ...]  # of a call
Rival = Callable[[Arguments], Any]


@dataclass(frozen=True)
class Step:
    """A quantity in words, without formulas or numbers, for messages to students.

    Args:
        name: the quantity as the homework calls it, such as "upstream" or "the slope of sigmoid".
        missing: the sentence for an answer that lacks this factor.
        extra: the sentence for an answer that contains it once too often.
        counts: whether it is a number of things, such as n; no such number is used "where" another belongs.
    """

    name: str
    missing: str = ""
    extra: str = ""
    counts: bool = False

    def sentence(self, exponent: int) -> str:
        """Return the sentence for an answer that is the truth times this quantity to the power `exponent`."""
        if exponent == -1:
            return self.missing or f"{self.title} is missing as a factor."
        if exponent == 1:
            return self.extra or f"{self.title} is in it once too often."
        return f"{self.title} is in it with the wrong power."

    @property
    def title(self) -> str:
        """Return the name at the beginning of a sentence; a symbol, such as x, stays as it is."""
        return self.name[0].upper() + self.name[1:] if " " in self.name and self.name[1] != " " else self.name


@dataclass(frozen=True)
class Vocabulary:
    """The quantities of one function's answer.

    Args:
        quantities: a function of a call's arguments and the answer's key (or None) that returns arrays by symbol.
        steps: the meaning of each symbol; a symbol without a step is never mentioned to a student.
        rivals: other functions of the same arguments that students compute by mistake, each with its sentence.
        first: how many entries of a long list the rivals compute; 0 for all.
    """

    quantities: Callable[[Arguments, Any], Mapping[str, Any]]
    steps: Mapping[str, Step] = field(default_factory=dict)
    rivals: tuple[tuple[str, Rival], ...] = ()
    first: int = 0


SIGN = Step("the sign", "The sign is the wrong way round.", "The sign is the wrong way round.")
TWO = Step(
    "a factor of 2",
    "It is half of what it should be.",
    "It is twice what it should be.",
)
FOUR = Step(
    "a factor of 4",
    "It is a quarter of what it should be.",
    "It is four times what it should be.",
)


def no_quantities(arguments: Arguments, key: Any) -> Mapping[str, Any]:
    """Return nothing: the function's answers are no products."""
    return {}


def rivals_of(
    function: Callable[..., Any], changes: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[tuple[str, Rival], ...]:
    """Return a rival with its sentence for each set of keyword arguments that changes the function."""
    return tuple((sentence, partial(function, **change)) for sentence, change in changes)


def sizes(**counts: int) -> dict[str, float]:
    """Return the counts as possible factors, without those equal to 1, which would not change an answer."""
    return {name: float(count) for name, count in counts.items()}
