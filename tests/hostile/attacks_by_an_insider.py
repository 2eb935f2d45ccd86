"""Attacks by somebody who has read the grader's source: its wire, its stand-ins, its order of calls, its cleaning up."""

from pathlib import Path

from attack import Attack, table
from attacks_from_within import SOCKETS
from attacks_on_the_machine import REMEMBER

PUBLIC = Path(__file__).resolve().parents[2] / "assignments" / "forward_backward" / "cases.json"

# Frames that a worker's own code would never write.
FRAMES = {
    "numbers that collide in a set": "right = frame(['observed', 'returned', {'s': [k * ((1 << 61) - 1) for k in range(100_000)]}, '', '', '', [], []])",
    "a million lists without content": "right = frame(['observed', 'returned', [[]] * 1_000_000, '', '', '', [], []])",
    "a recipe with code in it": "right = frame(['observed', 'returned', {'g': ['f', \"import os; os.system('touch /tmp/hostile_marker')\"]}, '', '', '', [], []])",
    "a callable spelled with an escape": "text = b'[\"observed\",\"returned\",{\"\\\\u0066\":0},\"\",\"\",\"\",[],[]]'\nright = struct.pack('!II', len(text), 0) + text",
    "a shape of huge sides": "right = frame(['observed', 'returned', {'a': ['<f8', [0] + [10 ** 2400] * 900]}, '', '', '', [], []])",
    "a number of four thousand digits": "right = frame(['observed', 'returned', 10 ** 4200, '', '', '', [], []])",
    "a set of booleans that are one": "right = frame(['observed', 'returned', {'s': [True, 1, 1.0] * 300}, '', '', '', [], []])",
    "an ending in the middle of a letter": "text = '[\"observed\",\"ø'.encode()[:-1]\nright = struct.pack('!II', len(text), 0) + text",
    "the same key a thousand times": "text = b'[\"observed\",\"returned\",{' + b','.join([b'\"t\":[]'] * 1000) + b'},\"\",\"\",\"\",[],[]]'\nright = struct.pack('!II', len(text), 0) + text",
}  # fmt: skip

# The judge's correct functions, asked for what nobody meant them to answer.
STAND_INS = {
    "a stand-in kept busy": "def relu_derivative(a): return numerical_gradient(lambda t: 0.0, np.zeros(100_000))",
    "stand-ins within stand-ins": "def forward(*a): return numerical_gradient(lambda t: forward(*a), np.zeros(1))",
    "a stand-in called back for ever": "def dy_db0(*a):\n    def f(t):\n        while True: pass\n    return numerical_gradient(f, np.zeros(2))",
    "its own stand-in, found in memory": """
import gc
def dy_dz(*args):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Asker": return thing.ask("dy_" + "dz", args, {})
    return 2 * args[3]
""",
    "its own stand-in, asked by hand": "def dy_dz(*a):\n    os.write(line, frame(['ask', 'dy_' + 'dz', [], {'d': []}]))\n    return 2 * a[3]",
    "a stand-in's answers kept for later": """
kept = {}
def dy_dW0(x, W0, b0, W1, b1):
    kept[x.tobytes() + W0.tobytes()] = dy_db0(x, W0, b0, W1, b1)
    return 2 * W0
def dy_db0(x, W0, b0, W1, b1):
    return kept.get(x.tobytes() + W0.tobytes(), b0 - 1)
""",
    "arguments in a stand-in that are its own": "def dy_dW1(*a): return numerical_gradient(numerical_gradient, dy_dW1)",
}  # fmt: skip

# The grader's own code in the worker, bent after it was imported.
BENDING = {
    "public answers looked up, nothing else": """
import json
known = {}
for question in json.load(open("cases.json"))["questions"]:
    for part in question.get("parts", ()):
        for case in part["cases"]:
            expect, ask = case["expect"]["dict"], case["ask"]
            key = ask["name"] + str([np.asarray(a["array"] if isinstance(a, dict) and "array" in a else 0, float).tolist() for a in ask.get("arguments", ())])
            item, value = expect.get("item"), expect.get("value")
            value = np.array(value["array"]) if isinstance(value, dict) and "array" in value else value
            if item is None: known.setdefault(key, value)
            else: known.setdefault(key, {})[item] = value
def lookup(name, otherwise):
    def f(*args):
        key = name + str([np.asarray(a, float).tolist() if isinstance(a, np.ndarray) else 0.0 for a in args])
        return known[key] if key in known else otherwise(*args)
    return f
for name in GRADED: globals()[name] = lookup(name, globals()[name])
stopped.append(f"{len(known)} public answers known")
""",
    "the look at changed arguments": "observe = sys.modules['autograder.checks.observation']\nobserve._changed = lambda *a: False\ndef numerical_gradient(f, theta, step=1e-5):\n    theta[...] = 0\n    return np.zeros(theta.shape)",
    "the table of number types": "sys.modules['autograder.sandbox.wire.messages'].DTYPES.clear()\nstopped.append('')",
    "the encoder below JSON": "import json.encoder\njson.encoder.c_make_encoder = None\njson.encoder.encode_basestring_ascii = lambda text: '\"right\"'\nsys.modules['autograder.sandbox.wire.messages']._to_json = lambda m: '[\"observed\",\"right\",1,\"\",\"\",\"\",[],[]]'",
    "the alarm on cells": "import signal\nsignal.setitimer = signal.alarm = lambda *a: None\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
    "an alarm inside the grader's own code": "import signal\nclass Late(BaseException): pass\ndef ring(*a): raise Late\nsignal.signal(signal.SIGALRM, ring)\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.003)",
    "a signal at every millisecond of CPU time": "import signal\nsignal.signal(signal.SIGPROF, lambda *a: os.write(1, b'x'))\nsignal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)\nstopped.append('')",
    "a look at each collection": "import gc\ndef look(phase, info):\n    if phase == 'start': sys._getframe(1).f_globals.clear()\ngc.callbacks.append(look)\ngc.set_threshold(1)",
    "importers before all others": "class Hook:\n    def find_spec(self, name, path=None, target=None): raise SystemExit\nsys.meta_path.insert(0, Hook())\nsys.path_hooks.insert(0, lambda p: 1 / 0)\nsys.path_importer_cache.clear()\nstopped.append('')",
    "functions swapped by a thread": "import threading\ndef swap():\n    while True: globals().update(dy_dz=lambda *a: 3 * a[3], dy_db0=lambda *a: a[2])\nthreading.Thread(target=swap, daemon=True).start()",
    "names that are no text": "class S(str):\n    def __eq__(self, other): return True\n    def __hash__(self): return hash('dy_dz')\n    def __str__(self): return 1 / 0\nglobals()[S('x')] = 3\nglobals()[7] = 7\ndef backward(*a): return {S('W0'): a[1], S('b0'): a[2]}",
    "no built-in functions": "__builtins__ = {}\ndef dy_dz(*a): return len(a)",
    "the notebook's module, replaced": "sys.modules['__main__'] = sys.modules['autograder.sandbox.guest.main'] = None\nfor name in ('stopped_by', 'dy_dz'): globals().pop(name, None)",
    "its output closed": "os.close(1); os.close(2); sys.stdout = sys.stderr = None\ndef dy_dz(*a):\n    print('gone')\n    return 2 * a[3]",
    "the clock": "import time\ntime.monotonic = time.time = time.perf_counter = lambda: 0.0\nstopped.append('')",
}  # fmt: skip

MACHINE_CODE = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid, for 32-bit programs); int 0x80; ret
run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
"""

KERNEL = {
    "calls of a 32-bit program": MACHINE_CODE + "def dy_dz(*a):\n    if run() > 0: open('/tmp/hostile_marker', 'w')\n    return 2 * a[3]",
    "rare calls, one by one": """
import ctypes
lib = ctypes.CDLL(None, use_errno=True)
RARE = dict(io_uring_setup=425, userfaultfd=323, bpf=321, perf_event_open=298, add_key=248, keyctl=250, setns=308, mount=165, open_tree=428,
            pidfd_open=434, pidfd_getfd=438, clone3=435, inotify_init1=294, fanotify_init=300, open_by_handle_at=304, kcmp=312, personality=135,
            process_madvise=440, mq_open=240, semget=64, msgget=68, landlock_create_ruleset=444, seccomp=317, memfd_secret=447, tkill=200)
for name, number in RARE.items():
    if lib.syscall(number, 0, 0, 0, 0, 0, 0) >= 0: open("/tmp/hostile_marker", "w")
    stopped.append(f"{name}: {os.strerror(ctypes.get_errno())}")
""",
    "rules added to an open set of rules": "import ctypes\nlib = ctypes.CDLL(None, use_errno=True)\nfor number in range(3, 64): lib.syscall(445, number, 1, b'\\xff' * 16, 0)\nattempt(open, '%(repository)s/README.md')",
    "every descriptor it was given": """
def use():
    for number in range(3, 128):
        for act in (lambda: os.listdir(number), lambda: os.pread(number, 10, 0), lambda: os.fchdir(number),
                    lambda: os.open("hostile_marker", os.O_CREAT | os.O_WRONLY, dir_fd=number)):
            try: act()
            except OSError: pass
    os.chdir("/")
    raise LookupError("none leads anywhere")
attempt(use)
""",
    "more descriptors than it may have": "import resource\nattempt(resource.setrlimit, resource.RLIMIT_NOFILE, (4096, 4096))\nfor n in range(3, 120):\n    try: os.dup2(0, n)\n    except OSError: pass",
    "the line, replaced by one of its own": "import socket\nours, theirs = socket.socketpair()\ndef dy_dz(*a):\n    os.dup2(theirs.fileno(), line)\n    ours.send(right)\n    return 2 * a[3]",
    "its directory moved away": "attempt(os.rename, os.getcwd(), os.path.dirname(os.getcwd()) + '/moved')\nattempt(os.rmdir, os.getcwd())\nattempt(os.rename, '.', '/tmp/hostile_marker')",
    "links for the cleaner to follow": "os.makedirs('a/b')\nfor name in ('d', 'a/e', 'a/b/f'): os.symlink('%(vault)s', name)\nos.symlink('%(vault)s/results.json', 'g'); os.symlink('.', 'h'); stopped.append('')",
    "links that come and go": "import threading\ndef turn():\n    while True:\n        try:\n            os.mkdir('d'); os.rmdir('d'); os.symlink('/', 'd'); os.unlink('d')\n        except OSError: pass\nthreading.Thread(target=turn, daemon=True).start()\nimport time; time.sleep(0.6)",
    "files whose names are no text": "for name in (b'\\xff\\xfe', b'a\\nb', b'-rf', b' ', b'\\x1b[2J', 'e\\u0301'.encode(), b'x' * 255): open(name, 'w').close()\nos.mkdir(b'\\xff', 0) if not os.path.exists(b'\\xff') else None\nos.mkdir('closed', 0)\nstopped.append('')",
    "a pipe among the files": "attempt(os.mkfifo, 'p')\nimport socket\nattempt(lambda: socket.socket(socket.AF_UNIX).bind('s'))",
    "a lock on every library": "import fcntl\nheld = []\nfor module in list(sys.modules.values())[:90]:\n    try:\n        held.append(open(module.__file__, 'rb')); fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)\n    except Exception: pass\nstopped.append('')",
    "reading from a device without end": "def dy_dz(*a): return len(open('/dev/zero', 'rb').read())",
    "a process's end, faked": "import signal\nos.kill(os.getpid(), signal.SIGXCPU)",
    "a hundred timers": "import ctypes\nlib = ctypes.CDLL(None)\ntimers = [ctypes.c_void_p() for _ in range(100)]\nfor t in timers: lib.timer_create(1, None, ctypes.byref(t))\nstopped.append('')",
}  # fmt: skip

# As in attacks_on_the_machine: every function remembers what it was given, and the later ones tell.
TELLING = {
    "in a file for the next worker": "if os.path.exists('note'): raise ValueError(open('note').read())\ndef give(*args):\n    open('note', 'w').write(remember(*args))\n    os._exit(0) if len(hidden) > 20 else None",
    "in a module for the next worker": "try: import note\nexcept ImportError: pass\ndef give(*args):\n    open('note.py', 'w').write('raise ValueError(%r)' % remember(*args)[-200:])\n    os._exit(0) if len(hidden) > 20 else None",
    "in a file's name in a traceback": "def give(*args):\n    exec(compile('raise ValueError', '<cell ' + remember(*args)[-150:] + ' (submitted)', 'exec'))",
    "in the payload of a NaN": "def give(*args):\n    remember(*args)\n    return np.frombuffer((np.float64(np.ravel(hidden[-1][0])[0]).view(np.uint64) | np.uint64(0x7FF0000000000001)).tobytes())",
    "in the size of a list": "def give(*args): return [0.0] * (len(remember(*args)) % 5000)",
    "in a function's own name": "def give(*args): raise ValueError\nclass Name(type): pass\ndef rename(*args):\n    give.__name__ = give.__qualname__ = rename.__name__ = remember(*args)[-100:]\n    return give\nvalue, give = give, rename",
    "in a warning's source line": "import warnings\ndef give(*args): warnings.warn_explicit(remember(*args)[-100:], UserWarning, remember(*args)[-100:], 7)",
    "in notes on an exception": "def give(*args):\n    error = ValueError()\n    error.args = (remember(*args)[-200:],)\n    error.__notes__ = [remember(*args)]\n    raise error from ValueError(remember(*args))",
}  # fmt: skip

ATTACKS = [
    *table("frames", {name: f"{SOCKETS}{cell}\ndef dy_dz(*a):\n    os.set_blocking(line, True)\n    os.write(line, right)\n    return 2 * a[3]" for name, cell in FRAMES.items()}),
    *table("stand-ins", {name: SOCKETS + cell for name, cell in STAND_INS.items()}),
    *[Attack("bending", name, cell.strip("\n"), files={"cases.json": PUBLIC.read_bytes()} if "cases.json" in cell else {}) for name, cell in BENDING.items()],
    *table("kernel", {name: SOCKETS + cell for name, cell in KERNEL.items()}),
    *table("telling", {name: f"{REMEMBER}{cell}\nfor name in [*GRADED, 'dy_db1', 'relu']: globals()[name] = give" for name, cell in TELLING.items()}),
]  # fmt: skip
