"""Collect what a grader sees next to a judged question: submitted code, findings of the judge, diagnosis."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.code_excerpts import cells_about
from autograder.classroom.pages.feedback import WORDS
from autograder.intake import Unreadable, read_submission
from autograder.intake.handout import handout_of
from autograder.judge.result import PartResult
from autograder.questions.schema import Assignment
from autograder.review.items import Item

MOST = 20_000  # characters of code


@dataclass(frozen=True)
class Finding:
    """One part: its points, its verdict in words, and the failing case, public or hidden."""

    name: str
    points: float
    most: float
    verdict: str
    case: str


@dataclass(frozen=True)
class Evidence:
    """Code, findings by part, and sentences of diagnosis; `missing` is the reason if there is no code."""

    code: str
    missing: str
    findings: tuple[Finding, ...]
    diagnosis: tuple[str, ...]


def evidence(item: Item, assignment: Assignment) -> Evidence:
    """Return what a grader needs to settle a judged question.

    The submission is read again, but never run.
    """
    code, missing = _code(item, assignment)
    result = item.result
    if result is None:
        return Evidence(code, missing, (), ())
    composed = result.composition and f"Composed as: {result.composition}."
    more = (result.slip_sentence, composed, result.note)
    return Evidence(code, missing, tuple(map(_finding, result.parts)), tuple(str(text) for text in more if text))


def _finding(part: PartResult) -> Finding:
    case = part.hidden_message or part.message or part.gap
    return Finding(part.name, part.points, part.max, WORDS.get(part.verdict, part.verdict), case)


def _code(item: Item, assignment: Assignment) -> tuple[str, str]:
    names = assignment.question(item.question).owns
    if item.cells:
        return _bounded(definitions_first(item.cells, names)), ""
    if not item.source or item.source == "{}":
        return "", "Nothing was handed in as a file."
    try:
        source = source_of(item.source)
        submission = read_submission(source, assignment, source.root.name, handout_of(assignment.name))
    except Unreadable as error:
        return "", f"The file cannot be read: {error}"
    except Exception as error:  # files that were moved or deleted since the run
        return "", f"The file cannot be shown ({type(error).__name__})."
    if submission.sha256 != item.submission_sha256:
        return "", "The file has changed since it was graded. Grade again to judge it."
    about = cells_about(submission.cells, assignment, item.question)
    return (
        (_bounded(definitions_first(about, names)), "")
        if about
        else ("", "No cell of the file names this question's functions.")
    )


def definitions_first(cells: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the cells that define one of the names, the last one first since it counts, then those that use one.

    Cells with a name only inside another word are left out.
    """
    if not names:
        return list(cells)
    any_name = "|".join(map(re.escape, names))
    defines = re.compile(rf"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(?:{any_name})\b|^(?:{any_name})\b[^=\n]*=", re.M)
    uses = re.compile(rf"\b(?:{any_name})\b")
    first = [cell for cell in reversed(cells) if defines.search(cell)]
    return first + [cell for cell in cells if cell not in first and uses.search(cell)] or list(cells)


def _bounded(cells: Sequence[str]) -> str:
    text = "\n\n".join(cells)
    return text if len(text) <= MOST else f"{text[:MOST]}\n… ({len(text) - MOST} more characters)"
