"""Calls of a student's functions within a time limit, and the search for a called function that causes a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from .arguments import build, from_json
from .case_file import question_of
from .findings import SILENT
from .observation import Observation, argument, describe_error, observe_call, student_frames, student_line
from .time_limit import SECONDS, TimedOut, is_interrupt, time_limit


def call_function(ask: dict[str, Any], namespace: dict[str, Any], endless: dict[str, str]) -> tuple[Observation, str]:
    """Return the observation of a call, and a sentence if it modified an argument, else "".

    Args:
        ask: the name of the function and its arguments.
        namespace: the student's names.
        endless: functions that did not finish, with a sentence on the line they were in; this call may add one. They
            are not called again, and neither are functions that call them.
    """
    name = ask["name"]
    for other in [name, *called(name, namespace)]:
        if other in endless:
            where = "" if other == name else f"It calls {other}, which does not finish. "
            return Observation("timeout", message=f"{where}{endless[other]}"), ""
    try:
        with time_limit():
            seen = observe_call(namespace, name, tuple(from_json(data) for data in ask["arguments"]))
    except TimedOut as error:
        function, place = _stopped_in(error, name, namespace)
        endless[function] = f"It was stopped after {SECONDS:g} seconds{place}."
        return Observation("timeout", message=endless[function]), ""
    except BaseException as error:  # such as one of the student's own that is not an Exception
        if is_interrupt(error):
            raise
        words = describe_error(error)
        return Observation("raised", error=words["error"], message=words["message"], line=student_line(error)), ""
    return seen, _change(name, seen, namespace)


def _change(name: str, seen: Observation, namespace: dict[str, Any]) -> str:
    if not seen.changed:
        return ""
    named = argument(namespace[name], seen.changed[0])
    return f"{name} modifies {named} (−1 point). Work on a copy.{_set_again(named, namespace)}"


def _set_again(named: str, namespace: dict[str, Any]) -> str:
    """Return advice to reset the notebook's array of that name, which earlier calls may have modified, or ""."""
    name = named.rpartition(" ")[2]
    at_stake = "__file__" not in namespace and isinstance(namespace.get(name), np.ndarray)
    return f" Then run the cell again that sets {name}: your own calls may have changed it." if at_stake else ""


def _stopped_in(error: BaseException, name: str, namespace: dict[str, Any]) -> tuple[str, str]:
    """Return the student's function that was running, and its line: ("sigmoid", " in line 12: while True:")."""
    running = (frame.f_code.co_name for frame, _ in student_frames(error))
    line = student_line(error)
    return next((function for function in running if function in namespace), name), f" in {line}" if line else ""


FORMS = ("missing", "type", "shape")  # verdicts on results with which a function that uses them raises an exception


def failing_function(
    wrong: Iterable[Any],
    earlier: Iterable[dict[str, Any]],
    namespace: dict[str, Any],
    check: Callable[[dict[str, Any]], Any],
) -> str:
    """Return a sentence on the first called function of an earlier question that explains the `wrong` parts, or "".

    Where a call raises an exception, the function that raises it may explain it. That exception, or a result of the
    wrong form, is explained by a function it calls only if that one's results have the wrong form, too. A function
    that is right but for a warning explains nothing.
    """
    by_value: set[str] = set()
    by_form: set[str] = set()
    for part in wrong:
        name = part.ask["name"]
        raising = raising_function(part.ask, namespace) if part.finding.verdict == "error" else ""
        if raising:
            by_value |= {raising} - {name}
        if raising or part.finding.verdict in FORMS:
            by_form |= set(called(raising or name, namespace))
        else:
            by_value |= set(called(name, namespace))
    for question in earlier:
        asks = [
            case["ask"]["name"] for part in question["parts"] for case in part["cases"] if "arguments" in case["ask"]
        ]
        reached = [name for name in dict.fromkeys(asks) if name in by_value | by_form]
        result = check(question) if reached else None
        if result is None or result.right:
            continue
        formless = {part.ask["name"] for part in result.wrong if part.finding.verdict in FORMS}
        wrong_numbers = {part.ask["name"] for part in result.wrong if not part.finding.sentence.endswith(SILENT)}
        failing = [name for name in reached if name in formless or (name in by_value and name in wrong_numbers)]
        if failing:
            state = "is not written yet" if result.blank else "does not pass its own check"
            return f"It calls {failing[0]}, which {state} ({result.id}): start there."
    return ""


def raising_function(ask: dict[str, Any], namespace: dict[str, Any]) -> str:
    """Return the innermost function of a question that was running when the call raised an exception, or ""."""
    try:
        with time_limit():
            namespace[ask["name"]](*(build(from_json(data)) for data in ask["arguments"]))
    except TimedOut:
        return ""
    except BaseException as error:
        if is_interrupt(error):
            raise
        running = (frame.f_code.co_name for frame, _ in student_frames(error))
        return next((name for name in running if question_of(name)), "")
    return ""


def called(name: str, namespace: dict[str, Any]) -> list[str]:
    """Return the functions of `namespace` that `namespace[name]` calls, also indirectly, nearest first."""
    reached, waiting = [name], [name]
    while waiting:
        function = namespace.get(waiting.pop(0))
        if isinstance(function, FunctionType):
            new = [
                other for other in _names(function.__code__) if other not in reached and callable(namespace.get(other))
            ]
            reached += dict.fromkeys(new)
            waiting += dict.fromkeys(new)
    return reached[1:]


def _names(code: CodeType) -> Iterator[str]:
    """Yield the global names and attributes in `code` and in the functions nested in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
