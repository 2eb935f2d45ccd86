"""Is an answer in words written? In a file it is a string; in a notebook a Markdown cell, read as it was last saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .case_file import assignment

BLANK_CELL = "_Type your answer here, replacing this text._"
BY_PERSON = "in words; graded by a person"
UNWRITTEN = "in words; not written yet"


def written_note(question: str, namespace: dict[str, Any]) -> str:
    """Return what to say of an answer in words: "" if it is written, as far as can be seen."""
    text = namespace.get(question)
    if text is not None:
        return "" if isinstance(text, str) and text.strip() else UNWRITTEN
    if "__file__" in namespace:
        return BY_PERSON
    return f"{UNWRITTEN}, as last saved" if _blank_in_notebook(question) else BY_PERSON


def _blank_in_notebook(question: str) -> bool:
    """Is the cell of that tag still as it was handed out, in a notebook of this assignment in this folder?"""
    try:
        notebook = json.loads(Path(f"{assignment()['assignment']}.ipynb").read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if question in cell.get("metadata", {}).get("tags", ())]
        return bool(cells) and all("".join(cell["source"]).strip() in ("", BLANK_CELL) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return False
