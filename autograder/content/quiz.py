"""The quiz bank, a YAML file whose schema stands at its top, as a document: one code cell a question, `p1 = ...`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from autograder.content.document import Document, document_of
from autograder.content.percent_source import ContentError, SourceCell

HINTS = {
    "single": 'One letter, such as "c".',
    "multiple": 'A set of letters, such as {"a", "d"}; if none applies, set().',
    "number": 'A number, such as 0.5 or "1/2".',
    "text": 'A word or a few, such as "gradient".',
    "symbolic": 'An expression in VARIABLES, such as "3*a + b^2".',
}
NEEDED = ("id", "kind", "topic", "prompt")


def read_quiz(name: str, path: Path, file: str) -> Document:
    """The document of a quiz bank: the answers are its solutions, the explanations its rubrics.

    Raises:
        ContentError: the file is no YAML, or a question lacks something; with file and line.
    """
    bank = _load(path.read_text(encoding="utf-8-sig"), file)
    cells = tuple(SourceCell(kind, source.strip(), line) for kind, source, line in _cells(bank, file))
    return document_of(name, file, "import numpy as np", cells)


def _cells(bank: Mapping[str, Any], file: str) -> Iterator[tuple[str, str, int]]:
    """Each cell's kind, source and line."""
    yield "markdown", f"# {bank['title']}\n\n{bank['intro']}", 1
    experiments = bank.get("experiments") or []
    for question in bank["questions"]:
        line = question["line"]
        missing = [key for key in NEEDED if key not in question]
        if missing or question["kind"] not in HINTS:
            what = (
                f"{missing[0]} is missing"
                if missing
                else f"unknown kind {question['kind']!r}; there are {', '.join(HINTS)}"
            )
            raise ContentError(f"{file}, line {line}: {what}.")
        for experiment in experiments:
            if experiment["before"] == question["id"]:
                yield from _experiment(experiment)
        yield "markdown", _prompt(question), line
        yield "code", f"# {_hint(question)}\n{question['id']} = {_answer(question, file)}  # SOLUTION", line
        yield "markdown", f"<!-- BEGIN RUBRIC -->\n{_explanations(question)}\n<!-- END RUBRIC -->", line
    yield "markdown", f"# What next\n\n{bank['outro']}", 1


def _experiment(experiment: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    line = experiment["line"]
    yield "markdown", experiment["text"], line
    yield "code", f"# predict\n{experiment['predict']}", line
    yield "code", f"# run\n{experiment['run']}", line
    yield "markdown", experiment["reconcile"], line


def _prompt(question: Mapping[str, Any]) -> str:
    points = question.get("points", 1)
    heading = f"## {question['id']} ({points:g} {'point' if points == 1 else 'points'}) · {question['topic']}"
    options = "\n".join(f"- **{letter})** {option['text']}" for letter, option in question.get("options", {}).items())
    return "\n\n".join(part for part in (heading, question["prompt"].strip(), options) if part)


def _hint(question: Mapping[str, Any]) -> str:
    return HINTS[question["kind"]].replace("VARIABLES", ", ".join(question.get("variables", ())))


def _answer(question: Mapping[str, Any], file: str) -> str:
    """The right answer as Python."""
    if question["kind"] not in ("single", "multiple"):
        return repr(question["answer"])
    right = sorted(letter for letter, option in question["options"].items() if option.get("right"))
    if question["kind"] == "multiple":
        return "{" + ", ".join(f'"{letter}"' for letter in right) + "}" if right else "set()"
    if len(right) != 1:
        raise ContentError(f"{file}, line {question['line']}: {question['id']} needs exactly one right option.")
    return f'"{right[0]}"'


def _explanations(question: Mapping[str, Any]) -> str:
    """What the solution page says of each option, or of the right and the known wrong answers."""
    lines = [
        f"- **{letter})** {'right' if option.get('right') else 'wrong'}: {option['explanation']}"
        for letter, option in question.get("options", {}).items()
    ]
    if "answer" in question:
        lines.append(f"- **`{question['answer']}`** is right: {question['explanation']}")
    for wrong in question.get("wrong") or ():
        lines.append(f"- `{wrong['answer']}` is wrong: {wrong['explanation']}")
    if question.get("accepted"):
        lines.append(f"- Accepted, too: {', '.join(question['accepted'])}.")
    return "\n".join(lines)


def _load(text: str, file: str) -> Mapping[str, Any]:
    """The bank, where each question and experiment knows its `line`."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        bank: Any = loader.construct_document(root) if root is not None else None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise ContentError(f"{file}, line {line}: this is no YAML ({getattr(error, 'problem', error)}).") from None
    if not isinstance(root, yaml.MappingNode):
        raise ContentError(f"{file} holds no questions; they stand in a list under `questions:`.")
    nodes = {key.value: value for key, value in root.value}
    for name in ("questions", "experiments"):
        for entry, node in zip(bank.get(name) or (), getattr(nodes.get(name), "value", ())):
            entry["line"] = node.start_mark.line + 1
    return bank
