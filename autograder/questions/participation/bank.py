"""The quiz bank as the judge needs it: each question's kind, right answer, known wrong ones and explanations.

Its schema stands at the top of solutions/participation.yaml. Prompts and options' texts are the notebook's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from autograder import paths

KINDS = {"single": "choice", "multiple": "choices", "number": "number", "text": "text", "symbolic": "expression"}
"""The bank's word for a kind, and the word of checks/typed_answers.py for the same."""

_HERE = Path(__file__)


class BankError(ValueError):
    """A bank that does not say what it should; the message names the file, the line and what is expected."""


@dataclass(frozen=True)
class WrongAnswer:
    """A known wrong answer, by a word that names it, and what is said to it."""

    id: str
    answer: Any
    explanation: str


@dataclass(frozen=True)
class BankEntry:
    """One question of the quiz.

    `right` is a letter, a set of letters, a number or a text, `accepted` further texts; `reader` is the data with which
    checks/typed_answers.py reads an answer. `otherwise` is what is said to a wrong answer that is not known.
    """

    id: str
    kind: str
    topic: str
    points: float
    right: Any
    reader: dict[str, Any]
    wrong: tuple[WrongAnswer, ...]
    accepted: tuple[str, ...] = ()
    tolerance: float = 0.0
    otherwise: str = ""


def places() -> tuple[Path, Path]:
    """Return where the bank is looked for: among the solutions, else beside this module, where a Gradescope zip has it."""
    return paths.solution("participation.yaml"), _HERE.with_name("participation.yaml")


def bank_file() -> Path:
    """The bank's file; BankError if there is none."""
    bank = next((place for place in places() if place.is_file()), None)
    if bank is None:
        raise BankError(f"There is no quiz bank; looked for {' and '.join(map(str, places()))}.")
    return bank


def load(file: Path | None = None) -> tuple[BankEntry, ...]:
    """The bank's questions, in its order.

    Raises:
        BankError: the file is no YAML or a question lacks something.
    """
    file = file or bank_file()
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_WithLines)
    except yaml.YAMLError as error:
        raise BankError(f"{file}: this is no YAML ({error}).") from None
    return tuple(_Reader(file, question).entry() for question in data["questions"])


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where there is one


class _WithLines(_SafeLoader):
    """Notes under `__line__` where each mapping begins."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return super().construct_mapping(node, deep=deep) | {"__line__": node.start_mark.line + 1}


_WithLines.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: loader.construct_mapping(cast(yaml.MappingNode, node), deep=True),
)


class _Reader:
    """Turns one question's mapping into an BankEntry."""

    def __init__(self, file: Path, data: dict[str, Any]) -> None:
        self.file, self.data, self.id = file, data, data.get("id", "without an id")

    def entry(self) -> BankEntry:
        kind = KINDS.get(self.need("kind"))
        if kind is None:
            raise self.error(f"kind {self.data['kind']!r}; there are {', '.join(KINDS)}")
        details = self.with_options(kind) if "options" in self.data else self.open(kind)
        return BankEntry(self.need("id"), kind, self.need("topic"), float(self.data.get("points", 1)), **details)

    def with_options(self, kind: str) -> dict[str, Any]:
        options = {letter: option for letter, option in self.data["options"].items() if letter != "__line__"}
        right = frozenset(letter for letter, option in options.items() if option.get("right"))
        if kind == "choice" and len(right) != 1:
            raise self.error(f"a single choice has one right option, and here {len(right)} are marked `right: true`")
        explained = {letter: self.need("explanation", option) for letter, option in options.items()}
        wrong = tuple(
            WrongAnswer(_option_id(kind, letter, letter in right), _answer_with(kind, letter, right), text)
            for letter, text in explained.items()
            if not (kind == "choice" and letter in right)
        )
        reader = {"answer": kind, "options": list(options)}
        return {"right": min(right) if kind == "choice" else right, "reader": reader, "wrong": wrong}

    def open(self, kind: str) -> dict[str, Any]:
        wrong = tuple(
            WrongAnswer(f"answers_{_word(one['answer'])}", one["answer"], self.need("explanation", one))
            for one in self.data.get("wrong", ())
        )
        reader: dict[str, Any] = {"answer": kind}
        if kind == "expression":
            reader["notation"] = {"symbols": list(self.need("variables"))}
        return {
            "right": self.need("answer"),
            "reader": reader,
            "wrong": wrong,
            "accepted": tuple(self.data.get("accepted", ())),
            "tolerance": float(self.need("tolerance")) if kind == "number" else 0.0,
            "otherwise": self.need("otherwise"),
        }

    def need(self, key: str, data: dict[str, Any] | None = None) -> Any:
        data = self.data if data is None else data
        if data.get(key) in (None, "", []):
            raise self.error(f"`{key}` is missing", data)
        return data[key]

    def error(self, what: str, data: dict[str, Any] | None = None) -> BankError:
        line = (self.data if data is None else data).get("__line__", 0)
        return BankError(f"{self.file}, line {line}: question {self.id}: {what}.")


def _option_id(kind: str, letter: str, is_right: bool) -> str:
    return f"{'chooses' if kind == 'choice' else 'misses' if is_right else 'ticks'}_{letter}"


def _answer_with(kind: str, letter: str, right: frozenset[str]) -> Any:
    """The answer that is wrong in this one option."""
    return letter if kind == "choice" else right ^ {letter}


def _word(answer: Any) -> str:
    """A known wrong answer as part of an id."""
    signs = {"*": "times", "+": "plus", "-": "minus", "/": "over", "^": "to_the", "(": "", ")": "", ".": "point"}
    return "".join(signs.get(sign, sign) for sign in str(answer).replace(" ", "_"))
