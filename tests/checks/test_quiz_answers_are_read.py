"""Test that each kind of quiz answer is read in every published form, and in others that people type."""

import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.formula_notation import Notation, Refused, UnreadableAnswer
from autograder.checks.normalize_values import plain
from autograder.checks.quiz_answers import (
    NotAnswered,
    WrongType,
    read_choice,
    read_choices,
    read_number,
    read_symbolic,
    read_text,
)

OPTIONS = "abcd"
NOTATION = Notation(symbols=("x", "w"))
READERS = {
    "choice": lambda value: read_choice(value, OPTIONS),
    "choices": lambda value: read_choices(value, OPTIONS),
    "number": read_number,
    "text": read_text,
    "expression": lambda value: read_symbolic(value, NOTATION, "dL/dw"),
}


@pytest.mark.parametrize(
    "value",
    [
        "c",
        "C",
        "c)",
        "C)",
        "(c)",
        " C ",
        "c.",
        "c:",
        " c )",
        "[c]",
        "'c'",
        "ｃ",
        ["c"],
        {"c"},
        ("c",),
        ["C)"],
        {"c", "C"},
        np.array(["c"]),
        np.str_("c"),
    ],
)
def test_single_choice_is_read(value):
    assert read_choice(value, OPTIONS) == "c"


@pytest.mark.parametrize(
    "value",
    [{"a", "d"}, ["a", "d"], ("d", "a"), ["a", "d", "a"], {"A", "d)"}, "ad", "DA", "a, d", "a,d", "a; d", "a d",
    "a and d", "a & d", "a)d)", "{a, d}",
     "['a', 'd']", "a/d", "a+d", ["ad"], ["a, d"], frozenset("ad"), np.array(["a", "d"]), "a, d."],
)  # fmt: skip
def test_several_choices_are_read(value):
    assert read_choices(value, OPTIONS) == {"a", "d"}


@pytest.mark.parametrize("value", [set(), [], (), frozenset(), {}])
def test_empty_set_is_an_answer(value):
    assert read_choices(value, OPTIONS) == frozenset()


@pytest.mark.parametrize("value", ["e", "z)", "ae", {"a", "e"}, "none", "1"])
def test_letter_outside_the_options_is_shown_the_options(value):
    with pytest.raises(UnreadableAnswer, match="the options a, b, c, d"):
        read_choices(value, OPTIONS)


@pytest.mark.parametrize("value", ["ab", ["a", "b"], {"a", "b"}, set(), [], 3, 2.5, True, {"a": 1}, b"a", [1], 1j])
def test_single_choice_of_another_type_is_told_the_type(value):
    with pytest.raises(WrongType, match='one letter, such as "a", got'):
        read_choice(value, OPTIONS)


@pytest.mark.parametrize(
    "letters", ["bb", "b, b", "b)b)", "BbB", ["bb"], {"bb"}, "ab", {"a", "b"}, "b and b", "d" * 900]
)
def test_several_letters_are_no_single_choice_and_are_shown(letters):
    with pytest.raises(WrongType, match=r'should be one letter, such as "a", got several: [abd], [abd].{,40}\.$'):
        read_choice(letters, OPTIONS)
    assert read_choices(letters, OPTIONS)


@pytest.mark.parametrize("value", [3, 0.5, True, {"a": 1}, [1, 2], {"a", 2}, b"ad"])
def test_choices_of_another_type_are_told_the_type(value):
    with pytest.raises(WrongType, match="a set of letters"):
        read_choices(value, OPTIONS)


@pytest.mark.parametrize(
    "value",
    [0.25, np.float64(0.25), np.float32(0.25), np.float16(0.25), np.array(0.25), np.array([0.25]), np.array([[0.25]]),
    [0.25], (0.25,), Fraction(1, 4), Decimal("0.25"),
     "0.25", ".25", " 0.25 ", "1/4", "1 / 4", "2/8", "+1/4", "-1/-4", "0,25", ",25", "2.5e-1", "2.5E-01", "25e-2",
     "0.250", "= 1/4", "0.25.", "$1/4$", r"\frac{1}{4}",
     "\frac14", "1÷4", "１／４", "(1/4)", "2^-2", "1/2*1/2", "1/2²", np.array(["1/4"]), ["1/4"]],
)  # fmt: skip
def test_number_is_read(value):
    assert read_number(value) == 0.25


@pytest.mark.parametrize(
    "value, number",
    [
        (5, 5),
        (-5, -5),
        (np.int64(5), 5),
        ("5", 5),
        ("−5", -5),
        ("- 5", -5),
        ("0", 0),
        (0, 0),
        ("1,5", 1.5),
        ("0,125", 0.125),
    ],
)
def test_whole_and_negative_numbers_are_read(value, number):
    assert read_number(value) == number


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        np.True_,
        np.array(True),
        np.array([False]),
        [True],
        1j,
        np.array([1, 2]),
        [1, 2],
        {1},
        {"a": 1},
        b"1",
        object(),
    ],
)
def test_number_of_another_type_is_told_the_type(value):
    with pytest.raises(WrongType, match='a number, such as 0.25 or "1/4", got'):
        read_number(value)


@pytest.mark.parametrize("value", ["a quarter", "1/", "1/0", "0.2.5", "1 000", "1,000", "x", "0x10", "1_000",
"nan", "inf", float("nan"), float("inf"), 10**400,
                                   "9" * 99_000, "1e999", "1e99999", "π/4", "__import__('os')", "0.25 (max)",
                                   Decimal("sNaN")])  # fmt: skip
def test_string_that_is_no_number_cannot_be_read(value):
    with pytest.raises(UnreadableAnswer) as error:
        read_number(value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("value", [..., None, "", "  ", "...", "…", "\n"])
def test_unanswered_is_told_apart_from_wrong(kind, value):
    with pytest.raises(NotAnswered, match="not answered"):
        READERS[kind](value)


@pytest.mark.parametrize("kind", ["choice", "choices"])
@pytest.mark.parametrize("value", [[...], {...}, [""], ("",), {None}])
def test_collection_of_blanks_is_unanswered(kind, value):
    with pytest.raises(NotAnswered):
        READERS[kind](value)


@pytest.mark.parametrize("value", [[np.array([1, 2])], [["a"]], [np.array(["a", "b"])]])
def test_nested_collection_is_told_the_type(value):
    with pytest.raises(WrongType):
        read_choices(value, OPTIONS)


@pytest.mark.parametrize("value", [3, 1.5, True, ["backprop"], {"backprop"}, b"backprop", object()])
def test_text_of_another_type_is_told_the_type(value):
    with pytest.raises(WrongType, match="a short text"):
        read_text(value)


@pytest.mark.parametrize("value", ["?", "!!!", "- -", "_"])
def test_text_without_a_letter_cannot_be_read(value):
    with pytest.raises(UnreadableAnswer, match="no letter"):
        read_text(value)


@pytest.mark.parametrize("value", ["5x", "5*x", "dL/dw = 5x", r"$5\cdot x$", ["5x"], "∂L/∂w = 5x", "=5x"])
def test_symbolic_answer_is_read_like_a_closed_form(value):
    assert read_symbolic(value, NOTATION, "dL/dw").symbols == {"x"}


@pytest.mark.parametrize("value", [5, 5.0, np.float64(5), np.int64(5), np.array([5.0]), "5", 1e-300, -2])
def test_symbolic_answer_may_be_a_number(value):
    assert not read_symbolic(value, NOTATION).symbols


@pytest.mark.parametrize("value", [True, 1j, float("nan"), {"x"}, ["x", "w"], b"x", np.array([1.0, 2.0])])
def test_symbolic_answer_of_another_type_is_told_the_type(value):
    with pytest.raises(WrongType, match="a formula in quotation marks"):
        read_symbolic(value, NOTATION)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.complex_numbers()
    | st.just(...)
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2) | st.tuples(inner)
    ),
    max_leaves=4,
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=50, deadline=None)
@given(value=ANYTHING)
def test_anything_is_read_or_refused_with_a_sentence(kind, value):
    for form in (value, plain(value)):
        try:
            READERS[kind](form)
        except (NotAnswered, WrongType, UnreadableAnswer, Refused) as error:
            assert str(error).endswith(".") and error.verdict in ("missing", "type", "error", "wrong")


@pytest.mark.sampled
@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "pattern", ["9", "a", "a, ", "-", " ", ".", "1/", "\u0301", "ﷺ", "and ", "algorithm ", "algorithm", "the "]
)
def test_hundred_thousand_characters_are_answered_in_no_time(kind, pattern):
    start = time.process_time()
    try:
        READERS[kind]((pattern * 100_000)[:100_000])
    except (NotAnswered, WrongType, UnreadableAnswer, Refused) as error:
        assert len(str(error)) < 300
    assert time.process_time() - start < 3


@pytest.mark.parametrize("text", ["y = 5x", "dL/dw = 5x", "w=5x", "∂L/∂w = 5x", "= 5x"])
def test_symbolic_answer_without_a_name_of_its_own_may_have_any(text):
    assert read_symbolic(text, NOTATION).steps == read_symbolic("5x", NOTATION).steps


@pytest.mark.parametrize("text", ["5x = y", "w x = 5x", "y = w = 5x", "y =", "="])
def test_equation_is_no_formula(text):
    with pytest.raises(UnreadableAnswer):
        read_symbolic(text, NOTATION)


def test_a_hundred_thousand_letters_are_no_answer():
    with pytest.raises(UnreadableAnswer, match="at most 100 letters"):
        read_choices(("a",) * 190_000, OPTIONS)
