"""The strings of a statement: those that it assigns to names, and those that read as prose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

# Words from which on a string or a comment may be an answer: labels of prints are shorter.
MIN_WORDS = 12
# Share of them that are words of a language, with a sign of punctuation at most: code has fewer.
MIN_SHARE = 0.75
MAX_TEXT = 50_000
LONGEST_WORD = 60
_WORD = re.compile(r"[(\"'*_$]*[^\W\d_]+(?:['’-][^\W\d_]+)*[)\"'*_$]*[.,;:!?)]*")
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


# Characters of Thai, Lao, Khmer, Chinese, Japanese and Korean, most of which are written without spaces.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def count_words(text: str) -> int:
    """Return about how many words a text has: two characters are one in a language that is written without spaces."""
    return len(text.split()) + (0 if text.isascii() else len(_UNSPACED.findall(text)) // 2)


def reads_as_prose(text: str) -> bool:
    """Return True for a text of at least `MIN_WORDS` words of which most are words of a language."""
    words = text[:MAX_TEXT].split()
    if len(words) < MIN_WORDS:
        return not text.isascii() and count_words(text[:MAX_TEXT]) >= MIN_WORDS + len(words)
    return sum(len(one) <= LONGEST_WORD and bool(_WORD.fullmatch(one)) for one in words) >= MIN_SHARE * len(words)


def prose_in(tree: ast.Module, nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    """Return the strings of a statement that read as prose.

    Args:
        tree: the statement.
        nodes: all nodes of the tree.
    """
    constants = [node.value for node in nodes if node.__class__ is ast.Constant and isinstance(node.value, str)]
    if sum(map(count_words, constants)) < MIN_WORDS:
        return ()
    return tuple(text for text in _said_in(tree) if reads_as_prose(text))


def only_string(tree: ast.Module) -> str:
    """Return the string that a statement consists of, or ""."""
    only = tree.body[0] if len(tree.body) == 1 else None
    value = only.value if isinstance(only, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def assigned_strings(statement: ast.stmt) -> list[tuple[str, str]]:
    """Return the names that a plain assignment sets to a string, also inside one call such as `dedent("…")`."""
    if isinstance(statement, ast.Assign):
        targets = [target.id for target in statement.targets if isinstance(target, ast.Name)]
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        targets = [statement.target.id]
    else:
        return []
    value = _string(statement.value)
    return [(name, value) for name in targets] if value is not None else []


def _string(value: ast.expr | None) -> str | None:
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        left, right = _string(value.left), _string(value.right)
        return left + right if left is not None and right is not None else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and not value.args:  # "…".strip()
        return _string(value.func.value)
    if isinstance(value, ast.Call) and len(value.args) == 1:  # dedent("…")
        is_method = isinstance(value.func, ast.Attribute) and _string(value.func.value) is not None
        return None if is_method else _string(value.args[0])
    return None


def is_literal(statement: ast.stmt) -> bool:
    """Return True if the value of a statement is a constant."""
    return isinstance(getattr(statement, "value", None), ast.Constant)


def _said_in(tree: ast.Module) -> Iterator[str]:
    """Yield the strings of a statement, with those that are added, listed or formatted as one; no docstrings."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        said = _said([node])
        if said:
            yield said
            continue
        inner = list(ast.iter_child_nodes(node))
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False):
            inner.remove(node.body[0])
        waiting[:0] = inner


def _said(nodes: Sequence[ast.AST]) -> str:
    """Return the constant parts of a string, a sum, a list or a tuple of strings; "" for anything else."""
    parts: list[str] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            waiting[:0] = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            waiting[:0] = [node.left, node.right]
        elif isinstance(node, (ast.List, ast.Tuple)) and any(isinstance(one, ast.Constant) for one in node.elts):
            waiting[:0] = node.elts
    return " ".join(part.strip() for part in parts if part.strip())
