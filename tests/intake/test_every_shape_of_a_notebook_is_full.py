"""Odd but legal structures of a notebook, with right answers in them: all get all points."""

import io
import json
import zipfile

import pytest

from autograder import questions
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer
from tests.intake.solved_notebook import NAME, solved

FULL = 42


def each(change):
    """A shape that changes each cell."""

    def shape(book):
        return {**book, "cells": [change(dict(cell)) or cell for cell in book["cells"]]}

    return shape


def codes(change):
    return each(lambda cell: {**cell, "source": change(cell["source"])} if cell["cell_type"] == "code" else cell)


def cells(change):
    return lambda book: {**book, "cells": change(book["cells"])}


def split(book):
    """Answers first, then the rest; answers are known by the ids of their cells."""
    answers = [cell for cell in book if cell.get("id", "").endswith("-answer")]
    return answers, [cell for cell in book if cell not in answers]


def code(source):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def prose(source, kind="markdown"):
    return {"cell_type": kind, "source": source, "metadata": {}}


def without(*names):
    return each(lambda cell: {key: value for key, value in cell.items() if key not in names})


def between(extra):
    return cells(lambda those: [one for cell in those for one in (cell, extra)])


def format_3(book):
    sheet = []
    for cell in book["cells"]:
        is_code = cell["cell_type"] == "code"
        sheet.append({"cell_type": cell["cell_type"], ("input" if is_code else "source"): cell["source"]})
    half = len(sheet) // 2
    return {"nbformat": 3, "worksheets": [{"cells": sheet[:half]}, {"cells": sheet[half:]}]}


def one_cell(those):
    return [code("\n\n".join(cell["source"] for cell in those if cell["cell_type"] == "code"))]


SHAPES = {
    "as it is": lambda book: book,
    "without ids": without("id"),
    "without metadata": without("metadata"),
    "without outputs": without("outputs", "execution_count"),
    "source as lines": each(lambda cell: {**cell, "source": cell["source"].splitlines(keepends=True)}),
    "source as characters": each(lambda cell: {**cell, "source": list(cell["source"])}),
    "line ends of Windows": each(lambda cell: {**cell, "source": cell["source"].replace("\n", "\r\n")}),
    "line ends of old Macs": each(lambda cell: {**cell, "source": cell["source"].replace("\n", "\r")}),
    "format 3": format_3,
    "all code in one cell": cells(one_cell),
    "answers first": cells(lambda those: [*split(those)[0], *split(those)[1]]),
    "answers last": cells(lambda those: [*split(those)[1], *split(those)[0]]),
    "answers reversed": cells(lambda those: [*split(those)[1], *split(those)[0][::-1]]),
    "answers alone": cells(lambda those: [code("import numpy as np"), *split(those)[0]]),
    "answers in one cell": cells(
        lambda those: [*split(those)[1], code("\n\n\n".join(cell["source"] for cell in split(those)[0]))]
    ),
    "answers twice": cells(lambda those: [*those, *split(those)[0]]),
    "no Markdown": cells(lambda those: [cell for cell in those if cell["cell_type"] == "code"]),
    "empty cells between": between(code("")),
    "blank cells between": between(code("\n  \n")),
    "raw cells between": between(prose("raw", "raw")),
    "empty Markdown between": between(prose("")),
    "experiments that raise between": between(code("1 / 0")),
    "experiments that print between": between(code("print(1)")),
    "comments between": between(code("# nothing")),
    "cells of an unknown kind": between({"cell_type": "sql", "source": "select 1", "metadata": {}}),
    "entries that are no cells": between(None),
    "unknown fields": each(lambda cell: {**cell, "x": [1, {"y": None}], "cells": []}),
    "tags that are none": each(lambda cell: {**cell, "metadata": {"tags": "q1"}}),
    "metadata that are none": each(lambda cell: {**cell, "metadata": None}),
    "ids that are numbers": each(lambda cell: {**cell, "id": 7}),
    "the same id everywhere": each(lambda cell: {**cell, "id": "a"}),
    "outputs that are none": each(lambda cell: {**cell, "outputs": None, "execution_count": "7"}),
    "outputs with cells in them": each(lambda cell: {**cell, "outputs": [{"cells": [code("sigmoid = None")]}]}),
    "attachments that are none": each(lambda cell: {**cell, "attachments": [1]}),
    "a kernel of another language": lambda book: {**book, "metadata": {"kernelspec": {"language": "R"}}},
    "no metadata, no version": lambda book: {"cells": book["cells"]},
    "a version from the future": lambda book: {**book, "nbformat": 5, "nbformat_minor": 99},
    "code timed": codes(lambda text: f"%%time\n{text}" if text.startswith("def ") else text),
    "magics above": codes(lambda text: f"%matplotlib inline\n{text}"),
    "commands above": codes(lambda text: f"!pip install numpy\n{text}"),
    "blank lines above": codes(lambda text: f"\n\n\n{text}\n\n"),
    "comments above": codes(lambda text: f"# mine\n\n{text}\n# done"),
    "a string above": codes(lambda text: f'"""Mine."""\n{text}'),
    "indented as a whole": codes(lambda text: "\n".join(f"    {line}" for line in text.split("\n")) if text.startswith("def ") else text),
    "a backslash at the end": codes(lambda text: f"{text}\nx = 1 + \\\n    1"),
    "tabs and form feeds": codes(lambda text: f"\f\n{text}\n\t\n"),
    "a call right below": codes(lambda text: f"{text}\nprint(sigmoid(0))" if text.startswith("def ") else text),
    "a question mark": between(code("sigmoid?")),
    "keys sorted": lambda book: json.loads(json.dumps(book, sort_keys=True)),
}  # fmt: skip
WRITINGS = {
    "one line": lambda book: json.dumps(book).encode(),
    "a line a value": lambda book: json.dumps(book, indent="\t").encode(),
    "letters as they are": lambda book: json.dumps(book, ensure_ascii=False).encode(),
    "UTF-16": lambda book: json.dumps(book, ensure_ascii=False).encode("utf-16"),
    "a byte order mark": lambda book: b"\xef\xbb\xbf" + json.dumps(book).encode(),
    "blank lines around": lambda book: b"\n\n " + json.dumps(book).encode() + b"\n\n\n",
    "zero bytes after": lambda book: json.dumps(book).encode() + b"\0" * 4096,
    "a longer file's rest after": lambda book: json.dumps(book).encode() + b'"metadata": {}}\n',
    "trailing commas": lambda book: json.dumps(book, indent=1).replace("\n }", ",\n }").encode(),
    "a conflict about counts": lambda book: json.dumps(book, indent=1).replace('\n "nbformat": 4,', '\n<<<<<<< HEAD\n"nbformat": 4,\n=======\n"nbformat": 4, "x": 1,\n>>>>>>> b', 1).encode(),
    "zipped": lambda book: zipped(json.dumps(book).encode()),
}  # fmt: skip


def zipped(data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("work/forward_backward.ipynb", data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def judge():
    with ForkServer(slot=60) as server:
        yield Judge(questions.find(NAME), "tests", server)


def points(judge, data):
    return judge.judge(read_submission(data, NAME, f"{NAME}.ipynb")).total


@pytest.mark.sampled
@pytest.mark.parametrize("shape", SHAPES)
def test_a_right_notebook_of_this_shape_gets_all_points(judge, shape):
    assert points(judge, json.dumps(SHAPES[shape](solved())).encode()) == FULL


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_right_notebook_written_like_this_gets_all_points(judge, writing):
    assert points(judge, WRITINGS[writing](solved())) == FULL
