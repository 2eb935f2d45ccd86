"""Test that a slip costs points only in its own question, and that nobody gets points for nothing."""

import numpy as np
import pytest

from autograder.judge.substitutes import Layout, credited
from autograder.judge.worker_session import Session

WRONG_FORWARD = """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x - b0)
    return z, float(W1[0] @ z + b1)
"""


def points(questions):
    return {name: (q.points, q.max, q.carried_forward) for name, q in questions.items() if q.points is not None}


@pytest.mark.slow
def test_a_wrong_forward_costs_its_own_question_alone(judged):
    calls_forward = """
def dy_dW0(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return np.outer(W1[0] * z * (1 - z), x)
"""
    found = points(judged(WRONG_FORWARD + calls_forward))
    assert found["q4_forward"][0] < found["q4_forward"][1]
    assert found["q8_hidden_weights"] == (6, 6, True)


def test_a_function_wrong_on_its_own_is_not_helped(judged):
    wrong_too = """
def dy_dW0(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return np.outer(W1[0] * z, x)
"""
    found = judged(WRONG_FORWARD + wrong_too)["q8_hidden_weights"]
    assert found.points < 6 and not found.carried_forward


def test_a_forward_of_zeros_makes_nothing_trivially_right(judged):
    zeros = """
def forward(x, W0, b0, W1, b1):
    return np.zeros(len(b0)), 0.0
def dy_dW1(x, W0, b0, W1, b1):
    return np.zeros(len(b0))
def dy_db0(x, W0, b0, W1, b1):
    return 0.0 * forward(x, W0, b0, W1, b1)[0]
"""
    found = judged(zeros)
    assert found["q6_output_layer"].points == 2  # dy_db1 alone
    assert found["q9_hidden_biases"].points == 0


@pytest.mark.slow
def test_a_helper_that_is_right_and_too_coarse_to_build_on_costs_nothing(judged):
    found = points(judged("def sigmoid(a):\n    return (1 + np.tanh(np.asarray(a, dtype=np.float32) / 2)) / 2\n"))
    assert found["q2_sigmoid"] == (3, 3, False)
    assert all(got == most for got, most, _ in found.values()) and found["q8_hidden_weights"][2]


def test_a_right_helper_is_not_called_wrong_where_it_is_too_coarse(judged):
    found = judged("def sigmoid(a):\n    return (1 + np.tanh(np.asarray(a, dtype=np.float32) / 2)) / 2\n")
    assert "right with sigmoid_derivative as in the solution" in found["q9_hidden_biases"].note


def test_credit_in_a_circle_is_no_credit(judged):
    circle = """
def dy_dW0(x, W0, b0, W1, b1):
    return backward(x, W0, b0, W1, b1, 1.0)["W0"]
def backward(x, W0, b0, W1, b1, upstream):
    z, _ = forward(x, W0, b0, W1, b1)
    return {"W0": upstream * dy_dW0(x, W0, b0, W1, b1), "b0": upstream * W1[0] * z * (1 - z), "W1": upstream * z,
            "b1": upstream}
"""
    found = judged(circle)
    assert found["q8_hidden_weights"].points == 0
    assert found["q10_backward"].points < 6


@pytest.mark.slow
def test_an_unwritten_helper_is_not_replaced(judged):
    found = judged("def sigmoid(a):\n    ...\n")
    assert found["q2_sigmoid"].points == 0
    assert found["q4_forward"].points == 0 and not found["q4_forward"].carried_forward


def test_a_stand_in_answers_in_the_students_own_shape(judged):
    columns = """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x.reshape(-1, 1) - b0.reshape(-1, 1))
    return z, (W1 @ z + b1).item()
def dy_dW0(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return (W1.T * z * (1 - z)) @ x.reshape(1, -1)
"""
    assert points(judged(columns))["q8_hidden_weights"] == (6, 6, True)


def test_keywords_reach_the_stand_in(judged):
    keywords = """
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x=x, W0=W0, b0=b0, W1=W1, b1=b1)[0]
    return W1[0] * z * (1 - z)
"""
    assert points(judged(WRONG_FORWARD + keywords))["q9_hidden_biases"] == (4, 4, True)


def test_the_report_names_the_function_that_points_were_carried_from(judged):
    sub = "def dy_db0(x, W0, b0, W1, b1):\n    z = forward(x, W0, b0, W1, b1)[0]\n    return W1[0] * z * (1 - z)\n"
    assert judged(WRONG_FORWARD + sub)["q9_hidden_biases"].note == "Right once forward is right: it gets the points."


def test_the_report_names_the_parts_that_gained_where_others_did_not(judged):
    body = "    z = forward(x, W0, b0, W1, b1)[0]\n    z1 = np.ravel(W1) * z * (1 - z)\n    return {'W0': upstream * np.outer(z1, x), 'b0': upstream * z1, "
    both = "def backward(x, W0, b0, W1, b1, upstream):\n" + body + "'W1': -upstream * z, 'b1': upstream}\n"
    note = judged(WRONG_FORWARD + both)["q10_backward"].note
    assert note == "W0, b0: right once forward is right; these parts get their points."


def test_credited_leaves_out_every_circle():
    assert credited({"a": {"b"}, "b": {"a"}, "c": {"a"}, "d": set()}) == {"c", "d"}


def test_layout_is_learnt_from_vectors_and_never_bends_a_matrix():
    column = Layout([(np.ones((3, 1)), np.ones(3))])
    assert column.apply(np.zeros(4)).shape == (4, 1)
    matrix = Layout([(np.ones((2, 3)), np.ones((2, 3))), (np.ones((3, 1)), np.ones((3, 1)))])
    assert matrix.apply(np.zeros((1, 5))).shape == (1, 5)


def test_layout_is_never_learnt_where_any_answer_is_a_matrix():
    """A function that fails for matrices returns only vectors; its stand-in still returns a matrix for a matrix."""
    elementwise = Layout([(np.ones((3, 1)), np.ones(3)), (None, np.ones((2, 3)))])
    assert elementwise.apply(np.zeros((4, 5))).shape == (4, 5) and elementwise.apply(np.zeros(4)).shape == (4,)
    row = Layout([(np.ones(3), np.ones((1, 3)))])
    assert row.apply(np.zeros((1, 4))).shape == (4,) and row.apply(np.zeros((4, 1))).shape == (4, 1)


@pytest.fixture
def loads(monkeypatch):
    """Return the names served to each worker that loaded a submission."""
    made, honest = [], Session.start
    monkeypatch.setattr(Session, "start", lambda self, serve=None: made.append(set(serve or ())) or honest(self, serve))
    return made


def test_what_calls_no_function_of_another_question_is_not_loaded_again(judged, loads):
    assert judged("def dy_dz(x, W0, b0, W1, b1):\n    return 2 * W1[0]\n")["q7_hidden_output"].points == 0
    assert len(loads) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("helper", "times"), [("", 1), ("_plain = {'f': forward}\ndef forward(*a): return _plain['f'](*a)\n", 2)]
)
def test_functions_that_may_remember_are_loaded_once_more_for_all_questions(judged, loads, helper, times):
    found = points(judged("def sigmoid(a):\n    return np.exp(a)\n" + helper))
    assert found["q4_forward"] == (4, 4, True) and found["q10_backward"][2] and len(loads) == times


def test_what_was_remembered_of_a_wrong_helper_does_not_hold_in_the_second_look(judged):
    remembering = """
_hidden = {}
def hidden(x, W0, b0):
    key = (x.tobytes(), W0.tobytes(), b0.tobytes())
    if key not in _hidden:
        _hidden[key] = forward(x, W0, b0, np.zeros((1, len(b0))), 0.0)[0]
    return _hidden[key]
def dy_dW0(x, W0, b0, W1, b1):
    z = hidden(x, W0, b0)
    return np.outer(W1[0] * z * (1 - z), x)
"""
    assert points(judged(WRONG_FORWARD + remembering))["q8_hidden_weights"] == (6, 6, True)


def test_a_helper_that_changes_its_argument_costs_its_own_question_alone(judged):
    changing = """
def forward(x, W0, b0, W1, b1):
    b0 += W0 @ x
    z = 1 / (1 + np.exp(-b0))
    b0 -= W0 @ x
    b0 += 1e-9
    return z, float(W1[0] @ z + b1)
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
"""
    found = judged(changing)
    assert found["q4_forward"].changed_argument and found["q6_output_layer"].points == 4


def test_a_fault_of_ours_in_the_second_look_leaves_the_first_verdict_to_a_person(judged, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("planted")

    monkeypatch.setattr("autograder.judge.worker_session.Session.stand_in", broken)
    found = judged(WRONG_FORWARD)
    assert found["q4_forward"].needs_review and "RuntimeError" in found["q4_forward"].note
    assert "planted" in found["q4_forward"].parts[0].hidden_message  # only TAs read what it said
    assert found["q2_sigmoid"].points == 3 and not found["q2_sigmoid"].needs_review


def test_a_fault_of_ours_in_deciding_leaves_every_gain_to_a_person(judged, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("planted")

    monkeypatch.setattr("autograder.judge.lenders.is_real_attempt", broken)
    found = judged(WRONG_FORWARD)
    assert found["q6_output_layer"].needs_review and "RuntimeError" in found["q6_output_layer"].note
    assert found["q6_output_layer"].points == 2 and found["q2_sigmoid"].points == 3


@pytest.mark.slow
def test_a_right_function_in_another_layout_costs_the_next_question_nothing(judged):
    """∂L/∂W1 as a column is right; a gradient descent that expects a row works with the reference's layout."""
    column = """
_rows = loss_gradients
def loss_gradients(X, targets, W0, b0, W1, b1):
    g = _rows(X, targets, W0, b0, W1, b1)
    return {**g, "W1": g["W1"].reshape(-1, 1), "b0": g["b0"].reshape(1, -1)}
"""
    found = points(judged(column, "initialization"))
    assert found["q3_loss_gradients"] == (6, 6, False)
    assert found["q4_gradient_descent"] == (5, 5, True)
