"""Test the effects of zeros and constants as properties of networks that Hypothesis draws."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ref
from reference_impl.differentiation import complex_step
from reference_impl.initialization import constant_parameters

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)
constants = st.floats(-2, 2)
quick = settings(max_examples=40, deadline=None)


def draw_task(seed, inputs, rows=6):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((rows, inputs)), rng.standard_normal(rows)


def equal_units(seed, inputs, hidden_units):
    """Return a network of equal units, each with different weights."""
    rng = np.random.default_rng(seed)
    W0 = np.repeat(rng.standard_normal((1, inputs)), hidden_units, axis=0)
    b0, W1 = np.full(hidden_units, rng.standard_normal()), np.full((1, hidden_units), rng.standard_normal())
    return W0, b0, W1, float(rng.standard_normal())


def random_units(seed, inputs, hidden_units):
    rng = np.random.default_rng(seed)
    shapes = [(hidden_units, inputs), hidden_units, (1, hidden_units)]
    return *(rng.standard_normal(shape) for shape in shapes), 0.5


@pytest.mark.parametrize("x", [np.array([3, -1, 2]), np.zeros(3), np.full(3, 1e300)])
def test_from_zeros_every_z_is_a_half_and_y_is_zero(x):
    z, y = ref.zero_init_forward(x, 4)
    assert z.tolist() == [0.5] * 4 and y == 0


def test_from_zeros_only_the_output_layer_has_gradients():
    gradients = ref.zero_init_gradients(np.array([3.0, -1.0, 2.0]), 4)
    assert np.shape(gradients["W0"]) == (4, 3) and not gradients["W0"].any()
    assert np.shape(gradients["b0"]) == (4,) and not gradients["b0"].any()
    assert np.array_equal(gradients["W1"], np.full((1, 4), 0.5)) and gradients["b1"] == 1


def test_from_zeros_the_first_step_moves_the_output_layer_alone_and_the_second_the_rest():
    X, targets = draw_task(0, 3)
    zeros = constant_parameters(3, 4, 0.0)
    W0, b0, W1, b1 = ref.gradient_descent(X, targets, *zeros, 0.1, 1)
    assert not W0.any() and not b0.any() and W1.all() and b1 != 0
    W0, b0, _, _ = ref.gradient_descent(X, targets, *zeros, 0.1, 2)
    assert W0.all() and b0.all()


def test_from_zeros_nothing_moves_when_the_targets_average_zero():
    X, _ = draw_task(0, 3, rows=4)
    after = ref.gradient_descent(X, np.array([1.0, -1.0, 0.5, -0.5]), *constant_parameters(3, 4, 0.0), 0.1, 10)
    assert not any(np.any(parameter) for parameter in after)


@pytest.mark.parametrize("activation, moving", [(ref.sigmoid, 4), (np.tanh, 1), (ref.relu, 1)])
def test_from_zeros_only_the_sigmoid_ever_moves_more_than_the_output_bias(activation, moving):
    """Test by descent with complex steps, which work for any activation."""
    X, targets = draw_task(3, 2)
    network = dict(zip(("W0", "b0", "W1", "b1"), constant_parameters(2, 3, 0.0), strict=True))

    def loss(**parameters):
        Z = activation(X @ parameters["W0"].T + parameters["b0"])
        return np.mean((Z @ parameters["W1"][0] + parameters["b1"] - targets) ** 2)

    for _ in range(5):
        probes = {name: lambda t, name=name, at=network: loss(**{**at, name: t}) for name in network}
        network = {name: value - 0.1 * complex_step(probes[name], value) for name, value in network.items()}
    assert sum(bool(np.any(value)) for value in network.values()) == moving and network["b1"] != 0


@quick
@given(seeds, sizes, st.sampled_from([2, 4, 8, 16]), constants)
def test_from_any_constant_the_units_stay_equal(seed, inputs, hidden_units, constant):
    X, targets = draw_task(seed, inputs)
    start = constant_parameters(inputs, hidden_units, constant)
    W0, b0, W1, _ = ref.gradient_descent(X, targets, *start, 0.1 / hidden_units, 20)
    assert ref.hidden_units_identical(W0, b0, W1)


@quick
@given(seeds, sizes, st.sampled_from([4, 8, 16]), st.integers(0, 50))
def test_descent_on_h_equal_units_is_descent_on_one_at_three_rates(seed, inputs, h, steps):
    """Test against one unit with weights w, b and V = ΣW⁽¹⁾, at rates η/h for w and b, ηh for V, η for b⁽¹⁾."""
    X, targets = draw_task(seed, inputs)
    start = equal_units(seed, inputs, h)
    rate = 0.5 / (h * (1 + np.sum(start[2] ** 2)))
    w, b, V, b1 = ref.merge_identical_units(*start)
    for _ in range(steps):
        gradient = ref.loss_gradients(X, targets, w, b, V, b1)
        w, b = w - rate / h * gradient["W0"], b - rate / h * gradient["b0"]
        V, b1 = V - rate * h * gradient["W1"], b1 - rate * gradient["b1"]
    merged = ref.merge_identical_units(*ref.gradient_descent(X, targets, *start, rate, steps))
    for got, expected in zip(merged, (w, b, V, b1), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


@quick
@given(seeds, sizes, sizes)
def test_merging_keeps_the_function(seed, inputs, hidden_units):
    network = equal_units(seed, inputs, hidden_units)
    merged = ref.merge_identical_units(*network)
    assert [np.shape(parameter) for parameter in merged] == [(1, inputs), (1,), (1, 1), ()]
    for x in np.random.default_rng(seed).standard_normal((5, inputs)) * 10:
        assert ref.forward(x, *merged)[1] == pytest.approx(ref.forward(x, *network)[1], rel=1e-12, abs=1e-12)


def test_merging_refuses_units_that_differ():
    with pytest.raises(ValueError, match="3 hidden units differ"):
        ref.merge_identical_units(*random_units(0, 2, 3))


@quick
@given(seeds, sizes, sizes)
def test_loss_gradients_match_complex_steps_on_random_networks(seed, inputs, hidden_units):
    X, targets = draw_task(seed, inputs)
    network = dict(zip(("W0", "b0", "W1", "b1"), random_units(seed, inputs, hidden_units), strict=True))
    got = ref.loss_gradients(X, targets, **network)
    for name, value in network.items():
        truth = complex_step(lambda t, n=name: ref.loss_gradients(X, targets, **{**network, n: t})["loss"], value)
        assert got[name] == pytest.approx(truth, rel=1e-10, abs=1e-13 * (1 + got["loss"]))


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_gradient_descent_takes_simultaneous_steps_against_the_gradient(steps):
    X, targets = draw_task(1, 3)
    start = expected = random_units(1, 3, 5)
    kept = [np.copy(parameter) for parameter in start]
    for _ in range(steps):
        gradient = ref.loss_gradients(X, targets, *expected)
        expected = [p - 0.3 * gradient[n] for p, n in zip(expected, ("W0", "b0", "W1", "b1"), strict=True)]
    after = ref.gradient_descent(X, targets, *start, 0.3, steps)
    assert all(np.array_equal(got, wanted) for got, wanted in zip(after, expected, strict=True))
    assert all(np.array_equal(was, now) for was, now in zip(kept, start, strict=True))
    assert not any(np.shares_memory(got, given) for got, given in zip(after, start, strict=True))


def test_gradient_descent_brings_the_loss_down():
    X, targets = draw_task(1, 3)
    start = random_units(1, 3, 5)
    after = ref.gradient_descent(X, targets, *start, 0.1, 200)
    assert ref.loss_gradients(X, targets, *after)["loss"] < 0.5 * ref.loss_gradients(X, targets, *start)["loss"]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_unequal_entry_makes_units_differ(part):
    network = equal_units(2, 3, 4)
    assert ref.hidden_units_identical(*network[:3])
    network[part].flat[-1] += 1e-6
    assert not ref.hidden_units_identical(*network[:3])
    assert ref.hidden_units_identical(*network[:3], tolerance=1e-5)


def test_equal_units_need_not_have_equal_weights():
    assert ref.hidden_units_identical(np.array([[1, 2], [1, 2]]), np.array([3, 3]), np.array([[4, 4]]))
    assert not ref.hidden_units_identical(np.array([[1, 1], [2, 2]]), np.array([3, 3]), np.array([[4, 4]]))


def test_a_nan_is_identical_to_nothing():
    assert not ref.hidden_units_identical(np.full((2, 3), np.nan), np.zeros(2), np.zeros((1, 2)))


DRAWS = [(ref.xavier_uniform, lambda i, o: 2 / (i + o)), (ref.he_normal, lambda i, o: 2 / i)]


@pytest.mark.parametrize("draw, variance", DRAWS)
@pytest.mark.parametrize("fan_in, fan_out", [(100, 400), (400, 100), (200, 200)])
def test_draws_have_the_published_moments(draw, variance, fan_in, fan_out):
    weights = draw(fan_in, fan_out, np.random.default_rng(5))
    deviation = np.sqrt(variance(fan_in, fan_out))
    assert weights.shape == (fan_out, fan_in) and len(np.unique(weights)) == weights.size
    assert abs(weights.mean()) < 5 * deviation / np.sqrt(weights.size)  # five standard errors
    assert weights.var() == pytest.approx(deviation**2, rel=5 * np.sqrt(2 / weights.size))
    beyond = np.mean(np.abs(weights) > 2 * deviation)  # of a uniform: none; of a normal: 4.55 %
    assert beyond == 0 if draw is ref.xavier_uniform else abs(beyond - 0.0455) < 0.006


def test_xavier_stays_inside_its_bound_and_fills_it():
    weights = ref.xavier_uniform(30, 70, np.random.default_rng(0))
    bound = np.sqrt(6 / 100)
    assert 0.99 * bound < np.abs(weights).max() <= bound


@pytest.mark.parametrize("draw, _", DRAWS)
def test_draws_repeat_with_the_seed_and_advance_the_generator(draw, _):
    rng = np.random.default_rng(7)
    first, second = draw(3, 4, rng), draw(3, 4, rng)
    assert np.array_equal(first, draw(3, 4, np.random.default_rng(7))) and not np.array_equal(first, second)


def test_default_tolerance_is_the_published_one():
    assert inspect.signature(ref.hidden_units_identical).parameters["tolerance"].default == 1e-9
