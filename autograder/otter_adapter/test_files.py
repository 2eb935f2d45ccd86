"""Questions as otter's exception-format test files: one test case a question in a student's folder; in the zip two a part."""

from __future__ import annotations

import re
from collections.abc import Iterable

# One case, not one a part: otter heads each failing case with five lines that say nothing to a student. The last of them
# is "Error at line 4" with the text of that line of the test, which therefore says whose line it is.
PUBLIC = """\
from otter.test_files import test_case
from public_checks import require
OK_FORMAT, name = False, {question!r}
test = test_case(name, 1)(lambda env: require(env, name))  # not your code
"""


def public_test_file(question: str) -> str:
    """The test file that `grader.check(question)` runs in a student's notebook."""
    return PUBLIC.format(question=question)


def function_name(number: int, part: str) -> str:
    """A part's name as a Python name: `dv/dc` → test_1_dv_dc; by its number no other part has it, and loses its points."""
    return f"test_{number}_" + re.sub(r"\W+", "_", part).strip("_")


def full_test_file(question: str, parts: Iterable[tuple[str, float]]) -> str:
    """The test file of the zip: for each part a public case without points and a hidden one with the part's points."""
    cases = "".join(
        FULL_CASES.format(title=f"{question} · {part}", function=function_name(number, part), part=part, points=points)
        for number, (part, points) in enumerate(parts, start=1)
    )
    return FULL.format(question=question, cases=cases)


FULL = """\
OK_FORMAT = False

from otter.test_files import test_case

from autograder.otter_adapter.judged import require

name = {question!r}
{cases}"""
FULL_CASES = """

@test_case(name={title!r}, points=0)
def {function}(env):
    require(env, name, {part!r}, "public")


@test_case(name={title!r} " · hidden cases", points={points!r}, hidden=True)
def {function}_hidden(env):
    require(env, name, {part!r}, "hidden")
"""
