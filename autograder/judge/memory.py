"""Can a student's functions remember anything from one call to the next? What their text says, narrowly read.

Only to leave out work: functions that remember nothing answer in a worker that they have been judged in as they would in
a fresh one. Whatever is not surely harmless counts as memory. Code that hides its memory from this reading gains nothing
by it: what matters is what a stand-in told it, and that is told in either worker and kept account of in `Run`.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from autograder.intake.names import global_names
from autograder.sandbox.transform import as_python

PURE_MODULES = frozenset({"numpy", "math", "typing", "__future__"})
# Of modules that are pure otherwise: generators of random numbers, settings, files.
IMPURE = frozenset("random seterr seterrcall setbufsize set_printoptions save savez savetxt tofile load memmap fromfile".split())
PURE_BUILTINS = frozenset(
    "abs all any bool complex dict divmod enumerate filter float frozenset int isinstance len list map max min pow print range "
    "repr reversed round set slice sorted str sum tuple zip NotImplementedError ValueError TypeError AssertionError "
    "IndexError KeyError ZeroDivisionError FloatingPointError RuntimeError Exception Ellipsis NotImplemented".split()
)
UNCHANGING = (
    ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.Name, ast.Attribute, ast.operator, ast.unaryop, ast.expr_context,
)  # fmt: skip


@dataclass(frozen=True)
class _Binding:
    """What a statement at the top level binds a name to: something that cannot change, and the global names it reads."""

    name: str
    constant: bool
    reads: frozenset[str] = frozenset()


def remembers_nothing(sources: Iterable[str], names: Iterable[str]) -> bool:
    """Do the functions `names`, and all that they use, surely keep nothing between two calls?

    Args:
        sources: the cells of a submission and the text of its modules.
    """
    bindings: dict[str, list[_Binding]] = {}
    for source in sources:
        found = _bindings(source)
        if found is None:
            return False
        for binding in found:
            bindings.setdefault(binding.name, []).append(binding)
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if name not in bindings and name not in PURE_BUILTINS:
            return False
        for binding in bindings.get(name, ()):
            if not binding.constant:
                return False
            waiting |= binding.reads - seen
    return True


@lru_cache(maxsize=512)  # most cells of a class are the hand-out's own
def _bindings(source: str) -> tuple[_Binding, ...] | None:
    """Each name that the statements of `source` bind, at the top level; None if they cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(as_python(source)).body
        return tuple(binding for statement in body for binding in _of_statement(statement))
    except SyntaxError:  # a cell that does not run binds nothing
        return ()
    except (ValueError, RecursionError, MemoryError):
        return None


def _of_statement(statement: ast.stmt) -> list[_Binding]:
    nodes = list(ast.walk(statement))
    shared = [_Binding(name, False) for node in nodes if isinstance(node, ast.Global) for name in node.names]
    if isinstance(statement, ast.FunctionDef) and _keeps_nothing(statement, nodes):
        return [*shared, _Binding(statement.name, True, _reads(statement))]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        pure = _is_pure(statement)
        return [_Binding((alias.asname or alias.name).partition(".")[0], pure) for alias in statement.names]
    if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
        constant = _is_constant(statement.value)
        return [*shared, *(_Binding(target.id, constant, _reads(statement)) for target in statement.targets)]
    return [*shared, *(_Binding(name, False) for name in _bound(statement, nodes))]


def _bound(statement: ast.stmt, nodes: list[ast.AST]) -> set[str]:
    """The names that a statement of another kind may bind, or whose attributes it may set."""
    found = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    found |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    found |= {(node.asname or node.name).partition(".")[0] for node in nodes if isinstance(node, ast.alias)}
    changed = (node for node in nodes if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load))
    return found | {name.id for node in changed for name in ast.walk(node) if isinstance(name, ast.Name)}


def _keeps_nothing(function: ast.FunctionDef, nodes: list[ast.AST]) -> bool:
    """Is there no place in this function where a value could outlive a call?"""
    for node in nodes:
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not _is_pure(node):
            return False
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            return False
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            if not all(map(_is_constant, [*node.args.defaults, *filter(None, node.args.kw_defaults)])):
                return False
        if isinstance(node, ast.Attribute) and not _is_pure_attribute(node, function):
            return False
    return True


def _is_pure_attribute(node: ast.Attribute, function: ast.FunctionDef) -> bool:
    """Reads it something else than a setting, a generator of random numbers or what hangs on a function?"""
    on_itself = isinstance(node.value, ast.Name) and node.value.id == function.name
    return isinstance(node.ctx, ast.Load) and node.attr not in IMPURE and not node.attr.startswith("_") and not on_itself


def _is_pure(statement: ast.Import | ast.ImportFrom) -> bool:
    modules = [statement.module or ""] if isinstance(statement, ast.ImportFrom) else [a.name for a in statement.names]
    parts = {part for name in [*modules, *(alias.name for alias in statement.names)] for part in name.split(".")}
    return all(name.partition(".")[0] in PURE_MODULES for name in modules) and not parts & IMPURE


def _is_constant(value: ast.expr) -> bool:
    """A number, a string, a tuple of such, or another name for something: nothing that can change."""
    nodes = list(ast.walk(value))
    return all(isinstance(node, UNCHANGING) for node in nodes) and not any(
        isinstance(node, ast.Attribute) and node.attr in IMPURE for node in nodes
    )


def _reads(statement: ast.stmt) -> frozenset[str]:
    return frozenset(global_names(ast.unparse(statement))[1])
