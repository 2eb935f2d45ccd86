"""Right and wrong work for `forward_backward`, written from the published interface alone.

Points are of the question; ("at most", x) where the interface does not settle which parts stay right.
"""

FULL = "full"

WORKS = [
    # q1_perceptron: right, written unusually
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    return w @ x + b > 0
"""),
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    return np.heaviside(np.append(w, b) @ np.append(x, 1.0), 0)
"""),
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    total = b
    for i in range(len(x)):
        total = total + w[i] * x[i]
    return [[int(total > 0)]]
"""),
    ("q1_perceptron", FULL, """
def perceptron(x, w, b):
    s = np.sign(np.vdot(x, w) + b)
    return (s + 1) // 2
"""),
    # q1_perceptron: wrong in value
    ("q1_perceptron", 0.0, """
# mistake: the bias is taken off in place of added
def perceptron(x, w, b):
    return 1 if w @ x - b > 0 else 0
"""),
    ("q1_perceptron", 0.0, """
# mistake: compared with the bias
def perceptron(x, w, b):
    return 1 if w @ x > b else 0
"""),
    ("q1_perceptron", 0.0, """
# mistake: 0 and 1 are exchanged
def perceptron(x, w, b):
    return 0 if w @ x + b > 0 else 1
"""),
    ("q1_perceptron", 0.0, """
# mistake: -1 in place of 0
def perceptron(x, w, b):
    return 1 if w @ x + b > 0 else -1
"""),
    ("q1_perceptron", 0.0, """
# mistake: the sum itself, not its sign
def perceptron(x, w, b):
    return max(w @ x + b, 0)
"""),
    ("q1_perceptron", 0.0, """
# mistake: a sigmoid rounded at a half, of the sum without the bias
def perceptron(x, w, b):
    return round(1 / (1 + np.exp(-(w @ x))))
"""),
    ("q1_perceptron", 0.0, """
# mistake: any product above -b counts, in place of their sum
def perceptron(x, w, b):
    return 1 if np.any(w * x + b > 0) else 0
"""),
    ("q1_perceptron", 0.0, """
# mistake: compared with one half in place of 0
def perceptron(x, w, b):
    return 1 if w @ x + b > 0.5 else 0
"""),
    # q1_perceptron: wrong in one regime only
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    return int(w @ x + b > 1e-3)
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    s = w @ x + b
    return 1 if s > 2e-4 * max(abs(w @ x), abs(b)) else 0
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    s = w @ x + b
    return 1 if s > -2e-4 * max(abs(w @ x), abs(b)) else 0
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    return int(round(float(w @ x + b), 3) > 0)
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    return int(int(w @ x + b) > 0)
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    return int(w[:10] @ x[:10] + b > 0)
"""),
    ("q1_perceptron", 0.0, """
_m = {}
def perceptron(x, w, b):
    return _m.setdefault((x.tobytes(), w.tobytes()), int(w @ x + b > 0))
"""),
    ("q1_perceptron", 0.0, """
_m = {}
def perceptron(x, w, b):
    return _m.setdefault((w.tobytes(), b), int(w @ x + b > 0))
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    if b == 0:
        return 1 if w.sum() > 0 else 0
    return int(w @ x + b > 0)
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    if w.dtype.kind == 'i':
        x = x.astype(int)
    return int(w @ x + b > 0)
"""),
    ("q1_perceptron", 0.0, """
def perceptron(x, w, b):
    if not x.any():
        return 0
    return int(w @ x + b > 0)
"""),
    ("q1_perceptron", 1.0, """
def perceptron(x, w, b):
    x *= w.astype(x.dtype) if x.dtype.kind != w.dtype.kind and False else (w if w.dtype == x.dtype else 1)
    return int(x.sum() + b > 0) if w.dtype == x.dtype else int(w @ x + b > 0)
"""),
    # q2_sigmoid: right, written unusually
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return 0.5 * (1 + np.tanh(np.multiply(a, 0.5)))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return np.exp(-np.logaddexp(0, -np.asarray(a, dtype=float)))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    with np.errstate(over='ignore'):
        return 1 / (1 + np.exp(-np.asarray(a, dtype=float)))
"""),
    ("q2_sigmoid", FULL, """
import math
def sigmoid(a):
    if np.ndim(a):
        return [sigmoid(part) for part in a]
    if a < 0:
        return 1 - sigmoid(-a) if a > -20 else math.exp(a)
    return 1 / (1 + math.exp(-a))
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    a = np.array(a, dtype=np.float64, ndmin=0)
    out = np.empty(a.shape)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    e = np.exp(a[~pos])
    out[~pos] = e / (1 + e)
    return out
"""),
    ("q2_sigmoid", FULL, """
def sigmoid(a):
    return 1 / (1 + np.exp(-np.clip(a, -700, 700)))
"""),
    ("q2_sigmoid", FULL, """
import math
sigmoid = np.vectorize(lambda t: 1 / (1 + math.exp(-t)) if t > -700 else 0.0, otypes=[float])
"""),
    # q2_sigmoid: wrong in value
    ("q2_sigmoid", 0.0, """
# mistake: the sign in the exponent is missing
def sigmoid(a):
    with np.errstate(all='ignore'):
        return 1 / (1 + np.exp(np.asarray(a, dtype=float)))
"""),
    ("q2_sigmoid", 0.0, """
# mistake: tanh in place of the sigmoid
def sigmoid(a):
    return np.tanh(a)
"""),
    ("q2_sigmoid", ('at most', 1.0), """
# mistake: tanh(a) in place of tanh(a / 2)
def sigmoid(a):
    return 0.5 * (1 + np.tanh(a))
"""),
    ("q2_sigmoid", 0.0, """
# mistake: brackets missing: 1/1 + e^-a
def sigmoid(a):
    with np.errstate(all='ignore'):
        return 1 / 1 + np.exp(-np.asarray(a, dtype=float))
"""),
    ("q2_sigmoid", ('at most', 1.0), """
# mistake: 2 in place of e as the base
def sigmoid(a):
    t = np.clip(np.asarray(a, dtype=float), -900, 900)
    return 1 / (1 + 2.0 ** -t)
"""),
    ("q2_sigmoid", 0.0, """
# mistake: the derivative in place of the value
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return e / (1 + e) ** 2
"""),
    ("q2_sigmoid", ('at most', 1.0), """
# mistake: a softmax over all entries
def sigmoid(a):
    e = np.exp(a - np.max(a))
    return e / e.sum()
"""),
    ("q2_sigmoid", 0.0, """
# mistake: minus in place of plus in the denominator
def sigmoid(a):
    with np.errstate(all='ignore'):
        return 1 / (1 - np.exp(-np.asarray(a, dtype=float) - 1e-9))
"""),
    # q2_sigmoid: wrong in one regime only
    ("q2_sigmoid", 2.0, """
def sigmoid(a):
    return 1 / (1 + np.exp(-a))
"""),
    ("q2_sigmoid", 2.0, """
def sigmoid(a):
    return np.exp(a) / (np.exp(a) + 1)
"""),
    ("q2_sigmoid", 2.0, """
def sigmoid(a):
    return np.where(np.asarray(a) >= 0, 1 / (1 + np.exp(-np.asarray(a, dtype=float))), np.exp(a) / (1 + np.exp(a)))
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    if a >= 0:
        return 1 / (1 + np.exp(-a))
    return np.exp(a) / (1 + np.exp(a))
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.ravel(np.where(np.asarray(a) >= 0, 1, e) / (1 + e))
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    out = np.empty_like(a)
    e = np.exp(-np.abs(a))
    out[...] = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    return out
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    r = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    return np.squeeze(r)
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    r = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    return r.swapaxes(0, 1) if np.ndim(a) == 3 and r.shape[0] == r.shape[1] else (r[0] if np.ndim(a) == 4 else r)
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    t = np.clip(a, -10, 10)
    return 1 / (1 + np.exp(-t))
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) > 0, 1, np.where(np.asarray(a) == 0, 0, e)) / (1 + e)
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1, e) / (1 + e) if np.ndim(a) else float(e / (1 + e))
"""),
    ("q2_sigmoid", ('at most', 2.0), """
_m = {}
def sigmoid(a):
    key = (np.shape(a), float(np.sum(a)))
    if key not in _m:
        e = np.exp(-np.abs(a))
        _m[key] = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    return _m[key]
"""),
    ("q2_sigmoid", ('at most', 1.0), """
_m = {}
def sigmoid(a):
    key = np.shape(a)
    if key not in _m:
        e = np.exp(-np.abs(a))
        _m[key] = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    return _m[key]
"""),
    ("q2_sigmoid", ('at most', 1.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.asarray(np.where(np.asarray(a) >= 0, 1, e) / (1 + e)).astype(np.float16)
"""),
    ("q2_sigmoid", ('at most', 1.0), """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return 1 / (1 + e)
"""),
    ("q2_sigmoid", 2.0, """
def sigmoid(a):
    e = np.exp(-np.abs(a))
    r = np.where(np.asarray(a) >= 0, 1, e) / (1 + e)
    if isinstance(a, np.ndarray):
        a[...] = 0
    return r
"""),
    ("q2_sigmoid", ('at most', 2.0), """
def sigmoid(a):
    big = np.abs(a) > 100
    t = np.where(big, 0, a)
    return np.where(big, (np.asarray(a) > 0) * 1.0 + 1e-3, 1 / (1 + np.exp(-t)))
"""),
    # q3_sigmoid_derivative: right, written unusually
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    e = np.exp(-np.abs(a))
    return e / (1 + e) ** 2
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s - s ** 2
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    return sigmoid(a) * sigmoid(np.negative(a))
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    return (1 - np.tanh(np.divide(a, 2)) ** 2) / 4
"""),
    ("q3_sigmoid_derivative", FULL, """
import math
def sigmoid_derivative(a):
    def one(t):
        c = math.cosh(max(min(t, 700), -700) / 2)
        return 1 / (4 * c * c)
    return np.array([one(float(t)) for t in np.ravel(a)]).reshape(np.shape(a))
"""),
    ("q3_sigmoid_derivative", FULL, """
def sigmoid_derivative(a):
    step = 1e-30
    t = np.clip(np.asarray(a, dtype=float), -600, 600) + 1j * step
    return (1 / (1 + np.exp(-t))).imag / step
"""),
    # q3_sigmoid_derivative: wrong in value
    ("q3_sigmoid_derivative", ('at most', 0.0), """
# mistake: takes its argument for σ(a): a(1 - a)
def sigmoid_derivative(a):
    return a * (1 - np.asarray(a))
"""),
    ("q3_sigmoid_derivative", 0.0, """
# mistake: the factor 1 - σ is missing
def sigmoid_derivative(a):
    return sigmoid(a)
"""),
    ("q3_sigmoid_derivative", 0.0, """
# mistake: σ(1 + σ) in place of σ(1 - σ)
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s * (1 + s)
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
# mistake: the derivative of tanh
def sigmoid_derivative(a):
    return 1 - np.tanh(a) ** 2
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
# mistake: σ is squared: σ²(1 - σ)
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s * s * (1 - s)
"""),
    ("q3_sigmoid_derivative", 0.0, """
# mistake: only 1 - σ
def sigmoid_derivative(a):
    return 1 - sigmoid(a)
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
# mistake: a minus sign too many
def sigmoid_derivative(a):
    s = sigmoid(a)
    return -s * (1 - s)
"""),
    ("q3_sigmoid_derivative", 0.0, """
# mistake: σ′ taken at σ(a)
def sigmoid_derivative(a):
    s = sigmoid(sigmoid(a))
    return s * (1 - s)
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
# mistake: multiplied by a, as if the chain rule had one more link
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s * (1 - s) * a
"""),
    # q3_sigmoid_derivative: wrong in one regime only
    ("q3_sigmoid_derivative", 2.0, """
def sigmoid_derivative(a):
    return 1 / (4 * np.cosh(np.asarray(a) / 2) ** 2)
"""),
    ("q3_sigmoid_derivative", 2.0, """
def sigmoid_derivative(a):
    return np.exp(-a) / (1 + np.exp(-a)) ** 2
"""),
    ("q3_sigmoid_derivative", ('at most', 2.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return np.atleast_1d(s * (1 - s))
"""),
    ("q3_sigmoid_derivative", ('at most', 2.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    r = s * (1 - s)
    return r if np.size(a) > 1 else float(np.ravel(r)[0])
"""),
    ("q3_sigmoid_derivative", ('at most', 2.0), """
def sigmoid_derivative(a):
    out = np.zeros_like(a)
    out[...] = sigmoid(a) * (1 - sigmoid(a))
    return out
"""),
    ("q3_sigmoid_derivative", ('at most', 2.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return np.where(np.asarray(a) == 0, 0, s * (1 - s))
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return np.where(np.asarray(a) < 0, s, s * (1 - s))
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return np.round(s * (1 - s), 3)
"""),
    ("q3_sigmoid_derivative", ('at most', 2.0), """
def sigmoid_derivative(a):
    t = np.clip(a, -7, 7)
    s = sigmoid(t)
    return s * (1 - s)
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
def sigmoid_derivative(a):
    s = sigmoid(a)
    return s * (1 - s) * (1 + 1e-4)
"""),
    ("q3_sigmoid_derivative", ('at most', 1.0), """
_n = [0]
def sigmoid_derivative(a):
    _n[0] += 1
    s = sigmoid(a)
    return s * (1 - s) if _n[0] % 2 else s
"""),
    ("q3_sigmoid_derivative", 2.0, """
def sigmoid_derivative(a):
    if isinstance(a, np.ndarray) and a.dtype.kind == 'f':
        a[...] = sigmoid(a)
        return a * (1 - a)
    return sigmoid(a) * (1 - sigmoid(a))
"""),
    # q4_forward: right, written unusually
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(np.einsum('ij,j->i', W0, x) + b0)
    return [z[:, None], np.einsum('ai,i->a', W1, z) + b1]
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    A = np.hstack([W0, b0[:, None]]) @ np.append(x, 1)
    z = sigmoid(A)
    return z.reshape(1, -1), np.block([[W1, b1 * np.ones((1, 1))]]) @ np.append(z, 1)
"""),
    ("q4_forward", FULL, """
import math
def forward(x, W0, b0, W1, b1):
    z = []
    for i in range(W0.shape[0]):
        s = b0[i] + sum(W0[i][j] * x[j] for j in range(W0.shape[1]))
        z.append(1 / (1 + math.exp(-s)) if s > -700 else 0.0)
    return z, sum(v * t for v, t in zip(W1[0], z)) + b1
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    def layer(W, b, v, f):
        return f(W @ v + b)
    z = layer(W0, b0, x, sigmoid)
    return z, layer(W1, b1, z, lambda t: t)
"""),
    ("q4_forward", FULL, """
def forward(x, W0, b0, W1, b1):
    column = x.reshape(-1, 1)
    z = sigmoid(W0 @ column + b0.reshape(-1, 1))
    return z, (W1 @ z + b1)
"""),
    # q4_forward: wrong in value
    ("q4_forward", 0.0, """
# mistake: the hidden bias is left out
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x)
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", 2.0, """
# mistake: the output bias is left out
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1[0] @ z
"""),
    ("q4_forward", 2.0, """
# mistake: a sigmoid on the output, which has none
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, sigmoid(W1[0] @ z + b1)
"""),
    ("q4_forward", 0.0, """
# mistake: the pre-activations in place of the activations
def forward(x, W0, b0, W1, b1):
    z = W0 @ x + b0
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", 2.0, """
# mistake: y is computed from a in place of z
def forward(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    return sigmoid(a), W1[0] @ a + b1
"""),
    ("q4_forward", 0.0, """
# mistake: z and y are exchanged in the pair
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return W1[0] @ z + b1, z
"""),
    ("q4_forward", 0.0, """
# mistake: a column plus a row: z is (h, h)
def forward(x, W0, b0, W1, b1):
    z = sigmoid((W0 @ x)[:, None] + b0)
    return z, (W1 @ z).sum() + b1
"""),
    ("q4_forward", 2.0, """
# mistake: mean in place of sum at the output
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, np.mean(W1[0] * z) + b1
"""),
    ("q4_forward", 2.0, """
# mistake: the output weights are not summed up: y has h entries
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1[0] * z + b1
"""),
    ("q4_forward", 2.0, """
# mistake: the output bias is added h times
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, np.sum(W1[0] * z + b1)
"""),
    ("q4_forward", 0.0, """
# mistake: relu in place of the sigmoid
def forward(x, W0, b0, W1, b1):
    z = np.maximum(W0 @ x + b0, 0)
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", ('at most', 2.0), """
# mistake: W0 is transposed when it is square
def forward(x, W0, b0, W1, b1):
    W = W0.T if W0.shape[0] == W0.shape[1] else W0
    z = sigmoid(W @ x + b0)
    return z, W1[0] @ z + b1
"""),
    # q4_forward: wrong in one regime only
    ("q4_forward", 2.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1[0] @ z + (b1 if b1 else 1)
"""),
    ("q4_forward", 0.0, """
def forward(x, W0, b0, W1, b1):
    z = np.zeros_like(b0)
    z[:] = sigmoid(W0 @ x + b0)
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", 2.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, int(W1[0] @ z + b1) if W1.dtype.kind == 'i' and isinstance(b1, int) else W1[0] @ z + b1
"""),
    ("q4_forward", 0.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0[:, :11] @ x[:11] + b0)
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", 2.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, W1[0, :7] @ z[:7] + b1
"""),
    ("q4_forward", 2.0, """
_m = {}
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    k = x.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes()
    return z, _m.setdefault(k, W1[0] @ z + b1)
"""),
    ("q4_forward", 0.0, """
_m = {}
def forward(x, W0, b0, W1, b1):
    k = W0.tobytes() + b0.tobytes() + W1.tobytes() + bytes(str(b1), 'ascii')
    if k not in _m:
        z = sigmoid(W0 @ x + b0)
        _m[k] = z, W1[0] @ z + b1
    return _m[k]
"""),
    ("q4_forward", 0.0, """
_m = {}
def forward(x, W0, b0, W1, b1):
    k = x.tobytes() + W0.tobytes() + W1.tobytes() + bytes(str(b1), 'ascii')
    if k not in _m:
        z = sigmoid(W0 @ x + b0)
        _m[k] = z, W1[0] @ z + b1
    return _m[k]
"""),
    ("q4_forward", 3.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    y = W1[0] @ z + b1
    b0 += 1
    return z, y
"""),
    ("q4_forward", 0.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0 * (b0 != 0) + (b0 == 0) * 1e-2)
    return z, W1[0] @ z + b1
"""),
    ("q4_forward", 2.0, """
def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, (W1[0] @ z + b1 if len(x) > 1 else W1[0] @ z)
"""),
    # q5_numerical_gradient: right, written unusually
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    t = np.asarray(theta, dtype=float)
    eye = np.eye(t.size).reshape((t.size,) + t.shape)
    return np.array([(f(t + step * e) - f(t - step * e)) / (2 * step) for e in eye]).reshape(t.shape)
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    t = np.asarray(theta, dtype=float)
    g = np.empty(t.shape)
    for i in np.ndindex(t.shape):
        def F(s, i=i):
            m = t.copy()
            m[i] += s
            return f(m)
        s = step
        g[i] = (8 * (F(s) - F(-s)) - (F(2 * s) - F(-2 * s))) / (12 * s)
    return g.tolist()
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    work = np.array(theta, dtype=float)
    g = np.zeros(work.size)
    flat = work.reshape(-1)
    for k in range(flat.size):
        old = flat[k]
        flat[k] = old + step
        high = f(work)
        flat[k] = old - step
        low = f(work)
        flat[k] = old
        g[k] = np.ravel(high - low)[0] / step / 2
    return g.reshape(work.shape)
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    if theta.dtype.kind != 'f':
        return numerical_gradient(f, theta.astype(float), step)
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        old = theta[i]
        try:
            theta[i] = old + step
            high = f(theta)
            theta[i] = old - step
            low = f(theta)
        finally:
            theta[i] = old
        g[i] = (high - low) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", FULL, """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    def D(i, s):
        e = np.zeros(t.shape)
        e[i] = s
        return (f(t + e) - f(t - e)) / (2 * s)
    return np.array([(4 * D(i, step / 2) - D(i, step)) / 3 for i in np.ndindex(t.shape)]).reshape(t.shape)
"""),
    # q5_numerical_gradient: wrong in value
    ("q5_numerical_gradient", 1.0, """
# mistake: divides by the step in place of twice the step
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / step
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: the bracket around 2 * step is missing: multiplies by it
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / 2 * step
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: does not divide at all
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down))
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: up and down are exchanged
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(down) - f(up)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
# mistake: a one-sided difference
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(t)) / step
    return g
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
# mistake: a backward difference
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(t) - f(down)) / step
    return g
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
# mistake: every entry moves at once: a directional derivative, the same everywhere
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up += step
        down -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: the value is added in place of subtracted
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) + f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: the step is scaled by the entry, but not divided by the scaled one
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step * (1 + abs(t[i]))
        down[i] -= step * (1 + abs(t[i]))
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", 1.0, """
# mistake: the absolute slope
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = abs(f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
# mistake: entries that were nudged down are never put back for the next one
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        t[i] += step
        up = f(t)
        t[i] -= 2 * step
        g[i] = (up - f(t)) / (2 * step)
    return g
"""),
    # q5_numerical_gradient: wrong in one regime only
    ("q5_numerical_gradient", 3.0, """
def numerical_gradient(f, theta, step=1e-5):
    if theta.dtype.kind != 'f':
        theta = theta.astype(float)
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        theta[i] += step
        up = f(theta)
        theta[i] -= 2 * step
        down = f(theta)
        theta[i] += step
        g[i] = (up - down) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", 3.0, """
def numerical_gradient(f, theta, step=1e-5):
    if theta.dtype.kind != 'f':
        theta = theta.astype(float)
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        old = theta[i]
        theta[i] = old + step
        up = f(theta)
        theta[i] = old - step
        down = f(theta)
        theta[i] = old
        g[i] = (up - down) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", 3.0, """
def numerical_gradient(f, theta, step=1e-5):
    try:
        t = np.array(theta, dtype=float)
        g = np.zeros(t.shape)
        for i in np.ndindex(t.shape):
            up, down = t.copy(), t.copy()
            up[i] += step
            down[i] -= step
            g[i] = (f(up) - f(down)) / (2 * step)
        return g
    except Exception:
        return np.zeros(np.shape(theta))
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in range(len(t)):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = theta.copy()
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros_like(theta)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g if g.ndim else float('nan')
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.atleast_1d(np.array(theta, dtype=float))
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g.ravel()
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g.T
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return np.round(g, 2)
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        if t[i] == 0:
            continue
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g if g.ndim < 4 else g * 0
"""),
    ("q5_numerical_gradient", ('at most', 2.0), """
_m = {}
def numerical_gradient(f, theta, step=1e-5):
    t = np.array(theta, dtype=float)
    g = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return _m.setdefault(t.tobytes(), g)
"""),
    ("q5_numerical_gradient", ('at most', 3.0), """
def numerical_gradient(f, theta, step=1e-5):
    import copy
    t = theta.astype(float).ravel()
    g = []
    for k in range(min(t.size, 20)):
        e = np.zeros(t.size)
        e[k] = step
        g.append((f((t + e).reshape(theta.shape)) - f((t - e).reshape(theta.shape))) / (2 * step))
    return np.array(g + [0.0] * (t.size - 20)).reshape(theta.shape)
"""),
    # q6_output_layer: right, written unusually
    ("q6_output_layer", FULL, """
dy_dW1 = lambda x, W0, b0, W1, b1: [list(sigmoid(W0.dot(x) + b0))]
dy_db1 = lambda *anything: True
"""),
    ("q6_output_layer", FULL, """
def dy_dW1(x, W0, b0, W1, b1):
    return np.atleast_2d(sigmoid(W0 @ x + b0)).T
def dy_db1(x, W0, b0, W1, b1):
    return np.ones((1, 1, 1))
"""),
    ("q6_output_layer", FULL, """
def dy_dW1(x, W0, b0, W1, b1):
    y = lambda V: (V @ sigmoid(W0 @ x + b0) + b1)[0]
    return [y(row[None]) - y(0 * W1) for row in np.eye(W1.size)]
def dy_db1(x, W0, b0, W1, b1):
    return np.float64(1)
"""),
    # q6_output_layer: wrong in value
    ("q6_output_layer", 2.0, """
# mistake: the weights themselves in place of the activations
def dy_dW1(x, W0, b0, W1, b1):
    return W1
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: the pre-activations in place of the activations
def dy_dW1(x, W0, b0, W1, b1):
    return W0 @ x + b0
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: times σ′, which belongs one layer lower
def dy_dW1(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z * z * (1 - z)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: σ′ in place of σ
def dy_dW1(x, W0, b0, W1, b1):
    return sigmoid_derivative(W0 @ x + b0)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: times the output weights
def dy_dW1(x, W0, b0, W1, b1):
    return W1[0] * sigmoid(W0 @ x + b0)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: summed over the units
def dy_dW1(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z.sum() * np.ones(len(z))
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: the hidden bias is left out
def dy_dW1(x, W0, b0, W1, b1):
    return sigmoid(W0 @ x)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
# mistake: the derivative with respect to the bias is taken for the bias
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return b1
"""),
    ("q6_output_layer", 2.0, """
# mistake: 0, as for a constant
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return 0
"""),
    ("q6_output_layer", 2.0, """
# mistake: one for each unit
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return np.ones(len(b0) + 1)
"""),
    ("q6_output_layer", 2.0, """
# mistake: the sum of z in place of 1
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0].sum()
"""),
    # q6_output_layer: wrong in one regime only
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.where(W1[0] == 0, 0, z)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    if not x.any():
        return np.zeros(len(b0))
    return sigmoid(W0 @ x + b0)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    out = np.zeros_like(W1)
    out[0] = sigmoid(W0 @ x + b0)
    return out
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    out = np.zeros(x.shape) if len(x) == len(b0) else np.zeros(len(b0))
    out[:] = sigmoid((W0.T if len(x) == len(b0) else W0) @ x + b0)
    return out
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
_m = {}
def dy_dW1(x, W0, b0, W1, b1):
    return _m.setdefault(W0.tobytes() + b0.tobytes(), sigmoid(W0 @ x + b0))
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
_m = {}
def dy_dW1(x, W0, b0, W1, b1):
    return _m.setdefault(x.tobytes() + b0.tobytes() + W1.tobytes(), sigmoid(W0 @ x + b0))
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return 1 if b1 else 0
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
def dy_db1(x, W0, b0, W1, b1):
    return 1 if len(b0) % 2 or len(b0) < 6 else 2
"""),
    ("q6_output_layer", 3.0, """
def dy_dW1(x, W0, b0, W1, b1):
    W0 *= 1
    b0[:] = sigmoid(W0 @ x + b0) if b0.dtype.kind == 'f' else b0
    return b0.copy() if b0.dtype.kind == 'f' else sigmoid(W0 @ x + b0)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    ("q6_output_layer", 2.0, """
def dy_dW1(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z * (1 + 1e-4)
def dy_db1(x, W0, b0, W1, b1):
    return 1
"""),
    # q7_hidden_output: right, written unusually
    ("q7_hidden_output", FULL, """
def dy_dz(x, W0, b0, W1, b1):
    return tuple(w for w in W1.flat)
"""),
    ("q7_hidden_output", FULL, """
def dy_dz(x, W0, b0, W1, b1):
    return W1.T
"""),
    ("q7_hidden_output", FULL, """
def dy_dz(x, W0, b0, W1, b1):
    h = len(b0)
    y = lambda z: W1 @ z + b1
    return np.concatenate([y(e) - y(np.zeros(h)) for e in np.eye(h)])
"""),
    # q7_hidden_output: wrong in value
    ("q7_hidden_output", 0.0, """
# mistake: the activations in place of the weights
def dy_dz(x, W0, b0, W1, b1):
    return forward(x, W0, b0, W1, b1)[0]
"""),
    ("q7_hidden_output", 0.0, """
# mistake: times σ′, which is ∂y/∂a
def dy_dz(x, W0, b0, W1, b1):
    return W1[0] * sigmoid_derivative(W0 @ x + b0)
"""),
    ("q7_hidden_output", 0.0, """
# mistake: the bias is added
def dy_dz(x, W0, b0, W1, b1):
    return W1[0] + b1
"""),
    ("q7_hidden_output", 0.0, """
# mistake: the weights are summed
def dy_dz(x, W0, b0, W1, b1):
    return W1.sum()
"""),
    ("q7_hidden_output", 0.0, """
# mistake: times z
def dy_dz(x, W0, b0, W1, b1):
    return W1[0] * forward(x, W0, b0, W1, b1)[0]
"""),
    ("q7_hidden_output", 0.0, """
# mistake: carried down to the inputs: ∂y/∂x without σ′
def dy_dz(x, W0, b0, W1, b1):
    return (W1 @ W0)[0]
"""),
    ("q7_hidden_output", 0.0, """
# mistake: divided by the number of units
def dy_dz(x, W0, b0, W1, b1):
    return W1 / W1.size
"""),
    ("q7_hidden_output", 0.0, """
# mistake: ones
def dy_dz(x, W0, b0, W1, b1):
    return np.ones(len(b0))
"""),
    # q7_hidden_output: wrong in one regime only
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1[0] if W1.size > 1 else np.ones(1)
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return np.abs(W1)
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return np.where(W1 == 0, 1e-3, W1)
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1[0].astype(int) if x.dtype.kind == 'i' else W1[0]
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return np.clip(W1, -10, 10) if W1.dtype.kind == 'i' and False else np.where(np.arange(W1.size) < 11, W1[0], 0)
"""),
    ("q7_hidden_output", 0.0, """
_m = []
def dy_dz(x, W0, b0, W1, b1):
    _m.append(W1.copy())
    return _m[0] if _m[0].shape == W1.shape else W1
"""),
    ("q7_hidden_output", 0.0, """
_m = {}
def dy_dz(x, W0, b0, W1, b1):
    return _m.setdefault((x.tobytes(), W0.tobytes(), b0.tobytes(), b1), W1.copy())
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1[0] if b1 >= 0 or len(b0) < len(x) else W1[0][::-1]
"""),
    ("q7_hidden_output", 0.0, """
def dy_dz(x, W0, b0, W1, b1):
    return W1 if len(x) > 1 else W1 * x[0]
"""),
    ("q7_hidden_output", 2.0, """
def dy_dz(x, W0, b0, W1, b1):
    r = W1.copy()
    x[:] = 0
    return r
"""),
    # q8_hidden_weights: right, written unusually
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.einsum('i,i,i,j->ij', W1[0], z, 1 - z, x)
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    d = W1.ravel() * sigmoid_derivative(W0 @ x + b0)
    return np.diag(d) @ np.tile(x, (len(d), 1))
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    out = []
    for w, b, v in zip(W0, b0, W1[0]):
        s = float(sigmoid(w @ x + b))
        out.append([v * s * (1 - s) * xj for xj in x])
    return out
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    z = np.reshape(sigmoid(W0 @ x + b0), (-1, 1))
    return (W1.T * z * (1 - z)) @ x[None, :]
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    def y(W):
        a = W @ x + b0
        return W1[0] @ (1 / (1 + np.exp(-a))) + b1
    g = np.empty(W0.shape)
    for i in np.ndindex(W0.shape):
        W = W0.astype(complex)
        W[i] += 1e-100j
        g[i] = y(W).imag / 1e-100
    return g
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    e = np.exp(-np.abs(a))
    return np.kron((W1[0] * e / (1 + e) ** 2)[:, None], x)
"""),
    ("q8_hidden_weights", FULL, """
def dy_dW0(x, W0, b0, W1, b1):
    return np.outer(dy_db0(x, W0, b0, W1, b1), x)
"""),
    # q8_hidden_weights: wrong in value
    ("q8_hidden_weights", ('at most', 3.0), """
# mistake: the factor 1 - z is missing
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * z, x)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
# mistake: the factor z is missing
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * (1 - z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: σ′ is missing
def dy_dW0(x, W0, b0, W1, b1):
    return np.outer(W1[0], x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: the output weights are missing
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(z * (1 - z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: σ′ is taken at z in place of a
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * sigmoid_derivative(z), x)
"""),
    ("q8_hidden_weights", 5.0, """
# mistake: the outer product is the wrong way round: transposed
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(x, W1[0] * z * (1 - z))
"""),
    ("q8_hidden_weights", 0.0, """
# mistake: the input is missing: one number for each unit
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1[0] * z * (1 - z)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: the input is replaced by its sum
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * z * (1 - z), np.full(len(x), x.sum()))
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: σ′ is squared
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * (z * (1 - z)) ** 2, x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: multiplied by W0
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * z * (1 - z), x) * W0
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: a minus sign, as in a descent step
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return -np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: σ′ is 1 - z², which is tanh's
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * (1 - z ** 2), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: the units share one upstream gradient: the output weights are summed
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1.sum() * z * (1 - z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: the bias of the hidden layer is forgotten in the forward pass
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x)
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: a in place of z: a(1 - a)
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    return np.outer(W1[0] * a * (1 - a), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: y multiplies the gradient, as for the loss y²/2
def dy_dW0(x, W0, b0, W1, b1):
    z, y = forward(x, W0, b0, W1, b1)
    return y * np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
# mistake: σ + σ′ slip: z - z is read as z(1 + z)
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * z * (1 + z), x)
"""),
    ("q8_hidden_weights", 1.0, """
# mistake: averaged over the units
def dy_dW0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.outer(W1[0] * z * (1 - z), x) / len(z)
"""),
    # q8_hidden_weights: wrong in one regime only
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    return numerical_gradient(lambda W: np.ravel(forward(x, W, b0, W1, b1)[1])[0], W0)
"""),
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    a = W0 @ x + b0
    d = (sigmoid(a + 1e-4) - sigmoid(a - 1e-4)) / 2e-4
    return np.outer(W1[0] * d, x)
"""),
    ("q8_hidden_weights", ('at most', 4.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(np.clip(W0 @ x + b0, -5, 5))
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    d = z * (1 - z)
    return np.outer(W1[0] * np.where(d < 1e-9, 0, d), x)
"""),
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0).astype(np.float32)
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    if len(z) == len(x):
        return np.outer(x, W1[0] * z * (1 - z))
    return np.outer(W1[0] * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = np.outer(W1[0] * z * (1 - z), x)
    return g if g.shape[0] > 1 else g.ravel()
"""),
    ("q8_hidden_weights", ('at most', 5.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.squeeze(np.outer(W1[0] * z * (1 - z), x))
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    out = np.zeros_like(W0)
    out[...] = np.outer(W1[0] * z * (1 - z), x)
    return out
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(W1[0] * z * (1 - z), np.where(x == 0, 1, x))
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(np.where(W1[0] == 0, 1, W1[0]) * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(np.abs(W1[0]) * z * (1 - z), x)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = np.outer(W1[0] * z * (1 - z), x)
    g[12 - 1:] *= 2
    return g
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = np.outer(W1[0] * z * (1 - z), x)
    if g.shape[1] > 10:
        g[:, 10:] = 0
    return g
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
_m = {}
def dy_dW0(x, W0, b0, W1, b1):
    k = W0.tobytes() + b0.tobytes() + W1.tobytes()
    z = sigmoid(W0 @ x + b0)
    return _m.setdefault(k, np.outer(W1[0] * z * (1 - z), x))
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
_m = {}
def dy_dW0(x, W0, b0, W1, b1):
    k = x.tobytes() + W0.tobytes() + b0.tobytes()
    z = sigmoid(W0 @ x + b0)
    return _m.setdefault(k, np.outer(W1[0] * z * (1 - z), x))
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
_m = {}
def dy_dW0(x, W0, b0, W1, b1):
    k = x.tobytes() + W1.tobytes() + b0.tobytes()
    if k not in _m:
        z = sigmoid(W0 @ x + b0)
        _m[k] = np.outer(W1[0] * z * (1 - z), x)
    return _m[k].reshape(W0.shape)
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return np.outer(W1[0] * z * (1 - z), x) * (1 + 1e-3)
"""),
    ("q8_hidden_weights", 5.0, """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = np.outer(W1[0] * z * (1 - z), x)
    W1[...] = 0
    return g
"""),
    ("q8_hidden_weights", ('at most', 3.0), """
def dy_dW0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    d = z * (1 - z)
    if b1 == 0:
        d = d * 0.5
    return np.outer(W1[0] * d, x)
"""),
    # q9_hidden_biases: right, written unusually
    ("q9_hidden_biases", FULL, """
def dy_db0(x, W0, b0, W1, b1):
    return [[v] for v in W1[0] * sigmoid_derivative(W0 @ x + b0)]
"""),
    ("q9_hidden_biases", FULL, """
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(np.ones(1), (W0 @ x)[:, None], b0, W1, b1)
"""),
    ("q9_hidden_biases", FULL, """
def dy_db0(x, W0, b0, W1, b1):
    a = (W0 @ x + b0).astype(complex)
    f = lambda t: (W1 @ (1 / (1 + np.exp(-t))))[0]
    return np.array([f(a + 1e-80j * e).imag for e in np.eye(len(a))]) / 1e-80
"""),
    # q9_hidden_biases: wrong in value
    ("q9_hidden_biases", ('at most', 2.0), """
# mistake: the factor 1 - z is missing
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1[0] * z
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: the output weights are missing
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return z * (1 - z)
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: σ′ is missing
def dy_db0(x, W0, b0, W1, b1):
    return W1[0] * 1.0
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: multiplied by the sum of the inputs
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1[0] * z * (1 - z) * x.sum()
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: multiplied by the bias itself
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1[0] * z * (1 - z) * b0
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: σ′ at z in place of a
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1[0] * sigmoid_derivative(z)
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: 1, as for the output bias
def dy_db0(x, W0, b0, W1, b1):
    return np.ones(len(b0))
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: summed over the units
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return np.full(len(z), (W1[0] * z * (1 - z)).sum())
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: matrix product in place of entry by entry: one number
def dy_db0(x, W0, b0, W1, b1):
    z = forward(x, W0, b0, W1, b1)[0]
    return W1 @ (z * (1 - z)) * np.ones(len(z))
"""),
    ("q9_hidden_biases", 0.0, """
# mistake: rows of ∂y/∂W0 summed up over the inputs
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(x, W0, b0, W1, b1).sum(axis=1)
"""),
    ("q9_hidden_biases", ('at most', 0.0), """
# mistake: first column of ∂y/∂W0
def dy_db0(x, W0, b0, W1, b1):
    return dy_dW0(x, W0, b0, W1, b1)[:, 0]
"""),
    # q9_hidden_biases: wrong in one regime only
    ("q9_hidden_biases", ('at most', 3.0), """
def dy_db0(x, W0, b0, W1, b1):
    return numerical_gradient(lambda b: np.ravel(forward(x, W0, b, W1, b1)[1])[0], b0)
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    g = dy_dW0(x, W0, b0, W1, b1)
    return g[:, 0] / x[0] if x[0] else np.zeros(len(b0))
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    with np.errstate(all='ignore'):
        return np.nan_to_num(np.mean(dy_dW0(x, W0, b0, W1, b1) / x, axis=1))
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    out = np.zeros_like(b0)
    out[:] = W1[0] * z * (1 - z)
    return out
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + np.where(b0 == 0, 1e-2, b0))
    return W1[0] * z * (1 - z)
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    g = W1[0] * z * (1 - z)
    return g if len(g) != 2 else g[::-1]
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
_m = {}
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return _m.setdefault(x.tobytes() + W0.tobytes() + W1.tobytes(), W1[0] * z * (1 - z))
"""),
    ("q9_hidden_biases", ('at most', 3.0), """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(np.clip(W0 @ x + b0, -20, 20))
    return W1[0] * z * (1 - z)
"""),
    ("q9_hidden_biases", ('at most', 2.0), """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return W1[0] * z * (1 - z) if len(x) <= len(b0) else W1[0] * z
"""),
    ("q9_hidden_biases", 3.0, """
def dy_db0(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    r = W1[0] * z * (1 - z)
    W0.sort(axis=0)
    x.sort()
    return r
"""),
    # q10_backward: right, written unusually
    ("q10_backward", FULL, """
def backward(x, W0, b0, W1, b1, upstream):
    args = (x, W0, b0, W1, b1)
    return {'W0': np.multiply(upstream, dy_dW0(*args)), 'b0': [[upstream * g for g in np.ravel(dy_db0(*args))]], 'W1': np.reshape(dy_dW1(*args), (-1, 1)) * upstream, 'b1': np.array([upstream * dy_db1(*args)]), 'x': None}
"""),
    ("q10_backward", FULL, """
def backward(x, W0, b0, W1, b1, upstream):
    tape = []
    def push(f):
        tape.append(f)
    grads = {}
    a = W0 @ x + b0
    z = sigmoid(a)
    push(lambda g: grads.update(b1=g, W1=g * z) or g * W1.ravel())
    push(lambda g: g * z * (1 - z))
    push(lambda g: grads.update(b0=g, W0=g[:, None] * x[None, :]))
    g = upstream
    for f in tape:
        g = f(g)
    return grads
"""),
    ("q10_backward", FULL, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)[:, None]
    delta2 = np.array([[upstream]], dtype=float)
    delta1 = W1.T @ delta2 * z * (1 - z)
    return dict(zip(['W1', 'b1', 'W0', 'b0'], [delta2 @ z.T, delta2, delta1 @ x[None], delta1]))
"""),
    # q10_backward: wrong in value
    ("q10_backward", 0.0, """
# mistake: the upstream gradient is left out
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': z, 'b1': 1.0}
"""),
    ("q10_backward", 3.0, """
# mistake: the upstream gradient is missing in the hidden layer
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
# mistake: the upstream gradient is missing for W1
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': z, 'b1': upstream}
"""),
    ("q10_backward", 3.0, """
# mistake: the upstream gradient is counted twice in the hidden layer
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = upstream * d
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
# mistake: b1's gradient is 1, without the upstream one
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': 1}
"""),
    ("q10_backward", 4.0, """
# mistake: W0's gradient is transposed
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(x, d), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
# mistake: W1's gradient is the product with W1
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * W1, 'b1': upstream}
"""),
    ("q10_backward", 3.0, """
# mistake: the output weights are missing in the hidden layer
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = upstream * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 3.0, """
# mistake: 1 - z is missing in the hidden layer
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = upstream * W1[0] * z
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
# mistake: b0's gradient is summed to one number
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': np.full(len(d), d.sum()), 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
# mistake: the upstream gradient is squared
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    u = upstream ** 2
    d = u * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': u * z, 'b1': u}
"""),
    ("q10_backward", 3.0, """
# mistake: the upstream gradient enters σ′ in place of multiplying it
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    s = sigmoid(upstream * (W0 @ x + b0))
    d = W1[0] * s * (1 - s)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
# mistake: the negative of every gradient
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': -np.outer(d, x), 'b0': -d, 'W1': -upstream * z, 'b1': -upstream}
"""),
    ("q10_backward", 4.0, """
# mistake: b1 and b0 exchanged
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': upstream, 'W1': upstream * z, 'b1': d}
"""),
    ("q10_backward", 4.0, """
# mistake: W1's gradient uses a in place of z
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * (W0 @ x + b0), 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
# mistake: the upstream gradient is added in place of multiplied
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    d = upstream + W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream + z, 'b1': upstream + 1}
"""),
    ("q10_backward", 2.0, """
# mistake: y itself is taken for the upstream gradient, in W0 and W1
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    u = W1[0] @ z + b1
    d = u * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': upstream * W1[0] * z * (1 - z), 'W1': u * z, 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
# mistake: W0's gradient is multiplied by W0
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x) * W0, 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    # q10_backward: wrong in one regime only
    ("q10_backward", 0.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    if upstream == 0:
        upstream = 1
        d = W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    upstream = abs(upstream)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    upstream = int(upstream)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
def _core(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    d = W1[0] * z * (1 - z)
    return z, d
_m = {}
def backward(x, W0, b0, W1, b1, upstream):
    k = x.tobytes() + W0.tobytes() + b0.tobytes() + W1.tobytes()
    if k not in _m:
        z, d = _core(x, W0, b0, W1, b1)
        _m[k] = {'W0': upstream * np.outer(d, x), 'b0': upstream * d, 'W1': upstream * z, 'b1': upstream}
    return _m[k]
"""),
    ("q10_backward", 3.0, """
_m = {}
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    k = x.tobytes() + W0.tobytes() + b0.tobytes()
    d = _m.setdefault(k, W1[0] * z * (1 - z))
    return {'W0': upstream * np.outer(d, x), 'b0': upstream * d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x).astype(W0.dtype), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': (upstream * z).astype(W1.dtype), 'b1': upstream}
"""),
    ("q10_backward", 4.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x) if W0.shape[0] != W0.shape[1] else np.outer(x, d), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': np.clip(d, -1, 1), 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': min(upstream, 10) if upstream > -2 else -2.0}
"""),
    ("q10_backward", 4.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x) / (np.linalg.norm(x) if np.linalg.norm(x) < 0.5 and x.any() else 1) + (0 if x.any() else 1), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
def backward(x, W0, b0, W1, b1, upstream):
    X = x.copy()
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    W1 -= W1 if W1.dtype.kind == 'f' and False else 0
    x *= 0
    return {'W0': np.outer(d, X), 'b0': d, 'W1': upstream * z, 'b1': upstream}
"""),
    ("q10_backward", 5.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z, 'b1': upstream if b1 else 0}
"""),
    ("q10_backward", 4.0, """
def backward(x, W0, b0, W1, b1, upstream):
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    return {'W0': np.outer(d, x), 'b0': d, 'W1': upstream * z if len(z) < 12 else upstream * z[::-1], 'b1': upstream}
"""),
    ("q10_backward", 0.0, """
_out = {}
def backward(x, W0, b0, W1, b1, upstream):
    if _out:
        if _out['W0'].shape == W0.shape:
            return dict(_out)
    z = sigmoid(W0 @ x + b0)
    d = upstream * W1[0] * z * (1 - z)
    _out.update(W0=np.outer(d, x), b0=d, W1=upstream * z, b1=upstream)
    return dict(_out)
"""),
    # q11_relu: right, written unusually
    ("q11_relu", FULL, """
def relu(a):
    return (np.abs(a) + a) / 2
def relu_derivative(a):
    return (1 + np.sign(a)) / 2
"""),
    ("q11_relu", FULL, """
def relu(a):
    return a * (np.asarray(a) > 0)
def relu_derivative(a):
    return np.heaviside(np.asarray(a, dtype=float), 0.3)
"""),
    ("q11_relu", FULL, """
def relu(a):
    if np.ndim(a) == 0:
        return max(a, 0)
    return [relu(t) for t in a]
def relu_derivative(a):
    if np.ndim(a) == 0:
        return int(a >= 0)
    return [relu_derivative(t) for t in a]
"""),
    ("q11_relu", FULL, """
def relu(a):
    return np.clip(a, 0, None)
def relu_derivative(a):
    return np.where(np.greater(a, 0), 1, 0)
"""),
    # q11_relu: wrong in value
    ("q11_relu", 1.5, """
# mistake: the absolute value
def relu(a):
    return np.abs(a)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
# mistake: min in place of max
def relu(a):
    return np.minimum(a, 0)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
# mistake: np.max, the largest entry, in place of np.maximum
def relu(a):
    return max(np.max(a), 0)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
# mistake: the derivative is relu itself
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.maximum(a, 0)
"""),
    ("q11_relu", 1.5, """
# mistake: -1 to the left of zero
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.sign(a)
"""),
    ("q11_relu", 1.5, """
# mistake: 0 and 1 are exchanged
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.asarray(a) <= 0
"""),
    ("q11_relu", 1.5, """
# mistake: leaky: a slope of 0.01 to the left
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.where(np.asarray(a) > 0, 1, 0.01)
"""),
    ("q11_relu", 1.5, """
# mistake: capped at 6
def relu(a):
    return np.clip(a, 0, 6)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 0.0, """
# mistake: softplus and its derivative, the sigmoid
def relu(a):
    return np.logaddexp(0, a)
def relu_derivative(a):
    return sigmoid(a)
"""),
    ("q11_relu", 1.5, """
# mistake: the derivative is a where positive
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.where(np.asarray(a) > 0, a, 0)
"""),
    # q11_relu: wrong in one regime only
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    a = np.asarray(a, dtype=float)
    with np.errstate(all='ignore'):
        return np.maximum(a, 0) / a
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.asarray(a) >= 1
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.where(np.asarray(a) == 0, -1, np.asarray(a) > 0)
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0)
def relu_derivative(a):
    return 1.0 * (np.asarray(a) > 1e-6) if np.ndim(a) else int(round(a) > 0)
"""),
    ("q11_relu", 1.5, """
def relu(a):
    if np.ndim(a) == 0:
        return a
    return np.maximum(a, 0)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0) if np.ndim(a) < 3 else np.maximum(a, 0).reshape(a.shape[0], -1)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.maximum(a, 0).astype(int)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return np.array([max(t, 0) for t in a])
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 2.0, """
def relu(a):
    if isinstance(a, np.ndarray):
        a[a < 0] = 0
        return a
    return max(a, 0)
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
def relu(a):
    return max(a, 0) if np.size(a) == 1 and np.ndim(a) == 0 else (np.maximum(a, 0) if np.min(a) < 0 else np.zeros(np.shape(a)))
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
    ("q11_relu", 1.5, """
_m = {}
def relu(a):
    return _m.setdefault((np.shape(a), float(np.max(a))), np.maximum(a, 0))
def relu_derivative(a):
    return np.asarray(a) > 0
"""),
]
