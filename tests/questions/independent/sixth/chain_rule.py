"""Answers to chain_rule written from the published interface alone (sixth collection)."""

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


# ------------------------------------------------------------------ q1, q4: written answers
S = {"dv/dc": "dv/dc", "dv/dw": "dv/da*da/dw", "dv/dx": "dv/da*da/dx + dv/db*db/dx",
     "dv/dy": "dv/da*da/dy + dv/db*db/dy", "dv/dz": "dv/db*db/dz"}
C = {"dv/dc": "(a-b)**2", "dv/dw": "4*c*(a-b)*(w+x+y)",
     "dv/dx": "4*c*(a-b)*((w+x+y) - (x-y-z))", "dv/dy": "4*c*(a-b)*((w+x+y) + (x-y-z))",
     "dv/dz": "4*c*(a-b)*(x-y-z)"}


def structure(**change):
    return "structure = " + repr({**S, **{"dv/d" + k: v for k, v in change.items()}})


def closed(**change):
    return "closed_form = " + repr({**C, **{"dv/d" + k: v for k, v in change.items()}})


right("q1_structure",
      structure(),
      structure(x=r"$\frac{\partial v}{\partial b}\cdot\frac{\partial b}{\partial x}+\frac{\partial v}{\partial a}\cdot\frac{\partial a}{\partial x}$"),
      structure(y="dv/dy = (dv/da)(da/dy) − -(dv/db)(db/dy)", c="1*dv/dc"),
      structure(z="∂v/∂b·∂b/∂z + ∂v/∂a·∂a/∂z", w="dv/da da/dw + dv/db db/dw"),
      "structure = dict([('dv/d' + k, ' + '.join(f'dv/d{n}*d{n}/d{k}' for n in ns)) for k, ns in dict(w='a', x='ab', y='ab', z='b').items()])\nstructure['dv/dc'] = '∂v/∂c'")
wrong("q1_structure",
      structure(w="dv/da*da/dx"), structure(w="dv/da*da/dy"), structure(z="-dv/db*db/dx"), structure(z="dv/db*db/dy"),
      structure(x="dv/da*da/dx - dv/db*db/dx"), structure(y="-dv/da*db/dy + -dv/db*da/dy"),
      structure(x="dv/da*da/dx + -dv/da*db/dx"), structure(x="dv/da*da/dx"), structure(y="dv/da*da/dy*dv/db*db/dy"),
      structure(c="dv/da*da/dc + dv/db*db/dc"), structure(c="(a-b)^2"), structure(y="(dv/da + dv/db)*(da/dy + db/dy)"),
      structure(w="dv/dw"), structure(w="dv/da + da/dw"), structure(z="dv/db/(dz/db)"))
right("q4_closed_form",
      closed(), closed(w="dv/dw = 2c(a-b)·2(w+x+y)"), closed(x="4c(a-b)(w+2y+z)", y="4c(a-b)(w + 2x - z)"),
      closed(z="2c·(a−b)·2(x−y−z)", c="a² - 2ab + b²"),
      closed(c="((w+x+y)^2 - (x-y-z)^2)^{2}", w=r"\frac{8c(a-b)(w+x+y)}{2}"),
      closed(y="-4c(b-a)[(w+x+y)+(x-y-z)]", x="4*c*(a*w+2*a*y+a*z-b*w-2*b*y-b*z)"))
wrong("q4_closed_form",
      closed(z="-4*c*(a-b)*(x-y-z)"), closed(x="4c(a-b)(w+2x+2y+z)"), closed(y="4c(a-b)(w+2y+z)"),
      closed(w="4*c*(a-b)*(w+x+y)**2/(x+y)"), closed(c="(a+b)**2 - 4*a*b + 1e-9"), closed(c="a**2-b**2"),
      closed(w="2c(a-b)·(w+x+y)"), closed(z="4*c*(a-b)*x-y-z"), closed(w="4*c*a-b*(w+x+y)"),
      closed(y="4c(a-b)(w+x+y+x-y+z)"), closed(w="4*c*(a-b)*a**(1/2)"), closed(c="((w+x+y)^2 - (x-y-z)^2)"))

# ------------------------------------------------------------------ q2
P = '''
def local_partials(w, x, y, z, c):
{before}
    s = w + x + y
    t = x - y - z
    a, b = s ** 2, t ** 2
{mid}
    out = {{"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
           "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s, "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}}
{after}
    return out
'''


def q2(before="    pass", mid="    pass", after="    pass", head=""):
    return head + P.format(before=before, mid=mid, after=after)


right("q2_local_partials",
      q2(),
      q2(before="    w, x, y, z, c = np.array([w, x, y, z, c], dtype=float)"),
      q2(before="    w, x, y, z, c = np.array([w, x, y, z, c])"),
      q2(before="    from fractions import Fraction\n    w, x, y, z, c = map(Fraction, (w, x, y, z, c))",
         after="    out = {k: float(v) for k, v in out.items()}"),
      "from functools import lru_cache\n" + q2().replace("def ", "@lru_cache(maxsize=None)\ndef "),
      '''
def local_partials(*args):
    def step(f, i, *at):
        at = list(map(complex, at)); at[i] += 1e-30j
        return f(*at).imag / 1e-30
    w, x, y, z, c = args
    a = lambda w, x, y: (w + x + y) * (w + x + y)
    b = lambda x, y, z: (x - y - z) * (x - y - z)
    v = lambda a, b, c: c * (a - b) * (a - b)
    A, B = a(w, x, y), b(x, y, z)
    r = {"dv/d" + n: step(v, i, A, B, c) for i, n in enumerate("abc")}
    r.update({"da/d" + n: step(a, i, w, x, y) for i, n in enumerate("wxy")})
    r.update({"db/d" + n: step(b, i, x, y, z) for i, n in enumerate("xyz")})
    return r
''')
wrong("q2_local_partials",
      q2(before="    w, x, y, z, c = np.array([w, x, y, z, c], dtype=type(w))"),
      q2(before="    w, x, y, z, c = np.array([w, x, y, z, c], dtype=type(c))"),
      q2(before="    w, x, y, z, c = np.array([w, x, y, z, c], dtype=type(z))"),
      q2(before="    v = np.full(5, x); v[:] = w, x, y, z, c\n    w, x, y, z, c = v"),
      q2(before="    w, x, y, z, c = [int(v) for v in (w, x, y, z, c)]"),
      q2(before="    c = c or 1"), q2(before="    w = w or 1.0"), q2(before="    y = y or 1e-3"), q2(before="    z = z or 1"), q2(before="    x = x if x else 0.5"),
      q2(before="    if isinstance(c, int):\n        c = float(c // 1) // 2 * 2"),
      q2(mid="    s = np.sqrt(a)"), q2(mid="    t = b ** 0.5"), q2(mid="    t = abs(t)"),
      q2(after="    if a < b:\n        out['dv/dc'] = -out['dv/dc']"),
      q2(after="    out['dv/dc'] = (a - b) * abs(a - b)"),
      q2(after="    out['dv/da'] = 2 * c * abs(a - b)\n    out['dv/db'] = -2 * c * abs(a - b)"),
      q2(after="    out = {k: round(float(v), 2) for k, v in out.items()}"),
      q2(after="    out = {k: float(np.float16(v)) for k, v in out.items()}"),
      q2(after="    out = {k: float('%.4g' % v) for k, v in out.items()}"),
      q2(after="    out = {k: v for k, v in out.items() if v}"),
      q2(after="    out['db/dy'] = -2 * t if c > 0 else 2 * t"),
      q2(after="    out['dv/db'] = -2 * abs(c) * (a - b)"),
      q2(after="    out['dv/dc'] = out['dv/da'] ** 2 / (4 * c ** 2) if c else 0.0"),
      q2(after="    out['da/dw'] = a / s * 2 if s else 1.0\n    out['db/dz'] = -2 * b / t if t else np.nan"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault((w, x, y, z), out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault((x, y, z, c), out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault((w, x, z, c), out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault((w + x + y, x - y, c), out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault(tuple(sorted((w, x, y, z, c))), out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault(w + x + y + z + c, out)"),
      q2(head="_seen = {}\n", after="    return _seen.setdefault(tuple(map(int, (w, x, y, z, c))), out)"),
      q2().replace("z, c):", "z, c, out={}):").replace("out = {", "new = {").replace("    return out", "    for k in new:\n        out.setdefault(k, new[k])\n    return out"))

# ------------------------------------------------------------------ q3
T = '''
def total_derivatives(w, x, y, z, c):
{before}
    p = local_partials(w, x, y, z, c)
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    out = {{"dv/dc": p["dv/dc"], "dv/dw": p["dv/da"] * p["da/dw"],
           "dv/dx": p["dv/da"] * p["da/dx"] + p["dv/db"] * p["db/dx"],
           "dv/dy": p["dv/da"] * p["da/dy"] + p["dv/db"] * p["db/dy"], "dv/dz": p["dv/db"] * p["db/dz"]}}
{after}
    return out
'''


def q3(before="    pass", after="    pass", head=""):
    return head + T.format(before=before, after=after)


right("q3_total_derivatives",
      q3(),
      '''
def total_derivatives(w, x, y, z, c):
    def v(w, x, y, z, c):
        d = (w + x + y) ** 2 - (x - y - z) ** 2
        return c * d * d
    names, at = "wxyzc", [w, x, y, z, c]
    return {f"dv/d{n}": float(np.imag(v(*[t + (1e-40j if i == j else 0) for j, t in enumerate(at)])) * 1e40)
            for i, n in enumerate(names)}
''',
      '''
def total_derivatives(w, x, y, z, c):
    # a - b factors: (s - t)(s + t)
    s, t = w + x + y, x - y - z
    d = (s - t) * (s + t)
    k = 4 * c * d
    return dict(zip(["dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz"], [d * d, k * s, k * (s - t), k * (s + t), k * t]))
''')
wrong("q3_total_derivatives",
      q3(after="    out['dv/dw'] = 4 * c * (a - b) * np.sqrt(a)"),
      q3(after="    out['dv/dz'] = 4 * c * (a - b) * b ** .5"),
      q3(after="    out['dv/dx'] = abs(out['dv/dx']) if c > 0 else out['dv/dx']"),
      q3(before="    c = max(c, 0)"), q3(before="    z = z or x"), q3(before="    w = int(w)"), q3(before="    y = int(y) if isinstance(x, int) else y"),
      q3(after="    if out['dv/dc'] == 0:\n        out['dv/dc'] = 1.0"),
      q3(after="    if c == 0:\n        out['dv/dc'] = 0"),
      q3(after="    if w == 0:\n        out['dv/dw'] = 0"),
      q3(after="    if x == 0:\n        out['dv/dx'] = 0"),
      q3(after="    out = {k: np.clip(v, -1000, 1000) for k, v in out.items()}"),
      q3(after="    out = {k: int(v) if isinstance(w, int) else v for k, v in out.items()}"),
      q3(after="    out['dv/dy'] = 4 * c * (a - b) * (w + 2 * abs(x) - z)"),
      '''
def total_derivatives(w, x, y, z, c, h=1e-3):
    v = lambda w, x, y, z, c: c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2
    at = [w, x, y, z, c]
    out = {}
    for i, n in enumerate("wxyzc"):
        up, down = list(at), list(at)
        up[i] += h; down[i] -= h
        out["dv/d" + n] = (v(*up) - v(*down)) / (2 * h)
    return out
''')

# ------------------------------------------------------------------ q5
right("q5_upstream",
      "weight_gradient = lambda inputs, upstream: np.asarray(inputs, float) * upstream",
      "def weight_gradient(inputs, upstream):\n    return [upstream * float(v) for v in inputs]",
      "def weight_gradient(inputs, upstream):\n    return np.einsum('i,->i', inputs, upstream)",
      "def weight_gradient(inputs, upstream):\n    return tuple(map(lambda v: v * upstream, inputs.tolist()))",
      "def weight_gradient(inputs, upstream):\n    g = inputs.astype(np.longdouble)\n    g *= upstream\n    return g.astype(float)[None]",
      "def weight_gradient(inputs, upstream):\n    return np.diag(inputs * 1.0) @ np.full(len(inputs), upstream)")
wrong("q5_upstream",
      "def weight_gradient(inputs, upstream):\n    g = np.zeros_like(inputs)\n    g[:] = inputs * upstream\n    return g",
      "def weight_gradient(inputs, upstream):\n    return inputs.astype(type(upstream)) * upstream",
      "def weight_gradient(inputs, upstream):\n    return inputs * int(upstream)",
      "def weight_gradient(inputs, upstream):\n    return inputs * (upstream or 1)",
      "def weight_gradient(inputs, upstream):\n    return inputs * abs(upstream)",
      "def weight_gradient(inputs, upstream):\n    inputs *= upstream\n    return inputs",
      "def weight_gradient(inputs, upstream):\n    if inputs.dtype.kind == 'i':\n        return inputs * upstream\n    inputs *= upstream\n    return inputs.copy()",
      "def weight_gradient(inputs, upstream):\n    inputs = inputs * np.float16(upstream)\n    return inputs",
      "def weight_gradient(inputs, upstream):\n    return np.array([float(f'{v * upstream:.4f}') for v in inputs])",
      "def weight_gradient(inputs, upstream):\n    g = np.zeros(10)\n    g[:len(inputs)] = upstream * inputs\n    return g[:len(inputs)]",
      "def weight_gradient(inputs, upstream):\n    a, b, *rest = inputs * upstream\n    return np.array([a, b, *rest])",
      "def weight_gradient(inputs, upstream):\n    slot = {v: i for i, v in enumerate(inputs)}\n    g = np.zeros(len(inputs))\n    for v, i in slot.items():\n        g[i] = v * upstream\n    return g",
      "def weight_gradient(inputs, upstream):\n    l = list(inputs)\n    g = np.zeros(len(l))\n    for v in l:\n        g[l.index(v)] += v * upstream\n    return g",
      "def weight_gradient(inputs, upstream):\n    z = inputs @ inputs\n    return z * upstream / inputs / len(inputs)",
      "def weight_gradient(inputs, upstream):\n    g = upstream * inputs\n    return g / max(1.0, np.linalg.norm(g) / 5)",
      "_c = {}\ndef weight_gradient(inputs, upstream):\n    k = inputs.tobytes()\n    if k not in _c:\n        _c[k] = inputs * upstream\n    return _c[k]",
      "_c = {}\ndef weight_gradient(inputs, upstream):\n    k = (len(inputs), upstream)\n    if k not in _c:\n        _c[k] = inputs * upstream\n    return _c[k]",
      "_c = {}\ndef weight_gradient(inputs, upstream):\n    k = (float(inputs.sum()), float(upstream))\n    return _c.setdefault(k, inputs * upstream)",
      "def weight_gradient(inputs, upstream, last=[]):\n    if not last or len(last[0]) != len(inputs):\n        last[:] = [inputs.copy()]\n    return last[0] * upstream")

# ------------------------------------------------------------------ q6
G = "def squared_loss(w, inputs, target):\n    return (w @ inputs - target) ** 2\n"
D = "def squared_loss_gradient(w, inputs, target):\n    return 2 * (w @ inputs - target) * inputs\n"
right("q6_squared_loss",
      G + D,
      "def squared_loss(w, inputs, target):\n    return float(sum(map(lambda a, b: a * b, w.tolist(), inputs.tolist())) - target) ** 2\n"
      "def squared_loss_gradient(w, inputs, target):\n    e = np.vdot(w, inputs) - target\n    return [2 * e * v for v in inputs]\n",
      "class Neuron:\n    def __init__(self, w): self.w = np.array(w, float)\n    def err(self, i, t): return self.w.dot(i) - t\n"
      "squared_loss = lambda w, inputs, target: np.atleast_1d(Neuron(w).err(inputs, target) ** 2)\n"
      "squared_loss_gradient = lambda w, inputs, target: (2 * Neuron(w).err(inputs, target) * inputs)[:, None]\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    g = []\n    for i in range(len(w)):\n        v = w.astype(complex); v[i] += 1e-40j\n        g.append(((v @ inputs - target) ** 2).imag / 1e-40)\n    return np.array(g)\n",
      "def squared_loss(w, inputs, target):\n    return np.einsum('i,i', w, inputs) ** 2 - 2 * target * np.inner(w, inputs) + target * target\n" + D)
wrong("q6_squared_loss",
      G + "def squared_loss_gradient(w, inputs, target):\n    g = np.empty_like(w)\n    for i, v in enumerate(inputs):\n        g[i] = 2 * (w @ inputs - target) * v\n    return g\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    g = np.empty_like(inputs)\n    for i, v in enumerate(inputs):\n        g[i] = 2 * (w @ inputs - target) * v\n    return g\n",
      "def squared_loss(w, inputs, target):\n    total = np.zeros((), inputs.dtype)\n    for a, b in zip(w, inputs):\n        total[...] = total + a * b\n    return float(total - target) ** 2\n" + D,
      "def squared_loss(w, inputs, target):\n    return (w.astype(inputs.dtype) @ inputs - target) ** 2\n" + D,
      "def squared_loss(w, inputs, target):\n    return (w @ inputs - int(target)) ** 2\n" + D,
      G + "def squared_loss_gradient(w, inputs, target):\n    return 2 * (w @ inputs - (target or w @ inputs)) * inputs\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    return 2 * abs(w @ inputs - target) * inputs\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    return 2 * np.sqrt(squared_loss(w, inputs, target)) * inputs\n",
      "def squared_loss(w, inputs, target):\n    e = w @ inputs - target\n    return e ** 2 if abs(e) < 10 else 20 * abs(e) - 100\n" + D,
      G + "def squared_loss_gradient(w, inputs, target):\n    return np.clip(2 * (w @ inputs - target), -20, 20) * inputs\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    return 2 * (w.mean() * inputs.sum() - target) * inputs\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    return 2 * (w[:8] @ inputs[:8] - target) * inputs\n",
      "_err = {}\ndef squared_loss(w, inputs, target):\n    _err['e'] = w @ inputs - target\n    return _err['e'] ** 2\n"
      "def squared_loss_gradient(w, inputs, target):\n    if 'e' not in _err:\n        squared_loss(w, inputs, target)\n    return 2 * _err['e'] * inputs\n",
      "_m = {}\ndef squared_loss(w, inputs, target):\n    k = (w.tobytes(), inputs.tobytes())\n    return _m.setdefault(k, (w @ inputs - target) ** 2)\n" + D,
      "_m = {}\ndef squared_loss(w, inputs, target):\n    k = (inputs.tobytes(), target)\n    return _m.setdefault(k, (w @ inputs - target) ** 2)\n" + D,
      G + "_m = {}\ndef squared_loss_gradient(w, inputs, target):\n    k = (w.tobytes(), target)\n    return _m.setdefault(k, 2 * (w @ inputs - target) * inputs)\n",
      G + "_m = {}\ndef squared_loss_gradient(w, inputs, target):\n    k = float(w @ inputs), target\n    return _m.setdefault(k, 2 * (w @ inputs - target) * inputs)\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    inputs *= 2\n    return (w @ inputs / 2 - target) * inputs\n",
      G + "def squared_loss_gradient(w, inputs, target):\n    e = w @ inputs - target\n    return 2 * e * inputs if abs(e) > 1e-1 else np.zeros(len(w))\n",
      "def squared_loss(w, inputs, target):\n    return np.sum((w * inputs - target / len(w)) ** 2)\n" + D,
      "def squared_loss(w, inputs, target):\n    return np.round((w @ inputs - target) ** 2, 3)\n" + D)

# ------------------------------------------------------------------ q7
right("q7_gradient_step",
      "gradient_step = lambda w, gradient, learning_rate: w - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    new = w.astype(float)\n    new -= learning_rate * gradient\n    return new",
      "def gradient_step(w, gradient, learning_rate):\n    return [a - learning_rate * b for a, b in zip(w, gradient)]",
      "def gradient_step(w, gradient, learning_rate):\n    return np.stack([w, gradient], 1) @ [1, -learning_rate]",
      "def gradient_step(w, gradient, learning_rate):\n    return np.fromiter((a - learning_rate * b for a, b in zip(w, gradient)), float)",
      "def gradient_step(w, gradient, learning_rate):\n    if not learning_rate:\n        return w.copy()\n    return np.add(w, np.negative(np.multiply(gradient, learning_rate)), dtype=float)")
wrong("q7_gradient_step",
      "def gradient_step(w, gradient, learning_rate):\n    new = w.copy()\n    new[:] = w - learning_rate * gradient\n    return new",
      "def gradient_step(w, gradient, learning_rate):\n    new = np.empty_like(gradient)\n    for i in range(len(w)):\n        new[i] = w[i] - learning_rate * gradient[i]\n    return new",
      "def gradient_step(w, gradient, learning_rate):\n    return w - (learning_rate * gradient).astype(w.dtype)",
      "def gradient_step(w, gradient, learning_rate):\n    return w - int(learning_rate) * gradient if isinstance(learning_rate, int) else w.astype(int) - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    return w - (learning_rate or 0.1) * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    return w - min(learning_rate, 1) * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * np.clip(gradient, -5, 5)",
      "def gradient_step(w, gradient, learning_rate):\n    n = np.linalg.norm(gradient)\n    if n > 10:\n        gradient = gradient * 10 / n\n    return w - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    gradient *= learning_rate\n    return w - gradient",
      "def gradient_step(w, gradient, learning_rate):\n    if w.dtype == float:\n        w -= learning_rate * gradient\n        return w\n    return w - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    if gradient.dtype == float:\n        np.multiply(gradient, -learning_rate, out=gradient)\n        return w + gradient\n    return w - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    if w.dtype.kind == 'i' and isinstance(learning_rate, int) and gradient.dtype.kind == 'i':\n        w -= learning_rate * gradient\n        return w\n    return w - learning_rate * gradient",
      "def gradient_step(w, gradient, learning_rate):\n    w[0] -= learning_rate * gradient[0]\n    return np.append(w[0], w[1:] - learning_rate * gradient[1:])",
      "def gradient_step(w, gradient, learning_rate):\n    step = learning_rate * gradient\n    w += step\n    out = w - 2 * step\n    w -= step\n    return out",
      "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * gradient * (w != 0)",
      "def gradient_step(w, gradient, learning_rate):\n    new = np.zeros(9)\n    n = len(w)\n    new[:n] = w - learning_rate * gradient\n    return new[:n]",
      "def gradient_step(w, gradient, learning_rate):\n    return w - learning_rate * np.sign(w) * np.sign(w) * gradient",
      "_last = {}\ndef gradient_step(w, gradient, learning_rate):\n    v = 0.1 * _last.get(len(w), 0) + gradient\n    _last[len(w)] = v\n    return w - learning_rate * v",
      "_c = {}\ndef gradient_step(w, gradient, learning_rate):\n    return _c.setdefault((w.tobytes(), gradient.tobytes()), w - learning_rate * gradient)",
      "_c = {}\ndef gradient_step(w, gradient, learning_rate):\n    return _c.setdefault((w.tobytes(), learning_rate), w - learning_rate * gradient)",
      "_c = {}\ndef gradient_step(w, gradient, learning_rate):\n    return _c.setdefault((gradient.tobytes(), learning_rate), w - learning_rate * gradient)")

# ------------------------------------------------------------------ q8
L = "def linear_gradient(b, x):\n    return b.copy()\n"
Q = "def square_gradient(x):\n    return 2 * x\n"
B = "def quadratic_gradient(B, x):\n    return (B + B.T) @ x\n"
right("q8_vector_derivatives",
      L + Q + B, "linear_gradient = lambda b, x: b\n" + Q + B,
      "def linear_gradient(b, x):\n    return np.broadcast_to(b, x.shape)\nsquare_gradient = lambda x: x + x\ndef quadratic_gradient(B, x):\n    return B @ x + x @ B\n",
      L + "def square_gradient(x):\n    return np.einsum('i,ij->j', x, 2 * np.eye(len(x)))\ndef quadratic_gradient(B, x):\n    return np.einsum('ij,j->i', B, x) + np.einsum('ij,i->j', B, x)\n",
      "def _g(f, x):\n    e = np.eye(len(x)) * 1e-50j\n    return [complex(f(x + d)).imag * 1e50 for d in e]\n"
      "linear_gradient = lambda b, x: _g(lambda t: b @ t, x)\nsquare_gradient = lambda x: _g(lambda t: t @ t, x)\nquadratic_gradient = lambda B, x: _g(lambda t: t @ B @ t, x)\n",
      L + Q + "def quadratic_gradient(B, x):\n    n = len(x)\n    return [sum((B[k, j] + B[j, k]) * x[j] for j in range(n)) for k in range(n)]\n")
wrong("q8_vector_derivatives",
      "def linear_gradient(b, x):\n    return np.full_like(x, b)\n" + Q + B,
      "def linear_gradient(b, x):\n    return b * x / x\n" + Q + B,
      "def linear_gradient(b, x):\n    return b * (x != 0)\n" + Q + B,
      "def linear_gradient(b, x):\n    return b.astype(x.dtype)\n" + Q + B,
      "def linear_gradient(b, x):\n    return np.where(b == x, 1.0, b)\n" + Q + B,
      "def linear_gradient(b, x):\n    return np.round(b, 3)\n" + Q + B,
      "_k = {}\ndef linear_gradient(b, x):\n    return _k.setdefault(x.tobytes(), b.copy())\n" + Q + B,
      L + "def square_gradient(x):\n    x *= 2\n    return x\n" + B,
      L + "def square_gradient(x):\n    return 2 * np.abs(x)\n" + B,
      L + "def square_gradient(x):\n    return 2 * x ** 2 / x\n" + B,
      L + "def square_gradient(x):\n    return np.array([2 * v for v in dict.fromkeys(x.tolist())])\n" + B,
      L + "def square_gradient(x):\n    return x * len(x) if len(x) < 3 else 2 * x\n" + B,
      L + "def square_gradient(x):\n    return ((x + 1e-2) ** 2 - x ** 2) / 1e-2\n" + B,
      L + Q + "def quadratic_gradient(B, x):\n    return 2 * B @ x if np.allclose(B, B.T, atol=0.5) else (B + B.T) @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    B += B.T\n    return B @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    S = np.zeros_like(B)\n    S[:] = (B + B.T) / 2\n    return 2 * S @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    g = np.zeros_like(x)\n    for i in range(len(x)):\n        g[i] = B[i] @ x + B[:, i] @ x\n    return g\n",
      L + Q + "def quadratic_gradient(B, x):\n    return (B + B.T - np.diag(np.diag(B))) @ x if len(x) > 1 else 2 * B[0] * x\n",
      L + Q + "def quadratic_gradient(B, x):\n    return (np.triu(B) + np.triu(B).T) @ x + (np.tril(B, -1) + np.tril(B, -2).T) @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    return 2 * (x @ B @ x) / (x @ x) * x if len(x) == 1 else (B + B.T) @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    n = min(len(x), 8)\n    g = B @ x\n    g[:n] += (x @ B)[:n]\n    return g\n",
      L + Q + "_k = {}\ndef quadratic_gradient(B, x):\n    if len(x) not in _k:\n        _k[len(x)] = B + B.T\n    return _k[len(x)] @ x\n",
      L + Q + "_k = {}\ndef quadratic_gradient(B, x):\n    if id(B) not in _k:\n        _k[id(B)] = B + B.T\n    return _k[id(B)] @ x\n",
      L + Q + "def quadratic_gradient(B, x):\n    i = np.triu_indices(len(x), 1)\n    C = B.copy()\n    C[i] = C.T[i] = (B[i] + B.T[i]) / 2\n    return 2 * C @ x\n")
