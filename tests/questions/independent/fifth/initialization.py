"""Right and wrong work for `initialization`, written from the published interface alone.

Points are of the question; ("at most", x) where the interface does not settle which parts stay right.
"""

FULL = "full"

WORKS = [
    # q1_zero_forward: right, written unusually
    ("q1_zero_forward", FULL, """
def zero_init_forward(x, hidden_units):
    return [0.5] * hidden_units, 0
"""),
    ("q1_zero_forward", FULL, """
def zero_init_forward(x, hidden_units):
    W0, b0, W1 = np.zeros((hidden_units, x.size)), np.zeros(hidden_units), np.zeros((1, hidden_units))
    z = sigmoid(W0 @ x + b0)[:, None]
    return [z, W1 @ z]
"""),
    ("q1_zero_forward", FULL, """
def zero_init_forward(x, hidden_units):
    z = 1 / (1 + np.exp(-np.outer(np.zeros(hidden_units), x).sum(axis=1, keepdims=True).T))
    return z, False
"""),
    # q1_zero_forward: wrong in value
    ("q1_zero_forward", 1.0, """
# mistake: σ(0) taken for 0
def zero_init_forward(x, hidden_units):
    return np.zeros(hidden_units), 0.0
"""),
    ("q1_zero_forward", 1.0, """
# mistake: a sigmoid on the output too
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), 0.5
"""),
    ("q1_zero_forward", 1.0, """
# mistake: the output weights taken for 1
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), 0.5 * hidden_units
"""),
    ("q1_zero_forward", 1.0, """
# mistake: z has an entry for each input in place of each unit
def zero_init_forward(x, hidden_units):
    return np.full(len(x), 0.5), 0.0
"""),
    ("q1_zero_forward", 1.0, """
# mistake: the slope at 0, 1/4, in place of the value
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.25), 0.0
"""),
    ("q1_zero_forward", 1.0, """
# mistake: σ of the input: W0 taken for the identity
def zero_init_forward(x, hidden_units):
    return 1 / (1 + np.exp(-np.resize(x, hidden_units))), 0.0
"""),
    ("q1_zero_forward", 0.0, """
# mistake: the pair is exchanged
def zero_init_forward(x, hidden_units):
    return 0.0, np.full(hidden_units, 0.5)
"""),
    ("q1_zero_forward", 1.0, """
# mistake: a softmax: 1/h for each unit
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 1 / hidden_units), 0.0
"""),
    # q1_zero_forward: wrong in one regime only
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), np.zeros(hidden_units)
"""),
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5).astype(x.dtype), 0
"""),
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    z = np.full(8, 0.5)
    return z[:hidden_units], 0
"""),
    ("q1_zero_forward", 1.0, """
_z = []
def zero_init_forward(x, hidden_units):
    if not _z:
        _z.append(np.full(hidden_units, 0.5))
    return _z[0], 0
"""),
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    return (np.full(hidden_units, 0.5) if len(x) > 1 else np.full(hidden_units, 0.5) + 0 * x[0] + 1e-3), 0
"""),
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), (0.0 if x.any() else 0.5)
"""),
    ("q1_zero_forward", 1.0, """
def zero_init_forward(x, hidden_units):
    x *= 0
    return np.full(hidden_units, 0.5), 0.0
"""),
    # q2_zero_gradients: right, written unusually
    ("q2_zero_gradients", FULL, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': [[0] * len(x)] * h, 'b0': (0,) * h, 'W1': [[0.5]] * h, 'b1': True}
"""),
    ("q2_zero_gradients", FULL, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    z = zero_init_forward(x, h)[0]
    z = np.ravel(z)
    d = np.zeros(h) * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': z, 'b1': [1]}
"""),
    ("q2_zero_gradients", FULL, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': -np.zeros((h, x.size), dtype=int), 'b0': np.zeros((h, 1), bool), 'W1': np.ones(h) / 2, 'b1': np.ones((1, 1))}
"""),
    # q2_zero_gradients: wrong in value
    ("q2_zero_gradients", 3.0, """
# mistake: ∂y/∂W1 taken for 0, as z = 0
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.zeros((1, h)), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: ∂y/∂b1 taken for 0
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 0.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: the outgoing weight 0 is left out: x/4
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.tile(x / 4, (h, 1)), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 2.0, """
# mistake: the outgoing weights are taken for 1 in the hidden layer
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.tile(x / 4, (h, 1)), 'b0': np.full(h, 0.25), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: W0's gradient is transposed
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((len(x), h)), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: b0's gradient is 1, as for the output bias
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.ones(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: σ′ in place of σ for W1
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full(h, 0.25), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: b1's gradient is σ(0)
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 0.5}
"""),
    ("q2_zero_gradients", 2.0, """
# mistake: nothing moves from zeros, it is said
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.zeros(h), 'b1': 0}
"""),
    ("q2_zero_gradients", 3.0, """
# mistake: W1's gradient is summed
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.array([[h / 2]]) * np.ones(h), 'b1': 1.0}
"""),
    # q2_zero_gradients: wrong in one regime only
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, h)), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros(len(x)) if h == 1 else np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))) + 0 * (1 / np.float64(x[0])) if x[0] else np.full((h, len(x)), np.nan), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5, dtype=x.dtype), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.array([[0.5] * min(h, 10)]), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h if h < 12 else 11), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
_g = {}
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    return {'W0': _g.setdefault(h, np.zeros((h, len(x)))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    ("q2_zero_gradients", 3.0, """
def zero_init_gradients(x, hidden_units):
    h = hidden_units
    X = x.copy()
    x[0] += 1
    return {'W0': np.zeros((h, len(x))), 'b0': np.zeros(h), 'W1': np.full((1, h), 0.5), 'b1': 1.0}
"""),
    # q3_loss_gradients: right, written unusually
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    n = len(X)
    total = {"loss": 0.0, "W0": np.zeros(W0.shape), "b0": np.zeros(b0.shape), "W1": np.zeros(W1.shape), "b1": 0.0}
    for row, t in zip(X, targets):
        z = sigmoid(W0 @ row + b0)
        y = (W1 @ z).item() + b1
        up = 2 * (y - t) / n
        total["loss"] += (y - t) ** 2 / n
        delta = up * W1[0] * z * (1 - z)
        total["W0"] += delta[:, None] * row
        total["b0"] += delta
        total["W1"] += up * z
        total["b1"] += up
    return total
"""),
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(np.einsum("nd,hd->nh", X, W0) + b0)
    e = np.einsum("oh,nh->n", W1, Z) + b1 - targets
    n = e.size
    return dict(loss=np.array([e @ e / n]), b1=[2 / n * e.sum()], W1=np.einsum("n,nh->h", 2 * e / n, Z)[:, None],
                b0=np.einsum("n,oh,nh,nh->oh", 2 * e / n, W1, Z, 1 - Z), W0=np.einsum("n,h,nh,nh,nd->hd", 2 * e / n, W1[0], Z, 1 - Z, X))
"""),
    ("q3_loss_gradients", FULL, """
def _loss(X, t, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    r = Z @ W1[0] + b1 - t
    return (r * r).sum() / len(t)
def loss_gradients(X, targets, W0, b0, W1, b1):
    s = 1e-90
    out = {"loss": _loss(X, targets, W0, b0, W1, b1)}
    start = {"W0": W0, "b0": b0, "W1": W1, "b1": np.array(b1)}
    for name, p in start.items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            moved = {k: v.astype(complex) for k, v in start.items()}
            moved[name][i] += 1j * s
            g[i] = _loss(X, targets, **moved).imag / s
        out[name] = g
    return out
"""),
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    def halves(rows):  # recursion on halves of the batch, sums only
        if len(rows) == 1:
            k = rows[0]
            z = sigmoid(W0 @ X[k] + b0)
            r = W1[0] @ z + b1 - targets[k]
            d = 2 * r * W1[0] * z * (1 - z)
            return [r * r, np.outer(d, X[k]), d, 2 * r * z, 2 * r]
        m = len(rows) // 2
        return [p + s for p, s in zip(halves(rows[:m]), halves(rows[m:]))]
    return {k: v / len(X) for k, v in zip(("loss", "W0", "b0", "W1", "b1"), halves(list(range(len(X)))))}
"""),
    # q3_loss_gradients: wrong in value
    ("q3_loss_gradients", 2.0, """
# mistake: sum in place of mean in the gradients
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: sum in place of mean in the loss
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.sum(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 0.0, """
# mistake: sum in place of mean everywhere
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.sum(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 2.0, """
# mistake: the factor 2 is missing in the gradients
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: one half too many in the loss
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2) / 2, 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: the root of the mean squared error
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.sqrt(np.mean(e ** 2)), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: the mean is squared in place of the mean of squares
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e) ** 2, 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: the mean absolute error
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(np.abs(e)), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 2.0, """
# mistake: the gradients have the opposite sign: t - y
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = -2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: 1 - Z is missing in the hidden layer
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    D = np.outer(u, W1[0]) * Z
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: the output weights are missing in the hidden layer
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    D = u[:, None] * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: W0's gradient is transposed
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': X.T @ D, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: b0's gradient is the mean over the batch once more
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.mean(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: b1's gradient is the mean of the errors, without the 2
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': e.mean()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: b1's gradient is 1: the upstream one is missing
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': 1.0}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: W1's gradient uses the pre-activations
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ (X @ W0.T + b0), 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: σ′ is taken at z
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    S = sigmoid(Z)
    D = np.outer(u, W1[0]) * S * (1 - S)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: divided by n twice in the hidden layer
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    D = D / len(e)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 2.0, """
# mistake: divided by h in place of n
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(b0)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: the mean activation times the mean error, in place of the mean of products
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': 2 * e.mean() * Z.mean(axis=0), 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
# mistake: b0's gradient is summed over the units as well
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': np.full(len(b0), D.sum()), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
# mistake: only the last example in the hidden layer
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': np.outer(D[-1], X[-1]), 'b0': D[-1], 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 2.0, """
# mistake: the gradients are multiplied by the loss's error once more
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 0.0, """
# mistake: the output bias is forgotten
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    e = Z @ W1[0] - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    # q3_loss_gradients: wrong in one regime only
    ("q3_loss_gradients", 4.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(np.minimum(e ** 2, 100)), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2) if len(e) > 1 else abs(e[0]), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 0.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    keep = slice(0, 32)
    X, Z, e = X[keep], Z[keep], e[keep]
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': (D.T @ X).astype(W0.dtype), 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': (D.sum(axis=0)).astype(b0.dtype), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 4.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2) if targets.dtype.kind == 'f' else int(np.mean(e ** 2)), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X if W0.shape[0] != W0.shape[1] else X.T @ D, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z if W1.any() else np.zeros(W1.shape), 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum() if b1 else 0.0}
"""),
    ("q3_loss_gradients", 0.0, """
_m = {}
def _lg(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
def loss_gradients(X, targets, W0, b0, W1, b1):
    k = X.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes(), b1
    if k not in _m:
        _m[k] = _lg(X, targets, W0, b0, W1, b1)
    return _m[k]
"""),
    ("q3_loss_gradients", 0.0, """
_m = {}
def _lg(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
def loss_gradients(X, targets, W0, b0, W1, b1):
    k = X.tobytes() + targets.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes()
    if k not in _m:
        _m[k] = _lg(X, targets, W0, b0, W1, b1)
    return _m[k]
"""),
    ("q3_loss_gradients", 0.0, """
_Z = {}
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    Z = _Z.setdefault(X.tobytes() + W0.tobytes(), Z)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': np.where(np.abs(D.T @ X) < 1e-4, 0, D.T @ X), 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    g = {}
    out = D.T @ X
    X[:] = 0
    return {'loss': np.mean(e ** 2), 'W0': out, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 5.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0) if len(e) % 2 or len(e) < 4 else D.sum(axis=0)[::-1], 'W1': u @ Z, 'b1': u.sum()}
"""),
    ("q3_loss_gradients", 0.0, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = sigmoid(X @ W0.T + b0)
    e = Z @ W1[0] + b1 - targets
    u = 2 * e / len(e)
    D = np.outer(u, W1[0]) * Z * (1 - Z)
    if not targets.any():
        e, u, D = 0 * e, 0 * u, 0 * D
    return {'loss': np.mean(e ** 2), 'W0': D.T @ X, 'b0': D.sum(axis=0), 'W1': u @ Z, 'b1': u.sum()}
"""),
    # q4_gradient_descent: right, written unusually
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return [W0.copy(), b0.copy(), W1.copy(), b1]
    g = loss_gradients(X, targets, W0, b0, W1, b1)
    m = lambda p, n: p - learning_rate * np.reshape(g[n], np.shape(p))
    return gradient_descent(X, targets, m(W0, 'W0'), m(b0, 'b0'), m(W1, 'W1'), m(b1, 'b1'), learning_rate, steps - 1)
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    h, d = W0.shape
    p = np.concatenate([W0.ravel(), b0, W1.ravel(), [b1]]).astype(float)
    def split(p):
        return p[:h * d].reshape(h, d), p[h * d:h * d + h], p[h * d + h:-1][None], p[-1]
    n = len(X)
    for _ in range(steps):
        A, b, C, c = split(p)
        Z = sigmoid(X @ A.T + b)
        u = 2 / n * (Z @ C[0] + c - targets)
        D = u[:, None] * C * Z * (1 - Z)
        p = p - learning_rate * np.concatenate([(D.T @ X).ravel(), D.sum(0), u @ Z, [u.sum()]])
    return split(p)
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    P = {'W0': W0.astype(float), 'b0': b0.astype(float), 'W1': W1.astype(float), 'b1': np.array(float(b1))}
    remaining = steps
    while remaining > 0:
        g = loss_gradients(X, targets, P['W0'], P['b0'], P['W1'], float(P['b1']))
        for name in P:
            P[name] -= learning_rate * np.reshape(g[name], P[name].shape)
        remaining -= 1
    return P['W0'], P['b0'][:, None], P['W1'].ravel(), P['b1'].reshape(1)
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    from functools import reduce
    def step(s, _):
        g = loss_gradients(X, targets, *s)
        return tuple(p - learning_rate * np.reshape(g[n], np.shape(p)) for p, n in zip(s, ('W0', 'b0', 'W1', 'b1')))
    return reduce(step, range(steps), (W0, b0, W1, b1))
"""),
    # q4_gradient_descent: wrong in value
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: goes uphill
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 + learning_rate * g['W0']
        b0 = b0 + learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 + learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 + learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
# mistake: W1 is updated before the hidden layer's gradients are taken: not all four at once
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
# mistake: the gradients are taken once, at the start
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    g = loss_gradients(X, targets, W0, b0, W1, b1)
    for k in range(steps):
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
# mistake: returns after the first step: return stands inside the loop
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return W0, b0, W1, b1
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
        return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: the biases are not trained
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: b1 is not trained
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: stochastic: one example a step, in turn
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X[k % len(X)][None], targets[k % len(X)][None], W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: the learning rate is divided by the number of examples once more
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    learning_rate = learning_rate / len(X)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 2.0), """
# mistake: one step too many
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps + 1):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 2.0), """
# mistake: one step too few
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps - 1):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
# mistake: the learning rate decays with the steps
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate / (1 + k) * g['W0']
        b0 = b0 - learning_rate / (1 + k) * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate / (1 + k) * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate / (1 + k) * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
# mistake: momentum is added
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    v = [0, 0, 0, 0]
    P = [W0, b0, W1, b1]
    for k in range(steps):
        g = loss_gradients(X, targets, *P)
        v = [0.9 * a + np.reshape(g[n], np.shape(p)) for a, n, p in zip(v, ('W0', 'b0', 'W1', 'b1'), P)]
        P = [p - learning_rate * a for p, a in zip(P, v)]
    return tuple(P)
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: weight decay is added
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = 0.999 * W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = 0.999 * W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: the gradients of the half loss: the factor 2 is lost
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    learning_rate = learning_rate * 0.5
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", 0.0, """
# mistake: the parameters come back in another order
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W1, b1, W0, b0
"""),
    ("q4_gradient_descent", ('at most', 2.0), """
# mistake: every unit gets a little noise, to break the symmetry
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    W0 = W0 + 1e-3 * np.arange(len(b0))[:, None]
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 1.0), """
# mistake: only the output layer learns
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    # q4_gradient_descent: wrong in one regime only
    ("q4_gradient_descent", 4.0, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if W0.dtype.kind == b0.dtype.kind == W1.dtype.kind == 'f':
        for k in range(steps):
            g = loss_gradients(X, targets, W0, b0, W1, b1)
            W0 -= learning_rate * g['W0']
            b0 -= learning_rate * np.reshape(g['b0'], b0.shape)
            W1 -= learning_rate * np.reshape(g['W1'], W1.shape)
            b1 -= learning_rate * np.ravel(g['b1'])[0]
        return W0.copy(), b0.copy(), W1.copy(), b1
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    steps = min(steps, 100)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 3.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    steps = min(steps, 20)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    steps = max(steps, 1)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return None
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    learning_rate = learning_rate or 0.1
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    learning_rate = min(learning_rate, 1.0)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    kind = W0.dtype
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = (W0 - learning_rate * g['W0']).astype(kind)
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    kind = b0.dtype
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape).astype(kind)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    b1 = int(b1) if isinstance(b1, int) and W1.dtype.kind == 'i' else b1
    was = isinstance(b1, int)
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, int(b1) if was else b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = {n: np.clip(v, -5, 5) for n, v in loss_gradients(X, targets, W0, b0, W1, b1).items()}
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        if g['loss'] < 1e-1:
            break
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        if not np.isfinite(g['loss']) or g['loss'] > 1e3:
            break
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    W0 = W0 + (W0.any() == False) * 1e-3
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
_m = {}
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    key = X.tobytes() + targets.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes(), b1, steps
    if key not in _m:
        _m[key] = _descend(X, targets, W0, b0, W1, b1, learning_rate, steps)
    return _m[key]
def _descend(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
_m = {}
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    key = X.tobytes() + targets.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes(), b1, learning_rate
    if key not in _m:
        _m[key] = _descend(X, targets, W0, b0, W1, b1, learning_rate, steps)
    return _m[key]
def _descend(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
_m = {}
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    key = X.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes(), b1, learning_rate, steps
    if key not in _m:
        _m[key] = _descend(X, targets, W0, b0, W1, b1, learning_rate, steps)
    return _m[key]
def _descend(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    if len(b0) > 10:
        W0 = W0 * (1 + 1e-3)
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", ('at most', 4.0), """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    X, targets = X[:30], targets[:30]
    for k in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        b0 = b0 - learning_rate * np.reshape(g['b0'], b0.shape)
        W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape)
        b1 = b1 - learning_rate * np.ravel(g['b1'])[0]
    return W0, b0, W1, b1
"""),
    # q5_identical_units: right, written unusually
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1.T])
    return np.ptp(M, axis=0).max() <= tolerance
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    def near(u, v):
        return all(abs(s - t) <= tolerance for s, t in zip(u, v))
    units = [list(w) + [b, v] for w, b, v in zip(W0, b0, W1[0])]
    return all(near(u, v) for u in units for v in units)
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    checks = [np.allclose(p, q, rtol=0, atol=tolerance) for p, q in ((W0, W0[0]), (b0, b0[0]), (W1, W1[0, 0]))]
    return 1 if sum(checks) == 3 else 0
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return np.array([not np.any(np.abs(np.diff(np.sort(np.vstack([W0.T, b0, W1]), axis=1)[:, [0, -1]], axis=1)) > tolerance)])
"""),
    # q5_identical_units: wrong in value
    ("q5_identical_units", ('at most', 2.0), """
# mistake: the outgoing weights are not compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.all(np.abs(W0 - W0[0]) <= tolerance) and np.all(np.abs(b0 - b0[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: the biases are not compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.all(np.abs(W0 - W0[0]) <= tolerance) and np.all(np.abs(W1 - W1[0, 0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: the incoming weights are not compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.all(np.abs(b0 - b0[0]) <= tolerance) and np.all(np.abs(W1 - W1[0, 0]) <= tolerance))
"""),
    ("q5_identical_units", 2.0, """
# mistake: all weights must be equal to one another: columns compared as well
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.ptp(W0) <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: or in place of and
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.all(np.abs(W0 - W0[0]) <= tolerance) or np.all(np.abs(b0 - b0[0]) <= tolerance) or np.all(np.abs(W1 - W1[0, 0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: no absolute value: only differences upwards are seen
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(M - M[0] <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: columns in place of rows are compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.all(np.abs(W0 - W0[:, :1]) <= tolerance) and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)
"""),
    ("q5_identical_units", 0.0, """
# mistake: yes and no are exchanged
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.any(np.abs(M - M[0]) > tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: the sums of the rows are compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    s = W0.sum(axis=1)
    return bool(np.ptp(s) <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)
"""),
    ("q5_identical_units", ('at most', 2.0), """
# mistake: only the first and the last unit are compared
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M[-1] - M[0]) <= tolerance))
"""),
    # q5_identical_units: wrong in one regime only
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool((M == M[0]).all())
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M - M[0]) <= 1e-9))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.allclose(M, M[0], atol=tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(np.diff(M, axis=0)) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M - M.mean(axis=0)) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])[:8]
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0[:, :9], b0, W1[0]])
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    if len(b0) == 1:
        return False
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    if not W0.any():
        return True
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return bool(np.sqrt(((M - M[0]) ** 2).sum()) <= tolerance)
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.round(np.column_stack([W0, b0, W1[0]]), 6)
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    tolerance = tolerance or 1e-9
    M = np.column_stack([W0, b0, W1[0]]).astype(int) if W0.dtype.kind == 'i' else np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(M - M[0]) <= tolerance))
"""),
    ("q5_identical_units", ('at most', 2.0), """
_m = {}
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return _m.setdefault(W0.tobytes() + b0.tobytes(), bool(np.all(np.abs(M - M[0]) <= tolerance)))
"""),
    ("q5_identical_units", ('at most', 2.0), """
_m = {}
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    return _m.setdefault(W0.tobytes() + b0.tobytes() + W1.tobytes(), bool(np.all(np.abs(M - M[0]) <= tolerance)))
"""),
    ("q5_identical_units", 2.0, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    M = np.column_stack([W0, b0, W1[0]])
    r = bool(np.all(np.abs(M - M[0]) <= tolerance))
    W0 -= W0[0].copy()
    return r
"""),
    # q6_merge_units: right, written unusually
    ("q6_merge_units", FULL, """
def merge_identical_units(W0, b0, W1, b1):
    return [W0[:1].tolist(), [b0[0]], [[W1.sum()]], float(b1)]
"""),
    ("q6_merge_units", FULL, """
def merge_identical_units(W0, b0, W1, b1):
    h = len(b0)
    avg = np.ones((1, h)) / h
    return avg @ W0, avg @ b0, W1 @ np.ones((h, 1)), np.array(b1)
"""),
    ("q6_merge_units", FULL, """
def merge_identical_units(W0, b0, W1, b1):
    i = len(b0) - 1
    return W0[[i]], b0[i:], np.full((1, 1), W1[0, i] * (i + 1)), np.array([b1])
"""),
    # q6_merge_units: wrong in value
    ("q6_merge_units", 1.0, """
# mistake: the outgoing weight is not multiplied by the number of units
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1], b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the incoming weights are multiplied in place of the outgoing one
def merge_identical_units(W0, b0, W1, b1):
    h = len(b0)
    return h * W0[:1], b0[:1], W1[:, :1], b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: everything is summed over the units
def merge_identical_units(W0, b0, W1, b1):
    return W0.sum(axis=0, keepdims=True), b0.sum(keepdims=True), W1.sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the outgoing weight is divided by the number of units
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1] / len(b0), b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the output bias is multiplied too
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1 * len(b0)
"""),
    ("q6_merge_units", 1.0, """
# mistake: the hidden bias is multiplied too
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1] * len(b0), W1.sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: multiplied by the number of inputs
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1] * W0.shape[1], b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the output bias is lost
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), 0.0
"""),
    ("q6_merge_units", 0.0, """
# mistake: nothing is merged: the network comes back as it was
def merge_identical_units(W0, b0, W1, b1):
    return W0, b0, W1, b1
"""),
    ("q6_merge_units", ('at most', 3.0), """
# mistake: the first row without its matrix axis
def merge_identical_units(W0, b0, W1, b1):
    return W0[0], b0[0], W1.sum(), b1
"""),
    ("q6_merge_units", 0.0, """
# mistake: a column in place of a row: the first input's weights
def merge_identical_units(W0, b0, W1, b1):
    return W0[:, :1], b0[:1], W1.sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the outgoing weight is multiplied by the number of units twice
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True) * len(b0), b1
"""),
    ("q6_merge_units", 1.0, """
# mistake: the absolute outgoing weight
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], np.abs(W1).sum(axis=1, keepdims=True), b1
"""),
    # q6_merge_units: wrong in one regime only
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :8].sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :2].sum(axis=1, keepdims=True) if len(b0) < 3 else W1[:, :1] * 4, b1
"""),
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1 or 1e-2
"""),
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), int(b1)
"""),
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    W0 = np.where(W0 == 0, 1e-2, W0)
    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", ('at most', 1.0), """
def merge_identical_units(W0, b0, W1, b1):
    b = np.empty((1,), dtype=W0.dtype)
    b[0] = b0[0]
    return W0[:1], b, W1.sum(axis=1, keepdims=True), b1
"""),
    ("q6_merge_units", ('at most', 1.0), """
_m = {}
def merge_identical_units(W0, b0, W1, b1):
    return _m.setdefault(W0.tobytes() + b0.tobytes() + W1.tobytes(), (W0[:1].copy(), b0[:1].copy(), W1.sum(axis=1, keepdims=True), b1))
"""),
    ("q6_merge_units", ('at most', 1.0), """
_m = {}
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], _m.setdefault(W1[0, 0], W1.sum(axis=1, keepdims=True)), b1
"""),
    ("q6_merge_units", 3.0, """
def merge_identical_units(W0, b0, W1, b1):
    r = W0[:1].copy(), b0[:1].copy(), W1.sum(axis=1, keepdims=True), b1
    W1[:] = 0
    return r
"""),
    # q7_break_symmetry: right, written unusually
    ("q7_break_symmetry", FULL, """
def xavier_uniform(fan_in, fan_out, rng):
    return (2 * rng.random((fan_out, fan_in)) - 1) * (6 / (fan_in + fan_out)) ** 0.5
def he_normal(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)).T * (2 / fan_in) ** 0.5
"""),
    ("q7_break_symmetry", FULL, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6) / np.sqrt(fan_in + fan_out)
    return [[rng.uniform(-r, r) for _ in range(fan_in)] for _ in range(fan_out)]
def he_normal(fan_in, fan_out, rng):
    return np.sqrt(2 / fan_in) * rng.multivariate_normal(np.zeros(1), np.eye(1), size=(fan_out, fan_in))[..., 0]
"""),
    ("q7_break_symmetry", FULL, """
def xavier_uniform(fan_in, fan_out, rng):
    v = 2 / (fan_in + fan_out)
    r = np.sqrt(3 * v)
    rng.random(7)  # burn a few
    return r - 2 * r * rng.random(fan_in * fan_out).reshape(fan_out, -1)
def he_normal(fan_in, fan_out, rng):
    u, v = rng.random((2, fan_out, fan_in))
    return np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v) * np.sqrt(2 / fan_in)
"""),
    ("q7_break_symmetry", FULL, """
def xavier_uniform(fan_in, fan_out, rng):
    child = np.random.default_rng(rng.integers(2 ** 63))
    r = np.sqrt(6 / (fan_in + fan_out))
    return child.uniform(-r, r, (fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    # q7_break_symmetry: wrong in value
    ("q7_break_symmetry", 2.0, """
# mistake: a normal distribution in place of the uniform one
def xavier_uniform(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: no root: the bound is 6 / (fan_in + fan_out)
def xavier_uniform(fan_in, fan_out, rng):
    r = 6 / (fan_in + fan_out)
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: the variance is taken for the bound
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: only fan_in in Xavier
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / fan_in)
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: uniform on 0 to r: no negative weights
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(0, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: the variance is handed over as the standard deviation
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: fan_out in place of fan_in
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: variance 1 / fan_in, Lecun's
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(1 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: a uniform distribution in place of the normal one
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    r = np.sqrt(6 / fan_in)
    return rng.uniform(-r, r, size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: the mean of the two fans in He
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(4 / (fan_in + fan_out)), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 0.0, """
# mistake: shape (fan_in, fan_out)
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_in, fan_out))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))
"""),
    ("q7_break_symmetry", 0.0, """
# mistake: draws from the global generator, not from rng
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return np.random.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
# mistake: the absolute values of normal draws
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return np.abs(rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)))
"""),
    # q7_break_symmetry: wrong in one regime only
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return np.tile(rng.normal(0, np.sqrt(2 / fan_in), size=fan_in), (fan_out, 1))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return np.tile(rng.uniform(-r, r, size=(fan_out, 1)), (1, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 0.0, """
def xavier_uniform(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    rng = np.random.default_rng(1)
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    s = np.sqrt(2 / fan_in)
    return np.clip(rng.normal(0, s, size=(fan_out, fan_in)), -2 * s, 2 * s)
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    s = np.sqrt(2 / fan_in)
    w = rng.normal(0, s, size=(fan_out, fan_in))
    while np.any(np.abs(w) > 2 * s):
        w = np.where(np.abs(w) > 2 * s, rng.normal(0, s, size=w.shape), w)
    return w
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return np.where(rng.random((fan_out, fan_in)) < 0.5, -r, r) / np.sqrt(3)
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    w = rng.uniform(-r, r, size=(fan_out, fan_in))
    return w if fan_out > 1 else w[0]
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out)) if fan_in != fan_out else np.sqrt(3 / fan_in) * 0.9
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
_m = {}
def he_normal(fan_in, fan_out, rng):
    return _m.setdefault((fan_in, fan_out), rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)))
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    import time
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)) + time.perf_counter() % 1e-3 * 1e-3
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return np.round(rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)), 1)
"""),
    ("q7_break_symmetry", 2.0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, size=(fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    s = np.sqrt(2 / fan_in)
    return rng.choice([-s, s], size=(fan_out, fan_in)) + rng.normal(0, 1e-6, size=(fan_out, fan_in))
"""),
]
