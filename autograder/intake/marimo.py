"""Read the cells of a marimo notebook, which is a Python file of functions."""

from __future__ import annotations

import ast
import re
import textwrap

from autograder.intake.analysis.statements import Statement, statements_of
from autograder.intake.notebook import Cell

_APP = re.compile(r"^app *= *(?:marimo|mo)\.App\(", re.MULTILINE)


def is_marimo(text: str) -> bool:
    """Return True for a file that marimo saved."""
    return "marimo" in text and bool(_APP.search(text))


def cells_of(statements: tuple[Statement, ...]) -> tuple[Cell, ...]:
    """Return the cells: texts of `mo.md` as prose, everything else as code, with names defined before their use."""
    cells = [cell for statement in statements for cell in _cell(statement)]
    prose = [cell for cell in cells if cell.kind != "code"]
    return (*_sorted([cell for cell in cells if cell.kind == "code"]), *prose)


def _cell(statement: Statement) -> list[Cell]:
    try:
        tree = ast.parse(statement.text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [Cell("code", statement.text)]
    node = tree[0] if len(tree) == 1 else None
    if isinstance(node, ast.With) and "app.setup" in ast.unparse(node.items[0]):
        return [Cell("code", _text(statement.text, node.body))]
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return []
    decorators = [ast.unparse(one) for one in node.decorator_list]
    if any(one.startswith(("app.function", "app.class_definition")) for one in decorators):
        first = min(one.lineno for one in node.decorator_list)
        lines = statement.text.split("\n")
        return [Cell("code", "\n".join(lines[first : node.end_lineno]))]
    if not any(one.startswith("app.cell") for one in decorators):
        return []
    body = [one for one in node.body if not isinstance(one, ast.Return)]
    prose = [said for one in body if (said := _markdown(one))]
    code = [one for one in body if not _markdown(one)]
    cells = [Cell("markdown", textwrap.dedent(said).strip()) for said in prose]
    return [*cells, Cell("code", _text(statement.text, code))] if code else cells


def _text(text: str, body: list[ast.stmt]) -> str:
    lines = text.split("\n")
    decorators = getattr(body[0], "decorator_list", None)
    first = decorators[0].lineno if decorators else body[0].lineno
    return textwrap.dedent("\n".join(lines[first - 1 : body[-1].end_lineno]))


def _markdown(statement: ast.stmt) -> str:
    """Return the text of `mo.md("…")`, of an f-string what is written out."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(value, ast.Call) or ast.unparse(value.func) not in ("mo.md", "marimo.md") or not value.args:
        return ""
    said = value.args[0]
    if isinstance(said, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else ast.unparse(one) for one in said.values)
    return said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else ""


def _sorted(cells: list[Cell]) -> list[Cell]:
    """Sort each cell after those that bind what it reads, as far as such an order exists."""
    names = []
    for cell in cells:
        facts = [one.facts for one in statements_of(cell.source)]
        names.append((frozenset().union(*(f.binds for f in facts)), frozenset().union(*(f.reads for f in facts))))
    made = frozenset().union(*(binds for binds, _ in names))
    known: set[str] = set()
    waiting, order = list(range(len(cells))), []
    while waiting:
        ready = [i for i in waiting if not ((names[i][1] & made) - names[i][0] - known)] or waiting[:1]
        for i in ready:
            known |= names[i][0]
            order.append(i)
        waiting = [i for i in waiting if i not in ready]
    return [cells[i] for i in order]
