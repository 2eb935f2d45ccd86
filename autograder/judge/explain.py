"""Explain failing cases to TAs, with a snippet that reproduces each with the student's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.arguments import Function, Seeded
from autograder.judge.messages import label, told
from autograder.judge.verdict import JudgedCase, JudgedQuestion
from autograder.questions.schema import Call


@dataclass(frozen=True)
class Explanation:
    """Describe the first failing case of a part. `got` and `expected` are short texts, `snippet` is Python."""

    part: str
    public: bool
    tags: tuple[str, ...]
    sentence: str
    got: str
    expected: str
    snippet: str


def explain(judged: JudgedQuestion) -> tuple[Explanation, ...]:
    """Return an explanation of the first failing case of each part that fails."""
    return tuple(_explanation(part.cases.part.name, part.wrong[0]) for part in judged.parts if part.wrong)


def _explanation(part: str, failing: JudgedCase) -> Explanation:
    return Explanation(
        part=part,
        public=failing.public,
        tags=failing.case.tags,
        sentence=told(failing),
        got=_short(failing.seen.value) if failing.seen.outcome == "returned" else failing.seen.outcome,
        expected=_expected(failing),
        snippet=_snippet(failing),
    )


def _expected(failing: JudgedCase) -> str:
    if "value" not in failing.case.expect:
        return ", ".join(
            f"{key}: {_short(value)}" for key, value in failing.case.expect.items() if key not in ("kind", "of")
        )
    return f"{label(failing).rstrip(',')} = {_short(failing.case.expect['value'])}"


def _snippet(failing: JudgedCase) -> str:
    """Return Python code that makes the failing call, to be run after the student's own code."""
    ask = failing.case.ask
    if not isinstance(ask, Call):
        return f"print({ask.name})"
    lines = [
        "import numpy as np",
        *(argument.source.strip() for argument in ask.arguments if isinstance(argument, Function)),
    ]
    arguments = ", ".join(_python(argument) for argument in ask.arguments)
    key = failing.case.expect.get("item")
    return "\n".join([*lines, f"print({ask.name}({arguments}){'' if key is None else f'[{key!r}]'})"])


def _python(recipe: Any) -> str:
    if isinstance(recipe, np.ndarray):
        kind = "" if recipe.dtype == np.float64 and recipe.size and recipe.ndim else f", dtype={recipe.dtype.name!r}"
        shape = f".reshape({recipe.shape})" if recipe.size == 0 else ""
        return f"np.array({recipe.tolist()!r}{kind}){shape}".replace("inf", "np.inf").replace("nan", "np.nan")
    if isinstance(recipe, Seeded):
        return f"np.random.default_rng({recipe.seed})"
    return recipe.name if isinstance(recipe, Function) else repr(recipe)


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        with np.printoptions(precision=6, threshold=12, linewidth=10_000):
            value = repr(value).replace("\n", "")
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 300 else text[:297] + "..."
