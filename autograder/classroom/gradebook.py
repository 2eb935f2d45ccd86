"""Write one CSV over several assignments, and files for other systems (`nnhw gradebook DIR…`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.roster import Roster, read_roster
from autograder.classroom.canvas_gradebook import Column, Export, canvas_table, read_export
from autograder.classroom.csv_tables import write_table
from autograder.classroom.decisions import NAME as DECISIONS
from autograder.classroom.extensions import NAME, of_course, read_extensions
from autograder.classroom.final_results import open_graded
from autograder.classroom.gradebook_lines import (
    GradebookLine,
    all_words,
    final_points,
    headings,
    most_points,
    read_folder,
    row,
    set_lateness,
)
from autograder.classroom.gradescope_scores import Scores, read_scores
from autograder.classroom.hand_decisions import NAME as OVERRIDES
from autograder.classroom.hand_points import FOLDER as POINTS_FOLDER
from autograder.classroom.hand_points import NAME as POINTS
from autograder.classroom.late_policy import AFTER, spelled
from autograder.classroom.lms_uploads import Grades, lms_table, write_feedback_zip
from autograder.classroom.pages.report import NAME as REPORT
from autograder.classroom.pages.student_pages import write_atomically
from autograder.course import Course
from autograder.safe_text import spell_points


@dataclass(frozen=True)
class Gradebook:
    """The file written, sentences about it, and True if a line of extensions.csv was not applied."""

    path: Path
    sentences: tuple[str, ...]
    refused: bool = False


def gradebook(
    folders: Iterable[Path],
    out: Path = Path("gradebook.csv"),
    *,
    roster: Path | None = None,
    extensions: Path | None = None,
    canvas: Path | None = None,
    systems: Sequence[str] = (),
    feedback: bool = False,
    gradescope: Path | None = None,
    course_file: Path | None = None,
) -> Gradebook:
    """Write one line per student, with code, written and quiz points and the lateness of each assignment.

    Args:
        folders: The graded folders.
        out: The CSV to write.
        roster: A CSV of the class. It joins persons whom exports list under different ids, and adds students who handed
            in nothing.
        extensions: A CSV with the columns student, assignment, until; by default extensions.csv next to `out`, or in the
            course folder, if it exists.
        canvas: Canvas's export of its gradebook. It also serves as a roster, and a file for Canvas is written next to
            `out`.
        systems: Other systems for which to write a file next to `out` (lms_uploads.SYSTEMS).
        feedback: True to write a zip of feedback pages for each folder, named as Moodle or Canvas expects them.
        gradescope: Gradescope's scores, which get a column and count where they differ from ours.
        course_file: The course's configuration, in place of autograder/course.yaml.

    Raises:
        JournalError: A folder is not a graded folder.
        RosterError: The roster cannot be used.
        CourseError: The course's configuration is wrong.
        ValueError: Another file cannot be used; the text is a sentence.
    """
    course, folders = courses.load(course_file), list(folders)
    export = read_export(canvas) if canvas else None
    known = read_roster(roster) if roster else export.roster if export else Roster()
    lines: dict[str, GradebookLine] = {member.person.identity: GradebookLine(member.person) for member in known.members}
    assignments = [read_folder(folder, lines, known) for folder in folders]
    names = list(dict.fromkeys(assignments))
    scores = read_scores(gradescope, names, [line.person for line in lines.values()]) if gradescope else None
    refused = _set_lateness(lines, out, extensions, course, scores)
    refused += scores.doubts if scores else ()
    table = _Table(course, lines, names, scores)
    rows = [row(line, names, course, scores) for _, line in sorted(lines.items())]
    write_atomically(out, write_table(headings(names, scores is not None, course), rows))
    sentences = [
        f"{_counted(len(rows), 'student')}, {_counted(len(names), 'assignment')} ({', '.join(names)}): {out}.",
        *((spelled(course.late),) if course.late else ()),
        *(_for_canvas(export, table, out.with_name(f"{out.stem}-canvas.csv")) if export else ()),
        *(_for_system(system, table, out) for system in systems),
        *(sentence for folder in folders if feedback for sentence in _feedback(folder, out)),
        *_changed(table),
        *(scores.strangers(line.person for line in lines.values()) if scores else ()),
        *_open(table),
        *_twice(folders, assignments),
        *_stale(folders),
        *refused,
    ]
    return Gradebook(out, tuple(sentences), bool(refused))


@dataclass(frozen=True)
class _Table:
    """The contents of the gradebook.

    Attributes:
        course: The course.
        lines: The students' lines by identity.
        names: The assignments.
        scores: Gradescope's scores, if they count.
    """

    course: Course
    lines: Mapping[str, GradebookLine]
    names: Sequence[str]
    scores: Scores | None


def _set_lateness(
    lines: Mapping[str, GradebookLine], out: Path, extensions: Path | None, course: Course, scores: Scores | None
) -> list[str]:
    """Set each line's lateness, with extensions; return sentences about extensions that were not applied."""
    places = (out.with_name(NAME), of_course())
    listed = extensions or next((place for place in places if place.exists()), places[0])
    allowed = read_extensions(listed, course, extensions is not None)
    for line in lines.values():
        set_lateness(line, course, allowed, scores)
    return [*allowed.refused, *allowed.doubts(all_words(line) for line in lines.values())]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _for_canvas(export: Export, table: _Table, out: Path) -> Iterator[str]:
    """Write the file that Canvas imports; yield sentences about it."""
    places: dict[str, GradebookLine] = {}
    strangers = []
    for line in table.lines.values():
        person = export.roster.find(line.person)
        if person is not None:
            places[person.identity] = line
        elif line.standings:
            strangers.append(line.person.identity)
    columns = [_canvas_column(name, places, table) for name in table.names]
    for name in table.names if table.course.late else ():
        heading = AFTER.format(name)
        if export.heading(heading) in export.headings:
            columns.append(_after_column(heading, name, places, table.lines))
    text, sentences = canvas_table(export, columns)
    write_atomically(out, text)
    yield f"To import in Canvas (Gradebook → Import): {out}. Lateness is only in the other file."
    yield from sentences
    if strangers:
        yield f"Not in Canvas's export and left out of that file: {', '.join(sorted(strangers))}."


def _canvas_column(name: str, places: Mapping[str, GradebookLine], table: _Table) -> Column:
    def total(person: Person) -> float | None:
        line = places.get(person.identity)
        standing = line.standings.get(name) if line else None
        there = table.scores.of(name, line.person) if table.scores and line else None
        if there is not None:
            return there
        nothing = ("no_submission", "no_file")  # a person has to read a text or a link, which a zero would hide
        return standing.result.total if standing and standing.result.status not in nothing else None

    return Column(name, most_points(name, table.lines), total, table.course.of(name).canvas)


def _after_column(
    heading: str, name: str, places: Mapping[str, GradebookLine], lines: Mapping[str, GradebookLine]
) -> Column:
    """Return the column of points after lateness, for a course whose export has one."""

    def after(person: Person) -> float | None:
        line = places.get(person.identity)
        return line.charges[name].after if line and name in line.charges else None

    return Column(heading, most_points(name, lines), after)


def _for_system(system: str, table: _Table, out: Path) -> str:
    """Write the file that a system imports; return a sentence. Points after lateness get separate columns."""
    course, lines = table.course, table.lines
    most = {name: most_points(name, lines) for name in table.names}
    most |= {AFTER.format(name): most[name] for name in table.names if course.late}
    grades = [
        Grades(line.person, _final_totals(line, table.scores), line.pages, _labels(line))
        for _, line in sorted(lines.items())
    ]
    path = out.with_name(f"{out.stem}-{system}.csv")
    titles = {name: course.of(name).columns[system] for name in table.names if system in course.of(name).columns}
    write_atomically(path, lms_table(system, grades, most, titles))
    new = [name for name in most if name not in titles]
    more = f" It makes new columns for {', '.join(new)}: {NEW_COLUMN}" if system == "blackboard" and new else ""
    return f"For {system.capitalize()}: {path}.{more}" if system != "mail" else f"For a mail merge: {path}."


NEW_COLUMN = (
    "give the headings of Blackboard's own download, which end in |NUMBER, under columns: {blackboard: …} in "
    "course.yaml."
)


def _final_totals(line: GradebookLine, scores: Scores | None) -> dict[str, float | None]:
    totals = {
        name: final_points(line.person, name, standing.result, scores) for name, standing in line.standings.items()
    }
    return totals | {AFTER.format(name): charge.after for name, charge in line.charges.items()}


def _changed(table: _Table) -> Iterator[str]:
    """Yield sentences about totals that differ in Gradescope."""
    scores, lines = table.scores, table.lines
    if scores is None:
        return
    for name in table.names:
        pairs = [
            (line.person, line.standings[name].result.total)
            for _, line in sorted(lines.items())
            if name in line.standings
        ]
        different = [
            f"{person.identity} ({spell_points(total) or 'none'} here, {spell_points(there)} there)"
            for person, total in pairs
            if (there := scores.of(name, person)) is not None and (total is None or abs(there - total) > 1e-6)
        ]  # fmt: skip
        if different:
            more = f" and {len(different) - 5} more" if len(different) > 5 else ""
            who = f"{', '.join(different[:5])}{more}"
            yield f"{name}: Gradescope has other points for {who}; those there count (column final)."


def _labels(line: GradebookLine) -> tuple[str, ...]:
    return tuple(standing.entry.label for standing in line.standings.values())


def _feedback(folder: Path, out: Path) -> Iterator[str]:
    with open_graded(folder) as journal:
        name = journal.about("assignment")
        yield from write_feedback_zip(out.with_name(f"{out.stem}-{name}-feedback.zip"), folder, journal.roll())


def _open(table: _Table) -> Iterator[str]:
    """Yield sentences about totals that are not final, as they look like grades."""
    for name in table.names:
        results = [line.standings[name].result for line in table.lines.values() if name in line.standings]
        handed_in = [result for result in results if result.status not in ("no_submission", "no_file")]
        wordy = sum(result.status == "no_file" for result in results)
        if wordy:
            yield f"{name}: {wordy} handed in text or a link in place of a file (status no_file); read them there."
        waiting = sum(1 for result in handed_in if any(q.points is None for q in result.questions))
        if waiting:
            yield (
                f"{name}: {waiting} students have answers in words without points; their totals do not count them. See "
                "nnhw written."
            )
        review = sum(result.needs_review for result in handed_in)
        if review:
            yield f"{name}: {review} need a person (column needs_review)."


def _stale(folders: list[Path]) -> Iterator[str]:
    """Yield a sentence for each folder whose report does not show the decisions that the gradebook counts."""
    for folder in folders:
        report = folder / REPORT
        decided = (folder / DECISIONS, folder / OVERRIDES, folder / POINTS_FOLDER / POINTS)
        written = report.stat().st_mtime if report.is_file() else float("inf")
        newer = [path.name for path in decided if path.is_file() and path.stat().st_mtime > written]
        if newer:
            yield f"{report} is older than {', '.join(newer)}; to update it, run nnhw report {folder}."


def _twice(folders: list[Path], assignments: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(assignments):
        places = [str(folder) for folder, assignment in zip(folders, assignments) if assignment == name]
        if len(places) > 1:
            yield f"{name} is in {' and in '.join(places)}; of a student who is in several, {places[-1]} counts."
