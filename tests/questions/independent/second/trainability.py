"""Right and wrong work for `trainability`, written from the published interface alone."""

FULL = "full"

RUN = """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2 / {d}) * X @ W0.T)
            r = A @ W1[0] / {h} - Y
            losses.append({loss})
            G = 2 * r[:, None] / len(Y) / {h}
            dW1 = (G * A).sum(0, keepdims=True)
            dW0 = (G * W1 * {slope}).T @ X * np.sqrt(2 / {d})
            {move}
    return {result}
"""


def run(**changed):
    lines = {
        "d": "W0.shape[1]", "h": "len(W0)", "loss": "np.mean(r ** 2)", "slope": "(1 - A ** 2)",
        "move": "W0, W1 = W0 - rate0 * dW0, W1 - rate1 * dW1", "result": "np.array(losses)",
    }  # fmt: skip
    return RUN.format(**(lines | changed))


WORKS = [
    ("q1_losses", FULL, run(result="losses")),
    ("q1_losses", FULL, run(result="np.asmatrix(losses)")),
    ("q1_losses", FULL, run(slope="(1 - A) * (1 + A)")),
    ("q1_losses", 1, run(loss="(r @ r) / r.size", d="16", h="16")),  # the hand-out says any network
    ("q1_losses", FULL, "from functools import lru_cache\n" + run(move="W1, W0 = W1 - rate1 * dW1, W0 - rate0 * dW0", result="tuple(map(float, losses))")),
    ("q1_losses", FULL, """
class Trainer:
    def __init__(self, X, Y, W0, W1, rate0, rate1):
        self.__dict__.update(locals())
    def __iter__(self):
        return self
    def __next__(self):
        k = np.sqrt(2.0 / len(self.X[0]))
        A = np.tanh(k * self.X @ self.W0.T)
        r = (A @ self.W1.T)[:, 0] / len(self.W0) - self.Y
        up = (2 * r / len(r) / len(self.W0))[:, None]
        d1, d0 = up.T @ A, k * (up * self.W1 * (1 - A * A)).T @ self.X
        self.W0, self.W1 = self.W0 - self.rate0 * d0, self.W1 - self.rate1 * d1
        return float(np.mean(r * r))
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    old = np.seterr(all="ignore")
    try:
        return [loss for loss, _ in zip(Trainer(X, Y, W0, W1, rate0, rate1), range(steps))]
    finally:
        np.seterr(**old)
"""),
    ("q1_losses", None, run(loss="np.mean(r) ** 2")),
    ("q1_losses", None, run(loss="np.mean(np.abs(r))")),
    ("q1_losses", None, run(move="W0, W1 = W0 - min(rate0, 10) * dW0, W1 - rate1 * dW1")),
    ("q1_losses", None, run(move="dW0, dW1 = np.clip(dW0, -1, 1), np.clip(dW1, -1, 1); W0, W1 = W0 - rate0 * dW0, W1 - rate1 * dW1")),
    ("q1_losses", None, run(result="np.array(losses)[::-1]")),
    ("q1_losses", None, run(result="np.sort(losses)[::-1]")),
    ("q1_losses", None, run(result="np.array(losses[1:] + losses[-1:])")),
    ("q1_losses", None, run(result="np.where(np.isfinite(losses), losses, 0.0)")),
    ("q1_losses", None, run(move="W0, W1 = (W0 - rate0 * dW0).astype(np.float16), W1 - rate1 * dW1")),
    ("q1_losses", 3, run().replace('np.errstate(all="ignore")', 'np.errstate(over="ignore")')),
    # q2_convergence
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    v = [l if math.isfinite(l) else 1e6 for l in losses]
    v = [min(l / v[0], 1e6) for l in v]
    return -sum(v) if sum(v[-20:]) / len(v[-20:]) < 1 else sum(1 / l for l in v)
import math
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    losses = np.asarray(losses, float)
    v = np.minimum(np.where(np.isfinite(losses), losses, 1e6) / losses[0], 1e6)
    return np.array([(-v.sum(), (1 / v).sum())[int(v[-20:].mean() >= 1)]])
"""),
    ("q2_convergence", None, """
def convergence_measure(losses):
    v = np.minimum(np.nan_to_num(losses, nan=1e6, posinf=1e6) / losses[0], 1e6)
    return -v.sum() if v[-1] < 1 else (1 / v).sum()
"""),
    ("q2_convergence", None, """
def convergence_measure(losses):
    v = np.minimum(np.nan_to_num(losses, nan=1e6, posinf=1e6), 1e6) / losses[0]
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", None, """
def convergence_measure(losses):
    v = np.minimum(np.nan_to_num(losses, nan=1e6, posinf=1e6) / losses[0], 1e6)
    return -v.sum() if v.mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", None, """
def convergence_measure(losses):
    v = np.minimum(np.nan_to_num(losses, nan=0, posinf=1e6) / losses[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", None, """
def convergence_measure(losses):
    losses[~np.isfinite(losses)] = 1e6
    v = np.minimum(losses / losses[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    # q3_boundary
    ("q3_boundary", FULL, """
def boundary(V):
    rows, columns = V.shape
    return [[len({bool(V[r + i, c + j] > 0) for i in (0, 1) for j in (0, 1)}) == 2 for c in range(columns - 1)]
            for r in range(rows - 1)]
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    S = np.lib.stride_tricks.sliding_window_view(np.sign(V), (2, 2))
    return np.abs(S.sum(axis=(2, 3))) < 4
"""),
    ("q3_boundary", FULL, "def boundary(V):\n    s = (V > 0).astype(int)\n    t = s[1:, 1:] + s[1:, :-1] + s[:-1, 1:] + s[:-1, :-1]\n    return 1 * (t % 4 > 0)\n"),
    ("q3_boundary", 0, "def boundary(V):\n    return V[:-1, :-1] * V[1:, 1:] < 0\n"),
    ("q3_boundary", 0, "def boundary(V):\n    return (V[:-1, :-1] * V[1:, :-1] < 0) & (V[:-1, :-1] * V[:-1, 1:] < 0)\n"),
    ("q3_boundary", 0, "def boundary(V):\n    return (V[:-1, :-1] * V[1:, :-1] < 0) | (V[:-1, :-1] * V[:-1, 1:] < 0)\n"),
    ("q3_boundary", 0, "def boundary(V):\n    p = V[:-1, :-1] * V[1:, :-1] * V[:-1, 1:] * V[1:, 1:]\n    return p < 0\n"),
    ("q3_boundary", 0, "def boundary(V):\n    s = V > 0\n    out = np.zeros(V.shape, bool)\n    out[1:, 1:] = s[1:, 1:] ^ s[:-1, :-1]\n    return out\n"),
    # q4_dimension
    ("q4_dimension", FULL, """
def box_dimension(edges):
    edges = np.asarray(edges, bool)
    n, side, counts, sizes = max(edges.shape), 1, [], []
    while side <= n // 4:
        boxes = {(int(r) // side, int(c) // side) for r, c in zip(*np.nonzero(edges))}
        counts.append(len(boxes)); sizes.append(side)
        side *= 2
    return -float(np.polyfit(np.log(sizes), np.log(counts), 1)[0])
"""),
    ("q4_dimension", 0, "def box_dimension(edges):\n    return float(np.log(np.sum(edges)) / np.log(len(edges)))\n".replace("np.log(len(edges))", "np.log(2 * len(edges))")),
    ("q4_dimension", 0, "def box_dimension(edges):\n    return 1.4\n"),
    ("q4_dimension", 0, "def box_dimension(edges):\n    return 2.0 if np.mean(edges) > 0.5 else 1.4\n"),
]
