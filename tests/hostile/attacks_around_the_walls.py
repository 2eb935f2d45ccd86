"""Attacks on what lies around a worker: text that is read, names that are imported, files that a layout knows, disk, stand-ins.

Those of `handed_in` are a whole file, read as `nnhw grade` reads it; all others are a notebook with files beside it.
"""

import json

from attack import Attack, table

MARK = b"""
import os
for place in ("/tmp", "/var/tmp", "/dev/shm", os.getcwd()):
    try: open(os.path.join(place, "hostile_marker"), "w").close()
    except OSError: pass
"""
N = 60_000
SOLVED = "def perceptron(x, w, b):\n    return 1 if w @ x + b > 0 else 0\n"

# Modules that an interpreter outside a worker imports, or starts with.
IMPORTED = ("autograder", "otter", "json", "numpy", "sitecustomize", "usercustomize", "conftest", "IPython", "nbformat", "jupyter_client",
            "ipykernel", "zmq", "tornado", "traitlets", "dill", "pickle", "yaml", "typing", "encodings", "codecs", "pandas", "_virtualenv")  # fmt: skip
MODULES = {
    f"{name}.py": MARK
    for name in ("autograder", "otter", "json", "numpy", "sitecustomize", "usercustomize", "conftest", "IPython")
}
FOLDERS = {f"{name}/__init__.py": MARK for name in IMPORTED}
UNSEEN = {
    "autograder.pth": b"import os; open('/tmp/hostile_marker', 'w')\n",
    "distutils-precedence.pth": b"import os; open('/tmp/hostile_marker', 'w')\n",
    "__pycache__/autograder.cpython-311.pyc": b"\xa7\r\r\n" + b"\0" * 100,
    "numpy.cpython-311-x86_64-linux-gnu.so": b"\x7fELF" + b"\0" * 100,
    "pyvenv.cfg": b"home = /tmp\n", "python311._pth": b".\n", "._pth": b".\n",
    ".ipython/profile_default/startup/00-start.py": MARK, "ipython_config.py": MARK, "jupyter_config.py": MARK,
    "ipython_kernel_config.py": MARK, "jupyter_notebook_config.json": b"{}", "matplotlibrc": b"backend: module://hostile_marker\n",
    "pyproject.toml": b"[tool.pytest.ini_options]\naddopts = '-p hostile_marker'\n", "pytest.ini": b"[pytest]\npython_files = *\n",
    "setup.cfg": b"[tool:pytest]\n", "tox.ini": b"[pytest]\n", ".coveragerc": b"[run]\nplugins = hostile_marker\n",
    ".pythonrc": MARK, ".pdbrc": b"import os\n", ".netrc": b"machine x\n", ".env": b"PYTHONPATH=.\n",
}  # fmt: skip
CONTROL = {
    name: text.encode()
    for name, text in {
        "submission_metadata.yml": "submission_1:\n  :submitters:\n  - :name: Other Person\n    :email: other@example.edu\n",
        "submission_metadata.json": json.dumps({"users": [{"name": "Other Person"}], "assignment": {"due_date": "2099-01-01"}}),
        "timestamp.txt": "1999-01-01 00:00:00 UTC", "__zip_filename__": "other.zip", "grades.csv": "id,score\nme,1000\n",
        "results/results.json": '{"score": 1000}', "metadata.yml": "score: 1000", "roster.csv": "name,id\nOther,1\n",
        "groups.csv": "group,student\n1,other\n", "extensions.csv": "id,until\nme,2099-01-01\n", "course.yaml": "key: mine\n",
        "onlinetext.html": "<p>other</p>", "manifest.xml": "<x/>", "submissions.csv": "a,b\n", ".OTTER_LOG": "x", "otter_config.json": "{}",
        "comments.txt": "<script>alert(1)</script>", "other_2020-01-01-00-00-00_forward_backward.txt": "Name: Other Person (other)\n",
    }.items()
}  # fmt: skip


def _book(*cells: tuple[str, str]) -> bytes:
    entries = [
        {"cell_type": kind, "source": source, "metadata": {}, "outputs": []}
        for kind, source in (("code", SOLVED), *cells)
    ]
    return json.dumps({"cells": entries, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


SCRIPTS = {
    "a magic that is none": b"1 1\n" + b" " * N + b"a",
    "110,000 equal lines": SOLVED.encode() + b"y=x\n" * 110_000,
    "45,000 different lines": SOLVED.encode() + b"".join(b"y%d=x\n" % i for i in range(45_000)),
    "the coding punycode": b"# coding: punycode\n" + b"a-" * N,
    "the coding undefined": b"# coding: undefined\nx = 1\n",
    "the coding idna": b"# coding: idna\n" + b"a" * N,
    "the coding unicode-escape": b"# coding: unicode-escape\n" + b"\\u0061" * N,
    "the coding utf-7": b"# coding: utf-7\n" + b"+AGE-" * N,
    "the coding zlib": b"# coding: zlib\n" + b"x\x9c" * N,
    "the coding quopri": b"# coding: quopri\n" + b"=41" * N,
    "a coding that is a path": b"# coding: ../../../../tmp/hostile_marker\n" + SOLVED.encode(),
    "a coding that is a module": b"# coding: autograder.judge\n" + SOLVED.encode(),
    "open brackets": b"(\n" * N,
    "open strings": b"f'''{\n" * N,
    "a deep sum": b"x = " + b"-" * N + b"1",
    "a deep attribute": b"x" + b".a" * N,
    "a deep power": b"x = " + b"2**" * 2_000 + b"2",
    "a number of 400,000 digits": b"x = " + b"9" * 400_000,
    "a fraction of many numbers": b"x = " + b"1/" * N + b"1",
    "f-strings in f-strings": ('x = f"' + '{f"' * N + '"').encode(),
    "magics upon magics": b"%%time\n" * N,
    "joined magics": b"%a\\\n" * N,
    "conflict markers": b"<<<<<<< a\n=======\n>>>>>>> b\n" * 10_000,
    "decorators without end": b"@a\n" * N,
    "globals": b"def f():\n" + b" global a\n" * 40_000,
    "commented definitions": b"# def relu(a):\n#  return (\n" * 14_000,
    "tabs and form feeds": b"\t\f" * N + b"x",
    "null bytes": b"\0" * 400_000,
    "a marimo notebook of one cell many times": b"import marimo\napp = marimo.App()\n" + b"@app.cell\ndef _():\n    return\n" * 10_000,
    "percent cells": b"# %%\n" * N,
    "strings added up": b"q = " + b"'a' + " * 20_000 + b"'a'",
}  # fmt: skip
BOOKS = {
    "a heading of blanks": _book(("markdown", "#" + " " * N)),
    "six headings of blanks": _book(*[("markdown", "#" + " " * N)] * 6),
    "a heading of lines": _book(("markdown", "#" + "\n" * N)),
    "pictures that are none": _book(("markdown", "![](" * N)),
    "tags that never close": _book(("markdown", "<img src='" * N)),
    "emphasis": _book(("markdown", "*_`" * N)),
    "quotes in quotes": _book(("markdown", "> " * N)),
    "definitions that never close": _book(("markdown", "def relu(x:\n" * 20_000)),
    "fences": _book(("markdown", "```python\n" * 20_000)),
    "lists without end": b'{"cells": [' + b"[]," * 8_000_000 + b"[]]}",
    "a deep list": b'{"cells":' + b"[" * 2_000_000,
    "deep objects": b'{"cells":' * 200_000,
    "escapes": b'{"cells": ["' + b'\\"' * 2_000_000,
    "one key a million times": b'{"cells": [], ' + b'"a":0,' * 1_000_000 + b'"b": 0}',
    "a number of a million digits": b'{"cells": [], "nbformat": ' + b"9" * 1_000_000 + b"}",
    "outputs in outputs": b'{"outputs": [' * 500_000,
    "20,000 cells": json.dumps({"cells": [{"cell_type": "code", "source": "x"}] * 20_000}).encode(),
    "a cell of many lines": json.dumps({"cells": [{"cell_type": "code", "source": ["x\n"] * 400_000}]}).encode(),
    "commas": b'{"cells": [' + b"1, " * 200_000 + b" " * 600_000 + b"x",
    "half of a surrogate pair": _book(("code", "x = '\ud800'"), ("markdown", "\udfff" * N)),
}  # fmt: skip

STAND_INS = {
    "an array of no columns": "def dy_dz(*a): return numerical_gradient(lambda t: 0.0, np.zeros((2_000_000, 0)))",
    "an array of no rows": "def dy_dz(*a): return numerical_gradient(lambda t: 0.0, np.zeros((0, 2_000_000)))",
    "huge sides around nothing": "def dy_dz(*a): return forward(np.zeros((1 << 40, 0)), a[1], a[2], a[3], a[4])",
    "no size in the middle": "def dy_dz(*a): return forward(a[0], np.zeros((1 << 20, 0, 1 << 20)), a[2], a[3], a[4])",
    "a view of a single number": "def dy_dz(*a): return sigmoid(np.broadcast_to(1.0, (100_000, 100_000)))",
    "many empty arrays": "def dy_dz(*a): return sigmoid([np.zeros((1 << 30, 0))] * 10_000)",
    "lists in lists": "def dy_dz(*a):\n    v = []\n    for _ in range(900): v = [v]\n    return sigmoid(v)",
    "a step of nothing": "def dy_dz(*a): return numerical_gradient(lambda t: 0.0, np.zeros(3), 0.0)",
    "a step that is an array": "def dy_dz(*a): return numerical_gradient(lambda t: 0.0, np.zeros(3), np.ones((1 << 20, 0)))",
    "an integer of many digits": "def dy_dz(*a): return sigmoid(10 ** 4000)",
    "text in place of numbers": "def dy_dz(*a): return sigmoid('9' * 1_000_000)",
    "an outer product": "def dy_dz(*a): return dy_dW0(np.zeros(20_000), np.zeros((20_000, 20_000))[:0], np.zeros(20_000), a[3], 0.0)",
    "numbers that are no numbers": "def dy_dz(*a): return sigmoid(np.full(400_000, np.nan))",
    "a million questions": "def dy_dz(*a):\n    for _ in range(1_000_000): sigmoid(0.0)\n    return a[3]",
}  # fmt: skip
STAND_INS = {name: f"{cell}\ndel sigmoid, numerical_gradient, dy_dW0, forward" for name, cell in STAND_INS.items()}

FILL = "import mmap, tempfile, time, os\nblock = bytes(1 << 20)\ndef written(name, n=8):\n    f = open(name, 'w+b')\n    for _ in range(n): f.write(block)\n    f.flush(); return f\nkeep = []\n"
DISK = {
    "deleted and open": "for i in range(12):\n    keep.append(written('x')); os.unlink('x')",
    "without a name": "for i in range(12):\n    t = tempfile.TemporaryFile(dir='.'); keep.append(t)\n    for _ in range(8): t.write(block)",
    "opened by O_TMPFILE": "for i in range(12):\n    f = os.open('.', os.O_TMPFILE | os.O_RDWR); keep.append(f); os.write(f, block * 8)",
    "mapped, closed and deleted": "for i in range(12):\n    x = written('x'); keep.append(mmap.mmap(x.fileno(), 4096)); x.close(); os.unlink('x')",
    "a folder that cannot be listed": "os.mkdir('d', 0o300)\nfor i in range(12): written(f'd/{i}').close()",
    "folders in such a folder": "os.mkdir('d', 0o300); os.mkdir('d/e', 0o300)\nfor i in range(12): written(f'd/e/{i}').close()",
    "hard links": "written('x')\nfor i in range(2000): os.link('x', f'y{i}')",
    "a sparse file": "f = open('x', 'wb'); f.truncate(30 << 20); f.close(); stopped.append('')",
    "a sparse file, filled at its end": "for i in range(40):\n    f = open(f'x{i}', 'wb'); f.seek(20 << 20); f.write(b'x'); f.close()",
    "preallocated": "for i in range(40):\n    f = open(f'x{i}', 'wb'); os.posix_fallocate(f.fileno(), 0, 8 << 20); f.close()",
    "extended attributes": "open('x', 'w').close()\nfor i in range(100): os.setxattr('x', f'user.a{i}', b'x' * 4000)",
    "shared memory": "for i in range(12): keep.append(os.memfd_create('m')); os.write(keep[-1], block * 8)",
    "one name after the other": "for i in range(100):\n    written('x'); os.rename('x', f'y{i}')",
    "links of long names": "for i in range(4000): os.symlink('x' * 4000, f's{i}')",
    "pipes that are full": "for i in range(60):\n    r, w = os.pipe(); os.set_blocking(w, False); keep.append((r, w))\n    try: os.write(w, block)\n    except OSError: pass",
    "in the folder of its neighbours": "for i in range(12): attempt(lambda: written(f'../{i}'))",
}  # fmt: skip
DISK = {name: f"{FILL}{cell}\ntime.sleep(0.6)" for name, cell in DISK.items()}

SOCKETS = """
import ctypes, socket
lib = ctypes.CDLL(None, use_errno=True)
ends = [n for n in range(3, 64) if os.path.exists(f"/proc/self/fd/{n}") and "socket" in os.readlink(f"/proc/self/fd/{n}")]
line = ends[0] if ends else 3
def said(number, *args):
    got = lib.syscall(number, *args)
    stopped.append("got through" if got >= 0 else os.strerror(ctypes.get_errno()))
"""
CALLS = {
    "a filter on the line": "said(54, line, 1, 26, (ctypes.c_char * 16)(), 16)",
    "a filter in BPF on the line": "said(54, line, 1, 50, (ctypes.c_char * 4)(), 4)",
    "a buffer for the line": "said(54, line, 1, 7, (ctypes.c_int * 1)(1 << 30), 4)",
    "credentials passed": "said(54, line, 1, 16, (ctypes.c_int * 1)(1), 4)",
    "words out of band": "said(44, line, b'x', 1, 1, None, 0)",
    "a look ahead": "said(45, line, ctypes.create_string_buffer(8), 8, 0x42, None, None)",
    "a message with a descriptor": "try: socket.send_fds(socket.socket(fileno=os.dup(line)), [b'x'], [0])\nexcept OSError as error: stopped.append(str(error))",
    "many messages at once": "said(307, line, (ctypes.c_char * 64)(), 1, 0)",
    "a pair of sockets": "import socket\nattempt(socket.socketpair)",
    "the line shut down": "said(48, line, 2)\ndef dy_dz(*a): return 2 * a[3]",
    "the line listening": "said(50, line, 5)",
    "the line's options read": "said(55, line, 1, 17, (ctypes.c_char * 12)(), (ctypes.c_int * 1)(12))",
    "pages spliced into the line": "r, w = os.pipe(); os.write(w, b'x' * 100)\nsaid(275, r, None, line, None, 100, 0)",
}  # fmt: skip

# What a person's spreadsheet, terminal or browser could take for more than text.
SHOWN = {
    "formulas in an exception": "def dy_dz(*a): raise ValueError('=HYPERLINK(\"http://x\")')",
    "wide signs in an exception": "def dy_dz(*a): raise ValueError('＝1+1;＋1;－1;＠x')",
    "escapes in an exception's name": "def dy_dz(*a): raise type('E\\x1b]0;x\\x07', (Exception,), {})('\\x1b[2J')",
    "markup in an exception": "def dy_dz(*a): raise ValueError('<script>fetch(1)</script><img src=x onerror=alert(1)>')",
    "a formula in an answer": "structure = closed_form = {'dv/dc': '=1+1', 'dv/dw': '\\t=1', 'dv/dx': '\\r=1'}",
    "escapes printed": "print('\\x1b[2J\\x1b]52;c;x\\x07' * 1000)\ndef dy_dz(*a): print('\\x1b[31m'); return 2 * a[3]",
    "marks that turn the text": "def dy_dz(*a): raise ValueError('\\u202e\\u2066abc')",
    "a name of markup": "globals()['<b onmouseover=alert(1)>'] = lambda *a: 1",
    "warnings for a terminal": "import warnings\ndef dy_dz(*a):\n    for i in range(2000): warnings.warn(f'\\x1b[{i}m')\n    return 2 * a[3]",
    "warnings from NumPy's stand-ins": "def dy_dz(*a): return sigmoid(np.array([1e308]) * 10) * a[3]\ndel sigmoid",
}  # fmt: skip

ATTACKS = [
    *[Attack("handed in", name, "", handed_in=("forward_backward.py", text)) for name, text in SCRIPTS.items()],
    *[Attack("handed in", f"a notebook with {name}", "", handed_in=("forward_backward.ipynb", text)) for name, text in BOOKS.items()],
    *[Attack("handed in", f"a script called {name}", "", handed_in=(name, MARK + SOLVED.encode())) for name in MODULES],
    *[Attack("names", f"{name} beside it", "", files={name: text}) for name, text in MODULES.items()],
    Attack("names", "folders called like packages", "import json, numpy", files=FOLDERS),
    Attack("names", "what interpreters read without import", "stopped.append('')", files=UNSEEN),
    Attack("names", "control files of every layout", "stopped.append('')", files=CONTROL),
    Attack("names", "paths of 900 characters", "stopped.append('')", files={"/".join(["d" * 60] * 14) + "/f": b"x"}),
    *table("asked of stand-ins", STAND_INS),
    *table("disk", DISK),
    *table("calls", {name: SOCKETS + cell for name, cell in CALLS.items()}),
    *table("shown", SHOWN),
]  # fmt: skip
