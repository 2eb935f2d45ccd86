"""One question's public checks as plain text, for a terminal, an export and a screen reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from .arguments import Function, Seeded, from_json
from .case_file import short
from .terminal import wrapped

LONGEST_CALL = 100  # columns of a call on one line
LONG = 400  # characters of one that is spread over lines; what is longer would bury what is said of it
NOT_FINITE = re.compile(r"\b(inf|nan)\b")


def called_as(ask: dict[str, Any]) -> list[str]:
    """The call that a case makes, as lines to type: `sigmoid(np.array([0., 1.]))`, after the functions that it is given;
    an argument a line when one line would be too long, nothing when all would be.
    """
    if "arguments" not in ask:
        return []
    recipes = [from_json(data) for data in ask["arguments"]]
    arguments = [_shown(recipe) for recipe in recipes]
    call = [f"{ask['name']}({', '.join(arguments)})"]
    if len(call[0]) > LONG:
        return []
    if len(call[0]) > LONGEST_CALL:
        call = [f"{ask['name']}(", *(f"  {argument}," for argument in arguments), ")"]
    given = [line for recipe in recipes if isinstance(recipe, Function) for line in recipe.source.splitlines()]
    return [*call, *(["with"] if given else []), *(f"  {line}" for line in given)]


def _shown(recipe: Any) -> str:
    """A recipe as Python that makes it again, to the last bit."""
    if isinstance(recipe, Function):
        return recipe.name
    if isinstance(recipe, Seeded):
        return f"np.random.default_rng({recipe.seed})"
    text = repr(recipe)
    if isinstance(recipe, np.ndarray):
        whole = recipe.size + 1
        exact = np.array2string(recipe, separator=", ", floatmode="unique", threshold=whole, max_line_width=10_000)
        text = "np.array(" + exact.replace("\n", "") + ")"
    return NOT_FINITE.sub(r"np.\1", text)


if TYPE_CHECKING:
    from .checked import Checked, CheckedPart

# How each kind of ask is shown; a hand-out has those that it needs.
CALL_TEXTS = {
    "call": called_as,
}
# The failing call is an experiment that this answer cannot pass; a hint may be about something else.
TRY_THIS = (
    "  Try this: make the call above yourself, print each step, and find the first one that differs from your own "
    "calculation by hand."
)
MORE = "Your score comes from additional hidden tests: other sizes, extreme values, integers."
READABLE = "we can read your answer; these checks do not tell you whether it is correct."


def full_text(found: Checked) -> str:
    """Return everything that there is to say of a question, in lines of at most 80 columns."""
    return "\n".join(map(wrapped, _lines(found)))


def _lines(found: Checked) -> list[str]:
    if found.right:
        return [f"{found.id}: {sentence_if_right(found)}"]
    if not found.parts:
        return [f"{found.id}: {found.note}"]
    return [f"{found.id}: {found.title}", *_of_parts(found), *_after_parts(found)]


def sentence_if_right(found: Checked) -> str:
    """Return what a question that passes is told: never more than was checked."""
    if not found.parts:
        return "in words, and written; graded by a person."
    return READABLE if found.reads_only else f"all public checks pass. {MORE}"


def _of_parts(found: Checked) -> list[str]:
    lines: list[str] = []
    before: list[str] = []
    for names, part in together(found.wrong[:1] if found.blank else found.wrong):
        lines.append(f"  {names}: {part.finding.sentence}")
        call = call_text(part.ask)
        lines += [f"    {text}" for text in (part.finding.detail, *_call_lines(call, before)) if text]
        before = call
    return lines


def _call_lines(call: list[str], before: list[str]) -> list[str]:
    if not call:
        return []
    return ["called as: the same"] if call == before else [f"called as: {call[0]}", *call[1:]]


def _after_parts(found: Checked) -> list[str]:
    lines = [f"  {text}" for text in (found.note, found.origin) if text]
    tried = not found.blank and any(part.finding.verdict == "wrong" for part in found.wrong)
    called = any(call_text(part.ask) for part in found.wrong)
    return lines + ([TRY_THIS] if tried and called else [])


def call_text(ask: dict[str, Any]) -> list[str]:
    """Return the call that a case makes as lines of Python; [] for the look at a variable."""
    return CALL_TEXTS["call"](ask) if "arguments" in ask else []


def together(parts: list[CheckedPart]) -> list[tuple[str, CheckedPart]]:
    """Return the parts of which the same is to be said, as a rule an exception of the function they share, under all their names."""
    first: dict[tuple[str, str], tuple[list[str], CheckedPart]] = {}
    for part in parts:
        key = part.finding.sentence, part.finding.detail
        first.setdefault(key, ([], part))[0].append(part.name)
    return [(", ".join(names), part) for names, part in first.values()]


def status(found: Checked) -> tuple[str, str, str]:
    """Return a question's state in a word, its color, and what more there is to say on its line."""
    if not found.parts:
        return "by hand", "dim", found.note or "in words; graded by a person"
    if found.right:
        return ("readable", "green", "checked for readability only") if found.reads_only else ("ok", "green", "")
    if found.blank:
        return "to do", "dim", found.note
    right = len(found.parts) - len(found.wrong)
    return "not yet", "yellow", f"{right} of {len(found.parts)} parts" if found.wrong else found.note


def summary(results: list[Checked]) -> str:
    """Return how many questions pass, and how many can only be checked for readability: never more than was checked."""
    judged = [one for one in results if one.parts]
    readable = sum(one.right and one.reads_only for one in judged)
    right = sum(one.right and not one.reads_only for one in judged)
    count = f"{right} of {len(judged)} questions pass their public checks."
    if readable == len(judged):
        count = (
            f"{readable} of {len(judged)} answers can be read; these checks do not tell you whether they are correct."
        )
    elif readable:
        count = f"{right} of {len(judged)} pass, {readable} can only be checked for readability."
    return count + _unwritten(results)


def _unwritten(results: list[Checked]) -> str:
    """Return a reminder of what is not written yet, in code and in words: "" if nothing is."""
    code = [short(one.id) for one in results if one.parts and one.blank]
    words = [f"{short(one.id)} (in words)" for one in results if not one.parts and one.note.startswith("in words; not")]
    return f" Still to write: {', '.join([*code, *words])}." if code or words else ""
