"""Test that any text of up to 100,000 characters is read in bounded time and depth, and usual answers fast."""

import sys
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.formula_notation import Notation, Refused, UnreadableAnswer
from autograder.checks.formula_reader import MAX_LENGTH, read_expression
from autograder.judge.formula_identity import NowhereDefined, identical

EDGES = Notation.from_data({"graph": {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}})
VARIABLES = Notation.from_data({"symbols": list("abcwxyz"), "totals": ["dv/dw"]})
TRUTH = {EDGES: "dv/da*da/dx + dv/db*db/dx", VARIABLES: "4c(a-b)(w+x+y)"}

PLAIN = "( ) - + -+ a aa 9 . .1 1, a^ 9^ 1^ 1^- a+ a- a* a/ 1/ 1/3+ 9^9* a^9* a^-1* (a) (9) [a]{b} ((a)) (a+2)^2 "
PLAIN += "= x= dv/dx= $ $$ $a$ % a. ; x_1 w1 lambda 0 0^0* 1e9"
PARTIAL = "d dv dv/ dv/da dv/da* (dv/da) ((dv)/(da)) ((dv/da)) (dv d/ ∂v/∂a dv/da; "
PARTIAL += "a^1000 (a^2)^2 0/0+ a/a/ a² a⁻¹ ² ¹²³ ﹢ ａ 𝑎 ½ 中 é ﷺ"
LATEX = r"\frac \frac{ \frac12 \frac{1}{a} \frac{dv}{da} \left( \left(a\right) \cdot a\cdot{}b \\ \ \x \( \partial"
CONTROL = ["\u200b", "\ud800", "\x00", "\f", "\t", "\ta", "\frac{a}{b}", "\ba", " ", "\n", "a ", "\t\n", "a +\n"]
WORST = [*PLAIN.split(" "), *PARTIAL.split(" "), *LATEX.split(" "), *CONTROL]
SAMPLE = {"(", "-", "9", "a", "=", "1^-", "a²", "((dv/da))", "𝑎", "(a^2)^2"}


def slowness():
    """Return how much slower than a usual core this machine currently runs."""
    start = time.process_time()
    for _ in range(200_000):
        pass
    return max(1.0, (time.process_time() - start) / 0.008)


def answer(text, notation):
    try:
        return identical(read_expression(text, notation), read_expression(TRUTH[notation], notation), "key")
    except (UnreadableAnswer, Refused, NowhereDefined) as error:
        return str(error)


def quick(act, seconds):
    """Return whether `act(attempt)` takes less processor time, at this machine's pace, in one of three attempts."""
    for attempt in range(3):
        slow, start = slowness(), time.process_time()
        act(attempt)
        if time.process_time() - start < seconds * slow:
            return True
    return False


@pytest.mark.sampled
@pytest.mark.parametrize("notation", [EDGES, VARIABLES], ids=["edges", "variables"])
@pytest.mark.parametrize(
    "pattern", [pattern if pattern in SAMPLE else pytest.param(pattern, marks=pytest.mark.slow) for pattern in WORST]
)
def test_the_longest_answers_are_answered_within_a_second(pattern, notation):
    text = (pattern * MAX_LENGTH)[:MAX_LENGTH]
    assert quick(lambda attempt: answer(text[: MAX_LENGTH - attempt], notation), 1.0)


@pytest.mark.parametrize("notation", [EDGES, VARIABLES], ids=["edges", "variables"])
def test_ordinary_answer_takes_under_five_milliseconds(notation):
    answer(TRUTH[notation], notation)
    assert quick(lambda attempt: [answer(TRUTH[notation] + " " * attempt, notation) for _ in range(20)], 20 * 0.005)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_is_read_or_gets_a_sentence(text):
    assert answer(text, VARIABLES) in (True, False) or answer(text, VARIABLES).endswith(".")


PIECES = ["dv/da", "da/dx", "d", "v", "a", "(", ")", "{", "}", "[", "]", "\\frac", "\f", "rac", "^", "**", "²", "2",
".5", "-", "+", "/", " ", "=", "$",
          "\\left", "\\partial ", "∂", "\\cdot", "w", "1000", "\t", ";"]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_soup_of_pieces_is_read_or_gets_a_position_within_it(text):
    for notation in (EDGES, VARIABLES):
        try:
            read_expression(text, notation, "dv/dx")
        except (UnreadableAnswer, Refused) as error:
            assert 1 <= error.position <= len(text) + 1


@pytest.mark.parametrize(
    "open_, close", ["()", "[]", "{}", ("\\left(", "\\right)"), ("(-", ")"), ("2*(", ")"), ("\\frac{", "}{2}")]
)
def test_two_hundred_brackets_are_read_and_one_more_is_refused(open_, close):
    assert read_expression(open_ * 200 + "x^2" + close * 200, VARIABLES)
    with pytest.raises(UnreadableAnswer, match="at most 200") as error:
        read_expression(open_ * 201 + "x^2" + close * 201, VARIABLES)
    assert error.value.kind == "too_deep"


def test_depth_needs_no_stack_of_pythons():
    def read():
        sys.setrecursionlimit(60)
        try:
            answers.append(answer("(" * 200 + "x" + ")" * 200, VARIABLES))
        finally:
            sys.setrecursionlimit(limit)

    answers, limit = [], sys.getrecursionlimit()
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert answers == [False]


def test_length_is_limited_to_ten_thousand_characters():
    text = "x" + "+0" * (MAX_LENGTH // 2 - 1) + " "
    assert identical(read_expression(text, VARIABLES), read_expression("x", VARIABLES), "key")
    with pytest.raises(UnreadableAnswer, match="at most 100,000 characters") as error:
        read_expression(text + " ", VARIABLES)
    assert (error.value.kind, error.value.position) == ("too_long", MAX_LENGTH + 1)


def test_powers_beside_one_another_are_not_counted_together():
    many = read_expression("+".join(["x^2"] * 300) + "+" + "*".join(["x^1"] * 300), VARIABLES)
    assert identical(many, read_expression("300x^2 + x^300", VARIABLES), "key")


@pytest.mark.parametrize(
    "text", ["x^1000", "(x^10)^100", "(2x^10+1)^{100}", "x**-1000", "x¹⁰⁰⁰", "((x^2)^2)^250", r"\frac{x^500}{2}^2"]
)
def test_power_of_a_thousand_is_read(text):
    assert read_expression(text, VARIABLES)


@pytest.mark.parametrize(
    "text",
    [
        "x^1001",
        "(x^10)^101",
        "(2x^10+1)^{101}",
        "x**-1001",
        "x¹⁰⁰¹",
        "((x^2)^2)^251",
        "x^10^10",
        "x^" + "9" * 9_900,
        "x" + "⁹" * 9_900,
        "2^1000^2",
        r"\frac{x^1000}{1}^2",
        r"\frac1{x^500}^{3}",
        "((x^1000))^2",
        "((y^1000+x)+1)²",
    ],
)
def test_power_above_a_thousand_is_refused_also_when_nested(text):
    with pytest.raises(UnreadableAnswer, match="at most 1,000") as error:
        read_expression(text, VARIABLES)
    assert error.value.kind == "too_high_power"


def test_number_of_thousands_of_digits_is_exact():
    digits = "7" * 3_300
    whole_and_decimals = read_expression(f"{digits}+0.{digits}", VARIABLES)
    assert identical(read_expression(f"{digits}.{digits}", VARIABLES), whole_and_decimals, "key")
    assert not identical(read_expression(f"{digits}.{digits}8", VARIABLES), whole_and_decimals, "key")
