"""Write report.html, one self-contained page that shows the class at a glance."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.classroom.class_statistics import CauseCount, Statistics, median
from autograder.classroom.code_excerpts import snippet
from autograder.classroom.csv_tables import parse_points, read_table
from autograder.classroom.extensions import DueDates
from autograder.classroom.final_results import Standing, standings
from autograder.classroom.journal import Journal
from autograder.classroom.late_policy import hours, past_due
from autograder.classroom.pages.feedback import WORDS
from autograder.classroom.pages.html import Markup, render, visible
from autograder.course import Course
from autograder.safe_text import spell_points

MOST_SLIPS = 40
MOST_IN_MEMORY = 100_000
SHOWN = 100  # students in the page's own table; a script shows the others from the data below it
NAME, DOOR, COMPARISON = "report.html", "review.html", "comparison.csv"
# Characters of all rows in the page, enough for about 15,000 students. Beyond that, only students who need a person are
# added, up to MOST_DATA.
ENOUGH_DATA, MOST_DATA = 2_200_000, 2_600_000
_DATA = "<!-- data -->"
_WIDTH, _HEIGHT, _FOOT, _TOP = 600, 180, 34, 28  # of the histogram


def write_report(journal: Journal, course: Course, *, hide_names: bool = False) -> Path:
    """Write report.html of the journal's folder and return its path."""
    everyone, counted = standings(journal), Statistics(DueDates.of_course(course, journal.about("assignment")))
    with Report(journal, course, counted.due, everyone.refused, hide_names) as report:
        for standing in everyone:
            counted.add(standing)
            report.add(standing)
        return report.finish(counted)


def write_door(folder: Path, address: str = "") -> None:
    """Write review.html, which leads from the report to the review.

    It is the only file with the address of the review, so only its owner may read it. Without an address it explains
    how to start the review.
    """
    path = folder / DOOR
    path.unlink(missing_ok=True)
    path.touch(0o600)
    path.write_text(render("review_door.html", address=address, folder=folder.name), encoding="utf-8")


class Report:
    """Writer of the page, used as a context manager.

    `add` stores one row per student in a temporary file, and `finish` writes the page around the rows. An unfinished
    page is dropped.

    Args:
        journal: The journal of the graded folder.
        course: The course.
        due: The due date of each student.
        refused: Sentences about lines of overrides.csv and points.csv that were not applied.
        hide_names: True to show numbers in place of names.
        links: False if there are no students' pages to link to.
    """

    def __init__(
        self,
        journal: Journal,
        course: Course,
        due: DueDates,
        refused: Sequence[str],
        hide_names: bool = False,
        links: bool = True,
    ) -> None:
        name = journal.about("assignment")
        self._journal, self._hide = journal, hide_names
        self._refused = (*refused, *due.extensions.refused)
        self._assignment, self._due = course.assignment(name), due
        self._links = links and not hide_names
        self._names = journal.has_names() and not hide_names
        self._timed = (
            due.general is not None or bool(due.extensions.lines) or any(entry.late for entry in journal.roll())
        )
        # The order of a hash, so that a number does not reveal a place in the alphabet.
        shuffled = sorted(journal.students(), key=lambda student: hashlib.sha256(student.encode()).digest())
        self._number = {student: number for number, student in enumerate(shuffled, start=1)}
        self._first: list[list[Any]] = []
        self._left_out = 0
        self._data = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed in __exit__
            MOST_IN_MEMORY, "w+", encoding="utf-8", newline=""
        )

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *_: object) -> None:
        self._data.close()

    def add(self, standing: Standing) -> None:
        """Add the row of one student."""
        row = self._row(standing)
        if len(self._first) < SHOWN:
            self._first.append(row)
        needed = standing.result.needs_review or standing.result.status not in ("graded", "no_submission")
        if self._data.tell() > (MOST_DATA if needed else ENOUGH_DATA):
            self._left_out += 1
            return
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        # Only these characters could end the script element or begin another.
        self._data.write(",\n" if self._data.tell() else "")
        self._data.write(text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028"))

    def finish(self, counted: Statistics) -> Path:
        """Write the page, completely or not at all."""
        before, _, after = self._frame(counted).partition(_DATA)
        path = self._journal.folder / NAME
        draft = path.with_name(".report.html.part")
        self._data.seek(0)
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(before)
            shutil.copyfileobj(self._data, file)
            file.write(after)
        draft.replace(path)
        if not self._hide and not (self._journal.folder / DOOR).exists():
            write_door(self._journal.folder)
        return path

    def _row(self, standing: Standing) -> list[Any]:
        """Return number, student, name, status, total, late, flag, then a cell `kind heat points` for each question."""
        entry, result = standing.entry, standing.result
        late = hours(past_due(standing, self._due.of(entry))) if self._timed else ""
        cells = [_cell(q.points, q.max, bool(q.override)) for q in result.questions]
        student = "" if self._hide else visible(entry.student)
        head = [self._number[entry.student], student, visible(entry.name) if self._names else ""]
        total = None if result.total is None else round(result.total, 3)
        return [*head, result.status.replace("_", " "), total, late, int(result.needs_review), *cells]

    def _frame(self, counted: Statistics) -> str:
        """Return the page without the data of its table."""
        journal = self._journal
        causes = counted.common_causes()
        remarks = [*journal.about("strange", []), *journal.about("notes", []), *self._refused]
        statuses = sorted(counted.statuses.items())
        return render(
            "report.html", assignment=self._assignment, counted=counted, hide=self._hide, links=self._links,
            names=self._names, timed=self._timed, number=self._number, rows=self._first, marker=Markup(_DATA),
            columns=_short(self._assignment.ids), students=sum(counted.statuses.values()), shown=SHOWN,
            statuses=", ".join(f"{count} {status.replace('_', ' ')}" for status, count in statuses),
            left_out=self._left_out, graded=_day(journal.about("graded_at")), totals=_totals(counted),
            jumps=_jumps(counted), histogram=_histogram(counted),
            titles={question.id: question.title for question in self._assignment.questions},
            causes=[self._cause(cause) for cause in causes[:MOST_SLIPS]], rarer=max(len(causes) - MOST_SLIPS, 0),
            slips=counted.common_slips(), words=WORDS, slowest=sorted(counted.slowest, reverse=True),
            lateness=_lateness(counted), hours=hours, parts=counted.by_difficulty(), regrade=_regrade(journal.folder),
            remarks=() if self._hide else remarks,
        )  # fmt: skip

    def _cause(self, cause: CauseCount) -> dict[str, Any]:
        """Return one cause with the questions it shows in, and an anonymous example of code with its question."""
        shown = ((name, snippet(slip.cells, self._assignment, name)) for name, slip in cause.questions.items())
        name, code = next(((name, code) for name, code in shown if code), ("", ""))
        return {"of": cause, "questions": list(cause.questions), "where": name, "code": code}


def _cell(points: float | None, most: float, by_hand: bool) -> str:
    """Return a cell for the page's script: its kind, its shade from 0 to 4, its points, and `*` if decided by hand."""
    mark = "*" if by_hand else ""
    if points is None:
        return f"o-{mark}"
    kind = "f" if points >= most - 1e-9 else "p" if points > 0 else "z"
    heat = round(4 * min(points / most, 1.0)) if most else "-"
    return f"{kind}{heat}{spell_points(points)}{mark}"


def _short(ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return a short heading and the id of each question; the heading is the number if that is unique."""
    numbers = [name.partition("_")[0] for name in ids]
    return [(name if len({*numbers}) < len(numbers) else number, name) for number, name in zip(numbers, ids)]


def _totals(counted: Statistics) -> str:
    if not counted.totals:
        return ""
    mean = sum(counted.totals) / len(counted.totals)
    return (
        f"Of {spell_points(counted.most)} points: median {median(counted.totals):.1f}, mean {mean:.1f}, "
        f"from {min(counted.totals):.1f} to {max(counted.totals):.1f}."
    )


def _jumps(counted: Statistics) -> list[tuple[str, str]]:
    """Return sentences about what needs a person, each with the section of the page to jump to."""
    waiting = sum(1 for count in counted.questions.values() if count.open)
    counts = [
        (counted.ungraded.count, "could not be graded", "ungraded"),
        (counted.review.count, "need a person", "review"),
        (counted.events.count, "reached a limit", "limits"),
        (len(counted.overrides), "decided by hand", "overrides"),
        (waiting, "questions without points by hand", "questions"),
    ]
    return [(f"{text}: {count}", place) for count, text, place in counts if count]


def _histogram(counted: Statistics) -> dict[str, Any] | None:
    """Return positions and sizes of the bars of the score histogram, and its text for screen readers."""
    if not counted.totals:
        return None
    bins, base = counted.histogram(), _HEIGHT - _FOOT
    most, step = max(count for *_, count in bins) or 1, _WIDTH / len(bins)
    columns = []
    for i, (low, high, count) in enumerate(bins):
        height = (base - _TOP) * count / most
        columns.append(
            {
                "x": round(i * step + 2, 1), "y": round(base - height, 1), "width": round(step - 4, 1),
                "height": round(height, 1), "middle": round((i + 0.5) * step, 1), "above": round(base - height - 5, 1),
                "count": count, "range": f"{low:.0f}–{high:.0f}",
            }
        )  # fmt: skip
    spoken = "; ".join(f"{low:.0f} to {high:.0f} points: {count}" for low, high, count in bins)
    return {"columns": columns, "base": base, "label": f"Number of students by points. {spoken}."}


def _lateness(counted: Statistics) -> str:
    """Return a sentence about how many submissions were late, by days begun."""
    days = counted.late_days
    given = f" Extensions taken into account: {counted.extended}." if counted.extended else ""
    if not days:
        return f"Nobody came late.{given}" if given else ""
    known = [(1, "up to a day"), (2, "up to two days"), (3, "up to three days")]
    counts = [f"{days[day]} {text}" for day, text in known if days[day]]
    more = sum(count for day, count in days.items() if day > 3)
    counts += [f"{more} more than three days"] if more else []
    counts += [f"{days[0]} at an unknown time"] if days[0] else []
    return f"{counted.late.count} came late: {', '.join(counts)}.{given}"


def _regrade(folder: Path) -> dict[str, Any] | None:
    """Return the changes that comparison.csv of `nnhw compare` lists, summed by question; None without that file."""
    path = folder / COMPARISON
    if not path.is_file():
        return None
    lines, _ = read_table(path, ("student", "question", "change", "old_points", "new_points"))
    questions: dict[str, dict[str, float]] = {}
    for line in lines:
        before, after = parse_points(line["old_points"]), parse_points(line["new_points"])
        if line["question"] and before is not None and after is not None and before != after:
            sums = questions.setdefault(line["question"], {"up": 0, "down": 0, "sum": 0.0})
            sums["up" if after > before else "down"] += 1
            sums["sum"] += after - before
    changes: Mapping[str, float] = {line["student"]: _signed(line["change"]) for line in lines}
    up, down = (sum(sign * change > 0 for change in changes.values()) for sign in (1, -1))
    return {"students": len(changes), "up": up, "down": down, "sum": sum(changes.values()), "questions": questions}


def _signed(text: str) -> float:
    try:
        return float(text.lstrip("'") or 0)
    except ValueError:
        return 0.0


def _day(moment: str) -> str:
    return moment.replace("T", " ").removesuffix("Z")[:16] + " UTC"
