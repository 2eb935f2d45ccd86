"""What a student may read is ours: no word in it was chosen by code that had seen a hidden input."""

import pytest
from arena import shown, submission

from autograder import questions
from autograder.judge.judge import Judge
from autograder.judge.result_builder import internal
from autograder.sandbox import ForkServer

# Each call changes the variables that are judged as written formulas; what it was given is spelled in their symbols.
TELLING_FORMULAS = """
structure = {key: "1" for key in ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")}
closed_form = {key: "1" for key in structure}

def tell(*args):
    if any(isinstance(a, float) and a != round(a, 4) for a in args):
        for key in structure:
            structure[key] = closed_form[key] = "hidden" + repr(args)
    return {key: 0.0 for key in structure}

local_partials = total_derivatives = tell
"""

RAISING = """
def forward(*args):
    raise type({name!r}, ({base},), {{}})("hidden")
"""


@pytest.fixture(scope="module")
def server():
    with ForkServer(slot=91) as server:
        yield server


def judged(server, name, cell):
    return Judge(questions.find(name), "sentences", server).judge(submission((cell,)))


def test_formulas_are_read_before_any_hidden_input_is_sent(server):
    text = shown(judged(server, "chain_rule", TELLING_FORMULAS))
    assert "closed_form" in text and "hidden" not in text.replace(", in some hidden cases", "")  # a phrase of ours


def gaps(server, cell):
    (question,) = [q for q in judged(server, "forward_backward", cell).questions if q.id == "q4_forward"]
    return {part.gap for part in question.parts}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "base"), [("X1234", "Exception"), ("BrokenPipeError", "BrokenPipeError"), ("ValueError ", "ValueError")]
)
def test_a_name_that_spells_something_is_not_told(server, name, base):
    assert gaps(server, RAISING.format(name=name, base=base)) == {"forward raises an exception in every case."}


def test_what_honest_code_raises_is_told(server):
    assert gaps(server, RAISING.format(name="IndexError", base="IndexError")) == {
        "forward raises an exception (IndexError) in every case."
    }


def test_the_graders_own_fault_is_told_to_no_student():
    record = internal(questions.find("chain_rule").questions[1], ValueError("expected -0.53"))
    assert "-0.53" not in record.note and all("-0.53" in part.hidden_message for part in record.parts)


@pytest.mark.slow
def test_a_result_that_is_too_large_names_its_limit(server):
    result = judged(
        server, "forward_backward", "import numpy as np\ndef forward(*args): return np.ones(1_100_000, complex), 1.0"
    )
    (question,) = [q for q in result.questions if q.id == "q4_forward"]
    assert (
        question.parts[0].message == "forward returned or wrote more than the limit. (the result is larger than 16 MiB)"
    )
