"""Right and wrong work for `chain_rule`, written from the published interface alone."""

FULL = "full"

WORKS = [
    ("q2_local_partials", FULL, """
def local_partials(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    p, m = 2 * (w + x + y), 2 * (x - y - z)
    return {'dv/da': 2*c*(a-b), 'dv/db': -2*c*(a-b), 'dv/dc': (a-b)**2, **dict.fromkeys(('da/dw','da/dx','da/dy'), p), 'db/dx': m, 'db/dy': -m, 'db/dz': -m}
"""),
    ("q5_upstream", FULL, """
def weight_gradient(inputs, upstream):
    return [upstream * i for i in inputs]
"""),
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return np.linalg.norm([w @ inputs - target]) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * np.outer(inputs, w @ inputs - target)
"""),
    ("q7_gradient_step", FULL, """
def gradient_step(w, gradient, learning_rate):
    return np.subtract(w, np.multiply(learning_rate, gradient))
"""),
    ("q8_vector_derivatives", FULL, """
def linear_gradient(b, x): return b.copy()
def square_gradient(x): return x + x
def quadratic_gradient(B, x): return x @ B + x @ B.T
"""),
    ("q4_closed_form", FULL, """
closed_form = {'dv/dc': r'\\left(a-b\\right)^{2}', 'dv/dw': '4c(a-b)(w+x+y)', 'dv/dx': '2c(a-b)*2(w+x+y) - 2c(a-b)*2(x-y-z)', 'dv/dy': '4*c*(a-b)*((w+x+y)+(x-y-z))', 'dv/dz': '4c(a−b)(x−y−z)'}
"""),
    ("q4_closed_form", FULL, """
closed_form = {'dv/dc': '((w+x+y)**2-(x-y-z)**2)**2', 'dv/dw': r'4c\\,(a-b)\\cdot(w+x+y)', 'dv/dx': '4c(a-b)(w+2y+z)', 'dv/dy': '4c(a-b)(w+2x-z)', 'dv/dz': '-4c(b-a)(x-y-z)'}
"""),
    ("q1_structure", FULL, """
structure = {'dv/dc': '∂v/∂c', 'dv/dw': 'dv/dw = (dv/da)(da/dw)', 'dv/dx': r'\\frac{\\partial v}{\\partial a}\\frac{\\partial a}{\\partial x}+\\frac{\\partial v}{\\partial b}\\frac{\\partial b}{\\partial x}', 'dv/dy': 'da/dy*dv/da+db/dy*dv/db', 'dv/dz': '0*dv/da + dv/db · db/dz'}
"""),
    ("q1_structure", 4, """
structure = {'dv/dc': 'dv/dc', 'dv/dw': 'dv/da*da/dw', 'dv/dx': 'dv/da*da/dx', 'dv/dy': 'da/dy*dv/da+db/dy*dv/db', 'dv/dz': 'dv/db*db/dz'}
"""),
    ("q1_structure", 4, """
structure = {'dv/dc': '(a-b)^2', 'dv/dw': 'dv/da*da/dw', 'dv/dx': 'dv/da*da/dx+dv/db*db/dx', 'dv/dy': 'da/dy*dv/da+db/dy*dv/db', 'dv/dz': 'dv/db*db/dz'}
"""),
    ("q4_closed_form", 4, """
closed_form = {'dv/dc': '(a-b)^2', 'dv/dw': '4c(a-b)(w+x+y)', 'dv/dx': '4c(a-b)(w+2y+z)', 'dv/dy': '4c(a-b)(w+2x-z)', 'dv/dz': '-4c(a-b)(x-y-z)'}
"""),
    ("q4_closed_form", 4, """
closed_form = {'dv/dc': 'a-b^2', 'dv/dw': '4c(a-b)(w+x+y)', 'dv/dx': '4c(a-b)(w+2y+z)', 'dv/dy': '4c(a-b)(w+2x-z)', 'dv/dz': '4c(a-b)(x-y-z)'}
"""),
    ("q2_local_partials", 4, """
def local_partials(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    p, m = 2 * (w + x + y), 2 * (x - y - z)
    return {'dv/da': 2*c*(a-b), 'dv/db': 2*c*(a-b), 'dv/dc': (a-b)**2, **dict.fromkeys(('da/dw','da/dx','da/dy'), p), 'db/dx': m, 'db/dy': -m, 'db/dz': -m}
"""),
    ("q5_upstream", 1, """
def weight_gradient(inputs, upstream):
    return upstream * np.array(inputs[:3])
"""),
    ("q5_upstream", 0, """
def weight_gradient(inputs, upstream):
    return np.ones_like(inputs) * upstream
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2, """
def squared_loss(w, inputs, target):
    return np.sum((w * inputs - target) ** 2)
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q7_gradient_step", 0, """
def gradient_step(w, gradient, learning_rate):
    w -= learning_rate * gradient
    return w
"""),
    ("q7_gradient_step", 1, """
def gradient_step(w, gradient, learning_rate):
    return (w - learning_rate * gradient).astype(w.dtype)
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x): return b
def square_gradient(x): return 2 * x
def quadratic_gradient(B, x): return 2 * B @ x
"""),
    ("q8_vector_derivatives", 2, """
def linear_gradient(b, x): return x
def square_gradient(x): return 2 * x
def quadratic_gradient(B, x): return (B + B.T) @ x
"""),
]
