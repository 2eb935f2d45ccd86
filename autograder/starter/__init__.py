"""`nnhw new NAME`: a new assignment with one worked question, ready to build, check and grade."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from autograder import questions

_TEMPLATES = {"solutions/{name}.py": "solution.txt", "autograder/questions/{name}.py": "questions.txt"}


class CannotStart(ValueError):
    """The new assignment cannot be written; the message says why and what to do."""


def write_assignment(name: str, root: Path) -> list[Path]:
    """Write both files of a new assignment below `root`, the repository; returns their paths.

    Raises:
        CannotStart: the name is no Python name in small letters, or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CannotStart(
            f"{name!r} is no name for an assignment; use small letters, digits and _, as in linear_regression."
        )
    if name in questions.names() or name in questions.RESERVED:
        raise CannotStart(f"{name!r} is taken; there are {', '.join(questions.names())}.")
    files = {root / path.format(name=name): _text(template, name) for path, template in _TEMPLATES.items()}
    for path in files:
        if path.exists():
            raise CannotStart(f"{path.relative_to(root)} exists already; remove it or choose another name.")
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)


def _text(template: str, name: str) -> str:
    text = Path(__file__).with_name(template).read_text(encoding="utf-8")
    return text.replace("NAME", name).replace("TITLE", name.replace("_", " ").capitalize())
