"""Right and wrong work for `initialization`, written from the published interface alone."""

FULL = "full"

GRADIENTS = """
def _forward(X, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    return Z, Z @ W1[0] + b1
def {name}(X, targets, W0, b0, W1, b1):
    Z, y = _forward(X, W0, b0, W1, b1)
    u = {u}
    D = u[:, None] * W1 * Z * (1 - Z)
    return {{"loss": {loss}, "W0": {W0}, "b0": {b0}, "W1": {W1}, "b1": {b1}}}
"""


def gradients(**changed):
    lines = {
        "name": "loss_gradients",
        "u": "2 * (y - targets) / len(targets)",
        "loss": "np.mean((y - targets) ** 2)",
        "W0": "D.T @ X",
        "b0": "D.sum(0)",
        "W1": "u @ Z",
        "b1": "u.sum()",
    }
    return GRADIENTS.format(**(lines | changed))


DESCENT = """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    {before}
    for step in range({steps}):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        {move}
    return W0, b0, W1, b1
"""


def descent(**changed):
    lines = {
        "before": "pass",
        "steps": "steps",
        "move": "W0, b0, W1, b1 = [p - learning_rate * np.reshape(g[k], np.shape(p)) "
                "for p, k in zip((W0, b0, W1, b1), ('W0', 'b0', 'W1', 'b1'))]",
    }
    return DESCENT.format(**(lines | changed))


MERGE = """
def merge_identical_units(W0, b0, W1, b1):
    return {result}
"""
SAMPLERS = """
def xavier_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return {xavier}
def he_normal(fan_in, fan_out, rng):
    sigma = np.sqrt(2 / fan_in)
    return {he}
"""


def samplers(**changed):
    right = {
        "xavier": "rng.uniform(-limit, limit, (fan_out, fan_in))",
        "he": "rng.normal(0, sigma, (fan_out, fan_in))",
    }
    return SAMPLERS.format(**(right | changed))


WORKS = [
    # q1_zero_forward
    ("q1_zero_forward", FULL, """
from collections import namedtuple
Output = namedtuple("Output", "z y")
def zero_init_forward(x, hidden_units):
    return Output(np.float32(0.5) * np.ones((1, hidden_units), np.float32), np.zeros((1, 1)))
"""),
    ("q1_zero_forward", FULL, """
import math
def zero_init_forward(x, hidden_units):
    z = tuple(1 / (1 + math.exp(-sum(0 * float(v) for v in x))) for _ in range(hidden_units))
    return [z, sum(0 * v for v in z)]
"""),
    ("q1_zero_forward", FULL, """
def zero_init_forward(x, hidden_units):
    W0, b0, W1 = np.zeros((hidden_units, len(x)), int), np.zeros(hidden_units, int), np.zeros((1, hidden_units), int)
    z = np.tanh((W0 @ x + b0) / 2) / 2 + 0.5
    return np.asmatrix(z), W1 @ z
"""),
    ("q1_zero_forward", FULL, "def zero_init_forward(x, hidden_units):\n    return np.repeat(0.5, hidden_units)[:, None], False\n"),
    ("q1_zero_forward", FULL, "def zero_init_forward(x, hidden_units):\n    return np.ma.array(np.full(hidden_units, .5)), -0.0\n"),
    ("q1_zero_forward", 1, "def zero_init_forward(x, hidden_units):\n    return (0.5 for _ in range(hidden_units)), 0\n"),
    ("q1_zero_forward", 1, "def zero_init_forward(x, hidden_units):\n    return np.full(hidden_units, 0.5), None\n"),
    ("q1_zero_forward", 1, "def zero_init_forward(x, hidden_units):\n    return np.full(hidden_units, 0.5), np.zeros(hidden_units)\n"),
    ("q1_zero_forward", 1, "def zero_init_forward(x, hidden_units):\n    return np.full((len(x), hidden_units), 0.5), 0.0\n"),
    ("q1_zero_forward", 0, "def zero_init_forward(x, hidden_units):\n    return 0.0, np.full(hidden_units, 0.5)\n"),
    ("q1_zero_forward", 0, "def zero_init_forward(x, hidden_units):\n    return {'z': np.full(hidden_units, 0.5), 'y': 0.0}\n"),
    ("q1_zero_forward", 0, "def zero_init_forward(x, hidden_units):\n    return np.append(np.full(hidden_units, 0.5), 0.0)\n"),
    # q2_zero_gradients
    ("q2_zero_gradients", FULL, """
from collections import defaultdict
def zero_init_gradients(x, hidden_units):
    out = defaultdict(lambda: np.zeros((hidden_units, 1)))
    out["W0"] = np.asmatrix(np.zeros((hidden_units, len(x)))) * -1
    out["W1"] = np.ones((hidden_units, 1)) / 2
    out["b1"] = np.array([[True]])
    out["b0"], out["y"] = out["b0"] * 0, 0
    return out
"""),
    ("q2_zero_gradients", FULL, """
def zero_init_gradients(x, hidden_units):
    h, d = hidden_units, len(x)
    def y(p):
        W0, b0, W1, b1 = p[:h * d].reshape(h, d), p[h * d:h * d + h], p[-h - 1:-1], p[-1]
        return W1 @ (1 / (1 + np.exp(-(W0 @ x + b0)))) + b1
    n = h * d + 2 * h + 1
    g = np.array([y(1e-30j * e).imag * 1e30 for e in np.eye(n)])
    return {"W0": g[:h * d].reshape(h, d), "b0": g[h * d:h * d + h], "W1": g[-h - 1:-1], "b1": g[-1]}
"""),
    ("q2_zero_gradients", 3, """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros(hidden_units * len(x)), "b0": np.zeros(hidden_units), "W1": np.full(hidden_units, .5), "b1": 1}
"""),
    ("q2_zero_gradients", 3, """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((hidden_units, len(x))), "b0": 0.0, "W1": np.full(hidden_units, .5), "b1": 1}
"""),
    ("q2_zero_gradients", 2, """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((hidden_units, len(x))), "b0": np.zeros(hidden_units), "W1": np.full(len(x), .5), "b1": [0.5]}
"""),
    ("q2_zero_gradients", 3, """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((hidden_units, hidden_units)), "b0": np.zeros(hidden_units), "W1": [.5] * hidden_units, "b1": 1}
"""),
    ("q2_zero_gradients", 0, """
def zero_init_gradients(x, hidden_units):
    return np.zeros((hidden_units, len(x))), np.zeros(hidden_units), np.full(hidden_units, .5), 1
"""),
    ("q2_zero_gradients", None, """
def zero_init_gradients(x, hidden_units):
    x *= 0
    return {"W0": np.outer(np.zeros(hidden_units), x), "b0": np.zeros(hidden_units), "W1": np.full(hidden_units, .5), "b1": 1}
"""),
    # q3_loss_gradients
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    parts = [np.array(p, complex) for p in (W0, b0, W1, b1)]
    def loss():
        A = X @ parts[0].T + parts[1]
        y = (1 / (1 + np.exp(-A))) @ parts[2][0] + parts[3]
        return np.mean((y - targets) ** 2)
    out = {"loss": loss().real}
    for name, p in zip(("W0", "b0", "W1", "b1"), parts):
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p[i] += 1e-80j
            g[i] = loss().imag * 1e80
            p[i] = p[i].real
        out[name] = g
    return out
"""),
    ("q3_loss_gradients", FULL, """
from dataclasses import dataclass, asdict
@dataclass
class Gradients:
    loss: float = 0.0
    W0: object = 0.0
    b0: object = 0.0
    W1: object = 0.0
    b1: float = 0.0
def loss_gradients(X, targets, W0, b0, W1, b1):
    g = Gradients()
    for x, t in zip(X, targets):
        z = np.exp(-np.logaddexp(0, -(W0 @ x + b0)))
        r = (W1 @ z).item() + b1 - t
        s = z * np.exp(-np.logaddexp(0, W0 @ x + b0))
        g.loss = g.loss + r * r / len(X)
        delta = 2 * r / len(X) * W1.ravel() * s
        g.W0, g.b0 = g.W0 + np.outer(delta, x), g.b0 + delta
        g.W1, g.b1 = g.W1 + 2 * r / len(X) * z, g.b1 + 2 * r / len(X)
    return asdict(g)
"""),
    ("q3_loss_gradients", FULL, """
class Var:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0
    def __add__(self, other):
        return Var(self.value + other.value, [(self, 1.0), (other, 1.0)])
    def __mul__(self, other):
        return Var(self.value * other.value, [(self, other.value), (other, self.value)])
def sigma(v):
    s = 1 / (1 + np.exp(-v.value))
    return Var(s, [(v, s * (1 / (1 + np.exp(v.value))))])
def backward(v):
    order, seen = [], set()
    def visit(v):
        if id(v) not in seen:
            seen.add(id(v))
            for p, _ in v.parents:
                visit(p)
            order.append(v)
    visit(v)
    v.grad = 1.0
    for v in reversed(order):
        for p, slope in v.parents:
            p.grad += slope * v.grad
def loss_gradients(X, targets, W0, b0, W1, b1):
    P0 = [[Var(float(v)) for v in row] for row in W0]
    p0, P1, p1 = [Var(float(v)) for v in b0], [Var(float(v)) for v in W1[0]], Var(float(b1))
    total = Var(0.0)
    for x, t in zip(X, targets):
        y = p1
        for row, b, out in zip(P0, p0, P1):
            a = b
            for w, v in zip(row, x):
                a = a + w * Var(float(v))
            y = y + out * sigma(a)
        r = y + Var(-float(t))
        total = total + r * r * Var(1.0 / len(X))
    backward(total)
    g = lambda vs: [g(v) for v in vs] if isinstance(vs, list) else vs.grad
    return {"loss": total.value, "W0": g(P0), "b0": g(p0), "W1": [g(P1)], "b1": p1.grad}
"""),
    ("q3_loss_gradients", FULL, gradients(W1="(u[None, :] @ Z).T", b0="D.sum(0, keepdims=True)", b1="np.sum(u, keepdims=True)")),
    ("q3_loss_gradients", FULL, gradients(loss="np.array([[np.dot(y - targets, y - targets) / len(y)]])", W0="np.einsum('nh,nd->hd', D, X).tolist()")),
    ("q3_loss_gradients", FULL, "def _work(loss_gradients):\n    return lambda *a, **k: dict(loss_gradients(*a, **k).items())\n"
                                + gradients().replace("def loss", "@_work\ndef loss")),
    ("q3_loss_gradients", 5, gradients(W0="(D.T @ X).T")),
    ("q3_loss_gradients", 5, gradients(W0="X.T @ D if X.shape[1] != len(b0) else D.T @ X")),
    ("q3_loss_gradients", 5, gradients(b1="u[0] * len(u)")),
    ("q3_loss_gradients", 4, gradients(loss="np.mean(y - targets) ** 2 + np.var(y) + np.var(targets)")),
    ("q3_loss_gradients", 4, gradients(loss="np.mean((y - targets) ** 2) + 1e-4 * np.sum(W0 ** 2)")),
    ("q3_loss_gradients", 5, gradients(W1="u @ np.where(Z > 1e-9, Z, 0)")),
    ("q3_loss_gradients", None, gradients(u="2 * np.abs(y - targets) / len(targets)")),
    ("q3_loss_gradients", None, gradients(u="2 * (y - targets) / max(len(targets), 2)")),
    ("q3_loss_gradients", None, gradients(u="np.clip(2 * (y - targets) / len(targets), -5, 5)")),
    ("q3_loss_gradients", None, gradients(u="2 * (y - targets.astype(int)) / len(targets)")),
    ("q3_loss_gradients", None, "_memo = {}\n" + gradients(name="_first") + """
def loss_gradients(X, targets, W0, b0, W1, b1):
    key = (X.shape, W0.shape)
    if key not in _memo:
        _memo[key] = _first(X, targets, W0, b0, W1, b1)
    return _memo[key]
"""),
    ("q3_loss_gradients", None, gradients(name="_first") + """
def loss_gradients(X, targets, W0, b0, W1, b1):
    X -= X.mean(axis=0)
    return _first(X, targets, W0, b0, W1, b1)
"""),
    # q4_gradient_descent
    ("q4_gradient_descent", FULL, """
from functools import reduce
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    def one(p, _):
        g = loss_gradients(X, targets, *p)
        return [old - learning_rate * np.reshape(g[k], np.shape(old)) for old, k in zip(p, ("W0", "b0", "W1", "b1"))]
    return tuple(reduce(one, range(steps), (W0, b0, W1, b1)))
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    def path():
        p = {"W0": W0.astype(float), "b0": b0.astype(float), "W1": W1.astype(float), "b1": float(b1)}
        while True:
            yield p["W0"].tolist(), p["b0"].tolist(), p["W1"].tolist(), p["b1"]
            g = loss_gradients(X, targets, **p)
            p = {k: p[k] - learning_rate * np.asarray(g[k]).reshape(np.shape(p[k])) for k in p}
    for step, found in enumerate(path()):
        if step == steps:
            return found
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    theta = np.concatenate([W0.ravel(), b0, W1.ravel(), [b1]]).astype(float)
    h, d = W0.shape
    split = lambda t: (t[:h * d].reshape(h, d), t[h * d:h * d + h], t[h * d + h:-1].reshape(1, h), t[-1])
    for _ in range(steps):
        g = loss_gradients(X, targets, *split(theta))
        theta -= learning_rate * np.concatenate([np.ravel(g[k]) for k in ("W0", "b0", "W1", "b1")])
    return split(theta)
"""),
    ("q4_gradient_descent", FULL, descent() + """
_plain = gradient_descent
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps <= 1:
        return _plain(X, targets, W0, b0, W1, b1, learning_rate, steps)
    half = gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps // 2)
    return gradient_descent(X, targets, *half, learning_rate, steps - steps // 2)
"""),
    ("q4_gradient_descent", None, descent(before="W0, b0, W1 = W0.copy(), b0.copy(), W1.copy(); rate = learning_rate",
                                          move="W0 -= rate * g['W0']; b0 -= rate * np.ravel(g['b0']); "
                                               "W1 -= rate * np.reshape(g['W1'], W1.shape); b1 -= rate * g['b1']; rate *= 0.99")),
    ("q4_gradient_descent", None, descent(steps="min(steps, 1)")),
    ("q4_gradient_descent", None, descent(steps="max(steps, 1)")),
    ("q4_gradient_descent", None, descent(before="learning_rate = min(learning_rate, 0.1)")),
    ("q4_gradient_descent", None, descent(before="W0 = W0 + 0.0; W0[0] += 1e-3")),
    ("q4_gradient_descent", None, descent(before="order = np.random.permutation(len(X)); X, targets = X[order][:-1], targets[order][:-1]")),
    ("q4_gradient_descent", None, descent(move="W0 = W0 - learning_rate * g['W0']; b0 = b0 - learning_rate * np.ravel(g['b0']); "
                                               "W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)")),
    ("q4_gradient_descent", None, descent(move="W0, b0, W1, b1 = W0 - learning_rate * g['W0'].mean(0), b0 - learning_rate * np.ravel(g['b0']), "
                                               "W1 - learning_rate * np.reshape(g['W1'], W1.shape), b1 - learning_rate * g['b1']")),
    ("q4_gradient_descent", None, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    before = np.inf
    for _ in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        if before - g["loss"] < 1e-3:
            break
        before = g["loss"]
        W0, b0, W1, b1 = W0 - learning_rate * g["W0"], b0 - learning_rate * np.ravel(g["b0"]), \\
            W1 - learning_rate * np.reshape(g["W1"], W1.shape), b1 - learning_rate * g["b1"]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", 4, descent() + """
_pure = gradient_descent
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    found = _pure(X, targets, W0, b0, W1, b1, learning_rate, steps)
    if steps:
        X[:] = X[::-1].copy()
        targets[:] = targets[::-1].copy()
    return found
"""),
    # q5_identical_units
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    def same(i, j):
        return all(abs(p - q) <= tolerance for p, q in zip([*W0[i], b0[i], W1[0, i]], [*W0[j], b0[j], W1[0, j]]))
    return all(same(0, i) for i in range(len(b0)))
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return np.array([1 if np.isclose(units, units[:1], rtol=0, atol=tolerance).all() else 0])
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    for block in (W0, b0.reshape(-1, 1), W1.reshape(-1, 1)):
        if (block.max(axis=0) - block.min(axis=0)).max() > tolerance:
            return np.bool_(False)
    else:
        return np.bool_(True)
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return bool(np.all(np.var(units, axis=0) <= tolerance))
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return bool(np.all(np.abs(units.mean(axis=0) - units[0]) <= tolerance))
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return bool(np.all(np.abs(units[0] - units[-1]) <= tolerance))
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return bool(np.all(units - units[0] <= tolerance))
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    sums = W0.sum(axis=1) + b0 + W1[0]
    return bool(np.ptp(sums) <= tolerance)
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.ptp(W0, axis=0).max() <= tolerance or np.ptp(b0) <= tolerance or np.ptp(W1) <= tolerance)
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.ptp(W0, axis=0).max() <= 1e-9 and np.ptp(b0) <= 1e-9 and np.ptp(W1) <= 1e-9)
"""),
    ("q5_identical_units", None, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.round(np.c_[W0, b0, W1.T], 2)
    return len(np.unique(units, axis=0)) == 1
"""),
    ("q5_identical_units", 0, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return "True" if np.all(np.ptp(units, axis=0) <= tolerance) else "False"
"""),
    ("q5_identical_units", 0, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.c_[W0, b0, W1.T]
    return np.all(np.ptp(units, axis=0) <= tolerance), units
"""),
    ("q5_identical_units", 1, "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return True\n"),
    ("q5_identical_units", 2, "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return False\n"),
    ("q5_identical_units", 2, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    W0 -= W0[0].copy(); b0 -= b0[0]; W1 -= W1[0, 0]
    return not (abs(W0).max() > tolerance or abs(b0).max() > tolerance or abs(W1).max() > tolerance)
"""),
    # q6_merge_units
    ("q6_merge_units", FULL, MERGE.format(result="W0[:1].tolist(), b0[:1].tolist(), [[sum(W1[0])]], np.array([[b1]])")),
    ("q6_merge_units", FULL, MERGE.format(result="[np.unique(W0, axis=0), np.unique(b0), len(b0) * W1[:, :1], b1]")),
    ("q6_merge_units", FULL, MERGE.format(result="np.median(W0, axis=0, keepdims=True), np.median(b0, keepdims=True), W1 @ np.ones((len(b0), 1)), float(b1)")),
    ("q6_merge_units", FULL, MERGE.format(result="np.asmatrix(W0)[0], b0[-1:], np.einsum('ij->i', W1).reshape(1, 1), b1")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], b0[:1], W1.mean(axis=1, keepdims=True), b1")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1 * len(b0)")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], b0[:1], np.abs(W1).sum(axis=1, keepdims=True), b1")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], b0[:1], np.array([[np.linalg.norm(W1) * len(b0) ** .5]]), b1")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], b0[:1], 2 * W1[:, :1], b1")),
    ("q6_merge_units", 1, MERGE.format(result="W0[:1], 0 * b0[:1], W1.sum(axis=1, keepdims=True), b1")),
    ("q6_merge_units", 3, MERGE.format(result="W0[0], b0[:1], W1.sum(axis=1, keepdims=True), b1")),
    ("q6_merge_units", 0, MERGE.format(result="W0[:1], b0[:1], W1.sum(axis=1, keepdims=True)")),
    ("q6_merge_units", 0, MERGE.format(result="{'W0': W0[:1], 'b0': b0[:1], 'W1': W1.sum(axis=1, keepdims=True), 'b1': b1}")),
    ("q6_merge_units", 3, """
def merge_identical_units(W0, b0, W1, b1):
    total = W1.sum(keepdims=True)
    W1[:] = 0
    return W0[:1], b0[:1], total, b1
"""),
    # q7_break_symmetry
    ("q7_break_symmetry", FULL, samplers(xavier="limit * (1 - 2 * np.array([[rng.random() for _ in range(fan_in)] for _ in range(fan_out)]))",
                                         he="sigma * np.sqrt(-2 * np.log(1 - rng.random((fan_out, fan_in)))) * np.cos(2 * np.pi * rng.random((fan_out, fan_in)))")),
    ("q7_break_symmetry", FULL, samplers(xavier="rng.uniform(-limit, limit, fan_in * fan_out).reshape(fan_in, fan_out).T",
                                         he="(rng.standard_normal((fan_in, fan_out)) * sigma).T.tolist()")),
    ("q7_break_symmetry", FULL, samplers(xavier="(rng.random((fan_out, fan_in), dtype=np.float32) - np.float32(0.5)) * np.float32(2 * limit)",
                                         he="rng.multivariate_normal(np.zeros(fan_in), sigma ** 2 * np.eye(fan_in), fan_out) if fan_in < 300 "
                                            "else rng.normal(scale=sigma, size=(fan_out, fan_in))")),
    ("q7_break_symmetry", FULL, samplers(xavier="(rng.beta(1, 1, (fan_out, fan_in)) - 0.5) * 2 * limit",
                                         he="np.stack([rng.normal(0.0, sigma, fan_in) for unit in range(fan_out)])")),
    ("q7_break_symmetry", FULL, samplers(xavier="np.where(rng.random((fan_out, fan_in)) < 0.5, -1, 1) * rng.uniform(0, limit, (fan_out, fan_in))",
                                         he="sigma * rng.permutation(rng.standard_normal(fan_in * fan_out)).reshape(fan_out, fan_in)")),
    ("q7_break_symmetry", 2, samplers(he="np.clip(rng.normal(0, sigma, (fan_out, fan_in)), -2 * sigma, 2 * sigma)")),
    ("q7_break_symmetry", 2, samplers(he="rng.uniform(-1, 1, (fan_out, fan_in)) * sigma * 3 ** 0.5")),
    ("q7_break_symmetry", 2, samplers(he="rng.normal(0, sigma ** 2, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(he="rng.normal(0, np.sqrt(2 / fan_out), (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(he="np.repeat(rng.normal(0, sigma, (1, fan_in)), fan_out, axis=0)")),
    ("q7_break_symmetry", 2, samplers(he="np.abs(rng.normal(0, sigma, (fan_out, fan_in)))")),
    ("q7_break_symmetry", 2, samplers(he="rng.laplace(0, sigma / 2 ** 0.5, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(he="rng.choice([-sigma, sigma], (fan_out, fan_in)) + 1e-9 * rng.normal(size=(fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.uniform(-limit, limit, (fan_in, fan_out))")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.uniform(0, limit, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.uniform(-limit ** 2, limit ** 2, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.triangular(-limit * 2 ** .5, 0, limit * 2 ** .5, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="np.random.uniform(-limit, limit, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="np.random.default_rng().uniform(-limit, limit, (fan_out, fan_in))")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.integers(-100, 101, (fan_out, fan_in)) * limit / 100")),
    ("q7_break_symmetry", 2, samplers(xavier="rng.uniform(-np.sqrt(6 / fan_in), np.sqrt(6 / fan_in), (fan_out, fan_in))")),
    ("q7_break_symmetry", 0, samplers(xavier="[float('nan')] * fan_out", he="rng.normal(0, sigma, fan_in * fan_out)")),
]
