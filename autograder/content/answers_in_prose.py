"""An answer that the author left in prose: students would read it above the question that asks for it.

Refused are, spaces apart: a formula that is an answer, anywhere in prose; what a solution's line returns or assigns, as
code in prose; a sentence of an answer in words. Answers of a word, a letter or a number occur everywhere, and are not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.content.document import Document, Passage
from autograder.content.markers import BLOCK
from autograder.content.solution_markers import student_prose
from autograder.otter_adapter.authoring import without_solution

SHORTEST = 6  # of a formula or an expression, without spaces: shorter ones are everybody's
SENTENCE = 25
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
OPERATOR = re.compile(r"[-+*/^@(]")
SIGNATURE = re.compile(r"[\w.]+\([\w,=]*\)")


def answers_in_prose(document: Document) -> Iterator[str]:
    """Yield a sentence, which begins with the line, for each answer of a question that prose gives away."""
    prose = [(p.line, student_prose(p.source)) for p in document.passages if not p.is_code]
    given = {
        _dense(line) for p in document.passages if p.is_code and p.role != "answer" for line in p.source.split("\n")
    }
    for heading in document.headings:
        section = document.section(heading.id)
        formulas = {text for p in section if p.role == "answer" for text in _formulas(p)}
        lines = {text for p in section if p.role == "answer" for text in _lines(p)} - given
        sentences = {text for p in section if not p.is_code for text in _sentences(p)}
        for line, text in prose:
            words = " ".join(text.split())
            spans = {_dense(span) for match in CODE.findall(text) for part in match for span in part.split("\n")}
            for secret in sorted(
                {one for one in formulas if _stands_in(one, text)} | {one for one in lines if one in spans}
            ):
                yield f"line {line}: {secret!r} gives away the answer to {heading.id}; take it out of the prose."
            for sentence in sorted(one for one in sentences if one in words):
                yield f"line {line}: {sentence[:40]!r} … is part of the answer to {heading.id}; take it out of the prose."


def _stands_in(formula: str, text: str) -> bool:
    """Return whether a text holds the formula by itself, not as a factor of a longer one."""
    spaced = r"\s*".join(map(re.escape, formula))
    return re.search(rf"(?<![\w)*/^.]){spaced}(?![\w(*/^])", text) is not None


def _dense(text: str) -> str:
    return "".join(text.split())


def _formulas(passage: Passage) -> Iterator[str]:
    """Yield the formulas that a `# SOLUTION` line assigns as text."""
    for node in ast.walk(ast.parse(passage.source)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            text = _dense(node.value.value)
            if len(text) >= SHORTEST and OPERATOR.search(text):
                yield text


def _lines(passage: Passage) -> Iterator[str]:
    """Yield the lines that only the solution has, whole and what they return or assign."""
    kept = set(without_solution(passage.source).splitlines())
    for line in passage.source.splitlines():
        text = _dense(re.sub(r"\s+#.*$", "", line.strip()))
        if line in kept or text.startswith("#"):
            continue
        for part in (text, text.removeprefix("return"), re.sub(r"^[\w,]+=(?!=)", "", text)):
            if len(part) >= SHORTEST and OPERATOR.search(part) and not SIGNATURE.fullmatch(part):
                yield part


def _sentences(passage: Passage) -> Iterator[str]:
    for kind, block in BLOCK.findall(passage.source):
        for sentence in re.split(r"(?<=[.:;])\s+", " ".join(block.split())) if kind == "SOLUTION" else ():
            if len(sentence) >= SENTENCE:
                yield sentence
