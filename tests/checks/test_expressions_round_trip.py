"""Test that random formulas, written in random mixtures of notations, are read correctly."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import read_expression
from autograder.judge.formula_identity import evaluate, random_prime

LETTERS = "abcwxyz"
VARIABLES = Notation(symbols=tuple(LETTERS))
EDGES = Notation.of_graph({"v": "abc", "a": "wxy", "b": "xyz"})
PRIME = random_prime("round trip")
POINT = {name: Fraction(17 * index + 5, 1) for index, name in enumerate([*LETTERS, *EDGES.symbols], start=1)}


def formulas(symbols, divide):
    """Return nested tuples: ("number", "2.5"), ("symbol", name), ("negate", f), (operator, f, g), ("^", f, n)."""
    numbers = st.sampled_from(["0", "1", "2", "3", "12", "0.5", ".25", "3.", "1000"]).map(lambda text: ("number", text))
    leaves = numbers | st.sampled_from(symbols).map(lambda name: ("symbol", name))
    operators = st.sampled_from("+-**/" if divide else "+-**")

    def joined(children):
        return st.one_of(
            st.tuples(operators, children, children),
            st.tuples(st.just("negate"), children),
            st.tuples(st.just("^"), children, st.integers(0, 4)),
        )

    return st.recursive(leaves, joined, max_leaves=12)


def value(formula):
    kind, *parts = formula
    if kind == "number":
        return Fraction(parts[0].rstrip("."))
    if kind == "symbol":
        return POINT[parts[0]]
    if kind == "^":
        return value(parts[0]) ** parts[1]
    left, *right = map(value, parts)
    if kind == "negate":
        return -left
    return {"+": lambda r: left + r, "-": lambda r: left - r, "*": lambda r: left * r, "/": lambda r: left / r}[kind](
        right[0]
    )


BINDING = {"+": 1, "-": 1, "negate": 1, "*": 2, "/": 2, "^": 3, "symbol": 4, "number": 4}


class Writer:
    """Writer of formulas in random spellings, with the brackets that the published grammar needs, or more."""

    def __init__(self, draw):
        self.draw = draw

    def one_of(self, *spellings):
        return self.draw(st.sampled_from(spellings))

    def space(self):
        return self.one_of("", "", "", " ", r"\,", "\n", "~", "\u2009")

    def bracketed(self, text):
        before, after = self.one_of("()", "[]", "{}", (r"\left(", r"\right)"), ("\\big[", "\\big]"), "（）")
        return before + self.space() + text + self.space() + after

    def operand(self, formula, binding):
        text = self.write(formula)
        return text if BINDING[formula[0]] >= binding and self.one_of(True, True, True, False) else self.bracketed(text)

    def write(self, formula):
        kind, *parts = formula
        if kind in ("number", "symbol"):
            return parts[0] if kind == "number" else self.symbol(parts[0])
        if kind == "negate":
            return self.one_of("-", "−", "- ", "+-", "–") + self.operand(parts[0], 2)
        if kind == "^":
            return self.operand(parts[0], 4) + self.power(str(parts[1]))
        if kind == "/" and self.one_of(True, False):
            return self.one_of(r"\frac", r"\dfrac ", "\frac", "\tfrac") + "".join(
                f"{{{self.write(part)}}}" for part in parts
            )
        binding = BINDING[kind]
        left, right = self.operand(parts[0], binding), self.operand(parts[1], binding + (kind != "+"))
        return left + self.operator(kind, left, right) + right

    def operator(self, kind, left, right):
        if kind != "*":
            return self.space() + self.one_of(*{"+": "+＋", "-": "-−–", "/": "/÷∕"}[kind]) + self.space()
        if re.search(r"[\d.]([\s~]|\\,)*$", left) and (right[0].isdigit() or right[0] == "."):
            return self.one_of("*", "·")
        return self.space() + self.one_of("*", "·", "⋅", "×", r"\cdot ", r"\times ", "\times ", "", " ") + self.space()

    def power(self, digits):
        return (
            self.one_of(
                f"**{digits}",
                f"^{digits}",
                f" ^ {digits}",
                f"^{{{digits}}}",
                digits.translate(str.maketrans("01234", "⁰¹²³⁴")),
            )
            + self.space()
        )

    def symbol(self, name):
        if "/" not in name:
            return name
        above, below = name[1], name[4]
        d = self.one_of("d", "∂", r"\partial ", r"\mathrm{d}")
        return self.one_of(
            f"{d}{above}/{d}{below}",
            f"({d}{above}/{d}{below})",
            f"({d}{above})/({d} {below})",
            f"\\frac{{{d}{above}}}{{{d}{below}}}",
            f"{d} {above} / {d} {below}",
        )


def check(data, notation, divide):
    formula = data.draw(formulas(notation.symbols, divide))
    try:
        expected = value(formula)
    except ZeroDivisionError:
        return
    text = Writer(data.draw).write(formula)
    try:
        numerator, denominator = evaluate(
            read_expression(text, notation), {n: (int(v), 1) for n, v in POINT.items()}, PRIME
        )
    except ValueError as error:
        raise AssertionError(f"{text!r}: {error}") from error
    assert (numerator * expected.denominator - denominator * expected.numerator) % PRIME == 0, text


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_formula_in_variables_is_read_back(data):
    check(data, VARIABLES, divide=True)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_formula_in_edges_is_read_back(data):
    check(data, EDGES, divide=False)
