"""Each notebook runs from top to bottom: solved, blank, and at every stage between, without a warning."""

import itertools
import time

import numpy as np
import pytest

from reference_impl.trainability import (
    OVERVIEW,
    ZOOM,
    boundary,
    box_dimension,
    convergence_measure,
    load_data,
    picture,
    training_losses,
)

NAMES = ("chain_rule", "forward_backward", "initialization", "trainability")


@pytest.mark.parametrize("name", NAMES)
def test_solved_notebook_has_nothing_left_to_write(name, notebook):
    assert "This cell" not in notebook.run(name).printed


@pytest.mark.parametrize("name", NAMES)
def test_blank_notebook_says_what_to_write(name, notebook):
    lines = notebook.run(name, tuple(notebook.questions(name))).printed.splitlines()
    cells = [source for kind, source, _ in notebook.cells(name) if kind == "code"]
    waiting = sum("with needs(" in source for source in cells)
    assert sum(line.startswith("This cell needs ") for line in lines) == waiting > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_half_done_notebook_runs_at_every_stage(name, notebook):
    questions = notebook.questions(name)
    for done in range(1, len(questions)):
        assert "None" not in notebook.run(name, tuple(questions[done:])).printed.replace("which returned None", "")


def test_figures_are_drawn_where_they_belong(notebook):
    assert list(itertools.chain.from_iterable(notebook.run(name).drawn for name in NAMES)) == [
        "draw_chain_rule_graph", "draw_chain_rule_graph", "draw_neuron", "draw_network", "draw_matrix_times_input", 
        "draw_sigmoid", "draw_gradient_check", "draw_slopes_through_layers", "draw_network", "show_lab",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("chain_rule", "y, because {'dv/dc': 64, 'dv/dw': 288, 'dv/dx': 192, 'dv/dy': 384, 'dv/dz': 96}"),
        ("chain_rule", "λ = 0.1: losses [9.0, 0.0, 0.0, 0.0, 0.0]"),
        ("chain_rule", "λ = 0.2: losses [9.0, 9.0, 9.0, 9.0, 9.0]"),
        ("forward_backward", "0.250000, at a = 0"),
        ("forward_backward", "truth 9.358e-14"),
        ("forward_backward", "it came out:   34\n"),
        ("initialization", "[['W1', 'b1'], ['W0', 'b0', 'W1', 'b1']]"),
        ("initialization", "[['b1'], ['b1']]"),
        ("initialization", "(True, False)"),
        ("trainability", "(True, False, True)"),
    ],
)
def test_experiment_shows_what_the_prose_says(name, fact, notebook):
    assert fact in notebook.run(name).printed


@pytest.mark.slow
@pytest.mark.parametrize("exponents", [((-3, 6), (-3, 6)), ((2.2164, 2.2251), (1.2589, 1.2676))], ids=["whole", "zoom"])
def test_picture_is_as_fine_as_the_time_allows(exponents, notebook):
    """Runs take 3 ms each on a quiet machine, so 15 s are enough for 64 × 64; here 2 s on a busy one."""
    picture = notebook.run("trainability").space["picture"]
    began = time.process_time()
    V = picture(*exponents, seconds=2)
    assert time.process_time() - began < 20
    assert V.shape[0] in (16, 24, 32, 48, 64)
    assert 0.3 < (V < 0).mean() < 0.8


def test_the_zoomed_border_is_rougher_than_the_whole_one():
    roughness = [box_dimension(boundary(picture(48, window, 200))) for window in (OVERVIEW, ZOOM)]
    assert roughness[0] < 1.1 < roughness[1]


@pytest.mark.slow
def test_a_line_through_the_border_crosses_it_again_and_again():
    rates = np.linspace(18.15, 18.52, 50)
    verdicts = [convergence_measure(training_losses(*load_data(), 165.0, rate1, 200)) < 0 for rate1 in rates]
    assert verdicts[0] and not verdicts[-1]
    assert np.count_nonzero(np.diff(verdicts)) >= 3


def test_a_run_that_begins_badly_converges_all_the_same():
    ups, last = [], []
    for rates in ((1.0, 1.0), (30.0, 30.0), (50.0, 20.0)):
        losses = training_losses(*load_data(), *rates, 200)
        ups.append(losses.max() / losses[0])
        last.append(losses[-1] < losses[0])
    assert abs(losses[0] - 0.067) < 0.001 and last == [True, False, True]
    assert ups[0] == 1 and 1.8 < ups[2] < 2
