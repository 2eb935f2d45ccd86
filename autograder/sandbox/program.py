"""What is loaded into a worker, and what came of it."""

from __future__ import annotations

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
    """An exception that ended a cell; `cell` counts from 1, `line` is the student's own line."""

    cell: int
    error: str
    message: str
    line: str


@dataclass(frozen=True)
class Loaded:
    """What running the cells showed.

    `outcome` is "loaded", "unreadable" (a script that is no Python), "timeout", "memory", "output", "crash" or
    "protocol"; after the last five there is no worker. `names` are those the student's code defined. `skipped` counts
    the cells, by number, that nothing could end in time and that were left out.
    """

    outcome: str
    message: str = ""
    errors: tuple[CellError, ...] = ()
    names: frozenset[str] = frozenset()
    printed: str = ""
    skipped: tuple[int, ...] = ()
