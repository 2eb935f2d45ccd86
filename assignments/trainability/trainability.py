# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# trainability.py
#
# The same questions as in trainability.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python trainability.py                runs the public checks, explains the first that fails
#     python trainability.py q1             explains that question
#     python trainability.py hint q1        shows a hint for it
#     python trainability.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run trainability.py` does the same without any set-up.
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
        sys.exit("The file public_checks.py is not here: unzip trainability-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early


## Trainability: the boundary is fractal (extra credit)
#
# Choose two learning rates, train a small network, and write down one bit: did it converge, or
# did it fail? Do this for every pair of rates and color the plane. Jascha Sohl-Dickstein did so
# in 2024 ("The boundary of neural network trainability is fractal", arXiv:2402.06184) and found
# that the border between the two colors is rough at every magnification. In this notebook you
# make such a picture with your own training code.
#
# - Time: about an hour (q1 25, q2 10, q3 10, q4 15 minutes, as an estimate). The code is short;
#   the picture takes some seconds of computing.
# - Points: 10, all extra. All are graded by machine. It is optional: skip it if you like.
# - Feedback: public checks after every question. Your score comes from additional hidden tests:
#   other sizes, extreme values, integers.
#
# The experiment
#
# The network has 16 inputs, 16 hidden tanh units, one output, and no biases:
#
#     A = tanh(√2 W⁽⁰⁾ x / √(16))
#
#     ŷ = W⁽¹⁾ A / 16
#
# The factors keep every signal at a sensible size while the weights themselves are standard
# normal. The loss is the mean of (ŷ − y)² over the data. The hidden layer learns at the rate ρ₀
# and the output layer at the rate ρ₁; these two rates are the axes of the picture, and both run
# from 10⁻³ to 10⁶.
#
# All arithmetic is in float64, NumPy's default. Zoomed pictures need every digit of it.


# The data and the first weights come from a file beside this notebook, so that everybody looks at
# the same landscape. By default we train on the first datapoint alone, which keeps the picture
# quick.


with np.load("trainability_data.npz") as data:
    W0, W1 = data["W0"], data["W1"]
    X_all, Y_all = data["X"], data["Y"]
X, Y = X_all[:1], Y_all[:1]


# Predict. The first loss in our landscape is about 0.067. Train for 200 steps at the rates (ρ₀,
# ρ₁) = (1, 1), (30, 30) and (50, 20). Which runs end with a smaller loss than they began with?
# Ordinary learning rates are well below 1, but the two small factors in the network make up for
# some of that.


prediction = ...  # three truth values, for instance (True, True, True)


## q1_losses (4 points) · A training run
#
# Write `training_losses(X, Y, W0, W1, rate0, rate1, steps)`: full-batch gradient descent from the
# given weights, with the rate `rate0` for W⁽⁰⁾ and `rate1` for W⁽¹⁾. Return an array of shape
# (steps,) that holds the loss before each step, so its first entry belongs to the weights as they
# came.
#
# The gradient is the one you know from `initialization`, with three changes: there are no biases,
# the two constant factors ride along with the chain rule, and the activation is tanh, whose
# derivative is 1 − tanh². In place of the two 16s, take the number of columns of `W0` under the
# root and the number of its rows at the output, and the code works for any network.
#
# Staying quiet is worth 1 of the 4 points: at large rates the weights overflow, which is the very
# thing we want to see, and NumPy's warnings about it must not appear.
#
# A worked example, with one input and one hidden unit. Let x = 1, target 1, W⁽⁰⁾ = 0, W⁽¹⁾ = 1.
# Then A = 0, ŷ = 0 and the loss is 1. The gradient for W⁽¹⁾ is 0, as A is; the one for W⁽⁰⁾ is 2
# · (0 − 1) · 1 · (1 − 0) · √2, that is −2√2. With ρ₀ = 0.1 one step leads to W⁽⁰⁾ = 0.283, A =
# tanh(0.4) = 0.380, and the second loss is 0.62² = 0.384.
#
# Stuck? `python trainability.py hint q1`


def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    """The loss before each of `steps` steps of full-batch gradient descent.

    The network is A = tanh(√2 · W⁽⁰⁾x / √d), ŷ = W⁽¹⁾A / h; the loss is the mean of (ŷ − y)² over the data.

    Args:
        X, Y: the data, shapes (n, d) and (n,).
        W0, W1: the first weights, shapes (h, d) and (1, h); left as they were.
        rate0, rate1: the learning rates of W0 and of W1.
        steps: how many losses to return, an integer of at least 0.

    Returns:
        An array of shape (steps,); inf or NaN, without a warning, once the run has blown up.
    """
    ...


if EXPERIMENTS:
    print("\n== q1 (1 of 2) ==")
    rates = [(1.0, 1.0), (30.0, 30.0), (50.0, 20.0)]
    with needs("training_losses"):
        runs = [np.ravel(training_losses(X, Y, W0, W1, rate0, rate1, 200)) for rate0, rate1 in rates]
        rows = [f"{tuple(bool(losses[-1] < losses[0]) for losses in runs)}"]
        for (rate0, rate1), losses in zip(rates, runs):
            first, largest, last = losses[0], losses.max(), losses[-1]
            rows.append(f"rates ({rate0:g}, {rate1:g}): first loss {first:.2g}, largest {largest:.2g}, last {last:.2g}")
        reconcile(prediction, "\n  ".join(rows))


# Reconcile. The third run begins by making things almost twice as bad, and converges all the
# same. From a run's beginning you cannot tell its end; keep that in mind for the picture.


## Your ruler, once more
#
# After a very small step, the loss has fallen by the learning rate times the squared length of
# the gradient. And the same squared length can be measured without any gradient, by central
# differences, since your function with `steps=1` returns the loss of any weights you hand it.


if EXPERIMENTS:
    print("\n== q1 (2 of 2) ==")
    def first_loss(W0, W1):
        return np.ravel(training_losses(X, Y, W0, W1, 0.0, 0.0, 1))[0]


    def squared_length(f, weights):
        total = 0.0
        for index in np.ndindex(weights.shape):
            nudge = np.zeros(weights.shape)
            nudge[index] = 1e-5
            total += ((f(weights + nudge) - f(weights - nudge)) / 2e-5) ** 2
        return total


    with needs("training_losses"):
        for name, rate0, rate1, measured in (
            ("W0", 1e-6, 0.0, squared_length(lambda W: first_loss(W, W1), W0)),
            ("W1", 0.0, 1e-6, squared_length(lambda W: first_loss(W0, W), W1)),
        ):
            before, after = np.ravel(training_losses(X, Y, W0, W1, rate0, rate1, 2))
            print(f"{name}: loss falls per rate {(before - after) / 1e-6:.6e}, measured {measured:.6e}")


## q2_convergence (3 points) · One number for a run
#
# Write `convergence_measure(losses)`, which turns the losses ℓ₀, …, ℓ_(T−1) of a run into one
# number V whose sign says whether it converged and whose size says how fast. The recipe, in this
# order:
#
# 1. Replace losses that are not finite (inf or NaN) by 10⁶.
# 2. Divide by the first loss: v = ℓ / ℓ₀.
# 3. Clip: where v is larger than 10⁶, put 10⁶.
# 4. The run converged if the mean of the last 20 values of v is below 1. (If there are fewer than
#    20, take them all.)
# 5. V = −Σ v if it converged, otherwise V = Σ 1/v.
#
# The points: 1 for converged runs, 1 for failed ones, 1 for losses that are not finite.
#
# A worked example. Losses 4, 2, 1 give v = (1, 0.5, 0.25), whose mean is below 1, so V = −1.75.
# Losses 1, 2, 4 give v = (1, 2, 4) and V = 1 + 0.5 + 0.25 = 1.75. Losses 2, inf give v = (1,
# 500000) and V = 1.000002.
#
# Why 1/v? A run that blows up at once has a small Σ 1/v, one that hesitates for a long time has a
# large one. So both signs are graded by patience: values far from zero mean that it took long.
#
# Stuck? `python trainability.py hint q2`


def convergence_measure(losses):
    """V = −Σv for a run that converged, Σ1/v for one that failed, with v = ℓ/ℓ₀ clipped at 10⁶.

    Losses that are not finite count as 10⁶ before the division. A run converged if the mean of its last 20 v
    (of all, if there are fewer) is below 1.

    Args:
        losses: shape (T,), T ≥ 1, the first one positive; left as it was.

    Returns:
        V, a number: negative for convergence, positive for failure.
    """
    ...


# Predict. Now walk along a line in the plane: ρ₀ = 165 stays fixed, and ρ₁ goes from 18.15 to
# 18.52 in 50 small steps. At the lower end training converges, at the upper end it fails. How
# many times does the verdict change along the way?


prediction = ...  # a whole number


if EXPERIMENTS:
    print("\n== q2 ==")
    with needs("training_losses", "convergence_measure"):
        line = [np.ravel(training_losses(X, Y, W0, W1, 165.0, rate1, 200)) for rate1 in np.linspace(18.15, 18.52, 50)]
        converged = [convergence_measure(losses) < 0 for losses in line]
        along = "".join("o" if good else "x" for good in converged)
        reconcile(prediction, f"{np.count_nonzero(np.diff(converged))}: {along} (o converged, x failed)")


# Reconcile. An ordinary border would be crossed once. Take twice as many rates over the same
# stretch, or half of the stretch with as many, and count again.


## q3_boundary (2 points) · Where the border runs
#
# Let V be a picture: an array of shape (r, c) with a measure for each pair of rates. Write
# `boundary(V)`, a boolean array of shape (r − 1, c − 1) that is true where a block of 2 × 2
# neighboring pixels holds both signs.
#
# A worked example. Let V have the rows (−1, −2, 3) and (−5, −1, −4). The left block is all
# negative, the right one holds a 3 among negatives, so the answer is a single row, False, True.
#
# Stuck? `python trainability.py hint q3`


def boundary(V):
    """True where a 2 × 2 block of V holds both signs.

    Args:
        V: an array of shape (r, c), no entry 0.

    Returns:
        A boolean array of shape (r − 1, c − 1).
    """
    ...


## q4_dimension (1 point) · How rough it is
#
# Cover the border with boxes of side s pixels and count the boxes N(s) that hold any of it. Halve
# the side: a smooth line needs twice as many boxes, an area four times as many. In general N(s)
# grows like s^(−D), and D is the box dimension. For many fractals D is not a whole number. (For
# some it is: the border of the Mandelbrot set is a fractal of dimension 2.)
#
# Write `box_dimension(edges)` for a boolean array. Take the sides 1, 2, 4, 8, … as long as they
# are smaller than the picture; compute the slope of log N against log s between consecutive box
# sizes; return minus the median of these slopes. A picture's side need not be a power of two:
# boxes at the rim may be cut short.
#
# A filled square must come out as 2 and a straight line (horizontal, vertical or diagonal) as 1,
# to within 0.1.
#
# A worked example. A filled square of side 256 has N(1) = 65536 and N(2) = 16384. The logarithms
# differ by log 4 while the sides differ by log 2, so that slope is −2.
#
# Stuck? `python trainability.py hint q4`


def box_dimension(edges):
    """The box dimension D of a set of pixels: N(s) ∝ s⁻ᴰ boxes of side s = 1, 2, 4, … meet it.

    Args:
        edges: a boolean array of shape (r, c).

    Returns:
        Minus the median slope of log N(s) against log s, a float: 2 for a filled square, 1 for a straight line.
    """
    ...


## Your picture
#
# All four pieces together. The cell below trains a few hundred networks for 200 steps each with
# your code for a first look, and thousands for a second one, as fine as about 6 seconds allow:
# some 32 or 48 pixels a side with loops like those above. The faster your function, the finer the
# picture; raise `SECONDS` if you can wait. Next to yours you see the same window with 256 × 256
# runs, computed once by faster code; the two files, `reference_overview.png` and
# `reference_zoom.png`, came with this notebook. (Only the notebook draws; if you work in the
# stub, open the notebook once for this part, or look at the two files.)
#
# Blue and green mean that training converged, red and yellow that it failed, and a dark line runs
# between them. Colors follow rank: the values of each sign are put in order and spread evenly
# over that sign's colors, so that fine differences show everywhere.


# Here the notebook draws a picture; this file does not.


# Predict. From this far away the border between blue-green and red-yellow looks like a clean
# edge. Zoom in on it a thousand times: ρ₀ from 164.6 to 167.9 and ρ₁ from 18.15 to 18.52. Will
# the edge look smoother there, or rougher?


prediction = ...  # "smoother" or "rougher"


# Here the notebook draws a picture; this file does not.


# Reconcile. The reference pictures have the dimensions 0.98 (overview: by this measure, a line)
# and 1.25 (a thousand times closer). Choose windows of your own along the border and go on. Be
# careful with the number: even from 48 or 64 pixels a side it is only an estimate, and it differs
# from window to window. The paper's 1.41 for one datapoint (and 1.66 for all 272) comes from
# images of 4096 pixels a side, followed along a zoom. What you can see even here is that
# magnifying does not straighten the edge.
#
# Why would this be so? Gradient descent repeats one map over and over, like the map z² + c behind
# the Mandelbrot set, and asks in the end only whether the orbit escapes. Where a slightly
# different rate leads to a slightly different next step, two hundred steps can make all the
# difference.


## What next
#
# - Hand in either `trainability.ipynb` or `trainability.py`, whichever you worked in, not both.
# - All the data. `X_all` and `Y_all` hold 272 datapoints. Put them in place of `X` and `Y`, be
#   patient or make the picture smaller, and compare the borders.
# - Read the paper. J. Sohl-Dickstein, "The boundary of neural network trainability is fractal",
#   arXiv:2402.06184 (2024). It is six pages, mostly pictures, with links to videos that zoom in
#   for minutes.
# - You have come from one edge in a graph of eight variables to the chaos of training. Well done.


if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
