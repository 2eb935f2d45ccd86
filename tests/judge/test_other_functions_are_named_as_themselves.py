"""Test that an answer computed by another function of the vocabulary gets that function's sentence, or another's never."""

import numpy as np
import pytest

from autograder import questions
from autograder.checks.observation import Observation
from autograder.judge.cases import question_cases
from autograder.judge.composition import compose
from autograder.judge.slips import look, reference_namespace
from autograder.judge.verdict import judge_question
from autograder.questions.schema import Call

KEY = "other functions"
SHARE = 0.7  # of a function's rivals that have to be named; the others agree with a rival of another sentence


def functions():
    """Yield every function with rivals; a run's are in a test of their own."""
    for name in questions.names():
        assignment = questions.find(name)
        for question in assignment.questions:
            for function in question.owns:
                vocabulary = assignment.vocabulary.get(function)
                if vocabulary and vocabulary.rivals and not vocabulary.first:
                    yield pytest.param(name, question.id, function, id=function)


def answered(truth, value):
    """Return the right answer with the items that a rival computes in place of its own."""
    if isinstance(truth, dict):
        items = value if isinstance(value, dict) else dict.fromkeys(truth, value)
        return {key: answered(one, items[key]) if key in items else one for key, one in truth.items()}
    if isinstance(truth, tuple):
        return (
            tuple(map(answered, truth, value))
            if isinstance(value, tuple)
            else (*truth[:-1], answered(truth[-1], value))
        )
    value = np.asarray(value, float)
    return value.reshape(np.shape(truth)) if np.ndim(truth) else value.item()


def computed(namespace, ask, function, rival):
    seen = look(namespace, ask)
    if not isinstance(ask, Call) or ask.name != function or seen.outcome != "returned":
        return seen
    try:
        with np.errstate(all="ignore"):
            return Observation("returned", answered(seen.value, rival(ask.arguments)))
    except (ValueError, TypeError, IndexError, KeyError, ArithmeticError):
        return seen


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("step", [pytest.param(40, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "question_id", "function"), list(functions()))
def test_rival_is_named_by_its_own_sentence(name, question_id, function, step):
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question_id), KEY)
    namespace = reference_namespace(assignment)
    named, wrong = [], []
    sentences = {sentence for sentence, _ in assignment.vocabulary[function].rivals}
    for sentence, rival in assignment.vocabulary[function].rivals[::step]:
        seen, again = (
            {key: computed(namespace, ask, function, rival) for key, ask in asks.items()}
            for asks in (cases.asks, cases.repeats)
        )
        judged = judge_question(cases, seen, again)
        if judged.right or all(part.right or part.wrong[0].finding.verdict != "wrong" for part in judged.parts):
            continue
        composition = compose(judged, assignment.vocabulary)
        said = composition.sentence if composition else ""
        named.append(bool(said))
        if said != sentence and said in sentences:
            wrong.append((sentence, said))
    assert not wrong
    assert step > 1 or not named or np.mean(named) >= SHARE
