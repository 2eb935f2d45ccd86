"""Find answers that the author left in prose, where students would read them.

These are, whatever the spacing: a formula that is an answer, anywhere in prose, or any formula or code in prose that is
equal to it; what a line of a solution returns or assigns; and a sentence of an answer in words. An answer of one word,
letter or number is not searched for, since it may occur anywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import Expression, read_expression
from autograder.content.document import Document, Passage
from autograder.content.markers import BLOCK
from autograder.content.solution_markers import student_prose
from autograder.judge.formula_identity import identical
from autograder.otter_adapter.authoring import without_solution

SHORTEST = 6  # characters of a formula or an expression without spaces; shorter ones are too common
UNMARKED = 12  # characters of code that is searched for outside of backticks, too
SENTENCE = 25
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
NAME = re.compile(r"[A-Za-z]\w*")
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
            given_away = {
                formula for formula in formulas if _is_in(formula, text) or _is_equal_to_a_part(formula, text)
            }
            given_away |= lines & spans | {line for line in lines if len(line) >= UNMARKED and _is_in(line, text)}
            for secret in sorted(given_away):
                yield f"line {line}: {secret!r} gives away the answer to {heading.id}; remove it from the prose."
            for sentence in sorted(sentence for sentence in sentences if sentence in words):
                yield f"line {line}: {sentence[:40]!r} … is part of the answer to {heading.id}; remove it from the prose."


def _is_in(formula: str, text: str) -> bool:
    """Return True if the text contains the formula on its own, not as a factor of a longer one."""
    spaced = r"\s*".join(map(re.escape, formula))
    return re.search(rf"(?<![\w)*/^.]){spaced}(?![\w(*/^])", text) is not None


def _is_equal_to_a_part(formula: str, text: str) -> bool:
    """Return True if a formula or a piece of code in the text is equal to the formula, in any spelling."""
    notation, letters = Notation(tuple(set(NAME.findall(formula)))), _letters(formula)
    parts = [
        part
        for match in (*CODE.findall(text), *MATH.findall(text))
        for part in match
        if _letters(part.rpartition("=")[2]) == letters
    ]
    if not parts:
        return False
    try:
        truth = read_expression(formula, notation)
    except ValueError:  # not in plain symbols
        return False
    return any(_is_equal(part, truth, notation) for part in parts)


def _letters(formula: str) -> set[str]:
    """Return the letters of a formula, without those of LaTeX's commands."""
    return {letter for letter in re.sub(r"\\[A-Za-z]+", "", formula) if letter.isalpha()}


def _is_equal(text: str, truth: Expression, notation: Notation) -> bool:
    try:
        return identical(read_expression(text.rpartition("=")[2].strip(), notation), truth, "answers in prose")
    except (ValueError, ZeroDivisionError):
        return False


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
    """Yield the lines that only the solution has, and the expressions that they return or assign."""
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
