"""Define the record of one submission, of which CSV, JSON and pages are pure functions."""

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
    """Hold the result of one part: `verdict` for all cases, `public_verdict` for the public ones.

    Students may read `message` (the public cases, with their numbers) and `gap` (where and in what way hidden cases
    fail, without numbers). `hidden_message` is for TAs.
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
    """Hold a decision by hand: the points given, why, by whom, and the points before."""

    points: float
    reason: str
    by: str
    before: float | None


@dataclass(frozen=True)
class Lender:
    """Name a wrong function that other questions build on and that does not look like a real attempt.

    `code_sha256` is the hash of its definition, so that one decision applies to all equal definitions.
    """

    function: str
    question: str
    code_sha256: str


@dataclass(frozen=True)
class Doubt:
    """Hold carried credit that a person decides on: the points with and without it, and the lenders."""

    points: float
    without: float
    parts: tuple[str, ...]
    lenders: tuple[Lender, ...]


@dataclass(frozen=True)
class QuestionResult:
    """Hold the result of one question.

    `points` is None for a question graded by hand until its points are read back. `slip_is_public` is True if public
    cases alone reveal the slip; otherwise students see it only after the due date. `override` is a decision by hand
    that replaced the judge's points. `pending` is carried credit that is paid only once a person has decided;
    `on_trust` is carried credit that is paid meanwhile.
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
        """Return the pending credit, or None once somebody has given points by hand."""
        return self.pending if self.override is None else None


@dataclass(frozen=True)
class Result:
    """Hold the record of one submission.

    `total` is None after an internal error, which never counts as zero. `written` holds the answers in words that are
    made by running the submission; it is not part of the verdicts.
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
        """Return the points judged by machine plus the points given by hand that were read back."""
        if self.status == "internal_error" and not self._is_settled:
            return None
        if any(_internal(question) for question in self.questions):
            return None
        return sum(question.points for question in self.questions if question.points is not None)

    @property
    def _is_settled(self) -> bool:
        """Return True if every question judged by machine was decided by hand."""
        judged = [question for question in self.questions if question.parts]
        return bool(judged) and all(question.override for question in judged)

    @property
    def max(self) -> float:
        """Return the largest possible `total`."""
        return sum(question.max for question in self.questions if question.points is not None)

    @property
    def needs_review(self) -> bool:
        """Return True if a person has to look at the submission."""
        return self.total is None or any(question.needs_review for question in self.questions)


def _internal(question: QuestionResult) -> bool:
    return question.override is None and any(part.verdict == "internal" for part in question.parts)


def to_verdicts(result: Result) -> dict[str, Any]:
    """Return the content of `verdicts.json`, without seconds, so that equal work gives equal bytes."""
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
    # dataclasses.asdict copies deeply, which took a third of the time to write a class's files.
    record = {**vars(question), "parts": [dict(vars(part)) for part in question.parts]}
    record["override"] = dict(vars(question.override)) if question.override else None
    record["pending"], record["on_trust"] = _doubt_record(question.pending), _doubt_record(question.on_trust)
    del record["id"]
    return record


def _doubt_record(doubt: Doubt | None) -> dict[str, Any] | None:
    if doubt is None:
        return None
    return {**vars(doubt), "parts": list(doubt.parts), "lenders": [dict(vars(lender)) for lender in doubt.lenders]}


def from_verdicts(record: dict[str, Any]) -> Result:
    """Return the Result that `to_verdicts` turned into `record`."""
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
    lenders = tuple(Lender(**lender) for lender in record["lenders"])
    return Doubt(record["points"], record["without"], tuple(record["parts"]), lenders)
