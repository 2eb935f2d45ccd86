"""A typed answer, read in the way that an expectation names: an expression, or a quiz answer of one of five kinds."""

from __future__ import annotations

from typing import Any

from .expectations import Expectation
from .formula_notation import Notation, Refused, UnreadableAnswer
from .formula_reader import read_expression
from .quiz_answers import NotAnswered, WrongType, read_choice, read_choices, read_number, read_symbolic, read_text

NotAccepted = (NotAnswered, WrongType, UnreadableAnswer, Refused)
"""What reading may raise; each has a `verdict` and, as its text, a sentence for the student."""


def read_written(expect: Expectation, value: Any) -> Any:
    """The expression in the string `value`, in the symbols of the expectation's notation.

    Raises:
        NotAccepted: missing, no string, unreadable or refused, in this order.
    """
    if value is None or value is Ellipsis or (isinstance(value, str) and not value.strip(" .…\t\r\n")):
        raise NotAnswered
    if not isinstance(value, str):
        raise WrongType('a string, such as r"…"', value)
    return read_expression(value, Notation.from_data(expect["notation"]), expect.get("own_name", ""))


def read_quiz(expect: Expectation, value: Any) -> Any:
    """The quiz answer in `value`, in the canonical form of its kind: choice, choices, number, text or expression.

    Raises:
        NotAccepted: not answered, of a wrong type, unreadable or refused.
    """
    kind = expect["answer"]
    if kind == "choice":
        return read_choice(value, expect["options"])
    if kind == "choices":
        return read_choices(value, expect["options"])
    if kind == "expression":
        return read_symbolic(value, Notation.from_data(expect["notation"]))
    return {"number": read_number, "text": read_text}[kind](value)
