"""The calls of a question, made in an order that lets no hidden input out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.checks.observe import Observation
from autograder.judge.cases import QuestionCases
from autograder.judge.session import FATAL, Session
from autograder.judge.verdict import JudgedQuestion, judge_question


def ask_public(session: Session, all_cases: Iterable[QuestionCases]) -> dict[str, Observation]:
    """Make the public calls of these questions, by fingerprint.

    Before any hidden one: what a student may read of a public call was then written by code that has seen no hidden
    input, and cannot carry one out.
    """
    asks = {key: ask for cases in all_cases for key, ask in cases.public_asks.items()}
    return dict(zip(asks, session.observe(list(asks.values()))))


def ask_question(
    session: Session, cases: QuestionCases, public: Mapping[str, Observation] | None = None
) -> JudgedQuestion:
    """Make the hidden calls of a question, then each function's first one again, and judge what was seen.

    A function that cost a worker its life in a public call (`public`: those made already) is not called again.
    """
    public = ask_public(session, [cases]) if public is None else public
    seen = {key: public[key] for key in cases.asks if key in public}
    fatal = {cases.asks[key].name: one for key, one in seen.items() if one.outcome in FATAL}
    seen |= {key: fatal[ask.name] for key, ask in cases.asks.items() if key not in seen and ask.name in fatal}
    hidden = {key: ask for key, ask in cases.asks.items() if key not in seen}
    repeats = {name: ask for name, ask in cases.repeats.items() if name not in fatal}
    observations = session.observe([*hidden.values(), *repeats.values()])
    seen |= zip(hidden, observations)
    return judge_question(cases, seen, dict(zip(repeats, observations[len(hidden) :])))
