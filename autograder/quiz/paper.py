"""The quiz on paper: a page to print, or one for each student with an order and numbers of its own, and the key."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

from autograder.questions.schema import Draw
from autograder.quiz.bank import Bank, Item, Option, QuizError
from autograder.quiz.pages import to_html

LETTERS = "abcdefghij"
MINUTES = 15
# Options of at most so many characters, and those in groups, stand in two columns.
SHORT = 60
# Ruled space for an answer that is written out.
BLANK = '<p class="blank" aria-label="answer"></p>'
_STYLE = """
@page { margin: 1.3cm 1.5cm; } @page key { size: landscape; }
body { font: 10pt/1.3 Georgia, serif; margin: 0; color: #000; background: #fff; } main.key { page: key; }
section.paper { break-after: page; } section.paper:last-child { break-after: auto; }
header { display: flex; justify-content: space-between; border-bottom: 1px solid #000; }
h1 { font-size: 14pt; margin: 0; } ol { margin: .4em 0; } ol > li { margin: .6em 0; break-inside: avoid; } li p { margin: .2em 0; }
ol.options { list-style: none; padding-left: 1em; } ol.options p { display: inline; } ol.options > li { margin: .15em 0; }
ol.short { columns: 2; } ol.short > li { break-inside: avoid; } .rules { margin: .4em 0 0; }
.blank { border-bottom: 1px solid #000; width: 9cm; height: 1.1em; }
table { border-collapse: collapse; } td, th { border: 1px solid #000; padding: .1em .5em; text-align: left; }
"""
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


@dataclass(frozen=True)
class Paper:
    """One student's paper: the questions in its order, the right answer of each as it stands there."""

    student: str
    items: tuple[Item, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Papers:
    """All papers and the page that prints them."""

    papers: tuple[Paper, ...]
    page: str


def sheets(bank: Bank, key: str, roster: Path | None) -> Papers:
    """The papers: one for all, or one for each student of the roster, who get an order and numbers of their own.

    Args:
        bank: the quiz.
        key: the course key; the same key and student give the same paper again.
        roster: a CSV of the class, or None.

    Raises:
        QuizError: the roster names nobody.
    """
    students = _students(roster) if roster else [""]
    papers = tuple(_paper(bank, key, student) for student in students)
    body = "".join(_sheet(bank, paper) for paper in papers)
    return Papers(papers, _page(bank.title, body))


def key_sheet(bank: Bank, papers: Papers) -> str:
    """The right answers: a row a paper, a column a place on it."""
    columns = "".join(f"<th scope='col'>{i + 1}</th>" for i in range(len(papers.papers[0].answers)))
    rows = "".join(
        f"<tr><th scope='row'>{escape(paper.student or 'all')}</th>"
        + "".join(f"<td>{escape(answer)}</td>" for answer in paper.answers)
        + "</tr>"
        for paper in papers.papers
    )
    table = f"<table><thead><tr><th scope='col'>Student</th>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    return _page(f"{bank.title}: key", f"<h1>{escape(bank.title)}: key</h1>{table}", kind="key")


def _students(roster: Path) -> list[str]:
    from autograder.classroom.arrivals.roster import read_roster

    people = [member.person for member in read_roster(roster).members]
    if not people:
        raise QuizError(f"{roster}: there is nobody in it.")
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
    """Fisher and Yates."""
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = draw.integers(0, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def _shuffled_options(item: Item, draw: Draw) -> tuple[Option, ...]:
    """The options in another order, under the letters a, b, …; groups stay together and in their places."""
    options = []
    for group in item.groups or [LETTERS]:
        options += _shuffled([option for option in item.options if option.letter in group], draw)
    return tuple(replace(option, letter=LETTERS[i]) for i, option in enumerate(options))


def _with_numbers(entry: Mapping[str, Any], draw: Draw) -> Item:
    """A question that only paper asks, with numbers drawn for it."""
    numbers = {name: draw.choice(choices) for name, choices in entry["numbers"].items()}
    prompt = entry["prompt"].strip()
    for name, value in numbers.items():
        prompt = prompt.replace(f"<{name}>", str(value))
    answer = evaluate(entry["answer"], numbers)
    return Item(entry["id"], "number", entry["topic"], prompt, answers=(_spelled(answer),))


def evaluate(expression: str, numbers: Mapping[str, Any]) -> Fraction:
    """The exact value of sums, products and quotients of named numbers.

    Raises:
        QuizError: anything else stands in it.
    """

    def value(node: ast.AST) -> Fraction:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return Fraction(str(node.value))
        if isinstance(node, ast.Name) and node.id in numbers:
            return Fraction(str(numbers[node.id]))
        raise QuizError(
            f"the paper's answer {expression!r} may hold +, -, *, /, numbers and {', '.join(numbers)} alone."
        )

    return value(ast.parse(expression, mode="eval").body)


def _spelled(value: Fraction) -> str:
    return f"{float(value):.6g}"


def _right(item: Item) -> str:
    if item.options:
        return ", ".join(option.letter for option in item.options if option.right) or "none"
    return item.answers[0]


def _sheet(bank: Bank, paper: Paper) -> str:
    name = escape(paper.student) if paper.student else "Name: ____________________"
    questions = "".join(f"<li>{_question(item)}</li>" for item in paper.items)
    header = f"<header><h1>{escape(bank.title)}</h1><span>{name}</span></header>"
    rules = f"<p class='rules'>{MINUTES} minutes. One point a question, all or nothing.</p>"
    return f"<section class='paper'>{header}{rules}<ol>{questions}</ol></section>"


def _question(item: Item) -> str:
    hint = "<p><em>Mark all that apply.</em></p>" if item.kind == "multiple" and "Select" not in item.prompt else ""
    if not item.options:
        return to_html(item.prompt) + BLANK
    options = "".join(f"<li>☐ {option.letter}) {to_html(option.text)}</li>" for option in item.options)
    short = " short" if item.groups or max(len(option.text) for option in item.options) <= SHORT else ""
    return f"{to_html(item.prompt)}{hint}<ol class='options{short}'>{options}</ol>"


def _page(title: str, body: str, kind: str = "paper") -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main class='{kind}'>{body}</main></body></html>\n"
    )
