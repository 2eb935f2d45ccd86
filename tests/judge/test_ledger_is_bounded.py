"""Test that the ledger of stand-ins is bounded, and that a person decides about a full one."""

import numpy as np
import pytest

from autograder.judge.stand_in_process import StandInAnswer
from autograder.judge.substitutes import MOST_ENTRIES, MOST_NUMBERS, Ledger


def test_many_answers_are_not_all_kept():
    ledger = Ledger()
    for _ in range(MOST_ENTRIES + 1):
        ledger.note("sigmoid", (1.0,), StandInAnswer(0.5, 2))
    assert len(ledger.entries) == MOST_ENTRIES and ledger.full


def test_nor_are_large_ones():
    ledger = Ledger()
    for _ in range(10):
        answer = StandInAnswer({"W0": np.ones((1000, 500))}, 500_501)
        ledger.note("zero_init_gradients", (np.ones(500), 1000), answer)
    assert sum(entry.reply["W0"].size for entry in ledger.entries) <= MOST_NUMBERS and ledger.full


@pytest.mark.slow
def test_who_floods_the_ledger_and_passes_on_what_nobody_tried_waits_for_a_person(judged):
    flood = """
def backward(x, W0, b0, W1, b1, upstream):
    return {"W0": W0, "b0": b0, "W1": W1, "b1": upstream}
def dy_db0(*net):
    for i in range(600):
        backward(*net, float(i))
    return backward(*net, 1.0)["b0"]
"""
    found = judged(flood)["q9_hidden_biases"]
    assert found.points == 0 and found.pending
