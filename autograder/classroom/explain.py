"""`nnhw explain DIR STUDENT QUESTION`: a regrade request answered in one command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.csv_tables import spell_points
from autograder.classroom.final_results import Standing, open_graded, standings
from autograder.classroom.journal import Journal, RollEntry
from autograder.classroom.pages.feedback import WORDS
from autograder.course import Course
from autograder.intake import Unreadable, read_submission
from autograder.intake.handout import handout_of
from autograder.judge.explain import Explanation
from autograder.judge.judge import Judge
from autograder.judge.result import QuestionResult
from autograder.questions.schema import Assignment
from autograder.sandbox import ForkServer, Limits


class NoSuchResult(ValueError):
    """A student or a question that the graded folder does not know; the text lists those it does."""


def explanation(folder: Path, student: str, question_id: str, course_file: Path | None = None) -> tuple[str, ...]:
    """What a TA needs to answer "why?": points, verdicts, the slip, each failing case in full, and code that reproduces it.

    The submission is run again; a file that is gone or was changed since is said, and the journal's record is explained
    as far as it goes.

    Raises:
        NoSuchResult: there is no such student or question.
        JournalError: `folder` is no graded folder.
    """
    with open_graded(folder) as journal:
        standing = _standing(journal, student)
        name, stored = journal.about("assignment"), journal.about("course")
    course = courses.load(course_file or (Path(stored) if stored else None))
    assignment = course.assignment(name)
    question = _question(standing, question_id)
    return tuple(_lines(standing, question, assignment, course))


def _standing(journal: Journal, student: str) -> Standing:
    near = _near(list(journal.roll()), student)
    found = list(standings(journal).of(near[0])) if len(near) == 1 else []
    if found:
        return found[0]
    what = f"{student!r} may be any of" if near else f"there is no student {student!r} in {journal.folder}; there are"
    near = near or journal.students()
    more = f" and {len(near) - 5} more" if len(near) > 5 else ""
    raise NoSuchResult(f"{what} {', '.join(near[:5])}{more}.")


def _near(entries: list[RollEntry], wanted: str) -> list[str]:
    """Who is meant: by STUDENT, else by id, e-mail or name, else whoever has the word in one of these."""
    word = wanted.casefold().strip()
    exact = [e.student for e in entries if wanted in (e.student, e.id, e.email)]
    if len(exact) == 1:
        return exact
    known = {e.student: [text.casefold() for text in (e.student, e.id, e.email, e.name) if text] for e in entries}
    whole = [student for student, texts in known.items() if word in texts]
    return whole or [student for student, texts in known.items() if any(word in text for text in texts)]


def _question(standing: Standing, question_id: str) -> QuestionResult:
    found = {question.id: question for question in standing.result.questions}
    short = [name for name in found if name.startswith(f"{question_id}_")]  # q8 for q8_hidden_weights
    question_id = short[0] if len(short) == 1 else question_id
    if question_id not in found:
        raise NoSuchResult(f"there is no question {question_id!r}; there are {', '.join(found)}.")
    return found[question_id]


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
        yield f"Its answer: {standing.written.get(question.id) or '(none)'}"
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
        yield f"{standing.entry.label} is not what was graded: it changed since. Grade again to judge what is there now."
    limits = Limits().replace(**course.of(assignment.name).limits)
    with ForkServer(limits) as server:
        found = Judge(assignment, course.key, server).explain(submission, question_id)
    for one in found:
        yield from _case(one)


def _case(one: Explanation) -> Iterator[str]:
    where = "public case" if one.public else "hidden case"
    yield ""
    yield f"{one.part}, {where}{' (' + ', '.join(one.tags) + ')' if one.tags else ''}: {one.sentence}"
    yield f"  got      {one.got}"
    yield f"  expected {one.expected}"
    yield "  To see it, run this after the student's code (where you may: nothing confines student code there):"
    yield from (f"    {line}" for line in one.snippet.splitlines())
