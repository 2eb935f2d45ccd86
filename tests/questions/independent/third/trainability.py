"""Right and wrong work for `trainability`, written from the published interface alone."""

FULL = "full"

WORKS = [
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return out
"""),
    ("q1_losses", 1, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 -= rate0 * g0; W1 -= rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.astype(float), W1 * 1.0
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 -= rate0 * g0; W1 -= rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", FULL, """
import warnings
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W1 = W1 - rate1 * g1; A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d)); e = (W1 @ A)[0] / h - Y; D = 2 / n * e[None] * W1.T / h * (1 - A ** 2); W0 = W0 - rate0 * (D @ X * np.sqrt(2 / d))
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate1 * g0; W1 = W1 - rate0 * g1
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X / np.sqrt(d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 * (e @ A.T)[None] / h
            D = 2 * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - np.tanh(A) ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", 3, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(over='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q1_losses", 0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d))
            e = (W1 @ A)[0] / h - Y
            g1 = 2 / n * (e @ A.T)[None] / h
            D = 2 / n * e[None] * W1.T / h * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / d)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1; out.append((((W1 @ np.tanh(np.sqrt(2) * (W0 @ X.T) / np.sqrt(d)))[0] / h - Y) ** 2).mean())
    return np.array(out)
"""),
    ("q1_losses", 1, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.copy(), W1.copy()
    n, d = X.shape; h = W0.shape[0]; out = []
    with np.errstate(all='ignore'):
        for _ in range(steps):
            A = np.tanh(np.sqrt(2) * (W0 @ X.T) / 4)
            e = (W1 @ A)[0] / 16 - Y
            out.append((e ** 2).mean())
            g1 = 2 / n * (e @ A.T)[None] / 16
            D = 2 / n * e[None] * W1.T / 16 * (1 - A ** 2)
            g0 = D @ X * np.sqrt(2 / 16)
            W0 = W0 - rate0 * g0; W1 = W1 - rate1 * g1
    return np.array(out)
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    l = [x if np.isfinite(x) else 1e6 for x in losses]
    v = [min(x / l[0], 1e6) for x in l]
    return -sum(v) if sum(v[-20:]) / len(v[-20:]) < 1 else sum(1 / x for x in v)
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.nan_to_num(l, nan=1e6, posinf=1e6, neginf=1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 1, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() .size and v[-1] < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 0, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v.mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 0, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l, 1e6) / l[0]
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 1, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else 1 / v.sum()
"""),
    ("q2_convergence", 2, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = l[np.isfinite(l)]
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 2, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(~np.isnan(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 1, """
def convergence_measure(losses):
    l = np.asarray(losses, float)
    l = np.where(np.isfinite(l), l, 1e6)
    v = np.minimum(l / l[0], 1e6)
    return v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    s = np.sign(V)
    return np.abs(s[1:, 1:] + s[:-1, 1:] + s[1:, :-1] + s[:-1, :-1]) < 4
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    r, c = V.shape
    return [[V[i:i+2, j:j+2].min() < 0 < V[i:i+2, j:j+2].max() for j in range(c - 1)] for i in range(r - 1)]
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    w = np.lib.stride_tricks.sliding_window_view(V > 0, (2, 2))
    return w.any((2, 3)) & ~w.all((2, 3))
"""),
    ("q3_boundary", 0, """
def boundary(V):
    return (V[1:, 1:] > 0) != (V[:-1, :-1] > 0)
"""),
    ("q3_boundary", 0, """
def boundary(V):
    s = V > 0
    return (s[1:, :-1] != s[:-1, :-1]) | (s[:-1, 1:] != s[:-1, :-1])
"""),
    ("q3_boundary", 0, """
def boundary(V):
    s = V > 0
    return ~((s[1:, 1:] != s[:-1, :-1]) | (s[1:, :-1] != s[:-1, 1:]) | (s[1:,1:] != s[1:,:-1]))
"""),
    ("q4_dimension", 0, """
# Written as right; it counts no boxes, and two distant lines get the dimension 1.125.
def box_dimension(edges):
    return np.log(edges.sum()) / np.log(len(edges))
"""),
    ("q4_dimension", 0, """
def box_dimension(edges):
    return 1.5
"""),
]
