"""No cell of ours raises or runs for long, whatever a student's function does; a line names that function."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.content.build_folder import _write

from .half_written import ENDLESS, FORMS, UNREADABLE, VARIANTS, half_written, in_another_form
from .sweep import ASSIGNMENTS, RIGHT, functions, spliced, variables
from .swept_kernel import LIMIT, SweptKernel

FORKS = str(Path(__file__).with_name("stub_forks.py"))


@pytest.fixture
def swept(tmp_path, student_files):
    """`swept(name)` is a kernel in that student folder."""
    started = []

    def start(name: str) -> SweptKernel:
        _write(tmp_path, student_files(name))
        started.append(SweptKernel(name, tmp_path))
        return started[-1]

    yield start
    for kernel in started:
        kernel.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_some_half_written_answers_break_no_cell(swept):
    kernel = swept("chain_rule")
    some = [*[variant for variant in VARIANTS if variant not in ENDLESS][::4], "goes on endlessly"]
    assert [line for variant in some for line in kernel.broken_by("gradient_step", variant)] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_half_written_function_breaks_a_cell(name, swept):
    kernel = swept(name)
    assert [line for one in functions(name) for variant in VARIANTS for line in kernel.broken_by(one, variant)] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["chain_rule", "participation"])
def test_no_half_written_variable_breaks_a_cell(name, swept):
    kernel = swept(name)
    assert [
        line
        for one in variables(name)
        for value in UNREADABLE
        for line in kernel.broken_by(one, value, f"{one} = {value}")
    ] == []


def broken_stubs(name, folder, codes, limit=LIMIT):
    """Run `python FILE experiments` on the solved stub with each `(function, code)` in it; return the problems."""
    for number, (function, code) in enumerate(codes):
        text = spliced(name, function, code).replace("prediction = ...", "prediction = 1")
        (folder / f"version{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, FORKS, str(limit), *[f"version{number}.py" for number in range(len(codes))]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return {codes[int(path[7:-3])]: told for path, told in json.loads(done.stdout).items()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_some_half_written_answers_do_not_stop_the_stub(tmp_path, student_files):
    _write(tmp_path, student_files("chain_rule"))
    codes = [("squared_loss", half_written(variant, "squared_loss")) for variant in list(VARIANTS)[::4]]
    assert broken_stubs("chain_rule", tmp_path, codes) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_half_written_answer_stops_the_stub(name, tmp_path, student_files):
    """With its experiments: they are the same cells."""
    _write(tmp_path, student_files(name))
    codes = [(one, half_written(variant, one)) for one in functions(name) for variant in VARIANTS]
    codes += [(one, f"{one} = {value}") for one in variables(name) for value in UNREADABLE]
    assert broken_stubs(name, tmp_path, codes) == {}


def refused_forms(name, folder, functions):
    """Return what cells of ours say of right functions whose results have another accepted form."""
    codes = [(one, RIGHT + in_another_form(form, one)) for one in functions for form in FORMS]
    broken, told = broken_stubs(name, folder, codes, limit=3.0), {}
    for number, (function, code) in enumerate(codes):
        out = (folder / f"version{number}.py.out").read_text(encoding="utf-8")
        if " not yet " not in out:  # the student's own functions, too, take that form
            told[function, code] = re.findall(r"line \d+ stopped with .*", out)
    return broken | {key: lines for key, lines in told.items() if lines}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_some_right_results_in_another_form_stop_no_cell(tmp_path, student_files):
    _write(tmp_path, student_files("chain_rule"))
    assert refused_forms("chain_rule", tmp_path, ["squared_loss", "gradient_step"]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_right_result_in_another_form_stops_a_cell(name, tmp_path, student_files):
    _write(tmp_path, student_files(name))
    assert refused_forms(name, tmp_path, functions(name)) == {}


def test_a_version_of_the_stub_differs_in_the_one_function_only():
    code = half_written("returns None", "total_derivatives")
    version, blank = spliced("chain_rule", "total_derivatives", code), spliced("chain_rule", "total_derivatives", "")
    assert version.replace(code, "") == blank
    defined = [node.name for node in ast.parse(blank).body if isinstance(node, ast.FunctionDef)]
    assert set(functions("chain_rule")) - set(defined) == {"total_derivatives"}


@pytest.mark.slow
def test_the_line_names_the_function_and_how_to_check_it(tmp_path, student_files):
    _write(tmp_path, student_files("forward_backward"))
    program = (
        "import numpy as np\nfrom public_checks import needs\n"
        "def sigmoid(a):\n    return 1 / 0\n"
        "with needs('sigmoid'):\n    sigmoid(1.0)\nprint('goes on', sigmoid.__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    told = " ".join(done.stdout.split())
    assert told.startswith("This cell needs sigmoid, which raised ZeroDivisionError: division by zero.")
    assert 'Check it with grader.check("q2_sigmoid"), then run this cell again.' in told
    assert told.endswith("goes on sigmoid")
