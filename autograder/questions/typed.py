"""Questions with a typed answer: a formula, a letter, letters, a number or a word.

The student assigns the answer to a variable named after the question: `q2_slope = "2*w*x"`. Public checks report
whether it can be read; hidden ones decide whether it is right, in any spelling. A whole quiz is read from a bank,
`solutions/NAME.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.checks.expectations import answered
from autograder.latex_to_text import plain_math
from autograder.questions.quiz_bank import Item, read_bank
from autograder.questions.schema import Assignment, Case, Draw, Part, Question, Read, Slip, Variant, quiz_answer

FORMULA = re.compile(r"\$([^$]+)\$")
# The kinds as named in a bank, mapped to their names in checks/compare.py.
KINDS = {"single": "choice", "multiple": "choices", "number": "number", "text": "text", "symbolic": "expression"}


@dataclass(frozen=True)
class WrongAnswer:
    """A known wrong answer with its id and the sentence for students."""

    id: str
    answer: Any
    explanation: str


@dataclass(frozen=True)
class TypedAnswer:
    """One question with a typed answer, as the judge needs it.

    Attributes:
        id: of the question.
        kind: as in checks/compare.py.
        topic: the title for people.
        points: all or nothing.
        right: a letter, a set of letters, a number or a text.
        reader: the data with which checks/compare.py reads an answer.
        wrong: the known wrong answers.
        accepted: further right texts.
        tolerance: absolute, for a number.
        otherwise: the sentence for an unknown wrong answer.
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


def formula_question(
    id: str, title: str, answer: str, symbols: Iterable[str], *, points: float = 1,
    wrong: Mapping[str, str] | None = None, otherwise: str = "This is not the formula; derive it once more.",
) -> Question:  # fmt: skip
    """Return a question answered by a formula; every formula equal to `answer` counts.

    Args:
        id: of the question, and the name of the variable that holds the answer.
        title: for people.
        answer: a right formula.
        symbols: the symbols that it may contain.
        points: all or nothing.
        wrong: known wrong formulas, each with the sentence for students.
        otherwise: the sentence for any other wrong formula.
    """
    reader = {"answer": "expression", "notation": {"symbols": list(symbols)}}
    return typed_question(
        TypedAnswer(id, "expression", title, points, answer, reader, _wrong(wrong or {}), otherwise=otherwise)
    )


def choice_question(
    id: str, title: str, right: str | Iterable[str], options: Mapping[str, str], *, points: float = 1
) -> Question:
    """Return a question answered by a letter, or by a set of letters where `right` is not a string.

    Args:
        id: of the question, and the name of the variable that holds the answer.
        title: for people.
        right: the right letter, or all the right letters.
        options: every letter, with the sentence for students who are wrong about it.
        points: all or nothing.
    """
    if isinstance(right, str):
        wrong = [WrongAnswer(f"chooses_{letter}", letter, text) for letter, text in options.items() if letter != right]
        return typed_question(
            TypedAnswer(
                id, "choice", title, points, right, {"answer": "choice", "options": list(options)}, tuple(wrong)
            )
        )
    letters = frozenset(right)
    words = {letter: "misses" if letter in letters else "ticks" for letter in options}
    ticked = [WrongAnswer(f"{words[letter]}_{letter}", letters ^ {letter}, text) for letter, text in options.items()]
    return typed_question(
        TypedAnswer(
            id, "choices", title, points, letters, {"answer": "choices", "options": list(options)}, tuple(ticked)
        )
    )


def _wrong(wrong: Mapping[str, Any]) -> tuple[WrongAnswer, ...]:
    return tuple(WrongAnswer(f"wrong_{number}", answer, text) for number, (answer, text) in enumerate(wrong.items(), 1))


def quiz(name: str, title: str) -> Assignment:
    """Return the assignment whose questions come from the bank `solutions/NAME.yaml`.

    Raises:
        BankError: the bank is missing or incomplete; the message names file and line.
    """
    return Assignment(name, title, tuple(typed_question(typed_answer(item)) for item in read_bank(name).items))


def typed_answer(item: Item) -> TypedAnswer:
    """Convert an item of a bank."""
    kind, right = KINDS[item.kind], item.right_letters
    if item.options:
        letters = [option.letter for option in item.options]
        wrong = tuple(
            WrongAnswer(
                _option_id(kind, letter, letter in right), _answer_with(kind, letter, right), option.explanation
            )
            for letter, option in zip(letters, item.options)
            if not (kind == "choice" and letter in right)
        )
        reader: dict[str, Any] = {"answer": kind, "options": letters}
        return TypedAnswer(
            item.id, kind, item.topic, item.points, min(right) if kind == "choice" else right, reader, wrong
        )
    reader = {"answer": kind} | ({"notation": {"symbols": list(item.variables)}} if kind == "expression" else {})
    first, *accepted = [_value(kind, text) for text in item.answers]
    wrong = tuple(WrongAnswer(f"answers_{_word(text)}", _value(kind, text), why) for text, why in item.wrong)
    return TypedAnswer(
        item.id, kind, item.topic, item.points, first, reader, wrong, tuple(accepted), item.tolerance, item.otherwise
    )


def _value(kind: str, text: str) -> Any:
    """Return an answer of the bank as a student would assign it."""
    if kind != "number":
        return text
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def typed_question(entry: TypedAnswer) -> Question:
    """Return a question with one all-or-nothing part: public checks read the answer, hidden ones grade it."""
    return Question(
        id=entry.id,
        title=entry.topic,
        owns={entry.id: set(entry.right) if entry.kind == "choices" else entry.right},
        parts=(_part(entry),),
        slips=tuple(_slips(entry)),
        variants=tuple(Variant(name, _assigning(entry, answer)) for name, answer in _spellings(entry)),
        experiment=f"Look this topic up in the slides ({entry.topic}), then answer {entry.id}.",
    )


def _part(entry: TypedAnswer) -> Part:
    def public(draw: Draw) -> list[Case]:
        reader = {key: value for key, value in entry.reader.items() if key != "answer"}
        return [Case(Read(entry.id), answered(entry.kind, **reader))]

    def hidden(draw: Draw) -> list[Case]:
        known = [sorted(wrong.answer) if entry.kind == "choices" else wrong.answer for wrong in entry.wrong]
        points = f"{draw.integers(0, 2**62):x}{draw.integers(0, 2**62):x}"
        more: dict[str, Any] = {"accepted": entry.accepted, "tolerance": entry.tolerance, "key": points}
        right = sorted(entry.right) if entry.kind == "choices" else entry.right
        return [Case(Read(entry.id), quiz_answer(entry.reader, right, known, **more))]

    return Part("answer", entry.points, public, hidden, reads_only=True)


def _slips(entry: TypedAnswer) -> Iterator[Slip]:
    """Yield every known wrong answer with its explanation, then an unknown one."""
    for wrong in entry.wrong:
        yield Slip(wrong.id, _in_plain_text(wrong.explanation), _assigning(entry, wrong.answer))
    if entry.otherwise:
        yield Slip("another_answer", _in_plain_text(entry.otherwise), _assigning(entry, _unheard_of(entry)))


def _in_plain_text(text: str) -> str:
    """Return `text` with its formulas in Unicode, for terminals, Gradescope and screen readers."""
    return FORMULA.sub(lambda match: plain_math(match[1]), text)


def _assigning(entry: TypedAnswer, answer: Any) -> str:
    if isinstance(answer, frozenset):
        letters = ", ".join(repr(letter) for letter in sorted(answer))
        return f"{entry.id} = {{{letters}}}\n" if answer else f"{entry.id} = set()\n"
    return f"{entry.id} = {answer}\n" if isinstance(answer, _Code) else f"{entry.id} = {answer!r}\n"


class _Code(str):
    """An answer given as Python source."""


def _unheard_of(entry: TypedAnswer) -> Any:
    """Return a readable wrong answer that is not among the known ones."""
    if entry.kind == "number":
        return 1000 + abs(entry.right) + sum(abs(wrong.answer) for wrong in entry.wrong)
    if entry.kind == "text":
        return "a butterfly"
    return f"17*({entry.reader['notation']['symbols'][0]})^3 + 4"


def _spellings(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    """Yield the right answer in spellings that students use, each with its id."""
    spellings = {"choice": _of_choice, "choices": _of_choices, "number": _of_number, "text": _of_text}
    yield from spellings.get(entry.kind, _of_expression)(entry)


def _of_choice(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    letter = entry.right
    yield "upper_case", letter.upper()
    yield "with_bracket", f"{letter})"
    yield "with_spaces", f" {letter.upper()} "
    yield "in_a_list", [letter]
    yield "in_a_set", _Code(f"{{{letter!r}}}")


def _of_choices(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    letters = sorted(entry.right)
    yield "list_with_duplicates", [*letters, *letters[:1]]
    yield "tuple", tuple(letter.upper() for letter in letters)
    yield "one_string", "".join(reversed(letters))
    yield "commas", ", ".join(letters)


def _of_number(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    numerator, denominator = float(entry.right).as_integer_ratio()
    yield "float", float(entry.right)
    yield "fraction", f"{numerator}/{denominator}"
    yield "text", str(entry.right)
    yield "numpy", _Code(f"np.float64({entry.right})")
    yield "array", _Code(f"np.array([{entry.right}])")
    yield "within_tolerance", entry.right + 0.5 * entry.tolerance


def _of_text(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    yield "upper_case", entry.right.upper()
    yield "in_a_sentence_of_its_own", f"  The {entry.right.capitalize()}. "
    yield "hyphenated", f"{entry.right[:4]}-{entry.right[4:]}"
    if len(entry.right) >= 8:
        yield "typing_slip", entry.right[:4] + entry.right[5:]
    for i, text in enumerate(entry.accepted):
        yield f"accepted_{i + 1}", text


def _of_expression(entry: TypedAnswer) -> Iterator[tuple[str, Any]]:
    first = entry.reader["notation"]["symbols"][0]
    yield "in_brackets", f"({entry.right})"
    yield "in_dollars", f"${entry.right}$"
    yield "terms_added_and_taken_off", f"{first} + {entry.right} - {first}"
    yield "halved_and_doubled", f"\\frac{{{entry.right}}}{{2}} \\cdot 2"


def _option_id(kind: str, letter: str, is_right: bool) -> str:
    return f"{'chooses' if kind == 'choice' else 'misses' if is_right else 'ticks'}_{letter}"


def _answer_with(kind: str, letter: str, right: frozenset[str]) -> Any:
    """Return the answer that is wrong about this option only."""
    return letter if kind == "choice" else right ^ {letter}


def _word(answer: Any) -> str:
    """Return a known wrong answer in a form that can be part of an id."""
    signs = {"*": "times", "+": "plus", "-": "minus", "/": "over", "^": "to_the", "(": "", ")": "", ".": "point"}
    return "".join(signs.get(sign, sign) for sign in str(answer).replace(" ", "_"))
