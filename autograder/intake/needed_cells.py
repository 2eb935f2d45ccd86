"""Leave out unchanged cells of the hand-out on which no cell of the student depends.

The notebooks are full of experiments and figures, which affect no verdict, take most of the time, and call the
student's functions: a function that never returns would hang in each of them. A cell may be left out if it is word for
word in the hand-out and binds no name that a question owns or a running cell reads. If a cell of the student could read
any name without mentioning it, all of them run, each for a moment only, as do the student's own experiments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from autograder.intake.analysis.statements import KnownTexts, statements_of

# With these a cell can reach any name without mentioning it.
_REFLECTION = re.compile(
    r"\b(eval|exec|globals|locals|vars|dir|getattr|setattr|__main__|get_ipython|inspect|_getframe|modules)\b"
)
# Two ways to detect the environment, which reach no name.
_HARMLESS = re.compile(r"""\bin\s+sys\.modules\b|__name__\s*[!=]=\s*['"]__main__['"]""")
_SYSTEM = re.compile(r"\bsys\s*\.|\bfrom\s+sys\b")


@dataclass(frozen=True)
class Names:
    """The names that a cell binds, reads and writes into; `opaque` if its text does not show them."""

    binds: frozenset[str]
    reads: frozenset[str]
    writes: frozenset[str]
    opaque: bool = False

    def makes_any(self, needed: set[str]) -> bool:
        """Return True if one of these names is bound here."""
        return not needed.isdisjoint(self.binds) or not needed.isdisjoint(self.writes)


class Needed(NamedTuple):
    """The code cells of a notebook, superfluous ones empty, and the numbers, from 1, of those that run briefly."""

    cells: tuple[str, ...]
    brief: frozenset[int] = frozenset()


def without_demonstrations(cells: tuple[str, ...], given: frozenset[str], owned: Iterable[str]) -> Needed:
    """Empty the superfluous cells, so that the others keep their numbers.

    The student's own experiments, which bind no name that an answer uses, run briefly, since they may have an effect
    that their text does not show.

    Args:
        cells: the sources of the code cells.
        given: the sources of the hand-out's code cells, stripped.
        owned: the names that questions ask for.
    """
    names = [_names_of(cell) if cell.strip() in given else read_by(cell) for cell in cells]
    own = [cell.strip() not in given for cell in cells]
    runs = [mine or found.opaque for mine, found in zip(own, names)]
    runs = _closure(names, runs, set(owned))
    answers = _closure(names, [found.opaque for found in names], set(owned))
    if any(found.opaque for mine, found in zip(own, names) if mine):
        return Needed(cells, _numbers(not mine and not needed for mine, needed in zip(own, answers)))
    return Needed(
        tuple(cell if run else "" for cell, run in zip(cells, runs)),
        _numbers(run and not needed for run, needed in zip(runs, answers)),
    )


def _closure(names: list[Names], chosen: list[bool], needed: set[str]) -> list[bool]:
    """Add to `chosen` every cell that binds a name in `needed` or one that a cell in the result reads."""
    chosen = list(chosen)
    needed = needed.union(*(found.reads for found, one in zip(names, chosen) if one))
    while more := [i for i, found in enumerate(names) if not chosen[i] and found.makes_any(needed)]:
        for i in more:
            chosen[i] = True
            needed |= names[i].reads
    return chosen


def _numbers(those: Iterable[bool]) -> frozenset[int]:
    return frozenset(number for number, one in enumerate(those, 1) if one)


_known: KnownTexts[Names] = KnownTexts(500_000)


def read_by(source: str) -> Names:
    """Return what a student's cell binds and reads; in a cell that cannot be parsed every word counts as both."""
    known = _known.get(source)
    return known if known is not None else _known.put(source, _read_by(source))


def _read_by(source: str) -> Names:
    opaque = bool(_REFLECTION.search(source) and _REFLECTION.search(_HARMLESS.sub("", source)))
    facts = [statement.facts for statement in statements_of(source)]
    if any(one.error for one in facts):
        words = frozenset(re.findall(r"\w+", source))
        return Names(words, words, words, opaque)
    return Names(
        frozenset().union(*(one.binds for one in facts)),
        frozenset().union(*(one.reads for one in facts)),
        frozenset().union(*(one.writes for one in facts)),
        opaque,
    )


_known_given: KnownTexts[Names] = KnownTexts(500_000)


def _names_of(source: str) -> Names:
    """Return the same for a cell of the hand-out, where `sys` also makes the cell opaque."""
    known = _known_given.get(source)
    return known if known is not None else _known_given.put(source, _given_names(source))


def _given_names(source: str) -> Names:
    found = read_by(source)
    harmful = bool(_SYSTEM.search(_HARMLESS.sub("", source)))
    return Names(found.binds, found.reads, found.writes, opaque=True) if harmful and not found.opaque else found
