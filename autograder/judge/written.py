"""Is a written expression the derivative asked for, and if not, what kind of mistake is it?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from autograder.checks.answers import NotAccepted, read_written
from autograder.checks.compare import Wrong
from autograder.checks.expect import Expectation
from autograder.checks.expressions import Expression, read_expression
from autograder.checks.notation import Notation
from autograder.judge.difference import explain_difference
from autograder.judge.identity import NowhereDefined, identical


def identity(
    truth: str,
    notation: Mapping[str, Any],
    key: str,
    *,
    own_name: str = "",
    paths: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> Expectation:
    """An expression identical to `truth`, decided at points drawn from `key`.

    Args:
        truth: the answer, in the symbols of `notation`.
        own_name: an answer may begin with it and an equals sign.
        paths: by node, the contributions whose sum is `truth`; they tell a missing path from another mistake.
        definitions: formulas that may stand for a symbol.
    """
    return {
        "kind": "identity",
        "truth": truth,
        "notation": notation,
        "key": key,
        "own_name": own_name,
        "paths": dict(paths or {}),
        "definitions": dict(definitions or {}),
    }


def judge_identity(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raises Wrong, with a sentence that says what kind of mistake it is and gives nothing of the answer away."""
    read = _reader(expect)
    truth, definitions = read(expect["truth"]), _all(read, expect["definitions"])
    try:
        given = read_written(expect, value)
        if not identical(given, truth, expect["key"], definitions):
            found = explain_difference(given, truth, expect["key"], _all(read, expect["paths"]), definitions)
            raise Wrong("wrong", f"{label}: {found.sentence}")
    except (*NotAccepted, NowhereDefined) as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


def same_formula(expect: Expectation, one: Any, other: Any) -> bool:
    """Do two answers show the same mistake: the same function, or a refusal of the same kind?"""
    first, second = _outcome(expect, one), _outcome(expect, other)
    if not (isinstance(first, Expression) and isinstance(second, Expression)):
        return first == second
    if expect["kind"] == "readable":
        return True
    try:
        return identical(first, second, expect["key"], _all(_reader(expect), expect["definitions"]))
    except NowhereDefined:
        return False


def _outcome(expect: Expectation, value: Any) -> Expression | str:
    """The expression, or why there is none: unreadable texts are alike only when they are the same but for spaces."""
    try:
        return read_written(expect, value)
    except NotAccepted as refusal:
        kind = getattr(refusal, "kind", refusal.verdict)
        if kind == "unreadable":
            return "".join(value.replace("∂", "d").split())
        number = isinstance(value, (bool, int, float))
        return f"{kind} (a number)" if number else kind


def _reader(expect: Expectation) -> Any:
    """Reads our own formulas, which are few and come again with every submission."""
    notation = Notation.from_data(expect["notation"])
    return lambda text: _read(text, notation)


@lru_cache(maxsize=256)
def _read(text: str, notation: Notation) -> Expression:
    return read_expression(text, notation)


def _all(read: Any, texts: Mapping[str, str]) -> dict[str, Expression]:
    return {name: read(text) for name, text in texts.items()}
