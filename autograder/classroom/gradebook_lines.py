"""Collect the results, points and lateness of each student over several graded folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.classroom.arrivals.person import Person, told_apart
from autograder.classroom.arrivals.roster import Roster
from autograder.classroom.extensions import Extensions, words_of
from autograder.classroom.final_results import Standing, light, open_graded, standings
from autograder.classroom.gradescope_scores import Scores
from autograder.classroom.late_policy import HEADINGS, LEFT, Arrival, LateCharge, charges, hours, past_due
from autograder.course import Course
from autograder.judge.result import Result


@dataclass
class GradebookLine:
    """One person with the results of all assignments.

    `pages` are the paths of feedback pages, relative to the folder above the graded folder.
    """

    person: Person
    standings: dict[str, Standing] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    charges: dict[str, LateCharge] = field(default_factory=dict)
    days_left: int = 0


def final_points(person: Person, name: str, result: Result, scores: Scores | None) -> float | None:
    """Return the points that count: Gradescope's if it has any, since people change them there, else ours."""
    there = scores.of(name, person) if scores else None
    return there if there is not None else None if result.status == "no_submission" else result.total


def most_points(name: str, lines: Mapping[str, GradebookLine]) -> float:
    """Return the maximum points of an assignment, or 0 if nobody has a result."""
    return max((line.standings[name].result.max for line in lines.values() if name in line.standings), default=0.0)


def read_folder(folder: Path, lines: dict[str, GradebookLine], roster: Roster) -> str:
    """Add the results of a graded folder to `lines`, by identity; return the name of its assignment."""
    with open_graded(folder) as journal:
        name = journal.about("assignment")
        entries = list(journal.roll())
        people = told_apart(Person(entry.email, entry.id, entry.name) for entry in entries)
        by_student = {entry.student: person for entry, person in zip(entries, people)}
        for standing in standings(journal):
            person = by_student[standing.entry.student]
            person = roster.find(person) or person
            kept = replace(standing, result=light(standing.result), written={}, code={})
            line = lines.setdefault(person.identity, GradebookLine(person))
            line.standings[name] = kept
            page = folder.resolve() / "results" / standing.entry.student / "feedback.html"
            line.pages |= {name: str(PurePosixPath(*page.parts[-4:]))} if page.is_file() else {}
    return name


def set_lateness(line: GradebookLine, course: Course, allowed: Extensions, scores: Scores | None) -> None:
    """Set the arrival of each assignment of a student, and its charge under the course's late policy."""
    for name, standing in line.standings.items():
        due = _due(line.person, standing.entry.student, name, course, allowed)
        points = final_points(line.person, name, standing.result, scores)
        line.arrivals[name] = Arrival(due, past_due(standing, due), points, standing.result.max)
    if course.late:
        line.charges, line.days_left = charges(course.late, line.arrivals)


def headings(names: list[str], beside: bool, course: Course) -> list[str]:
    """Return the headings of the gradebook; `beside` is True for the columns of Gradescope."""
    columns = ["code", "written", "quiz", "total", "max", "status", "hours_late", "needs_review"]
    columns += ["gradescope", "final"] if beside else []
    columns += HEADINGS if course.late else ()
    own = (f"{name} {column}" for name in names for column in columns)
    return ["email", "id", "name", *own, *([LEFT] if course.late and course.late.days else [])]


def row(line: GradebookLine, names: list[str], course: Course, scores: Scores | None) -> list[object]:
    """Return the cells of one student under `headings`."""
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
        cells += [there, final_points(line.person, name, result, scores)] if scores else []
        cells += line.charges[name].cells if course.late else []
    return [*cells, line.days_left] if course.late and course.late.days else cells


def _kinds(result: Result) -> tuple[float | None, float | None, float | None]:
    """Return the points for code, for answers in words, and for the quiz; None without such questions or points."""
    if result.total is None:
        return None, None, None
    machine = [question.points for question in result.questions if question.parts]
    by_hand = [question.points for question in result.questions if not question.parts]
    judged = sum(points or 0.0 for points in machine) if machine else None
    read = sum(points or 0.0 for points in by_hand) if by_hand and None not in by_hand else None
    is_quiz = result.assignment == "participation"
    return (None if is_quiz else judged, read, judged if is_quiz else None)


def _due(person: Person, student: str, name: str, course: Course, allowed: Extensions) -> datetime | None:
    return allowed.until(words_of(person.email, person.id, student), name) or course.of(name).due


def all_words(line: GradebookLine) -> set[str]:
    """Return all words by which extensions.csv may name a student, in lower case."""
    students = [standing.entry.student for standing in line.standings.values()]
    return {word for student in ("", *students) for word in words_of(line.person.email, line.person.id, student)}
