"""Text made by a grammar of what intake reads: each input is answered within 2 s of processor time and 100 MB."""

import json
import random
from pathlib import Path

import pytest

from autograder.intake import Submission, Unreadable
from autograder.intake.bounded.reader import _processor_time, own_reader
from tests.intake.conftest import CODE, STUB, given

SIGNS = [
    "(", ")", "[", "]", "{", "}", "'", '"', "'''", '"""', "\\", "\n", "\n\n", " ", "    ", "\t", "\f", "\0", "\r", "#", "# ", "## ", "#%%",
    "%", "%%time\n", "!ls", "?", "??", "@", ":", ";", ",", "=", "==", "+=", "->", "*", "**", "-", "~", ".", "...", "0x", "1e", "1_0", "𝑎", "é",
    "\ud800", "\u2028", "\ufeff", "def ", "def plain_sum(x):\n    return 1\n", "async ", "class ", "lambda ", "if ", "else:", "try:\n", "except",
    "finally:", "match x:\n case ", "type X = ", "import ", "from . import *", "global plain_sum\n", "nonlocal x", "yield ", "await ", "return",
    "f'", 'f"{', "rb'", "t'", "q3_words = ", "q3_words += ", "plain_sum", "mean = ", "median", "exec(", "globals()", "%matplotlib inline\n",
    "# coding: ", "# coding: punycode\n", "# coding: utf-7\n", "# coding: undefined\n", "# %% [markdown]\n", "# In[1]:\n", "# COMMAND ----------\n",
    "# MAGIC %md ", "import marimo\napp = marimo.App()\n", "@app.cell\ndef _():\n    ", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "```", "~~~",
    "![](", "![x](attachment:a)", "<img src='", "data:image/png;base64,", "<!DOCTYPE html>", "version https://git-lfs", "%PDF", "PK\3\4",
    '{"cells": [', '"cell_type": "code"', '"cell_type": "markdown", ', '"source": ', '"outputs": [', '"metadata": {"tags": ["q3_words"]}', "null", "true", "1e999",
]  # fmt: skip
COUNTS = [1, 1, 1, 2, 3, 10, 100, 1000, 20_000]
LARGE, SMALL = 300_000, 30_000


def text(chance, size):
    """A text of pieces, some of them repeated many times."""
    parts = []
    for _ in range(chance.choice([1, 2, 5, 20])):
        piece = "".join(chance.choice(SIGNS) for _ in range(chance.choice([1, 1, 2, 3, 5])))
        parts.append(piece * min(chance.choice(COUNTS), size // (10 * len(piece)) + 1))
    return "".join(parts)[:size]


def script(chance, size):
    """A file: hostile text alone, above, below or within a stub."""
    hostile, stub = text(chance, size), STUB.replace(CODE[0], "def plain_sum(x):\n    return sum(x)")
    at = chance.choice([0, stub.index("\n") + 1, len(stub), chance.randrange(len(stub))])
    whole = chance.choice([hostile, stub[:at] + hostile + stub[at:]])
    return whole.encode(chance.choice(["utf-8", "utf-8", "utf-16", "latin-1"]), "replace"), "two_sums.py"


def book(chance, size):
    """A notebook whose cells hold hostile text, or a notebook's text with hostile text in it."""
    cells = [
        {"cell_type": chance.choice(["code", "markdown", "raw"]), "source": text(chance, size), "metadata": {}}
        for _ in range(chance.choice([1, 2, 10]))
    ]
    whole = json.loads(given())
    whole["cells"] += cells
    data = json.dumps(whole).encode("utf-8", "replace")
    if chance.random() < 0.4:
        at = chance.randrange(len(data))
        data = data[:at] + text(chance, size).encode("utf-8", "replace") + data[at + chance.choice([0, 0, 5, 500]) :]
    return data, "two_sums.ipynb"


def peak(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def is_answered(read, seed, size=LARGE):
    chance = random.Random(seed)
    data, name = chance.choice([script, book])(chance, size)
    reader = own_reader()
    reader.start()
    pid, before = reader._process.pid, _processor_time(reader._process.pid)
    try:
        assert isinstance(read(data, name), Submission)
    except Unreadable as refusal:
        assert "fault of the grader" not in str(refusal) and "takes more" not in str(refusal), (seed, str(refusal))
    if before is not None and reader._process is not None and reader._process.pid == pid:
        assert _processor_time(pid) - before < 2, seed
        assert peak(pid) < 100_000_000, seed
        if peak(pid) > 60_000_000:  # the peak is the process's: the next input gets a fresh one
            reader.close()


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(4))
def test_fifty_hostile_texts_are_answered(read, batch):
    own_reader().close()  # its peak of memory would be that of earlier tests
    for seed in range(50):
        is_answered(read, 1000 * batch + seed, SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(10))
def test_ten_thousand_hostile_texts_are_answered(read, batch):
    for seed in range(1000):
        is_answered(read, 100_000 + 1000 * batch + seed)
