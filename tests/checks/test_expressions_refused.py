"""Test that unreadable texts are refused with a position, and answers of the wrong kind with a sentence."""

import pytest

from autograder.checks.formula_notation import Evaluated, HandedBack, Notation, Refused, UnreadableAnswer
from autograder.checks.formula_reader import read_expression

GRAPH = {"graph": {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}}
CLOSED = {"symbols": list("abcwxyz"), "totals": ["dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz"]}

# In symbols of edges: the text, and the position of the first character not understood.
STRUCTURE_UNREADABLE = [
    ("", 1),
    ("   ", 4),
    ("dvda*dadx", 3),
    ("dv/da**", 8),
    ("dv/da*", 7),
    ("*dv/da", 1),
    ("dv/da*da/dx +", 14),
    ("dv/da * (da/dx", 15),
    ("dv/da * da/dx)", 14),
    ("(dv/da]", 7),
    ("dv/", 4),
    ("dv/(da/dx)", 7),
    ("dv/a", 4),
    ("dv", 3),
    ("d", 2),
    ("dw/da * dv/da", 1),
    ("dv/da * dx/da", 9),
    ("dv/dq", 1),
    ("dv/da % da/dx", 7),
    ("dv/da & da/dx", 7),
    ("dv/da, da/dx", 6),
    ("dv/da = da/dx", 1),
    ("dv/da*da/dx = 2", 13),
    ("dv/dy = dv/da*da/dy", 1),
    ("dv/da da/dx 2 3", 15),
    (r"\frac{dv}{da", 13),
    (r"\frac{dv}", 10),
    (r"\frac{dv}{da}\sum", 14),
    (r"\alpha", 1),
    ("$dv/da", 1),
    ("()", 2),
    ("dv/da {} da/dx", 8),
    ("dv/da^da/dx", 7),
    ("dv/da^0.5", 7),
    ("import os", 1),
    ("__import__('os')", 1),
    ("lambda: 0", 1),
    ("dv/da\x00", 6),
    ("dv/da\bda/dx", 6),
    ("|dv/da|", 1),
    ("d²v/da²", 2),
    ("see my notes", 1),
]

# In variables.
CLOSED_FORM_UNREADABLE = [
    ("2 3", 3),
    ("1 000c", 3),
    ("4c(a-b", 7),
    ("4c(a-b))", 8),
    ("4c(a-b]", 7),
    ("4c(a,b)", 5),
    ("4c(a-b)(w+x+q)", 13),
    ("4*C*(a-b)", 3),
    ("sin(x)", 1),
    ("sqrt(a)", 1),
    ("4cdot(a-b)", 3),
    ("v/c", 1),
    ("x_1", 2),
    ("x^y", 3),
    ("x^(1/2)", 3),
    ("x^0.5", 3),
    ("x^", 3),
    ("x^^2", 3),
    ("x^1001", 3),
    ("(x^100)^11", 9),
    ("x^(10^4)", 3),
    ("9^9^9^9", 5),
    ("4c(a-b)**-", 11),
    ("4c//2", 4),
    ("4c(a-b) dv/da", 9),
    ("da/dw", 1),
    (r"4c\sqrt{a}", 3),
    (r"4c \foo a", 4),
    (r"\frac{a}", 9),
    (r"\frac+a", 6),
    ("4c(a-b)!", 8),
    ("½c", 1),
    ("2ᵃ", 2),
    ("x⁽²⁾", 2),
    ("cₐ", 2),
    ("①c", 1),
    ("x₁", 2),
    ("4c@a", 3),
    ("a if b else c", 3),
    ("4c(a-b)  # done", 10),
    ("1.2.3", 4),
    (".", 1),
    ("с", 1),
    ("exec('1')", 1),
    ("a\ud800", 2),
    ("1e3c", 2),
]

# Readable, of the wrong kind: the text and the kind of refusal.
REFUSED = [
    ("dv/dx", "handed_back"),
    ("dv/dx = dv/dx", "handed_back"),
    (r"\frac{\partial v}{\partial x}", "handed_back"),
    ("dv/dw * dw/dx", "handed_back"),
    ("dv/da*da/dx + dv/dy", "handed_back"),
    ("0*dv/dz", "handed_back"),
    ("2c(a-b)", "evaluated"),
    ("4*c*(a-b)*(w+x+y)", "evaluated"),
    ("dv/da * 2(w+x+y)", "evaluated"),
    ("v", "evaluated"),
    ("dv/da / da/dx", "division"),
    ("dv/da/da/dx", "division"),
    ("dv/da/(2*da/dx)", "division"),
    ("dv/da*da/dx/0", "division"),
    ("dv/da*da/dx/(1/2)", "division"),
    ("dv/da*da/dx/0.5", "division"),
    ("dv/da*(da/dx)^-1", "division"),
    (r"\frac{\frac{dv}{da}}{\frac{da}{dx}}", "division"),
]

EDGES, VARIABLES = Notation.from_data(GRAPH), Notation.from_data(CLOSED)


@pytest.mark.parametrize("text, position", STRUCTURE_UNREADABLE)
def test_unreadable_structure_gets_its_position(text, position):
    with pytest.raises(UnreadableAnswer) as error:
        read_expression(text, EDGES, "dv/dx")
    assert error.value.position == position
    assert f"{error.value.expected}" in str(error.value) or "is never closed" in str(error.value)


@pytest.mark.parametrize("text, position", CLOSED_FORM_UNREADABLE)
def test_unreadable_closed_form_gets_its_position(text, position):
    with pytest.raises(UnreadableAnswer) as error:
        read_expression(text, VARIABLES, "dv/dw")
    assert error.value.position == position
    assert f"{error.value.expected}" in str(error.value) or "is never closed" in str(error.value)


@pytest.mark.parametrize("text, kind", REFUSED)
def test_answer_of_the_wrong_kind_is_told_which(text, kind):
    with pytest.raises(Refused) as error:
        read_expression(text, EDGES, "dv/dx")
    assert (error.value.kind, error.value.verdict) == (kind, "wrong")


@pytest.mark.parametrize("name", CLOSED["totals"])
def test_total_derivative_hands_the_closed_form_back(name):
    with pytest.raises(HandedBack, match=name):
        read_expression(f"1 + {name}", VARIABLES)


def test_edge_to_c_is_its_own_answer():
    assert read_expression("dv/dc = dv/dc", EDGES, "dv/dc").steps == (("symbol", "dv/dc"),)


@pytest.mark.parametrize("name", ["db/dw", "da/dz", "da/db", "dc/dw", "dx/dy", "dz/da"])
def test_partial_without_an_edge_is_zero(name):
    assert read_expression(name, EDGES).steps == (("number", (0, 1)),)


@pytest.mark.parametrize("name", ["dw/da", "da/dv", "dx/db", "dw/dv", "dc/dv"])
def test_upside_down_partial_is_named_as_such(name):
    with pytest.raises(UnreadableAnswer, match=f"{name} is upside down") as error:
        read_expression(name, EDGES)
    assert (error.value.kind, error.value.verdict) == ("upside_down", "error")


def test_evaluated_formula_shows_an_edge_and_no_answer():
    with pytest.raises(Evaluated, match="such as dv/da"):
        read_expression("4c(a-b)(w+x+y)", EDGES)


def test_symbol_in_capitals_is_shown_the_symbols():
    with pytest.raises(UnreadableAnswer, match="`C` .* symbol \\(a, b, c, w, x, y, z\\)"):
        read_expression("4C(a-b)", VARIABLES)


def test_control_character_left_over_is_traced_to_the_missing_r():
    with pytest.raises(UnreadableAnswer, match=r"\\b: write r before the string"):
        read_expression("\beta", VARIABLES)


def test_graph_tells_edges_totals_and_zeros_apart():
    assert len(EDGES.symbols) == 9
    assert EDGES.totals == {"dv/dw", "dv/dx", "dv/dy", "dv/dz"}
    assert EDGES.one == {f"d{node}/d{node}" for node in "vabcwxyz"}
    assert len(EDGES.symbols) + len(EDGES.totals) + len(EDGES.one) + len(EDGES.zero) + len(EDGES.upside_down) == 64
