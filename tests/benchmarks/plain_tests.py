"""Hidden tests as an instructor without a grader writes them: the reference's answers and a comparison by allclose.

Rivals that bring no judge of their own (nbgrader, pytest, unittest) run these. They hold the same calls as our cases.
"""

from __future__ import annotations

import json
from pathlib import Path

from made_class import ROOT

from autograder import course as courses
from autograder.checks.arguments import to_json
from autograder.judge.judge import Judge
from autograder.questions.schema import Call

KIT = """
import json
import pathlib

import numpy as np
from public_checks import build, from_json

PARTS = from_json(json.loads((pathlib.Path(__file__).parent / "parts.json").read_text()))


def load(path):
    \"\"\"Run a notebook's cells in one namespace; a cell that raises costs the rest of itself.\"\"\"
    namespace = {"__name__": "submission"}
    for cell in json.loads(pathlib.Path(path).read_text())["cells"]:
        if cell["cell_type"] == "code":
            try:
                exec(compile("".join(cell["source"]), "<cell>", "exec"), namespace)
            except Exception:
                pass
    return namespace


def same(got, expected):
    if isinstance(expected, dict):
        return all(same(got[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return len(got) == len(expected) and all(map(same, got, expected))
    return bool(np.allclose(np.ravel(got), np.ravel(expected), rtol=1e-6, atol=1e-9))


def judge(namespace, part):
    for name, arguments, item, expected in PARTS[part]:
        got = namespace[name](*[build(argument) for argument in arguments])
        assert same(got if item is None else got[item], expected if item is None else expected[item]), name
"""
PYTEST = """
import os

import pytest
from kit import PARTS, judge, load


@pytest.fixture(scope="session")
def namespace():
    return load(os.environ["SUBMISSION"])


@pytest.mark.parametrize("part", list(PARTS))
def test_part(namespace, part):
    judge(namespace, part)
"""
UNITTEST = """
import os
import sys
import unittest

from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
from kit import PARTS, judge, load

NAMESPACE = load(os.environ["SUBMISSION"])
POINTS = {points}


class Parts(unittest.TestCase):
    pass


for part in PARTS:
    def check(self, part=part):
        judge(NAMESPACE, part)
    setattr(Parts, "test_" + part, weight(POINTS[part])(visibility("hidden")(check)))

with open(os.environ["RESULTS"], "w") as out:
    JSONTestRunner(stream=out).run(unittest.defaultTestLoader.loadTestsFromTestCase(Parts))
"""


def parts_of(name: str) -> tuple[dict[str, list], dict[str, float]]:
    """Return each part's calls with the reference's answers, and its points."""
    course = courses.load()
    judge, parts, points = Judge(course.assignment(name), course.key), {}, {}
    for question in judge.assignment.questions:
        for part in () if question.by_hand else judge.cases(question.id).parts:
            key = f"{question.id}_{part.part.name}".replace(" ", "_")
            cases, truths = judge.cases(question.id), judge.cases(question.id).truths
            asked = ((case, cases.fingerprint(case.ask)) for case in part.all if isinstance(case.ask, Call))
            parts[key] = [
                [case.ask.name, list(case.ask.arguments), case.expect.get("item"), truths[mark]]
                for case, mark in asked
                if mark in truths
            ]
            points[key] = part.part.points
    return parts, points


def write_tests(name: str, folder: Path) -> dict[str, float]:
    """Write kit, parts, a pytest module and a unittest program into `folder`; return the points of each part."""
    parts, points = parts_of(name)
    folder.mkdir(parents=True, exist_ok=True)
    given = ROOT / "assignments" / name
    for file in ("public_checks.py", "cases.json", "figures.py"):
        (folder / file).write_bytes((given / file).read_bytes())
    (folder / "parts.json").write_text(json.dumps(to_json(parts)))
    (folder / "kit.py").write_text(KIT)
    (folder / "test_parts.py").write_text(PYTEST)
    (folder / "unittest_parts.py").write_text(UNITTEST.replace("{points}", repr(points)))
    return points
