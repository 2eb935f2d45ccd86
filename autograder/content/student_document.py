"""Convert a document to a student's version: with the course's questions and points, without solutions.

The modules that write notebook and stub receive only this version, so they cannot reveal a solution. A prompt's
paragraph "**Stuck?** …" is folded in the notebook, a hint of the check, and replaced by a command in the stub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from autograder import questions
from autograder.content.document import Document, Passage, heading_title
from autograder.content.markers import without_markers
from autograder.content.placeholders import fill
from autograder.content.plain_text import inline
from autograder.content.solution_markers import student_code, student_prose
from autograder.questions.schema import Assignment, Question
from autograder.safe_text import spell_points

TOTAL = re.compile(r"(\*\*Points:\*\* )(\d+(?:\.\d+)?)")


def student_document(document: Document, assignment: Assignment) -> Document:
    """Return `document` without solutions and rubrics, with the questions and points of `assignment`."""
    return _given(document, assignment, student_code)


def solved_document(document: Document, assignment: Assignment) -> Document:
    """Return the same with its answers in code, like a submission with full marks; never give it to students."""
    return _given(document, assignment, lambda passage, _: without_markers(passage.source))


def _given(document: Document, assignment: Assignment, code: Callable[[Passage, Document], str]) -> Document:
    passages: list[Passage] = []
    for passage in document.passages:
        if passage.question and passage.question not in assignment.ids:
            continue
        source = code(passage, document) if passage.is_code else _prose(passage, assignment)
        if source or passage.role == "written":
            passages.append(replace(passage, source=source))
    retitle(passages, assignment)
    kept = tuple(heading for heading in document.headings if heading.id in assignment.ids)
    return replace(document, passages=tuple(passages), headings=kept)


def retitle(passages: list[Passage], assignment: Assignment) -> None:
    """Put the course's title, if it has one, in place of the first heading of prose."""
    if assignment.title == questions.find(assignment.name).title:
        return
    for i, passage in enumerate(passages):
        if not passage.is_code and passage.source.startswith("# "):
            rest = passage.source.partition("\n")[2]
            passages[i] = replace(passage, source=f"# {assignment.title}\n{rest}")
            return


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
    """Return the heading `## id (N points) · title` of a question."""
    unit = "point" if question.points == 1 else "points"
    by_hand = ", by hand" if question.by_hand else ""
    return f"## {question.id} ({spell_points(question.points)} {unit}{by_hand}) · {title}"


STUCK = re.compile(r"^\*\*Stuck\?\*\* (.+)$", re.MULTILINE)
FOLDED = "<details>\n<summary><b>Stuck?</b></summary>\n\n{text}\n\n</details>"


def stuck_texts(document: Document) -> Mapping[str, str]:
    """Return question → the help in its prompt, as plain text."""
    prompts = (passage for passage in document.passages if passage.role == "prompt")
    return {prompt.question: inline(found[1]) for prompt in prompts if (found := STUCK.search(prompt.source))}


def folded(markdown: str) -> str:
    """Return a prompt with its help folded."""
    return STUCK.sub(lambda found: FOLDED.format(text=found[1]), markdown)


def by_command(markdown: str, name: str, question: str) -> str:
    """Return a prompt with a command in place of its help."""
    return STUCK.sub(f"**Stuck?** `python {name}.py hint {question.partition('_')[0]}`", markdown)
