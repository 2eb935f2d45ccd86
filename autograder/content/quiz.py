"""Convert a quiz bank to a document with one code cell per question, such as `p1 = ...`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.content.document import Document, document_of
from autograder.content.percent_source import ContentError, SourceCell
from autograder.questions.quiz_bank import Bank, BankError, Item, read_bank
from autograder.questions.typed import typed_answer
from autograder.safe_text import spell_points

HINTS = {
    "single": 'One letter, such as "c".',
    "multiple": 'A set of letters, such as {"a", "d"}; if none applies, set().',
    "number": 'A number, such as 0.5 or "1/2".',
    "text": 'A word or a few, such as "gradient".',
    "symbolic": 'An expression in VARIABLES, such as "3*a + b^2".',
}


def read_quiz(name: str, path: Path, file: str) -> Document:
    """Return the document of a quiz bank: the answers are its solutions, the explanations its rubrics.

    Raises:
        ContentError: the bank is invalid; the message names file and line.
    """
    try:
        bank = read_bank(name, path)
    except BankError as error:
        raise ContentError(str(error).replace(str(path), file, 1)) from None
    cells = tuple(SourceCell(kind, source.strip(), line) for kind, source, line in _cells(bank))
    return document_of(name, file, "import numpy as np", cells)


def _cells(bank: Bank) -> Iterator[tuple[str, str, int]]:
    """Yield each cell's kind, source and line."""
    yield "markdown", f"# {bank.title}\n\n{bank.intro}", 1
    for item in bank.items:
        for experiment in bank.experiments:
            if experiment.before == item.id:
                yield "markdown", experiment.text, experiment.line
                yield "code", f"# predict\n{experiment.predict}", experiment.line
                yield "code", f"# run\n{experiment.run}", experiment.line
                yield "markdown", experiment.reconcile, experiment.line
        yield "markdown", _prompt(item), item.line
        yield "code", f"# {_hint(item)}\n{item.id} = {_answer(item)}  # SOLUTION", item.line
        yield "markdown", f"<!-- BEGIN RUBRIC -->\n{_explanations(item)}\n<!-- END RUBRIC -->", item.line
    yield "markdown", f"# What next\n\n{bank.outro}", 1


def _prompt(item: Item) -> str:
    heading = f"## {item.id} ({spell_points(item.points)} {'point' if item.points == 1 else 'points'}) · {item.topic}"
    options = "\n".join(f"- **{option.letter})** {option.text}" for option in item.options)
    return "\n\n".join(part for part in (heading, item.prompt, options) if part)


def _hint(item: Item) -> str:
    return HINTS[item.kind].replace("VARIABLES", ", ".join(item.variables))


def _answer(item: Item) -> str:
    """Return the right answer as Python."""
    right = typed_answer(item).right
    if isinstance(right, frozenset):
        return "{" + ", ".join(f'"{letter}"' for letter in sorted(right)) + "}" if right else "set()"
    return f'"{right}"' if item.kind == "single" else repr(right)


def _explanations(item: Item) -> str:
    """Return the explanations for the solution page: of each option, or of the right and the known wrong answers."""
    lines = [
        f"- **{option.letter})** {'right' if option.right else 'wrong'}: {option.explanation}"
        for option in item.options
    ]
    if item.answers:
        lines.append(f"- **`{item.answers[0]}`** is right: {item.explanation}")
    lines += [f"- `{wrong}` is wrong: {explanation}" for wrong, explanation in item.wrong]
    if item.answers[1:]:
        lines.append(f"- Accepted, too: {', '.join(item.answers[1:])}.")
    return "\n".join(lines)
