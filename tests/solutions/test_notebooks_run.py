"""Each notebook runs from top to bottom: solved, blank, and at every stage between, without a warning."""

import itertools
import time

import pytest

NAMES = ("chain_rule", "forward_backward", "initialization", "trainability")


@pytest.mark.parametrize("name", NAMES)
def test_solved_notebook_has_nothing_left_to_write(name, notebook):
    missing = [line for line in notebook.run(name).printed.splitlines() if line.startswith("Write ")]
    # One cell of chain_rule asks for a formula that only the student can type.
    assert missing == [line for line in missing if "type your formula" in line]


@pytest.mark.parametrize("name", NAMES)
def test_blank_notebook_says_what_to_write(name, notebook):
    lines = notebook.run(name, tuple(notebook.questions(name))).printed.splitlines()
    cells = [source for kind, source, _ in notebook.cells(name) if kind == "code"]
    waiting = sum(source.startswith("# run\n") and '"Write ' in source for source in cells)
    said = [line for line in lines if line.startswith("Write ") and line.endswith("then run this cell again.")]
    assert len(said) >= waiting > 0


@pytest.mark.parametrize("name", NAMES)
def test_half_done_notebook_runs_at_every_stage(name, notebook):
    questions = notebook.questions(name)
    for done in range(1, len(questions)):
        assert "None" not in notebook.run(name, tuple(questions[done:])).printed


def test_figures_are_drawn_where_they_belong(notebook):
    assert list(itertools.chain.from_iterable(notebook.run(name).drawn for name in NAMES)) == [
        "draw_chain_rule_graph", "draw_chain_rule_graph", "draw_network", "draw_matrix_times_input", "draw_sigmoid",
        "draw_gradient_check", "draw_slopes_through_layers", "draw_network", "show_lab",
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
def test_picture_appears_in_time(notebook, monkeypatch):
    """It is sized for 20 seconds by one timed run; a busy machine may slow down after that."""
    import matplotlib.pyplot as plt

    monkeypatch.setattr(plt, "show", plt.close)
    picture = notebook.run("trainability").space["picture"]
    began = time.perf_counter()
    V = picture((-3, 6), (-3, 6))
    assert time.perf_counter() - began < 60
    assert V.shape[0] >= 8 and 0.3 < (V < 0).mean() < 0.55
