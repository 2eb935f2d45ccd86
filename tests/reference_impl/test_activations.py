"""Test activations against mpmath with 60 digits, where neither overflow nor cancellation matters."""

import mpmath
import numpy as np
import pytest

import reference_impl as ref

DEAD_ZONES = [*np.linspace(-700, 700, 57), *np.linspace(-45, 45, 181), 36.73, 36.75, 1e-300, -1e-17, 0.0]


def exact_sigmoid(a):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(float(a))))


def exact_sigmoid_derivative(a):
    e = mpmath.exp(-mpmath.mpf(float(a)))
    return e / (1 + e) ** 2


def relative_error(got, truth):
    with mpmath.workdps(60):
        return float(abs((mpmath.mpf(float(got)) - truth) / truth))


@pytest.mark.parametrize(
    "ours, exact", [(ref.sigmoid, exact_sigmoid), (ref.sigmoid_derivative, exact_sigmoid_derivative)]
)
def test_sigmoids_match_mpmath_to_rounding_in_dead_zones(ours, exact):
    with mpmath.workdps(60):
        worst = max(relative_error(ours(a), exact(a)) for a in DEAD_ZONES)
    assert worst < 1e-15


@pytest.mark.parametrize("a", [1000, 1000.0, np.inf, np.float32(1000), 10**15])
def test_sigmoids_saturate_without_a_warning(a):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert (ref.sigmoid(a), ref.sigmoid(-a)) == (1, 0)
        assert (ref.sigmoid_derivative(a), ref.sigmoid_derivative(-a)) == (0, 0)


@pytest.mark.parametrize("function", [ref.sigmoid, ref.sigmoid_derivative, ref.relu, ref.relu_derivative])
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 3), (0,)])
def test_activations_keep_shape_and_precision(function, shape):
    assert np.shape(function(np.ones(shape))) == shape
    assert function(np.ones(shape, dtype=np.float32)).dtype == np.float32
    assert function(np.ones(shape, dtype=np.int8)).dtype == np.float64
    assert function(np.ones(shape, dtype=bool)).dtype == np.float64


@pytest.mark.parametrize("function", [ref.sigmoid, ref.sigmoid_derivative, ref.relu, ref.relu_derivative])
def test_activations_work_elementwise_and_leave_their_argument(function):
    a = np.array([[-3.0, 0.5, 2.0], [-0.1, 40.0, -800.0]])
    before = a.copy()
    assert np.array_equal(function(a), [[function(float(entry)) for entry in row] for row in a])
    assert np.array_equal(a, before)


@pytest.mark.parametrize("function", [ref.sigmoid, ref.sigmoid_derivative, ref.relu])
def test_a_nan_stays_a_nan(function):
    assert np.isnan(function(np.nan))


def test_relu_and_its_derivative_switch_at_zero():
    a = np.array([-2, -1e-300, 0, 1e-300, 3])
    assert np.array_equal(ref.relu(a), [0, 0, 0, 1e-300, 3])
    assert np.array_equal(ref.relu_derivative(a), [0, 0, 0, 1, 1])


@pytest.mark.parametrize("dtype", [float, int])
@pytest.mark.parametrize(
    "w, b, expected", [([1, 2], -4, 1), ([1, 2], -5, 0), ([1, 2], -6, 0), ([-1, 0], 2, 1), ([-1, 0], 0, 0)]
)
def test_perceptron_fires_above_its_threshold(w, b, expected, dtype):
    assert ref.perceptron(np.array([1, 2], dtype), np.array(w, dtype), b) == expected


def test_perceptron_names_both_shapes():
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        ref.perceptron(np.ones(2), np.ones(3), 0)
