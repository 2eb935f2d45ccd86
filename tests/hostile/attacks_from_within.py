"""Bending the process itself: patched libraries, lying objects, inspection, forged frames."""

from attack import Attack, table

PATCHING = {
    "NumPy's comparisons": "for name in ('allclose', 'array_equal', 'isclose', 'abs', 'all', 'any', 'isfinite'):\n    setattr(np, name, lambda *a, **k: True)\nstopped.append('')",
    "NumPy's testing": "import numpy.testing as t\nfor name in dir(t):\n    if name.startswith('assert'): setattr(t, name, lambda *a, **k: None)\nstopped.append('')",
    "NumPy's arrays": "np.asarray = np.array = lambda *a, **k: np.zeros(3)\nnp.ndarray = object\nstopped.append('')",
    "math": "import math\nmath.isclose = lambda *a, **k: True\nmath.prod = lambda *a: 0\nstopped.append('')",
    "builtins": "import builtins\nfor name in ('abs', 'isinstance', 'len', 'type', 'all', 'any', 'max'):\n    setattr(builtins, name, lambda *a, **k: True)",
    "json and struct": "import json, struct\njson.dumps = json.loads = lambda *a, **k: '[]'\nstruct.pack = lambda *a: b''\njson.JSONEncoder.encode = lambda *a: '[\"observed\"]'\nstopped.append('')",
    "the observation itself": """
def patch():
    module = sys.modules["autograder.checks.observation"]
    module.Observation.__init__ = lambda self, *a, **k: None
    sys.modules["autograder.sandbox.guest.main"].observe_call = lambda *a: module.Observation("returned", 1.0)
attempt(patch)
""",
    "the wire": "attempt(lambda: setattr(sys.modules['autograder.sandbox.wire.channel'], 'pack', lambda *a: b'\\0\\0\\0\\2\\0\\0\\0\\0[]'))",
    "otter": "import otter\notter.Notebook.check = lambda *a: 'All passed'\nattempt(lambda: otter.Notebook().export())",
    "warnings, to raise inside the grader": "import warnings\nwarnings.catch_warnings = None\nwarnings.simplefilter = None\nstopped.append('')",
    "the line cache, to lie about lines": "import linecache\nlinecache.getline = linecache.getlines = lambda *a: 1 / 0\ndef dy_dz(*a): return 1 / 0",
}  # fmt: skip

RETURNED = {
    "an object equal to everything": "class E:\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n    def __lt__(self, o): return True\n    __le__ = __gt__ = __ge__ = __lt__\n    def __sub__(self, o): return 0\n    __rsub__ = __abs__ = __sub__\n    def __array__(self, *a, **k): return np.array(self, dtype=object)\nvalue = E()",
    "an ndarray subclass": "class A(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return np.True_\n    def __eq__(self, o): return np.True_\n    def __sub__(self, o): return np.zeros(5)\n    __rsub__ = __sub__\nvalue = np.zeros(5).view(A)",
    "an ndarray subclass that lies about its shape": "class A(np.ndarray):\n    shape = property(lambda s: (5,)); dtype = property(lambda s: np.dtype('f8')); size = 5\nvalue = np.zeros((2, 2)).view(A)",
    "a float subclass": "class F(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n    def __float__(self): return 1 / 0\nvalue = F(3)",
    "an array of objects": "class E:\n    def __eq__(self, o): return True\n    def __float__(self): os._exit(0)\nvalue = np.array([E()] * 5)",
    "a class that says it is another": "class E:\n    __class__ = property(lambda s: np.ndarray)\n    def __getattr__(self, n): return self\n    def __call__(self, *a): return self\nvalue = E()",
    "an __array__ that ends the process": "class E:\n    def __array__(self, *a, **k): os._exit(0)\nvalue = E()",
    "an __array__ that never returns": "class E:\n    def __array__(self, *a, **k):\n        while True: pass\nvalue = E()",
    "a dict without end": "class D(dict):\n    def items(self):\n        while True: yield 'a', 1\n    def __len__(self): return 1\nvalue = D()",
    "a list that lies about its length": "class L(list):\n    def __len__(self): return 1\n    def __iter__(self):\n        while True: yield 1.0\nvalue = L()",
    "a list within itself": "value = []\nvalue.append(value)",
    "a list that doubles in depth": "value = 1.0\nfor _ in range(40): value = [value, value]",
    "a billion entries of one byte": "value = np.broadcast_to(np.zeros(1), (1 << 20, 1 << 20))",
    "an array of nothing with huge sides": "value = np.zeros((0, 1 << 40, 1 << 20))",
    "a structured array": "value = np.zeros(5, dtype=[('a', 'f8'), ('b', 'O')])",
    "a masked array": "value = np.ma.masked_all(5)",
    "NaN everywhere": "value = np.full(5, np.nan)",
    "infinity": "value = float('inf')",
    "an integer of a million digits": "value = 10 ** 1_000_000",
    "an integer beyond every float": "value = 10 ** 2400",
    "a text of ten million characters": "value = 'x' * 10_000_000",
    "lone surrogates": "value = '\\ud800' * 100",
    "a type with a malicious name": "value = type('\\n\"score\": 100, \\x1b[2J<script>' * 9, (), {})()",
    "a pickle": "class P:\n    def __reduce__(self): return os.system, ('touch /tmp/hostile_marker',)\nvalue = P()",
    "a generator": "value = (i for i in iter(int, 1))",
    "a coroutine": "async def c(): pass\nvalue = c()",
    "a memory view of nothing": "import ctypes\nvalue = np.ctypeslib.as_array((ctypes.c_double * 0)())",
}  # fmt: skip

LOOKING = {
    "the stack": """
def dy_dz(*args):
    frame = sys._getframe()
    while frame:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
            if name in ("truth", "expected", "expect", "answer", "reference"): return value
        frame = frame.f_back
    return 2 * args[3]
""",
    "every object": """
import gc
def dy_dz(*args):
    for thing in gc.get_objects():
        if type(thing) is dict and ("expect" in thing or "truth" in thing): return list(thing.values())[0]
    return 2 * args[3]
""",
    "a trace function": "seen = []\nsys.settrace(lambda frame, *a: seen.append(frame.f_locals) or None)\nstopped.append('')",
    "a profile function": "seen = []\nsys.setprofile(lambda frame, *a: seen.append(frame))\nstopped.append('')",
    "an audit hook": "seen = []\nsys.addaudithook(lambda *a: seen.append(a))\nstopped.append('')",
    "exceptions on their way": "def dy_dz(*args):\n    try: raise ValueError\n    except ValueError as error: frame = error.__traceback__.tb_frame.f_back\n    return [v for v in frame.f_locals.values()]",
    "arguments of arguments": "def dy_dz(x, W0, b0, W1, b1):\n    return x.base if x.base is not None else 2 * W1",
    "its own memory": "import ctypes\ndef dy_dz(*args):\n    return list(ctypes.string_at(id(args), 4096))",
    "an answer remembered": "memory = {}\ndef dy_dz(x, W0, b0, W1, b1):\n    return memory.setdefault('first', 2 * W1)",
    "arguments changed in place": "def dy_dz(x, W0, b0, W1, b1):\n    for a in (x, W0, b0, W1): a[...] = 0\n    return W1.ravel()",
    "functions that change with each call": "calls = [0]\ndef dy_dz(x, W0, b0, W1, b1):\n    calls[0] += 1\n    return W1.ravel() if calls[0] % 2 else 2 * W1",
}  # fmt: skip

SOCKETS = """
import stat, struct, json, threading, time
def sockets():
    for number in range(3, 128):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode): yield number
        except OSError: pass
line = next(sockets())
def frame(message):
    text = json.dumps(message).encode()
    return struct.pack("!II", len(text), 0) + text
right = frame(["observed", "returned", 1.0, "", "", "", [], []])
"""

FORGING = {
    "garbage on the line": "def dy_dz(*a): os.write(line, os.urandom(4096))",
    "answers in advance": "def dy_dz(*a): os.write(line, right * 200)",
    "answers while loading": "os.write(line, right * 20)",
    "an account of loading in advance": "os.write(line, frame(['loaded', 'loaded', '', [], ['dy_dz']]))",
    "another outcome": "def dy_dz(*a): os.write(line, frame(['observed', 'right', 1.0, '', '', '', [], []]))",
    "half a frame": "def dy_dz(*a):\n    os.write(line, right[:20])\n    time.sleep(60)",
    "a frame of four gigabytes": "def dy_dz(*a):\n    os.write(line, struct.pack('!II', 0xFFFFFFFF, 0xFFFFFFFF))\n    time.sleep(60)",
    "frames without end": "def dy_dz(*a):\n    while True: os.write(line, right)",
    "byte by byte": "def dy_dz(*a):\n    for byte in right * 100:\n        os.write(line, bytes([byte])); time.sleep(0.01)",
    "JSON too deep": "def dy_dz(*a):\n    text = b'[' * 1_000_000\n    os.write(line, struct.pack('!II', len(text), 0))\n    for i in range(0, len(text), 4096): os.write(line, text[i:i + 4096])",
    "an announced array that is not there": "def dy_dz(*a): os.write(line, frame(['observed', 'returned', {'a': ['<f8', [1 << 50]]}, '', '', '', [], []]))",
    "questions nobody may ask": "def dy_dz(*a): os.write(line, frame(['ask', 'dy_dz', [1], {'d': []}]))",
    "answers to calls nobody made": "def dy_dz(*a): os.write(line, frame(['reply', 1.0]))",
    "the line closed": "def dy_dz(*a): os.close(line)",
    "the line shut for writing": "import socket\ndef dy_dz(*a): socket.socket(fileno=line).shutdown(socket.SHUT_WR)",
    "deaf after answering": "def dy_dz(*a):\n    threading.Timer(0.01, time.sleep, (99,)).start()\n    import signal; threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGSTOP)).start()\n    return 2 * a[3]",
    "a second reader": "def listen():\n    while True: os.read(line, 1 << 16)\nos.set_blocking(line, True)\nthreading.Thread(target=listen, daemon=True).start()",
    "a second writer": "def talk():\n    while True:\n        os.write(line, right); time.sleep(0.001)\nthreading.Thread(target=talk, daemon=True).start()",
    "descriptors sent": "import socket, array\ndef dy_dz(*a):\n    attempt(lambda: socket.send_fds(socket.socket(fileno=os.dup(line)), [b'x'], [0, 1, 2]))\n    return 2 * a[3]",
    "codes of errors with values in them": "def dy_dz(*a): os.write(line, frame(['observed', 'raised', None, 'E' * 99999, 'm' * 99999, 'l' * 99999, [1 << 60], ['w'] * 9999]))",
}  # fmt: skip

BOARD = """
import sys, threading, time
def board(frame):
    while "chalk" not in frame.f_locals: frame = frame.f_back
    return frame.f_locals["chalk"]
chalk = board(sys._getframe())
memory = chalk._memory
"""

BOARDS = {
    "a board written over": "def dy_dz(*a): memory[:] = os.urandom(len(memory))",
    "answers of all calls in the first": "def dy_dz(*a):\n    while chalk.write(right): pass\n    return 2 * a[3]",
    "done before it is": "done = frame(['done'])\ndef dy_dz(*a):\n    for _ in range(32): chalk.write(right)\n    os.write(line, done)",
    "a board that seems to grow": "def grow():\n    while True:\n        for n in range(4096):\n            memory[12:16] = struct.pack('<I', n); time.sleep(0.01)\ndef dy_dz(*a): grow()",
    "a length of four gigabytes": "def dy_dz(*a):\n    memory[12:16] = b'\\xff' * 4\n    os._exit(0)",
    "a cell that does not exist": "def dy_dz(*a): return 2 * a[3]\nchalk.enter_cell(1 << 63)\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "another cell than the one that runs": "chalk.enter_cell(1)\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "the board taken away": "attempt(memory.resize, 1)\nattempt(memory.close)",
}  # fmt: skip

ATTACKS = [
    *table("patching", PATCHING),
    *[Attack("returned", name, f"{cell}\ndef give(*args): return value\nfor name in GRADED: globals()[name] = give\nstopped.append('')") for name, cell in RETURNED.items()],
    *table("looking", LOOKING),
    *table("forging", {name: SOCKETS + cell for name, cell in FORGING.items()}),
    *table("forging", {name: SOCKETS + BOARD + cell for name, cell in BOARDS.items()}),
]  # fmt: skip
