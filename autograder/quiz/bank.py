"""Adapt the items of a quiz bank to systems that judge answers differently.

Canvas and Moodle compare typed answers letter by letter. Items whose answers need algebra are turned into items that
such systems can judge.
"""

from __future__ import annotations

import ast
import hashlib
import operator
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.content.mathml import formula
from autograder.questions.quiz_bank import Bank, Item, Option, read_bank

__all__ = ["Bank", "Item", "Option", "QuizError", "judgeable", "read_bank", "spellings", "warnings_of"]


class QuizError(ValueError):
    """Report that the quiz cannot be exported; the message names the reason and the next step."""


_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
LETTERS = "ABCDEFGHIJ"
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)  # values of variables; few wrong expressions agree at all of them


def judgeable(item: Item) -> Item:
    """Return an item in a form that a system comparing letter by letter can judge.

    Such a system cannot see that `b*5` equals `5*b`. A question for an expression therefore becomes a choice between
    the right expression and the known wrong ones, in an order taken from a hash. If no wrong ones are known, it asks
    for the expression's value at given numbers.
    """
    if item.kind != "symbolic":
        return item
    if not item.wrong:
        return _at_numbers(item)
    choices = [(item.answers[0], True, item.explanation), *((text, False, why) for text, why in item.wrong)]
    choices.sort(key=lambda choice: hashlib.sha256(f"{item.id} {choice[0]}".encode()).digest())
    options = tuple(Option(letter, f"`{text}`", right, why) for letter, (text, right, why) in zip(LETTERS, choices))
    return replace(
        item, kind="single", prompt=f"{item.prompt}\n\n{CHOOSE}", options=options, answers=(), wrong=(), variables=()
    )


def _at_numbers(item: Item) -> Item:
    """Return a question for the expression's value, or `item` unchanged if the value cannot be computed."""
    numbers = dict(zip(item.variables, PRIMES))
    try:
        value = evaluate(item.answers[0], numbers)
    except (QuizError, SyntaxError, ZeroDivisionError):
        return item
    if not numbers:
        return item
    given = ", ".join(f"${name} = {number}$" for name, number in numbers.items())
    answer = f"{float(value):.10g}"
    return replace(
        item, kind="number", prompt=f"{item.prompt}\n\n{AT_NUMBERS.format(given=given)}", answers=(answer,),
        tolerance=max(abs(float(value)) * 1e-3, 1e-6), variables=(),
    )  # fmt: skip


def evaluate(expression: str, numbers: Mapping[str, Any]) -> Fraction:
    """Return the exact value of an expression of sums, differences, products and quotients of named numbers.

    Raises:
        QuizError: The expression contains anything else.
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
            f"the paper's answer {expression!r} may contain only +, -, *, /, numbers and {', '.join(numbers)}."
        )

    return value(ast.parse(expression, mode="eval").body)


def exportable(item: Item) -> Item:
    """Return an item in a form that Canvas and Moodle judge as it is judged here."""
    return typed_letters(item) if item.kind == "multiple" else judgeable(item)


def typed_letters(item: Item) -> Item:
    """Return a select-all question as one that asks the student to type the letters.

    This keeps the question all or nothing on a system that would give partial credit. The right letters are accepted
    with or without commas and spaces, in any order up to MOST_ORDERED letters.
    """
    right = [option.letter for option in item.options if option.right]
    orders = permutations(right) if len(right) <= MOST_ORDERED else [right]
    answers = [mark.join(order) for order in orders for mark in ("", " ", ",", ", ")] if right else ["none"]
    listed = "\n".join(f"- **{option.letter})** {option.text}" for option in item.options)
    why = "\n".join(f"- **{option.letter})** {option.explanation}" for option in item.options)
    example = "".join(option.letter for option in item.options[:2])
    return replace(
        item, kind="text", prompt=f"{item.prompt}\n\n{listed}\n\n{TYPE_LETTERS.format(example=example)}", options=(),
        groups=(), answers=tuple(dict.fromkeys(answers)), explanation=f"{item.explanation}\n\n{why}".strip(),
    )  # fmt: skip


MOST_ORDERED = 4  # right letters that are accepted in any order; more letters are accepted in alphabetical order only
TYPE_LETTERS = (
    "Type the letters of all that apply in alphabetical order, such as `{example}`, or `none` if none does. This question "
    "is all or nothing."
)
AT_NUMBERS = "Give its value at {given}."
CHOOSE = "Choose the expression that equals yours."


def warnings_of(bank: Bank, to: str = "") -> tuple[str, ...]:
    """Return sentences about items that another system asks or judges differently from the notebook.

    Args:
        bank: The quiz.
        to: canvas or moodle; anything else gives only the differences that all systems share.
    """
    symbolic = [(item.id, judgeable(item).kind) for item in bank.items if item.kind == "symbolic"]
    chosen, valued, spelled = (
        [name for name, kind in symbolic if kind == wanted] for wanted in ("single", "number", "symbolic")
    )
    sentences = []
    if valued:
        sentences.append(
            f"{', '.join(valued)}: the value of the expression is asked, as other systems compare letter by letter and "
            "no wrong answers are listed to choose from."
        )
    if chosen:
        sentences.append(
            f"{', '.join(chosen)}: expressions are asked as a choice, as other systems compare letter by letter."
        )
    if spelled:
        sentences.append(
            f"{', '.join(spelled)}: no wrong answers are listed to choose from, so the spelling will be judged."
        )
    several = [item.id for item in bank.items if item.kind == "multiple"]
    if several and to in ("canvas", "moodle"):
        sentences.append(
            f"{', '.join(several)}: students type the letters of all that apply, as {to.capitalize()}'s own choices give "
            "partial credit and these questions are all or nothing."
        )
    return tuple(sentences)


def spellings(item: Item) -> tuple[str, ...]:
    """Return the spellings of a text or an expression that a system comparing letter by letter must accept."""
    accepted = list(item.answers)
    if item.kind == "symbolic":
        plain = [answer.replace(" ", "") for answer in item.answers]
        accepted += plain + [answer.replace("*", "") for answer in (*item.answers, *plain)]
    return tuple(dict.fromkeys(accepted))


def to_html(markdown: str) -> str:
    """Return Markdown as HTML with MathML, which browsers and Moodle show without a script.

    Raw HTML in `markdown` is shown as text.
    """
    return _renderer().render(markdown)


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return renderer.use(dollarmath_plugin, renderer=formula, double_inline=True)
