"""What is left of a cell, or of a script, when one of its imports found no such package.

A student's machine has packages that the grader's has not. A line `import pandas as pd` that nothing graded needs would
otherwise cost every definition below it: in a script, all of them.
"""

from __future__ import annotations

import ast

from autograder.checks.observation import describe

IMPORTS = (ast.Import, ast.ImportFrom)


def after_import(tree: ast.Module, name: str, error: ModuleNotFoundError) -> ast.Module | None:
    """The statements after the import at the top level of `tree` that raised `error`, other imports of its line among them.

    None if it was no import at the top level of the file `name`, as in a `try` that deals with it.
    """
    line = _line_at_top(name, error)
    failed = [node for node in tree.body if isinstance(node, IMPORTS) and node.lineno <= line <= node.end_lineno]
    if not failed:
        return None
    alone = {id(node): [one for one in _one_by_one(node) if not _imports(one, error.name or "")] for node in failed}
    if all(alone[id(node)] == _one_by_one(node) for node in failed):  # a module of the student's own did not find it
        alone = dict.fromkeys(alone, [])
    rest = tree.body[tree.body.index(failed[0]) :]
    return ast.Module([one for node in rest for one in alone.get(id(node), [node])], [])


def _line_at_top(name: str, error: BaseException) -> int:
    place = error.__traceback__
    while place is not None:
        code = place.tb_frame.f_code
        if code.co_filename == name and code.co_name == "<module>":
            return place.tb_lineno
        place = place.tb_next
    return 0


def _one_by_one(node: ast.Import | ast.ImportFrom) -> list[ast.Import | ast.ImportFrom]:
    """`import a, b` as two statements."""
    if isinstance(node, ast.ImportFrom) or len(node.names) == 1:
        return [node]
    return [ast.copy_location(ast.Import([alias]), node) for alias in node.names]


def _imports(node: ast.Import | ast.ImportFrom, missing: str) -> bool:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    return module.partition(".")[0] == missing.partition(".")[0]


PROCESSES = frozenset({"multiprocessing", "subprocess", "concurrent", "_posixsubprocess"})


def in_words(error: BaseException) -> dict[str, str]:
    """Type and text of an exception that ended a cell."""
    text = describe(error)
    if isinstance(error, PermissionError) and not PROCESSES.isdisjoint(_packages(error)):
        text["message"] = "no other process can be started while a submission is graded; threads can"
    return text


def _packages(error: BaseException) -> set[str]:
    """The packages whose code the exception came through."""
    found, place = set(), error.__traceback__
    while place is not None:
        found.add(str(place.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        place = place.tb_next
    return found
