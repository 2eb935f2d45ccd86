"""What there is to review in a graded folder: answers in words, and judged questions that need a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from autograder.classroom.decisions import JUDGED, LENDER, WRITTEN, bound_to, doubt_of, lender_bound
from autograder.classroom.hand_decisions import Decision
from autograder.classroom.hand_points import answer_code
from autograder.classroom.journal import Journal, Record, RollEntry
from autograder.classroom.regrade_requests import Request
from autograder.classroom.rubrics import RubricBox
from autograder.judge.result import QuestionResult, Result, from_verdicts
from autograder.questions.schema import Assignment

LONGEST = 20_000  # characters of an answer that are kept and shown; the rest is on its own page
# Why an item is here; PICKED: somebody came to it from the report, now or before.
CREDIT, FLAG, REQUEST, ANSWER, PICKED = "credit", "flag", "request", "answer", "picked"


@dataclass(frozen=True)
class Hanging:
    """A question whose credit hangs on a lender: its points with the credit and without."""

    question: str
    points: float
    without: float


@dataclass(frozen=True)
class Item:
    """One thing to decide on, shared by all `students` to whom it applies.

    `has_points` says whether the judge gave any; `source` says where the submission lies, as JSON; `notes` are those of
    the whole submission. A lender's item has a decision for each of `covers` (its code in several submissions), and `hang`
    are the questions whose credit waits for it.
    """

    kind: str
    question: str
    bound: str
    reason: str
    title: str
    most: float
    students: tuple[str, ...]
    text: str = ""
    length: int = 0
    pictures: tuple[str, ...] = ()
    prose: str = ""
    result: QuestionResult | None = None
    notes: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    source: str = ""
    submission_sha256: str = ""
    requests: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    has_points: bool = True
    function: str = ""
    covers: tuple[str, ...] = ()
    hang: tuple[Hanging, ...] = ()
    boxes: tuple[RubricBox, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str, str]:
        """What decisions are about."""
        return self.kind, self.question, self.bound

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """What decisions on it are about: one thing, or a lender's code in each submission."""
        return tuple((self.kind, self.question, bound) for bound in self.covers or (self.bound,))

    @cached_property
    def id(self) -> str:
        """A name for addresses that says nothing of a student."""
        return hashlib.sha256("\0".join(self.key).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def items_of(
    journal: Journal,
    assignment: Assignment,
    boxes: Mapping[str, tuple[RubricBox, ...]],
    requests: Iterable[Request],
    overflow: Path,
    decided: Collection[tuple[str, str]] = (),
    overrides: Mapping[str, Mapping[str, Decision]] | None = None,
) -> list[Item]:
    """Return all items of a graded folder.

    Args:
        boxes: the rubric of each question by hand.
        requests: what students ask to have looked at again.
        overflow: a folder for the whole text of long answers, which are not kept in memory.
        decided: judged questions that somebody decided, with what they are bound to; they stay here with their history.
        overrides: what overrides.csv decides, by student and question; it has the last word, so graders have to know.
    """
    titles = {question.id: question.title for question in assignment.questions}
    asked: dict[tuple[str, str], list[str]] = {}
    for request in requests:
        asked.setdefault((request.student, request.question), []).append(request.text)
    found: dict[tuple[str, str, str], Item] = {}
    for entry, record in journal.rows():
        if record is None:
            continue
        result = replace(from_verdicts(record.verdicts), student=entry.student)
        for item in _of_submission(entry, record, result, asked, decided):
            item = replace(item, title=titles.get(item.question, ""), boxes=boxes.get(item.question, ()))
            line = (overrides or {}).get(entry.student, {}).get(item.question)
            item = replace(item, overrides=(_spelled(line),)) if line and item.kind != LENDER else item
            there = found.get(item.key)
            found[item.key] = _joined(there, item) if there else _bounded(item, overflow)
    return list(found.values())


def _spelled(line: Decision) -> str:
    points = "as judged" if line.points is None else f"{line.points:g} points"
    return f"{points}, {line.reason} ({line.by})"


def item_about(journal: Journal, assignment: Assignment, student: str, question: str) -> Item | None:
    """Return the item of any question that the judge decides, for somebody who comes from the report; None if there is none."""
    for entry, record in journal.rows(student):
        if record is not None:
            result = replace(from_verdicts(record.verdicts), student=entry.student)
            for one in result.questions:
                if one.id == question and (one.parts or not record.written.get(question)):
                    return replace(_judged(entry, record, result, one, ()), title=assignment.question(question).title)
    return None


def _joined(there: Item, item: Item) -> Item:
    return replace(
        there, students=(*there.students, *item.students), requests=(*there.requests, *item.requests),
        overrides=tuple(dict.fromkeys((*there.overrides, *item.overrides))),
        covers=tuple(dict.fromkeys((*there.covers, *item.covers))), hang=tuple(dict.fromkeys((*there.hang, *item.hang))),
        reason=REQUEST if REQUEST in (there.reason, item.reason) else there.reason,
    )  # fmt: skip


def _bounded(item: Item, overflow: Path) -> Item:
    if len(item.text) <= LONGEST:
        return item
    (overflow / item.id).write_text(item.text, encoding="utf-8", errors="replace")
    return replace(item, text=item.text[:LONGEST])


def _of_submission(
    entry: RollEntry,
    record: Record,
    result: Result,
    asked: Mapping[tuple[str, str], list[str]],
    decided: Collection[tuple[str, str]],
) -> Iterator[Item]:
    bound = bound_to(result, entry.student)
    for question in result.questions:
        requests = tuple(asked.get((entry.student, question.id), ()))
        text = record.written.get(question.id, "")
        if not question.parts and text:
            yield _answer(entry, record, question, text, requests)
        elif requests or _needs(question, result) or (question.id, bound) in decided:
            yield _judged(entry, record, result, question, requests)
    yield from _lenders(entry, record, result)


def _needs(question: QuestionResult, result: Result) -> bool:
    if result.status == "internal_error":
        return bool(question.parts)
    waits = question.needs_review and doubt_of(question) is None
    return waits or any(part.verdict == "internal" for part in question.parts)


def _answer(entry: RollEntry, record: Record, question: QuestionResult, text: str, requests: tuple[str, ...]) -> Item:
    pictures = record.written.get(f"{question.id} pictures", "")
    return Item(
        WRITTEN, question.id, answer_code(question.id, text), REQUEST if requests else ANSWER, "", question.max,
        (entry.student,), text=text, length=len(text), pictures=tuple(filter(None, pictures.split("\n"))),
        result=question if question.note or question.needs_review else None, source=entry.source,
        submission_sha256=record.submission_sha256, requests=requests,
    )  # fmt: skip


def _judged(
    entry: RollEntry, record: Record, result: Result, question: QuestionResult, requests: tuple[str, ...]
) -> Item:
    reason = REQUEST if requests else FLAG if _needs(question, result) else PICKED
    prose = record.written.get("unattributed", "")
    pictures = record.written.get("unattributed pictures", "")
    notes = (*((result.message,) if result.message else ()), *result.notes)
    internal = result.status == "internal_error" or any(part.verdict == "internal" for part in question.parts)
    return Item(
        JUDGED, question.id, bound_to(result, entry.student), reason, "", question.max, (entry.student,),
        result=question, notes=notes, cells=tuple(record.code.get(question.id, ())), source=entry.source,
        submission_sha256=record.submission_sha256, requests=requests, prose=prose[:LONGEST],
        pictures=tuple(filter(None, pictures.split("\n"))) if not question.parts else (),
        has_points=question.points is not None and not internal,
    )  # fmt: skip


def _lenders(entry: RollEntry, record: Record, result: Result) -> Iterator[Item]:
    """The functions on which carried credit hangs: one item for a function and its code, whoever wrote it."""
    doubts = [(question, doubt) for question in result.questions if (doubt := doubt_of(question))]
    own = {question.id: question for question in result.questions}
    submission = bound_to(result, entry.student)
    for lender in dict.fromkeys(lender for _, doubt in doubts for lender in doubt.lenders):
        hang = (Hanging(q.id, doubt.points, doubt.without) for q, doubt in doubts if lender in doubt.lenders)
        yield Item(
            LENDER, lender.question, lender_bound(lender, "" if lender.code_sha256 else submission), CREDIT, "", 0.0,
            (entry.student,), result=own.get(lender.question), cells=tuple(record.code.get(lender.question, ())),
            source=entry.source, submission_sha256=record.submission_sha256, function=lender.function,
            covers=(lender_bound(lender, submission),), hang=tuple(hang),
        )  # fmt: skip
