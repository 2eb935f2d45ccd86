"""Choose the experiment that a student is shown: one about the failing part that exposes the recognized slip.

The experiment's code runs with the correct functions and again with the slip in place of one of them. Both results are
compared as printed, to four digits. An experiment that gives the same for both is not shown for that slip.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from autograder.checks.compare import NotAccepted
from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import read_expression
from autograder.checks.normalize_values import plain
from autograder.judge.cases import QuestionCases
from autograder.judge.formula_diagnosis import read_once
from autograder.judge.formula_identity import Undefined, evaluate, random_prime
from autograder.judge.slips import SlipCatalogue
from autograder.judge.verdict import JudgedQuestion
from autograder.questions.schema import Assignment, Experiment, Slip


class ExperimentBench:
    """Hold the experiments of one question and run each once on the truth and on the slips it may be shown for."""

    def __init__(self, catalogue: SlipCatalogue, cases: QuestionCases, experiments: tuple[Experiment, ...]) -> None:
        self._catalogue, self._cases, self._experiments = catalogue, cases, experiments
        self._shown: dict[tuple[int, str], str] = {}

    @classmethod
    def of(cls, catalogue: SlipCatalogue, cases: QuestionCases, assignment: Assignment) -> ExperimentBench:
        """Return the bench of a question, which is kept with its cases."""
        if "bench" not in cases.aside:
            cases.aside["bench"] = cls(catalogue, cases, assignment.experiments.get(cases.question.id, ()))
        return cases.aside["bench"]

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """Return the question's experiments; empty for answers that are chosen or written in words."""
        return self._experiments

    def choose(self, judged: JudgedQuestion, slip: Slip | None) -> Experiment | None:
        """Return the experiment for the first part that fails: for a slip, one that exposes it."""
        failing = next((part.cases.part.name for part in judged.parts if not part.right), "")
        fitting = self.fitting(failing)
        if slip is None:
            return fitting[0] if fitting else None
        return next((experiment for experiment in fitting if self.exposes(experiment, slip)), None)

    def fitting(self, part: str) -> list[Experiment]:
        """Return the experiments about a part: those about it alone first, then those about the whole question."""
        own = [experiment for experiment in self._experiments if part in experiment.parts]
        return own + [experiment for experiment in self._experiments if not experiment.parts]

    def exposes(self, experiment: Experiment, slip: Slip) -> bool:
        """Return True if the slip gives another result than the truth."""
        return self.shown(experiment, slip) != self.shown(experiment)

    def shown(self, experiment: Experiment, slip: Slip | None = None) -> str:
        """Return the printed result of an experiment with a slip, or with the truth."""
        key = self._experiments.index(experiment), slip.id if slip else ""
        if key not in self._shown:
            self._shown[key] = self._run(experiment, self._catalogue.namespace(slip))
        return self._shown[key]

    def _run(self, experiment: Experiment, namespace: dict[str, Any]) -> str:
        namespace["formula"] = partial(_formulas, self._cases)
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("always")
            with np.errstate(all="warn", under="ignore"):
                try:
                    exec(compile(experiment.code, "<experiment>", "exec"), namespace)  # our own text
                    text = spelled(plain(namespace["shown"]))
                except Exception as error:
                    text = f"raises {type(error).__name__}"
        warned = any(issubclass(warning.category, RuntimeWarning) for warning in caught)
        return text + (", with a warning" if warned else "")


def spelled(value: Any) -> str:
    """Return a value as text with four digits; brackets show the shape of arrays."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {spelled(item)}" for key, item in value.items()) + "}"
    if isinstance(value, np.ndarray):
        return f"array{spelled(value.tolist())}" if value.ndim else spelled(value.item())
    if isinstance(value, (list, tuple)):
        inner = ", ".join(spelled(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    return f"{value + 0.0:.4g}" if isinstance(value, (int, float)) else type(value).__name__


SHOWN = 90  # characters of each side


def apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts, cut to start shortly before the first difference."""
    same = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    start = max(0, same - SHOWN // 3) if max(len(one), len(other)) > SHOWN else 0
    head = "… " if start else ""
    cut = [head + text[start : start + SHOWN] + (" …" if len(text) > start + SHOWN else "") for text in (one, other)]
    return cut[0], cut[1]


def _formulas(cases: QuestionCases, answers: Any, **symbols: int) -> dict[str, str]:
    """Return the value of each written answer for these numbers, or why it has none."""
    if not isinstance(answers, Mapping):
        return {"all": f"no dictionary: {type(answers).__name__}"}
    results: dict[str, str] = {}
    for case in (case for part in cases.parts for case in part.all if case.expect["kind"] == "identity"):
        key = case.expect["item"]
        results[key] = _value(case.expect, answers.get(key), symbols)
    return results


def _value(expect: Mapping[str, Any], text: Any, symbols: Mapping[str, int]) -> str:
    try:
        expression = read_once(dict(expect), text)
        prime = random_prime("experiment")
        numbers = {name: (value, 1) for name, value in symbols.items()}
        for name, text in expect["definitions"].items():  # a and b, which a formula may use
            numbers[name] = evaluate(read_expression(text, Notation.from_data(expect["notation"])), numbers, prime)
        n, d = evaluate(expression, numbers, prime)
    except NotAccepted as refusal:
        return f"cannot be read: {refusal}"[:80]
    except Undefined:
        return "divides by 0"
    except Exception as error:
        return type(error).__name__
    value = n * pow(d, -1, prime) % prime
    return str(value if value < prime // 2 else value - prime)
