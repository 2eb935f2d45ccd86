"""Right and wrong work for `initialization`, written from the published interface before there was a catalogue."""

FULL = "full"

WORKS = [
    (
        "q1_zero_forward",
        FULL,
        """
def zero_init_forward(x, hidden_units):
    return [0.5] * hidden_units, 0
""",
    ),
    (
        "q1_zero_forward",
        FULL,
        """
def zero_init_forward(x, hidden_units):
    W0, b0 = np.zeros((hidden_units, x.size)), np.zeros((hidden_units, 1))
    z = 1 / (1 + np.exp(-(W0 @ x[:, None] + b0)))
    return z, np.zeros((1, hidden_units)) @ z
""",
    ),
    (
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.zeros(hidden_units), 0.0
""",
    ),
    (
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.full(len(x), 0.5), 0.0
""",
    ),
    (
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), hidden_units / 2
""",
    ),
    (
        "q2_zero_gradients",
        FULL,
        """
def zero_init_gradients(x, hidden_units):
    return dict(W0=[[0] * len(x)] * hidden_units, b0=[0] * hidden_units, W1=[0.5] * hidden_units, b1=True)
""",
    ),
    (
        "q2_zero_gradients",
        3,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((len(x), hidden_units)), "b0": np.zeros(hidden_units),
            "W1": np.full((1, hidden_units), 0.5), "b1": 1.0}
""",
    ),
    (
        "q2_zero_gradients",
        2,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((hidden_units, len(x))), "b0": np.zeros(hidden_units),
            "W1": np.zeros((1, hidden_units)), "b1": 0.0}
""",
    ),
    (
        "q2_zero_gradients",
        3,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.outer(np.full(hidden_units, 0.25), x), "b0": np.zeros(hidden_units),
            "W1": np.full((1, hidden_units), 0.5), "b1": 1.0}
""",
    ),
    (
        "q3_loss_gradients",
        FULL,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    n, total = len(X), {"loss": 0.0, "W0": 0.0, "b0": 0.0, "W1": 0.0, "b1": 0.0}
    for row, t in zip(X, targets):
        z = 1 / (1 + np.exp(-(W0 @ row + b0)))
        y = W1[0] @ z + b1
        d = 2 * (y - t) * W1[0] * z * (1 - z) / n
        total["loss"] += (y - t) ** 2 / n
        total["W0"] = total["W0"] + np.outer(d, row)
        total["b0"] = total["b0"] + d
        total["W1"] = total["W1"] + 2 * (y - t) * z / n
        total["b1"] += 2 * (y - t) / n
    return total
""",
    ),
    (
        "q3_loss_gradients",
        FULL,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 0.5 * (1 + np.tanh((X @ W0.T + b0) / 2))
    R = (Z @ W1.T).ravel() + b1 - targets
    D = 2 * R[:, None] * W1 * Z * (1 - Z)
    return {"loss": (R @ R) / R.size, "W0": np.einsum("nh,nd->hd", D, X) / R.size, "b0": D.mean(0),
            "W1": (2 * R[:, None] * Z).mean(0), "b1": 2 * R.mean()}
""",
    ),
    (
        "q3_loss_gradients",
        2,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    R = Z @ W1[0] + b1 - targets
    D = R[:, None] * W1 * Z * (1 - Z)
    n = len(X)
    return {"loss": np.mean(R ** 2), "W0": D.T @ X / n, "b0": D.mean(0), "W1": R @ Z / n, "b1": R.mean()}
""",
    ),
    (
        "q3_loss_gradients",
        0,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    R = Z @ W1[0] + b1 - targets
    D = 2 * R[:, None] * W1 * Z * (1 - Z)
    return {"loss": np.sum(R ** 2), "W0": D.T @ X, "b0": D.sum(0), "W1": 2 * R @ Z, "b1": 2 * R.sum()}
""",
    ),
    (
        "q3_loss_gradients",
        None,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    R = Z @ W1.T + b1 - targets
    return {"loss": np.mean(R ** 2), "W0": 0 * W0, "b0": 0 * b0, "W1": 0 * W1, "b1": 2 * R.mean()}
""",
    ),
    (
        "q3_loss_gradients",
        5,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    R = Z @ W1[0] + b1 - targets
    D = 2 * R[:, None] * W1 * Z * (1 - Z) / len(X)
    return {"loss": np.mean(R ** 2), "W0": D.T @ X, "b0": D.mean(0), "W1": 2 * R @ Z / len(X), "b1": 2 * R.mean()}
""",
    ),
    (
        "q4_gradient_descent",
        FULL,
        """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    p = {"W0": W0, "b0": b0, "W1": W1, "b1": b1}
    while steps > 0:
        g = loss_gradients(X, targets, **p)
        p = {k: v - learning_rate * np.reshape(g[k], np.shape(v)) for k, v in p.items()}
        steps -= 1
    return tuple(p.values())
""",
    ),
    (
        "q4_gradient_descent",
        FULL,
        """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return [W0, b0, W1, b1]
    g = loss_gradients(X, targets, W0, b0, W1, b1)
    return gradient_descent(X, targets, W0 - learning_rate * g["W0"], b0 - learning_rate * g["b0"],
                            W1 - learning_rate * g["W1"], b1 - learning_rate * g["b1"], learning_rate, steps - 1)
""",
    ),
    (
        "q4_gradient_descent",
        None,
        """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps):
        W1 = W1 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["W1"]
        b1 = b1 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["b1"]
        W0 = W0 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["W0"]
        b0 = b0 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["b0"]
    return W0, b0, W1, b1
""",
    ),
    (
        "q4_gradient_descent",
        None,
        """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        i = k % len(X)
        g = loss_gradients(X[i:i + 1], targets[i:i + 1], W0, b0, W1, b1)
        W0, b0 = W0 - learning_rate * g["W0"], b0 - learning_rate * g["b0"]
        W1, b1 = W1 - learning_rate * g["W1"], b1 - learning_rate * g["b1"]
    return W0, b0, W1, b1
""",
    ),
    (
        "q4_gradient_descent",
        None,
        """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps + 1):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0, b0 = W0 - learning_rate * g["W0"], b0 - learning_rate * g["b0"]
        W1, b1 = W1 - learning_rate * g["W1"], b1 - learning_rate * g["b1"]
    return W0, b0, W1, b1
""",
    ),
    (
        "q5_identical_units",
        FULL,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.hstack([W0, b0.reshape(-1, 1), W1.T])
    return (np.ptp(units, axis=0) <= tolerance).all()
""",
    ),
    (
        "q5_identical_units",
        1,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.allclose(W0, W0[0], atol=tolerance) and np.allclose(b0, b0[0], atol=tolerance))
""",
    ),
    (
        "q5_identical_units",
        None,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return all(np.ptp(v) <= tolerance for v in (W0, b0, W1))
""",
    ),
    (
        "q6_merge_units",
        FULL,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0.mean(axis=0, keepdims=True), b0.mean(keepdims=True), [[W1.sum()]], b1
""",
    ),
    (
        "q6_merge_units",
        1,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1], b1
""",
    ),
    (
        "q6_merge_units",
        None,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0.sum(axis=0, keepdims=True), b0.sum(keepdims=True), W1[:, :1], b1
""",
    ),
    (
        "q7_break_symmetry",
        FULL,
        """
def xavier_uniform(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** 0.5
    return r * (2 * rng.random((fan_out, fan_in)) - 1)

def he_normal(fan_in, fan_out, rng):
    return rng.standard_normal(size=(fan_in, fan_out)).T * np.sqrt(2.0 / fan_in)
""",
    ),
    (
        "q7_break_symmetry",
        0,
        """
def xavier_uniform(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    r = (6 / (fan_in + fan_out)) ** 0.5
    return rng.uniform(-r, r, (fan_out, fan_in))

def he_normal(fan_in, fan_out, rng):
    return np.random.default_rng(0).normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))
""",
    ),
    (
        "q7_break_symmetry",
        0,
        """
def xavier_uniform(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_out, fan_in))

def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_out, fan_in))
""",
    ),
]
