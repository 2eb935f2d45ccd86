"""Make mutants of a solution by changing one operator, constant, index, name or statement at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_BINARY = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.Div), ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,), ast.Pow: (ast.Mult,), ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.Mult,),
}  # fmt: skip
_COMPARE = {
    ast.Gt: (ast.Lt, ast.GtE), ast.Lt: (ast.Gt, ast.LtE), ast.GtE: (ast.Gt, ast.LtE), ast.LtE: (ast.Lt, ast.GtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
}  # fmt: skip
# In written expressions: the characters that typing errors turn a character into.
_WRITTEN = {"+": "-", "-": "+", "*": "+", "·": "+", "2": "3", "3": "2", "4": "2", "a": "b", "b": "a", "w": "x", "x": "y",
            "y": "z", "z": "y", "c": "a"}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one cell. `change` is the changed line before and after, which names the mutant."""

    question: str
    operator: str
    change: str
    source: str


def mutants(question: str, source: str) -> Iterator[Mutant]:
    """Yield all mutants of a cell's source that differ from it and from each other."""
    tree = _without_docstrings(ast.parse(source))
    original = ast.unparse(tree)
    seen = {original}
    for number, node in enumerate(ast.walk(tree)):
        for operator, replacement in _replacements(node, _names_at(tree, node)):
            changed = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(changed)) if i == number)
            _put(changed, target, replacement)
            text = _source(changed)
            if text is not None and text not in seen:
                seen.add(text)
                yield Mutant(question, operator, _difference(original, text), text)


def _without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and len(node.body) > 1 and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return tree


def _source(tree: ast.AST) -> str | None:
    """Return the tree's source; None if the change made the program invalid."""
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
        compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError, TypeError, RecursionError):
        return None
    return text


def _replacements(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, ast.AST | None]]:
    """Yield replacements of a node; None removes a statement."""
    yield from _operators(node)
    yield from _values(node, names)
    yield from _statements(node)


def _operators(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    if isinstance(node, ast.BinOp):
        for other in _BINARY.get(type(node.op), ()):
            yield "operator", ast.BinOp(node.left, other(), node.right)
        yield "dropped operand", node.left
        yield "dropped operand", node.right
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)):
            yield "swapped operands", ast.BinOp(node.right, node.op, node.left)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield "dropped sign", node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for comparison in _COMPARE.get(type(node.ops[0]), ()):
            yield "comparison", ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield "and/or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _values(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, ast.AST | None]]:
    if isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield "constant", ast.Constant(value)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in names:
            if name != node.id:
                yield "swapped name", ast.Name(name, ast.Load())
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "dropped transpose", node.value
    elif isinstance(node, ast.Call):
        for i in range(len(node.keywords)):
            yield "dropped argument", ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])
        for i in range(len(node.args) - 1):
            swapped = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
            yield "swapped arguments", ast.Call(node.func, swapped, node.keywords)


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    if isinstance(node, (ast.Assign, ast.AugAssign)) or (isinstance(node, ast.Expr) and not _is_text(node.value)):
        yield "dropped statement", None
    if isinstance(node, ast.AugAssign):
        for other in _BINARY.get(type(node.op), ()):
            yield "operator", ast.AugAssign(node.target, other(), node.value)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        yield "swapped results", ast.Return(ast.Tuple(node.value.elts[::-1], ast.Load()))
    elif isinstance(node, ast.If):
        yield "condition", ast.If(ast.Constant(True), node.body, node.orelse)
        yield "condition", ast.If(ast.Constant(False), node.body, node.orelse)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _other_constants(value: object) -> list[str | float]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value + 1, value - 1, 2 * value, -value] if value else [1]
    if isinstance(value, str) and any(mark in value for mark in "/*·()"):
        return [value[:i] + _WRITTEN[c] + value[i + 1 :] for i, c in enumerate(value) if c in _WRITTEN]
    return []


def _names_at(tree: ast.AST, node: ast.AST) -> tuple[str, ...]:
    """Return the parameters and local variables of the function around the node."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(inner is node for inner in ast.walk(function)):
            local = [argument.arg for argument in function.args.args]
            local += [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
            return tuple(dict.fromkeys(local))
    return ()


def _put(tree: ast.AST, target: ast.AST, replacement: ast.AST | None) -> None:
    """Replace `target` in `tree` with `replacement`; None becomes `pass`."""
    new = ast.Pass() if replacement is None else copy.deepcopy(replacement)
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, field, new)
                return
            if isinstance(value, list):
                for i, item in enumerate(value):
                    if item is target:
                        value[i] = new
                        return


def _difference(before: str, after: str) -> str:
    """Return the first line that differs, before and after."""
    for old, new in zip(before.splitlines(), after.splitlines()):
        if old != new:
            return f"{old.strip()}  →  {new.strip()}"
    return f"{before.splitlines()[-1].strip()}  →  (dropped)"
