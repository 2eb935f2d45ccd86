"""Test that short texts are compared up to insignificant spelling and one mistake in a long word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks.quiz_answers import is_one_slip, read_text, same_text

ACCEPTED = ["backpropagation", "backprop", "reverse-mode automatic differentiation"]


@pytest.mark.parametrize(
    "text",
    ["backpropagation", "Backpropagation", "BACKPROPAGATION", "back-propagation", "back propagation",
    "Back–Propagation.", " backpropagation ", '"backpropagation"',
     "the backpropagation algorithm", "The Backpropagation Algorithm!", "a backpropagation method",
     "backpropagation algorithm", "backpropagation-algorithm",
     "backpropagationalgorithm", "báckpropagàtion", "ｂａｃｋｐｒｏｐ", "backprop", "back-prop", "Backprop algorithm.",
     "the back prop method", "back_propagation",
     "backprop (algorithm)", "reverse mode automatic differentiation", "Reverse-Mode Automatic-Differentiation",
     "backpropagation method algorithm"],
)  # fmt: skip
def test_spelling_that_does_not_matter_is_accepted(text):
    assert same_text(text, ACCEPTED)
    assert same_text(read_text(text), ACCEPTED)


@pytest.mark.parametrize(
    "text",
    ["backpropogation", "backproagation", "backproppagation", "backporpagation", "bakpropagation", "ackpropagation",
    "backpropagatio", "backpropagations",
     "the backpropagtion algorithm", "back-propagtion", "backpropp", "bakprop",
     "reverse-mode automtic differentiation", "reverse-mode automatic differentation",
     "backpropagation algoritm", "backprop algorthm", "revers-mode automatic differentiation"],
)  # fmt: skip
def test_one_slip_in_a_long_word_is_forgiven(text):
    assert same_text(text, ACCEPTED)


@pytest.mark.parametrize(
    "text",
    ["backpropogatoin", "bckproagation", "propagation", "forward propagation", "back", "gradient descent",
    "reversemode automticdifferentation",
     "the", "algorithm", "backpropagation and more", "not backpropagation", "reverse-mode automtic differentation",
     "backprp algoritm"],
)  # fmt: skip
def test_more_than_one_slip_or_one_in_a_short_word_is_not_forgiven(text):
    assert not same_text(text, ACCEPTED)


@pytest.mark.parametrize(
    "text, right",
    [
        ("relu", True),
        ("ReLU", True),
        ("re-lu", True),
        ("rely", False),
        ("elu", False),
        ("relus", False),
        ("a ReLU", True),
    ],
)
def test_short_word_must_be_spelled_right(text, right):
    assert same_text(text, ["relu"]) is right


def test_known_wrong_answer_is_never_taken_for_a_slip():
    assert same_text("supervized", ["supervised"], refused=["unsupervised"])
    assert same_text("underfiting", ["underfitting"])
    assert not same_text("divergent", ["divergence"], refused=["divergent"])
    assert not same_text("Convergent!", ["convergence", "convergend"], refused=["convergent"])


@pytest.mark.parametrize(
    "text, same",
    [
        ("Newton's method", "newtons"),
        ("Method", "method"),
        ("the method", "method"),
        ("An algorithm", "algorithm"),
        ("vitamin A", "vitamina"),
        ("The", "the"),
        ("A", "a"),
    ],
)
def test_article_and_ending_fall_away_only_around_something(text, same):
    assert read_text(text) == same


WORDS = st.text(alphabet="abcd", min_size=8, max_size=12)


@given(WORDS, st.integers(0, 11), st.sampled_from("abcdx"), st.sampled_from(["insert", "drop", "replace", "swap"]))
def test_every_single_edit_counts_as_one_slip(word, place, letter, edit):
    place = min(place, len(word) - 1)
    start, end = word[:place], word[place:]
    given_ = {
        "insert": start + letter + end,
        "drop": start + end[1:],
        "replace": start + letter + end[1:],
        "swap": start + end[1::-1] + end[2:],
    }[edit]
    assert is_one_slip(given_, word) or given_ == word


@given(WORDS, WORDS)
def test_slip_is_symmetric_and_never_two_edits(one, other):
    assert is_one_slip(one, other) == is_one_slip(other, one)
    assert is_one_slip(one, other) == (damerau_distance(one, other) == 1)


def damerau_distance(one, other):
    """Return the optimal string alignment distance by the textbook's table."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]
