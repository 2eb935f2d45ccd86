"""Test that only functions that certainly remember nothing are judged again in the same worker."""

import pytest

from autograder.intake.static_analysis import remembers_nothing

FORGETS = {
    "functions and numpy": "import numpy as np\ndef f(x):\n    y = np.zeros(3)\n    y[0] = g(x)\n    return y.T\ndef g(x): return 1 / (1 + np.exp(-x))",
    "a number": "eps = 1e-5\nimport math\ndef f(x, h=eps): return math.exp(x) + eps",
    "demonstrations beside it": "import numpy as np\nW = np.ones(3)\ndef f(x): return x\nprint(f(W))\nassert f(1) == 1\nfor _ in range(3): f(_)",
    "another name": "def g(x): return x\nf = g",
    "errstate": "import numpy as np\ndef f(x):\n    with np.errstate(over='ignore'):\n        return np.exp(x)",
    "magics": "%matplotlib inline\nimport numpy as np\ndef f(x): return np.maximum(x, 0)",
    "a function within": "def f(x):\n    def g(y): return y * x\n    return [g(v) for v in x]",
    "a lambda within": "def f(x):\n    s = lambda z: z\n    return s(x)",
}

REMEMBERS = {
    "a counter": "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n",
    "a dict": "C = {}\ndef f(x):\n    C[x] = 1\n    return C",
    "a dict by another name": "C = {}\ndef f(x):\n    c = C\n    c[x] = 1",
    "a default": "def f(x, c=[]): return c",
    "a keyword's default": "def f(x, *, c={}): return c",
    "a global default": "C = {}\ndef f(x, c=C): return c",
    "a decorator": "from functools import lru_cache\n@lru_cache\ndef f(x): return x",
    "an attribute of its own": "def f(x):\n    f.n = 1\n    return x",
    "an attribute that is read": "def f(x): return f.n\nf.n = []",
    "an attribute of another": "def g(x): return x\ng.n = []\ndef f(x):\n    g.n.append(x)\n    return len(g.n)",
    "an attribute of a module": "import numpy as np\nnp.c = {}\ndef f(x): np.c[x] = 1",
    "random numbers": "import numpy as np\ndef f(x): return np.random.rand()",
    "random numbers, imported": "from numpy.random import rand\ndef f(x): return rand()",
    "the generator, imported": "from numpy import random\ndef f(x): return random.rand()",
    "the generator, renamed": "import numpy.random as r\ndef f(x): return r.rand()",
    "a class": "class A:\n    n = []\ndef f(x): A.n.append(x)",
    "a name from nowhere": "def f(x): return q",
    "a name made by globals": "globals()['C'] = {}\ndef f(x): C[x] = 1",
    "what another function leaves": "last = None\ndef forward(x):\n    global last\n    last = x\ndef f(x): return last",
    "what another function changes": "last = [0]\ndef forward(x): last[0] = x\ndef f(x): return last[0]",
    "a closure": "def make():\n    c = {}\n    def f(x):\n        c[x] = 1\n        return c\n    return f\nf = make()",
    "an iterator": "it = iter([1, 2, 3])\ndef f(x): return next(it)",
    "a file": "def f(x): return open('x').read()",
    "a setting": "import numpy as np\ndef f(x):\n    np.seterr(all='raise')\n    return x",
    "a walrus": "(c := {})\ndef f(x): c[x] = 1",
    "a with": "with open('a') as c: pass\ndef f(x): return c",
    "a name under a condition": "if True:\n    c = {}\ndef f(x): c[x] = 1",
    "a module of the student's": "from helper import g\ndef f(x): return g(x)",
    "whatever numpy exports": "from numpy import *\ndef f(x): return exp(x)",
    "a lambda": "c = {}\nf = lambda x: c.setdefault(x, 1)",
    "a function that a function uses": "C = []\ndef g(x): C.append(x)\ndef f(x): return g(x)",
    "the second of two definitions": "def f(x): return x\nC = []\ndef f(x): return C",
}


@pytest.mark.parametrize("source", FORGETS.values(), ids=FORGETS)
def test_a_plain_function_remembers_nothing(source):
    assert remembers_nothing(["x = 1 +", source], ["f"])


@pytest.mark.parametrize("source", REMEMBERS.values(), ids=REMEMBERS)
def test_whatever_may_remember_is_taken_to(source):
    assert not remembers_nothing([source], ["f"])
