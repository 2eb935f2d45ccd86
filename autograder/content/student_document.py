"""The document as a student gets it: this course's questions and points, and no solution anywhere.

The writers of notebook and stub see only what comes out of here, so they have no solution to leak.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from autograder.content.document import Document, Passage, heading_title
from autograder.content.markers import without_markers
from autograder.content.placeholders import fill, spell_points
from autograder.content.solution_markers import student_code, student_prose
from autograder.questions.schema import Assignment, Question

TOTAL = re.compile(r"(\*\*Points:\*\* )(\d+(?:\.\d+)?)")


def student_document(document: Document, assignment: Assignment) -> Document:
    """`document` without solutions and rubrics, with the questions and points of `assignment`."""
    return _given(document, assignment, student_code)


def solved_document(document: Document, assignment: Assignment) -> Document:
    """The same with its answers in code, as a student with full marks would hand it in. Never for students."""
    return _given(document, assignment, lambda passage, _: without_markers(passage.source))


def _given(document: Document, assignment: Assignment, code: Callable[[Passage, Document], str]) -> Document:
    passages = []
    for passage in document.passages:
        if passage.question and passage.question not in assignment.ids:
            continue
        source = code(passage, document) if passage.is_code else _prose(passage, assignment)
        if source or passage.role == "written":
            passages.append(replace(passage, source=source))
    kept = tuple(heading for heading in document.headings if heading.id in assignment.ids)
    return replace(document, passages=tuple(passages), headings=kept)


def _prose(passage: Passage, assignment: Assignment) -> str:
    if passage.role == "written":
        return ""
    source = fill(student_prose(passage.source), assignment)
    if passage.role == "prompt":
        first, _, rest = source.partition("\n")
        return heading_line(assignment.question(passage.question), heading_title(first)) + "\n" + rest
    total = sum(question.points for question in assignment.questions)
    return TOTAL.sub(lambda found: f"{found[1]}{spell_points(total)}", source)


def heading_line(question: Question, title: str) -> str:
    """`## id (N points) · title`."""
    unit = "point" if question.points == 1 else "points"
    by_hand = ", by hand" if question.by_hand else ""
    return f"## {question.id} ({spell_points(question.points)} {unit}{by_hand}) · {title}"
