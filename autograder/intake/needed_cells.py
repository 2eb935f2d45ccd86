"""Cells of the hand-out that a student left as they were and that nothing of theirs depends on: they need not run.

The notebooks are full of experiments and figures. In grading they decide nothing, take most of the time, and call the
student's functions: one that never returns would hang in each of them. A cell may be left out if it stands word for word
in the hand-out and binds no name that is owned by a question or read by a cell that runs. Where a cell of the student's
could read any name without spelling it, all of them run, each for a moment only, as do the student's own experiments.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from autograder.intake.static_analysis import global_names

# With these a cell can reach any name without spelling it.
_REFLECTION = re.compile(
    r"\b(eval|exec|globals|locals|vars|dir|getattr|setattr|__main__|get_ipython|inspect|_getframe|modules)\b"
)
# Two ways of asking where one is, which reach nothing.
_HARMLESS = re.compile(r"""\bin\s+sys\.modules\b|__name__\s*[!=]=\s*['"]__main__['"]""")
_SYSTEM = re.compile(r"\bsys\s*\.|\bfrom\s+sys\b")


@dataclass(frozen=True)
class Names:
    """What a cell does to the notebook's namespace; `opaque` if that cannot be told from its text."""

    binds: frozenset[str]
    reads: frozenset[str]
    opaque: bool = False
    source: str = ""

    @cached_property
    def writes(self) -> frozenset[str]:
        """The names that it writes into (`a[0] = 1`, `a.b = 1`); found only when asked for, as it takes a parse."""
        return frozenset(_written_into(ast.parse(self.source)))

    def makes_any(self, needed: set[str]) -> bool:
        """Does one of these names get its value here?"""
        return not needed.isdisjoint(self.binds) or not needed.isdisjoint(self.writes)


class Needed(NamedTuple):
    """The code cells of a notebook with the superfluous ones empty, and the numbers, from 1, of those that get a moment."""

    cells: tuple[str, ...]
    brief: frozenset[int] = frozenset()


def without_demonstrations(cells: tuple[str, ...], given: frozenset[str], owned: Iterable[str]) -> Needed:
    """`cells` with the superfluous ones empty: the others keep their numbers.

    Experiments of the student's own, which bind no name that an answer uses, all run, since they may have an effect that
    their text does not show; an effect takes a moment.

    Args:
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
    """`chosen` with every cell that binds a name in `needed`, or one that a cell in the result reads."""
    chosen = list(chosen)
    needed = needed.union(*(found.reads for found, one in zip(names, chosen) if one))
    while more := [i for i, found in enumerate(names) if not chosen[i] and found.makes_any(needed)]:
        for i in more:
            chosen[i] = True
            needed |= names[i].reads
    return chosen


def _numbers(those: Iterable[bool]) -> frozenset[int]:
    return frozenset(number for number, one in enumerate(those, 1) if one)


def read_by(source: str) -> Names:
    """What a cell of the student's binds and reads; where that cannot be told, every word in it is both."""
    return _often_read_by(source) if len(source) < SHORT else _read_by(source)


# Students write the same short answers; the longest of a class are not kept.
SHORT = 2000


def _read_by(source: str) -> Names:
    try:
        found = _bound_and_read(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics, top-level await, or no Python
        words = frozenset(re.findall(r"\w+", source))
        found = Names(words, words)
    return replace(found, opaque=bool(_REFLECTION.search(source) and _REFLECTION.search(_HARMLESS.sub("", source))))


_often_read_by = lru_cache(maxsize=1024)(_read_by)


@lru_cache(maxsize=512)
def _names_of(source: str) -> Names:
    """The same of a cell of the hand-out."""
    try:
        found = _bound_and_read(source)
    except SyntaxError:
        return Names(frozenset(), frozenset(), opaque=True)
    told = _HARMLESS.sub("", source)
    return replace(found, opaque=bool(_REFLECTION.search(told) or _SYSTEM.search(told)))


def _bound_and_read(source: str) -> Names:
    binds, reads = global_names(source)
    return Names(frozenset(binds), frozenset(reads), source=source)


def _written_into(tree: ast.Module) -> set[str]:
    found = set()
    for node in _nodes(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            base = node.value
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            found |= {base.id} if isinstance(base, ast.Name) else set()
    return found


def _nodes(tree: ast.AST) -> list[ast.AST]:
    """What `ast.walk` yields, in a third of its time, which was a third of that of reading a submission."""
    nodes = [tree]
    for node in nodes:  # it grows on the way
        for value in vars(node).values():
            if type(value) is list:
                nodes += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST):
                nodes.append(value)
    return nodes
