"""Which names a student's function may use, directly or through others: what its text says, generously read.

Only to leave out work: a question that reaches no function of another question gains nothing from a correct one.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from autograder.sandbox.ipython_syntax import as_python

_WORD = re.compile(r"[^\W\d]\w*")
# With these a function can reach any name without spelling it.
_REFLECTION = frozenset(
    [
        "eval",
        "exec",
        "globals",
        "locals",
        "vars",
        "getattr",
        "sys",
        "inspect",
        "importlib",
        "__import__",
        "__globals__",
        "__dict__",
        "__builtins__",
    ]
)
# Characters of code that are looked through; of more (large modules beside the work) nothing is known.
MOST = 500_000


def reached(sources: Iterable[str], names: Iterable[str]) -> set[str] | None:
    """All names used in the definitions of `names` and in those of the names found there; None if that could be any name.

    Args:
        sources: the cells of a submission and the text of its modules.
    """
    words: dict[str, set[str]] = {}
    sources = tuple(sources)
    if sum(map(len, sources)) > MOST:
        return None
    for source in sources:
        for bound, used in _statements(source):
            for name in bound:
                words.setdefault(name, set()).update(used)
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        waiting = set().union(*(words.get(name, set()) for name in waiting)) - found
    return None if found & _REFLECTION else found


# Kept, as it is asked for each failing question, and as most cells of a class are the hand-out's own.
@lru_cache(maxsize=512)
def _statements(source: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each statement at the top level the names it binds and those it uses; of what does not parse, each word is both."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
        return tuple((frozenset(_bound(statement)), _used(statement)) for statement in body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = frozenset(_WORD.findall(source))
        return ((words, words),)


def _used(statement: ast.stmt) -> frozenset[str]:
    """The global names it reads, and what it takes from modules and objects."""
    names = global_names(ast.unparse(statement))[1]
    nodes = list(ast.walk(statement))
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return frozenset(names | {node.name for node in nodes if isinstance(node, ast.alias)})


def _bound(statement: ast.stmt) -> set[str]:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if isinstance(statement, definitions):
        return {statement.name}
    found = {node.name for node in ast.walk(statement) if isinstance(node, definitions)}
    found |= {node.asname or node.name for node in ast.walk(statement) if isinstance(node, ast.alias)}
    # Loaded ones, too: `forward.cache = sigmoid` and `table["f"] = g` bind through what they load.
    return found | {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


PURE_MODULES = frozenset({"numpy", "math", "typing", "__future__"})
# Of modules that are pure otherwise: generators of random numbers, settings, files.
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
    return [*shared, *(_Binding(name, False) for name in _bound_by(statement, nodes))]


def _bound_by(statement: ast.stmt, nodes: list[ast.AST]) -> set[str]:
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
        if isinstance(node, (ast.FunctionDef, ast.Lambda)) and not _has_constant_defaults(node.args):
            return False
        if isinstance(node, ast.Attribute) and not _is_pure_attribute(node, function):
            return False
    return True


def _has_constant_defaults(arguments: ast.arguments) -> bool:
    return all(map(_is_constant, [*arguments.defaults, *filter(None, arguments.kw_defaults)]))


def _is_pure_attribute(node: ast.Attribute, function: ast.FunctionDef) -> bool:
    """Reads it something else than a setting, a generator of random numbers or what hangs on a function?"""
    on_itself = isinstance(node.value, ast.Name) and node.value.id == function.name
    return (
        isinstance(node.ctx, ast.Load) and node.attr not in IMPURE and not node.attr.startswith("_") and not on_itself
    )


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


def global_names(source: str) -> tuple[set[str], set[str]]:
    """The names at the top level that `source` binds, and all global ones that it reads, in functions too.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python, or too deep.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are the student's own
        return _names(symtable.symtable(source, "<cell>", "exec"), top=True)


def _names(table: symtable.SymbolTable, top: bool) -> tuple[set[str], set[str]]:
    symbols = [symbol for symbol in table.get_symbols() if top or symbol.is_global()]
    binds = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    reads = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    for child in table.get_children():
        more_binds, more_reads = _names(child, top=False)
        binds |= more_binds
        reads |= more_reads
    return binds, reads
