"""The README's table of the slides' topics has no blank, and every place that it names exists."""

import re
from pathlib import Path

import pytest
import yaml

SOLUTIONS = Path(__file__).parents[2] / "solutions"
TABLE = SOLUTIONS.joinpath("README.md").read_text(encoding="utf-8").partition("## The slides' topics")[2]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")]
TOPICS = {topic: re.findall(r"`([^`/]+)/([^`]+)`", places) for topic, places in ROWS[2:]}


def places_in(assignment):
    """The question ids and section headings of an assignment."""
    if assignment == "participation":
        bank = yaml.safe_load(SOLUTIONS.joinpath("participation.yaml").read_text(encoding="utf-8"))
        return {question["id"] for question in bank["questions"]}
    headings = re.findall(r"^# #+ (.+)$", SOLUTIONS.joinpath(f"{assignment}.py").read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r" \(.*", "", heading) for heading in headings}


@pytest.mark.sampled
@pytest.mark.parametrize("topic", TOPICS)
def test_topic_has_places_that_exist(topic):
    assert TOPICS[topic]
    for assignment, place in TOPICS[topic]:
        assert place in places_in(assignment)


def test_every_question_of_the_quiz_and_of_the_notebooks_is_some_topics_place():
    named = {place for places in TOPICS.values() for place in places}
    # These serve the method (measuring a gradient), not a topic of the slides.
    own = {("forward_backward", "q5_numerical_gradient"), ("initialization", "q3_loss_gradients")}
    for assignment in ("chain_rule", "forward_backward", "initialization", "trainability", "participation"):
        questions = {place for place in places_in(assignment) if re.match(r"q\d+_|p\d+$", place)}
        assert questions and {(assignment, question) for question in questions} <= named | own


def test_the_table_is_long_enough_to_be_the_slides():
    assert len(TOPICS) >= 35


# What each derivation says, as on the slides and beyond; the places are questions of an assignment.
DERIVED = {
    ("chain_rule", "q1_structure"): (r"one product for each path",),
    ("chain_rule", "q2_local_partials"): (r"2c(a-b)", r"-2c(a-b)", r"(a-b)^2"),
    ("chain_rule", "q4_closed_form"): (r"4c(a-b)(w+2y+z)", r"4c(a-b)(w+2x-z)"),
    ("chain_rule", "q5_upstream"): (r"\frac{\partial L}{\partial z}",),
    ("chain_rule", "q6_squared_loss"): (r"2(\hat y - t)\,x",),
    ("chain_rule", "q8_vector_derivatives"): (r"(B + B^\top)x", r"x^\top B \rightarrow B"),
    ("forward_backward", "q3_sigmoid_derivative"): (r"\sigma(a)(1-\sigma(a))", r"\frac14"),
    ("forward_backward", "q6_output_layer"): (r"\frac{\partial y}{\partial W^{(1)}} = z",),
    ("forward_backward", "q7_hidden_output"): (r"\frac{\partial y}{\partial z} = W^{(1)}",),
    ("forward_backward", "q8_hidden_weights"): (
        r"\frac{\partial y}{\partial W^{(0)}_i} = W^{(1)}_i\, z_i(1-z_i)\, x^\top",
        r"\left[W^{(1)\top} \circ z \circ (1-z)\right] x^\top",
    ),
    ("forward_backward", "q9_hidden_biases"): (r"W^{(1)\top} \circ z \circ (1-z)",),
    ("initialization", "q1_zero_forward"): (r"\sigma(0) = \frac12",),
    ("initialization", "q2_zero_gradients"): (r"[0 \circ \frac12 \circ \frac12]x^\top = 0",),
    ("initialization", "q6_merge_units"): (r"\sum_i W^{(1)}_i",),
    ("initialization", "q7_break_symmetry"): (r"\sqrt{\frac{6}{n_{in}+n_{out}}}", r"\frac{2}{n_{in}}"),
    ("initialization", "q8_expressiveness"): (
        r"Induction",
        r"For $T = 0$ every weight and bias is $c$",
        r"then by 2 it holds after $T + 1$",
        r"The value of $c$ was used nowhere",
    ),
}
NOTEBOOKS = ("chain_rule", "forward_backward", "initialization", "trainability")


def passages_of(assignment):
    from autograder.content.sources import document

    return document(assignment).passages


def solved_prose(assignment, question):
    """What the solution page adds to a question: its explanations and its answer in words."""
    text = "\n".join(p.source for p in passages_of(assignment) if p.question == question and not p.is_code)
    return "\n".join(re.findall(r"<!-- BEGIN (?:EXPLANATION|SOLUTION) -->(.*?)<!-- END", text, re.DOTALL))


@pytest.mark.parametrize(("assignment", "question"), DERIVED)
def test_the_derivation_is_on_the_solution_page(assignment, question):
    text = solved_prose(assignment, question)
    assert [formula for formula in DERIVED[assignment, question] if formula not in text] == []


@pytest.mark.parametrize("assignment", NOTEBOOKS)
def test_every_question_in_code_has_a_derivation_and_its_commonest_slips(assignment):
    from autograder import questions

    for question in questions.find(assignment).questions:
        text = solved_prose(assignment, question.id)
        assert question.by_hand or ("**Derivation" in text and "**Commonest slip" in text), question.id


@pytest.mark.parametrize("assignment", NOTEBOOKS)
def test_every_question_asked_in_reconcile_is_answered_on_the_solution_page(assignment):
    """Before the next heading; a question that its own paragraph answers in the next sentence still counts as asked."""
    asked = ""
    for passage in [*passages_of(assignment), None]:
        heading = passage is None or (not passage.is_code and re.match(r"#{1,2} ", passage.source))
        assert not (heading and asked), asked
        if passage is None or passage.is_code:
            continue
        if passage.source.startswith("**Reconcile.**") and "?" in passage.source:
            asked = passage.source[:100]
        if "**Reconcile, answered.**" in passage.source:
            asked = ""
