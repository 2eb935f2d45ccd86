"""The rubric of a question by hand, from the solution's `<!-- BEGIN RUBRIC -->` block."""

from __future__ import annotations

import re
from pathlib import Path

from autograder import paths

_RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->(.*?)<!-- END RUBRIC -->", re.DOTALL)


def rubric_of(assignment: str, question: str, folder: Path | None = None) -> str:
    """The rubric in Markdown; empty if the solution is not there or has none."""
    path = folder / f"{assignment}.py" if folder else paths.solution(f"{assignment}.py")
    if not path.is_file():
        return ""
    text = re.sub(r"^# ?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = re.search(rf"^## {re.escape(question)}\b(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    found = _RUBRIC.search(section[1]) if section else None
    return found[1].strip() if found else ""
