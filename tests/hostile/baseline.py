"""The honest submission that every attack is built on: some questions right, most wrong."""

CELLS = (
    """
import numpy as np

def perceptron(x, w, b):
    return 1 if w @ x + b > 0 else 0

def sigmoid(a):
    return 0.5 * (1 + np.tanh(np.asarray(a) / 2))
""",
    """
def sigmoid_derivative(a):
    return sigmoid(a) * sigmoid(-np.asarray(a))

def forward(x, W0, b0, W1, b1):
    z = sigmoid(W0 @ x + b0)
    return z, float((W1 @ z)[0]) + b1

def numerical_gradient(f, theta, step=1e-5):
    return np.zeros(np.shape(theta))
""",
    """
def dy_dW1(x, W0, b0, W1, b1):
    return b0

def dy_db1(x, W0, b0, W1, b1):
    return 1.0

def dy_dz(x, W0, b0, W1, b1):
    return 2 * W1

def dy_dW0(x, W0, b0, W1, b1):
    return np.outer(b0, x)

def dy_db0(x, W0, b0, W1, b1):
    return b0 - 1

def backward(x, W0, b0, W1, b1, upstream):
    return {"W0": W0, "b0": b0, "W1": W1, "b1": b1}

def relu(a):
    return np.maximum(a, 0)

def relu_derivative(a):
    return np.asarray(a) * 0.0
""",
)

# What every attack may use: a record of what stopped it, and the functions that are wrong and worth replacing.
PRELUDE = """
import os, sys
stopped = []
GRADED = ["numerical_gradient", "dy_dW1", "dy_dz", "dy_dW0", "dy_db0", "backward", "relu_derivative"]

def attempt(action, *args, **kwargs):
    try:
        result = action(*args, **kwargs)
    except BaseException as error:
        stopped.append(f"{type(error).__name__}: {error}"[:120])
        return None
    stopped.append("got through")
    return result

def steal(namespace):
    for name in GRADED:
        if callable(namespace.get(name)):
            globals()[name] = namespace[name]
"""
