"""What the judge knows of one submission. CSV, JSON and pages are pure functions of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA_VERSION = 1

VERDICTS = (
    "right", "wrong", "missing", "error", "type", "shape", "not_finite",
    "timeout", "memory", "output", "crash", "protocol", "internal",
)  # fmt: skip
STATUSES = ("graded", "unreadable", "no_submission", "no_file", "timeout", "memory", "crash", "internal_error")


@dataclass(frozen=True)
class PartResult:
    """One part: `verdict` over all cases, `public_verdict` over the public ones.

    `message` is what a student may read of the public cases, with their numbers; `gap` what they may read of the hidden
    ones: where and of what kind, no numbers; `hidden_message` is for TAs.
    """

    name: str
    points: float
    max: float
    verdict: str
    public_verdict: str
    message: str = ""
    gap: str = ""
    hidden_message: str = ""


@dataclass(frozen=True)
class Override:
    """A decision by hand: the points given, why and by whom, and what stood there before."""

    points: float
    reason: str
    by: str
    before: float | None


@dataclass(frozen=True)
class Lender:
    """A wrong function that points would be owed to, and that is no real attempt as far as the judge can see.

    `code_sha256` is of its definition: who decides on one decides on all that are written alike.
    """

    function: str
    question: str
    code_sha256: str


@dataclass(frozen=True)
class Doubt:
    """Carried credit that a person decides on: what the question is worth with it and without, and who lent."""

    points: float
    without: float
    parts: tuple[str, ...]
    lenders: tuple[Lender, ...]


@dataclass(frozen=True)
class QuestionResult:
    """One question. `points` is None for a question by hand until its points were read back.

    `slip_is_public` says whether public cases alone reveal the slip; if not, students see it only after the due date.
    `override` is a decision by hand that replaced the judge's points. `pending` is carried credit that is not paid
    before a person has decided; `on_trust` such that is paid meanwhile.
    """

    id: str
    points: float | None
    max: float
    parts: tuple[PartResult, ...] = ()
    carried_forward: bool = False
    changed_argument: bool = False
    needs_review: bool = False
    slip: str | None = None
    slip_sentence: str = ""
    slip_is_public: bool = False
    note: str = ""
    experiment: str = ""
    # For TAs: what a wrong answer is composed of, where no slip of the catalog names it.
    composition: str = ""
    override: Override | None = None
    pending: Doubt | None = None
    on_trust: Doubt | None = None

    @property
    def awaits(self) -> Doubt | None:
        """The credit that is still pending: nobody has given points by hand."""
        return self.pending if self.override is None else None


@dataclass(frozen=True)
class Result:
    """One submission's record; `total` is None after an internal error, which is never a zero.

    `written` are answers in words that only running shows; they are no part of the verdicts.
    """

    assignment: str
    student: str
    submission_sha256: str
    grader_sha256: str
    key_sha256: str
    status: str
    protection: tuple[str, ...] = ()
    message: str = ""
    questions: tuple[QuestionResult, ...] = ()
    notes: tuple[str, ...] = field(default=())
    seconds: float = 0.0
    written: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def total(self) -> float | None:
        """Points of the parts judged by machine, and of those by hand that were read back."""
        if self.status == "internal_error" and not self._is_settled:
            return None
        if any(_internal(question) for question in self.questions):
            return None
        return sum(question.points for question in self.questions if question.points is not None)

    @property
    def _is_settled(self) -> bool:
        """Was every question of the machine's decided by hand?"""
        judged = [question for question in self.questions if question.parts]
        return bool(judged) and all(question.override for question in judged)

    @property
    def max(self) -> float:
        """What `total` can reach."""
        return sum(question.max for question in self.questions if question.points is not None)

    @property
    def needs_review(self) -> bool:
        """Does a person have to look at it?"""
        return self.total is None or any(question.needs_review for question in self.questions)


def _internal(question: QuestionResult) -> bool:
    return question.override is None and any(part.verdict == "internal" for part in question.parts)


def to_verdicts(result: Result) -> dict[str, Any]:
    """The content of `verdicts.json`; seconds are left out, so that equal work gives equal bytes."""
    questions = {question.id: _question_record(question) for question in result.questions}
    head = {
        key: getattr(result, key)
        for key in ("assignment", "student", "submission_sha256", "grader_sha256", "key_sha256")
    }
    return {
        "schema_version": SCHEMA_VERSION,
        **head,
        "status": result.status,
        "message": result.message,
        "protection": list(result.protection),
        "total": result.total,
        "max": result.max,
        "needs_review": result.needs_review,
        "notes": list(result.notes),
        "questions": questions,
    }


def _question_record(question: QuestionResult) -> dict[str, Any]:
    """`dataclasses.asdict` copies deeply, which took a third of the time to write a class's files."""
    record = {**vars(question), "parts": [dict(vars(part)) for part in question.parts]}
    record["override"] = dict(vars(question.override)) if question.override else None
    record["pending"], record["on_trust"] = _doubt_record(question.pending), _doubt_record(question.on_trust)
    del record["id"]
    return record


def _doubt_record(doubt: Doubt | None) -> dict[str, Any] | None:
    if doubt is None:
        return None
    return {**vars(doubt), "parts": list(doubt.parts), "lenders": [dict(vars(one)) for one in doubt.lenders]}


def from_verdicts(record: dict[str, Any]) -> Result:
    """The inverse of `to_verdicts`."""
    questions = tuple(_question(name, q) for name, q in record["questions"].items())
    derived = {"schema_version", "total", "max", "needs_review", "questions", "protection", "notes"}
    head = {key: value for key, value in record.items() if key not in derived}
    return Result(**head, questions=questions, protection=tuple(record["protection"]), notes=tuple(record["notes"]))


def _question(name: str, record: dict[str, Any]) -> QuestionResult:
    parts = tuple(PartResult(**part) for part in record["parts"])
    override = Override(**record["override"]) if record.get("override") else None
    doubts = {field: _doubt(record.get(field)) for field in ("pending", "on_trust")}
    return QuestionResult(id=name, **{**record, "parts": parts, "override": override, **doubts})


def _doubt(record: dict[str, Any] | None) -> Doubt | None:
    if record is None:
        return None
    lenders = tuple(Lender(**one) for one in record["lenders"])
    return Doubt(record["points"], record["without"], tuple(record["parts"]), lenders)
