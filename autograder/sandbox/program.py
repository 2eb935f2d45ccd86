"""What is loaded into a worker, and what came of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

KINDS = ("notebook", "script")


@dataclass(frozen=True)
class Program:
    """A submission as a worker sees it: code cells in order, and the student's other files beside them.

    Attributes:
        cells: source text; a script is one cell.
        kind: "notebook", run cell by cell as `__main__`, or "script", imported under its own name.
        main: the file's name, as tracebacks show it.
        files: helper modules and data, by relative path.
        brief: numbers, from 1, of cells that get a moment only: nothing that is asked for seems to need them.
    """

    cells: tuple[str, ...]
    kind: str = "notebook"
    main: str = "notebook.ipynb"
    files: Mapping[str, bytes] = field(default_factory=dict)
    brief: frozenset[int] = frozenset()

    def sources(self) -> tuple[str, ...]:
        """The text of all that may define something: the cells, and the modules beside them."""
        modules = (data.decode("utf-8", "replace") for name, data in self.files.items() if name.endswith(".py"))
        return (*self.cells, *modules)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Program: kind is {self.kind!r}, expected one of {KINDS}")
        if self.kind == "script" and len(self.cells) != 1:
            raise ValueError(f"Program: a script is one cell, got {len(self.cells)}")
        for name in (self.main, *self.files):
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name or len(name) > 1000:
                raise ValueError(f"Program: file name {name[:100]!r} does not stay in its folder")


class CellError(NamedTuple):
    """A statement that failed and was skipped, or a whole cell that could not be read.

    Attributes:
        cell: its number, from 1.
        error, message: the exception, or "LeftOut" and why.
        line: the student's own line that raised it.
        place: of the statement (see `place_of`); 0 for a whole cell.
        names: what the statement would have defined.
        waited: it took too long without computing, so a busy machine may be the reason.
        plainer: what it defined all the same: "sigmoid without annotations", "sigmoid without decorators", or "".
    """

    cell: int
    error: str
    message: str
    line: str
    place: int = 0
    names: tuple[str, ...] = ()
    waited: bool = False
    plainer: str = ""

    @property
    def first_line(self) -> int:
        """The line on which the skipped statement begins, 0 for a whole cell."""
        return self.place >> COLUMN_BITS


COLUMN_BITS = 12  # of a place; the line is in those above


def place_of(node: ast.stmt) -> int:
    """Return a number for where a statement begins, the same in every worker, never 0."""
    return node.lineno << COLUMN_BITS | min(node.col_offset, (1 << COLUMN_BITS) - 1)


@dataclass
class LoadPlan:
    """What earlier workers of a submission showed about loading it.

    Attributes:
        stuck: cells and statements (place 0 for all of a cell) that took too long; they get a moment only.
        left_out: statements that ended the process, each with how it ended.
        singly_from: the cell from which on statements run one after another, so that the one which ends the process is
            known; 0 for none.
    """

    stuck: set[tuple[int, int]] = field(default_factory=set)
    left_out: dict[tuple[int, int], str] = field(default_factory=dict)
    singly_from: int = 0

    def is_stuck(self, cell: int, place: int) -> bool:
        """Return whether this gets a moment only."""
        return (cell, 0) in self.stuck or (cell, place) in self.stuck

    def singly(self, cell: int) -> bool:
        """Return whether the statements of `cell` run one after another."""
        known = any(number == cell and place for number, place in self.stuck)
        return known or 0 < self.singly_from <= cell

    def learn(self, cell: int, place: int, outcome: str, reason: str) -> None:
        """Take in that a worker ended in the statement at `place` of `cell`; place 0 is anywhere in it."""
        self.singly_from = min(self.singly_from or cell, cell)
        if place:
            self.left_out[cell, place] = reason
        elif outcome == "timeout":
            self.stuck.add((cell, 0))


@dataclass(frozen=True)
class Loaded:
    """What running the cells showed.

    `outcome` is "loaded", "unreadable" (a script that is no Python), "timeout", "memory", "output", "crash" or
    "protocol"; after the last five there is no worker. `names` are those the student's code defined. `skipped` counts
    the cells, by number, in which a statement that ended the process, or that nothing could end, was left out.
    """

    outcome: str
    message: str = ""
    errors: tuple[CellError, ...] = ()
    names: frozenset[str] = frozenset()
    printed: str = ""
    skipped: tuple[int, ...] = ()
