"""Whatever value every graded name has, the judge finds something of it: no internal error, no warning of its own."""

import warnings

import pytest
from arena import submission

from autograder import questions
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer

VALUES = (
    "10 ** 2400", "-10 ** 300", "10 ** 308", "[10 ** 2400] * 5", "complex('inf')", "complex('nan')", "np.full((5, 3), 1e308)", "[1.0, 'a', None]",
    "[[1.0], [2.0, 3.0]]", "{'W0': 10 ** 2400, 'b0': [10 ** 2400], 'W1': (1,), 'b1': {}}", "{1.0, 'a'}", "np.zeros((0, 3))",
    "np.float16(3)", "np.zeros(3, np.complex64)", "np.array([2 ** 64 - 1], dtype=np.uint64)", "np.zeros((1,) * 32)", "5e-324", "np.array(['a'])",
)  # fmt: skip
PREFIX = "import numpy as np\nvalue = {value}\nstructure = closed_form = dict.fromkeys(('dv/dc', 'dv/dw', 'dv/dx', 'dv/dy', 'dv/dz'), value)\n"


@pytest.fixture(scope="module")
def server():
    with ForkServer(slot=92) as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("name", ["initialization", "participation", pytest.param("chain_rule", marks=pytest.mark.slow),
                                  pytest.param("forward_backward", marks=pytest.mark.slow)])  # fmt: skip
def test_any_value_is_judged(server, name):
    assignment = questions.find(name)
    judge = Judge(assignment, "odd values", server)
    owned = [name for name in assignment.owner if name not in ("structure", "closed_form")]
    answer = "{0} = value" if name == "participation" else "def {0}(*args, **kwargs): return value"
    for value in VALUES:
        cell = PREFIX.format(value=value) + "\n".join(answer.format(one) for one in owned)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = judge.judge(submission((cell,)))
        assert result.total is not None and not result.needs_review, value
