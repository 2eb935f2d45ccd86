"""Combine modules of a package into one module with only what given names need, in the order of imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


class BundleError(ValueError):
    """Modules that cannot be combined; the message names them."""


@dataclass(frozen=True)
class Statement:
    """A top-level statement with the comments above it; `defines` and `uses` are names."""

    module: str
    text: str
    defines: frozenset[str]
    uses: frozenset[str]


@dataclass(frozen=True)
class Module:
    """A module's statements, the first line of its docstring, and its imports from the package and from outside."""

    name: str
    summary: str
    statements: tuple[Statement, ...]
    siblings: Mapping[str, str]  # name → the module of the package that it comes from
    imports: Mapping[str, str]  # name → the import that binds it


def bundle(folder: Path, roots: Mapping[str, Collection[str]], entries: Mapping[str, Collection[str]]) -> str:
    """Return the source of one module, without docstring and future import.

    Args:
        folder: the package.
        roots: module → names that the result must define; what they need is included.
        entries: name of a dict literal with one entry per line → keys to keep.

    Raises:
        BundleError: two modules define or import one name differently, or a root is not defined.
    """
    modules = _in_order(folder, roots, entries)
    kept = _reachable(modules, {(module, name) for module, names in roots.items() for name in names})
    _refuse_conflicts(kept, modules)
    needed = {name for statement in kept for name in statement.uses}
    imports = {text for module in modules for name, text in module.imports.items() if name in needed}
    sections = [_section(module, kept) for module in modules]
    return "\n\n\n".join([_sorted_imports(imports), *filter(None, sections)]) + "\n"


def shaken(source: str, roots: Collection[str]) -> str:
    """Return one module's source with only those definitions that `roots` need; head and spacing are kept."""
    module = _module("module", source, {})
    kept = set(_reachable([module], {("module", name) for name in roots}))
    needed = {name for statement in kept for name in statement.uses}
    imports = _sorted_imports({text for name, text in module.imports.items() if name in needed})
    docstring = ast.get_docstring(ast.parse(source), clean=False)
    head = f'"""{docstring}"""\n\n' if docstring else ""
    return head + imports + "\n\n" + _spaced([s for s in module.statements if s in kept]) + "\n"


def _in_order(folder: Path, roots: Mapping[str, object], entries: Mapping[str, Collection[str]]) -> list[Module]:
    modules: dict[str, Module] = {}

    def visit(name: str) -> None:
        module = _module(name, (folder / f"{name}.py").read_text(encoding="utf-8"), entries)
        for sibling in module.siblings.values():
            if sibling not in modules:
                visit(sibling)
        modules[name] = module

    for root in roots:
        if root not in modules:
            visit(root)
    return list(modules.values())


def _module(name: str, source: str, entries: Mapping[str, Collection[str]]) -> Module:
    tree, lines = ast.parse(source), source.splitlines()
    siblings: dict[str, str] = {}
    imports: dict[str, str] = {}
    statements: list[Statement] = []
    end = 0
    for node in tree.body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) - 1
        start = _comments_above(lines, first, end)
        text, end = "\n".join(lines[start : node.end_lineno]), node.end_lineno or 0
        if isinstance(node, ast.ImportFrom) and node.level:
            siblings |= {alias.name: node.module or "" for alias in node.names}
            if any(alias.asname for alias in node.names):
                raise BundleError(f"{name} imports from {node.module} under another name.")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            imports |= _bindings(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and statements:
            last = statements.pop()  # a text below an assignment describes it
            statements.append(Statement(name, f"{last.text}\n{text}", last.defines, last.uses))
        elif defines := _defines(node):
            for dict_name in defines & set(entries):
                text, node = _with_entries(text, entries[dict_name])
            statements.append(Statement(name, text, frozenset(defines), frozenset(_uses(node))))
    summary = re.split(r"[:;,.](?: |$)", (ast.get_docstring(tree) or "").partition("\n")[0])[0] + "."
    return Module(name, summary, tuple(statements), siblings, imports)


def _comments_above(lines: list[str], first: int, end: int) -> int:
    while first > end and lines[first - 1].startswith("#"):
        first -= 1
    return first


def _bindings(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {(a.asname or a.name).partition(".")[0]: ast.unparse(ast.Import([a])) for a in node.names}
    if node.module == "__future__":
        return {}
    return {a.asname or a.name: ast.unparse(ast.ImportFrom(node.module, [a], 0)) for a in node.names}


def _defines(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)}


def _uses(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id


def _with_entries(text: str, keys: Collection[str]) -> tuple[str, ast.stmt]:
    """Return a dict literal with only the lines whose key is wanted."""
    kept = [line for line in text.splitlines() if not line.startswith('    "') or line.strip().split('"')[1] in keys]
    text = "\n".join(kept)
    return text, ast.parse(text).body[0]


def _reachable(modules: list[Module], roots: set[tuple[str, str]]) -> list[Statement]:
    """Return the statements that define `roots`, each a module and a name, and all that these need."""
    defined: dict[tuple[str, str], list[Statement]] = {}
    for module in modules:
        for statement in module.statements:
            for name in statement.defines:
                defined.setdefault((module.name, name), []).append(statement)
    missing = sorted(name for module, name in roots if (module, name) not in defined)
    if missing:
        raise BundleError(f"{', '.join(missing)} is not defined.")
    origins = {module.name: module.siblings for module in modules}
    kept: dict[Statement, None] = {}
    waiting = sorted(roots)
    while waiting:
        for statement in defined.get(waiting.pop(), ()):
            if statement not in kept:
                kept[statement] = None
                waiting += [(_origin(statement.module, name, origins), name) for name in statement.uses]
    return list(kept)


def _origin(module: str, name: str, origins: Mapping[str, Mapping[str, str]]) -> str:
    """Return the module that defines the `name` used in `module`."""
    while name in origins[module]:
        module = origins[module][name]
    return module


def _refuse_conflicts(kept: Iterable[Statement], modules: list[Module]) -> None:
    origin: dict[str, str] = {}
    for statement in kept:
        for name in statement.defines:
            if origin.setdefault(name, statement.module) != statement.module:
                raise BundleError(f"{origin[name]} and {statement.module} both define {name}: rename one.")
    bound: dict[str, str] = {}
    for module in modules:
        for name, text in module.imports.items():
            if bound.setdefault(name, text) != text:
                raise BundleError(f"{module.name} imports {name} by `{text}`; another module means something else.")


def _section(module: Module, kept: Iterable[Statement]) -> str:
    kept = set(kept)
    statements = [statement for statement in module.statements if statement in kept]
    title = f"# {module.summary}"
    return f"# {'-' * 20}\n{title}\n\n\n{_spaced(statements)}" if statements else ""


def _spaced(statements: list[Statement]) -> str:
    """Return statements as text, with two empty lines around definitions and none between assignments."""
    text = ""
    for before, statement in zip([None, *statements], statements):
        one = any(s is not None and s.text.lstrip("#").find("\n    ") >= 0 for s in (before, statement))
        text += ("" if before is None else "\n\n\n" if one else "\n") + statement.text
    return text


def _sorted_imports(imports: Iterable[str]) -> str:
    """Return the imports of the standard library, then of others, one line per module."""
    plain = sorted(text for text in imports if text.startswith("import "))
    names: dict[str, list[str]] = {}
    for text in imports:
        if text.startswith("from "):
            module, _, name = text.removeprefix("from ").partition(" import ")
            names.setdefault(module, []).append(name)
    lines = plain + [f"from {module} import {', '.join(sorted(found))}" for module, found in sorted(names.items())]
    outside = [line for line in lines if line.split()[1].partition(".")[0] in ("numpy", "matplotlib")]
    inside = [line for line in lines if line not in outside]
    return "\n".join([*inside, *([""] if inside and outside else []), *outside])
