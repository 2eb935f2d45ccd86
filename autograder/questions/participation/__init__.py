"""`participation`: the quiz. Its questions come from a bank; here they become parts, slips and variants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from autograder.checks.expectations import answered
from autograder.latex_to_text import plain_math
from autograder.questions.participation.bank import BankEntry, load
from autograder.questions.schema import Assignment, Case, Draw, Part, Question, Read, Slip, Variant, quiz_answer

FORMULA = re.compile(r"\$([^$]+)\$")


def question(entry: BankEntry) -> Question:
    """A question of one part, all or nothing: public checks read the answer, hidden ones decide it."""
    return Question(
        id=entry.id,
        title=entry.topic,
        owns={entry.id: set(entry.right) if entry.kind == "choices" else entry.right},
        parts=(_part(entry),),
        slips=tuple(_slips(entry)),
        variants=tuple(Variant(name, _assigning(entry, answer)) for name, answer in _spellings(entry)),
        experiment=f"Look up what the slides say about it ({entry.topic}), then answer {entry.id} once more.",
    )


def _part(entry: BankEntry) -> Part:
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


def _slips(entry: BankEntry) -> Iterator[Slip]:
    """Every known wrong answer with its explanation, then one that nobody thought of."""
    for wrong in entry.wrong:
        yield Slip(wrong.id, _in_plain_text(wrong.explanation), _assigning(entry, wrong.answer))
    if entry.otherwise:
        yield Slip("another_answer", _in_plain_text(entry.otherwise), _assigning(entry, _unheard_of(entry)))


def _in_plain_text(text: str) -> str:
    """`text` with its formulas in Unicode: a slip's sentence is read in terminals, on Gradescope and aloud."""
    return FORMULA.sub(lambda found: plain_math(found[1]), text)


def _assigning(entry: BankEntry, answer: Any) -> str:
    if isinstance(answer, frozenset):
        letters = ", ".join(repr(letter) for letter in sorted(answer))
        return f"{entry.id} = {{{letters}}}\n" if answer else f"{entry.id} = set()\n"
    return f"{entry.id} = {answer}\n" if isinstance(answer, _Code) else f"{entry.id} = {answer!r}\n"


class _Code(str):
    """An answer given as Python source."""


def _unheard_of(entry: BankEntry) -> Any:
    """A readable wrong answer that is none of the known ones."""
    if entry.kind == "number":
        return 1000 + abs(entry.right) + sum(abs(wrong.answer) for wrong in entry.wrong)
    if entry.kind == "text":
        return "a butterfly"
    return f"17*({entry.reader['notation']['symbols'][0]})^3 + 4"


def _spellings(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    """The right answer in the ways in which students type it."""
    spellings = {"choice": _of_choice, "choices": _of_choices, "number": _of_number, "text": _of_text}
    yield from spellings.get(entry.kind, _of_expression)(entry)


def _of_choice(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    letter = entry.right
    yield "upper_case", letter.upper()
    yield "with_bracket", f"{letter})"
    yield "with_spaces", f" {letter.upper()} "
    yield "in_a_list", [letter]
    yield "in_a_set", _Code(f"{{{letter!r}}}")


def _of_choices(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    letters = sorted(entry.right)
    yield "list_with_duplicates", [*letters, *letters[:1]]
    yield "tuple", tuple(letter.upper() for letter in letters)
    yield "one_string", "".join(reversed(letters))
    yield "commas", ", ".join(letters)


def _of_number(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    numerator, denominator = float(entry.right).as_integer_ratio()
    yield "float", float(entry.right)
    yield "fraction", f"{numerator}/{denominator}"
    yield "text", str(entry.right)
    yield "numpy", _Code(f"np.float64({entry.right})")
    yield "array", _Code(f"np.array([{entry.right}])")
    yield "within_tolerance", entry.right + 0.5 * entry.tolerance


def _of_text(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    yield "upper_case", entry.right.upper()
    yield "in_a_sentence_of_its_own", f"  The {entry.right.capitalize()}. "
    yield "hyphenated", f"{entry.right[:4]}-{entry.right[4:]}"
    if len(entry.right) >= 8:
        yield "typing_slip", entry.right[:4] + entry.right[5:]
    for i, text in enumerate(entry.accepted):
        yield f"accepted_{i + 1}", text


def _of_expression(entry: BankEntry) -> Iterator[tuple[str, Any]]:
    first = entry.reader["notation"]["symbols"][0]
    yield "in_brackets", f"({entry.right})"
    yield "in_dollars", f"${entry.right}$"
    yield "terms_added_and_taken_off", f"{first} + {entry.right} - {first}"
    yield "halved_and_doubled", f"\\frac{{{entry.right}}}{{2}} \\cdot 2"


ASSIGNMENT = Assignment("participation", "Participation quiz", tuple(question(entry) for entry in load()))
