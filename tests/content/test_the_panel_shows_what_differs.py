"""A check in a notebook: one row per part, values side by side, a call to copy, hints to open, also as text."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from autograder import questions
from autograder.checks import case_file, self_check
from autograder.content.public_checks import cases_of


@pytest.fixture(autouse=True)
def cases(monkeypatch, tmp_path):
    path = tmp_path / "cases.json"
    hints = {"q2_sigmoid": "For which sign is it harmless?", "q5_numerical_gradient": "Copy theta."}
    path.write_text(json.dumps(cases_of(questions.find("forward_backward"), hints)), encoding="utf-8")
    monkeypatch.setattr(case_file, "CASES", path)


def checked(question: str, code: str):
    namespace: dict = {"np": np}
    exec(code, namespace)
    return self_check.check(question, namespace)


def test_the_entries_that_differ_are_marked_in_both_rows():
    found = checked("q2_sigmoid", "def sigmoid(a):\n    return 1 / (1 + np.exp(np.clip(a, -700, 700)))")
    panel = found._repr_html_()
    assert '<th scope="row" style="text-align:left;vertical-align:top">yours</th>' in panel
    assert panel.count("2 of 3 entries differ (marked).") == 2 and "<mark" in panel


def test_hints_open_one_inside_the_other():
    panel = checked("q2_sigmoid", "def sigmoid(a):\n    return np.zeros(np.shape(a))")._repr_html_()
    assert re.search(
        r"<details><summary>Hint 1</summary>.*<details><summary>Hint 2</summary>.*</details></details>", panel
    )


def test_the_call_to_copy_can_be_run_with_the_function_it_is_given():
    panel = checked(
        "q5_numerical_gradient", "def numerical_gradient(f, theta, step=1e-5):\n    return 0 * theta"
    )._repr_html_()
    typed = re.search(r"<pre[^>]*>(.*?)</pre>", panel, re.DOTALL)[1].replace("&#x27;", "'").replace("&gt;", ">")
    exec(typed, {"np": np, "numerical_gradient": lambda f, theta: f(theta)})


@pytest.mark.parametrize(
    "code", ["", "sigmoid = 3", "def sigmoid(a):\n    return '<script>'", "def sigmoid(a):\n    1 / 0"]
)
def test_it_needs_no_script_and_escapes_what_is_shown(code):
    found = checked("q2_sigmoid", code)
    assert "<script" not in found._repr_html_() and found.id in repr(found)
