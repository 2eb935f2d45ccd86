"""The quiz bank with its prompts and explanations, as the exports need it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from autograder import paths


class QuizError(ValueError):
    """The quiz cannot be exported; the message says why and what to do."""


@dataclass(frozen=True)
class Option:
    """One option of a single or multiple choice."""

    letter: str
    text: str
    right: bool
    explanation: str


@dataclass(frozen=True)
class Item:
    """One question; prompts are Markdown with LaTeX.

    `answers` are the accepted ones, the shown one first. `groups` of letters stay apart when options are shuffled.
    """

    id: str
    kind: str
    topic: str
    prompt: str
    points: float = 1.0
    options: tuple[Option, ...] = ()
    groups: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    tolerance: float = 0.0
    explanation: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bank:
    """A quiz, and the questions with numbers that only its paper form asks."""

    name: str
    title: str
    intro: str
    items: tuple[Item, ...]
    paper: tuple[Mapping[str, Any], ...] = field(default=())


def read_bank(name: str, folder: Path | None = None) -> Bank:
    """The bank in solutions/NAME.yaml.

    Raises:
        QuizError: there is none.
    """
    path = folder / f"{name}.yaml" if folder else paths.solution(f"{name}.yaml")
    if not path.is_file():
        places = (folder,) if folder else paths.solution_folders()
        known = ", ".join(sorted({file.stem for place in places for file in place.glob("*.yaml")}))
        raise QuizError(f"{name!r} is no quiz; there is {known}.")
    data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    items = tuple(_item(entry) for entry in data["questions"])
    return Bank(name, data["title"], data["intro"], items, tuple(data.get("paper") or ()))


def _item(entry: Mapping[str, Any]) -> Item:
    options = tuple(
        Option(letter, str(option["text"]).strip(), bool(option.get("right")), str(option["explanation"]).strip())
        for letter, option in (entry.get("options") or {}).items()
    )
    answers = (str(entry["answer"]), *map(str, entry.get("accepted") or ())) if "answer" in entry else ()
    wrong = tuple((str(one["answer"]), str(one["explanation"])) for one in entry.get("wrong") or ())
    return Item(
        entry["id"], entry["kind"], entry["topic"], entry["prompt"].strip(), float(entry.get("points", 1)), options,
        tuple(entry.get("groups") or ()), answers, float(entry.get("tolerance", 0)), str(entry.get("explanation", "")).strip(), wrong,
        tuple(entry.get("variables") or ()),
    )  # fmt: skip


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
