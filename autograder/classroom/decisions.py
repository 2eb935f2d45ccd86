"""Store the decisions of graders in decisions.db, apply them to results, and measure how far graders agree.

The file is separate from the journal, so that no run of the judge changes it. Events are only appended: the last event
is the state of an answer, and undo marks events as undone. A decision is bound to an answer's code or a submission's
hash, so changed work has to be decided on again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.classroom.hand_decisions import Decision, with_overrides
from autograder.classroom.hand_points import HandPoints, Mark
from autograder.judge.pending_credit import with_decisions
from autograder.judge.result import Doubt, Lender, QuestionResult, Result
from autograder.safe_text import spell_points

NAME = "decisions.db"
# An answer in words; a question of a submission; a function on which carried credit depends.
WRITTEN, JUDGED, LENDER = "written", "judged", "lender"
REAL = "real"  # in the content of a decision about a lender: whether it is a real attempt
SINGLE, DOUBLE, SETTLED = "single", "double", "settled"  # by one grader; by one of two; final after two differed

_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, grader TEXT NOT NULL, kind TEXT NOT NULL,
    question TEXT NOT NULL, bound TEXT NOT NULL, mode TEXT NOT NULL, done INTEGER NOT NULL, points REAL,
    content TEXT NOT NULL, batch TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS events_about ON events (kind, question, bound);
"""
_INSERT = (
    "INSERT INTO events (at, grader, kind, question, bound, mode, done, points, content, batch) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "id, at, grader, kind, question, bound, mode, done, points, content, batch"


@dataclass(frozen=True)
class Event:
    """One grader's draft or decision about one answer.

    `content` has the boxes, the comment and, for a judged question, the judge's points at that time (`seen`).
    """

    id: int
    at: str
    grader: str
    kind: str
    question: str
    bound: str
    mode: str
    done: bool
    points: float | None
    content: Mapping[str, Any]
    batch: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return kind, question and binding, which identify what was decided."""
        return self.kind, self.question, self.bound

    @property
    def comment(self) -> str:
        """Return the comment for the student, which is the reason for a judged question."""
        return str(self.content.get("comment", ""))


class DecisionStore:
    """The decisions of one graded folder; events are on the disk when `append` returns."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / NAME, isolation_level=None, timeout=10)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Merge the write-ahead log into the file and close it."""
        self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._base.close()

    def forget(self, key: str) -> None:
        """Drop the value that an earlier version stored under `key`."""
        self._base.execute("DELETE FROM about WHERE key = ?", (key,))

    def append(self, events: Iterable[Event]) -> list[Event]:
        """Write all events in one transaction; return them with their numbers."""
        written = list(events)
        rows = [(e.at, e.grader, *e.key, e.mode, e.done, e.points, json.dumps(e.content), e.batch) for e in written]
        numbered = []
        self._base.execute("BEGIN IMMEDIATE")
        for event, row in zip(written, rows):
            number = self._base.execute(_INSERT, row).lastrowid
            numbered.append(replace(event, id=number or 0))
        self._base.execute("COMMIT")
        return numbered

    def events(self) -> list[Event]:
        """Return all events that were not undone, in order."""
        return list(_events(self._base))

    def undo(self, grader: str) -> Event | None:
        """Undo a grader's last decision; return it, or None.

        Events of the same batch and the grader's later drafts about the same answer are undone too.
        """
        row = self._base.execute(
            f"SELECT {_COLUMNS} FROM events WHERE grader = ? AND done AND NOT undone ORDER BY id DESC LIMIT 1",
            (grader,),
        ).fetchone()
        if row is None:
            return None
        event = _event(row)
        self._base.execute(
            "UPDATE events SET undone = 1 WHERE grader = ? AND NOT undone AND (id = ? OR (batch = ? AND batch != '') "
            "OR (id > ? AND kind = ? AND question = ? AND bound = ?))",
            (grader, event.id, event.batch, event.id, *event.key),
        )
        return event


@dataclass(frozen=True)
class Decisions:
    """The decisions that count: marks for answers in words, and decisions about questions and lenders."""

    marks: Mapping[tuple[str, str], tuple[Mark, ...]] = field(default_factory=dict)
    judged: Mapping[tuple[str, str], Event] = field(default_factory=dict)
    lenders: Mapping[tuple[str, str], Event] = field(default_factory=dict)

    def with_marks(self, points: HandPoints) -> HandPoints:
        """Return the marks of points.csv joined with these; an answer with different marks needs a person."""
        if not self.marks:
            return points
        joined = {key: (*self.marks.get(key, ()), *points.marks.get(key, ())) for key in {**points.marks, **self.marks}}
        return replace(points, marks=joined)

    def apply(self, result: Result, student: str) -> Result:
        """Return `result` with the decisions applied.

        A question needs review again if the judge's points have changed since the decision.
        """
        bound = bound_to(result, student)
        return self._with_lenders(self._with_questions(result, bound), bound)

    def _with_questions(self, result: Result, bound: str) -> Result:
        events = {q.id: self.judged[q.id, bound] for q in result.questions if (q.id, bound) in self.judged}
        if not events:
            return result
        decided = with_overrides(result, {name: Decision(e.points, e.comment, e.grader) for name, e in events.items()})
        pairs = zip(result.questions, decided.questions)
        return replace(decided, questions=tuple(_outdated(before, q, events.get(q.id)) for before, q in pairs))

    def _with_lenders(self, result: Result, bound: str) -> Result:
        """Pay or refuse the credit that depends on lenders; questions with a decision of their own are not changed."""
        if not self.lenders or not any(doubt_of(question) for question in result.questions):
            return result

        def event(lender: Lender) -> Event | None:
            return self.lenders.get((lender.question, lender_bound(lender, bound)))

        def real(lender: Lender) -> bool | None:
            decision = event(lender)
            return bool(decision.content.get(REAL)) if decision else None

        def with_reasons(before: QuestionResult, now: QuestionResult) -> QuestionResult:
            doubt = doubt_of(before)
            if doubt is None or now == before:
                return now
            comments = [
                decision.comment for lender in doubt.lenders if (decision := event(lender)) and decision.comment
            ]
            return replace(now, note=" ".join([now.note, *dict.fromkeys(comments)]))

        decided = with_decisions(result, real)
        return replace(decided, questions=tuple(map(with_reasons, result.questions, decided.questions)))


def doubt_of(question: QuestionResult) -> Doubt | None:
    """Return the carried credit of a question that waits for a decision about its lenders, or None."""
    doubt = question.pending or question.on_trust
    return doubt if doubt and doubt.lenders and question.override is None else None


def lender_bound(lender: Lender, bound: str) -> str:
    """Return the binding of a decision about a lender: its name, its code and the submission."""
    return f"{lender.function} {lender.code_sha256[:16]} {bound}"


def bound_to(result: Result, student: str) -> str:
    """Return the binding of a decision about a judged question: the submission's hash, or the student without one."""
    return result.submission_sha256 if result.submission_sha256 not in ("", "-") else f"student {student}"


def _outdated(before: QuestionResult, question: QuestionResult, event: Event | None) -> QuestionResult:
    seen = event.content.get("seen") if event else None
    if event is None or seen is None or before.points is None or abs(seen - before.points) < 1e-9:
        return question
    then, now = spell_points(seen), spell_points(before.points)
    text = f"Decided by hand when the judge gave {then}; now it gives {now}: look again."
    return replace(question, needs_review=True, note=f"{question.note} {text}".strip())


def read_decisions(folder: Path) -> Decisions:
    """Return the decisions in a graded folder; none if nobody has reviewed it."""
    path = folder / NAME
    if not path.is_file():
        return Decisions()
    events = _read(path)
    about: dict[tuple[str, str, str], list[Event]] = {}
    for event in events:
        about.setdefault(event.key, []).append(event)
    marks: dict[tuple[str, str], tuple[Mark, ...]] = {}
    judged: dict[tuple[str, str], Event] = {}
    lenders: dict[tuple[str, str], Event] = {}
    for (kind, question, bound), history in about.items():
        counted = standing(history)
        if kind == WRITTEN and counted:
            marks[question, bound] = tuple(Mark(e.grader, e.points or 0.0, e.comment, 0) for e in counted)
        elif counted:
            (lenders if kind == LENDER else judged)[question, bound] = counted[-1]
    return Decisions(marks, judged, lenders)


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events about one answer that count.

    These are the last settlement, else the last decision if it is single, else the last decision of each grader.
    """
    last = {event.grader: event for event in events}  # a draft replaces the decision that it corrects
    done = sorted((event for event in last.values() if event.done), key=lambda event: event.id)
    settled = [event for event in done if event.mode == SETTLED]
    if settled:
        return settled[-1:]
    return done[-1:] if done and done[-1].mode == SINGLE else [event for event in done if event.mode == DOUBLE]


def _read(path: Path) -> list[Event]:
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second works in a folder that cannot be written to
        try:
            base = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=10)
            try:
                return list(_events(base))
            finally:
                base.close()
        except sqlite3.OperationalError:
            continue
    raise ValueError(f"{path} cannot be read. Nothing was written, so no decision is lost.")


def _events(base: sqlite3.Connection) -> Iterator[Event]:
    return map(_event, base.execute(f"SELECT {_COLUMNS} FROM events WHERE NOT undone ORDER BY id"))


def _event(row: tuple[Any, ...]) -> Event:
    values = [*row[:7], bool(row[7]), row[8], json.loads(row[9]), row[10]]
    return Event(*values)


@dataclass(frozen=True)
class Agreement:
    """The number of answers graded twice, the share with equal points, the mean difference, and Cohen's kappa.

    Kappa is None if all points are equal, as it is not defined then.
    """

    pairs: int
    equal: float
    difference: float
    kappa: float | None


def double_graded(events: Iterable[Event]) -> dict[tuple[str, str], tuple[Event, Event]]:
    """Return the marks of the first two graders by question and answer, before any settlement."""
    marks: dict[tuple[str, str], dict[str, Event]] = {}
    for event in events:
        if event.kind == WRITTEN and event.mode == DOUBLE and event.done:
            marks.setdefault((event.question, event.bound), {})[event.grader] = event
    pairs = {key: sorted(given.values(), key=lambda event: event.grader)[:2] for key, given in marks.items()}
    return {key: (pair[0], pair[1]) for key, pair in pairs.items() if len(pair) == 2}


def agreement(pairs: Iterable[tuple[float, float]]) -> Agreement:
    """Return the agreement of two graders over pairs of points."""
    rounded = [(round(first, 6), round(second, 6)) for first, second in pairs]
    count = len(rounded)
    if not count:
        return Agreement(0, 0.0, 0.0, None)
    equal = sum(first == second for first, second in rounded) / count
    difference = sum(abs(first - second) for first, second in rounded) / count
    firsts, seconds = Counter(first for first, _ in rounded), Counter(second for _, second in rounded)
    chance = sum(firsts[points] * seconds[points] for points in firsts) / count**2
    return Agreement(count, equal, difference, None if chance == 1 else (equal - chance) / (1 - chance))
