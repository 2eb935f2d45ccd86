"""Scan a student folder for secrets: solutions, rubrics, slips, hidden cases and values, the reference."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import reference_impl
from autograder.checks.arguments import Function
from autograder.content.document import Document, Passage
from autograder.content.markers import BLOCK
from autograder.content.public_checks import MODULE, check_files, public_cases
from autograder.content.sources import code_of
from autograder.otter_adapter.authoring import without_solution
from autograder.questions import naming
from autograder.questions.schema import Assignment, Call, Draw

# Shorter lines, such as `return x`, occur in anybody's code.
LONG_ENOUGH = 20
# A float with this many digits is drawn or computed; prose and public cases do not contain it by chance.
DIGITS = 9
NUMBER = re.compile(rb"\d+\.\d{%d,}(?:e[+-]?\d+)?" % DIGITS)
MARKERS = re.compile(r"#\s*(?:BEGIN |END )?SOLUTION\b|BEGIN RUBRIC|BEGIN EXPLANATION|reference_impl")


# `loss_gradients(X, targets, W0, b0, W1, b1)` is a signature, whoever writes it.
CALL = re.compile(r"\w+\([\w, ]*\)")


@dataclass(frozen=True)
class Secret:
    """A text that no student file may hold as a line, and what to call it; `formula` may stand nowhere in one."""

    text: str
    what: str
    formula: str = ""

    def stands_in(self, lines: set[str], text: str) -> bool:
        """Return True if the secret is one of a file's `lines`, or its formula is in the `text`."""
        return self.text in lines or bool(self.formula and self.formula in text)


def leaks(files: Mapping[str, bytes], document: Document, assignment: Assignment, key: str) -> list[str]:
    """Return a sentence for each secret in `files`, without the secret itself.

    Args:
        files: path → content of a student folder; public_checks.py is compared with the generated module instead.
        document: the solved document.
        assignment: its declaration, with slips and hidden cases.
        key: the course key from which hidden cases derive.
    """
    sentences = []
    given = _given(document)
    known = [*_slips(assignment), *_references(), *_functions(assignment, key)]
    handed_out = "\n".join(given)
    solved = [
        replace(secret, formula="") if secret.formula in handed_out else secret for secret in _solutions(document)
    ]
    secrets = [*solved, *(secret for secret in known if secret.text not in given)]
    numbers = _hidden_numbers(assignment, key)
    for name, data in sorted(files.items()):
        if name == MODULE:
            if data != check_files(assignment, {}, code_of(document))[MODULE]:
                sentences.append(f"{name} differs from what the build makes of autograder/checks.")
            continue
        text = _text(name, data)
        lines = {_normal(line) for line in text.splitlines()}
        whole = "" if name.endswith(".json") else " ".join(text.split())  # cases contain functions of ours
        sentences += [f"{name} contains {secret.what}." for secret in secrets if secret.stands_in(lines, whole)]
        sentences += [f"{name} contains {marker!r}." for marker in sorted(set(MARKERS.findall(text)))]
        sentences += [f"{name} contains a number of a hidden case." for _ in numbers & set(NUMBER.findall(data))][:1]
    return sentences


def _text(name: str, data: bytes) -> str:
    """Return the text of a file; for a notebook its sources, since JSON escapes could hide a text."""
    text = data.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


def _normal(line: str) -> str:
    """Return a line without comment marks, indentation and repeated spaces."""
    return " ".join(re.sub(r"\s+#.*$", "", line.strip().lstrip("#")).split())


def _given(document: Document) -> set[str]:
    """Return the lines of code that students receive, which a slip or the reference may share."""
    code = (passage.source for passage in document.passages if passage.is_code and passage.role != "answer")
    return {_normal(line) for source in code for line in source.splitlines()}


def _solutions(document: Document) -> Iterator[Secret]:
    """Yield the lines of solutions that the blank form lacks, of rubrics, and of answers in words."""
    for passage in document.passages:
        if passage.role == "answer":
            yield from _answer(passage, document.file)
        elif not passage.is_code:
            hidden = (text for _, block in BLOCK.findall(passage.source) for text in block.splitlines())
            yield from _long_lines(hidden, f"solution text of {document.file}, line {passage.line}")


def _answer(passage: Passage, file: str) -> Iterator[Secret]:
    """Yield a solution's lines: those marked `# SOLUTION` at any length, others from LONG_ENOUGH characters on."""
    kept = set(without_solution(passage.source).splitlines())
    for number, line in enumerate(passage.source.splitlines(), start=passage.line):
        single = line.rstrip().endswith("# SOLUTION")
        text = _normal(line)
        if line not in kept and (single or len(text) >= LONG_ENOUGH) and "SOLUTION" not in text:
            yield Secret(text, f"solution text of {file}, line {number}", _formula(text))


def _formula(line: str) -> str:
    """Return the expression that a line returns or assigns if it gives the answer away anywhere, else ""."""
    text = line.removeprefix("return ").split(" = ", 1)[-1]
    return text if len(text) >= LONG_ENOUGH and not CALL.fullmatch(text) else ""


def _slips(assignment: Assignment) -> Iterator[Secret]:
    for question in assignment.questions:
        public = _names(question.owns)
        for slip in question.slips:
            yield Secret(_normal(slip.sentence), f"the sentence of the slip {slip.id} of {question.id}")
            code = (
                line for line in slip.code.splitlines() if not line.lstrip().startswith(("def ", "import ", *public))
            )
            yield from _long_lines(code, f"code of the slip {slip.id} of {question.id}")


def _names(owns: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name} = {{}}" for name in owns)


def _references() -> Iterator[Secret]:
    """Yield the statements of reference_impl, without signatures, imports and docstrings."""
    for path in sorted(Path(reference_impl.__file__).parent.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign)):
                statement = lines[node.lineno - 1 : node.end_lineno]
                yield from _long_lines(statement, f"code of reference_impl/{path.name}")


def _functions(assignment: Assignment, key: str) -> Iterator[Secret]:
    """Yield the sources of functions that only hidden cases pass to student code."""
    public = {recipe.source for recipe in _recipes(assignment, None) if isinstance(recipe, Function)}
    for recipe in _recipes(assignment, key):
        if isinstance(recipe, Function) and recipe.source not in public:
            yield from _long_lines(recipe.source.splitlines(), f"the hidden function {recipe.name}")


def _hidden_numbers(assignment: Assignment, key: str) -> set[bytes]:
    """Return the long decimals in arguments and expected values of hidden cases that no public case has."""
    return _decimals(_recipes(assignment, key)) - _decimals(_recipes(assignment, None))


def _recipes(assignment: Assignment, key: str | None) -> Iterator[Any]:
    """Yield arguments and expectations of all hidden cases under `key`; of all public cases if it is None."""
    for question in assignment.questions:
        for part in question.parts:
            words = (assignment.name, question.id, part.name)
            with naming(f"the cases of {question.id} cannot be drawn"):
                hidden = () if key is None else tuple(part.hidden(Draw("key", key, *words)))
            for case in public_cases(assignment, question, part) if key is None else hidden:
                yield from case.ask.arguments if isinstance(case.ask, Call) else ()
                yield case.expect


def _decimals(values: Iterable[Any]) -> set[bytes]:
    return {found for value in values for number in _floats(value) for found in NUMBER.findall(repr(number).encode())}


def _floats(value: Any) -> Iterator[float]:
    if isinstance(value, (float, np.floating)):
        yield float(value)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield from (float(number) for number in value.ravel())
    elif isinstance(value, dict):
        yield from (number for item in value.values() for number in _floats(item))
    elif isinstance(value, (list, tuple)):
        yield from (number for item in value for number in _floats(item))


def _long_lines(lines: Iterable[str], what: str) -> Iterator[Secret]:
    for line in lines:
        text = _normal(line)
        if len(text) >= LONG_ENOUGH:
            yield Secret(text, what)
