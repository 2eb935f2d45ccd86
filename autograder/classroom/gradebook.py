"""`nnhw gradebook DIR…`: one CSV over assignments, for Canvas or a registrar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.person import Person, told_apart
from autograder.classroom.arrivals.roster import Roster, read_roster
from autograder.classroom.canvas_gradebook import Column, Export, canvas_table, read_export
from autograder.classroom.csv_tables import spell_points, write_table
from autograder.classroom.extensions import Extensions, read_extensions
from autograder.classroom.final_results import Standing, light, open_graded, standings
from autograder.classroom.gradescope_scores import Scores, read_scores
from autograder.classroom.late_policy import (
    AFTER,
    HEADINGS,
    LEFT,
    Arrival,
    LateCharge,
    charges,
    hours,
    past_due,
    spelled,
)
from autograder.classroom.lms_uploads import Grades, lms_table, write_feedback_zip
from autograder.classroom.pages.student_pages import write_atomically
from autograder.course import Course
from autograder.judge.result import Result


@dataclass
class GradebookLine:
    """One person over all assignments."""

    person: Person
    standings: dict[str, Standing] = field(default_factory=dict)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    charges: dict[str, LateCharge] = field(default_factory=dict)
    days_left: int = 0


@dataclass(frozen=True)
class Gradebook:
    """What was written, and sentences about it."""

    path: Path
    sentences: tuple[str, ...]
    refused: bool = False  # is there a line of extensions.csv that was not applied?


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
    """Write one line a student with code, written and quiz points of every graded folder, and how late each came.

    Args:
        roster: joins persons that two exports know by different ids, and adds who handed in nothing at all.
        extensions: a CSV student, assignment, until; by default extensions.csv beside `out`, if there is one.
        canvas: Canvas's export of its gradebook; a file to import there is written beside `out`. It is a roster, too.
        systems: for which a file to import is written beside `out`, too (lms_uploads.SYSTEMS).
        gradescope: Gradescope's scores; its points stand beside ours, and count where they differ.
        feedback: also write a zip of the feedback pages of each folder, named as Moodle or Canvas wants them back.

    Raises:
        JournalError, RosterError, CourseError, ValueError: wrong input; the text is a sentence.
    """
    course, folders = courses.load(course_file), list(folders)
    export = read_export(canvas) if canvas else None
    known = read_roster(roster) if roster else export.roster if export else Roster()
    lines: dict[str, GradebookLine] = {member.person.identity: GradebookLine(member.person) for member in known.members}
    assignments: list[str] = []
    for folder in folders:
        assignments.append(_read_folder(folder, lines, known))
    names = list(dict.fromkeys(assignments))
    allowed = read_extensions(extensions or out.with_name("extensions.csv"), course, extensions is not None)
    refused = [*allowed.refused, *allowed.doubts(_all_words(line) for line in lines.values())]
    scores = read_scores(gradescope, names) if gradescope else None
    for line in lines.values():
        _set_lateness(line, course, allowed, scores)
    rows = [_row(line, names, course, scores) for _, line in sorted(lines.items())]
    write_atomically(out, write_table(_headings(names, scores is not None, course), rows))
    refused += scores.doubts if scores else ()
    imports = [_for_system(system, lines, names, out, scores, course) for system in systems]
    zips = [sentence for folder in folders if feedback for sentence in _feedback(folder, out)]
    students, over = f"{len(rows)} student{'s' * (len(rows) != 1)}", f"{len(names)} assignment{'s' * (len(names) != 1)}"
    more = _for_canvas(export, lines, names, out.with_name(f"{out.stem}-canvas.csv"), course, scores) if export else ()
    late = (spelled(course.late),) if course.late else ()
    first = f"{students}, {over} ({', '.join(names)}): {out}."
    return Gradebook(
        out,
        (
            first,
            *late,
            *more,
            *imports,
            *zips,
            *_changed(lines, names, scores),
            *_open(lines, names),
            *_twice(folders, assignments),
            *refused,
        ),
        bool(refused),
    )


def _for_canvas(
    export: Export,
    lines: Mapping[str, GradebookLine],
    names: list[str],
    out: Path,
    course: Course,
    scores: Scores | None,
) -> Iterator[str]:
    """Write the file that Canvas imports; what to know of it."""
    places: dict[str, GradebookLine] = {}
    strangers = []
    for line in lines.values():
        person = export.roster.find(line.person)
        if person is not None:
            places[person.identity] = line
        elif line.standings:
            strangers.append(line.person.identity)
    columns = [_canvas_column(name, places, lines, course, scores) for name in names]
    for name in names if course.late else ():
        heading = AFTER.format(name)
        if export.heading(heading) in export.headings:
            columns.append(_after_column(heading, name, places, lines))
    table, sentences = canvas_table(export, columns)
    write_atomically(out, table)
    yield f"To import in Canvas (Gradebook → Import): {out}. How late each came is in the other file alone."
    yield from sentences
    if strangers:
        yield f"Not in Canvas's export and left out of that file: {', '.join(sorted(strangers))}."


def _canvas_column(
    name: str,
    places: Mapping[str, GradebookLine],
    lines: Mapping[str, GradebookLine],
    course: Course,
    scores: Scores | None,
) -> Column:
    def total(person: Person) -> float | None:
        line = places.get(person.identity)
        standing = line.standings.get(name) if line else None
        there = scores.of(name, line.person) if scores and line else None
        if there is not None:
            return there
        nothing = ("no_submission", "no_file")  # a text or a link waits for a person; a zero would hide it
        return standing.result.total if standing and standing.result.status not in nothing else None

    return Column(name, _most(name, lines), total, course.of(name).canvas)


def _after_column(
    heading: str, name: str, places: Mapping[str, GradebookLine], lines: Mapping[str, GradebookLine]
) -> Column:
    """The points after lateness, for a course whose export has such a column."""

    def after(person: Person) -> float | None:
        line = places.get(person.identity)
        return line.charges[name].after if line and name in line.charges else None

    return Column(heading, _most(name, lines), after)


def _for_system(
    system: str, lines: Mapping[str, GradebookLine], names: list[str], out: Path, scores: Scores | None, course: Course
) -> str:
    """Write the file that a system imports; with a late policy, the points after lateness are columns of their own."""
    most = {name: _most(name, lines) for name in names}
    most |= {AFTER.format(name): most[name] for name in names if course.late}
    grades = [Grades(line.person, _final_totals(line, scores), _page_paths(line)) for _, line in sorted(lines.items())]
    path = out.with_name(f"{out.stem}-{system}.csv")
    titles = {name: course.of(name).columns[system] for name in names if system in course.of(name).columns}
    write_atomically(path, lms_table(system, grades, most, titles))
    new = [name for name in most if name not in titles]
    more = f" It makes new columns for {', '.join(new)}: {NEW_COLUMN}" if system == "blackboard" and new else ""
    return f"For {system.capitalize()}: {path}.{more}" if system != "mail" else f"For a mail merge: {path}."


NEW_COLUMN = "give the headings of Blackboard's own download, which end in |NUMBER, under columns: {blackboard: …} in course.yaml."


def _final_totals(line: GradebookLine, scores: Scores | None) -> dict[str, float | None]:
    totals = {name: _final(line.person, name, standing.result, scores) for name, standing in line.standings.items()}
    return totals | {AFTER.format(name): charge.after for name, charge in line.charges.items()}


def _final(person: Person, name: str, result: Result, scores: Scores | None) -> float | None:
    """The points that count: Gradescope's where it has any, since people change them there, else ours."""
    there = scores.of(name, person) if scores else None
    return there if there is not None else None if result.status == "no_submission" else result.total


def _changed(lines: Mapping[str, GradebookLine], names: list[str], scores: Scores | None) -> Iterator[str]:
    """Say in whose totals Gradescope differs."""
    if scores is None:
        return
    for name in names:
        pairs = [
            (line.person, line.standings[name].result.total)
            for _, line in sorted(lines.items())
            if name in line.standings
        ]
        found = [
            f"{person.identity} ({spell_points(total) or 'none'} here, {spell_points(there)} there)"
            for person, total in pairs
            if (there := scores.of(name, person)) is not None and (total is None or abs(there - total) > 1e-6)
        ]  # fmt: skip
        if found:
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            yield f"{name}: Gradescope has other points for {', '.join(found[:5])}{more}; those there count (column final)."


def _page_paths(line: GradebookLine) -> dict[str, str]:
    """Where each page lies, seen from the folder of the assignment."""
    return {name: f"{name}/results/{standing.entry.student}/feedback.html" for name, standing in line.standings.items()}


def _feedback(folder: Path, out: Path) -> Iterator[str]:
    with open_graded(folder) as journal:
        name = journal.about("assignment")
        yield from write_feedback_zip(out.with_name(f"{out.stem}-{name}-feedback.zip"), folder, journal.roll())


def _most(name: str, lines: Mapping[str, GradebookLine]) -> float:
    return max((line.standings[name].result.max for line in lines.values() if name in line.standings), default=0.0)


def _open(lines: Mapping[str, GradebookLine], names: list[str]) -> Iterator[str]:
    """Totals that are not final are said: they look like grades."""
    for name in names:
        results = [line.standings[name].result for line in lines.values() if name in line.standings]
        handed_in = [result for result in results if result.status not in ("no_submission", "no_file")]
        wordy = sum(result.status == "no_file" for result in results)
        if wordy:
            yield f"{name}: {wordy} handed in text or a link, no file (status no_file); read them where they were handed in."
        waiting = sum(1 for result in handed_in if any(q.points is None for q in result.questions))
        if waiting:
            yield f"{name}: {waiting} students have answers in words without points; their totals do not count them. See nnhw written."
        review = sum(result.needs_review for result in handed_in)
        if review:
            yield f"{name}: {review} need a person (column needs_review)."


def _twice(folders: list[Path], assignments: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(assignments):
        places = [str(folder) for folder, assignment in zip(folders, assignments) if assignment == name]
        if len(places) > 1:
            yield f"{name} is in {' and in '.join(places)}; of a student who is in several, {places[-1]} counts."


def _read_folder(folder: Path, lines: dict[str, GradebookLine], roster: Roster) -> str:
    with open_graded(folder) as journal:
        name = journal.about("assignment")
        entries = list(journal.roll())
        people = told_apart(Person(entry.email, entry.id, entry.name) for entry in entries)
        by_student = {entry.student: person for entry, person in zip(entries, people)}
        for standing in standings(journal):
            person = by_student[standing.entry.student]
            person = roster.find(person) or person
            kept = replace(standing, result=light(standing.result), written={}, code={})
            lines.setdefault(person.identity, GradebookLine(person)).standings[name] = kept
    return name


def _set_lateness(line: GradebookLine, course: Course, allowed: Extensions, scores: Scores | None) -> None:
    """Note when each assignment of a student came, and what that costs under the course's late policy."""
    for name, standing in line.standings.items():
        due = _due(line.person, standing.entry.student, name, course, allowed)
        points = _final(line.person, name, standing.result, scores)
        line.arrivals[name] = Arrival(due, past_due(standing, due), points, standing.result.max)
    if course.late:
        line.charges, line.days_left = charges(course.late, line.arrivals)


def _headings(names: list[str], beside: bool, course: Course) -> list[str]:
    columns = ["code", "written", "quiz", "total", "max", "status", "hours_late", "needs_review"]
    columns += ["gradescope", "final"] if beside else []
    columns += HEADINGS if course.late else ()
    own = (f"{name} {column}" for name in names for column in columns)
    return ["email", "id", "name", *own, *([LEFT] if course.late and course.late.days else [])]


def _row(line: GradebookLine, names: list[str], course: Course, scores: Scores | None) -> list[object]:
    cells: list[object] = [line.person.email, line.person.id, line.person.name]
    for name in names:
        standing = line.standings.get(name)
        there = scores.of(name, line.person) if scores else None
        if standing is None:
            cells += ["", "", "", "", "", "no_submission", "", "", *([there, there] if scores else [])]
            cells += [""] * len(HEADINGS) if course.late else []
            continue
        result = standing.result
        late = hours(line.arrivals[name].past)
        cells += [*_kinds(result), result.total, result.max, result.status, late, int(result.needs_review)]
        cells += [there, _final(line.person, name, result, scores)] if scores else []
        cells += line.charges[name].cells if course.late else []
    return [*cells, line.days_left] if course.late and course.late.days else cells


def _kinds(result: Result) -> tuple[float | None, float | None, float | None]:
    """Points by kind: code, written by hand, quiz. Empty where there is no such question, or no points yet."""
    if result.total is None:
        return None, None, None
    machine = [question.points for question in result.questions if question.parts]
    by_hand = [question.points for question in result.questions if not question.parts]
    judged = sum(points or 0.0 for points in machine) if machine else None
    read = sum(points or 0.0 for points in by_hand) if by_hand and None not in by_hand else None
    is_quiz = result.assignment == "participation"
    return (None if is_quiz else judged, read, judged if is_quiz else None)


def _due(person: Person, student: str, name: str, course: Course, allowed: Extensions) -> datetime | None:
    return allowed.until(_words(person, student), name) or course.of(name).due


def _words(person: Person, student: str) -> set[str]:
    """Return what a line of extensions.csv may call a student."""
    return {word for word in (person.email.casefold(), person.id.casefold(), student.casefold()) if word}


def _all_words(line: GradebookLine) -> set[str]:
    students = [standing.entry.student for standing in line.standings.values()]
    return {word for student in ("", *students) for word in _words(line.person, student)}
