"""Right and wrong work for `chain_rule`, written from the published interface before there was a catalogue."""

FULL = "full"

WORKS = [
    (
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
    (
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
    (
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
    (
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
    (
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
    (
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
    (
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
    (
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
    (
        "q3_total_derivatives",
        1.5,
        """
def total_derivatives(w, x, y, z, c):
    p = local_partials(w, x, y, z, c)
    return {"dv/dc": p["dv/dc"], "dv/dw": p["dv/da"] * p["da/dw"], "dv/dx": p["dv/da"] * p["da/dx"],
            "dv/dy": p["dv/da"] * p["da/dy"], "dv/dz": p["dv/db"] * p["db/dz"]}
""",
    ),
    (
        "q3_total_derivatives",
        0,
        """
def total_derivatives(w, x, y, z, c):
    p = local_partials(w, x, y, z, 1)
    return {k: 0.0 for k in ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")}
""",
    ),
    (
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
    (
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
    (
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
    (
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
    (
        "q5_upstream",
        FULL,
        """
def weight_gradient(inputs, upstream):
    return [upstream * v for v in inputs]
""",
    ),
    (
        "q5_upstream",
        1,
        """
def weight_gradient(inputs, upstream):
    a, b, c = inputs
    return np.array([a, b, c]) * upstream
""",
    ),
    (
        "q5_upstream",
        0,
        """
def weight_gradient(inputs, upstream):
    return 5 * inputs
""",
    ),
    (
        "q6_squared_loss",
        FULL,
        """
def squared_loss(w, inputs, target):
    return np.square(np.sum(w * inputs) - target)

def squared_loss_gradient(w, inputs, target):
    return (2 * (w @ inputs - target) * inputs).reshape(-1, 1)
""",
    ),
    (
        "q6_squared_loss",
        2,
        """
def squared_loss(w, inputs, target):
    return (target - np.dot(w, inputs)) ** 2

def squared_loss_gradient(w, inputs, target):
    return 2 * (target - np.dot(w, inputs)) * inputs
""",
    ),
    (
        "q6_squared_loss",
        2,
        """
def squared_loss(w, inputs, target):
    return 0.5 * (np.dot(w, inputs) - target) ** 2

def squared_loss_gradient(w, inputs, target):
    return 2 * (np.dot(w, inputs) - target) * inputs
""",
    ),
    (
        "q7_gradient_step",
        FULL,
        """
def gradient_step(w, gradient, learning_rate):
    return np.array([wi - learning_rate * gi for wi, gi in zip(w, gradient)])
""",
    ),
    (
        "q7_gradient_step",
        None,
        """
def gradient_step(w, gradient, learning_rate):
    w[:] = w - learning_rate * gradient
    return w * 1.0 if w.dtype == float else w
""",
    ),
    (
        "q7_gradient_step",
        1,
        """
def gradient_step(w, gradient, learning_rate):
    return w + learning_rate * gradient
""",
    ),
    (
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
    (
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
    (
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
