"""The call that a case makes, as Python to copy."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .arguments import Function, Seeded, from_json

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
