"""List the names that a statement defines, with their level and whether the definition is still empty.

The functions that walk syntax trees are here, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple


class Definition(NamedTuple):
    """A function, a class or a plain assignment.

    Attributes:
        name: what it defines.
        nested: whether it is inside a function or class.
        blank: whether it is still a stub.
    """

    name: str
    nested: bool
    blank: bool


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def definitions_of(statement: ast.stmt, nested: bool = False) -> list[Definition]:
    """Return the definitions in a statement; `if`, `for`, `with` and `try` do not count as levels."""
    if isinstance(statement, _FUNCTIONS):
        own = Definition(statement.name, nested, _is_blank_body(statement.body))
        return [own, *_within(statement.body, True)]
    if isinstance(statement, ast.ClassDef):
        return [Definition(statement.name, nested, False), *_within(statement.body, True)]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        blank = is_blank_value(statement.value)
        filled = [] if blank else [one for target in targets if (one := _filled(target))]
        return [Definition(one, nested, blank) for one in (*(name.id for name in _names(targets)), *filled)]
    found: list[Definition] = []
    for body in (getattr(statement, name, ()) for name in ("body", "orelse", "finalbody")):
        found += _within(body, nested)
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        found += _within(part.body, nested)
    return found


def _filled(target: ast.expr) -> str:
    """Return the name of a dictionary or list of which an assignment sets an entry; "" for another target."""
    root = root_of(target) if isinstance(target, ast.Subscript) else None
    return root.id if isinstance(root, ast.Name) else ""


def _within(body: Iterable[ast.AST], nested: bool) -> list[Definition]:
    return [one for inner in body if isinstance(inner, ast.stmt) for one in definitions_of(inner, nested)]


def _names(targets: Iterable[ast.expr]) -> list[ast.Name]:
    return [node for target in targets for node in ast.walk(target) if isinstance(node, ast.Name) and _stored(node)]


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _is_blank_body(body: list[ast.stmt]) -> bool:
    """Return True for a body of nothing but a docstring, `...`, `pass`, `return None` and `raise NotImplementedError`."""
    return all(_does_nothing(statement) for statement in body)


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Return):
        return statement.value is None or is_blank_value(statement.value)
    if isinstance(statement, ast.Raise):
        return "NotImplementedError" in ast.dump(statement)
    return isinstance(statement, ast.Pass)


def is_blank_value(value: ast.expr | None) -> bool:
    """Return True if an expression is None, `...`, an empty string, or a container of nothing but these."""
    if value is None:
        return True
    if isinstance(value, ast.Constant):
        return value.value in (None, ..., "")
    if isinstance(value, ast.Dict):
        return all(is_blank_value(item) for item in value.values)
    if isinstance(value, (ast.Tuple, ast.List, ast.Set)):
        return all(is_blank_value(item) for item in value.elts)
    return False


def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """Return what `ast.walk` yields, in a third of the time.

    With `ast.walk` this took a third of the time of reading a submission.
    """
    nodes = [tree]
    for node in nodes:  # the list grows meanwhile
        for value in vars(node).values():
            if type(value) is list:
                nodes += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST):
                nodes.append(value)
    return nodes


def root_of(node: ast.AST) -> ast.AST:
    """Return what a chain of attributes and subscripts starts from: `a` of `a.b[0].c`."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node
