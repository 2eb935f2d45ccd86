"""The execution of a student's cells in order in one namespace, as a notebook or as an imported script."""

from __future__ import annotations

import ast
import builtins
import linecache
import os
import re
import sys
import types
from collections.abc import Callable
from itertools import takewhile
from pathlib import PurePath
from time import monotonic, process_time
from typing import Any

from autograder.checks.observation import describe_error, student_line
from autograder.sandbox.guest.alarms import Alarms, CellTimeout
from autograder.sandbox.guest.ipython_shell import Shell
from autograder.sandbox.guest.salvage import bound, bound_in_text, defines_in_main_guard, in_plainer_words
from autograder.sandbox.guest.statements import Enter, OutOfTime, Statements, install_loader
from autograder.sandbox.ipython_syntax import as_python
from autograder.sandbox.limits import WAITING, Limits
from autograder.sandbox.program import CellError, LoadPlan, Program, place_of

SHORTEST = 0.25  # s; the minimum time of a statement, regardless of how many took too long before it
MOST_ERRORS = 1000
FIRST_CELL = "the first cell"  # not a module's name; in sys.modules it precedes all modules that the cells import
# IPython's name for a cell's value. `for _ in` and `z, _ =` only bind it; `f"{_=}"` reads it.
LAST_VALUE = re.compile(r"_(?<!\w_)(?!\w)(?:(?<!\bfor _)|(?! in\b))(?!\s*=(?!\s*[=}!:]))")
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class LeftOut(BaseException):
    """Raised in place of a statement that ended the process of an earlier worker."""


class Notebook:
    """One namespace and the cells that ran in it.

    Each statement that takes too long divides the limit for later ones by four. Together they take little more time
    than the first, so if a function that never returns is called in many cells, the other functions are still defined.
    A statement that is known to be stuck gets only a moment to define what it can, which shrinks in the same way.
    """

    def __init__(self, program: Program, limits: Limits) -> None:
        self.program = program
        self.limits = limits
        self.script = program.kind == "script"
        self.module = types.ModuleType(PurePath(program.main).stem if self.script else "__main__")
        self.namespace: dict[str, Any] = self.module.__dict__
        self.errors: list[CellError] = []
        self.unreadable = ""
        self._statements = Statements(self.namespace, self._failed_statement, started=not self.script)
        # To find a cell's last value takes a tree of the cell, which costs more than to run it.
        self._recalls = not self.script and any(map(_recalls, program.cells))
        self._here = os.getcwd() + os.sep
        self._plan = LoadPlan()
        self._limit, self._moment = limits.cell, min(limits.moment, limits.cell)
        self._cell, self._name = 0, ""
        self._known, self._seconds = False, 0.0
        self._begin: Callable[[int, int], None] = lambda cell, place: None
        self._end = self._last_call = 0.0
        self._prepare()
        self._given = set(self.namespace)

    def run(self, plan: LoadPlan, seconds: float, waiting: float, begin: Callable[[int, int], None]) -> None:
        """Run every cell, but what `plan` leaves out.

        Args:
            plan: what earlier workers showed.
            seconds: of processor time, for all cells together.
            waiting: seconds by the clock.
            begin: is told the number of each cell, and the place of each statement that runs singly, before it runs.
        """
        self._plan, self._begin = plan, begin
        self._end, self._last_call = process_time() + seconds, monotonic() + waiting
        self._alarms = Alarms()
        for number, source in enumerate(self.program.cells, 1):
            if source or self.script:
                self._run_cell(number, source)
        self._alarms.stop()

    def names(self) -> list[str]:
        """Return the names that the student's code defined or changed."""
        return sorted(name for name in self.namespace if type(name) is str and name not in self._given)[:10_000]

    def helper_modules(self) -> list[dict[str, Any]]:
        """Return the namespaces of the student's own modules, which were imported from the working directory."""
        # Newest first, back to the first cell: reading an older module copies memory shared with the fork server.
        new = [sys.modules[name] for name in takewhile(lambda name: name != FIRST_CELL, reversed(sys.modules))]
        spaces = [vars(module) for module in new if isinstance(module, types.ModuleType) and module is not self.module]
        return [space for space in spaces if str(space.get("__file__")).startswith(self._here)]

    def _prepare(self) -> None:
        sys.modules[self.module.__name__] = self.module
        sys.modules[FIRST_CELL] = None  # type: ignore[assignment]  # as for a name that cannot be imported
        self.namespace["__builtins__"] = builtins
        builtins.input = lambda prompt="": ""
        sys.breakpointhook = lambda *args, **kwargs: None
        install_loader(self._here.rstrip(os.sep), self._failed_statement)
        if self.script:
            self.namespace["__file__"] = os.path.abspath(self.program.main)
        else:
            self.shell = Shell(self.namespace, self._execute)
            self.namespace.update(self.shell.names())

    def _run_cell(self, number: int, source: str) -> None:
        name = f"{self.program.main} (submitted)" if self.script else f"<cell {number}>"
        self._cell, self._name = number, name
        try:
            self._start(0)
            self._execute(source, name, self._enter, singly=self._plan.singly(number))
        except OutOfTime:
            text = f"was not run: the whole took longer than {self.limits.load:g} s"
            self._add("TimeoutError", text, names=bound_in_text(source))
        except SyntaxError as error:
            self._syntax_error(name, error, source)
        except BaseException as error:  # SystemExit and KeyboardInterrupt end a statement, not the notebook
            words = in_words(error)
            self._add(words["error"], words["message"], student_line(error), names=bound_in_text(source))
        finally:
            _close_figures()

    def _execute(self, source: str, name: str, enter: Enter | None = None, singly: bool = False) -> None:
        """Run `source` under the file name `name`, which tracebacks show."""
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        singly = singly or (self.script and defines_in_main_guard(source))
        run = self._statements.run
        if self._recalls:
            return run(as_python(source), name, recall=True, enter=enter, singly=singly)
        try:
            return run(source, name, enter=enter, singly=singly)
        except UNREADABLE as error:
            if self.script or not _unread(error):
                raise
        run(as_python(source), name, enter=enter, singly=singly)

    def _enter(self, node: ast.stmt) -> None:
        """Prepare a statement of a cell that runs one by one."""
        place = place_of(node)
        if (self._cell, place) in self._plan.left_out:
            raise LeftOut(self._plan.left_out[self._cell, place])
        self._start(place)

    def _start(self, place: int) -> None:
        """Announce what runs from now on and limit its time."""
        self._begin(self._cell, place)
        self._known = self._plan.is_stuck(self._cell, place)
        self._arm()

    def _arm(self) -> None:
        """Set the alarms for what runs from now on."""
        left, waiting = self._end - process_time(), self._last_call - monotonic()
        if left <= 0 or waiting <= 0:
            raise OutOfTime
        self._seconds = self._moment if self._known else self._limit
        self._alarms.set(min(left, self._seconds), min(waiting, WAITING * self._seconds))

    def _failed_statement(self, error: BaseException, node: ast.stmt, left: list[ast.stmt], name: str) -> None:
        """Record a failed statement, of which `left` is still to run; the rest of the cell gets its own time."""
        self._alarms.stop()
        lost = set(bound(node)) - {name for rest in left for name in bound(rest)}
        names = tuple(name for name in bound(node) if name in lost)
        waited = isinstance(error, CellTimeout) and error.waited
        kind, message = self._in_words(error)
        line = student_line(error) or _own_line(node, name)
        place = place_of(node) if name == self._name else 0
        if place and self.errors and self.errors[-1].plainer and self.errors[-1].place == place:
            self.errors.pop()  # the same definition, which failed in a less plain form
        self._add(kind, message, line, place, names, waited, in_plainer_words(node) if left else "")
        if isinstance(error, CellTimeout):
            self._shorten()
        self._arm()

    def _in_words(self, error: BaseException) -> tuple[str, str]:
        if isinstance(error, CellTimeout):
            seconds = self._seconds * (WAITING if error.waited else 1)
            return "TimeoutError", f"took longer than {seconds:.3g} s{', waiting included' if error.waited else ''}"
        if isinstance(error, LeftOut):
            return "LeftOut", str(error)
        words = in_words(error)
        return words["error"], words["message"]

    def _shorten(self) -> None:
        if self._known:
            self._moment = max(self._moment / 4, SHORTEST)
        else:
            self._limit = max(self._limit / 4, SHORTEST)

    def _syntax_error(self, name: str, error: SyntaxError, source: str) -> None:
        own = error.filename == name
        line = f"{name.strip('<>').removesuffix(' (submitted)')}, line {error.lineno}" if own else student_line(error)
        text = in_words(error)
        message = str(error.msg) if own else text["message"]
        self._add(text["error"], message, line, names=bound_in_text(source))
        if self.script and own:
            self.unreadable = f"{self.program.main}, line {error.lineno}: {error.msg}"

    def _add(
        self,
        error: str,
        message: str,
        line: str = "",
        place: int = 0,
        names: tuple[str, ...] = (),
        waited: bool = False,
        plainer: str = "",
    ) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(CellError(self._cell, error, message, line, place, names[:100], waited, plainer))


def _recalls(source: str) -> bool:
    """Return whether this cell may read `_`, the value of the cell before; as a target (`for _ in`) it is any other name."""
    if not LAST_VALUE.search(source):
        return False
    try:
        tree = ast.parse(as_python(source))
    except UNREADABLE:
        return True
    return any(map(_reads_it, ast.walk(tree)))


def _reads_it(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return isinstance(node.target, ast.Name) and node.target.id == "_"
    return isinstance(node, ast.Name) and node.id == "_" and type(node.ctx) is ast.Load


def _unread(error: BaseException) -> bool:
    """Return whether the source could not be read, so that nothing of it has run."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step is not None and step.tb_frame.f_code is Statements.compiled.__code__


def _own_line(node: ast.stmt, name: str) -> str:
    """Return the first line of a statement in the form of `student_line`."""
    place = os.path.basename(name.strip("<>").removesuffix(" (submitted)"))
    return f"{place}, line {node.lineno}: {linecache.getline(name, node.lineno).strip()[:120]}".rstrip(": ")


def _close_figures() -> None:
    """Close all figures, as Jupyter does after each cell; twenty open figures would cause a warning."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    try:
        if pyplot is not None:
            pyplot.close("all")
    except BaseException:  # a pyplot that the student has patched
        pass


PROCESSES = frozenset({"multiprocessing", "subprocess", "concurrent", "_posixsubprocess"})


def in_words(error: BaseException) -> dict[str, str]:
    """Return the type and the text of an exception that ended a statement."""
    text = describe_error(error)
    if isinstance(error, PermissionError) and not PROCESSES.isdisjoint(_packages(error)):
        text["message"] = "no other process can be started while a submission is graded; threads can"
    return text


def _packages(error: BaseException) -> set[str]:
    """Return the packages in the exception's traceback."""
    packages, place = set(), error.__traceback__
    while place is not None:
        packages.add(str(place.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        place = place.tb_next
    return packages
