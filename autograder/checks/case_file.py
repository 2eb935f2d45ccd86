"""Access to cases.json beside this file: the questions of this assignment and their public cases."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

CASES = Path(__file__).with_name("cases.json")


@lru_cache(maxsize=8)
def _loaded(path: Path, changed: int) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def assignment() -> dict[str, Any]:
    """Return the content of cases.json."""
    return _loaded(CASES, CASES.stat().st_mtime_ns)


def questions() -> list[dict[str, Any]]:
    """Return the questions in order."""
    return assignment()["questions"]


def question_named(word: str) -> dict[str, Any] | None:
    """Return the question with this id ("q8_hidden_weights"), number ("q8", "Q8", "8") or function ("dy_dW0"), or None."""
    letter = questions()[0]["id"][0] if word.isdigit() else ""
    id = question_of(word) or f"{letter}{word}".lower()
    return next((item for item in questions() if item["id"] == id or item["id"].startswith(f"{id}_")), None)


def question_of(name: str) -> str:
    """Return the id of the question that asks for the function or variable `name`, or ""."""
    for question in questions():
        if any(case["ask"]["name"] == name for part in question["parts"] for case in part["cases"]):
            return question["id"]
    return ""


def asked_names() -> set[str]:
    """Return the names of all functions and variables that questions ask for."""
    return {case["ask"]["name"] for question in questions() for part in question["parts"] for case in part["cases"]}


def short(question: str) -> str:
    """Return the number of a question: "q8" for "q8_hidden_weights"."""
    return question.partition("_")[0]


def known() -> str:
    """Return the numbers of all questions, separated by commas."""
    return ", ".join(short(question["id"]) for question in questions())
