"""Write grade tables and feedback zips for Moodle, Blackboard, Brightspace, Gradescope, and a table for a mail merge.

Each system has its own headings and its own way to name a student. A cell without a grade is left empty, since all of
them keep the old grade then.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.classroom.arrivals.person import Person
from autograder.classroom.csv_tables import FORMULA, points_cell
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.late_policy import AFTER
from autograder.safe_text import on_a_line


@dataclass(frozen=True)
class Grades:
    """One student.

    Attributes:
        person: The person.
        totals: The total of each assignment; None for no grade.
        pages: The path of each feedback page.
        labels: The locations of the submissions in an export.
    """

    person: Person
    totals: Mapping[str, float | None]
    pages: Mapping[str, str]
    labels: tuple[str, ...] = ()

    @property
    def username(self) -> str:
        """Return the student's user name: as Blackboard's file names have it, else that of the class list.

        Without either, it is the id, or the part of the e-mail address before the @.
        """
        words = [word for word in (self.person.login, self.person.id, self.person.email.partition("@")[0]) if word]
        for head in (match["head"] for label in self.labels if (match := _BLACKBOARD.search(label))):
            fits = [word for word in words if head.casefold().endswith(f"_{word.casefold()}")]
            return max(fits, key=len, default=head.rpartition("_")[2])
        return words[0] if words else ""


# `Homework 2_amoss12_attempt_2026-11-20-13-05-11`, at the start of a file name.
_BLACKBOARD = re.compile(r"(?P<head>[^/]+?)_attempt_\d{4}(?:-\d\d){5}(?=[_.])")
# What may follow a name behind a comma without being a first name.
_SUFFIX = re.compile(r"(?:[js]r|i{2,3}|iv|ph\.?\s?d|m\.?d|esq)\.?", re.IGNORECASE)


def split_name(name: str) -> tuple[str, str]:
    """Return first and last names of `Lovelace, Ada` or `Ada Lovelace`; one word is a last name.

    A suffix stays with the last name: `King, Jr., Martin`, `Martin King, Jr.`.
    """
    pieces = [piece.strip() for piece in name.split(",")]
    suffix = [piece for piece in pieces[1:] if _SUFFIX.fullmatch(piece)]
    last, *others = [piece for piece in pieces if piece not in suffix]
    first = ", ".join(others)
    if not others:
        first, _, last = last.rpartition(" ")
    return first.strip(), ", ".join([last, *suffix])


def _moodle(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Return the table for Moodle: Grades → Import → CSV, mapped by e-mail or id (docs.moodle.org, Grade import)."""
    head = ["Email address", "ID number", "Full name", *map(titles_of, most)]
    return [head, *([line.person.email, line.person.id, line.person.name, *_totals(line, most)] for line in lines)]


def _blackboard(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Return the table for Blackboard: Upload Gradebook Items.

    Username is required. Blackboard finds an existing column by the number in its heading, such as
    `HW 1 [Total Pts: 42 Score] |8841` from its own download, and makes a new column if there is no number.
    """
    titles = (titles_of(name, f"{name} [Total Pts: {points_cell(max_)} Score]") for name, max_ in most.items())
    head = ["Last Name", "First Name", "Username", *titles]
    rows = ([*split_name(line.person.name)[::-1], line.username, *_totals(line, most)] for line in lines)
    return [head, *rows]


def _brightspace(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Return the table for Brightspace: Import Grades.

    It has OrgDefinedId or Username after a #, columns `NAME Points Grade`, and a last column of #. D2L's page on
    importing grades asks for neither names nor e-mail.
    """
    titles = (f"{titles_of(name).removesuffix(' Points Grade')} Points Grade" for name in most)
    head = ["OrgDefinedId", "Username", *titles, "End-of-Line Indicator"]
    rows = [
        [
            f"#{line.person.id}" if line.person.id else "",
            f"#{login}" if (login := line.person.login or line.person.email.partition("@")[0]) else "",
            *_totals(line, most),
            "#",
        ]
        for line in lines
    ]
    return [head, *rows]


def _gradescope(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Return a table like Gradescope's export: names, SID, Email, then each assignment with its Max Points."""
    pairs = [title for name in most for title in (titles_of(name), f"{titles_of(name)} - Max Points")]
    rows = []
    for line in lines:
        cells = [cell for name, total in zip(most, _totals(line, most)) for cell in (total, points_cell(most[name]))]
        rows.append([*split_name(line.person.name), line.person.id, line.person.email, *cells])
    return [["First Name", "Last Name", "SID", "Email", *pairs], *rows]


def _mail(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Return a table for a mail merge: one line per student with an e-mail address, with points and page to attach."""

    def paged(name: str) -> bool:
        return not name.endswith(AFTER.format(""))

    head = [
        "Email",
        "First Name",
        "Last Name",
        *(f"{name}{more}" for name in most for more in ("", " out of", *([" page"] if paged(name) else []))),
    ]
    rows = []
    for line in lines:
        cells = [
            cell
            for name, total in zip(most, _totals(line, most))
            for cell in (
                total,
                points_cell(most[name]) if total else "",
                *([line.pages.get(name, "")] if paged(name) else []),
            )
        ]
        rows.append([line.person.email, *split_name(line.person.name), *cells])
    return [head, *(row for row in rows if row[0])]


def _totals(line: Grades, most: Mapping[str, float]) -> list[str]:
    return [points_cell(line.totals.get(name)) for name in most]


Writer = Callable[[Sequence[Grades], Mapping[str, float], Callable[..., str]], list[list[str]]]
SYSTEMS: Mapping[str, Writer] = {
    "moodle": _moodle, "blackboard": _blackboard, "brightspace": _brightspace, "gradescope": _gradescope, "mail": _mail,
}  # fmt: skip


def lms_table(
    system: str, lines: Iterable[Grades], most: Mapping[str, float], titles: Mapping[str, str] | None = None
) -> str:
    """Return the CSV that a system imports.

    Characters that control a terminal are escaped. Names that begin like a formula get a space in front, since the usual
    quote would make the import miss the student; cells that a spreadsheet could compute get the quote.

    Args:
        system: One of SYSTEMS.
        lines: The grades of each student.
        most: The points that each column is out of, by assignment.
        titles: The headings of columns that the system already has, by assignment.
    """
    text = io.StringIO()
    # Blackboard's page on external files asks for quotes around every cell of a CSV.
    quoted = system == "blackboard"
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)

    def title(name: str, otherwise: str = "") -> str:
        return (titles or {}).get(name, otherwise or name)

    for row in SYSTEMS[system](list(lines), most, title):
        writer.writerow([_inert(on_a_line(cell)) for cell in row])
    return text.getvalue()


def _inert(cell: str) -> str:
    if not FORMULA.search(cell):
        return cell
    return (
        f" {cell}"
        if _NAME_AFTER_A_SIGN.fullmatch(cell)
        else FORMULA.sub(lambda sign: f"{sign.group()[:-1]}'{sign.group()[-1]}", cell)
    )


_NAME_AFTER_A_SIGN = re.compile(r"[=+\-@＝＋－＠][\w .']*")


_MOODLE = re.compile(r"[^/]*?_?\d+_assignsubmission_")
# `397063-2557369 - Ada Moss - Nov 20, 2026 105 PM` as a folder, or followed by ` - file` at the start of a file name.
_BRIGHTSPACE = re.compile(r"\d+-\d+ ?- .+? ?- [^/]*?\b\d{4},? \d{3,4}(?: [AP]M)?")
_SAKAI = re.compile(r"[^/]+, [^/]+\([^/()]+\)")
# The sortable name is empty for scripts that Canvas leaves out, and may have digits. Otter's dates look like ids.
_CANVAS = re.compile(r"(?!.+?_\d{4}_\d\d_\d\dT)(?:[^/]*?_(?:late_)?\d+|(?:late_)?anon_[a-z0-9]+)_\d+_", re.IGNORECASE)


def page_name(entry: RollEntry) -> str:
    """Return the name of a student's page in the zip; empty if the submission came from none of these systems.

    Moodle's "Upload multiple feedback files in a zip", Brightspace's "Add feedback files" and Sakai's "Upload all" find
    a student by the folder in their own downloads. Canvas's "Upload submissions" uses the numbers at the beginning of a
    file name. Blackboard takes one file at a time, in a student's attempt, so the page is named after the attempt.
    """
    parts = PurePosixPath(entry.label.replace("\\", "/")).parts
    for place, word in enumerate(parts):
        brightspace = _BRIGHTSPACE.match(word)
        if brightspace:
            return f"{word}/feedback.html" if brightspace[0] == word else f"{brightspace[0]} - feedback.html"
        if _SAKAI.fullmatch(word):
            return "/".join([*parts[max(place - 1, 0) : place + 1], "Feedback Attachment(s)", "feedback.html"])
        moodle, blackboard, canvas = _MOODLE.match(word), _BLACKBOARD.match(word), _CANVAS.match(word)
        if moodle:
            return f"{moodle[0]}file_/feedback.html"
        if blackboard:
            return f"{blackboard[0]}_feedback.html"
        if canvas:
            return f"{canvas[0]}feedback.html"
    return ""


def write_feedback_zip(path: Path, folder: Path, entries: Iterable[RollEntry]) -> Iterator[str]:
    """Write a zip of all feedback pages of a graded folder; yield sentences about it."""
    count, strangers, draft = 0, [], path.with_name(f".{path.name}.part")
    used: set[str] = set()
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            page = folder / "results" / entry.student / "feedback.html"
            if not entry.submission or not page.is_file():
                continue
            name = page_name(entry)
            if not name or name in used:
                strangers.append(entry.student)
                name = f"others/{entry.student}/feedback.html"
            used.add(name)
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), page.read_bytes(), zipfile.ZIP_DEFLATED)
            count += 1
    draft.replace(path)
    yield f"{count} feedback pages: {path}."
    if strangers:
        few = ", ".join(strangers[:5]) + (f" and {len(strangers) - 5} more" if len(strangers) > 5 else "")
        yield f"In its folder others/, as their files came from no system that takes feedback back: {few}."
