"""Reader of quiz banks, `solutions/NAME.yaml`; the schema is at the top of solutions/participation.yaml.

The judge, the notebook and the exports to other systems all use the `Bank` that this module returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from autograder import paths

KINDS = ("single", "multiple", "number", "text", "symbolic")
LINE = "__line__"
# A Gradescope zip has the banks next to this module.
BESIDE = Path(__file__).with_name("banks")


class BankError(ValueError):
    """A bank is invalid; the message names the file, the line and what is expected."""


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

    Attributes:
        options: for the kinds single and multiple.
        groups: groups of letters that stay apart when options are shuffled.
        answers: for the other kinds: the accepted ones as text, the shown one first.
        wrong: known wrong answers as text, each with its explanation.
        otherwise: the sentence for any other wrong answer.
        line: in the bank's file.
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
    otherwise: str = ""
    line: int = 1

    @property
    def right_letters(self) -> frozenset[str]:
        """Return the letters of the right options."""
        return frozenset(option.letter for option in self.options if option.right)


@dataclass(frozen=True)
class Experiment:
    """Cells to predict, run and reconcile, placed before the question `before` and never graded."""

    before: str
    text: str
    predict: str
    run: str
    reconcile: str
    line: int = 1


@dataclass(frozen=True)
class Bank:
    """A quiz; `paper` holds the numeric questions that only its paper form contains."""

    name: str
    title: str
    intro: str
    items: tuple[Item, ...]
    paper: tuple[Mapping[str, Any], ...] = field(default=())
    outro: str = ""
    experiments: tuple[Experiment, ...] = ()


def bank_file(name: str) -> Path | None:
    """Return the file of a quiz's bank; None if the assignment is not a quiz."""
    places = (paths.solution(f"{name}.yaml"), BESIDE / f"{name}.yaml")
    return next((place for place in places if place.is_file()), None)


def read_bank(name: str, file: Path | None = None) -> Bank:
    """Return the bank of a quiz.

    Args:
        name: of the quiz.
        file: the bank, by default `bank_file(name)`.

    Raises:
        BankError: the bank is missing, is not YAML, or is incomplete.
    """
    file = file or bank_file(name)
    if file is None:
        places = (*paths.solution_folders(), BESIDE)
        known = ", ".join(sorted({path.stem for place in places for path in place.glob("*.yaml")}))
        raise BankError(f"{name!r} is not a quiz: solutions/{name}.yaml does not exist; there is {known or 'none'}.")
    try:
        data = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_WithLines)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        problem = getattr(error, "problem", None) or error
        raise BankError(f"{file}, line {line}: this is not YAML ({problem}).") from None
    if not isinstance(data, dict) or not isinstance(data.get("questions"), list) or not data["questions"]:
        raise BankError(f"{file}, line 1: the bank holds no questions; write them as a list under `questions:`.")
    return _Reader(file).bank(name, data)


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times as fast


class _WithLines(_SafeLoader):
    """YAML loader that stores the line of each mapping under the key LINE."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return super().construct_mapping(node, deep=deep) | {LINE: node.start_mark.line + 1}


_WithLines.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: loader.construct_mapping(cast(yaml.MappingNode, node), deep=True),
)


def _without_lines(data: Any) -> Any:
    return (
        {key: _without_lines(value) for key, value in data.items() if key != LINE} if isinstance(data, dict) else data
    )


class _Reader:
    """Converts the mappings of one file to a Bank."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def bank(self, name: str, data: dict[str, Any]) -> Bank:
        head = {key: str(self.need(data, key, "the bank")) for key in ("title", "intro", "outro")}
        items = tuple(self.item(entry) for entry in data["questions"])
        ids = [item.id for item in items]
        for position, item in enumerate(items):
            if item.id in ids[:position]:
                raise self.error(item.line, f"question {item.id}: this id stands in the bank a second time")
        experiments = tuple(self.experiment(entry, ids) for entry in data.get("experiments") or ())
        return Bank(
            name,
            items=items,
            experiments=experiments,
            paper=tuple(map(_without_lines, data.get("paper") or ())),
            **head,
        )

    def item(self, entry: dict[str, Any]) -> Item:
        who = f"question {entry.get('id', 'without an id') if isinstance(entry, dict) else 'that is not a mapping'}"
        if not isinstance(entry, dict):
            raise self.error(1, f"{who}: write its fields as `key: value` lines")
        kind = self.need(entry, "kind", who)
        if kind not in KINDS:
            raise self.error(entry[LINE], f"{who}: unknown kind {kind!r}; there are {', '.join(KINDS)}")
        words = {key: str(self.need(entry, key, who)).strip() for key in ("id", "topic", "prompt")}
        details = self.choice(entry, who) if kind in ("single", "multiple") else self.typed(entry, who)
        groups = tuple(entry.get("groups") or ())
        points = float(entry.get("points", 1))
        return Item(
            words["id"], kind, words["topic"], words["prompt"], points, groups=groups, line=entry[LINE], **details
        )

    def choice(self, entry: dict[str, Any], who: str) -> dict[str, Any]:
        options = []
        for letter, option in self.need(entry, "options", who).items():
            if letter != LINE:
                text, why = (str(self.need(option, key, f"{who}, option {letter}")) for key in ("text", "explanation"))
                options.append(Option(letter, text.strip(), bool(option.get("right")), why.strip()))
        right = sum(option.right for option in options)
        if entry["kind"] == "single" and right != 1:
            raise self.error(
                entry[LINE], f"{who}: a single choice has one right option, and here {right} are marked `right: true`"
            )
        return {"options": tuple(options)}

    def typed(self, entry: dict[str, Any], who: str) -> dict[str, Any]:
        number, symbolic = entry["kind"] == "number", entry["kind"] == "symbolic"
        wrong = entry.get("wrong") or ()
        return {
            "answers": (str(self.need(entry, "answer", who)), *map(str, entry.get("accepted") or ())),
            "tolerance": float(self.need(entry, "tolerance", who)) if number else 0.0,
            "variables": tuple(self.need(entry, "variables", who)) if symbolic else (),
            "explanation": str(self.need(entry, "explanation", who)).strip(),
            "otherwise": str(self.need(entry, "otherwise", who)),
            "wrong": tuple((str(item["answer"]), str(self.need(item, "explanation", who))) for item in wrong),
        }

    def experiment(self, entry: dict[str, Any], ids: list[str]) -> Experiment:
        words = {key: str(self.need(entry, key, "an experiment")) for key in ("before", "text", "predict", "run")}
        if words["before"] not in ids:
            raise self.error(entry[LINE], f"an experiment: there is no question {words['before']!r} to precede")
        return Experiment(**words, reconcile=str(self.need(entry, "reconcile", "an experiment")), line=entry[LINE])

    def need(self, entry: dict[str, Any], key: str, who: str) -> Any:
        value = entry.get(key)
        if value is None or value in ("", [], {}):
            raise self.error(entry.get(LINE, 1), f"{who}: `{key}` is missing")
        return value

    def error(self, line: int, what: str) -> BankError:
        return BankError(f"{self.file}, line {line}: {what}.")
