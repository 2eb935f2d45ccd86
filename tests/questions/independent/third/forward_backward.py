"""Right and wrong work for `forward_backward`, written from the published interface alone."""

FULL = "full"

WORKS = [
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    return int(sum(map(lambda p: p[0]*p[1], zip(x, w)), b) > 0)
"""),
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    return bool(np.dot(x, w) > -b)
"""),
    ("q1_perceptron", FULL, """
perceptron = lambda x, w, b: np.heaviside(np.inner(w, x) + b, 0.0)
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return 0.5 * (1 + np.tanh(np.asarray(a) / 2))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    a = np.asarray(a, dtype=float)
    out = np.empty_like(a)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    e = np.exp(a[~pos])
    out[~pos] = e / (1 + e)
    return out
"""),
    ("q2_sigmoid", FULL, """
from math import exp
@np.vectorize
def sigmoid(a):
    if a >= 0:
        return 1 / (1 + exp(-a))
    return exp(a) / (1 + exp(a))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    with np.errstate(over='ignore'):
        return np.exp(-np.logaddexp(0, -np.asarray(a, float)))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return np.exp(-np.logaddexp(0.0, np.multiply(-1.0, a)))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    return sigmoid(a) * sigmoid(-np.asarray(a))
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    t = np.tanh(np.asarray(a) / 2)
    return (1 - t ** 2) / 4
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s - s * s
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    return 0.25 / np.cosh(np.clip(np.asarray(a, float) / 2, -350, 350)) ** 2
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    z = np.array([sigmoid(sum(W0[i, j] * x[j] for j in range(len(x))) + b0[i]) for i in range(len(b0))])
    return [z, float(np.squeeze(W1 @ z)) + b1]
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    X = x.reshape(-1, 1); Z = sigmoid(W0 @ X + b0.reshape(-1, 1))
    return Z, W1 @ Z + b1
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.einsum('hd,d->h', W0, x) + b0)
    return z, np.einsum('oh,h->o', W1, z) + b1
"""),
    ("q4_forward", FULL, """
from collections import namedtuple
Out = namedtuple('Out', 'z y')
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.vecdot(W0, x) + b0) if hasattr(np, 'vecdot') else sigmoid(W0.dot(x) + b0)
    return Out(z, W1.dot(z).item() + b1)
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    aug = np.hstack([W0, np.reshape(b0, (-1, 1))]) @ np.append(x, 1)
    z = sigmoid(aug)
    return z, np.append(W1[0], b1) @ np.append(z, 1)
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(np.shape(theta))
    for i in np.ndindex(np.shape(theta)):
        up = np.array(theta, float); dn = np.array(theta, float)
        up[i] += step; dn[i] -= step
        g[i] = (f(up) - f(dn)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    flat = np.ravel(theta).astype(float)
    E = np.eye(flat.size) * step
    return np.array([(f((flat + e).reshape(theta.shape)) - f((flat - e).reshape(theta.shape))) / (2 * step) for e in E]).reshape(theta.shape)
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    t = theta.astype(float); g = np.zeros_like(t)
    it = np.nditer(t, flags=['multi_index'], op_flags=['readwrite'])
    for v in it:
        old = float(v)
        v[...] = old + step; p = f(t)
        v[...] = old - step; m = f(t)
        v[...] = old
        g[it.multi_index] = (p - m) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, float); g = np.zeros_like(t)
    for i in np.ndindex(t.shape):
        d = np.zeros_like(t); d[i] = step
        g[i] = (8 * (f(t + d) - f(t - d)) - (f(t + 2*d) - f(t - 2*d))) / (12 * step)
    return g
"""),
    ("q6_output_layer", FULL, """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0].reshape(1, -1)
def dy_db1(*args):
    return np.ones((1, 1))
"""),
    ("q6_output_layer", FULL, """
def dy_dW1(x, W0, b0, W1, b1):
    z, _ = forward(x, W0, b0, W1, b1)
    return list(z)
def dy_db1(x, W0, b0, W1, b1):
    return True
"""),
    ("q7_hidden_output", FULL, """
def dy_dz(x, W0, b0, W1, b1):
    return W1.T.copy()
"""),
    ("q7_hidden_output", FULL, """
def dy_dz(x, W0, b0, W1, b1):
    return tuple(W1.flat)
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    s = sigmoid_derivative(W0 @ x + b0)
    return np.einsum('h,h,d->hd', np.squeeze(W1, 0), s, x)
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    d = np.diag(W1[0]) @ np.diag(sigmoid_derivative(W0 @ x + b0))
    return d @ np.tile(x, (len(b0), 1))
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return [[W1[0, i] * sigmoid(-(W0[i] @ x + b0[i])) * z[i] * x[j] for j in range(len(x))] for i in range(len(b0))]
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    h = 1e-200
    out = np.zeros(W0.shape)
    def sig(a):
        return np.where(a.real >= 0, 1 / (1 + np.exp(-np.where(a.real >= 0, a, 0))), np.exp(np.where(a.real < 0, a, 0)) / (1 + np.exp(np.where(a.real < 0, a, 0))))
    for i in np.ndindex(W0.shape):
        W = W0.astype(complex); W[i] += 1j * h
        out[i] = (W1 @ sig(W @ x + b0)).item().imag / h
    return out
"""),
    ("q9_hidden_biases", FULL, """
def dy_db0(x, W0, b0, W1, b1):
    return W1 * sigmoid_derivative(W0 @ x + b0)
"""),
    ("q9_hidden_biases", FULL, """
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(np.append(x, 1.0), np.c_[W0, b0], np.zeros_like(b0), W1, b1)[:, -1:]
"""),
    ("q10_backward", FULL, """
def backward(x, W0, b0, W1, b1, upstream):
    a = (x, W0, b0, W1, b1)
    return dict(W0=upstream * dy_dW0(*a), b0=upstream * np.asarray(dy_db0(*a)), W1=upstream * np.asarray(dy_dW1(*a)), b1=upstream * dy_db1(*a), extra='hi')
"""),
    ("q10_backward", FULL, """
class Layer:
    def __init__(self, W, b): self.W, self.b = W, b
    def f(self, x): self.x = x; return self.W @ x + self.b
    def g(self, d): self.dW = np.outer(d, self.x); self.db = d; return self.W.T @ d
def backward(x, W0, b0, W1, b1, upstream):
    l0, l1 = Layer(W0, b0), Layer(W1, np.array([b1]))
    a = l0.f(x); z = sigmoid(a); l1.f(z)
    d = l1.g(np.array([upstream]))
    l0.g(d * z * (1 - z))
    return {'W0': l0.dW, 'b0': l0.db, 'W1': l1.dW, 'b1': l1.db}
"""),
    ("q11_relu", FULL, """
def relu(a):
    return (np.abs(a) + a) / 2
def relu_derivative(a):
    return (np.sign(a) + 1) / 2
"""),
    ("q11_relu", FULL, """
def relu(a):
    return np.maximum(0, a)
def relu_derivative(a):
    return np.greater(a, 0)
"""),
    ("q11_relu", FULL, """
def relu(a):
    a = np.array(a, float); a[a < 0] = 0; return a
def relu_derivative(a):
    return np.where(relu(a) > 0, 1, 0)
"""),
    ("q1_perceptron", 0, """
def perceptron(x, w, b):
    return 1 if w @ x - b > 0 else 0
"""),
    ("q1_perceptron", 0, """
def perceptron(x, w, b):
    return np.sign(w @ x + b)
"""),
    ("q1_perceptron", 0, """
def perceptron(x, w, b):
    return 1 if all(w * x + b > 0) else 0
"""),
    ("q2_sigmoid", 2, """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.asarray(a)))
"""),
    ("q2_sigmoid", 1, """
def sigmoid(a):
    return np.round(1 / (1 + np.exp(-np.clip(a, -500, 500))), 6)
"""),
    ("q2_sigmoid", 1, """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.clip(a, -15, 15)))
"""),
    ("q2_sigmoid", 1, """
def sigmoid(a):
    a = np.atleast_1d(np.array(a)); a[a < -700] = -700
    out = a.astype(a.dtype)
    for i in np.ndindex(a.shape): out[i] = 1 / (1 + np.exp(-float(a[i])))
    return out.reshape(np.shape(a))
"""),
    ("q3_sigmoid_derivative", 0, """
def sigmoid_derivative(a):
    return np.asarray(a) * (1 - np.asarray(a))
"""),
    ("q3_sigmoid_derivative", 2, """
def sigmoid_derivative(a):
    return (sigmoid(np.asarray(a) + 1e-5) - sigmoid(np.asarray(a) - 1e-5)) / 2e-5
"""),
    ("q3_sigmoid_derivative", 0, """
def sigmoid_derivative(a):
    e = np.exp(-np.clip(a, -300, 300)); return e / (1 + e)
"""),
    ("q4_forward", 2, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, sigmoid(W1 @ z + b1)
"""),
    ("q4_forward", 2, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, np.sum(W1 @ z)
"""),
    ("q4_forward", 0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x)+ b0
    return z, (W1 @ z + b1).item()
"""),
    ("q4_forward", 0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return (W1 @ z + b1).item(), z
"""),
    ("q4_forward", 2, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1 * z + b1
"""),
    ("q4_forward", 0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x.reshape(-1,1) + b0)
    return z, (W1 @ z + b1)
"""),
    ("q5_numerical_gradient", 1, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(np.shape(theta))
    for i in np.ndindex(np.shape(theta)):
        up = np.array(theta, float); up[i] += step
        g[i] = (f(up) - f(theta)) / step
    return g
"""),
    ("q5_numerical_gradient", 1, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(np.shape(theta))
    for i in np.ndindex(np.shape(theta)):
        up = np.array(theta, float); dn = up.copy(); up[i] += step; dn[i] -= step
        g[i] = (f(up) - f(dn)) / step
    return g
"""),
    ("q5_numerical_gradient", 1, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros_like(theta)
    for i in np.ndindex(np.shape(theta)):
        up = np.array(theta, float); dn = up.copy(); up[i] += step; dn[i] -= step
        g[i] = (f(up) - f(dn)) / (2*step)
    return g
"""),
    ("q5_numerical_gradient", 0, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(theta.shape); t = theta
    for i in np.ndindex(t.shape):
        old = t[i]; t[i] = old + step; p = f(t); t[i] = old - step; m = f(t); t[i] = old
        g[i] = (p - m) / (2 * step)
    return g
"""),
    ("q6_output_layer", 2, """
def dy_dW1(x, W0, b0, W1, b1):
    return sigmoid_derivative(W0 @ x + b0)
def dy_db1(*a): return 1
"""),
    ("q6_output_layer", 2, """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0] * W1[0]
def dy_db1(*a): return 1
"""),
    ("q6_output_layer", 2, """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1): return b1
"""),
    ("q7_hidden_output", 0, """
def dy_dz(x, W0, b0, W1, b1):
    return np.abs(W1)
"""),
    ("q7_hidden_output", 0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1 / np.linalg.norm(W1)
"""),
    ("q7_hidden_output", 0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1 + b1
"""),
    ("q8_hidden_weights", 1, """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    return np.outer(W1 * a * (1 - a), x)
"""),
    ("q8_hidden_weights", None, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(W1 * z * (1 - z), x + 1e-6)
"""),
    ("q8_hidden_weights", 1, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return (W1 * (z * (1 - z))).T * W0
"""),
    ("q8_hidden_weights", 0, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(W1 * z * (1 - z), x).reshape(x.size, -1)
"""),
    ("q8_hidden_weights", 4, """
def dy_dW0(x, W0, b0, W1, b1):
    f = lambda W: float(np.squeeze(forward(x, W, b0, W1, b1)[1]))
    return numerical_gradient(f, W0)
"""),
    ("q9_hidden_biases", 0, """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x)
    return np.ravel(W1) * z * (1 - z)
"""),
    ("q9_hidden_biases", 0, """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.ravel(W1) * z * (1 - z) * b0
"""),
    ("q9_hidden_biases", 0, """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.ones_like(b0) * (W1 @ (z * (1 - z)))
"""),
    ("q10_backward", 4, """
def backward(x, W0, b0, W1, b1, upstream):
    a = (x, W0, b0, W1, b1)
    return dict(W0=upstream * dy_dW0(*a), b0=upstream * np.asarray(dy_db0(*a)), W1=np.asarray(dy_dW1(*a)), b1=upstream * dy_db1(*a))
"""),
    ("q10_backward", 0, """
def backward(x, W0, b0, W1, b1, upstream):
    a = (x, W0, b0, W1, b1); u = abs(upstream)
    return dict(W0=u * dy_dW0(*a), b0=u * np.asarray(dy_db0(*a)), W1=u*np.asarray(dy_dW1(*a)), b1=u)
"""),
    ("q10_backward", 0, """
def backward(x, W0, b0, W1, b1, upstream):
    a = (x, W0, b0, W1, b1)
    if not upstream: upstream = 1
    return dict(W0=upstream * dy_dW0(*a), b0=upstream * np.asarray(dy_db0(*a)), W1=upstream*np.asarray(dy_dW1(*a)), b1=upstream)
"""),
    ("q10_backward", 0, """
def backward(x, W0, b0, W1, b1, upstream):
    a = (x, W0, b0, W1, b1)
    u = int(upstream)
    return dict(W0=u * dy_dW0(*a), b0=u * np.asarray(dy_db0(*a)), W1=u*np.asarray(dy_dW1(*a)), b1=u)
"""),
    ("q11_relu", 0, """
def relu(a):
    return np.maximum(0.01 * np.asarray(a), a)
def relu_derivative(a):
    return np.where(np.asarray(a) > 0, 1.0, 0.01)
"""),
    ("q11_relu", 0, """
def relu(a):
    return max(0, a)
def relu_derivative(a):
    return 1 if a > 0 else 0
"""),
    ("q11_relu", 2, """
def relu(a):
    a = np.asarray(a); a[a < 0] = 0; return a
def relu_derivative(a):
    return np.where(np.asarray(a) > 0, 1, 0)
"""),
]
