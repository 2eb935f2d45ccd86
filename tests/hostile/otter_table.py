"""`python tests/hostile/otter_table.py`: the same attacks under `otter run`, stock and with our plugin.

"stock" is an ordinary zip: exception-style tests with hidden cases, no plugin; it confines nothing, so each run gets a user
and processes of its own and bounds that spare the machine. "plugin" is the zip that `nnhw build` makes. Needs root on
Linux, and takes about five seconds an attack and harness.
"""

from __future__ import annotations

import argparse
import json
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
from baseline import CELLS

from autograder.bundle.package import build
from autograder.course import Course
from reference_impl import network

PATIENCE = 30  # s, five times what a run takes, after which a run counts as hung
POINTS = {"dy_dW1": 2, "dy_dz": 3, "dy_dW0": 6, "dy_db0": 4, "forward": 4}
ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
# By the command's own script, as a person does: `-m otter` would look for otter in the submission's folder first.
OTTER = ("-W", "ignore", str(Path(sys.executable).with_name("otter")), "run", "forward_backward.ipynb", "--no-logo", "-a", "autograder.zip", "-o")
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
    """Print the table; 1 if the plugin's column shows a gain, a hang or no result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", help="attacks whose family or name contains this word, or that one")
    parser.add_argument("--every", type=int, default=1, help="every Nth attack")
    parser.add_argument("--first", type=int, default=0, help="the number of the first attack")
    parser.add_argument("--harness", choices=["stock", "plugin"], action="append")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    words = arguments.only or [""]
    wanted = [a for a in ATTACKS if any(word in a.family or word in a.name for word in words)][arguments.first :: arguments.every]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        zips = {name: ZIPS[name](Path(folder)) for name in arguments.harness or ZIPS}
        honest = {name: grade(name, archive, CELLS, {})[0] for name, archive in zips.items()}
        if not arguments.json:
            print(f"{'attack':64}" + "".join(f"  {name} (honest {honest[name]})".ljust(36) for name in zips), flush=True)
        for attack in wanted:
            line = f"{f'{attack.family}: {attack.name}'[:64]:64}"
            for name, archive in zips.items():
                cells = attack.cells(repository=REPOSITORY, vault="/nowhere", port=9)
                score, seconds, ending = grade(name, archive, cells, attack.files)
                ending = "GAINED" if score is not None and score > honest[name] else ending
                bad += name == "plugin" and ending != "graded"
                row = {"family": attack.family, "name": attack.name, "mode": name, "score": score, "baseline": honest[name]}
                if arguments.json:
                    print(json.dumps({**row, "seconds": round(seconds, 1), "ending": ending}), flush=True)
                line += f"  {score!s:>5} {seconds:5.1f} s  {ending}".ljust(36)
            if not arguments.json:
                print(line.rstrip(), flush=True)
    return int(bad > 0)


def grade(harness: str, archive: Path, cells: tuple[str, ...], files: dict[str, bytes]) -> tuple[float | None, float, str]:
    """Score, seconds and ending of one `otter run`."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o777)
        (place / "autograder.zip").write_bytes(archive.read_bytes())
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
        nbformat.write(notebook, place / "forward_backward.ipynb")
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        return _run(place, [*ALONE, sys.executable, modes.__file__, folder, *OTTER, folder])


def _run(place: Path, command: list[str]) -> tuple[float | None, float, str]:
    null, began = subprocess.DEVNULL, time.monotonic()
    try:
        subprocess.run(command, timeout=PATIENCE, stdin=null, stdout=null, stderr=null, check=False)
    except subprocess.TimeoutExpired:
        return None, time.monotonic() - began, "HUNG"
    seconds = time.monotonic() - began
    try:
        tests = json.loads((place / "results.json").read_text())["tests"]
        return sum(test.get("score", 0) for test in tests), seconds, "graded" if any("score" in t for t in tests) else "NO RESULT"
    except (OSError, ValueError, KeyError, TypeError):
        return None, seconds, "NO RESULT"


def _stock_zip(folder: Path) -> Path:
    """The zip of an instructor who knows otter-grader and nothing of us."""
    path = folder / "stock.zip"
    inputs = [a.tolist() if isinstance(a, np.ndarray) else a for a in PROBE]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"pdf": False, "zips": False, "show_hidden": True}))
        for name, points in POINTS.items():
            truth = getattr(network, name)(*PROBE)
            expected = [np.ravel(part).tolist() for part in (truth if name == "forward" else [truth])]
            archive.writestr(f"tests/{name}.py", TEST.format(name=name, points=points, inputs=inputs, expected=expected))
    return path


def _plugin_zip(folder: Path) -> Path:
    return build("forward_backward", Course(key="hostile-tests"), folder)


ZIPS = {"stock": _stock_zip, "plugin": _plugin_zip}

if __name__ == "__main__":
    sys.exit(main())
