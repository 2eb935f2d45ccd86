"""The quantities a student has in hand when computing an answer: what a wrong gradient may be a product of.

A question's function declares them once, by symbol, as arrays that broadcast to the shape of its answer. `judge/composition.py`
searches products of them; `Step` says in words what it means if one is missing or there once too often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """What a quantity stands for in the chain of derivatives, for a student: no formula, no number.

    Args:
        name: the quantity as the homework calls it, such as "upstream" or "the slope of sigmoid".
        missing: the sentence where the answer lacks it as a factor.
        extra: the sentence where it is a factor once too often.
    """

    name: str
    missing: str = ""
    extra: str = ""

    def sentence(self, exponent: int) -> str:
        """Return what to say if the answer is the truth times this quantity to the power `exponent`."""
        if exponent == -1:
            return self.missing or f"{self.name} is missing as a factor."
        if exponent == 1:
            return self.extra or f"{self.name} is in it once too often."
        return f"{self.name} is in it with the wrong power."


@dataclass(frozen=True)
class Vocabulary:
    """The quantities of one function's answer.

    Args:
        quantities: from the arguments of a call and the key of the answer (None without one) to arrays by symbol.
        steps: what each symbol means; a symbol without a step is never named to a student.
        rivals: other functions of the same arguments that students compute by mistake, each with its sentence.
        first: of how many entries rivals give values, for a list that goes on; 0 for all.
    """

    quantities: Callable[[tuple[Any, ...], str | None], Mapping[str, Any]]
    steps: Mapping[str, Step] = field(default_factory=dict)
    rivals: tuple[tuple[str, Callable[[tuple[Any, ...]], Any]], ...] = ()
    first: int = 0


SIGN = Step("the sign", "The sign is the wrong way round.", "The sign is the wrong way round.")
TWO = Step(
    "a factor of 2",
    "It is half of what it should be.",
    "It is twice what it should be.",
)


def sizes(**counts: int) -> dict[str, float]:
    """Return counts that are factors by themselves, without those equal to 1, which no ratio could show."""
    return {name: float(count) for name, count in counts.items()}
