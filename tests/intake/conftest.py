"""A small assignment with a hand-out of its own, so that intake is tested apart from the real content."""

import json

import pytest

from autograder.intake import read_submission
from autograder.intake.handout import Handout, handout_of
from autograder.questions.schema import Assignment, Part, Question, no_cases


def question(name, *owned):
    part = Part("values", 2.0, no_cases, no_cases)
    return Question(name, name, parts=(part,), owns=dict.fromkeys(owned, abs))


ASSIGNMENT = Assignment(
    "two_sums", "Two sums",
    (question("q1_sum", "plain_sum"), question("q2_mean", "mean", "median"), Question("q3_words", "Words", hand_points=4)),
)  # fmt: skip

CODE = "def plain_sum(x):\n    ...", "def mean(x):\n    ...\ndef median(x):\n    ..."
PROMPT, TEMPLATE = "## q3_words (4 points, by hand)\n\nSay why.", "*Your answer here.*"
STUB = "\n".join([*CODE, 'q3_words = """Your answer here."""\n'])


def code(source, **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def prose(source, *tags):
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)} if tags else {}}


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def given(*changes, answer=TEMPLATE):
    """The hand-out's notebook with its code cells replaced by `changes`, as far as they go."""
    sources = [*changes, *CODE[len(changes) :]]
    return notebook(
        *(code(source) for source in sources),
        prose(PROMPT),
        prose(answer, "q3_words"),
        prose("# What next\n\nHand it in."),
    )


@pytest.fixture(scope="session")
def handout(tmp_path_factory) -> Handout:
    folder = tmp_path_factory.mktemp("two_sums")
    (folder / "two_sums.ipynb").write_bytes(given())
    (folder / "two_sums.py").write_text(STUB)
    (folder / "figures.py").write_text("def draw(): pass\n")
    (folder / "checks").mkdir()
    (folder / "checks" / "__init__.py").write_text("")
    return handout_of("two_sums", folder)


@pytest.fixture
def read(handout):
    return lambda source, name="two_sums.ipynb": read_submission(source, ASSIGNMENT, name, handout)
