"""Where solution and declaration say the same thing, they agree: titles, questions by hand, points of rubrics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.content.document import Document
from autograder.questions.schema import Assignment, Question

RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->(.*?)<!-- END RUBRIC -->", re.DOTALL)
ITEM = re.compile(r"^[-*] \*\*(\d+(?:\.\d+)?) points?:?\*\*", re.MULTILINE)
BY_HAND = re.compile(r"\(\d+(?:\.\d+)? points?, by hand\)")


def disagreements(document: Document, declared: Assignment) -> Iterator[str]:
    """Yield a sentence, which begins with the line, for each place where the two files differ."""
    for heading in document.headings:
        if heading.id not in declared.ids:
            continue
        question, line = declared.question(heading.id), f"line {heading.line}: {heading.id}"
        if heading.title.strip() != question.title.strip():
            yield f"{line} is titled {heading.title!r} here and {question.title!r} where it is declared; make them equal."
        prompt = next((p.source for p in document.section(heading.id) if p.role == "prompt"), "")
        said = bool(BY_HAND.search(prompt.partition("\n")[0]))
        if said != question.by_hand:
            write = f"({heading.points:g} points{', by hand' if question.by_hand else ''})"
            yield f"{line} {'is' if question.by_hand else 'is not'} graded by hand; write {write} in its heading."
        yield from _rubric(document, question, line)


def _rubric(document: Document, question: Question, line: str) -> Iterator[str]:
    text = "\n".join(passage.source for passage in document.section(question.id) if not passage.is_code)
    items = [float(points) for rubric in RUBRIC.findall(text) for points in ITEM.findall(rubric)]
    if items and abs(sum(items) - question.points) > 1e-9:
        yield f"{line} is worth {question.points:g} points, but its rubric adds up to {sum(items):g}."
