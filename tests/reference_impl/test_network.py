"""Test gradients against mpmath's derivatives with 50 digits, complex steps and PyTorch's autodiff."""

import inspect

import mpmath
import numpy as np
import pytest

import reference_impl as ref
from reference_impl.differentiation import complex_step

GRADIENTS = {"W0": ref.dy_dW0, "b0": ref.dy_db0, "W1": ref.dy_dW1, "b1": ref.dy_db1}


def complex_step_gradient(network, name):
    """Return ∂y/∂(name) by complex steps through `forward`, without a formula."""
    return complex_step(lambda theta: ref.forward(**{**network, name: theta})[1], network[name])


def exact_forward(x, W0, b0, W1, b1):
    """Return (z, y) in mpmath's working precision, entry by entry."""
    exact = [[mpmath.mpf(float(w)) for w in row] for row in W0]
    pre_activations = [mpmath.fdot(row, x.tolist()) + float(b) for row, b in zip(exact, b0, strict=True)]
    z = [1 / (1 + mpmath.exp(-a)) for a in pre_activations]
    return z, mpmath.fdot(W1[0].tolist(), z) + b1


def close(got, truth, rel=1e-12):
    return np.shape(got) == np.shape(truth) and got == pytest.approx(truth, rel=rel, abs=1e-300)


def test_forward_matches_mpmath(network):
    with mpmath.workdps(50):
        z, y = exact_forward(**network)
    scale = np.abs(network["W1"]).sum() + abs(network["b1"])
    assert ref.forward(**network)[0] == pytest.approx(np.array(z, float), rel=1e-12)
    assert ref.forward(**network)[1] == pytest.approx(float(y), abs=1e-14 * scale)


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_match_complex_steps(network, name):
    assert close(GRADIENTS[name](**network), complex_step_gradient(network, name))


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_match_complex_steps_in_dead_zones(dead_network, name):
    assert close(GRADIENTS[name](**dead_network), complex_step_gradient(dead_network, name))


def test_dead_zone_gradients_match_mpmath_where_z_times_one_minus_z_is_zero(dead_network):
    """Test against mpmath, which differentiates the definition with 80 digits."""
    with mpmath.workdps(80):

        def y_of(bias, unit):
            a = mpmath.fdot(dead_network["W0"][unit].tolist(), dead_network["x"].tolist()) + bias
            return dead_network["W1"][0, unit] / (1 + mpmath.exp(-a))

        truth = [mpmath.diff(lambda b, i=i: y_of(b, i), float(b)) for i, b in enumerate(dead_network["b0"])]
    assert ref.dy_db0(**dead_network) == pytest.approx(np.array(truth, float), rel=1e-12)
    assert 0 < abs(ref.dy_db0(**dead_network)[-1]) < 1e-16


def test_dy_dz_matches_a_complex_step_through_the_output_layer(network):
    z, _ = ref.forward(**network)
    truth = complex_step(lambda z: network["W1"][0] @ z + network["b1"], z)
    assert close(ref.dy_dz(**network), truth)


@pytest.mark.parametrize("upstream", [1, 0, -2.5, 1 / 3])
def test_backward_matches_complex_steps_through_a_loss(network, upstream):
    got = ref.backward(**network, upstream=upstream)
    assert got.keys() == GRADIENTS.keys()
    for name in got:
        assert close(got[name], upstream * complex_step_gradient(network, name))


def many_inputs(network, rows=7):
    rng = np.random.default_rng(rows)
    rest = {name: network[name] for name in GRADIENTS}
    return {"X": rng.standard_normal((rows, len(network["x"]))), "targets": rng.standard_normal(rows), **rest}


def mean_squared_loss(X, targets, W0, b0, W1, b1):
    return sum((ref.forward(x, W0, b0, W1, b1)[1] - t) ** 2 for x, t in zip(X, targets, strict=True)) / len(X)


@pytest.mark.parametrize("rows", [1, 2, 7])
@pytest.mark.parametrize("name", GRADIENTS)
def test_loss_gradients_match_complex_steps_row_by_row(network, rows, name):
    arguments = many_inputs(network, rows)
    truth = complex_step(lambda theta: mean_squared_loss(**{**arguments, name: theta}), arguments[name])
    got = ref.loss_gradients(**arguments)
    assert got["loss"] == pytest.approx(mean_squared_loss(**arguments), rel=1e-13)
    assert np.shape(got[name]) == truth.shape
    assert got[name] == pytest.approx(truth, rel=1e-10, abs=1e-13 * (1 + got["loss"]))


def test_loss_gradients_match_pytorch(network):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: its autodiff is one oracle of several")
    arguments = many_inputs(network)
    X, t, W0, b0, W1, b1 = (torch.tensor(value, dtype=torch.float64) for value in arguments.values())
    parameters = {"W0": W0, "b0": b0, "W1": W1, "b1": b1}
    for parameter in parameters.values():
        parameter.requires_grad_()
    loss = torch.nn.functional.mse_loss(torch.nn.functional.linear(torch.sigmoid(X @ W0.T + b0), W1, b1)[:, 0], t)
    loss.backward()
    got = ref.loss_gradients(**arguments)
    assert got["loss"] == pytest.approx(loss.item(), rel=1e-13)
    for name, parameter in parameters.items():
        assert got[name] == pytest.approx(parameter.grad.numpy(), rel=1e-9, abs=1e-12 * (1 + got["loss"]))


@pytest.mark.parametrize("function", [ref.forward, *GRADIENTS.values(), ref.dy_dz, ref.backward, ref.loss_gradients])
def test_integers_count_as_floats_and_no_argument_changes(function):
    network = {
        "x": [1, -2, 3],
        "W0": np.arange(-5, 10).reshape(5, 3),
        "b0": range(5),
        "W1": [[2, -1, 1, 3, 0]],
        "b1": 2,
    }
    network = {name: np.array(value) if name != "b1" else value for name, value in network.items()}
    arguments = many_inputs(network) if function is ref.loss_gradients else dict(network)
    arguments |= {"upstream": 3} if function is ref.backward else {}
    before = {name: np.copy(value) for name, value in arguments.items()}
    as_floats = function(**{name: np.asarray(value, float) for name, value in arguments.items()})
    assert repr(function(**arguments)) == repr(as_floats)
    assert all(np.array_equal(before[name], arguments[name]) for name in before)


@pytest.mark.parametrize("function", [*GRADIENTS.values(), ref.dy_dz])
def test_results_share_no_memory_with_arguments(function, dead_network):
    result = function(**dead_network)
    assert not any(np.shares_memory(result, value) for value in dead_network.values())


WRONG = {"x": (4,), "W0": (3, 5), "b0": (4,), "W1": (5,), "b1": (2,)}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("function", [ref.forward, *GRADIENTS.values(), ref.dy_dz])
def test_shape_errors_name_the_shape_they_got(function, name):
    network = {"x": np.ones(3), "W0": np.ones((5, 3)), "b0": np.ones(5), "W1": np.ones((1, 5)), "b1": 0.0}
    shown = str(WRONG[name]).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=f"expected.*{shown}|{shown}.*expected"):
        function(**{**network, name: np.ones(WRONG[name])})


@pytest.mark.parametrize(
    "name, wrong", [("X", (7, 4)), ("targets", (6,)), ("X", (7,)), ("targets", (7, 1)), ("X", (0, 3))]
)
def test_loss_gradients_refuses_data_that_disagree(name, wrong):
    arguments = {"X": np.ones((7, 3)), "targets": np.ones(7), "W0": np.ones((5, 3)), "b0": np.ones(5)}
    arguments |= {"W1": np.ones((1, 5)), "b1": 0.0, name: np.ones(wrong)}
    with pytest.raises(ValueError, match="shape .*expected"):
        ref.loss_gradients(**arguments)


@pytest.mark.parametrize("function", [ref.forward, *GRADIENTS.values(), ref.dy_dz])
def test_the_argument_order_is_the_published_one(function):
    assert list(inspect.signature(function).parameters) == ["x", "W0", "b0", "W1", "b1"]
