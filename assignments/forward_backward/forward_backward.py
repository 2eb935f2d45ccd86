# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# forward_backward.py
#
# The same questions as in forward_backward.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python forward_backward.py                runs the public checks, explains the first that fails
#     python forward_backward.py q1             explains that question
#     python forward_backward.py hint q1        shows a hint for it
#     python forward_backward.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run forward_backward.py` does the same without any set-up.
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
        from public_checks import judge_what_is_there, main, needs, reconcile
    except ImportError:
        sys.exit("The file public_checks.py is not here: unzip forward_backward-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early


## Forward and backward through one hidden layer
#
# This notebook builds a network with one hidden layer from nothing: first the forward pass, from
# an input to an output; then the backward pass, from the output to the gradient of every weight
# and bias. Between the two you write a tool that measures any gradient without knowing any
# calculus, and from then on you can check your own algebra.
#
# - Time: two to three hours, best in two sittings. The first half goes forward, the second
#   backward. Estimated per question: q1 5, q2 15, q3 10, q4 15, q5 25, q6 10, q7 5, q8 20, q9 10,
#   q10 20, q11 10, q12 15 minutes.
# - Core path: q1 to q4, q6 to q9, q11 and q12 (about 115 minutes) are what the section's slides
#   ask and show. q5 (measuring) and q10 (one sweep) go further; they make the rest easy to check.
# - Points: 46. `q12_dead_zones` is graded by a person, everything else by machine.
# - Feedback: public checks after every question, as often as you like. Your score comes from
#   additional hidden tests: other sizes, extreme values, integers.
# - A mistake costs points only once: if `dy_dW0` calls a broken `sigmoid`, we grade it again with
#   a correct one.
#
# You need the notebook `chain_rule`, or at least its idea: multiply along a path, add over paths.


## The network and its names
#
#   | name | shape | meaning
#   | x or `x` | (d,) | one input
#   | W⁽⁰⁾ or `W0`, b⁽⁰⁾ or `b0` | (h, d), (h,) | hidden layer
#   | W⁽¹⁾ or `W1`, b⁽¹⁾ or `b1` | (1, h), a number | output layer
#   | a or `a` | (h,) | pre-activations, W⁽⁰⁾x + b⁽⁰⁾
#   | z or `z` | (h,) | hidden activations, σ(a)
#   | y or `y` | a number | output, W⁽¹⁾z + b⁽¹⁾
#
# The hidden layer has a sigmoid; the output has no activation. The numbers d and h can be
# anything from 1 up, and nothing you write should depend on their values.
#
# The layout rule. The gradient of a number with respect to an array has the shape of that array:
# one derivative for each entry, in that entry's place. For vectors we are relaxed: (h,), (1, h)
# and (h, 1) all count. For a matrix such as ∂y/∂W⁽⁰⁾ there is one right shape, (h, d); a
# transposed matrix puts every derivative in some other weight's place.


# Here the notebook draws a picture; this file does not.


# Here is a small network with d = 2 and h = 4. The cells below use it to try things out.


x = np.array([1.0, -2.0])
W0 = np.array([[0.5, -0.3], [1.2, 0.4], [-0.7, 0.9], [0.1, 0.8]])
b0 = np.array([0.1, -0.2, 0.3, 0.0])
W1 = np.array([[1.5, -2.0, 0.5, 1.0]])
b1 = 0.25


## Part 1 · Forward


## q1_perceptron (2 points) · Where it all began
#
# The oldest artificial neuron sorts inputs into two categories. It weighs its inputs, adds a
# bias, and looks at nothing but the sign: 1 if w · x + b > 0, otherwise 0. One output node, one
# yes or no.
#
# Write `perceptron(x, w, b)` for x and w of shape (d,) and a number b.
#
# A worked example. With w = (2, −1) and b = −3: the input (2, 2) gives 4 − 2 − 3 = −1, so 0; the
# input (3, 2) gives 1, so 1. The inputs for which the sum is exactly zero form a line in the
# plane: on one side of it is category 1, on the other category 0. (The case of exactly 0 is not
# tested.)
#
# Stuck? `python forward_backward.py hint q1`


def perceptron(x, w, b):
    """1 if w·x + b > 0, else 0.

    Args:
        x, w: input and weights, shape (d,) each.
        b: bias, a number.

    Returns:
        1 or 0.
    """
    ...


# Predict. Suppose we want to train a perceptron by gradient descent. If you change a weight by a
# tiny amount, how much does the output change, almost everywhere?


prediction = ...  # a number


if EXPERIMENTS:
    print("\n== q1 ==")
    with needs("perceptron"):
        w, nudge = np.array([2.0, -1.0]), np.array([1e-6, 0.0])
        inputs = np.random.default_rng(0).normal(size=(1000, 2))
        changes = [perceptron(point, w + nudge, -0.3) != perceptron(point, w, -0.3) for point in inputs]
        reconcile(prediction, f"{np.mean(changes)} on average over 1000 inputs")


# Reconcile. A step is flat on both sides of its jump. What would gradient descent do with such a
# slope? This is why the step was replaced by something smooth, which comes in q2.


## Passing data through a layer
#
# One neuron asks one question about the input. A layer asks several at once, and a matrix is the
# tidy way to write that down. Row i of W holds the weights of unit i. Lay that row over the
# input, multiply each weight by the number underneath it, add up the products: that sum is entry
# i of Wx. Then slide down to the next row and do it again.
#
# So a matrix of shape (5, 4) turns 4 numbers into 5. Its entries are floating-point numbers that
# start out more or less random; to learn these numbers is to learn the function.
#
# Each number in the result feeds every unit of the next layer. Shapes therefore have to chain:
# whatever one layer puts out, the next one's matrix must have as many columns.


# Here the notebook draws a picture; this file does not.


# Predict. An input of shape (4,) goes through a layer with a matrix of shape (5, 4), then through
# a layer with 3 units. What is the shape of the second layer's matrix?


prediction = ...  # a pair, for instance (2, 2)


if EXPERIMENTS:
    print("\n== Passing data through a layer ==")
    first = np.ones((5, 4)) @ np.ones(4)
    second_matrix = np.ones((3, len(first)))
    outputs = f"the first layer puts out {first.shape} and the second {(second_matrix @ first).shape}"
    reconcile(prediction, f"{second_matrix.shape}: {outputs}")


## NumPy you need, II: (n,) against (n, 1)
#
# An array of shape (n,) is neither a row nor a column. Mix it with a column of shape (n, 1) and
# NumPy does not complain: it stretches both into a full n × n table. This is broadcasting: very
# useful when you want it, and the most common bug in this homework when you do not. When a result
# has too many numbers, print the shapes.
#
# - `np.outer(u, v)` is the table of all products, uᵢ vⱼ, of shape (len(u), len(v)). The order of
#   u and v decides what is a row.
# - `W1` has shape (1, h), so `W1 @ z` has shape (1,): an array that holds one number. `.item()`
#   takes it out. `W1[0]` is the row itself, of shape (h,).


if EXPERIMENTS:
    print("\n== NumPy you need, II: (n,) against (n, 1) ==")
    z_flat, z_column = np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.0], [3.0]])
    print("(3,) * (3,)   has shape", (z_flat * z_flat).shape)
    print("(3,) * (3, 1) has shape", (z_flat * z_column).shape, " <- surprise")
    print("np.outer([1, 2, 3], [10, 20]) =\n", np.outer([1, 2, 3], [10, 20]))
    print("W1 @ ones has shape", (W1 @ np.ones(4)).shape, "and its .item() is", (W1 @ np.ones(4)).item())


## NumPy you need, III: np.where evaluates both sides
#
# `np.where(condition, this, that)` picks entry by entry, but only after both arrays have been
# computed in full. The side that you did not want may overflow or divide by zero on the way, and
# NumPy warns, even though the bad entries are thrown away. The remedy is to make the argument
# harmless before the dangerous function sees it.


if EXPERIMENTS:
    print("\n== NumPy you need, III: np.where evaluates both sides ==")
    import warnings

    t = np.array([-4.0, 9.0])
    for attempt in (lambda: np.where(t >= 0, np.sqrt(t), 0.0), lambda: np.where(t >= 0, np.sqrt(np.abs(t)), 0.0)):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            print(attempt(), "with", len(caught), "warning(s)", *[w.message for w in caught])


## q2_sigmoid (3 points) · A smooth step
#
# Replace the perceptron's hard step by one with a slope:
#
#     σ(a) = 1/(1 + e⁻ᵃ)
#
# It squeezes any number into the open interval between 0 and 1, is exactly ½ at 0, and never
# stops climbing.
#
# Write `sigmoid(a)` for a number or for an array of any shape, integers included, element by
# element. Large arguments are worth 1 of the 3 points: at a = ±1000 the answer must be right and
# no warning may appear. The formula as printed overflows at a = −1000, because e¹⁰⁰⁰ is more than
# a floating-point number can hold.
#
# A worked example. σ(ln 3) = 1 / (1 + 1/3) = 3/4 and σ(−ln 3) = 1/4. In general σ(−a) = 1 − σ(a).
#
# Stuck? `python forward_backward.py hint q2`


def sigmoid(a):
    """σ(a) = 1 / (1 + e⁻ᵃ), element by element.

    Args:
        a: a number, or an array of any shape; floats or integers, of any size.

    Returns:
        σ(a), of the same shape; right at ±1000 and without a warning.
    """
    ...


## q3_sigmoid_derivative (3 points) · Its slope
#
# The slope of the sigmoid can be written with the sigmoid itself:
#
#     σ′(a) = σ(a) (1 − σ(a))
#
# Do derive it once, with the quotient rule; two lines are enough.
#
# Write `sigmoid_derivative(a)`, again for a number or an array of any shape, integers included,
# right at ±1000 and without a warning. The argument is the pre-activation a, not σ(a).
#
# A worked example. At a = ln 3: σ′(a) = 3/4 · 1/4 = 3/16.
#
# A finer point. For a = 40 the computer rounds σ(a) to 1, so 1 − σ(a) comes out as 0, while the
# true slope is about 4 · 10⁻¹⁸. Both answers count. If you would like the better one, look at the
# worked example of q2 for another way to write 1 − σ(a).
#
# Stuck? `python forward_backward.py hint q3`


def sigmoid_derivative(a):
    """σ′(a), the slope of the sigmoid at a, element by element.

    Args:
        a: the pre-activation (not σ of it): a number, or an array of any shape; floats or integers.

    Returns:
        σ′(a), of the same shape; right at ±1000 and without a warning.
    """
    ...


# Predict. What is the largest value that σ′ ever takes?


prediction = ...  # a number


if EXPERIMENTS:
    print("\n== q3 ==")
    grid = np.linspace(-10, 10, 2001)
    with needs("sigmoid", "sigmoid_derivative"):
        slopes = sigmoid_derivative(grid)
        reconcile(prediction, f"{slopes.max():.6f}, at a = {abs(grid[slopes.argmax()]):g}")


# Here the notebook draws a picture; this file does not.


# Reconcile. Write s = σ(a). Then the slope is s(1 − s), a parabola in s. Where is its top? Look
# also at the two flat ends of the curve: there it hardly moves, whatever its input does. Those
# are called dead zones. Keep both facts in mind for q12.


## q4_forward (4 points) · The forward pass
#
# Put it together. From an input x to the output y:
#
#     z = σ(W⁽⁰⁾x + b⁽⁰⁾)
#
#     y = W⁽¹⁾z + b⁽¹⁾
#
# Write `forward(x, W0, b0, W1, b1)`, which returns the pair `(z, y)`: the hidden activations,
# shape (h,), and the output, a number. Keep z: the backward pass needs it.
#
# A worked example. With d = 1 and h = 2, let x = (2), W⁽⁰⁾ have the rows (0) and (1), b⁽⁰⁾ = (0,
# −2), W⁽¹⁾ = (4, 2) and b⁽¹⁾ = −1. The pre-activations are 0 · 2 + 0 = 0 and 1 · 2 − 2 = 0, so z
# = (1/2, 1/2), and y = 4 · 1/2 + 2 · 1/2 − 1 = 2.
#
# Stuck? `python forward_backward.py hint q4`


def forward(x, W0, b0, W1, b1):
    """The forward pass z = σ(W⁽⁰⁾x + b⁽⁰⁾), y = W⁽¹⁾z + b⁽¹⁾.

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The pair (z, y): z of shape (h,), y a number.
    """
    ...


## q5_numerical_gradient (4 points) · A ruler for gradients
#
# Before you differentiate anything, build the instrument that will tell you whether you did it
# right. Nudge one entry of θ up by a step s, then down by s, and see how much the function
# changes:
#
#     ∂f/∂θᵢ ≈ (f(θ + s eᵢ) − f(θ − s eᵢ))/(2s)
#
# Here eᵢ is 1 in entry i and 0 elsewhere. Do this for every entry, and you have the whole
# gradient.
#
# Write `numerical_gradient(f, theta, step=1e-5)`. The function `f` takes an array of theta's
# shape and returns a number; theta may have any shape, a matrix or a single number of shape ()
# included. Return a float array of the same shape.
#
# Leaving theta unchanged is worth 1 of the 4 points: bit for bit, even if `f` raises an exception
# partway through (let the exception propagate). (Adding s and taking it off again does not bring
# a float back exactly.) If theta holds integers, remember that an integer array cannot store 2 +
# 10⁻⁵.
#
# A worked example. f(θ) = θ₀² θ₁ at θ = (3, 2), with step 1: for entry 0, (16 · 2 − 4 · 2)/2 =
# 12; for entry 1, (9 · 3 − 9 · 1)/2 = 9. Both happen to be exact, because the function is
# quadratic in θ₀ and linear in θ₁.
#
# Stuck? `python forward_backward.py hint q5`


def numerical_gradient(f, theta, step=1e-5):
    """The gradient of f at theta by central differences: (f(θ + s·eᵢ) − f(θ − s·eᵢ)) / 2s for each entry i.

    Args:
        f: a function from an array of theta's shape to a number.
        theta: an array of any shape, () included; floats or integers. It is left exactly as it was.
        step: the step s.

    Returns:
        A float array of theta's shape. An exception in f goes on to the caller.
    """
    ...


# Predict. Take f(t) = t³ at t = 2, where the true slope is 12, and a coarse step of 0.1. The
# one-sided difference (f(2.1) − f(2))/0.1 is 12.61, off by 0.61. How far off is the central
# difference?


prediction = ...  # a number


if EXPERIMENTS:
    print("\n== q5 ==")
    with needs("numerical_gradient"):
        central = numerical_gradient(lambda t: t[0] ** 3, np.array([2.0]), step=0.1)[0]
        reconcile(prediction, f"{abs(central - 12):.6f}")


# Reconcile. Expand (2 + s)³ and (2 − s)³. In the difference the even powers of s cancel, so the
# error shrinks with s² and not with s. Then why not take s = 10⁻¹²? Because f itself is only
# known to about 16 digits, and a tiny step leaves few of them in the difference.


## Part 2 · Backward
#
# Now we go the other way. Every question asks for the gradient of the output y with respect to
# one array, at the given input and parameters, and every function takes `(x, W0, b0, W1, b1)`.
# Each one reuses what the one before has found: that is the whole trick of backpropagation.
#
# After each question a cell compares your formula with your ruler from q5.


def output(W0, b0, W1, b1):
    """y of your forward pass at the example input, as a plain number: what the ruler measures."""
    return np.ravel(forward(x, W0, b0, W1, b1)[1])[0]


## q6_output_layer (4 points) · ∂y/∂W⁽¹⁾ and ∂y/∂b⁽¹⁾
#
# Begin where the output is made, y = W⁽¹⁾z + b⁽¹⁾. Written out, that is y = W⁽¹⁾₁ z₁ + W⁽¹⁾₂ z₂ +
# … + b⁽¹⁾: the neuron of the last notebook, with the hidden activations as its inputs.
#
# Write `dy_dW1(…)` and `dy_db1(…)`.
#
# Shapes. W⁽¹⁾ is a row of shape (1, h), so strictly its gradient is a row too. The section's
# slides write it as a plain vector; (h,), (1, h) and (h, 1) all count here.
#
# A worked example. In the example of q4, raising the first output weight from 4 to 4.1 raises y
# from 2 to 2.05. So that derivative is ½.
#
# Stuck? `python forward_backward.py hint q6`


def dy_dW1(x, W0, b0, W1, b1):
    """∂y/∂W⁽¹⁾ of y = W⁽¹⁾z + b⁽¹⁾, z = σ(W⁽⁰⁾x + b⁽⁰⁾).

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The gradient, shape (1, h); (h,) and (h, 1) count too.
    """
    ...


def dy_db1(x, W0, b0, W1, b1):
    """∂y/∂b⁽¹⁾ of y = W⁽¹⁾z + b⁽¹⁾, z = σ(W⁽⁰⁾x + b⁽⁰⁾).

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The derivative, a number.
    """
    ...


if EXPERIMENTS:
    print("\n== q6 ==")
    with needs("sigmoid", "forward", "numerical_gradient", "dy_dW1", "dy_db1"):
        print("∂y/∂W1 yours    ", np.ravel(dy_dW1(x, W0, b0, W1, b1)))
        print("       measured ", np.ravel(numerical_gradient(lambda W: output(W0, b0, W, b1), W1)))
        print("∂y/∂b1 yours    ", dy_db1(x, W0, b0, W1, b1))
        print("       measured ", numerical_gradient(lambda b: output(W0, b0, W1, b), np.array(b1)))


## q7_hidden_output (3 points) · ∂y/∂z
#
# One step further down: how does y respond to the hidden activations themselves? Nobody trains z;
# it is not a parameter. But every path from y to the hidden weights runs through it, so this is
# the upstream gradient of the hidden layer.
#
# Write `dy_dz(…)`, of shape (h,), or (1, h), or (h, 1).
#
# A worked example. In the example of q4, suppose the second hidden activation were 0.6 in place
# of 0.5. Then y would be 2.2. So that derivative is 2.
#
# Stuck? `python forward_backward.py hint q7`


def dy_dz(x, W0, b0, W1, b1):
    """∂y/∂z of y = W⁽¹⁾z + b⁽¹⁾, with respect to the hidden activations z.

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The gradient, shape (h,); (1, h) and (h, 1) count too.
    """
    ...


## q8_hidden_weights (6 points) · ∂y/∂W⁽⁰⁾
#
# The heart of the matter: h · d derivatives, one for each hidden weight. Think of one row first.
# Row i of W⁽⁰⁾ reaches y along a single path, and the path has three links:
#
#     W⁽⁰⁾ᵢ → aᵢ → zᵢ → y
#
# So the derivative for row i is a product of three factors: how y changes with zᵢ (that is q7),
# how zᵢ changes with aᵢ (q3, where σ′ is taken at aᵢ), and how aᵢ changes with the weights in its
# row (look at q5 of the last notebook). The first two are numbers, the third has the shape (d,).
# Stack the rows for i = 1, …, h and you have the matrix.
#
# Write `dy_dW0(…)`, of shape (h, d). A loop over the rows is fine. So is one line, once you see
# that every row is the same vector times a number of its own.
#
# The points: 1 for the shape, 3 for the values, 1 for values in dead zones, and 1 for a formula.
# That last part is tested where the sigmoid is so flat that measured differences drown in
# rounding error; a correct formula is not troubled by that.
#
# A worked example. With d = 2 and h = 1: let x = (1, 3), W⁽⁰⁾ = (3, −1), b⁽⁰⁾ = 0 and W⁽¹⁾ = (8).
# Then a = 0, z = 1/2, and the three factors are 8, 1/4 and (1, 3). The gradient is the matrix
# with the single row (2, 6).
#
# Stuck? `python forward_backward.py hint q8`


def dy_dW0(x, W0, b0, W1, b1):
    """∂y/∂W⁽⁰⁾ of y = W⁽¹⁾σ(W⁽⁰⁾x + b⁽⁰⁾) + b⁽¹⁾.

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The gradient, shape (h, d): entry (i, j) belongs to the weight from input j to hidden unit i.
    """
    ...


if EXPERIMENTS:
    print("\n== q8 (1 of 2) ==")
    with needs("sigmoid", "sigmoid_derivative", "forward", "numerical_gradient", "dy_dW0"):
        print("yours:\n", dy_dW0(x, W0, b0, W1, b1))
        print("measured:\n", numerical_gradient(lambda W: output(W, b0, W1, b1), W0))


# Here the notebook draws a picture; this file does not.


# Predict. Now push one unit deep into its dead zone: d = 1, h = 1, with x = 1, W⁽⁰⁾ = 30, b⁽⁰⁾ =
# 0, W⁽¹⁾ = 1. The truth is σ′(30) ≈ 9.36 · 10⁻¹⁴. Your formula and your ruler will disagree.
# Which of them will be right?


prediction = ...  # "formula" or "ruler"


if EXPERIMENTS:
    print("\n== q8 (2 of 2) ==")
    one, flat = np.ones(1), np.array([[30.0]])
    with needs("sigmoid", "sigmoid_derivative", "forward", "numerical_gradient", "dy_dW0"):
        formula = dy_dW0(one, flat, 0 * one, np.ones((1, 1)), 0.0).item()
        ruler = numerical_gradient(lambda W: np.ravel(forward(one, W, 0 * one, np.ones((1, 1)), 0.0)[1])[0], flat).item()
        reconcile(prediction, f"formula {formula:.3e}, ruler {ruler:.3e}, truth 9.358e-14")


# Reconcile. Near a = 30 the output is so close to 1 that a step of 10⁻⁵ changes it by less than
# the last digit a float can hold. The ruler reads zero, or a rounding error. Measuring is a
# superb way to find mistakes and a poor way to compute gradients.


## q9_hidden_biases (4 points) · ∂y/∂b⁽⁰⁾
#
# The same path, with a different last link: how does aᵢ change with its own bias?
#
# Write `dy_db0(…)`, of shape (h,). The points, as in q8: 2 for the values, 1 for values in dead
# zones, 1 for a formula.
#
# A worked example. For the network in q8's worked example the factors are 8, 1/4 and one more;
# the gradient is (2).
#
# Stuck? `python forward_backward.py hint q9`


def dy_db0(x, W0, b0, W1, b1):
    """∂y/∂b⁽⁰⁾ of y = W⁽¹⁾σ(W⁽⁰⁾x + b⁽⁰⁾) + b⁽¹⁾.

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        The gradient, shape (h,); (1, h) and (h, 1) count too.
    """
    ...


if EXPERIMENTS:
    print("\n== q9 (1 of 2) ==")
    with needs("sigmoid", "sigmoid_derivative", "forward", "numerical_gradient", "dy_db0"):
        print("yours:   ", np.ravel(dy_db0(x, W0, b0, W1, b1)))
        print("measured:", numerical_gradient(lambda b: output(W0, b, W1, b1), b0))


# Predict. Suppose you wanted the gradients of all parameters of this network (d = 2, h = 4) with
# nothing but the ruler. How many times would it have to run the forward pass?


prediction = ...  # a whole number


if EXPERIMENTS:
    print("\n== q9 (2 of 2) ==")
    calls = []


    def counted(W0, b0, W1, b1):
        calls.append("one more forward pass")
        return output(W0, b0, W1, b1)


    with needs("sigmoid", "forward", "numerical_gradient"):
        numerical_gradient(lambda W: counted(W, b0, W1, b1), W0)
        numerical_gradient(lambda b: counted(W0, b, W1, b1), b0)
        numerical_gradient(lambda W: counted(W0, b0, W, b1), W1)
        numerical_gradient(lambda b: counted(W0, b0, W1, b), np.array(b1))
        reconcile(prediction, len(calls))


# Reconcile. Two runs for each parameter. A network that reads small photographs, with d = 784 and
# h = 1000, has 786,001 parameters: about 1.6 million forward passes for a single gradient.
# Backpropagation, which you write next, needs one pass forward and one of about the same cost
# back.


## q10_backward (6 points) · All gradients in one sweep
#
# In training, y is not the end of the story. A loss L is computed from it and passes down its
# derivative ∂L/∂y, the upstream gradient. Given that one number, find the gradients of L with
# respect to all four parameter arrays.
#
# Write `backward(x, W0, b0, W1, b1, upstream)`, which returns a dictionary with the keys `"W0"`,
# `"b0"`, `"W1"` and `"b1"`. The upstream gradient can be any number: negative, zero, a fraction.
#
# Why this is cheap. Everything that the backward pass needs was already computed on the way
# forward: a and z are there for the taking. Going down, the product of upstream gradient, output
# weight and slope is computed once for each hidden unit and then used for both the weights and
# the bias of that unit. Store, reuse, never recompute: this, more than the chain rule itself, is
# what makes networks with billions of weights trainable.
#
# A worked example. For the network in q8's worked example and upstream = −1/2: the gradient for
# W⁽⁰⁾ is (−1, −3), for b⁽⁰⁾ it is (−1), for W⁽¹⁾ it is (−1/4) and for b⁽¹⁾ it is −1/2.
#
# Stuck? `python forward_backward.py hint q10`


def backward(x, W0, b0, W1, b1, upstream):
    """The gradients of a loss L with respect to all parameters, given upstream = ∂L/∂y.

    Args:
        x: input, shape (d,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.
        upstream: ∂L/∂y, any number.

    Returns:
        A dict with the keys "W0" of shape (h, d), "b0" of shape (h,), "W1" of shape (1, h) and "b1", a number.
    """
    ...


# Try it on a real loss, L = (y − t)² with t = 3, whose upstream gradient is 2(y − t).


if EXPERIMENTS:
    print("\n== q10 ==")
    target = 3.0


    def loss(**changed):
        return (output(**{"W0": W0, "b0": b0, "W1": W1, "b1": b1, **changed}) - target) ** 2


    with needs("sigmoid", "sigmoid_derivative", "forward", "numerical_gradient", "backward"):
        gradients = backward(x, W0, b0, W1, b1, 2 * (output(W0, b0, W1, b1) - target))
        measured = {
            "W0": numerical_gradient(lambda array: loss(W0=array), W0),
            "b0": numerical_gradient(lambda array: loss(b0=array), b0),
            "W1": numerical_gradient(lambda array: loss(W1=array), W1),
            "b1": numerical_gradient(lambda number: loss(b1=number), np.array(b1)),
        }
        for name in measured:
            gap = np.max(np.abs(np.ravel(gradients[name]) - np.ravel(measured[name])))
            print(f"{name}: largest difference between yours and measured {gap:.1e}")


## q11_relu (3 points) · A simpler bend
#
# The usual default today is simpler than the sigmoid, the rectified linear unit:
#
#     relu(a) = max(a, 0)
#
# Write `relu(a)` and `relu_derivative(a)` for a number or an array of any shape. The derivative
# is 1 to the right of zero and 0 to the left.
#
# And at zero? There the graph has a corner and no derivative in the usual sense. Any slope
# between 0 and 1 fits under the corner, and any of them counts here. PyTorch and JAX use 0. In
# practice it hardly ever matters, since a pre-activation is almost never exactly 0; when a layer
# is initialized to all zeros, though, it always is.
#
# A worked example. relu(−2.5) = 0 with slope 0; relu(4) = 4 with slope 1.
#
# Stuck? `python forward_backward.py hint q11`


def relu(a):
    """max(a, 0), element by element.

    Args:
        a: a number, or an array of any shape; floats or integers.

    Returns:
        An array (or number) of the same shape.
    """
    ...


def relu_derivative(a):
    """The slope of max(a, 0), element by element: 1 for a > 0, 0 for a < 0, anything in [0, 1] at a = 0.

    Args:
        a: a number, or an array of any shape; floats or integers.

    Returns:
        An array (or number) of the same shape.
    """
    ...


# Predict. Stack ten layers of a single unit each, every weight 1 and every bias 0, and feed in
# the number 1. The gradient that reaches the first layer is the product of ten slopes. How large
# is it with sigmoids, and how large with ReLUs?


prediction = ...  # two numbers, for instance [0.5, 0.5]


if EXPERIMENTS:
    print("\n== q11 ==")
    with needs("sigmoid", "sigmoid_derivative", "relu", "relu_derivative"):
        arriving = []
        for activation, slope in ((sigmoid, sigmoid_derivative), (relu, relu_derivative)):
            signal, product = 1.0, 1.0
            for _ in range(10):
                product *= np.ravel(slope(signal))[0]
                signal = np.ravel(activation(signal))[0]
            arriving.append(product)
        reconcile(prediction, f"sigmoid {arriving[0]:.1e}, ReLU {arriving[1]:g}")


# With up to twenty layers the two part further. Between the two lies tanh, an S-shaped curve like
# the sigmoid that runs from −1 to 1, passes through 0 and has slope 1 there; `initialization`
# uses it.


# Here the notebook draws a picture; this file does not.


# Reconcile. Compare the sigmoid's number with (1/4)¹⁰. Then try a negative input to the ReLUs in
# your head. That is the other half of the next question.
#
# There is an opposite trouble, and the notebook's figure shows both: the weights are factors,
# too. With every weight 1.5, twenty ReLUs multiply the gradient by 1.5²⁰ ≈ 3300. A product of
# many factors vanishes or explodes unless they are close to 1 on the whole; `initialization`
# chooses the weights so that they are.


## q12_dead_zones (4 points, by hand) · In your own words
#
# Explain, in one or two paragraphs, to a classmate who has done the questions so far but has not
# thought about depth:
#
# 1. why a deep stack of sigmoid layers starves its early layers of gradient (give the number that
#    matters, and say what dead zones add);
# 2. what ReLU changes;
# 3. what ReLU can break, and how a unit gets into that state.
#
# A person reads this. Full sentences, please; a formula where it helps. Half a page is plenty.


q12_dead_zones = """

"""


## What next
#
# - Hand in either `forward_backward.ipynb` or `forward_backward.py`, whichever you worked in, not
#   both. In the notebook, restart the kernel and run all cells once before you do.
# - Keep your ruler. `numerical_gradient` is worth more than any answer in this notebook: whenever
#   you write a gradient, from now on, measure it.
# - Further reading. The CS231n notes on neural networks
#   (https://cs231n.github.io/neural-networks-1/) discuss activations, dead ReLUs included;
#   Michael Nielsen's book (http://neuralnetworksanddeeplearning.com/) has a chapter on why deep
#   sigmoid networks are hard to train.
# - Next notebook: `initialization`. You have the gradients; but where should the weights start?
#   Not at zero, and you will prove why.


if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
