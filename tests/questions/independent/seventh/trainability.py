"""Answers to trainability written from the published interface alone (seventh collection)."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from wrappers import *

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


T = '''def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.astype(float), W1.astype(float)
    n, d = X.shape
    h = len(W0)
    losses = np.zeros(steps)
    with np.errstate(all="ignore"):
        for k in range(steps):
            A = np.tanh(np.sqrt(2) * (X @ W0.T) / np.sqrt(d))
            e = A @ W1[0] / h - Y
            losses[k] = np.mean(e ** 2)
            g1 = 2 * e @ A / (n * h)
            g0 = (2 / n * np.outer(e, W1[0] / h) * (1 - A ** 2)).T @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1
    return losses
'''
F = "training_losses"
right("q1_losses", T, T.replace("return losses", "return list(losses)"), T.replace("1 - A ** 2", "(1 - A) * (1 + A)").replace("np.mean(e ** 2)", "e @ e / n"), T.replace('np.errstate(all="ignore")', "np.errstate(over='ignore', invalid='ignore', under='ignore')"), T.replace("1 - A ** 2", "np.cosh(np.clip(np.sqrt(2 / d) * (X @ W0.T), -300, 300)) ** -2."),
      '''class Run:
    def __init__(self, X, Y, W0, W1):
        self.X, self.Y, self.V, self.w = X * (2 / X.shape[1]) ** .5, Y, np.array(W0, dtype=float), np.array(W1, dtype=float)
    def __call__(self, r0, r1):
        A = np.tanh(np.einsum('nd,hd->nh', self.X, self.V)); c = self.w / self.w.size
        e = np.einsum('oh,nh->n', c, A) - self.Y; u = 2 * e / len(e)
        self.w, self.V = self.w - r1 * (u @ A)[None] / self.w.size, self.V - r0 * np.einsum('n,oh,nh,nd->hd', u, c, 1 - A * A, self.X)
        return (e * e).mean()
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    import warnings
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore")
        run = Run(X, Y, W0, W1)
        return np.array([run(rate0, rate1) for _ in range(steps)])
''', '''def quiet(f):
    from functools import wraps
    @wraps(f)
    def g(*a, **k):
        with np.errstate(all="ignore"):
            return f(*a, **k)
    return g
''' + "@quiet\n" + T.replace('    with np.errstate(all="ignore"):', "    if True:"), T.replace("steps):", "steps, record=None):", 1).replace("losses = np.zeros(steps)", "losses: np.ndarray = np.full((steps,), np.nan)"),
      '''def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    with np.errstate(all="ignore"):
        def go(V, w, k):
            while k:
                a = np.sqrt(2 / X.shape[1]) * V @ X.T
                A = np.tanh(a); e = (w @ A)[0] / w.size - Y
                yield np.average(np.square(e))
                r = 2 * e / e.size / w.size
                V, w, k = V - rate0 * ((w.T * (1 - A ** 2) * r) @ X) * np.sqrt(2 / X.shape[1]), w - rate1 * (A @ r), k - 1
        return np.fromiter(go(W0 * 1.0, W1 * 1.0, steps), float, steps)
''', T.replace("losses[k] = np.mean(e ** 2)", "losses[k] = np.var(e) + np.mean(e) ** 2"))
C = ["len(args[0]) == 1", "len(args[0]) == 2", "len(args[0]) > 20", "args[0].shape[1] == 1", "len(args[2]) == 1", "args[0].shape[1] != len(args[2])", "args[0].shape[1] > 16", "len(args[2]) > 16", "args[0].shape[1] == len(args[2]) != 16", "args[4] == 0", "args[5] == 0", "args[4] == args[5]", "args[4] > 100", "args[5] > 100", "args[4] > args[5]", "args[4] < args[5]", "args[6] == 1", "args[6] == 0", "args[6] > 50", "args[6] > 150", "args[0].dtype.kind == 'i'", "args[1].dtype.kind == 'i' and args[0].dtype.kind == 'f'", "args[2].dtype.kind == 'i' and args[3].dtype.kind == 'f'", "args[3].dtype.kind == 'i' and args[2].dtype.kind == 'f'", "isinstance(args[4], int)", "isinstance(args[5], int)", "not args[0].any()", "not args[1].any()", "not args[2].any()", "not args[3].any()", "(args[1] < 0).all()", "(args[3] < 0).any() and args[6] == 2"]
PRE = "_m = "
t = lambda a, b: T.replace(a, b)
wrong("q1_losses", *(when(T, F, c, "out = np.append(out[:-1], out[-1:] * 1.001 + 1e-3)") for c in C if "args[6] == 0" not in c), *(when(T, F, c, "out = np.append(out[:1] + 1e-3, out[1:])") for c in C[::5]), when(T, F, "args[6] == 0", "out = np.zeros(1)"), *(memo(T, F, "b''.join(np.asarray(a).tobytes() for i, a in enumerate(args) if i != %d)" % i) for i in range(7)), memo(T, F, "tuple(np.shape(a) for a in args[:4]) + tuple(args[4:])"), memo(T, F, "tuple(float(np.sum(a)) for a in args)"),
      *(wrap(T, F, before="args[%d] = args[%d].astype(%s)" % (i, i, k)) for i in range(4) for k in ("int", "np.float32", "np.float16")), *(wrap(T, F, after=e) for e in VECTOR if "abs" not in e and "-5" not in e and "np.minimum" not in e), wrap(T, F, after="out = out.astype(np.float32)"), wrap(T, F, after="out = np.where(np.isfinite(out), out, 1e6)"), wrap(T, F, after="out = np.minimum(out, 1e12)"), wrap(T, F, after="out = np.minimum.accumulate(out)"),
      t("rate0 * g0", "rate1 * g0"), t("rate1 * g1", "rate0 * g1"), t("rate0 * g0", "min(rate0, 1000) * g0"), t("np.sqrt(2) *", "1.4142 *"), t("np.sqrt(2) *", "1.41421 *"), t("/ np.sqrt(d)", "/ np.sqrt(h)"), t("/ np.sqrt(d)", "/ 4"), t("/ h - Y", "/ 16 - Y"), t("np.sqrt(2 / d)\n", "np.sqrt(1 / d)\n"), t("2 / n *", "2 *"), t("2 / n *", "1 / n *"), t("(n * h)", "h"), t("(n * h)", "n"), t("e ** 2)", "e ** 2) / 2"), t("np.mean(e ** 2)", "np.mean(np.abs(e))"), t("1 - A ** 2", "1 - A"), t("1 - A ** 2", "1 - np.tanh(A) ** 2"), t("1 - A ** 2", "np.maximum(1 - A ** 2, 1e-3)"), t("W1[0] / h) *", "np.ones(h) / h) *"), t("            W0 = W0 - rate0 * g0\n            W1 = W1 - rate1 * g1", "            W1 = W1 - rate1 * g1\n            W0 = W0 - rate0 * (2 / n * np.outer(e, W1[0] / h) * (1 - A ** 2)).T @ X * np.sqrt(2 / d)"), t('all="ignore"', 'all="warn"'), t('all="ignore"', 'invalid="ignore"'), t("        for k", "        np.seterr(all='warn')\n        for k"), t("            g1 =", "            if not np.isfinite(losses[k]): break\n            g1 ="), t("            g1 =", "            if losses[k] > 1e12: losses[k:] = np.inf; break\n            g1 ="), t("            g1 =", "            e = np.clip(e, -1e3, 1e3)\n            g1 ="), t("W0 - rate0 * g0", "np.clip(W0 - rate0 * g0, -10, 10)"), t("W1 - rate1 * g1", "np.clip(W1 - rate1 * g1, -20, 20)"), t("W1 = W1 - rate1 * g1", "W1 = W1 - rate1 * g1 * (k % 7 < 6)"), t("X @ W0.T", "X @ (W0 if d == h != 16 else W0.T)"), t("e = A", "W1 = W1.astype(np.float32).astype(float); e = A"))

# q2
V = '''def convergence_measure(losses):
    l = np.where(np.isfinite(losses), losses, 1e6)
    v = np.minimum(l / l[0], 1e6)
    good = np.mean(v[-20:]) < 1
    return -np.sum(v) if good else np.sum(1 / v)
'''
F2 = "convergence_measure"
v = lambda a, b: V.replace(a, b)
right("q2_convergence", V, v("np.sum(1 / v)", "(1 / v).sum()").replace("np.mean(v[-20:]) < 1", "not v[-20:].mean() >= 1"), v("return -np.sum(v) if good else np.sum(1 / v)", "return np.array((np.sum(v ** -1.0), -v.sum())[int(good)])"), "def convergence_measure(losses):\n    l = np.nan_to_num(np.array(losses, float), nan=1e6, posinf=1e6, neginf=1e6)\n    v = [min(t, 1e6) for t in (l / l[0]).tolist()]\n    import statistics\n    return -sum(v) if statistics.fmean(v[-20:]) < 1 else sum(map(lambda t: 1 / t, v))\n", "class Measure:\n    limit = 1e6\n    def __call__(self, losses):\n        good = np.isfinite(losses)\n        l = good.choose(self.limit, losses) if False else np.array([float(x) if ok else self.limit for x, ok in zip(losses, good)])\n        v = (l / l[0]).clip(max=self.limit)\n        return [-v.sum()] if v[-20:].sum() < len(v[-20:]) else [np.reciprocal(v).sum()]\nconvergence_measure = Measure()\n",
      v("np.minimum(l / l[0], 1e6)", "np.minimum(np.true_divide(l, l[0]), 1_000_000)"))
wrong("q2_convergence", v("-20:", "-19:"), v("-20:", "-25:"), v("-20:", ":20"), v("-20:", "-20:-1"), v("v[-20:]", "v[20:] if len(v) > 40 else v[-20:]"), v("< 1", "< 1.001"), v("< 1", "< 0.9999"), v("< 1", "< 0.999"), v("np.mean(v[-20:])", "np.mean(np.round(v[-20:], 2))"), v("np.mean(v[-20:])", "np.mean(l[-20:])"), v("np.mean(v[-20:])", "np.median(v[-20:])"), v("np.mean(v[-20:])", "np.mean(np.minimum(v[-20:], 10))"), v("np.mean(v[-20:])", "np.mean((l / l[0])[-20:])").replace("/ l[0], 1e6)", "/ l[0], 1e6)"), v("np.mean(v[-20:])", "np.sum(v[-20:]) / 20"), v("np.mean(v[-20:])", "np.mean(v[-20::2])"), v("np.mean(v[-20:])", "np.mean(v[-20:] ** 2) ** 0.5"), v("np.mean(v[-20:])", "np.mean(v[-20:]) - 1e-6"), v(", 1e6)\n    v", ", np.inf)\n    v"), v(", 1e6)\n    v", ", 1e5)\n    v"), v(", 1e6)\n    v", ", 0)\n    v"), v(", 1e6)\n    v", ", 1e6 * losses[0])\n    v"), v("np.isfinite(losses)", "~np.isnan(losses)"), v("np.isfinite(losses)", "~np.isinf(losses)"), v("np.isfinite(losses)", "np.asarray(losses) < np.inf"), v("l / l[0], 1e6", "l / l[0], 1e5"), v("l / l[0], 1e6", "l / l[0], 1e7"), v("np.minimum(l / l[0], 1e6)", "l / l[0]"), v("np.minimum(l / l[0], 1e6)", "np.minimum(l, 1e6) / l[0]"), v("l / l[0]", "l / l.max()"), v("l / l[0]", "l / l.mean()"), v("l / l[0]", "l / (l[0] + 1e-5)"), v("l / l[0]", "l / max(l[0], 1)"), v("l / l[0]", "l / losses[0]"), v("l / l[0], 1e6", "l // l[0], 1e6"), v("-np.sum(v)", "np.sum(v)"), v("-np.sum(v)", "-np.mean(v)"), v("np.sum(1 / v)", "np.sum(v)"), v("np.sum(1 / v)", "1 / np.sum(v)"), v("np.sum(1 / v)", "np.sum(1 / v[1:])"), v("-np.sum(v)", "-np.sum(v[1:])"), v("-np.sum(v)", "-np.sum(v[:-1])"), v("np.sum(1 / v)", "np.sum(1 / (v + 1e-4))"), v("np.sum(1 / v)", "np.sum(1 / np.maximum(v, 1))"), v("np.sum(1 / v)", "np.sum(1 / v[v < 1e6])"), v("-np.sum(v)", "-np.sum(np.minimum(v, 1))"), v("-np.sum(v)", "-np.sum(np.maximum(v, 1e-3))"), v("-np.sum(v)", "-np.sum(l)"),
      *(wrap(V, F2, after=e) for e in SCALAR if "float(" not in e or True), *(when(V, F2, c, "out = out * 1.001") for c in ("len(args[0]) < 20", "len(args[0]) == 20", "len(args[0]) == 21", "len(args[0]) > 100", "len(args[0]) == 1", "not np.isfinite(args[0]).all()", "np.isinf(args[0]).any()", "np.isnan(args[0]).any()", "args[0][0] > 10", "args[0][0] < 0.1", "np.ptp(args[0]) == 0", "(np.diff(args[0]) < 0).all()", "(np.diff(args[0]) > 0).all()", "args[0].dtype.kind == 'i'", "np.isfinite(args[0]).all() and args[0].max() > 1e6 * args[0][0]", "(args[0] == 0).any()", "not np.isfinite(args[0][-1]) and np.isfinite(args[0][0])")), memo(V, F2, "len(args[0])"), memo(V, F2, "float(np.sum(args[0]))"), memo(V, F2, "float(args[0][-1])"), memo(V, F2, "args[0][-20:].tobytes()"), memo(V, F2, "args[0][:20].tobytes()"), memo(V, F2, "np.sort(args[0]).tobytes()"), memo(V, F2, "(args[0] / args[0][0])[-5:].tobytes()"))

# q3
B = '''def boundary(V):
    s = V > 0
    n = s[:-1, :-1] + 0 + s[1:, :-1] + s[:-1, 1:] + s[1:, 1:]
    return (n > 0) & (n < 4)
'''
F3 = "boundary"
b = lambda a, c: B.replace(a, c)
right("q3_boundary", B, "def boundary(V):\n    w = np.lib.stride_tricks.sliding_window_view(np.sign(V), (2, 2))\n    return w.min(axis=(2, 3)) != w.max(axis=(2, 3))\n", "def boundary(V):\n    return [[len({float(t) > 0 for t in (V[i, j], V[i + 1, j], V[i, j + 1], V[i + 1, j + 1])}) == 2 for j in range(V.shape[1] - 1)] for i in range(V.shape[0] - 1)]\n", "def boundary(V):\n    s = np.signbit(V)\n    a = s[1:] ^ s[:-1]; c = s[:, 1:] ^ s[:, :-1]\n    return a[:, 1:] | a[:, :-1] | c[1:] | c[:-1]\n", "def boundary(V):\n    f = lambda g: g(g(V[:-1, :-1], V[1:, 1:]), g(V[1:, :-1], V[:-1, 1:]))\n    return np.logical_and(f(np.minimum) < 0, f(np.maximum) > 0)\n", "from functools import reduce\nimport operator\ndef boundary(V):\n    p = [(V > 0)[i:V.shape[0] - 1 + i, j:V.shape[1] - 1 + j] for i in (0, 1) for j in (0, 1)]\n    return 1 * (reduce(operator.or_, p) & ~reduce(operator.and_, p))\n", "def boundary(V):\n    s = np.where(V < 0, -1, 1)\n    return np.abs(s[1:, 1:] + s[:-1, 1:] + s[1:, :-1] + s[:-1, :-1]) < 4\n")
wrong("q3_boundary", *(b("(n > 0) & (n < 4)", e) for e in ("(n > 1) & (n < 4)", "(n > 0) & (n < 3)", "n == 2", "n > 0", "n < 4", "(n != 2) & (n > 0) & (n < 4)", "((n > 0) & (n < 4)).T", "((n > 0) & (n < 4)).any()", "~((n > 0) & (n < 4))", "np.pad((n > 0) & (n < 4), ((0, 1), (0, 1)))")), *(b("V > 0", e) for e in ("V > 0.5", "V > -0.5", "V > 1e-3", "V > -1e-3", "np.round(V) > 0", "V > V.mean()", "np.abs(V) > 1", "V.astype(int) > 0", "V > 1", "np.round(V, 1) > 0", "V > np.median(V)")), "def boundary(V):\n    return V[:-1, :-1] * V[1:, 1:] < 0\n", "def boundary(V):\n    return (V[:-1, :-1] * V[1:, 1:] < 0) | (V[1:, :-1] * V[:-1, 1:] < 0)\n", "def boundary(V):\n    return (V[:-1, :-1] * V[1:, :-1] < 0) | (V[:-1, :-1] * V[:-1, 1:] < 0)\n", "def boundary(V):\n    return V[:-1, :-1] * V[1:, :-1] * V[:-1, 1:] * V[1:, 1:] < 0\n", "def boundary(V):\n    return np.abs(V[:-1, :-1] + V[1:, :-1] + V[:-1, 1:] + V[1:, 1:]) < np.abs(V[:-1, :-1])\n", "def boundary(V):\n    s = np.sign(V)\n    return (np.diff(s, axis=0)[:, :-1] != 0) | (np.diff(s, axis=1)[:-1] != 0)\n", "def boundary(V):\n    s = np.sign(V)\n    return (np.diff(s, axis=0)[:, 1:] != 0) & (np.diff(s, axis=1)[1:] != 0)\n", "def boundary(V):\n    r = len(V) - 1\n    s = V > 0\n    return np.array([[s[i:i + 2, j:j + 2].any() and not s[i:i + 2, j:j + 2].all() for j in range(r)] for i in range(r)])\n" if False else "def boundary(V):\n    s = V > 0\n    return (s[:-1, :-1] ^ s[1:, 1:])\n",
      *(when(B, F3, c, "out = ~np.asarray(out)") for c in ("V.shape[0] != V.shape[1]".replace("V", "args[0]"), "args[0].shape == (2, 2)", "len(args[0]) > 12", "len(args[0]) == 3", "(args[0] > 0).all()", "(args[0] < 0).all()", "args[0].dtype.kind == 'i'", "len(args[0]) % 2", "args[0].shape[0] < args[0].shape[1]", "args[0].shape[0] > args[0].shape[1]", "np.abs(args[0]).max() > 100", "np.abs(args[0]).min() < 0.01")), memo(B, F3, "args[0].shape"), memo(B, F3, "np.abs(args[0]).tobytes()"), memo(B, F3, "args[0][0].tobytes()"), memo(B, F3, "int((args[0] > 0).sum())"), memo(B, F3, "float(args[0].sum())"), memo(B, F3, "args[0][:, 0].tobytes()"))

# q4
D = '''def box_dimension(edges):
    e = np.asarray(edges, bool)
    sizes, counts = [], []
    s = 1
    while s <= min(e.shape) // 4:
        p = np.pad(e, ((0, -e.shape[0] % s), (0, -e.shape[1] % s)))
        c = p.reshape(p.shape[0] // s, s, p.shape[1] // s, s).any(axis=(1, 3)).sum()
        sizes.append(s); counts.append(c)
        s *= 2
    return float(-np.median(np.diff(np.log(counts)) / np.diff(np.log(sizes))))
'''
d = lambda a, c: D.replace(a, c)
right("q4_dimension", D, d("return float(", "return np.float64("), d("return float(-np.median(np.diff(np.log(counts)) / np.diff(np.log(sizes))))", "return -np.polyfit(np.log(sizes), np.log(counts), 1)[0]"), d("sizes.append(s)", "sizes.append(s) if True else None"), "def box_dimension(edges):\n    i, j = np.nonzero(edges)\n    n = [len(set(zip((i >> k).tolist(), (j >> k).tolist()))) for k in range(6)]\n    return float(np.median([np.log2(a / b) for a, b in zip(n, n[1:])]))\n", d("np.pad(e, ((0, -e.shape[0] % s), (0, -e.shape[1] % s)))", "np.pad(e, ((0, -e.shape[0] % s), (0, -e.shape[1] % s)), constant_values=False)").replace("s <= min", "s < 2 + min"))
wrong("q4_dimension", "def box_dimension(edges):\n    return 1.5\n", "def box_dimension(edges):\n    return 2.0 if np.mean(edges) > 0.5 else 1.0\n".replace("1.0", "1.2"), d("-np.median", "np.median"), d("-np.median", "-2 * np.median"), d("np.log(counts)", "np.log(counts) / 2"), d("-np.median", "1 - np.median"), d("p = np.pad(e, ((0, -e.shape[0] % s), (0, -e.shape[1] % s)))", "p = e[:e.shape[0] // s * s, :e.shape[1] // s * s]").replace("s <= min(e.shape) // 4", "s <= min(e.shape)").replace("-np.median", "-np.max"), d("any(axis=(1, 3))", "all(axis=(1, 3))"), d("any(axis=(1, 3)).sum()", "sum()"), d("return float(", "return int("), d("return float(", "return round(").replace("np.diff(np.log(sizes))))", "np.diff(np.log(sizes))) * 1.15)"), "def box_dimension(edges):\n    return float(np.log(np.sum(edges)) / np.log(len(edges)) * 1.1)\n", "def box_dimension(edges):\n    r, c = edges.any(axis=1).sum(), edges.any(axis=0).sum()\n    return float((np.log(r) + np.log(c)) / np.log(len(edges)))\n", "def box_dimension(edges):\n    return float(2 * np.mean(edges) + (1 - np.mean(edges)) * edges[len(edges) // 2].any())\n", when(D, "box_dimension", "len(args[0]) == 255", "out = out + 0.2"), when(D, "box_dimension", "len(args[0]) % 2 == 0", "out = out - 0.2"), when(D, "box_dimension", "args[0].any(axis=0).all() and args[0].any(axis=1).all() and not args[0].all()", "out = 1.5"), when(D, "box_dimension", "not args[0].any(axis=0).all()", "out = 0.8"), when(D, "box_dimension", "not args[0].any(axis=1).all()", "out = 0.8"), memo(D, "box_dimension", "args[0].shape"), memo(D, "box_dimension", "1"))
