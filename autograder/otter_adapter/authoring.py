"""Use otter-grader while an assignment is built: strip solutions, write test files, make the autograder zip.

Test files are in otter's exception format: in a student folder with one test case per question, in the zip with two per
part.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# One case per question, since otter prints five lines of its own above each failing case. The last of them quotes
# line 4 of the test, so that line's comment says whose code it is.
PUBLIC = """\
from otter.test_files import test_case
from public_checks import require
OK_FORMAT, name = False, {question!r}
test = test_case(name, 1)(lambda env: require(env, name))  # not your code
"""


def public_test_file(question: str) -> str:
    """Return the test file that `grader.check(question)` runs in a student's notebook."""
    return PUBLIC.format(question=question)


def function_name(number: int, part: str) -> str:
    """Return the name of a part's test function, such as test_1_dv_dc for `dv/dc`.

    The number makes it unique: of two functions with equal names, otter would count only one.
    """
    return f"test_{number}_" + re.sub(r"\W+", "_", part).strip("_")


def full_test_file(question: str, parts: Iterable[tuple[str, float]]) -> str:
    """Return the test file of the zip: for each part a public case without points and a hidden case with points."""
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


def without_solution(source: str) -> str:
    """Return `source` with `...` in place of what otter's markers enclose.

    The markers are `# SOLUTION`, and `# BEGIN SOLUTION` with `# END SOLUTION`.
    """
    from otter.assign.solutions import replace_solutions

    return "\n".join(replace_solutions(source.splitlines(), "python"))


def generate(test_files: Mapping[str, str], config: Mapping[str, Any]) -> dict[str, bytes]:
    """Return name → content of the members of the zip that `otter generate` makes.

    Args:
        test_files: name of a file in tests/ → its content.
        config: the content of otter_config.json.
    """
    from otter.generate import main

    with tempfile.TemporaryDirectory() as folder:
        tests, settings, out = Path(folder, "tests"), Path(folder, "otter_config.json"), Path(folder, "autograder.zip")
        tests.mkdir()
        for name, text in test_files.items():
            (tests / name).write_text(text, encoding="utf-8")
        settings.write_text(json.dumps(config), encoding="utf-8")
        main(
            tests_dir=str(tests),
            output_path=str(out),
            config=str(settings),
            no_requirements=True,
            no_environment=True,
        )
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            return {member: archive.read(member) for member in archive.namelist()}


def possible_points(test_files: Mapping[str, bytes]) -> dict[str, float]:
    """Return name → points that otter reads from each test file.

    Raises:
        Exception: a test file does not parse; otter's own error.
    """
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    points = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in test_files.items():
            path = Path(folder, Path(name).name)
            path.write_bytes(data)
            points[name] = float(create_test_file(str(path), NBMetadataConfig()).possible)
    return points
