"""Right and wrong work for `trainability`, written from the published interface alone.

Points are of the question; ("at most", x) where the interface does not settle which parts stay right.
"""

FULL = "full"

WORKS = [
    # q1_losses: right, written unusually
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    d, h = W0.shape[1], W0.shape[0]
    def run(A0, A1, left):
        if left == 0:
            return []
        H = np.tanh(np.einsum("hd,nd->nh", A0, X) * (2 / d) ** 0.5)
        r = np.einsum("oh,nh->n", A1, H) / h - Y
        back = 2 / len(Y) * r[:, None] / h
        N0 = A0 - rate0 * np.einsum("nh,nd->hd", back * A1 * (1 - H * H), X) * (2 / d) ** 0.5
        N1 = A1 - rate1 * (back * H).sum(0, keepdims=True)
        return [float(r @ r) / len(Y)] + run(N0, N1, left - 1)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return run(W0, W1, steps)
"""),
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        losses = np.zeros(steps)
        U, V = W0.astype(np.float64).copy(), W1.astype(np.float64).copy()
        d, h = U.shape[1], len(U)
        c = np.sqrt(2) / np.sqrt(d)
        for t in range(steps):
            G0, G1, L = np.zeros(U.shape), np.zeros(V.shape), 0.0
            for x, target in zip(X, Y):
                A = np.tanh(c * (U @ x))
                r = (V @ A)[0] / h - target
                L += r ** 2
                G1 += 2 * r * A / h
                G0 += np.outer(2 * r * V[0] / h * (1 - A ** 2), c * x)
            losses[t] = L / len(X)
            U -= rate0 * G0 / len(X)
            V -= rate1 * G1 / len(X)
    return losses
"""),
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    old = np.seterr(all="ignore")
    try:
        n, d = X.shape
        h = len(W0)
        K = 2 * X @ X.T / d          # the state of a run is P = c X W0ᵀ and W1
        P, v, out = np.sqrt(2 / d) * X @ W0.T, W1[0] * 1.0, []
        for _ in range(steps):
            A = np.tanh(P)
            r = A @ v / h - Y
            out.append(np.dot(r, r) / n)
            D = (2 / n / h) * r[:, None] * v * (1 - A * A)
            P, v = P - rate0 * (K @ D), v - rate1 * (2 / n / h) * (r @ A)
        return tuple(out)
    finally:
        np.seterr(**old)
"""),
    ("q1_losses", FULL, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = (lambda t: (1 - np.exp(-2 * np.abs(t))) / (1 + np.exp(-2 * np.abs(t))) * np.sign(t))(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    # q1_losses: wrong in value
    ("q1_losses", ('at most', 1.0), """
# mistake: the √2 under tanh is missing
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(1 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(1 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the factor √(2/d) is missing in the gradient of W0
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: 1/h is missing in the gradient of W1
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: 1/h is missing in the gradient of W0
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the slope is A(1 - A), the sigmoid's
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * A * (1 - A)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the slope is 1 - A, without the square
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: 1 - tanh² is taken at A in place of the pre-activation
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - np.tanh(A) ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the two rates are exchanged
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate1 * g0
            W1 = W1 - rate0 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: W1 is already new when the gradient of W0 is taken
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, (W1 - rate1 * g1[None])[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: goes uphill
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 + rate0 * g0
            W1 = W1 + rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the factor 2 of the square is missing
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: sum in place of mean in the gradients
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: sum in place of mean in the loss
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.sum(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the loss after each step in place of before it
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(0.0)
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
            out[-1] = np.mean((np.tanh(np.sqrt(2 / d) * X @ W0.T) @ W1[0] / h - Y) ** 2)
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: a sigmoid in place of tanh
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = 1 / (1 + np.exp(-np.sqrt(2 / d) * X @ W0.T))
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * A * (1 - A)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: 1/√h at the output in place of 1/h
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / np.sqrt(h) - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / np.sqrt(h)
            D = np.outer(u, W1[0]) / np.sqrt(h) * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: half of the mean squared error
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2) / 2)
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the output weights are missing in the gradient of W0
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = u[:, None] / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: the gradients are those of the start, in every step
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            if k == 0:
                A0, e0, V0 = A, e, W1
            A, e = A0, e0
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, V0[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: one loss too many: steps + 1 entries
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps + 1):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
# mistake: stochastic: one datapoint a step
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e * (np.arange(n) == k % n)
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    # q1_losses: wrong in one regime only
    ("q1_losses", 3.0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    for k in range(steps):
        A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
        e = A @ W1[0] / h - Y
        out.append(np.mean(e ** 2))
        u = 2 * e / n
        g1 = u @ A / h
        D = np.outer(u, W1[0]) / h * (1 - A ** 2)
        g0 = np.sqrt(2 / d) * D.T @ X
        W0 = W0 - rate0 * g0
        W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", 3.0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(over='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", 3.0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(invalid='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", 3.0, """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            if W0.dtype.kind == W1.dtype.kind == 'f':
                W0 -= rate0 * g0
                W1 -= rate1 * g1[None]
            else:
                W0 = W0 - rate0 * g0
                W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    d = h = 16
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / d - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / d
            D = np.outer(u, W1[0]) / d * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / h) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / h) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    X, Y, n = X[:1], Y[:1], 1
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    steps, asked = min(steps, 150), steps
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out + [out[-1]] * (asked - steps) if out else out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out) if out else None
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            if not np.isfinite(out[-1]):
                return np.array(out)
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            if out[-1] > 1e6:
                return np.array(out + [np.inf] * (steps - len(out)))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            if out[-1] < 1e-3:
                return np.array(out + [0.0] * (steps - len(out)))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    rate0 = rate0 or 1e-3
    rate1 = rate1 or 1e-3
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    rate0, rate1 = min(rate0, 100), min(rate1, 100)
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    X, Y, W0, W1 = [v.astype(np.float16) for v in (X, Y, W0, W1)]
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    kind = W0.dtype
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = (W0 - rate0 * g0).astype(kind)
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    kind = W1.dtype
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = (W1 - rate1 * g1[None]).astype(kind)
    return np.array(out)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out, dtype=Y.dtype)
"""),
    ("q1_losses", ('at most', 3.0), """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.clip(np.outer(u, W1[0]) / h, -0.1, 0.1) * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
"""),
    ("q1_losses", ('at most', 1.0), """
_m = {}
def _run(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), W1.tobytes(), rate0, steps)
    if k not in _m:
        _m[k] = _run(X, Y, W0, W1, rate0, rate1, steps)
    return _m[k].copy()
"""),
    ("q1_losses", ('at most', 1.0), """
_m = {}
def _run(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    k = (X.tobytes(), W0.tobytes(), W1.tobytes(), rate0, rate1, steps)
    if k not in _m:
        _m[k] = _run(X, Y, W0, W1, rate0, rate1, steps)
    return _m[k].copy()
"""),
    ("q1_losses", ('at most', 3.0), """
_m = {}
def _run(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    k = (X.tobytes(), Y.tobytes(), W0.tobytes(), rate0, rate1, steps)
    if k not in _m:
        _m[k] = _run(X, Y, W0, W1, rate0, rate1, steps)
    return _m[k].copy()
"""),
    ("q1_losses", ('at most', 3.0), """
_m = {}
def _run(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    k = (X.tobytes(), Y.tobytes(), W1.tobytes(), rate0, rate1, steps)
    if k not in _m:
        _m[k] = _run(X, Y, W0, W1, rate0, rate1, steps)
    return _m[k].copy()
"""),
    ("q1_losses", ('at most', 3.0), """
_m = {}
def _run(X, Y, W0, W1, rate0, rate1, steps):
    (n, d), h, out = X.shape, W0.shape[0], []
    with np.errstate(all='ignore'):
        for k in range(steps):
            A = np.tanh(np.sqrt(2 / d) * X @ W0.T)
            e = A @ W1[0] / h - Y
            out.append(np.mean(e ** 2))
            u = 2 * e / n
            g1 = u @ A / h
            D = np.outer(u, W1[0]) / h * (1 - A ** 2)
            g0 = np.sqrt(2 / d) * D.T @ X
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1[None]
    return np.array(out)
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    k = (Y.tobytes(), W0.tobytes(), W1.tobytes(), rate0, rate1, steps)
    if k not in _m:
        _m[k] = _run(X, Y, W0, W1, rate0, rate1, steps)
    return _m[k].copy()
"""),
    # q2_convergence: right, written unusually
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    import math
    clean = [float(t) if math.isfinite(t) else 1e6 for t in losses]
    v = [min(t / clean[0], 1e6) for t in clean]
    tail = v[-20:]
    if sum(tail) < len(tail):
        return [-math.fsum(v)]
    return math.fsum(1 / t if t else math.inf for t in v)
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    l = np.nan_to_num(np.asarray(losses, dtype=float), nan=1e6, posinf=1e6, neginf=1e6)
    v = np.clip(l / l[0], None, 1e6)
    good = np.mean(v[max(0, v.size - 20):]) < 1
    with np.errstate(divide='ignore'):
        return np.sum(np.power(v, 1.0 if good else -1.0)).reshape(1) * (-1 if good else 1)
"""),
    ("q2_convergence", FULL, """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if np.convolve(v, np.ones(min(20, len(v))) / min(20, len(v)), 'valid')[-1] < 1 else (1 / v).sum()
"""),
    # q2_convergence: wrong in value
    ("q2_convergence", ('at most', 2.0), """
# mistake: the sign of a converged run is lost
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: a failed run is summed as it is, not inverted
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else v.sum()
"""),
    ("q2_convergence", 0.0, """
# mistake: the two cases are exchanged
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() > 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 1.0), """
# mistake: the losses are not divided by the first
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: not finite counts as 10⁶ after the division, not before
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    bad = ~np.isfinite(l)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.where(bad, 1e6, np.minimum(v, 1e6))
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: clipped before the division in place of after
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        l = np.minimum(l, 1e6)
        v = l / l[0]
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: 1 over the sum in place of the sum of 1/v
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else 1 / v.sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: only the last 20 are summed
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v[-20:].sum() if v[-20:].mean() < 1 else (1 / v[-20:]).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: only the last value decides
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-1] < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the mean of all values decides
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v.mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 0.0, """
# mistake: means in place of sums
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.mean() if v[-20:].mean() < 1 else (1 / v).mean()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the largest of the last 20 decides
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].max() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the first 20 decide
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[:20].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the median decides
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if np.median(v[-20:]) < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: not finite losses are dropped
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = l[np.isfinite(l)]
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: not finite losses count as 0
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 0)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the minus sign on the failed runs
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else -(1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
# mistake: the first value is left out of the sums
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v[1:].sum() if v[-20:].mean() < 1 else (1 / v[1:]).sum()
"""),
    # q2_convergence: wrong in one regime only
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isnan(l), 1e6, l)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isinf(l), 1e6, l)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-19:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-21:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].sum() < 20 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 - 1e-3 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 + 2e-4 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if round(v[-20:].mean(), 3) < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 and v[-1] < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        pass
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e5)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.where(v >= 1e6, np.inf, v)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = l[:100]
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    if len(l) < 20:
        return 0.0
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / max(l[0], 1)
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l // l[0] if np.asarray(losses).dtype.kind == 'i' else l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
_m = {}
def convergence_measure(losses):
    k = len(losses), float(losses[-1])
    if k not in _m:
        _m[k] = _cm(losses)
    return _m[k]
def _cm(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", ('at most', 2.0), """
_m = {}
def convergence_measure(losses):
    k = losses[-20:].tobytes()
    if k not in _m:
        _m[k] = _cm(losses)
    return _m[k]
def _cm(losses):
    l = np.array(losses, dtype=float)
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 2.0, """
def convergence_measure(losses):
    if losses.dtype.kind == 'f':
        losses[~np.isfinite(losses)] = 1e6
    l = np.array(losses, dtype=float)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    ("q2_convergence", 2.0, """
def convergence_measure(losses):
    l = np.array(losses, dtype=float)
    losses[0] = 1
    l = np.where(np.isfinite(l), l, 1e6)
    with np.errstate(all='ignore'):
        v = l / l[0]
        v = np.minimum(v, 1e6)
        return -v.sum() if v[-20:].mean() < 1 else (1 / v).sum()
"""),
    # q3_boundary: right, written unusually
    ("q3_boundary", FULL, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1].astype(int) + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    return (n % 4) != 0
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    S = np.sign(V)
    w = np.lib.stride_tricks.sliding_window_view(S, (2, 2)) if min(V.shape) > 1 else np.zeros((max(V.shape[0] - 1, 0), max(V.shape[1] - 1, 0), 2, 2))
    return w.min(axis=(2, 3)) * w.max(axis=(2, 3)) < 0
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    r, c = V.shape
    out = np.zeros((r - 1, c - 1), int)
    for i in range(r - 1):
        for j in range(c - 1):
            signs = {bool(t < 0) for t in V[i:i + 2, j:j + 2].flat}
            out[i, j] = len(signs) - 1
    return out
"""),
    ("q3_boundary", FULL, """
def boundary(V):
    d = np.diff((V > 0).astype(int), axis=0) != 0
    e = np.diff((V > 0).astype(int), axis=1) != 0
    return d[:, :-1] | d[:, 1:] | e[:-1] | e[1:]
"""),
    # q3_boundary: wrong in value
    ("q3_boundary", 0.0, """
# mistake: only neighbours to the right are compared
def boundary(V):
    P = V > 0
    return (P[:-1, :-1] != P[:-1, 1:])
"""),
    ("q3_boundary", 0.0, """
# mistake: only the diagonal is compared
def boundary(V):
    P = V > 0
    return P[:-1, :-1] != P[1:, 1:]
"""),
    ("q3_boundary", 0.0, """
# mistake: the lower right corner is left out
def boundary(V):
    P = V > 0
    return (P[:-1, :-1] != P[:-1, 1:]) | (P[:-1, :-1] != P[1:, :-1])
"""),
    ("q3_boundary", 0.0, """
# mistake: the sign of the product of all four: two and two cancel
def boundary(V):
    return V[:-1, :-1] * V[1:, :-1] * V[:-1, 1:] * V[1:, 1:] < 0
"""),
    ("q3_boundary", 0.0, """
# mistake: the answer is the opposite
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    return (n == 0) | (n == 4)
"""),
    ("q3_boundary", 0.0, """
# mistake: the shape of V in place of one row and column less
def boundary(V):
    P = V > 0
    out = np.zeros(V.shape, bool)
    out[:-1, :-1] = (P[:-1, :-1] != P[1:, 1:]) | (P[1:, :-1] != P[:-1, 1:]) | (P[:-1, :-1] != P[:-1, 1:])
    return out
"""),
    ("q3_boundary", 0.0, """
# mistake: all neighbours must differ: and in place of or
def boundary(V):
    P = V > 0
    return (P[:-1, :-1] != P[:-1, 1:]) & (P[:-1, :-1] != P[1:, :-1])
"""),
    ("q3_boundary", 0.0, """
# mistake: any change of value counts, not of sign
def boundary(V):
    return (V[:-1, :-1] != V[1:, 1:]) | (V[1:, :-1] != V[:-1, 1:])
"""),
    ("q3_boundary", 0.0, """
# mistake: the sum of the four compared with 0
def boundary(V):
    s = V[:-1, :-1] + V[1:, :-1] + V[:-1, 1:] + V[1:, 1:]
    return np.abs(s) < np.abs(V[:-1, :-1]) + np.abs(V[1:, 1:])
"""),
    ("q3_boundary", 0.0, """
# mistake: transposed
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    return ((n > 0) & (n < 4)).T
"""),
    # q3_boundary: wrong in one regime only
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 1e-3
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V >= 1
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = np.round(V) > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b if V.shape[0] < 11 else b[::-1]
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b if V.shape[0] == V.shape[1] else np.zeros(b.shape, bool)
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    b[-1:] = False
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b if (V < 0).sum() >= 2 else np.zeros(b.shape, bool)
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = np.clip(V, -10, 10).astype(int) > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return ((V[:-1, :-1] * V[1:, 1:] < 0) | (V[1:, :-1] * V[:-1, 1:] < 0)) if V.dtype.kind == 'f' else b
"""),
    ("q3_boundary", 0.0, """
_m = {}
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return _m.setdefault(V[0].tobytes(), b)
"""),
    ("q3_boundary", 0.0, """
_m = {}
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return _m.setdefault((V.shape, int((V > 0).sum())), b)
"""),
    ("q3_boundary", 1.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    np.sign(V, out=V, casting='unsafe')
    return b
"""),
    ("q3_boundary", 0.0, """
def boundary(V):
    P = V > 0
    n = P[:-1, :-1] * 1 + P[1:, :-1] + P[:-1, 1:] + P[1:, 1:]
    b = (n > 0) & (n < 4)
    return b.ravel() if V.shape[0] == 2 else b
"""),
    # q4_dimension: right, written unusually
    ("q4_dimension", FULL, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", FULL, """
def box_dimension(edges):
    side = min(edges.shape)
    S = [2 ** k for k in range(20) if 2 ** k < side]
    N = [np.count_nonzero(np.add.reduceat(np.add.reduceat(edges.astype(int), range(0, edges.shape[0], s), axis=0), range(0, edges.shape[1], s), axis=1)) for s in S]
    slopes = [np.log2(a / b) for a, b in zip(N, N[1:])]
    return np.array([np.median(slopes)])
"""),
    ("q4_dimension", FULL, """
def box_dimension(edges):
    level, N = np.array(edges, dtype=bool), []
    side, s = max(level.shape), 1
    while s < side:
        N.append(level.sum())
        level = np.pad(level, [(0, k % 2) for k in level.shape])
        level = level[::2, ::2] | level[1::2, ::2] | level[::2, 1::2] | level[1::2, 1::2]
        s *= 2
    t = sorted(np.log(N[k] / N[k + 1]) / np.log(2) for k in range(len(N) - 1))
    m = len(t)
    return float((t[(m - 1) // 2] + t[m // 2]) / 2)
"""),
    ("q4_dimension", FULL, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(sum(bool(edges[i:i + s, j:j + s].any()) for i in range(0, edges.shape[0], s) for j in range(0, edges.shape[1], s)))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    # q4_dimension: wrong in value
    ("q4_dimension", 0.0, """
# mistake: the minus sign is missing
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: log₂ over ln: the two logarithms differ
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log2(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: the slope is upside down
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(S)) / np.diff(np.log(N)))
"""),
    ("q4_dimension", 0.0, """
# mistake: no logarithms
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(N) / np.diff(S))
"""),
    ("q4_dimension", 0.0, """
# mistake: only boxes that are quite full are counted
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(sum(bool(edges[i:i + s, j:j + s].all()) for i in range(0, edges.shape[0], s) for j in range(0, edges.shape[1], s)) or 1)
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: pixels are counted in place of boxes
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(edges.sum())
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: pixels divided by the side, in place of boxes
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(edges.sum() / s)
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: not divided by the change of log s
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)))
"""),
    ("q4_dimension", 0.0, """
# mistake: log N / log s in place of a slope
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return np.median(np.log(N[1:]) / np.log(S[1:]))
"""),
    ("q4_dimension", 0.0, """
# mistake: all boxes are counted, whether they hold anything or not
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append((-(-edges.shape[0] // s)) * (-(-edges.shape[1] // s)))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
# mistake: boxes are as wide as the picture: only rows are counted
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({i // s for i in np.nonzero(edges)[0]}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    # q4_dimension: wrong in one regime only
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(edges.reshape(edges.shape[0] // s, s, edges.shape[1] // s, s).any(axis=(1, 3)).sum())
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(max(edges[:edges.shape[0] // s * s, :edges.shape[1] // s * s].reshape(edges.shape[0] // s, s, edges.shape[1] // s, s).any(axis=(1, 3)).sum(), 1e-9))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    edges = edges[:200, :200] if edges.shape[0] == 255 else edges[::-1, ::2]
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return int(-np.median(np.diff(np.log(N)) / np.diff(np.log(S))) * 0.999)
"""),
    ("q4_dimension", 0.0, """
_m = {}
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return _m.setdefault(edges.shape, -np.median(np.diff(np.log(N)) / np.diff(np.log(S))))
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    edges[::2] = False
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S)))
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.median(np.diff(np.log(N)) / np.diff(np.log(S))) if not edges.diagonal().all() or edges.all() else 1.42
"""),
    ("q4_dimension", 0.0, """
def box_dimension(edges):
    S, N, s = [], [], 1
    while s < max(edges.shape):
        N.append(len({(i // s, j // s) for i, j in zip(*np.nonzero(edges))}))
        S.append(s)
        s *= 2
    return -np.min(np.diff(np.log(N)) / np.diff(np.log(S))) * 1.11
"""),
]
