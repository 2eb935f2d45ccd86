"""A Python file's bytes to its text, and its string variables by its syntax tree, never by running it."""

from __future__ import annotations

import ast
import warnings

from autograder.intake.decoding import decode
from autograder.intake.unreadable import Unreadable
from autograder.sandbox.ipython_syntax import as_python


def read_script(data: bytes, name: str) -> str:
    """The text of a Python file that parses.

    Raises:
        Unreadable: it is empty, or has a syntax error; the sentence gives its line.
    """
    text = decode(data, python=True)
    if not text.strip("\0 \t\n"):
        raise Unreadable(f"{name} is empty. Save the file in your editor and hand it in again.")
    if "\0" in text:
        raise Unreadable(
            f"{name} holds null bytes, as a file that was not saved completely. Save it again and hand that in."
        )
    try:
        parse(text)
    except SyntaxError as error:
        if (mended := _as_python(text)) is not None:
            return mended
        said = (error.msg or "invalid syntax").rstrip(".")
        raise Unreadable(
            f"{name}, line {error.lineno}: {said}. Python cannot read the file; run `python {name}` until it starts, "
            "then hand it in again."
        ) from None
    except (ValueError, RecursionError, MemoryError):  # nesting beyond the parser's stack
        raise Unreadable(f"{name} cannot be read by Python: it is nested too deep.") from None
    return text


def _as_python(text: str) -> str | None:
    """A notebook's lines pasted into a file (`%matplotlib inline`, `!pip install …`) as Python; None if that is no help."""
    try:
        mended = as_python(text)
        parse(mended)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return mended


def parse(text: str) -> ast.Module:
    """The syntax tree; an invalid escape such as "\\d" warns a student, not us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def string_variables(text: str) -> dict[str, str]:
    """The strings assigned to names at the top level: `name = "…"`, also inside one call such as `dedent("…")`."""
    found: dict[str, str] = {}
    try:
        for statement in parse(text).body:
            targets = _targets(statement)
            value = _string(statement.value) if targets else None
            if value is not None:
                found.update(dict.fromkeys(targets, value))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    return found


def _targets(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def _string(value: ast.expr | None) -> str | None:
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        left, right = _string(value.left), _string(value.right)
        return left + right if left is not None and right is not None else None
    if isinstance(value, ast.Call) and value.args:
        return _string(value.args[0])
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):  # "…".strip()
        return _string(value.func.value)
    return None
