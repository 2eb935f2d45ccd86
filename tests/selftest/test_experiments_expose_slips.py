"""Every slip is shown an experiment in which it differs visibly from the truth; none measures what measuring cannot show."""

import pytest

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.experiments import ExperimentBench, apart
from autograder.judge.slips import SlipCatalogue

QUESTIONS = [(name, q.id) for name in questions.names() for q in questions.find(name).questions
             if q.id in questions.find(name).experiments]  # fmt: skip


def bench(name, question_id):
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question_id), "experiments")
    catalogue = SlipCatalogue(assignment, cases)
    return ExperimentBench.of(catalogue, cases, assignment), catalogue


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "question_id"),
    [
        pytest.param(*one, marks=[] if one[1] in ("q8_hidden_weights", "q1_structure") else pytest.mark.slow)
        for one in QUESTIONS
    ],
)
def test_every_slip_has_an_experiment_that_exposes_it(name, question_id):
    experiments, catalogue = bench(name, question_id)
    for slip, judged in catalogue.judged():
        chosen = experiments.choose(judged, slip)
        assert chosen is not None, slip.id
        assert experiments.shown(chosen, slip) != experiments.shown(chosen), slip.id


@pytest.mark.parametrize(
    ("name", "question_id"), [one for one in QUESTIONS if one[1] in ("q8_hidden_weights", "q9_hidden_biases")]
)
@pytest.mark.parametrize("part", ["dead zones", "by formula"])
def test_dead_zones_are_not_measured(name, question_id, part):
    first = bench(name, question_id)[0].fitting(part)[0]
    assert part in first.parts and "numerical" not in first.text


def test_every_judged_question_but_the_quiz_has_experiments():
    judged = [
        (n, q.id) for n in questions.names() for q in questions.find(n).questions if q.slips and n != "participation"
    ]
    assert set(judged) == set(QUESTIONS)


def test_two_texts_are_shown_where_they_part():
    one, other = apart("1, " * 50 + "2", "1, " * 50 + "3")
    assert one.endswith("2") and other.endswith("3") and one[:-1] == other[:-1]
