"""The public checks: the judge's verdicts on public cases, in readable lines, on any terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import threading
import time
from functools import lru_cache

import numpy as np
import pytest

from autograder import questions
from autograder.checks import case_file, experiment_cells, self_check, time_limit
from autograder.checks.observation import observe_call, observe_variable
from autograder.checks.terminal import Terminal
from autograder.content.build_folder import _write
from autograder.content.public_checks import cases_of
from autograder.content.script import stub
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course
from autograder.judge.cases import question_cases
from autograder.judge.verdict import judge_question
from autograder.paths import ASSIGNMENTS
from autograder.questions.schema import Call

QUESTIONS = [(a, q.id) for a in questions.names() for q in questions.find(a).questions if not q.by_hand]
RIGHT_SHAPE = """
def dy_dW0(x, W0, b0, W1, b1):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return np.outer(np.ravel(W1) * z * (1 - z), x)
"""


@pytest.fixture(autouse=True)
def cases(monkeypatch, tmp_path):
    """Return a function that points the runner at the cases of an assignment, next to it in a student folder."""

    def use(name: str) -> None:
        import json

        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(cases_of(questions.find(name))), encoding="utf-8")
        monkeypatch.setattr(case_file, "CASES", path)

    return use


@lru_cache
def solved_code(name: str):
    return compile(stub(solved_document(document(name), Course().assignment(name))), f"{name}.py", "exec")


def solved(name: str, change: str = "") -> dict:
    namespace: dict = {"__name__": "student"}
    os.chdir(ASSIGNMENTS / name)
    exec(solved_code(name), namespace)
    exec(change, namespace)
    return namespace


@pytest.fixture(autouse=True)
def stay_here():
    here = os.getcwd()
    yield
    os.chdir(here)


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_verdicts_are_the_judges_on_public_cases(name, question, cases):
    cases(name)
    declared = questions.find(name).question(question)
    judged_cases = question_cases(questions.find(name), declared, "public")
    for slip in [None, *declared.slips[:2]]:
        namespace = solved(name, slip.code if slip else "")
        seen = {
            key: observe_call(namespace, ask.name, ask.arguments)
            if isinstance(ask, Call)
            else observe_variable(namespace, ask.name)
            for key, ask in judged_cases.asks.items()
        }
        judged = judge_question(judged_cases, seen, {})
        public = {
            part.cases.part.name: one.finding.verdict if (one := part.first_wrong(public=True)) else "right"
            for part in judged.parts
            if part.cases.public
        }
        assert {part.name: part.finding.verdict for part in self_check.check(question, namespace).parts} == public


def test_one_exception_of_all_parts_is_told_once_with_its_line(cases):
    cases("forward_backward")
    # As the student's own program runs it: the file is `__main__`.
    namespace = {**solved("forward_backward"), "__name__": "__main__"}
    exec(
        compile(
            "def dy_dW0(x, W0, b0, W1, b1):\n    return np.outer(x, x, 3, 4)\n", "/home/ada/forward_backward.py", "exec"
        ),
        namespace,
    )
    found = repr(self_check.check("q8_hidden_weights", namespace))
    assert (
        "  shape, values, dead zones, by formula: dy_dW0 raised TypeError." in found and found.count("TypeError.") == 1
    )
    assert "(forward_backward.py, line 2)" in found


def test_a_function_of_any_number_of_arguments_is_told_without_a_name(cases):
    cases("forward_backward")
    change = "before = dy_dz\ndef dy_dz(*a):\n    found = before(*a)\n    a[0][...] *= 2\n    return found\n"
    assert "dy_dz modifies its argument a (−1 point)" in repr(
        self_check.check("q7_hidden_output", solved("forward_backward", change))
    )
    change = "import functools\nbefore = dy_dz\ndef dy_dz(*a):\n    found = before(*a)\n    a[1][...] *= 2\n    return found\n"
    assert "dy_dz modifies an argument it was given" in repr(
        self_check.check("q7_hidden_output", solved("forward_backward", change))
    )


def test_the_call_that_is_shown_can_be_typed_with_the_function_it_is_given(cases):
    cases("forward_backward")
    namespace = solved(
        "forward_backward", "def numerical_gradient(f, theta, step=1e-5):\n    return np.zeros(np.shape(theta))"
    )
    lines = repr(self_check.check("q5_numerical_gradient", namespace)).splitlines()
    asked = next(i for i, line in enumerate(lines) if line.startswith("    called as: "))
    assert lines[asked + 1] == "    with"
    body = [line.removeprefix(6 * " ") for line in lines[asked + 2 :] if line.startswith(6 * " ")]
    end = next((i for i, line in enumerate(body) if i and not line.startswith(" ")), len(body))
    exec("\n".join(body[:end]), namespace)
    assert np.shape(eval(lines[asked].removeprefix("    called as: "), namespace)) == (3,)


def test_right_answer_in_its_transpose_loses_only_the_shape(cases):
    cases("forward_backward")
    namespace = solved("forward_backward", RIGHT_SHAPE + "right = dy_dW0\ndef dy_dW0(*a):\n    return right(*a).T\n")
    found = {part.name: part.finding.verdict for part in self_check.check("q8_hidden_weights", namespace).parts}
    assert found.pop("shape") == "shape"
    assert set(found.values()) == {"right"}


def test_changed_argument_is_told(cases):
    cases("forward_backward")
    change = "before = dy_dz\ndef dy_dz(x, *a):\n    found = before(x, *a)\n    x *= 2\n    return found\n"
    found = self_check.check("q7_hidden_output", solved("forward_backward", change))
    assert not found.right
    assert "dy_dz modifies its argument x" in repr(found)


def test_wrong_answer_shows_got_expected_call_and_experiment(cases):
    cases("chain_rule")
    found = repr(
        self_check.check(
            "q5_upstream",
            solved("chain_rule", "def weight_gradient(inputs, upstream):\n    return np.ravel(inputs) * 1.0"),
        )
    )
    assert "weight_gradient is wrong" in found
    assert "got " in found
    assert "expected " in found
    assert "called as: weight_gradient(np.array([" in found
    assert "Try this: " in found


def test_explanations_fit_eighty_columns(cases):
    cases("chain_rule")
    found = self_check.check("q1_structure", solved("chain_rule", "structure['dv/dy'] = 'dv/dy'"))
    assert "total derivative" in repr(found)
    assert max(map(len, repr(found).splitlines())) <= 80


def test_check_looks_at_the_callers_names_by_default(cases):
    cases("forward_backward")
    namespace = {"np": np, "check": self_check.check}
    exec(RIGHT_SHAPE + "found = check('q8_hidden_weights')", namespace)
    assert namespace["found"].right


def test_unknown_question_lists_those_there_are(cases):
    cases("chain_rule")
    with pytest.raises(ValueError, match=r"no question 'q99' here; the questions are q1_structure, "):
        self_check.check("q99", {})


def test_blank_question_says_so_once(cases):
    cases("forward_backward")
    assert repr(self_check.check("q8_hidden_weights", {})).count("is not written yet") == 1


def told_by_otter(namespace, question):
    with pytest.raises(AssertionError) as told:
        self_check.require(namespace, question)
    return str(told.value)


def test_otter_tells_a_blank_question_in_one_line(cases):
    cases("chain_rule")
    assert told_by_otter({}, "q2_local_partials") == "local_partials is not written yet."


def test_a_function_that_prints_its_answer_is_told_of_return(cases):
    cases("chain_rule")
    assert "returned None. It prints its result: write `return` in place of `print`." in told_by_otter(
        {"local_partials": lambda *a: print(a)}, "q2_local_partials"
    ).replace("\n    ", " ")


@pytest.mark.parametrize(
    "power", [lambda w, x, y, z, c: {"dv/da": w ^ 2}, lambda w, x, y, z, c: {"dv/da": np.float64(w) ^ 2}]
)
def test_a_power_written_as_on_paper_is_told_of_the_stars(cases, power):
    cases("chain_rule")
    told = told_by_otter({"local_partials": lambda *a: power(*map(float, a))}, "q2_local_partials")
    assert "a power in Python is **" in " ".join(told.split())


def lines_of(namespace, capsys):
    self_check.run_all(Terminal(sys.stdout), namespace)
    return {
        line.split()[0]: line.split(None, 1)[1]
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("  ")
    }


def test_an_answer_of_which_nothing_is_judged_but_that_it_can_be_read_is_readable(cases, capsys):
    cases("chain_rule")
    forgotten = "structure['dv/dx'] = 'dv/da da/dx'\n"
    seen = lines_of(solved("chain_rule", forgotten), capsys)
    assert [seen[name] for name in ("q1_structure", "q4_closed_form", "q2_local_partials")] == [
        "readable  not checked further",
        "readable  not checked further",
        "ok",
    ]
    for question, shown in (
        ("q1_structure", "Give every edge of the graph a number"),
        ("q4_closed_form", "w = −4, x = 1"),
    ):
        said = " ".join(repr(self_check.check(question, solved("chain_rule", forgotten))).split())
        assert "these checks do not tell you whether it is correct." in said and shown in said


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"q12_dead_zones": None}, "as last saved"),
        ({"q12_dead_zones": "σ′ ≤ ¼"}, "a person"),
        ({"q12_dead_zones": " "}, "not written yet"),
    ],
)
def test_work_in_words_is_by_hand_written_or_not(cases, capsys, answer, shown):
    cases("forward_backward")
    line = lines_of({**solved("forward_backward"), **answer}, capsys)["q12_dead_zones"]
    assert line.startswith("by hand") and shown in line


def test_right_values_with_a_changed_argument_say_so_in_the_list(cases, capsys):
    cases("forward_backward")
    change = "before = dy_dz\ndef dy_dz(x, *a):\n    found = before(x, *a)\n    x *= 2\n    return found\n"
    assert "dy_dz modifies its argument x" in lines_of(solved("forward_backward", change), capsys)["q7_hidden_output"]


@pytest.mark.parametrize("names", [{}, {"p1": ...}, {"p1": None}, {"p1": " "}])
def test_a_quiz_question_left_open_is_called_not_answered(cases, names):
    cases("participation")
    assert told_by_otter(names, "p1").endswith(" is not answered yet.")


def test_otter_tells_how_many_parts_are_right_and_explains_the_others(cases):
    cases("chain_rule")
    change = "before = local_partials\ndef local_partials(*a):\n    found = before(*a)\n    return {**found, 'db/dy': -found['db/dy']}\n"
    first, *lines = told_by_otter(solved("chain_rule", change), "q2_local_partials").splitlines()
    assert first == "8 of 9 parts are right."
    assert lines[0].startswith("  db/dy: local_partials")


def test_otter_hears_of_a_changed_argument(cases):
    cases("forward_backward")
    change = "before = dy_dz\ndef dy_dz(x, *a):\n    found = before(x, *a)\n    x *= 2\n    return found\n"
    assert "dy_dz modifies its argument x" in told_by_otter(solved("forward_backward", change), "q7_hidden_output")


@pytest.mark.parametrize("text", ["∂y/∂W⁽⁰⁾ · σ′", "plain"])
def test_a_terminal_without_the_letters_gets_question_marks(text):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252", newline="")
    Terminal(stream).print(text)
    assert raw.getvalue().decode("cp1252") == text.encode("cp1252", "replace").decode("cp1252") + "\n"


@pytest.fixture(scope="module")
def chain_rule_folder(tmp_path_factory, student_files):
    folder = tmp_path_factory.mktemp("chain_rule")
    _write(folder, student_files("chain_rule"))
    return folder


def test_stub_runs_with_crlf_and_cp1252(chain_rule_folder):
    path = chain_rule_folder / "windows.py"
    path.write_bytes((chain_rule_folder / "chain_rule.py").read_bytes().replace(b"\n", b"\r\n"))
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, path.name], cwd=chain_rule_folder, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"Next: work on q1_structure in windows.py" in done.stdout


def test_a_tick_of_the_limit_while_the_block_ends_reaches_no_cell(cases, monkeypatch):
    cases("forward_backward")
    monkeypatch.setattr(time_limit, "TICK", 0.001)
    expired, stop = threading.Event(), time_limit._Timer.stop

    def slowly(timer):
        for _ in range(5):  # each sleep is interrupted by another tick
            time.sleep(0.005)
        expired.set()
        stop(timer)

    monkeypatch.setattr(time_limit._Timer, "stop", slowly)
    with experiment_cells.needs("sigmoid", seconds=0.01):
        while True:
            pass
    assert expired.is_set()


@pytest.mark.slow
@pytest.mark.parametrize(("words", "status", "shown"), [
    (("q3",), 1, "q3_total_derivatives: Putting"), (("q3", "q5_upstream"), 1, "q5_upstream: "),
    (("q3", "experiments"), 1, "q3_total"), (("q99",), 2, "There is no question 'q99' here; there are q1, q2"),
])  # fmt: skip
def test_a_question_that_is_named_is_explained(chain_rule_folder, words, status, shown):
    command = [sys.executable, "chain_rule.py", *words]
    done = subprocess.run(command, cwd=chain_rule_folder, capture_output=True, text=True, check=False)
    assert (done.returncode, shown in done.stdout, "q1_structure: " in done.stdout) == (status, True, False)


@pytest.mark.slow
def test_output_is_plain_when_piped_and_coloured_on_a_terminal(chain_rule_folder):
    command = [sys.executable, "chain_rule.py"]
    piped = subprocess.run(command, cwd=chain_rule_folder, capture_output=True, check=False).stdout
    master, slave = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(command, cwd=chain_rule_folder, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        shown = b""
        try:
            while piece := os.read(master, 4096):
                shown += piece
        except OSError:  # the terminal is gone with its program
            pass
    os.close(master)
    assert process.returncode == 1
    assert b"\033" not in piped
    assert b"\033[2mto do" in shown


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(chain_rule_folder):
    """`python chain_rule.py | head -1`"""
    command = [sys.executable, "chain_rule.py"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=chain_rule_folder, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_stub_without_its_folder_says_what_to_do(chain_rule_folder, tmp_path):
    alone = tmp_path / "chain_rule.py"
    alone.write_bytes((chain_rule_folder / "chain_rule.py").read_bytes())
    done = subprocess.run([sys.executable, alone.name], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr
        == "The file public_checks.py is not here: unzip chain_rule-student.zip and work in the folder it makes.\n"
    )


@pytest.mark.slow
def test_experiments_run_only_when_asked_for(chain_rule_folder):
    command = [sys.executable, "chain_rule.py", "experiments"]
    done = subprocess.run(command, cwd=chain_rule_folder, capture_output=True, text=True, check=False)
    lines = (chain_rule_folder / "chain_rule.py").read_text(encoding="utf-8").splitlines()
    told = re.findall(r"The experiment in line (\d+) needs total_derivatives, which\s+returned None\.", done.stdout)
    assert told and all(lines[int(number) - 1].startswith("    with needs(") for number in told)
    assert "      python chain_rule.py q3\n" in done.stdout
    assert done.stderr == ""
