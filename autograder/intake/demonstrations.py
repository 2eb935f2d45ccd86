"""Cells of the hand-out that a student left as they were and that nothing of theirs depends on: they need not run.

The notebooks are full of experiments and figures. In grading they decide nothing, take most of the time, and call the
student's functions: one that never returns would hang in each of them. A cell may be left out if it stands word for word
in the hand-out and binds no name that is owned by a question or read by a cell that runs. Where a cell of the student's
could read any name without spelling it, all of them run, each for a moment only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from autograder.intake.names import global_names

# With these a cell can reach any name without spelling it.
_REFLECTION = re.compile(r"\b(eval|exec|globals|locals|vars|dir|getattr|setattr|__main__|get_ipython|inspect|_getframe|modules)\b")
# Two ways of asking where one is, which reach nothing.
_HARMLESS = re.compile(r"""\bin\s+sys\.modules\b|__name__\s*[!=]=\s*['"]__main__['"]""")
_SYSTEM = re.compile(r"\bsys\b")


@dataclass(frozen=True)
class Names:
    """What a cell does to the notebook's namespace; `opaque` if that cannot be told from its text."""

    binds: frozenset[str]
    reads: frozenset[str]
    opaque: bool = False


class Needed(NamedTuple):
    """The code cells of a notebook with the superfluous ones empty, and the numbers, from 1, of those that get a moment."""

    cells: tuple[str, ...]
    brief: frozenset[int] = frozenset()


def without_demonstrations(cells: tuple[str, ...], given: frozenset[str], owned: Iterable[str]) -> Needed:
    """`cells` with the superfluous ones empty: the others keep their numbers.

    Args:
        given: the sources of the hand-out's code cells, stripped.
        owned: the names that questions ask for.
    """
    names = [_names_of(cell) if cell.strip() in given else read_by(cell) for cell in cells]
    runs = [cell.strip() not in given or found.opaque for cell, found in zip(cells, names)]
    any_name = any(found.opaque for cell, found in zip(cells, names) if cell.strip() not in given)
    needed = set(owned).union(*(found.reads for found, run in zip(names, runs) if run))
    while more := [i for i, found in enumerate(names) if not runs[i] and found.binds & needed]:
        for i in more:
            runs[i] = True
            needed |= names[i].reads
    if any_name:
        return Needed(cells, frozenset(number for number, run in enumerate(runs, 1) if not run))
    return Needed(tuple(cell if run else "" for cell, run in zip(cells, runs)))


def read_by(source: str) -> Names:
    """The names that a cell of the student's reads; what it binds is of no interest, as it runs in any case."""
    try:
        reads = global_names(source)[1]
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics, top-level await, or no Python
        reads = set(re.findall(r"\w+", source))
    return Names(frozenset(), frozenset(reads), bool(_REFLECTION.search(_HARMLESS.sub("", source))))


@lru_cache(maxsize=512)
def _names_of(source: str) -> Names:
    """The names that a cell of the hand-out binds, writes into (`a[0] = 1`, `a.b = 1`) and reads."""
    try:
        binds, reads = global_names(source)
        binds |= _written_into(ast.parse(source))
    except SyntaxError:
        return Names(frozenset(), frozenset(), opaque=True)
    return Names(frozenset(binds), frozenset(reads), bool(_REFLECTION.search(source) or _SYSTEM.search(source)))


def _written_into(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            base = node.value
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            found |= {base.id} if isinstance(base, ast.Name) else set()
    return found
