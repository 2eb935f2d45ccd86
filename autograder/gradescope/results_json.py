"""A Result in Gradescope's results.json: what a student may read, when, and what the points are.

The format is documented at https://gradescope-autograders.readthedocs.io/en/latest/specs/. Visibility is per entry, so a
question has two: one on its public cases, seen at once, and one on its hidden cases, seen when the course says so. The
points stand in the second, or in the first where everything is visible. No input, no expected number and no code of a
hidden case is in either: the file is sent to students' browsers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from autograder.course import Course
from autograder.gradescope.pending_entry import pending_entry
from autograder.judge.result import QuestionResult, Result
from autograder.questions.schema import Question
from autograder.safe_text import on_a_line

LONGEST = 600
MOST_NOTES = 8
# What Markdown would take for a mark; an underscore within a word is none.
SPECIAL = re.compile(r"[\\`*\[\]<>#|~$&!]|(?<!\w)_|_(?!\w)")
# At the head of a text these would begin a list, or draw a line.
LEADING = re.compile(r"^(\d*)([-+=.)])")
AFTER_DUE_DATE = ("after_due_date", "after_published")
# What a student is told about the total, by the course's visibility.
TOTALS = {
    "visible": "The total counts public and hidden cases.",
    "after_due_date": "The total counts hidden cases, too; it is shown after the due date.",
    "after_published": "The total counts hidden cases, too; it is shown when grades are published.",
    "hidden": "The total counts hidden cases, too; your instructor tells you the grade.",
}
DECIDES = {
    "visible": "Hidden cases decide the points; the entry below says how they went.",
    "after_due_date": "Hidden cases decide the points. You see how they went after the due date.",
    "after_published": "Hidden cases decide the points. You see how they went when grades are published.",
    "hidden": "Hidden cases decide the points; your instructor sees how they went.",
}
# Where a course pays for completion there are no hidden cases.
COMPLETION = "The total counts public cases alone: this assignment pays for completion."
NOT_GRADED = (
    "This submission could not be graded: the grader did not finish. Hand it in again, or tell your instructor."
)
# Why a submission that could be read was not graded, and what to do; the sandbox's own words follow.
NOT_LOADED = {
    "timeout": "Your code took too long to run from top to bottom, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one does not come to an end.",
    "memory": "Your code used more memory than there is, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one makes something very large.",
    "crash": "Your code ended the Python process while it was loaded, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one ends it.",
}
FAULT = "A fault of the grader, not of yours, kept this question from being graded. A person will look at it."


@dataclass(frozen=True)
class Occasion:
    """When and for the how-manieth time a student hands in; what decides on hints."""

    submissions: int = 1
    past_due: bool = False

    @classmethod
    def of(cls, metadata: Mapping[str, Any], due: datetime | None, now: datetime) -> Occasion:
        """From Gradescope's submission_metadata.json, any field of which may be missing or of a wrong type.

        `due` is the course's own date. The latest of it, of the assignment's due dates on Gradescope and of those that
        Gradescope gives one of the submitters counts, as it does for Gradescope's `after_due_date`: a class that may still
        hand in late, or a student who has been given more time, sees no hint early.
        """
        previous = metadata.get("previous_submissions")
        users = metadata.get("users")
        people = [user for user in users if isinstance(user, Mapping)] if isinstance(users, list) else []
        holders = (metadata, *people)
        given = [one for holder in holders if isinstance(one := holder.get("assignment"), Mapping)]
        dates = [due, *(_date(one.get(name)) for one in given for name in ("due_date", "late_due_date"))]
        known = [date.astimezone(timezone.utc) for date in dates if date is not None]
        return cls(1 + (len(previous) if isinstance(previous, list) else 0), bool(known) and now > max(known))


def results_json(
    result: Result, course: Course, occasion: Occasion = Occasion(), *, unjudged: Collection[str] = ()
) -> dict[str, Any]:
    """The content of results.json.

    Args:
        result: one submission's record.
        course: sets points, hints and visibility.
        occasion: decides whether a hint is due.
        unjudged: ids of the questions that the judge has not reached; they get no points and say so.
    """
    if result.status != "graded":
        why = " ".join(filter(None, (NOT_LOADED.get(result.status), result.message and sentence(result.message))))
        return not_graded(why or NOT_GRADED)
    tests: list[dict[str, Any]] = []
    for number, question in enumerate(course.assignment(result.assignment).questions, start=1):
        found = next((one for one in result.questions if one.id == question.id), None)
        if question.by_hand:
            tests.append(_written(question, number))
        elif found is None or question.id in unjudged:
            tests.append(_unjudged(question, number))
        elif any(part.verdict == "internal" for part in found.parts):
            tests.append(_entry(question, f"{number}", [FAULT], "visible"))
        else:
            entries = _Entries(question, found, number, course, occasion)
            tests += entries.public_alone() if _for_completion(course, result) else entries.both()
    for_instructors = pending_entry(result)
    if for_instructors is not None:
        tests.append({"number": f"{len(result.questions) + 1}"} | for_instructors)
    return {
        "output": _head(result, course, bool(unjudged)),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "execution_time": round(result.seconds, 1),
        "tests": tests,
        "extra_data": {name: getattr(result, name) for name in ("submission_sha256", "grader_sha256", "key_sha256")},
    }


def not_graded(why: str) -> dict[str, Any]:
    """A valid results.json that gives no points and says why."""
    return {
        "score": 0.0,
        "output": escaped(why),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "tests": [],
    }


class _Entries:
    """The two entries of one question judged by machine."""

    def __init__(
        self, question: Question, found: QuestionResult, number: int, course: Course, occasion: Occasion
    ) -> None:
        self.question, self.found, self.number = question, found, number
        self.course, self.occasion = course, occasion
        self.reads_only = all(part.reads_only for part in question.parts)
        self.open = course.visibility == "visible"

    def public_alone(self) -> list[dict[str, Any]]:
        """The one entry of a question that has public cases only."""
        told = self._messages() + self._public_verdict()
        told += [escaped(self.found.note)] if self.found.awaits else []
        return [_entry(self.question, f"{self.number}", told, "visible") | self._points | self._status(self._full)]

    def both(self) -> list[dict[str, Any]]:
        public = _entry(self.question, f"{self.number}", self._public(), "visible")
        hidden = _entry(self.question, f"{self.number}.1", self._hidden(), self.course.visibility, " · hidden cases")
        hidden |= self._status(self._full)
        if self.open:
            return [public | self._points | self._status(self._full), hidden]
        # An answer that can be read is neither right nor wrong yet: without points and status, Gradescope marks it as neither.
        undecided = self.reads_only and self._public_right
        return [public if undecided else public | self._status(self._public_right), hidden | self._points]

    @property
    def _points(self) -> dict[str, float]:
        return {"score": round(self.found.points or 0.0, 4), "max_score": round(self.found.max, 4)}

    def _status(self, right: bool) -> dict[str, str]:
        return {"status": "passed" if right else "failed"}

    @property
    def _public_right(self) -> bool:
        return all(part.public_verdict == "right" for part in self.found.parts)

    @property
    def _full(self) -> bool:
        return self.found.points == self.found.max

    def _public(self) -> list[str]:
        """The public cases, in the words of the public checks; a hint where one is due."""
        parts = self.found.parts
        lines = [*self._messages(), *self._public_verdict(), DECIDES[self.course.visibility]]
        lines += [escaped(self.found.note)] if self.found.note and self.open else []
        tried = any(part.public_verdict not in ("right", "missing") for part in parts)
        if self.found.experiment and tried:
            lines.append(f"Try this: {escaped(self.found.experiment)}")
        return lines + (self._slip() if self._slip_now else [])

    def _messages(self) -> list[str]:
        """What is wrong with the parts; those of which the same is to be said, together."""
        parts_of: dict[str, list[str]] = {}
        for part in self.found.parts:
            if part.message:
                parts_of.setdefault(part.message, []).append(f"**{escaped(part.name)}**")
        return [f"{', '.join(names)}: {escaped(message)}" for message, names in parts_of.items()]

    def _public_verdict(self) -> list[str]:
        """What is right. Where a wrong function of another question was to blame, it says so."""
        parts = self.found.parts
        excused = [f"**{escaped(part.name)}**" for part in parts if part.message and part.public_verdict == "right"]
        if excused:
            return [f"A function of another question causes this. With a right one in its place, {', '.join(excused)} "
                    f"{'passes its' if len(excused) == 1 else 'pass their'} public cases."]  # fmt: skip
        if not self._public_right:
            return []
        if self.reads_only:
            return ["We can read every answer; these checks do not show whether it is correct." if len(parts) > 1 else
                    "We can read the answer; these checks do not show whether it is correct."]  # fmt: skip
        return [f"All {len(parts)} parts pass their public cases." if len(parts) > 1 else "The public cases pass."]

    def _hidden(self) -> list[str]:
        """The hidden cases: where and of what kind; never an input or a number."""
        lines = [
            f"**{escaped(part.name)}**: {part.points:g} of {part.max:g}"
            + (f". {escaped(part.gap)}" if part.gap else "")
            for part in self.found.parts
        ]
        lines += [escaped(self.found.note)] if self.found.note else []
        later = self.course.hints != "never" and self.course.visibility in AFTER_DUE_DATE
        seen_by_staff = self.course.visibility == "hidden"
        return lines + (self._slip() if (later or seen_by_staff) and not self._slip_now else [])

    @property
    def _slip_now(self) -> bool:
        """Is it time for the hint? Never for a slip that only hidden cases reveal, before the due date."""
        due = {
            "at_once": True,
            "third_submission": self.occasion.submissions >= 3 or self.occasion.past_due,
            "after_due_date": self.occasion.past_due,
            "never": False,
        }[self.course.hints]
        return due and (self.found.slip_is_public or self.occasion.past_due)

    def _slip(self) -> list[str]:
        return [f"Hint: {escaped(self.found.slip_sentence)}"] if self.found.slip_sentence else []


def _entry(question: Question, number: str, lines: list[str], visibility: str, what: str = "") -> dict[str, Any]:
    return {
        "number": number,
        "name": f"{question.id} ({question.points:g} {'point' if question.points == 1 else 'points'}){what} · {question.title}",
        "output": "\n\n".join(lines),
        "output_format": "md",
        "visibility": visibility,
    }


def _for_completion(course: Course, result: Result) -> bool:
    return course.of(result.assignment).pay == "completion"


def _written(question: Question, number: int) -> dict[str, Any]:
    reminder = "Answered in words and read by a person. Its points are not part of the total here."
    return _entry(question, f"{number}", [reminder], "visible")


def _unjudged(question: Question, number: int) -> dict[str, Any]:
    lines = ["The grading stopped before this question. Hand in again, or tell your instructor."]
    points = {"score": 0.0, "max_score": round(question.points, 4), "status": "failed"}
    return _entry(question, f"{number}", lines, "visible") | points


def _head(result: Result, course: Course, partial: bool) -> str:
    lines = [COMPLETION if _for_completion(course, result) else TOTALS[course.visibility]]
    if partial:
        lines.insert(
            0, "**The grading did not finish.** Questions that it did not reach say so and have no points yet."
        )
    if result.total is None:
        lines.insert(0, "**The total is not final:** one question could not be graded, and says so below.")
    notes = [f"- {escaped(note)}" for note in result.notes[:MOST_NOTES]]
    return "\n\n".join(lines + (["\n".join(notes)] if notes else []))


def sentence(text: str) -> str:
    """`text` with a capital at its head and a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def escaped(text: str) -> str:
    """`text` as Markdown that shows it letter by letter, on one line, cut to a readable length."""
    text = on_a_line(" ".join(text.split()))
    text = text if len(text) <= LONGEST else text[:LONGEST] + " …"
    return LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", text))


DATE = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d*)? ?(Z|UTC|[+-]\d\d:?\d\d)?")


def _date(text: Any) -> datetime | None:
    """The time in one of Gradescope's dates; None for anything that is no date, so that no hint shows early.

    By a pattern of ours: what `fromisoformat` accepts differs between Pythons. Without a zone it is read as UTC.
    """
    found = DATE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        zone = "+00:00" if found[2] in (None, "Z", "UTC") else found[2][:3] + ":" + found[2][-2:]
        return datetime.fromisoformat(found[1] + zone).astimezone(timezone.utc)
    except (TypeError, ValueError, OverflowError):
        return None
