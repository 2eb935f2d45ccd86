"""Test that changed arguments, remembered answers and answers that differ are judged."""

import pytest


def test_a_changed_argument_costs_one_point_once(judged):
    changes = """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    b0[0] += 1.0
    return W1[0] * z * (1 - z)
"""
    found = judged(changes)["q9_hidden_biases"]
    assert found.changed_argument and found.points == found.max - 1


def test_an_answer_remembered_from_the_first_call_is_wrong(judged):
    remembers = """
kept = []
def dy_dz(x, W0, b0, W1, b1):
    kept.append(W1[0])
    return kept[0]
"""
    assert judged(remembers)["q7_hidden_output"].points == 0


def test_an_answer_remembered_by_shape_is_wrong(judged):
    remembers = """
kept = {}
def dy_dz(x, W0, b0, W1, b1):
    return kept.setdefault(W1.shape, W1[0])
"""
    assert judged(remembers)["q7_hidden_output"].points == 0


def test_an_answer_that_differs_on_repetition_is_wrong(judged):
    differs = """
count = [0]
def dy_db1(x, W0, b0, W1, b1):
    count[0] += 1
    return 1.0 if count[0] < 9 else 1.1
"""
    assert judged(differs)["q6_output_layer"].points <= 2


@pytest.mark.slow
def test_a_limit_costs_its_own_function_and_no_other(judged):
    loops = "def relu(a):\n    while True: pass\n"
    found = judged(loops)
    parts = {part.name: part.verdict for part in found["q11_relu"].parts}
    assert sorted(parts.values()) == ["right", "timeout"]
    assert all(q.points == q.max for name, q in found.items() if name not in ("q11_relu", "q12_dead_zones"))


def test_an_exit_costs_its_own_function_and_no_other(judged):
    found = judged("import os\ndef dy_dz(*a):\n    os._exit(0)\n")
    assert found["q7_hidden_output"].parts[0].verdict == "crash"
    assert found["q10_backward"].points == 6


def test_the_note_names_what_public_calls_show_changed_and_nothing_of_hidden_ones(judged):
    body = "    z = 1 / (1 + np.exp(-(W0 @ x + b0)))\n    return np.ravel(W1) * z * (1 - z)\n"
    head = "def dy_db0(x, W0, b0, W1, b1):\n"
    always = judged(
        f"{head}    b0 -= 0.0\n    x[...] = x + 1\n    x0 = x - 1\n    z = 1 / (1 + np.exp(-(W0 @ x0 + b0)))\n    return np.ravel(W1) * z * (1 - z)\n"
    )
    assert always["q9_hidden_biases"].note == "dy_db0 modifies its argument x (-1 point). Work on a copy."
    hidden = judged(f"{head}    y = x.copy()\n    if W0.shape[0] == 1: x += 1\n    x = y\n{body}")["q9_hidden_biases"]
    assert hidden.changed_argument and hidden.note == "It modifies an argument (-1 point). Work on a copy."


def test_the_message_says_which_warning_came_from_which_line(judged):
    overflows = "def sigmoid(a):\n    return 1 / (1 + np.exp(-np.asarray(a, dtype=float)))\n"
    (part,) = [part for part in judged(overflows)["q2_sigmoid"].parts if "triggered" in part.message]
    assert '"overflow encountered in exp" (' in part.message and "line 2)" in part.message


def test_the_message_names_the_argument_that_was_modified(judged):
    changes = """
def numerical_gradient(f, theta, step=1e-5):
    theta += 1.0
    return np.zeros(theta.shape)
"""
    messages = [part.message for part in judged(changes)["q5_numerical_gradient"].parts]
    assert any("modified theta" in message for message in messages), messages
