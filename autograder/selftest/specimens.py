"""Build submissions from an assignment's solution and stub, with the cells that affect a verdict."""

from __future__ import annotations

import ast
import hashlib
from functools import cache

from autograder import questions
from autograder.content import sources
from autograder.content.document import Document
from autograder.content.student_document import student_document
from autograder.course import Course
from autograder.intake import Submission

# Examples, figures and predictions decide no point; they are run with the whole notebook by tests of their own.
_ROLES = ("given", "answer")


@cache
def document(name: str) -> Document:
    """Return the solved document of an assignment; it is cached, since a bank of questions takes half a second to read."""
    return sources.document(name)


@cache
def solution(name: str) -> Submission:
    """Return the solved answers of an assignment without its demonstrations."""
    return _submission(document(name))


@cache
def stub(name: str) -> Submission:
    """Return the same without answers, as a student receives it."""
    found = document(name)
    return _submission(student_document(found, Course().assignment(name)))


def answers(name: str) -> list[tuple[int, str, str]]:
    """Return the cells that a student writes: (position among the solution's cells, question, solved source)."""
    passages = [passage for passage in document(name).passages if passage.role in _ROLES]
    return [(i + 1, p.question, p.source) for i, p in enumerate(passages) if p.role == "answer"]


@cache
def touched_by(name: str, question: str) -> frozenset[str]:
    """Return the questions whose verdict may change with `question`'s answer: itself and those that mention its names.

    Mentions are followed from answer to answer; a given cell that mentions a name makes that all questions.
    """
    owner = {owned: q.id for q in questions.find(name).questions for owned in q.owns}
    mentions = {(p.role, p.question, _names(p.source)) for p in document(name).passages if p.role in _ROLES}
    touched = {question}
    while True:
        names = {owned for owned, its in owner.items() if its in touched}
        found = {(role, its) for role, its, used in mentions if used & names}
        if any(role == "given" for role, _ in found):
            return frozenset(owner.values())
        more = {its for _, its in found} - touched
        if not more:
            return frozenset(touched)
        touched |= more


def _names(source: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))


def _submission(found: Document) -> Submission:
    cells = (found.imports, *(passage.source for passage in found.passages if passage.role in _ROLES))
    sha256 = hashlib.sha256("\0".join(cells).encode()).hexdigest()
    return Submission(f"{found.name}.ipynb", "notebook", cells, {}, {}, sha256)
