"""Print the quiz and its answer key: one paper for all, or one per student with another order and other numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from autograder.classroom.pages.html import Markup, render
from autograder.questions.schema import Draw
from autograder.quiz.bank import Bank, Item, Option, QuizError, evaluate, to_html

LETTERS = "abcdefghij"
MINUTES = 15
SHORT = 60  # characters; options up to this length, and those in groups, are set in two columns


@dataclass(frozen=True)
class Paper:
    """One student's paper: its questions in order, and the right answer to each as lettered on this paper."""

    student: str
    items: tuple[Item, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Papers:
    """All papers, and the HTML page that prints them."""

    papers: tuple[Paper, ...]
    page: str


def sheets(bank: Bank, key: str, roster: Path | None) -> Papers:
    """Return one paper for all, or one for each student of the roster.

    Args:
        bank: The quiz.
        key: The course key. The same key and student give the same paper again.
        roster: A CSV of the class, or None.

    Raises:
        QuizError: The roster names nobody.
    """
    students = _students(roster) if roster else [""]
    papers = tuple(_paper(bank, key, student) for student in students)
    return Papers(papers, _page(bank, papers))


def key_sheet(bank: Bank, papers: Papers) -> str:
    """Return the page of right answers, with one row per paper and one column per question."""
    return _page(bank, papers.papers, key=True)


def _students(roster: Path) -> list[str]:
    from autograder.classroom.arrivals.roster import read_roster

    people = [member.person for member in read_roster(roster).members]
    if not people:
        raise QuizError(f"{roster} names no students.")
    return [" · ".join(word for word in (person.name, person.email or person.id) if word) for person in people]


def _paper(bank: Bank, key: str, student: str) -> Paper:
    draw = Draw("paper", key, bank.name, student)
    replaced = {entry.get("replaces") for entry in bank.paper}
    items = [item for item in bank.items if item.id not in replaced]
    items += [_with_numbers(entry, draw) for entry in bank.paper]
    if student:
        items = _shuffled(items, draw)
        items = [replace(item, options=_shuffled_options(item, draw)) for item in items]
    return Paper(student, tuple(items), tuple(_right(item) for item in items))


def _shuffled(items: list[Any], draw: Draw) -> list[Any]:
    """Return `items` shuffled by Fisher and Yates' method."""
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = draw.integers(0, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def _shuffled_options(item: Item, draw: Draw) -> tuple[Option, ...]:
    """Return the options shuffled within their groups and lettered a, b, … again. Groups keep their places."""
    options = []
    for group in item.groups or [LETTERS]:
        options += _shuffled([option for option in item.options if option.letter in group], draw)
    return tuple(replace(option, letter=LETTERS[i]) for i, option in enumerate(options))


def _with_numbers(entry: Mapping[str, Any], draw: Draw) -> Item:
    """Return a question that only the paper asks, with numbers drawn for it."""
    numbers = {name: draw.choice(choices) for name, choices in entry["numbers"].items()}
    prompt = entry["prompt"].strip()
    for name, value in numbers.items():
        prompt = prompt.replace(f"<{name}>", str(value))
    answer = evaluate(entry["answer"], numbers)
    return Item(entry["id"], "number", entry["topic"], prompt, answers=(_spelled(answer),))


def _spelled(value: Fraction) -> str:
    return f"{float(value):.6g}"


def _right(item: Item) -> str:
    if item.options:
        return ", ".join(option.letter for option in item.options if option.right) or "none"
    return item.answers[0]


def _short(item: Item) -> bool:
    """Return True if the options fit into two columns."""
    return bool(item.groups) or max(len(option.text) for option in item.options) <= SHORT


def _html(markdown: str) -> Markup:
    return Markup(to_html(markdown))


def _page(bank: Bank, papers: tuple[Paper, ...], key: bool = False) -> str:
    return render("quiz.html", title=bank.title, papers=papers, key=key, minutes=MINUTES, short=_short, html=_html)
