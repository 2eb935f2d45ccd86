"""The remains of a statement that failed: definitions inside it that Python did not reach, and the names it lost."""

from __future__ import annotations

import ast
import copy
import re
import types
from collections.abc import Collection, Iterable, Iterator, Sequence

# A line, and a byte offset in it, which Python provides from 3.11 on.
Place = tuple[int, int | None]

IMPORTS = (ast.Import, ast.ImportFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Nodes whose inner names are local.
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BOUND_IN_TEXT = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
MAIN_GUARD = re.compile(r"^if\s+__name__\b", re.MULTILINE)
INDENTED_DEFINITION = re.compile(r"^[ \t]+(?:async[ \t]+)?(?:def|class)\b|^[ \t]+\w+\s*=\s*lambda\b", re.MULTILINE)


def place_of(error: BaseException, code: types.CodeType | None) -> Place | None:
    """Return the place in `code`, the top-level code of a cell or a file, in the traceback of `error`, or None."""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code is code:
            return step.tb_lineno, _column(code, step.tb_lasti)
        step = step.tb_next
    return None


def _column(code: types.CodeType, instruction: int) -> int | None:
    if not hasattr(code, "co_positions") or instruction < 0:
        return None
    for number, (_, _, column, _) in enumerate(code.co_positions()):
        if number == instruction // 2:
            return column
    return None


def holding(nodes: Sequence[ast.stmt], place: Place | None) -> int:
    """Return the index of the statement that contains `place`, the last of the line if only that is known, or -1."""
    if place is None:
        return -1
    line, column = place
    for position in range(len(nodes) - 1, -1, -1):
        node = nodes[position]
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
        last, end = node.end_lineno or first, node.end_col_offset or 0
        if not first <= line <= last:
            continue
        before = column is not None and line == node.lineno == first and column < node.col_offset
        after = column is not None and line == last and column >= end
        if not before and not after:
            return position
    return -1


def left_of(node: ast.stmt, place: Place | None, defined: Collection[str]) -> list[ast.stmt]:
    """Return what is still to run of `node`, which failed at `place`.

    For an import, these are its names one by one. For a definition whose name is not yet defined, it is the definition
    without annotations, then without decorators. For an `if`, it is the rest of the branch. For any other block, these
    are the definitions after the place, or all of them if the block failed at its entry. If a condition failed, it is
    unknown whether its body would have run, so only definitions of names not in `defined` are taken from the body.
    """
    if isinstance(node, IMPORTS):
        return _one_by_one(node)
    if isinstance(node, FUNCTIONS):
        return [] if node.name in defined else plainer(node)
    for block in blocks(node):
        position = holding(block, place)
        if position >= 0:
            rest = [*left_of(block[position], place, defined), *block[position + 1 :]]
            if isinstance(node, ast.If):
                return rest
            return list(
                definitions([*rest, *(getattr(node, "orelse", []) if block is getattr(node, "body", None) else [])])
            )
    inner_definitions = list(definitions(inner for block in _entered(node) for inner in block))
    if isinstance(node, (ast.If, ast.While)):
        return [inner for inner in inner_definitions if not set(bound(inner)) & set(defined)]
    return inner_definitions


def blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of statements inside `node` that share its namespace."""
    if isinstance(node, FUNCTIONS):
        return []
    handlers = [handler.body for handler in getattr(node, "handlers", ())]
    cases = [case.body for case in getattr(node, "cases", ())]
    return [*_entered(node), *handlers, *cases]


def _entered(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks that run if no exception is raised."""
    if isinstance(node, FUNCTIONS):
        return []
    candidates = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    return [block for block in candidates if isinstance(block, list) and block]


def definitions(nodes: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the functions, classes and imports among `nodes` and in their blocks."""
    for node in nodes:
        lambdas = isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Lambda)
        if lambdas or isinstance(node, (*FUNCTIONS, *IMPORTS)):
            yield node
        for block in _entered(node):
            yield from definitions(block)


def is_main_guard(node: ast.stmt) -> bool:
    """Return True for `if __name__ == "__main__":`, whose body runs only if a script is started."""
    return isinstance(node, ast.If) and any(isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(node.test))


def defines_in_main_guard(source: str) -> bool:
    """Return True if the script may define something in its main guard."""
    guard = MAIN_GUARD.search(source)
    return guard is not None and INDENTED_DEFINITION.search(source, guard.end()) is not None


def plainer(node: ast.stmt) -> list[ast.stmt]:
    """Return a failed definition without its annotations, or without its decorators, or [] if it has neither.

    Annotations, which only Python 3.13 and older evaluate, are removed first, then decorators, which may be those of a
    package that the grader does not have. Default values stay, since the function would behave differently without.
    """
    less = copy.copy(node)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(_annotations(node)):
        less = copy.deepcopy(node)
        assert isinstance(less, (ast.FunctionDef, ast.AsyncFunctionDef))
        less.returns = None
        for argument in _arguments(less):
            argument.annotation = None
        return [less]
    if isinstance(less, FUNCTIONS) and less.decorator_list:
        less.decorator_list = []
        return [less]
    return []


def in_plainer_words(node: ast.stmt) -> str:
    """Return words for the result of `plainer`: "sigmoid without annotations", or "" if it is not a definition."""
    if not isinstance(node, FUNCTIONS):
        return ""
    annotated = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(_annotations(node))
    return f"{node.name} without {'annotations' if annotated else 'decorators'}"


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr | None]:
    yield node.returns
    for argument in _arguments(node):
        yield argument.annotation


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = node.args
    stars = [argument for argument in (given.vararg, given.kwarg) if argument is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *stars]


def bound(node: ast.AST) -> tuple[str, ...]:
    """Return the names that `node` binds when it runs, in order."""
    return tuple(dict.fromkeys(_bound(node)))


def bound_in_text(source: str) -> tuple[str, ...]:
    """Return the names that a text, which need not be valid Python, seems to define."""
    return tuple(dict.fromkeys(definition or variable for definition, variable in BOUND_IN_TEXT.findall(source)))


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, FUNCTIONS):
        yield node.name
    elif isinstance(node, IMPORTS):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*")
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif not isinstance(node, SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)


def _one_by_one(node: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
    """Return `import a, b` as one statement for each name, at the place of the name; [] if it has only one name."""
    if len(node.names) == 1:
        return []
    return [ast.copy_location(_import_of(node, alias), alias) for alias in node.names]


def _import_of(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    return ast.Import([alias]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [alias], node.level)
