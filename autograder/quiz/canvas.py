"""QTI 1.2 for Canvas, by text2qti: the quiz in its plain-text form, turned into a package."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from autograder.quiz.bank import Bank, Item, judgeable, spellings


def canvas_zip(bank: Bank) -> bytes:
    """The QTI package; Canvas renders its formulas."""
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # text2qti's own, on invalid escapes
        path = Path(folder, "quiz.zip")
        QTI(Quiz(quiz_text(bank), config=Config())).save(path)
        return path.read_bytes()


def quiz_text(bank: Bank) -> str:
    """The quiz as text2qti reads it."""
    lines = [f"Quiz title: {bank.title}", f"Quiz description: {_one_line(bank.intro.splitlines()[0])}", ""]
    for number, item in enumerate(bank.items, start=1):
        lines += [*_item(number, judgeable(item)), ""]
    return "\n".join(lines) + "\n"


def _item(number: int, item: Item) -> Iterator[str]:
    yield f"Title: {item.id} · {item.topic}"
    yield f"Points: {item.points:g}"
    prefix = f"{number}. "
    first, *rest = item.prompt.splitlines()
    yield prefix + first
    yield from (" " * len(prefix) + line if line.strip() else "" for line in rest)
    if item.explanation:
        yield f"... {_one_line(item.explanation)}"
    if item.kind in ("single", "multiple"):
        for option in item.options:
            yield _mark(item.kind, option.letter, option.right) + " " + _one_line(option.text)
            yield f"... {_one_line(option.explanation)}"
    elif item.kind == "number":
        yield f"=   {item.answers[0]} +- {item.tolerance:g}"
    else:
        yield from (f"*   {answer}" for answer in spellings(item))


def _mark(kind: str, letter: str, right: bool) -> str:
    if kind == "multiple":
        return "[*]" if right else "[ ]"
    return f"{'*' if right else ''}{letter})"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
