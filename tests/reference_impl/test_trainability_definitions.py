"""Test a run, its measure, the boundary and the dimension against the published definitions."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import reference_impl as ref
from reference_impl.differentiation import complex_step
from reference_impl.trainability import load_data
from reference_impl.trainability.experiment import draw_data


def mean_squared_loss(X, Y, W0, W1):
    """Return the losses by the definition, datapoint by datapoint."""
    outputs = [W1[0] @ np.tanh(np.sqrt(2) * (W0 @ x) / np.sqrt(16)) / 16 for x in X]
    return sum((y_hat - y) ** 2 for y_hat, y in zip(outputs, Y, strict=True)) / len(Y)


@pytest.mark.parametrize("datapoints", [1, 5])
@pytest.mark.parametrize("rates", [(0.5, 2.0), (100.0, 0.0), (0.0, 20.0)])
def test_losses_are_those_of_gradient_descent_by_complex_steps(datapoints, rates):
    X, Y, W0, W1 = load_data(full_batch=True)
    X, Y, expected = X[:datapoints], Y[:datapoints], []
    start = (X, Y, W0, W1)
    for _ in range(4):
        expected.append(mean_squared_loss(X, Y, W0, W1))
        gradient0 = complex_step(lambda t, w=W1: mean_squared_loss(X, Y, t, w), W0)
        gradient1 = complex_step(lambda t, w=W0: mean_squared_loss(X, Y, w, t), W1)
        W0, W1 = W0 - rates[0] * gradient0, W1 - rates[1] * gradient1
    assert ref.training_losses(*start, *rates, 4) == pytest.approx(expected, rel=1e-11)


def test_losses_match_pytorch_on_the_full_batch():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: its autodiff is one oracle of several")
    X, Y, W0, W1 = (torch.tensor(array) for array in load_data(full_batch=True))
    parameters, expected = [W0.requires_grad_(), W1.requires_grad_()], []
    descent = torch.optim.SGD([{"params": [W0], "lr": 3.0}, {"params": [W1], "lr": 7.0}])
    for _ in range(20):
        loss = torch.mean((torch.tanh(2**0.5 * X @ parameters[0].T / 4) @ parameters[1][0] / 16 - Y) ** 2)
        expected.append(loss.item())
        descent.zero_grad()
        loss.backward()
        descent.step()
    assert ref.training_losses(*load_data(full_batch=True), 3.0, 7.0, 20) == pytest.approx(expected, rel=1e-10)


def test_a_run_that_blows_up_is_quiet_and_changes_nothing():
    data = load_data()
    before = [array.copy() for array in data]
    with np.errstate(all="warn"), warnings.catch_warnings():
        warnings.simplefilter("error")
        losses = ref.training_losses(*data, 1e5, 1e6, 60)
    assert losses.shape == (60,) and not np.isfinite(losses[-1])
    assert all(np.array_equal(was, now) for was, now in zip(before, data, strict=True))


def test_the_shipped_data_are_the_draw_of_the_stated_seed():
    X, Y, W0, W1 = load_data(full_batch=True)
    drawn = draw_data()
    assert (X.shape, Y.shape, W0.shape, W1.shape) == ((272, 16), (272,), (16, 16), (1, 16))
    assert all(np.array_equal(drawn[n], a) for n, a in {"X": X, "Y": Y, "W0": W0, "W1": W1}.items())
    assert np.array_equal(load_data()[0], X[:1]) and np.array_equal(load_data()[1], Y[:1])


CONVERGED = np.concatenate([np.full(30, 4.0), np.full(20, 2.0)])
BLOWN_UP = np.concatenate([[2.0, 4.0], np.full(28, 1e9), [np.inf, -np.inf, np.nan]])


@pytest.mark.parametrize(
    "losses, expected",
    [
        (CONVERGED, -(30 + 20 * 0.5)),
        (CONVERGED[::-1], 20 + 30 * 0.5),  # v = 2 at the end: failed
        (np.full(50, 3.0), 50),  # a mean of exactly 1 is no convergence
        (BLOWN_UP, 1 + 0.5 + 28e-6 + 3 * 2e-6),  # clipped v count 10⁶, losses that are no number 10⁶/ℓ₀
        ([2.0, 1.0], -1.5),  # fewer than 20: the mean of all
        ([5e-324, 1e300], 1 + 1e-6),  # the ratio overflows, without a warning
        ([np.nan, 1.0], -(1 + 1e-6)),  # ℓ₀ counts as 10⁶ too
    ],
)
def test_the_measure_matches_hand_made_runs(losses, expected):
    assert ref.convergence_measure(losses) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("high_steps, sign", [(20, 1), (21, 1), (9, -1)])
def test_only_the_last_twenty_losses_decide(high_steps, sign):
    losses = np.full(100, 0.1)
    losses[0], losses[-high_steps:] = 1, 2
    assert np.sign(ref.convergence_measure(losses)) == sign
    losses = np.full(100, 5.0)
    losses[0], losses[-20:] = 1, 0.99
    assert ref.convergence_measure(losses) < 0


@pytest.mark.parametrize("losses", [[], [0.0, 1.0], [[1.0, 2.0]]])
def test_losses_without_a_scale_are_refused(losses):
    with pytest.raises(ValueError, match="expected one or more"):
        ref.convergence_measure(losses)


signed = st.sampled_from([-3.0, -1.0, 1.0, 2.0])


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(arrays.arrays(float, st.tuples(st.integers(2, 7), st.integers(2, 7)), elements=signed))
def test_boundary_is_where_a_block_holds_both_signs(V):
    edges = ref.boundary(V)
    assert edges.shape == (V.shape[0] - 1, V.shape[1] - 1) and edges.dtype == bool
    for i, j in np.ndindex(edges.shape):
        assert edges[i, j] == (len({np.sign(value) for value in V[i : i + 2, j : j + 2].flat}) == 2)


def lines(side):
    eye, empty = np.eye(side, dtype=bool), np.zeros((side, side), dtype=bool)
    row, last = empty.copy(), empty.copy()
    row[side // 3], last[-1] = True, True
    return [eye, eye[::-1], row, row.T, last, last.T]


@pytest.mark.parametrize("side", [48, 127, 200, 255, 256, 511])
def test_lines_have_dimension_one_and_squares_two(side):
    assert ref.box_dimension(np.ones((side, side), dtype=bool)) == pytest.approx(2, abs=0.1)
    for line in lines(side):
        assert ref.box_dimension(line) == pytest.approx(1, abs=0.1)


def test_the_sierpinski_triangle_has_its_dimension():
    rows, columns = np.indices((256, 256))
    assert ref.box_dimension(rows & columns == 0) == pytest.approx(np.log2(3))


@pytest.mark.parametrize("point", [(100, 2), (100, 3), (101, 2), (101, 3), (254, 254)])
def test_a_point_and_nothing_have_dimension_zero(point):
    edges = np.zeros((255, 255), dtype=bool)
    assert ref.box_dimension(edges) == 0
    edges[point] = True
    assert ref.box_dimension(edges) == 0
