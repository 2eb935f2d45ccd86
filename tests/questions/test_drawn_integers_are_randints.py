"""Integers are drawn from the stream by hand, because that is faster; they are the ones that `randint` draws."""

import random

import numpy as np

from autograder.questions.schema import Draw

ENDS = (1, 2, 3, 5, 8, 25, 2**16, 2**31, 2**32, 2**32 + 1, 10**11)
SHAPES = ((), (), (0,), (3,), (2, 4))


def test_every_range_and_shape_gives_the_numbers_of_randint_and_leaves_its_stream():
    chooser, draw = random.Random(1), Draw("words")
    state = np.random.RandomState()
    state.set_state(draw._state.get_state())
    for _ in range(2000):
        low, shape = chooser.randint(-50, 50), chooser.choice(SHAPES)
        high = low + chooser.choice(ENDS)
        expected = state.randint(low, high, shape or None, dtype=np.int64)
        drawn = draw.integers(low, high, *shape)
        assert np.array_equal(drawn, expected) and np.shape(drawn) == shape
        assert isinstance(drawn, np.ndarray if shape else int)
        assert draw.uniform(0, 1) == state.random_sample()
