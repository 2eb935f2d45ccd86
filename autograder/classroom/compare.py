"""Compare two graded folders: who changes, by how much, and because of which part (`nnhw compare OLD NEW`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.csv_tables import write_table
from autograder.classroom.final_results import light, open_graded, standings
from autograder.classroom.journal import NAME, JournalError
from autograder.classroom.pages.feedback import WORDS
from autograder.classroom.pages.html import render
from autograder.classroom.pages.student_pages import RESULTS, write_atomically
from autograder.judge.result import QuestionResult, Result, from_verdicts
from autograder.safe_text import spell_points

HEADINGS = ("student", "old_total", "new_total", "change", "question", "old_points", "new_points", "because")
NOBODY = "Nobody changes."


@dataclass(frozen=True)
class Reason:
    """One question that changed: its points before and after, and the part or decision that caused the change."""

    question: str
    old: float | None
    new: float | None
    because: str


@dataclass(frozen=True)
class Change:
    """One student whose result changed; `old` or `new` is None for a student who is in one folder only."""

    student: str
    old: Result | None
    new: Result | None
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> float | None:
        """Return the change of the total in points; None if a folder has no total."""
        before, after = _total(self.old), _total(self.new)
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class Comparison:
    """The changes, how many students were compared, and sentences that sum them up."""

    changes: tuple[Change, ...]
    students: int
    sentences: tuple[str, ...]


def compare(old: Path, new: Path, out: Path | None = None) -> Comparison:
    """Compare two graded folders, and write comparison.csv and comparison.html to `out` (by default `new`).

    Raises:
        JournalError: A folder contains no results.
    """
    changes, students = [], 0
    for name, before, after in _side_by_side(_results(old), _results(new)):
        students += 1
        change = _change(name, before, after)
        if change is not None:
            changes.append(change)
    sentences = tuple(_sentences(changes, students))
    comparison = Comparison(tuple(changes), students, sentences)
    out = out or new
    write_atomically(out / "comparison.csv", write_table(HEADINGS, _rows(changes)))
    write_atomically(out / "comparison.html", _page(comparison, old, new))
    return comparison


def _results(folder: Path) -> Iterator[tuple[str, Result]]:
    """Return an iterator over students and results in order, with one result in memory at a time.

    Results come from the journal if the folder has no students' pages.

    Raises:
        JournalError: The folder has neither pages nor a journal.
    """
    place = folder / RESULTS
    if not place.is_dir() and not (folder / NAME).is_file():
        raise JournalError(f"{folder} contains no {RESULTS}/, so it is not a graded folder. Run `nnhw grade` first.")
    return _of_pages(place) if place.is_dir() else _of_journal(folder)


def _of_pages(place: Path) -> Iterator[tuple[str, Result]]:
    for student in sorted(path.name for path in place.iterdir()):
        path = place / student / "verdicts.json"
        if path.is_file():
            yield student, from_verdicts(json.loads(path.read_text(encoding="utf-8")))


def _of_journal(folder: Path) -> Iterator[tuple[str, Result]]:
    with open_graded(folder) as journal:
        for standing in standings(journal):
            yield standing.entry.student, standing.result


def _side_by_side(
    old: Iterator[tuple[str, Result]], new: Iterator[tuple[str, Result]]
) -> Iterator[tuple[str, Result | None, Result | None]]:
    """Yield each student with the results in both folders, None where one is missing; both inputs are sorted."""
    before, after = next(old, None), next(new, None)
    while before or after:
        student = min(pair[0] for pair in (before, after) if pair)
        first = second = None
        if before and before[0] == student:
            first, before = before[1], next(old, None)
        if after and after[0] == student:
            second, after = after[1], next(new, None)
        yield student, first, second


def _change(student: str, old: Result | None, new: Result | None) -> Change | None:
    reasons = tuple(_reasons(old, new)) if old and new else ()
    same_status = old is not None and new is not None and old.status == new.status
    return None if same_status and not reasons else Change(student, _light(old), _light(new), reasons)


def _light(result: Result | None) -> Result | None:
    """Return the result without the texts of its parts, which would fill the memory if a large class changes."""
    return light(result) if result else None


def _reasons(old: Result, new: Result) -> Iterator[Reason]:
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        points = (was.points if was else None, now.points if now else None)
        if points[0] != points[1] or (was and now and _verdicts(was) != _verdicts(now)):
            yield Reason(name, *points, _because(was, now))


def _verdicts(question: QuestionResult) -> dict[str, str]:
    return {part.name: part.verdict for part in question.parts}


def _because(was: QuestionResult | None, now: QuestionResult | None) -> str:
    if was is None or now is None:
        return "the question is new" if was is None else "the question is gone"
    if now.override != was.override:
        decision = now.override
        return (
            f"decided by hand: {decision.reason} ({decision.by})" if decision else "a decision by hand was taken back"
        )
    old, new = _verdicts(was), _verdicts(now)
    parts = [
        f"{name}: {_word(old.get(name))} → {_word(new.get(name))}"
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]
    if was.carried_forward != now.carried_forward:
        parts.append("carried forward" if now.carried_forward else "no longer carried forward")
    if was.changed_argument != now.changed_argument:
        parts.append("changes an argument" if now.changed_argument else "no longer changes an argument")
    if now.max != was.max:
        parts.append(f"pays {spell_points(now.max)} in place of {spell_points(was.max)}")
    return "; ".join(parts) or ("its parts pay otherwise" if now.parts else "points by hand")


def _word(verdict: str | None) -> str:
    return WORDS.get(verdict, verdict) if verdict else "no such part"


def _total(result: Result | None) -> float | None:
    return result.total if result else None


def _sentences(changes: Sequence[Change], students: int) -> Iterator[str]:
    if not changes:
        yield f"{NOBODY} {students} {'student was' if students == 1 else 'students were'} compared."
        return
    differences = [change.difference for change in changes]
    up, down = (sum(1 for d in differences if d is not None and d * sign > 0) for sign in (1, -1))
    whole = sum(d for d in differences if d is not None)
    yield f"{len(changes)} of {students} students change: {up} up, {down} down, {_signed(whole)} points in all."
    by_reason: dict[str, int] = {}
    for change in changes:
        for reason in change.reasons:
            text = f"{reason.question}, {reason.because}"
            by_reason[text] = by_reason.get(text, 0) + 1
    for text, count in sorted(by_reason.items(), key=lambda item: (-item[1], item[0]))[:10]:
        yield f"{count} × {text}"


def _rows(changes: Iterable[Change]) -> Iterator[list[object]]:
    for change in changes:
        head = [change.student, _total(change.old), _total(change.new), change.difference]
        for reason in change.reasons or (Reason("", None, None, _status(change)),):
            yield [*head, reason.question, reason.old, reason.new, reason.because]


def _status(change: Change) -> str:
    if change.old is None or change.new is None:
        return "only in the new folder" if change.old is None else "only in the old folder"
    return f"status: {change.old.status} → {change.new.status}"


def _page(comparison: Comparison, old: Path, new: Path) -> str:
    changes = [
        {
            "student": change.student, "new": change.new, "signed": _signed(change.difference),
            "totals": f"{_spell(_total(change.old))} → {_spell(_total(change.new))}", "because": _because_lines(change),
        }
        for change in comparison.changes
    ]  # fmt: skip
    title = f"{old} and {new} compared"
    return render("comparison.html", title=title, sentences=comparison.sentences, changes=changes)


def _signed(difference: float | None) -> str:
    if difference is None:
        return ""
    return f"{'−' if difference < 0 else '+'}{spell_points(abs(difference))}"


def _spell(points: float | None) -> str:
    return "none" if points is None else spell_points(points)


def _because_lines(change: Change) -> list[str]:
    lines = [f"{r.question}: {_spell(r.old)} → {_spell(r.new)} ({r.because})" for r in change.reasons]
    return lines or [_status(change)]
