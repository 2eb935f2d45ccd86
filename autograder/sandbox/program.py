"""A submission as a program to load into a worker, and the result of loading it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

KINDS = ("notebook", "script")


@dataclass(frozen=True)
class Program:
    """A submission as a worker gets it: code cells in order, and the student's other files.

    Attributes:
        cells: source texts; a script is one cell.
        kind: "notebook", run cell by cell as `__main__`, or "script", imported under its own name.
        main: the file's name, as tracebacks show it.
        files: helper modules and data, by relative path.
        brief: numbers, from 1, of cells that get only a moment, since no question seems to need them.
    """

    cells: tuple[str, ...]
    kind: str = "notebook"
    main: str = "notebook.ipynb"
    files: Mapping[str, bytes] = field(default_factory=dict)
    brief: frozenset[int] = frozenset()

    def sources(self) -> tuple[str, ...]:
        """Return the texts of the cells and of the helper modules."""
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
        error: the exception's type, or "LeftOut".
        message: the exception's text, or why the statement was left out.
        line: the student's own line that raised it.
        place: of the statement (see `place_of`); 0 for a whole cell.
        names: what the statement would have defined.
        waited: True if it took too long without computing, so that a busy machine may be the reason.
        plainer: what it defined nevertheless: "sigmoid without annotations", "sigmoid without decorators", or "".
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
        """Return the line on which the skipped statement begins, 0 for a whole cell."""
        return self.place >> COLUMN_BITS


COLUMN_BITS = 12  # the lowest bits of a place; the line is in the higher ones


def place_of(node: ast.stmt) -> int:
    """Return a number for the place where a statement begins, the same in every worker and never 0."""
    return node.lineno << COLUMN_BITS | min(node.col_offset, (1 << COLUMN_BITS) - 1)


@dataclass
class LoadPlan:
    """What is known about loading a submission from its earlier workers.

    Attributes:
        stuck: cells and statements (place 0 for a whole cell) that took too long and get only a moment.
        left_out: statements that ended the process, each with a description of how it ended.
        singly_from: the cell from which on statements run one by one, so that the one that ends the process can be
            identified; 0 for none.
    """

    stuck: set[tuple[int, int]] = field(default_factory=set)
    left_out: dict[tuple[int, int], str] = field(default_factory=dict)
    singly_from: int = 0

    def is_stuck(self, cell: int, place: int) -> bool:
        """Return whether the statement gets only a moment."""
        return (cell, 0) in self.stuck or (cell, place) in self.stuck

    def singly(self, cell: int) -> bool:
        """Return whether the statements of `cell` run one by one."""
        known = any(number == cell and place for number, place in self.stuck)
        return known or 0 < self.singly_from <= cell

    def learn(self, cell: int, place: int, outcome: str, reason: str) -> None:
        """Record that a worker ended in the statement at `place` of `cell`, or anywhere in it for place 0."""
        self.singly_from = min(self.singly_from or cell, cell)
        if place:
            self.left_out[cell, place] = reason
        elif outcome == "timeout":
            self.stuck.add((cell, 0))


@dataclass(frozen=True)
class Loaded:
    """The result of running the cells.

    `outcome` is "loaded", "unreadable" (a script that is not Python), "timeout", "memory", "output", "crash" or
    "protocol"; the last five mean that the worker has ended. `names` are those that the student's code defined.
    `skipped` has the numbers of the cells in which a statement was left out since it ended the process or never ended.
    """

    outcome: str
    message: str = ""
    errors: tuple[CellError, ...] = ()
    names: frozenset[str] = frozenset()
    printed: str = ""
    skipped: tuple[int, ...] = ()
