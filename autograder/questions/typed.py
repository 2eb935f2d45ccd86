"""Questions whose answer is typed: a formula, a letter, letters, a number or a word. Each is declared in a few lines.

The student assigns the answer to a variable of the question's id: `q2_slope = "2*w*x"`. Public checks say whether it can
be read; hidden ones decide whether it is right, however it is spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from autograder.questions.participation import question as declared
from autograder.questions.participation.bank import BankEntry, WrongAnswer
from autograder.questions.schema import Question


def formula_question(
    id: str, title: str, answer: str, symbols: Iterable[str], *, points: float = 1, wrong: Mapping[str, str] | None = None,
    otherwise: str = "This is not the formula; derive it once more.",
) -> Question:  # fmt: skip
    """Return a question answered by a formula; every formula that is equal to `answer` counts.

    Args:
        id: of the question, and the name of the variable that holds the answer.
        title: for people.
        answer: a right formula.
        symbols: what it may be made of.
        points: all or nothing.
        wrong: known wrong formulas, each with the sentence to say to it.
        otherwise: the sentence for any other wrong formula.
    """
    reader = {"answer": "expression", "notation": {"symbols": list(symbols)}}
    return declared(
        BankEntry(id, "expression", title, points, answer, reader, _wrong(wrong or {}), otherwise=otherwise)
    )


def choice_question(
    id: str, title: str, right: str | Iterable[str], options: Mapping[str, str], *, points: float = 1
) -> Question:
    """Return a question answered by a letter, or by a set of letters where `right` is not a string.

    Args:
        id: of the question, and the name of the variable that holds the answer.
        title: for people.
        right: the right letter, or all the right letters.
        options: every letter, with the sentence to say to those who are wrong about it.
        points: all or nothing.
    """
    if isinstance(right, str):
        wrong = [WrongAnswer(f"chooses_{letter}", letter, text) for letter, text in options.items() if letter != right]
        return declared(
            BankEntry(id, "choice", title, points, right, {"answer": "choice", "options": list(options)}, tuple(wrong))
        )
    letters = frozenset(right)
    words = {letter: "misses" if letter in letters else "ticks" for letter in options}
    ticked = [WrongAnswer(f"{words[letter]}_{letter}", letters ^ {letter}, text) for letter, text in options.items()]
    return declared(
        BankEntry(id, "choices", title, points, letters, {"answer": "choices", "options": list(options)}, tuple(ticked))
    )


def _wrong(wrong: Mapping[str, Any]) -> tuple[WrongAnswer, ...]:
    return tuple(WrongAnswer(f"wrong_{number}", answer, text) for number, (answer, text) in enumerate(wrong.items(), 1))
