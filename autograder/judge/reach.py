"""Which names a student's function may use, directly or through others: what its text says, generously read.

Only to leave out work: a question that reaches no function of another question gains nothing from a correct one.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from functools import lru_cache

from autograder.intake.names import global_names

_WORD = re.compile(r"[^\W\d]\w*")
# With these a function can reach any name without spelling it.
_REFLECTION = frozenset(
    "eval exec globals locals vars getattr sys inspect importlib __import__ __globals__ __dict__ __builtins__".split()
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
