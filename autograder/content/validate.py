"""Refuse a solution file that does not fit the declared questions, in one sentence that names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder import paths
from autograder.content.answers_in_prose import answers_in_prose
from autograder.content.dependencies import undeclared_needs
from autograder.content.document import Document, Heading
from autograder.content.percent_source import ContentError
from autograder.content.placeholders import complaints
from autograder.content.public_checks import public_cases
from autograder.content.student_document import TOTAL
from autograder.questions.schema import Assignment, Question


def validate(document: Document, declared: Assignment) -> None:
    """Refuse a document that does not fit the declared questions.

    Raises:
        ContentError: the message names the first fault.
    """
    for complaint in _complaints(document, declared):
        raise ContentError(f"{document.file}, {complaint}")


def _complaints(document: Document, declared: Assignment) -> Iterator[str]:
    seen: dict[str, int] = {}
    where = f"{'questions' if paths.own_questions() else 'autograder/questions'}/{declared.name}"
    for heading in document.headings:
        if heading.id in seen:
            yield f"line {heading.line}: {heading.id} is here again; it is already in line {seen[heading.id]}."
        seen[heading.id] = heading.line
        if heading.id not in declared.ids:
            known = ", ".join(declared.ids)
            yield f"line {heading.line}: there is no question {heading.id!r} in {where}; there are {known}."
        yield from _question(document, heading, declared, where)
    missing = [name for name in declared.ids if name not in seen]
    if missing:
        heading_line = f"## {missing[0]} (N points) · title"
        yield f"line 1: {missing[0]} is declared in {where} and has no heading `{heading_line}` here."
    yield from _total(document, declared)
    yield from disagreements(document, declared)
    yield from undeclared_needs(document, declared)
    yield from answers_in_prose(document)
    for passage in document.passages:
        for line, complaint in complaints(passage.source, declared) if not passage.is_code else ():
            yield f"line {passage.line + line}: {complaint}"


def _question(document: Document, heading: Heading, declared: Assignment, where: str) -> Iterator[str]:
    question = declared.question(heading.id)
    line = f"line {heading.line}: {heading.id}"
    if abs(heading.points - question.points) > 1e-9:
        yield f"{line} says {heading.points:g} points, but its parts in {where} add up to {question.points:g}."
    roles = {passage.role for passage in document.section(heading.id)}
    if question.by_hand and "written" not in roles:
        yield f"{line} is answered in words and has no `<!-- BEGIN SOLUTION -->` … `<!-- END SOLUTION -->`."
    if not question.by_hand and "answer" not in roles:
        yield f"{line} has no answer cell: no code below it carries a `# SOLUTION` marker."
    if not question.by_hand and not any(public_cases(declared, question, part) for part in question.parts):
        yield f"{line} has no public check: no part of it in {where} has a public case."


def _total(document: Document, declared: Assignment) -> Iterator[str]:
    total = sum(question.points for question in declared.questions)
    for passage in document.passages:
        said = TOTAL.search(passage.source) if not passage.is_code else None
        if said and abs(float(said[2]) - total) > 1e-9:
            yield f"line {passage.line}: the text says {said[2]} points, but the questions add up to {total:g}."


RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->(.*?)<!-- END RUBRIC -->", re.DOTALL)
ITEM = re.compile(r"^[-*] \*\*(\d+(?:\.\d+)?) points?:?\*\*", re.MULTILINE)
# A list item of a rubric that gives points in any form, at its start or in brackets at its end.
_SOME = r"(?:[\d½¼¾.,/]+|half|one|two|three|four|five|six|seven|eight|nine|ten)[ \t]*(?:points?|pts?|p)\b"
ODD_ITEM = re.compile(
    rf"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\W*{_SOME}.*|.*[(\[]{_SOME}[)\]]\W*)$", re.MULTILINE | re.IGNORECASE
)
BY_HAND = re.compile(r"\(\d+(?:\.\d+)? points?, by hand\)")


def disagreements(document: Document, declared: Assignment) -> Iterator[str]:
    """Yield a sentence, which begins with the line, for each place where the two files differ."""
    for heading in document.headings:
        if heading.id not in declared.ids:
            continue
        question, line = declared.question(heading.id), f"line {heading.line}: {heading.id}"
        if heading.title.strip() != question.title.strip():
            yield f"{line} is titled {heading.title!r} here and {question.title!r} in its declaration."
        prompt = next((p.source for p in document.section(heading.id) if p.role == "prompt"), "")
        said = bool(BY_HAND.search(prompt.partition("\n")[0]))
        if said != question.by_hand:
            write = f"({heading.points:g} points{', by hand' if question.by_hand else ''})"
            yield f"{line} {'is' if question.by_hand else 'is not'} graded by hand; write {write} in its heading."
        yield from _rubric(document, question, line)


def _rubric(document: Document, question: Question, line: str) -> Iterator[str]:
    text = "\n".join(passage.source for passage in document.section(question.id) if not passage.is_code)
    rubric = "\n".join(RUBRIC.findall(text))
    items = [float(points) for points in ITEM.findall(rubric)]
    other = next((odd[0] for odd in ODD_ITEM.finditer(rubric) if not ITEM.match(odd[0])), None)
    if other:
        yield f"{line} has {other!r} in its rubric; write each item as `- **1 point:** …`, so that its points are counted."
    elif items and abs(sum(items) - question.points) > 1e-9:
        yield f"{line} is worth {question.points:g} points, but its rubric adds up to {sum(items):g}."
