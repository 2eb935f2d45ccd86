"""A quiz bank for other systems: what they judge differently, and what they must accept."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from autograder.questions.quiz_bank import Bank, Item, Option, read_bank

__all__ = ["Bank", "Item", "Option", "QuizError", "judgeable", "read_bank", "spellings", "warnings_of"]


class QuizError(ValueError):
    """The quiz cannot be exported; the message says why and what to do."""


LETTERS = "ABCDEFGHIJ"


def judgeable(item: Item) -> Item:
    """Return an item as a system that compares letter by letter can judge it: an expression becomes a choice.

    It knows neither that `b*5` is `5*b` nor that `5·b` is. The options are the right expression and the known wrong ones,
    in an order that tells nothing.
    """
    if item.kind != "symbolic" or not item.wrong:
        return item
    found = [(item.answers[0], True, item.explanation), *((text, False, why) for text, why in item.wrong)]
    found.sort(key=lambda one: hashlib.sha256(f"{item.id} {one[0]}".encode()).digest())
    options = tuple(Option(letter, f"`{text}`", right, why) for letter, (text, right, why) in zip(LETTERS, found))
    return replace(
        item, kind="single", prompt=f"{item.prompt}\n\n{CHOOSE}", options=options, answers=(), wrong=(), variables=()
    )


CHOOSE = "Choose the expression that equals yours."


def warnings_of(bank: Bank) -> tuple[str, ...]:
    """Return sentences about items that another system asks or judges in another way than the notebook."""
    chosen = [item.id for item in bank.items if item.kind == "symbolic" and item.wrong]
    spelled = [item.id for item in bank.items if item.kind == "symbolic" and not item.wrong]
    found = []
    if chosen:
        found.append(
            f"{', '.join(chosen)}: expressions are asked as a choice, as other systems compare letter by letter."
        )
    if spelled:
        found.append(
            f"{', '.join(spelled)}: no wrong answers are listed to choose from, so the spelling will be judged."
        )
    return tuple(found)


def spellings(item: Item) -> tuple[str, ...]:
    """What another system, which compares letter by letter, must accept for a text or an expression."""
    found = list(item.answers)
    if item.kind == "symbolic":
        plain = [answer.replace(" ", "") for answer in item.answers]
        found += plain + [answer.replace("*", "") for answer in (*item.answers, *plain)]
    return tuple(dict.fromkeys(found))
