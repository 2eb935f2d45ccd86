"""Write a Result as the results.pkl that `otter grade` reads back, without otter, which the grading image lacks.

A pickle refers to classes by module and name. This pickler writes the names of otter's classes without importing them;
a test reads the bytes back with otter itself.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, ClassVar

from autograder.judge.result import PartResult, QuestionResult, Result


def grading_results(result: Result) -> bytes:
    """Return the pickle of an `otter.test_files.GradingResults`: one test file per question, one case per part.

    The reason why a submission was not graded becomes otter's "catastrophic error", which it shows as grading status.
    """
    files = {q.id: _test_file(q) for q in result.questions if q.parts}
    state = {
        "results": files,
        "output": None,
        "all_hidden": False,
        "pdf_error": None,
        "notebook": None,
        "_catastrophic_error": None if result.status == "graded" else ValueError(result.message or result.status),
        "_plugin_data": {},
    }
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=2).dump(_Instance("otter.test_files", "GradingResults", state))
    return buffer.getvalue()


def _test_file(question: QuestionResult) -> _Instance:
    cases = [_case(part) for part in question.parts]
    outcomes = [_outcome(part, case) for part, case in zip(question.parts, cases)]
    state = {
        "name": question.id,
        "path": f"tests/{question.id}.py",
        "test_cases": cases,
        "all_or_nothing": False,
        "test_case_results": outcomes,
        "_score": question.points,
    }
    return _Instance("otter.test_files.exception_test", "ExceptionTestFile", state)


def _case(part: PartResult) -> _Instance:
    messages = {"success_message": None, "failure_message": None}
    state = {"name": part.name, "body": None, "hidden": True, "points": part.max, **messages}
    return _Instance("otter.test_files.abstract_test", "TestCase", state)


def _outcome(part: PartResult, case: _Instance) -> _Instance:
    message = part.message or part.gap or "passed"
    state = {"test_case": case, "message": message, "passed": part.verdict == "right"}
    return _Instance("otter.test_files.abstract_test", "TestCaseResult", state)


class _Instance:
    """An object to be pickled as an instance of a class given by name; unpickling fills it with `state`."""

    def __init__(self, module: str, name: str, state: dict[str, Any]) -> None:
        self.module, self.name, self.state = module, name, state


class _Pickler(pickle._Pickler):
    """Python's own pickler, extended to write an `_Instance` under the name of its class."""

    dispatch: ClassVar[dict[Any, Any]] = dict(pickle._Pickler.dispatch)

    def save_instance(self: Any, instance: _Instance) -> None:
        self.write(pickle.GLOBAL + f"{instance.module}\n{instance.name}\n".encode())
        self.write(pickle.EMPTY_TUPLE + pickle.NEWOBJ)
        self.memoize(instance)
        self.save(instance.state)
        self.write(pickle.BUILD)

    dispatch[_Instance] = save_instance
