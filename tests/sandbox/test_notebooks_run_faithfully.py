"""Test that a right answer counts regardless of what else the notebook does."""

import numpy as np
import pytest

from autograder.sandbox import Program

ANSWER = "def answer():\n    return 42"

# Each is harmless in Jupyter, and must leave the definition in the same cell, or the next, alone.
HARMLESS = {
    "line magic": "%matplotlib inline",
    "magic with an argument": "%config InlineBackend.figure_format = 'retina'",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "shell": "!pip install numpy",
    "shell in a block": "if True:\n    !ls -la",
    "assigned shell": "files = !ls",
    "assigned magic": "t = %pwd",
    "help": "print?",
    "help twice": "?print\nprint??",
    "time": "%time total = sum(range(10))",
    "timeit": "%timeit sum(range(10))",
    "percent format, no magic": "text = 'a %s' % 3\nprogress = '''\n%matplotlib inline\n!ls\n'''",
    "otter": "import otter\ngrader = otter.Notebook('x.ipynb')\ngrader.check('q1')\ngrader.check_all()",
    "otter export": "import otter\nimport otter as o\no.Notebook().export(pdf=False, run_tests=True)",
    "public checks": "from checks import check\ncheck('q1')\nimport figures\nfigures.network()",
    "display": "display('x')\nfrom IPython.display import display, Markdown, HTML\ndisplay(Markdown('# hi'))",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nfrom IPython import get_ipython as g\ng().magic('cd .')",
    "input": "name = input('Your name? ')\nassert name == ''",
    "plots": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()\nplt.savefig('x.png')",
    "many plots": "import matplotlib.pyplot as plt\nfor _ in range(30):\n    plt.figure()",
    "widgets": "import ipywidgets as w\nw.interact(lambda x: x, x=(0, 9))\nw.VBox([w.Button()])\nw.Button().on_click(print)",
    "colab": "from google.colab import drive, files\ndrive.mount('/content/drive')",
    "tqdm": "from tqdm.notebook import tqdm\nassert [i for i in tqdm(range(3), desc='x')] == [0, 1, 2]",
    "tqdm.auto": "from tqdm.auto import tqdm, trange\nwith tqdm(total=3) as bar:\n    bar.update(1)\nassert len(list(trange(2))) == 2",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "await in a loop": "import asyncio\nasync def f():\n    return 1\nfor _ in range(2):\n    assert await f() == 1",
    "threads": "import threading\nt = threading.Thread(target=print)\nt.start(); t.join()",
    "temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile() as f:\n    f.write(b'x')",
    "copying a file": "import shutil\nopen('a', 'w').write('x')\nshutil.copy2('a', 'b')\nimport os\nos.chmod('b', 0o600)",
    "environment": "import os, getpass\nos.environ['HOME'], os.path.expanduser('~'), getpass.getuser(), os.cpu_count()",
    "last value": "3 + 4\nassert _ == ''\n",
    "annotations": "from __future__ import annotations\ndef f(x: undefined) -> undefined: ...",
    "a lazy import": "import colorsys, sqlite3, xml.dom.minidom, numpy.polynomial, numpy.testing",
    "capture": "%%capture out\nprint('hidden')",
    "breakpoint": "breakpoint()",
    "closing stdout": "import sys, io\nsys.stdout = io.StringIO()\nprint('x')\nsys.stdout.close()",
    "empty": "   \n\n",
    "a comment": "# %magic in a comment\n# !ls",
}

# Each ends its own cell and no other.
ENDING = {
    "an error": "1 / 0",
    "exit": "exit()",
    "sys.exit": "import sys\nsys.exit(0)",
    "quit without call": "raise SystemExit",
    "interrupt": "raise KeyboardInterrupt",
    "syntax": "def broken(:\n    pass",
    "null byte": "x = '\0'\n\0",
    "generator exit": "raise GeneratorExit",
    "own exception": "class Mine(BaseException): pass\nraise Mine",
    "absent module": "import a_module_that_is_not_there",
    "subprocess": "import subprocess\nsubprocess.run(['ls'])",
    "deep recursion": "def f():\n    f()\nf()",
    "a file that is not there": "open('data.csv')",
    "failing await": "await 3",
    "out of memory": "x = bytearray(1 << 40)",
}


@pytest.mark.sampled
@pytest.mark.parametrize("cell", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_definition_after_it_in_the_same_cell_counts(load, cell):
    worker = load(f"{cell}\n{ANSWER}")
    assert worker.loaded.errors == ()
    assert worker.call("answer", ()).value == 42


@pytest.mark.parametrize("cell", ENDING.values(), ids=ENDING.keys())
def test_it_ends_its_own_cell_only(load, cell):
    worker = load(cell, ANSWER)
    assert [error.cell for error in worker.loaded.errors] == [1]
    assert worker.call("answer", ()).value == 42


def test_cells_share_one_namespace_in_order(load):
    worker = load("x = 1", "x += 1", "y = x * 10")
    assert worker.read("y").value == 20


def test_a_notebook_is_main_and_a_script_is_not(load):
    assert load("name = __name__").read("name").value == "__main__"
    script = load("name = __name__\nif __name__ == '__main__':\n    1 / 0", kind="script", main="chain_rule.py")
    assert script.read("name").value == "chain_rule" and script.loaded.errors == ()


def test_helper_modules_and_data_lie_beside_the_notebook(load):
    files = {"mine.py": b"def double(x):\n    return 2 * x", "data/x.csv": b"1,2\n3,4"}
    worker = load(
        "import mine\nimport numpy as np\ntotal = mine.double(np.loadtxt('data/x.csv', delimiter=',').sum())",
        files=files,
    )
    assert worker.read("total").value == 20


def test_files_named_like_libraries_are_inert(load):
    bomb = b"raise SystemError('shadowed')"
    files = dict.fromkeys(
        ("numpy.py", "numpy/__init__.py", "random.py", "json.py", "otter/__init__.py", "checks.py", "autograder.py"),
        bomb,
    )
    worker = load(
        "import numpy, random, json, otter, checks\nimport colorsys\nfine = numpy.ones(2).sum()",
        files={**files, "colorsys.py": bomb},
    )
    assert worker.read("fine").value == 2.0


def test_an_error_names_the_students_own_line(load):
    worker = load("import numpy as np", "def f(x):\n    y = x + 1\n    return np.linalg.inv(y)")
    assert worker.call("f", (np.zeros((2, 2)) - 1,)).line == "cell 2, line 3: return np.linalg.inv(y)"


def test_a_magic_line_keeps_the_lines_below_it_in_place(load):
    worker = load("%matplotlib inline\n!ls\ndef f():\n    return undefined")
    assert worker.call("f", ()).line == "cell 1, line 4: return undefined"


def test_a_script_names_its_file_and_line(load):
    worker = load("def f():\n    return undefined", kind="script", main="chain_rule.py")
    assert worker.call("f", ()).line == "chain_rule.py, line 2: return undefined"


def test_a_script_that_is_no_python_is_unreadable_with_its_line(load):
    loaded = load("x = 1\ndef f(:\n", kind="script", main="chain_rule.py").loaded
    assert loaded.outcome == "unreadable" and "chain_rule.py, line 2" in loaded.message


def test_a_script_that_fails_half_way_keeps_what_comes_before_and_after(load):
    worker = load(f"{ANSWER}\n1 / 0\nlate = 1", kind="script", main="a.py")
    assert worker.loaded.errors[0].line == "a.py, line 3: 1 / 0"
    assert worker.call("answer", ()).value == 42 and worker.read("late").value == 1


def test_writefile_makes_a_module_that_the_next_cell_imports(load):
    assert load("%%writefile mine.py\nz = 5", "import mine\nz = mine.z").read("z").value == 5


def test_run_executes_a_file_of_the_students(load):
    assert load("%run mine.py", files={"mine.py": b"z = 6"}).read("z").value == 6


def test_cell_magics_that_time_run_their_body(load):
    assert load("%%time\nz = 7\n%matplotlib inline").read("z").value == 7


def test_cell_magics_of_other_languages_do_nothing(load):
    assert load("%%bash\nrm -rf /", "%%html\n<b>", "z = 8").loaded.errors == ()


def test_what_is_defined_is_listed_and_what_is_given_is_not(load):
    names = load("import math\ndef f(): ...\nx = 3").loaded.names
    assert {"f", "x", "math"} <= names and not {"get_ipython", "display", "__builtins__"} & names


def test_unseeded_draws_repeat_from_worker_to_worker(load):
    cell = "import random, numpy as np\nx = [random.random(), float(np.random.rand())]"
    assert load(cell).read("x").value == load(cell).read("x").value


def test_printed_text_is_kept_up_to_the_limit(load):
    printed = load("print('begin')\nfor _ in range(100_000):\n    print('x' * 50)", ANSWER).loaded.printed
    assert printed.startswith("begin\nxxx") and len(printed) == 50_000


def test_interactive_decorators_leave_the_function(load):
    worker = load(
        "from ipywidgets import interact\n@interact(x=(0, 9))\ndef f(x=1):\n    return x + 1\n@interact\ndef g(x):\n    return x"
    )
    assert worker.call("f", (4,)).value == 5 and worker.call("g", (4,)).value == 4


def test_a_notebook_saved_as_a_script_loads(server):
    cell = "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(1)\ndef f():\n    return 1\nexit()"
    worker = server.load(Program((cell,), kind="script", main="work.py"))
    assert worker.call("f", ()).value == 1
    worker.close()


ABSENT = {
    "alone": "import absent_package as pd",
    "beside others": "import absent_package, numpy as np",
    "on a line with others": "import math; import absent_package; import numpy as np",
    "from": "from absent_package.things import (\n    a,\n    b,\n)",
    "several": "import absent_package\nx = 1\nimport absent_too\ny = x + 1",
    "through a module of one's own": "import mine",
    "below magics": "%matplotlib inline\n!pip install absent_package\nimport absent_package",
}


@pytest.mark.parametrize("cell", ABSENT.values(), ids=ABSENT.keys())
def test_a_package_that_only_the_student_has_costs_what_uses_it(load, cell):
    worker = load(
        f"{cell}\n{ANSWER}\ndef lost():\n    return absent_package", files={"mine.py": b"import absent_package"}
    )
    assert {error.error for error in worker.loaded.errors} == {"ModuleNotFoundError"}
    assert worker.call("answer", ()).value == 42 and worker.call("lost", ()).error == "NameError"


def test_such_a_package_does_not_cost_a_whole_script(load):
    worker = load(f"import absent_package, numpy as np\n{ANSWER}\none = np.ones(1)[0]", kind="script", main="a.py")
    assert worker.call("answer", ()).value == 42 and worker.read("one").value == 1.0
    assert [error.line for error in worker.loaded.errors] == ["a.py, line 1: import absent_package, numpy as np"]


def test_who_deals_with_a_missing_package_is_left_alone(load):
    worker = load(
        "try:\n    import absent_package\nexcept ImportError:\n    found = False\ndef f():\n    import absent_package\nf()\nlate = 1"
    )
    assert worker.read("found").value is False and worker.read("late").value == 1
    assert [error.line for error in worker.loaded.errors] == ["cell 1, line 6: import absent_package"]
