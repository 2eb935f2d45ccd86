"""A question's `needs` are the questions whose functions its solution calls: what a course has to keep."""

import ast

import pytest

from autograder import questions
from autograder.content.sources import document


def called(name):
    """Return question → the other questions whose names its solution reads."""
    owner = questions.find(name).owner
    found = {}
    for passage in document(name).passages:
        if passage.is_code and passage.role == "answer":
            names = {node.id for node in ast.walk(ast.parse(passage.source)) if isinstance(node, ast.Name)}
            found.setdefault(passage.question, set()).update(owner[one] for one in names & set(owner))
    return {question: needs - {question} for question, needs in found.items()}


@pytest.mark.parametrize("name", questions.names())
def test_needs_are_what_the_solution_calls(name):
    for question, needs in called(name).items():
        assert set(questions.find(name).question(question).needs) == needs, question
