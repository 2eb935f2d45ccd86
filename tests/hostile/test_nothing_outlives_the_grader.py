"""However a grading run ends, its judges, fork servers and workers end with it, whatever they are doing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import kill_rounds
import modes
import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's signals are Linux's")

IN_A_REGULAR_EXPRESSION = """
import re, time
from autograder.classroom.pool import JudgePool
pool = JudgePool(2)
for _ in range(2):
    pool.submit(re.match, "(a+)+$", "a" * 60 + "b")
while len(pool._living) < 2:
    time.sleep(0.05)
print("busy", flush=True)
time.sleep(60)
"""
IN_A_WORKER = """
import threading, time
from autograder.sandbox import ForkServer, Program
server = ForkServer(slot=44)
worker = server.load(Program(("import re\\ndef f(): re.match('(a+)+$', 'a' * 60 + 'b')",)))
threading.Thread(target=worker.call, args=("f", (), 50.0), daemon=True).start()
print("busy", flush=True)
time.sleep(60)
"""
IN_A_JUDGE_OF_ITS_OWN = """
import time
from autograder.classroom.pool import JudgePool
pool = JudgePool(1)
pool.submit(exec, '''
import re
from autograder.sandbox import ForkServer, Program
server = ForkServer(slot=46)
server.load(Program(("x = 1",)))
re.match("(a+)+$", "a" * 60 + "b")
''', {})
while not pool._living:
    time.sleep(0.05)
time.sleep(4)
print("busy", flush=True)
time.sleep(60)
"""


def children(pids):
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if int(fields["PPid"]) in pids and fields["State"][0] != "Z":
            found.add(int(status.parent.name))
    return found


def descendants(pid):
    found, new = set(), {pid}
    while new:
        found |= new
        new = children(new) - found
    return found


ENDS = [signal.SIGKILL, *(pytest.param(end, marks=pytest.mark.slow) for end in (signal.SIGTERM, signal.SIGHUP))]


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS, ids=["kill", "terminate", "terminal closed"])
@pytest.mark.parametrize(
    "code", [IN_A_REGULAR_EXPRESSION, IN_A_WORKER, IN_A_JUDGE_OF_ITS_OWN], ids=["judges", "worker", "all"]
)
def test_nothing_is_left(code, end):
    code = (
        f"import signal; signal.signal({int(end)}, signal.SIG_DFL)\n{code}" if end != signal.SIGKILL else code
    )  # nohup
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "busy\n"
        everyone = descendants(process.pid)
        assert len(everyone) > 1
        os.kill(process.pid, end)
        process.wait()
    deadline = time.monotonic() + 20
    while (
        left := {pid for pid in everyone if Path(f"/proc/{pid}").exists() and not is_zombie(pid)}
    ) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def is_zombie(pid):
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


@pytest.fixture(scope="module")
def slow_class(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    for path in (folder, *folder.parents):
        if path.is_relative_to("/tmp") and path != Path("/tmp"):
            path.chmod(0o755)
    kill_rounds.write_class(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("mode", modes.AVAILABLE)
@pytest.mark.parametrize("processes", [4, 9])
def test_nothing_is_left_of_the_command(slow_class, mode, processes):
    assert kill_rounds.kill_one(slow_class, mode, signal.SIGKILL, processes) == (True, [])
