"""The comparison of an observation with an expectation: missing → raises → type → shape → finite → values.

The first step that fails is reported. The same comparison judges hidden cases, the public checks in a student's folder
and `grader.check` in a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .expectations import Expectation
from .findings import NEW, RIGHT, SILENT, UNCHANGED, Finding, Wrong, describe
from .formula_notation import Notation, Refused, UnreadableAnswer
from .formula_reader import read_expression
from .numeric import judge_numbers, judge_shape
from .observation import PRINTED, Observation, gives_nothing
from .quiz_answers import NotAnswered, WrongType, read_choice, read_choices, read_number, read_symbolic, read_text
from .similar_names import namesake
from .special_kinds import judge_draws, judge_draws_of_one_value, judge_equal_units, judge_losses

NotAccepted = (NotAnswered, WrongType, UnreadableAnswer, Refused)
"""The exceptions that reading a typed answer may raise; each has a `verdict` and a sentence for the student as text."""


def read_written(expect: Expectation, value: Any) -> Any:
    """Return the expression in the string `value`, in the symbols of the expectation's notation.

    Raises:
        NotAccepted: the answer is missing, not a string, unreadable or refused, in this order.
    """
    if value is None or value is Ellipsis or (isinstance(value, str) and not value.strip(" .…\t\r\n")):
        raise NotAnswered
    if not isinstance(value, str):
        raise WrongType('a string, such as r"…"', value)
    return read_expression(value, Notation.from_data(expect["notation"]), expect.get("own_name", ""))


def read_quiz(expect: Expectation, value: Any) -> Any:
    """Return the quiz answer in `value` in the canonical form of its kind: choice, choices, number, text or expression.

    Raises:
        NotAccepted: the answer is missing, of a wrong type, unreadable or refused.
    """
    kind = expect["answer"]
    if kind == "choice":
        return read_choice(value, expect["options"])
    if kind == "choices":
        return read_choices(value, expect["options"])
    if kind == "expression":
        return read_symbolic(value, Notation.from_data(expect["notation"]))
    return {"number": read_number, "text": read_text}[kind](value)


# Warnings about outdated code or unclosed resources, not about numbers; np.matrix gives one, for example.
NOT_ABOUT_NUMBERS = {
    "DeprecationWarning",
    "PendingDeprecationWarning",
    "VisibleDeprecationWarning",
    "FutureWarning",
    "ImportWarning",
    "ResourceWarning",
}

XOR = ("for ^", "bitwise_xor")  # in the messages of Python and of NumPy when ^ is applied to floats

ORDINALS = ("first", "second", "third", "fourth")
SIGNS_OF_LIMITS = {
    "timeout": "did not finish within the time limit",
    "memory": "needed more memory than the limit",
    "output": "returned or wrote more than the limit",
    "crash": "ended the Python process",
    "protocol": "disturbed the channel to the grader",
}

Kind = Callable[[Expectation, Any, str, bool], str | None]
"""Raises Wrong for an answer that is not right; may return the detail of one that is."""


def compare(
    expect: Expectation,
    seen: Observation,
    name: str,
    *,
    transposed: bool = False,
    kinds: Mapping[str, Kind] | None = None,
) -> Finding:
    """Return what a comparison of an observation with an expectation finds.

    Args:
        expect: the expectation.
        seen: the outcome of a call of `name`, or the value of a variable of that name.
        name: the student's function or variable.
        transposed: compare transposes of matrices, for an answer that is the transpose in every case and whose shape
            another part judges.
        kinds: further kinds of expectation, which students do not receive.
    """
    known = {**KINDS, **(kinds or {})}
    alternatives = [expect, *expect.get("or", ())]
    findings = [_all_of(alternative, seen, name, transposed, known) for alternative in alternatives]
    return next((finding for finding in findings if finding.right), findings[0])


def _all_of(expect: Expectation, seen: Observation, name: str, transposed: bool, kinds: Mapping[str, Kind]) -> Finding:
    detail = None
    try:
        for condition in [expect, *expect.get("and", ())]:
            detail = _judge(condition, seen, name, transposed, kinds)
    except Wrong as wrong:
        return _with_warning(wrong.finding, seen) if wrong.finding.verdict == "not_finite" else wrong.finding
    return Finding("right", "", detail) if detail else RIGHT


def _with_warning(finding: Finding, seen: Observation) -> Finding:
    """Return a finding on a number that is not finite with NumPy's warning, which names the line it comes from."""
    warning = f"NumPy warned: {seen.warned}" if seen.warned else ""
    return Finding(finding.verdict, finding.sentence, "; ".join(filter(None, [finding.detail, warning])))


def _judge(
    expect: Expectation, seen: Observation, name: str, transposed: bool, kinds: Mapping[str, Kind]
) -> str | None:
    detail = None
    if expect["kind"] in OUTCOMES_ASKED:
        OUTCOMES_ASKED[expect["kind"]](expect, seen, name)
    else:
        _returned(seen, name, expect)
        value = _item(expect, seen.value, name) if "item" in expect else seen.value
        detail = kinds[expect["kind"]](expect, value, label_of(expect, name), transposed)
        if expect.get("quiet"):
            _quiet(seen, name)
    if expect.get("untouched") and seen.changed:
        changed = seen.changed_name.removeprefix("its argument ") or "its argument"
        raise Wrong("wrong", f"{name} modified {changed}; {UNCHANGED}")
    if expect.get("untouched") and seen.same_as:
        raise Wrong("wrong", f"{name} returned {seen.same_as} itself; {NEW}")
    return detail


def _quiet(seen: Observation, name: str) -> None:
    loud = [category for category in seen.warnings if category not in NOT_ABOUT_NUMBERS]
    if loud:
        warning = seen.warned if loud[0] == "RuntimeWarning" and seen.warned else f"a {loud[0]}"
        raise Wrong("wrong", f"{name} triggered {warning}. {SILENT}")


def label_of(expect: Expectation, name: str) -> str:
    """Return the name, in a sentence, of the value that the expectation is about."""
    if "item" not in expect:
        return name
    key = expect["item"]
    names = re.search(r"\((.+)\)$", str(expect.get("of", "")))
    if isinstance(key, str) or names is None or key >= len(ORDINALS):
        return f"{name}[{key!r}]".replace("'", '"')
    return f"{names[1].split(', ')[key]}, the {ORDINALS[key]} value that {name} returns,"


def _returned(seen: Observation, name: str, expect: Expectation) -> None:
    """Raise Wrong unless the call returned a value: for a missing answer, an exception or an exceeded limit."""
    if gives_nothing(seen):
        if expect["kind"] in WITHOUT_VALUE:
            raise WITHOUT_VALUE[expect["kind"]](expect, name)
        if seen.message == PRINTED:
            raise Wrong("missing", f"{name} returned None. It prints its result: write `return` in place of `print`.")
        if seen.message:  # the name under which the student may have written it
            raise Wrong(
                "missing", f"{name} gives no value, but you have defined {seen.message}: rename that to {name}."
            )
        if seen.outcome == "returned" and seen.value is None:  # an unwritten function, or one without `return`
            raise Wrong("missing", f"{name} returned None. If you have already written it, is there a `return`?")
        raise Wrong("missing", f"{name} is not written yet.")
    if seen.outcome == "not_callable":
        raise Wrong("type", f"{name} is {describe(seen.value)}, expected a function.")
    if seen.outcome == "raised":
        where = f" ({seen.line})" if seen.line else ""
        power = " (a power in Python is **, not ^)" if any(sign in seen.message for sign in XOR) else ""
        raise Wrong("error", f"{name} raised {seen.error}.", f"{seen.error}: {seen.message}{where}{power}")
    if seen.outcome in SIGNS_OF_LIMITS:
        raise Wrong(seen.outcome, f"{name} {SIGNS_OF_LIMITS[seen.outcome]}.", seen.message)


def _unanswered(expect: Expectation, name: str) -> Wrong:
    form = {"choice": '"a"', "choices": '{"a", "d"} (or set() for none)'}.get(expect["answer"])
    quoted = f" Letters go in quotes: {name} = {form}." if form else ""
    return Wrong("missing", f"{name} is not answered yet.{quoted}")


# The findings on missing answers of kinds that have a sentence of their own.
WITHOUT_VALUE = {
    "answered": _unanswered,
}


def _judge_raises(expect: Expectation, seen: Observation, name: str) -> None:
    if seen.outcome != "raised":
        _returned(seen, name, expect)
        raise Wrong(
            "wrong",
            f"{name} hides an exception of the function it was given: let it propagate to the caller.",
        )
    if seen.error != expect["error"]:
        raise Wrong(
            "error", f"{name} raised {seen.error}, not the exception of the function it was given.", seen.message
        )


# The kinds that are about the outcome of a call rather than a value.
OUTCOMES_ASKED = {
    "raises": _judge_raises,
}


def _item(expect: Expectation, value: Any, name: str) -> Any:
    key, whole = expect["item"], expect["of"]
    if isinstance(key, str):
        is_variable = "notation" in expect
        if not isinstance(value, dict):
            raise Wrong("type", f"{name} {'is' if is_variable else 'returned'} {describe(value)}, expected {whole}.")
        if key not in value:
            holder = f"The dictionary {name}" if is_variable else f"The dictionary that {name} returns"
            raise Wrong("missing", f'{holder} has no key "{key}"{_near_key(key, value, whole)}.')
        entry = value[key]
    else:
        if (
            not isinstance(value, (tuple, list))
            or len(value) != (expect.get("size") or len(value))
            or len(value) <= key
        ):
            raise Wrong("type", f"{name} returned {describe(value)}, expected {whole}.")
        entry = value[key]
    if entry is None or entry is Ellipsis:
        raise Wrong("missing", f"{label_of(expect, name)} has no value yet.")
    return entry


def _near_key(key: str, value: dict[Any, Any], whole: str) -> str:
    """Return a hint at the entry that lacks: in a nested dictionary, under another spelling, or what is expected."""
    for outer, inner in value.items():
        if isinstance(inner, dict) and key in inner:
            return f', but the entry "{outer}" holds a dictionary that has it: return one dictionary'
    strings = [other for other in value if isinstance(other, str)]
    asked = re.findall(r'"([^"]+)"', whole)
    other = namesake(key, strings, asked) or next(
        (string for string in strings if _letters_of(string) == _letters_of(key)), ""
    )
    if other:
        return f', but it has "{other}": spell the key "{key}"'
    extra = [string for string in strings if string not in asked]
    but = f', but it has "{extra[0][:80]}"' if len(extra) == 1 else ""
    return f"{but}; expected {whole}"


def _letters_of(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _read(reader: Callable[[Expectation, Any], Any], expect: Expectation, value: Any, label: str) -> Any:
    try:
        return reader(expect, value)
    except NotAccepted as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


def _judge_readable(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    _read(read_written, expect, value, label)


def _judge_answered(expect: Expectation, value: Any, label: str, transposed: bool) -> str:
    """Return how the answer is read, which need not be what was typed: `"b" and "d"` is "d" in Python."""
    answer = _read(read_quiz, expect, value, label)
    if isinstance(answer, frozenset):
        return ", ".join(sorted(answer)) or "none applies"
    return str(answer if expect["answer"] in ("choice", "number") else value)[:60]


KINDS: dict[str, Kind] = {
    "number": judge_numbers,
    "vector": judge_numbers,
    "matrix": judge_numbers,
    "array": judge_numbers,
    "shape": judge_shape,
    "losses": judge_losses,
    "equal_units": judge_equal_units,
    "draws": judge_draws,
    "draws_of_one_value": judge_draws_of_one_value,
    "readable": _judge_readable,
    "answered": _judge_answered,
}
