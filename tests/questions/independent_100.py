"""Right and wrong submissions written from the published interface alone, before the catalogue or the cases were looked at.

Each names its assignment and question, and what the interface says it is worth: full points, or the points that are left.
`None` stands for "less than full", where the page does not say how much less.
"""

from __future__ import annotations

from dataclasses import dataclass

FULL = "full"


@dataclass(frozen=True)
class Work:
    assignment: str
    question: str
    worth: float | str | None
    code: str


def forward_backward(question: str, worth: float | str | None, code: str) -> Work:
    return Work("forward_backward", question, worth, code)


def initialization(question: str, worth: float | str | None, code: str) -> Work:
    return Work("initialization", question, worth, code)


def chain_rule(question: str, worth: float | str | None, code: str) -> Work:
    return Work("chain_rule", question, worth, code)


FORWARD_BACKWARD = [
    forward_backward(
        "q1_perceptron",
        FULL,
        """
def perceptron(x, w, b):
    return 1 if (x * w).sum() > -b else 0
""",
    ),
    forward_backward(
        "q1_perceptron",
        FULL,
        """
perceptron = lambda x, w, b: round(float(1 / (1 + np.exp(-np.clip(np.dot(x, w) + b, -50, 50)))))
""",
    ),
    forward_backward(
        "q1_perceptron",
        FULL,
        """
def perceptron(x, w, b):
    return max(0, np.sign(sum(map(lambda p: p[0] * p[1], zip(x, w))) + b))
""",
    ),
    forward_backward(
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    if w @ x + b > 0:
        return 1
""",
    ),
    forward_backward(
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    return str(int(w @ x + b > 0))
""",
    ),
    forward_backward(
        "q1_perceptron",
        0,
        """
def perceptron(x, w, b):
    x /= np.linalg.norm(x)
    return int(w @ x + b > 0)
""",
    ),
    forward_backward(
        "q2_sigmoid",
        FULL,
        """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.maximum(a, -709)))
""",
    ),
    forward_backward(
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
    forward_backward(
        "q2_sigmoid",
        FULL,
        """
np.seterr(all="ignore")

def sigmoid(a):
    return np.reciprocal(1.0 + np.exp(-1.0 * np.array(a)))
""",
    ),
    forward_backward(
        "q2_sigmoid",
        FULL,
        """
def sigmoid(a):
    a = np.asarray(a, dtype=np.longdouble)
    return 1 / (1 + np.exp(-a))
""",
    ),
    forward_backward(
        "q2_sigmoid",
        2,
        """
def sigmoid(a):
    return np.power(1 + np.exp(-a), -1.0)
""",
    ),
    forward_backward(
        "q2_sigmoid",
        0,
        """
def sigmoid(a):
    return np.round(0.5 * np.tanh(np.asarray(a) / 2) + 0.5, 4)
""",
    ),
    forward_backward(
        "q2_sigmoid",
        0,
        """
def sigmoid(a):
    a = np.asarray(a, float)
    return 0.5 + a / (2 * (1 + np.abs(a)))
""",
    ),
    forward_backward(
        "q2_sigmoid",
        None,
        """
def sigmoid(a):
    a = np.asarray(a, float)
    return np.where(a > 15, 1.0, np.where(a < -15, 0.0, 1 / (1 + np.exp(-np.clip(a, -15, 15)))))
""",
    ),
    forward_backward(
        "q3_sigmoid_derivative",
        FULL,
        """
def sigmoid_derivative(a):
    e = np.exp(-np.abs(np.asarray(a, dtype=float)))
    return e / np.square(1 + e)
""",
    ),
    forward_backward(
        "q3_sigmoid_derivative",
        FULL,
        """
def sigmoid_derivative(a):
    p = sigmoid(a)
    q = 1.0 - np.asarray(p)
    return np.multiply(p, q)
""",
    ),
    forward_backward(
        "q3_sigmoid_derivative",
        0,
        """
def sigmoid_derivative(a):
    return 1.001 * sigmoid(a) * (1 - sigmoid(a))
""",
    ),
    forward_backward(
        "q3_sigmoid_derivative",
        0,
        """
def sigmoid_derivative(a):
    return np.gradient(sigmoid(np.atleast_1d(a)))
""",
    ),
    forward_backward(
        "q3_sigmoid_derivative",
        None,
        """
def sigmoid_derivative(a):
    z = sigmoid(a)
    return z * (1 - z) + 1e-12
""",
    ),
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
        "q4_forward",
        2,
        """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1.T @ z + b1 if len(z) == 1 else float(np.mean(W1[0] * z)) + b1
""",
    ),
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
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
    forward_backward(
        "q5_numerical_gradient",
        None,
        """
def numerical_gradient(f, theta, step=1e-5):
    up, down = theta + step, theta - step
    return (f(up) - f(down)) / (2 * step) * np.ones(np.shape(theta))
""",
    ),
    forward_backward(
        "q6_output_layer",
        FULL,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]

def dy_db1(x, W0, b0, W1, b1):
    return np.ones_like(b1)
""",
    ),
    forward_backward(
        "q6_output_layer",
        2,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return sigmoid(np.dot(W0, x) + b0)

def dy_db1(x, W0, b0, W1, b1):
    return b1 / b1
""",
    ),
    forward_backward(
        "q6_output_layer",
        2,
        """
def dy_dW1(x, W0, b0, W1, b1):
    return np.round(sigmoid(W0 @ x + b0), 3)

def dy_db1(x, W0, b0, W1, b1):
    return 1
""",
    ),
    forward_backward(
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
    forward_backward(
        "q7_hidden_output",
        FULL,
        """
def dy_dz(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return numerical_gradient(lambda z: (W1 @ z + b1).item(), z)
""",
    ),
    forward_backward(
        "q7_hidden_output",
        FULL,
        """
def dy_dz(x, W0, b0, W1, b1):
    return tuple(W1.flatten().tolist())
""",
    ),
    forward_backward(
        "q7_hidden_output",
        0,
        """
def dy_dz(x, W0, b0, W1, b1):
    return np.diag(W1[0])
""",
    ),
    forward_backward(
        "q7_hidden_output",
        0,
        """
def dy_dz(x, W0, b0, W1, b1):
    z, y = forward(x, W0, b0, W1, b1)
    return W1 * y
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        FULL,
        """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    return np.multiply.outer(W1[0] / (np.exp(a / 2) + np.exp(-a / 2)) ** 2, x)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        FULL,
        """
def dy_dW0(x, W0, b0, W1, b1):
    column = lambda v: np.asarray(v, dtype=float).reshape(-1, 1)
    return column(W1) * column(sigmoid_derivative(W0 @ x + b0)) @ column(x).T
""",
    ),
    forward_backward(
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
    forward_backward(
        "q8_hidden_weights",
        5,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return x[:, None] @ (W1 * z * (1 - z))
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        4,
        """
def dy_dW0(x, W0, b0, W1, b1):
    y = lambda W: float(forward(x, W, b0, W1, b1)[1])
    return numerical_gradient(y, W0)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return 1.001 * np.outer(W1[0] * z * (1 - z), x)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    return np.zeros_like(W0)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        1,
        """
def dy_dW0(x, W0, b0, W1, b1):
    g = np.outer(W1[0] * sigmoid_derivative(W0 @ x + b0), x)
    return g / np.linalg.norm(g)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        None,
        """
def dy_dW0(x, W0, b0, W1, b1):
    y = lambda W: float(forward(x, W, b0, W1, b1)[1])
    return numerical_gradient(y, W0).astype(np.float32)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        None,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(np.clip(W0 @ x + b0, -25, 25))
    return np.outer(W1[0] * z * (1 - z), x)
""",
    ),
    forward_backward(
        "q8_hidden_weights",
        0,
        """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return W1 * z * (1 - z) * x.mean()
""",
    ),
    forward_backward(
        "q9_hidden_biases",
        FULL,
        """
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return [w * s * (1 - s) for w, s in zip(W1.flat, z)]
""",
    ),
    forward_backward(
        "q9_hidden_biases",
        None,
        """
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(x, W0, b0, W1, b1)[:, 0] / x[0]
""",
    ),
    forward_backward(
        "q9_hidden_biases",
        2,
        """
def dy_db0(x, W0, b0, W1, b1):
    return numerical_gradient(lambda b: forward(x, W0, b, W1, b1)[1], b0)
""",
    ),
    forward_backward(
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
    forward_backward(
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
    forward_backward(
        "q10_backward",
        5,
        """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x), "b0": d, "W1": upstream * z, "b1": 1}
""",
    ),
    forward_backward(
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
    forward_backward(
        "q10_backward",
        4,
        """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {"W0": np.outer(d, x).T, "b0": d, "W1": upstream * z, "b1": upstream}
""",
    ),
    forward_backward(
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
    forward_backward(
        "q11_relu",
        FULL,
        """
def relu(a):
    return np.log(np.maximum(np.exp(np.minimum(a, 0) * 0 + np.asarray(a) * 0), 1)) + np.where(np.asarray(a) < 0, 0, a)

def relu_derivative(a):
    return np.sign(relu(a))
""",
    ),
    forward_backward(
        "q11_relu",
        1.5,
        """
def relu(a):
    return a.clip(min=0)

def relu_derivative(a):
    return np.where(np.equal(a, 0), 0.5, np.greater(a, 0))
""",
    ),
    forward_backward(
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


INITIALIZATION = [
    initialization(
        "q1_zero_forward",
        FULL,
        """
def zero_init_forward(x, hidden_units):
    return [0.5] * hidden_units, 0
""",
    ),
    initialization(
        "q1_zero_forward",
        FULL,
        """
def zero_init_forward(x, hidden_units):
    W0, b0 = np.zeros((hidden_units, x.size)), np.zeros((hidden_units, 1))
    z = 1 / (1 + np.exp(-(W0 @ x[:, None] + b0)))
    return z, np.zeros((1, hidden_units)) @ z
""",
    ),
    initialization(
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.zeros(hidden_units), 0.0
""",
    ),
    initialization(
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.full(len(x), 0.5), 0.0
""",
    ),
    initialization(
        "q1_zero_forward",
        1,
        """
def zero_init_forward(x, hidden_units):
    return np.full(hidden_units, 0.5), hidden_units / 2
""",
    ),
    initialization(
        "q2_zero_gradients",
        FULL,
        """
def zero_init_gradients(x, hidden_units):
    return dict(W0=[[0] * len(x)] * hidden_units, b0=[0] * hidden_units, W1=[0.5] * hidden_units, b1=True)
""",
    ),
    initialization(
        "q2_zero_gradients",
        3,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((len(x), hidden_units)), "b0": np.zeros(hidden_units),
            "W1": np.full((1, hidden_units), 0.5), "b1": 1.0}
""",
    ),
    initialization(
        "q2_zero_gradients",
        2,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.zeros((hidden_units, len(x))), "b0": np.zeros(hidden_units),
            "W1": np.zeros((1, hidden_units)), "b1": 0.0}
""",
    ),
    initialization(
        "q2_zero_gradients",
        3,
        """
def zero_init_gradients(x, hidden_units):
    return {"W0": np.outer(np.full(hidden_units, 0.25), x), "b0": np.zeros(hidden_units),
            "W1": np.full((1, hidden_units), 0.5), "b1": 1.0}
""",
    ),
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
        "q3_loss_gradients",
        None,
        """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
    R = Z @ W1.T + b1 - targets
    return {"loss": np.mean(R ** 2), "W0": 0 * W0, "b0": 0 * b0, "W1": 0 * W1, "b1": 2 * R.mean()}
""",
    ),
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
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
    initialization(
        "q5_identical_units",
        FULL,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.hstack([W0, b0.reshape(-1, 1), W1.T])
    return (np.ptp(units, axis=0) <= tolerance).all()
""",
    ),
    initialization(
        "q5_identical_units",
        1,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return bool(np.allclose(W0, W0[0], atol=tolerance) and np.allclose(b0, b0[0], atol=tolerance))
""",
    ),
    initialization(
        "q5_identical_units",
        None,
        """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    return all(np.ptp(v) <= tolerance for v in (W0, b0, W1))
""",
    ),
    initialization(
        "q6_merge_units",
        FULL,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0.mean(axis=0, keepdims=True), b0.mean(keepdims=True), [[W1.sum()]], b1
""",
    ),
    initialization(
        "q6_merge_units",
        1,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0[:1], b0[:1], W1[:, :1], b1
""",
    ),
    initialization(
        "q6_merge_units",
        None,
        """
def merge_identical_units(W0, b0, W1, b1):
    return W0.sum(axis=0, keepdims=True), b0.sum(keepdims=True), W1[:, :1], b1
""",
    ),
    initialization(
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
    initialization(
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
    initialization(
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


CHAIN_RULE = [
    chain_rule(
        "q1_structure",
        FULL,
        r"""
structure = {
    "dv/dc": r"\frac{\partial v}{\partial c}",
    "dv/dw": r"dv/dw = (dv/da)(da/dw)",
    "dv/dx": r"$\frac{\partial v}{\partial a} \cdot \frac{\partial a}{\partial x} + \frac{\partial v}{\partial b}\frac{\partial b}{\partial x}$",
    "dv/dy": "∂b/∂y · ∂v/∂b + ∂a/∂y × ∂v/∂a",
    "dv/dz": r"\dfrac{dv}{db} \times \dfrac{db}{dz} + \frac{dv}{da} * \frac{da}{dz}",
}
""",
    ),
    chain_rule(
        "q1_structure",
        FULL,
        """
structure = {
    "dv/dc": "dv / dc * dc/dc",
    "dv/dw": "\\frac{\\partial v}{\\partial a} \\times \\frac{\\partial a}{\\partial w}",
    "dv/dx": "dv/db*db/dx - (-1)*dv/da*da/dx",
    "dv/dy": "(dv/da)*(da/dy)+(dv/db)*(db/dy)",
    "dv/dz": "= 1/2 * (2 dv/db db/dz)",
    "dv/da": "unused",
}
""",
    ),
    chain_rule(
        "q1_structure",
        2,
        """
structure = {
    "dv/dc": "dv/dc",
    "dv/dw": "dv/da * da/dx",
    "dv/dx": "dv/da * da/dx",
    "dv/dy": "dv/da * da/dy - dv/db * db/dy",
    "dv/dz": "dv/db * db/dz",
}
""",
    ),
    chain_rule(
        "q1_structure",
        1,
        """
structure = {
    "dv/dc": "(a - b)^2",
    "dv/dw": "dv/dw",
    "dv/dx": "dv/da * da/dx + dv/db * db/dx + dv/dx",
    "dv/dy": None,
    "dv/dz": "dv/db * db/dz",
}
""",
    ),
    chain_rule(
        "q2_local_partials",
        FULL,
        """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    D = s ** 2 - t ** 2
    g = {"da/d" + k: 2 * s for k in "wxy"}
    g.update({"db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t})
    g.update({"dv/da": 2 * c * D, "dv/db": 2 * c * (-D), "dv/dc": np.array([D ** 2])})
    return g
""",
    ),
    chain_rule(
        "q2_local_partials",
        4,
        """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    D = s ** 2 - t ** 2
    return {"dv/da": 2 * c * D, "dv/db": 2 * c * D, "dv/dc": D ** 2, "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
""",
    ),
    chain_rule(
        "q2_local_partials",
        3,
        """
def local_partials(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    s, t = np.sqrt(a), np.sqrt(b)
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2, "da/dw": 2 * (w + x + y),
            "da/dx": 2 * (w + x + y), "da/dy": 2 * (w + x + y), "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
""",
    ),
    chain_rule(
        "q3_total_derivatives",
        FULL,
        """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    k = 4 * c * (a - b)
    return {"dv/dc": (a - b) ** 2, "dv/dw": k * (w + x + y), "dv/dx": k * (w + 2 * y + z),
            "dv/dy": k * (w + 2 * x - z), "dv/dz": k * (x - y - z)}
""",
    ),
    chain_rule(
        "q3_total_derivatives",
        1.5,
        """
def total_derivatives(w, x, y, z, c):
    p = local_partials(w, x, y, z, c)
    return {"dv/dc": p["dv/dc"], "dv/dw": p["dv/da"] * p["da/dw"], "dv/dx": p["dv/da"] * p["da/dx"],
            "dv/dy": p["dv/da"] * p["da/dy"], "dv/dz": p["dv/db"] * p["db/dz"]}
""",
    ),
    chain_rule(
        "q3_total_derivatives",
        0,
        """
def total_derivatives(w, x, y, z, c):
    p = local_partials(w, x, y, z, 1)
    return {k: 0.0 for k in ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")}
""",
    ),
    chain_rule(
        "q4_closed_form",
        FULL,
        r"""
closed_form = {
    "dv/dc": "a^2 - 2ab + b²",
    "dv/dw": r"4c\left(a-b\right)(w+x+y)",
    "dv/dx": "4c(a − b)(w + 2y + z)",
    "dv/dy": r"\frac{8c(a-b)}{2} \cdot (w + 2x - z)",
    "dv/dz": "-4*c*((w+x+y)**2 - b)*(y + z - x)",
}
""",
    ),
    chain_rule(
        "q4_closed_form",
        FULL,
        r"""
closed_form = {
    "dv/dc": "((w+x+y)^2-(x-y-z)^2)^2",
    "dv/dw": "2*c*(a-b)*2*(w+x+y)",
    "dv/dx": "2c(a-b)*2(w+x+y) - 2c(a-b)*2(x-y-z)",
    "dv/dy": r"$4 c (a-b) [ (w+x+y) + (x-y-z) ]$",
    "dv/dz": r"dv/dz = 4ca(x-y-z) - 4cb(x-y-z)",
}
""",
    ),
    chain_rule(
        "q4_closed_form",
        1,
        """
closed_form = {
    "dv/dc": "(a-b)**2",
    "dv/dw": "2c(a-b)(w+x+y)",
    "dv/dx": "4c(a-b)(w+2x+z)",
    "dv/dy": "4c(a-b)(w+2x-z",
    "dv/dz": "-4c(a-b)(x-y-z)",
}
""",
    ),
    chain_rule(
        "q4_closed_form",
        0,
        """
closed_form = {
    "dv/dc": "2(a-b)",
    "dv/dw": 4,
    "dv/dx": "dv/da * da/dx + dv/db * db/dx",
    "dv/dy": "__import__('os')",
    "dv/dz": "4c(a-b)(x-y-z) + 0.001",
}
""",
    ),
    chain_rule(
        "q5_upstream",
        FULL,
        """
def weight_gradient(inputs, upstream):
    return [upstream * v for v in inputs]
""",
    ),
    chain_rule(
        "q5_upstream",
        1,
        """
def weight_gradient(inputs, upstream):
    a, b, c = inputs
    return np.array([a, b, c]) * upstream
""",
    ),
    chain_rule(
        "q5_upstream",
        0,
        """
def weight_gradient(inputs, upstream):
    return 5 * inputs
""",
    ),
    chain_rule(
        "q6_squared_loss",
        FULL,
        """
def squared_loss(w, inputs, target):
    return np.square(np.sum(w * inputs) - target)

def squared_loss_gradient(w, inputs, target):
    return (2 * (w @ inputs - target) * inputs).reshape(-1, 1)
""",
    ),
    chain_rule(
        "q6_squared_loss",
        2,
        """
def squared_loss(w, inputs, target):
    return (target - np.dot(w, inputs)) ** 2

def squared_loss_gradient(w, inputs, target):
    return 2 * (target - np.dot(w, inputs)) * inputs
""",
    ),
    chain_rule(
        "q6_squared_loss",
        2,
        """
def squared_loss(w, inputs, target):
    return 0.5 * (np.dot(w, inputs) - target) ** 2

def squared_loss_gradient(w, inputs, target):
    return 2 * (np.dot(w, inputs) - target) * inputs
""",
    ),
    chain_rule(
        "q7_gradient_step",
        FULL,
        """
def gradient_step(w, gradient, learning_rate):
    return np.array([wi - learning_rate * gi for wi, gi in zip(w, gradient)])
""",
    ),
    chain_rule(
        "q7_gradient_step",
        None,
        """
def gradient_step(w, gradient, learning_rate):
    w[:] = w - learning_rate * gradient
    return w * 1.0 if w.dtype == float else w
""",
    ),
    chain_rule(
        "q7_gradient_step",
        1,
        """
def gradient_step(w, gradient, learning_rate):
    return w + learning_rate * gradient
""",
    ),
    chain_rule(
        "q8_vector_derivatives",
        FULL,
        """
def linear_gradient(b, x):
    return 1 * b

def square_gradient(x):
    return x + x

def quadratic_gradient(B, x):
    return B @ x + x @ B
""",
    ),
    chain_rule(
        "q8_vector_derivatives",
        2,
        """
def linear_gradient(b, x):
    return b[None, :]

def square_gradient(x):
    return 2 * x[:, None]

def quadratic_gradient(B, x):
    return 2 * B @ x
""",
    ),
    chain_rule(
        "q8_vector_derivatives",
        1,
        """
def linear_gradient(b, x):
    return x

def square_gradient(x):
    return 2 * np.linalg.norm(x)

def quadratic_gradient(B, x):
    return B.dot(x) + np.transpose(B).dot(x)
""",
    ),
]

ALL = [*FORWARD_BACKWARD, *INITIALIZATION, *CHAIN_RULE]
