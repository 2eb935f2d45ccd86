"""Remove solutions, rubrics and markers from a passage."""

from __future__ import annotations

import ast
import re

from autograder.content.document import Document, Passage
from autograder.content.markers import without_blocks
from autograder.content.percent_source import ContentError
from autograder.otter_adapter.authoring import without_solution

# Otter leaves `= ...`. For a raw string, the student types between quotes instead.
RAW_ANSWER = re.compile(r"""^(\s*[\w.\[\]"'/]+\s*=\s*)r(["']).*\2\s*# SOLUTION[ \t]*$""", re.MULTILINE)


def student_code(passage: Passage, document: Document) -> str:
    """Return the passage's code with `...` for the student's code, and `r""` for a raw string.

    Raises:
        ContentError: the rest is not valid Python.
    """
    if passage.role != "answer":
        return passage.source
    source = without_solution(RAW_ANSWER.sub(r'\1r""', passage.source))
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise ContentError(
            f"{document.file}, line {passage.line}: without its solution this cell is not Python ({error.msg}); "
            "keep signature and docstring outside the markers."
        ) from None
    return source


def student_prose(source: str) -> str:
    """Return Markdown without answers, rubrics and explanations."""
    return without_blocks(source, "SOLUTION", "RUBRIC", "EXPLANATION")
