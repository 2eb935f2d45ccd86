"""Run `nnhw check`: judge every specimen of every assignment on all cores, under one key or several."""

from __future__ import annotations

import atexit
import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from autograder.checks.arguments import build
from autograder.checks.compare import compare
from autograder.checks.observation import Observation, observe
from autograder.course import Course
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.judge.cases import QuestionCases, question_cases
from autograder.judge.experiments import apart
from autograder.judge.judge import Judge
from autograder.judge.result import QuestionResult, Result
from autograder.questions import naming
from autograder.questions.schema import Call, Case, Question
from autograder.sandbox import ForkServer, Limits
from autograder.selftest.catalogue import Refusal, Specimen, about, bytes_of, refusals, twins, whole
from autograder.selftest.specimens import solution, stub, touched_by
from autograder.selftest.spoiler_run import BY_CHANCE, spoiled, surviving, without_domain


@dataclass(frozen=True)
class SpecimenOutcome:
    """The outcome of one specimen under one key."""

    kind: str
    question: str
    id: str
    refusals: tuple[Refusal, ...]
    sentence: str = ""
    message: str = ""
    # Of a slip: the experiment that is shown for it, what the slip gives there, and what the truth gives.
    experiment: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Proof:
    """The outcomes of all specimens of one assignment."""

    assignment: str
    outcomes: tuple[SpecimenOutcome, ...]

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything that does not hold; the grader passes if this is empty."""
        return tuple(refusal for outcome in self.outcomes for refusal in outcome.refusals)

    @property
    def spoilers(self) -> tuple[int, int, int]:
        """Return how many spoilers were made, caught and excused."""
        made = [outcome for outcome in self.outcomes if outcome.kind == "spoiler"]
        excused = sum(bool(outcome.sentence) for outcome in made)
        return len(made), sum(not outcome.refusals and not outcome.sentence for outcome in made), excused

    def count(self, kind: str, question: str) -> tuple[int, int]:
        """Count the specimens of a question that came out as they must, and all of them."""
        those = [outcome for outcome in self.outcomes if (outcome.kind, outcome.question) == (kind, question)]
        return sum(not outcome.refusals for outcome in those), len(those)


@dataclass(frozen=True)
class CheckTask:
    """The specimens of one question under one key, so that only one process judges its slips; `twice` judges some again.

    Solution and stub are about the question "".
    """

    course: Course
    assignment: str
    question: str
    twice: bool


def check(
    names: Iterable[str],
    course: Course,
    keys: int = 1,
    jobs: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> list[Proof]:
    """Judge all specimens of the named assignments under the course key and `keys` − 1 others.

    Args:
        names: assignments.
        course: points, omissions and the first key.
        keys: how many keys in all; the others are derived from the first.
        jobs: processes.
        progress: called with (tasks done, tasks in all).
    """
    tasks = [task for name in names for task in _tasks(course, name, keys)]
    found: dict[str, list[SpecimenOutcome]] = {name: [] for name in names}
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done, (task, outcomes) in enumerate(zip(tasks, pool.map(run, tasks)), start=1):
            found[task.assignment] += outcomes
            if progress:
                progress(done, len(tasks))
    return [Proof(name, tuple(_twins(course, name)) + tuple(outcomes)) for name, outcomes in found.items()]


def keys_from(course: Course, count: int) -> Iterator[str]:
    """Yield the course key, then keys derived from it."""
    yield course.key
    for i in range(1, count):
        yield hashlib.sha256(f"{course.key} {i}".encode()).hexdigest()


def _tasks(course: Course, name: str, keys: int) -> Iterator[CheckTask]:
    judged = [question for question in course.assignment(name).questions if not question.by_hand]
    judged.sort(
        key=lambda question: -len(question.slips + question.variants)
    )  # so that no process is left with a long one
    for i, key in enumerate(keys_from(course, keys)):
        for question in ("", *(question.id for question in judged)):
            yield CheckTask(replace(course, key=key), name, question, twice=i == 0)


def _specimens(task: CheckTask) -> list[Specimen]:
    whole_solution = solution(task.assignment)
    if not task.question:
        return list(whole(whole_solution, stub(task.assignment)))
    return list(about(task.course.assignment(task.assignment).question(task.question), whole_solution))


def _twins(course: Course, name: str) -> Iterator[SpecimenOutcome]:
    for question in course.assignment(name).questions:
        found = tuple(twins(question))
        if found:
            yield SpecimenOutcome("ids", question.id, "ids", found)


def run(task: CheckTask) -> list[SpecimenOutcome]:
    """Judge a task's specimens in this process."""
    with naming(f"{task.question or task.assignment} cannot be checked"):
        return list(_outcomes(task))


def _outcomes(task: CheckTask) -> list[SpecimenOutcome]:
    judge = _judge(task.assignment, task.course)
    those = _specimens(task)
    results = [_judged(judge, specimen) for specimen in those]
    outcomes = [_outcome(judge, specimen, result) for specimen, result in zip(those, results)]
    if task.twice:
        outcomes += _stand_ins(judge, task.question)
        outcomes += _spoiled(judge, task.question)
        outcomes += _experiments(judge, task.question) if task.question else ()
        # Every eighth, in reverse order: a verdict that depends on chance, time or neighbours shows in a sample.
        for specimen, once in list(zip(those, results))[::-8]:
            if bytes_of([once]) != bytes_of([_judged(judge, specimen)]):
                outcomes.append(_unstable(specimen))
    return outcomes


def _judged(judge: Judge, specimen: Specimen) -> Result:
    """Return the record of a specimen, for the questions that its change can affect."""
    return judge.judge(specimen.submission, only=_touched(judge, specimen))


def _touched(judge: Judge, specimen: Specimen) -> frozenset[str] | None:
    return touched_by(judge.assignment.name, specimen.question) if specimen.question else None


def _outcome(judge: Judge, specimen: Specimen, result: Result) -> SpecimenOutcome:
    found = next((q for q in result.questions if q.id == specimen.question), None)
    lost = next((part for part in found.parts if part.verdict != "right"), None) if found else None
    return SpecimenOutcome(
        specimen.kind,
        specimen.question,
        specimen.id,
        tuple(refusals(judge, specimen, result, _touched(judge, specimen))),
        sentence=found.slip_sentence if found else "",
        message=(lost.message or lost.gap) if lost else "",
        experiment=_tried(judge, specimen, found) if found and specimen.kind == "slip" else ("", "", ""),
    )


def _stand_ins(judge: Judge, question_id: str) -> list[SpecimenOutcome]:
    """Return the refusals of the stand-ins in a question's `owns`."""
    if not question_id:
        return []
    found = tuple(untrue(question_cases(judge.assignment, judge.assignment.question(question_id), judge.key)))
    return [SpecimenOutcome("owns", question_id, "owns", found)] if found else []


def _tried(judge: Judge, specimen: Specimen, found: QuestionResult) -> tuple[str, str, str]:
    """Return the experiment that is shown for a slip, and its results."""
    bench, slips = judge.bench(specimen.question), judge.assignment.question(specimen.question).slips
    chosen = next((one for one in bench.experiments if one.text == found.experiment), None)
    if chosen is None:
        return found.experiment, "", ""
    slip = next(one for one in slips if one.id == specimen.id)
    return chosen.text, *apart(bench.shown(chosen, slip), bench.shown(chosen))


def _experiments(judge: Judge, question_id: str) -> Iterator[SpecimenOutcome]:
    """Refuse an experiment that a right answer fails, and one that exposes nothing."""
    bench = judge.bench(question_id)
    for one in bench.experiments:
        wrong = [slip for slip in judge.assignment.question(question_id).slips if bench.exposes(one, slip)]
        failing = "raises" in bench.shown(one)
        if failing or not wrong:
            reason = "a right answer fails it" if failing else "no known slip shows in it"
            refusal = Refusal(f"experiment of {question_id}", f"{reason}: {one.text[:60]}…")
            yield SpecimenOutcome("experiment", question_id, one.text[:60], (refusal,))


def _spoiled(judge: Judge, question_id: str) -> Iterator[SpecimenOutcome]:
    """Yield the outcomes of a question's spoilers; refuse one that nothing exposes, and a function without a domain."""
    if not question_id:
        return
    question = judge.assignment.question(question_id)
    for name in without_domain(question):
        reason = Refusal(
            f"{name} of {question_id}", "no domain says what may come in; see autograder/questions/README.md."
        )
        yield SpecimenOutcome("domain", question_id, name, (reason,))
    found = list(spoiled(judge.assignment, question, judge.key))
    alive = surviving(judge.assignment, question, judge.key, {str(one.spoiler) for one in found if one.survived})
    for one in found:
        name = str(one.spoiler)
        excuse = one.reason or (BY_CHANCE if one.survived and name not in alive else "")
        refusal = Refusal(f"spoiler of {name}", "no case sees it; give its regime a case in which it shows.")
        yield SpecimenOutcome("spoiler", question_id, name, (refusal,) if name in alive else (), excuse)


def _unstable(specimen: Specimen) -> SpecimenOutcome:
    reason = Refusal(specimen.label, "two runs give different verdicts; something in it depends on time or chance.")
    return SpecimenOutcome("again", specimen.question, specimen.id, (reason,))


@cache
def server_of_this_process(call_seconds: float = Limits().call) -> ForkServer:
    """Return the fork server that this process of the pool keeps until it ends."""
    server = ForkServer(Limits(call=call_seconds), slot=_slot())
    atexit.register(server.close)
    return server


def _slot() -> int:
    """Return a separate slot for each process of the pool."""
    identity = multiprocessing.current_process()._identity
    return identity[0] if identity else 0


_judges: dict[tuple[str, str], Judge] = {}


def _judge(name: str, course: Course) -> Judge:
    found = _judges.get((name, course.key))
    if found is None:
        _judges.clear()  # one key at a time: cases under twenty keys would fill the memory
        found = _judges[name, course.key] = Judge(course.assignment(name), course.key, server_of_this_process())
    return found


def untrue(cases: QuestionCases) -> Iterator[Refusal]:
    """Yield a refusal for each name of a question whose stand-in is missing or fails one of the question's cases."""
    question, refused = cases.question, set[str]()
    for part in cases.parts:
        for case in part.all:
            name = case.ask.name
            reason = "" if name in refused else _fault(question, part.part.name, case)
            if reason:
                refused.add(name)
                yield Refusal(f"{name} of {question.id}", reason)
    asked = {case.ask.name for part in cases.parts for case in part.all}
    for name in question.owns:
        if name not in asked:
            yield Refusal(f"{name} of {question.id}", "`owns` names it, and no case of the question asks for it.")


def _fault(question: Question, part: str, case: Case) -> str:
    """Return what is wrong with the stand-in for one case; empty if it is right."""
    name = case.ask.name
    if name not in question.owns:
        return "the cases ask for it, and `owns` does not map it to its truth."
    truth = question.owns[name]
    if isinstance(case.ask, Call):
        if not callable(truth):
            return "the cases call it, and what `owns` maps it to is not a function."
        answer = observe(truth, tuple(build(recipe) for recipe in case.ask.arguments))
    else:
        answer = Observation("returned", truth)
    verdict = compare(case.expect, answer, name, kinds=JUDGE_KINDS).verdict
    if verdict == "right":
        return ""
    return f"what `owns` maps it to is not the truth of the cases: part {part} finds it {verdict}."
