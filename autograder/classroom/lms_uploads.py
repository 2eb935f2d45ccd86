"""Grades as Moodle, Blackboard, Brightspace and Gradescope read them, and a table for a mail merge.

Each has its own headings and its own word for a student; a cell is left empty where there is nothing to say, as all of
them leave the grade alone then.
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
from autograder.classroom.csv_tables import spell_points
from autograder.classroom.journal import RollEntry
from autograder.safe_text import on_a_line


@dataclass(frozen=True)
class Grades:
    """One student: the person, the total of each assignment (None: nothing to say), and where each feedback page lies."""

    person: Person
    totals: Mapping[str, float | None]
    pages: Mapping[str, str]


def split_name(name: str) -> tuple[str, str]:
    """Return first and last names of `Lovelace, Ada` or `Ada Lovelace`; one word is a last name."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()


def username(person: Person) -> str:
    """Return what a system calls a student by: the id, else what stands before the @."""
    return person.id or person.email.partition("@")[0]


def _moodle(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Grades → Import → CSV: map by e-mail or id number (docs.moodle.org, Grade import)."""
    head = ["Email address", "ID number", "Full name", *map(titles_of, most)]
    return [head, *([one.person.email, one.person.id, one.person.name, *_totals(one, most)] for one in lines)]


def _blackboard(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Upload Gradebook Items: Username is required; a column that exists is found by the number in its heading.

    Such a heading, `HW 1 [Total Pts: 42 Score] |8841`, is in Blackboard's own download; without one a new column is made.
    """
    titles = (titles_of(name, f"{name} [Total Pts: {spell_points(max_)} Score]") for name, max_ in most.items())
    head = ["Last Name", "First Name", "Username", *titles]
    rows = ([*split_name(one.person.name)[::-1], username(one.person), *_totals(one, most)] for one in lines)
    return [head, *rows]


def _brightspace(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """Import Grades: OrgDefinedId or Username with # in front, `NAME Points Grade`, and a last column that holds #.

    D2L's page on importing grades asks for no names and no e-mail.
    """
    titles = (f"{titles_of(name).removesuffix(' Points Grade')} Points Grade" for name in most)
    head = ["OrgDefinedId", "Username", *titles, "End-of-Line Indicator"]
    rows = (
        [f"#{one.person.id}" if one.person.id else "", f"#{one.person.email.partition('@')[0]}" if one.person.email else "",
         *_totals(one, most), "#"]
        for one in lines
    )  # fmt: skip
    return [head, *rows]


def _gradescope(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """The table that Gradescope exports: names, SID, Email, then each assignment with its Max Points."""
    pairs = [title for name in most for title in (titles_of(name), f"{titles_of(name)} - Max Points")]
    rows = []
    for one in lines:
        cells = [cell for name, total in zip(most, _totals(one, most)) for cell in (total, spell_points(most[name]))]
        rows.append([*split_name(one.person.name), one.person.id, one.person.email, *cells])
    return [["First Name", "Last Name", "SID", "Email", *pairs], *rows]


def _mail(lines: Sequence[Grades], most: Mapping[str, float], titles_of: Callable[..., str]) -> list[list[str]]:
    """A line a student with an e-mail: what a mail merge puts into the text and what it attaches."""
    head = [
        "Email",
        "First Name",
        "Last Name",
        *(f"{name}{more}" for name in most for more in ("", " out of", " page")),
    ]
    rows = []
    for one in lines:
        cells = [
            cell
            for name, total in zip(most, _totals(one, most))
            for cell in (total, spell_points(most[name]) if total else "", one.pages.get(name, ""))
        ]
        rows.append([one.person.email, *split_name(one.person.name), *cells])
    return [head, *(row for row in rows if row[0])]


def _totals(one: Grades, most: Mapping[str, float]) -> list[str]:
    return [spell_points(one.totals.get(name)) for name in most]


Writer = Callable[[Sequence[Grades], Mapping[str, float], Callable[..., str]], list[list[str]]]
SYSTEMS: Mapping[str, Writer] = {
    "moodle": _moodle, "blackboard": _blackboard, "brightspace": _brightspace, "gradescope": _gradescope, "mail": _mail,
}  # fmt: skip


def lms_table(
    system: str, lines: Iterable[Grades], most: Mapping[str, float], titles: Mapping[str, str] | None = None
) -> str:
    """Return the CSV for a system, one of SYSTEMS; `titles` are the headings of columns that it has, by assignment.

    Cells stand as they are but for characters that steer a terminal: a quote in front of an id, which keeps a spreadsheet
    from calculating, would make the import miss the student. A name that a spreadsheet would calculate gets a space.
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
    return f" {cell}" if cell[:1] in ("=", "+", "-", "@") else cell


_MOODLE = re.compile(r"[^/]*?_?\d+_assignsubmission_")
# 397063-2557369 - Ada Moss - Nov 20, 2026 105 PM, a folder or (with ` - file`) the beginning of a file's name.
_BRIGHTSPACE = re.compile(r"\d+-\d+ ?- .+? ?- [^/]*?\b\d{4},? \d{3,4}(?: [AP]M)?")
_SAKAI = re.compile(r"[^/]+, [^/]+\([^/()]+\)")
_CANVAS = re.compile(r"[a-z]+_(?:late_)?\d+_\d+_", re.IGNORECASE)


def page_name(entry: RollEntry) -> str:
    """Return the name of a student's page in the zip; empty if the label names no place in a system.

    Moodle's "Upload multiple feedback files in a zip" finds a student by the folder that its own download had, Canvas's
    "Upload submissions" by the numbers at the beginning of a file's name, Brightspace's "Add feedback files" and Sakai's
    "Upload all" by the folder of their own downloads.
    """
    parts = PurePosixPath(entry.label.replace("\\", "/")).parts
    for place, word in enumerate(parts):
        brightspace = _BRIGHTSPACE.match(word)
        if brightspace:
            return f"{word}/feedback.html" if brightspace[0] == word else f"{brightspace[0]} - feedback.html"
        if _SAKAI.fullmatch(word):
            return "/".join([*parts[max(place - 1, 0) : place + 1], "Feedback Attachment(s)", "feedback.html"])
        moodle, canvas = _MOODLE.match(word), _CANVAS.match(word)
        if moodle:
            return f"{moodle[0]}file_/feedback.html"
        if canvas:
            return f"{canvas[0]}feedback.html"
    return ""


def write_feedback_zip(path: Path, folder: Path, entries: Iterable[RollEntry]) -> Iterator[str]:
    """Write the zip of all pages of a graded folder; yield what to know of it."""
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
        yield f"Named by student in its folder others/, as no system that takes feedback back named their files: {few}."
