"""The cases of `initialization`: safe sizes, rates at which the loss falls, samplers that are distinguished."""

import functools
import itertools

import mpmath
import numpy as np
import pytest

import reference_impl as ref
from autograder import questions
from autograder.checks.compare import compare
from autograder.checks.observation import observe_call
from autograder.questions.schema import Draw

ASSIGNMENT = questions.find("initialization")
KEYS = [f"key {i}" for i in range(5)]


@functools.cache
def cases(question_id, part_name, key="a key"):
    """Return the hidden cases of one part."""
    part = next(part for part in ASSIGNMENT.question(question_id).parts if part.name == part_name)
    return tuple(part.hidden(Draw(key, question_id, part_name)))


def verdict(function, case):
    seen = observe_call({case.ask.name: function}, case.ask.name, case.ask.arguments)
    return compare(case.expect, seen, case.ask.name).verdict


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("part", ["many steps", "equal units stay equal"])
def test_the_loss_falls_at_every_step(part, key):
    for case in cases("q4_gradient_descent", part, key):
        X, targets, *parameters, rate, steps = case.ask.arguments
        if steps <= 3:  # rates that are integers, or at which the run blows up, go for a few steps
            continue
        losses = []
        for _ in range(steps + 1):
            losses.append(ref.loss_gradients(X, targets, *parameters)["loss"])
            parameters = ref.gradient_descent(X, targets, *parameters, rate, 1)
        assert all(b <= a * (1 + 1e-12) for a, b in itertools.pairwise(losses)), (case.tags, losses)


@pytest.mark.parametrize("key", KEYS)
def test_equal_units_are_asked_for_at_safe_sizes(key):
    for case in cases("q4_gradient_descent", "equal units stay equal", key):
        W0, steps = case.ask.arguments[2], case.ask.arguments[-1]
        assert len(W0) in (4, 8, 16) and steps <= 50


def test_constants_other_than_zero_are_among_the_starts():
    constants = {float(case.ask.arguments[5]) for case in cases("q4_gradient_descent", "equal units stay equal")}
    assert len(constants) == 3 and 0.0 in constants and min(constants) < 0 < max(constants)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_dead_units_are_dead_in_every_row(key):
    (case,) = (case for case in cases("q3_loss_gradients", "b0", key) if "dead zone" in case.tags)
    X, _, W0, b0, *_ = case.ask.arguments
    A = np.abs(X @ W0.T + b0)
    assert A[:, 0].min() > 30 and A[:, 1].min() > 18


@pytest.mark.parametrize("part", ["loss", "W0", "b0", "W1", "b1"])
def test_the_expected_gradients_are_right_to_thirty_digits(part):
    for case in cases("q3_loss_gradients", part):
        assert np.allclose(
            case.expect["value"], exact_loss_gradients(*case.ask.arguments)[part], rtol=1e-9, atol=1e-300
        )


def exact_loss_gradients(X, targets, W0, b0, W1, b1):
    """Compute the gradients from the definition with mpmath's σ, without formulas of the reference."""
    with mpmath.workdps(50):
        n, (h, d) = len(X), W0.shape
        found = {
            "loss": mpmath.mpf(0),
            "W0": mpmath.zeros(h, d),
            "b0": mpmath.zeros(h, 1),
            "W1": mpmath.zeros(h, 1),
            "b1": mpmath.mpf(0),
        }
        for x, t in zip(X.tolist(), targets.tolist()):
            a = [mpmath.fsum(mpmath.mpf(w) * v for w, v in zip(row, x)) + b for row, b in zip(W0.tolist(), b0.tolist())]
            z = [1 / (1 + mpmath.exp(-value)) for value in a]
            r = mpmath.fsum(mpmath.mpf(w) * value for w, value in zip(W1[0].tolist(), z)) + b1 - mpmath.mpf(t)
            found["loss"] += r**2 / n
            found["b1"] += 2 * r / n
            for i in range(h):
                slope = mpmath.exp(-a[i]) / (1 + mpmath.exp(-a[i])) ** 2
                found["W1"][i] += 2 * r * z[i] / n
                found["b0"][i] += 2 * r * W1[0, i] * slope / n
                for j in range(d):
                    found["W0"][i, j] += 2 * r * W1[0, i] * slope * x[j] / n
        shapes = {"W0": (h, d), "b0": (h,), "W1": (h,)}
        return {
            k: np.array([float(e) for e in v]).reshape(shapes[k]) if k in shapes else float(v) for k, v in found.items()
        }


@pytest.mark.parametrize("off", [1 + 1e-5, 1 - 1e-5])
@pytest.mark.parametrize("part", ["loss", "W0", "b0", "W1", "b1"])
def test_a_gradient_off_by_a_hundred_thousandth_is_wrong(part, off):
    def nearly(*arguments):
        return {key: value * off for key, value in ref.loss_gradients(*arguments).items()}

    assert "wrong" in {verdict(nearly, case) for case in cases("q3_loss_gradients", part)}


def in_single_precision(X, targets, W0, b0, W1, b1):
    X, targets, W0, b0, W1 = (np.asarray(v, dtype=np.float32) for v in (X, targets, W0, b0, W1))
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    r = Z @ W1[0] + np.float32(b1) - targets
    g = (2 * r / np.float32(len(X))).astype(np.float32)
    D = np.outer(g, W1[0]) * Z * (1 - Z)
    return {"loss": np.mean(r**2), "W0": D.T @ X, "b0": D.sum(axis=0), "W1": g @ Z, "b1": g.sum()}


def in_columns(X, targets, W0, b0, W1, b1):
    found = ref.loss_gradients(X, targets, W0, b0, W1, b1)
    vectors = {"b0": found["b0"].reshape(-1, 1), "W1": found["W1"].T}
    return found | vectors | {"loss": np.array([[found["loss"]]]), "W0": found["W0"].tolist()}


@pytest.mark.sampled
@pytest.mark.parametrize("key", [f"key {i}" for i in range(20)])
@pytest.mark.parametrize("right", [in_single_precision, in_columns])
def test_gradients_in_single_precision_and_in_columns_are_right(right, key):
    for part in ("loss", "W0", "b0", "W1", "b1"):
        assert {verdict(right, case) for case in cases("q3_loss_gradients", part, key)} == {"right"}


def test_a_merged_network_computes_the_same_y_for_every_x():
    rng = np.random.default_rng(0)
    for case in cases("q6_merge_units", "same function"):
        expected = [[part["value"] for part in (one, *one["and"])] for one in (case.expect, *case.expect["or"])]
        for w, b, out, b1 in expected:
            for x in rng.normal(size=(5, len(w))):
                _, y = ref.forward(x, *case.ask.arguments)
                _, merged = ref.forward(x, w.reshape(1, -1), b.reshape(1), out.reshape(1, 1), float(b1))
                assert merged == pytest.approx(y, rel=1e-12)


@pytest.mark.sampled
@pytest.mark.parametrize("seed", range(20))
def test_right_samplers_pass_whatever_the_seed(seed):
    """A tolerance of six standard errors per statistic refuses one right sampler in 10⁸."""
    key = f"seed {seed}"
    assert {verdict(ref.xavier_uniform, case) for case in cases("q7_break_symmetry", "xavier_uniform", key)} == {
        "right"
    }
    assert {verdict(ref.he_normal, case) for case in cases("q7_break_symmetry", "he_normal", key)} == {"right"}


NEAR_MISSES = {
    "a variance 20 % off": lambda i, o, rng: rng.normal(0, np.sqrt(2.4 / i), (o, i)),
    "truncated at 2σ, scaled to the variance": lambda i, o, rng: truncated(rng, (o, i)) * np.sqrt(2 / i) / 0.8796,
    "two values": lambda i, o, rng: rng.choice([-1, 1], (o, i)) * np.sqrt(2 / i),
    "shifted": lambda i, o, rng: rng.normal(0.2, 1, (o, i)) * np.sqrt(2 / i),
}


def truncated(rng, shape):
    draws = rng.normal(size=shape)
    while np.any(np.abs(draws) > 2):
        draws = np.where(np.abs(draws) > 2, rng.normal(size=shape), draws)
    return draws


@pytest.mark.sampled
@pytest.mark.parametrize("sampler", NEAR_MISSES.values(), ids=NEAR_MISSES)
@pytest.mark.parametrize("key", KEYS)
def test_near_misses_of_a_sampler_fail(sampler, key):
    ordinary = [case for case in cases("q7_break_symmetry", "he_normal", key) if case.expect["kind"] == "draws"]
    assert "wrong" in {verdict(sampler, case) for case in ordinary}
