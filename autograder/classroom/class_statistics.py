"""What a class has in common: scores, questions, slips, events; collected in one walk over the standings."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from autograder.classroom.final_results import Standing
from autograder.classroom.late_policy import DAY, past_due
from autograder.judge.result import QuestionResult

LIMITS = ("timeout", "memory", "output", "crash", "protocol")
SLOWEST, MOST_LISTED = 5, 200


@dataclass
class QuestionCount:
    """How a question came out; `open` counts answers by hand without points yet."""

    full: int = 0
    partial: int = 0
    zero: int = 0
    open: int = 0

    def add(self, question: QuestionResult) -> None:
        if question.points is None:
            self.open += 1
        elif question.points >= question.max - 1e-9:
            self.full += 1
        elif question.points > 0:
            self.partial += 1
        else:
            self.zero += 1

    @property
    def judged(self) -> int:
        return self.full + self.partial + self.zero


@dataclass
class PartCount:
    """How many have a part right, of those judged, and the points they got of `most`."""

    question: str
    part: str
    right: int = 0
    judged: int = 0
    points: float = 0.0
    most: float = 0.0

    @property
    def share(self) -> float:
        """The share of students who have it right."""
        return self.right / self.judged if self.judged else 0.0


@dataclass
class SlipCount:
    """How many share a slip, its sentence, and the cells of one of them."""

    question: str
    slip: str
    sentence: str
    count: int = 0
    cells: list[str] = field(default_factory=list)


@dataclass
class Listed:
    """The first of many, and how many there are."""

    first: list[Any] = field(default_factory=list)
    count: int = 0

    def add(self, one: Any) -> None:
        self.count += 1
        if len(self.first) < MOST_LISTED:
            self.first.append(one)

    @property
    def more(self) -> int:
        """How many are counted and not listed."""
        return self.count - len(self.first)


@dataclass
class CauseCount:
    """One slip wherever it shows: a bias left out in q4, q6 and q9 is one cause; each student counts once."""

    slip: str
    questions: dict[str, SlipCount] = field(default_factory=dict)
    students: Listed = field(default_factory=Listed)

    @property
    def sentences(self) -> list[str]:
        """What to say to it; questions that say the same share it."""
        return list(dict.fromkeys(one.sentence for one in self.questions.values()))

    @property
    def note(self) -> str:
        """A message that can go to all of its students; it names none of them."""
        where = ", ".join(self.questions)
        return f"About {where}: {' '.join(self.sentences)} Look at your feedback page, and ask if it does not become clear."


@dataclass
class Statistics:
    """The class, counted: but for the totals and decisions by hand of a size that does not grow with the class.

    `events` lists a student once with all that reached a limit: (student, ((question, part, what), …)); `ungraded`
    (student, status, message), `review` (student, reason), `late` (student, time past `due`; None: unknown).
    """

    due: datetime | None = None

    statuses: Counter[str] = field(default_factory=Counter)
    totals: array[float] = field(default_factory=lambda: array("d"))
    most: float = 0.0
    questions: dict[str, QuestionCount] = field(default_factory=dict)
    slips: dict[tuple[str, str], SlipCount] = field(default_factory=dict)
    causes: dict[str, CauseCount] = field(default_factory=dict)
    events: Listed = field(default_factory=Listed)
    late: Listed = field(default_factory=Listed)
    late_days: Counter[int] = field(default_factory=Counter)
    parts: dict[tuple[str, str], PartCount] = field(default_factory=dict)
    ungraded: Listed = field(default_factory=Listed)
    review: Listed = field(default_factory=Listed)
    overrides: list[tuple[str, QuestionResult]] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    protection: tuple[str, ...] = ()
    carried: int = 0

    def add(self, standing: Standing) -> None:
        """Count one student in."""
        result, student = standing.result, standing.entry.student
        self.statuses[result.status] += 1
        self.protection = self.protection or result.protection
        if result.status == "graded":
            self.most = max(self.most, result.max)
            self.totals.extend([result.total] if result.total is not None else [])
            self._time(standing.seconds, student)
        if result.needs_review:
            self.review.add((student, _reason(standing)))
        if result.status not in ("graded", "no_submission"):
            self.ungraded.add((student, result.status, result.message))
        for question in result.questions:
            self._question(standing, question)
        reached = tuple((q.id, p.name, p.verdict) for q in result.questions for p in q.parts if p.verdict in LIMITS)
        if reached:
            self.events.add((student, reached))
        past = past_due(standing, self.due)
        if past is None or past > timedelta():
            self.late.add((student, past))
            self.late_days[0 if past is None else -(-past // DAY)] += 1
        for slip in dict.fromkeys(question.slip for question in result.questions if question.slip):
            self.causes[slip].students.add(student)

    def _question(self, standing: Standing, question: QuestionResult) -> None:
        if standing.result.status == "graded":
            self.questions.setdefault(question.id, QuestionCount()).add(question)
        self.carried += question.carried_forward
        if question.override:
            self.overrides.append((standing.entry.student, question))
        if question.slip:
            self._slip(question, standing.code.get(question.id, []))
        for part in question.parts if standing.result.status == "graded" else ():
            count = self.parts.setdefault((question.id, part.name), PartCount(question.id, part.name))
            count.judged += 1
            count.right += part.verdict == "right"
            count.points += part.points
            count.most += part.max

    def _slip(self, question: QuestionResult, cells: list[str]) -> None:
        key = (question.id, question.slip or "")
        count = self.slips.setdefault(key, SlipCount(*key, question.slip_sentence))
        count.count += 1
        count.cells = count.cells or cells
        self.causes.setdefault(key[1], CauseCount(key[1])).questions[question.id] = count

    def _time(self, seconds: float, student: str) -> None:
        heapq.heappush(self.slowest, (seconds, student))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)

    def common_slips(self) -> list[SlipCount]:
        """The slips, the most frequent first."""
        return sorted(self.slips.values(), key=lambda one: (-one.count, one.question, one.slip))

    def by_difficulty(self) -> list[PartCount]:
        """Return the parts, the hardest first."""
        return sorted(self.parts.values(), key=lambda one: (one.share, one.question))

    def common_causes(self) -> list[CauseCount]:
        """The slips by cause, that of most students first."""
        return sorted(self.causes.values(), key=lambda one: (-one.students.count, one.slip))

    def histogram(self, bins: int = 10) -> list[tuple[float, float, int]]:
        """(from, to, how many) over [0, most]; the last bin holds the full scores, too."""
        width = self.most / bins if self.most else 1.0
        counts = Counter(min(int(total / width), bins - 1) for total in self.totals)
        return [(i * width, (i + 1) * width, counts[i]) for i in range(bins)]


def _reason(standing: Standing) -> str:
    result = standing.result
    if result.status == "internal_error":
        return result.message
    questions = [question for question in result.questions if question.needs_review]
    own = [f"{question.id}: {question.note}" for question in questions if question.note]
    return " ".join(own or result.notes[:1]) or f"look at {', '.join(question.id for question in questions)}"


def median(values: Iterable[float]) -> float:
    """The middle of the sorted values; nan of none."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return float("nan")
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
