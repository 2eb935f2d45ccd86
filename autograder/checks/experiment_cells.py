"""Functions that given cells call: `needs` runs a student's functions safely, `reconcile` compares with a prediction.

In `with needs("dy_dW0", "forward"): …`, an exception, a missing result or an endless loop ends the block with one line
that names the function the cell needs. `path_values` lets students test their derivatives in symbols.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

import numpy as np

from .arguments import from_json
from .case_file import assignment, question_named, question_of, questions, short
from .compare import NotAccepted, read_written
from .formula_postfix import Expression
from .observation import describe_error, student_frames
from .self_check import Calls, checked
from .terminal import CODE, typed, wrapped
from .time_limit import SECONDS, TimedOut, is_interrupt, time_limit

NOT_WRITTEN = "is not written yet"


class NotReady(Exception):
    """Raised when the function `name`, which a cell needs, returns no result; the text describes its state."""

    def __init__(self, name: str, state: str) -> None:
        super().__init__(state)
        self.name = name


class needs:
    """Context manager for a cell that calls the named functions; it reports their exceptions in one line.

    `seconds` is the time limit of the block, SECONDS by default.
    """

    def __init__(self, *names: str, seconds: float | None = None) -> None:
        self._names, self._seconds = names, SECONDS if seconds is None else seconds

    def __enter__(self) -> None:
        frame = sys._getframe(1)
        self._namespace, self._line = frame.f_globals, frame.f_lineno
        self._kept = {name: self._namespace.get(name) for name in self._names}
        inside: list[str] = []
        self._watched = {name: _watched(name, function, inside) for name, function in self._kept.items()}
        self._namespace.update(self._watched)
        self._limit = time_limit(self._seconds)
        self._limit.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._limit.__exit__(None, None, None)
        self._restore()
        if error is None:
            return True
        if is_interrupt(error) or isinstance(error, BrokenPipeError):
            return False
        print(self._sentence(error))
        return True

    def _restore(self) -> None:
        for name, function in self._kept.items():
            if self._namespace.get(name) is self._watched[name]:
                self._namespace[name] = function
                if function is None:
                    del self._namespace[name]

    def _sentence(self, error: BaseException) -> str:
        """Return a sentence on the function that the block needs and how to check it.

        In a file, the block is an experiment, and the command to run is on a line of its own.
        """
        in_file = "__file__" in self._namespace
        place = f"The experiment in line {self._line}" if in_file else "This cell"
        name, state = self._culprit(error)
        lacking = getattr(error, "name", name) if isinstance(error, NameError) else name
        omitted = assignment().get("omitted", {}).get(lacking)
        if omitted:
            return wrapped(f"{place} needs {lacking} of {omitted}, which your course leaves out: read on.")
        if not name:
            raised = describe_error(error)
            reason = f"{' or '.join(self._names)} may be the reason."
            return wrapped(f"{place} stopped with {raised['error']}: {raised['message'].rstrip('.')}. {reason}")
        needed = f"{place} needs {name}, which {state}."
        question = question_of(name)
        if not question:
            return wrapped(f"{needed} Write {name}.")
        if in_file:
            command = f"python {typed(self._namespace['__file__'])} {short(question)}"
            return f"{wrapped(f'{needed} Check it with')}\n{CODE}{command}"
        return wrapped(f'{needed} Check it with grader.check("{question}"), then run this cell again.')

    def _culprit(self, error: BaseException) -> tuple[str, str]:
        """Return the function that probably caused the error and a description of its state."""
        if isinstance(error, NotReady):
            return error.name, str(error)
        if isinstance(error, TimedOut):
            running = [frame.f_code.co_name for frame, _ in student_frames(error)]
            return next(
                (name for name in running if question_of(name)), self._names[0]
            ), f"did not finish in {self._seconds:g} seconds"
        functions = [frame.f_code.co_name for frame, _ in student_frames(error)]
        raised = describe_error(error)
        name = next((name for name in functions if question_of(name)), "")
        if name:
            return name, f"raised {raised['error']}: {raised['message']}".rstrip(": .")
        return self._first_wrong()

    def _first_wrong(self) -> tuple[str, str]:
        """Return the first of the functions whose public checks fail, with its state; "" if all pass."""
        calls = Calls(self._namespace)
        for name in self._names:
            question = question_named(question_of(name) or "-")
            if question and not (result := checked(question, calls)).right:
                return name, NOT_WRITTEN if result.blank else "does not pass its public checks"
        return "", ""


def _watched(name: str, function: Any, inside: list[str]) -> Callable[..., Any]:
    """Return a wrapper of `function` that raises NotReady where `function` returns nothing or is not a function.

    `inside` holds the names of the watched functions that are running. A cell gets results in their usual form; what
    a student's functions get from each other stays as it is.
    """
    if not callable(function):

        def unwritten(*args: Any, **kwargs: Any) -> Any:
            raise NotReady(name, NOT_WRITTEN if function in (None, ...) else "is not a function")

        return unwritten

    @functools.wraps(function, updated=())
    def watched(*args: Any, **kwargs: Any) -> Any:
        if not inside:  # what a function changes stays its own: later cells use these arrays, too
            args = tuple(value.copy() if isinstance(value, np.ndarray) else value for value in args)
        inside.append(name)
        try:
            result = function(*args, **kwargs)
        finally:
            inside.pop()
        if result is None or result is ...:
            raise NotReady(name, NOT_WRITTEN if result is ... else "returned None")
        if inspect.iscoroutine(result) or inspect.isgenerator(result):
            result.close()  # or Python warns that nobody awaited it
            words = ("an async function", "def", "async def"), ("a generator", "return", "yield")
            raise NotReady(name, "is {}: write `{}` in place of `{}`".format(*words[inspect.isgenerator(result)]))
        return result if inside else usual_form(name, result)

    return watched


def usual_form(name: str, result: Any) -> Any:
    """Return an accepted result of the function as numbers and arrays: `[[2.0]]` for a number becomes 2.0."""
    question = question_named(question_of(name) or "-")
    asked = [case for part in (question["parts"] if question else ()) for case in part["cases"]]
    expectations = [from_json(case["expect"]) for case in asked if case["ask"]["name"] == name]
    kinds = {expect.get("item"): expect["kind"] for expect in expectations}
    if isinstance(result, dict):
        return {key: _usual(kinds.get(key), value) for key, value in result.items()}
    if isinstance(result, (tuple, list)) and 0 in kinds:
        return tuple(_usual(kinds.get(place), value) for place, value in enumerate(result))
    return _usual(kinds.get(None), result)


def _usual(kind: str | None, value: Any) -> Any:
    """Return a number in an array of one element as a number, and a list of numbers as an array."""
    try:
        if kind == "number":
            return np.asarray(value).item() if isinstance(value, (list, tuple, np.ndarray)) else value
        return np.asarray(value, dtype=float) if isinstance(value, list) else value
    except (TypeError, ValueError):
        return value


IN_NOTEBOOK = "Type your prediction in the cell above first (any guess counts), run it, then run this cell again."
IN_FILE = "Type your prediction above line {line} first (any guess counts), then run the experiments again."
_predicted: list[Any] = []


def reconcile(prediction: Any, fact: Any) -> None:
    """Print the prediction and the result; the first call prints the result only if a prediction was typed."""
    if prediction is ... and not _predicted:
        in_file = "__file__" in sys._getframe(1).f_globals
        print(IN_FILE.format(line=sys._getframe(1).f_lineno) if in_file else IN_NOTEBOOK)
        return
    if prediction is not ...:
        _predicted.append(prediction)
    print("you predicted:", "nothing" if prediction is ... else prediction)
    print("it came out:  ", fact)


def path_values(answers: Any, edges: Mapping[str, float]) -> dict[str, str]:
    """Return for each derivative that q1 asks for its value with these edges, or the reason why it has no value."""
    values = {}
    for part in questions()[0]["parts"]:
        expect = from_json(part["cases"][0]["expect"])
        try:
            expression = read_written(expect, answers.get(part["name"], ...))
            values[part["name"]] = f"{float(_value(expression, edges)):.6f}"
        except (AttributeError, TypeError):
            values[part["name"]] = "structure and the edges must be dicts with a number for each edge"
        except KeyError as error:
            values[part["name"]] = f"there is no edge {error}"
        except NotAccepted:
            values[part["name"]] = "not readable (the check of q1 says why)"
        except ArithmeticError as error:
            values[part["name"]] = str(error)
    return values


def _value(expression: Expression, edges: Mapping[str, float]) -> Any:
    stack: list[Any] = []
    for kind, value in expression.steps:
        if kind == "symbol":
            stack.append(edges[value])
        elif kind == "number":
            stack.append(value[0] / value[1])
        elif kind == "negate":
            stack.append(-stack.pop())
        elif kind == "power":
            stack.append(stack.pop() ** value)
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(
                {"+": left + right, "-": left - right, "*": left * right}.get(kind) if kind != "/" else left / right
            )
    return stack[-1]
