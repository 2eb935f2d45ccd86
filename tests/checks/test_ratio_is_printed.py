"""Test that a constant ratio of got and expected is printed, for an array, its rows or columns; also for booleans."""

import numpy as np
import pytest

from autograder.checks.compare import compare
from autograder.checks.expectations import array, matrix, number, truth_values, vector
from autograder.checks.findings import ratio_text
from autograder.checks.observation import Observation

TRUTH = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


def detail(expect, value):
    return compare(expect, Observation("returned", value), "f").detail


@pytest.mark.parametrize(
    ("factor", "text"),
    [
        (2.0, "got / expected = 2 in every entry"),
        (-1.0, "got / expected = -1 in every entry"),
        (np.array([[3.0], [-0.5]]), "got / expected, row by row: 3, -0.5"),
        (np.array([[3.0, 7.0, 2.0]]), "got / expected, column by column: 3, 7, 2"),
    ],
)
def test_common_ratio_is_printed(factor, text):
    assert text in detail(matrix(TRUTH), TRUTH * factor)


def test_no_ratio_where_there_is_no_common_one():
    assert "got / expected" not in detail(matrix(TRUTH), TRUTH + 1)
    assert "got / expected" not in detail(vector([1.0, 0.0]), np.array([2.0, 1.0]))


def test_ratio_of_a_number_is_printed_if_it_is_a_plain_one():
    assert "got / expected = 0.5" in detail(number(8.0), 4.0)
    assert "got / expected" not in detail(number(8.0), 4.123)


def test_booleans_are_called_true_and_false():
    assert detail(truth_values(number(1.0)), False) == "got False, expected True"
    assert detail(truth_values(array([1.0, 0.0])), np.array([True, True])) == "got True, expected False"


def test_ratios_that_are_all_almost_1_but_differ_are_not_called_one_number():
    wanted = np.array([3.5, 6.5, -13.0])
    assert ratio_text(wanted + 4e-5, wanted) == ""
