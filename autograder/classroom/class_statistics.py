"""Count the scores, questions, slips and events of a class in one pass over its results."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from autograder.classroom.extensions import DueDates
from autograder.classroom.final_results import Standing
from autograder.classroom.late_policy import DAY, past_due
from autograder.judge.result import QuestionResult

LIMITS = ("timeout", "memory", "output", "crash", "protocol")
SLOWEST, MOST_LISTED = 5, 200


@dataclass
class QuestionCount:
    """How many students have full, partial and no points; `open` counts answers that have no points yet."""

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
    """How many of the judged students have a part right, and the sum of their points out of `most`."""

    question: str
    part: str
    right: int = 0
    judged: int = 0
    points: float = 0.0
    most: float = 0.0

    @property
    def share(self) -> float:
        """Return the share of students who have the part right, from 0 to 1."""
        return self.right / self.judged if self.judged else 0.0


@dataclass
class SlipCount:
    """How many students share a slip, its sentence, and the code cells of one of them."""

    question: str
    slip: str
    sentence: str
    count: int = 0
    cells: list[str] = field(default_factory=list)


@dataclass
class Listed:
    """The first items of a list, and the number of all."""

    first: list[Any] = field(default_factory=list)
    count: int = 0

    def add(self, item: Any) -> None:
        self.count += 1
        if len(self.first) < MOST_LISTED:
            self.first.append(item)

    @property
    def more(self) -> int:
        """Return the number of items that are counted but not listed."""
        return self.count - len(self.first)


@dataclass
class CauseCount:
    """One slip in all questions where it shows: a missing bias in q4, q6 and q9 is one cause. Students count once."""

    slip: str
    questions: dict[str, SlipCount] = field(default_factory=dict)
    students: Listed = field(default_factory=Listed)

    @property
    def sentences(self) -> list[str]:
        """Return the different sentences that explain the slip."""
        return list(dict.fromkeys(slip.sentence for slip in self.questions.values()))

    @property
    def note(self) -> str:
        """Return a message that can go to all students with the slip; it names none of them."""
        where = ", ".join(self.questions)
        return f"About {where}: {' '.join(self.sentences)} Look at your feedback page, and ask if anything is unclear."


@dataclass
class Statistics:
    """The counts of a class. Except for totals and decisions by hand, their size does not grow with the class.

    Attributes:
        events: Each student who reached limits: (student, ((question, part, verdict), …)).
        ungraded: Each student without a grade: (student, status, message).
        review: Each student who needs a person: (student, reason).
        late: Each late student: (student, time past the student's due date, None if unknown).
        extended: The number of students with an extension.
    """

    due: DueDates = field(default_factory=DueDates)
    extended: int = 0

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
        """Add the result of one student."""
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
        past = past_due(standing, due := self.due.of(standing.entry))
        self.extended += due != self.due.general
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
        """Return the slips of all questions, the most frequent first."""
        return sorted(self.slips.values(), key=lambda slip: (-slip.count, slip.question, slip.slip))

    def by_difficulty(self) -> list[PartCount]:
        """Return the parts, the hardest first."""
        return sorted(self.parts.values(), key=lambda part: (part.share, part.question))

    def common_causes(self) -> list[CauseCount]:
        """Return the causes, the one with most students first, and their questions in the order of the assignment."""
        order = {question: place for place, question in enumerate(self.questions)}
        for cause in self.causes.values():
            cause.questions = dict(sorted(cause.questions.items(), key=lambda item: order.get(item[0], 0)))
        return sorted(self.causes.values(), key=lambda cause: (-cause.students.count, cause.slip))

    def histogram(self, bins: int = 10) -> list[tuple[float, float, int]]:
        """Return (from, to, count) of each bin over [0, most]; the last bin includes the full score."""
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
    """Return the median of the values, or nan if there are no values."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return float("nan")
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
