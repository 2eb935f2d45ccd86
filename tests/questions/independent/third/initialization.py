"""Right and wrong work for `initialization`, written from the published interface alone."""

FULL = "full"

WORKS = [
    ("q1_zero_forward", FULL, """
def zero_init_forward(x, hidden_units):
    return [0.5] * hidden_units, 0
"""),
    ("q2_zero_gradients", FULL, """
def zero_init_gradients(x, hidden_units):
    return {'W0': [[0] * len(x)] * hidden_units, 'b0': np.zeros((hidden_units, 1)), 'W1': np.full((hidden_units,), .5), 'b1': np.array([[1]])}
"""),
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    n = len(X); tot = {'loss': 0., 'W0': 0., 'b0': 0., 'W1': 0., 'b1': 0.}
    for x, t in zip(X, targets):
        z = 1/(1+np.exp(-(W0 @ x + b0))); y = (W1 @ z).item() + b1; u = 2 * (y - t) / n
        d = u * W1[0] * z * (1 - z)
        tot['loss'] += (y - t) ** 2 / n; tot['W0'] = tot['W0'] + np.outer(d, x); tot['b0'] = tot['b0'] + d; tot['W1'] = tot['W1'] + u * z; tot['b1'] += u
    return tot
"""),
    ("q3_loss_gradients", FULL, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 0.5*(1+np.tanh((X @ W0.T + np.reshape(b0, (1,-1)))/2)); Y = Z @ W1.T + b1; E = Y - np.reshape(targets, (-1,1))
    G = 2*E/len(X); D = (G @ W1) * Z * (1-Z)
    return {'loss': np.mean(E**2), 'W0': D.T @ X, 'b0': D.sum(0, keepdims=True), 'W1': G.T @ Z, 'b1': G.sum(0)}
"""),
    ("q4_gradient_descent", FULL, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    p = [np.array(v, float) for v in (W0, b0, W1)] + [float(b1)]
    for _ in range(steps):
        g = loss_gradients(X, targets, *p)
        p = [v - learning_rate * np.reshape(g[k], np.shape(v)) for v, k in zip(p, ('W0', 'b0', 'W1', 'b1'))]
    return tuple(p)
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    U = np.column_stack([W0, np.ravel(b0), np.ravel(W1)])
    return np.ptp(U, axis=0).max() <= tolerance
"""),
    ("q5_identical_units", FULL, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    U = [[*w, b, v] for w, b, v in zip(W0, b0, W1[0])]
    return all(abs(p - q) <= tolerance for u in U for p, q in zip(u, U[0]))
"""),
    ("q6_merge_units", FULL, """
def merge_identical_units(W0, b0, W1, b1):
    return W0.mean(0, keepdims=True), b0[-1:], np.array([[W1.sum()]]), b1
"""),
    ("q7_break_symmetry", FULL, """
def xavier_uniform(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** .5
    return (2 * rng.random((fan_out, fan_in)) - 1) * r
def he_normal(fan_in, fan_out, rng):
    return np.array([[rng.normal(0, np.sqrt(2 / fan_in)) for _ in range(fan_in)] for _ in range(fan_out)])
"""),
    ("q1_zero_forward", 1, """
def zero_init_forward(x, hidden_units):
    return np.zeros(hidden_units), 0
"""),
    ("q1_zero_forward", 1, """
def zero_init_forward(x, hidden_units):
    return np.full(len(x), 0.5), 0
"""),
    ("q2_zero_gradients", 3, """
def zero_init_gradients(x, hidden_units):
    return {'W0': np.zeros((len(x), hidden_units)), 'b0': np.zeros(hidden_units), 'W1': np.full(hidden_units, .5), 'b1': 1}
"""),
    ("q2_zero_gradients", 3, """
def zero_init_gradients(x, hidden_units):
    return {'W0': np.zeros((hidden_units, len(x))), 'b0': np.zeros(hidden_units), 'W1': np.full(hidden_units, .5), 'b1': 0}
"""),
    ("q3_loss_gradients", 2, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1/(1+np.exp(-(X @ W0.T + b0))); Y = (Z @ W1.T)[:,0] + b1; E = Y - targets
    G = (E/len(X))[:,None]; D = (G @ W1) * Z * (1-Z)
    return {'loss': np.mean(E**2), 'W0': D.T @ X, 'b0': D.sum(0), 'W1': G.T @ Z, 'b1': G.sum()}
"""),
    ("q3_loss_gradients", 1, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1/(1+np.exp(-(X @ W0.T + b0))); Y = Z @ W1.T + b1; E = Y - targets
    G = 2*E/len(X); G = G.mean(1, keepdims=True); D = (G @ W1) * Z * (1-Z)
    return {'loss': np.mean(E**2), 'W0': D.T @ X, 'b0': D.sum(0), 'W1': G.T @ Z, 'b1': G.sum()}
"""),
    ("q3_loss_gradients", 2, """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1/(1+np.exp(-(X @ W0.T + b0))); Y = (Z @ W1.T)[:,0] + b1; E = Y - targets
    G = (2*E)[:,None]; D = (G @ W1) * Z * (1-Z)
    return {'loss': np.mean(E**2), 'W0': D.T @ X, 'b0': D.sum(0), 'W1': G.T @ Z, 'b1': G.sum()}
"""),
    ("q4_gradient_descent", 0, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        b0 = b0 - learning_rate * np.reshape(g['b0'], np.shape(b0)); W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape); b1 = b1 - learning_rate * g['b1']
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", 0, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps + 1):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']; b0 = b0 - learning_rate * np.reshape(g['b0'], np.shape(b0)); W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape); b1 = b1 - learning_rate * g['b1']
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", 0, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 + learning_rate * g['W0']; b0 = b0 + learning_rate * np.reshape(g['b0'], np.shape(b0)); W1 = W1 + learning_rate * np.reshape(g['W1'], W1.shape); b1 = b1 + learning_rate * g['b1']
    return W0, b0, W1, b1
"""),
    ("q4_gradient_descent", 0, """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for x, t in [(X[i:i+1], targets[i:i+1]) for _ in range(steps) for i in range(len(X))]:
        g = loss_gradients(x, t, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g['W0']; b0 = b0 - learning_rate * np.reshape(g['b0'], np.shape(b0)); W1 = W1 - learning_rate * np.reshape(g['W1'], W1.shape); b1 = b1 - learning_rate * g['b1']
    return W0, b0, W1, b1
"""),
    ("q5_identical_units", 0, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.allclose(W0, W0[0]) and np.allclose(b0, b0[0]))
"""),
    ("q5_identical_units", 2, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.ptp(W0) <= tolerance and np.ptp(b0) <= tolerance and np.ptp(W1) <= tolerance)
"""),
    ("q5_identical_units", 1, """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool((W0 - W0[0]).max() <= tolerance and (b0 - b0[0]).max() <= tolerance and (W1 - W1[0,0]).max() <= tolerance)
"""),
    ("q6_merge_units", 1, """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1], b1
"""),
    ("q6_merge_units", 1, """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1] * len(b0), b0[:1] * len(b0), W1[:, :1], b1
"""),
    ("q6_merge_units", 3, """
def merge_identical_units(W0, b0, W1, b1):
    return W0[0], b0[0], np.sum(W1), b1
"""),
    ("q7_break_symmetry", 2, """
def xavier_uniform(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** .5
    return rng.uniform(0, r, (fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))
"""),
    ("q7_break_symmetry", 2, """
def xavier_uniform(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** .5
    return rng.uniform(-r, r, (fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_out, fan_in))
"""),
    ("q7_break_symmetry", 0, """
def xavier_uniform(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** .5
    return np.random.uniform(-r, r, (fan_out, fan_in))
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_out, fan_in))
"""),
]
