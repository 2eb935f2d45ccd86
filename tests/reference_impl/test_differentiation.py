"""Test numerical differentiation: its accuracy, where it fails, and that it modifies nothing."""

import numpy as np
import pytest

import reference_impl as ref
from reference_impl.chain_rule import a, b, v
from reference_impl.differentiation import central_difference, complex_step

SHAPES = [(), (1,), (4,), (2, 3), (2, 1, 3), (0,)]


def cubic(theta):
    return np.sum(theta**3)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("probe", [ref.numerical_gradient, complex_step])
def test_gradients_have_the_shape_of_theta(probe, shape):
    theta = np.random.default_rng(0).standard_normal(shape)
    gradient = probe(cubic, theta)
    assert gradient.shape == shape and gradient.dtype == np.float64
    assert gradient == pytest.approx(3 * theta**2, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("probe", [ref.numerical_gradient, complex_step])
def test_integers_are_probed_as_floats(probe):
    assert probe(cubic, np.array([1, -2])) == pytest.approx([3, 12])


@pytest.mark.parametrize("step", [0.5, 0.125])
def test_a_large_step_shows_the_error_of_the_two_point_formula(step):
    """Test that central differences of θ³ are exactly 3θ² + s², unlike one-sided ones and the formula."""
    assert ref.numerical_gradient(cubic, np.array([2.0, -1.0]), step) == pytest.approx(np.array([12, 3]) + step**2)


def test_a_step_that_rounding_shortens_costs_no_accuracy():
    """Test a large θ: 10⁶ + 10⁻⁵ is off by up to 6·10⁻¹¹, which is 6·10⁻⁶ of the step."""
    assert ref.numerical_gradient(np.sum, np.array([1e6])) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("power", [-8, -20, -100, -200])
def test_complex_steps_are_exact_for_any_small_step(power):
    """Test the derivatives of the warm-up for integers, without rounding errors."""
    point = (1, 2, 3, 4, 5)
    truth = [ref.total_derivatives(*point)[f"dv/d{name}"] for name in "wxyzc"]
    got = complex_step(lambda t: v(a(*t[:3]), b(*t[1:4]), t[4]), point, step=10.0**power)
    assert got == pytest.approx(truth, rel=4e-16 if power < -8 else 1e-14)


def test_central_differences_drown_in_a_dead_zone_and_complex_steps_do_not():
    theta = np.array([37.0])
    truth = ref.sigmoid_derivative(theta)
    assert complex_step(lambda t: ref.sigmoid(t)[0], theta) == pytest.approx(truth, rel=1e-14)
    assert abs(central_difference(lambda t: ref.sigmoid(t)[0], theta) / truth - 1) > 0.3


@pytest.mark.parametrize("probe", [ref.numerical_gradient, complex_step])
def test_theta_stays_as_it_was_when_f_writes_into_its_argument_and_raises(probe):
    theta = np.array([1.0, 2.0])

    def spoils(argument):
        argument[:] = 99
        raise ArithmeticError("from f")

    with pytest.raises(ArithmeticError, match="from f"):
        probe(spoils, theta)
    assert theta.tolist() == [1, 2]


def test_f_may_change_and_keep_its_argument():
    kept = []

    def careless(argument):
        kept.append(argument)
        value = cubic(argument)
        argument[:] = -1
        return np.array([value])

    assert ref.numerical_gradient(careless, np.array([1.0, 2.0])) == pytest.approx([3, 12])
    assert len({id(argument) for argument in kept}) == 4


def test_each_probe_moves_one_entry_by_one_step():
    theta, seen = np.array([[1.0, 2.0]]), []
    ref.numerical_gradient(lambda t: seen.append(t - theta) or 0.0, theta, step=0.25)
    assert [probe.tolist() for probe in seen] == [[[0.25, 0]], [[-0.25, 0]], [[0, 0.25]], [[0, -0.25]]]
