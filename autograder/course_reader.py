"""Read a course file, checking every value; errors name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from autograder import questions
from autograder.questions.schema import Question

HINTS = ("at_once", "third_submission", "after_due_date", "never")
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
PAY = ("correctness", "completion")
NOTEBOOK_CHECK = ("panel", "otter")
DATE_FORMATS = ("%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S %z")
ZONE = re.compile(r" ?(Z|[+-]\d\d:?\d\d)$")
# A page on the network or beside the feedback pages, without `#section`, which each link adds.
ADDRESS = re.compile(r"(https?://)?[^\s:#\\<>\"']+(:\d+/[^\s#\\<>\"']*)?")
YEARS = range(2000, 2200)
# Points are shown with two decimals, so a smaller number would be shown as 0.
LEAST, MOST = 0.01, 1e6
# With fewer bytes no submission would load; who writes 512 means megabytes.
LEAST_BYTES = {
    "memory": 8 << 20,
    "file_size": 1 << 16,
    "disk": 1 << 16,
    "frame": 1 << 16,
    "text": 1 << 16,
    "answers": 1 << 16,
    "asked": 1 << 16,
}
SYSTEMS = ("moodle", "blackboard", "brightspace", "gradescope")
LATE = ("grace", "penalty", "of", "most", "days")
TOP = ("course", "key", "hints", "visibility", "notebook_check", "late", "assignments")
CHOICES = {"hints": HINTS, "visibility": VISIBILITY, "pay": PAY, "notebook_check": NOTEBOOK_CHECK}
# The prefix of keys with content for YAML aliases.
SHARED = "x-"
SETTINGS = ("title", "due", "late_due", "hints", "visibility", "omit", "points", "limits", "pay", "canvas",
            "columns", "notebook_check", "solutions")  # fmt: skip
Entry = tuple[yaml.Node, yaml.Node, str]


class CourseError(ValueError):
    """An invalid course file; the message names file and line."""


class CourseReader:
    """Read a course file from its YAML nodes, which record their lines."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self, text: str) -> dict[str, Any]:
        """Return the fields of a Course that the text sets, with those of each assignment under `settings`.

        Raises:
            CourseError: the text is not YAML, or contains something unknown.
        """
        try:
            self._text_read = text
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise self._not_yaml(error) from None
        except RecursionError:
            raise CourseError(f"{self.file}, line {_too_deep(text)}: brackets are nested too deeply.") from None
        except ValueError as error:
            raise CourseError(f"{self.file}: this is not YAML ({error}).") from None
        fields: dict[str, Any] = {}
        for _, node, word in self._entries(root, TOP, shared=True):
            if word == "assignments":
                assignments = self._entries(node, questions.names(), "assignment")
                fields["settings"] = {name: self._settings(name, inner) for _, inner, name in assignments}
            elif word == "late":
                fields[word] = {key: self._late(key, inner) for _, inner, key in self._entries(node, LATE, "late key")}
            elif word in CHOICES:
                fields[word] = self._one_of(node, CHOICES[word], word)
            else:
                fields["name" if word == "course" else "key"] = (self._line if word == "course" else self._text)(
                    node, word
                )
        return fields

    def _settings(self, name: str, node: yaml.Node) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, inner, word in self._entries(node, SETTINGS):
            fields[word] = self._setting(name, word, inner)
            if word == "late_due" and "due" not in fields and not self._has(node, "due"):
                raise self._error(key, "late_due is the end of lateness; give due, too")
        due, late = fields.get("due"), fields.get("late_due")
        if due and late and late <= due:
            raise self._error(node, f"late_due of {name} is not after its due date")
        return fields

    def _setting(self, name: str, word: str, node: yaml.Node) -> Any:
        known = questions.find(name)
        if word in ("due", "late_due"):
            return self._date(node, word)
        if word in CHOICES:
            return self._one_of(node, CHOICES[word], word)
        if word == "omit":
            return self._omitted(name, node)
        if word == "points":
            entries = self._entries(node, known.ids, "question")
            return {question: self._question_points(name, question, item) for _, item, question in entries}
        if word == "limits":
            entries = self._entries(node, tuple(_limits()), "limit")
            return {limit: self._limit(item, limit) for _, item, limit in entries}
        if word == "columns":
            return {system: self._heading(item) for _, item, system in self._entries(node, SYSTEMS, "system")}
        if word == "solutions":
            return self._address(node)
        return self._canvas_column(node) if word == "canvas" else self._title(node)

    def _omitted(self, name: str, node: yaml.Node) -> tuple[str, ...]:
        known = questions.find(name)
        omitted = tuple(self._one_of(item, known.ids, "question") for item in self._items(node))
        if set(omitted) == set(known.ids):
            raise self._error(node, f"nothing is left of {name}")
        for question in known.questions:
            lacking = [need for need in question.needs if need in omitted]
            if question.id not in omitted and lacking:
                raise self._error(node, f"{question.id} builds on {lacking[0]}; omit {question.id}, too, or keep both")
        return omitted

    def _question_points(self, name: str, question: str, node: yaml.Node) -> float | dict[str, float]:
        if not isinstance(node, yaml.MappingNode):
            return self._shared_points(questions.find(name).question(question), node)
        parts = tuple(part.name for part in questions.find(name).question(question).parts)
        if not parts:
            raise self._error(node, f"{question} has no parts; give it one number")
        return {part: self._points(item) for _, item, part in self._entries(node, parts, "part")}

    def _shared_points(self, question: Question, node: yaml.Node) -> float:
        points = self._points(node)
        least = min((part.points for part in question.parts), default=question.points) * points / question.points
        if round(least, 2) < LEAST:
            raise self._error(node, f"{node.value} points leave a part of {question.id} with less than {LEAST:g}")
        return points

    def _has(self, node: yaml.Node, word: str) -> bool:
        return any(name == word for _, _, name in self._entries(node, SETTINGS))

    def _entries(
        self, node: yaml.Node | None, known: tuple[str, ...], what: str = "key", shared: bool = False
    ) -> list[Entry]:
        """Return the entries of a mapping, followed by those of its YAML merges (`<<: *name`)."""
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        entries: dict[str, Entry] = {}
        for own, key, value in self._pairs(node, frozenset()):
            if shared and isinstance(key, yaml.ScalarNode) and key.value.startswith(SHARED):
                continue
            word = self._one_of(key, known, what)
            if own and word in entries:
                raise self._error(key, f"{word!r} is here twice")
            entries.setdefault(word, (key, value, word))
        return list(entries.values())

    def _pairs(self, node: yaml.Node, inside: frozenset[int]) -> Iterator[tuple[bool, yaml.Node, yaml.Node]]:
        """Yield (own, key, value) for the mapping's own entries, then for those of its merges."""
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, "expected `key: value` lines")
        if id(node) in inside:
            raise self._error(node, "this merges itself")
        merges = [(key, value) for key, value in node.value if key.tag == "tag:yaml.org,2002:merge"]
        yield from ((not inside, key, value) for key, value in node.value if (key, value) not in merges)
        for _, value in merges:
            for merged in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                yield from ((False, *pair[1:]) for pair in self._pairs(merged, inside | {id(node)}))

    def _items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, "expected a list, such as [q1_structure, q2_local_partials]")
        return node.value

    def _one_of(self, node: yaml.Node, known: tuple[str, ...], what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.value not in known:
            said = node.value if isinstance(node, yaml.ScalarNode) else "a nested value"
            raise self._error(node, f"unknown {what} {said!r}; there are {', '.join(known)}")
        return node.value

    def _text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self._error(node, f"{what} must be a text")
        if node.tag == "tag:yaml.org,2002:null":
            raise self._error(
                node, f"{what} must be a text, and {node.value} means none; leave the line out, or quote it"
            )
        return node.value

    def _line(self, node: yaml.Node, what: str) -> str:
        text = self._text(node, what).strip()
        if len(text.splitlines()) != 1:
            raise self._error(node, f"{what} must be one line")
        return text

    def _title(self, node: yaml.Node) -> str:
        title = self._line(node, "title")
        if title.startswith("#"):
            raise self._error(node, "title must be one line of words")
        return title

    def _late(self, word: str, node: yaml.Node) -> float | int | str:
        if word == "of":
            return self._one_of(node, ("earned", "possible"), "share")
        value = self._number(node)
        if word == "days":
            if not (0 <= value <= 1000 and value == int(value)):
                raise self._error(node, f"days is a whole number of late days, not {node.value!r}")
            return int(value)
        most = 24 * 365 if word == "grace" else 100
        if not 0 <= value <= most:
            unit = "hours" if word == "grace" else "percent"
            raise self._error(node, f"{word} is a number of {unit} from 0 to {most}, not {node.value!r}")
        return value

    def _heading(self, node: yaml.Node) -> str:
        return self._line(node, "a column's heading")

    def _canvas_column(self, node: yaml.Node) -> int | str:
        text = self._text(node, "canvas").strip()
        if re.fullmatch(r"[1-9][0-9]{0,17}", text):
            return int(text)
        if len(text.splitlines()) != 1 or re.fullmatch(r"[-+0-9.,eE ]*", text):
            raise self._error(
                node,
                f"{text!r} is neither the number in the assignment's address on Canvas nor the heading of its column",
            )
        return text

    def _address(self, node: yaml.Node) -> str:
        text = self._text(node, "solutions")
        if not ADDRESS.fullmatch(text):
            raise self._error(
                node, "solutions must be the address of the solution page: https://…, or a path without spaces"
            )
        return text

    def _number(self, node: yaml.Node) -> float:
        try:
            return float(self._text(node, "the value"))
        except ValueError as error:
            if isinstance(error, CourseError):
                raise
            return float("nan")

    def _points(self, node: yaml.Node) -> float:
        value = self._number(node)
        if not LEAST <= value < MOST:
            raise self._error(
                node, f"{node.value!r} is not a positive number of points, from {LEAST:g} to below {MOST:,.0f}"
            )
        return value

    def _limit(self, node: yaml.Node, name: str) -> float:
        """Return a limit: seconds may be fractions, bytes and counts are whole numbers."""
        value, kind = self._number(node), _limits()[name]
        if not 1e-3 <= value < 1e15:
            raise self._error(node, f"{node.value!r} is not a positive number from 0.001 to below 1e15")
        if kind is int and value != int(value):
            raise self._error(node, f"{name} is a whole number, not {node.value}")
        least = LEAST_BYTES.get(name, 1)
        if value < least and kind is int:
            raise self._error(node, f"{name} is a number of bytes, from {least:,}; {node.value} is too few")
        return kind(value)

    def _date(self, node: yaml.Node, what: str) -> datetime:
        text = self._text(node, what)
        for layout in DATE_FORMATS:
            try:
                date = datetime.strptime(ZONE.sub(r" \1", text.replace("T", " ")), layout)
            except ValueError:
                continue
            if date.year not in YEARS:
                raise self._error(node, f"the year of {text!r} is not between {YEARS[0]} and {YEARS[-1]}")
            return date
        raise self._error(node, f"{text!r} is not a time with its zone; write 2027-05-22 23:59 -0700")

    def _not_yaml(self, error: yaml.YAMLError) -> CourseError:
        mark, position = getattr(error, "problem_mark", None), getattr(error, "position", 0)
        line = 1 + (mark.line if mark else self._text_read[:position].count("\n"))
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        if "'\\t'" in problem:
            problem = "it begins with a tab; indent with spaces"
        return CourseError(f"{self.file}, line {line}: this is not YAML ({problem}).")

    def _error(self, node: yaml.Node, what: str) -> CourseError:
        return CourseError(f"{self.file}, line {node.start_mark.line + 1}: {what}.")


def _limits() -> dict[str, type]:
    """Return name → type of the sandbox limits that a course may set."""
    from autograder.sandbox.limits import Limits

    return {name: type(value) for name, value in vars(Limits()).items()}


def _too_deep(text: str) -> int:
    """Return the line of the first YAML collection that is nested too deeply to be read."""
    depth, line = 0, 1
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else line
        if depth > 50:
            break
    return line
