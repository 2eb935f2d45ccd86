"""Right and wrong work for `chain_rule`, the fourth round."""

FULL = "full"
VECTORS = """
def linear_gradient(b, x):
    return {}
def square_gradient(x):
    return {}
def quadratic_gradient(B, x):
    return {}
"""
STEP = "def gradient_step(w, gradient, learning_rate):\n    {}\n    return w\n"
WORKS = [
    ("q8_vector_derivatives", FULL, VECTORS.format("b.copy()", "x + x", "np.einsum('ij,j->i', B, x) + x @ B")),
    ("q8_vector_derivatives", 2, VECTORS.format("b", "2 * x", "2 * B @ x")),
    ("q8_vector_derivatives", 2, VECTORS.format("b", "x", "(B + B.T) @ x")),
    ("q8_vector_derivatives", 2, VECTORS.format("x", "2 * x", "(B + B.T) @ x")),
    ("q7_gradient_step", FULL, STEP.format("w = w - np.multiply(learning_rate, gradient)")),
    ("q7_gradient_step", None, STEP.format("w = w + learning_rate * gradient")),
    ("q7_gradient_step", None, STEP.format("w[:] = w - learning_rate * gradient")),
    ("q5_upstream", FULL, "weight_gradient = lambda inputs, upstream: [upstream * v for v in inputs]"),
    ("q5_upstream", 1, "weight_gradient = lambda inputs, upstream: upstream * inputs[:3]"),
    ("q5_upstream", 0, "weight_gradient = lambda inputs, upstream: 5 * inputs"),
]
