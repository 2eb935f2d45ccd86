"""The observation of one call of a student's function: everything that a verdict may depend on."""

from __future__ import annotations

import inspect
import linecache
import os
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from .arguments import build
from .normalize_values import plain

# A call itself can show returned, raised, missing and not_callable; a sandbox adds the others.
OUTCOMES = ("returned", "raised", "missing", "not_callable", "timeout", "memory", "output", "crash", "protocol")


@dataclass(frozen=True)
class Observation:
    """What one call, or the look at one variable, showed.

    `value` is plain (see plain.py); `error` is the exception's type, `message` its text, `line` the student's own line
    it came from; `changed` the positions of the arguments that the call altered; `warnings` the categories warned of.
    """

    outcome: str
    value: Any = None
    error: str = ""
    message: str = ""
    line: str = ""
    changed: tuple[int, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    warned: str = ""  # the first warning about numbers, and its line
    changed_name: str = ""  # the first argument that was altered: "its argument W0"
    same_as: str = ""  # the argument whose memory the returned array is: "its argument w"


def observe_call(namespace: dict[str, Any], name: str, recipes: tuple[Any, ...]) -> Observation:
    """Call `namespace[name]` with arguments made from `recipes`."""
    function = namespace.get(name)
    if function is None or function is Ellipsis:
        return Observation("missing")
    if not callable(function):
        return Observation("not_callable", value=plain(function))
    return observe(function, tuple(build(recipe) for recipe in recipes))


def observe_variable(namespace: dict[str, Any], name: str) -> Observation:
    """Return the observation of the variable `name`; None and `...` are values, an undefined name is missing."""
    if name not in namespace:
        return Observation("missing")
    return Observation("returned", value=plain(namespace[name]))


def read_variable(ask: dict[str, Any], namespace: dict[str, Any], endless: dict[str, str]) -> tuple[Observation, str]:
    """Return the observation of the variable that `ask` names, and ""; the signature is that of `call_function`."""
    return observe_variable(namespace, ask["name"]), ""


def observe(function: Any, arguments: tuple[Any, ...]) -> Observation:
    """Call `function(*arguments)` and return what it shows; exceptions become part of the observation."""
    before = [_snapshot(argument) for argument in arguments]
    value: Any = None
    outcome, words = "returned", {}
    # NumPy's initial settings, since the function itself must be free of warnings that the submission may switch off.
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            value, same = _plain_and_same(function(*arguments), arguments)
            words = {} if same is None else {"same_as": argument(function, same)}
        except NotImplementedError as error:
            outcome, words = "missing", {"error": "NotImplementedError", "line": student_line(error)}
        except MemoryError:
            outcome = "memory"
        except (Exception, SystemExit) as error:
            outcome, words = "raised", {"line": student_line(error), **describe_error(error)}
    if value is None and outcome == "returned" and "print" in _names_in(function):
        words = {"message": PRINTED}
    changed = tuple([i for i, was in enumerate(before) if was is not None and _changed(arguments[i], was)])
    if not (words or changed or caught):  # nearly always
        return Observation(outcome, value)
    return Observation(
        outcome,
        value,
        changed=changed,
        warnings=tuple([w.category.__name__ for w in caught[:20]]),
        warned=_first_of_numbers(caught),
        changed_name=argument(function, changed[0]) if changed else "",
        **words,
    )


def _plain_and_same(result: Any, arguments: tuple[Any, ...]) -> tuple[Any, int | None]:
    """Return a result as plain data, and the position of the argument whose memory it is, or None.

    The result itself is not kept: a coroutine warns when it is deleted, which belongs to the call.
    """
    if type(result) is not np.ndarray:
        return plain(result), None
    same = next((i for i, a in enumerate(arguments) if result is a or result.base is a is not None), None)
    return plain(result), same


PRINTED = "printed"  # the message for a function that returned None and contains a call of print


def _names_in(function: Any) -> tuple[str, ...]:
    """Return the names that a function's code uses; () if it is not written in Python."""
    return getattr(getattr(function, "__code__", None), "co_names", ())


def gives_nothing(seen: Observation) -> bool:
    """Return whether a call or a variable has no value: it is missing, None or `...`."""
    return seen.outcome == "missing" or (seen.outcome == "returned" and (seen.value is None or seen.value is Ellipsis))


def _first_of_numbers(caught: list[warnings.WarningMessage]) -> str:
    """Return NumPy's first warning about numbers with its line: `"overflow encountered in exp" (line 230)`."""
    for warning in caught:
        if warning.category is RuntimeWarning:
            return f'"{str(warning.message)[:120]}" ({_place(warning.filename)}line {warning.lineno})'
    return ""


def argument(function: Any, position: int) -> str:
    """Return words for the argument of `function` at `position`, counted from 0: "its argument W0"."""
    try:
        return f"its argument {list(inspect.signature(function).parameters)[position]}"
    except (TypeError, ValueError, IndexError):  # a built-in function, or one that takes *args
        return "an argument it was given"


def describe_error(error: BaseException) -> dict[str, str]:
    """Return the type and the text of an exception, each truncated for a report."""
    try:
        text = str(error)
    except Exception:  # a hostile __str__
        text = ""
    return {"error": type(error).__name__[:80], "message": text[:300]}


def student_line(error: BaseException) -> str:
    """Return the deepest line of the student's code in a traceback, as "cell 3, line 2: return z + w", or ""."""
    for frame, number in student_frames(error):
        name = frame.f_code.co_filename
        text = linecache.getline(name, number).strip()[:120]
        return f"{_place(name)}line {number}: {text}".rstrip(": ")
    return ""


def student_frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    """Yield the frames of the student's code in the error's traceback with their line numbers, deepest first."""
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        name = frame.f_code.co_filename
        if (
            name.startswith("<cell ")
            or name.endswith("(submitted)")
            or dict.get(frame.f_globals, "__name__") == "__main__"
        ):
            yield frame, number


def _place(filename: str) -> str:
    """Return the file or cell of a line, followed by a comma; "" in Jupyter, which does not show its cells' names."""
    if "ipykernel" in filename or filename.startswith("<ipython"):
        return ""
    return os.path.basename(filename.strip("<>").removesuffix(" (submitted)")) + ", "


def _snapshot(argument: Any) -> Any:
    return argument.copy() if isinstance(argument, np.ndarray) else None


def _changed(argument: Any, was: np.ndarray) -> bool:
    same_layout = argument.shape == was.shape and argument.dtype == was.dtype
    if same_layout and argument.tobytes() == was.tobytes():  # the usual case, and 40 times faster than array_equal
        return False
    return not (same_layout and np.array_equal(argument, was, equal_nan=was.dtype.kind in "fc"))
