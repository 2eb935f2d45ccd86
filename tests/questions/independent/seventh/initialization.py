"""Answers to initialization written from the published interface alone (seventh collection)."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from wrappers import *

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


# q1, q2
Z = "def zero_init_forward(x, hidden_units):\n    return np.full(hidden_units, 0.5), 0.0\n"
G = "def zero_init_gradients(x, hidden_units):\n    return {'W0': np.zeros((hidden_units, len(x))), 'b0': np.zeros(hidden_units), 'W1': np.full(hidden_units, 0.5), 'b1': 1.0}\n"
right("q1_zero_forward", Z, "def zero_init_forward(x, hidden_units):\n    W0 = np.zeros((hidden_units, x.size)); z = 1 / (1 + np.exp(-(W0 @ x)))\n    return z[None], np.zeros((1, hidden_units)) @ z\n", "zero_init_forward = lambda x, hidden_units: ([1 / 2] * hidden_units, False)\n", "def zero_init_forward(x, hidden_units):\n    from fractions import Fraction\n    return tuple(float(Fraction(1, 2)) for _ in range(hidden_units)), np.float64(0)\n", "def zero_init_forward(x, hidden_units):\n    z = np.empty((hidden_units, 1)); z.fill(.5)\n    return [z, np.array(0)]\n")
right("q2_zero_gradients", G, G.replace("np.full(hidden_units, 0.5)", "np.full((1, hidden_units), 0.5)").replace("1.0}", "True}"), "def zero_init_gradients(x, hidden_units):\n    z = np.array([0.5] * hidden_units)\n    W1 = np.zeros((1, hidden_units))\n    d = W1[0] * z * (1 - z)\n    return dict(W0=np.outer(d, x), b0=d, W1=z, b1=np.ones(1))\n", "def zero_init_gradients(x, hidden_units):\n    return {'W0': [[0] * len(x) for _ in range(hidden_units)], 'b0': [0] * hidden_units, 'W1': [0.5] * hidden_units, 'b1': 1, 'x': 0}\n")
F1, F2 = "zero_init_forward", "zero_init_gradients"
C1 = ["args[1] == 1", "args[1] == 2", "args[1] > 8", "args[1] == len(args[0])", "args[1] < len(args[0])", "len(args[0]) == 1", "len(args[0]) > 8", "not args[0].any()", "args[0].dtype.kind == 'i'", "(args[0] < 0).all()", "args[1] > len(args[0])", "args[1] % 2 == 0", "args[1] == 7", "args[0].sum() > 0", "np.abs(args[0]).max() > 5"]
wrong("q1_zero_forward", *(when(Z, F1, c, "out = (out[0] + 1e-3, out[1])") for c in C1[::2]), *(when(Z, F1, c, "out = (out[0], out[1] + 1e-3)") for c in C1[1::2]), memo(Z, F1, "args[0].tobytes()"), memo(Z, F1, "args[1] > 3"), memo(Z, F1, "len(args[0])"), Z.replace("0.5), 0.0", "0.50001), 0.0"), Z.replace("0.5), 0.0", "0.5), 1e-4"), Z.replace("hidden_units, 0.5", "len(x), 0.5"), Z.replace("0.5), 0.0", "0.5), 0.5"), Z.replace("0.5), 0.0", "0.), 0.0"), Z.replace("0.0", "0.5 * hidden_units"), Z.replace("0.0", "np.zeros(hidden_units)"), Z.replace("np.full(hidden_units, 0.5), 0.0", "0.0, np.full(hidden_units, 0.5)"), Z.replace("np.full(hidden_units, 0.5)", "0.5"), Z.replace("hidden_units, 0.5", "(hidden_units, len(x)), 0.5"), Z.replace("return", "hidden_units = min(hidden_units, 8)\n    return"), Z.replace("return", "x[...] = 0\n    return"))
wrong("q2_zero_gradients", *(when(G, F2, c, "out = {**out, %r: np.asarray(out[%r]) + 1e-3}" % (k, k)) for c, k in zip(C1 * 2, ["W0", "b0", "W1", "b1"] * 8)), memo(G, F2, "args[1]"), memo(G, F2, "len(args[0])"), G.replace("(hidden_units, len(x))", "(len(x), hidden_units)"), G.replace("(hidden_units, len(x))", "hidden_units"), G.replace("1.0}", "0.0}"), G.replace("1.0}", "0.5}"), G.replace("np.full(hidden_units, 0.5)", "np.zeros(hidden_units)"), G.replace("'b0': np.zeros(hidden_units)", "'b0': np.zeros(len(x))"), G.replace("'b0': np.zeros(hidden_units)", "'b0': 0.0"), G.replace("np.full(hidden_units, 0.5)", "0.5"), G.replace("np.zeros((hidden_units, len(x)))", "0.25 * np.outer(np.ones(hidden_units), x)"), G.replace("np.zeros(hidden_units)", "np.full(hidden_units, 1e-8)"))

# q3
L = """def loss_gradients(X, targets, W0, b0, W1, b1):
    n = len(X)
    z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    e = z @ W1[0] + b1 - targets
    g = 2 * e / n
    d = g[:, None] * W1 * z * (1 - z)
    out = {'loss': np.mean(e ** 2), 'W0': d.T @ X, 'b0': d.sum(axis=0), 'W1': g @ z, 'b1': g.sum()}
    return out
"""
F3 = "loss_gradients"
right("q3_loss_gradients", L, L.replace("return out", "return {**out, 'b1': [out['b1']], 'W1': out['W1'][None], 'b0': out['b0'][:, None]}"),
      """def loss_gradients(X, targets, W0, b0, W1, b1):
    sums = [0.0, np.zeros(W0.shape), np.zeros(len(b0)), np.zeros(len(b0)), 0.0]
    for x, t in zip(X, targets):
        z = sigmoid(W0 @ x + b0)
        y = float(np.dot(W1[0], z)) + b1
        u = 2 * (y - t)
        d = u * W1[0] * z * (1 - z)
        for i, v in enumerate(((y - t) ** 2, np.outer(d, x), d, u * z, u)):
            sums[i] = sums[i] + v
    return dict(zip(('loss', 'W0', 'b0', 'W1', 'b1'), (s / len(X) for s in sums)))
""", """def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(np.einsum('nd,hd->nh', X, W0) + b0)
    r = np.einsum('oh,nh->n', W1, Z) + b1 - targets
    D = np.einsum('n,oh,nh->nh', r, W1, Z * (1 - Z)) * 2 / r.size
    return {'b1': 2 * r.mean(), 'W1': (2 * Z * r[:, None]).mean(0), 'b0': D.sum(0), 'W0': np.einsum('nh,nd->hd', D, X), 'loss': r @ r / r.size}
""", """def loss_gradients(X, targets, W0, b0, W1, b1):
    def loss(W0, b0, W1, b1):
        s = 1 / (1 + np.exp(-(X @ W0.T + b0)))
        return (((W1 @ s.T)[0] + b1 - targets) ** 2).mean()
    h, base = 1e-30, {'W0': W0, 'b0': b0, 'W1': W1, 'b1': np.array(b1)}
    out = {'loss': loss(W0, b0, W1, b1)}
    for k, v in base.items():
        g = np.zeros(v.shape)
        for i in np.ndindex(v.shape):
            p = v.astype(complex); p[i] += 1j * h
            g[i] = loss(**{**base, k: p}).imag / h
        out[k] = g
    return out
""")


def d3(key, e):
    return wrap(L, F3, after=f"out = dict(out)\nv = np.asarray(out[{key!r}], float)\n{e}\nout[{key!r}] = v")


KEYS = ["loss", "W0", "b0", "W1", "b1"]
EFF = ["v = v * (1 + 1e-4)", "v = v * (1 - 1e-5)", "v = v.astype(np.float16).astype(float)", "v = np.round(v, 3)", "v = v + 1e-3 * (v < 0)", "v = np.maximum(v, -1)", "v = np.minimum(v, 1)", "v = np.clip(v, -3, 3)", "v = np.abs(v)"]
COND = ["len(args[0]) == 1", "len(args[0]) == 2", "len(args[0]) > 20", "len(args[0]) > 30", "args[0].shape[1] == 1", "args[0].shape[1] > 7", "len(args[3]) == 1", "len(args[3]) > 7", "len(args[3]) == args[0].shape[1]", "len(args[0]) == args[0].shape[1]", "len(args[0]) == len(args[3])", "not args[0].any()", "not args[1].any()", "not args[2].any()", "not args[3].any()", "not args[4].any()", "args[5] == 0", "args[5] < 0", "args[0].dtype.kind == 'i' and args[2].dtype.kind == 'f'", "args[1].dtype.kind == 'i' and args[0].dtype.kind == 'f'", "args[3].dtype.kind == 'i' and args[2].dtype.kind == 'f'", "args[4].dtype.kind == 'i' and args[2].dtype.kind == 'f'", "isinstance(args[5], int) and args[2].dtype.kind == 'f'", "(args[1] < 0).all()", "np.ptp(args[1]) == 0 and len(args[1]) > 1", "len(args[0]) % 2 and len(args[0]) > 1", "len(args[0]) < len(args[3])", "(args[0] < 0).any(axis=0).all()"]
wrong("q3_loss_gradients", *(d3(k, e) for i, k in enumerate(KEYS) for e in EFF[:6] + EFF[6 + i % 3:6 + i % 3 + 1] if not (k == "loss" and ("v < 0" in e or "-1)" in e or "abs" in e))), *(when(L, F3, c, "out = {**out, %r: np.asarray(out[%r]) * 1.001 + 1e-3}" % (k, k)) for c, k in zip(COND * 2, KEYS * 12)),
      *(memo(L, F3, "b''.join(np.asarray(a).tobytes() for i, a in enumerate(args) if i != %d)" % i) for i in range(6)), memo(L, F3, "tuple(np.shape(a) for a in args)"), memo(L, F3, "tuple(float(np.sum(a)) for a in args)"), memo(L, F3, "float(np.sum(args[0]))"), memo(L, F3, "b''.join(np.abs(a).tobytes() for a in args)"), memo(L, F3, "b''.join(np.sort(np.ravel(a)).tobytes() for a in args)"), memo(L, F3, "b''.join(np.ravel(a)[:2].tobytes() for a in args)"),
      *(wrap(L, F3, before=c) for c in ["args[%d] = args[%d].astype(int)" % (i, i) for i in range(5)] + ["args[5] = int(args[5])"] + ["args[%d] = args[%d].astype(np.float16).astype(float)" % (i, i) for i in range(5)] + ["args[%d] = np.abs(args[%d])" % (i, i) for i in range(6)] + ["args[0], args[1] = args[0][:30], args[1][:30]", "args[0], args[1] = args[0][:-1] if len(args[0]) > 1 else args[0], args[1][:-1] if len(args[0]) > 1 else args[1]"]),
      L.replace("2 * e / n", "e / n"), L.replace("2 * e / n", "2 * e / (n - 1 or 1)"), L.replace("2 * e / n", "2 * e / n * (n > 1 or .5)"), L.replace("'loss': np.mean(e ** 2)", "'loss': np.mean(e) ** 2"), L.replace("'loss': np.mean(e ** 2)", "'loss': np.sqrt(np.mean(e ** 2))"), L.replace("'loss': np.mean(e ** 2)", "'loss': np.var(e)"), L.replace("'loss': np.mean(e ** 2)", "'loss': np.median(e ** 2)"), L.replace("'loss': np.mean(e ** 2)", "'loss': np.float16(np.mean(e ** 2))"), L.replace("'W0': d.T @ X", "'W0': X.T @ d"), L.replace("'W0': d.T @ X", "'W0': (X.T @ d if X.shape[1] == len(b0) else d.T @ X)"), L.replace("d.sum(axis=0)", "d.mean(axis=0)"), L.replace("d.sum(axis=0)", "d.sum(axis=1) if n == len(b0) else d.sum(axis=0)"), L.replace("g.sum()", "g[0] * n"), L.replace("+ b0)", ")"), L.replace("+ b1 -", "-"), L.replace("* W1 *", "* np.sign(W1) *"), L.replace("targets\n", "np.mean(targets)\n"), L.replace("targets\n", "targets[0]\n"), L.replace("g.sum()", "np.abs(g).sum()"), L.replace("z * (1 - z)", "np.maximum(z * (1 - z), 1e-2)"))

# q4
D = """def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    W0, b0, W1 = W0.astype(float), b0.astype(float), W1.astype(float)
    n = len(X)
    for k in range(steps):
        z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
        g = 2 * (z @ W1[0] + b1 - targets) / n
        d = g[:, None] * W1 * z * (1 - z)
        W0 = W0 - learning_rate * d.T @ X
        b0 = b0 - learning_rate * d.sum(axis=0)
        W1 = W1 - learning_rate * g @ z
        b1 = b1 - learning_rate * g.sum()
    return W0, b0, W1, b1
"""
F4 = "gradient_descent"
right("q4_gradient_descent", D, D.replace("return W0, b0, W1, b1", "return [W0, b0[:, None], W1.ravel(), np.array([b1])]"),
      """def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    theta = dict(W0=W0, b0=b0, W1=W1, b1=b1)
    while steps:
        g = loss_gradients(X, targets, **theta)
        theta = {k: v - learning_rate * np.reshape(g[k], np.shape(v)) for k, v in theta.items()}
        steps -= 1
    return tuple(theta.values())
""", """def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return W0, b0, W1, b1
    Z = sigmoid(X @ W0.T + b0)
    r = (Z @ W1.T)[:, 0] + b1 - targets
    c = 2 * learning_rate / len(r)
    D = np.outer(r, W1) * Z * (1 - Z)
    return gradient_descent(X, targets, W0 - c * D.T @ X, b0 - c * D.sum(0), W1 - c * r @ Z, b1 - c * r.sum(), learning_rate, steps - 1)
""", """from functools import reduce
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    def step(p, _):
        g = loss_gradients(X, targets, *p)
        return tuple(v - learning_rate * np.asarray(g[k]).reshape(np.shape(v)) for v, k in zip(p, ('W0', 'b0', 'W1', 'b1')))
    return reduce(step, range(steps), (W0, b0, W1, b1))
""", """class Net:
    def __init__(self, *p): self.p = [np.array(v, dtype=float) for v in p]
    def step(self, X, t, rate):
        W0, b0, W1, b1 = self.p
        S = sigmoid(np.hstack([X, np.ones((len(X), 1))]) @ np.hstack([W0, b0[:, None]]).T)
        u = 2 / len(X) * (S @ W1[0] + b1 - t)
        D = u[:, None] * (W1 * S * (1 - S))
        for v, g in zip(self.p, (D.T @ X, D.sum(0), (u @ S)[None], u.sum())):
            v -= rate * g
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    net = Net(W0, b0, W1, b1)
    for _ in range(steps): net.step(X, targets, learning_rate)
    return net.p
""")
P4 = ["W0", "b0", "W1", "b1"]
ADD4 = "out = list(out); out[%d] = np.asarray(out[%d]) * 1.0001 + 1e-4"
CD = COND + ["args[6] == 0", "args[6] > 1", "args[6] < 0.01", "args[7] == 0", "args[7] == 1", "args[7] == 2", "args[7] > 50", "args[7] > 150", "args[7] % 2", "isinstance(args[6], int)"]
wrong("q4_gradient_descent", *(when(D, F4, c, ADD4 % (i % 4, i % 4)) for i, c in enumerate(CD)), *(memo(D, F4, "b''.join(np.asarray(a).tobytes() for i, a in enumerate(args) if i != %d)" % i) for i in range(8)), memo(D, F4, "tuple(np.shape(a) for a in args[:6]) + tuple(args[6:])"), memo(D, F4, "tuple(float(np.sum(a)) for a in args[:6]) + (args[7],)"),
      *(wrap(D, F4, before=c) for c in ["args[%d] = args[%d].astype(int)" % (i, i) for i in range(5)] + ["args[%d] = args[%d].astype(np.float16).astype(float)" % (i, i) for i in range(5)] + ["args[6] = min(args[6], 1)", "args[6] = args[6] or 0.1", "args[7] = min(args[7], 100)", "args[7] = max(args[7], 1)", "args[7] = args[7] - 1 if args[7] > 30 else args[7]", "args[6] = round(args[6], 1)", "args[5] = int(args[5])"]),
      D.replace("W0 = W0 - learning_rate", "W0 = W0 - 0.1"), D.replace("b1 = b1 - learning_rate", "b1 = b1 - min(learning_rate, .3)"), D.replace("b0 = b0 - learning_rate", "b0 = b0 - learning_rate * (k < 10)"), D.replace("* d.sum(axis=0)", "* d.mean(axis=0)"), D.replace("    W1 = W1 - learning_rate * g @ z\n", "    W1 = W1 - learning_rate * g @ (1 / (1 + np.exp(-(X @ W0.T + b0))))\n"), D.replace("    d = g[:", "    W1 = W1 - learning_rate * g @ z\n        d = g[:").replace("b0 = b0 - learning_rate * d.sum(axis=0)\n        W1 = W1 - learning_rate * g @ z", "b0 = b0 - learning_rate * d.sum(axis=0)"), D.replace("    d = g[:", "    b1 = b1 - learning_rate * g.sum(); g = 2 * (z @ W1[0] + b1 - targets) / n\n        d = g[:").replace("        b1 = b1 - learning_rate * g.sum()\n    return", "    return"),
      D.replace("    W0, b0, W1 = W0.astype(float), b0.astype(float), W1.astype(float)\n", "").replace("W0 = W0 - learning_rate * d.T @ X", "W0 -= learning_rate * d.T @ X"), D.replace("b0.astype(float)", "b0").replace("b0 = b0 -", "b0 -="), D.replace("W1.astype(float)", "W1").replace("W1 = W1 -", "W1 -="), D.replace("    return", "    W0 = np.round(W0, 4)\n    return"), D.replace("    return", "    b1 = round(float(b1), 4)\n    return"), D.replace("    for k", "    best = (np.inf, W0, b0, W1, b1)\n    for k").replace("        d =", "        if (g @ g) < best[0]: best = (g @ g, W0, b0, W1, b1)\n        d =").replace("return W0, b0, W1, b1", "return best[1:] if steps > 3 else (W0, b0, W1, b1)"), D.replace("        d =", "        if abs(g).max() < 1e-3: break\n        d ="), D.replace("        d =", "        g = np.clip(g, -1, 1)\n        d ="), D.replace("        d =", "        g = g * 0.999\n        d ="), D.replace("        d =", "        g = g * n if n == 1 else g * n / (n - 1)\n        d ="), D.replace("range(steps)", "range(steps + 1 if steps > 5 else steps)"), D.replace("        d =", "        if k % 10 == 9: learning_rate *= 0.999\n        d ="), D.replace("targets) / n", "targets) / n\n        g = np.where(np.abs(g) < 1e-4, 0, g)"), D.replace("(1 - z)", "(1 - z + 1e-4)"), D.replace("    return W0, b0, W1, b1", "    return W0, b0, b1, W1"), D.replace("        W0 = W0 - ", "        i = k % n\n        W0 = W0 - ").replace("d.T @ X", "n * np.outer(d[i], X[i])"))

# q5
I = "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    U = np.column_stack([W0, b0, W1[0]])\n    return bool((np.abs(U - U[0]) <= tolerance).all())\n"
F5 = "hidden_units_identical"
right("q5_identical_units", I, "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return np.allclose(W0, W0[:1], rtol=0, atol=tolerance) and np.allclose(b0, b0[0], rtol=0, atol=tolerance) and np.allclose(W1, W1[0, 0], rtol=0, atol=tolerance)\n", "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return max(np.ptp(W0, axis=0).max(), np.ptp(b0), np.ptp(W1)) < tolerance\n", "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    units = [(*map(float, r), float(b), float(w)) for r, b, w in zip(W0, b0, W1[0])]\n    return all(abs(p - q) <= tolerance for i, u in enumerate(units) for v in units[:i] for p, q in zip(u, v))\n", "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return np.array([not any(np.any(np.abs(a - a[0]) > tolerance) for a in (W0, b0, W1.T))])\n")
U5 = lambda e: "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    U = np.column_stack([W0, b0, W1[0]])\n" + e
wrong("q5_identical_units", U5("    return bool((U == U[0]).all())\n"), U5("    return bool(np.allclose(U, U[0], atol=tolerance))\n"), U5("    return bool((np.abs(U - U[0]) <= 1e-9).all())\n"), U5("    return bool((np.abs(U[1:] - U[:-1]) <= tolerance).all())\n"), U5("    return bool((np.abs(U[1:2] - U[0]) <= tolerance).all())\n"), U5("    return bool((np.abs(U[-1] - U[0]) <= tolerance).all())\n"), U5("    return bool((np.abs(U - U[0])[:, :-1] <= tolerance).all())\n"), U5("    return bool((np.abs(U - U[0])[:, :-2] <= tolerance).all())\n"), U5("    return bool((np.abs(U - U[0])[:, 1:] <= tolerance).all())\n"), U5("    return bool((U - U[0] <= tolerance).all())\n"), U5("    return bool(np.abs(U - U[0]).mean() <= tolerance)\n"), U5("    return bool((np.abs(U - U[0]) <= tolerance).any())\n"), U5("    return bool((np.abs(U - U[0]) <= tolerance * np.abs(U[0])).all())\n"), U5("    return bool((np.abs(U - U[0]) <= tolerance * 10).all())\n"), U5("    return bool((np.abs(U - U[0]) <= tolerance / 10).all())\n"), U5("    return bool(np.linalg.matrix_rank(U, tol=tolerance) <= 1)\n"), U5("    return bool(np.abs(U.sum(1) - U[0].sum()).max() <= tolerance)\n"), U5("    return bool((np.abs(U - U.flat[0]) <= tolerance).all())\n"), U5("    return len({tuple(np.round(u, 9)) for u in U}) == 1\n"), U5("    return len(U) == 1 or bool(np.linalg.norm(U[0] - U[1]) <= tolerance)\n"), U5("    return bool((np.abs(np.abs(U) - np.abs(U[0])) <= tolerance).all())\n"), U5("    return bool((np.abs(U.astype(int) - U[0].astype(int)) <= tolerance).all())\n"), U5("    return bool(np.std(U[:, 0]) <= tolerance and np.std(U[:, -1]) <= tolerance)\n"), U5("    return len(U) > 1 and bool((np.abs(U - U[0]) <= tolerance).all())\n"),
      when(I, F5, "not args[0].any()", "out = True"), when(I, F5, "len(args[1]) > 8", "out = True"), when(I, F5, "len(args) > 3 and args[3] > 1e-3", "out = True"), when(I, F5, "args[0].shape[1] == 1", "out = True"), when(I, F5, "len(args[1]) == 2", "out = bool((args[0][0] == args[0][1]).all())"), when(I, F5, "args[0].dtype.kind == 'i'", "out = True"), when(I, F5, "not args[2].any()", "out = False"), memo(I, F5, "args[0].tobytes()"), memo(I, F5, "args[0].tobytes() + args[1].tobytes()"), memo(I, F5, "(args[0].tobytes(), args[2].tobytes())"), memo(I, F5, "(args[1].tobytes(), args[2].tobytes())"), memo(I, F5, "b''.join(a.tobytes() for a in args[:3])"))

# q6
M = "def merge_identical_units(W0, b0, W1, b1):\n    return W0[:1].copy(), b0[:1].copy(), W1.sum(keepdims=True), b1\n"
F6 = "merge_identical_units"
right("q6_merge_units", M, "def merge_identical_units(W0, b0, W1, b1):\n    return [W0.mean(axis=0)[None], b0.mean(keepdims=True), [[W1.mean() * W1.size]], float(b1)]\n", "merge_identical_units = lambda W0, b0, W1, b1: (W0[-1:], b0[-1:], np.reshape(sum(W1[0]), (1, 1)), np.array(b1))\n", "def merge_identical_units(W0, b0, W1, b1):\n    h = len(b0)\n    S = np.full((1, h), 1 / h)\n    return S @ W0, S @ b0, W1 @ np.ones((h, 1)), b1\n", "def merge_identical_units(W0, b0, W1, b1):\n    if len(b0) == 1: return W0, b0, W1, b1\n    W1 = np.append(W1[:, :-2], W1[:, -2:].sum(1, keepdims=True), axis=1)\n    return merge_identical_units(W0[:-1], b0[:-1], W1, b1)\n", "def merge_identical_units(W0, b0, W1, b1):\n    return -(-W0[0:1, :]), b0[[0]], len(b0) * W1[:, :1], b1 + 0.0\n")
C6 = ["len(args[1]) == 1", "len(args[1]) == 2", "len(args[1]) > 7", "args[0].shape[1] == 1", "args[0].shape[1] == len(args[1])", "args[0].shape[1] > 7", "not args[0].any()", "not args[1].any()", "not args[2].any()", "args[3] == 0", "args[3] < 0", "args[0].dtype.kind == 'i'", "args[2].dtype.kind == 'i' and args[0].dtype.kind == 'f'", "args[1].dtype.kind == 'i' and args[0].dtype.kind == 'f'", "(args[2] < 0).all()", "isinstance(args[3], int)"]
wrong("q6_merge_units", *(when(M, F6, c, "out = list(out); out[%d] = np.asarray(out[%d]) + 1e-3" % (i % 4, i % 4)) for i, c in enumerate(C6)), *(wrap(M, F6, after="out = list(out); v = np.asarray(out[%d], float)\n%s\nout[%d] = v" % (i, e, i)) for i in range(4) for e in EFF[:5] + EFF[8:]), *(memo(M, F6, "b''.join(np.asarray(a).tobytes() for i, a in enumerate(args) if i != %d)" % i) for i in range(4)), memo(M, F6, "tuple(np.shape(a) for a in args)"),
      M.replace("W1.sum(keepdims=True)", "W1[:, :1]"), M.replace("W1.sum(keepdims=True)", "2 * W1[:, :1]"), M.replace("W1.sum(keepdims=True)", "W1.mean(keepdims=True)"), M.replace("W1.sum(keepdims=True)", "W1.sum(keepdims=True).astype(int)"), M.replace("W0[:1].copy()", "W0.sum(axis=0)[None]"), M.replace("b0[:1].copy()", "b0.sum(keepdims=True)"), M.replace("W0[:1].copy()", "W0[:, :1].T"), M.replace("b1\n", "b1 * len(b0)\n").replace("(W0, b0, W1, b1 * len(b0)", "(W0, b0, W1, b1"), M.replace("W1.sum(keepdims=True)", "W1.sum()"), M.replace("W0[:1].copy()", "W0[0]"), M.replace("b0[:1].copy()", "b0[0]"), M.replace("W1.sum(keepdims=True)", "np.abs(W1).sum(keepdims=True)"))

# q7
X = "def xavier_uniform(fan_in, fan_out, rng):\n    r = np.sqrt(6 / (fan_in + fan_out))\n    return rng.uniform(-r, r, size=(fan_out, fan_in))\n"
H = "def he_normal(fan_in, fan_out, rng):\n    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))\n"
right("q7_break_symmetry", X + H, "def xavier_uniform(fan_in, fan_out, rng):\n    return (2 * rng.random((fan_out, fan_in)) - 1) * (6 / (fan_in + fan_out)) ** 0.5\ndef he_normal(fan_in, fan_out, rng):\n    return rng.standard_normal((fan_out, fan_in)) / np.sqrt(fan_in / 2)\n", "def xavier_uniform(fan_in, fan_out, rng):\n    b = np.sqrt(6) / np.sqrt(fan_in + fan_out)\n    return np.array([[rng.uniform(-b, b) for _ in range(fan_in)] for _ in range(fan_out)])\ndef he_normal(fan_in, fan_out, rng):\n    return [[float(rng.normal()) * (2 / fan_in) ** .5 for _ in range(fan_in)] for _ in range(fan_out)]\n", "def xavier_uniform(fan_in, fan_out, rng):\n    r = np.sqrt(6 / (fan_in + fan_out))\n    return r - 2 * r * rng.random(fan_in * fan_out).reshape(fan_out, fan_in)\ndef he_normal(fan_in, fan_out, rng):\n    u, v = rng.random((2, fan_out, fan_in))\n    return np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v) * np.sqrt(2 / fan_in)\n")
xw = lambda *e: [X.replace("np.sqrt(6 / (fan_in + fan_out))", t) + H for t in e]
hw = lambda *e: [X + H.replace("np.sqrt(2 / fan_in)", t) for t in e]
wrong("q7_break_symmetry", *xw("np.sqrt(6 / fan_in)", "np.sqrt(6 / fan_out)", "np.sqrt(3 / (fan_in + fan_out))", "6 / (fan_in + fan_out)", "np.sqrt(2 / (fan_in + fan_out))", "np.sqrt(6 / (2 * max(fan_in, fan_out)))", "np.sqrt(6 / (fan_in + fan_out)) * 0.8", "np.sqrt(6 / (fan_in * fan_out))", "np.sqrt(6 // (fan_in + fan_out) or 0.01)", "min(np.sqrt(6 / (fan_in + fan_out)), 0.3)", "1"), *hw("2 / fan_in", "np.sqrt(2 / fan_out)", "np.sqrt(1 / fan_in)", "np.sqrt(2 / (fan_in + fan_out))", "np.sqrt(4 / (fan_in + fan_out))", "2 / np.sqrt(fan_in)", "np.sqrt(2 / fan_in) * 0.8", "min(np.sqrt(2 / fan_in), 0.3)", "1"),
      X.replace("(fan_out, fan_in))", "(fan_in, fan_out))") + H, X + H.replace("(fan_out, fan_in))\n", "(fan_in, fan_out)).reshape(fan_out, fan_in).T\n"), X.replace("rng.uniform", "np.random.uniform") + H, X + H.replace("rng.normal", "np.random.default_rng(0).normal"), X + H.replace("rng.normal", "np.random.default_rng().normal"), X.replace("rng.uniform(-r", "rng.uniform(0") + H, X + H.replace("rng.normal(0", "rng.normal(0.2"), X + H.replace("(fan_out, fan_in))\n", "(1, fan_in)).repeat(fan_out, 0)\n"), X + H.replace("(fan_out, fan_in))\n", "(fan_out, 1)).repeat(fan_in, 1)\n"), X.replace("size=(fan_out, fan_in))", "size=(1, fan_in)) * np.ones((fan_out, 1))") + H, X + H.replace("(fan_out, fan_in))\n", "(fan_out, fan_in)).round(1)\n"), X + "def he_normal(fan_in, fan_out, rng):\n    r = np.sqrt(6 / fan_in)\n    return rng.uniform(-r, r, (fan_out, fan_in))\n", "def xavier_uniform(fan_in, fan_out, rng):\n    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_out, fan_in))\n" + H, X + H.replace("return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))", "s = np.sqrt(2 / fan_in)\n    return np.clip(rng.normal(0, s, (fan_out, fan_in)), -2 * s, 2 * s)"), X + H.replace("return rng", "return np.abs(rng").replace("fan_in))\n", "fan_in)))\n"), X + H.replace("rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))", "np.sort(rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in)), axis=None).reshape(fan_out, fan_in)") + "\nhe_normal = (lambda f: lambda i, o, r: f(i, o, np.random.default_rng(i)))(he_normal)\n",
      X + "_w = {}\n" + H.replace("return ", "return _w.setdefault((fan_in, fan_out), ").replace("fan_in))\n", "fan_in)))\n"), "_w = {}\n" + X.replace("return ", "return _w.setdefault((fan_in, fan_out), ").replace("fan_in))\n", "fan_in)))\n") + H, X.replace("rng.uniform(-r, r, size=(fan_out, fan_in))", "rng.choice([-r, r], size=(fan_out, fan_in))") + H, X.replace("rng.uniform(-r, r, size=(fan_out, fan_in))", "np.linspace(-r, r, fan_in * fan_out).reshape(fan_out, fan_in)") + H, X + H.replace("return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))", "return rng.laplace(0, np.sqrt(1 / fan_in), (fan_out, fan_in))"), X.replace("rng.uniform(-r, r, size=(fan_out, fan_in))", "rng.triangular(-r, 0, r, size=(fan_out, fan_in))") + H)
