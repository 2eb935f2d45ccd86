"""Parts of a class for batch systems: `nnhw grade … --shard 2/8` grades the second of eight parts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from autograder.classroom.arrivals.attendance import Roll, Row


@dataclass(frozen=True)
class Shard:
    """Part `number` (from 1) of `count` parts.

    A submission belongs to the part that a hash of its label gives, so that every machine divides a class alike and the
    members of a group stay together. Students who handed in nothing belong to the first part.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as `I/N`.

        Raises:
            ValueError: it is not two whole numbers with 1 ≤ I ≤ N.
        """
        number, slash, count = text.partition("/")
        if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            raise ValueError(f"{text!r} is not a shard: write I/N with 1 ≤ I ≤ N, such as 2/8.")
        return cls(int(number), int(count))

    def of(self, roll: Roll) -> Roll:
        """Return the rows of `roll` that belong to this part, with all notes."""
        return replace(roll, rows=tuple(row for row in roll.rows if self._holds(row)))

    def _holds(self, row: Row) -> bool:
        if row.arrival is None:
            return self.number == 1
        digest = hashlib.sha256(row.arrival.label.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1
