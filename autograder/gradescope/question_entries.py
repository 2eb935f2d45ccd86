"""Write the entries of one question in results.json, and the entry on credit that a person has to decide on.

Gradescope shows or hides an entry as a whole. A question therefore has two: one on its public cases, which a student
sees at once, and one on its hidden cases, which the course's visibility governs. The second carries the points, or the
first where everything is visible. The file is sent to students' browsers, so neither entry contains an input, an
expected number or code of a hidden case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from autograder.course import Course
from autograder.judge.pending_credit import listed
from autograder.judge.result import Doubt, QuestionResult, Result
from autograder.questions.schema import Question
from autograder.safe_text import on_a_line, spell_points

LONGEST = 600
# Characters that Markdown takes for a mark; an underscore inside a word is plain text.
SPECIAL = re.compile(r"[\\`*\[\]<>#|~$&!]|(?<!\w)_|_(?!\w)")
# At the start of a text these would begin a list or draw a line.
LEADING = re.compile(r"^(\d*)([-+=.)])")
LATER = ("after_due_date", "after_published")
# The sentence on hidden cases, by the course's visibility.
DECIDES = {
    "visible": "Your points come from hidden cases; the next entry shows how they went.",
    "after_due_date": "Your points come from hidden cases. You can see how they went after the due date.",
    "after_published": "Your points come from hidden cases. You can see how they went when grades are published.",
    "hidden": "Your points come from hidden cases; your instructor can see how they went.",
}
# Gradescope's dates. `fromisoformat` accepts different texts under different Pythons.
DATE = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d*)? ?(Z|UTC|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True)
class Occasion:
    """The number of a student's submissions and whether the due date has passed; both decide on hints."""

    submissions: int = 1
    past_due: bool = False

    @classmethod
    def of(cls, metadata: Mapping[str, Any], due: datetime | None, now: datetime) -> Occasion:
        """Return the occasion that submission_metadata.json describes.

        The latest of three dates counts, as it does for Gradescope's `after_due_date`: the course's own, the
        assignment's on Gradescope, and those that Gradescope gives one of the submitters. A class that may still submit
        late, or a student with an extension, sees no hint early.

        Args:
            metadata: the file's content; any field may be missing or of a wrong type.
            due: the course's own due date.
            now: the time of grading.
        """
        previous = metadata.get("previous_submissions")
        users = metadata.get("users")
        people = [user for user in users if isinstance(user, Mapping)] if isinstance(users, list) else []
        holders = (metadata, *people)
        assignments = [entry for holder in holders if isinstance(entry := holder.get("assignment"), Mapping)]
        dates = [due, *(_date(entry.get(name)) for entry in assignments for name in ("due_date", "late_due_date"))]
        known = [date.astimezone(timezone.utc) for date in dates if date is not None]
        return cls(1 + (len(previous) if isinstance(previous, list) else 0), bool(known) and now > max(known))


def _date(text: Any) -> datetime | None:
    """Return the time in one of Gradescope's dates, as UTC without a zone; None for anything else."""
    match = DATE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    try:
        zone = "+00:00" if match[2] in (None, "Z", "UTC") else match[2][:3] + ":" + match[2][-2:]
        return datetime.fromisoformat(match[1] + zone).astimezone(timezone.utc)
    except (TypeError, ValueError, OverflowError):
        return None


class QuestionEntries:
    """The entries of one automatically graded question."""

    def __init__(
        self, question: Question, result: QuestionResult, number: int, course: Course, occasion: Occasion
    ) -> None:
        self.question, self.result, self.number = question, result, number
        self.course, self.occasion = course, occasion
        self.reads_only = all(part.reads_only for part in question.parts)
        self.open = course.visibility == "visible"

    def public_alone(self) -> list[dict[str, Any]]:
        """Return the one entry of a question that has only public cases."""
        lines = self._messages() + self._public_verdict()
        lines += [escaped(self.result.note)] if self.result.awaits else []
        return [entry(self.question, f"{self.number}", lines, "visible") | self._points | self._status(self._full)]

    def both(self) -> list[dict[str, Any]]:
        """Return the entry on public cases and the entry on hidden cases."""
        public = entry(self.question, f"{self.number}", self._public(), "visible")
        hidden = entry(self.question, f"{self.number}.1", self._hidden(), self.course.visibility, " · hidden cases")
        hidden |= self._status(self._full)
        if self.open:
            return [public | self._points | self._status(self._full), hidden]
        # A readable answer is not judged yet. Gradescope marks an entry without points and status as neither
        # passed nor failed.
        undecided = self.reads_only and self._public_right
        return [public if undecided else public | self._status(self._public_right), hidden | self._points]

    @property
    def _points(self) -> dict[str, float]:
        return {"score": round(self.result.points or 0.0, 4), "max_score": round(self.result.max, 4)}

    def _status(self, right: bool) -> dict[str, str]:
        return {"status": "passed" if right else "failed"}

    @property
    def _public_right(self) -> bool:
        return all(part.public_verdict == "right" for part in self.result.parts)

    @property
    def _full(self) -> bool:
        return self.result.points == self.result.max

    def _public(self) -> list[str]:
        """Return the lines on the public cases, with a hint where one is due."""
        parts = self.result.parts
        lines = [*self._messages(), *self._public_verdict(), DECIDES[self.course.visibility]]
        lines += [escaped(self.result.note)] if self.result.note and self.open else []
        tried = any(part.public_verdict not in ("right", "missing") for part in parts)
        if self.result.experiment and tried:
            lines.append(f"Try this: {escaped(self.result.experiment)}")
        return lines + (self._slip() if self._slip_now else [])

    def _messages(self) -> list[str]:
        """Return the messages of the parts; parts with equal messages share a line."""
        parts_of: dict[str, list[str]] = {}
        for part in self.result.parts:
            if part.message:
                parts_of.setdefault(part.message, []).append(f"**{escaped(part.name)}**")
        return [f"{', '.join(names)}: {escaped(message)}" for message, names in parts_of.items()]

    def _public_verdict(self) -> list[str]:
        """Return a line on what is right, or on parts that fail only because of another question's function."""
        parts = self.result.parts
        excused = [f"**{escaped(part.name)}**" for part in parts if part.message and part.public_verdict == "right"]
        if excused:
            passes = "passes its" if len(excused) == 1 else "pass their"
            return [
                "A function of another question causes this. "
                f"With a right one in its place, {', '.join(excused)} {passes} public cases."
            ]
        if not self._public_right:
            return []
        if self.reads_only:
            answers = "every answer" if len(parts) > 1 else "the answer"
            return [f"We can read {answers}; these checks do not show whether it is correct."]
        return [f"All {len(parts)} parts pass their public cases." if len(parts) > 1 else "The public cases pass."]

    def _hidden(self) -> list[str]:
        """Return the lines on the hidden cases: which parts fail on which kind of case, without inputs or numbers."""
        lines = [
            f"**{escaped(part.name)}**: {spell_points(part.points)} of {spell_points(part.max)}"
            + (f". {escaped(part.gap)}" if part.gap else "")
            for part in self.result.parts
        ]
        lines += [escaped(self.result.note)] if self.result.note else []
        later = self.course.hints != "never" and self.course.visibility in LATER
        seen_by_staff = self.course.visibility == "hidden"
        return lines + (self._slip() if (later or seen_by_staff) and not self._slip_now else [])

    @property
    def _slip_now(self) -> bool:
        """Return True if the hint is due. Before the due date, a slip that only hidden cases reveal gets none."""
        due = {
            "at_once": True,
            "third_submission": self.occasion.submissions >= 3 or self.occasion.past_due,
            "after_due_date": self.occasion.past_due,
            "never": False,
        }[self.course.hints]
        return due and (self.result.slip_is_public or self.occasion.past_due)

    def _slip(self) -> list[str]:
        return [f"Hint: {escaped(self.result.slip_sentence)}"] if self.result.slip_sentence else []


def entry(question: Question, number: str, lines: list[str], visibility: str, what: str = "") -> dict[str, Any]:
    """Return an entry of a question, without points or status."""
    points = f"{spell_points(question.points)} {'point' if question.points == 1 else 'points'}"
    return {
        "number": number,
        "name": f"{question.id} ({points}){what} · {question.title}",
        "output": "\n\n".join(lines),
        "output_format": "md",
        "visibility": visibility,
    }


def pending_entry(result: Result) -> dict[str, Any] | None:
    """Return the entry that lists credit a person has to decide on, for instructors only; None if nothing is pending.

    It names the functions whose errors are in doubt, and the points at stake. It carries no points itself.
    """
    pending = [(question, question.awaits) for question in result.questions if question.awaits is not None]
    trusted = [
        (question, question.on_trust)
        for question in result.questions
        if question.on_trust is not None and question.override is None
    ]
    if not pending and not trusted:
        return None
    more = sum(doubt.points - doubt.without for _, doubt in pending)
    lines = [_pending_line(question, doubt, "not paid yet") for question, doubt in pending]
    lines += [_pending_line(question, doubt, "paid for now") for question, doubt in trusted]
    return {
        "name": f"Credit that a person decides on: {spell_points(more)} points pending",
        "output": "\n\n".join(
            [*lines, "Look at these functions to see whether they were attempted. Then set the points, or keep them."]
        ),
        "output_format": "text",
        "visibility": "hidden",
    }


def _pending_line(question: QuestionResult, doubt: Doubt, paid: str) -> str:
    """Return a line such as "q4_forward: 4 of 4 points once backward is right, 0 without; not paid yet."."""
    lenders = [lender.function for lender in doubt.lenders]
    are = "is" if len(lenders) == 1 else "are"
    with_credit = (
        f"{spell_points(doubt.points)} of {spell_points(question.max)} points once {listed(lenders)} {are} right"
    )
    return f"{question.id}: {with_credit}, {spell_points(doubt.without)} without; {paid}."


def escaped(text: str) -> str:
    """Return `text` as Markdown that shows it literally, on one line, cut to LONGEST characters."""
    text = on_a_line(" ".join(text.split()))
    text = text if len(text) <= LONGEST else text[:LONGEST] + " …"
    return LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", text))
