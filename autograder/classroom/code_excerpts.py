"""Show a student's function as an anonymous example in a report."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable

from autograder.intake.script import parse
from autograder.questions.schema import Assignment

MAX_LINES, MAX_CHARACTERS = 30, 3000
MAX_KEPT = 20_000  # characters of cells that are stored


def cells_about(cells: Iterable[str], assignment: Assignment, question_id: str) -> list[str]:
    """Return the cells that mention the question's names; none if they are longer than MAX_KEPT.

    A snippet is made of them only when a report shows it, since most students share a slip with others.
    """
    names = assignment.question(question_id).owns
    chosen = [cell for cell in cells if any(name in cell for name in names)]
    return chosen if sum(map(len, chosen)) <= MAX_KEPT else []


def snippet(cells: Iterable[str], assignment: Assignment, question_id: str) -> str:
    """Return the last definitions of the question's names, without comments, strings and the student's own names.

    Names of the interface, of NumPy and of Python are kept. Others become v1, v2, … in order of appearance. The text is
    empty if the code cannot be parsed.
    """
    names = set(assignment.question(question_id).owns)
    try:
        nodes = [node for cell in cells for node in _definitions(cell, names)]
        last = {_place(node, names): node for node in nodes}  # a later definition replaces an earlier one
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
    """Return what a statement defines: a name, or one entry such as `structure["dv/dw"]`."""
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else str(_defined(node) & names)


class _Strip(ast.NodeTransformer):
    """Remove docstrings, blank out strings except keys and formulas, and rename the student's own names."""

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
    """Return True for a key of an answer (`"W0"`, `"dv/dc"`) or a formula.

    Such a string contains no run of three letters outside LaTeX commands.
    """
    return isinstance(value, str) and not re.search(r"[^\W\d_]{3}", re.sub(r"\\[a-zA-Z]+", "", value))
