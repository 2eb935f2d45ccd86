"""A student zip is small, and shortening public_checks.py does not change what it does."""

from __future__ import annotations

import ast

import pytest

from autograder.content.deterministic_zip import zip_bytes
from autograder.content.lean_source import lean

# Bytes of the zip without pictures: three quarters of what these zips had in the version before, chain_rule 90 %.
MOST = {
    "chain_rule": 67_000,
    "forward_backward": 62_000,
    "initialization": 65_200,  # since its checks name similar spellings and the lines of warnings, and cells take any form
    "participation": 45_000,
    "trainability": 85_000,
}

WORDY = '''"""A module."""

# --------------------
# A section.


def shown(a: int, *rest: str, b: "list[int]" = [1], **more: object) -> dict[str, int]:
    """Return it.

    Args:
        a: a number.
    """
    # A comment.
    text = """
# no comment
"""
    length: dict[str, int] = {"text": len(text)}
    return {"text # no comment": length["text"], "a": a, "b": b[0]}  # stays not


def _hidden(x) -> None:
    """Not needed.

    At all.
    """
    return x


class _Empty(ValueError):
    """Only a docstring."""


class Kept:
    """A class."""

    def method(self) -> int:
        """Dropped.

        With more.
        """
        own: "list[int]" = [7]
        return own[0]
'''


@pytest.mark.parametrize("name", MOST)
def test_the_zip_without_its_pictures_is_no_larger(name, student_files):
    files = {f"{name}/{file}": data for file, data in student_files(name).items() if not file.endswith(".png")}
    assert len(zip_bytes(files)) <= MOST[name]


def test_a_lean_module_does_the_same():
    before, after = {}, {}
    exec(WORDY, before)
    exec(lean(WORDY), after)
    assert after["shown"](3) == before["shown"](3) == {"text # no comment": 14, "a": 3, "b": 1}
    assert after["_hidden"](5) == 5 and after["Kept"]().method() == 7
    assert after["shown"].__doc__ == "Return it."


def test_a_lean_module_keeps_its_sections_and_loses_comments_and_types():
    text = lean(WORDY)
    assert (
        "# A section.\n" in text
        and "A comment." not in text
        and "stays" not in text
        and "-> " not in text
        and "Not needed" not in text
        and "Dropped" not in text
        and "list[" not in text
    )


@pytest.mark.slow
def test_the_code_of_the_checks_is_that_of_the_package(student_files):
    """Every function has the same statements, without docstrings, as in its original module."""
    from autograder.content.public_checks import CHECKS

    class Untyped(ast.NodeTransformer):
        def visit_AnnAssign(self, node):
            return ast.copy_location(ast.Assign([node.target], node.value), node) if node.value else node

    def bodies(source):
        for node in ast.walk(Untyped().visit(ast.parse(source))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                documented = isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant)
                yield node.name, "\n".join(ast.unparse(one) for one in node.body[documented:])

    ours = {pair for path in CHECKS.glob("*.py") for pair in bodies(path.read_text(encoding="utf-8"))}
    plain = [pair for pair in bodies(student_files("chain_rule")["public_checks.py"].decode()) if "def " not in pair[1]]
    assert len(plain) > 200 and [pair for pair in plain if pair not in ours] == []
