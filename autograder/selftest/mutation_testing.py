"""Judge every mutant of a solution and list those that keep their points."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from autograder.course import Course
from autograder.judge.judge import Judge
from autograder.selftest.checks_run import server_of_this_process
from autograder.selftest.equivalents import reason_for
from autograder.selftest.mutants import Mutant, mutants
from autograder.selftest.specimens import answers, solution

# A mutant of a loop may never end; a right answer needs milliseconds.
CALL_SECONDS = 1.0
CHUNK = 10


@dataclass(frozen=True)
class Mutation:
    """The outcome of one mutant: killed, or alive with or without a reason."""

    mutant: Mutant
    killed: bool
    reason: str = ""

    @property
    def survived(self) -> bool:
        return not self.killed and not self.reason


@cache
def all_mutants(name: str) -> list[tuple[int, Mutant]]:
    """Return every mutant of an assignment's answers, each with the cell that it replaces."""
    return [(cell, mutant) for cell, question, source in answers(name) for mutant in mutants(question, source)]


def survivors(
    names: Iterable[str], course: Course, jobs: int = 2, progress: Callable[[int, int], None] | None = None
) -> dict[str, list[Mutation]]:
    """Judge every mutant of the named assignments."""
    tasks = [(course, name, start) for name in names for start in range(0, len(all_mutants(name)), CHUNK)]
    found: dict[str, list[Mutation]] = {name: [] for name in names}
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done, ((_, name, _start), part) in enumerate(zip(tasks, pool.map(_run, tasks)), start=1):
            found[name] += part
            if progress:
                progress(done, len(tasks))
    return found


def _run(task: tuple[Course, str, int]) -> list[Mutation]:
    course, name, start = task
    return list(_judged(course, name, all_mutants(name)[start : start + CHUNK]))


def _judged(course: Course, name: str, those: list[tuple[int, Mutant]]) -> Iterator[Mutation]:
    assignment = course.assignment(name)
    server = server_of_this_process(CALL_SECONDS)
    for cell, mutant in those:
        # Only the question whose answer changed: a mutant must lose points there.
        own = replace(assignment, questions=tuple(q for q in assignment.questions if q.id == mutant.question))
        whole = solution(name)
        cells = (*whole.cells[:cell], mutant.source, *whole.cells[cell + 1 :])
        result = _judge(own, course.key, server).judge(replace(whole, cells=cells))
        killed = result.status != "graded" or result.total is None or result.total < result.max
        yield Mutation(mutant, killed, "" if killed else reason_for(mutant))


_judges: dict[tuple[str, str], Judge] = {}


def _judge(own, key, server) -> Judge:
    return _judges.setdefault((own.name, own.questions[0].id), Judge(own, key, server))
