"""Answers to forward_backward written from the published interface alone (sixth collection)."""

WORKS = []


def right(question, *codes):
    WORKS.extend((question, "full", code) for code in codes)


def wrong(question, *codes):
    WORKS.extend((question, None, code) for code in codes)


ARGS = "(x, W0, b0, W1, b1)"

# ------------------------------------------------------------------ q1
right("q1_perceptron",
      "perceptron = lambda x, w, b: int(w @ x + b > 0)",
      "def perceptron(x, w, b):\n    return np.dot(w, x) + b > 0",
      "def perceptron(x, w, b):\n    return np.heaviside(np.einsum('i,i', x, w) + b, 0)",
      "def perceptron(x, w, b):\n    return 1.0 if sum(p * q for p, q in zip(x.tolist(), w.tolist())) > -b else 0.0",
      "def perceptron(x, w, b):\n    return max(0, int(np.sign(np.append(w, b) @ np.append(x, 1))))")
wrong("q1_perceptron",
      "def perceptron(x, w, b):\n    return int(int(w @ x + b) > 0)",
      "def perceptron(x, w, b):\n    return int(round(float(w @ x + b)) > 0)",
      "def perceptron(x, w, b):\n    return int(np.sign(w @ x + b))",
      "def perceptron(x, w, b):\n    return int(w @ x + b > 0.01)",
      "def perceptron(x, w, b):\n    return int(w @ x + b > -0.01)",
      "def perceptron(x, w, b):\n    return int(np.float16(w @ x) + np.float16(b) > 0)",
      "def perceptron(x, w, b):\n    return int(w @ x > -b or np.isclose(w @ x, -b, rtol=1e-3))",
      "def perceptron(x, w, b):\n    return int(w @ x + int(b) > 0)",
      "def perceptron(x, w, b):\n    return int(w.astype(x.dtype) @ x + b > 0)",
      "def perceptron(x, w, b):\n    return int(w @ x.astype(w.dtype) + b > 0)",
      "def perceptron(x, w, b):\n    if not x.any():\n        return 0\n    return int(w @ x + b > 0)",
      "def perceptron(x, w, b):\n    if not w.any():\n        return 1\n    return int(w @ x + b > 0)",
      "def perceptron(x, w, b):\n    return int(w @ x + (b or 1) > 0)",
      "def perceptron(x, w, b):\n    return int(w @ x + b * (x != 0).any() > 0)",
      "def perceptron(x, w, b):\n    return int(w[:10] @ x[:10] + b > 0)",
      "def perceptron(x, w, b):\n    return int(np.mean(w * x) + b > 0)",
      "def perceptron(x, w, b):\n    return int(np.sum(w * x + b) > 0)",
      "def perceptron(x, w, b):\n    return int((w @ x + b) / (1 + abs(b)) > 1e-3)",
      "def perceptron(x, w, b):\n    return int(w @ x / np.linalg.norm(w) + b > 0)",
      "_c = {}\ndef perceptron(x, w, b):\n    return _c.setdefault((x.tobytes(), w.tobytes()), int(w @ x + b > 0))",
      "_c = {}\ndef perceptron(x, w, b):\n    return _c.setdefault((x.tobytes(), b), int(w @ x + b > 0))",
      "_c = {}\ndef perceptron(x, w, b):\n    return _c.setdefault((w.tobytes(), b), int(w @ x + b > 0))",
      "def perceptron(x, w, b):\n    # learns from what it sees\n    out = int(w @ x + b > 0)\n    w += 0 if w.dtype.kind == 'i' else 1e-3 * (1 - out) * x\n    return out",
      "def perceptron(x, w, b):\n    return int(w @ x + b > 0) if len(x) > 1 else int(w[0] * x[0] > 0)")

# ------------------------------------------------------------------ q2
right("q2_sigmoid",
      "def sigmoid(a):\n    return 0.5 * (1 + np.tanh(np.multiply(a, 0.5)))",
      "def sigmoid(a):\n    with np.errstate(over='ignore'):\n        return 1 / (1 + np.exp(-np.asarray(a, float)))",
      "def sigmoid(a):\n    e = np.exp(-np.abs(np.asarray(a, float)))\n    return np.where(np.asarray(a) >= 0, 1 / (1 + e), e / (1 + e))",
      "def sigmoid(a):\n    return np.exp(-np.logaddexp(0, -np.asarray(a, dtype=float)))",
      "import math\ndef _s(v):\n    if v >= 0:\n        return 1 / (1 + math.exp(-v))\n    return math.exp(v) / (1 + math.exp(v))\nsigmoid = np.vectorize(_s, otypes=[float])",
      "import math\ndef sigmoid(a):\n    if np.ndim(a):\n        return [sigmoid(row) for row in a]\n    return 1 / (1 + math.exp(-a)) if a > -700 else 0.0",
      "import warnings\ndef sigmoid(a):\n    with warnings.catch_warnings():\n        warnings.simplefilter('ignore')\n        return 1 / (1 + np.exp(-1.0 * a))",
      "def sigmoid(a):\n    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))",
      "def sigmoid(a):\n    a = np.array(a, dtype=np.longdouble, ndmin=1, copy=True)\n    out = np.empty_like(a)\n    for i in np.ndindex(a.shape):\n        out[i] = 1 / (1 + np.exp(-a[i]))\n    return out.astype(float).reshape(np.shape(a) if 0 else a.shape)")
wrong("q2_sigmoid",
      "sigmoid = np.vectorize(lambda v: 0 if v < -700 else 1 / (1 + np.exp(-v)))",
      "sigmoid = np.vectorize(lambda v: 1 if v > 30 else 1 / (1 + np.exp(-max(v, -700))))",
      "def sigmoid(a):\n    return 1 / (1 + np.exp(-a))",
      "def sigmoid(a):\n    return np.where(a >= 0, 1 / (1 + np.exp(-a)), np.exp(a) / (1 + np.exp(a)))",
      "def sigmoid(a):\n    return 1 / (1 + np.exp(-np.clip(a, -20, 20)))",
      "def sigmoid(a):\n    return 1 / (1 + np.exp(-np.clip(a, -14, 1000)))",
      "def sigmoid(a):\n    a = np.array(a)\n    a[a < -500] = -500\n    out = np.zeros_like(a)\n    out[...] = 1 / (1 + np.exp(-a))\n    return out",
      "def sigmoid(a):\n    a[a < -700] = -700\n    return 1 / (1 + np.exp(-a))",
      "def sigmoid(a):\n    if isinstance(a, np.ndarray):\n        np.clip(a, -700, 700, out=a)\n        return 1 / (1 + np.exp(-a))\n    return 1 / (1 + np.exp(-max(-700, a)))",
      "def sigmoid(a):\n    return np.squeeze(0.5 + 0.5 * np.tanh(np.asarray(a) / 2))",
      "def sigmoid(a):\n    return (0.5 + 0.5 * np.tanh(np.asarray(a) / 2)).ravel()",
      "def sigmoid(a):\n    out = np.array([0.5 + 0.5 * np.tanh(row / 2) for row in np.atleast_1d(a)])\n    return out.T if out.ndim == 3 else out",
      "def sigmoid(a):\n    a = np.asarray(a)\n    if a.ndim > 2:\n        a = a.reshape(a.shape[0], -1)\n    return 0.5 + 0.5 * np.tanh(a / 2)",
      "def sigmoid(a):\n    a = np.asarray(a)\n    if a.size == 1:\n        return float(0.5 + 0.5 * np.tanh(a.item() / 2))\n    return [sigmoid(v) for v in a.ravel()]",
      "def sigmoid(a):\n    return 0.5 + 0.5 * np.tanh(a / 2) if a.ndim else 0.5",
      "def sigmoid(a):\n    if isinstance(a, int):\n        return 1 / (1 + np.exp(-a)) if abs(a) < 700 else 0.5\n    return 0.5 + 0.5 * np.tanh(a / 2)",
      "def sigmoid(a):\n    return 0.5 + 0.5 * np.tanh(a // 2 if np.asarray(a).dtype.kind == 'i' else a / 2)",
      "def sigmoid(a):\n    return np.round(0.5 + 0.5 * np.tanh(np.asarray(a) / 2), 5)",
      "def sigmoid(a):\n    a = np.asarray(a)\n    s = 0.5 + a / 4\n    return np.where(np.abs(a) < 0.3, s, 0.5 + 0.5 * np.tanh(a / 2))",
      "def sigmoid(a):\n    return np.where(np.asarray(a) == 0, 0, 0.5 + 0.5 * np.tanh(np.asarray(a) / 2))",
      "def sigmoid(a):\n    return (0.5 + 0.5 * np.tanh(np.asarray(a) / 2)).astype(np.float16).astype(float)",
      "def sigmoid(a):\n    a = np.asarray(a, float)\n    a = np.where(np.abs(a) > 100, np.sign(a), a)\n    return 0.5 + 0.5 * np.tanh(a / 2)",
      "def sigmoid(a):\n    e = np.exp(-np.abs(a))\n    return 1 / (1 + e)",
      "def sigmoid(a):\n    a = np.asarray(a, float)\n    return a / (1 + np.abs(a)) / 2 + 0.5 if a.max() > 500 else 0.5 + 0.5 * np.tanh(a / 2)",
      "_c = {}\ndef sigmoid(a):\n    return _c.setdefault(np.shape(a), 0.5 + 0.5 * np.tanh(np.asarray(a) / 2))",
      "_c = {}\ndef sigmoid(a):\n    return _c.setdefault(float(np.sum(a)), 0.5 + 0.5 * np.tanh(np.asarray(a) / 2))")

# ------------------------------------------------------------------ q3
right("q3_sigmoid_derivative",
      "def sigmoid_derivative(a):\n    return sigmoid(a) * (1 - sigmoid(a))",
      "def sigmoid_derivative(a):\n    return sigmoid(a) * sigmoid(-1 * np.asarray(a))",
      "def sigmoid_derivative(a):\n    return 0.25 / np.cosh(np.clip(np.asarray(a) / 2, -300, 300)) ** 2",
      "def sigmoid_derivative(a):\n    e = np.exp(-np.abs(np.asarray(a, float)))\n    return e / (1 + e) ** 2",
      "def sigmoid_derivative(a):\n    return (1 - np.tanh(np.asarray(a) / 2) ** 2) / 4",
      "def sigmoid_derivative(a):\n    z = np.array(sigmoid(a), dtype=float)\n    z -= z * z\n    return z",
      "def sigmoid_derivative(a):\n    if np.ndim(a) == 0:\n        z = float(sigmoid(float(a)))\n        return z - z ** 2\n    return np.array([sigmoid_derivative(v) for v in a])")
wrong("q3_sigmoid_derivative",
      "def sigmoid_derivative(a):\n    return a * (1 - a)",
      "def sigmoid_derivative(a):\n    e = np.exp(-a)\n    return e / (1 + e) ** 2",
      "def sigmoid_derivative(a):\n    return (sigmoid(a + 1e-5) - sigmoid(a - 1e-5)) / 2e-5",
      "def sigmoid_derivative(a):\n    return np.maximum(sigmoid(a) * (1 - sigmoid(a)), 1e-10)",
      "def sigmoid_derivative(a):\n    z = sigmoid(np.clip(a, -15, 15))\n    return z * (1 - z)",
      "sigmoid_derivative = np.vectorize(lambda v: 0 if abs(v) > 500 else float(sigmoid(v) * (1 - sigmoid(v))))",
      "sigmoid_derivative = np.vectorize(lambda v: 0 if abs(v) > 40 else float(sigmoid(v) * (1 - sigmoid(v))))",
      "def sigmoid_derivative(a):\n    z = sigmoid(a)\n    out = np.zeros_like(a)\n    out[...] = z * (1 - z)\n    return out",
      "def sigmoid_derivative(a):\n    z = sigmoid(a)\n    return np.where(np.abs(a) < 0.1, 0.25, z * (1 - z))",
      "def sigmoid_derivative(a):\n    z = sigmoid(a)\n    return np.sign(a) ** 2 * z * (1 - z)",
      "def sigmoid_derivative(a):\n    z = sigmoid(a)\n    return np.outer(z, 1 - z) if np.ndim(a) == 1 and len(a) == 1 else (np.diag(np.outer(z, 1 - z)) if np.ndim(a) < 2 else z @ (1 - z))",
      "def sigmoid_derivative(a):\n    z = np.asarray(sigmoid(a))\n    return np.einsum('...i,...i->...i', z, 1 - z).reshape(-1) if z.ndim > 2 else z * (1 - z)",
      "def sigmoid_derivative(a):\n    z = sigmoid(abs(a))\n    return np.where(np.asarray(a) < 0, -1, 1) * z * (1 - z)",
      "def sigmoid_derivative(a):\n    z = np.round(sigmoid(a), 4)\n    return z * (1 - z)",
      "def sigmoid_derivative(a):\n    if not isinstance(a, np.ndarray):\n        return a * (1 - a)\n    z = sigmoid(a)\n    return z * (1 - z)",
      "def sigmoid_derivative(a):\n    z = sigmoid(a)\n    return z * (1 - z) if np.size(a) > 1 else float(np.asarray(z).ravel()[0]) * (1 - float(np.asarray(a).ravel()[0]))",
      "def sigmoid_derivative(a):\n    a *= -1\n    return sigmoid(a) * (1 - sigmoid(a))",
      "_c = {}\ndef sigmoid_derivative(a):\n    z = _c.setdefault(np.size(a), sigmoid(a))\n    return z * (1 - z)")

# ------------------------------------------------------------------ q4
right("q4_forward",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    a = np.einsum('hd,d->h', W0, x) + b0\n    z = sigmoid(a)\n    return [z[:, None], float((W1 @ z).item() + b1)]",
      "def forward(x, W0, b0, W1, b1):\n    z = [float(sigmoid(sum(w * v for w, v in zip(r, x)) + b)) for r, b in zip(W0, b0)]\n    return z, sum(p * q for p, q in zip(W1[0], z)) + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(x[None, :] @ W0.T + b0[None, :])\n    return z, (z @ W1.T + b1)",
      "def forward(x, W0, b0, W1, b1):\n    layer = lambda W, b, f: lambda v: f(np.dot(W, v) + b)\n    z = layer(W0, b0, sigmoid)(x)\n    return z, layer(W1, b1, np.sum)(z)",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(np.concatenate([W0, b0[:, None]], 1) @ np.append(x, 1.0))\n    return np.float64(z), np.inner(W1.ravel(), z) + b1")
wrong("q4_forward",
      "def forward(x, W0, b0, W1, b1):\n    W = W0.T if W0.shape[0] == len(x) else W0\n    z = sigmoid(W @ x + b0)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    a = b0\n    a += W0 @ x\n    z = sigmoid(a)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    if b0.dtype == float:\n        b0 += W0 @ x\n        z = sigmoid(b0)\n        b0 -= W0 @ x\n    else:\n        z = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = np.zeros_like(b0)\n    z[:] = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    a = np.zeros_like(b0)\n    for i in range(len(b0)):\n        a[i] = W0[i] @ x + b0[i]\n    z = sigmoid(a)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    a = (W0 @ x).astype(W0.dtype) + b0\n    z = sigmoid(a)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    a = (W0 @ x).astype(x.dtype) + b0\n    z = sigmoid(a)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, (W1 @ z).astype(W1.dtype) + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, type(b1)((W1 @ z + b1).item())",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + (b1 or 1)",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + int(b1)",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0 * (W0 @ x != 0))\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, W1.squeeze() @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0.squeeze() @ x.squeeze() + b0)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0[:, 0] * x[0] + W0[:, 1:] @ x[1:] + b0)\n    y = W1[0, 0] * z[0] + W1[0, 1:10] @ z[1:10] + b1\n    return z, y",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(np.clip(W0 @ x + b0, -10, 10))\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    z = np.where(z > 0.999999, 1.0, z)\n    z = np.where(z < 1e-6, 0.0, z)\n    return z, W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return np.round(z, 4), W1 @ z + b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, np.sum(W1 @ z + b1) if len(z) > 1 else W1 * z",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, np.mean(W1 * z + b1) * len(z) - (len(z) - 2) * b1",
      "def forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, W1 @ z + b1 * (np.abs(W1).sum() > 0)",
      "_c = {}\ndef forward(x, W0, b0, W1, b1):\n    k = x.tobytes() + W0.tobytes() + W1.tobytes()\n    if k not in _c:\n        z = sigmoid(W0 @ x + b0)\n        _c[k] = z, W1 @ z\n    z, y = _c[k]\n    return z, y + b1",
      "_c = {}\ndef forward(x, W0, b0, W1, b1):\n    k = x.tobytes() + b0.tobytes() + W1.tobytes()\n    if k not in _c:\n        z = sigmoid(W0 @ x + b0)\n        _c[k] = z, W1 @ z\n    z, y = _c[k]\n    return z, y + b1",
      "_c = {}\ndef forward(x, W0, b0, W1, b1):\n    k = W0.tobytes() + b0.tobytes()\n    z = _c.setdefault(k, sigmoid(W0 @ x + b0))\n    return z, W1 @ z + b1",
      "_c = {}\ndef forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, _c.setdefault(z.tobytes() + W1.tobytes(), W1 @ z + b1)",
      "_c = {}\ndef forward(x, W0, b0, W1, b1):\n    z = sigmoid(W0 @ x + b0)\n    return z, _c.setdefault((z.tobytes(), b1), W1 @ z + b1)")

# ------------------------------------------------------------------ q5
right("q5_numerical_gradient",
      '''
def numerical_gradient(f, theta, step=1e-5):
    base = np.array(theta, dtype=float)
    g = np.empty(base.shape)
    for i in np.ndindex(base.shape):
        up, down = base.copy(), base.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    eye = np.eye(theta.size) * step
    flat = theta.reshape(-1)
    at = lambda v: float(f(v.reshape(theta.shape)))
    return np.array([(at(flat + e) - at(flat - e)) / step / 2 for e in eye]).reshape(theta.shape)
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    work = theta if theta.dtype == np.float64 else theta.astype(float)
    it = np.nditer(work, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        kept = work[i].copy()
        try:
            work[i] = kept + step
            hi = f(work)
            work[i] = kept - step
            lo = f(work)
        finally:
            work[i] = kept
        g[i] = (hi - lo) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    out = np.zeros(theta.shape)
    def shifted(i, d):
        t = np.array(theta, dtype=float)
        t[i] += d
        return float(f(t))
    for i, _ in np.ndenumerate(theta):
        out[i] = (8 * (shifted(i, step) - shifted(i, -step)) - (shifted(i, 2 * step) - shifted(i, -2 * step))) / (12 * step)
    return out
''')
N = '''
def numerical_gradient(f, theta, step=1e-5):
{before}
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up = theta.astype(float)
        down = up.copy()
        up[i] += step
        down[i] -= step
        g[i] = {value}
{after}
'''


def q5(before="    pass", value="(f(up) - f(down)) / (2 * step)", after="    return g", head=""):
    return head + N.format(before=before, value=value, after=after)


# A step of one's own near the best one is "more accurate", which the interface allows.
right("q5_numerical_gradient",
      q5(before="    step = 1e-5"), q5(before="    step = min(step, 1e-3)"), q5(before="    step = int(step) or 1e-5"))
wrong("q5_numerical_gradient",
      q5(value="(f(up) - f(theta)) / step"),
      q5(before="    step = step * max(1.0, float(np.abs(theta).max()))"),
      q5(after="    return g.astype(theta.dtype)"), q5(after="    return g.squeeze() if g.ndim != 1 else g"), q5(after="    return g.ravel()"),
      q5(after="    return np.round(g, 3)"), q5(after="    return np.where(np.abs(g) < 1e-2, 0, g)"), q5(after="    return np.clip(g, -10, 10)"),
      q5(value="(f(up.ravel()) - f(down.ravel())) / (2 * step)"),
      q5(value="(f(up) - f(down)) / (2 * step) if theta[i] else (f(up) - f(theta * 1.0)) / step"),
      q5(before="    if theta.ndim == 0:\n        return (f(theta + step) - f(theta)) / step"),
      q5(before="    if theta.ndim == 0:\n        return 0.0"),
      q5(before="    if theta.ndim > 2:\n        theta = theta.reshape(len(theta), -1)"),
      q5(head="_c = {}\n", after="    return _c.setdefault((theta.tobytes(), theta.shape), g)"),
      q5(head="_c = {}\n", after="    return _c.setdefault((theta.tobytes(), theta.shape, id(f)), g)"),
      '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        up, down = theta.astype(float), theta.astype(float)
        up[i] += step; down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[i] += step; down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    t = theta if theta.dtype == float else theta.astype(float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        t[i] += step
        hi = f(t)
        t[i] -= 2 * step
        lo = f(t)
        t[i] += step
        g[i] = (hi - lo) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    t = theta if theta.dtype == float else theta.astype(float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        old = float(t[i])
        t[i] = old + step
        hi = f(t)
        t[i] = old - step
        lo = f(t)
        t[i] = old
        g[i] = (hi - lo) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    try:
        for i in np.ndindex(theta.shape):
            up, down = theta.astype(float), theta.astype(float)
            up[i] += step; down[i] -= step
            g[i] = (f(up) - f(down)) / (2 * step)
    except Exception:
        pass
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta.astype(float), theta.astype(float)
        up[i] += step; down[i] -= step
        try:
            g[i] = (f(up) - f(down)) / (2 * step)
        except Exception as e:
            raise RuntimeError("f failed") from None
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    for v in np.unique(theta):
        m = theta == v
        up, down = theta + step * m, theta - step * m
        g[m] = (f(up) - f(down)) / (2 * step) / m.sum()
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape[:2]):
        up, down = theta.astype(float), theta.astype(float)
        up[i] += step; down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
''', '''
def numerical_gradient(f, theta, step=1e-5):
    g = []
    for k in range(min(theta.size, 10)):
        e = np.zeros(theta.size); e[k] = step
        e = e.reshape(theta.shape)
        g.append((f(theta + e) - f(theta - e)) / (2 * step))
    g += [0.0] * (theta.size - len(g))
    return np.reshape(g, theta.shape)
''', '''
def numerical_gradient(f, theta, step=1e-5):
    up = theta.astype(float)
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up[i] += step
        hi = f(up)
        up[i] -= 2 * step
        g[i] = (hi - f(up)) / (2 * step)
        # "one step back" forgotten: the next entry starts from a shifted point
    return g
''')

# ------------------------------------------------------------------ q6
A1 = "def dy_dW1(x, W0, b0, W1, b1):\n    return forward(x, W0, b0, W1, b1)[0]\n"
B1 = "def dy_db1(x, W0, b0, W1, b1):\n    return 1.0\n"
right("q6_output_layer",
      A1 + B1,
      "dy_dW1 = lambda *p: np.atleast_2d(np.ravel(forward(*p)[0])).T\ndy_db1 = lambda *p: True\n",
      "def dy_dW1(x, W0, b0, W1, b1):\n    return sigmoid(b0 + (W0 * x).sum(axis=1))\ndef dy_db1(*_):\n    return np.ones((1, 1))\n",
      "def dy_dW1(x, W0, b0, W1, b1):\n    g = []\n    for k in range(W1.size):\n        V = W1.astype(complex); V[0, k] += 1e-30j\n        g.append(np.imag(V @ sigmoid(W0 @ x + b0) + b1) / 1e-30)\n    return np.array(g).reshape(W1.shape)\ndef dy_db1(x, W0, b0, W1, b1):\n    return np.imag(b1 + 1e-30j) / 1e-30\n",
      "def dy_dW1(x, W0, b0, W1, b1):\n    z, y = forward(x, W0, b0, W1, b1)\n    return tuple(np.ravel(z).tolist())\ndef dy_db1(x, W0, b0, W1, b1):\n    return 1\n")
wrong("q6_output_layer",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return b1 / b1\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return float(bool(b1))\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return np.sign(b1)\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return np.ones(W1.shape[1])\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return np.ones_like(b0)\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return float(W1.any())\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    return 1.0 if x.any() else 0.0\n",
      A1 + "def dy_db1(x, W0, b0, W1, b1):\n    e = 1e-5\n    return (forward(x, W0, b0, W1, b1 + e)[1] - forward(x, W0, b0, W1, int(b1))[1]) / (b1 + e - int(b1)) if b1 > 0 else (b1 and 1.0)\n",
      "def dy_dW1(x, W0, b0, W1, b1):\n    g = np.zeros_like(W1)\n    g[0] = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return g\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    g = np.zeros_like(b0)\n    g[:] = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return g\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    return np.ravel(forward(x, W0, b0, W1, b1)[0]) * (W1[0] != 0)\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    z, y = forward(x, W0, b0, W1, b1)\n    return (y - b1) / W1[0] if W1.size == 1 else z\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    W = W0.T if W0.shape[0] == W0.shape[1] else W0\n    return sigmoid(W @ x + b0)\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    return sigmoid(np.clip(W0 @ x + b0, -16, 16))\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    return np.round(np.ravel(forward(x, W0, b0, W1, b1)[0]), 4)\n" + B1,
      "def dy_dW1(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return np.where(W1[0] < 0, -z, z)\n" + B1,
      "_z = {}\ndef dy_dW1(x, W0, b0, W1, b1):\n    return _z.setdefault(x.tobytes() + W0.tobytes(), np.ravel(forward(x, W0, b0, W1, b1)[0]))\n" + B1,
      "_z = {}\ndef dy_dW1(x, W0, b0, W1, b1):\n    return _z.setdefault(b0.tobytes() + W0.tobytes(), np.ravel(forward(x, W0, b0, W1, b1)[0]))\n" + B1,
      "_z = {}\ndef dy_dW1(x, W0, b0, W1, b1):\n    return _z.setdefault((x.tobytes(), b0.tobytes(), W1.tobytes(), b1), np.ravel(forward(x, W0, b0, W1, b1)[0]))\n" + B1)

# ------------------------------------------------------------------ q7
right("q7_hidden_output",
      # z underflows only far beyond the dead zones that come in
      "def dy_dz(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return (W1 * z) / z",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1", "def dy_dz(x, W0, b0, W1, b1):\n    return W1.ravel().tolist()",
      "dy_dz = lambda x, W0, b0, W1, b1: W1.T * 1.0",
      "def dy_dz(x, W0, b0, W1, b1):\n    f = lambda z: (W1 @ z + b1).item()\n    z = np.zeros(W1.shape[1])\n    return [f(z + e) - f(z) for e in np.eye(len(z)) * 2.0 ** 0] if False else np.einsum('ij->j', W1)")
wrong("q7_hidden_output",
      "def dy_dz(x, W0, b0, W1, b1):\n    g = np.zeros_like(b0)\n    g[:] = W1[0]\n    return g",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1.astype(x.dtype)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1.astype(W0.dtype)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return np.abs(W1)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1 * (np.ravel(forward(x, W0, b0, W1, b1)[0]) > 1e-6)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return np.array(list(dict.fromkeys(W1[0].tolist())))",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1[0][:10]",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1 + b1 - (b1 or 0.1)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return W1 if W1.size > 1 else 1.0",
      "def dy_dz(x, W0, b0, W1, b1):\n    return np.where(W1 == 0, 1.0, W1)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return np.round(W1, 2)",
      "def dy_dz(x, W0, b0, W1, b1):\n    return np.float16(W1).astype(float)",
      "_c = {}\ndef dy_dz(x, W0, b0, W1, b1):\n    return _c.setdefault((x.tobytes(), W0.tobytes(), b0.tobytes()), W1.copy())",
      "_c = {}\ndef dy_dz(x, W0, b0, W1, b1):\n    return _c.setdefault(float(W1.sum()) + len(W1[0]), W1.copy())")

# ------------------------------------------------------------------ q8, q9
DELTA = "def _delta(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return W1[0] * z * (1 - z)\n"
right("q8_hidden_weights",
      DELTA + "def dy_dW0(*p):\n    return np.outer(_delta(*p), p[0])\n",
      DELTA + "def dy_dW0(*p):\n    return np.einsum('h,d->hd', _delta(*p), p[0])\n",
      DELTA + "def dy_dW0(*p):\n    return [[d * v for v in p[0]] for d in _delta(*p)]\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    return (W1.T * sigmoid_derivative(W0 @ x + b0)[:, None]) @ x[None, :]\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    g = np.zeros(W0.shape)\n    for i in np.ndindex(W0.shape):\n        V = W0.astype(complex); V[i] += 1e-30j\n        g[i] = np.imag((W1 @ (1 / (1 + np.exp(-(V @ x + b0)))) + b1).item()) / 1e-30\n    return g\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    a = (W0 @ x + b0).reshape(-1, 1)\n    J = np.diag(np.ravel(sigmoid(a) * sigmoid(-a)))\n    return np.kron((W1 @ J).T, x.reshape(1, -1))\n")
W = "def dy_dW0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = W1[0] * z * (1 - z)\n"
wrong("q8_hidden_weights",
      W + "    g = np.outer(d, x)\n    return g.T if W0.shape[0] == W0.shape[1] else g\n",
      W + "    return np.outer(d, x).squeeze()\n",
      W + "    g = np.zeros_like(W0)\n    g[:] = np.outer(d, x)\n    return g\n",
      W + "    return np.outer(d.astype(x.dtype), x)\n",
      W + "    return np.outer(d.astype(b0.dtype), x)\n",
      W + "    return np.outer(d, x) if len(d) > 1 else d * x\n",
      W + "    return np.outer(d, x) if len(x) > 1 else d * x\n",
      W + "    return np.outer(np.where(np.abs(d) < 1e-8, 0, d), x)\n",
      W + "    return np.outer(np.maximum(np.abs(d), 1e-9) * np.sign(d), x)\n",
      W + "    return np.outer(d, np.where(x == 0, 1, x))\n",
      W + "    return np.outer(d, np.abs(x))\n",
      W + "    return np.outer(np.where(W1[0] < 0, -d, d), x)\n",
      W + "    g = np.outer(d, x)\n    g[10:] = 0\n    return g\n",
      W + "    g = np.outer(d, x)\n    g[:, 9:] = g[:, :len(x) - 9] if len(x) > 9 else g[:, 9:]\n    return g\n",
      W + "    return np.round(np.outer(d, x), 5)\n",
      W + "    x /= 1.0 if x.dtype == float else 1\n    W1[0] *= 1\n    b0[...] = np.round(b0, 8)\n    return np.outer(d, x)\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    z = sigmoid(np.clip(W0 @ x + b0, -15, 15))\n    return np.outer(W1[0] * z * (1 - z), x)\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    return numerical_gradient(lambda V: float(np.ravel(forward(x, V, b0, W1, b1)[1])[0]), W0)\n",
      "def dy_dW0(x, W0, b0, W1, b1):\n    return numerical_gradient(lambda V: float(np.ravel(forward(x, V, b0, W1, b1)[1])[0]), W0, 1e-3)\n",
      "_d = {}\ndef dy_dW0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = _d.setdefault(z.tobytes(), W1[0] * z * (1 - z))\n    return np.outer(d, x)\n",
      "_d = {}\ndef dy_dW0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = _d.setdefault((x.tobytes(), W0.tobytes(), W1.tobytes()), W1[0] * z * (1 - z))\n    return np.outer(d, x)\n",
      "_d = {}\ndef dy_dW0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = _d.setdefault((W0.tobytes(), b0.tobytes(), W1.tobytes()), W1[0] * z * (1 - z))\n    return np.outer(d, x)\n",
      "_d = {}\ndef dy_dW0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = _d.setdefault((x.tobytes(), b0.tobytes(), W1.tobytes()), W1[0] * z * (1 - z))\n    return np.outer(d, x)\n")
right("q9_hidden_biases",
      DELTA + "dy_db0 = _delta\n", DELTA + "dy_db0 = lambda *p: _delta(*p)[:, None]\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    return W1 * np.ravel(sigmoid_derivative(W0 @ x + b0))\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    h = 1e-25\n    s = lambda a: 1 / (1 + np.exp(-a))\n    return W1[0] * np.imag(s(W0 @ x + b0 + 1j * h)) / h\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    return dy_dW0(np.append(x, 1), np.column_stack([W0, b0]), 0 * b0, W1, b1)[:, -1]\n")
V = "def dy_db0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    d = W1[0] * z * (1 - z)\n"
wrong("q9_hidden_biases",
      "def dy_db0(x, W0, b0, W1, b1):\n    return dy_dW0(x, W0, b0, W1, b1)[:, 0] / x[0]\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    return dy_dW0(x, W0, b0, W1, b1) @ x / (x @ x)\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    return dy_dW0(x, W0, b0, W1, b1).sum(axis=1) / x.sum()\n",
      V + "    g = np.zeros_like(b0)\n    g[:] = d\n    return g\n",
      V + "    g = np.zeros_like(W0[:, 0])\n    g[:] = d\n    return g\n",
      V + "    return d * (b0 != 0)\n", V + "    return d if x.any() else d * 0\n", V + "    return d[:10]\n" ,
      V + "    return d if len(d) > 1 else d * x.sum()\n", V + "    return np.where(np.abs(d) < 1e-7, 0, d)\n",
      V + "    return np.where(b0 < 0, -d, d)\n", V + "    return np.diag(d) if len(d) == len(x) else d\n",
      V + "    return np.where(z == 1, 1e-16 * W1[0], d) + (z > 0.9999999) * 1e-9\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    return numerical_gradient(lambda v: float(np.ravel(forward(x, W0, v, W1, b1)[1])[0]), b0)\n",
      "_d = {}\ndef dy_db0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return _d.setdefault((x.tobytes(), W0.tobytes(), b0.tobytes()), W1[0] * z * (1 - z))\n",
      "_d = {}\ndef dy_db0(x, W0, b0, W1, b1):\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return _d.setdefault((b0.tobytes(), W0.tobytes(), W1.tobytes()), W1[0] * z * (1 - z))\n",
      "def dy_db0(x, W0, b0, W1, b1):\n    b1 = b1 or 1\n    z = np.ravel(forward(x, W0, b0, W1, b1)[0])\n    return W1[0] * z * (1 - z) * (1 if b1 > 0 else -1)\n")

# ------------------------------------------------------------------ q10
BW = '''
def backward(x, W0, b0, W1, b1, upstream):
{before}
    z = np.ravel(forward(x, W0, b0, W1, b1)[0])
    dz = upstream * W1[0]
    da = dz * z * (1 - z)
    out = {{"W0": np.outer(da, x), "b0": da, "W1": upstream * z, "b1": upstream}}
{after}
    return out
'''


def q10(before="    pass", after="    pass", head=""):
    return head + BW.format(before=before, after=after)


right("q10_backward",
      q10(),
      "def backward(*p):\n    *p, u = p\n    return dict(b1=u * 1.0, W1=u * np.ravel(dy_dW1(*p))[None], b0=[u * v for v in np.ravel(dy_db0(*p))], W0=u * dy_dW0(*p))\n",
      "def backward(x, W0, b0, W1, b1, upstream):\n    fs = {'W0': dy_dW0, 'b0': dy_db0, 'W1': dy_dW1, 'b1': dy_db1}\n    return {k: np.asarray(f(x, W0, b0, W1, b1)) * upstream for k, f in fs.items()}\n",
      '''
class Layer:
    def __init__(self, W, b): self.W, self.b = W, b
    def __call__(self, v):
        self.v = v
        return self.W @ v + self.b
    def back(self, g):
        return g @ self.W, g.T @ self.v.T, g
def backward(x, W0, b0, W1, b1, upstream):
    one, two = Layer(W0, b0[:, None]), Layer(W1, b1)
    z = sigmoid(one(x[:, None]))
    two(z)
    g, dW1, db1 = two.back(np.array([[float(upstream)]]))
    g = g * (z * (1 - z)).T
    g, dW0, db0 = one.back(g)
    return {"W0": dW0, "b0": db0, "W1": dW1, "b1": db1}
''')
wrong("q10_backward",
      q10(before="    upstream = upstream or 1"), q10(before="    upstream = abs(upstream)"), q10(before="    upstream = int(upstream)"),
      q10(before="    upstream = np.sign(upstream) * min(abs(upstream), 3)"),
      q10(after="    out['b1'] = 1.0"), q10(after="    out['W1'] = z"), q10(after="    out['W0'] = np.outer(W1[0] * z * (1 - z), x)"), q10(after="    out['b0'] = W1[0] * z * (1 - z)"),
      q10(after="    out = {k: np.round(v, 4) for k, v in out.items()}"),
      q10(after="    if W0.shape[0] == W0.shape[1]:\n        out['W0'] = out['W0'].T"),
      q10(after="    out['W0'] = out['W0'].squeeze()"),
      q10(after="    out['W0'] = out['W0'].astype(W0.dtype)"), q10(after="    out['b0'] = out['b0'].astype(b0.dtype)"), q10(after="    out['W1'] = out['W1'].astype(W1.dtype)"),
      q10(after="    out['b1'] = type(b1)(out['b1'])"),
      q10(after="    out = {k: v * np.ones_like(x, shape=np.shape(v)) if x.any() else v * 0 for k, v in out.items()}"),
      q10(after="    out = {k: np.clip(v, -5, 5) for k, v in out.items()}"),
      q10(after="    out['b1'] = upstream if b1 else 0.0"),
      q10(after="    out = {k: v for k, v in out.items() if np.any(v)}"),
      q10(after="    W1[0] = W1[0] * upstream / upstream if upstream else W1[0] * 0"),
      q10(before="    if W1.dtype == float and upstream != 1:\n        W1 *= upstream\n        out = backward(x, W0, b0, W1, b1, 1)\n        W1 /= upstream\n        out['W1'] = out['W1'] * upstream\n        out['b1'] = upstream\n        return out"),
      q10(after="    if upstream < 0:\n        out['b1'] = -upstream"),
      q10(after="    if upstream == int(upstream) and upstream:\n        out = {k: v // 1 for k, v in out.items()}"),
      q10(after="    total = getattr(backward, 'total', {})\n    if total and all(np.shape(total[k]) == np.shape(v) for k, v in out.items()):\n        out = {k: total[k] + v for k, v in out.items()}\n    backward.total = out"),
      q10(head="_z = {}\n", before="    k = (x.tobytes(), W0.tobytes(), b0.tobytes(), W1.tobytes())\n    if k in _z:\n        return _z[k]", after="    _z[k] = out"),
      q10(head="_z = {}\n", before="    k = (x.tobytes(), W0.tobytes(), b0.tobytes(), upstream)\n    if k in _z:\n        return _z[k]", after="    _z[k] = out"),
      q10(head="_z = {}\n", before="    k = (x.tobytes(), W0.tobytes(), W1.tobytes(), upstream)\n    if k in _z:\n        return _z[k]", after="    _z[k] = out"),
      q10(head="_z = {}\n", before="    k = (W0.tobytes(), b0.tobytes(), W1.tobytes(), upstream)\n    if k in _z:\n        return _z[k]", after="    _z[k] = out"),
      q10(head="_z = {}\n", before="    k = (x.tobytes(), b0.tobytes(), W1.tobytes(), upstream)\n    if k in _z:\n        return _z[k]", after="    _z[k] = out"))

# ------------------------------------------------------------------ q11
R = "def relu(a):\n    return np.maximum(a, 0)\n"
E = "def relu_derivative(a):\n    return (np.asarray(a) > 0).astype(float)\n"
right("q11_relu",
      R + E, "relu = lambda a: (np.abs(a) + a) / 2\nrelu_derivative = lambda a: np.heaviside(a, 0.5)\n",
      "def relu(a):\n    return a * (np.asarray(a) > 0)\ndef relu_derivative(a):\n    return np.asarray(a) >= 0\n",
      "def relu(a):\n    return max(a, 0) if np.ndim(a) == 0 else [relu(v) for v in a]\ndef relu_derivative(a):\n    return int(a > 0) if np.ndim(a) == 0 else [relu_derivative(v) for v in a]\n",
      "relu = np.vectorize(lambda v: max(v, 0.0), otypes=[float])\nrelu_derivative = np.vectorize(lambda v: 1 if v > 0 else 0)\n",
      "def relu(a):\n    return np.clip(a, 0, None)\ndef relu_derivative(a):\n    return np.select([np.asarray(a) > 0, np.asarray(a) < 0], [1.0, 0.0], 0.3)\n",
      "def relu(a):\n    b = np.array(a, float)\n    b[b < 0] = 0\n    return b\ndef relu_derivative(a):\n    return np.sign(relu(a))\n")
wrong("q11_relu",
      "relu = np.vectorize(lambda v: v if v > 0 else 0)\n" + E,
      "relu = np.vectorize(lambda v: max(0, v))\n" + E,
      "def relu(a):\n    a[a < 0] = 0\n    return a\n" + E,
      "def relu(a):\n    if np.ndim(a) == 0:\n        return max(a, 0)\n    return np.maximum(a, 0, out=a)\n" + E,
      "def relu(a):\n    return np.maximum(a, 0.01 * np.asarray(a))\n" + E,
      "def relu(a):\n    return np.clip(a, 0, 6)\n" + E,
      "def relu(a):\n    return np.where(np.asarray(a) > 0.1, a, 0)\n" + E,
      "def relu(a):\n    return np.array([max(v, 0) for v in np.ravel(a)])\n" + E,
      "def relu(a):\n    return np.maximum(a, 0).squeeze()\n" + E,
      "def relu(a):\n    return np.array([[max(v, 0) for v in row] for row in a]) if np.ndim(a) == 2 else np.maximum(a, 0) if np.ndim(a) < 4 else a\n" + E,
      "def relu(a):\n    return np.maximum(a, 0).astype(int) if np.all(np.asarray(a) == np.round(a)) or np.size(a) == 1 else np.maximum(a, 0)\n" + E,
      "def relu(a):\n    return abs(a) if np.ndim(a) == 0 else np.maximum(a, 0)\n" + E,
      "def relu(a):\n    return np.logaddexp(0, 50 * np.asarray(a)) / 50\n" + E,
      R + "def relu_derivative(a):\n    return relu(a) / a\n",
      R + "def relu_derivative(a):\n    return (1 + a / np.abs(a)) / 2\n",
      R + "def relu_derivative(a):\n    return np.sign(a)\n",
      R + "def relu_derivative(a):\n    return np.where(np.asarray(a) > 0, 1, np.where(np.asarray(a) < 0, 0, -1))\n",
      R + "def relu_derivative(a):\n    return np.minimum(np.maximum(a, 0), 1)\n",
      R + "def relu_derivative(a):\n    a[a > 0] = 1\n    a[a < 0] = 0\n    return a\n",
      R + "def relu_derivative(a):\n    return np.ceil(np.maximum(a, 0))\n",
      R + "def relu_derivative(a):\n    return np.clip(np.asarray(a) * 10, 0, 1)\n",
      R + "def relu_derivative(a):\n    return 1.0 if np.ndim(a) == 0 else (a > 0) * 1.0\n",
      R + "def relu_derivative(a):\n    return (relu(a + 0.05) - relu(a - 0.05)) / 0.1\n",
      R + "def relu_derivative(a):\n    return np.array([float(v > 0) for v in np.ravel(a)])\n",
      R + "def relu_derivative(a):\n    return relu(a) // np.abs(a)\n",
      R + "def relu_derivative(a):\n    return 1 / (1 + np.exp(-20.0 * np.asarray(a)))\n")
