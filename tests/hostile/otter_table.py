"""`python tests/hostile/otter_table.py`: the same attacks under `otter run`, stock and with our plugin.

"stock" is an ordinary zip: exception-style tests with hidden cases, no plugin; it confines nothing, so each run gets a user
and processes of its own and bounds that spare the machine. "plugin" is the zip that `nnhw build` makes. The vault, with
a classmate's work and a results file, belongs to the user who grades. Needs root on Linux, and takes about five seconds
of a core an attack and harness.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).parent))
import modes
import nbformat
import numpy as np
from arena import ATTACKS, PROBE, REPOSITORY
from attack import Attack

from autograder.course import Course
from autograder.gradescope.package import build
from autograder.sandbox.kernel import cleanup
from reference_impl import network

# s, after which a run counts as hung; a run takes 6 on a quiet machine, and our limits of time together most of the rest.
PATIENCE = 120
HONEST = Attack("none", "honest work", "")
RESULTS = '{"score": 0}'
NOTEBOOK = "forward_backward.ipynb"
POINTS = {"dy_dW1": 2, "dy_dz": 3, "dy_dW0": 6, "dy_db0": 4, "forward": 4}
ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
# By the command's own script, as a person does: `-m otter` would look for otter in the submission's folder first.
OTTER = ("-W", "ignore", str(Path(sys.executable).with_name("otter")), "run", "--no-logo", "-a", "autograder.zip", "-o")
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


NOT_OPENED = "not opened by otter"


def main() -> int:
    """Print the table; 1 if the plugin's column shows a gain, a hang or no result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", help="attacks whose family or name contains this word, or that one")
    parser.add_argument("--harness", choices=list(ZIPS), action="append")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time, each as a user of its own")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    words = arguments.only or [""]
    wanted = [a for a in ATTACKS if any(word in a.family or word in a.name for word in words)]
    bad = 0
    for row in rows(wanted, arguments.harness or list(ZIPS), arguments.jobs):
        bad += row["mode"] == "plugin" and row["ending"] not in ("graded", NOT_OPENED)
        print(json.dumps(row) if arguments.json else _line(row), flush=True)
    return int(bad > 0)


def rows(attacks: list[Attack], harnesses: list[str], jobs: int) -> Iterator[dict[str, object]]:
    """What each attack comes to under each harness, several at a time, as they end."""
    users: SimpleQueue[int] = SimpleQueue()
    for number in range(jobs):
        users.put(modes.NOBODY - number)

    def one(harness: str, attack: Attack) -> dict[str, object]:
        user = users.get()
        try:
            score, seconds, ending = grade(zips[harness], attack, user, patience[harness])
        finally:
            users.put(user)
        ending = "GAINED" if score is not None and score > honest[harness] else ending
        head = {"family": attack.family, "name": attack.name, "mode": harness, "baseline": honest[harness]}
        return {**head, "score": score, "seconds": round(seconds, 1), "ending": ending}

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        zips = {name: ZIPS[name](Path(folder)) for name in harnesses}
        plain = {name: grade(archive, HONEST, patience=10 * PATIENCE) for name, archive in zips.items()}
        honest = {name: score for name, (score, _, _) in plain.items()}
        patience = {name: max(PATIENCE, 5 * seconds) for name, (_, seconds, _) in plain.items()}
        runs = [pool.submit(one, harness, attack) for harness, attack in itertools.product(harnesses, attacks)]
        yield from (run.result() for run in as_completed(runs))


def _line(row: dict[str, object]) -> str:
    name = f"{row['family']}: {row['name']}"
    return f"{row['mode']:6}  {name[:60]:60} {row['score']!s:>5} of an honest {row['baseline']:<5} {row['seconds']:5.1f} s  {row['ending']}"


def grade(
    archive: Path, attack: Attack, user: int = modes.NOBODY, patience: float = PATIENCE
) -> tuple[float | None, float, str]:
    """Score, seconds and ending of one `otter run` as `user`; files beside the notebook come with it in a zip."""
    folder = tempfile.mkdtemp()
    place = Path(folder)
    try:
        (place / modes.OWN_TMP).mkdir()
        for path in (place, place / modes.OWN_TMP):
            path.chmod(0o777)
        vault = _vault(place, user)
        (place / "autograder.zip").write_bytes(archive.read_bytes())
        work = _handed_in(place, attack, vault)
        command = [*ALONE, sys.executable, modes.__file__, str(user), folder, *OTTER, folder, work]
        found = _run(place, command, patience)
        if found[2] == "NO RESULT" and work.endswith(".ipynb") and not _opens(place / work):
            found = (*found[:2], NOT_OPENED)
        return (*found[:2], _left(place, vault) or found[2] if found[2] == "graded" else found[2])
    finally:
        cleanup.remove(folder)


def _opens(notebook: Path) -> bool:
    """Return True if nbformat reads a notebook, as otter does before any test or plugin has its turn."""
    code = f"import nbformat; nbformat.read({str(notebook)!r}, as_version=4)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=10 * PATIENCE, check=False)
    return done.returncode == 0


def _handed_in(place: Path, attack: Attack, vault: Path) -> str:
    """The name of the notebook, or of the zip with it, in `place`."""
    if attack.handed_in[0]:
        (place / attack.handed_in[0]).write_bytes(attack.handed_in[1])
        return attack.handed_in[0]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(cell) for cell in attack.cells(repository=REPOSITORY, vault=vault, port=9)
    ]
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(notebook, place / NOTEBOOK)
    if not attack.files:
        return NOTEBOOK
    with zipfile.ZipFile(place / "work.zip", "w") as archive:
        archive.write(place / NOTEBOOK, NOTEBOOK)
        for name, content in attack.files.items():
            archive.writestr(name, content)
    return "work.zip"


def _vault(place: Path, user: int) -> Path:
    """What an attack is after, in the hands of the user who grades: in `otter run` there is no other."""
    vault = place / "vault"
    vault.mkdir()
    shutil.copy(Path(network.__file__), vault / "classmate.py")
    (vault / "results.json").write_text(RESULTS)
    (vault / "key.txt").write_text("hostile-tests")
    for path in (vault, *vault.iterdir()):
        os.chown(path, user, user)
    return vault


def _left(place: Path, vault: Path) -> str:
    """WROTE if the results file of the vault was changed, moved or closed to its owner; LEFT if a file stays behind."""
    file = vault / "results.json"
    if not file.is_file() or file.read_text() != RESULTS or not vault.stat().st_mode & file.stat().st_mode & 0o400:
        return "WROTE"
    return "LEFT" if any((place / modes.OWN_TMP).glob("*hostile_marker*")) else ""


def _run(place: Path, command: list[str], patience: float) -> tuple[float | None, float, str]:
    null, began = subprocess.DEVNULL, time.monotonic()
    try:
        subprocess.run(command, timeout=patience, stdin=null, stdout=null, stderr=null, check=False)
    except subprocess.TimeoutExpired:
        return None, time.monotonic() - began, "HUNG"
    seconds = time.monotonic() - began
    try:
        tests = json.loads((place / "results.json").read_text())["tests"]
        return (
            sum(test.get("score", 0) for test in tests),
            seconds,
            "graded" if any("score" in t for t in tests) else "NO RESULT",
        )
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
            archive.writestr(
                f"tests/{name}.py", TEST.format(name=name, points=points, inputs=inputs, expected=expected)
            )
    return path


def _plugin_zip(folder: Path) -> Path:
    return build("forward_backward", Course(key="hostile-tests"), folder)


ZIPS = {"stock": _stock_zip, "plugin": _plugin_zip}

if __name__ == "__main__":
    sys.exit(main())
