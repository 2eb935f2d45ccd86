"""Answers to trainability written from the published interface alone (sixth collection)."""

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


# ------------------------------------------------------------------ q1
T = '''
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.astype(float), W1.astype(float)
    n, d = X.shape
    h = len(W0)
{before}
    losses = np.zeros(steps)
    with np.errstate(all="ignore"):
        for k in range(steps):
            A = np.tanh(np.sqrt(2) * X @ W0.T / np.sqrt(d))
            e = A @ W1[0] / h - Y
            losses[k] = np.mean(e ** 2)
            g1 = 2 * e @ A / (n * h)
            g0 = (2 / n * np.outer(e, W1[0] / h) * (1 - A ** 2)).T @ X * np.sqrt(2 / d)
{mid}
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1
{end}
{after}
    return losses
'''


def q1(before="    pass", mid="            pass", end="            pass", after="    pass", head=""):
    return head + T.format(before=before, mid=mid, end=end, after=after)


right("q1_losses",
      q1(),
      q1(after="    losses = losses.tolist()"),
      '''
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    import warnings
    out, V, w = [], np.array(W0, float), np.array(W1, float).ravel()
    scale, h = (2 / X.shape[1]) ** 0.5, w.size
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while len(out) < steps:
            loss, gV, gw = 0.0, np.zeros_like(V), np.zeros_like(w)
            for x, t in zip(X, Y):
                A = np.tanh(scale * (V @ x))
                e = w @ A / h - t
                loss += e * e
                gw += 2 * e * A / h
                gV += scale * 2 * e / h * np.outer(w * (1 - A * A), x)
            out.append(loss / len(X))
            V -= rate0 * gV / len(X)
            w -= rate1 * gw / len(X)
    return np.array(out)
''',
      '''
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    old = np.seterr(all="ignore")
    try:
        s = np.sqrt(2.0 / W0.shape[1])
        Xt, W0, W1 = s * X.T, 1.0 * W0, 1.0 * W1
        out = np.empty(steps)
        for k in range(steps):
            A = np.tanh(W0 @ Xt)
            e = np.einsum('ih,hn->n', W1, A) / W1.size - Y
            out[k] = np.einsum('n,n->', e, e) / e.size
            r = 2 * e / e.size / W1.size
            G1 = (A @ r)[None]
            G0 = (W1.T * (1 - A) * (1 + A) * r) @ Xt.T
            W0, W1 = W0 - rate0 * G0, W1 - rate1 * G1
        return out
    finally:
        np.seterr(**old)
''')
wrong("q1_losses",
      q1(before="    h = 16"), q1(before="    d = 16"), q1(before="    d = h"), q1(before="    h = d"), q1(before="    X, Y = X[:16], Y[:16]\n    n = len(X)"), q1(before="    X, Y = X[:1], Y[:1]\n    n = 1"),
      q1(before="    rate1 = rate0"), q1(before="    rate0, rate1 = rate1, rate0"), q1(before="    rate0 = rate0 or rate1"), q1(before="    rate1 = rate1 or 1e-3"), q1(before="    rate0 = min(rate0, 100)"),
      q1(before="    rate0 = int(rate0) if rate0 > 1 else rate0"),
      q1(before="    steps = max(steps, 1)"), q1(before="    steps = min(steps, 100)"), q1(before="    Y = Y or 0" if False else "    Y = Y - Y.mean() if n > 20 else Y"),
      q1(mid="            W1 = W1 - rate1 * g1\n            e = A @ W1[0] / h - Y\n            g0 = (2 / n * np.outer(e, W1[0] / h) * (1 - A ** 2)).T @ X * np.sqrt(2 / d)\n            g1 = 0"),
      q1(mid="            if losses[k] > 1e6:\n                losses[k:] = 1e6\n                break"),
      q1(mid="            losses[k] = min(losses[k], 1e6)"),
      q1(mid="            if k and losses[k] > 10 * losses[0]:\n                losses[k:] = losses[k]\n                break"),
      q1(mid="            if losses[k] < 1e-3:\n                break"),
      q1(mid="            if losses[k] < 1e-6:\n                losses[k:] = losses[k]\n                break"),
      q1(mid="            g0 = np.clip(g0, -1, 1)\n            g1 = np.clip(g1, -1, 1)"),
      q1(mid="            if k > 100:\n                g1 = g1 * 0.99"),
      q1(end="            W0, W1 = W0.astype(np.float32).astype(float), W1.astype(np.float32).astype(float)\n            W0, W1 = np.round(W0, 5), np.round(W1, 5)"),
      q1(after="    losses = losses / 2 if n == 1 else losses"), q1(after="    losses = np.append(losses[1:], losses[-1:])"), q1(after="    losses = np.round(losses, 4)"),
      q1(after="    losses = losses / losses[0]"), q1(after="    losses = losses if steps > 1 else losses[0]"),
      q1(mid="            g0 = g0 / 2 if n == 1 else g0"), q1(mid="            g1 = g1 * n / 2 if n > 2 else g1"), q1(mid="            g1 = g1 if k else g1 * 0"),
      q1(mid="            g0 = np.outer(g0 @ X[0] / (X[0] @ X[0]), X[0])"),
      q1().replace('np.errstate(all="ignore")', 'np.errstate(over="ignore")'),
      q1().replace('np.errstate(all="ignore")', 'np.errstate(over="print")'),
      q1().replace("W0.astype(float), W1.astype(float)", "W0.copy(), W1.copy()").replace("W0 = W0 - rate0 * g0", "W0 = (W0 - rate0 * g0).astype(W0.dtype)"),
      q1().replace("W1 = W1 - rate1 * g1", "W1 = (W1 - rate1 * g1).astype(K)").replace("    W0, W1 = W0.as", "    K = W1.dtype\n    W0, W1 = W0.as"),
      q1().replace("W0 = W0 - rate0 * g0", "W0 -= rate0 * g0").replace("W0.astype(float)", "(W0 if W0.dtype == float else W0.astype(float))"),
      q1().replace("W1 = W1 - rate1 * g1", "W1 -= rate1 * g1").replace("W1.astype(float)", "np.asarray(W1, float)"),
      q1(before="    losses = None").replace("losses = np.zeros(steps)", "losses = np.zeros(steps, dtype=Y.dtype)"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), W1.tobytes(), rate0, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), W1.tobytes(), rate1, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), W1.tobytes(), rate0, rate1)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), W0.tobytes(), W1.tobytes(), rate0, rate1, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (Y.tobytes(), W0.tobytes(), W1.tobytes(), rate0, rate1, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), Y.tobytes(), W1.tobytes(), rate0, rate1, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"),
      q1(head="_c = {}\n", before="    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), rate0, rate1, steps)\n    if k in _c:\n        return _c[k]\n    key = k", after="    _c[key] = losses"))

# ------------------------------------------------------------------ q2
V = '''
def convergence_measure(losses):
{before}
    l = np.where(np.isfinite(losses), losses, 1e6)
    v = np.minimum(l / l[0], 1e6)
    good = np.mean(v[-20:]) < 1
{mid}
    return -np.sum(v) if good else np.sum(1 / v)
'''


def q2(before="    pass", mid="    pass", head=""):
    return head + V.format(before=before, mid=mid)


right("q2_convergence",
      q2(),
      "def convergence_measure(losses):\n    l = [float(v) if np.isfinite(v) else 1e6 for v in losses]\n    v = [min(t / l[0], 1e6) for t in l]\n    tail = v[-20:]\n    return -sum(v) if sum(tail) < len(tail) else sum(1 / t for t in v)\n",
      "def convergence_measure(losses):\n    l = np.nan_to_num(losses.astype(float), nan=1e6, posinf=1e6, neginf=1e6)\n    v = np.clip(l / l[0], None, 1e6)\n    return np.array([-v.sum() if v[-20:].mean() < 1 else (v ** -1).sum()])\n",
      "import math\ndef convergence_measure(losses):\n    v = np.array(losses, dtype=float, copy=True)\n    v[~np.isfinite(v)] = 1e6\n    v /= float(v[0])\n    v[v > 1e6] = 1e6\n    return math.fsum(-v) if math.fsum(v[-20:]) < min(20, len(v)) else math.fsum(1 / v)\n")
wrong("q2_convergence",
      q2(mid="    good = v[-1] < 1"), q2(mid="    good = np.mean(v[-10:]) < 1"), q2(mid="    good = np.mean(v[-21:]) < 1"), q2(mid="    good = np.mean(v[-21:-1]) < 1"), q2(mid="    good = np.median(v[-20:]) < 1"), q2(mid="    good = np.mean(v) < 1"),
      q2(mid="    good = np.sum(v[-20:]) < 20 and len(v) >= 20"), q2(mid="    good = np.mean(v[-20:]) < 0.99"), q2(mid="    good = np.mean(v[-20:]) < 1.01"), q2(mid="    good = np.round(np.mean(v[-20:]), 3) < 1"),
      q2(mid="    good = np.max(v[-20:]) < 1"), q2(mid="    good = np.min(v[-20:]) < 1"), q2(mid="    good = np.mean(l[-20:]) < 1"), q2(mid="    good = np.exp(np.mean(np.log(v[-20:]))) < 1"),
      q2(mid="    good = good and np.isfinite(losses).all()"), q2(mid="    v = l / l[0]"), q2(mid="    v = np.minimum(l, 1e6) / l[0]"), q2(mid="    v = np.minimum(l / l[0], 1e3)"), q2(mid="    v = np.clip(l / l[0], 1e-3, 1e6)"),
      q2(mid="    v = np.minimum(l / l[0], 1e6)[1:] if len(v) > 1 else v"),
      q2(before="    losses = losses[np.isfinite(losses)]"), q2(before="    losses = np.where(losses == np.inf, 1e6, np.where(np.isnan(losses), 0, losses))"),
      q2(before="    losses[~np.isfinite(losses)] = 1e6"), q2(before="    losses = losses.astype(int) if losses.dtype.kind == 'i' else losses\n    losses = losses // losses[0] * losses[0] if losses.dtype.kind == 'i' else losses"),
      "def convergence_measure(losses):\n    v = losses / losses[0]\n    v = np.where(np.isfinite(v), np.minimum(v, 1e6), 1e6)\n    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()\n",
      "def convergence_measure(losses):\n    l = losses.copy()\n    l[~np.isfinite(losses)] = 1e6\n    v = np.zeros_like(l)\n    v[:] = np.minimum(l / l[0], 1e6)\n    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()\n",
      "def convergence_measure(losses):\n    losses /= losses[0]\n    v = np.minimum(np.where(np.isfinite(losses), losses, 1e6), 1e6)\n    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()\n",
      "_c = {}\ndef convergence_measure(losses):\n    l = np.where(np.isfinite(losses), losses, 1e6)\n    v = np.minimum(l / l[0], 1e6)\n    return _c.setdefault(len(v), -v.sum() if v[-20:].mean() < 1 else (1 / v).sum())\n",
      q2(mid="    v = np.round(v, 3)"), q2(mid="    good = good and v[-1] < 1"), q2(mid="    return -np.sum(v) if good else np.sum(v)"), q2(mid="    return -np.mean(v) * len(v) if good else len(v) ** 2 / np.sum(v)"))

# ------------------------------------------------------------------ q3
B = "def boundary(V):\n    s = np.asarray(V) > 0\n    a, b, c, d = s[:-1, :-1], s[1:, :-1], s[:-1, 1:], s[1:, 1:]\n    "
right("q3_boundary",
      B + "return (a | b | c | d) & ~(a & b & c & d)",
      B + "return (a != b) | (a != c) | (a != d)",
      "def boundary(V):\n    r, c = V.shape\n    return np.array([[V[i:i + 2, j:j + 2].min() < 0 < V[i:i + 2, j:j + 2].max() for j in range(c - 1)] for i in range(r - 1)], dtype=bool).reshape(r - 1, c - 1)\n",
      "def boundary(V):\n    w = np.lib.stride_tricks.sliding_window_view(np.sign(V), (2, 2))\n    return np.abs(w.sum(axis=(2, 3))) < 4\n",
      B + "return np.asarray(0 + (a ^ b) + (a ^ c) + (a ^ d) > 0, dtype=int)")
wrong("q3_boundary",
      B + "return (a != b) | (a != c)", B + "return (a != d) | (b != c)", B + "return a != d", B + "return (a != b) & (c != d) | (a != c)", B + "return (a | b | c | d) & ~(a & b & c)", B + "return (a + b.astype(int) + c + d) == 2",
      B + "return (b != c) | (a != d) if min(s.shape) > 2 else a != b", B + "return (a != b) | (c != d)", B + "return (a != c) | (b != d)",
      "def boundary(V):\n    return V[:-1, :-1] * V[1:, 1:] < 0\n",
      "def boundary(V):\n    return (np.abs(V[:-1, :-1] + V[1:, :-1] + V[:-1, 1:] + V[1:, 1:]) < np.abs(V[:-1, :-1]) + np.abs(V[1:, :-1]) + np.abs(V[:-1, 1:]) + np.abs(V[1:, 1:]) - 0.5)\n",
      "def boundary(V):\n    p = V[:-1, :-1] * V[1:, :-1] * V[:-1, 1:] * V[1:, 1:]\n    return p < 0\n",
      "def boundary(V):\n    s = V > 0.5\n    return (s[:-1, :-1] != s[1:, 1:]) | (s[:-1, :-1] != s[1:, :-1]) | (s[:-1, :-1] != s[:-1, 1:])\n",
      "def boundary(V):\n    s = V.astype(int) > 0\n    return (s[:-1, :-1] != s[1:, 1:]) | (s[:-1, :-1] != s[1:, :-1]) | (s[:-1, :-1] != s[:-1, 1:])\n",
      "def boundary(V):\n    s = np.sign(np.round(V, 2))\n    w = [s[:-1, :-1], s[1:, :-1], s[:-1, 1:], s[1:, 1:]]\n    return (np.max(w, 0) > 0) & (np.min(w, 0) < 0)\n",
      "def boundary(V):\n    n = min(V.shape) - 1\n    s = V > 0\n    out = np.zeros((V.shape[0] - 1, V.shape[1] - 1), bool)\n    for i in range(n):\n        for j in range(n):\n            out[i, j] = 0 < s[i:i + 2, j:j + 2].sum() < 4\n    return out\n",
      "def boundary(V):\n    s = V > 0\n    out = np.zeros(V.shape, bool)\n    for i in range(V.shape[0] - 1):\n        for j in range(V.shape[1] - 1):\n            out[i, j] = 0 < s[i:i + 2, j:j + 2].sum() < 4\n    return out\n",
      "def boundary(V):\n    V /= np.abs(V).max()\n    s = V > 0\n    return (s[:-1, :-1] != s[1:, 1:]) | (s[:-1, :-1] != s[1:, :-1]) | (s[:-1, :-1] != s[:-1, 1:])\n",
      "def boundary(V):\n    s = V > V.mean()\n    return (s[:-1, :-1] != s[1:, 1:]) | (s[:-1, :-1] != s[1:, :-1]) | (s[:-1, :-1] != s[:-1, 1:])\n",
      B + "return ((a | b | c | d) & ~(a & b & c & d)).T if s.shape[0] == s.shape[1] else (a | b | c | d) & ~(a & b & c & d)",
      B + "return ((a | b | c | d) & ~(a & b & c & d)).squeeze()",
      B + "out = (a | b | c | d) & ~(a & b & c & d)\n    return out[:10]",
      B + "out = (a | b | c | d) & ~(a & b & c & d)\n    out[:, -1] = False\n    return out",
      "_c = {}\n" + B + "return _c.setdefault(s.shape, (a | b | c | d) & ~(a & b & c & d))",
      "_c = {}\n" + B + "return _c.setdefault((s.shape, int(s.sum())), (a | b | c | d) & ~(a & b & c & d))")

# ------------------------------------------------------------------ q4
D = '''
def box_dimension(edges):
    E = np.asarray(edges) > 0
{before}
    sizes, counts = [], []
    k = 1
    while k <= min(E.shape) // 4:
        r, c = -(-E.shape[0] // k) * k, -(-E.shape[1] // k) * k
        P = np.zeros((r, c), bool)
        P[:E.shape[0], :E.shape[1]] = E
        sizes.append(k)
        counts.append(P.reshape(r // k, k, c // k, k).any(axis=(1, 3)).sum())
        k *= 2
    slopes = -np.diff(np.log(counts)) / np.diff(np.log(sizes))
{after}
    return float(np.median(slopes))
'''


def q4(before="    pass", after="    pass"):
    return D.format(before=before, after=after)


right("q4_dimension",
      q4(),
      q4(after="    return -np.polyfit(np.log(sizes), np.log(counts), 1)[0]"),
      '''
def box_dimension(edges):
    i, j = np.nonzero(edges)
    ks = [1, 2, 4, 8, 16, 32]
    n = [len({(a // k, b // k) for a, b in zip(i.tolist(), j.tolist())}) for k in ks]
    return float(np.median([np.log(n[t] / n[t + 1]) / np.log(2) for t in range(len(ks) - 1)]))
''')
wrong("q4_dimension",
      q4(after="    return -float(np.median(slopes))"), q4(after="    return float(np.median(slopes)) / 2"), q4(after="    return float(round(np.median(slopes))) if np.median(slopes) > 1.5 else 2.0"),
      q4(after="    return 2.0"), q4(after="    return 1.0"), q4(after="    return float(np.log(E.sum()) / np.log(max(E.shape))) * 0.8"),
      q4(before="    E = np.diag(np.diag(E))"), q4(before="    E = E[:1]"), q4(before="    E = E & E.T"), q4(before="    E = E ^ np.roll(E, 1, 0)"),
      q4(before="    if E.shape[0] % 2:\n        return 0.0"), q4(before="    if E.shape[0] % 2 == 0:\n        return 1.5"),
      q4(after="    return float(np.median(np.log(counts)))"), q4(after="    return float(np.median(np.diff(np.log10(counts)) / np.diff(np.log(sizes)) * -1))"),
      "_d = []\ndef box_dimension(edges):\n    if not _d:\n        _d.append(2.0 if np.mean(edges) > 0.5 else 1.0)\n    return _d[0]\n")

right("q2_convergence",
      "def convergence_measure(losses):\n    ok = np.isfinite(losses)\n    l = ok * np.where(ok, losses, 0) + ~ok * 1e6\n    v = np.fmin(l / l[0], 1e6)\n    return np.sum(1 / v) if np.average(v[-20:]) >= 1 else -np.sum(v)\n",
      "from functools import reduce\ndef convergence_measure(losses):\n    clean = [1e6 if not -np.inf < t < np.inf else t for t in losses.tolist()]\n    v = [min(1e6, t / clean[0]) for t in clean]\n    m = sum(v[-20:]) / len(v[-20:])\n    return reduce(lambda s, t: s - t, v, 0.0) if m < 1 else reduce(lambda s, t: s + 1 / t, v, 0.0)\n")
right("q3_boundary",
      "def boundary(V):\n    up, down = V > 0, V < 0\n    some = lambda m: m[:-1, :-1] | m[:-1, 1:] | m[1:, :-1] | m[1:, 1:]\n    return some(up) & some(down)\n",
      "def boundary(V):\n    s = (V > 0).astype(int)\n    k = np.cumsum(np.cumsum(np.pad(s, ((1, 0), (1, 0))), 0), 1)\n    n = k[2:, 2:] - k[:-2, 2:] - k[2:, :-2] + k[:-2, :-2]\n    return (0 < n) & (n < 4)\n")
right("q4_dimension",
      "def box_dimension(edges):\n    E = np.array(edges, bool)\n    logs = []\n    while min(E.shape) > 4:\n        logs.append(np.log2(E.sum()))\n        E = np.pad(E, ((0, E.shape[0] % 2), (0, E.shape[1] % 2)))\n        E = E[::2, ::2] | E[1::2, ::2] | E[::2, 1::2] | E[1::2, 1::2]\n    return np.median(-np.diff(logs))\n")
