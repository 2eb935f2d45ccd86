"""Domains agree with the docstrings, the public cases and the page on content."""

from __future__ import annotations

import ast
import re

import pytest

from autograder import paths, questions
from autograder.judge.cases import question_cases
from autograder.questions.covering import covering
from autograder.questions.domain import ANY_SHAPE, BIGGEST, BIGGEST_BATCH, MOST_STEPS, NEAREST
from autograder.questions.regimes import patterns
from autograder.questions.schema import Call, Draw

DOMAINS = [
    pytest.param(name, question, domain, id=f"{name}-{domain.function}")
    for name in questions.names()
    for question in questions.find(name).questions
    for domain in question.domains
]


def definition(name, function):
    tree = ast.parse(paths.solution(f"{name}.py").read_text(encoding="utf-8"))
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)


def described(name, function):
    """Return the description of each argument in the docstring."""
    text = ast.get_docstring(definition(name, function)).partition("Args:")[2].partition("Returns:")[0]
    entries = re.findall(r"^ {4}([\w, ]+): (.*(?:\n {8}.*)*)", text, re.M)
    return {one.strip(): words for names, words in entries for one in names.split(",")}


@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_arguments_are_those_of_the_published_signature(name, question, domain):
    assert [a.arg for a in definition(name, domain.function).args.args] == [a.name for a in domain.arguments]


@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_docstrings_give_every_shape(name, question, domain):
    found = described(name, domain.function)
    if not found:  # said once, above the functions
        return
    for argument in domain.arguments:
        words = found[argument.name]
        if argument.shape and argument.shape != ANY_SHAPE:
            shape = "(" + ", ".join(argument.shape) + ("," if len(argument.shape) == 1 else "") + ")"
            assert shape in words, (argument.name, words)
        elif argument.shape:
            assert "any shape" in words, (argument.name, words)


@pytest.mark.sampled
@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_the_largest_public_size_is_the_one_that_is_stated(name, question, domain):
    cases = question_cases(questions.find(name), question, "a key")
    calls = [
        ask.arguments for ask in cases.public_asks.values() if isinstance(ask, Call) and ask.name == domain.function
    ]
    for letter in domain.sizes:
        assert max(domain.size_of(letter, call) for call in calls) == domain.public[letter], letter


@pytest.mark.sampled
@pytest.mark.parametrize("name, question, domain", DOMAINS)
def test_calls_stay_within_the_sizes_and_cover_every_kind_of_numbers(name, question, domain):
    calls = covering(domain, Draw("a key", question.id))
    for letter, (low, high) in domain.sizes.items():
        assert all(low <= domain.size_of(letter, call) <= high for call in calls)
    assert len(calls) >= len(patterns(domain)) or not domain.free


def test_the_limits_are_those_of_the_page_on_content():
    """Sizes up to 12, batches up to 40, steps up to 200, and a relative distance of 10⁻⁴ from a threshold."""
    assert (BIGGEST, BIGGEST_BATCH, MOST_STEPS, NEAREST) == (12, 40, 200, 1e-4)
