"""The results of public checks as plain text, for a terminal, an export and a screen reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from .arguments import Function, Seeded, from_json
from .case_file import short
from .findings import NEW, SILENT, UNCHANGED
from .terminal import wrapped

LONGEST_CALL = 100  # columns of a call on one line
LONG = 400  # characters of a call spread over several lines; a longer one would bury the message and is left out
MANY = 16  # entries from which an identity matrix is written np.eye(n)
NOT_FINITE = re.compile(r"\b(inf|nan)\b")


def called_as(ask: dict[str, Any]) -> list[str]:
    """Return the call that a case makes as lines of Python: `sigmoid(np.array([0., 1.]))`.

    A long call has one argument on each line, a very long one is left out. Functions that are passed as arguments
    follow after a line "with".
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
    """Return a Python expression whose value equals the argument bit for bit."""
    if isinstance(recipe, Function):
        return recipe.name
    if isinstance(recipe, Seeded):
        return f"np.random.default_rng({recipe.seed})"
    text = repr(recipe)
    if isinstance(recipe, np.ndarray):
        unit = np.eye(len(recipe) if recipe.size >= MANY else 0)
        if (recipe.shape, recipe.dtype, recipe.tobytes()) == (unit.shape, unit.dtype, unit.tobytes()):
            return f"np.eye({len(recipe)})"
        whole = recipe.size + 1
        exact = np.array2string(recipe, separator=", ", floatmode="unique", threshold=whole, max_line_width=10_000)
        text = "np.array(" + exact.replace("\n", "") + ")"
    return NOT_FINITE.sub(r"np.\1", text)


if TYPE_CHECKING:
    from .checked import Checked, CheckedPart

# The function that shows each kind of ask; a student folder has only the entries that it needs.
CALL_TEXTS = {
    "call": called_as,
}
# The failing call is an experiment that fits this answer; a hint may be about something else.
TRY_THIS = (
    "  Try this: make the call above yourself, print each step, and find the first one that differs from your own "
    "calculation by hand."
)
MORE = "Your score comes from additional hidden tests: other sizes, extreme values, integers."


def full_text(result: Checked) -> str:
    """Return the complete report on a question, in lines of at most 80 columns."""
    return "\n".join(map(wrapped, _lines(result)))


def _lines(result: Checked) -> list[str]:
    if result.right:
        return [f"{result.id}: {sentence_if_right(result)}"]
    if not result.parts:
        return [f"{result.id}: {result.note}"]
    return [f"{result.id}: {result.title}", *_of_parts(result), *_after_parts(result)]


def sentence_if_right(result: Checked) -> str:
    """Return the sentence for a question that passes, which claims only what was checked."""
    if not result.parts:
        return "in words, and written; graded by a person."
    if not result.reads_only:
        return f"all public checks pass. {MORE}"
    return READS["one"](result)


def _as_read(result: Checked) -> str:
    """Return the sentence for an answer that can be read, with what shows whether it is right."""
    read = result.parts[0].finding.detail
    shown = f" ({read})" if read else ""
    advice = result.advice or "Before you hand it in, look its topic up, or work it out once more."
    return f"we can read your answer{shown}; these checks do not tell you whether it is correct. {advice}"


def _of_parts(result: Checked) -> list[str]:
    lines: list[str] = []
    before: list[str] = []
    for names, part in together(result.wrong[:1] if result.blank else result.wrong):
        lines.append(f"  {names}: {part.finding.sentence}")
        call = call_text(part.ask)
        first = "first entry: " if part.finding.sentence.endswith(" in every entry.") else ""
        detail = part.finding.detail and first + part.finding.detail
        lines += [f"    {text}" for text in (detail, *_call_lines(call, before)) if text]
        before = call
    return lines


def _call_lines(call: list[str], before: list[str]) -> list[str]:
    if not call:
        return []
    return ["called as: the same"] if call == before else [f"called as: {call[0]}", *call[1:]]


def _after_parts(result: Checked) -> list[str]:
    lines = [f"  {text}" for text in (result.note, result.origin) if text]
    tried = not result.blank and any(_is_followed_by_hand(part) for part in result.wrong)
    called = any(call_text(part.ask) for part in result.wrong)
    return lines + ([TRY_THIS] if tried and called else [])


def _is_followed_by_hand(part: CheckedPart) -> bool:
    """Return True for a wrong value that a calculation by hand may explain, not for a warning or a changed argument."""
    return part.finding.verdict == "wrong" and not part.finding.sentence.endswith((SILENT, UNCHANGED, NEW))


def call_text(ask: dict[str, Any]) -> list[str]:
    """Return the call that a case makes as lines of Python; [] for a case that reads a variable."""
    return CALL_TEXTS["call"](ask) if "arguments" in ask else []


def together(parts: list[CheckedPart]) -> list[tuple[str, CheckedPart]]:
    """Return the wrong parts, merged where their messages agree, each with the names of all merged parts.

    Messages agree as a rule because a function that the parts share raises the same exception in each.
    """
    first: dict[tuple[str, str], tuple[list[str], CheckedPart]] = {}
    for part in parts:
        key = part.finding.sentence, part.finding.detail
        first.setdefault(key, ([], part))[0].append(part.name)
    return [(", ".join(names), part) for names, part in first.values()]


def status(result: Checked) -> tuple[str, str, str]:
    """Return a question's state in one or two words, the color of its line, and a remark that may be ""."""
    if not result.parts:
        return "by hand", "dim", result.note or "in words; graded by a person"
    if result.right:
        return ("readable", "green", "not checked further") if result.reads_only else ("ok", "green", "")
    if result.blank:
        return "to do", "dim", result.note
    right = len(result.parts) - len(result.wrong)
    return "not yet", "yellow", f"{right} of {len(result.parts)} parts" if result.wrong else result.note


def summary(results: list[Checked]) -> str:
    """Return how many questions pass and how many could only be checked for readability."""
    judged = [result for result in results if result.parts]
    readable = sum(result.right and result.reads_only for result in judged)
    right = sum(result.right and not result.reads_only for result in judged)
    count = f"{right} of {len(judged)} questions pass their public checks."
    if any(result.reads_only for result in judged):
        count = READS["all"](judged, right, readable) or count
    left = unwritten(results)
    return f"{count} Still to write: {left}." if left else count


def _count_of_readable(judged: list[Checked], right: int, readable: int) -> str:
    """Return the sentence on answers of which some can only be read, and what to do about them; "" if there is none."""
    if all(result.reads_only for result in judged):
        correct = "these checks do not tell you whether they are correct. Look up what you are not sure of."
        return f"{readable} of {len(judged)} answers can be read{f'; {correct}' if readable else '.'}"
    return f"{right} of {len(judged)} pass, {readable} can only be checked for readability." if readable else ""


# The sentences on answers that can only be read; the folder of an assignment without such questions lacks them.
READS: dict[str, Any] = {
    "one": _as_read,
    "all": _count_of_readable,
}


def unwritten(results: list[Checked]) -> str:
    """Return the questions that are not written yet: "q7, q8 (in words)"."""
    code = [short(result.id) for result in results if result.parts and result.blank]
    words = [
        f"{short(result.id)} (in words)"
        for result in results
        if not result.parts and result.note.startswith("in words; not")
    ]
    return ", ".join([*code, *words])
