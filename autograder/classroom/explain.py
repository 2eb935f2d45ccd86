"""Explain the points of one student's question in full (`nnhw explain DIR STUDENT QUESTION`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.final_results import Standing, open_graded, standings
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.pages.feedback import WORDS
from autograder.course import Course
from autograder.intake import Unreadable, read_submission
from autograder.intake.handout import handout_of
from autograder.judge.explain import Explanation
from autograder.judge.judge import Judge
from autograder.judge.result import QuestionResult
from autograder.questions.schema import Assignment
from autograder.safe_text import on_a_line, spell_points
from autograder.sandbox import ForkServer, Limits


class NoSuchResult(ValueError):
    """Report a student or a question that is not in the graded folder; the text lists those that are."""


def explanation(folder: Path, student: str, question_id: str, course_file: Path | None = None) -> tuple[str, ...]:
    """Return the lines that explain a result: points, verdicts, slip, each failing case, and code that reproduces it.

    The submission is run again. If its file is missing or has changed, a line reports that, and the explanation ends
    with what the journal has.

    Args:
        folder: The graded folder.
        student: The student's name in the folder, id, e-mail, name, or a part of one of these.
        question_id: The question's id, or its number (q8).
        course_file: The course's configuration; by default the one that the folder was graded with.

    No text of the student's can look like a line of ours: each is on one line, or indented.

    Raises:
        NoSuchResult: The student or the question does not exist.
        JournalError: `folder` is not a graded folder.
    """
    with open_graded(folder) as journal:
        standing = _standing(journal, student)
        name, stored = journal.about("assignment"), journal.about("course")
    course = courses.load(course_file or (Path(stored) if stored else None))
    assignment = course.assignment(name)
    question = _question(standing, question_id)
    return tuple(map(on_a_line, _lines(standing, question, assignment, course)))


def _standing(journal: Journal, student: str) -> Standing:
    near = _near(list(journal.roll()), student)
    matches = list(standings(journal).of(near[0])) if len(near) == 1 else []
    if matches:
        return matches[0]
    what = f"{student!r} may be any of" if near else f"there is no student {student!r} in {journal.folder}; there are"
    near = near or journal.students()
    more = f" and {len(near) - 5} more" if len(near) > 5 else ""
    raise NoSuchResult(f"{what} {', '.join(near[:5])}{more}.")


def _near(entries: list[RollEntry], wanted: str) -> list[str]:
    """Return the students whose name in the folder, id, e-mail or name is `wanted`, else those that contain it."""
    word = wanted.casefold().strip()
    exact = [e.student for e in entries if wanted in (e.student, e.id, e.email)]
    if len(exact) == 1:
        return exact
    known = {e.student: [text.casefold() for text in (e.student, e.id, e.email, e.name) if text] for e in entries}
    whole = [student for student, texts in known.items() if word in texts]
    return whole or [student for student, texts in known.items() if any(word in text for text in texts)]


def _question(standing: Standing, question_id: str) -> QuestionResult:
    questions = {question.id: question for question in standing.result.questions}
    short = [name for name in questions if name.startswith(f"{question_id}_")]  # q8 for q8_hidden_weights
    question_id = short[0] if len(short) == 1 else question_id
    if question_id not in questions:
        raise NoSuchResult(f"there is no question {question_id!r}; there are {', '.join(questions)}.")
    return questions[question_id]


def _lines(standing: Standing, question: QuestionResult, assignment: Assignment, course: Course) -> Iterator[str]:
    result = standing.result
    got = "open" if question.points is None else spell_points(question.points)
    who = f"{standing.entry.student} ({standing.entry.name})" if standing.entry.name else standing.entry.student
    yield f"{who}, {question.id}: {got} of {spell_points(question.max)} points."
    yield f"Handed in: {standing.entry.label or 'nothing'}"
    if result.status != "graded":
        yield f"Status {result.status}: {result.message}"
    if question.override:
        before = "open" if question.override.before is None else spell_points(question.override.before)
        yield f"Decided by hand ({question.override.by}), was {before}: {question.override.reason}"
    yield from (f"Note: {text}" for text in filter(None, [question.note]))
    if not question.parts:
        yield f"Its answer: {'' if standing.written.get(question.id) else '(none)'}"
        yield from (f"    {line}" for line in standing.written.get(question.id, "").splitlines())
        return
    for part in question.parts:
        yield f"  {part.name}: {spell_points(part.points)} of {spell_points(part.max)}, {WORDS[part.verdict]}"
    if question.slip:
        yield f"Slip: {question.slip}. {question.slip_sentence}"
    if question.composition:
        yield f"Composed as: {question.composition}. {question.slip_sentence}"
    if result.status == "graded" and any(part.verdict != "right" for part in question.parts):
        yield from _failures(standing, question.id, assignment, course)


def _failures(standing: Standing, question_id: str, assignment: Assignment, course: Course) -> Iterator[str]:
    source = source_of(standing.entry.source)
    handout = handout_of(assignment.name)
    try:
        submission = read_submission(source, assignment, source.root.name, handout)
    except Unreadable as error:
        yield f"The submission cannot be run again: {error}"
        return
    if submission.sha256 != standing.result.submission_sha256:
        yield f"{standing.entry.label} has changed since it was graded. Grade again to judge the present file."
    limits = Limits().replace(**course.of(assignment.name).limits)
    with ForkServer(limits) as server:
        cases = Judge(assignment, course.key, server).explain(submission, question_id)
    for case in cases:
        yield from _case(case)


def _case(case: Explanation) -> Iterator[str]:
    where = "public case" if case.public else "hidden case"
    yield ""
    yield f"{case.part}, {where}{' (' + ', '.join(case.tags) + ')' if case.tags else ''}: {case.sentence}"
    yield f"  got      {case.got}"
    yield f"  expected {case.expected}"
    yield "  To see it, run this after the student's code (only where that is safe, as nothing confines it there):"
    yield from (f"    {line}" for line in case.snippet.splitlines())
