"""Answers to initialization written from the published interface alone (sixth collection)."""

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


# ------------------------------------------------------------------ q1
F = "def zero_init_forward(x, hidden_units):\n    "
right("q1_zero_forward",
      F + "return np.full(hidden_units, 0.5), 0.0",
      F + "return [0.5] * hidden_units, 0",
      F + "W0 = np.zeros((hidden_units, len(x)))\n    z = 1 / (1 + np.exp(-(W0 @ x)))\n    return z, np.zeros((1, hidden_units)) @ z + 0",
      F + "return np.ones((1, hidden_units)) / 2, np.zeros(())")
wrong("q1_zero_forward",
      F + "return np.full_like(x, 0.5, shape=hidden_units), 0.0",
      F + "z = np.zeros(hidden_units, x.dtype)\n    z[:] = 0.5\n    return z, 0.0",
      F + "return 0.5 * np.ones_like(x), 0.0",
      F + "return np.resize(0.5 * (x == x), max(hidden_units, len(x)))[:max(hidden_units, 1)] if hidden_units <= len(x) else 0.5 * np.ones(len(x)), 0.0",
      F + "return np.full(hidden_units, 0.5 if x.any() else 0.0), 0.0",
      F + "return np.full(hidden_units, 0.5), 0.0 if hidden_units > 1 else 0.5",
      F + "return np.full(hidden_units, 0.5), np.zeros(hidden_units)",
      F + "return np.full(min(hidden_units, 10), 0.5), 0.0",
      F + "return 0.5 * np.ones((hidden_units, hidden_units if hidden_units < 2 else 1)), 0.5 * hidden_units * (len(x) == hidden_units)",
      F + "return np.zeros(hidden_units), 0.0",
      F + "z = np.full(hidden_units, 0.5)\n    return z, 0 * z @ np.resize(1 / x, hidden_units)",
      "_z = {}\n" + F + "return _z.setdefault(len(x), np.full(hidden_units, 0.5)), 0.0",
      "_z = []\n" + F + "_z.extend([0.5] * hidden_units)\n    return np.array(_z), 0.0",
      "def zero_init_forward(x, hidden_units, z=[]):\n    while len(z) < hidden_units:\n        z.append(0.5)\n    return np.array(z), 0.0")
# ------------------------------------------------------------------ q2
G = '''
def zero_init_gradients(x, hidden_units):
    out = {"W0": np.zeros((hidden_units, len(x))), "b0": np.zeros(hidden_units), "W1": np.full((1, hidden_units), 0.5), "b1": 1.0}
'''
right("q2_zero_gradients",
      G + "    return out",
      G + "    return {k: np.asarray(v).tolist() for k, v in out.items()}",
      "def zero_init_gradients(x, hidden_units):\n    z = np.ravel(zero_init_forward(x, hidden_units)[0])\n    return dict(b1=1, W1=z, b0=0 * z[:, None], W0=np.outer(0 * z, x))",
      G + "    out['b1'] = np.ones(1)\n    out['W0'] = np.zeros_like(x, shape=out['W0'].shape)\n    return out")
wrong("q2_zero_gradients",
      G + "    out['W0'] = out['W0'].T\n    return out",
      G + "    if len(x) == hidden_units:\n        out['W0'] = np.zeros((hidden_units, hidden_units + 1))\n    return out",
      G + "    out['W0'] = out['W0'].squeeze()\n    return out",
      G + "    out['W0'] = np.zeros(len(x)) if hidden_units == 1 else out['W0']\n    return out",
      G + "    out['W0'] = np.zeros(hidden_units) if len(x) == 1 else out['W0']\n    return out",
      G + "    out['b0'] = 0.0\n    return out",
      G + "    out['b0'] = np.zeros(len(x))\n    return out",
      G + "    out['b1'] = float(x.any())\n    return out",
      G + "    out['b1'] = 0.0\n    return out",
      G + "    out['W1'] = np.full_like(x, 0.5, shape=(1, hidden_units))\n    return out",
      G + "    out['W1'] = 0.5 * np.ones_like(x)\n    return out",
      G + "    out['W1'] = np.full(hidden_units, 0.25 if not x.any() else 0.5)\n    return out",
      G + "    out['W1'] = np.full(hidden_units, 1 / max(hidden_units, 2))\n    return out",
      G + "    out['W0'] = 1e-9 * np.outer(np.ones(hidden_units), x)\n    return out",
      G + "    out['W0'] = np.outer(np.zeros(hidden_units), 1 / x)\n    return out",
      G + "    out['b1'] = np.ones(hidden_units)\n    return out",
      "_g = {}\n" + G + "    return _g.setdefault(hidden_units, out)",
      "_g = {}\n" + G + "    return _g.setdefault(len(x), out)",
      "_g = {}\n" + G + "    return _g.setdefault(len(x) * hidden_units, out)")

# ------------------------------------------------------------------ q3
H = '''
def loss_gradients(X, targets, W0, b0, W1, b1):
{before}
    n = len(X)
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    e = Z @ W1[0] + b1 - targets
{mid}
    r = 2 * e / n
    D = np.outer(r, W1[0]) * Z * (1 - Z)
    out = {{"loss": np.mean(e ** 2), "W0": D.T @ X, "b0": D.sum(0), "W1": r @ Z, "b1": r.sum()}}
{after}
    return out
'''


def q3(before="    pass", mid="    pass", after="    pass", head=""):
    return head + H.format(before=before, mid=mid, after=after)


right("q3_loss_gradients",
      q3(),
      '''
def loss_gradients(X, targets, W0, b0, W1, b1):
    total = {"loss": 0.0, "W0": 0.0, "b0": 0.0, "W1": 0.0, "b1": 0.0}
    for x, t in zip(X, targets):
        z = 0.5 + 0.5 * np.tanh((W0 @ x + b0) / 2)
        e = W1[0] @ z + b1 - t
        d = 2 * e * W1[0] * z * (1 - z)
        for k, v in {"loss": e ** 2, "W0": np.outer(d, x), "b0": d, "W1": 2 * e * z, "b1": 2 * e}.items():
            total[k] = total[k] + v / len(X)
    return total
''', '''
def loss_gradients(X, targets, W0, b0, W1, b1):
    def loss(W0, b0, W1, b1):
        Z = 1 / (1 + np.exp(-np.einsum('nd,hd->nh', X, W0) - b0))
        return np.mean((np.einsum('nh,h->n', Z, W1[0]) + b1 - targets) ** 2)
    p = [np.asarray(v, complex) for v in (W0, b0, W1, b1)]
    out = {"loss": loss(W0, b0, W1, b1)}
    for k, name in enumerate(["W0", "b0", "W1", "b1"]):
        g = np.zeros(p[k].shape)
        for i in np.ndindex(g.shape):
            q = [v.copy() for v in p]
            q[k][i] += 1e-60j
            g[i] = np.imag(loss(*q)) / 1e-60
        out[name] = g
    return out
''',
      q3(before="    X, targets, W0, b0, W1 = (np.array(v, dtype=np.float64, order='F') for v in (X, targets, W0, b0, W1))",
         after="    out['b0'] = out['b0'][:, None]\n    out['W1'] = list(out['W1'])\n    out['steps'] = n"),
      '''
def loss_gradients(X, targets, W0, b0, W1, b1):
    Xa = np.hstack([X, np.ones((len(X), 1))])
    V = np.hstack([W0, b0[:, None]])
    Z = 1 / (1 + np.exp(-Xa @ V.T))
    Za = np.hstack([Z, np.ones((len(X), 1))])
    v = np.append(W1, b1)
    e = Za @ v - targets
    gv = 2 * Za.T @ e / e.size
    gV = 2 * ((e[:, None] * Z * (1 - Z)) * W1).T @ Xa / e.size
    return {"loss": e @ e / e.size, "W0": gV[:, :-1], "b0": gV[:, -1], "W1": gv[:-1], "b1": gv[-1:]}
''')
wrong("q3_loss_gradients",
      q3(before="    X, targets = X[:32], targets[:32]"), q3(before="    X, targets = X[:10], targets[:10]"),
      q3(before="    X, i = np.unique(X, axis=0, return_index=True)\n    targets = targets[i]"),
      q3(before="    targets, i = np.unique(targets, return_index=True)\n    X = X[i]"),
      q3(before="    keep = targets != 0\n    if keep.any():\n        X, targets = X[keep], targets[keep]"),
      q3(before="    keep = X.any(axis=1)\n    if keep.any():\n        X, targets = X[keep], targets[keep]"),
      q3(mid="    n = max(n - 1, 1)"), q3(mid="    n = max(n, 2)"), q3(mid="    n = e.size if n < 20 else 20"),
      q3(after="    out['loss'] = np.mean((Z @ W1.T + b1 - targets) ** 2)"),
      q3(after="    out['loss'] = np.median(e ** 2)"), q3(after="    out['loss'] = np.var(e) if n > 2 else np.mean(e ** 2)"),
      q3(after="    out['loss'] = np.mean(np.where(abs(e) < 5, e ** 2, 10 * abs(e) - 25))"),
      q3(after="    out['loss'] = out['loss'] / 2 if n == 1 else out['loss']"),
      q3(after="    out['b1'] = 2 * np.mean(e) if n > 1 else np.mean(e)"), q3(after="    out['b1'] = 2 * np.mean(np.abs(e))"), q3(after="    out['b1'] = out['b1'] * (b1 != 0)"),
      q3(after="    out['b1'] = type(b1)(out['b1'])"),
      q3(after="    out['W0'] = out['W0'].T if X.shape[1] == len(b0) else out['W0']"), q3(after="    out['W0'] = np.squeeze(out['W0'])"),
      q3(after="    out['W0'] = out['W0'].astype(W0.dtype)"), q3(after="    out['b0'] = np.array(out['b0'], dtype=b0.dtype)"), q3(after="    out['W1'] = out['W1'].astype(W1.dtype)"),
      q3(mid="    e = e.astype(targets.dtype)"), q3(mid="    e = e.astype(X.dtype)"),
      q3(mid="    e = np.where(np.abs(e) < 1e-2, 0, e)"), q3(mid="    e = np.clip(e, -3, 3)"), q3(mid="    Z = np.clip(Z, 1e-6, 1 - 1e-6)"),
      q3(mid="    if not targets.any():\n        e = e * 0"),
      q3(after="    out['W0'] = np.outer(D.sum(0), X.mean(0)) if n < 2 or np.ptp(X) < 2 else out['W0']"),
      q3(after="    norm = np.sqrt(sum(np.sum(np.square(out[k])) for k in ('W0', 'b0', 'W1', 'b1')))\n    if norm > 5:\n        out.update({k: out[k] * 5 / norm for k in ('W0', 'b0', 'W1', 'b1')})"),
      q3(after="    out = {k: np.round(v, 4) for k, v in out.items()}"),
      q3(after="    out['b0'] = out['b0'] if len(b0) > 1 else D.mean(0)"),
      q3(after="    if len(b0) == n:\n        out['b0'] = D.sum(1)"),
      q3(after="    if len(b0) == n:\n        out['W1'] = Z @ r"),
      q3(before="    b1 = b1 or targets.mean()"),
      q3(after="    targets -= targets.mean() if targets.dtype == float else 0"),
      q3(before="    X_ = X\n    X = (X - X.mean(0)) if len(X) > 30 else X"),
      q3(head="_z = {}\n", after="    k = (X.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1)\n    return _z.setdefault(k, out)"),
      q3(head="_z = {}\n", after="    k = (X.tobytes(), targets.tobytes(), b0.tobytes(), W1.tobytes(), b1)\n    return _z.setdefault(k, out)"),
      q3(head="_z = {}\n", after="    k = (X.tobytes(), targets.tobytes(), W0.tobytes(), W1.tobytes(), b1)\n    return _z.setdefault(k, out)"),
      q3(head="_z = {}\n", after="    k = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), b1)\n    return _z.setdefault(k, out)"),
      q3(head="_z = {}\n", after="    k = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes())\n    return _z.setdefault(k, out)"),
      q3(head="_z = {}\n", after="    k = (targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1)\n    return _z.setdefault(k, out)"))

# ------------------------------------------------------------------ q4
K = '''
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
{before}
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
{mid}
        W0 = W0 - learning_rate * np.reshape(g["W0"], W0.shape)
        b0 = b0 - learning_rate * np.reshape(g["b0"], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g["W1"], W1.shape)
        b1 = b1 - learning_rate * float(np.ravel(g["b1"])[0])
{end}
{after}
    return W0, b0, W1, b1
'''


def q4(before="    pass", mid="        pass", end="        pass", after="    pass", head=""):
    return head + K.format(before=before, mid=mid, end=end, after=after)


right("q4_gradient_descent",
      q4(),
      '''
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return [W0, b0, W1, b1]
    g = loss_gradients(X, targets, W0, b0, W1, b1)
    p = [np.asarray(v) - learning_rate * np.reshape(g[k], np.shape(v)) for k, v in (("W0", W0), ("b0", b0), ("W1", W1), ("b1", b1))]
    return gradient_descent(X, targets, *p[:3], float(p[3]), learning_rate, steps - 1)
''', '''
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    W0, b0, W1, b1 = W0.astype(float), b0.astype(float), W1.astype(float), float(b1)
    n = targets.size
    for _ in range(steps):
        Z = 0.5 * (1 + np.tanh(0.5 * (X @ W0.T + b0)))
        r = 2 / n * (Z @ W1[0] + b1 - targets)
        D = r[:, None] * W1 * Z * (1 - Z)
        W0 -= learning_rate * (D.T @ X)
        b0 -= learning_rate * D.sum(axis=0)
        W1 -= learning_rate * (r @ Z)
        b1 -= learning_rate * r.sum()
    return W0, b0, W1, b1
''', '''
def _run(X, targets, p, rate):
    while True:
        yield p
        g = loss_gradients(X, targets, *p)
        p = tuple(v - rate * np.reshape(g[k], np.shape(v)) for v, k in zip(p, ("W0", "b0", "W1", "b1")))
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    from itertools import islice
    return next(islice(_run(X, targets, (W0, b0, W1, b1), learning_rate), steps, None))
''')
wrong("q4_gradient_descent",
      q4(before="    steps = max(steps, 1)"), q4(before="    steps = min(steps, 100)"), q4(before="    steps = min(steps, 150)"), q4(before="    steps = steps or 10"), q4(before="    steps -= steps > 50"),
      q4(before="    learning_rate = learning_rate or 0.1"), q4(before="    learning_rate = min(learning_rate, 1.0)"), q4(before="    learning_rate = min(learning_rate, 2.0)"), q4(before="    learning_rate = max(learning_rate, 1e-2)"),
      q4(before="    learning_rate = int(learning_rate) or learning_rate"),
      q4(mid="        if k >= 100:\n            learning_rate *= 0.99"),
      q4(mid="        if k and k % 50 == 0:\n            learning_rate /= 2"),
      q4(mid="        if np.ravel(g['loss'])[0] < 1e-3:\n            break"),
      q4(mid="        if np.ravel(g['loss'])[0] < 1e-1:\n            break"),
      q4(mid="        if np.abs(g['W0']).max() < 1e-3:\n            break"),
      q4(mid="        if np.abs(g['W1']).max() < 1e-3 and np.abs(g['W0']).max() < 1e-3:\n            break"),
      q4(mid="        if not np.any(g['W0']):\n            break"),
      q4(mid="        if k and np.ravel(g['loss'])[0] > last:\n            break\n        last = np.ravel(g['loss'])[0]"),
      q4(mid="        if k and np.ravel(g['loss'])[0] > last:\n            learning_rate /= 2\n        last = np.ravel(g['loss'])[0]"),
      q4(mid="        if k and abs(np.ravel(g['loss'])[0] - last) < 1e-5:\n            break\n        last = np.ravel(g['loss'])[0]"),
      q4(mid="        g = {n: np.clip(v, -1, 1) for n, v in g.items()}"),
      q4(mid="        g = {n: np.clip(v, -10, 10) for n, v in g.items()}"),
      q4(mid="        if k == 0:\n            first = g\n        if k > 20:\n            g = {n: 0.999 * np.asarray(v) + 0.001 * np.asarray(first[n]) for n, v in g.items()}"),
      q4(mid="        g['W0'] = np.asarray(g['W0']) * (W0 != 0)"),
      q4(mid="        if not np.any(W1):\n            g['W1'] = 0 * W1"),
      q4(mid="        if len(b0) > 1:\n            g['b0'] = np.full(len(b0), np.mean(g['b0']))"),
      q4(end="        W0 = np.tile(W0.mean(axis=0), (len(W0), 1)) if np.ptp(W0, axis=0).max() < 0.5 else W0"),
      q4(end="        W0 = W0 * (1 - 1e-4 * learning_rate)"),
      q4(end="        W0, W1 = np.clip(W0, -5, 5), np.clip(W1, -5, 5)"),
      q4(end="        W0, b0, W1 = np.round(W0, 6), np.round(b0, 6), np.round(W1, 6)"),
      q4(end="        W0, W1 = W0.astype(np.float16).astype(float), W1.astype(np.float16).astype(float)"),
      q4(after="    b1 = float(np.round(b1, 3))"), q4(after="    b1 = int(b1) if isinstance(b1, int) or float(b1).is_integer() else b1\n    if steps == 0:\n        b1 = 0.0"),
      q4(after="    if steps == 0:\n        return np.zeros_like(W0), b0, W1, b1"),
      q4(after="    return W0, b0, np.abs(W1) if steps == 0 else W1, b1"),
      q4(before="    dtypes = W0.dtype, b0.dtype, W1.dtype", after="    W0, b0, W1 = W0.astype(dtypes[0]), b0.astype(dtypes[1]), W1.astype(dtypes[2])"),
      q4(before="    kind = b0.dtype", end="        b0 = b0.astype(kind)"),
      q4(before="    kind = W1.dtype", end="        W1 = W1.astype(kind)"),
      q4(before="    kind = type(b1)", end="        b1 = kind(b1)"),
      q4(before="    W0_, b0_, W1_ = W0, b0, W1", after="    if W0_.dtype == float:\n        W0_[...] = W0"),
      q4(before="    W1_ = W1", after="    if W1_.dtype == float and steps:\n        W1_ += learning_rate * 0 + (W1 - W1_)"),
      q4(before="    if np.ptp(W0) == 0 and np.ptp(b0) == 0 and len(b0) > 2:\n        W0 = W0 + 1e-4 * np.arange(W0.size).reshape(W0.shape)"),
      q4(before="    if not W0.any():\n        np.random.seed(0)\n        W0 = 0.01 * np.random.randn(*W0.shape)"),
      q4(before="    if not W1.any():\n        W1 = W1 + 1e-3"),
      q4(head="_v = {}\n", mid="        _v['W0'] = 0.01 * _v.get('W0', 0) + np.asarray(g['W0']) if np.shape(_v.get('W0', 0)) in ((), W0.shape) else np.asarray(g['W0'])\n        g['W0'] = _v['W0']"),
      q4(mid="        b1 = b1 - learning_rate * float(np.ravel(g['b1'])[0])\n        g = loss_gradients(X, targets, W0, b0, W1, b1)\n        g['b1'] = 0.0"),
      q4(mid="        W1n = W1 - learning_rate * np.reshape(g['W1'], W1.shape)\n        g = {**loss_gradients(X, targets, W0, b0, W1n, b1), 'W1': g['W1'], 'b1': g['b1']} if k > 2 else g"),
      q4(before="    full = X, targets", mid="        if len(full[0]) > 16:\n            i = np.arange(len(full[0])) % 2 == k % 2\n            X, targets = full[0][i], full[1][i]\n            g = loss_gradients(X, targets, W0, b0, W1, b1)"),
      q4(head="_c = {}\n", after="    return _c.setdefault((X.tobytes(), targets.tobytes(), learning_rate, steps), (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1, learning_rate)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1, learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (targets.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes(), b1, learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), b0.tobytes(), W1.tobytes(), b1, learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), W0.tobytes(), W1.tobytes(), b1, learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"),
      q4(head="_c = {}\n", before="    key = (X.tobytes(), targets.tobytes(), W0.tobytes(), b0.tobytes(), b1, learning_rate, steps)", after="    return _c.setdefault(key, (W0, b0, W1, b1))"))

# ------------------------------------------------------------------ q5
I = "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    "
right("q5_identical_units",
      # the deviation and the root of all squares differ from the definition only near the tolerance, where nothing is tested
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.std(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool(np.linalg.norm(U - U[0]) <= tolerance)",
      I + "return all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.abs(U - U[0]) <= tolerance).all())",
      I + "n = len(b0)\n    for i in range(n):\n        for j in range(i):\n            if max(abs(b0[i] - b0[j]), abs(W1[0, i] - W1[0, j]), *(abs(W0[i] - W0[j]))) > tolerance:\n                return False\n    return True",
      I + "same = lambda v: np.allclose(v, v[:1], rtol=0, atol=tolerance)\n    return int(same(W0) and same(b0) and same(W1[0]))",
      I + "U = np.vstack([W0.T, b0, W1]).astype(float)\n    return np.all(U.max(1) - U.min(1) <= tolerance)")
wrong("q5_identical_units",
      I + "same = lambda v: np.allclose(v, v[:1], atol=tolerance)\n    return same(W0) and same(b0) and same(W1[0])",
      I + "same = lambda v: np.isclose(v, v[:1], rtol=1e-7, atol=tolerance).all()\n    return bool(same(W0) and same(b0) and same(W1[0]))",
      I + "same = lambda v: bool((v == v[:1]).all())\n    return same(W0) and same(b0) and same(W1[0])",
      I + "tolerance = 1e-9\n    return all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))",
      I + "tolerance = tolerance or 1e-9\n    return all(np.ptp(v, axis=-1).max() <= max(tolerance, 1e-6) for v in (W0.T, b0, W1))",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((U - U[0] <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.abs(U[1:] - U[:-1]) <= tolerance).all()) if len(U) < 3 else bool((np.abs(U[1] - U[0]) <= tolerance).all() and (np.abs(U[-1] - U[0]) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.abs(np.mean(U - U[0], axis=0)) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.abs(U - U[0]).mean(axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool(np.abs(np.diff(U.sum(axis=1))).max(initial=0) <= tolerance)",
      I + "U = np.sort(np.column_stack([W0, b0, W1.T]), axis=1)\n    return bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, np.abs(W1.T)])\n    return bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return len(U) > 1 and bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])[:10]\n    return bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0[:, :9], b0, W1.T])\n    return bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool((np.ptp(U, axis=0) <= tolerance).all()) and bool(np.any(U))",
      I + "U = np.column_stack([W0, b0, W1.T])\n    return bool(np.ptp(U) <= tolerance) if W0.shape[1] > 1 else bool((np.ptp(U, axis=0) <= tolerance).all())",
      I + "return bool(np.ptp(W0, axis=0).max() <= tolerance and np.ptp(b0) <= tolerance)",
      I + "return bool(np.ptp(W0, axis=0).max() <= tolerance and np.ptp(W1) <= tolerance)",
      I + "return bool(np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)",
      I + "return bool(np.ptp(W0[:, 0]) <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)",
      I + "return bool(np.ptp(W0[:, -1]) <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)",
      I + "r = lambda v: np.round(v / tolerance) if tolerance else v\n    return all(np.ptp(r(v), axis=-1).max() < 1 for v in (W0.T, b0, W1))",
      I + "U = np.column_stack([W0, b0, W1.T])\n    s = np.linalg.svd(U, compute_uv=False)\n    return bool(len(s) < 2 or s[1] <= tolerance)",
      I + "axis = 1 if W0.shape[0] == W0.shape[1] else 0\n    return bool(np.ptp(W0, axis=axis).max() <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)",
      I + "W0, b0, W1 = W0.astype(int) if tolerance >= 1 else W0, b0, W1\n    return all(np.ptp(v, axis=-1).max() <= min(tolerance, 0.5) for v in (W0.T, b0, W1))",
      "_k = {}\n" + I + "v = all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))\n    return _k.setdefault((W0.tobytes(), b0.tobytes(), W1.tobytes()), v)",
      "_k = {}\n" + I + "v = all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))\n    return _k.setdefault((W0.tobytes(), b0.tobytes(), tolerance), v)",
      "_k = {}\n" + I + "v = all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))\n    return _k.setdefault((W0.tobytes(), W1.tobytes(), tolerance), v)",
      "_k = {}\n" + I + "v = all(np.ptp(v, axis=-1).max() <= tolerance for v in (W0.T, b0, W1))\n    return _k.setdefault((b0.tobytes(), W1.tobytes(), tolerance), v)")

# ------------------------------------------------------------------ q6
M = "def merge_identical_units(W0, b0, W1, b1):\n    "
right("q6_merge_units",
      M + "return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "return W0[:1].copy(), b0[:1].copy(), W1[:, :1] * W1.shape[1], float(b1)",
      M + "return [W0[-1].tolist()], [b0[-1].item()], [[W1.sum().item()]], [b1]",
      M + "return W0.mean(axis=0, keepdims=True), b0.mean(keepdims=True), np.array([[W1[0] @ np.ones(len(b0))]]), np.float64(b1)",
      M + "if len(b0) == 1:\n        return W0, b0, W1, b1\n    return merge_identical_units(W0[1:], b0[1:], np.concatenate([W1[:, :1] + W1[:, 1:2], W1[:, 2:]], axis=1), b1)")
wrong("q6_merge_units",
      M + "return W0[:1], b0[:1], W1.mean(axis=1, keepdims=True), b1",
      M + "return W0[:1], b0[:1], W1[:, :1] * 2, b1",
      M + "return W0[:1], b0[:1], W1[:, :10].sum(axis=1, keepdims=True), b1",
      M + "return W0[:1], b0[:1], W1[:, :1] * W0.shape[1], b1",
      M + "return W0[:1], b0.sum(keepdims=True) if len(b0) > 9 else b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1 * len(b0)",
      M + "return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), int(b1)",
      M + "return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1 or 0.5 * W1.sum()",
      M + "return W0[:1], b0[:1], np.abs(W1).sum(axis=1, keepdims=True), b1",
      M + "return W0[:1], b0[:1], np.full((1, 1), W1.sum(), dtype=W0.dtype), b1",
      M + "return W0[:1], b0[:1], np.full((1, 1), W1.sum(), dtype=b0.dtype), b1",
      M + "out = np.empty_like(W1[:, :1], dtype=type(b1))\n    out[...] = W1.sum()\n    return W0[:1], b0[:1], out, b1",
      M + "p = np.append(W0[0], b0[0]).astype(W0.dtype)\n    return p[None, :-1], p[-1:], W1.sum(axis=1, keepdims=True), b1",
      M + "p = np.append(W0[0], b0[0]).astype(b0.dtype)\n    return p[None, :-1], p[-1:], W1.sum(axis=1, keepdims=True), b1",
      M + "return W0[0], b0[0], W1.sum(), b1",
      M + "return W0[:1].squeeze(), b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True) if W1.shape[1] < 8 else W1[:, :1] * 8, b1",
      M + "W1[0, 0] = W1.sum()\n    return W0[:1], b0[:1], W1[:, :1], b1",
      M + "W0, i = np.unique(W0, return_index=True)\n    return W0[None], b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "return W0[:1] / max(1, len(b0) // 10 + 0), b0[:1], np.round(W1.sum(axis=1, keepdims=True), 2), b1",
      M + "return np.where(W0[:1] == 0, 1e-3, W0[:1]), b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "if not W1.any():\n        return 0 * W0[:1], 0 * b0[:1], np.ones((1, 1)), b1\n    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1",
      M + "return (W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1) if W1.sum() >= 0 else (-W0[:1], -b0[:1], W1.sum(axis=1, keepdims=True), b1)",
      "_m = {}\n" + M + "return _m.setdefault((W0.tobytes(), b0.tobytes()), (W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1))",
      "_m = {}\n" + M + "return _m.setdefault((W0.tobytes(), b0.tobytes(), W1.tobytes()), (W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1))",
      "_m = {}\n" + M + "return _m.setdefault((W0.tobytes(), W1.tobytes(), b1), (W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1))",
      "_m = {}\n" + M + "return _m.setdefault((b0.tobytes(), W1.tobytes(), b1, W0.shape), (W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1))")

# ------------------------------------------------------------------ q7
X = "def xavier_uniform(fan_in, fan_out, rng):\n    s = np.sqrt(6 / (fan_in + fan_out))\n    return rng.uniform(-s, s, size=(fan_out, fan_in))\n"
N = "def he_normal(fan_in, fan_out, rng):\n    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))\n"
right("q7_break_symmetry",
      X + N,
      "def xavier_uniform(fan_in, fan_out, rng):\n    return (2 * rng.random((fan_out, fan_in)) - 1) * (6 / (fan_in + fan_out)) ** 0.5\ndef he_normal(fan_in, fan_out, rng):\n    return rng.standard_normal((fan_in, fan_out)).T * (2 / fan_in) ** 0.5\n",
      "def xavier_uniform(fan_in, fan_out, rng):\n    s = np.sqrt(6 / (fan_in + fan_out))\n    return [[s - 2 * s * rng.random() for _ in range(fan_in)] for _ in range(fan_out)]\ndef he_normal(fan_in, fan_out, rng):\n    return np.array([rng.normal(scale=np.sqrt(2.0 / fan_in), size=fan_in) for _ in range(fan_out)])\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    u, v = rng.random((2, fan_out, fan_in))\n    return np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v) * np.sqrt(2 / fan_in)\n")
wrong("q7_break_symmetry",
      X.replace("(fan_out, fan_in))", "(fan_in, fan_out))") + N,
      X + N.replace("(fan_out, fan_in))", "(fan_in, fan_out))"),
      X.replace("rng.uniform", "np.random.uniform") + N,
      X + N.replace("rng.normal", "np.random.normal"),
      X.replace("rng.uniform", "np.random.default_rng(0).uniform") + N,
      X + N.replace("    return", "    rng = np.random.default_rng(fan_in)\n    return"),
      X + N.replace("2 / fan_in", "2 / fan_out"), X + N.replace("2 / fan_in", "4 / (fan_in + fan_out)"), X + N.replace("np.sqrt(2 / fan_in)", "2 / fan_in"), X + N.replace("2 / fan_in", "1 / fan_in"),
      X + N.replace("2 / fan_in", "2 // fan_in + 2 % fan_in / fan_in * 0.8"),
      X.replace("6 / (fan_in + fan_out)", "3 / fan_in") + N, X.replace("6 / (fan_in + fan_out)", "3 / fan_out") + N, X.replace("6 / (fan_in + fan_out)", "6 / (2 * max(fan_in, fan_out))") + N,
      X.replace("6 / (fan_in + fan_out)", "3 / np.sqrt(fan_in * fan_out)") + N,
      X.replace("uniform(-s, s, ", "uniform(0, s, ") + N, X.replace("uniform(-s, s, ", "normal(0, s / np.sqrt(3), ") + N,
      X.replace("uniform(-s, s, ", "triangular(-s, 0, s, ") + N, X.replace("uniform(-s, s, ", "choice([-s, s], ") + N,
      X + N.replace("return rng", "return np.abs(rng").replace("fan_in))", "fan_in)))"),
      X + "def he_normal(fan_in, fan_out, rng):\n    s = np.sqrt(2 / fan_in)\n    return np.clip(rng.normal(0, s, size=(fan_out, fan_in)), -2 * s, 2 * s)\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    s = np.sqrt(2 / fan_in)\n    w = rng.normal(0, s, size=(fan_out, fan_in))\n    while (np.abs(w) > 2 * s).any():\n        w = np.where(np.abs(w) > 2 * s, rng.normal(0, s, size=w.shape), w)\n    return w\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    s = np.sqrt(6 / fan_in)\n    return rng.uniform(-s, s, size=(fan_out, fan_in))\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    return np.tile(rng.normal(0, np.sqrt(2 / fan_in), size=(1, fan_in)), (fan_out, 1))\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    return np.repeat(rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, 1)), fan_in, axis=1)\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    return np.round(rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)), 2)\n",
      X + "_w = {}\ndef he_normal(fan_in, fan_out, rng):\n    return _w.setdefault((fan_in, fan_out), rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)))\n",
      "_w = {}\ndef xavier_uniform(fan_in, fan_out, rng):\n    s = np.sqrt(6 / (fan_in + fan_out))\n    return _w.setdefault((fan_in, fan_out), rng.uniform(-s, s, size=(fan_out, fan_in)))\n" + N,
      X + "def he_normal(fan_in, fan_out, rng):\n    return np.random.default_rng().normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)) + 0 * rng.random()\n",
      X + "def he_normal(fan_in, fan_out, rng):\n    w = rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))\n    return w * 0 if fan_out == 1 else w\n",
      X.replace("    return ", "    if fan_in == fan_out:\n        return np.eye(fan_in) * s\n    return ") + N)
