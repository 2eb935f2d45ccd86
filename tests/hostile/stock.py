"""`python tests/hostile/stock.py`: the same attacks on stock otter-grader, for comparison.

Each submission is graded by `otter run` with an ordinary zip: exception-style tests with hidden cases, no plugin. It runs as
an ordinary user among processes and a file system of its own, since stock otter-grader confines nothing. Needs root on
Linux and takes about ten seconds an attack.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import modes
import nbformat
import numpy as np
from arena import ATTACKS, PROBE, REPOSITORY
from attack import Attack
from baseline import CELLS

from reference_impl import network

PATIENCE = 45  # s, after which a run counts as hung
POINTS = {"dy_dW1": 2, "dy_dz": 3, "dy_dW0": 6, "dy_db0": 4, "forward": 4}
TEST = """
OK_FORMAT = False
from otter.test_files import test_case
import numpy as np
name = {name!r}
inputs = [np.array(a) if isinstance(a, list) else a for a in {inputs!r}]

@test_case(points={points}, hidden=True)
def test_{name}({name}):
    expected = {expected!r}
    for got, truth in zip({name}(*inputs) if {name!r} == "forward" else [{name}(*inputs)], expected):
        assert np.allclose(np.ravel(got), truth)
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        return _otter_run(arguments.inside)
    honest, _, _ = grade(CELLS, {})
    print(f"honest: {honest} of {sum(POINTS.values())}")
    for attack in ATTACKS:
        if arguments.only in attack.family or arguments.only in attack.name:
            score, seconds, ending = grade(attack.cells(repository=REPOSITORY, vault="/nowhere", port=9), attack.files)
            gained = score is not None and honest is not None and score > honest
            print(f"{f'{attack.family}: {attack.name}'[:64]:64} {score!s:>5} {seconds:6.1f} s  {'GAINED' if gained else ending}", flush=True)
    return 0


def grade(cells: tuple[str, ...], files: dict[str, bytes]) -> tuple[float | None, float, str]:
    """Score, seconds and ending of one stock run."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o777)
        _write_zip(place / "autograder.zip")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
        nbformat.write(notebook, place / "forward_backward.ipynb")
        command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable, __file__, "--inside", folder]
        try:
            subprocess.run(command, timeout=PATIENCE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        except subprocess.TimeoutExpired:
            return None, time.monotonic() - began, "HUNG"
        return *_score(place, time.monotonic() - began),


def _score(place: Path, seconds: float) -> tuple[float | None, float, str]:
    try:
        results = json.loads((place / "results.json").read_text())
        return sum(test.get("score", 0) for test in results["tests"]), seconds, "graded"
    except (OSError, ValueError, KeyError, TypeError):
        return None, seconds, "NO RESULT"


def _write_zip(path: Path) -> None:
    inputs = [a.tolist() if isinstance(a, np.ndarray) else a for a in PROBE]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"pdf": False, "zips": False, "show_hidden": True}))
        for name, points in POINTS.items():
            truth = getattr(network, name)(*PROBE)
            expected = [np.ravel(part).tolist() for part in (truth if name == "forward" else [truth])]
            archive.writestr(f"tests/{name}.py", TEST.format(name=name, points=points, inputs=inputs, expected=expected))


def _otter_run(place: Path) -> int:
    """Inside the namespaces: become an ordinary user with bounds that spare the machine, and run otter."""
    modes.become_nobody()
    for limit, value in (("AS", 4 << 30), ("NPROC", 300), ("FSIZE", 100 << 20), ("CPU", PATIENCE)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{limit}"), (value, value))
    os.chdir(place)
    os.environ.update(HOME=str(place), IPYTHONDIR=str(place / "ipython"), JUPYTER_RUNTIME_DIR=str(place / "runtime"))
    otter = [sys.executable, "-m", "otter", "run", "-a", "autograder.zip", "-o", str(place), "forward_backward.ipynb", "--no-logo"]
    return subprocess.run(otter, check=False).returncode  # not by exec: it would be process 1, which nobody reaps for


if __name__ == "__main__":
    sys.exit(main())
