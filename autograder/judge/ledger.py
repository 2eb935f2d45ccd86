"""Which stand-in answered what in one run: what carried credit is owed to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.judge.callback_limits import measure

# What is kept; of a run with more, nobody can say what it did not pass on.
MOST_ENTRIES, MOST_NUMBERS = 4000, 500_000


@dataclass(frozen=True)
class Entry:
    """One answer of a stand-in."""

    function: str
    arguments: tuple[Any, ...]
    reply: Any


@dataclass
class Ledger:
    """The answers of stand-ins to one question, from when its worker was told of them until it was judged."""

    entries: list[Entry] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    numbers: int = 0
    full: bool = False

    def ask(self, function: str) -> None:
        """Note that a stand-in was asked, whether it answers or not."""
        self.asked.add(function)

    def note(self, function: str, arguments: tuple[Any, ...], reply: Any) -> None:
        """Keep what it answered."""
        self.numbers += measure((*arguments, reply))[0]
        if len(self.entries) < MOST_ENTRIES and self.numbers <= MOST_NUMBERS:
            self.entries.append(Entry(function, arguments, reply))
        else:
            self.full = True
