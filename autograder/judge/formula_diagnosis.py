"""Diagnose a wrong formula from its values, without giving the answer away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from autograder.checks.compare import NotAccepted, Wrong, read_written
from autograder.checks.expectations import Expectation
from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import Expression, read_expression
from autograder.judge.formula_identity import NowhereDefined, Ratio, identical, random_prime, values
from autograder.judge.long_formulas import LONG_FORMULAS, is_long

LONGEST_EXPLAINED = 2_000
"""Steps. A person writes fewer, and each value below costs time in proportion."""

LARGEST_FACTOR = 1_000
"""The largest numerator or denominator of a factor that is named."""


@dataclass(frozen=True)
class Difference:
    """Hold a kind (path_missing, path_superfluous, sign, factor, zero, undefined, other) and one or two sentences."""

    kind: str
    sentence: str


def explain_difference(
    expression: Expression,
    truth: Expression,
    key: str,
    paths: Mapping[str, Expression] | None = None,
    definitions: Mapping[str, Expression] | None = None,
) -> Difference:
    """Return what is wrong with `expression`, which is not identical to `truth`.

    Args:
        expression: the student's formula.
        truth: the right formula.
        key: the key that draws the random points.
        paths: the contribution of each path from the derivative's top to its bottom, by a name of the path such as its
            node: those whose sum is `truth`, and any others whose presence would be a mistake.
        definitions: as for `identical`.

    Raises:
        ValueError: `expression` is identical to `truth`.

    A formula that is a sum of paths with constant factors is recognized by its values at as many random points as there
    are paths: those of any other formula give factors that are small fractions with probability below 10⁻³⁰.
    """
    if len(expression.steps) > LONGEST_EXPLAINED:
        return _other()
    paths = dict(paths or {})
    try:
        given = _factors(expression, list(paths.values()) or [truth], key, definitions)
        wanted = _factors(truth, list(paths.values()) or [truth], key, definitions)
        if given is not None and wanted is not None:
            names = list(paths) or ["the answer"]
            return _explain_factors(dict(zip(names, given)), dict(zip(names, wanted)))
        ratio = _factors(expression, [truth], key, definitions)
        if ratio is not None:
            return _of_all(ratio[0])
    except NowhereDefined as error:
        return Difference(error.kind, str(error))
    return _unused_path(expression, truth, paths) or _other()


def _explain_factors(given: Mapping[str, Fraction], wanted: Mapping[str, Fraction]) -> Difference:
    """Compare the constant factors of the paths, as given and as they should be."""
    ratios = {given[name] / wanted[name] for name in wanted if wanted[name]}
    superfluous = [name for name in wanted if given[name] and not wanted[name]]
    if len(ratios) == 1 and not superfluous:
        return _of_all(ratios.pop())
    faults = [
        Difference("path_superfluous", f"One path too many: no path goes through {name}.") for name in superfluous
    ]
    for name in wanted:
        if wanted[name] and given[name] != wanted[name]:
            faults.append(_of_path(name, given[name] / wanted[name]))
    faults.sort(key=lambda fault: fault.kind != "path_missing")
    return Difference(faults[0].kind, " ".join(fault.sentence for fault in faults[:2]))


def _of_path(name: str, ratio: Fraction) -> Difference:
    if ratio == 0:
        return Difference("path_missing", f"A path is missing: the one through {name}.")
    if ratio == -1:
        return Difference("sign", f"The path through {name} has the wrong sign.")
    return Difference(
        "factor", f"The path through {name} is off by a constant factor: it is {ratio} times what it should be."
    )


def _of_all(ratio: Fraction) -> Difference:
    if ratio == 1:
        raise ValueError("explain_difference: the expression is identical to the truth")
    if ratio == 0:
        return Difference("zero", "Your expression is 0 for all values.")
    if ratio == -1:
        return Difference("sign", "Your expression has the wrong sign for all values.")
    return Difference(
        "factor", f"Your expression is off by a constant factor: it is {ratio} times what it should be, everywhere."
    )


def _unused_path(expression: Expression, truth: Expression, paths: Mapping[str, Expression]) -> Difference | None:
    """Return the path whose own symbols are missing, or the symbol of a foreign path; for symbols of edges only."""
    if not all("/" in symbol for symbol in truth.symbols):
        return None
    for name, path in paths.items():
        others = frozenset().union(*(other.symbols for node, other in paths.items() if node != name))
        own = path.symbols - others
        if own and own <= truth.symbols and not own & expression.symbols:
            return Difference("path_missing", f"A path is missing: the one through {name}.")
    foreign = sorted(expression.symbols - truth.symbols)
    if foreign and all("/" in symbol for symbol in foreign):
        return Difference("path_superfluous", f"{foreign[0]} lies on no path of this derivative.")
    return None


def _other() -> Difference:
    return Difference(
        "other", "Your expression does not have the right values: insert numbers for its symbols and compare."
    )


def _factors(
    expression: Expression,
    paths: Sequence[Expression],
    key: str,
    definitions: Mapping[str, Expression] | None,
) -> list[Fraction] | None:
    """Return the constants with which the paths add up to `expression`; None unless they are unique and small."""
    prime = random_prime(key)
    rows = [
        [_element(value, prime) for value in values(*paths, expression, key=key, index=index, definitions=definitions)]
        for index in range(len(paths))
    ]
    solved = _solve(rows, prime)
    fractions = [_as_fraction(value, prime) for value in solved or []]
    known = [fraction for fraction in fractions if fraction is not None]
    return known if solved and len(known) == len(fractions) else None


def _element(value: Ratio, prime: int) -> int:
    return value[0] * pow(value[1], -1, prime) % prime


def _solve(rows: list[list[int]], prime: int) -> list[int] | None:
    """Return the unique x with rows·(x, −1) = 0, by Gauss–Jordan elimination modulo `prime`; None if none exists."""
    size = len(rows[0]) - 1
    for column in range(size):
        pivot = next((row for row in rows[column:] if row[column]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        scaled = [entry * pow(pivot[column], -1, prime) % prime for entry in pivot]
        rows = [[(a - row[column] * b) % prime for a, b in zip(row, scaled)] for row in rows]
        rows.insert(column, scaled)
    return [row[size] for row in rows]


def _as_fraction(element: int, prime: int) -> Fraction | None:
    """Return the fraction n/d with |n|, d ≤ LARGEST_FACTOR equal to `element` modulo `prime` (Wang 1981), or None."""
    (r, t), (s, u) = (prime, 0), (element, 1)
    while s > LARGEST_FACTOR:
        quotient = r // s
        (r, t), (s, u) = (s, u), (r - quotient * s, t - quotient * u)
    return Fraction(s, u) if 0 < abs(u) <= LARGEST_FACTOR else None


def judge_identity(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raise Wrong if a formula is not right; the sentence names the kind of mistake without the answer."""
    try:
        mistake = LONG_FORMULAS.once(value, (expect["truth"], expect["key"], label), lambda: _difference(expect, value))
    except (*NotAccepted, NowhereDefined) as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None
    if mistake:
        raise Wrong("wrong", f"{label}: {mistake}")


def _difference(expect: Expectation, value: Any) -> str:
    """Return what is wrong with an answer, in a sentence; "" if it is right."""
    read = _reader(expect)
    truth, definitions = read(expect["truth"]), _all(read, expect["definitions"])
    given = read_once(expect, value)
    if identical(given, truth, expect["key"], definitions):
        return ""
    return explain_difference(given, truth, expect["key"], _all(read, expect["paths"]), definitions).sentence


def judge_readable(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    """Raise Wrong, with the reason, if an answer cannot be read or is refused."""
    try:
        read_once(expect, value)
    except NotAccepted as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


def read_once(expect: Expectation, value: Any) -> Expression:
    """Return the expression in an answer, as `read_written` reads it."""
    about = ("read", repr(expect["notation"]), expect.get("own_name", ""))
    expression: Expression = LONG_FORMULAS.once(value, about, lambda: read_written(expect, value))
    return expression


def same_formula(expect: Expectation, one: Any, other: Any) -> bool:
    """Return True if two answers show the same mistake: the same function, or a refusal of the same kind.

    Long formulas are compared as texts.
    """
    if is_long(one) or is_long(other):
        return bool(one == other)
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
    """Return the expression or the kind of refusal; unreadable texts are returned without spaces."""
    try:
        return read_written(expect, value)
    except NotAccepted as refusal:
        kind = getattr(refusal, "kind", refusal.verdict)
        if kind == "unreadable":
            return "".join(value.replace("∂", "d").split())
        number = isinstance(value, (bool, int, float))
        return f"{kind} (a number)" if number else kind


def _reader(expect: Expectation) -> Any:
    """Return a cached reader of our own formulas, which are few and recur with every submission."""
    notation = Notation.from_data(expect["notation"])
    return lambda text: _read(text, notation)


@lru_cache(maxsize=256)
def _read(text: str, notation: Notation) -> Expression:
    return read_expression(text, notation)


def _all(read: Any, texts: Mapping[str, str]) -> dict[str, Expression]:
    return {name: read(text) for name, text in texts.items()}
