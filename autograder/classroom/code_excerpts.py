"""A student's function as an example for a report: the mathematics of it, nothing that tells who wrote it."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable

from autograder.intake.script import parse
from autograder.questions.schema import Assignment

MAX_LINES, MAX_CHARACTERS = 30, 3000
MAX_KEPT = 20_000  # characters of cells


def cells_about(cells: Iterable[str], assignment: Assignment, question_id: str) -> list[str]:
    """The cells that a snippet can be made of, to be kept until one is wanted: most slips are shared, one example is shown."""
    names = assignment.question(question_id).owns
    found = [cell for cell in cells if any(name in cell for name in names)]
    return found if sum(map(len, found)) <= MAX_KEPT else []


def snippet(cells: Iterable[str], assignment: Assignment, question_id: str) -> str:
    """The last definitions of the question's names, without comments, strings and names of the student's own.

    Names of the interface, of NumPy and of Python stay; every other one becomes v1, v2, … in order of appearance.
    """
    names = set(assignment.question(question_id).owns)
    try:
        found = [node for cell in cells for node in _definitions(cell, names)]
        last = {_place(node, names): node for node in found}  # a later definition replaces an earlier one
        strip = _Strip(frozenset(assignment.owner))
        text = "\n\n".join(ast.unparse(strip.visit(node)) for node in last.values())
    except (RecursionError, ValueError, MemoryError):
        return ""
    lines = text[:MAX_CHARACTERS].splitlines()
    return "\n".join([*lines[:MAX_LINES], *(["…"] if len(lines) > MAX_LINES or len(text) > MAX_CHARACTERS else [])])


def _definitions(cell: str, names: set[str]) -> list[ast.stmt]:
    try:
        return [node for node in parse(cell).body if _defined(node) & names]
    except SyntaxError:
        return []


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def _place(node: ast.stmt, names: set[str]) -> str:
    """What a statement defines: a name, or one entry (`structure["dv/dw"]`)."""
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else str(_defined(node) & names)


class _Strip(ast.NodeTransformer):
    """Drops docstrings, blanks strings but keys and formulas, renames the student's own names."""

    def __init__(self, known: frozenset[str]) -> None:
        self._kept = known | {"np", "numpy", "math", "self"} | set(dir(builtins))
        self._new: dict[str, str] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        own = node.args.posonlyargs + node.args.args + node.args.kwonlyargs if node.name in self._kept else []
        self._kept = self._kept | {argument.arg for argument in own}
        node.name = self._renamed(node.name)
        node.body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._renamed(node.name)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = node.name and self._renamed(node.name)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._renamed(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self._renamed(node.arg), None
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, (str, bytes)) and not _is_key(node.value):
            node.value = "…"
        return node

    def _renamed(self, name: str) -> str:
        return name if name in self._kept else self._new.setdefault(name, f"v{len(self._new) + 1}")


def _is_key(value: str | bytes) -> bool:
    """A key of an answer (`"W0"`, `"dv/dc"`) or a formula: no words but LaTeX's and no run of three letters."""
    return isinstance(value, str) and not re.search(r"[^\W\d_]{3}", re.sub(r"\\[a-zA-Z]+", "", value))
