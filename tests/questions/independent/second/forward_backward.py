"""Further right and wrong work for `forward_backward`, written from the published interface alone."""

FULL = "full"

BACKWARD = """
def backward(x, W0, b0, W1, b1, upstream):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    delta = upstream * W1[0] * z * (1 - z)
    return {{"W0": {W0}, "b0": {b0}, "W1": {W1}, "b1": {b1}}}
"""


def backward(**changed):
    return BACKWARD.format(**({"W0": "np.outer(delta, x)", "b0": "delta", "W1": "upstream * z", "b1": "upstream"} | changed))


WORKS = [
    # q2, q3: elementwise
    ("q2_sigmoid", FULL, """
import math
def _one(a):
    return 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))
sigmoid = np.vectorize(_one, otypes=[float])
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    if isinstance(a, np.ndarray) and a.ndim > 0:
        return np.array([sigmoid(v) for v in a]).reshape(a.shape)
    return float(np.exp(-np.logaddexp(0.0, -float(a))))
"""),
    ("q2_sigmoid", FULL, """
class Sigmoid:
    def __call__(self, a):
        return 0.5 + 0.5 * np.tanh(np.multiply(a, 0.5))
sigmoid = Sigmoid()
"""),
    ("q2_sigmoid", 1, """
def sigmoid(a):
    a = np.array(a, dtype=float)
    return 1 / (1 + np.exp(-np.clip(a, -30, 30))) if a.size == 1 else 1 / (1 + np.exp(-np.clip(a, -700, 700)))[::1].reshape(-1)
"""),
    ("q2_sigmoid", None, """
def sigmoid(a):
    return np.where(np.abs(a) < 30, 1 / (1 + np.exp(-np.clip(a, -30, 30))), (np.sign(a) + 1) / 2)
"""),
    ("q2_sigmoid", None, """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.clip(np.abs(a), 0, 700)))
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    return 0.25 / np.cosh(np.clip(np.asarray(a) / 2, -350, 350)) ** 2
"""),
    ("q3_sigmoid_derivative", None, """
def sigmoid_derivative(a, h=1e-6):
    return (sigmoid(np.add(a, h)) - sigmoid(np.subtract(a, h))) / (2 * h)
"""),
    # q4: forward
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    z = [sigmoid(sum(w * v for w, v in zip(row, x)) + b) for row, b in zip(W0, b0)]
    return (z := [float(v) for v in z]), sum(w * v for w, v in zip(W1[0], z)) + b1
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.asmatrix(W0) * np.asmatrix(x).T + np.asmatrix(b0).T)
    return z, np.asmatrix(W1) * z + b1
"""),
    ("q4_forward", 2, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, (W1 @ z + b1) * (1 if len(b0) > 1 else 2)
"""),
    ("q4_forward", None, """
cache = {}
def forward(x, W0, b0, W1, b1):
    if W0.shape not in cache:
        cache[W0.shape] = W0, b0
    W0, b0 = cache[W0.shape]
    z = sigmoid(W0 @ x + b0)
    return z, W1 @ z + b1
"""),
    # q6, q7
    ("q6_output_layer", FULL, """
def dy_dW1(x, W0, b0, W1, b1):
    f = lambda v: forward(x, W0, b0, v, b1)[1]
    return np.array([np.ravel(f(e[None, :]))[0] - np.ravel(f(0 * e[None, :]))[0] for e in np.eye(len(b0))]) + 0 * b1
def dy_db1(x, W0, b0, W1, b1):
    return np.ones((1, 1), dtype=bool)
"""),
    ("q7_hidden_output", FULL, "def dy_dz(x, W0, b0, W1, b1):\n    return W1.view().T\n"),
    ("q7_hidden_output", 0, "def dy_dz(x, W0, b0, W1, b1):\n    return np.abs(W1)\n"),
    ("q7_hidden_output", 0, "def dy_dz(x, W0, b0, W1, b1):\n    return W1 * (forward(x, W0, b0, W1, b1)[0] > 1e-12)\n"),
    # q8, q9
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    s = np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))) ** 2
    return np.diag(W1[0] * s) @ np.ones((len(a), 1)) @ x[None, :]
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    V = W0.astype(complex)
    out = np.zeros(W0.shape)
    for i, j in np.ndindex(*W0.shape):
        V[i, j] += 1e-60j
        out[i, j] = (W1 @ (1 / (1 + np.exp(-(V @ x + b0)))))[0].imag * 1e60
        V[i, j] = W0[i, j]
    return out
"""),
    ("q8_hidden_weights", None, """
def dy_dW0(x, W0, b0, W1, b1):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return np.outer(W1[0] * np.round(z * (1 - z), 8), x)
"""),
    ("q8_hidden_weights", None, """
def dy_dW0(x, W0, b0, W1, b1):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    g = W1[0] * z * (1 - z)
    return np.outer(g, x) if len(g) != len(x) else np.outer(x, g)
"""),
    ("q9_hidden_biases", None, """
def dy_db0(x, W0, b0, W1, b1):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return np.sort(W1[0] * z * (1 - z))
"""),
    ("q9_hidden_biases", 3, """
def dy_db0(x, W0, b0, W1, b1):
    b0 += 0.0
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    b0[0] = np.nextafter(b0[0], np.inf) if b0.dtype.kind == "f" else b0[0]
    return W1[0] * z * (1 - z)
""".replace("    b0 += 0.0\n", "")),
    # q10
    ("q10_backward", FULL, backward(W1="(upstream * z)[:, None]", b1="np.array([[upstream]])", b0="delta.tolist()")),
    ("q10_backward", None, backward().replace("delta =", "upstream = abs(upstream)\n    delta =")),
    ("q10_backward", None, backward().replace("delta =", "upstream = max(upstream, -1)\n    delta =")),
    ("q10_backward", None, backward().replace("delta =", "upstream = int(upstream)\n    delta =")),
    ("q10_backward", None, backward().replace("delta =", "upstream = upstream or 1\n    delta =")),
    ("q10_backward", 4, backward(W0="np.outer(delta, x).T")),
    ("q10_backward", 5, backward(b0="np.sum(delta)")),
    ("q10_backward", 5, backward(b1="np.sign(upstream) * abs(upstream) ** 0.999")),
    # q11
    ("q11_relu", FULL, """
def relu(a):
    return (np.abs(a) + a) / 2
def relu_derivative(a):
    return np.clip(np.sign(a) + 0.5, 0, 1)
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.log1p(np.exp(np.clip(a, -700, 700)))
def relu_derivative(a):
    return np.heaviside(a, 0.3)
"""),
    # q5
    ("q5_numerical_gradient", FULL, """
from contextlib import contextmanager
@contextmanager
def nudged(theta, i, by):
    kept = theta[i]
    theta[i] = kept + by
    try:
        yield theta
    finally:
        theta[i] = kept
def numerical_gradient(f, theta, step=1e-5):
    theta = np.array(theta, dtype=float)
    g = np.empty_like(theta)
    for i in np.ndindex(theta.shape):
        with nudged(theta, i, step):
            up = f(theta)
        with nudged(theta, i, -step):
            down = f(theta)
        g[i] = (up - down) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.asarray(theta, float)
    units = np.eye(theta.size).reshape(theta.size, *theta.shape)
    d = lambda s: np.array([f(theta + s * e) - f(theta - s * e) for e in units]) / (2 * s)
    return ((4 * d(step / 2) - d(step)) / 3).reshape(theta.shape)
"""),
    ("q5_numerical_gradient", None, """
def numerical_gradient(f, theta, step=1e-5):
    step = 1e-5
    theta = np.array(theta, float)
    g = np.zeros(theta.shape)
    for i in range(theta.size):
        e = np.zeros(theta.size); e[i] = step
        e = e.reshape(theta.shape)
        g.flat[i] = (f(theta + e) - f(theta)) / step
    return g
"""),
    ("q5_numerical_gradient", None, """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.array(theta, float)
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        e = np.zeros(theta.shape); e[i] = 1e-5
        g[i] = (f(theta + e) - f(theta - e)) / (2 * step)
    return g
"""),
]
