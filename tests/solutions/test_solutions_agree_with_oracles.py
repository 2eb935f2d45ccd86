"""The worked answers against complex steps, SymPy and the reference, each of which knows nothing of them."""

import numpy as np
import pytest
import sympy

import reference_impl as ref
from reference_impl import trainability as ref_trainability

SHAPES = [(2, 4), (3, 3), (1, 5), (4, 1), (1, 1)]
SCALES = [0.1, 1.0, 10.0, 40.0]


def network(d, h, scale, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=d), scale * rng.normal(size=(h, d)), rng.normal(size=h), rng.normal(size=(1, h)), 0.75


def complex_step(f, theta):
    """∂f/∂θ as Im f(θ + ih) / h, exact to rounding for an analytic f."""
    gradient = np.empty(np.shape(theta))
    for index in np.ndindex(gradient.shape):
        moved = np.array(theta, dtype=complex)
        moved[index] += 1e-100j
        gradient[index] = f(moved).imag / 1e-100
    return gradient


def output(x, W0, b0, W1, b1):
    """y, for complex arguments too; stable for either sign of the pre-activations."""
    a = W0 @ x + b0
    small = np.exp(np.where(a.real >= 0, -a, a))
    return (W1 @ (np.where(a.real >= 0, 1, small) / (1 + small)))[0] + b1


@pytest.mark.sampled
@pytest.mark.parametrize(("d", "h"), SHAPES)
@pytest.mark.parametrize("scale", SCALES)
def test_network_gradients_match_complex_steps(solved, d, h, scale):
    fb, (x, W0, b0, W1, b1) = solved("forward_backward"), network(d, h, scale)
    by_step = {
        "W0": complex_step(lambda W: output(x, W, b0, W1, b1), W0),
        "b0": complex_step(lambda b: output(x, W0, b, W1, b1), b0),
        "W1": complex_step(lambda W: output(x, W0, b0, W, b1), W1),
        "b1": complex_step(lambda b: output(x, W0, b0, W1, b), b1),
    }
    own = {"W0": fb.dy_dW0, "b0": fb.dy_db0, "W1": fb.dy_dW1, "b1": fb.dy_db1}
    together = fb.backward(x, W0, b0, W1, b1, -1.5)
    for name, truth in by_step.items():
        np.testing.assert_allclose(own[name](x, W0, b0, W1, b1), truth, rtol=1e-12, atol=0)
        np.testing.assert_allclose(together[name], -1.5 * truth, rtol=1e-12, atol=0)
        assert np.shape(together[name]) == np.shape(truth)


@pytest.mark.parametrize("function", ["sigmoid", "sigmoid_derivative", "relu", "relu_derivative"])
def test_activations_match_the_reference(solved, function):
    a = np.concatenate([np.linspace(-50, 50, 201), [-1000.0, 1000.0]]).reshape(7, 29)
    own = getattr(solved("forward_backward"), function)
    np.testing.assert_allclose(own(a), getattr(ref, function)(a), rtol=1e-14, atol=0)
    assert np.array_equal(own(np.array([-2, 0, 3])), own(np.array([-2.0, 0.0, 3.0])))
    assert np.shape(own(2)) == ()


@pytest.mark.parametrize("theta", [np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([1, 2, 3]), np.array(2.0)])
def test_numerical_gradient_matches_a_known_one_and_leaves_theta_alone(solved, theta):
    before = theta.copy()
    gradient = solved("forward_backward").numerical_gradient(lambda t: np.sum(t**3), theta, step=0.1)
    np.testing.assert_allclose(gradient, 3.0 * theta**2 + 0.01, rtol=1e-12)
    assert gradient.shape == theta.shape and np.array_equal(theta, before)


def test_closed_form_and_structure_equal_sympys_derivatives(solved):
    chain, names = solved("chain_rule"), sympy.symbols("w x y z c")
    w, x, y, z, c = names
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    upper = {"a": a, "b": b, "c": c, "v": c * (sympy.Symbol("A") - sympy.Symbol("B")) ** 2}
    edges = {f"∂v/∂{n}": sympy.diff(upper["v"], s).subs({"A": a, "B": b}) for n, s in (("a", "A"), ("b", "B"), ("c", c))}
    edges |= {f"∂{n}/∂{s}": sympy.diff(upper[n], s) for n in "ab" for s in names}
    for name in names:
        truth = sympy.diff(c * (a - b) ** 2, name)
        text = chain.structure[f"dv/d{name}"]
        paths = sum(sympy.prod([edges[edge.strip()] for edge in path.split("*")]) for path in text.split("+"))
        formula = sympy.parse_expr(
            chain.closed_form[f"dv/d{name}"].replace("^", "**"), {**{str(s): s for s in names}, "a": a, "b": b},
            transformations=sympy.parsing.sympy_parser.T[:6],
        )  # fmt: skip
        assert sympy.expand(paths - truth) == 0
        assert sympy.expand(formula - truth) == 0


@pytest.mark.parametrize("point", [(0.5, 1.5, -3.0, 2.0, 0.7), (1, 2, 0, 1, 3), (-2, -1, 1, 4, -1)])
def test_warm_up_values_match_the_reference(solved, point):
    chain = solved("chain_rule")
    for function in ("local_partials", "total_derivatives"):
        own, truth = getattr(chain, function)(*point), getattr(ref, function)(*point)
        assert own == pytest.approx(truth, rel=1e-12)


@pytest.mark.parametrize("n", [1, 3, 6])
def test_neuron_and_vector_derivatives_match_the_reference(solved, n):
    chain, rng = solved("chain_rule"), np.random.default_rng(n)
    w, x, B = rng.normal(size=n), rng.integers(-5, 5, size=n), rng.normal(size=(n, n))
    for function, arguments in {
        "weight_gradient": (x, -2.5), "squared_loss": (w, x, 3), "squared_loss_gradient": (w, x, 3),
        "gradient_step": (x, w, 0.3), "linear_gradient": (w, x), "square_gradient": (x,), "quadratic_gradient": (B, x),
    }.items():  # fmt: skip
        np.testing.assert_allclose(getattr(chain, function)(*arguments), getattr(ref, function)(*arguments), rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(("d", "h"), SHAPES)
def test_loss_gradients_and_descent_match_the_reference(solved, d, h):
    init, rng = solved("initialization"), np.random.default_rng(7)
    _, *start = network(d, h, 1.0)
    X, targets = rng.normal(size=(5, d)), rng.normal(size=5)
    own, truth = init.loss_gradients(X, targets, *start), ref.loss_gradients(X, targets, *start)
    for name in truth:
        np.testing.assert_allclose(own[name], truth[name], rtol=1e-10, atol=1e-15)
    for steps in (0, 1, 20):
        arguments = (X, targets, *start, 0.1, steps)
        for mine, theirs in zip(init.gradient_descent(*arguments), ref.gradient_descent(*arguments), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def test_zero_initialization_matches_the_general_formulas(solved):
    init, x = solved("initialization"), np.array([3, -1])
    zeros = (np.zeros((4, 2)), np.zeros(4), np.zeros((1, 4)), 0.0)
    z, y = init.zero_init_forward(x, 4)
    truth_z, truth_y = ref.forward(x, *zeros)
    assert np.array_equal(z, truth_z) and y == truth_y
    for name, gradient in init.zero_init_gradients(x, 4).items():
        assert np.array_equal(gradient, ref.backward(x, *zeros, 1.0)[name])


@pytest.mark.parametrize("changed", ["none", "W0", "b0", "W1"])
def test_identical_units_are_told_from_unequal_ones(solved, changed):
    units = {"W0": np.tile([1.0, -2.0, 0.5], (4, 1)), "b0": np.full(4, 0.3), "W1": np.full((1, 4), 2.0)}
    if changed != "none":
        units[changed][(-1,) * units[changed].ndim] += 1e-3
    assert solved("initialization").hidden_units_identical(*units.values()) is (changed == "none")


def test_merged_network_computes_the_same(solved):
    many = (np.tile([1.0, -2.0], (4, 1)), np.full(4, 0.3), np.full((1, 4), 2.0), -1.0)
    one = solved("initialization").merge_identical_units(*many)
    assert [np.shape(array) for array in one] == [(1, 2), (1,), (1, 1), ()]
    for x in np.random.default_rng(0).normal(size=(5, 2)):
        assert output(x, *one) == pytest.approx(output(x, *many), rel=1e-12)


def test_random_weights_have_their_variance_and_repeat_with_their_seed(solved):
    init = solved("initialization")
    for draw, variance in ((init.xavier_uniform, 2 / 500), (init.he_normal, 2 / 200)):
        W = draw(200, 300, np.random.default_rng(5))
        assert W.shape == (300, 200) and np.array_equal(W, draw(200, 300, np.random.default_rng(5)))
        assert np.var(W) == pytest.approx(variance, rel=0.05) and abs(np.mean(W)) < 5 * np.sqrt(variance / W.size)


@pytest.mark.slow
@pytest.mark.parametrize(("rate0", "rate1"), [(1.0, 1.0), (30.0, 30.0), (1e3, 1e3), (100.0, 1.0)])
def test_training_and_its_measure_match_the_reference(solved, rate0, rate1):
    own, arguments = solved("trainability"), (*ref_trainability.load_data(), rate0, rate1)
    truth = ref_trainability.training_losses(*arguments, 12)
    np.testing.assert_allclose(own.training_losses(*arguments, 12), truth, rtol=1e-6)
    late = np.repeat([1.0, 3.0, 0.5], [1, 30, 25])  # converged by its last 20 losses, not by its mean
    for losses in (own.training_losses(*arguments, 200), late, np.array([4.0, 2.0, 1.0]), np.array([1.0, np.nan, np.inf])):
        assert own.convergence_measure(losses) == pytest.approx(ref_trainability.convergence_measure(losses), rel=1e-12)


def test_boundary_and_dimension_match_the_reference(solved):
    own, V = solved("trainability"), np.random.default_rng(3).normal(size=(40, 33))
    assert np.array_equal(own.boundary(V), ref_trainability.boundary(V))
    for side in (255, 256):
        line, diagonal = np.zeros((side, side), dtype=bool), np.eye(side, dtype=bool)
        line[side // 2] = True
        assert own.box_dimension(np.ones((side, side), dtype=bool)) == pytest.approx(2, abs=0.1)
        for picture in (line, line.T, diagonal, diagonal[::-1]):
            assert own.box_dimension(picture) == pytest.approx(1, abs=0.1)
