"""Right and wrong work for `trainability`, the fourth round."""

FULL = "full"
LOSSES = """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1, out = W0.astype(float), W1.astype(float), []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            A = np.tanh(2 ** 0.5 * X @ W0.T / 4)
            r = A @ W1[0] / 16 - Y
            out.append((r ** 2).mean())
            u = 2 * r / len(Y) / 16
            D = np.outer(u, W1) * {slope} * 2 ** 0.5 / 4
            W1 = W1 - {rate1} * u @ A
            W0 = W0 - rate0 * D.T @ X
    return np.array(out)
"""
MEASURE = """
def convergence_measure(losses):
    v = np.where(np.isfinite(losses), losses, 1e6)
    v = np.minimum(v / v[0], 1e6)
    return {}
"""
RIGHT = "-v.sum() if v[-20:].mean() < 1 else (1 / v).sum()"
BOUNDARY = """
def boundary(V):
    s = np.asarray(V) > 0
    t = s[:-1, :-1] * 1 + s[1:, :-1] + s[:-1, 1:] + s[1:, 1:]
    return {}
"""
WORKS = [
    ("q1_losses", 1, LOSSES.format(slope="(1 - A * A)", rate1="rate1")),  # the hand-out says any network
    ("q1_losses", None, LOSSES.format(slope="(1 - A)", rate1="rate1")),
    ("q1_losses", None, LOSSES.format(slope="(1 - A * A)", rate1="rate0")),
    ("q1_losses", None, LOSSES.format(slope="(A * (1 - A))", rate1="rate1")),
    ("q2_convergence", FULL, MEASURE.format(RIGHT)),
    ("q2_convergence", None, MEASURE.format(RIGHT.replace("-20:", "-1:"))),
    ("q2_convergence", None, MEASURE.format(RIGHT.replace("-20:", ":20"))),
    ("q2_convergence", None, MEASURE.format(RIGHT.replace("-v.sum()", "v.sum()"))),
    ("q2_convergence", None, MEASURE.format(RIGHT.replace("(1 / v).sum()", "1 / v.sum()"))),
    ("q2_convergence", None, MEASURE.format(RIGHT.replace("-20:", "-19:"))),
    ("q3_boundary", FULL, BOUNDARY.format("(t > 0) & (t < 4)")),
    ("q3_boundary", None, BOUNDARY.format("t == 2")),
    ("q3_boundary", None, BOUNDARY.format("t > 0")),
    ("q3_boundary", None, BOUNDARY.format("s[:-1, :-1] != s[1:, 1:]")),
]
