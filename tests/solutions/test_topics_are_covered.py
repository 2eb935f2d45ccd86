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
