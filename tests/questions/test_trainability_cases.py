"""The cases of `trainability`: runs insensitive to rounding, and tolerance for other right formulas."""

import numpy as np
import pytest

import reference_impl as ref
from autograder import questions
from autograder.checks.compare import compare
from autograder.checks.observation import observe_call
from autograder.questions.domain import NEAREST
from autograder.questions.schema import Draw
from autograder.questions.trainability.q4_dimension import reference_agrees

ASSIGNMENT = questions.find("trainability")
KEYS = [f"key {i}" for i in range(20)]


def hidden(question_id, part_name, key):
    part = next(part for part in ASSIGNMENT.question(question_id).parts if part.name == part_name)
    return list(part.hidden(Draw(key, question_id, part_name)))


def finding(case, function):
    seen = observe_call({case.ask.name: function}, case.ask.name, case.ask.arguments)
    return compare(case.expect, seen, case.ask.name)


def by_other_formulas(X, Y, W0, W1, rate0, rate1, steps):
    """Compute the losses with 1/cosh², long doubles and another order of the factors than the reference."""
    X, Y, W0, W1 = (np.asarray(part, dtype=np.longdouble) for part in (X, Y, W0, W1))
    h, d = W0.shape
    root, losses = np.sqrt(np.longdouble(2) / d), []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            a = root * (X @ W0.T)
            r = np.tanh(a) @ W1[0] / h - Y
            losses.append(r @ r / len(r))
            toward = 2 * r[:, None] * W1 / np.cosh(a) ** 2 / h / len(r)
            W0, W1 = W0 - rate0 * root * (X.T @ toward).T, W1 - rate1 * 2 / h * (r @ np.tanh(a)) / len(r)
        return np.array(losses).astype(float)


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("part", ["values", "quiet"])
def test_extended_precision_and_other_formulas_are_right(part, key):
    for case in hidden("q1_losses", part, key):
        found = finding(case, by_other_formulas)
        assert found.right, (case.tags, found)


@pytest.mark.parametrize("key", KEYS[:5])
def test_quiet_runs_leave_the_finite_numbers(key):
    assert any(not np.isfinite(case.expect["value"]).all() for case in hidden("q1_losses", "quiet", key))


@pytest.mark.parametrize("key", KEYS[:5])
def test_calm_runs_fall_and_keep_away_from_zero(key):
    for case in hidden("q1_losses", "values", key)[:2]:
        losses = case.expect["value"]
        assert 1e-8 * losses[0] < losses[-1] < losses[0]


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("part", "sign"), [("converged", -1), ("failed", 1)])
def test_the_sign_of_the_measure_is_what_its_part_says(part, sign, key):
    assert all(np.sign(case.expect["value"]) == sign for case in hidden("q2_convergence", part, key))


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
def test_no_run_is_nearer_to_the_line_between_converged_and_failed_than_the_domain_says(key):
    for part in ("converged", "failed", "non-finite"):
        for case in hidden("q2_convergence", part, key):
            losses = np.where(np.isfinite(case.ask.arguments[0]), case.ask.arguments[0], 1e6)
            tail = np.mean(np.minimum(losses / losses[0], 1e6)[-20:])
            assert abs(tail - 1) > 0.9 * NEAREST, (part, case.tags, tail)


def test_the_reference_is_well_within_the_margin_on_every_picture():
    assert reference_agrees()


@pytest.mark.parametrize("off", [-0.12, 0.12])
def test_a_dimension_outside_the_margin_is_wrong(off):
    cases = hidden("q4_dimension", "box_dimension", "a key")
    assert all(finding(case, lambda edges: case.expect["value"] + off).verdict == "wrong" for case in cases)


@pytest.mark.parametrize("key", KEYS[:5])
def test_pictures_hold_every_kind_of_block(key):
    """All sixteen patterns of signs in a 2 × 2 block occur in the pictures of one part."""
    kinds = set()
    for case in hidden("q3_boundary", "boundary", key):
        s = np.asarray(case.ask.arguments[0]) > 0
        kinds |= set((s[:-1, :-1] + 2 * s[:-1, 1:] + 4 * s[1:, :-1] + 8 * s[1:, 1:]).ravel().tolist())
    assert len(kinds) >= 15


def test_the_losses_of_a_run_that_blows_up_may_be_any_large_number():
    case = next(case for case in hidden("q1_losses", "quiet", "a key") if not np.isfinite(case.expect["value"]).all())
    truth = ref.training_losses(*case.ask.arguments)
    blown_up = ~(np.abs(truth) < 1e12)
    for stand_in in (np.inf, np.nan, 1e99):
        assert finding(case, lambda *run: np.where(blown_up, stand_in, truth)).right
    for stand_in in (0.0, 1e6):
        assert finding(case, lambda *run: np.where(blown_up, stand_in, truth)).verdict == "wrong"
    assert finding(case, lambda *run: np.where(blown_up, truth, np.nan)).verdict == "not_finite"
