"""Test the chain rule against SymPy, which derives everything from the definitions of v, a and b."""

import itertools

import numpy as np
import pytest
import sympy

import reference_impl as ref
from reference_impl import chain_rule
from reference_impl.differentiation import complex_step

SYMBOLS = w, x, y, z, c = sympy.symbols("w x y z c")
A, B = sympy.symbols("a b")
NODE_VALUES = {A: (w + x + y) ** 2, B: (x - y - z) ** 2}
V = (c * (A - B) ** 2).subs(NODE_VALUES)
TOTALS = {f"dv/d{symbol}": sympy.diff(V, symbol) for symbol in (c, w, x, y, z)}
EDGES = {"v": (c * (A - B) ** 2, (A, B, c)), "a": (NODE_VALUES[A], (w, x, y)), "b": (NODE_VALUES[B], (x, y, z))}
PARTIALS = {f"d{n}/d{s}": sympy.diff(f, s).subs(NODE_VALUES) for n, (f, inputs) in EDGES.items() for s in inputs}
POINTS = [(1, 2, 3, 4, 5), (-2, 0.5, 1, 0, -1.5), (0.25, -3, 1, 2, 0), (-4, 1, 1, 2, 3)]


def at(expression, point):
    return float(expression.subs(dict(zip(SYMBOLS, point, strict=True))))


@pytest.mark.parametrize("key", TOTALS)
def test_closed_form_is_sympys_derivative(key):
    ours = sympy.sympify(ref.closed_form[key], locals={s.name: s for s in (*SYMBOLS, A, B)})
    assert sympy.expand(ours.subs(NODE_VALUES) - TOTALS[key]) == 0


@pytest.mark.parametrize("key", TOTALS)
def test_structure_with_sympys_partials_is_sympys_derivative(key):
    expression = ref.structure[key]
    for name, partial in PARTIALS.items():
        expression = expression.replace(name, f"({partial})")
    assert sympy.expand(sympy.sympify(expression) - TOTALS[key]) == 0


def test_structure_is_the_sum_over_the_paths_of_the_graph():
    for variable in "wxyz":
        paths = [f"dv/d{n} * d{n}/d{variable}" for n in "ab" if f"d{n}/d{variable}" in PARTIALS]
        assert ref.structure[f"dv/d{variable}"] == " + ".join(paths)


def test_the_keys_are_the_published_ones():
    assert list(ref.structure) == list(ref.closed_form) == ["dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz"]
    assert set(ref.local_partials(*POINTS[0])) == set(PARTIALS)
    assert set(ref.total_derivatives(*POINTS[0])) == set(TOTALS)


@pytest.mark.parametrize("point", POINTS)
def test_numbers_match_sympy(point):
    assert ref.local_partials(*point) == pytest.approx({k: at(p, point) for k, p in PARTIALS.items()}, rel=1e-14)
    assert ref.total_derivatives(*point) == pytest.approx({k: at(t, point) for k, t in TOTALS.items()}, rel=1e-14)


@pytest.mark.parametrize("point", POINTS)
def test_total_derivatives_match_a_complex_step_through_v(point):
    def v_of(theta):
        w, x, y, z, c = theta
        return chain_rule.v(chain_rule.a(w, x, y), chain_rule.b(x, y, z), c)

    ours = ref.total_derivatives(*point)
    assert [ours[f"dv/d{name}"] for name in "wxyzc"] == pytest.approx(complex_step(v_of, point), rel=1e-14)


def test_integers_stay_exact():
    assert all(type(value) is int for value in ref.local_partials(10**9, 2, 3, 4, 5).values())


# One linear neuron and the vector derivatives: complex steps through the functions they are gradients of.

SIZES = [1, 2, 3, 7]


def vectors(n, count, seed=0):
    return np.random.default_rng([seed, n]).standard_normal((count, n))


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("upstream", [5, 0, -0.5])
def test_weight_gradient_scales_the_inputs(n, upstream):
    w, inputs = vectors(n, 2)
    truth = upstream * complex_step(lambda w: w @ inputs, w)
    assert ref.weight_gradient(inputs, upstream) == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize("n", SIZES)
def test_squared_loss_gradient_matches_a_complex_step(n):
    w, inputs = vectors(n, 2)
    truth = complex_step(lambda w: (w @ inputs - 0.7) ** 2, w)
    assert ref.squared_loss(w, inputs, 0.7) == pytest.approx((w @ inputs - 0.7) ** 2)
    assert ref.squared_loss_gradient(w, inputs, 0.7) == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize("n", SIZES)
def test_vector_derivatives_match_complex_steps_also_for_asymmetric_B(n):
    b, x = vectors(n, 2)
    B = np.random.default_rng(n).standard_normal((n, n))
    assert ref.linear_gradient(b, x) == pytest.approx(complex_step(lambda x: b @ x, x))
    assert ref.square_gradient(x) == pytest.approx(complex_step(lambda x: x @ x, x))
    assert ref.quadratic_gradient(B, x) == pytest.approx(complex_step(lambda x: x @ B @ x, x), rel=1e-13)


def test_gradient_step_walks_downhill_into_a_new_array():
    w, gradient = np.array([1, 2]), np.array([10, -20])
    stepped = ref.gradient_step(w, gradient, 0.1)
    assert stepped == pytest.approx([0, 4])
    assert np.array_equal(w, [1, 2]) and np.array_equal(gradient, [10, -20])
    assert not np.shares_memory(ref.gradient_step(stepped, gradient, 0), stepped)


def test_small_integers_do_not_overflow():
    small = np.array([100, 100], dtype=np.int8)
    assert ref.square_gradient(small).tolist() == [200, 200]
    assert ref.squared_loss(small, small, 0) == 4e8


@pytest.mark.parametrize(
    "function, shapes",
    [
        (ref.squared_loss_gradient, [(2,), (3,), ()]),
        (ref.gradient_step, [(2,), (3,), ()]),
        (ref.linear_gradient, [(2,), (3,)]),
        (ref.quadratic_gradient, [(2, 2), (3,)]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_shape_errors_give_both_shapes(function, shapes):
    with pytest.raises(ValueError, match=r"\(2.*\(3|\(3.*\(2"):
        function(*map(np.ones, shapes))


@pytest.mark.parametrize("values", [np.ones((2, 2)), np.float64(3)])
def test_what_is_no_vector_is_refused(values):
    with pytest.raises(ValueError, match=r"x has shape \(.*expected \(n,\)"):
        ref.square_gradient(values)


def test_every_pair_of_edges_is_told_apart_by_some_point():
    """Test that partials differ unless they are equal by definition, since a swapped pair could pass otherwise."""
    equal = {frozenset(pair) for pair in itertools.combinations(PARTIALS, 2) if PARTIALS[pair[0]] == PARTIALS[pair[1]]}
    for first, second in itertools.combinations(PARTIALS, 2):
        told_apart = any(at(PARTIALS[first], p) != at(PARTIALS[second], p) for p in POINTS)
        assert told_apart or {first, second} in equal
