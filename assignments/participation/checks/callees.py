"""Which functions a student's function calls, itself or through others: told from its code, without a call."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any


def called(name: str, namespace: dict[str, Any]) -> list[str]:
    """The functions of `namespace` that `namespace[name]` reaches, nearest first, without itself."""
    found, waiting = [name], [name]
    while waiting:
        function = namespace.get(waiting.pop(0))
        if isinstance(function, FunctionType):
            new = [other for other in _names(function.__code__) if other not in found and callable(namespace.get(other))]
            found += dict.fromkeys(new)
            waiting += dict.fromkeys(new)
    return found[1:]


def _names(code: CodeType) -> Iterator[str]:
    """Every global name or attribute in `code` and in the functions written inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
