"""Test that points owed to functions without an attempt are pending until a person decides."""

import pytest

ZEROS = {
    "sigmoid": "def sigmoid(a):\n    return 0.0 * np.asarray(a, dtype=float)\n",
    "sigmoid_derivative": "def sigmoid_derivative(a):\n    return np.asarray(a, dtype=float)\n",
    "forward": "def forward(x, W0, b0, W1, b1):\n    return np.zeros(len(b0)), 0.0\n",
    "backward": "def backward(x, W0, b0, W1, b1, upstream):\n    return {'W0': W0, 'b0': b0, 'W1': W1, 'b1': upstream}\n",
    "numerical_gradient": "def numerical_gradient(f, theta, step=1e-5):\n    f(theta)\n    return 0.0 * theta\n",
}
DIRECT = """
def dy_dW1(x, W0, b0, W1, b1):
    return 1 / (1 + np.exp(-(W0 @ x + b0)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("lender", ["sigmoid", "sigmoid_derivative"])
def test_one_lender_that_was_not_tried_and_honest_work_beside_it_is_paid_and_looked_at(judged, lender):
    found = judged(ZEROS[lender])
    assert all(q.points == q.max for name, q in found.items() if q.carried_forward) and not any(
        q.pending for q in found.values()
    )
    owed = [q for q in found.values() if q.on_trust]
    assert owed and all(q.needs_review and q.carried_forward for q in owed)
    assert all([one.function for one in q.on_trust.lenders] == [lender] for q in owed)
    assert all(f"{lender} does not show an attempt yet" in q.note for q in owed)


@pytest.mark.slow
def test_two_lenders_that_were_not_tried_are_not_paid_for(judged):
    found = judged(ZEROS["sigmoid"] + ZEROS["sigmoid_derivative"])
    pending = {name: q.pending for name, q in found.items() if q.pending}
    assert {"q4_forward", "q8_hidden_weights", "q9_hidden_biases", "q10_backward"} <= pending.keys()
    assert not any(q.on_trust for q in found.values())
    assert all(
        found[name].points == one.without < one.points and found[name].needs_review for name, one in pending.items()
    )


PASSED_ON = {
    "as it is": "def dy_db0(*net):\n    return backward(*net, 1.0)['b0']\n",
    "halved and doubled": "def dy_db0(*net):\n    return backward(*net, 2.0)['b0'] / 2\n",
    "negative twice": "def dy_db0(*net):\n    return -backward(*net, -1.0)['b0']\n",
    "in another shape": "def dy_db0(*net):\n    return backward(*net, 1.0)['b0'].reshape(-1, 1) + 0.0\n",
    "entry by entry": "def dy_db0(*net):\n    return np.array([backward(*net, 1.0)['b0'][i] for i in range(len(net[2]))])\n",
    "with factors that cancel": "def dy_db0(x, W0, b0, W1, b1):\n    return backward(2 * x, W0 / 2, b0, W1, b1, 1.0)['b0']\n",
    "through a function of one's own": "def ask(*a):\n    return backward(*a)\ndef dy_db0(*net):\n    return ask(*net, 1.0)['b0']\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("borrower", PASSED_ON.values(), ids=PASSED_ON)
def test_who_only_passes_on_a_result_is_not_paid(judged, borrower):
    found = judged(ZEROS["backward"] + borrower)["q9_hidden_biases"]
    assert found.points == 0 and found.pending.points == 4 and found.needs_review
    assert found.note.startswith("Pending review: q9 looks right once backward is fixed.")


def test_who_only_passes_on_a_result_has_no_diagnosis_of_its_own(judged):
    found = judged(ZEROS["backward"] + PASSED_ON["as it is"])["q9_hidden_biases"]
    assert found.pending and not (found.slip or found.slip_sentence or found.experiment)


@pytest.mark.slow
def test_who_asks_for_the_next_step_alone_is_paid(judged):
    """The σ of an argument that took work does not count as passed on."""
    found = judged(ZEROS["sigmoid"])["q4_forward"]
    assert found.points == 4 and found.carried_forward and found.needs_review


@pytest.mark.slow
def test_a_chain_of_those_who_pass_on_names_the_one_at_its_end(judged):
    chain = "def dy_dW1(*net):\n    return backward(*net, 1.0)['W1']\ndef forward(x, W0, b0, W1, b1):\n"
    found = judged(
        ZEROS["backward"] + chain + "    z = np.ravel(dy_dW1(x, W0, b0, W1, b1))\n    return z, (W1 @ z).item() + b1\n"
    )
    assert found["q4_forward"].note.startswith("Pending review: q4 and q6 look right once backward is fixed.")
    assert [one.function for one in found["q4_forward"].pending.lenders] == ["backward"]


def test_one_entry_that_costs_nothing_makes_no_attempt(judged):
    found = judged(ZEROS["backward"] + PASSED_ON["as it is"])
    assert found["q10_backward"].points == 1  # b1 is the upstream gradient
    assert found["q9_hidden_biases"].pending


CIRCLE = """
import builtins
def _kept():
    return {where}
def backward(x, W0, b0, W1, b1, upstream):
    key = repr([np.asarray(v).tolist() for v in (x, W0, b0, W1, b1)])
    if key not in _kept():
        _kept()[key] = {{"W0": 0 * W0, "b0": 0 * b0}}
        _kept()[key] = {{"W0": dy_dW0(x, W0, b0, W1, b1), "b0": dy_db0(x, W0, b0, W1, b1)}}
    one = _kept()[key]
    return {{"W0": upstream * one["W0"], "b0": upstream * one["b0"], "W1": 0 * W1, "b1": upstream}}
def dy_dW0(*net):
    return backward(*net, 1.0)["W0"]
def dy_db0(*net):
    return backward(*net, 1.0)["b0"]
"""


@pytest.mark.parametrize(
    "where", ["np.sctypeDict", "np.__dict__", "builtins.__dict__", "np.add.__doc__ and vars(np.linalg)"]
)
def test_a_circle_pays_nothing_wherever_it_is_remembered(judged, where):
    found = judged(CIRCLE.format(where=where))
    assert found["q10_backward"].points == 1 and found["q8_hidden_weights"].points <= 1
    assert found["q9_hidden_biases"].points == 0


@pytest.mark.parametrize("sums", ["g.sum(axis=1) / x.sum()", "g[:, -1] / x[-1]", "g @ x / (x @ x)"])
def test_sums_over_the_result_of_a_function_nobody_tried_are_only_passed_on(judged, sums):
    lender = "def dy_dW0(x, W0, b0, W1, b1):\n    return np.random.default_rng(1).normal(size=W0.shape)\n"
    borrower = f"def dy_db0(x, W0, b0, W1, b1):\n    g = dy_dW0(x, W0, b0, W1, b1)\n    return {sums}\n"
    found = judged(lender + borrower)["q9_hidden_biases"]
    assert found.points == 0 and found.pending.points > 0


def test_who_passes_on_the_result_of_a_later_question_waits_though_that_was_tried(judged):
    lender = (
        "def backward(x, W0, b0, W1, b1, upstream):\n"
        "    return {'W0': upstream * np.outer(W1, x), 'b0': upstream * W1, 'W1': 0 * W1, 'b1': upstream}\n"
    )
    found = judged(lender + PASSED_ON["halved and doubled"])["q9_hidden_biases"]
    assert found.points == 0 and found.pending.points == 4
    assert [one.function for one in found.pending.lenders] == ["backward"]


@pytest.mark.slow
def test_slopes_that_are_measured_on_a_function_nobody_tried_wait_for_a_person(judged):
    measured = """
def dy_db0(x, W0, b0, W1, b1):
    return numerical_gradient(lambda t: forward(x, W0, t, W1, b1)[1], b0)
def dy_dW0(x, W0, b0, W1, b1):
    out = np.zeros(W0.shape)
    for at in np.ndindex(out.shape):
        step = np.zeros(out.shape)
        step[at] = 1e-5
        out[at] = (forward(x, W0 + step, b0, W1, b1)[1] - forward(x, W0 - step, b0, W1, b1)[1]) / 2e-5
    return out
"""
    found = judged(ZEROS["forward"] + measured)
    assert found["q9_hidden_biases"].pending.points == 2 and found["q8_hidden_weights"].pending


@pytest.mark.slow
def test_measured_slopes_of_a_real_attempt_are_paid(judged):
    slip = "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x - b0)\n    return z, float(W1[0] @ z + b1)\n"
    measured = (
        "def dy_db0(x, W0, b0, W1, b1):\n    return numerical_gradient(lambda t: forward(x, W0, t, W1, b1)[1], b0)\n"
    )
    assert judged(slip + measured)["q9_hidden_biases"].points == 2


LEARNT = """
import builtins
def _kept():
    return {where}
def backward(x, W0, b0, W1, b1, upstream):
    key = repr([np.asarray(v).tolist() for v in (x, W0, b0, W1, b1)])
    if key not in _kept():
        _kept()[key] = 0 * W1
        _kept()[key] = dy_dW1(x, W0, b0, W1, b1)
    return {{"W0": 0 * W0, "b0": 0 * b0, "W1": upstream * _kept()[key], "b1": upstream}}
def dy_dW1(*net):
    return backward(*net, 1.0)["W1"]
def sigmoid(a):
    a = np.asarray(a, float)
    out = [np.ravel(dy_dW1(np.ones(1), np.array([[v]]), np.zeros(1), np.ones((1, 1)), 0.0))[0] for v in a.ravel()]
    return np.array(out).reshape(a.shape)
"""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["np.sctypeDict", "builtins.__dict__"])
def test_a_lender_in_a_circle_is_no_real_attempt_for_those_outside_it(judged, where):
    """Answers of an earlier question's stand-ins must not count as its own work."""
    found = judged(LEARNT.format(where=where))
    assert found["q2_sigmoid"].points == 0 and found["q6_output_layer"].points == 2
