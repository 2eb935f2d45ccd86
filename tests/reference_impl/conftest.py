"""Networks for the tests of this room, drawn deterministically by shape and scale."""

import numpy as np
import pytest

SHAPES = [(5, 3), (3, 3), (1, 4), (4, 1), (1, 1)]  # (h, d)


def draw_network(shape, seed=0, scale=1.0):
    """Return {"x", "W0", "b0", "W1", "b1"}, standard normal times `scale`."""
    rng = np.random.default_rng([seed, *shape])
    h, d = shape
    shapes = {"x": d, "W0": (h, d), "b0": h, "W1": (1, h)}
    network = {name: scale * rng.standard_normal(size) for name, size in shapes.items()}
    return network | {"b1": scale * rng.standard_normal()}


@pytest.fixture(params=SHAPES, ids="h{0[0]}d{0[1]}".format)
def shape(request):
    return request.param


@pytest.fixture(params=[0.1, 1.0, 10.0], ids="scale{}".format)
def network(request, shape):
    return draw_network(shape, scale=request.param)


@pytest.fixture
def dead_network():
    """Return a network with pre-activations of ±20 to ±40, where z(1 − z) has lost at least half of its digits."""
    network = draw_network((6, 4), seed=1)
    wanted = np.array([20.0, -25.0, 30.0, -35.0, 37.0, 40.0])
    network["b0"] = wanted - network["W0"] @ network["x"]
    return network
