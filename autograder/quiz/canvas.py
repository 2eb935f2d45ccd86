"""Export the quiz as a QTI 1.2 package for Canvas, by means of text2qti."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from autograder.quiz.bank import Bank, Item, judgeable, spellings


def canvas_zip(bank: Bank) -> bytes:
    """Return the bytes of the QTI package. Canvas renders its formulas."""
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # text2qti's own, on invalid escapes
        path = Path(folder, "quiz.zip")
        QTI(Quiz(quiz_text(bank), config=Config())).save(path)
        return _with_numbers(path.read_bytes(), bank)


# text2qti rounds to four decimals and refuses smaller tolerances. It gets placeholders, which are replaced in its file.
_PLACEHOLDER, _AROUND = 700_000, Fraction(1, 4)


def _with_numbers(package: bytes, bank: Bank) -> bytes:
    """Return the package with the exact values and bounds of its numerical questions."""
    exact = {}
    for number, item in enumerate(bank.items, start=1):
        if item.kind == "number":
            value, tolerance = Fraction(item.answers[0]), Fraction(str(item.tolerance))
            for sign in (-1, 0, 1):
                placeholder = f"{float(_PLACEHOLDER + number + sign * _AROUND):.4f}"
                exact[placeholder] = _spelled(value + sign * tolerance)
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith(".xml"):
                text = re.sub(r'(?<=respident="response1">)[\d.]+(?=<)', lambda m: exact.get(m[0], m[0]), data.decode())
                data = text.encode()
            new.writestr(entry, data)
    return output.getvalue()


def _spelled(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def quiz_text(bank: Bank) -> str:
    """Return the quiz in the plain-text format of text2qti."""
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
        yield f"=   {_PLACEHOLDER + number} +- {float(_AROUND)}"
    else:
        yield from (f"*   {answer}" for answer in spellings(item))


def _mark(kind: str, letter: str, right: bool) -> str:
    if kind == "multiple":
        return "[*]" if right else "[ ]"
    return f"{'*' if right else ''}{letter})"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
