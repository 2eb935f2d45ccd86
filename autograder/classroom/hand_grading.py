"""Write the pages and the table for grading answers in words (`nnhw written DIR`), and read rubrics.

Each question has one page, which is anonymous and shuffled. Identical answers are graded once. With several graders
each answer has one of them, and one answer in twenty has two. If two graders differ, the command prints a sentence.
Lines are only ever added to `written/points.csv`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import paths
from autograder.classroom.csv_tables import Line, read_table, write_table
from autograder.classroom.final_results import codes_of, open_graded
from autograder.classroom.hand_points import FOLDER, HEADINGS, NAME, Codes, HandPoints, answer_code, read_points
from autograder.classroom.journal import Journal
from autograder.classroom.outputs import write_outputs
from autograder.classroom.pages.feedback import PICTURE, prose_of_no_question
from autograder.classroom.pages.html import render
from autograder.classroom.pages.student_markdown import rendered
from autograder.classroom.pages.student_pages import write_atomically
from autograder.course import load as load_course
from autograder.intake.submission import PICTURES
from autograder.questions.schema import Question
from autograder.safe_text import on_a_line, spell_points

TWICE = 20  # one answer in this many is graded by two people


@dataclass(frozen=True)
class Answer:
    """One answer, shared by `count` students who wrote the same, and the data URIs of its pictures."""

    code: str
    text: str
    count: int
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """Sentences to print; `refused` is True if a line of overrides.csv or points.csv was not applied."""

    sentences: tuple[str, ...]
    refused: bool = False


def written(folder: Path, graders: Sequence[str] = (), course_file: Path | None = None) -> Written:
    """Write the pages and the table of a graded folder, read the points back, and rewrite its results.

    Args:
        folder: The graded folder.
        graders: The people who share the answers.
        course_file: The course's configuration; by default the one that the folder was graded with.

    Raises:
        JournalError: `folder` is not a graded folder.
    """
    with open_graded(folder) as journal:
        stored = journal.about("course")
        course = load_course(course_file or (Path(stored) if stored else None))
        assignment = course.assignment(journal.about("assignment"))
        by_hand = [question for question in assignment.questions if question.by_hand]
        if not by_hand:
            return Written((f"{assignment.name} has no question that is graded by hand.",))
        sentences = [_question(journal, question, assignment.name, graders) for question in by_hand]
        most = {question.id: question.points for question in by_hand}
        points = read_points(folder, most, codes_of(journal, most))
        outcome = write_outputs(journal, course)
        sentences += [*_differences(points), *_progress(points), *outcome.refused]
        return Written((*sentences, _next(outcome.open_by_hand, folder)), bool(outcome.refused))


def _question(journal: Journal, question: Question, assignment: str, graders: Sequence[str]) -> str:
    """Write the page of one question and its lines of the table; return a sentence."""
    answers = _answers(journal, question.id)
    place = journal.folder / FOLDER
    place.mkdir(exist_ok=True)
    share = _shares(answers, graders)
    write_atomically(
        place / f"{question.id}.html", _page(question, assignment, answers, share, _elsewhere(journal, question.id))
    )
    _add_lines(place / NAME, question.id, share, [answer.text for answer in answers])
    students = sum(answer.count for answer in answers)
    different = "1 answer" if len(answers) == 1 else f"{len(answers)} different answers"
    page = place / question.id
    return f"{question.id}: {different} of {students} students in {page}.html; enter points in {place / NAME}."


def _answers(journal: Journal, question: str) -> list[Answer]:
    """Return the distinct answers in the order of a hash, which is the same on every run and independent of names."""
    texts: dict[str, str] = {}
    counts: Counter[str] = Counter()
    pictures: dict[str, tuple[str, ...]] = {}
    for _, record in journal.rows():
        text = record.written.get(question, "") if record else ""
        if record and text:
            code = answer_code(question, text)
            texts.setdefault(code, text)
            counts[code] += 1
            pictures[code] = tuple(record.written.get(f"{question} {PICTURES}", "").split())
    return [Answer(code, texts[code], counts[code], pictures[code]) for code in sorted(texts)]


def _shares(answers: Iterable[Answer], graders: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the graders of each answer by code; assigned by hash, so that later answers do not change it."""
    if not graders:
        return {answer.code: ("",) for answer in answers}
    return {answer.code: _graders_of(answer.code, graders) for answer in answers}


def _graders_of(code: str, graders: Sequence[str]) -> tuple[str, ...]:
    number = int(hashlib.sha256(code.encode()).hexdigest()[:12], 16)
    first = number % len(graders)
    second = (first + 1) % len(graders)
    return (
        (graders[first], graders[second])
        if number // len(graders) % TWICE == 0 and second != first
        else (graders[first],)
    )


def _add_lines(path: Path, question: str, share: dict[str, tuple[str, ...]], texts: Collection[str]) -> None:
    """Add a line for each answer and grader that the table lacks; existing lines are kept as they are."""
    old = path.read_bytes() if path.exists() else b""
    lines: list[Line] = read_table(path, HEADINGS)[0] if old.strip() else []
    codes = Codes.of({question: texts})
    known = Counter(codes.today(question, line["answer"]) for line in lines if line["question"] == question)
    new = [[question, code, grader, "", ""] for code, graders in share.items() for grader in graders[known[code] :]]
    if not old.strip():
        write_atomically(path, write_table(HEADINGS, new))
    elif new:
        separator = max(b",;\t", key=lambda char: old.split(b"\n", 1)[0].count(bytes([char])))
        text = write_table((), new).lstrip("\n").replace(",", chr(separator))
        write_atomically(path, _text_of(path).rstrip("\n") + "\n" + text)


def _text_of(path: Path) -> str:
    from autograder.intake.decoding import decode

    return decode(path.read_bytes())


def _differences(points: HandPoints) -> Iterable[str]:
    for (question, code), marks in points.marks.items():
        if len({mark.points for mark in marks}) > 1:
            points_by_grader = ", ".join(
                f"{mark.grader or 'someone'} {spell_points(mark.points)} (line {mark.line})" for mark in marks
            )
            yield (
                f"{question}, answer {code}: graders differ: {points_by_grader}. Agree and change a line; until then "
                "the first counts."
            )


def _progress(points: HandPoints) -> Iterable[str]:
    graded = Counter(question for question, _ in points.marks)
    for question, count in graded.items():
        yield f"{question}: {count} answer{'s have' if count != 1 else ' has'} points."


def short_name(text: str) -> str:
    """Return a grader's name in the form in which it is stored: one line of at most 40 characters."""
    return " ".join(on_a_line(text).replace("/", " ").split())[:40].strip(". ")


def _next(is_open: bool, folder: Path) -> str:
    if is_open:
        table = folder / FOLDER / NAME
        return f"Next: open the page, enter points in {table}, and run the same command again, which reads them."
    return f"All answers have points; they are in {folder / 'grades.csv'} and in the students' pages."


def _elsewhere(journal: Journal, question: str) -> list[dict[str, Sequence[str]]]:
    """Return the text that each student wrote outside all questions, with the code of the student's answer.

    Texts of students without an answer come first.
    """
    texts: list[dict[str, Sequence[str]]] = []
    for _, record in journal.rows():
        prose, pictures = prose_of_no_question(record.written if record else {})
        if record and (prose or pictures):
            answer = record.written.get(question, "")
            code = answer_code(question, answer) if answer else ""
            texts.append({"code": code, "html": prose, "pictures": pictures})
    return sorted(texts, key=lambda text: (text["code"], text["html"]))


def _page(
    question: Question,
    assignment: str,
    answers: list[Answer],
    share: dict[str, tuple[str, ...]],
    prose: Sequence[dict[str, Sequence[str]]] = (),
) -> str:
    title = f"{question.id} · {question.title}: {spell_points(question.points)} points"
    rubric = rubric_of(assignment, question.id)
    shown = [
        {
            "code": answer.code, "count": answer.count, "html": rendered(answer.text),
            "graders": " and ".join(filter(None, share[answer.code])),
            "pictures": [uri for uri in answer.pictures if uri.startswith(PICTURE)],
        }
        for answer in answers
    ]  # fmt: skip
    return render("written.html", title=title, rubric=rendered(rubric) if rubric else "", answers=shown, prose=prose)


_RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->(.*?)<!-- END RUBRIC -->", re.DOTALL)


def rubric_of(assignment: str, question: str, folder: Path | None = None) -> str:
    """Return the rubric of a question as Markdown, from the solution's `<!-- BEGIN RUBRIC -->` block.

    The text is empty if the solution is missing or has no rubric.
    """
    path = folder / f"{assignment}.py" if folder else paths.solution(f"{assignment}.py")
    if not path.is_file():
        return ""
    text = re.sub(r"^# ?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = re.search(rf"^## {re.escape(question)}\b(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    rubric = _RUBRIC.search(section[1]) if section else None
    return rubric[1].strip() if rubric else ""


@dataclass(frozen=True)
class RubricBox:
    """One box of a rubric: what an answer has to say, and the points for it."""

    points: float
    text: str


_BOX = re.compile(r"^[-*] \*\*(\d+(?:\.\d+)?) points?:?\*\*:?\s*(.*)")
_SHARE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?|\.\d+) for\b:?\s*")


def boxes_of(rubric: str) -> tuple[RubricBox, ...]:
    """Return the boxes of a rubric: one for each list item `- **1 point:** …`.

    An item with shares (`1 for: …; 0.5 for: …`) gives a box for each share if they add up to the item's points.
    """
    return tuple(box for line in rubric.splitlines() if (item := _BOX.match(line)) for box in _boxes(*item.groups()))


def _boxes(points: str, text: str) -> Iterator[RubricBox]:
    shares = list(_SHARE.finditer(text))
    if len(shares) < 2 or abs(sum(float(share[1]) for share in shares) - float(points)) > 1e-9:
        yield RubricBox(float(points), text)
        return
    about = text[: shares[0].start()].strip(" .;,:")
    ends = [*(share.start() for share in shares[1:]), len(text)]
    for share, end in zip(shares, ends):
        yield RubricBox(
            float(share[1]),
            f"{about}: {text[share.end() : end].strip(' .;,')}" if about else text[share.end() : end].strip(" ;,"),
        )
