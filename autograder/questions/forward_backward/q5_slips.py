"""Known wrong and right implementations of central differences."""

from __future__ import annotations

from autograder.questions.schema import Slip, Variant


def _answer(difference: str, moved: str = "t = np.array(theta, dtype=float)") -> str:
    """Return an implementation on a copy of theta, given the expression for entry `i`; `move` evaluates f nearby."""
    return (
        f"def numerical_gradient(f, theta, step=1e-5):\n    gradient = np.zeros(np.shape(theta))\n"
        f"    def move(i, by):\n        {moved}\n        t[i] += by\n        return f(t)\n"
        f"    for i in np.ndindex(gradient.shape):\n        gradient[i] = {difference}\n    return gradient\n"
    )


_CENTRAL = "(move(i, step) - move(i, -step)) / (2 * step)"

_IN_PLACE = """
def numerical_gradient(f, theta, step=1e-5):
    theta = theta if theta.dtype == float else theta.astype(float)
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        {before}
        theta[i] += step
        up = f(theta)
        theta[i] -= 2 * step
        down = f(theta)
        {after}
        gradient[i] = (up - down) / (2 * step)
    return gradient
"""

SLIPS = (
    Slip("one_sided", "The difference is taken on one side only: its error shrinks like the step, not like its square.",
         _answer("(move(i, step) - move(i, 0.0)) / step")),
    Slip("one_sided_below", "The difference is taken on one side only, below: its error shrinks like the step, not "
         "like its square.",
         _answer("(move(i, 0.0) - move(i, -step)) / step")),
    Slip("second_difference", "That is the second derivative: three points, and a division by the square of the step.",
         _answer("(move(i, step) - 2 * move(i, 0.0) + move(i, -step)) / step**2")),
    Slip("divided_by_square", "The difference is divided by the square of the step: once is enough.",
         _answer("(move(i, step) - move(i, -step)) / (2 * step**2)")),
    Slip("divided_by_step", "Everything is twice what it should be: how far apart are the two points?",
         _answer("(move(i, step) - move(i, -step)) / step")),
    Slip("sign_reversed", "Everything has the wrong sign: which of the two values is taken from which?",
         _answer("(move(i, -step) - move(i, step)) / (2 * step)")),
    Slip("values_added", "The two values are added: a slope is made of their difference.",
         _answer("(move(i, step) + move(i, -step)) / (2 * step)")),
    Slip("not_divided", "The differences are there, but a derivative is a difference for each unit of step.",
         _answer("move(i, step) - move(i, -step)")),
    Slip("divided_by_two_only", "Half of the difference is not a derivative yet: the size of the step is missing from "
         "the denominator.",
         _answer("(move(i, step) - move(i, -step)) / 2")),
    Slip("brackets_left_out", "… / 2 * step divides by 2 and then multiplies by the step: brackets are missing.",
         _answer("(move(i, step) - move(i, -step)) / 2 * step")),
    Slip("all_entries_at_once", "All entries are moved together, so each result mixes the slopes of all of them: "
         "move one entry and leave the others.",
         "def numerical_gradient(f, theta, step=1e-5):\n    theta = np.array(theta, dtype=float)\n"
         "    slope = (f(theta + step) - f(theta - step)) / (2 * step)\n    return np.full(theta.shape, slope)\n"),
    Slip("single_number_returned", "There is one number for the whole array: a gradient has an entry for each entry of "
         "theta.",
         "def numerical_gradient(f, theta, step=1e-5):\n    return (f(theta + step) - f(theta - step)) / (2 * step)\n"),
    Slip("rows_moved_together", "A whole row is moved at once, and a number of shape () has no length: "
         "walk over the entries of any shape.",
         _answer(_CENTRAL).replace("np.ndindex(gradient.shape)", "range(len(theta))")),
    Slip("vectors_only", "This is written for one axis: f gets an array of theta's own shape, and the result has that shape, too.",
         "def numerical_gradient(f, theta, step=1e-5):\n    theta = np.array(theta, dtype=float)\n"
         "    moves = step * np.eye(len(theta))\n"
         "    return np.array([(f(theta + m) - f(theta - m)) / (2 * step) for m in moves])\n"),
    Slip("gradient_flattened", "The numbers are right and come back as one long vector: give them theta's shape.",
         _answer(_CENTRAL).replace("return gradient", "return gradient.ravel()")),
    Slip("f_gets_flat_arrays", "f is handed a flattened array; it is a function of an array of theta's shape.",
         "def numerical_gradient(f, theta, step=1e-5):\n    flat = np.array(theta, dtype=float).ravel()\n"
         "    moves = step * np.eye(flat.size)\n"
         "    slopes = [(f(flat + m) - f(flat - m)) / (2 * step) for m in moves]\n"
         "    return np.reshape(slopes, np.shape(theta))\n"),
    Slip("moved_points_share_memory", "Both points are the same array under two names, so up and down cancel: "
         "plain assignment makes no copy.",
         "def numerical_gradient(f, theta, step=1e-5):\n    theta = np.array(theta, dtype=float)\n"
         "    gradient = np.zeros(theta.shape)\n    for i in np.ndindex(theta.shape):\n"
         "        up = down = theta.copy()\n        up[i] += step\n        down[i] -= step\n"
         "        gradient[i] = (f(up) - f(down)) / (2 * step)\n    return gradient\n"),
    Slip("integer_steps_truncated", "For integers the moved entry is cut back to an integer, so nothing moves: "
         "copy theta into an array of floats first.",
         _answer(_CENTRAL, moved="t = np.array(theta)")),
    Slip("integer_gradient", "For integers the results are cut to integers: the array that they are written into was "
         "made like theta, of integers.",
         _answer(_CENTRAL).replace("np.zeros(np.shape(theta))", "np.zeros_like(theta)")),
    Slip("theta_not_restored", "An entry that was moved is not moved back before the next one: later slopes are "
         "measured at another point.",
         _IN_PLACE.format(before="pass", after="pass")),
    Slip("theta_restored_with_rounding", "The slopes of floats are right, but adding a step and taking it off again "
         "does not bring an entry back bit for bit, and an integer is cut at once: work on a copy of floats.",
         _IN_PLACE.format(before="pass", after="theta[i] += step")),
    Slip("left_moved_when_f_raises", "All is well until f raises: then theta stays moved. Restore it in a `finally`, "
         "or work on a copy.",
         _IN_PLACE.format(before="old = theta[i]", after="theta[i] = old")),
    Slip("exception_swallowed", "An exception in f is caught and replaced by a number; the caller has to hear of it.",
         _answer(_CENTRAL).replace("        gradient[i] = ", "        try:\n            gradient[i] = ")
         .replace("    return gradient",
                  "        except Exception:\n            gradient[i] = np.nan\n    return gradient")),
    Slip("exception_replaced", "An exception in f is turned into another one; the caller should get the one that f "
         "raised.",
         _answer(_CENTRAL).replace("        gradient[i] = ", "        try:\n            gradient[i] = ")
         .replace("    return gradient", "        except Exception as e:\n            raise RuntimeError(str(e))\n"
                  "    return gradient")),
)  # fmt: skip

VARIANTS = (
    Variant("copies", _answer(_CENTRAL)),
    Variant("in_place_with_finally", """
def numerical_gradient(f, theta, step=1e-5):
    if theta.dtype.kind != "f":
        theta = theta.astype(float)
    gradient = np.zeros_like(theta)
    it = np.nditer(theta, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        i = it.multi_index
        old = theta[i].copy()
        try:
            theta[i] = old + step
            up = f(theta)
            theta[i] = old - step
            down = f(theta)
        finally:
            theta[i] = old
        gradient[i] = (up - down) / (2 * step)
        it.iternext()
    return gradient
"""),
    Variant("flat_index_and_reshape", """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.asarray(theta, dtype=np.float64)
    out = []
    for k in range(theta.size):
        move = np.zeros(theta.size)
        move[k] = step
        move = move.reshape(theta.shape)
        out.append((f(theta + move) - f(theta - move)) / (2 * step))
    return np.reshape(out, theta.shape)
"""),
    Variant("divide_by_distance_taken", """
def numerical_gradient(f, theta, step=1e-5):
    shape = np.shape(theta)
    result = np.zeros(int(np.prod(shape)))
    for k in range(result.size):
        up, down = np.array(theta, float).ravel(), np.array(theta, float).ravel()
        up[k] += step
        down[k] -= step
        result[k] = (f(up.reshape(shape)) - f(down.reshape(shape))) / (up[k] - down[k])
    return result.reshape(shape)
"""),
    Variant("five_points", _answer(
        "(move(i, -2 * step) - 8 * move(i, -step) + 8 * move(i, step) - move(i, 2 * step)) / (12 * step)")),
    Variant("half_steps", _answer("(move(i, step / 2) - move(i, -step / 2)) / step")),
    Variant("nested_lists", """
def numerical_gradient(f, theta, step=1e-5):
    theta = theta * 1.0

    def slope(i):
        e = np.zeros(np.shape(theta))
        e[i] = 1
        return (f(theta + step * e) - f(theta - step * e)) / step / 2

    def build(i):
        if len(i) == np.ndim(theta):
            return slope(i)
        return [build(i + (k,)) for k in range(np.shape(theta)[len(i)])]

    return build(())
"""),
    Variant("vectorized_helper", """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.array(theta, dtype=float)

    def one(i):
        basis = np.zeros(theta.size)
        basis[i] = 1
        basis = basis.reshape(theta.shape)
        return 0.5 * (f(theta + step * basis) - f(theta - step * basis)) / step

    return np.vectorize(one, otypes=[float])(np.arange(theta.size).reshape(theta.shape))
"""),
)  # fmt: skip
