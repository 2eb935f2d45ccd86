"""Whatever a student's function does, no cell of ours raises or goes on for long; a line names the function to look at."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import lru_cache
from queue import Empty

import pytest
from jupyter_client.manager import start_new_kernel

from autograder.content.build_folder import _write
from autograder.content.notebook import notebook
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course

from .half_written import ENDLESS, VARIANTS, half_written

LONGEST = 10.0  # s of a cell
# The function of each assignment that most given cells call; all of them would take an hour.
MOST_USED = [
    ("chain_rule", "local_partials"),
    ("forward_backward", "forward"),
    ("initialization", "loss_gradients"),
]


@lru_cache
def cells(name: str) -> list[tuple[bool, str]]:
    """The code cells of the solved notebook, and whether each is an answer."""
    solved = solved_document(document(name), Course().assignment(name))
    answers = {passage.source for passage in solved.passages if passage.role == "answer"}
    return [(cell.source in answers, cell.source) for cell in notebook(solved).cells if cell.cell_type == "code"]


def broken_by(name: str, function: str, variants, run) -> list[str]:
    """Each cell of ours that raises or takes too long, for each variant of one function."""
    found = []
    for variant in variants:
        for is_answer, source in cells(name):
            if is_answer:
                run(source)
                if function in source:
                    run(half_written(variant, function))
                continue
            began = time.monotonic()
            error = run(source)
            spent = time.monotonic() - began
            if error or spent > LONGEST:
                found.append(f"{function} {variant}: {source[:60]!r}: {error} after {spent:.1f} s")
    return found


@pytest.fixture
def kernel(tmp_path, student_files, request):
    """`kernel(name)` starts a real one in a student folder; the function that it returns gives the error of a cell."""
    started = []

    def start(name: str):
        _write(tmp_path, student_files(name))
        manager, client = start_new_kernel(cwd=str(tmp_path))
        started.append((manager, client))

        def run(source: str) -> str:
            client.execute(source, store_history=False)
            while True:
                try:
                    message = client.get_shell_msg(timeout=60)
                except Empty:
                    return "no end"
                if message["msg_type"] == "execute_reply":
                    return message["content"].get("ename", "")

        return run

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "function"), [("chain_rule", "gradient_step")])
def test_some_half_written_answers_break_no_cell(name, function, kernel):
    some = [*[variant for variant in VARIANTS if variant not in ENDLESS][::4], "goes on endlessly"]
    assert broken_by(name, function, some, kernel(name)) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "function"), MOST_USED)
def test_no_half_written_answer_breaks_a_cell(name, function, kernel):
    assert broken_by(name, function, VARIANTS, kernel(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "function"), [("chain_rule", "gradient_step")])
def test_no_half_written_answer_stops_the_stub(name, function, tmp_path, student_files):
    """With its experiments: they are the same cells."""
    from autograder.content.script import stub

    _write(tmp_path, student_files(name))
    text = stub(solved_document(document(name), Course().assignment(name)))
    for variant in VARIANTS:
        changed = f"\n\n{half_written(variant, function)}\n\n\nif EXPERIMENTS:"
        head, _, rest = text.partition(f"def {function}(")
        before, _, after = rest.partition("\n\n\nif EXPERIMENTS:")
        if not after:
            continue
        (tmp_path / "mine.py").write_text(f"{head}def {function}({before}{changed}{after}", encoding="utf-8")
        command = [sys.executable, "mine.py", "experiments"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        assert "Traceback" not in done.stderr, f"{variant}: {done.stderr[-600:]}"


def test_the_line_names_the_function_and_how_to_check_it(kernel, tmp_path, student_files):
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
