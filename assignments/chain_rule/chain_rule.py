# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# chain_rule.py
#
# The same questions as in chain_rule.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python chain_rule.py                runs the public checks, explains the first that fails
#     python chain_rule.py q1             explains that question
#     python chain_rule.py hint q1        shows a hint for it
#     python chain_rule.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run chain_rule.py` does the same without any set-up.
# Should Python refuse to start the file at all, `python public_checks.py` says why.
# Where the text says "cell", it means the next block of code; experiments print what they show, from top to bottom.

import sys

if sys.version_info < (3, 10):
    sys.exit("This homework needs Python 3.10 or newer; this is Python %d.%d." % sys.version_info[:2])
try:
    import numpy as np
except ImportError:
    sys.exit("NumPy is not installed. Type  pip install numpy  and run this file again.")

EXPERIMENTS = "experiments" in sys.argv[1:]

if __name__ == "__main__":
    try:
        from public_checks import judge_what_is_there, main, needs, reconcile, path_values
    except ImportError:
        sys.exit("The file public_checks.py is not here: unzip chain_rule-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early


## Chain rule: from a small graph to one neuron
#
# To train a network we need to know how much the result moves when we nudge one number a little.
# The chain rule tells us, and backpropagation is the chain rule with good bookkeeping. In this
# notebook you do the bookkeeping by hand on a graph of eight variables, then on a single neuron,
# so that the network of the next notebook holds no surprises.
#
# - Time: about 85 minutes in two sittings: Part 1 (pen and paper turned into code) about 50, Part
#   2 (one neuron) about 35. Estimated per question: q1 15, q2 10, q3 10, q4 15, q5 5, q6 10, q7
#   10, q8 10 minutes.
# - Core path: q1 to q8 (about 85 minutes) are what the section's slides ask. The predictions and
#   "Test yourself" go further; they are worth the time and cost no points.
# - Points: 28. All are graded by machine. Each question has several parts, and each part earns
#   its points separately.
# - Feedback: every question comes with public checks that you can run as often as you wish. Your
#   score comes from additional hidden tests: other numbers, other lengths, awkward signs.
# - A mistake costs points only once. If a later function calls a broken earlier one, we grade the
#   later one again with a correct earlier one.
#
# You need the product rule, the derivative of a square, and the first page of any NumPy
# introduction.


## How to read this notebook
#
# Some cells ask for a prediction before you run the next cell. Predictions are never graded. Type
# one anyway; any guess counts. The first result appears only after you have typed one.
#
# Until you have written a function, cells that need it just print a reminder.


## Part 1 · The warm-up graph
#
# Everything in this part is about one function of five inputs, built in two layers:
#
#     v(a, b, c) = c(a − b)²
#
#     a(w, x, y) = (w + x + y)²
#
#     b(x, y, z) = (x − y − z)²
#
# Draw it as a graph: v at the top, with an edge down to each of a, b and c; from a an edge to
# each of w, x, y; from b an edge to each of x, y, z. Nine edges in all. (In the notebook's
# figure, arrows point the way the numbers flow, upward; derivatives are multiplied on the way
# down.) On every edge sits one local partial derivative: how fast the upper end moves when the
# lower end moves and everything else that feeds the upper end is held still.
#
# Note that x and y each reach v by two routes. That is where the chain rule earns its keep.


# Here the notebook draws a picture; this file does not.


## q1_structure (5 points) · The chain rule in symbols
#
# Before any algebra: which edges matter for which input? For each of the inputs c, w, x, y, z,
# expand the derivative of v by the multivariate chain rule: symbols of the nine edges, sums and
# products, and nothing else.
#
# The rule. Find every path from v down to the variable. Multiply the partials along each path.
# Add up the paths.
#
# A worked example, on a different graph. Let u = p q with p = s + t and q = s t. From u there are
# two paths to s, one through p and one through q:
#
#     ∂u/∂s = ∂u/∂p · ∂p/∂s + ∂u/∂q · ∂q/∂s
#
# Here we would write `r"∂u/∂p * ∂p/∂s + ∂u/∂q * ∂q/∂s"`.
#
# How to write it. As on paper: `∂v/∂a`, `dv/da` and `\frac{\partial v}{\partial a}` all count;
# for products use `*`, `·`, `\cdot` or nothing at all. Two things do not count: an evaluated
# formula such as 2c(a−b) (that is q2), and the derivative you were asked for, such as `dv/dx`, as
# its own answer. The one exception is c, which hangs directly on v: there the edge is the whole
# path.
#
# The check tells you only whether an answer can be read, not whether it is right. "Test
# yourself", after q2, lets you find out.
#
# Keep the `r` in front of the quotes, as in `r"\frac{…}{…}"`. It tells Python to leave
# backslashes alone.
#
# Stuck? `python chain_rule.py hint q1`


# Each value is a raw string, r"…", as in the worked example.
structure = {}
structure["dv/dc"] = r""
structure["dv/dw"] = r""
structure["dv/dx"] = r""
structure["dv/dy"] = r""
structure["dv/dz"] = r""


## q2_local_partials (4.5 points) · The nine edges
#
# Now the values. For given numbers w, x, y, z, c, compute the partial derivative on each of the
# nine edges and return them in a dictionary with these keys:
#
# `"dv/da"`, `"dv/db"`, `"dv/dc"`, `"da/dw"`, `"da/dx"`, `"da/dy"`, `"db/dx"`, `"db/dy"`,
# `"db/dz"`
#
# "Local" is the word to hold on to. For ∂v/∂a, pretend that a, b and c are three free numbers and
# forget where they came from. Where they came from is the business of the other edges.
#
# A worked example, again on u = p q, p = s + t, q = s t at s = 2, t = 3. The nodes are p = 5 and
# q = 6, and the edges are ∂u/∂p = q = 6, ∂u/∂q = p = 5, ∂p/∂s = 1, ∂p/∂t = 1, ∂q/∂s = t = 3,
# ∂q/∂t = s = 2.
#
# Stuck? `python chain_rule.py hint q2`


def local_partials(w, x, y, z, c):
    """The nine partial derivatives on the edges of the graph of v = c(a − b)².

    Here a = (w + x + y)² and b = (x − y − z)².

    Args:
        w, x, y, z, c: numbers, int or float, of either sign.

    Returns:
        A dict with the keys "dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy" and "db/dz",
        and a number for each.
    """
    ...


# Test yourself. The check of q1 cannot tell you whether your expansion is right, but a
# measurement can. The cell below puts your own edges (q2) into your own sums (q1) and shows them
# beside measured slopes. Two edges can agree by chance, as ∂a/∂w and ∂a/∂x do here. So it also
# puts nine different edges into your sums, those of another function on the same graph. Where a
# slope disagrees with your paths, a path or an edge is wrong; q2's check tells you which of your
# edges are right.


if EXPERIMENTS:
    print("\n== q2 ==")
    def v_of(w, x, y, z, c):
        return c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2


    def other_v(w, x, y, z, c):
        return c * (2 * w + 3 * x + 5 * y) - 17 * (7 * x + 11 * y + 13 * z)


    here = {"w": 1.0, "x": 2.0, "y": 0.5, "z": 1.0, "c": 4.0}
    names = "dv/da dv/db dv/dc da/dw da/dx da/dy db/dx db/dy db/dz".split()
    other_edges = dict(zip(names, (4, -17, 10.5, 2, 3, 5, 7, 11, 13)))
    with needs("local_partials"):
        for title, function, edges in (("v", v_of, local_partials(**here)), ("other v", other_v, other_edges)):
            for name, value in path_values(structure, edges).items():
                up, down = ({**here, name[-1]: here[name[-1]] + nudge} for nudge in (1e-5, -1e-5))
                slope = (function(**up) - function(**down)) / 2e-5
                print(f"{title:>7}, {name}: by your paths {value}, measured {slope:.6f}")


# Put your own numbers on the edges of the graph (the notebook draws it) at w = 1, x = 2, y = 0, z
# = 1, c = 3. At that point a = 9 and b = 1, so you can check each edge in your head.


# Here the notebook draws a picture; this file does not.


# Predict. Stay at w = 1, x = 2, y = 0, z = 1, c = 3. If you could nudge one input by a hair,
# which one would move v the most: w, x, y, z or c? Use the edges you have just computed, or your
# instinct.


prediction = ...  # "w", "x", "y", "z" or "c"


## q3_total_derivatives (2.5 points) · Putting the paths together
#
# Combine q1 and q2: compute the total derivatives of v with respect to c, w, x, y, z as numbers,
# with the same keys as `structure`.
#
# This is backpropagation in miniature. The nine local partials are computed once; each total
# derivative then costs a product or two. Notice that ∂v/∂a is used three times and ∂v/∂b three
# times. Compute them once and reuse them, as PyTorch does.
#
# The worked example, finished. With the edges of u above: ∂u/∂s = 6 · 1 + 5 · 3 = 21 and ∂u/∂t =
# 6 · 1 + 5 · 2 = 16.
#
# Stuck? `python chain_rule.py hint q3`


def total_derivatives(w, x, y, z, c):
    """The derivatives of v with respect to each input, along all paths of the graph.

    Args:
        w, x, y, z, c: numbers, int or float, of either sign.

    Returns:
        A dict with the keys "dv/dc", "dv/dw", "dv/dx", "dv/dy" and "dv/dz", and a number for each.
    """
    ...


if EXPERIMENTS:
    print("\n== q3 (1 of 2) ==")
    with needs("local_partials", "total_derivatives"):
        totals = total_derivatives(1, 2, 0, 1, 3)
        strongest = max(totals, key=lambda name: abs(totals[name]))
        reconcile(prediction, f"{strongest[-1]}, because {totals}")


# Reconcile. Both x and y have two paths, and the path through a carries the same amount for both.
# For one of them the two paths pull in the same direction, for the other they partly cancel.
# Which sign, on which edge, makes the difference?


## A test that knows no calculus
#
# A derivative is a limit of slopes, so any gradient can be checked by measuring slopes. Move one
# input up by a small step, then down by it, and divide the change of the output by twice the
# step. This central difference does not use your algebra, so it is an independent test. You will
# write a general one in the next notebook; here is the idea for the warm-up.


if EXPERIMENTS:
    print("\n== q3 (2 of 2) ==")
    def warm_up(w, x, y, z, c):
        return c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2


    point = {"w": 0.5, "x": 1.5, "y": -3.0, "z": 2.0, "c": 0.7}  # w + x + y is negative here, on purpose
    with needs("local_partials", "total_derivatives"):
        totals = total_derivatives(*point.values())
        for name in "cwxyz":
            up, down = dict(point), dict(point)
            up[name] += 1e-5
            down[name] -= 1e-5
            slope = (warm_up(**up) - warm_up(**down)) / 2e-5
            print(f"dv/d{name}: yours {totals['dv/d' + name]:12.6f}   measured {slope:12.6f}")


## q4_closed_form (5 points) · The same, as formulas
#
# Last step on this graph: write each total derivative as an expression in a, b, c, w, x, y, z.
# The letters a and b may stand for the values of their nodes, or you may replace them by their
# definitions, wherever you like.
#
# Any correct form counts: factored, expanded, rearranged. It is still worth simplifying. The two
# sums, for x and for y, collapse into something short, and short formulas are easy to check.
#
# A worked example. For u above, ∂u/∂s = q + p t, which we would write `r"q + p*t"`, or `r"s t +
# (s + t) t"`, or `r"2 s t + t^2"`.
#
# How to write it. `4*c*(a - b)`, `4c(a-b)` and `4 c \left(a - b\right)` are all read in the same
# way. Powers: `^2`, `**2` or `²`.
#
# The checks here tell you only whether an answer can be read, not whether it is right. The cell
# below lets you find that out by yourself.
#
# Stuck? `python chain_rule.py hint q4`


# Each value is a raw string, r"…", as in the worked example.
closed_form = {}
closed_form["dv/dc"] = r""
closed_form["dv/dw"] = r""
closed_form["dv/dx"] = r""
closed_form["dv/dy"] = r""
closed_form["dv/dz"] = r""


# Test your formulas against your own q3. Type one of them once more below, now as Python (with
# every `*`), and run the cell. Then change `key` and try the next one.


if EXPERIMENTS:
    print("\n== q4 ==")
    w, x, y, z, c = 0.5, 1.5, -3.0, 2.0, 0.7
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    key = "dv/dx"  # change it together with the formula
    my_formula = ...  # your formula for it as Python, in a, b, c, w, x, y, z
    with needs("local_partials", "total_derivatives"):
        by_paths = total_derivatives(w, x, y, z, c)[key]
        print(f"{key} by your formula:", "not typed yet" if my_formula is ... else my_formula, "  by paths:", by_paths)


## Part 2 · One neuron
#
# A neuron takes several numbers in and gives one number out: each input is multiplied by its own
# weight, and the products are added up. This part asks how its weights should change, which is
# all that learning is. The numbers flow from the inputs to the loss; the gradient comes back from
# the loss to the weights.


# Here the notebook draws a picture; this file does not.


## NumPy you need, I: numbers, arrays, and leaving arguments alone
#
# Three habits save a lot of time.
#
# 1. `*` multiplies element by element; `@` is the dot product (and the matrix product). For two
#    arrays of shape (n,), `w * x` has shape (n,) and `w @ x` is a number.
# 2. `float(…)` turns a NumPy number into a plain Python one. It refuses an array with axes, even
#    one that holds a single number: for that, write `.item()`.
# 3. `w -= 0.1` changes the array itself, also for everyone else who holds it, the caller of your
#    function included. `w - 0.1` makes a new one. In a function, prefer the second.


if EXPERIMENTS:
    print("\n== NumPy you need, I: numbers, arrays, and leaving arguments alone ==")
    u = np.array([1, 2, 3])
    print("u * u =", u * u, "  u @ u =", u @ u, "  float(u @ u) =", float(u @ u))
    print("np.array([[7.5]]).item() =", np.array([[7.5]]).item())


    def careless(array):
        array -= 1
        return array


    result = careless(u)
    print("careless(u) returned", result, "and u is now", u)


## q5_upstream (2 points) · A gradient arrives from above
#
# Look at one neuron deep inside a network. It computes
#
#     z = w₁ a + w₂ b + w₃ c + …
#
# and somewhere far above, a loss L depends on z. The layers above have already computed ∂L/∂z and
# pass it down: the upstream gradient. Your neuron needs nothing else from the rest of the
# network. By the chain rule,
#
#     ∂L/∂w₁ = ∂L/∂z · ∂z/∂w₁
#
# and the second factor is local: it is about this neuron alone. Picture one such neuron with
# three inputs, and ∂L/∂z = 5 arriving from above.
#
# Write `weight_gradient(inputs, upstream)`. `inputs` holds a, b, c, … and has shape (n,) for any
# n from 1 up; `upstream` is a number. Return the n derivatives ∂L/∂wᵢ.
#
# A worked example. With a single weight, z = w₁ a and a = 7: if ∂L/∂z = 5, then raising w₁ by
# 0.01 raises z by 0.07 and so L by 0.35, to first order. The derivative is 35.
#
# Stuck? `python chain_rule.py hint q5`


def weight_gradient(inputs, upstream):
    """∂L/∂w for a neuron z = w₁·inputs₁ + w₂·inputs₂ + …, given upstream = ∂L/∂z.

    Args:
        inputs: the neuron's inputs, shape (n,), any n ≥ 1, floats or integers.
        upstream: the derivative of the loss with respect to z, a number.

    Returns:
        An array of shape (n,): ∂L/∂wᵢ for each weight.
    """
    ...


# Predict. A neuron has the inputs 2, −1 and 0, and the upstream gradient is 5. What is the
# gradient of its three weights?


prediction = ...  # three numbers, for instance [1, 2, 3]


if EXPERIMENTS:
    print("\n== q5 ==")
    with needs("weight_gradient"):
        reconcile(prediction, weight_gradient(np.array([2.0, -1.0, 0.0]), 5.0))


# Reconcile. One of the three weights learns nothing from this example. Say in a sentence why that
# is fair: what did that weight contribute to z?


## q6_squared_loss (4 points) · A whole small network
#
# Now the upstream gradient is no longer handed to you. Our neuron makes a prediction ŷ = w · x
# (here x is `inputs`), the right answer is the target t, and the loss is the squared error:
#
#     L = (ŷ − t)²
#
# Write two functions:
#
# - `squared_loss(w, inputs, target)` returns L, a number;
# - `squared_loss_gradient(w, inputs, target)` returns ∇L, the derivatives with respect to the n
#   weights.
#
# The chain has two links: from L to ŷ, and from ŷ to the weights. The second link is exactly q5.
#
# A worked example. For w = (1, 2), x = (3, 1) and t = 4 we get ŷ = 5 and L = 1. Raise ŷ to 5.01
# and L becomes 1.0201, so L grows about twice as fast as ŷ here.
#
# Stuck? `python chain_rule.py hint q6`


def squared_loss(w, inputs, target):
    """L = (w·inputs − target)².

    Args:
        w, inputs: weights and inputs, shape (n,) each, floats or integers.
        target: the right answer, a number.

    Returns:
        The loss, a number.
    """
    ...


def squared_loss_gradient(w, inputs, target):
    """∂L/∂w of L = (w·inputs − target)².

    Args:
        w, inputs: weights and inputs, shape (n,) each, floats or integers.
        target: the right answer, a number.

    Returns:
        An array of shape (n,).
    """
    ...


# Measure again: this time your own `squared_loss`, one weight at a time.


if EXPERIMENTS:
    print("\n== q6 ==")
    w, inputs, target = np.array([0.5, -1.0, 2.0]), np.array([3.0, 1.0, -0.5]), 2.0
    with needs("squared_loss", "squared_loss_gradient"):
        yours = np.ravel(squared_loss_gradient(w, inputs, target))
        for i, nudge in enumerate(1e-5 * np.eye(3)):
            slope = (squared_loss(w + nudge, inputs, target) - squared_loss(w - nudge, inputs, target)) / 2e-5
            print(f"weight {i}: yours {yours[i]:10.6f}   measured {slope:10.6f}")


## q7_gradient_step (2 points) · One step downhill
#
# The gradient points where the loss rises fastest. So we go the other way, by a small multiple λ
# of it, the learning rate:
#
#     w_new = w_old − λ ∂L/∂w
#
# Write `gradient_step(w, gradient, learning_rate)`. Return a new array and leave both arguments
# exactly as they were; that is worth 1 of the 2 points. Integer arrays may come in, and the
# result must not be rounded to integers.
#
# A worked example. From w = (4, −1) with gradient (2, 10) and λ = 0.1 we reach (3.8, −2).
#
# Stuck? `python chain_rule.py hint q7`


def gradient_step(w, gradient, learning_rate):
    """w − λ·gradient, as a new array.

    Args:
        w, gradient: arrays of shape (n,), floats or integers; neither is changed.
        learning_rate: λ, a number.

    Returns:
        A new array of shape (n,).
    """
    ...


# Predict. Take inputs (2, −1), target 3, and start from w = (0, 0), so that L = 9. We make four
# steps with each of the learning rates 0.05, 0.1, 0.2 and 0.25. Bigger steps are faster, surely?
# Write one word for each rate: what will the loss do?


prediction = ...  # four words, for instance ["falls", "falls", "falls", "falls"]


if EXPERIMENTS:
    print("\n== q7 ==")
    inputs, target = np.array([2.0, -1.0]), 3.0
    with needs("squared_loss", "squared_loss_gradient", "gradient_step"):
        rows = []
        for learning_rate in (0.05, 0.1, 0.2, 0.25):
            w, losses = np.zeros(2), []
            for _ in range(5):
                losses.append(round(float(squared_loss(w, inputs, target)), 4))
                w = np.ravel(gradient_step(w, np.ravel(squared_loss_gradient(w, inputs, target)), learning_rate))
            rows.append(f"λ = {learning_rate}: losses {losses}")
        reconcile(prediction, "\n  ".join(["", *rows]))


# Reconcile. For one neuron and one example you can see through the whole story. Each step
# multiplies the error ŷ − t by the same number, 1 − 2λ x · x, and here x · x = 5. Work out that
# number for the four rates: 0.1 is perfect, 0.2 bounces forever, and beyond it each step makes
# things worse. Real networks have no such simple formula; the extra-credit notebook
# `trainability` shows how intricate the border between falling and blowing up becomes.


## q8_vector_derivatives (3 points) · Three derivatives worth knowing by heart
#
# You could always differentiate one coordinate at a time. But three patterns turn up so often
# that it pays to know them as vectors. For x of shape (n,), write the gradient, shape (n,), of
#
#   | function | what you write | scalar cousin
#   | bᵀ x | `linear_gradient(b, x)` | bx, whose derivative is b
#   | xᵀ B | (each column of B is such a b) | bx, whose derivative is b: here it is B
#   | xᵀ x | `square_gradient(x)` | x², whose derivative is 2x
#   | xᵀ B x | `quadratic_gradient(B, x)` | bx², whose derivative is 2bx
#
# A warning about the last one. Tables, the section's slides among them, often give 2Bx. That is
# right only when B is symmetric. In xᵀ B x = Σᵢⱼ xᵢ Bᵢⱼ xⱼ the coordinate xₖ turns up twice, once
# as the left factor and once as the right one, so its derivative collects row k and column k of
# B. In general the gradient is (B + Bᵀ)x, and B need not be symmetric here.
#
# A worked example. Let n = 2 and let B have a single 1, in row 0 and column 1, and zeros
# elsewhere. Then xᵀ B x = x₀ x₁, whose gradient is (x₁, x₀). The table's 2Bx would give (2x₁, 0),
# which misses x₀.
#
# Stuck? `python chain_rule.py hint q8`


def linear_gradient(b, x):
    """The gradient of bᵀx with respect to x.

    Args:
        b, x: arrays of shape (n,), floats or integers.

    Returns:
        An array of shape (n,).
    """
    ...


def square_gradient(x):
    """The gradient of xᵀx with respect to x.

    Args:
        x: an array of shape (n,), floats or integers.

    Returns:
        An array of shape (n,).
    """
    ...


def quadratic_gradient(B, x):
    """The gradient of xᵀBx with respect to x, for any square B.

    Args:
        B: an array of shape (n, n), not necessarily symmetric.
        x: an array of shape (n,).

    Returns:
        An array of shape (n,).
    """
    ...


# Predict. Take B with rows (0, 1) and (−1, 0), a rotation by a quarter turn. What is the gradient
# of xᵀ B x at x = (3, 5)?


prediction = ...  # two numbers, for instance [1, 2]


if EXPERIMENTS:
    print("\n== q8 ==")
    rotation, x = np.array([[0.0, 1.0], [-1.0, 0.0]]), np.array([3.0, 5.0])
    with needs("quadratic_gradient"):
        reconcile(prediction, f"{quadratic_gradient(rotation, x)}, and x @ B @ x is {x @ rotation @ x}")


# Reconcile. A quarter turn sends every vector to one at right angles to it. So what is xᵀ B x for
# every x, and what must its gradient be? What would 2Bx have claimed?


## What next
#
# - Hand in either `chain_rule.ipynb` or `chain_rule.py`, whichever you worked in, not both. In
#   the notebook, restart the kernel and run all cells once before you do; a notebook that only
#   works in the order you happened to click is the most common way to lose points.
# - Still unsure about a path? Cover the formulas, look only at the graph, and explain to a
#   neighbor why x has two products and w one.
# - Further reading. The CS231n notes on backpropagation
#   (https://cs231n.github.io/optimization-2/) follow the same idea with circuits; 3Blue1Brown's
#   chapter on backpropagation calculus shows the one-neuron chain in pictures.
# - Next notebook: `forward_backward`, where the graph becomes a network with a hidden layer and
#   your nine edges become matrices.


if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
