"""How much a stand-in takes: about what the cases ask for, so that a worker's question cannot keep the judge busy.

`gradient_descent(..., steps=10**9)`, asked from within a worker, would otherwise be computed where no limit of a worker
holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

ROOM = 4  # times what the largest case holds: students' own functions pass on what they were given, or parts of it
LEAST_NUMBERS, LEAST_INTEGER = 512, 1000
LIGHT_PAIR, LIGHT_WORK = 250_000, 50_000  # numbers; see `is_light`


@dataclass(frozen=True)
class Extent:
    """At most `numbers` numbers in all arguments together, and no single integer beyond `integer`."""

    numbers: int = LEAST_NUMBERS
    integer: int = LEAST_INTEGER

    def check(self, arguments: Iterable[Any]) -> None:
        """Raise ValueError for arguments beyond it."""
        numbers, integer = measure(arguments)
        if numbers > self.numbers or integer > self.integer:
            raise ValueError(f"at most {self.numbers} numbers and no integer beyond {self.integer}")


def extents(largest: Iterable[Mapping[str, tuple[int, int]]]) -> Mapping[str, Extent]:
    """The extent of each function, from what the largest calls of it in each question hold (see `measure`)."""
    found: dict[str, tuple[int, int]] = {}
    for calls in largest:
        for name, (numbers, integer) in calls.items():
            most = found.get(name, (0, 0))
            found[name] = max(most[0], numbers), max(most[1], integer)
    return {
        name: Extent(max(ROOM * numbers, LEAST_NUMBERS), max(integer, LEAST_INTEGER))
        for name, (numbers, integer) in found.items()
    }


def measure(arguments: Iterable[Any]) -> tuple[int, int]:
    """The number of numbers, and the largest integer that stands alone, as a size or a count of steps does.

    Every side counts: an array of shape (N, 0) holds no number, and whatever is made for each of its rows holds N.
    """
    numbers = integer = 0
    for value in arguments:
        if isinstance(value, (list, tuple, set, dict)):
            inner = measure(value.values() if isinstance(value, dict) else value)
            numbers, integer = numbers + max(inner[0], 1), max(integer, inner[1])
        elif isinstance(value, np.ndarray):
            numbers += sides(value)
            if value.size == 1 and value.dtype.kind in "iu":
                integer = max(integer, abs(int(value.item())))
        else:
            numbers += max(len(value), 1) if isinstance(value, (str, bytes)) else 1
            integer = max(integer, abs(value)) if type(value) is int else integer
    return numbers, integer


def sides(array: np.ndarray) -> int:
    """The product of an array's sides, where one of 0 counts as 1."""
    return math.prod(max(side, 1) for side in array.shape)


def is_light(arguments: Iterable[Any]) -> bool:
    """Is this so little that no reference takes more than a few milliseconds, or a few megabytes, for it?

    By what could be made of it: every two arguments against each other, each number once for every integer.
    """
    arguments = tuple(arguments)
    each = sorted(measure([value])[0] for value in arguments)
    integers = [max(abs(value), 1) for value in _alone(arguments)]
    return math.prod(each[-2:]) <= LIGHT_PAIR and sum(each) * math.prod(integers) <= LIGHT_WORK


def _alone(values: Iterable[Any]) -> Iterator[int]:
    """The integers that stand alone, in containers too."""
    for value in values:
        if isinstance(value, (list, tuple, set, dict)):
            yield from _alone(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iu":
            yield int(value.item())
        elif type(value) is int:
            yield value
