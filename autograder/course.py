"""Read a course's settings from `course.yaml`, and apply them to the declared assignments."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from autograder import paths, questions
from autograder.course_reader import CourseError, CourseReader
from autograder.questions.schema import Assignment, Part, Question

__all__ = [
    "PUBLIC_KEY",
    "AssignmentSettings",
    "Course",
    "CourseError",
    "LatePolicy",
    "from_text",
    "load",
    "to_text",
    "with_points",
]

PUBLIC_KEY = "public"
DATE = "%Y-%m-%d %H:%M:%S %z"


@dataclass(frozen=True)
class AssignmentSettings:
    """A course's settings for one assignment.

    Attributes:
        due: the due date, with its time zone.
        omit: ids of questions to leave out.
        points: question id → points of the question, or part → points.
        limits: name of a sandbox limit → value.
        pay: points for "correctness", or for "completion".
        title: replaces the declared title.
        late_due: the end of late submission, with its time zone.
        hints: replaces the course's `hints`.
        visibility: replaces the course's `visibility`.
        canvas: the number of the assignment on Canvas, or the heading of its column in Canvas's gradebook.
        columns: system (moodle, blackboard, brightspace) → heading of the assignment's column in its gradebook.
        notebook_check: replaces the course's `notebook_check`.
        solutions: the address of the published solution page; feedback pages link to its sections.
    """

    due: datetime | None = None
    omit: tuple[str, ...] = ()
    points: Mapping[str, float | Mapping[str, float]] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    pay: str = "correctness"
    title: str = ""
    late_due: datetime | None = None
    hints: str = ""
    visibility: str = ""
    canvas: int | str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    notebook_check: str = ""
    solutions: str = ""


@dataclass(frozen=True)
class LatePolicy:
    """The late policy for `nnhw gradebook`; it never changes a verdict or a total.

    Attributes:
        grace: hours after the due date that do not count.
        penalty: percent for each day late or part of a day.
        of: the base of the percentages: the points `earned`, or those `possible`.
        most: the largest penalty, in percent.
        days: late days without penalty, over all assignments of the term.
    """

    grace: float = 0.0
    penalty: float = 0.0
    of: str = "earned"
    most: float = 100.0
    days: int = 0


@dataclass(frozen=True)
class Course:
    """A validated course file. `warnings` are sentences on the location of its key.

    `notebook_check` is how notebooks show a check: in our "panel", or by "otter".
    """

    name: str = "Neural networks, section homework"
    key: str = PUBLIC_KEY
    hints: str = "third_submission"
    visibility: str = "after_due_date"
    notebook_check: str = "panel"
    settings: Mapping[str, AssignmentSettings] = field(default_factory=dict)
    late: LatePolicy | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def key_is_public(self) -> bool:
        return self.key == PUBLIC_KEY

    @property
    def key_sha256(self) -> str:
        return hashlib.sha256(self.key.encode()).hexdigest()

    def of(self, assignment: str) -> AssignmentSettings:
        """Return the settings of an assignment; the defaults if the course has none for it."""
        return self.settings.get(assignment, AssignmentSettings())

    def zone(self, assignment: str) -> tzinfo | None:
        """Return the time zone for times without one: the due date's, else any due date's; None without a due date."""
        dates = [self.of(assignment).due, *(settings.due for settings in self.settings.values())]
        return next((due.tzinfo for due in dates if due is not None), None)

    def seen_by(self, name: str) -> Course:
        """Return the course with the hints, the visibility and the check in notebooks of one assignment."""
        own = self.of(name)
        return replace(
            self,
            hints=own.hints or self.hints,
            visibility=own.visibility or self.visibility,
            notebook_check=own.notebook_check or self.notebook_check,
        )

    def assignment(self, name: str) -> Assignment:
        """Return the assignment as this course gives it: without omitted questions, and with the course's points."""
        declared, settings = questions.find(name), self.of(name)
        kept = (question for question in declared.questions if question.id not in settings.omit)
        given = [with_points(question, settings.points.get(question.id)) for question in kept]
        if settings.pay == "completion":
            given = [paid_for_completion(question) for question in given]
        return replace(
            declared, title=settings.title or declared.title, questions=tuple(given),
            due=settings.due, late_due=settings.late_due, omitted=settings.omit,
        )  # fmt: skip


def with_points(question: Question, points: float | Mapping[str, float] | None) -> Question:
    """Return `question` with other points: a total shared among its parts as declared, or points by name of part."""
    if points is None or points == question.points:
        return question
    if isinstance(points, Mapping):
        return replace(
            question, parts=tuple(replace(part, points=points.get(part.name, part.points)) for part in question.parts)
        )
    if question.by_hand:
        return replace(question, hand_points=points)
    factor = points / question.points
    return replace(question, parts=tuple(replace(part, points=part.points * factor) for part in question.parts))


def paid_for_completion(question: Question) -> Question:
    """Return `question` without hidden cases, so that a readable answer earns the points."""
    return replace(question, parts=tuple(_public_only(part) for part in question.parts), slips=())


def _public_only(part: Part) -> Part:
    return replace(part, hidden=lambda draw: ())


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Course:
    """Return the course in `path`, else the one in force (see paths.py), with its key (see course_key.py).

    Raises:
        CourseError: the file cannot be read or contains something unknown; the message names file, line and remedy.
    """
    from autograder.course_key import key_of

    file = path or paths.course_file(environment)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CourseError(f"{file}, line {line}: this is not UTF-8; save the file as UTF-8.") from None
    except OSError as error:
        raise CourseError(f"{file}: cannot be read ({error}).") from None
    fields = CourseReader(file).read(text)
    key = key_of(file, fields.pop("key", None), environment)
    return replace(_course(fields), key=key.text, warnings=key.warnings)


def _course(fields: dict[str, Any]) -> Course:
    settings = {name: AssignmentSettings(**said) for name, said in fields.pop("settings", {}).items()}
    late = LatePolicy(**fields.pop("late")) if fields.get("late") else None
    return Course(**fields, settings=settings, late=late)


def to_text(course: Course, name: str) -> str:
    """Return the course's settings for one assignment, its effective key included, as JSON (which is YAML)."""
    seen = course.seen_by(name)
    head = {"course": seen.name, "key": seen.key, "hints": seen.hints, "visibility": seen.visibility}
    return json.dumps({**head, "assignments": {name: _settings(course.of(name))}}, ensure_ascii=False)


def from_text(text: str) -> Course:
    """Return the course that `to_text` wrote, whatever the environment."""
    return _course(CourseReader(Path("otter_config.json")).read(text))


def _settings(settings: AssignmentSettings) -> dict[str, Any]:
    said = {
        "title": settings.title,
        "due": settings.due and settings.due.strftime(DATE),
        "late_due": settings.late_due and settings.late_due.strftime(DATE),
        "omit": list(settings.omit),
        "points": {q: dict(value) if isinstance(value, Mapping) else value for q, value in settings.points.items()},
        "limits": dict(settings.limits),
        "pay": settings.pay,
        "canvas": settings.canvas,
        "notebook_check": settings.notebook_check,
    }
    return {key: value for key, value in said.items() if value}
