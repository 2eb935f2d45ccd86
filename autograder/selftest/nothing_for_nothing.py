"""Limit what strategies without knowledge may earn, directly and by credit carried forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograder import questions
from autograder.course import Course
from autograder.judge.judge import Judge
from autograder.judge.result import QuestionResult, Result
from autograder.questions.schema import Assignment
from autograder.sandbox import ForkServer
from autograder.selftest.catalogue import Refusal, overlaid
from autograder.selftest.know_nothing import strategies
from autograder.selftest.specimens import stub

MOST_CARRIED = 0.1  # of an assignment's points, without a person's decision

# What such strategies earn directly, and why it is right that they do: by question and part, by question, or by what a
# bank's questions begin with.
REASONS: dict[str, dict[str, str]] = {
    "chain_rule": {
        "q7_gradient_step both arguments left as they were": "it pays for leaving the arguments alone, whatever comes out",
    },
    "forward_backward": {
        "q5_numerical_gradient": "that one function is right: slopes are measured with it",
        "q6_output_layer dy_db1": "the derivative is 1",
        "q7_hidden_output values": "the gradient is W1, an argument",
        "q8_hidden_weights shape": "it pays for the shape alone, which is that of W0",
        "q10_backward b1": "the entry is the upstream gradient, an argument",
        "q11_relu relu_derivative": "it is 0 or 1, and the public cases show both sides",
    },
    "initialization": {
        "q1_zero_forward y": "with every parameter 0 the output is 0",
        "q2_zero_gradients W0": "with every parameter 0 it is 0",
        "q2_zero_gradients b0": "with every parameter 0 it is 0",
        "q2_zero_gradients b1": "it is 1",
        "q5_identical_units": "the answer is yes or no; always the same one is right in one of the two parts",
    },
    "participation": {
        "p": "a question with options is guessed at times; no letter is right in more than two questions",
    },
    "trainability": {},
}

# The most points that each of them may earn. Whoever looks up answers gives zeros of the right shape where no public
# call has as many numbers.
CEILINGS: dict[str, dict[str, float]] = {
    "chain_rule": {
        "zeros of the right shape": 1,
        "a constant": 1,
        "one everywhere": 1,
        "arguments handed back": 1,
        "the nearest public answer": 1,
        "between public answers": 1,
        "always b": 0,
        "all from weight_gradient, which gives zeros": 0,
        "total_derivatives from local_partials, which gives ones": 0,
    },
    "forward_backward": {
        "zeros of the right shape": 1,
        "a constant": 1,
        "one everywhere": 3,
        "arguments handed back": 2,
        "the nearest public answer": 1,
        "between public answers": 1.5,
        "all from backward, which hands its arguments back": 7,
        "all from backward, which gives zeros": 4,
        "all from backward, halved and doubled, which has no slope": 2,
        "all from each other, in a circle": 7,
        "all from numerical_gradient, which gives zeros": 1,
        "slopes measured on a forward that gives zeros": 8,
    },
    "initialization": {
        "zeros of the right shape": 3,
        "a constant": 0,
        "one everywhere": 2,
        "arguments handed back": 0,
        "the nearest public answer": 1,
        "between public answers": 1,
        "all from loss_gradients, which hands its arguments back": 3,
        "all from loss_gradients, which gives zeros": 3,
        "gradients from a descent that stands still": 3,
    },
    "participation": {"always a": 2, "always b": 2, "always c": 1, "always d": 2},
    "trainability": {
        "zeros of the right shape": 0,
        "a constant": 0,
        "one everywhere": 0,
        "arguments handed back": 0,
        "the nearest public answer": 0,
        "between public answers": 0,
    },
}


@dataclass(frozen=True)
class Earned:
    """What one strategy earns: directly, by part; carried; and what waits for a person. `most` is what there is."""

    assignment: str
    strategy: str
    direct: tuple[tuple[str, float], ...]
    carried: float
    pending: float
    most: float
    usual_points: bool = True  # does the course pay as the assignment itself does?

    @property
    def points(self) -> float:
        """Return the points that are paid directly."""
        return round(sum(points for _, points in self.direct), 6)


def earned(names: Iterable[str], course: Course) -> Iterator[Earned]:
    """Judge each strategy as a submission."""
    with ForkServer(slot=70) as server:
        for name in names:
            judge = Judge(course.assignment(name), course.key, server)
            cases = {q.id: judge.cases(q.id) for q in judge.assignment.questions if not q.by_hand}
            for strategy, code in strategies(judge.assignment, cases):
                found = _earned(strategy, judge.judge(overlaid(stub(name), code)))
                yield replace(found, usual_points=_pays(judge.assignment) == _pays(questions.find(name)))


def _pays(assignment: Assignment) -> list[tuple[str, str, float]]:
    return [(question.id, part.name, part.points) for question in assignment.questions for part in question.parts]


def _earned(strategy: str, result: Result) -> Earned:
    parts = [
        (f"{question.id} {part.name}", part.points, question.carried_forward and bool(part.hidden_message))
        for question in result.questions
        for part in question.parts
        if part.points
    ]
    direct = tuple((label, points) for label, points, carried in parts if not carried)
    carried = sum(points for _, points, carried in parts if carried)
    return Earned(result.assignment, strategy, direct, carried, sum(map(_waiting, result.questions)), result.max)


def _waiting(question: QuestionResult) -> float:
    return question.awaits.points - question.awaits.without if question.awaits else 0.0


def refusals(found: Iterable[Earned]) -> Iterator[Refusal]:
    """Yield what is forbidden: too much carried credit, more than before, a part that pays without a reason."""
    for one in found:
        label = f"{one.assignment}: somebody who hands in {one.strategy}"
        if one.carried > MOST_CARRIED * one.most:
            yield Refusal(
                label, f"is paid {one.carried:g} of {one.most:g} points as carried credit; a tenth is the most."
            )
        ceilings = CEILINGS.get(one.assignment, {}) if one.usual_points else {}
        if one.strategy in ceilings and one.points > ceilings[one.strategy]:
            yield Refusal(label, f"earns {one.points:g} points, more than the {ceilings[one.strategy]:g} of before.")
        if ceilings and one.strategy not in ceilings:
            yield Refusal(label, f"earns {one.points:g} points; note in CEILINGS how many they may be.")
        for part, points in one.direct:
            if one.assignment in REASONS and reason(one.assignment, part) is None:
                yield Refusal(label, f"earns {points:g} points in {part}, and nobody has said why that is right.")


def reason(assignment: str, part: str) -> str | None:
    """Return why a part pays somebody who knows nothing."""
    reasons = REASONS.get(assignment, {})
    question = part.partition(" ")[0]
    return reasons.get(part) or reasons.get(question) or reasons.get(question.rstrip("0123456789"))


def lines(found: Iterable[Earned]) -> Iterator[str]:
    """Yield what `nnhw check` prints of it: for each assignment the most, and each part that pays, with its reason."""
    by_assignment: dict[str, list[Earned]] = {}
    for one in found:
        by_assignment.setdefault(one.assignment, []).append(one)
    for name, those in by_assignment.items():
        best = max(those, key=lambda one: one.points)
        carried, pending = max(one.carried for one in those), max(one.pending for one in those)
        yield (
            f"{name}: {len(those)} ways to know nothing; the best earns {best.points:g} of {best.most:g} points "
            f"({best.strategy}); carried at most {carried:g}, pending at most {pending:g}"
        )
        for part in sorted({label for one in those for label, _ in one.direct}):
            yield f"    {part}: {reason(name, part) or 'no reason is given'}"
