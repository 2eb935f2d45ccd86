"""Running the statements of one source so that one that fails costs itself and what needs its names, nothing else.

A source is compiled and run at once. Only where that raises, what comes after the statement that raised is run, one
statement after another; nothing is run twice. A source that ended the process in an earlier worker is run one statement
after another from the start, so that the judge knows which it was.
"""

from __future__ import annotations
import __future__

import ast
import asyncio
import inspect
import types
from collections.abc import Callable
from typing import Any

from autograder.sandbox.guest.salvage import IMPORTS, definitions, holding, is_main_guard, left_of, place_of

FUTURE_FLAGS = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)

# What is told of a statement that failed: the exception, the statement, what of it is still to run, the source's name.
Failed = Callable[[BaseException, ast.stmt, list[ast.stmt], str], None]
Enter = Callable[[ast.stmt], None]


class OutOfTime(BaseException):
    """No time is left for any statement."""


class Statements:
    """Runs sources in one namespace.

    Args:
        namespace: in which the statements run.
        failed: is told of each statement that failed, before the next one runs.
        started: the source runs as `__main__`, as a notebook's cells do; otherwise it is a script or a module, and of what
            only a started one runs the definitions are run.
    """

    def __init__(self, namespace: dict[str, Any], failed: Failed, started: bool) -> None:
        self.namespace = namespace
        self._failed = failed
        self._started = started
        self._flags = 0

    def run(
        self, source: str, name: str, *, recall: bool = False, enter: Enter | None = None, singly: bool = False
    ) -> None:
        """Run `source`, which tracebacks know by `name`.

        Args:
            source: the text.
            name: stands for a file's name.
            recall: keep the value of a last expression as `_`.
            enter: is called before each statement that runs singly; what it raises stands for the statement's failure.
            singly: run one statement after another from the start.

        Raises:
            SyntaxError, ValueError: it is no Python; nothing of it has run.
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
                nodes = self._after(nodes or ast.parse(source, name).body, error, code, name)
        if nodes:
            self._run_singly(nodes, name, enter, last)

    def compiled(self, source: str | ast.Module | ast.Expression, name: str, mode: str = "exec") -> types.CodeType:
        """The code of `source`; a `from __future__` in it counts for later sources, too, as in IPython."""
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # in a script, too: exporters leave a cell's `await` in it
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
                waiting.extend(reversed(self._after([node], error, code, name)))

    def _code_of(self, node: ast.stmt, name: str, is_last: bool) -> types.CodeType:
        if is_last and isinstance(node, ast.Expr):
            return self.compiled(ast.Expression(node.value), name, "eval")
        return self.compiled(ast.Module([node], []), name)

    def _branch(self, node: ast.If, name: str) -> list[ast.stmt]:
        """The statements that the condition chooses; of what only a started script runs, the definitions."""
        if self._evaluate(self.compiled(ast.Expression(node.test), name, "eval")):
            return node.body
        if not self._started and is_main_guard(node):
            return [*definitions(node.body), *node.orelse]
        return node.orelse

    def _after(
        self, nodes: list[ast.stmt], error: BaseException, code: types.CodeType | None, name: str
    ) -> list[ast.stmt]:
        """The statements still to run once `error` came out of one of `nodes`."""
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
        result = eval(code, self.namespace)  # student code: this process exists to run it
        return _event_loop().run_until_complete(result) if code.co_flags & inspect.CO_COROUTINE else result


def _parsed(source: str, name: str, error: SyntaxError) -> list[ast.stmt]:
    """Return the statements of a source that the compiler refused with `error`, which is raised if the parser does, too."""
    try:
        return ast.parse(source, name).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise error from None


def _event_loop() -> asyncio.AbstractEventLoop:
    """One event loop for the whole notebook, made when a cell first awaits."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)
    return _loop


_loop: asyncio.AbstractEventLoop | None = None
