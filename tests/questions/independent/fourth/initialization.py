"""Right and wrong work for `initialization`, the fourth round."""

FULL = "full"
SAME = "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n    return {}\n"
DRAW = """
def xavier_uniform(fan_in, fan_out, rng):
    return {}
def he_normal(fan_in, fan_out, rng):
    return {}
"""
XAVIER = "(2 * rng.random((fan_out, fan_in)) - 1) * (6 / (fan_in + fan_out)) ** 0.5"
HE = "rng.normal(0, (2 / fan_in) ** 0.5, (fan_out, fan_in))"
ROWS = "np.column_stack([W0, b0, W1[0]])"
LOSS = """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 0.5 + 0.5 * np.tanh(0.5 * (X @ W0.T + b0))
    y = (Z * W1).sum(axis=1) + b1
    u = {u}
    D = {D}
    return {{"loss": {loss}, "W0": {W0}, "b0": {b0}, "W1": {W1}, "b1": {b1}}}
"""
DESCENT = """
def gradient_descent(X, targets, W0, b0, W1, b1, r, steps):
    for _ in range({}):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        g["W1"] = np.reshape(g["W1"], W1.shape)
        W0, b0, W1, b1 = {}
    return W0, b0, W1, b1
"""
descent = DESCENT.format


def loss(**changed):
    right = {"u": "2 * (y - targets) / len(y)", "D": "np.outer(u, W1) * Z * (1 - Z)", "W0": "D.T @ X", "b0": "D.sum(0)"}
    return LOSS.format(**(right | {"loss": "np.mean((y - targets) ** 2)", "W1": "u @ Z", "b1": "u.sum()"} | changed))

WORKS = [
    ("q5_identical_units", FULL, SAME.format(f"bool(np.all(np.ptp({ROWS}, axis=0) <= tolerance))")),
    ("q5_identical_units", None, SAME.format(f"bool(np.all(np.ptp({ROWS}, axis=1) <= tolerance))")),
    ("q5_identical_units", None, SAME.format("bool(np.ptp(W0, axis=0).max() <= tolerance and np.ptp(b0) <= tolerance)")),
    ("q5_identical_units", None, SAME.format(f"bool(np.all(np.diff({ROWS}, axis=0) <= tolerance))")),
    ("q7_break_symmetry", FULL, DRAW.format(XAVIER, HE)),
    ("q7_break_symmetry", None, DRAW.format(XAVIER, HE.replace("fan_in) **", "fan_out) **"))),
    ("q7_break_symmetry", None, DRAW.format(XAVIER.replace("rng", "np.random"), HE)),
    ("q7_break_symmetry", None, DRAW.format(XAVIER, "rng.normal(0, 2 / fan_in, (fan_out, fan_in))")),
    ("q1_zero_forward", FULL, "zero_init_forward = lambda x, hidden_units: (hidden_units * [0.5], 0)"),
    ("q1_zero_forward", 1, "zero_init_forward = lambda x, hidden_units: (np.zeros(hidden_units), 0)"),
    ("q1_zero_forward", 1, "zero_init_forward = lambda x, hidden_units: (np.full(hidden_units, 0.5), 0.5)"),
    ("q1_zero_forward", 1, "zero_init_forward = lambda x, hidden_units: (np.full(len(x), 0.5), 0)"),
    ("q2_zero_gradients", FULL, "zero_init_gradients = lambda x, hidden_units: {'W0': np.zeros((hidden_units, len(x))), "
     "'b0': [0] * hidden_units, 'W1': np.full((hidden_units, 1), 0.5), 'b1': 1}"),
    ("q2_zero_gradients", 3, "zero_init_gradients = lambda x, hidden_units: {'W0': np.zeros((len(x), hidden_units)), "
     "'b0': [0] * hidden_units, 'W1': np.full((hidden_units, 1), 0.5), 'b1': 1}"),
    ("q2_zero_gradients", 2, "zero_init_gradients = lambda x, hidden_units: {'W0': np.zeros((hidden_units, len(x))), "
     "'b0': [0] * hidden_units, 'W1': np.zeros(hidden_units), 'b1': 0}"),
    ("q3_loss_gradients", FULL, loss()),
    ("q3_loss_gradients", FULL, loss(W0="sum(np.outer(p, q) for p, q in zip(D, X))", W1="(u[:, None] * Z).sum(0)")),
    ("q3_loss_gradients", 2, loss(u="2 * (y - targets)")),
    ("q3_loss_gradients", 2, loss(u="(y - targets) / len(y)")),
    ("q3_loss_gradients", 2, loss(u="2 * (targets - y) / len(y)")),
    ("q3_loss_gradients", 2, loss(u="2 * (y - targets) / X.size")),
    ("q3_loss_gradients", 4, loss(D="np.outer(u, W1) * (1 - Z)")),
    ("q3_loss_gradients", 5, loss(b0="D.mean(0)")),
    ("q3_loss_gradients", 5, loss(W0="X.T @ D")),
    ("q3_loss_gradients", 5, loss(b1="u[0]")),
    ("q3_loss_gradients", 5, loss(b1="1.0")),
    ("q3_loss_gradients", 4, loss(loss="np.sum((y - targets) ** 2)")),
    ("q3_loss_gradients", None, loss(u="2 * (y - targets[:, None]).mean(0) / len(y)")),
    ("q4_gradient_descent", FULL, descent("steps", "W0 - r * g['W0'], b0 - r * g['b0'], W1 - r * g['W1'], b1 - r * g['b1']")),
    ("q4_gradient_descent", None, descent("steps + 1", "W0 - r * g['W0'], b0 - r * g['b0'], W1 - r * g['W1'], b1 - r * g['b1']")),
    ("q4_gradient_descent", None, descent("steps - 1", "W0 - r * g['W0'], b0 - r * g['b0'], W1 - r * g['W1'], b1 - r * g['b1']")),
    ("q4_gradient_descent", None, descent("steps", "W0 - r * g['W0'], b0 - r * g['b0'], W1 - r * g['W1'], b1")),
    ("q4_gradient_descent", None, descent("min(steps, 1)", "W0 - r * g['W0'], b0 - r * g['b0'], W1 - r * g['W1'], b1 - r * g['b1']")),
    ("q6_merge_units", FULL, "merge_identical_units = lambda W0, b0, W1, b1: (W0[:1].copy(), b0[:1], [[W1.sum()]], b1)"),
    ("q6_merge_units", 1, "merge_identical_units = lambda W0, b0, W1, b1: (W0[:1], b0[:1], W1[:, :1], b1)"),
    ("q6_merge_units", 1, "merge_identical_units = lambda W0, b0, W1, b1: (W0.sum(0)[None], b0[:1], W1.sum(1)[:, None], b1)"),
    ("q6_merge_units", 1, "merge_identical_units = lambda W0, b0, W1, b1: (W0[:1], b0[:1], 4 * W1[:, :1], b1)"),
]
