"""Limit the arguments of stand-ins to about the size of the cases, so that a worker cannot keep the judge busy.

Otherwise, `gradient_descent(..., steps=10**9)` called from within a worker would be computed without the worker's
limits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

ROOM = 4  # times the size of the largest case: students' functions pass on their arguments, or parts of them
LEAST_NUMBERS, LEAST_INTEGER = 512, 1000
LIGHT_PAIR, LIGHT_WORK = 250_000, 50_000  # numbers; see `is_light`


@dataclass(frozen=True)
class Extent:
    """Allow at most `numbers` numbers in all arguments together, and no single integer above `integer`."""

    numbers: int = LEAST_NUMBERS
    integer: int = LEAST_INTEGER

    def check(self, arguments: Iterable[Any]) -> None:
        """Raise ValueError if the arguments are larger than allowed."""
        numbers, integer = measure(arguments)
        if numbers > self.numbers or integer > self.integer:
            raise ValueError(f"at most {self.numbers} numbers and no integer beyond {self.integer}")


def extents(largest: Iterable[Mapping[str, tuple[int, int]]]) -> Mapping[str, Extent]:
    """Return the extent of each function, from the size of its largest calls in each question (see `measure`).

    The largest call of any function sets how many numbers all of them may get, since functions pass on what they get.
    """
    sizes: dict[str, tuple[int, int]] = {}
    for calls in largest:
        for name, (numbers, integer) in calls.items():
            most = sizes.get(name, (0, 0))
            sizes[name] = max(most[0], numbers), max(most[1], integer)
    most_numbers = max((numbers for numbers, _ in sizes.values()), default=0)
    return {
        name: Extent(max(ROOM * most_numbers, LEAST_NUMBERS), max(integer, LEAST_INTEGER))
        for name, (_, integer) in sizes.items()
    }


def measure(arguments: Iterable[Any]) -> tuple[int, int]:
    """Return how many numbers the arguments hold, and the largest integer given by itself (a size, a count of steps).

    A side of length 0 counts as 1: an array of shape (N, 0) holds no number, but code may compute N things from it.
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
    """Return the product of an array's sides, where a side of 0 counts as 1."""
    return math.prod(max(side, 1) for side in array.shape)


def is_light(arguments: Iterable[Any]) -> bool:
    """Return True if no reference needs more than a few milliseconds or megabytes for these arguments.

    The estimate assumes that every two arguments are combined entry by entry, and that each number is used once for
    every unit of every integer.
    """
    arguments = tuple(arguments)
    each = sorted(measure([value])[0] for value in arguments)
    integers = [max(abs(value), 1) for value in _alone(arguments)]
    return math.prod(each[-2:]) <= LIGHT_PAIR and sum(each) * math.prod(integers) <= LIGHT_WORK


def _alone(values: Iterable[Any]) -> Iterator[int]:
    """Yield the integers given by themselves, also in containers."""
    for value in values:
        if isinstance(value, (list, tuple, set, dict)):
            yield from _alone(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iu":
            yield int(value.item())
        elif type(value) is int:
            yield value
