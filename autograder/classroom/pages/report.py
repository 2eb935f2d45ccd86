"""report.html: the class at a glance, one self-contained page that a TA takes to section."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.classroom.class_statistics import CauseCount, Listed, Statistics, median
from autograder.classroom.code_excerpts import snippet
from autograder.classroom.csv_tables import spell_points
from autograder.classroom.final_results import Standing, standings
from autograder.classroom.journal import Journal
from autograder.classroom.pages.charts import histogram, share_bar
from autograder.classroom.pages.feedback import WORDS
from autograder.classroom.pages.html import Markup, feedback_link, join, page, tag
from autograder.course import Course
from autograder.questions.schema import Assignment

MOST_SLIPS = 40
MOST_IN_MEMORY = 100_000
_ROWS = "<!-- rows -->"


def write_report(journal: Journal, course: Course, *, hide_names: bool = False) -> Path:
    """Write report.html of the journal's folder."""
    found, counted = standings(journal), Statistics()
    with Report(journal, course.assignment(journal.about("assignment")), found.refused, hide_names) as report:
        for standing in found:
            counted.add(standing)
            report.add(standing)
        return report.finish(counted)


class Report:
    """The page in the making: a row for each student as a walk over the class comes by, kept on disk; then all else.

    A context manager: where the page is not finished, the rows are dropped.

    Args:
        refused: sentences about lines of the tables kept by hand that were not applied.
        links: do students' pages lie there to be linked to.
    """

    def __init__(
        self,
        journal: Journal,
        assignment: Assignment,
        refused: Sequence[str],
        hide_names: bool = False,
        links: bool = True,
    ) -> None:
        self._journal, self._assignment, self._refused, self._hide = journal, assignment, refused, hide_names
        self._links = links and not hide_names
        self._names = journal.has_names() and not hide_names
        # Numbers that say nothing of the alphabet.
        shuffled = sorted(journal.students(), key=lambda student: hashlib.sha256(student.encode()).digest())
        self._number = {student: number for number, student in enumerate(shuffled, start=1)}
        self._rows = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed with the report

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def add(self, standing: Standing) -> None:
        """Count one student in."""
        self._rows.write(self.row(standing) + "\n")

    def finish(self, counted: Statistics) -> Path:
        """Write the page, whole or not at all."""
        before, _, after = self.frame(counted).partition(_ROWS)
        path = self._journal.folder / "report.html"
        draft = path.with_name(".report.html.part")
        self._rows.seek(0)
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(before)
            shutil.copyfileobj(self._rows, file)
            file.write(after)
        draft.replace(path)
        return path

    def frame(self, counted: Statistics) -> str:
        """The page without the rows of its last table."""
        title = f"{self._assignment.name}: the class at a glance"
        body = tag(
            "main",
            tag("h1", title),
            self._summary(counted),
            self._ungraded(counted),
            self._review(counted),
            self._scores(counted),
            self._questions(counted),
            self._slips(counted),
            self._events(counted),
            self._overrides(counted),
            self._remarks(),
            self._table(),
        )
        return page(title, body, style=_asset("report.css"), script="" if self._hide else _asset("report.js"))

    def who(self, student: str) -> Markup:
        """A student's name, or their number where names are hidden; the page's switch changes one into the other."""
        number = f"Student {self._number[student]}"
        return tag("span", number) if self._hide else tag("span", student, class_="who", data_number=number)

    def row(self, standing: Standing) -> str:
        """One line of the table of students."""
        entry, result = standing.entry, standing.result
        who = (
            self.who(entry.student)
            if not self._links
            else tag("a", self.who(entry.student), href=feedback_link(entry.student))
        )
        name = (
            tag("td", tag("span", entry.name, class_="who", data_number="hidden") if entry.name else "")
            if self._names
            else None
        )
        cells = [_points_cell(q.points, q.max, bool(q.override)) for q in result.questions]
        flag = tag("span", "look", class_="flag") if result.needs_review else ""
        total = tag(
            "td", spell_points(result.total), class_="number", data_value=-1 if result.total is None else result.total
        )
        return tag(
            "tr",
            tag("th", who, scope="row"),
            name,
            tag("td", result.status.replace("_", " ")),
            total,
            cells,
            tag("td", flag),
        )

    def _summary(self, counted: Statistics) -> Markup:
        students = sum(counted.statuses.values())
        statuses = ", ".join(
            f"{count} {status.replace('_', ' ')}" for status, count in sorted(counted.statuses.items())
        )
        lines = [f"{students} students: {statuses}. Graded {_day(self._journal.about('graded_at'))}."]
        if counted.totals:
            mean = sum(counted.totals) / len(counted.totals)
            lines.append(
                f"Of {spell_points(counted.most)} points: median {median(counted.totals):.1f}, mean {mean:.1f}, "
                f"from {min(counted.totals):.1f} to {max(counted.totals):.1f}."
            )
        if counted.protection:
            lines.append(f"Student code was confined by {', '.join(counted.protection)}.")
        look = self._jumps(counted)
        switch = tag("button", "Hide names", type="button", id="names", aria_pressed="false", class_="screen")
        return join([*(tag("p", line) for line in lines), look, None if self._hide else tag("p", switch)])

    def _jumps(self, counted: Statistics) -> Markup | None:
        """What a person has to see to, said at the top, each a link to its section."""
        waiting = sum(1 for count in counted.questions.values() if count.open)
        found = [
            (counted.ungraded.count, "could not be graded", "ungraded"),
            (counted.review.count, "need a person", "review"),
            (counted.at_limits, "reached a limit", "limits"),
            (len(counted.overrides), "decided by hand", "overrides"),
            (waiting, "questions without points by hand", "questions"),
        ]
        links = [tag("a", f"{text}: {count}", href=f"#{place}") for count, text, place in found if count]
        if not links:
            return None
        return tag("p", "To look at: ", [(" · " if i else "", link) for i, link in enumerate(links)], ".")

    def _scores(self, counted: Statistics) -> Markup | None:
        if not counted.totals:
            return None
        return tag("section", tag("h2", "Scores"), histogram(counted.histogram(), "points", "students"))

    def _questions(self, counted: Statistics) -> Markup | None:
        if not counted.questions:
            return None
        titles = {question.id: question.title for question in self._assignment.questions}
        numbers = [tag("th", text, scope="col", class_="number") for text in ("Full", "Partial", "Zero")]
        head = tag("tr", [tag("th", text, scope="col") for text in ("Question", "Class")], numbers)
        rows = [
            tag(
                "tr",
                tag("th", _breakable(name), tag("span", f" {titles.get(name, '')}", class_="soft title"), scope="row"),
                tag("td", share_bar(count.full, count.partial, count.zero) if count.judged else "graded by hand; open"),
                [_share(value, count.judged) for value in (count.full, count.partial, count.zero)],
            )
            for name, count in counted.questions.items()
        ]
        key = tag(
            "p", tag("span", class_="key full"), " full ", tag("span", class_="key partial"), " partial ",
            tag("span", class_="key zero"), " zero", class_="soft",
        )  # fmt: skip
        table = tag("table", tag("thead", head), tag("tbody", rows), class_="questions")
        return tag("section", tag("h2", "Questions"), key, _scrolling(table, "Questions"), id="questions")

    def _slips(self, counted: Statistics) -> Markup:
        causes = counted.common_causes()
        title = tag("h2", "Common slips")
        if not causes:
            return tag("section", title, tag("p", "No answer matched a known slip."))
        items = [self._cause(one) for one in causes[:MOST_SLIPS]]
        more = tag("p", f"{len(causes) - MOST_SLIPS} rarer ones are left out.") if len(causes) > MOST_SLIPS else None
        return tag("section", title, tag("ol", items, class_="slips"), more, id="slips")

    def _cause(self, one: CauseCount) -> Markup:
        """One cause in all questions where it shows: who has it, an anonymous example, a note that can go to all of them."""
        count = one.students.count
        others = "one student" if count == 1 else f"{count} students share this slip"
        shown = ((name, snippet(slip.cells, self._assignment, name)) for name, slip in one.questions.items())
        name, code = next(((name, code) for name, code in shown if code), ("", ""))
        example = (
            tag("details", tag("summary", f"An example ({name})"), tag("pre", tag("code", code))) if code else None
        )
        listed = [[", " if i else "", self.who(student)] for i, student in enumerate(one.students.first)]
        more = f" and {one.students.more} more" if one.students.more else ""
        who = None if self._hide else tag("details", tag("summary", "Students"), tag("p", listed, more))
        note = tag("details", tag("summary", "A note to all of them"), tag("p", one.note, class_="note"))
        head = tag("strong", ", ".join(one.questions))
        return tag("li", head, f" · {others}. {' '.join(one.sentences)}", who, example, note)

    def _ungraded(self, counted: Statistics) -> Markup | None:
        if not counted.ungraded.count:
            return None
        items = [
            tag(
                "li",
                self.who(student),
                f": {status.replace('_', ' ')}.",
                None if self._hide else tag("span", f" {message}", class_="names"),
            )
            for student, status, message in counted.ungraded.first
        ]
        return tag(
            "section", tag("h2", "Could not be graded"), tag("ul", items, _more(counted.ungraded)), id="ungraded"
        )

    def _review(self, counted: Statistics) -> Markup:
        items = [tag("li", self.who(student), f": {reason}") for student, reason in counted.review.first]
        text = tag("ul", items, _more(counted.review)) if items else tag("p", "None.")
        how = tag(
            "p",
            "Settle them in nnhw review, or by a line in overrides.csv: student, question (or *), points (or nothing), reason, by.",
            class_="soft",
        )
        return tag("section", tag("h2", "Submissions that need a person"), text, how if items else None, id="review")

    def _events(self, counted: Statistics) -> Markup:
        events = [
            tag(
                "li",
                self.who(student),
                f": {WORDS.get(what, what.replace('_', ' '))}",
                f" in {question}, {part}" if question else "",
            )
            for student, question, part, what in counted.events.first
        ]
        slow = [
            tag("li", self.who(student), f": {seconds:.1f} s")
            for seconds, student in sorted(counted.slowest, reverse=True)
        ]
        return tag(
            "section",
            tag("h2", "Time and limits"),
            tag("ul", events, _more(counted.events)) if events else tag("p", "No submission reached a limit."),
            [tag("h3", "Slowest"), tag("ul", slow)] if slow else None,
            id="limits",
        )

    def _overrides(self, counted: Statistics) -> Markup | None:
        if not counted.overrides:
            return None
        items = [
            tag("li", self.who(student), f", {q.id}: {spell_points(q.override.before)} → {spell_points(q.points)}. {q.override.reason} ({q.override.by})")
            for student, q in counted.overrides
            if q.override
        ]  # fmt: skip
        return tag("section", tag("h2", "Decisions by hand"), tag("ul", items), id="overrides")

    def _remarks(self) -> Markup | None:
        remarks = [*self._journal.about("strange", []), *self._journal.about("notes", []), *self._refused]
        if not remarks or self._hide:
            return None
        return tag(
            "section",
            tag("h2", "How submissions arrived"),
            tag("ul", [tag("li", text) for text in remarks]),
            class_="names",
        )

    def _table(self) -> Markup:
        words = ["Student", *(["Name"] if self._names else []), "Status"]
        numbers = ["Total", *_short(self._assignment.ids)]
        kinds = [*((text, None) for text in words), *((text, "number") for text in numbers), ("Review", None)]
        head = tag(
            "tr",
            [
                tag("th", text if self._hide else tag("button", text, type="button"), scope="col", class_=kind)
                for text, kind in kinds
            ],
        )
        find = (
            tag("p", tag("label", "Find ", tag("input", type="search", id="find")), class_="screen")
            if not self._hide
            else None
        )
        table = tag("table", tag("thead", head), tag("tbody", Markup(_ROWS)), id="students")
        return tag("section", tag("h2", "Students"), find, _scrolling(table, "Students"))


def _more(listed: Listed) -> Markup | None:
    return tag("li", f"… and {listed.more} more; all of them are in the table below.") if listed.more else None


def _short(ids: Sequence[str]) -> list[Markup | str]:
    """The numbers of questions in place of their ids, where they tell them apart: a table of a dozen fits a desk."""
    numbers = [name.partition("_")[0] for name in ids]
    if len({*numbers}) < len(numbers):
        return list(ids)
    return [tag("abbr", number, title=name) for number, name in zip(numbers, ids)]


def _breakable(name: str) -> Markup:
    """A question's id that may go on in a second line after each underscore: a phone has room for three letters more."""
    return join([text if i == 0 else [tag("wbr"), text] for i, text in enumerate(re.findall("[^_]*_|[^_]+", name))])


def _share(value: int, of: int) -> Markup:
    return tag(
        "td", f"{100 * value / of:.0f} %" if of else "", class_="number", title=f"{value} of {of}" if of else None
    )


def _points_cell(points: float | None, most: float, by_hand: bool) -> Markup:
    mark = "*" if by_hand else ""
    kind = "open" if points is None else "full" if points >= most - 1e-9 else "partial" if points > 0 else "zero"
    return tag(
        "td",
        f"{spell_points(points)}{mark}",
        class_=f"number {kind}{_heat(points, most)}",
        data_value=-1 if points is None else points,
    )


def _heat(points: float | None, most: float) -> str:
    """The class that shades a cell of the table by the share of points, in five steps; the number stands in it, too."""
    return "" if points is None or not most else f" h{round(4 * min(points / most, 1.0))}"


def _scrolling(table: Markup, label: str) -> Markup:
    """A wide table scrolls by itself, also by keyboard, and leaves the page in place."""
    return tag("div", table, class_="scroll", tabindex="0", role="group", aria_label=label)


def _day(moment: str) -> str:
    return moment.replace("T", " ").removesuffix("Z")[:16] + " UTC"


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
