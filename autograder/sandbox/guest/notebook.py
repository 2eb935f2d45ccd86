"""Running a student's cells in order in one namespace, as a notebook or as an imported script."""

from __future__ import annotations
import __future__

import ast
import asyncio
import builtins
import inspect
import linecache
import os
import re
import signal
import sys
import time
import types
from collections.abc import Callable
from itertools import takewhile
from pathlib import PurePath
from typing import Any

from autograder.checks.observation import describe, student_line
from autograder.sandbox.guest.import_errors import after_import, in_words
from autograder.sandbox.guest.ipython_shell import Shell
from autograder.sandbox.ipython_syntax import as_python
from autograder.sandbox.limits import Limits
from autograder.sandbox.program import CellError, Program

STUCK = 2.0  # s for a cell that took too long in an earlier worker of the same submission, or that no answer needs
SHORTEST = 0.25  # s; what any cell gets, however many took too long before it
ALARM_REPEAT = 0.5  # s; a student's `except:` swallows one alarm, not all that follow
FIRST_CELL = "the first cell"  # no module's name; in sys.modules it stands before all that the cells import
# IPython's name for a cell's value. `for _ in` and `z, _ =` only bind it; `f"{_=}"` reads it.
LAST_VALUE = re.compile(r"_(?<!\w_)(?!\w)(?:(?<!\bfor _)|(?! in\b))(?!\s*=(?!\s*[=}!:]))")
FUTURE_FLAGS = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


class CellTimeout(BaseException):
    """Raised inside a cell that took too long; no `except Exception` catches it."""


class Notebook:
    """One namespace and the cells that ran in it."""

    def __init__(self, program: Program, limits: Limits) -> None:
        self.program = program
        self.limits = limits
        self.script = program.kind == "script"
        self.module = types.ModuleType(PurePath(program.main).stem if self.script else "__main__")
        self.namespace: dict[str, Any] = self.module.__dict__
        self.errors: list[CellError] = []
        self.unreadable = ""
        self._flags = 0
        # To find a cell's last value takes a tree of the cell, which costs more than to run it.
        self._recalls = not self.script and any(map(_recalls, program.cells))
        self._here = os.getcwd() + os.sep
        self._prepare()
        self._given = set(self.namespace)

    def run(
        self, skip: frozenset[int], seconds: float, begin: Callable[[int], None], stuck: frozenset[int] = frozenset()
    ) -> None:
        """Run every cell but those in `skip`; `begin` is told the number of each before it runs.

        Each cell that takes too long quarters the limit of those after it: together they take little more than the
        first, so that one function that never returns, called in many cells, leaves the time to define all others. Cells
        that are known to be `stuck` get a moment only, in which they define what they can; it shrinks likewise.
        """
        end, limit, moment = time.monotonic() + seconds, self.limits.cell, STUCK
        for number, source in enumerate(self.program.cells, 1):
            if not source and not self.script:
                continue
            left = end - time.monotonic()
            if number in skip:
                self._failed(
                    number, "TimeoutError", f"could not be ended after {self.limits.cell:g} s and was left out"
                )
            elif left <= 0:
                self._failed(number, "TimeoutError", f"was not run: the whole took longer than {self.limits.load:g} s")
            else:
                begin(number)
                known = number in stuck
                if self._run_cell(number, source, min(left, moment if known else limit)):
                    limit, moment = (limit, moment / 4) if known else (limit / 4, moment)
                    limit, moment = max(limit, SHORTEST), max(moment, SHORTEST)

    def names(self) -> list[str]:
        """What the student's code defined or changed."""
        return sorted(name for name in self.namespace if type(name) is str and name not in self._given)[:10_000]

    def helper_modules(self) -> list[dict[str, Any]]:
        """The namespaces of the student's own modules, those imported from the working directory."""
        # Newest first, back to where the cells began: a look at an older module copies memory shared with the fork server.
        new = [sys.modules[name] for name in takewhile(lambda name: name != FIRST_CELL, reversed(sys.modules))]
        spaces = [vars(module) for module in new if isinstance(module, types.ModuleType) and module is not self.module]
        return [space for space in spaces if str(space.get("__file__")).startswith(self._here)]

    def _prepare(self) -> None:
        sys.modules[self.module.__name__] = self.module
        sys.modules[FIRST_CELL] = None  # as for a name that cannot be imported
        self.namespace["__builtins__"] = builtins
        builtins.input = lambda prompt="": ""
        sys.breakpointhook = lambda *args, **kwargs: None
        if self.script:
            self.namespace["__file__"] = os.path.abspath(self.program.main)
        else:
            self.shell = Shell(self.namespace, self._execute)
            self.namespace.update(self.shell.names())

    def _run_cell(self, number: int, source: str, seconds: float) -> bool:
        """Run one cell; whether it was ended for taking too long."""
        name = f"{self.program.main} (submitted)" if self.script else f"<cell {number}>"
        try:
            signal.signal(signal.SIGALRM, _alarm)
            signal.setitimer(signal.ITIMER_REAL, seconds, ALARM_REPEAT)
            try:
                self._execute(source, name)
            except ModuleNotFoundError as error:
                self._go_on(number, source, name, error)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except CellTimeout as error:
            self._failed(number, "TimeoutError", f"took longer than {seconds:.3g} s", student_line(error))
            return True
        except SyntaxError as error:
            self._syntax_error(number, name, error)
        except BaseException as error:  # SystemExit and KeyboardInterrupt end a cell, not the notebook
            text = in_words(error)
            self._failed(number, text["error"], text["message"], student_line(error))
        finally:
            _close_figures()
        return False

    def _execute(self, source: str, name: str) -> None:
        """Run `source` under the file name `name`, by which tracebacks quote it."""
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        if self._recalls:
            tree = ast.parse(source if self.script else as_python(source), name)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            self._evaluate(self._compiled(tree, name))
            value = None if last is None else self._evaluate(self._compiled(ast.Expression(last.value), name, "eval"))
            if value is not None:
                self.namespace["_"] = value
            return
        try:
            code = self._compiled(source, name)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            if self.script:
                raise
            code = self._compiled(as_python(source), name)
        self._evaluate(code)

    def _go_on(self, number: int, source: str, name: str, error: ModuleNotFoundError) -> None:
        """Run what comes after an import of a package that only the student has."""
        tree = ast.parse(source if self.script else as_python(source), name)
        while (tree := after_import(tree, name, error)) is not None:
            self._failed(number, type(error).__name__, describe(error)["message"], student_line(error))
            try:
                return self._evaluate(self._compiled(tree, name))
            except ModuleNotFoundError as another:
                error = another
        raise error

    def _compiled(self, source: str | ast.AST, name: str, mode: str = "exec") -> types.CodeType:
        await_flag = 0 if self.script else ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(source, name, mode, flags=self._flags | await_flag, dont_inherit=True)
        self._flags |= code.co_flags & FUTURE_FLAGS  # as IPython: `from __future__` counts for later cells too
        return code

    def _evaluate(self, code: types.CodeType) -> Any:
        result = eval(code, self.namespace)  # student code: this process exists to run it
        return _event_loop().run_until_complete(result) if code.co_flags & inspect.CO_COROUTINE else result

    def _syntax_error(self, number: int, name: str, error: SyntaxError) -> None:
        own = error.filename == name
        line = f"{name.strip('<>').removesuffix(' (submitted)')}, line {error.lineno}" if own else student_line(error)
        self._failed(number, type(error).__name__, describe(error)["message"], line)
        if self.script and own:
            self.unreadable = f"{self.program.main}, line {error.lineno}: {error.msg}"

    def _failed(self, number: int, error: str, message: str, line: str = "") -> None:
        self.errors.append(CellError(number, error, message, line))


def _recalls(source: str) -> bool:
    """May this cell read `_`, the value of the cell before? As a target (`for _ in`) it is a name like any other."""
    if not LAST_VALUE.search(source):
        return False
    try:
        tree = ast.parse(as_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return any(map(_reads_it, ast.walk(tree)))


def _reads_it(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return isinstance(node.target, ast.Name) and node.target.id == "_"
    return isinstance(node, ast.Name) and node.id == "_" and type(node.ctx) is ast.Load


def _alarm(signum: int, frame: Any) -> None:
    raise CellTimeout


def _event_loop() -> asyncio.AbstractEventLoop:
    """One event loop for the whole notebook, made when a cell first awaits."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)
    return _loop


_loop: asyncio.AbstractEventLoop | None = None


def _close_figures() -> None:
    """As Jupyter does after each cell; twenty open figures would raise a warning."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    try:
        if pyplot is not None:
            pyplot.close("all")
    except BaseException:  # a pyplot the student has patched
        pass
