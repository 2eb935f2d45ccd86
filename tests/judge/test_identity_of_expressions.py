"""Test that the identity test accepts every form of a right answer, and no near miss, under every key."""

import random

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import Expression, read_expression
from autograder.judge.formula_identity import PRIME_BITS, NowhereDefined, identical, is_prime, random_prime
from reference_impl import chain_rule

VARIABLES = Notation(symbols=tuple("abcwxyz"))
LETTERS = sympy.symbols("w x y z c")
W, X, Y, Z, C = LETTERS
NODES = {"a": "(w+x+y)**2", "b": "(x-y-z)**2"}
A, B = (W + X + Y) ** 2, (X - Y - Z) ** 2
TOTALS = {f"dv/d{s}": sympy.diff(C * (A - B) ** 2, s) for s in LETTERS}


def read(text):
    return read_expression(text, VARIABLES)


DEFINITIONS = {name: read(text) for name, text in NODES.items()}


def is_total(text, name, key="key"):
    return identical(read(text), read(chain_rule.closed_form[name]), key, DEFINITIONS)


FORMS = [
    sympy.expand,
    sympy.factor,
    sympy.simplify,
    sympy.together,
    sympy.horner,
    lambda e: sympy.collect(sympy.expand(e), X),
]


@pytest.mark.sampled
@pytest.mark.parametrize("write", [str, sympy.latex], ids=["python", "latex"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TOTALS)
def test_every_form_of_a_total_that_sympy_writes_is_accepted(name, form, write):
    assert is_total(write(form(TOTALS[name])), name)


@pytest.mark.parametrize("name", TOTALS)
def test_every_single_change_of_the_expanded_form_is_refused(name):
    terms = [str(term) for term in sympy.expand(TOTALS[name]).as_ordered_terms()]
    for index, term in enumerate(terms):
        for changed in (f"-({term})", f"2*({term})", "0", f"{term}+1", f"{term}*x/w"):
            assert not is_total("+".join([*terms[:index], changed, *terms[index + 1 :]]), name), changed


@pytest.mark.parametrize("index", range(20))
def test_verdict_is_the_same_under_twenty_keys(index):
    assert is_total("4c((w+x+y)^2-b)(w+x+y)", "dv/dw", key=str(index))
    assert not is_total("4c((w+x+y)^2-b)(w+x-y)", "dv/dw", key=str(index))


def rationals():
    leaves = st.sampled_from([*LETTERS, *map(sympy.Integer, (1, 2, 3, -1))])

    def joined(children):
        operators = [lambda p, q: p + q, lambda p, q: p - q, lambda p, q: p * q, lambda p, q: p / q if q != 0 else p]
        return st.builds(lambda f, p, q: f(p, q), st.sampled_from(operators), children, children)

    return st.recursive(leaves, joined, max_leaves=8)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    rationals(),
    st.sampled_from([sympy.factor, sympy.expand, sympy.together, sympy.cancel]),
    st.sampled_from([str, sympy.latex]),
)
def test_rearranged_rational_is_identical(formula, form, write):
    assert identical(read(write(form(formula))), read(str(formula)), "key")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(rationals(), rationals())
def test_verdict_on_two_formulas_is_that_of_sympy(one, other):
    assert identical(read(str(one)), read(str(other)), "key") == (sympy.cancel(one - other) == 0)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(rationals(), st.integers(0, 10**6))
def test_one_sign_or_digit_changed_in_the_text_is_judged_as_by_sympy(formula, seed):
    text = str(sympy.expand(formula))
    places = [index for index, character in enumerate(text) if character in "+-123"]
    assume(places)
    place = random.Random(seed).choice(places)
    changed = text[:place] + {"+": "-", "-": "+", "1": "2", "2": "3", "3": "1"}[text[place]] + text[place + 1 :]
    parsed = sympy.sympify(changed, locals={str(s): s for s in LETTERS})
    assume(not parsed.has(sympy.zoo, sympy.nan))
    assert identical(read(changed), read(text), "key") == (sympy.cancel(parsed - formula) == 0)


@pytest.mark.parametrize(
    "text",
    [
        "4ca(a-b)/(w+x+y)",
        "4c(a-b)(w+x+y)(x-1)/(x-1)",
        "4c(a-b)/(w+x+y)^-1",
        "4c(a-b)a^2/(w+x+y)^3",
        "4c(a-b)/(1/(w+x+y))",
        "4c(a-b)(w^2-(x+y)^2)/(w-x-y)",
    ],
)
def test_rational_form_that_is_equal_where_defined_is_accepted(text):
    assert is_total(text, "dv/dw")


@pytest.mark.parametrize(
    "text",
    [
        "1/(a-(w+x+y)^2)",
        "x/(x-x)",
        "(b-(x-y-z)^2)^-1",
        "4c(a-b)(w+x+y) + 0/(1-1)",
        "1/(1/(x-x))",
        "0*(1/0)",
        "0^-1",
        "1/0",
    ],
)
def test_division_by_what_is_zero_everywhere_has_no_value(text):
    with pytest.raises(NowhereDefined, match="divides by something that is 0"):
        is_total(text, "dv/dw")


@pytest.mark.parametrize("prime", [2**31 - 1, 2**61 - 1, 2**89 - 1, 2**107 - 1, 2**127 - 1])
def test_multiple_of_a_well_known_prime_is_not_zero(prime):
    assert not is_total(f"4c(a-b)(w+x+y) + {prime}*x", "dv/dw")
    assert not is_total(f"4c(a-b)(w+x+y)*(1+{prime})", "dv/dw")


def test_nodes_stand_for_free_values_without_definitions():
    assert identical(read("a"), read("(w+x+y)^2"), "key", DEFINITIONS)
    assert not identical(read("a"), read("(w+x+y)^2"), "key")


def test_edges_are_free_symbols_even_where_their_values_are_equal():
    edges = Notation.of_graph({"v": "abc", "a": "wxy", "b": "xyz"})
    assert not identical(read_expression("dv/da*da/dx", edges), read_expression("dv/da*da/dw", edges), "key")


def test_no_floating_point_enters():
    steps = read("0.1+0.2-0.3")
    assert identical(steps, read("0"), "key")
    assert not identical(read("10^1000+x-10^1000"), read("0"), "key")
    assert not identical(read("10^-1000"), read("0"), "key")


def test_primes_are_prime_and_differ_by_key():
    primes = {random_prime(str(key)) for key in range(10)}
    assert len(primes) == 10
    assert all(sympy.isprime(p) and p.bit_length() == PRIME_BITS for p in primes)


def test_primality_agrees_with_sympy():
    numbers = [
        *range(73, 2_000, 2),
        3215031751,
        3825123056546413051,
        2**127 - 1,
        2**127 - 3,
        1195068768795265792518361315725116351898245581,
    ]
    assert [n for n in numbers if is_prime(n)] == [n for n in numbers if sympy.isprime(n)]


def test_expression_is_data_and_holds_nothing_else():
    assert read("2x") == Expression((("number", (2, 1)), ("symbol", "x"), ("*", None)))
