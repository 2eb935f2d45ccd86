"""Answers to chain_rule written from the published interface alone (seventh collection)."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from wrappers import *

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


# q1
def s(**k):
    d = {"dv/dc": "dv/dc", "dv/dw": "dv/da*da/dw", "dv/dx": "dv/da*da/dx+dv/db*db/dx", "dv/dy": "dv/da*da/dy+dv/db*db/dy", "dv/dz": "dv/db*db/dz"}
    d.update({"dv/d" + n: v for n, v in k.items()})
    return "structure = " + repr(d) + "\n"


right("q1_structure", s(), s(x=r"\frac{\partial v}{\partial b}\frac{\partial b}{\partial x} + \frac{\partial v}{\partial a}\cdot\frac{\partial a}{\partial x}"),
      s(z="  ∂v/∂b · ∂b/∂z"), s(w=r"$\dfrac{\partial v}{\partial a} \times \dfrac{\partial a}{\partial w}$"), s(w="dv/da*da/dw + dv/db*db/dw"), s(y="-(-dv/da*da/dy) - -1*dv/db*db/dy"),
      s(c="1*dv/dc"), s(c="∂v/∂c · dc/dc"), s(x="(2*dv/da*da/dx + 2*(dv/db*db/dx))/2"), s(z="dv/db*db/dz + dv/da*da/dz"), s(y="da/dy*dv/da+db/dy*dv/db"), s(x="dv/dx = dv/da*da/dx+dv/db*db/dx"),
      "def _p(n):\n    return f'dv/d{n} * d{n}/dx'\n" + s().replace("'dv/da*da/dx+dv/db*db/dx'", "' + '.join(map(_p, 'ab'))"),
      s(w="=dv/da(da/dw)"), s(w="\frac{\\partial v}{\\partial a}\frac{\\partial a}{\\partial w}"), s(y="dv/da [da/dy] + dv/db [db/dy]"))
wrong("q1_structure", s(w="dv/da*da/dx"), s(z="dv/db*db/dy"), s(x="dv/da*da/dx-dv/db*db/dx"), s(y="dv/da*da/dy*dv/db*db/dy"), s(c="1"), s(c="0"), s(c="dv/da*da/dc+dv/dc*0"), s(w="dv/dw"), s(z="-dv/db*db/dz"),
      s(x="dv/da*da/dx+dv/db"), s(x="(dv/da+dv/db)*da/dx"), s(x="(dv/da+dv/db)*(da/dx+db/dx)"), s(y="dv/da*da/dx+dv/db*db/dx"), s(w="dv/da+da/dw"), s(z="2*dv/db*db/dz"), s(w="da/dv*dw/da"),
      s(y="dv/da*da/dy+dv/db*db/dy+dv/dc"), s(y="dv/da*da/dy+dv/db*db/dy+dv/da*da/dw*0.001"), s(c="(a-b)^2"), s(w="(dv/da*da/dw)^2"), s(z="dv/db/db*dz"))


# q4
def f(**k):
    d = {"dv/dc": "(a-b)**2", "dv/dw": "4*c*(a-b)*(w+x+y)", "dv/dx": "4*c*(a-b)*(w+x+y) - 4*c*(a-b)*(x-y-z)",
         "dv/dy": "4*c*(a-b)*(w+x+y) + 4*c*(a-b)*(x-y-z)", "dv/dz": "4*c*(a-b)*(x-y-z)"}
    d.update({"dv/d" + n: v for n, v in k.items()})
    return "closed_form = " + repr(d) + "\n"


right("q4_closed_form", f(), f(c="a^2 - 2ab + b^2"), f(c="(b-a)²"), f(x="4c(a-b)(w+2y+z)"), f(y="4c(a-b)(w+2x-z)"), f(z="-4c(b-a)(x-y-z)"), f(w=r"4c\left(a-b\right)\left(w+x+y\right)"),
      f(w="4c((w+x+y)^2-b)(w+x+y)"), f(c="((w+x+y)^2-(x-y-z)^2)^2"), f(c="((w+2x-z)(w+2y+z))^2"), f(z=r"\frac{8c(a-b)(x-y-z)}{2}"), f(x="4*c*(a-b)*(w+x+y-(x-y-z))"),
      f(w="4*c*(a-b)*(a-b)*(w+x+y)/(a-b)"), f(c="(a-b)(a-b)"), f(y="0.5*8*c*(a − b)*(w+2*x-z)"), f(z="$$4\\,c\\,(a-b)\\,(x-y-z)$$"), f(w="4c(a-b)*a/(w+x+y)"))
wrong("q4_closed_form", f(w="2*c*(a-b)*(w+x+y)"), f(w="4*c*(a-b)*sqrt(a)"), f(x="4c(a-b)(w+2y-z)"), f(x="4c(a-b)(w+2x-z)"), f(y="4c(a-b)(w+2y+z)"), f(z="4c(b-a)(x-y-z)"), f(z="4c(a-b)(y+z-x)"),
      f(c="(a-b)*2"), f(c="a^2-b^2"), f(c="2(a-b)"), f(c="c(a-b)^2"), f(w="4c(a-b)a"), f(w="4c(a-b)w"), f(w="3.9999c(a-b)(w+x+y)"), f(w="4(a-b)(w+x+y)"), f(w="4c(a+b)(w+x+y)"), f(z="4c(a-b)b"),
      f(c="((w+x+y)^2-(x-y+z)^2)^2"), f(x="8c(a-b)(w+x+y)"), f(y="0"), f(z="4c^2(a-b)(x-y-z)"), f(w="4c|a-b|(w+x+y)"), f(c="(a-b)^2+1e-9"), f(w="4c(a-b)(w+x+y)+0*q"))

# q2
L = '''
def local_partials(w, x, y, z, c):
    p, q = w + x + y, x - y - z
    a, b = p * p, q * q
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2, "da/dw": 2 * p, "da/dx": 2 * p, "da/dy": 2 * p,
            "db/dx": 2 * q, "db/dy": -2 * q, "db/dz": -2 * q}
'''
K2 = ["dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz"]
right("q2_local_partials", L, L.replace("2 * c * (a - b), \"dv/db\"", "np.float64(2 * c * (a - b)), 'dv/db'"),
      "def local_partials(w, x, y, z, c):\n    from collections import OrderedDict\n    s, t = sum((w, x, y)), x - (y + z)\n    d = (s - t) * (s + t)\n    r = OrderedDict({'dv/d' + k: v for k, v in zip('abc', (2*c*d, -2*c*d, d**2))})\n    r |= {f'da/d{k}': 2 * s for k in 'wxy'}\n    r |= {f'db/d{k}': sign * t for k, sign in zip('xyz', (2, -2, -2))}\n    return r\n",
      "def local_partials(w, x, y, z, c, *, h=1e-30):\n    A = lambda w, x, y: (w + x + y) ** 2\n    B = lambda x, y, z: (x - y - z) ** 2\n    V = lambda a, b, c: c * (a - b) ** 2\n    def d(f, i, *v):\n        v = [complex(t) for t in v]; v[i] += 1j * h\n        return f(*v).imag / h\n    a, b = A(w, x, y), B(x, y, z)\n    return {'dv/da': d(V, 0, a, b, c), 'dv/db': d(V, 1, a, b, c), 'dv/dc': d(V, 2, a, b, c), 'da/dw': d(A, 0, w, x, y), 'da/dx': d(A, 1, w, x, y), 'da/dy': d(A, 2, w, x, y), 'db/dx': d(B, 0, x, y, z), 'db/dy': d(B, 1, x, y, z), 'db/dz': d(B, 2, x, y, z)}\n",
      wrap(L, "local_partials", after="out = {k: np.array([v]) for k, v in out.items()}"), wrap(L, "local_partials", after="out = {k: v * (1 + 1e-8) for k, v in out.items()}"))


def d2(key, effect, cond="True"):
    name = "local_partials"
    return wrap(L, name, after=f"w, x, y, z, c = args\nout = dict(out)\nif {cond}:\n    out[{key!r}] = {effect}")


wrong("q2_local_partials", d2("dv/da", "out['dv/da'] * (1 + 1e-4)"), d2("dv/dc", "round(out['dv/dc'], 3)"), d2("da/dw", "abs(out['da/dw'])"), d2("db/dz", "out['db/dz'] + 1e-3", "z == 0"), d2("db/dx", "0", "x == 0"),
      d2("db/dy", "out['db/dx']"), d2("dv/da", "2 * (w*w - z)", "False") + "\nlocal_partials = lambda w, x, y, z, c: _inner_local_partials(w, x, y, z, c or 1)\n", d2("dv/db", "-out['dv/db']", "c < 0"),
      d2("dv/da", "out['dv/da'] * 1.001", "abs(c) > 3"), d2("dv/da", "out['dv/da'] * 1.001", "abs(c) < 0.5 and c"), d2("da/dx", "2 * (w + x)", "y < 0"), d2("da/dy", "int(out['da/dy'])"), d2("db/dz", "float(np.float16(out['db/dz']))"),
      d2("dv/dc", "(w + x + y) ** 4 - (x - y - z) ** 4", "True"), d2("dv/dc", "min(out['dv/dc'], 1000)"), d2("db/dy", "out['db/dy'] * 1.001", "y == x"), d2("dv/db", "out['dv/db'] * 1.001", "w == 0"), d2("dv/db", "out['dv/db'] + 1", "isinstance(c, int) and isinstance(w, float)"),
      d2("dv/db", "out['dv/db'] + 1", "isinstance(w, int) and isinstance(c, float)"), d2("da/dw", "out['da/dw'] + 1", "isinstance(y, int) and isinstance(x, float)"),
      memo(L, "local_partials", "tuple(args[:4])"), memo(L, "local_partials", "tuple(args[1:])"), memo(L, "local_partials", "sum(args)"), memo(L, "local_partials", "args[0]"), memo(L, "local_partials", "tuple(abs(v) for v in args)"), memo(L, "local_partials", "tuple(round(v) for v in args)"),
      memo(L, "local_partials", "tuple(sorted(args))"), memo(L, "local_partials", "tuple(args[:3]) + (args[4],)"), memo(L, "local_partials", "1"),
      wrap(L, "local_partials", before="_n[0] += 1", after="if _n[0] > 3: out = {k: v + 1 for k, v in out.items()}", head="_n = [0]"),
      wrap(L, "local_partials", before="_n.append(1)", after="if len(_n) % 5 == 0: out = {k: v + 1 for k, v in out.items()}", head="_n = []"),
      L.replace("p, q =", "w = int(w); p, q ="), L.replace("p, q =", "c = float(np.float16(c)); p, q ="), L.replace("p, q =", "z = max(z, 0); p, q ="))

# q3
T = '''
def total_derivatives(w, x, y, z, c):
    p, q = w + x + y, x - y - z
    d = p * p - q * q
    return {"dv/dc": d * d, "dv/dw": 4 * c * d * p, "dv/dx": 4 * c * d * (p - q), "dv/dy": 4 * c * d * (p + q), "dv/dz": 4 * c * d * q}
'''


def d3(key, effect, cond="True"):
    return wrap(T, "total_derivatives", after=f"w, x, y, z, c = args\nout = dict(out)\nif {cond}:\n    out[{key!r}] = {effect}")


right("q3_total_derivatives", T, "def total_derivatives(w, x, y, z, c):\n    l = local_partials(w, x, y, z, c)\n    t = lambda n: sum(l[f'dv/d{k}'] * l.get(f'd{k}/d{n}', 0) for k in 'ab')\n    return {**{f'dv/d{n}': t(n) for n in 'wxyz'}, 'dv/dc': l['dv/dc']}\n",
      wrap(T, "total_derivatives", after="out = {k: np.float64(v) for k, v in out.items()}"), wrap(T, "total_derivatives", after="out['note'] = 'extra'"),
      "class Dual:\n    def __init__(self, v, d): self.v, self.d = v, d\n    def __add__(s, o): return Dual(s.v + o.v, s.d + o.d)\n    def __sub__(s, o): return Dual(s.v - o.v, s.d - o.d)\n    def __mul__(s, o): return Dual(s.v * o.v, s.v * o.d + s.d * o.v)\ndef total_derivatives(w, x, y, z, c):\n    def v(w, x, y, z, c):\n        p, q = w + x + y, x - y - z\n        d = p * p - q * q\n        return c * d * d\n    names = 'wxyzc'\n    return {f'dv/d{n}': v(*[Dual(t, 1 if m == n else 0) for t, m in zip((w, x, y, z, c), names)]).d for n in names}\n",
      T.replace("4 * c", "(c + c + c + c)"))
wrong("q3_total_derivatives", d3("dv/dw", "out['dv/dw'] * 1.00002"), d3("dv/dx", "4 * c * ((w+x+y)**2 - (x-y-z)**2) * (w + 2*y)", "z < 0"), d3("dv/dz", "0", "x - y - z < 0"), d3("dv/dz", "abs(out['dv/dz'])"), d3("dv/dy", "out['dv/dx']", "x == y"), d3("dv/dc", "out['dv/dc'] + 1e-3", "c == 0"),
      d3("dv/dx", "round(out['dv/dx'], 2)"), d3("dv/dx", "out['dv/dx'] + 1", "x == 0"), d3("dv/dy", "out['dv/dy'] + 1", "y == 0"), d3("dv/dw", "out['dv/dw'] + 1", "w == 0"), d3("dv/dz", "out['dv/dz'] + 1", "z == 0"),
      d3("dv/dy", "out['dv/dy'] // 1"), d3("dv/dw", "-out['dv/dw']", "w + x + y < 0 and c < 0"), d3("dv/dx", "out['dv/dx'] + 1", "not isinstance(c, int) and isinstance(x, int)"), memo(T, "total_derivatives", "tuple(args[:4])"), memo(T, "total_derivatives", "(args[0] + args[1] + args[2], args[1] - args[2] - args[3], args[4] > 0)"),
      memo(T, "total_derivatives", "hash(tuple(args)) % 7"), d3("dv/dc", "max(out['dv/dc'], 0.01)"), d3("dv/dx", "np.clip(out['dv/dx'], -1e4, 1e4)"), d3("dv/dx", "out['dv/dx'] + 1e-3", "abs(x) > 2"), d3("dv/dy", "(v := lambda y: c * ((w+x+y)**2 - (x-y-z)**2)**2, (v(y + 1e-3) - v(y)) / 1e-3)[1]"))

# q5
W = "def weight_gradient(inputs, upstream):\n    return upstream * np.asarray(inputs)\n"
right("q5_upstream", W, "weight_gradient = lambda inputs, upstream: [float(v) * upstream for v in inputs]\n", "def weight_gradient(inputs, upstream):\n    return np.multiply.outer(upstream, inputs)\n", "def weight_gradient(inputs, upstream):\n    return np.einsum('i,->i', inputs, upstream)[:, None]\n",
      "def weight_gradient(inputs, upstream, out=None):\n    def go(k):\n        return () if k == len(inputs) else (inputs[k] * upstream,) + go(k + 1)\n    return go(0)\n", "from functools import partial\nimport operator\ndef weight_gradient(inputs: np.ndarray, upstream: float) -> np.ndarray:\n    return np.fromiter(map(partial(operator.mul, upstream), inputs), float, len(inputs))\n",
      "def weight_gradient(inputs, upstream):\n    return np.diag(inputs) @ np.full(len(inputs), upstream)\n")
N = "weight_gradient"
wrong("q5_upstream", *(wrap(W, N, after=e) for e in VECTOR), memo(W, N, "args[0].tobytes()"), memo(W, N, "(args[0].shape, args[1])"), memo(W, N, "(float(args[0].sum()), args[1])"), memo(W, N, "(float(args[0][0]), args[1])"), memo(W, N, "(float(args[0][-1]), args[1], len(args[0]))"),
      memo(W, N, "(bytes(sorted(args[0].tobytes())), args[1])"), memo(W, N, "(args[0].tobytes(), abs(args[1]))"), memo(W, N, "(args[0].tobytes(), int(args[1]))"), when(W, N, "args[1] == 0", "out = np.asarray(args[0])"), when(W, N, "args[1] < 0 and len(args[0]) == 1"), when(W, N, "abs(args[1]) > 2"), when(W, N, "0 < abs(args[1]) < 0.5"),
      when(W, N, "args[0].dtype.kind == 'i'", "out = out.astype(int)"), when(W, N, "len(args[0]) > 9"), when(W, N, "len(args[0]) == 2"), when(W, N, "len(args[0]) % 2"), when(W, N, "not args[0].all()"), when(W, N, "not args[0].any()", "out = out + 1"), when(W, N, "(args[0] < 0).all()"),
      "_buf = np.zeros(4)\n" + W.replace("return", "_buf[:len(inputs)] = 0 if len(inputs) > 4 else upstream * inputs\n    return _buf[:len(inputs)] if len(inputs) <= 4 else"),
      "def weight_gradient(inputs, upstream, n=[0]):\n    n[0] += 1\n    return inputs * upstream * (1 if n[0] < 6 else 1.01)\n", "def weight_gradient(inputs, upstream):\n    inputs *= 1\n    return np.repeat(upstream, len(inputs))\n", "def weight_gradient(inputs, upstream):\n    return inputs * upstream / np.linalg.norm(inputs) if len(inputs) > 3 else inputs * upstream\n")

# q6
Q = "def squared_loss(w, inputs, target):\n    return (np.dot(w, inputs) - target) ** 2\n\ndef squared_loss_gradient(w, inputs, target):\n    return 2 * (np.dot(w, inputs) - target) * inputs\n"
right("q6_squared_loss", Q, "def squared_loss(w, inputs, target):\n    e = -target\n    for p, q in zip(w, inputs): e += p * q\n    return e * e\ndef squared_loss_gradient(w, inputs, target):\n    e = sum(float(p) * float(q) for p, q in zip(w, inputs)) - target\n    return [2 * e * float(q) for q in inputs]\n",
      "class M:\n    def __init__(s, w): s.w = w\n    def __matmul__(s, x): return (s.w[None] @ x[:, None]).item()\ndef squared_loss(w, inputs, target):\n    return np.array((M(w) @ inputs - target) ** 2)\ndef squared_loss_gradient(w, inputs, target):\n    return np.outer(inputs, 2 * (M(w) @ inputs - target))\n",
      "def squared_loss(w, inputs, target):\n    p = w @ inputs\n    return p * p - 2 * p * target + target * target\ndef squared_loss_gradient(w, inputs, target):\n    return 2 * np.outer(inputs, inputs) @ w - 2 * target * inputs\n",
      "squared_loss = lambda w, i, t: np.square(np.inner(w, i) - t)\ndef squared_loss_gradient(w, inputs, target):\n    h = 1e-40\n    return np.array([squared_loss(w + 1j * h * e, inputs, target).imag / h for e in np.eye(len(w))])\n")
G = "squared_loss_gradient"
wrong("q6_squared_loss", *(wrap(Q, G, after=e) for e in VECTOR), *(wrap(Q, "squared_loss", after=e) for e in SCALAR[:-1]), *(memo(Q, n, k) for n in (G, "squared_loss") for k in ("(args[0].tobytes(), args[1].tobytes())", "(args[0].tobytes(), args[2])", "(args[1].tobytes(), args[2])", "args[0].tobytes() + args[1].tobytes() + str(int(args[2])).encode()", "(float(args[0] @ args[1]), len(args[0]) > 3)")),
      when(Q, G, "args[0] @ args[1] < args[2]", "out = -out"), when(Q, G, "args[0] @ args[1] == 0"), when(Q, "squared_loss", "args[2] < 0"), when(Q, "squared_loss", "args[2] == 0"), when(Q, G, "args[2] == 0"), when(Q, G, "len(args[0]) == 1", "out = out / 2"), when(Q, "squared_loss", "len(args[0]) > 8"), when(Q, G, "not args[0].any()"), when(Q, G, "args[0].dtype != args[1].dtype"),
      when(Q, "squared_loss", "isinstance(args[2], int) and args[0].dtype.kind == 'f'"), when(Q, "squared_loss", "args[1].dtype.kind == 'i' and args[0].dtype.kind == 'f'"), when(Q, "squared_loss", "abs(args[0] @ args[1] - args[2]) > 10"), when(Q, "squared_loss", "abs(args[0] @ args[1] - args[2]) < 1", "out = out ** 0.5"), when(Q, G, "np.array_equal(args[0], args[1])"),
      wrap(Q, G, before="args[0] = args[0].astype(np.float16).astype(float)"), wrap(Q, G, before="args[2] = round(args[2], 3)"), wrap(Q, "squared_loss", before="args[0] = args[0].astype(args[1].dtype)"), wrap(Q, G, before="args[1] = args[1].astype(args[0].dtype)"), wrap(Q, "squared_loss", before="args[1] = np.abs(args[1])"))

# q7
S = "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * gradient\n"
N = "gradient_step"
right("q7_gradient_step", S, "def gradient_step(w, gradient, learning_rate):\n    new = w.astype(float)\n    new -= learning_rate * gradient\n    return new\n", "gradient_step = lambda w, g, r: np.array([a - r * b for a, b in zip(w, g)])\n", "def gradient_step(w, gradient, learning_rate):\n    out = np.empty(w.shape)\n    np.multiply(gradient, -learning_rate, out=out)\n    out += w\n    return out\n",
      "def gradient_step(w, gradient, learning_rate):\n    return np.stack([w, gradient]).T @ np.array([1, -learning_rate])\n", "import copy\ndef gradient_step(w, gradient, learning_rate):\n    w = [float(v) for v in copy.deepcopy(w)]\n    for i, _ in enumerate(w): w[i] -= float(gradient[i]) * learning_rate\n    return w\n")
wrong("q7_gradient_step", *(wrap(S, N, after=e) for e in VECTOR), memo(S, N, "(args[0].tobytes(), args[1].tobytes())"), memo(S, N, "(args[0].tobytes(), args[2])"), memo(S, N, "(args[1].tobytes(), args[2])"), memo(S, N, "(float(args[0].sum()), float(args[1].sum()), args[2])"), memo(S, N, "(args[0].tobytes(), args[1].tobytes(), int(args[2]))"),
      when(S, N, "args[2] == 0", "out = args[0] - args[1]"), when(S, N, "args[2] > 1", "out = args[0] - args[1]"), when(S, N, "args[2] < 0"), when(S, N, "len(args[0]) == 1"), when(S, N, "len(args[0]) > 9"), when(S, N, "not args[1].any()"), when(S, N, "args[0].dtype.kind == 'i'", "out = np.floor(out)"), when(S, N, "args[1].dtype.kind == 'i' and args[0].dtype.kind == 'f'"),
      "def gradient_step(w, gradient, learning_rate):\n    w[:] = w - learning_rate * gradient\n    return w.copy()\n", "def gradient_step(w, gradient, learning_rate):\n    gradient *= 1 if gradient.dtype.kind == 'i' else learning_rate\n    return w - gradient\n", "def gradient_step(w, gradient, learning_rate):\n    out = w - learning_rate * gradient\n    w.sort()\n    return out\n", "def gradient_step(w, gradient, learning_rate):\n    out = w - learning_rate * gradient\n    gradient.fill(0)\n    return out\n",
      "def gradient_step(w, gradient, learning_rate):\n    out = w - learning_rate * gradient\n    if len(w) > 4: w[-1] += 1\n    return out\n", "def gradient_step(w, gradient, learning_rate):\n    out = w - learning_rate * gradient\n    if learning_rate == 0: out = w; w += 1\n    return out\n", "def gradient_step(w, gradient, learning_rate):\n    if not learning_rate: return w\n    return w - learning_rate * gradient\n")

# q8
V = "def linear_gradient(b, x):\n    return b\n\ndef square_gradient(x):\n    return 2 * x\n\ndef quadratic_gradient(B, x):\n    return (B + B.T) @ x\n"
right("q8_vector_derivatives", V, V.replace("(B + B.T) @ x", "B @ x + x @ B"), V.replace("return b", "return b.copy()[:, None]"), V.replace("(B + B.T) @ x", "[sum((B[i, j] + B[j, i]) * x[j] for j in range(len(x))) for i in range(len(x))]"), V.replace("(B + B.T) @ x", "np.einsum('ij,j->i', B, x) + np.einsum('ji,j->i', B, x)"), V.replace("2 * x", "quadratic_gradient(np.eye(len(x)), x)"),
      V.replace("return b", "h = 1e-20\n    return np.array([(b @ (x + 1j * h * e)).imag / h for e in np.eye(len(x))])"), V.replace("2 * x", "np.add(x, x)").replace("(B + B.T) @ x", "2 * ((B + B.T) / 2) @ x"))
wrong("q8_vector_derivatives", *(wrap(V, n, after=e) for n, es in (("linear_gradient", VECTOR[::2]), ("square_gradient", VECTOR[1::2]), ("quadratic_gradient", VECTOR)) for e in es), V.replace("(B + B.T)", "2 * B"), V.replace("(B + B.T)", "2 * B.T"), V.replace("(B + B.T)", "(np.triu(B) + np.triu(B).T)"), V.replace("B.T) @ x", "B.T) @ x - np.diag(B) * x * (len(x) == 1)"),
      memo(V, "quadratic_gradient", "args[1].tobytes()"), memo(V, "quadratic_gradient", "args[0].tobytes()"), memo(V, "quadratic_gradient", "(float(args[0].sum()), args[1].tobytes())"), memo(V, "quadratic_gradient", "(float(np.trace(args[0])), args[1].tobytes())"), memo(V, "linear_gradient", "args[1].tobytes()"), memo(V, "square_gradient", "float(args[0] @ args[0])"), memo(V, "square_gradient", "len(args[0])"), memo(V, "linear_gradient", "float(args[0].sum())"),
      when(V, "quadratic_gradient", "len(args[1]) == 1", "out = out / 2"), when(V, "quadratic_gradient", "not args[1].any()", "out = args[0][0]"), when(V, "quadratic_gradient", "(args[0] == args[0].T).all() and len(args[1]) > 1", "out = out / 2"), when(V, "quadratic_gradient", "not np.diag(args[0]).any()"), when(V, "quadratic_gradient", "len(args[1]) > 8"), when(V, "quadratic_gradient", "args[0].dtype.kind == 'i' and args[1].dtype.kind == 'f'"), when(V, "quadratic_gradient", "args[0].dtype.kind == 'f' and args[1].dtype.kind == 'i'"),
      when(V, "linear_gradient", "not args[1].any()", "out = out * 0"), when(V, "linear_gradient", "len(args[1]) == 1", "out = args[1]"), when(V, "square_gradient", "(args[0] < 0).all()", "out = -out"), when(V, "square_gradient", "len(args[0]) == 4"), when(V, "quadratic_gradient", "not args[0].flags['C_CONTIGUOUS']"), when(V, "square_gradient", "args[0].dtype.kind == 'i'", "out = out + 1"), wrap(V, "linear_gradient", after="out = out.view(np.float64) if out.dtype != float else out"), wrap(V, "quadratic_gradient", before="args[0] = np.asarray(args[0], np.float16).astype(float)"))
