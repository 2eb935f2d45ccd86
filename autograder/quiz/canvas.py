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

from autograder.quiz.bank import Bank, Item, exportable, spellings


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
        lines += [*_item(number, exportable(item)), ""]
    return "\n".join(lines) + "\n"


def _item(number: int, item: Item) -> Iterator[str]:
    yield f"Title: {item.id} · {item.topic}"
    yield f"Points: {item.points:g}"
    yield from _indented(f"{number}. ", item.prompt)
    if item.explanation:
        yield from _indented("... ", item.explanation)
    if item.kind == "single":
        for option in item.options:
            yield f"{'*' if option.right else ''}{option.letter}) {_one_line(option.text)}"
            yield f"... {_one_line(option.explanation)}"
    elif item.kind == "number":
        yield f"=   {_PLACEHOLDER + number} +- {float(_AROUND)}"
    else:
        yield from (f"*   {answer}" for answer in spellings(item))


def _indented(mark: str, text: str) -> Iterator[str]:
    """Yield the lines of a text behind its mark, with the indentation that text2qti asks of further lines."""
    first, *rest = text.strip().splitlines()
    yield mark + first
    yield from (" " * len(mark) + line if line.strip() else "" for line in rest)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
