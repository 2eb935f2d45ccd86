"""Count the mutants of the solution in one regime of a domain that the hidden cases accept although they are wrong there.

A mutant changes an operator, a name or a constant of the solution, and counts only in calls of one regime: tens of
thousands in all. The number accepted may fall, not rise, unless the domain changes and all calls are drawn anew.
"""

import numpy as np
import pytest

from autograder import questions
from autograder.checks.arguments import build
from autograder.checks.observation import observe
from autograder.judge.cases import question_cases
from autograder.questions.covering import in_regime
from autograder.questions.regimes import regimes
from autograder.questions.schema import Draw
from autograder.selftest.equivalents import reason_for
from autograder.selftest.mutants import mutants
from autograder.selftest.specimens import answers
from autograder.selftest.spoiler_run import solved
from autograder.selftest.spoilers import Trial, _right

PROBES = 6
DOMAINS = [
    pytest.param(name, question.id, domain, id=f"{name}-{domain.function}")
    for name in questions.names()
    for question in questions.find(name).questions
    for domain in question.domains
]
# A mutant that draws from another distribution shows only in many draws.
DRAWN = {"q7_break_symmetry"}
MOST = {
    "local_partials": 14, "squared_loss_gradient": 4, "quadratic_gradient": 4,
    "total_derivatives": 8, "perceptron": 17, "sigmoid": 20, "sigmoid_derivative": 1, "forward": 11, "numerical_gradient": 5, "dy_dW1": 19,
    "dy_dW0": 36, "dy_db0": 13, "backward": 17, "relu": 1, "relu_derivative": 4, "loss_gradients": 18,
    "gradient_descent": 40, "hidden_units_identical": 88, "merge_identical_units": 16,
    "training_losses": 124, "convergence_measure": 125, "boundary": 38,
}  # fmt: skip


def changed(name, question, function):
    """Return each mutant of a question's answer with the function that it defines."""
    for _, owner, source in answers(name):
        for mutant in mutants(owner, source) if owner == question else ():
            namespace = dict(solved(name))
            try:
                exec(compile(mutant.source, "<mutant>", "exec"), namespace)
            except Exception:
                continue
            if "while" not in mutant.source and not reason_for(mutant):
                yield mutant, namespace[function]


def wrong(expectations, function, mutant, arguments):
    answer = observe(mutant, tuple(build(recipe) for recipe in arguments))
    return any(not _right(expect, answer, function) for expect in expectations)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name, question, domain", [p for p in DOMAINS if p.values[1] not in DRAWN])
def test_a_mutant_in_one_regime_is_seen(name, question, domain):
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question), "a key")
    trial = Trial(cases, domain, solved(name)[domain.function])
    draw = Draw("mutants in one regime", domain.function)
    probes = {r.name: [in_regime(domain, draw, r) for _ in range(PROBES)] for r in regimes(domain)}
    accepted = []
    with np.errstate(all="ignore"):
        for mutant, function in changed(name, question, domain.function):
            seen = {
                key: wrong([case.expect for case in trial.by_ask[key]], domain.function, function, ask.arguments)
                for key, ask in trial.asks.items()
            }
            for regime in regimes(domain):
                if not any(seen[key] for key in trial.inside(regime)):
                    shows = sum(wrong(domain.expect(*c), domain.function, function, c) for c in probes[regime.name])
                    if shows:
                        accepted.append((regime.name, mutant.change, f"{shows} of {PROBES}"))
    assert len(accepted) <= MOST.get(domain.function, 0), accepted
