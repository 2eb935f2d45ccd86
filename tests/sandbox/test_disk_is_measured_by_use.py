"""Test that a worker's use of the disk counts, regardless of names, modes and link counts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import ForkServer, Limits, Program

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counted through /proc")
MODES = Path(__file__).resolve().parents[1] / "hostile" / "modes.py"

FILL = "import os, mmap, time, tempfile\nblock = bytes(1 << 20)\ndef written(name, n=8):\n    f = open(name, 'w+b')\n    for _ in range(n): f.write(block)\n    f.flush(); return f\n"
HOLDS = {
    "deleted and open": "keep = []\ndef f():\n    for i in range(12):\n        keep.append(written('x')); os.unlink('x')\n    time.sleep(20)",
    "without a name": "keep = []\ndef f():\n    for i in range(12):\n        t = tempfile.TemporaryFile(); keep.append(t)\n        for _ in range(8): t.write(block)\n        t.flush()\n    time.sleep(20)",
    "mapped, closed and deleted": "keep = []\ndef f():\n    for i in range(12):\n        x = written('x'); keep.append(mmap.mmap(x.fileno(), 4096)); x.close(); os.unlink('x')\n    time.sleep(20)",
    "replaced and open": "keep = []\ndef f():\n    for i in range(12):\n        keep.append(written('x')); open('y', 'w').close(); os.rename('y', 'x')\n    time.sleep(20)",
    "in a folder that cannot be listed": "def f():\n    os.mkdir('d', 0o300)\n    for i in range(12): written(f'd/{i}').close()\n    time.sleep(20)",
    "in a folder below it": "def f():\n    os.makedirs('d/e')\n    os.mkdir('d/e/f', 0o100)\n    os.mkdir('d/e/g', 0o300)\n    for i in range(12): written(f'd/e/g/{i}').close()\n    time.sleep(20)",
}  # fmt: skip
SCRIPT = """
import sys
from autograder.sandbox import *
with ForkServer(Limits(call=6.0), slot=int(sys.argv[1])) as server:
    for code in eval(sys.argv[2]):
        print(server.load(Program((code,))).call('f', ()).outcome)
"""


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("way", HOLDS)
def test_it_is_ended(load, way):
    seen = load(FILL + HOLDS[way]).call("f", (), 6.0)
    assert (seen.outcome, "64 MiB" in seen.message) == ("output", True), seen


@pytest.mark.slow
@on_linux
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("mode", ["container", "unprivileged"])
def test_in_other_modes(mode):
    code = f"import sys; sys.path.insert(0, {str(MODES.parent)!r}); import modes, subprocess; p = modes.start({mode!r}, ['-c', {SCRIPT!r}, '48', {str([FILL + how for how in HOLDS.values()])!r}], stdout=subprocess.PIPE, text=True); print(p.communicate()[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=False)
    assert done.stdout.split() == ["output"] * len(HOLDS), done


@pytest.mark.slow
def test_honest_temporary_files_are_not_counted_for_ever():
    code = f"{FILL}\ndef f():\n    for _ in range(30):\n        with tempfile.TemporaryFile() as t: t.write(block * 4)\n        x = written('x', 4); m = mmap.mmap(x.fileno(), 4096); m.close(); x.close(); os.unlink('x')\n    time.sleep(0.5)\n    return 1"
    with ForkServer(Limits(call=20.0), slot=49) as server:
        assert server.load(Program((code,))).call("f", ()).value == 1
