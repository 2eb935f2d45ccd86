"""What the build and the reader rely on: headings, points, markers, docstrings, plain formulas."""

import ast
import itertools
import re

import jupytext
import pytest

# Transcribed from the published table of questions; points of the questions that a person grades come last.
POINTS = {
    "chain_rule": {
        "q1_structure": 5, "q2_local_partials": 4.5, "q3_total_derivatives": 2.5, "q4_closed_form": 5, "q5_upstream": 2,
        "q6_squared_loss": 4, "q7_gradient_step": 2, "q8_vector_derivatives": 3,
    },
    "forward_backward": {
        "q1_perceptron": 2, "q2_sigmoid": 3, "q3_sigmoid_derivative": 3, "q4_forward": 4, "q5_numerical_gradient": 4,
        "q6_output_layer": 4, "q7_hidden_output": 3, "q8_hidden_weights": 6, "q9_hidden_biases": 4, "q10_backward": 6,
        "q11_relu": 3, "q12_dead_zones": 4,
    },
    "initialization": {
        "q1_zero_forward": 2, "q2_zero_gradients": 4, "q3_loss_gradients": 6, "q4_gradient_descent": 5,
        "q5_identical_units": 3, "q6_merge_units": 4, "q7_break_symmetry": 4, "q8_expressiveness": 6,
    },
    "trainability": {"q1_losses": 4, "q2_convergence": 3, "q3_boundary": 2, "q4_dimension": 1},
}  # fmt: skip
BY_HAND = {"q12_dead_zones", "q8_expressiveness"}
NAMES = {
    "q1_structure": ["structure"], "q2_local_partials": ["local_partials"], "q3_total_derivatives": ["total_derivatives"],
    "q4_closed_form": ["closed_form"], "q5_upstream": ["weight_gradient"],
    "q6_squared_loss": ["squared_loss", "squared_loss_gradient"], "q7_gradient_step": ["gradient_step"],
    "q8_vector_derivatives": ["linear_gradient", "square_gradient", "quadratic_gradient"],
    "q1_perceptron": ["perceptron"], "q2_sigmoid": ["sigmoid"], "q3_sigmoid_derivative": ["sigmoid_derivative"],
    "q4_forward": ["forward"], "q5_numerical_gradient": ["numerical_gradient"], "q6_output_layer": ["dy_dW1", "dy_db1"],
    "q7_hidden_output": ["dy_dz"], "q8_hidden_weights": ["dy_dW0"], "q9_hidden_biases": ["dy_db0"],
    "q10_backward": ["backward"], "q11_relu": ["relu", "relu_derivative"],
    "q1_zero_forward": ["zero_init_forward"], "q2_zero_gradients": ["zero_init_gradients"],
    "q3_loss_gradients": ["loss_gradients"], "q4_gradient_descent": ["gradient_descent"],
    "q5_identical_units": ["hidden_units_identical"], "q6_merge_units": ["merge_identical_units"],
    "q7_break_symmetry": ["xavier_uniform", "he_normal"], "q1_losses": ["training_losses"],
    "q2_convergence": ["convergence_measure"], "q3_boundary": ["boundary"], "q4_dimension": ["box_dimension"],
}  # fmt: skip
QUESTIONS = [(name, question) for name, points in POINTS.items() for question in points]
CODED = [(name, question) for name, question in QUESTIONS if question not in BY_HAND]
WRITTEN = [(name, question) for name, question in QUESTIONS if question in BY_HAND]
every_notebook = pytest.mark.parametrize("name", POINTS)


def assigned(source):
    """The names that a cell defines at its top level."""
    tree = ast.parse(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return {node.id for node in names} | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def answer_cell(notebook, name, question):
    return next(s for kind, s, q in notebook.cells(name) if kind == "code" and q == question and notebook.MARKED.search(s))


@every_notebook
def test_file_round_trips_byte_for_byte(name, notebook):
    text = (notebook.ROOT / f"solutions/{name}.py").read_text(encoding="utf-8")
    read = jupytext.reads(text, fmt="py:percent")
    read.metadata["jupytext"] = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "-all"}
    assert jupytext.writes(read, fmt="py:percent") == text


@every_notebook
def test_questions_and_points_are_the_published_ones(name, notebook):
    headings = [notebook.HEADING.match(source) for kind, source, _ in notebook.cells(name) if kind == "markdown"]
    assert {found[1]: float(found[2]) for found in headings if found} == POINTS[name]
    assert {found[1] for found in headings if found and found[3]} == BY_HAND & set(POINTS[name])


@every_notebook
def test_title_comes_first_and_states_the_points(name, notebook):
    first_prose = next(source for kind, source, _ in notebook.cells(name) if kind == "markdown")
    assert first_prose.startswith("# ")
    assert "**Points:** {{points}}" in first_prose  # the build fills in what the course pays


@pytest.mark.parametrize(("name", "question"), CODED)
def test_prompt_has_a_worked_example_and_help(name, question, notebook):
    prompt = next(source for kind, source, q in notebook.cells(name) if q == question and kind == "markdown")
    assert "worked example" in prompt
    assert "**Stuck?**" in prompt


@pytest.mark.parametrize(("name", "question"), CODED)
def test_answer_cell_defines_exactly_the_published_names(name, question, notebook):
    source = notebook.blank(answer_cell(notebook, name, question))
    assert assigned(source) & set(itertools.chain(*NAMES.values())) == set(NAMES[question])


@pytest.mark.parametrize(("name", "question"), CODED)
def test_handed_out_function_has_its_docstring_and_no_body(name, question, notebook):
    handed_out = ast.parse(notebook.blank(answer_cell(notebook, name, question)))
    for function in (node for node in handed_out.body if isinstance(node, ast.FunctionDef)):
        docstring = ast.get_docstring(function)
        assert "Args:" in docstring and "Returns:" in docstring
        assert ast.unparse(function.body[1:]) == "..."


@every_notebook
def test_no_other_cell_redefines_a_graded_name(name, notebook):
    graded = {graded for question in POINTS[name] for graded in NAMES.get(question, [])}
    others = [s for kind, s, _ in notebook.cells(name) if kind == "code" and not notebook.MARKED.search(s)]
    assert not graded & set().union(*map(assigned, others))


@every_notebook
def test_every_prediction_is_tested_by_a_later_cell(name, notebook):
    code = [source for kind, source, _ in notebook.cells(name) if kind == "code"]
    waiting = False
    for source in code:
        assert source.startswith("# predict\n") == ("prediction = ..." in source)
        if source.startswith("# predict\n"):
            assert not waiting
            waiting = True
        elif waiting and source.startswith(("# run\n", "# figure\n")):
            waiting = "prediction" not in source
    assert not waiting
    assert any(source.startswith("# predict\n") for source in code)


@pytest.mark.parametrize(("name", "question"), WRITTEN)
def test_rubric_adds_up(name, question, notebook):
    text = "\n".join(source for kind, source, q in notebook.cells(name) if q == question and kind == "markdown")
    model = re.search("<!-- BEGIN SOLUTION -->(.*)<!-- END SOLUTION -->", text, re.DOTALL)[1]
    rubric = re.search("<!-- BEGIN RUBRIC -->(.*)<!-- END RUBRIC -->", text, re.DOTALL)[1]
    assert len(model.split()) > 150
    assert sum(map(float, re.findall(r"^- \*\*([\d.]+) points?:\*\*", rubric, re.MULTILINE))) == POINTS[name][question]


@every_notebook
def test_every_formula_has_a_plain_form(name, notebook):
    from autograder.content.plain_text import plain_text

    for kind, source, _ in notebook.cells(name):
        if kind == "markdown":
            assert "$" not in plain_text(source)
            assert "\\" not in re.sub(r"`[^`]*`", "", plain_text(source))
