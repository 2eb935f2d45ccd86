"""Kill runs with kill -9 at random moments; the next run gives the same bytes, and no process is left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CLASS = Path(__file__).resolve().parents[1] / "sample_class" / "chain_rule"
RUN = "import sys; sys.path[:] = {path!r}; from pathlib import Path; from autograder.classroom.grade import grade; "
RUN += "raise SystemExit(grade('chain_rule', [Path({folder!r})], Path({out!r}), jobs=2, quiet=True).exit_status)"


@pytest.fixture
def start(tmp_path):
    """Start a run as a new process, which TMPDIR marks together with its descendants."""
    folder = tmp_path / "class"
    folder.mkdir()
    for path in CLASS.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "marked").mkdir()

    def start(out):
        code = RUN.format(path=sys.path, folder=str(folder), out=str(tmp_path / out))
        return subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path / "marked")})

    return start


def marked(tmp_path):
    """Return the processes with the mark."""
    mark, found = f"TMPDIR={tmp_path / 'marked'}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (place / "environ").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_grades_are_the_same_and_no_process_is_left(start, tmp_path, kills):
    assert start("whole").wait(600) == 0
    for _ in range(kills):
        run = start("killed")
        time.sleep(random.uniform(0.2, 6.0))
        run.send_signal(signal.SIGKILL)
        run.wait()
        _wait_until(lambda: not marked(tmp_path))
    assert start("killed").wait(600) == 0
    assert (tmp_path / "killed" / "grades.csv").read_bytes() == (tmp_path / "whole" / "grades.csv").read_bytes()


def _wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "a process was left behind"
        time.sleep(0.1)
