"""The parts of every question and their points, as published in the page on content."""

import pytest

from autograder import questions

KEYS = ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")
EDGES = ("dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz")
GRADIENTS = {"W0": 1, "b0": 1, "W1": 1, "b1": 1}

PUBLISHED = {
    "chain_rule": {
        "q1_structure": dict.fromkeys(KEYS, 1),
        "q2_local_partials": dict.fromkeys(EDGES, 0.5),
        "q3_total_derivatives": dict.fromkeys(KEYS, 0.5),
        "q4_closed_form": dict.fromkeys(KEYS, 1),
        "q5_upstream": {"values": 1, "other lengths than 3": 1},
        "q6_squared_loss": {"squared_loss": 2, "squared_loss_gradient": 2},
        "q7_gradient_step": {"value": 1, "both arguments left as they were": 1},
        "q8_vector_derivatives": {"linear_gradient": 1, "square_gradient": 1, "quadratic_gradient": 1},
    },
    "initialization": {
        "q1_zero_forward": {"z": 1, "y": 1},
        "q2_zero_gradients": GRADIENTS,
        "q3_loss_gradients": {"loss": 2, **GRADIENTS},
        "q4_gradient_descent": {"one step": 2, "many steps": 2, "equal units stay equal": 1},
        "q5_identical_units": {"equal": 1, "unequal in any one of the three": 2},
        "q6_merge_units": {"shapes": 1, "same function": 3},
        "q7_break_symmetry": {"xavier_uniform": 2, "he_normal": 2},
        "q8_expressiveness": {},
    },
    "trainability": {
        "q1_losses": {"values": 3, "quiet": 1},
        "q2_convergence": {"converged": 1, "failed": 1, "non-finite": 1},
        "q3_boundary": {"boundary": 2},
        "q4_dimension": {"box_dimension": 1},
    },
}
TOTALS = {"chain_rule": 28, "initialization": 34, "trainability": 10, "participation": 17}


@pytest.mark.parametrize("name", PUBLISHED)
def test_parts_and_points_are_the_published_ones(name):
    declared = {q.id: {part.name: part.points for part in q.parts} for q in questions.find(name).questions}
    assert declared == PUBLISHED[name]


@pytest.mark.parametrize("name", TOTALS)
def test_points_add_up(name):
    assert sum(question.points for question in questions.find(name).questions) == TOTALS[name]


@pytest.mark.parametrize("name", TOTALS)
def test_every_question_has_an_experiment_and_speaks_to_every_slip(name):
    for question in questions.find(name).questions:
        assert question.by_hand or question.experiment.endswith((".", "?")), question.id
        for slip in question.slips:
            assert slip.sentence[-1] in ".?)" and 15 < len(slip.sentence) <= 200, slip.sentence


@pytest.mark.slow
@pytest.mark.parametrize("name", TOTALS)
def test_public_cases_are_the_same_for_every_key(name):
    from autograder.judge.cases import fingerprint, question_cases

    assignment = questions.find(name)
    for question in (q for q in assignment.questions if not q.by_hand):
        found = [question_cases(assignment, question, key) for key in ("one", "another")]
        public = [[fingerprint(case.ask) for part in cases.parts for case in part.public] for cases in found]
        assert public[0] == public[1] and public[0]
