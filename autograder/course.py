"""What a course changes: `course.yaml`, validated with line numbers, applied to the declared assignments."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import yaml

from autograder import paths, questions
from autograder.questions.schema import Assignment, Part, Question

PUBLIC_KEY = "public"
HINTS = ("at_once", "third_submission", "after_due_date", "never")
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
PAY = ("correctness", "completion")
DATE_FORMATS = ("%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S %z")
ZONE = re.compile(r" ?(Z|[+-]\d\d:?\d\d)$")


class CourseError(ValueError):
    """A course file that does not say what it should; the message names file and line."""


@dataclass(frozen=True)
class AssignmentSettings:
    """What a course says of one assignment; `due` is aware of its time zone."""

    due: datetime | None = None
    omit: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    pay: str = "correctness"


@dataclass(frozen=True)
class Course:
    """A validated course file."""

    name: str = "Neural networks, section homework"
    key: str = PUBLIC_KEY
    hints: str = "third_submission"
    visibility: str = "after_due_date"
    settings: Mapping[str, AssignmentSettings] = field(default_factory=dict)

    @property
    def key_is_public(self) -> bool:
        return self.key == PUBLIC_KEY

    @property
    def key_sha256(self) -> str:
        return hashlib.sha256(self.key.encode()).hexdigest()

    def of(self, assignment: str) -> AssignmentSettings:
        """The settings of that assignment; the defaults if the course says nothing of it."""
        return self.settings.get(assignment, AssignmentSettings())

    def zone(self, assignment: str) -> tzinfo | None:
        """Return the time zone of a time that names none: the due date's, else that of any due date; None without one."""
        dates = [self.of(assignment).due, *(settings.due for settings in self.settings.values())]
        return next((due.tzinfo for due in dates if due is not None), None)

    def assignment(self, name: str) -> Assignment:
        """The assignment as this course gives it: questions left out, points changed."""
        declared, settings = questions.find(name), self.of(name)
        kept = (question for question in declared.questions if question.id not in settings.omit)
        given = [with_points(question, settings.points.get(question.id)) for question in kept]
        if settings.pay == "completion":
            given = [paid_for_completion(question) for question in given]
        return replace(declared, questions=tuple(given))


def with_points(question: Question, points: float | None) -> Question:
    """`question` worth `points`, shared among its parts as declared."""
    if points is None or points == question.points:
        return question
    if question.by_hand:
        return replace(question, hand_points=points)
    factor = points / question.points
    return replace(question, parts=tuple(replace(part, points=part.points * factor) for part in question.parts))


def paid_for_completion(question: Question) -> Question:
    """`question` with its hidden cases dropped: a readable answer earns the points."""
    return replace(question, parts=tuple(_public_only(part) for part in question.parts), slips=())


def _public_only(part: Part) -> Part:
    return replace(part, hidden=lambda draw: ())


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Course:
    """The course in `path`, in the file named by NNHW_COURSE, or in autograder/course.yaml; NNHW_KEY sets the key.

    Raises:
        CourseError: the file cannot be read or says something unknown; the message names file, line and what to do.
    """
    file = path or paths.course_file(environment)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: cannot be read ({error}).") from None
    course = _Reader(file).course(text)
    key = environment.get("NNHW_KEY")
    return replace(course, key=key) if key else course


def to_text(course: Course, name: str) -> str:
    """Return the course as far as assignment `name` goes, its effective key included, as JSON (which is YAML)."""
    head = {"course": course.name, "key": course.key, "hints": course.hints, "visibility": course.visibility}
    return json.dumps({**head, "assignments": {name: _settings(course.of(name))}}, ensure_ascii=False)


def from_text(text: str) -> Course:
    """Return the course that `to_text` wrote; the environment does not change it."""
    return _Reader(Path("otter_config.json")).course(text)


def _settings(settings: AssignmentSettings) -> dict[str, Any]:
    said = {
        "due": settings.due and settings.due.strftime("%Y-%m-%d %H:%M:%S %z"),
        "omit": list(settings.omit),
        "points": dict(settings.points),
        "limits": dict(settings.limits),
        "pay": settings.pay,
    }
    return {key: value for key, value in said.items() if value}


class _Reader:
    """Walks the YAML nodes, which know their lines."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def course(self, text: str) -> Course:
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            problem = " ".join(str(getattr(error, "problem", error)).split())
            if "'\\t'" in problem:
                problem = "a tab stands at its start; indent with spaces"
            raise CourseError(f"{self.file}, line {line}: this is no YAML ({problem}).") from None
        found: dict[str, Any] = {}
        for _key, node, word in self.entries(root, ("course", "key", "hints", "visibility", "assignments")):
            if word == "assignments":
                found["settings"] = {
                    name: self.settings(name, inner)
                    for _, inner, name in self.entries(node, questions.names(), "assignment")
                }
            elif word in ("hints", "visibility"):
                found[word] = self.one_of(node, HINTS if word == "hints" else VISIBILITY, word)
            else:
                found["name" if word == "course" else "key"] = self.text(node, word)
        return Course(**found)

    def settings(self, name: str, node: yaml.Node) -> AssignmentSettings:
        known = questions.find(name)
        found: dict[str, Any] = {}
        for _, inner, word in self.entries(node, ("due", "omit", "points", "limits", "pay")):
            if word == "due":
                found["due"] = self.date(inner)
            elif word == "omit":
                found["omit"] = tuple(self.one_of(item, known.ids, "question") for item in self.items(inner))
                if set(found["omit"]) == set(known.ids):
                    raise self.error(inner, f"nothing is left of {name}")
            elif word == "points":
                found["points"] = {q: self.points(item) for _, item, q in self.entries(inner, known.ids, "question")}
            elif word == "limits":
                found["limits"] = {
                    limit: self.limit(item, limit) for _, item, limit in self.entries(inner, tuple(_limits()), "limit")
                }
            else:
                found["pay"] = self.one_of(inner, PAY, "pay")
        return AssignmentSettings(**found)

    def entries(
        self, node: yaml.Node | None, known: tuple[str, ...], what: str = "key"
    ) -> list[tuple[yaml.Node, yaml.Node, str]]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"expected `{what}: value` lines")
        seen: set[str] = set()
        for key, _ in node.value:
            word = self.one_of(key, known, what)
            if word in seen:
                raise self.error(key, f"{word!r} stands here twice")
            seen.add(word)
        return [(key, value, key.value) for key, value in node.value]

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "expected a list, such as [q1_structure, q2_local_partials]")
        return node.value

    def one_of(self, node: yaml.Node, known: tuple[str, ...], what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.value not in known:
            found = node.value if isinstance(node, yaml.ScalarNode) else "a nested value"
            raise self.error(node, f"unknown {what} {found!r}; there are {', '.join(known)}")
        return node.value

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.error(node, f"{what} must be a text")
        return node.value

    def points(self, node: yaml.Node, below: float = 1e6) -> float:
        try:
            value = float(self.text(node, "the value"))
        except ValueError:
            value = -1.0
        if not 0 < value < below:
            raise self.error(node, f"{node.value!r} is no positive number below {below:,.0f}")
        return value

    def limit(self, node: yaml.Node, name: str) -> float:
        """Seconds may be fractions; bytes and counts are whole."""
        value, kind = self.points(node, below=1e15), _limits()[name]
        if kind is int and value != int(value):
            raise self.error(node, f"{name} is a whole number, not {node.value}")
        return kind(value)

    def date(self, node: yaml.Node) -> datetime:
        text = self.text(node, "due")
        for layout in DATE_FORMATS:
            try:
                return datetime.strptime(ZONE.sub(r" \1", text.replace("T", " ")), layout)
            except ValueError:
                continue
        raise self.error(node, f"{text!r} is no time with its zone; write 2027-05-22 23:59 -0700")

    def error(self, node: yaml.Node, what: str) -> CourseError:
        return CourseError(f"{self.file}, line {node.start_mark.line + 1}: {what}.")


def _limits() -> dict[str, type]:
    """The limits that a course may set, those of the sandbox, and whether each is a whole number."""
    from autograder.sandbox.limits import Limits

    return {name: type(value) for name, value in vars(Limits()).items()}
