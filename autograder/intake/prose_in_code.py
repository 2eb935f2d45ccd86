"""Find prose in code: an answer in words that somebody printed, returned, displayed, listed or wrote as a comment.

It is searched for only if a question in words has no answer. The hand-out's own statements do not count.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from autograder.intake.analysis.statements import Statement, statements_of

# Words from which on a string or a comment may be an answer: labels of prints are shorter.
MIN_WORDS = 12
# Share of them that are words of a language, with a sign of punctuation at most: code has fewer.
MIN_SHARE = 0.75
MOST_PIECES, MAX_TEXT = 20, 50_000
_WORD = re.compile(r"[(\"'*_$]*[^\W\d_]+(?:['’-][^\W\d_]+)*[)\"'*_$]*[.,;:!?)]*")
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reads_as_prose(text: str) -> bool:
    """Return True for a text of at least `MIN_WORDS` words of which most are words of a language."""
    words = text[:MAX_TEXT].split()
    return len(words) >= MIN_WORDS and sum(bool(_WORD.fullmatch(one)) for one in words) >= MIN_SHARE * len(words)


def in_statements(statements: Iterable[Statement], given: frozenset[str]) -> list[str]:
    """Return the prose in the strings of statements; a statement that cannot be read may be prose itself."""
    found: list[str] = []
    unread: list[str] = []
    for one in statements:
        if one.text in given or len(found) >= MOST_PIECES:
            continue
        if one.facts.error:
            unread.append(one.text)
        elif len(one.text) > 5 * MIN_WORDS and ('"' in one.text or "'" in one.text):
            found += [text for text in _strings(one.text) if reads_as_prose(text)]
    whole = "\n".join(unread)
    return [*found[:MOST_PIECES], *([whole] if reads_as_prose(whole) else [])]


def in_comments(sources: Iterable[str], given: frozenset[str]) -> list[str]:
    """Return the prose of cells that are comments alone."""
    found = []
    for source in sources:
        lines = [line.strip() for line in source.split("\n") if line.strip()]
        if lines and source.strip() not in given and all(line.startswith("#") for line in lines):
            text = "\n".join(line.lstrip("# ") for line in lines)
            found += [text] if reads_as_prose(text) and any(one.facts.error for one in statements_of(text)) else []
    return found[:MOST_PIECES]


def _strings(text: str) -> Iterator[str]:
    """Return the strings of a statement, with those that are added, listed or formatted as one; no docstrings."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            waiting: list[ast.AST] = list(ast.parse(text[:MAX_TEXT]).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
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
