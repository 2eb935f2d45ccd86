"""Find what a statement binds at the top level, and whether that could keep anything between two calls."""

from __future__ import annotations

import ast
from typing import NamedTuple

from autograder.intake.analysis.definitions import nodes_of, root_of

PURE_MODULES = frozenset({"numpy", "math", "typing", "__future__"})
# Impure names in pure modules: random number generators, settings, files.
IMPURE = frozenset(
    [
        "random",
        "seterr",
        "seterrcall",
        "setbufsize",
        "set_printoptions",
        "save",
        "savez",
        "savetxt",
        "tofile",
        "load",
        "memmap",
        "fromfile",
    ]
)
PURE_BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "complex",
        "dict",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "frozenset",
        "int",
        "isinstance",
        "len",
        "list",
        "map",
        "max",
        "min",
        "pow",
        "print",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "slice",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
        "NotImplementedError",
        "ValueError",
        "TypeError",
        "AssertionError",
        "IndexError",
        "KeyError",
        "ZeroDivisionError",
        "FloatingPointError",
        "RuntimeError",
        "Exception",
        "Ellipsis",
        "NotImplemented",
    ]
)
UNCHANGING = (
    ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.Name, ast.Attribute, ast.operator, ast.unaryop, ast.expr_context,
)  # fmt: skip


class Binding(NamedTuple):
    """A name that a statement binds, whether its value surely cannot change, and the global names that it reads."""

    name: str
    constant: bool
    reads: frozenset[str] = frozenset()


def bindings_of(statement: ast.stmt, nodes: list[ast.AST], reads: frozenset[str]) -> list[Binding]:
    """Return each name that `statement` binds, or whose attributes it may set.

    Args:
        statement: a top-level statement.
        nodes: those of its tree.
        reads: the global names that it reads.
    """
    shared = [Binding(name, False) for node in nodes if isinstance(node, ast.Global) for name in node.names]
    if isinstance(statement, ast.FunctionDef) and _keeps_nothing(statement, nodes):
        return [*shared, Binding(statement.name, True, reads)]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        pure = _is_pure(statement)
        return [Binding((alias.asname or alias.name).partition(".")[0], pure) for alias in statement.names]
    if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
        constant = _is_constant(statement.value)
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        return [*shared, *(Binding(name, constant, reads) for name in names)]
    return [*shared, *(Binding(name, False) for name in _bound_by(nodes))]


def _bound_by(nodes: list[ast.AST]) -> set[str]:
    """Return the names that another kind of statement may bind, or whose entries or attributes it may set."""
    found = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    found |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    found |= {(node.asname or node.name).partition(".")[0] for node in nodes if isinstance(node, ast.alias)}
    changed = (node for node in nodes if _is_store(node))
    return found | {name.id for node in changed for name in ast.walk(node) if isinstance(name, ast.Name)}


def _is_store(node: ast.AST) -> bool:
    return isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)


def _keeps_nothing(function: ast.FunctionDef, nodes: list[ast.AST]) -> bool:
    """Return True if no value in this function could outlive a call."""
    local = _local_names(nodes)
    for node in nodes:
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not _is_pure(node):
            return False
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            return False
        if isinstance(node, (ast.FunctionDef, ast.Lambda)) and not _has_constant_defaults(node.args):
            return False
        if isinstance(node, ast.Attribute) and not _is_pure_attribute(node, function):
            return False
        if isinstance(node, ast.Subscript) and _is_store(node) and not _is_local(node, local):
            return False
    return True


def _has_constant_defaults(arguments: ast.arguments) -> bool:
    return all(map(_is_constant, [*arguments.defaults, *filter(None, arguments.kw_defaults)]))


def _local_names(nodes: list[ast.AST]) -> set[str]:
    """Return parameters and names that are assigned in the function or in one within it."""
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return assigned | {node.arg for node in nodes if isinstance(node, ast.arg)}


def _is_local(node: ast.Subscript, local: set[str]) -> bool:
    base = root_of(node)
    return isinstance(base, ast.Name) and base.id in local


def _is_pure_attribute(node: ast.Attribute, function: ast.FunctionDef) -> bool:
    """Return False for attributes that are settings, random number generators, private, or the function's own."""
    on_itself = isinstance(node.value, ast.Name) and node.value.id == function.name
    return (
        isinstance(node.ctx, ast.Load) and node.attr not in IMPURE and not node.attr.startswith("_") and not on_itself
    )


def _is_pure(statement: ast.Import | ast.ImportFrom) -> bool:
    modules = [statement.module or ""] if isinstance(statement, ast.ImportFrom) else [a.name for a in statement.names]
    parts = {part for name in [*modules, *(alias.name for alias in statement.names)] for part in name.split(".")}
    return all(name.partition(".")[0] in PURE_MODULES for name in modules) and not parts & IMPURE


def _is_constant(value: ast.expr) -> bool:
    """Return True for a value that cannot change: a number, a string, a tuple of such, or another name."""
    nodes = nodes_of(value)
    return all(isinstance(node, UNCHANGING) for node in nodes) and not any(
        isinstance(node, ast.Attribute) and node.attr in IMPURE for node in nodes
    )
