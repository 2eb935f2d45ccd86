"""Questions as otter's exception-format test files: one test case a part (public), or two (public and hidden)."""

from __future__ import annotations

import re
from collections.abc import Iterable

PUBLIC = '''\
OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = {question!r}
{cases}'''
PUBLIC_CASE = '''

@test_case(name={title!r}, points=1)
def {function}(env):
    require(env, name, {part!r})
'''


def public_test_file(question: str, parts: Iterable[str]) -> str:
    """The test file that `grader.check(question)` runs in a student's notebook."""
    cases = "".join(
        PUBLIC_CASE.format(title=f"{question} · {part}", function=function_name(part), part=part) for part in parts
    )
    return PUBLIC.format(question=question, cases=cases)


def function_name(part: str) -> str:
    """A part's name as a Python name: `dv/dc` → test_dv_dc."""
    return "test_" + re.sub(r"\W+", "_", part).strip("_")
