"""What people's reports show happens in the zip as in `nnhw grade`: right work is full there, or staff read why not."""

import json

import pytest

from tests.gradescope.test_otter_run import otter_runs
from tests.gradescope.test_run import total
from tests.intake.solved_notebook import NAME, RIGHT, solved

FULL = 42.0
SCRIPT = "import numpy as np\n\n\n" + "\n\n\n".join(RIGHT.values()) + "\n"
FAILING = (
    "import os, sys\ndata = np.load('mine.npz')\nn = int(input())\nos.chdir('/home/ada')\nrate = float(sys.argv[1])"
)


def book(change=lambda cell: cell, question="q2_sigmoid"):
    """The solved notebook with the cell of one answer changed."""
    made = solved()
    made["cells"] = [change(cell) if cell.get("id") == f"{question}-answer" else cell for cell in made["cells"]]
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell.update({"outputs": [], "execution_count": None})
    return json.dumps(made).encode()


def above(text):
    return lambda cell: {**cell, "source": f"{text}\n{cell['source']}"}


def as_markdown():
    parts = [f"```python\n{c['source']}\n```" if c["cell_type"] == "code" else c["source"] for c in solved()["cells"]]
    return "\n\n".join(parts).encode()


# By the name of the kind: the file handed in.
RIGHT_WORK = {
    "a script with statements that fail": (f"{NAME}.py", SCRIPT.replace("import numpy as np", f"import numpy as np\n{FAILING}", 1)),
    "a script with a call that fails in between": (f"{NAME}.py", SCRIPT.replace("\n\n\ndef forward", "\n\n\nprint(sigmoid())\n\n\ndef forward")),
    "a decorator of an absent package": (f"{NAME}.py", SCRIPT.replace("def sigmoid(", "@absent.njit\ndef sigmoid(", 1)),
    "a cell with statements that fail": (f"{NAME}.ipynb", book(above(FAILING))),
    "a cell that runs an absent script": (f"{NAME}.ipynb", book(above("%run helpers.py"))),
    "a cell that ends the process": (f"{NAME}.ipynb", book(above("import os\nos._exit(0)"))),
    "newer syntax": (f"{NAME}.py", f'type Pair[T] = tuple[T, T]\nlabel = f"{{dict(a=1)["a"]}}"\n{SCRIPT}'),
}  # fmt: skip
# What otter itself refuses, or reads as something else.
OURS_ALONE = {
    "a browser's extension": (f"{NAME}.ipynb.txt", book()),
    "Markdown": (f"{NAME}.md", as_markdown()),
    "zero bytes at the end": (f"{NAME}.ipynb", book() + b"\0" * 100),
    "a mark of Windows": (f"{NAME}.py", b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()),
}


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", {**RIGHT_WORK, **OURS_ALONE})
def test_it_is_full_in_the_zip(kind, tree):
    name, data = {**RIGHT_WORK, **OURS_ALONE}[kind]
    assert total(tree(NAME).grade({name: as_bytes(data)})) == FULL


@pytest.mark.slow
def test_it_is_full_in_otter_run(archive, tmp_path):
    paths = []
    for number, (name, data) in enumerate(RIGHT_WORK.values()):
        (tmp_path / f"work {number}").mkdir()
        paths.append(tmp_path / f"work {number}" / name)
        paths[-1].write_bytes(as_bytes(data))
    points = [sum(one.values()) for one in otter_runs(archive(NAME), paths, tmp_path)]
    assert dict(zip(RIGHT_WORK, points)) == dict.fromkeys(RIGHT_WORK, FULL)


@pytest.mark.slow
def test_an_answer_that_nobody_can_run_is_named_to_the_staff(tree):
    found = json.loads(tree(NAME).grade({f"{NAME}.ipynb": book(lambda cell: {**cell, "cell_type": "markdown"})}))
    assert any("although it is defined" in test.get("output", "") for test in found["tests"])
