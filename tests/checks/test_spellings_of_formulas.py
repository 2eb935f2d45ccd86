"""Test unusual spellings of formulas: boxed, aligned, quoted, chains of steps; marks of direction are refused."""

import numpy as np
import pytest

from autograder.checks.formula_notation import HandedBack, Notation, UnreadableAnswer
from autograder.checks.formula_reader import read_expression
from autograder.checks.quiz_answers import read_choice, read_choices, read_number, read_symbolic

GRAPH = Notation.from_data({"graph": {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}})
CLOSED = Notation.from_data({"symbols": list("abcwxyz"), "totals": ["dv/dw"]})
UPDATE = Notation(symbols=("w", "r", "g"))


def structure(text):
    return read_expression(text, GRAPH, "dv/dw").steps


def closed(text):
    return read_expression(text, CLOSED, "dv/dw").steps


@pytest.mark.parametrize(
    "text",
    [
        r"\boxed{dv/da * da/dw}",
        r"\begin{aligned} dv/dw &= dv/da * da/dw \end{aligned}",
        r"dv/da * da/dw \\",
        "`dv/da * da/dw`",
        '"dv/da * da/dw".',
        r"\pdv{v}{a} * \pdv{a}{w}",
        r"\cfrac{dv}{da} * \cfrac{da}{dw}",
        "δv/δa * δa/δw",
        "∂_a v * ∂_w a",
        "v_a * a_w",
        "v_a a_w",
        r"\frac{\mathrm{d} v}{\mathrm{d} a} * \frac{\mathrm{d} a}{\mathrm{d} w}",
        "dv/dw := dv/da * da/dw",
        "dv/dw: dv/da * da/dw",
        "dv/dw(w, x) → dv/da * da/dw",
        r"\boxed{\frac{dv}{dw} \equiv \frac{dv}{da} * \frac{da}{dw}}",
        r"\begin{array}{rcl} dv/dw &=& dv/da \\[2pt] && * da/dw \nonumber \end{array}",
        r"\textcolor{red}{dv/da} * \underbrace{da/dw}_{\text{edge}}",
        r"{\partial v \over \partial a} {*} {\partial a \over \partial w}",
        r"\frac{\partial}{\partial a} v * \frac{\partial}{\partial w} a",
        "∂ₐv * ∂_{w}a",
        "v_{a} * a_{w}",
        "v_{a}a_{w}",
        "**dv/da.da/dw**",
        "```latex\n\\dv{v}{a} \\bullet \\dv{a}{w}\n```",
        r"\therefore dv/da * da/dw ∎",
    ],
)
def test_a_spelling_is_read_like_the_plain_one(text):
    assert structure(text) == structure("dv/da * da/dw")


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{aligned} dv/dw &= 4c(a-b)(&w \\ &\quad + x + y) \end{aligned}",
        r"dv/dw \stackrel{!}{=} 4c\lbrack a-b\rbrack(w+x+y) \\",
        "dv/dw ≔ 4.c.(a-b).(w+x+y)",
    ],
)
def test_a_closed_form_is_read_like_the_plain_one(text):
    assert closed(text) == closed("4c(a-b)(w+x+y)")


@pytest.mark.parametrize("text", ["dv/dw := dv/dw", r"\boxed{dv/dw}", r"dv/dw &= dv/da * da/dx * dv/dw \\"])
def test_a_question_handed_back_in_another_spelling_is_refused_as_such(text):
    with pytest.raises(HandedBack):
        structure(text)


@pytest.mark.parametrize("text", ["dv/dw = 2c(a-b)*2(w+x+y) = 4c(a-b)(w+x+y)", "= 4c(w+x+y)(a-b) = 4c(a-b)(w+x+y)"])
def test_the_last_of_a_chain_of_steps_counts(text):
    assert closed(text) == closed("4c(a-b)(w+x+y)")


def test_steps_that_differ_are_refused():
    with pytest.raises(UnreadableAnswer, match="differ"):
        closed("dv/dw = 2c(a-b) = 4c(a-b)(w+x+y)")


@pytest.mark.parametrize("mark", "\u202e\u202d\u2066\u2069\u200f")
def test_a_mark_that_turns_the_text_round_is_refused_with_a_sentence(mark):
    with pytest.raises(UnreadableAnswer, match="invisible mark") as refusal:
        closed(f"4c{mark}(a-b)(w+x+y)")
    assert refusal.value.position == 3


@pytest.mark.parametrize(
    "text", ["w_new = w - r*g", "w_{new} = w - r*g", "w ← w - r*g", "w -= r*g", "w' = w - r*g", "w := w - r*g"]
)
def test_an_update_may_be_written_as_an_assignment(text):
    assert read_symbolic(text, UPDATE).steps in (
        read_symbolic("w - r*g", UPDATE).steps,
        read_symbolic("w - (r*g)", UPDATE).steps,
    )


def test_letters_come_alone_in_an_array_or_with_their_option():
    assert read_choice("c) The gradient of the loss", "abcd") == "c"
    assert read_choices(np.array(["a", "d"]), "abcd") == {"a", "d"}


@pytest.mark.parametrize("text, number", [("¼", 0.25), ("25 %", 0.25), ("1½", 1.5), ("−¾", -0.75), ("12.5%", 0.125)])
def test_fractions_and_shares_are_numbers(text, number):
    assert read_number(text) == number
