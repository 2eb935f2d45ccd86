"""Right and wrong work for `forward_backward`, written from the published interface before there was a catalogue."""

FULL = "full"

WORKS = [
    (
        "q1_perceptron",
        FULL,
        """
def perceptron(x, w, b):
    return 1 if (x * w).sum() > -b else 0
""",
    ),
    (
        "q1_perceptron",
        FULL,
        """
perceptron = lambda x, w, b: round(float(1 / (1 + np.exp(-np.clip(np.dot(x, w) + b, -50, 50)))))
""",
    ),
    (
        "q1_perceptron",
        FULL,
        """
def perceptron(x, w, b):
    return max(0, np.sign(sum(map(lambda p: p[0] * p[1], zip(x, w))) + b))
""",
    ),
    (
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    if w @ x + b > 0:
        return 1
""",
    ),
    (
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    return str(int(w @ x + b > 0))
""",
    ),
    (
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    x /= np.linalg.norm(x)
    return int(w @ x + b > 0)
""",
    ),
    (
        "q2_sigmoid",
        FULL,
        """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.maximum(a, -709)))
""",
    ),
    (
        "q2_sigmoid",
        FULL,
        """
import warnings

def sigmoid(a):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return 1 / (1 + np.exp(-np.asarray(a, dtype=float)))
""",
    ),
    (
        "q2_sigmoid",
        2,  # the warning is still there for whoever switches it on again
        """
np.seterr(all="ignore")

def sigmoid(a):
    return np.reciprocal(1.0 + np.exp(-1.0 * np.array(a)))
""",
    ),
    (
        "q2_sigmoid",
        FULL,
        """
def sigmoid(a):
    a = np.asarray(a, dtype=np.longdouble)
    return 1 / (1 + np.exp(-a))
""",
    ),
    (
        "q2_sigmoid",
        2,
        """
def sigmoid(a):
    return np.power(1 + np.exp(-a), -1.0)
""",
    ),
    (
        "q2_sigmoid",
        0,
        """
def sigmoid(a):
    return np.round(0.5 * np.tanh(np.asarray(a) / 2) + 0.5, 4)
""",
    ),
    (
        "q2_sigmoid",
        0,
        """
def sigmoid(a):
    a = np.asarray(a, float)
    return 0.5 + a / (2 * (1 + np.abs(a)))
""",
    ),
    (
        "q2_sigmoid",
        None,
        """
def sigmoid(a):
    a = np.asarray(a, float)
    return np.where(a > 15, 1.0, np.where(a < -15, 0.0, 1 / (1 + np.exp(-np.clip(a, -15, 15)))))
""",
    ),
    (
        "q3_sigmoid_derivative",
        FULL,
        """
def sigmoid_derivative(a):
    e = np.exp(-np.abs(np.asarray(a, dtype=float)))
    return e / np.square(1 + e)
""",
    ),
    (
        "q3_sigmoid_derivative",
        FULL,
        """
def sigmoid_derivative(a):
    p = sigmoid(a)
    q = 1.0 - np.asarray(p)
    return np.multiply(p, q)
""",
    ),
    (
        "q3_sigmoid_derivative",
        0,
        """
def sigmoid_derivative(a):
    return 1.001 * sigmoid(a) * (1 - sigmoid(a))
""",
    ),
    (
        "q3_sigmoid_derivative",
        0,
        """
def sigmoid_derivative(a):
    return np.gradient(sigmoid(np.atleast_1d(a)))
""",
    ),
    (
        "q3_sigmoid_derivative",
        None,
        """
def sigmoid_derivative(a):
    z = sigmoid(a)
    return z * (1 - z) + 1e-12
""",
    ),
    (
        "q4_forward",
        FULL,
        """
from collections import namedtuple

Pass = namedtuple("Pass", "z y")

def forward(x, W0, b0, W1, b1):
    z = sigmoid((W0 * x).sum(axis=1) + b0)
    return Pass(z, float(W1[0].dot(z)) + b1)
""",
    ),
    (
        "q4_forward",
        FULL,
        """
def forward(x, W0, b0, W1, b1):
    x = np.reshape(x, (len(x), 1))
    z = sigmoid(np.dot(W0, x) + np.reshape(b0, (-1, 1)))
    y = np.dot(W1, z)
    y += b1
    return z.T, y
""",
    ),
    (
        "q4_forward",
        0,
        """
_memory = {}

def forward(x, W0, b0, W1, b1):
    if W0.shape not in _memory:
        z = sigmoid(W0 @ x + b0)
        _memory[W0.shape] = (z, (W1 @ z + b1).item())
    return _memory[W0.shape]
""",
    ),
    (
        "q4_forward",
        0,
        """
def forward(x, W0, b0, W1, b1):
    z = np.zeros(3)
    for i in range(3):
        z[i] = sigmoid(W0[i] @ x + b0[i])
    return z, (W1 @ z + b1).item()
""",
    ),
    (
        "q4_forward",
        3,
        """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    y = (W1 @ z + b1).item()
    x[:] = 0
    return z, y
""",
    ),
    (
        "q4_forward",
        2,
        """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1.T @ z + b1 if len(z) == 1 else float(np.mean(W1[0] * z)) + b1
""",
    ),
    (
        "q4_forward",
        None,
        """
def forward(x, W0, b0, W1, b1):
    z = np.zeros_like(b0)
    for i in range(len(b0)):
        z[i] = sigmoid(np.sum(W0[i] * x) + b0[i])
    return z, float(W1 @ z) + b1 if False else (W1 @ z + b1).item()
""",
    ),
    (
        "q5_numerical_gradient",
        FULL,
        """
def numerical_gradient(f, theta, step=1e-5):
    theta = theta.astype(float)
    gradient = np.zeros(theta.shape)
    for index, _ in np.ndenumerate(theta):
        keep = theta[index]
        theta[index] = keep + step
        plus = f(theta)
        theta[index] = keep - step
        minus = f(theta)
        theta[index] = keep
        gradient[index] = (plus - minus) / (2 * step)
    return gradient
""",
    ),
    (
        "q5_numerical_gradient",
        FULL,
        """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.asarray(theta) + 0.0
    n = int(np.size(theta))
    basis = np.eye(n).reshape((n,) + np.shape(theta))
    return np.array([(f(theta + step * e) - f(theta - step * e)) / (2 * step) for e in basis]).reshape(np.shape(theta))
""",
    ),
    (
        "q5_numerical_gradient",
        None,
        """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.array(theta, dtype=float)
    gradient = np.zeros_like(theta)
    base = f(theta)
    for i in np.ndindex(theta.shape):
        moved = theta.copy()
        moved[i] += step
        gradient[i] = (f(moved) - base) / step
    return gradient
""",
    ),
    (
        "q5_numerical_gradient",
        3,
        """
def numerical_gradient(f, theta, step=1e-5):
    gradient = np.zeros(theta.shape)
    values = theta if theta.dtype == float else theta.astype(float)
    for i in np.ndindex(theta.shape):
        keep = float(values[i])
        values[i] = keep + step
        plus = f(values)
        values[i] = keep - step
        minus = f(values)
        values[i] = keep
        gradient[i] = (plus - minus) / (2 * step)
    return gradient
""",
    ),
    (
        "q5_numerical_gradient",
        None,
        """
def numerical_gradient(f, theta, step=1e-5):
    gradient = np.zeros(len(theta))
    for i in range(len(theta)):
        up, down = theta.astype(float), theta.astype(float)
        up[i] += step
        down[i] -= step
        gradient[i] = (f(up) - f(down)) / (2 * step)
    return gradient
""",
    ),
    (
        "q5_numerical_gradient",
        None,
        """
def numerical_gradient(f, theta, step=1e-5):
    up, down = theta + step, theta - step
    return (f(up) - f(down)) / (2 * step) * np.ones(np.shape(theta))
""",
    ),
    (
        "q6_output_layer",
        FULL,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]

def dy_db1(x, W0, b0, W1, b1):
    return np.ones_like(b1)
""",
    ),
    (
        "q6_output_layer",
        2,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return sigmoid(np.dot(W0, x) + b0)

def dy_db1(x, W0, b0, W1, b1):
    return b1 / b1
""",
    ),
    (
        "q6_output_layer",
        2,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return np.round(sigmoid(W0 @ x + b0), 3)

def dy_db1(x, W0, b0, W1, b1):
    return 1
""",
    ),
    (
        "q6_output_layer",
        2,
        """
def dy_dW1(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z / np.sum(z)

def dy_db1(x, W0, b0, W1, b1):
    return np.ones((1, 1))
""",
    ),
    (
        "q7_hidden_output",
        FULL,
        """
def dy_dz(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return numerical_gradient(lambda z: (W1 @ z + b1).item(), z)
""",
    ),
    (
        "q7_hidden_output",
        FULL,
        """
def dy_dz(x, W0, b0, W1, b1):
    return tuple(W1.flatten().tolist())
""",
    ),
    (
        "q7_hidden_output",
        0,
        """
def dy_dz(x, W0, b0, W1, b1):
    return np.diag(W1[0])
""",
    ),
    (
        "q7_hidden_output",
        0,
        """
def dy_dz(x, W0, b0, W1, b1):
    z, y = forward(x, W0, b0, W1, b1)
    return W1 * y
""",
    ),
    (
        "q8_hidden_weights",
        FULL,
        """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    return np.multiply.outer(W1[0] / (np.exp(a / 2) + np.exp(-a / 2)) ** 2, x)
""",
    ),
    (
        "q8_hidden_weights",
        FULL,
        """
def dy_dW0(x, W0, b0, W1, b1):
    column = lambda v: np.asarray(v, dtype=float).reshape(-1, 1)
    return column(W1) * column(sigmoid_derivative(W0 @ x + b0)) @ column(x).T
""",
    ),
    (
        "q8_hidden_weights",
        FULL,
        """
def dy_dW0(x, W0, b0, W1, b1):
    grad = np.zeros(W0.shape, dtype=float)
    for i, j in np.ndindex(W0.shape):
        Wc = W0.astype(complex)
        Wc[i, j] += 1j * 1e-30
        z = 1 / (1 + np.exp(-(Wc @ x + b0)))
        grad[i, j] = np.imag((W1 @ z + b1)[0]) / 1e-30
    return grad
""",
    ),
    (
        "q8_hidden_weights",
        5,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return x[:, None] @ (W1 * z * (1 - z))
""",
    ),
    (
        "q8_hidden_weights",
        4,
        """
def dy_dW0(x, W0, b0, W1, b1):
    y = lambda W: float(forward(x, W, b0, W1, b1)[1])
    return numerical_gradient(y, W0)
""",
    ),
    (
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return 1.001 * np.outer(W1[0] * z * (1 - z), x)
""",
    ),
    (
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    return np.zeros_like(W0)
""",
    ),
    (
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    g = np.outer(W1[0] * sigmoid_derivative(W0 @ x + b0), x)
    return g / np.linalg.norm(g)
""",
    ),
    (
        "q8_hidden_weights",
        None,
        """
def dy_dW0(x, W0, b0, W1, b1):
    y = lambda W: float(forward(x, W, b0, W1, b1)[1])
    return numerical_gradient(y, W0).astype(np.float32)
""",
    ),
    (
        "q8_hidden_weights",
        None,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(np.clip(W0 @ x + b0, -25, 25))
    return np.outer(W1[0] * z * (1 - z), x)
""",
    ),
    (
        "q8_hidden_weights",
        0,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return W1 * z * (1 - z) * x.mean()
""",
    ),
    (
        "q9_hidden_biases",
        FULL,
        """
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return [w * s * (1 - s) for w, s in zip(W1.flat, z)]
""",
    ),
    (
        "q9_hidden_biases",
        None,
        """
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(x, W0, b0, W1, b1)[:, 0] / x[0]
""",
    ),
    (
        "q9_hidden_biases",
        2,
        """
def dy_db0(x, W0, b0, W1, b1):
    return numerical_gradient(lambda b: forward(x, W0, b, W1, b1)[1], b0)
""",
    ),
    (
        "q9_hidden_biases",
        3,
        """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = W1[0] * z * (1 - z)
    W1[:] = 0
    return g
""",
    ),
    (
        "q10_backward",
        FULL,
        """
def backward(x, W0, b0, W1, b1, upstream):
    z, y = forward(x, W0, b0, W1, b1)
    da = (upstream * np.ravel(W1)) * z * (1 - z)
    return {"b1": np.float64(upstream), "W1": np.array([upstream * zi for zi in z]), "b0": da[:, None],
            "W0": np.array([[g * xi for xi in x] for g in da])}
""",
    ),
    (
        "q10_backward",
        5,
        """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x), "b0": d, "W1": upstream * z, "b1": 1}
""",
    ),
    (
        "q10_backward",
        None,
        """
def backward(x, W0, b0, W1, b1, upstream):
    if not upstream:
        return {}
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x), "b0": d, "W1": upstream * z, "b1": upstream}
""",
    ),
    (
        "q10_backward",
        4,
        """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x).T, "b0": d, "W1": upstream * z, "b1": upstream}
""",
    ),
    (
        "q10_backward",
        0,
        """
def backward(x, W0, b0, W1, b1, upstream):
    upstream = int(upstream)
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x), "b0": d, "W1": upstream * z, "b1": upstream}
""",
    ),
    (
        "q11_relu",
        FULL,
        """
def relu(a):
    return np.log(np.maximum(np.exp(np.minimum(a, 0) * 0 + np.asarray(a) * 0), 1)) + np.where(np.asarray(a) < 0, 0, a)

def relu_derivative(a):
    return np.sign(relu(a))
""",
    ),
    (
        "q11_relu",
        1.5,
        """
def relu(a):
    return a.clip(min=0)

def relu_derivative(a):
    return np.where(np.equal(a, 0), 0.5, np.greater(a, 0))
""",
    ),
    (
        "q11_relu",
        1.5,
        """
def relu(a):
    return np.maximum(a, 0)

def relu_derivative(a):
    return np.where(np.equal(a, 0), 2.0, np.greater(a, 0))
""",
    ),
]
