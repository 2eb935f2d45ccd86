"""List what needs review in a graded folder: answers in words, judged questions, functions on which credit depends."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from autograder.classroom.decisions import JUDGED, LENDER, WRITTEN, bound_to, doubt_of, lender_bound
from autograder.classroom.hand_decisions import Decision
from autograder.classroom.hand_grading import RubricBox
from autograder.classroom.hand_points import answer_code
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.classroom.regrade_requests import Request
from autograder.judge.result import QuestionResult, Result, from_verdicts
from autograder.questions.schema import Assignment
from autograder.safe_text import spell_points

LONGEST = 20_000  # characters of an answer that are kept and shown; the whole text has its own page
# The reason for a review. PICKED means that a grader came to the item from the report, now or earlier.
CREDIT, FLAG, REQUEST, ANSWER, PICKED = "credit", "flag", "request", "answer", "picked"


@dataclass(frozen=True)
class Hanging:
    """A question whose credit depends on a lender: its points with the credit and without."""

    question: str
    points: float
    without: float


@dataclass(frozen=True)
class Item:
    """One thing to decide on, shared by all `students` to whom it applies.

    Attributes:
        has_points: False if the judge gave no points.
        source: The location of the submission, as JSON.
        notes: The notes on the whole submission.
        covers: For a lender, what its decisions are bound to: its code in each of several submissions.
        hang: For a lender, the questions whose credit depends on it.
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
        """Return kind, question and binding, which identify the item."""
        return self.kind, self.question, self.bound

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """Return the keys of the item's decisions: one, or one per submission for a lender's code."""
        return tuple((self.kind, self.question, bound) for bound in self.covers or (self.bound,))

    @cached_property
    def id(self) -> str:
        """Return a name for addresses that does not identify a student."""
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
        journal: The journal of the folder.
        assignment: The assignment that was graded.
        boxes: The rubric of each question graded by hand.
        requests: The students' regrade requests.
        overflow: A folder for the full text of long answers, which are not kept in memory.
        decided: Judged questions with a decision, and what it is bound to. They stay on the list with their history.
        overrides: The decisions of overrides.csv by student and question. They outrank the review, so they are shown.
    """
    titles = {question.id: question.title for question in assignment.questions}
    asked: dict[tuple[str, str], list[str]] = {}
    for request in requests:
        asked.setdefault((request.student, request.question), []).append(request.text)
    items: dict[tuple[str, str, str], Item] = {}
    for entry, record in journal.rows():
        if record is None:
            continue
        result = replace(from_verdicts(record.verdicts), student=entry.student)
        for item in _of_submission(entry, record, result, asked, decided):
            item = replace(item, title=titles.get(item.question, ""), boxes=boxes.get(item.question, ()))
            line = (overrides or {}).get(entry.student, {}).get(item.question)
            item = replace(item, overrides=(_spelled(line),)) if line and item.kind != LENDER else item
            known = items.get(item.key)
            items[item.key] = _joined(known, item) if known else _bounded(item, overflow)
    return list(items.values())


def _spelled(line: Decision) -> str:
    points = "as judged" if line.points is None else f"{spell_points(line.points)} points"
    return f"{points}, {line.reason} ({line.by})"


def item_about(journal: Journal, assignment: Assignment, student: str, question: str) -> Item | None:
    """Return the item of a question that a link in the report names; None if nothing was handed in for it."""
    for entry, record in journal.rows(student):
        if record is not None:
            result = replace(from_verdicts(record.verdicts), student=entry.student)
            for judged in result.questions:
                if judged.id == question and (judged.parts or not record.written.get(question)):
                    item = _judged(entry, record, result, judged, ())
                    return replace(item, title=assignment.question(question).title)
    return None


def _joined(known: Item, item: Item) -> Item:
    """Return `known` with the students, requests and bindings of an equal item."""
    return replace(
        known, students=(*known.students, *item.students), requests=(*known.requests, *item.requests),
        overrides=tuple(dict.fromkeys((*known.overrides, *item.overrides))),
        covers=tuple(dict.fromkeys((*known.covers, *item.covers))),
        hang=tuple(dict.fromkeys((*known.hang, *item.hang))),
        reason=REQUEST if REQUEST in (known.reason, item.reason) else known.reason,
    )  # fmt: skip


def _bounded(item: Item, overflow: Path) -> Item:
    """Return the item with at most LONGEST characters of text; write the full text to `overflow`."""
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
    """Yield an item for each function on which carried credit depends.

    Equal code has the same item, whoever wrote it.
    """
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


ALIKE = 0.8  # share of three-word runs that near-equal answers have in common
COMMON = 200  # a run of words in more answers than this does not distinguish them
READ = 20_000  # characters of an answer that are compared


def near_equal_groups(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the group of each text, by name; texts in nearly the same words share a group.

    A group is named after its first member. Case, punctuation and spacing are ignored. Texts of fewer than three words
    are near-equal only if their words are equal.
    """
    words = {name: re.findall(r"[^\W_]+|[^\w\s]", text[:READ].casefold()) for name, text in texts.items()}
    runs = {name: _runs(tokens) for name, tokens in words.items()}
    where: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    first: dict[str, str] = {}
    for name, own in runs.items():
        shared = Counter(other for run in own if len(where[run]) <= COMMON for other in where[run])
        near = (other for other, count in shared.most_common() if count / len(own | runs[other]) >= ALIKE)
        first[name] = next(near, name)
        first[name] = first.get(first[name], name)
        if first[name] == name:
            for run in own:
                where[run].append(name)
    return first


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    plain = [word for word in words if word[0].isalnum()] or words
    if len(plain) < 3:
        return {tuple(plain)}
    return {tuple(plain[i : i + 3]) for i in range(len(plain) - 2)}
