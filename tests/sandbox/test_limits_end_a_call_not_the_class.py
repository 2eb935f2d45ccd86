"""Test that each limit ends what exceeded it, names itself, and leaves the server ready for the next worker."""

import sys
import time

import numpy as np
import pytest

from autograder import questions
from autograder.content.script import stub
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer, Limits, LoadPlan, Program
from autograder.selftest.specimens import document

CALLS = {
    "endless loop": ("while True: pass", "timeout", "1 s for a call"),
    "sleep": ("import time; time.sleep(60)", "timeout", "1 s for a call, waiting included"),
    "loop that catches all": ("while True:\n        try:\n            while True: pass\n        except BaseException: pass", "timeout", "1 s"),
    "ignored signals": ("import signal\n    for s in range(1, 65):\n        try: signal.signal(s, signal.SIG_IGN)\n        except Exception: pass\n    while True: pass", "timeout", "1 s"),
    "stops itself": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "timeout", "1 s for a call, waiting included"),
    "big array": ("import numpy as np; return np.ones((1 << 17, 1 << 14))", "memory", "80 MiB"),
    "a result larger than its memory": ("import numpy as np; return np.ones(1 << 23, np.int8), np.ones(15 << 21)[::2]", "memory", "80 MiB"),
    "a result too large": ("import numpy as np; return np.ones(1_100_000, complex)", "output", "16 MiB"),
    "exit": ("import os; os._exit(0)", "crash", "exit code 0"),
    "kill": ("import os; os.kill(os.getpid(), 9)", "memory", "ended it"),
    "abort": ("import os; os.abort()", "crash", "signal 6"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "crash", "segmentation"),
    "stack overflow": ("import sys; sys.setrecursionlimit(10 ** 9)\n    def g(): g()\n    class A:\n        def __getattr__(self, n): return getattr(self, n)\n    A().x", "crash", ""),
    "closed line": ("import os\n    for d in range(3, 60):\n        try: os.close(d)\n        except OSError: pass\n    while True: pass", "crash", "closed the line"),
    "forged frame": ("import os, stat\n    for d in range(3, 60):\n        try:\n            if stat.S_ISSOCK(os.fstat(d).st_mode): os.write(d, b'x' * 50)\n        except OSError: pass", "protocol", "line"),
    "files": ("for i in range(100):\n        open(f'f{i}', 'wb').write(b'x' * (8 << 20))\n    import time; time.sleep(60)", "output", "64 MiB"),
    "many files": ("for i in range(5000):\n        open(f'f{i}', 'w')\n    import time; time.sleep(60)", "output", "2000 files"),
}  # fmt: skip


BUSY = "import time\nstart = time.process_time()\nwhile time.process_time() < start + 0.9: pass"


@pytest.mark.sampled
@pytest.mark.parametrize(("body", "outcome", "words"), CALLS.values(), ids=CALLS.keys())
def test_a_call_is_ended_and_the_next_worker_is_fine(load, body, outcome, words):
    worker = load(f"def f():\n    {body}")
    seen = worker.call("f", (), (0.2 if "waiting" in words else 1.0) if outcome == "timeout" else 10.0)
    assert (seen.outcome, words in seen.message) == (outcome, True), seen
    assert worker.alive == (body.endswith("complex)"))
    assert load("def f(): return 1").call("f", ()).value == 1


@pytest.mark.slow
def test_memory_taken_bit_by_bit_is_limited():
    with ForkServer(Limits(memory=400 << 20), slot=41) as server:
        seen = server.load(Program(("def f():\n    x = []\n    while True: x.append([0] * 100_000)",))).call("f", ())
        assert (seen.outcome, "400 MiB" in seen.message) == ("memory", True)


GREEDY = """
import ctypes, mmap, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
def shared(): return len(mmap.mmap(-1, 200 << 20))
def made_writable():
    places, size = [], 24 << 20
    while size > 1 << 16:  # until the address space is used up, where the kernel stops counting
        place = libc.mmap(None, ctypes.c_size_t(size), 0, 0x22, -1, 0)
        if place in (None, 2 ** 64 - 1): size //= 2
        else: places.append((place, size))
    for place, size in places:
        if libc.mprotect(ctypes.c_void_p(place), ctypes.c_size_t(size), 3) == 0:
            ctypes.memset(ctypes.c_void_p(place), 1, size)
    time.sleep(1)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
def test_memory_outside_the_heap_is_limited(load):
    worker = load(GREEDY)
    assert worker.call("shared", ()).outcome == "raised"
    seen = worker.call("made_writable", (), 5.0)
    assert (seen.outcome, "80 MiB" in seen.message) == ("memory", True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["forward_backward", "chain_rule", "initialization", "trainability"])
def test_correct_work_needs_less_than_a_third_of_the_memory(name):
    with ForkServer(Limits(memory=Limits().memory // 3), slot=41) as server:
        result = Judge(questions.find(name), "key", server).judge(
            read_submission(stub(document(name)).encode(), name, "a.py")
        )
        assert result.total == result.max


CONCURRENT = """
import threading, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np

def product(i):
    time.sleep(0.01)  # so that no thread is used twice
    return float((np.ones((100, 100)) @ np.full((100, 100), i)).sum())

def pool(threads):
    with ThreadPoolExecutor(threads) as executor:
        return len(set(executor.map(product, range(2 * threads))))

def deep(levels):
    def down(n): return n and sorted([n - 1], key=down)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(down(levels)))
    thread.start()
    thread.join()
    return len(seen)
"""


def test_many_threads_and_deep_ones_have_memory(load):
    worker = load(CONCURRENT)
    assert [worker.call("pool", (threads,)).value for threads in (2, 32, 56)] == [4, 64, 112]
    assert worker.call("deep", (400,)).value == 1  # takes 4 KB of the stack a level


def test_recursion_without_end_is_an_exception(load):
    worker = load("def f(n): return f(n + 1)")
    assert worker.call("f", (0,)).error == "RecursionError" and worker.alive


def test_a_memory_error_in_a_cell_costs_that_cell(load):
    assert load("x = bytearray(1 << 40)", "y = 1").read("y").value == 1


def test_an_endless_cell_is_interrupted_and_the_next_runs(load):
    worker = load("while True: pass", "y = 1")
    assert worker.loaded.errors[0].error == "TimeoutError" and "2 s" in worker.loaded.errors[0].message
    assert worker.loaded.errors[0].line == "cell 1, line 1: while True: pass"
    assert worker.read("y").value == 1


@pytest.mark.slow
def test_a_cell_that_cannot_be_interrupted_is_left_out(load):
    worker = load(
        "x = 1", "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass", "y = 1"
    )
    assert worker.loaded.skipped == (2,) and worker.read("x").value == worker.read("y").value == 1


@pytest.mark.slow
def test_endless_cells_together_end_at_the_limit_of_the_load():
    with ForkServer(Limits(cell=1.0, load=2.5), slot=41) as server:
        worker = server.load(Program((BUSY,) * 6 + ("def f(): pass",)))
        assert {e.message[:7] for e in worker.loaded.errors} == {"took lo", "was not"}
        assert worker.call("f", ()).outcome == "missing"


@pytest.mark.slow
def test_endless_cells_leave_the_time_to_define_what_comes_after_them():
    with ForkServer(Limits(cell=1.0, load=5.0), slot=41) as server:
        worker = server.load(Program(("while True: pass",) * 8 + ("y = 1",)))
        assert worker.read("y").value == 1


@pytest.mark.slow
def test_a_cell_that_was_stuck_before_costs_a_moment_and_still_defines_what_it_can():
    with ForkServer(Limits(cell=20.0), slot=41) as server:
        plan = LoadPlan({(1, 0)})
        worker = server.load(Program(("x = 1\nwhile True: pass", "y = 1")), plan=plan)
        assert worker.read("x").value == worker.read("y").value == 1 and worker.clock() < 10  # processor time


@pytest.mark.slow
def test_a_script_that_never_ends_is_a_timeout_of_its_only_cell(load):
    loaded = load("y = 1\nwhile True: pass", kind="script", main="a.py").loaded
    assert loaded.errors[0].error == "TimeoutError" and loaded.errors[0].line == "a.py, line 2: while True: pass"


@pytest.mark.slow
def test_cpu_time_is_limited():
    with ForkServer(Limits(cpu=1, call=30.0), slot=41) as server:
        seen = server.load(Program(("def f():\n    while True: pass",))).call("f", ())
        assert seen.outcome == "timeout" and "1 s of CPU time" in seen.message


def test_printing_without_end_is_not_punished_until_time_is_up(load):
    worker = load("def f():\n    for _ in range(20_000): print('x' * 100)\n    return 5")
    assert worker.call("f", (), 10.0).value == 5 and len(worker.printed) == 50_000


@pytest.mark.slow
def test_a_flood_of_output_ends_with_the_call(load):
    began = time.monotonic()
    assert load("import os\ndef f():\n    while True: os.write(1, b'x' * 65536)").call("f", ()).outcome == "timeout"
    assert time.monotonic() - began < 4.0


@pytest.mark.slow
def test_a_worker_that_answers_and_then_goes_deaf_does_not_hang_the_judge(load):
    stop = "import os, signal, threading\ndef f(x):\n    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGSTOP)).start()"
    worker = load(stop)
    assert worker.call("f", (1,)).outcome == "returned"
    time.sleep(0.2)
    assert worker.call("f", (np.zeros(1 << 20),)).outcome == "timeout"  # more than a socket's buffer holds


def test_a_dead_worker_repeats_how_it_died(load):
    worker = load("import os\ndef f(): os._exit(7)")
    first = worker.call("f", ())
    assert worker.call("g", ()) == first and list(worker.calls([("f", ()), ("g", ())])) == [first]


def test_calls_stop_after_the_one_that_kills(load):
    worker = load("import os\ndef f(n):\n    return os._exit(7) if n == 2 else n")
    assert [o.outcome for o in worker.calls([("f", (n,)) for n in range(9)])] == ["returned", "returned", "crash"]


@pytest.mark.slow
def test_the_deadline_of_a_call_can_be_set(load):
    seen = load("def f():\n    while True: pass").call("f", (), deadline=0.2)
    assert (seen.outcome, "0.2 s for a call" in seen.message) == ("timeout", True)


@pytest.mark.slow
def test_answers_too_large_together_end_the_worker():
    with ForkServer(Limits(answers=1 << 20), slot=41) as server:
        worker = server.load(Program(("import numpy as np\ndef f(n): return np.zeros(n)",)))
        seen = list(worker.calls([("f", (50_000,))] * 5))
        assert [o.outcome for o in seen] == ["returned", "returned", "output"] and "1 MiB" in seen[-1].message


def test_files_that_cannot_be_written_do_not_cost_the_rest(load):
    files = {"a": b"1", "a/b.py": b"2", "n" * 300: b"3", "fine.py": b"x = 4"}
    assert load("from fine import x", files=files).read("x").value == 4
