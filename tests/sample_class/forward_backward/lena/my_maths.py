import numpy as np


def stable_sigmoid(a):
    """Never overflows."""
    return np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))
