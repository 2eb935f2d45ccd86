"""The catalogue of slips and variants, judged in this process with the judge's cases and verdicts.

`nnhw check` repeats it in the sandbox, with errors carried forward; this test reports a bad entry within seconds.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools

import pytest

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.same_outcome import same_case
from autograder.judge.slips import look, reference_namespace
from autograder.judge.verdict import judge_question

TWENTY_KEYS = [f"key {i}" for i in range(20)]


@functools.lru_cache(maxsize=1024)
def judged(name, question_id, code, key="a key"):
    """Judge the question with the definitions of `code` in place of the reference."""
    assignment = questions.find(name)
    cases = cases_of(name, question_id, key)
    namespace = reference_namespace(assignment)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "<catalogue>", "exec"), namespace)
        seen = {name: look(namespace, ask) for name, ask in cases.asks.items()}
        again = {name: look(namespace, ask) for name, ask in cases.repeats.items()}
    return judge_question(cases, seen, again)


@functools.lru_cache(maxsize=64)
def cases_of(name, question_id, key):
    assignment = questions.find(name)
    return question_cases(assignment, assignment.question(question_id), key)


def entries(kind):
    """(assignment, question, id, code) of every slip or variant there is."""
    return [
        pytest.param(name, question.id, entry.code, id=f"{name}-{question.id}-{entry.id}")
        for name, question in every_question()
        for entry in getattr(question, kind)
    ]


def every_question():
    for name in questions.names():
        for question in questions.find(name).questions:
            if not question.by_hand:
                yield name, question


EVERY_QUESTION = [pytest.param(name, question.id, id=f"{name}-{question.id}") for name, question in every_question()]


def why(found):
    return [(part.cases.part.name, one.finding, one.case) for part in found.parts for one in part.wrong]


@pytest.mark.sampled
@pytest.mark.parametrize("name, question_id", EVERY_QUESTION)
def test_the_reference_is_full(name, question_id):
    found = judged(name, question_id, "")
    assert found.right, why(found)


@pytest.mark.sampled
@pytest.mark.parametrize("name, question_id", EVERY_QUESTION)
def test_nothing_at_all_is_worth_nothing(name, question_id):
    owned = questions.find(name).question(question_id).owns
    found = judged(name, question_id, "".join(f"{function} = None\n" for function in owned))
    assert found.points == 0


@pytest.mark.sampled
@pytest.mark.parametrize("name, question_id, code", entries("variants"))
def test_a_variant_is_full(name, question_id, code):
    found = judged(name, question_id, code)
    assert found.right, why(found)


@pytest.mark.sampled
@pytest.mark.parametrize("name, question_id, code", entries("slips"))
def test_a_slip_loses_points(name, question_id, code):
    full = questions.find(name).question(question_id).points
    assert judged(name, question_id, code).points < full


@pytest.mark.sampled
@pytest.mark.parametrize("name, question_id", EVERY_QUESTION)
def test_slips_are_told_apart_by_the_cases(name, question_id):
    assert twins(shown_by_slips(name, question_id, "a key")) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", TWENTY_KEYS)
@pytest.mark.parametrize("name, question_id", EVERY_QUESTION)
def test_right_and_wrong_do_not_depend_on_the_key(name, question_id, key):
    question = questions.find(name).question(question_id)
    refused = [variant.id for variant in question.variants if not judged(name, question_id, variant.code, key).right]
    shown = shown_by_slips(name, question_id, key)
    accepted = [slip for slip, found in shown.items() if found.points == question.points]
    assert (refused, accepted, twins(shown)) == ([], [], [])


@pytest.mark.parametrize("name, question_id", EVERY_QUESTION)
def test_ids_and_sentences_are_there_and_distinct(name, question_id):
    question = questions.find(name).question(question_id)
    for entries in (question.slips, question.variants):
        assert len({entry.id for entry in entries}) == len(entries)
        assert all(entry.id.isidentifier() and entry.id for entry in entries)
    assert all(slip.sentence.endswith((".", "?")) for slip in question.slips)
    assert question.experiment


def shown_by_slips(name, question_id, key):
    slips = questions.find(name).question(question_id).slips
    return {slip.id: judged(name, question_id, slip.code, key) for slip in slips}


def twins(shown):
    """Pairs of slips that no case tells apart."""
    return [pair for pair in itertools.combinations(shown, 2) if alike(shown[pair[0]], shown[pair[1]])]


def alike(one, other):
    return one.changed_argument == other.changed_argument and all(
        a.finding.verdict == b.finding.verdict and same_case(a.case.expect, a.seen, b.seen)
        for a, b in zip(every_case(one), every_case(other))
    )


def every_case(found):
    return (case for part in found.parts for case in part.judged)
