"""Test that warnings that the submission switches off, in NumPy or `warnings`, still count."""

import warnings

import numpy as np
import pytest

from autograder.checks.observation import observe


def overflowing(a):
    return 1 / (1 + np.exp(-a))


def seterr():
    np.seterr(all="ignore")


def filterwarnings():
    warnings.filterwarnings("ignore")


@pytest.mark.parametrize("switch_off", [seterr, filterwarnings])
def test_it_is_seen_all_the_same(switch_off):
    with np.errstate(), warnings.catch_warnings():
        switch_off()
        assert observe(overflowing, (np.array([-1000.0]),)).warnings == ("RuntimeWarning",)
