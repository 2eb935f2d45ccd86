"""Test that a failing statement costs only itself and what needs its names, in cells and scripts."""

import pytest

from autograder.sandbox import LoadPlan, Program

RIGHT = "def answer():\n    return 42"
HELPER = "def half():\n    return 21\n\n\nclass Box:\n    size = half()"

# Statements that fail here and need not fail where they were written, each in its own way.
FAILING = {
    "a data file": "data = np.load('mydata.npz')",
    "a text file": "with open('notes.txt') as file:\n    text = file.read()",
    "input": "hidden = int(input('How many? '))",
    "arguments": "rate = float(sys.argv[1])",
    "argparse": "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--x', required=True)\nargs = parser.parse_args()",
    "a folder": "os.chdir('/home/ada/homework')",
    "a package": "import absent_package as ap",
    "part of a package": "from numpy import array, no_such_function",
    "use of a package": "frame = absent.DataFrame({'a': [1]})",
    "a style": "import matplotlib.pyplot as plt\nplt.style.use('seaborn-whitegrid-of-old')",
    "a call tried out": "print(np.zeros((2, 3)) @ np.zeros(2))",
    "an assertion": "assert half_of(3) == 1.5, 'try again'",
    "sys.exit": "sys.exit('done')",
    "raise": "raise NotImplementedError",
    "interrupt": "raise KeyboardInterrupt",
    "several": "a = nothing\nb = a + 1\nc = b ** 2",
    "one line": "k = 1; 1 / 0; m = 2",
    "a loop": "for i in range(3):\n    print([1, 2][i])",
    "a decorator": "@absent.jit\ndef fast(x):\n    return x",
    "a default": "def plot(ax=absent.axes()):\n    pass",
    "over many lines": "table = dict(\n    a=1,\n    b=[0][3],\n)",
    "a class": "class Net(absent.Module):\n    pass",
    "memory": "x = bytearray(1 << 40)",
    "code in a string": "exec('def (:')",
    "a module beside it": "import beside\nfrom beside import no_such_name",
}  # fmt: skip
IN_NOTEBOOKS = {
    "run": "%run missing.py",
    "magic and shell": "%matplotlib inline\n!ls\nopen('x.csv')",
    "await": "await nothing()",
}
PLACES = {
    "before": lambda bad: f"{bad}\n{RIGHT}\n{HELPER}",
    "between": lambda bad: f"{HELPER}\n{bad}\n{RIGHT}",
    "after": lambda bad: f"{HELPER}\n{RIGHT}\n{bad}",
    "before and after": lambda bad: f"{bad}\n{RIGHT}\n{bad}\n{HELPER}\n{bad}",
    "in a branch": lambda bad: f"if True:\n{indented(bad)}\n{indented(RIGHT)}\n{HELPER}",
}
IMPORTS = "import os, sys\nimport numpy as np"


def indented(text):
    return "\n".join("    " + line for line in text.split("\n"))


def check(worker):
    assert worker.loaded.outcome == "loaded"
    assert worker.call("answer", ()).value == 42
    assert worker.call("half", ()).value == 21 and "Box" in worker.loaded.names
    assert worker.loaded.errors


@pytest.mark.sampled
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bad", {**FAILING, **IN_NOTEBOOKS})
def test_in_a_cell(load, bad, place):
    text = {**FAILING, **IN_NOTEBOOKS}[bad]
    check(load(IMPORTS, PLACES[place](text), files={"beside.py": b"raise OSError"}))


@pytest.mark.sampled
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bad", FAILING)
def test_in_a_script(load, bad, place):
    text = f"{IMPORTS}\n{PLACES[place](FAILING[bad])}"
    check(load(text, kind="script", main="work.py", files={"beside.py": b"raise OSError"}))


# What fails at its entry or half way: (block, what is reached inside it).
BLOCKS = {
    "with, at its entry": "with open('absent.txt') as file:\n    text = file.read()\n    def inner(): return 7",
    "with, half way": "with open('a.txt', 'w') as file:\n    1 / 0\n    def inner(): return 7",
    "try without handler": "try:\n    1 / 0\n    def inner(): return 7\nfinally:\n    pass",
    "try, else": "try:\n    1 / 0\nexcept KeyError:\n    pass\nelse:\n    def inner(): return 7",
    "in the handler": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    absent.log()\n    def inner(): return 7",
    "for, at its entry": "for i in absent:\n    def inner(): return 7",
    "for, half way": "for i in range(2):\n    1 / 0\n    def inner(): return 7",
    "if, its condition": "if absent.is_available():\n    def inner(): return 7",
    "if, half way": "if True:\n    1 / 0\n    def inner(): return 7",
    "else": "if False:\n    pass\nelse:\n    1 / 0\n    def inner(): return 7",
    "while": "while True:\n    1 / 0\n    def inner(): return 7",
    "nested": "if True:\n    with open('absent.txt') as file:\n        if True:\n            def inner(): return 7\n    after = 1",
    "main guard": "if __name__ == '__main__':\n    1 / 0\n    def inner(): return 7",
    "lambda": "with open('absent.txt') as file:\n    inner = lambda: 7",
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("block", BLOCKS)
def test_definitions_inside_a_block_are_reached(load, block, kind):
    worker = load(f"{BLOCKS[block]}\n{RIGHT}", kind=kind, main="work.py")
    assert worker.call("inner", ()).value == 7 and worker.call("answer", ()).value == 42


def test_what_its_handler_handles_is_pythons_own_business(load):
    worker = load("try:\n    1 / 0\n    def inner(): return 7\nexcept ZeroDivisionError:\n    x = 1\n1 / 0")
    assert worker.call("inner", ()).outcome == "missing" and worker.read("x").value == 1


def test_nothing_runs_twice(load):
    assert load("runs = []\nruns.append(1)\n1 / 0\nruns.append(2)\n1 / 0\nruns.append(3)").read("runs").value == [
        1,
        2,
        3,
    ]


def test_a_later_definition_wins_and_one_that_fails_takes_nothing_away(load):
    worker = load("def f(): return 1\n1 / 0\ndef f(): return 2\n@absent\ndef f(): return 3")
    assert worker.call("f", ()).value == 2


def test_a_condition_that_fails_redefines_nothing(load):
    assert load("def f(): return 1", "if absent:\n    def f(): return 2").call("f", ()).value == 1


def test_future_statements_and_last_values_survive_a_failure(load):
    worker = load("from __future__ import annotations\n1 / 0\ndef f(x: absent): return x\n5 + 6", "last = _")
    assert worker.call("f", (1,)).value == 1 and worker.read("last").value == 11


def test_the_names_that_are_lost_are_told_with_line_and_reason(load):
    worker = load("x = 1\na, (b, *c) = d = absent\nfor i in 1:\n    e: int = 3\nimport absent.deep as f, math")
    told = [(error.first_line, error.error, error.names) for error in worker.loaded.errors]
    assert told == [
        (2, "NameError", ("d", "a", "b", "c")) if told[0][2][0] == "d" else (2, "NameError", ("a", "b", "c", "d")),
        (3, "TypeError", ("i", "e")),
        (5, "ModuleNotFoundError", ("f",)),
    ]


def test_a_cell_that_is_no_python_tells_the_names_it_seems_to_define(load):
    assert load("def f(x):\n    return (\ny = 3").loaded.errors[0].names == ("f", "y")


# Statements that end the process, or that nothing can end.
DEADLY = {
    "os._exit": "os._exit(0)",
    "kill": "os.kill(os.getpid(), signal.SIGKILL)",
    "terminate": "os.kill(os.getpid(), signal.SIGTERM)",
    "abort": "os.abort()",
    "segfault": "ctypes.string_at(0)",
    "in a thread": "thread = threading.Thread(target=os._exit, args=(1,)); thread.start(); thread.join()",
    "in a function": "leave()",
    "a disk full": "for i in range(40):\n    open(f'{i}.bin', 'wb').write(bytes(4 << 20))\ntime.sleep(2)",
    "in a module": "import deadly",
}
DEADLY_IMPORTS = "import os, signal, ctypes, threading, time\nimport numpy as np\ndef leave(): os._exit(3)"


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("deadly", DEADLY)
def test_a_statement_that_ends_the_process_is_left_out(load, deadly, kind):
    text = f"{DEADLY_IMPORTS}\n{HELPER}\nif True:\n{indented(DEADLY[deadly])}\n    inner = 3\n{RIGHT}"
    worker = load(text, kind=kind, main="work.py", files={"deadly.py": b"import os; os._exit(1)"})
    check(worker)
    assert worker.read("inner").value == 3
    assert worker.loaded.errors[0].error == "LeftOut" and worker.loaded.skipped == (1,)


def test_several_of_them_in_many_cells(load):
    cells = [f"import os\nx{i} = {i}\nos._exit({i})\ny{i} = {i}" for i in range(6)]
    worker = load(*cells, RIGHT)
    assert worker.call("answer", ()).value == 42 and {"x5", "y5"} <= worker.loaded.names
    assert len(worker.loaded.errors) == 6


@pytest.mark.slow
def test_without_end_they_cost_a_bounded_number_of_attempts(load):
    assert load("import os\n" + "os._exit(1)\n" * 30).loaded.outcome == "crash"


def test_what_was_learned_spares_the_next_worker_the_death(server):
    plan = LoadPlan()
    program = Program(("import os\nopen('a', 'w')\nos._exit(1)\nx = 1",))
    for _ in range(2):
        worker = server.load(program, plan=plan)
        assert worker.read("x").value == 1
        worker.close()
    assert len(plan.left_out) == 1


def test_a_module_of_ones_own_fails_statement_by_statement_too(load):
    worker = load("from mine import *", files={"mine.py": b"d = open('absent')\ndef inner(): return 7\n"})
    assert worker.call("inner", ()).value == 7
    assert worker.loaded.errors[0].line == "mine.py, line 1: d = open('absent')"


@pytest.mark.slow
def test_thousands_of_failing_statements_are_told_up_to_a_bound(load):
    loaded = load("y = absent\n" * 5000 + "z = 1").loaded
    assert len(loaded.errors) == 1000 and "z" in loaded.names


# What runs before the name of a function is bound and fails here; the function itself is right.
DRESSED = {
    "an absent decorator": "@absent.jit\ndef answer():\n    return 42",
    "an imported decorator": "from absent import njit\n@njit(cache=True)\ndef answer():\n    return 42",
    "two decorators": "import functools\n@functools.wraps(len)\n@absent\ndef answer():\n    return 42",
    "a decorator that raises": "def bad(f): raise OSError\n@bad\ndef answer():\n    return 42",
    "an annotation": "def answer() -> absent.Tensor:\n    return 42",
    "annotated arguments": "def answer(*a: absent.T, b: absent.T = 1, **c: absent.T):\n    return 42",
    "both": "@absent.jit\ndef answer(a: absent.T = 3) -> absent.T:\n    return 42",
    "in a branch": "if True:\n    @absent\n    def answer() -> absent.T:\n        return 42",
    "in a with": "with open('absent'):\n    @absent\n    def answer():\n        return 42",
}
NEVER_COMPILED = ["return 3", "break", "continue", "yield 3", "def f():\n    nonlocal x"]


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("text", DRESSED.values(), ids=DRESSED)
def test_what_a_decorator_or_an_annotation_lacks_costs_that_alone(load, text, kind):
    worker = load(text, kind=kind, main="work.py" if kind == "script" else "work.ipynb")
    assert worker.call("answer", ()).value == 42
    said = [error.plainer for error in worker.loaded.errors if error.plainer]
    assert said in (["answer without annotations"], ["answer without decorators"])


@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("bad", NEVER_COMPILED)
def test_a_statement_that_no_compiler_takes_costs_itself(load, bad, kind):
    worker = load(f"{bad}\n{RIGHT}\n{bad}", kind=kind, main="work.py" if kind == "script" else "work.ipynb")
    assert worker.call("answer", ()).value == 42 and worker.loaded.errors[0].error == "SyntaxError"


def test_a_script_of_an_exported_notebook_may_await(load):
    text = "import asyncio\nvalue = await asyncio.sleep(0, 42)\ndef answer():\n    return value"
    assert load(text, kind="script", main="work.py").call("answer", ()).value == 42


# Statements that leave the interpreter in a state in which neither the worker nor a right function could work.
SPOILED = {
    "descriptors": "os.closerange(0, 100)",
    "descriptors but the first": "os.closerange(3, 100)",
    "each descriptor": "for i in range(30):\n    try:\n        os.close(i)\n    except OSError:\n        pass",
    "other descriptors": "null = os.open('/dev/null', os.O_RDWR)\nfor i in range(20):\n    os.dup2(null, i)",
    "sockets": "import gc, socket\nfor o in gc.get_objects():\n    if isinstance(o, socket.socket):\n        o.close()",
    "the input": "sys.stdin.close()",
    "the outputs": "sys.stdout.close(); sys.stderr.close(); os.close(1)",
    "an output that fails": "class Bad:\n    def write(self, *a): raise OSError\n    flush = write\nsys.stdout = sys.stderr = Bad()",
    "no output": "sys.stdout = sys.stderr = None",
    "memory": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**6, 10**6))",
    "files": "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))",
    "an alarm": "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)\nsignal.setitimer(signal.ITIMER_VIRTUAL, 0.01, 0.01)",
    "a fatal alarm": "import signal\nsignal.signal(signal.SIGVTALRM, signal.SIG_DFL)\nsignal.setitimer(signal.ITIMER_VIRTUAL, 0.1)",
    "a watchdog": "import faulthandler\nfaulthandler.dump_traceback_later(0.1, exit=True)",
    "recursion": "sys.setrecursionlimit(30)",
    "a tracer": "def trace(*a): raise ValueError\nsys.settrace(trace)",
    "a profiler": "def trace(*a): raise ValueError\nsys.setprofile(trace)",
    "built-in functions": "import builtins\nbuiltins.len = builtins.isinstance = builtins.getattr = builtins.print = None",
    "exec": "import builtins\nbuiltins.eval = builtins.exec = builtins.compile = builtins.__import__ = None",
    "other functions": "import builtins\nbuiltins.len = builtins.float = builtins.sum = lambda *a: 0",
    "an import that fails": "import builtins\ndef fail(*a, **k): raise ImportError\nbuiltins.__import__ = fail",
    "deleted functions": "import builtins\ndel builtins.len, builtins.repr, builtins.BaseException",
    "modules": "sys.modules.clear()",
    "the way to modules": "sys.path.clear(); sys.meta_path.clear(); sys.path_hooks.clear()",
    "NumPy's functions": "np.exp = np.asarray = np.array = None",
    "NumPy's type": "np.ndarray = 3",
    "NumPy's settings": "np.errstate = np.seterr = np.geterr = None",
    "strict NumPy": "np.seterr(all='raise')\nimport warnings\nwarnings.simplefilter('error')",
    "packing": "import struct\nstruct.pack = struct.Struct = None",
    "the clock": "import time\ntime.time = time.sleep = time.monotonic = time.process_time = None",
    "warnings": "import warnings\nwarnings.catch_warnings = warnings.simplefilter = None",
}  # fmt: skip
SOUND = "def deep(n): return n and deep(n - 1)\ndef answer():\n    print(len('ab'), math.pi)\n    deep(50)\n    end = time_of() + SPAN\n    while time_of() < end: pass\n    return np.exp(np.zeros(3)).sum() + 39"


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["notebook", "script"])
@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("text", SPOILED.values(), ids=SPOILED)
def test_a_statement_that_spoils_the_interpreter_costs_no_other(load, text, place, kind):
    main = "work.py" if kind == "script" else "work.ipynb"
    span = 0.2 if "alarm" in text or "timer" in text or "later" in text else 0.0
    first = f"SPAN = {span}\nimport math, os, sys\nimport numpy as np\nfrom time import perf_counter as time_of"
    cells = [first, *([text, SOUND] if place == "above" else [SOUND, text]), "later = 3"]
    worker = load(*(["\n".join(cells)] if kind == "script" else cells), kind=kind, main=main)
    assert worker.call("answer", ()).value == 42 and worker.read("later").value == 3
