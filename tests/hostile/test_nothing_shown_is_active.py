"""Whatever names and texts a class hands in, no terminal, spreadsheet or browser takes them for more than text."""

import csv
import json
import re
import subprocess
import sys

import pytest

from autograder import cli

ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ACTIVE = re.compile(
    r"""<(script|img|iframe|svg)[^>]*(fetch|onerror|onload|steal)|<[^>]*(href|src|action)\s*=\s*["']?\s*javascript:""",
    re.IGNORECASE,
)
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠](?!\d*\.?\d*$)")
NAMES = (
    "\x1b[2J\x1b]0;x\x07", "a\u202eb", "=cmd|' /C calc'!A0", "＝1+1", "@SUM(1)", "+1;=2", "<script>steal()</script>", "a\nb", "a\tb=1",
    "-1+1", "\x9b31m", "a\rb", '"><img src=x onerror=steal()>', "a,=1+1", "'=1",
    "\u2028=1+1", "\xa0=1+1", "\u200e=1+1", "\u2066=1\u2069", "a\x85=1", "﹢1", "⁼1+1", "mal\uff1b=1", "\ufeff@x", "%0A=1", "&#61;1", "\x1b]8;;http://x\x1b\\y",
)  # fmt: skip
TEXTS = {
    "an exception's name": "def relu(a): raise type('\\x1b[31mE<script>steal()</script>', (Exception,), {})('\\x1b[2J=1+1')",
    "a variable": "relu = '=1+1\\x1b[2J<img src=x onerror=steal()>'",
    "what is returned": "class T: pass\nT.__name__ = '\\x1b[2J<svg onload=steal()>'\ndef relu(a): return T()",
    "what is printed": "print('\\x1b[2J' * 100)\ndef relu(a):\n    print('\\x1b[2J')\n    return -a",
    "a warning": "import warnings\ndef relu(a):\n    warnings.warn('\\x1b[2J=1')\n    return -a",
    "a cell that fails": "raise ValueError('\\x1b[2J<script>steal()</script>')",
    "a line that is no Python": "\x1b[2J =1+1 <script>steal()</script>",
    "a magic": "%\x1b[2Jmagic =1+1",
    "lines like ours": "def relu(a): return 'x\\n  expected FORGED\\nFORGED: 42 of 42'",
    "lines like ours in an exception": "def relu(a): raise type('E\\nFORGED', (Exception,), {})('x\\x85FORGED\\u2028FORGED')",
    "a docstring": "def relu(a):\n    '\x1b]52;c;eA==\x07<iframe onload=steal()>'\n    raise KeyError(relu.__doc__)",
    "a group of exceptions": "def relu(a): raise ExceptionGroup('\x1b[2J=1', [ValueError('<img src=x onerror=steal()>')])",
    "a note": "def relu(a):\n    e = ValueError('=1')\n    e.add_note('\x1b[2J<script>steal()</script>')\n    raise e",
    "a key": "def backward(*a): return {'\x1b[2J<img src=x onerror=steal()>': 1, '=1+1': 2}",
    "a dtype": "import numpy as np\ndef relu(a): return np.zeros(1, [('<script>steal()</script>\x1b[2J', float)])",
}
PROSE = "=1+1\x1b[2J<script>steal()</script>![x](http://x/steal)[y](javascript:steal()) $\\text{<img src=x onerror=steal()>}$ \u202e\nFORGED"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    place = tmp_path_factory.mktemp("shown")
    folder = place / "class"
    folder.mkdir()
    texts = list(TEXTS.values())
    for number, name in enumerate(NAMES):
        answer = {"cell_type": "markdown", "source": PROSE, "metadata": {"tags": ["q12_dead_zones"]}}
        code = {"cell_type": "code", "source": texts[number % len(texts)], "metadata": {}, "outputs": []}
        data = json.dumps({"cells": [code, answer], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        student = folder / name.replace("/", "_")
        student.mkdir()
        (student / "forward_backward.ipynb").write_text(data)
        (student / f"{name.replace('/', '_')[:50]}.txt").write_text(name)
    command = [
        sys.executable,
        "-m",
        cli.__name__.partition(".")[0],
        "grade",
        "forward_backward",
        str(folder),
        "--out",
        str(place / "out"),
        "--table",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, errors="surrogateescape")
    assert done.returncode in (0, 1), done.stderr
    return place / "out", done.stdout + done.stderr


def texts_in(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".csv", ".html", ".md", ".txt", ".json"):
            yield path, path.read_bytes().decode("utf-8")


def test_no_terminal_is_moved(graded):
    found = ESCAPES.search(graded[1].replace("\r", ""))
    assert found is None, graded[1][max(0, found.start() - 80) : found.end() + 20]


def test_no_file_holds_an_escape(graded):
    for path, text in texts_in(graded[0]):
        found = ESCAPES.search(text.replace("\r\n", "\n"))
        assert found is None, (path, text[max(0, found.start() - 80) : found.end() + 20])


def test_no_cell_is_computed(graded):
    tables = list(graded[0].rglob("*.csv"))
    assert tables
    for path in tables:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for row in csv.reader(file):
                for cell in row:
                    for part in re.split(r"[\t\r\n;]", cell):
                        assert not FORMULA.match(part) or cell.startswith("'"), (path, row)


def test_no_page_runs_anything(graded):
    pages = [(path, text) for path, text in texts_in(graded[0]) if path.suffix == ".html"]
    assert pages
    for path, text in pages:
        found = ACTIVE.search(text)
        assert found is None, (path, text[max(0, found.start() - 80) : found.end() + 80])


@pytest.mark.parametrize("question", ["q11", "q12"])
def test_no_line_of_an_explanation_is_the_students(graded, capsys, question):
    with (graded[0] / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        submissions = {row["submission"]: row["student"] for row in csv.DictReader(file)}
    for name in ("class/-1+1/", "class/a\\x09b=1/") if question == "q11" else ("class/'=1/",):
        (student,) = [student for submission, student in submissions.items() if submission.startswith(name)]
        assert cli.main(["explain", str(graded[0]), "--", student.lstrip("'"), question]) == 0
        said = capsys.readouterr().out
        assert "FORGED" in said and not re.search(r"^( {0,2}expected )?FORGED", said, re.MULTILINE), said
        assert not ESCAPES.search(said)
