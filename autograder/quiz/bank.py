"""A quiz bank for other systems: what they judge differently, and what they must accept."""

from __future__ import annotations

import ast
import hashlib
import operator
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

from autograder.questions.quiz_bank import Bank, Item, Option, read_bank

__all__ = ["Bank", "Item", "Option", "QuizError", "judgeable", "read_bank", "spellings", "warnings_of"]


class QuizError(ValueError):
    """The quiz cannot be exported; the message says why and what to do."""


_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
LETTERS = "ABCDEFGHIJ"
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)  # values of variables: few wrong expressions agree at all of them


def judgeable(item: Item) -> Item:
    """Return an item as a system that compares letter by letter can judge it: an expression becomes a choice or a number.

    It knows neither that `b*5` is `5*b` nor that `5·b` is. The options are the right expression and the known wrong ones,
    in an order that tells nothing; where none is known, the expression's value at given numbers is asked.
    """
    if item.kind != "symbolic":
        return item
    if not item.wrong:
        return _at_numbers(item)
    found = [(item.answers[0], True, item.explanation), *((text, False, why) for text, why in item.wrong)]
    found.sort(key=lambda one: hashlib.sha256(f"{item.id} {one[0]}".encode()).digest())
    options = tuple(Option(letter, f"`{text}`", right, why) for letter, (text, right, why) in zip(LETTERS, found))
    return replace(
        item, kind="single", prompt=f"{item.prompt}\n\n{CHOOSE}", options=options, answers=(), wrong=(), variables=()
    )


def _at_numbers(item: Item) -> Item:
    """Return an expression as a question for its value; as it is where its value cannot be worked out."""
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


def typed_letters(item: Item) -> Item:
    """Return a select-all question as one whose letters are typed, for a system that pays a part for a part of them.

    Here it is all or nothing: only exactly the right letters count, in any order, with or without commas and spaces.
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


MOST_ORDERED = 4  # right letters that are accepted in any order; more only in the alphabet's
TYPE_LETTERS = "Type the letters of all that apply, such as `{example}`; `none` if none does. It is all or nothing."
AT_NUMBERS = "Give its value at {given}."
CHOOSE = "Choose the expression that equals yours."


def warnings_of(bank: Bank, to: str = "") -> tuple[str, ...]:
    """Return sentences about items that another system (canvas, moodle) asks or judges in another way than the notebook."""
    symbolic = [(item.id, judgeable(item).kind) for item in bank.items if item.kind == "symbolic"]
    chosen, valued, spelled = (
        [name for name, kind in symbolic if kind == wanted] for wanted in ("single", "number", "symbolic")
    )
    found = []
    if valued:
        found.append(
            f"{', '.join(valued)}: the value of the expression is asked, as other systems compare letter by letter and no "
            "wrong answers are listed to choose from."
        )
    if chosen:
        found.append(
            f"{', '.join(chosen)}: expressions are asked as a choice, as other systems compare letter by letter."
        )
    if spelled:
        found.append(
            f"{', '.join(spelled)}: no wrong answers are listed to choose from, so the spelling will be judged."
        )
    several = [item.id for item in bank.items if item.kind == "multiple"]
    if several and to == "moodle":
        found.append(
            f"{', '.join(several)}: the letters of all that apply are typed, as Moodle's own choices pay a part for a part "
            "and here it is all or nothing."
        )
    if several and to == "canvas":
        found.append(
            f"{', '.join(several)}: all or nothing here and in the file; Canvas itself may pay a part for a part of the options."
        )
    return tuple(found)


def spellings(item: Item) -> tuple[str, ...]:
    """What another system, which compares letter by letter, must accept for a text or an expression."""
    found = list(item.answers)
    if item.kind == "symbolic":
        plain = [answer.replace(" ", "") for answer in item.answers]
        found += plain + [answer.replace("*", "") for answer in (*item.answers, *plain)]
    return tuple(dict.fromkeys(found))
