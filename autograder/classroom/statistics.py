"""What a class has in common: scores, questions, slips, events; collected in one walk over the standings."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.classroom.standings import Standing
from autograder.judge.result import QuestionResult

LIMITS = ("timeout", "memory", "output", "crash", "protocol")
SLOWEST, MOST_EVENTS = 5, 200


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
class SlipCount:
    """How many share a slip, its sentence, and one of them as an example."""

    question: str
    slip: str
    sentence: str
    count: int = 0
    example: str = ""


@dataclass
class Statistics:
    """The class, counted. Lists of events are cut; everything else is of a size that does not grow with the class."""

    statuses: Counter[str] = field(default_factory=Counter)
    totals: list[float] = field(default_factory=list)
    most: float = 0.0
    questions: dict[str, QuestionCount] = field(default_factory=dict)
    slips: dict[tuple[str, str], SlipCount] = field(default_factory=dict)
    events: list[tuple[str, str, str, str]] = field(default_factory=list)
    ungraded: list[tuple[str, str, str]] = field(default_factory=list)
    review: list[tuple[str, str]] = field(default_factory=list)
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
            self.totals += [result.total] if result.total is not None else []
            self._time(standing.seconds, student)
        if result.needs_review:
            self.review.append((student, _reason(standing)))
        if result.status not in ("graded", "no_submission"):
            self.ungraded += [(student, result.status, result.message)] if len(self.ungraded) < MOST_EVENTS else []
        for question in result.questions:
            self._question(standing, question)

    def _question(self, standing: Standing, question: QuestionResult) -> None:
        if standing.result.status == "graded":
            self.questions.setdefault(question.id, QuestionCount()).add(question)
        self.carried += question.carried_forward
        if question.override:
            self.overrides.append((standing.entry.student, question))
        if question.slip:
            self._slip(question, standing.code.get(question.id, ""))
        for part in question.parts:
            if part.verdict in LIMITS:
                self._event(standing.entry.student, question.id, part.name, part.verdict)

    def _slip(self, question: QuestionResult, code: str) -> None:
        key = (question.id, question.slip or "")
        count = self.slips.setdefault(key, SlipCount(*key, question.slip_sentence))
        count.count += 1
        count.example = count.example or code

    def _event(self, *event: str) -> None:
        if len(self.events) < MOST_EVENTS:
            self.events.append(event)

    def _time(self, seconds: float, student: str) -> None:
        heapq.heappush(self.slowest, (seconds, student))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)

    def common_slips(self) -> list[SlipCount]:
        """The slips, the most frequent first."""
        return sorted(self.slips.values(), key=lambda one: (-one.count, one.question, one.slip))

    def histogram(self, bins: int = 10) -> list[tuple[float, float, int]]:
        """(from, to, how many) over [0, most]; the last bin holds the full scores, too."""
        width = self.most / bins if self.most else 1.0
        counts = Counter(min(int(total / width), bins - 1) for total in self.totals)
        return [(i * width, (i + 1) * width, counts[i]) for i in range(bins)]


def collect(standings: Iterable[Standing]) -> Statistics:
    """The statistics of a class."""
    found = Statistics()
    for standing in standings:
        found.add(standing)
    return found


def _reason(standing: Standing) -> str:
    result = standing.result
    if result.status == "internal_error":
        return result.message
    questions = [question for question in result.questions if question.needs_review]
    own = [f"{question.id}: {question.note}" for question in questions if question.note]
    return " ".join(own or result.notes[:1]) or f"look at {', '.join(question.id for question in questions)}"


def median(values: list[float]) -> float:
    """The middle of the sorted values; nan of none."""
    ordered, middle = sorted(values), len(values) // 2
    if not ordered:
        return float("nan")
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
