"""Show what the student and the instructor see of a results.json, side by side in a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable
from typing import Any

from autograder.safe_text import spell_points

WIDEST, NARROWEST = 140, 72
GAP = "  │  "
ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
LATER = {
    "after_due_date": "after the due date",
    "after_published": "when grades are published",
    "hidden": "never shown to students",
}


def terminal_width() -> int:
    """Return the number of columns to use; 120 in a pipe."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((120, 24)).columns))


def side_by_side(results: dict[str, Any], width: int) -> list[str]:
    """Return lines with the student's view on the left and what only the instructor sees on the right, by question.

    Args:
        results: the content of a results.json.
        width: the longest line, in characters.
    """
    column = (width - len(GAP)) // 2
    lines = _row(["THE STUDENT SEES NOW"], ["THE INSTRUCTOR SEES AS WELL"], column)
    lines += _row(_paragraphs(results.get("output", ""), column), [], column)
    for number in dict.fromkeys(_question(test) for test in results["tests"]):
        entries = [test for test in results["tests"] if _question(test) == number]
        now = [line for test in entries if test["visibility"] == "visible" for line in _entry(test, column)]
        later = [line for test in entries if test["visibility"] != "visible" for line in _entry(test, column)]
        lines += ["─" * column + "──┼──" + "─" * column, *_row(now, later, column)]
    return lines


def _question(test: dict[str, Any]) -> str:
    return test["number"].split(".")[0]


def _entry(test: dict[str, Any], column: int) -> list[str]:
    """Return an entry's mark and title as Gradescope shows them, then its text."""
    mark = {"passed": "✓ ", "failed": "✗ "}.get(test.get("status", ""), "")
    points = f" ({spell_points(test['score'])}/{spell_points(test['max_score'])})" if "score" in test else ""
    when = LATER.get(test["visibility"])
    head = f"{mark}{test['number']}) {test['name']}{points}" + (f" [{when}]" if when else "")
    return textwrap.wrap(head, column) + _paragraphs(test["output"], column, indent="  ")


def _paragraphs(markdown: str, column: int, indent: str = "") -> list[str]:
    lines: list[str] = []
    for paragraph in plain(markdown).split("\n"):
        lines += textwrap.wrap(paragraph, column, initial_indent=indent, subsequent_indent=indent)
    return lines


def _row(left: list[str], right: list[str], column: int) -> list[str]:
    height = max(len(left), len(right))
    pairs = zip(_padded(left, height), _padded(right, height))
    return [f"{a:<{column}}{GAP}{b}".rstrip() for a, b in pairs]


def _padded(lines: Iterable[str], height: int) -> list[str]:
    lines = list(lines)
    return lines + [""] * (height - len(lines))


def plain(markdown: str) -> str:
    """Return Markdown as Gradescope shows it, without backslashes and stars, one paragraph or item per line."""
    shown = ESCAPED.sub(r"\1", markdown.replace("**", ""))
    return "\n".join(" ".join(line.split()) for line in shown.splitlines() if line.strip())
