"""Test that remembered answers of stand-ins earn nothing in a later question."""

import pytest

from autograder import questions
from autograder.intake.static_analysis import remembers_nothing
from autograder.judge import cases
from autograder.judge.judge import Judge
from autograder.selftest.catalogue import overlaid
from autograder.selftest.specimens import solution

# sigmoid is right with a correct derivative; the derivative is what the stand-in said of the same arguments before.
REMEMBERS = """
memory = {}
PUBLIC = [np.array(values) for values in PUBLIC_ARGUMENTS]

def key(a):
    return np.shape(a), np.asarray(a, float).tobytes()

def sigmoid(a):
    for other in [*PUBLIC, a]:
        memory[key(other)] = sigmoid_derivative(other)
    d = np.asarray(memory[key(a)], float)
    root = np.sqrt(np.maximum(1 - 4 * d, 0))
    return np.where(np.asarray(a) > 0, (1 + root) / 2, 2 * d / (1 + root))

def sigmoid_derivative(a):
    return memory.get(key(a), np.asarray(a, float) * 0 + 0.3)
"""


@pytest.fixture
def twins(server):
    """Return a judge whose q3 uses the same arguments as q2."""
    assignment = questions.find("forward_backward")
    judge = Judge(assignment, "twins", server)
    q3 = assignment.question("q3_sigmoid_derivative")
    parts = tuple(cases._part_cases(assignment.name, "q2_sigmoid", part, "twins") for part in q3.parts)
    judge._cases[q3.id] = cases.QuestionCases(q3, parts)
    return judge


@pytest.mark.slow
def test_an_answer_of_a_stand_in_earns_nothing_in_the_next_question(twins):
    public = [case.ask.arguments[0] for part in twins.cases("q3_sigmoid_derivative").parts for case in part.public]
    arguments = repr([getattr(a, "tolist", lambda a=a: a)() for a in public])
    result = twins.judge(overlaid(solution("forward_backward"), f"PUBLIC_ARGUMENTS = {arguments}\n{REMEMBERS}"))
    assert {q.id: q.points for q in result.questions}["q3_sigmoid_derivative"] == 0


@pytest.mark.slow
def test_nor_where_the_memory_is_hidden_from_a_reader(twins):
    """Such functions are judged in a worker that has seen every hidden input; memory earns nothing there, either."""
    hidden = REMEMBERS.replace("memory = {}", "import math\nexec('math.memory = {}')").replace(
        "memory[", "math.memory["
    )
    hidden = hidden.replace("memory.get", "math.memory.get").replace(
        "math.memory[key(other)] = sigmoid_derivative(other)",
        "math.memory.update({key(other): sigmoid_derivative(other)})",  # a store by subscript would be seen
    )
    public = [case.ask.arguments[0] for part in twins.cases("q3_sigmoid_derivative").parts for case in part.public]
    arguments = repr([getattr(a, "tolist", lambda a=a: a)() for a in public])
    hidden = hidden.replace("PUBLIC = [np.array(values) for values in PUBLIC_ARGUMENTS]", "").replace(
        "[*PUBLIC, a]", f"[*map(np.array, {arguments}), a]"
    )
    assert remembers_nothing(["import numpy as np", hidden], ["sigmoid", "sigmoid_derivative"])
    result = twins.judge(overlaid(solution("forward_backward"), hidden))
    assert {q.id: q.points for q in result.questions}["q3_sigmoid_derivative"] == 0


CACHED = """
def sigmoid(a):
    return 1 / (1 + np.exp(a))  # the sign

plain, seen = forward, {}
def forward(x, W0, b0, W1, b1):
    key = tuple(np.asarray(value, float).tobytes() for value in (x, W0, b0, W1, b1))
    if key not in seen:
        seen[key] = plain(x, W0, b0, W1, b1)
    return seen[key]
"""


@pytest.mark.slow
def test_wrong_answers_that_a_function_remembers_are_forgotten_in_a_fresh_worker(server):
    judge = Judge(questions.find("forward_backward"), "cached", server)
    result = judge.judge(overlaid(solution("forward_backward"), CACHED))
    forward = next(question for question in result.questions if question.id == "q4_forward")
    assert forward.carried_forward and forward.points == forward.max
