"""Test that the sentence on a wrong number shows the difference."""

import pytest

from autograder.checks.findings import apart


@pytest.mark.parametrize(
    ("got", "wanted", "said"),
    [
        (2.0, 10.0, "got 2, expected 10"),
        (0.4454023, 0.3462101, "got 0.445402, expected 0.34621"),
        (1.0, 1.0000041, "got 1, expected 1.0000041"),
        (1.0, 1.0 + 2.0**-52, "got 1, expected 1.0000000000000002"),
    ],
)
def test_two_numbers_never_read_alike(got, wanted, said):
    assert apart(got, wanted) == said
