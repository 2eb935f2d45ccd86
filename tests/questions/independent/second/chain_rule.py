"""Right and wrong work for `chain_rule`, written from the published interface alone."""

FULL = "full"


def strings(name: str, **entries: str) -> str:
    """A dict of written answers, entry by entry: dw stands for "dv/dw"."""
    lines = ", ".join(f'"dv/{key}": {value}' for key, value in entries.items())
    return f"{name} = {{{lines}}}\n"


def structure(worth, **entries):
    """`structure` with the entries given, and plain right ones for the others."""
    right = {
        "dc": '"dv/dc"',
        "dw": '"dv/da * da/dw"',
        "dx": '"dv/da*da/dx + dv/db*db/dx"',
        "dy": '"dv/da*da/dy + dv/db*db/dy"',
        "dz": '"dv/db*db/dz"',
    }
    return ("q1_structure", worth, strings("structure", **(right | entries)))


def closed_form(worth, **entries):
    """`closed_form` with the entries given, and plain right ones for the others."""
    right = {
        "dc": '"(a-b)**2"',
        "dw": '"4*c*(a-b)*(w+x+y)"',
        "dx": '"4*c*(a-b)*((w+x+y)-(x-y-z))"',
        "dy": '"4*c*(a-b)*((w+x+y)+(x-y-z))"',
        "dz": '"4*c*(a-b)*(x-y-z)"',
    }
    return ("q4_closed_form", worth, strings("closed_form", **(right | entries)))


WORKS = [
    # q1_structure: spellings that content.md accepts
    structure(FULL, dw='"ｄｖ／ｄａ＊ｄａ／ｄｗ"', dz='"（dv/db）×（db/dz）"'),
    structure(FULL, dw='"dv/da*da/dw + dv/db*db/dw + dv/dc*dc/dw"', dz='"dv/da*da/dz+dv/db*db/dz"'),
    structure(FULL, dc='"dv/da*da/dc + dv/db*db/dc + dv/dc*dc/dc"'),
    structure(FULL, dw='np.str_("dv/da*da/dw")', dx='" + ".join(f"dv/d{n} * d{n}/dx" for n in "ab")'),
    structure(FULL, dw=r'"\\frac{\\partial v}{\\partial a}\\,\\frac{\\partial a}{\\partial w}"',
              dx='r"$$\\left(\\frac{dv}{da}\\right)\\left(\\frac{da}{dx}\\right)+\\dfrac{dv}{db}\\cdot\\tfrac{db}{dx}$$"'),
    structure(FULL, dw='r"\\(\\partial v/\\partial a \\; \\partial a/\\partial w\\)"', dz='"[dv/db][db/dz]"'),
    structure(FULL, dw='"(∂v)/(∂a)(∂a)/(∂w)"', dx='"∂v/∂a ⋅ ∂a/∂x + ∂v/∂b · ∂b/∂x"', dz='"∂v / ∂b ∂b / ∂z"'),
    structure(FULL, dw='"d v / d a * d a / d w"', dz='"\\n  dv/db\\n  * db/dz\\n"'),
    structure(FULL, dw='"-(-dv/da*da/dw)"', dx='"2*(dv/da*da/dx + dv/db*db/dx)/2"', dz='"db/dz * dv/db + 0"'),
    structure(FULL, dw='"∂v/∂w = ∂v/∂a·∂a/∂w"', dz='"= dv/db*db/dz"',
              dx='r"\\frac{\\partial v}{\\partial x} = \\frac{\\partial v}{\\partial a}\\frac{\\partial a}{\\partial x} + \\frac{\\partial v}{\\partial b}\\frac{\\partial b}{\\partial x}"'),
    structure(FULL, dw='"\\frac{\\partial v}{\\partial a} \\times \\frac{\\partial a}{\\partial w}"'),
    structure(FULL, dx='"(dv/da*da/dx) - (-1)*(dv/db*db/dx)"', dy='"dv/db*db/dy--dv/da*da/dy"'),
    ("q1_structure", FULL, """
from collections import OrderedDict
structure = OrderedDict()
paths = {"c": [], "w": "a", "x": "ab", "y": "ab", "z": "b"}
for leaf, nodes in paths.items():
    structure["dv/d" + leaf] = " + ".join("dv/d%s*d%s/d%s" % (n, n, leaf) for n in nodes) or "dv/dc"
structure["dv/da"] = "dv/da"
"""),
    # q1_structure: wrong ones, in the parts named
    structure(4, dw='"dv/db*db/dw"'),
    structure(4, dx='"dv/da*da/dx*dv/db*db/dx"'),
    structure(4, dx='"(dv/da + dv/db)*(da/dx + db/dx)"'),
    structure(4, dw='"dw/da * dv/da"'),
    structure(4, dw='b"dv/da*da/dw"'),
    structure(4, dw='["dv/da", "da/dw"]'),
    structure(4, dw='"dv/da / (da/dw)"'),
    structure(4, dz='"dv/db*db/dz if True else 0"'),
    structure(4, dz='"dv/dz"'),
    structure(4, dc='"da/dc"'),
    structure(4, dy='"∂v/∂a·∂a/∂y + ∂v/∂b·∂b/∂z"'),
    structure(3, dw='"2*c*(a-b)*da/dw"', dz='lambda: "dv/db*db/dz"'),
    ("q1_structure", 0, 'structure = [("dv/dc", "dv/dc"), ("dv/dw", "dv/da*da/dw")]\n'),
    ("q1_structure", 2, 'structure = {"dv/dc": "dv/dc", "dv/dw": "dv/da*da/dw", "∂v/∂x": "dv/da*da/dx+dv/db*db/dx"}\n'),
    # q2_local_partials
    ("q2_local_partials", FULL, """
from fractions import Fraction
def local_partials(w, x, y, z, c):
    w, x, y, z, c = map(Fraction, (w, x, y, z, c))
    p, q = w + x + y, x - y - z
    d = p * p - q * q
    out = {"dv/da": 2 * c * d, "dv/db": -2 * c * d, "dv/dc": d * d}
    out |= {f"da/d{k}": 2 * p for k in "wxy"} | {f"db/d{k}": s * 2 * q for k, s in zip("xyz", (1, -1, -1))}
    return out
"""),
    ("q2_local_partials", FULL, """
def local_partials(w, x, y, z, c):
    def slope(f, *at):
        h = 1e-40
        return [f(*[v + 1j * h * (i == k) for k, v in enumerate(at)]).imag / h for i in range(len(at))]
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    va, vb, vc = slope(lambda a, b, c: c * (a - b) * (a - b), a, b, c)
    aw, ax, ay = slope(lambda w, x, y: (w + x + y) * (w + x + y), w, x, y)
    bx, by, bz = slope(lambda x, y, z: (x - y - z) * (x - y - z), x, y, z)
    return {"dv/da": va, "dv/db": vb, "dv/dc": vc, "da/dw": aw, "da/dx": ax, "da/dy": ay,
            "db/dx": bx, "db/dy": by, "db/dz": bz}
"""),
    ("q2_local_partials", FULL, """
from decimal import Decimal
def local_partials(w, x, y, z, c):
    w, x, y, z, c = (Decimal(v) for v in (w, x, y, z, c))
    s, t = w + x + y, x - y - z
    u = 2 * c * (s * s - t * t)
    return dict(zip(["dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz"],
                    [u, -u, (s * s - t * t) ** 2, 2 * s, 2 * s, 2 * s, 2 * t, -2 * t, -2 * t]))
"""),
    ("q2_local_partials", FULL, """
class Partials(dict):
    def __missing__(self, key):
        return 0.0
def local_partials(w: float, x: float, y: float, z: float, c: float) -> dict:
    out = Partials()
    if (inner := np.array([w, x, y]).sum()) is not None:
        for name in ("w", "x", "y"):
            out["da/d" + name] = np.array([[2 * inner]])
    diff = np.subtract(np.subtract(x, y), z)
    out["db/dx"], out["db/dy"], out["db/dz"] = [2 * diff], (-2 * diff,), np.array(-2 * diff)
    a, b = inner ** 2, diff ** 2
    out["dv/da"], out["dv/db"], out["dv/dc"] = 2 * c * (a - b), 2 * c * (b - a), np.float64((a - b) ** 2)
    return out
"""),
    ("q2_local_partials", 0, """
TABLE = {(1, 2, 0, 1, 3): (48, -48, 64, 6, 6, 6, 2, -2, -2)}
def local_partials(w, x, y, z, c):
    keys = ["dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz"]
    return dict(zip(keys, TABLE.get((w, x, y, z, c), (0,) * 9)))
"""),
    ("q2_local_partials", None, """
def local_partials(w, x, y, z, c):
    s, t = abs(w + x + y), x - y - z
    d = s * s - t * t
    return {"dv/da": 2 * c * d, "dv/db": -2 * c * d, "dv/dc": d * d, "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    d = s * s - t * t
    return {"dv/da": 2 * c * d, "dv/db": -2 * c * d, "dv/dc": abs(d) * d, "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    d = s * s - t * t
    return {"dv/da": 2 * c * d, "dv/db": -2 * c * d, "dv/dc": int(d * d), "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": round(2 * t), "db/dy": str(-2 * t), "db/dz": -2 * t}
"""),
    ("q2_local_partials", 0, """
state = {"calls": 0}
def local_partials(w, x, y, z, c):
    state["calls"] += 1
    s, t = w + x + y, x - y - z
    d = s * s - t * t
    out = {"dv/da": 2 * c * d, "dv/db": -2 * c * d, "dv/dc": d * d, "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
           "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
    return {k: v * (1 + 1e-3 * state["calls"]) for k, v in out.items()}
"""),
    ("q2_local_partials", 0, """
from dataclasses import dataclass
@dataclass
class Partials:
    da: float
    db: float
def local_partials(w, x, y, z, c):
    return Partials(2 * c * ((w + x + y) ** 2 - (x - y - z) ** 2), 0.0)
"""),
    # q3_total_derivatives
    ("q3_total_derivatives", FULL, """
class Dual:
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope
    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)
    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)
    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)
def total_derivatives(w, x, y, z, c):
    values = dict(w=w, x=x, y=y, z=z, c=c)
    def v(w, x, y, z, c):
        a, b = (w + x + y) * (w + x + y), (x - y - z) * (x - y - z)
        return c * (a - b) * (a - b)
    return {f"dv/d{k}": v(**{n: Dual(u, 1.0 * (n == k)) for n, u in values.items()}).slope for k in values}
"""),
    ("q3_total_derivatives", FULL, """
def total_derivatives(w, x, y, z, c):
    edges = local_partials(w, x, y, z, c)
    children = {"v": "abc", "a": "wxy", "b": "xyz"}
    def total(top, leaf):
        if top == leaf:
            return 1
        return sum(edges[f"d{top}/d{n}"] * total(n, leaf) for n in children.get(top, ""))
    return {f"dv/d{leaf}": total("v", leaf) for leaf in "cwxyz"}
"""),
    ("q3_total_derivatives", FULL, """
from functools import partial
def v(w, x, y, z, c):
    return c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2
def derivative(name, point):
    return v(**{**point, name: complex(point[name], 1e-100)}).imag * 1e100
def total_derivatives(w, x, y, z, c):
    d = partial(derivative, point=dict(w=w, x=x, y=y, z=z, c=c))
    return {"dv/d" + n: d(n) for n in "wxyzc"}
"""),
    ("q3_total_derivatives", FULL, """
def total_derivatives(w, x, y, z, c):
    J1 = np.array([[1, 1, 1, 0], [0, 1, -1, -1]]) * 2 * np.array([[w + x + y], [x - y - z]])
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    upper = np.array([2 * c * (a - b), -2 * c * (a - b)])
    return {"dv/dc": (a - b) ** 2} | {f"dv/d{k}": g for k, g in zip("wxyz", upper @ J1)}
"""),
    ("q3_total_derivatives", 2, """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * c * (a - b)
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * np.sqrt(a), "dv/dx": k * (w + 2 * y + z), "dv/dy": k * (w + 2 * x - z),
            "dv/dz": k * (x - y - z)}
"""),
    ("q3_total_derivatives", 1.5, """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * c * (a - b)
    if w + x + y < 0:
        k = -k
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * (w + x + y), "dv/dx": 4 * c * (a - b) * (w + 2 * y + z),
            "dv/dy": 4 * c * (a - b) * (w + 2 * x - z), "dv/dz": k * (x - y - z)}
"""),
    ("q3_total_derivatives", None, """
import functools
def total_derivatives(w, x, y, z, c):
    return _total(int(w), int(x), int(y), int(z), int(c))
@functools.lru_cache
def _total(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * c * (a - b)
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * (w + x + y), "dv/dx": k * (w + 2 * y + z),
            "dv/dy": k * (w + 2 * x - z), "dv/dz": k * (x - y - z)}
"""),
    ("q3_total_derivatives", 0.5, """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * abs(c) * (a - b)
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * (w + x + y), "dv/dx": k * (w + 2 * y + z),
            "dv/dy": k * (w + 2 * x - z), "dv/dz": k * (x - y - z)}
"""),
    ("q3_total_derivatives", 0.5, """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * c * max(a - b, 0)
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * (w + x + y), "dv/dx": k * (w + 2 * y + z),
            "dv/dy": k * (w + 2 * x - z), "dv/dz": k * (x - y - z)}
"""),
    # q4_closed_form: right however it is written
    closed_form(FULL, dw='"8/2c(a-b)(w+x+y)"', dz='"4c((w+x+y)^2-b)(x-y-z)"'),
    closed_form(FULL, dw='"４ｃ（ａ−ｂ）（ｗ＋ｘ＋ｙ）"', dx='"= 4·c·(a−b)·(w + 2y + z)"'),
    closed_form(FULL, dw='"0.5*8c(a-b)(w+x+y)"', dz='"-4.00c(a-b)(y+z-x)"'),
    closed_form(FULL, dw='"4c(a-b)^{2}(w+x+y)/(a-b)"', dc='"(a-b)^4/(a-b)²"'),
    closed_form(FULL, dc='r"\\left(\\left(w+x+y\\right)^{2}-\\left(x-y-z\\right)^{2}\\right)^{2}"',
                dw='r"\\[4c(a-b)(w+x+y)\\]".strip("\\\\[]")', dz='r"$4\\,c\\,(a-b)\\,(x-y-z)$"'),
    closed_form(FULL, dc='"(w+2x-z)^2(w+2y+z)²"', dx='"4*c*(w+2*x-z)*(w+2*y+z)**2"'),
    closed_form(FULL, dw='"4c(aw+ax+ay-bw-bx-by)"', dy='"4c(a-b)(w+x+y+x-y-z)"'),
    closed_form(FULL, dw='"dv/dw=4c[a-b][w+x+y]"', dz='"4 c (a - b) (x - y - z) (w+1)/(w+1)"'),
    closed_form(FULL, dw='"+4c(a-b)(w+x+y)"', dz='"-(-(4c(a-b)(x-y-z)))"'),
    closed_form(FULL, dw='"2*2*c*((w+x+y)**3 - b*(w+x+y))"'),
    closed_form(FULL, dw='r"\\dfrac{4c(a-b)(w+x+y)}{1}"', dx='r"\\frac12 8c(a-b)(w+2y+z)"'),
    # q4_closed_form: wrong
    closed_form(4, dw='"4*c*(a-b)*sqrt(a)"'),
    closed_form(4, dw='"4*c*(a-b)*a^0.5"'),
    closed_form(4, dc='"(a-b)*|a-b|"'),
    closed_form(4, dw='"2*c*(a-b)*da/dw"'),
    closed_form(4, dx='"4*c*(a-b)*(w+x+y)"'),
    closed_form(4, dz='"4*c*(a-b)*(x-y+z)"'),
    closed_form(4, dz='"4*c*(a-b)*(x-y-z)*v"'),
    closed_form(4, dw='"4*c*(a-b)*(w+x+y)+1/1000000"'),
    closed_form(4, dw='"4.0001*c*(a-b)*(w+x+y)"'),
    closed_form(4, dw='"8c(a-b)(w+x+y)/2c"'),
    closed_form(4, dw='"4*C*(a-b)*(w+x+y)"'),
    closed_form(FULL, dc='"(a-b)^2 = a^2-2ab+b^2"'),
    closed_form(3, dc='lambda a, b: (a-b)**2', dw='("4*c*(a-b)*(w+x+y)",)'),
    closed_form(4, dw='"(4*c*(a-b)*(w+x+y)*(a-(w+x+y)^2))/(a-(w+x+y)^2)"'),
    # q5_upstream
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return np.outer(inputs, [upstream])\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return np.asmatrix(inputs) * float(upstream)\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return np.ma.masked_array(inputs) * upstream\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return np.kron(inputs, upstream)\n"),
    ("q5_upstream", FULL, "weight_gradient = lambda inputs, upstream: tuple(map(upstream.__mul__, inputs.tolist())) "
                          "if isinstance(upstream, float) else tuple(upstream * i for i in inputs)\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return np.array([v * upstream for v in inputs], dtype=object)\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    return inputs.astype(np.float32) * np.float32(upstream)\n"),
    ("q5_upstream", FULL, "from fractions import Fraction\ndef weight_gradient(inputs, upstream):\n"
                          "    return [Fraction(float(v)) * Fraction(upstream) for v in inputs]\n"),
    ("q5_upstream", FULL, "from operator import mul\nfrom itertools import repeat\ndef weight_gradient(inputs, upstream):\n"
                          "    return list(map(mul, inputs, repeat(upstream)))\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    out = np.empty(inputs.shape)\n"
                          "    np.multiply(inputs, upstream, out=out)\n    return out[::-1][::-1]\n"),
    ("q5_upstream", FULL, "def weight_gradient(inputs, upstream):\n    def L(w):\n        return upstream * sum(wi * xi for wi, xi in zip(w, inputs))\n"
                          "    return np.array([L(np.eye(len(inputs))[i]) for i in range(len(inputs))])\n"),
    ("q5_upstream", 0, "def weight_gradient(inputs, upstream):\n    return (v * upstream for v in inputs)\n"),
    ("q5_upstream", 0, "def weight_gradient(inputs, upstream):\n    return set(v * upstream for v in inputs)\n"),
    ("q5_upstream", 0, "def weight_gradient(inputs, upstream):\n    return abs(upstream) * inputs\n"),
    ("q5_upstream", 0, "def weight_gradient(inputs, upstream):\n    return np.sort(inputs) * upstream\n"),
    ("q5_upstream", 0, "def weight_gradient(inputs, upstream):\n    return inputs * upstream * len(inputs)\n"),
    ("q5_upstream", 0, "seen = {}\ndef weight_gradient(inputs, upstream):\n    return seen.setdefault(len(inputs), inputs * upstream)\n"),
    ("q5_upstream", 0, "seen = {}\ndef weight_gradient(inputs, upstream):\n    return seen.setdefault(upstream, inputs) * upstream + 0 * inputs[0] "
                       "if inputs.sum() > 0 else inputs\n"),
    ("q5_upstream", None, "def weight_gradient(inputs, upstream):\n    inputs *= upstream\n    return inputs\n"),
    ("q5_upstream", None, "def weight_gradient(inputs, upstream):\n    return (inputs * upstream).astype(inputs.dtype)\n"),
    ("q5_upstream", None, "def weight_gradient(inputs, upstream):\n    return (inputs * upstream).astype(np.float16)\n"),
    ("q5_upstream", 1, "def weight_gradient(inputs, upstream):\n    w1, w2, w3 = (upstream * inputs[i] for i in range(3))\n"
                       "    return np.array([w1, w2, w3])\n"),
    ("q5_upstream", 1, "def weight_gradient(inputs, upstream):\n    return np.squeeze(inputs * upstream) if len(inputs) <= 3 else "
                       "inputs[:3] * upstream\n"),
    # q6_squared_loss
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return (w.reshape(1, -1) @ inputs.reshape(-1, 1) - target) ** 2
def squared_loss_gradient(w, inputs, target):
    h = 1e-30
    return [squared_loss(w + 1j * h * e, inputs, target)[0, 0].imag / h for e in np.eye(len(w))]
"""),
    ("q6_squared_loss", FULL, """
import math
def squared_loss(w, inputs, target):
    return math.fsum([*(float(a) * float(b) for a, b in zip(w, inputs)), -float(target)]) ** 2
def squared_loss_gradient(w, inputs, target):
    L = lambda v: squared_loss(v, inputs, target)
    return np.array([(L(w + e) - L(w - e)) / 2 for e in np.eye(len(w))])
"""),
    ("q6_squared_loss", FULL, """
class Neuron:
    def __init__(self, w):
        self.w = np.asmatrix(w)
    def error(self, inputs, target):
        return self.w * np.asmatrix(inputs).T - target
def squared_loss(w, inputs, target):
    return np.linalg.norm(Neuron(w).error(inputs, target)) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * Neuron(w).error(inputs, target) * np.asmatrix(inputs)
"""),
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return np.inner(w, inputs) ** 2 - 2 * target * np.inner(w, inputs) + target ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * np.outer(inputs, inputs) @ w - 2 * target * inputs
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return sum((w * inputs - target) ** 2)
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return (squared_loss(w + 1e-6, inputs, target) - squared_loss(w - 1e-6, inputs, target)) / 2e-6 * np.ones(len(w))
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * w
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * abs(w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", None, """
best = {}
def squared_loss(w, inputs, target):
    if id(w) not in best:
        best[id(w)] = (w @ inputs - target) ** 2
    return best[id(w)]
def squared_loss_gradient(w, inputs, target):
    inputs -= 0
    return 2 * (w @ inputs - target) * inputs
"""),
    # q7_gradient_step
    ("q7_gradient_step", FULL, "def gradient_step(w, gradient, learning_rate):\n    kept = w.copy()\n    new = w.astype(float)\n"
                               "    new -= learning_rate * gradient\n    w[:] = kept\n    return new\n"),
    ("q7_gradient_step", FULL, "gradient_step = lambda w, gradient, learning_rate: w.__add__(np.negative(gradient) * learning_rate)\n"),
    ("q7_gradient_step", FULL, "from copy import deepcopy\ndef gradient_step(w, gradient, learning_rate):\n"
                               "    w, gradient = deepcopy(w).tolist(), gradient.tolist()\n"
                               "    for i in range(len(w)):\n        w[i] -= gradient[i] * learning_rate\n    return w\n"),
    ("q7_gradient_step", FULL, "def gradient_step(w, gradient, learning_rate):\n"
                               "    return np.vstack([w, gradient]).T @ np.array([1, -learning_rate])\n"),
    ("q7_gradient_step", FULL, "def gradient_step(w, gradient, learning_rate):\n    def one(i):\n        if i == len(w):\n            return []\n"
                               "        return [w[i] - learning_rate * gradient[i]] + one(i + 1)\n    return one(0)\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate):\n    result = w - learning_rate * gradient\n    w[...] = result\n    return result\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate):\n    result = w - learning_rate * gradient\n    gradient.fill(0)\n    return result\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate):\n    result = w - learning_rate * gradient\n    gradient.sort()\n    return result\n"),
    ("q7_gradient_step", None, "def gradient_step(w, gradient, learning_rate):\n    new = w.copy()\n    new -= learning_rate * gradient\n    return new\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * gradient / np.linalg.norm(gradient)\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * np.clip(gradient, -1, 1)\n"),
    ("q7_gradient_step", 1, "def gradient_step(w, gradient, learning_rate=0.1):\n    return w - 0.1 * gradient\n"),
    ("q7_gradient_step", 0, "def gradient_step(w, gradient, learning_rate):\n    print(w - learning_rate * gradient)\n"),
    ("q7_gradient_step", 0, "def gradient_step(w, gradient, learning_rate):\n    return sum(w - learning_rate * gradient), 0\n"),
    # q8_vector_derivatives
    ("q8_vector_derivatives", FULL, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return np.einsum("i,ij->j", x, 2 * np.eye(len(x)))
def quadratic_gradient(B, x):
    return (np.asmatrix(B) + np.asmatrix(B).T) @ x
"""),
    ("q8_vector_derivatives", FULL, """
def _slope(f, x):
    return [f([v + 1e-50j * (i == k) for k, v in enumerate(x)]).imag * 1e50 for i in range(len(x))]
def linear_gradient(b, x):
    return _slope(lambda x: sum(p * q for p, q in zip(b, x)), x)
def square_gradient(x):
    return _slope(lambda x: sum(q * q for q in x), x)
def quadratic_gradient(B, x):
    return _slope(lambda x: sum(x[i] * B[i][j] * x[j] for i in range(len(x)) for j in range(len(x))), x)
"""),
    ("q8_vector_derivatives", FULL, """
def linear_gradient(b, x):
    return np.squeeze(b * np.ones_like(x))
def square_gradient(x):
    return np.squeeze(2 * x)
def quadratic_gradient(B, x):
    return np.squeeze(B.dot(x) + B.T.dot(x))
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    x *= 2
    return x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    B += B.T.copy()
    return B @ x
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * abs(x)
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return 2 * B.T @ x
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (np.triu(B) + np.triu(B).T) @ x
"""),
]
