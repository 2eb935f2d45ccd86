"""Shorten a module for students, who download it with every assignment.

Remove comments, types of arguments, results and local variables, docstrings of methods and private functions, and all
but the first line of other docstrings. Keep section titles.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

RULE = "# " + "-" * 20  # above a section's title
Cut = tuple[int, int, bytes]


def lean(source: str) -> str:
    """Return `source` shortened, with the same behavior."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(source)
    methods = {method for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for method in node.body}
    cuts = {*_comments(source, starts)}
    for node in ast.walk(tree):
        cuts |= {*_cuts(node, data, starts, node in methods)}
    for first, last, text in sorted(cuts, reverse=True):
        data = data[:first] + text + data[last:]
    return data.decode()


def lean_page(page: str) -> str:
    """Return an HTML page without the comment lines of its script."""
    return re.sub(r"^[ \t]*//.*\n", "", page, flags=re.MULTILINE)


def _cuts(node: ast.AST, data: bytes, starts: list[int], is_method: bool) -> Iterator[Cut]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield from _docstring(node, starts, is_method)
    if isinstance(node, ast.FunctionDef):
        for local in ast.walk(node):
            if isinstance(local, ast.AnnAssign) and local.value is not None:
                yield _end(local.target, starts), _end(local.annotation, starts), b""
        arguments = node.args
        for argument in [
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ]:
            if argument is not None and argument.annotation is not None:
                name_end = starts[argument.lineno - 1] + argument.col_offset + len(argument.arg.encode())
                yield name_end, _end(argument.annotation, starts), b""
        if node.returns is not None:
            begin = starts[node.returns.lineno - 1] + node.returns.col_offset
            yield len(data[: data.rindex(b"->", 0, begin)].rstrip()), _end(node.returns, starts), b""


def _docstring(node: ast.FunctionDef | ast.ClassDef, starts: list[int], is_method: bool) -> Iterator[Cut]:
    first = node.body[0]
    if ast.get_docstring(node) is None or not isinstance(first, ast.Expr) or first.end_lineno is None:
        return
    if (node.name.startswith("_") or is_method) and len(node.body) > 1:
        yield starts[first.lineno - 1], starts[first.end_lineno], b""
    elif first.end_lineno > first.lineno:
        whole = (ast.get_docstring(node) or "").partition("\n")[0].endswith(".")
        yield starts[first.lineno] - 1, _end(first, starts), b'"""' if whole else ' …"""'.encode()


def _comments(source: str, starts: list[int]) -> Iterator[Cut]:
    """Yield a cut for every comment except section titles, including its line if nothing else is on it."""
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        number, column = token.start
        line = lines[number - 1]
        if line.startswith(RULE) or (number > 1 and lines[number - 2].startswith(RULE)):
            continue
        code = line[:column].rstrip()
        end = starts[number] - (1 if code else 0)
        yield starts[number - 1] + len(code.encode()), end, b""


def _end(node: ast.expr | ast.stmt, starts: list[int]) -> int:
    return starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
