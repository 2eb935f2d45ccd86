"""A failing check says where to begin, what to type, and what to do with a file that stops early."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain

import numpy as np
import pytest

from autograder import questions
from autograder.checks import case_file, self_check
from autograder.checks.arguments import Function, build, from_json
from autograder.checks.check_text import called_as
from autograder.checks.function_calls import called
from autograder.checks.terminal import Terminal
from autograder.content.build_folder import _write
from autograder.content.public_checks import cases_of

FORWARD = "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, float(W1[0] @ z + b1)\n"
RIGHT, WRONG = "1 / (1 + np.exp(-a))", "1 / (1 + np.exp(a))"


@pytest.fixture
def of_network(monkeypatch, tmp_path):
    """Check q4 of forward_backward with a sigmoid of this body."""
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases_of(questions.find("forward_backward"))), encoding="utf-8")
    monkeypatch.setattr(case_file, "CASES", path)

    def check(body: str, forward: str = FORWARD, question: str = "q4_forward") -> str:
        namespace: dict = {"np": np, "__name__": "__main__"}
        exec(f"def sigmoid(a):\n    return {body}\n{forward}", namespace)
        return repr(self_check.check(question, namespace))

    return check


def test_a_function_that_is_called_and_fails_its_own_check_is_named(of_network):
    assert "It calls sigmoid, which does not pass its own check (q2_sigmoid): start there." in of_network(WRONG)


def test_a_function_that_is_called_and_not_written_is_named(of_network):
    assert "It calls sigmoid, which is not written yet (q2_sigmoid): start there." in of_network("None")


def test_a_function_that_fails_and_is_not_called_is_not_named(of_network):
    assert "sigmoid" not in of_network(WRONG, FORWARD.replace("sigmoid(", "np.sin("))


BROKEN = FORWARD.replace("W0 @ x", "x @ W0")
LAYER = "def dy_dW1(*a):\n    return forward(*a)[0]\ndef dy_db1(*a):\n    return 1\n"


def test_wrong_numbers_are_not_blamed_for_an_exception_in_the_caller(of_network):
    assert "forward raised ValueError" in of_network(WRONG, BROKEN) and "It calls" not in of_network(WRONG, BROKEN)
    assert "It calls sigmoid" in of_network("np.zeros(7)", FORWARD)


def test_a_function_that_ends_the_program_is_reported_and_ends_nothing(of_network):
    assert "forward raised SystemExit" in of_network(RIGHT, "def forward(*a):\n    raise SystemExit\n")


def test_the_function_that_raises_is_named_and_not_what_it_calls(of_network):
    assert "It calls forward, which does not pass" in of_network(WRONG, BROKEN + LAYER, "q6_output_layer")


def test_a_warning_and_wrong_numbers_do_not_explain_a_wrong_shape(of_network):
    transposed = "def dy_dW0(x, W0, b0, W1, b1):\n    z = forward(x, W0, b0, W1, b1)[0]\n    return np.outer(x, W1[0] * z * (1 - z))\n"
    for body in (WRONG, RIGHT):
        told = of_network(body, FORWARD + transposed, "q8_hidden_weights")
        assert "transposed?" in told and "It calls" not in told
    double = FORWARD.replace("return z, ", "return 2 * z, ")
    assert "It calls" not in of_network(RIGHT, double)


def test_nothing_is_blamed_for_what_is_right(of_network):
    assert "It calls" not in of_network(WRONG, FORWARD.replace("sigmoid(W0", "1 - sigmoid(W0"))
    assert "all public checks pass" in of_network(WRONG, FORWARD.replace("sigmoid(W0", "1 - sigmoid(W0"))


def test_a_later_question_is_not_blamed_for_an_earlier_one(of_network):
    circle = "def sigmoid_derivative(a):\n    return forward(a)\ndef sigmoid(a):\n    return sigmoid_derivative(a)\n"
    assert "It calls" not in of_network("a", FORWARD + circle, "q2_sigmoid")


def test_calls_are_followed_through_helpers_and_inner_functions_and_around_circles():
    namespace: dict = {}
    exec(
        "def a():\n    return [b() for _ in 'x']\ndef b():\n    return lambda: c()\ndef c():\n    return a()\ndef d(): ...\n",
        namespace,
    )
    assert called("a", namespace) == ["b", "c"]
    assert called("nothing", namespace) == []


def _public_asks():
    for name in questions.names():
        for question in json.loads(json.dumps(cases_of(questions.find(name))))["questions"]:
            yield from (
                (name, case["ask"])
                for part in question["parts"]
                for case in part["cases"]
                if "arguments" in case["ask"]
            )


@pytest.mark.slow
def test_every_call_that_is_shown_asks_to_the_last_bit_what_the_case_asks():
    for name, ask in _public_asks():
        lines = called_as(ask)
        assert lines, f"{name}: a call of {ask['name']} is too long to be shown"
        end = lines.index("with") if "with" in lines else len(lines)
        namespace: dict = {"np": np, ask["name"]: lambda *arguments: arguments}
        exec("\n".join(line.removeprefix("  ") for line in lines[end + 1 :]), namespace)
        got = eval("\n".join(lines[:end]).removeprefix("called as: "), namespace)
        for argument, recipe in zip(got, map(from_json, ask["arguments"]), strict=True):
            if isinstance(recipe, np.ndarray):
                assert (argument.dtype, argument.shape, argument.tobytes()) == (
                    recipe.dtype,
                    recipe.shape,
                    recipe.tobytes(),
                )
            else:
                assert type(argument) is type(build(recipe)) and (isinstance(recipe, Function) or argument is not None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, student_files):
    folder = tmp_path_factory.mktemp("forward_backward")
    _write(folder, student_files("forward_backward"))
    return folder


def ran(folder, trial: str, *words: str):
    """Run the student's file with a sigmoid and a line of their own after it."""
    text = (folder / "forward_backward.py").read_text(encoding="utf-8")
    head, ellipsis, tail = text.partition('right at ±1000 and without a warning.\n    """\n    ...\n')
    assert ellipsis
    body = ellipsis.replace("    ...\n", "    return 0.5 * (1 + np.tanh(np.asarray(a) / 2))\n")
    (folder / "mine.py").write_text(head + body + trial + tail, encoding="utf-8")
    done = subprocess.run([sys.executable, "mine.py", *words], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, " ".join(done.stdout.split()), done.stderr


@pytest.mark.slow
def test_a_file_that_stops_early_says_where_and_what_to_do_and_judges_what_is_there(folder):
    status, out, errors = ran(folder, "\n\nprint(sigmoid(2)[7])\n")
    assert status == 1 and errors == ""  # a traceback of one line would repeat what the sentences say
    line = (folder / "mine.py").read_text(encoding="utf-8").splitlines().index("print(sigmoid(2)[7])") + 1
    assert f"mine.py stopped at line {line}: print(sigmoid(2)[7])" in out and "IndexError: " in out
    assert "indent it under `if EXPERIMENTS:`" in out
    assert "q2_sigmoid ok" in out and "q3_sigmoid_derivative to do" in out


@pytest.mark.slow
def test_a_function_that_stops_the_file_is_shown_by_a_traceback_of_the_students_own_lines(folder):
    trial = "\n\ndef mine(a):\n    return a[7]\n\n\nprint(mine([]))\n"
    first = ran(folder, trial)
    command = [sys.executable, "public_checks.py", "mine.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, " ".join(done.stdout.split()), done.stderr) == first
    assert first[2].count("Traceback") == 1 and "public_checks" not in first[2] and "return a[7]" in first[2]
    assert "print(mine([]))" in first[1]


@pytest.mark.slow
def test_an_experiment_that_stops_the_file_is_told_otherwise(folder):
    trial = "\n\nif EXPERIMENTS:\n    print(sigmoid(2)[7])\n"
    assert "without the word `experiments`" in ran(folder, trial, "experiments")[1]
    assert ran(folder, trial)[2] == ""


@pytest.mark.slow
def test_a_file_that_is_interrupted_is_not_judged(folder):
    status, out, errors = ran(folder, "\n\nraise KeyboardInterrupt\n")
    assert status != 0 and out == "" and "KeyboardInterrupt" in errors


def test_the_header_that_otter_puts_above_says_whose_line_it_is(student_files):
    for path, content in chain(student_files("forward_backward").items(), student_files("participation").items()):
        if path.startswith("tests/") and path.endswith(".py"):
            (line,) = [line for line in content.decode().splitlines() if "require(" in line]
            assert "not your code" in line


def test_the_line_of_a_question_with_a_long_remark_is_wrapped(of_network, capsys):
    of_network(RIGHT)
    change = FORWARD.replace("    return z", "    W0 *= 2\n    return z")
    self_check.run_all(Terminal(sys.stdout), {"np": np, **_defined(change)})
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "(−1 point). Work on a copy." in " ".join(" ".join(lines).split())


def _defined(forward: str) -> dict:
    namespace: dict = {"np": np}
    exec(f"def sigmoid(a):\n    return {RIGHT}\n{forward}", namespace)
    return namespace


def test_a_call_that_two_parts_make_is_shown_once(of_network):
    found = of_network(RIGHT, FORWARD.replace("return z, ", "return 2 * z, 1 + "))
    assert found.count("called as: forward(") == 1 and found.count("called as: the same") == 1


@pytest.mark.parametrize(("own", "told"), [
    ("W0 = np.ones((3, 2))", True), ("W0 = 3", False), ("pass", False), ("W0, __file__ = np.ones((3, 2)), 'mine.py'", False),
])  # fmt: skip
def test_an_array_of_the_students_own_that_calls_change_is_to_be_set_again(of_network, own, told):
    change = FORWARD.replace("    return z", "    W0 *= 2\n    return z") + own
    found = " ".join(of_network(RIGHT, change).split())
    assert "forward modifies its argument W0 (−1 point). Work on a copy." in found
    assert ("Then run the cell again that sets W0" in found) == told


@pytest.mark.parametrize(("returned", "told"), [
    ("z, b0", "sigmoid, a tuple of length 2, has shape (2, 3), expected (3,)."),
    ("z, 1.0", "sigmoid gives a tuple of length 2 whose entries have different shapes, expected one array or number."),
    ("[[1, 2], [3]]", "sigmoid is a ragged list: its rows have different lengths."),
    ("tuple(z)", "all public checks pass"), ("[z, z]", "sigmoid has shape (2, 3), expected (3,)."),
])  # fmt: skip
def test_several_results_in_place_of_one_are_called_a_tuple(of_network, returned, told):
    forward = f"b0 = np.zeros(3)\nbefore = sigmoid\ndef sigmoid(a):\n    z = before(a)\n    return {returned} if np.shape(a) == (3,) else z\n"
    assert told in " ".join(of_network("0.5 * (1 + np.tanh(np.asarray(a) / 2))", forward, "q2_sigmoid").split())
