"""How much a stand-in takes: about what the cases ask for, so that a worker's question cannot keep the judge busy for long.

`gradient_descent(..., steps=10**9)`, asked from within a worker, would otherwise be computed here, where no limit holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

ROOM = 4  # times what the largest case holds: students' own functions pass on what they were given, or parts of it
LEAST_NUMBERS, LEAST_INTEGER = 512, 1000  # with these, the reference's slowest function takes less than a second


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
    """The number of numbers, and the largest integer that stands alone, as a size or a count of steps does."""
    numbers = integer = 0
    for value in arguments:
        if isinstance(value, (list, tuple, set, dict)):
            inner = measure(value.values() if isinstance(value, dict) else value)
            numbers, integer = numbers + inner[0], max(integer, inner[1])
        elif isinstance(value, np.ndarray):
            numbers += value.size
            if value.size == 1 and value.dtype.kind in "iu":
                integer = max(integer, abs(int(value.item())))
        else:
            numbers += 1
            integer = max(integer, abs(value)) if type(value) is int else integer
    return numbers, integer
