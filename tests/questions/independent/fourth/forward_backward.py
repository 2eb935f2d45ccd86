"""Right and wrong work for `forward_backward`, the fourth round."""

FULL = "full"
HEAD = "def {}(x, W0, b0, W1, b1):\n    z = np.tanh((np.einsum('hd,d->h', W0, x) + b0) / 2) / 2 + 0.5\n    return {}\n"


def network(name, value):
    return HEAD.format(name, value)


WORKS = [
    ("q7_hidden_output", FULL, network("dy_dz", "list(map(float, W1.ravel()))")),
    ("q7_hidden_output", None, network("dy_dz", "W1 * z * (1 - z)")),
    ("q7_hidden_output", None, network("dy_dz", "W1.sum(axis=1)")),
    ("q8_hidden_weights", FULL, network("dy_dW0", "np.einsum('h,h,h,d->hd', W1[0], z, 1 - z, x)")),
    ("q8_hidden_weights", FULL, network("dy_dW0", "[[w * s * (1 - s) * v for v in x] for w, s in zip(W1[0], z)]")),
    ("q8_hidden_weights", None, network("dy_dW0", "np.outer(W1 * z * (1 - z), np.abs(x))")),
    ("q8_hidden_weights", None, network("dy_dW0", "np.outer(W1[0] * z * (1 - z), x).astype(int)")),
    ("q8_hidden_weights", None, network("dy_dW0", "np.outer(W1[0] * z * (1 - z), x).reshape(W0.T.shape)")),
    ("q9_hidden_biases", FULL, network("dy_db0", "np.diag(z * (1 - z)) @ W1.T")),
    ("q9_hidden_biases", None, network("dy_db0", "W1[0] * z * (1 - z) * (b0 != 0)")),
    ("q9_hidden_biases", None, network("dy_db0", "W1[0] * (z - z ** 3)")),
    ("q10_backward", FULL, network("backward", "dict(W0=upstream * np.outer(W1[0] * z * (1 - z), x), "
     "b0=upstream * W1[0] * z * (1 - z), W1=upstream * z, b1=upstream)").replace("b1):", "b1, upstream):")),
    ("q10_backward", 5, network("backward", "dict(W0=upstream * np.outer(W1[0] * z * (1 - z), x), "
     "b0=upstream * W1[0] * z * (1 - z), W1=upstream * z, b1=1.0)").replace("b1):", "b1, upstream):")),
    ("q10_backward", None, network("backward", "dict(W0=upstream * np.outer(W1[0] * z * (1 - z), x), "
     "b0=upstream * W1[0] * z * (1 - z), W1=abs(upstream) * z, b1=upstream)").replace("b1):", "b1, upstream):")),
    ("q4_forward", 0, network("forward", "((W1 @ z + b1), z)")),
    ("q4_forward", 2, network("forward", "(z, float((W1 @ z)[0]))")),
    ("q4_forward", FULL, network("forward", "[z[:, None], sum(p * q for p, q in zip(W1[0], z)) + b1]")),
    ("q1_perceptron", FULL, "perceptron = lambda x, w, b: int(sum(p * q for p, q in zip(x, w)) > -b)"),
    ("q1_perceptron", FULL, "def perceptron(x, w, b):\n    return np.heaviside(np.vdot(x, w) + b, 0)"),
    ("q1_perceptron", None, "def perceptron(x, w, b):\n    return int(np.dot(w, x) > b)"),
    ("q1_perceptron", None, "def perceptron(x, w, b):\n    return int(np.sign(np.dot(w, x) + b))"),
    ("q1_perceptron", None, "def perceptron(x, w, b):\n    return int(np.dot(w, x) > 0)"),
    ("q2_sigmoid", FULL, "def sigmoid(a):\n    return np.exp(-np.logaddexp(0, -np.asarray(a, float)))"),
    ("q2_sigmoid", FULL, "def sigmoid(a):\n    e = np.exp(-np.abs(a))\n    return np.where(np.asarray(a) >= 0, 1, e) / (1 + e)"),
    ("q2_sigmoid", None, "def sigmoid(a):\n    return 1 / (1 + np.exp(-np.asarray(a, float)))"),
    ("q2_sigmoid", None, "def sigmoid(a):\n    out = np.zeros_like(a)\n    out[...] = (1 + np.tanh(a / 2)) / 2\n    return out"),
    ("q2_sigmoid", None, "def sigmoid(a):\n    a -= np.max(a)\n    return 1 / (1 + np.exp(-a))"),
    ("q2_sigmoid", None, "def sigmoid(a):\n    a = np.clip(a, -10, 10)\n    return 1 / (1 + np.exp(-a))"),
    ("q2_sigmoid", None, "def sigmoid(a):\n    return np.nan_to_num(np.exp(a) / (1 + np.exp(a)))"),
    ("q2_sigmoid", FULL, "def sigmoid(a):\n    return np.array([(1 + np.tanh(v / 2)) / 2 for v in np.atleast_1d(a)])"),
    ("q3_sigmoid_derivative", FULL, "def sigmoid_derivative(a):\n    t = np.exp(-np.abs(a))\n    return t / (1 + t) ** 2"),
    ("q3_sigmoid_derivative", FULL, "def sigmoid_derivative(a):\n    return (1 - np.tanh(np.divide(a, 2)) ** 2) / 4"),
    ("q3_sigmoid_derivative", None, "def sigmoid_derivative(a):\n    return a * (1 - a)"),
    ("q3_sigmoid_derivative", None, "def sigmoid_derivative(a):\n    return (1 - np.tanh(np.divide(a, 2)) ** 2) / 2"),
    ("q3_sigmoid_derivative", None, "def sigmoid_derivative(a):\n    return 1 - np.tanh(a) ** 2"),
    ("q11_relu", FULL, "relu = lambda a: (np.abs(a) + a) / 2\nrelu_derivative = lambda a: np.greater(a, 0)"),
    ("q11_relu", 1.5, "relu = lambda a: np.maximum(a, 0)\nrelu_derivative = lambda a: np.sign(a)"),
    ("q11_relu", 1.5, "relu = lambda a: np.max(a, 0)\nrelu_derivative = lambda a: np.heaviside(a, 0.5)"),
    ("q11_relu", 1.5, "relu = lambda a: np.maximum(a, 0.01 * np.asarray(a))\nrelu_derivative = lambda a: np.heaviside(a, 0)"),
    ("q11_relu", 1.5, "relu = lambda a: np.maximum(a, 0)\nrelu_derivative = lambda a: np.maximum(a, 0)"),
    ("q6_output_layer", FULL, network("dy_dW1", "z[None]") + network("dy_db1", "np.ones((1, 1))")),
    ("q6_output_layer", 2, network("dy_dW1", "z * (1 - z)") + network("dy_db1", "True")),
    ("q6_output_layer", 2, network("dy_dW1", "z") + network("dy_db1", "b1")),
    ("q6_output_layer", 2, network("dy_dW1", "z") + network("dy_db1", "np.ones(len(z))")),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.empty(np.shape(theta))
    for i in np.ndindex(g.shape):
        e = np.zeros(g.shape)
        e[i] = step
        g[i] = (f(theta + e) - f(theta - e)) / (2 * step)
    return g"""),
    ("q5_numerical_gradient", None, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.empty(np.shape(theta))
    for i in np.ndindex(g.shape):
        e = np.zeros(g.shape)
        e[i] = step
        g[i] = (f(theta + e) - f(theta)) / step
    return g"""),
    ("q5_numerical_gradient", None, """
def numerical_gradient(f, theta, step=1e-5):
    g = np.zeros(np.shape(theta))
    for i in np.ndindex(g.shape):
        old = theta[i]
        theta[i] = old + step
        up = f(theta)
        theta[i] = old - step
        g[i] = (up - f(theta)) / (2 * step)
        theta[i] = old
    return g"""),
    ("q5_numerical_gradient", None, """
def numerical_gradient(f, theta, step=1e-5):
    step = 1e-5
    g = np.empty(np.shape(theta))
    for i in np.ndindex(g.shape):
        e = np.zeros(g.shape)
        e[i] = step
        g[i] = (f(theta + e) - f(theta - e)) / step
    return g"""),
]
