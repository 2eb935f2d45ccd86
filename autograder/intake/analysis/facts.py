"""Collect facts about one top-level statement: the names it binds, reads, writes into and defines.

Facts are plain names and texts. The process that reads a submission sends them to the judge, which never parses.
"""

from __future__ import annotations

import ast
import json
import re
import symtable
import warnings
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

from autograder.intake.analysis.definitions import Definition, definitions_of, nodes_of, root_of
from autograder.intake.analysis.purity import Binding, bindings_of
from autograder.intake.analysis.strings import assigned_strings, is_literal, only_string, prose_in

_WORD = re.compile(r"[^\W\d]\w*")
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Error(NamedTuple):
    """The reason why a statement cannot be parsed, and the line within it, from 1."""

    message: str
    line: int


@dataclass(frozen=True)
class Facts:
    """Facts about a statement.

    Attributes:
        binds: global names that it assigns, also in functions within it.
        reads: global names that it reads, also in functions within it.
        writes: names that it stores into (`a[0] = 1`, `a.b = 1`).
        touches: names whose value it may change; in doubt a name is included.
        uses: global names it reads, and what it takes from objects and modules.
        bindings: what it binds at the top level, and whether that can change.
        definitions: functions, classes and plain assignments, nested ones too.
        strings: pairs of a name and the string that it assigns to the name.
        literal: whether the string is a plain constant.
        prose: the text of a statement that is a string.
        says: its strings that read as prose, docstrings aside.
        error: why it cannot be parsed.
    """

    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    bindings: tuple[Binding, ...] = ()
    definitions: tuple[Definition, ...] = ()
    strings: tuple[tuple[str, str], ...] = ()
    literal: bool = False
    prose: str = ""
    says: tuple[str, ...] = ()
    error: Error | None = None

    @cached_property
    def as_json(self) -> str:
        """Return the facts that the judge needs as JSON; see `from_plain`."""
        return json.dumps(to_plain(self))


EMPTY = Facts()
TOO_DEEP = "it is nested too deep"


def facts_of(tree: ast.Module, text: str) -> Facts:
    """Return the facts about `text`, whose tree is `tree`.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: the compiler refuses it although it parses.
    """
    if not tree.body:
        return EMPTY
    binds, reads = global_names(text)
    nodes = nodes_of(tree)
    own = [(one, nodes[1:] if len(tree.body) == 1 else nodes_of(one)) for one in tree.body]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    aliases = {node.name for node in nodes if isinstance(node, ast.alias)}
    frozen_reads = frozenset(reads)
    return Facts(
        binds=frozenset(binds),
        reads=frozen_reads,
        writes=frozenset(_written_into(nodes)),
        touches=frozenset().union(*(_touched(statement, within) for statement, within in own)),
        uses=frozen_reads | attributes | aliases,
        bindings=tuple(one for statement, within in own for one in bindings_of(statement, within, frozen_reads)),
        definitions=tuple(one for statement in tree.body for one in definitions_of(statement)),
        strings=tuple(pair for statement in tree.body for pair in assigned_strings(statement)),
        literal=all(is_literal(statement) for statement in tree.body),
        prose=only_string(tree),
        says=prose_in(tree, nodes),
    )


def facts_of_unparsed(text: str, message: str, line: int) -> Facts:
    """Return facts about a text that is not Python: each word counts as bound and read."""
    words = frozenset(_WORD.findall(text))
    return Facts(binds=words, reads=words, touches=words, uses=words, error=Error(message, line))


def facts_of_magic(facts: Facts, text: str) -> Facts:
    """Return the facts of a statement with a line of IPython, which may change everything that it names."""
    words = frozenset(_WORD.findall(text))
    changed = {name: getattr(facts, name) | words for name in ("binds", "reads", "touches", "uses")}
    return Facts(**{**{field.name: getattr(facts, field.name) for field in fields(Facts)}, **changed})


def global_names(source: str) -> tuple[set[str], set[str]]:
    """Return the names at the top level that `source` binds, and all global ones that it reads, in functions too.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: the source is not Python, or nested too deep.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in student code are not reported
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


def _written_into(nodes: list[ast.AST]) -> set[str]:
    stored = (
        node
        for node in nodes
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del))
    )
    return {base.id for node in stored if isinstance(base := root_of(node), ast.Name)}


def _touched(statement: ast.stmt, nodes: list[ast.AST]) -> set[str]:
    if isinstance(statement, _DEFINING):
        return {statement.name}
    found = {node.name for node in nodes if isinstance(node, _DEFINING)}
    found |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    # Including loaded names: `forward.cache = sigmoid` and `table["f"] = g` change objects that they load.
    return found | {node.id for node in nodes if isinstance(node, ast.Name)}


def to_plain(facts: Facts) -> dict[str, Any]:
    """Return the facts that the judge needs, as a JSON object."""
    return {
        "touches": sorted(facts.touches),
        "uses": sorted(facts.uses),
        "bindings": [[one.name, one.constant, sorted(one.reads)] for one in facts.bindings],
        "error": list(facts.error) if facts.error else None,
    }


def from_plain(plain: dict[str, Any]) -> Facts:
    """Return the inverse of `to_plain`, for the facts that it keeps."""
    return Facts(
        touches=frozenset(plain["touches"]),
        uses=frozenset(plain["uses"]),
        bindings=tuple(Binding(name, constant, frozenset(reads)) for name, constant, reads in plain["bindings"]),
        error=Error(*plain["error"]) if plain["error"] else None,
    )
