"""Write a new assignment with one worked question, ready to build, check and grade, for `nnhw new NAME`."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from autograder import questions


class CannotStart(ValueError):
    """The new assignment cannot be written; the message gives the reason and the remedy."""


def write_assignment(name: str, solutions: Path, own_questions: Path) -> list[Path]:
    """Write both files of a new assignment; return their paths.

    Args:
        name: an unused name.
        solutions: the folder for prose and solved code.
        own_questions: the folder for declarations of questions.

    Raises:
        CannotStart: the name is not a lowercase Python name, or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CannotStart(
            f"{name!r} is not a valid name for an assignment; use small letters, digits and _, as in linear_regression."
        )
    if name in questions.names() or name in questions.RESERVED:
        raise CannotStart(f"{name!r} is taken; existing names: {', '.join(questions.names())}.")
    places = {solutions / f"{name}.py": "solution.txt", own_questions / f"{name}.py": "questions.txt"}
    files = {path: _text(template, name) for path, template in places.items()}
    for path in files:
        if path.exists():
            raise CannotStart(f"{path} exists already; remove it or choose another name.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def _text(template: str, name: str) -> str:
    text = Path(__file__).with_name(template).read_text(encoding="utf-8")
    return text.replace("NAME", name).replace("TITLE", name.replace("_", " ").capitalize())
