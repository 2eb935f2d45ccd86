"""Recipes for arguments: data from which each call builds its own arguments, in a worker or in a student's notebook.

A recipe is a number, a string, an array, `Seeded` (a NumPy generator) or `Function` (a named public function, such as
the f of a numerical gradient). Each call builds new arguments, so a call that modifies them does not affect others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Seeded:
    """Recipe for a `numpy.random.Generator` with this seed."""

    seed: int


@dataclass(frozen=True)
class Function:
    """Recipe for a public function of one argument; `source` defines `name` and may use only `np`."""

    name: str
    source: str


def build(recipe: Any) -> Any:
    """Return a new, writable argument made from `recipe`."""
    if isinstance(recipe, np.ndarray):
        return np.array(recipe, copy=True)
    if isinstance(recipe, Seeded):
        return np.random.default_rng(recipe.seed)
    if isinstance(recipe, Function):
        return defined(recipe.name, compiled(recipe))
    return recipe


@lru_cache(maxsize=256)
def compiled(function: Function) -> CodeType:
    """Return the compiled code that defines the function."""
    return compile(function.source, f"<{function.name}>", "exec")


def defined(name: str, code: CodeType) -> Any:
    """Return the function `name` that `code` defines, the same one each time; a generator is a new one each time."""
    known = _FUNCTIONS.get((name, code))
    if known is None:
        namespace: dict[str, Any] = {"np": np}
        exec(code, namespace)  # the grader's own public text, never a student's
        known = namespace[name]
        if isinstance(known, FunctionType):
            if len(_FUNCTIONS) > 256:
                _FUNCTIONS.clear()
            _FUNCTIONS[name, code] = known
    return known


_FUNCTIONS: dict[tuple[str, CodeType], FunctionType] = {}


def to_json(value: Any) -> Any:
    """Return a recipe or an expectation as JSON data; floats keep every bit, infinities and NaN become strings."""
    if isinstance(value, np.ndarray):
        return {"array": to_json(value.tolist()), "dtype": value.dtype.name, "shape": list(value.shape)}
    if isinstance(value, Seeded):
        return {"seed": value.seed}
    if isinstance(value, Function):
        return {"function": value.name, "source": value.source}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {"dict": {key: to_json(item) for key, item in value.items()}}
    if isinstance(value, float) and not np.isfinite(value):
        return {"float": repr(value)}
    return value.item() if isinstance(value, np.generic) else value


def from_json(data: Any) -> Any:
    """Return the recipe or expectation that `to_json` made `data` from; tuples come back as lists."""
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return np.array(from_json(data["array"]), dtype=data["dtype"]).reshape(data["shape"])
    if "seed" in data:
        return Seeded(data["seed"])
    if "function" in data:
        return Function(data["function"], data["source"])
    if "float" in data:
        return float(data["float"])
    return {key: from_json(item) for key, item in data["dict"].items()}
