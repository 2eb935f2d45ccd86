"""The execution of a source's statements such that a failed one costs only itself and what needs its names.

A source is compiled and run as a whole. If a statement raises an exception, the statements after it are run one by one;
nothing is run twice. A source that ended the process of an earlier worker is run one by one from the start, so that the
judge can identify the statement. A student's own modules are imported in the same way.
"""

from __future__ import annotations
import __future__

import ast
import asyncio
import inspect
import os
import sys
import types
from collections.abc import Callable
from importlib import machinery
from typing import Any

from autograder.sandbox.guest.interpreter_state import restore_builtins, stop_tracing
from autograder.sandbox.guest.salvage import IMPORTS, definitions, holding, is_main_guard, left_of, place_of

FUTURE_FLAGS = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)

# Called for a failed statement with the exception, the statement, what of it is still to run, and the source's name.
Failed = Callable[[BaseException, ast.stmt, list[ast.stmt], str], None]
Enter = Callable[[ast.stmt], None]


class OutOfTime(BaseException):
    """Raised when no time is left for any statement."""


class Statements:
    """Runner of sources in one namespace.

    Args:
        namespace: in which the statements run.
        failed: called for each failed statement before the next one runs.
        started: True if the sources run as `__main__`, as a notebook's cells do. Otherwise they are a script or a
            module, of whose main guard only the definitions run.
    """

    def __init__(self, namespace: dict[str, Any], failed: Failed, started: bool) -> None:
        self.namespace = namespace
        self._failed = failed
        self._started = started
        self._flags = 0

    def run(
        self, source: str, name: str, *, recall: bool = False, enter: Enter | None = None, singly: bool = False
    ) -> None:
        """Run `source`, which tracebacks show as `name`.

        Args:
            source: the text.
            name: a file name.
            recall: keep the value of a last expression as `_`.
            enter: called before each statement that runs one by one; an exception counts as the statement's failure.
            singly: run the statements one by one from the start.

        Raises:
            SyntaxError: it is not valid Python, and nothing has run.
            ValueError: likewise.
            OutOfTime: raised by `enter`.
        """
        try:
            code = self.compiled(source, name)
        except SyntaxError as error:  # where it parses, one statement cannot be compiled: `return` outside a function
            nodes = _parsed(source, name, error)
            return self._run_singly(nodes, name, enter, None)
        nodes = ast.parse(source, name).body if recall or singly else []
        last = nodes[-1] if recall and nodes and isinstance(nodes[-1], ast.Expr) else None
        if not singly:
            if last is not None:
                code = self.compiled(ast.Module(nodes[:-1], []), name)
            try:
                self._evaluate(code)
                nodes = [last] if last is not None else []
            except OutOfTime:
                raise
            except BaseException as error:
                restore_builtins(self.namespace)  # the parser uses them
                nodes = self._after(nodes or ast.parse(source, name).body, error, code, name)
        if nodes:
            self._run_singly(nodes, name, enter, last)

    def compiled(self, source: str | ast.Module | ast.Expression, name: str, mode: str = "exec") -> types.CodeType:
        """Return the code of `source`; a `from __future__` in it applies to later sources too, as in IPython."""
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # also in scripts, which may be exported notebooks
        code: types.CodeType = compile(source, name, mode, flags=flags, dont_inherit=True)
        self._flags |= code.co_flags & FUTURE_FLAGS
        return code

    def _run_singly(self, nodes: list[ast.stmt], name: str, enter: Enter | None, last: ast.stmt | None) -> None:
        waiting = nodes[::-1]
        while waiting:
            node = waiting.pop()
            code = None
            try:
                if enter is not None:
                    enter(node)
                if isinstance(node, ast.If):  # its branch is run singly, too
                    waiting.extend(reversed(self._branch(node, name)))
                    continue
                code = self._code_of(node, name, node is last)
                value = self._evaluate(code)
                if node is last and value is not None:
                    self.namespace["_"] = value
            except OutOfTime:
                raise
            except BaseException as error:
                restore_builtins(self.namespace)
                waiting.extend(reversed(self._after([node], error, code, name)))

    def _code_of(self, node: ast.stmt, name: str, is_last: bool) -> types.CodeType:
        if is_last and isinstance(node, ast.Expr):
            return self.compiled(ast.Expression(node.value), name, "eval")
        return self.compiled(ast.Module([node], []), name)

    def _branch(self, node: ast.If, name: str) -> list[ast.stmt]:
        """Return the statements that the condition selects; of a main guard, only the definitions."""
        if self._evaluate(self.compiled(ast.Expression(node.test), name, "eval")):
            return node.body
        if not self._started and is_main_guard(node):
            return [*definitions(node.body), *node.orelse]
        return node.orelse

    def _after(
        self, nodes: list[ast.stmt], error: BaseException, code: types.CodeType | None, name: str
    ) -> list[ast.stmt]:
        """Return the statements still to run after one of `nodes` raised `error`."""
        place = place_of(error, code)
        failed = 0 if len(nodes) == 1 else holding(nodes, place)
        if failed < 0:
            raise error
        node = nodes[failed]
        left = left_of(node, place, self.namespace)
        if not (isinstance(node, IMPORTS) and left):  # its names are tried one by one, and told then
            self._failed(error, node, left, name)
        return [*left, *nodes[failed + 1 :]]

    def _evaluate(self, code: types.CodeType) -> Any:
        try:
            result = eval(code, self.namespace)  # student code: this process exists to run it
        finally:
            stop_tracing()
        return _event_loop().run_until_complete(result) if code.co_flags & inspect.CO_COROUTINE else result


def _parsed(source: str, name: str, error: SyntaxError) -> list[ast.stmt]:
    """Return the statements of a source that the compiler refused; raise `error` if the parser refuses it too."""
    try:
        return ast.parse(source, name).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise error from None


def _event_loop() -> asyncio.AbstractEventLoop:
    """Return the notebook's event loop, which is created when a cell first awaits."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)
    return _loop


_loop: asyncio.AbstractEventLoop | None = None


class Loader(machinery.SourceFileLoader):
    """Loader that runs a module statement by statement if one fails."""

    failed: Failed

    def exec_module(self, module: types.ModuleType) -> None:
        source = self.get_source(module.__name__) or ""
        Statements(module.__dict__, self.failed, started=False).run(source, self.path)


FINDER = machinery.FileFinder.path_hook(
    (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
    (Loader, machinery.SOURCE_SUFFIXES),
    (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
)


def install_loader(here: str, failed: Failed) -> None:
    """Use the loader for modules in the folder `here` and below from now on."""
    Loader.failed = staticmethod(failed)

    def hook(path: str) -> Any:
        if path != here and not path.startswith(here + os.sep):
            raise ImportError(path)
        return FINDER(path)

    sys.path_hooks.insert(0, hook)
