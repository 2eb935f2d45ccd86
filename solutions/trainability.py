# %%
import numpy as np

# %% [markdown]
# # Trainability: the boundary is fractal (extra credit)
#
# Choose two learning rates, train a small network, and write down one bit: did it converge, or did it fail? Do this for every pair of rates and color the plane. Jascha Sohl-Dickstein did so in 2024 ("The boundary of neural network trainability is fractal", arXiv:2402.06184) and found that the border between the two colors is rough at every magnification. In this notebook you make such a picture with your own training code.
#
# - **Time:** about an hour (q1 25, q2 10, q3 10, q4 15 minutes, as an estimate). The code is short; the picture takes some seconds of computing.
# - **Points:** {{points}}, all extra. {{graded}} It is optional: skip it if you like.
# - {{due}}
# - {{omitted}}
# - **Feedback:** public checks after every question. Your score comes from additional hidden tests: other sizes, extreme values, integers.
#
# ## The experiment
#
# The network has 16 inputs, 16 hidden tanh units, one output, and no biases:
#
# $$A = \tanh\left(\sqrt{2}\, W^{(0)} x / \sqrt{16}\right)$$
#
# $$\hat{y} = W^{(1)} A / 16$$
#
# The factors keep every signal at a sensible size while the weights themselves are standard normal. The loss is the mean of $(\hat{y} - y)^2$ over the data. The hidden layer learns at the rate $\rho_0$ and the output layer at the rate $\rho_1$; these two rates are the axes of the picture, and both run from $10^{-3}$ to $10^6$.
#
# All arithmetic is in float64, NumPy's default. Zoomed pictures need every digit of it.

# %% [markdown]
# The data and the first weights come from a file beside this notebook, so that everybody looks at the same landscape. By default we train on the first datapoint alone, which keeps the picture quick.

# %%
# given
with np.load("trainability_data.npz") as data:
    W0, W1 = data["W0"], data["W1"]
    X_all, Y_all = data["X"], data["Y"]
X, Y = X_all[:1], Y_all[:1]

# %% [markdown]
# **Predict.** The first loss in our landscape is about 0.067. Train for 200 steps at the rates $(\rho_0, \rho_1)$ = (1, 1), (30, 30) and (50, 20). Which runs end with a smaller loss than they began with? Ordinary learning rates are well below 1, but the two small factors in the network make up for some of that.

# %%
# predict
prediction = ...  # three truth values, for instance (True, True, True)

# %% [markdown]
# ## q1_losses (4 points) · A training run
#
# Write `training_losses(X, Y, W0, W1, rate0, rate1, steps)`: full-batch gradient descent from the given weights, with the rate `rate0` for $W^{(0)}$ and `rate1` for $W^{(1)}$. Return an array of shape (steps,) that holds the loss **before** each step, so its first entry belongs to the weights as they came.
#
# The gradient is the one you know from `initialization`, with three changes: there are no biases, the two constant factors ride along with the chain rule, and the activation is tanh, whose derivative is $1 - \tanh^2$. In place of the two 16s, take the number of columns of `W0` under the root and the number of its rows at the output, and the code works for any network.
#
# Staying **quiet** is worth {{points q1_losses.quiet}} of the {{points q1_losses}} points: at large rates the weights overflow, which is the very thing we want to see, and NumPy's warnings about it must not appear.
#
# **A worked example**, with one input and one hidden unit. Let $x = 1$, target 1, $W^{(0)} = 0$, $W^{(1)} = 1$. Then $A = 0$, $\hat{y} = 0$ and the loss is 1. The gradient for $W^{(1)}$ is 0, as $A$ is; the one for $W^{(0)}$ is $2 \cdot (0 - 1) \cdot 1 \cdot (1 - 0) \cdot \sqrt{2}$, that is $-2\sqrt{2}$. With $\rho_0 = 0.1$ one step leads to $W^{(0)} = 0.283$, $A = \tanh(0.4) = 0.380$, and the second loss is $0.62^2 = 0.384$.
#
# **Stuck?** Both weights take their step from the **same** gradient: if `W1` is already new when you compute the gradient of `W0`, you are training something else. To keep NumPy quiet, look up `np.errstate`.


# %%
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
    # BEGIN SOLUTION
    (n, d), h = X.shape, len(W0)
    scaled = np.sqrt(2 / d) * X  # the factor rides along, forward and backward
    losses = np.empty(steps)
    with np.errstate(all="ignore"):
        for step in range(steps):
            A = np.tanh(scaled @ W0.T)  # (n, h)
            errors = A @ W1[0] / h - Y
            losses[step] = errors @ errors / n
            upstream = 2 * errors / (n * h)
            delta = np.outer(upstream, W1[0]) * (1 - A**2)
            W0, W1 = W0 - rate0 * (delta.T @ scaled), W1 - rate1 * (upstream @ A)
    return losses
    # END SOLUTION


# %%
# run
rates = [(1.0, 1.0), (30.0, 30.0), (50.0, 20.0)]
with needs("training_losses"):
    runs = [np.ravel(training_losses(X, Y, W0, W1, rate0, rate1, 200)) for rate0, rate1 in rates]
    rows = [f"{tuple(bool(losses[-1] < losses[0]) for losses in runs)}"]
    for (rate0, rate1), losses in zip(rates, runs):
        first, largest, last = losses[0], losses.max(), losses[-1]
        rows.append(f"rates ({rate0:g}, {rate1:g}): first loss {first:.2g}, largest {largest:.2g}, last {last:.2g}")
    reconcile(prediction, "\n  ".join(rows))

# %% [markdown]
# **Reconcile.** The third run begins by making things almost twice as bad, and converges all the same. From a run's beginning you cannot tell its end; keep that in mind for the picture.

# %% [markdown]
# ### Your ruler, once more
#
# After a very small step, the loss has fallen by the learning rate times the squared length of the gradient. And the same squared length can be measured without any gradient, by central differences, since your function with `steps=1` returns the loss of any weights you hand it.


# %%
# run
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

# %% [markdown]
# <!-- BEGIN EXPLANATION -->
# **Derivation.** With $s = \sqrt{2/d}$ and $A = \tanh(sW^{(0)}x)$: $\frac{\partial L}{\partial \hat y} = \frac{2}{n}(\hat y - y)$, $\frac{\partial \hat y}{\partial W^{(1)}} = \frac{A}{h}$, and $\frac{\partial \hat y}{\partial W^{(0)}} = \frac{s}{h}[W^{(1)\top} \circ (1-A^2)]x^\top$. Both updates use the same gradient.
#
# **Commonest slips.** One of the factors $s$ or $\frac1h$ is missing in the gradient: in "Your ruler, once more" the two numbers then differ by a constant factor. The loss is appended after the step: the first entry is not the loss of the first weights.
# <!-- END EXPLANATION -->

# %% [markdown]
# ## q2_convergence (3 points) · One number for a run
#
# Write `convergence_measure(losses)`, which turns the losses $\ell_0, \dots, \ell_{T-1}$ of a run into one number V whose sign says whether it converged and whose size says how fast. The recipe, in this order:
#
# 1. Replace losses that are not finite (inf or NaN) by $10^6$.
# 2. Divide by the first loss: $v = \ell / \ell_0$.
# 3. Clip: where $v$ is larger than $10^6$, put $10^6$.
# 4. The run **converged** if the mean of the last 20 values of $v$ is below 1. (If there are fewer than 20, take them all.)
# 5. $V = -\sum v$ if it converged, otherwise $V = \sum 1/v$.
#
# The points: {{points q2_convergence.converged}} for converged runs, {{points q2_convergence.failed}} for failed ones, {{points q2_convergence.non-finite}} for losses that are not finite.
#
# **A worked example.** Losses 4, 2, 1 give $v = (1, 0.5, 0.25)$, whose mean is below 1, so $V = -1.75$. Losses 1, 2, 4 give $v = (1, 2, 4)$ and $V = 1 + 0.5 + 0.25 = 1.75$. Losses 2, inf give $v = (1, 500000)$ and $V = 1.000002$.
#
# **Why 1/v?** A run that blows up at once has a small $\sum 1/v$, one that hesitates for a long time has a large one. So both signs are graded by patience: values far from zero mean that it took long.
#
# **Stuck?** `np.isfinite` finds inf and NaN together. Do not change `losses` itself. NumPy may warn of an overflow in step 2; that is harmless here, since step 3 clips it.


# %%
def convergence_measure(losses):
    """V = −Σv for a run that converged, Σ1/v for one that failed, with v = ℓ/ℓ₀ clipped at 10⁶.

    Losses that are not finite count as 10⁶ before the division. A run converged if the mean of its last 20 v
    (of all, if there are fewer) is below 1.

    Args:
        losses: shape (T,), T ≥ 1, the first one positive; left as it was.

    Returns:
        V, a number: negative for convergence, positive for failure.
    """
    # BEGIN SOLUTION
    finite = np.where(np.isfinite(losses), losses, 1e6)
    with np.errstate(over="ignore"):  # what overflows is clipped in the same line
        v = np.minimum(finite / finite[0], 1e6)
    converged = np.mean(v[-20:]) < 1
    return float(-np.sum(v) if converged else np.sum(1 / v))
    # END SOLUTION


# %% [markdown]
# **Predict.** Now walk along a line in the plane: $\rho_0 = 165$ stays fixed, and $\rho_1$ goes from 18.15 to 18.52 in 50 small steps. At the lower end training converges, at the upper end it fails. How many times does the verdict change along the way?

# %%
# predict
prediction = ...  # a whole number

# %%
# run
with needs("training_losses", "convergence_measure"):
    line = [np.ravel(training_losses(X, Y, W0, W1, 165.0, rate1, 200)) for rate1 in np.linspace(18.15, 18.52, 50)]
    converged = [convergence_measure(losses) < 0 for losses in line]
    along = "".join("o" if good else "x" for good in converged)
    reconcile(prediction, f"{np.count_nonzero(np.diff(converged))}: {along} (o converged, x failed)")

# %% [markdown]
# **Reconcile.** An ordinary border would be crossed once. Take twice as many rates over the same stretch, or half of the stretch with as many, and count again.

# %% [markdown]
# <!-- BEGIN EXPLANATION -->
# **Derivation.** Five array operations in the order of the recipe; the order matters, because a loss that is not finite becomes $10^6$ before it is divided.
#
# **Reconcile, answered.** With more rates the number of crossings grows: the border has structure at every scale.
#
# **Commonest slips.** The clip before the division by $\ell_0$: it shows when $\ell_0$ is not 1 and the run blows up. A mean over all losses in place of the last 20: a run that begins badly and then converges counts as failed. `np.nan_to_num`, which turns NaN into 0: a run that blew up counts as converged.
# <!-- END EXPLANATION -->

# %% [markdown]
# ## q3_boundary (2 points) · Where the border runs
#
# Let V be a picture: an array of shape (r, c) with a measure for each pair of rates. Write `boundary(V)`, a boolean array of shape (r − 1, c − 1) that is true where a block of 2 × 2 neighboring pixels holds both signs.
#
# **A worked example.** Let V have the rows $(-1, -2, 3)$ and $(-5, -1, -4)$. The left block is all negative, the right one holds a 3 among negatives, so the answer is a single row, False, True.
#
# **Stuck?** Four slices of the array, each a row or a column shorter than V, hold the four corners of all blocks at once.


# %%
def boundary(V):
    """True where a 2 × 2 block of V holds both signs.

    Args:
        V: an array of shape (r, c), no entry 0.

    Returns:
        A boolean array of shape (r − 1, c − 1).
    """
    # BEGIN SOLUTION
    positive = np.asarray(V) > 0
    corners = np.array([positive[:-1, :-1], positive[:-1, 1:], positive[1:, :-1], positive[1:, 1:]])
    return corners.any(axis=0) & ~corners.all(axis=0)
    # END SOLUTION


# %% [markdown]
# <!-- BEGIN EXPLANATION -->
# **Derivation.** Four shifted slices are the four corners of every block; a block holds both signs if some corner is positive and not all are.
#
# **Commonest slips.** Only neighbors side by side are compared: a border that runs between two rows is missed. A result in the shape of V: each way there is one block fewer than there are pixels.
# <!-- END EXPLANATION -->

# %% [markdown]
# ## q4_dimension (1 point) · How rough it is
#
# Cover the border with boxes of side s pixels and count the boxes N(s) that hold any of it. Halve the side: a smooth line needs twice as many boxes, an area four times as many. In general $N(s)$ grows like $s^{-D}$, and D is the **box dimension**. For many fractals D is not a whole number. (For some it is: the border of the Mandelbrot set is a fractal of dimension 2.)
#
# Write `box_dimension(edges)` for a boolean array. Take the sides 1, 2, 4, 8, … as long as they are smaller than the picture; compute the slope of log N against log s between consecutive box sizes; return minus the **median** of these slopes. A picture's side need not be a power of two: boxes at the rim may be cut short.
#
# A filled square must come out as 2 and a straight line (horizontal, vertical or diagonal) as 1, to within 0.1.
#
# **A worked example.** A filled square of side 256 has N(1) = 65536 and N(2) = 16384. The logarithms differ by log 4 while the sides differ by log 2, so that slope is −2.
#
# **Stuck?** Pad the array with False until the box size divides its shape, then look at it as boxes with `reshape`. Or walk over the boxes in two plain loops; that is quick enough.


# %%
def box_dimension(edges):
    """The box dimension D of a set of pixels: N(s) ∝ s⁻ᴰ boxes of side s = 1, 2, 4, … meet it.

    Args:
        edges: a boolean array of shape (r, c).

    Returns:
        Minus the median slope of log N(s) against log s, a float: 2 for a filled square, 1 for a straight line.
    """
    # BEGIN SOLUTION
    sizes = 2 ** np.arange(int(np.ceil(np.log2(min(edges.shape)))))
    counts = []
    for size in sizes:
        in_rows = np.add.reduceat(np.asarray(edges, dtype=int), np.arange(0, edges.shape[0], size), axis=0)
        in_boxes = np.add.reduceat(in_rows, np.arange(0, edges.shape[1], size), axis=1)
        counts.append(np.count_nonzero(in_boxes))
    if counts[0] == 0:
        return 0.0  # the empty set
    slopes = np.diff(np.log(counts)) / np.diff(np.log(sizes))
    return float(-np.median(slopes))
    # END SOLUTION


# %% [markdown]
# <!-- BEGIN EXPLANATION -->
# **Derivation.** $N(s) \propto s^{-D}$ means $\log N = -D \log s$, up to a constant: D is minus the slope. The median of the slopes ignores the largest boxes, of which there are too few to count.
#
# **Commonest slips.** Boxes cut short at the rim are left out: at side 255 a line along the last row is lost. The minus sign is missing: the dimension is negative. Pixels are counted in place of boxes: every side gives the same number and the dimension 0.
# <!-- END EXPLANATION -->

# %% [markdown]
# # Your picture
#
# All four pieces together. The cell below trains a few hundred networks for 200 steps each with **your** code for a first look, and thousands for a second one, as fine as about 6 seconds allow: some 32 or 48 pixels a side with loops like those above. The faster your function, the finer the picture; raise `SECONDS` if you can wait. Next to yours you see the same window with 256 × 256 runs, computed once by faster code; the two files, `reference_overview.png` and `reference_zoom.png`, came with this notebook. (Only the notebook draws; if you work in the stub, open the notebook once for this part, or look at the two files.)
#
# Blue and green mean that training converged, red and yellow that it failed, and a dark line runs between them. Colors follow rank: the values of each sign are put in order and spread evenly over that sign's colors, so that fine differences show everywhere.

# %%
# figure
import time
import warnings

import figures

SIDES = (16, 24, 32, 48, 64, 96, 128)  # pixels
SECONDS = 6  # for the finer look


def measures(exponents0, exponents1, side, steps, progress):
    """V over a window of rates, given as exponents of ten: an array of shape (side, side), rates of W1 upwards."""
    V = np.empty((side, side))
    for row, rate1 in enumerate(np.logspace(*exponents1, side)):
        for column, rate0 in enumerate(np.logspace(*exponents0, side)):
            losses = np.ravel(training_losses(X, Y, W0, W1, rate0, rate1, steps))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                V[row, column] = convergence_measure(losses)
        progress((row + 1) / side)
    return V


def picture(exponents0, exponents1, steps=200, seconds=SECONDS):
    """Draw V over a window of rates: coarsely at first, then as finely as `seconds` allow. Returns V."""
    shown = figures.Picture(exponents0, exponents1)
    began = time.perf_counter()
    V = measures(exponents0, exponents1, SIDES[0], steps, shown.progress)
    shown.draw(V)
    one_run = (time.perf_counter() - began) / V.size
    side = max([side for side in SIDES if side**2 * one_run < shown.seconds(seconds)], default=SIDES[0])
    if side > SIDES[0]:
        V = measures(exponents0, exponents1, side, steps, shown.progress)
        shown.draw(V)
    return V


def dimension_in_words(V):
    """The box dimension of the border in V; below 48 pixels a side it says nothing yet."""
    if len(V) < 48:
        return f"{len(V)} pixels a side are too few to tell a dimension: raise SECONDS, or make training_losses faster"
    return f"box dimension {box_dimension(boundary(V)):.2f} at {len(V)} pixels a side"


with needs("training_losses", "convergence_measure", "boundary", "box_dimension", seconds=SECONDS + 3):
    V = picture((-3, 6), (-3, 6))
    print(f"{np.mean(V < 0):.0%} of the runs converged; {dimension_in_words(V)}")

# %% [markdown]
# **Predict.** From this far away the border between blue-green and red-yellow looks like a clean edge. Zoom in on it a thousand times: $\rho_0$ from 164.6 to 167.9 and $\rho_1$ from 18.15 to 18.52. Will the edge look smoother there, or rougher?

# %%
# predict
prediction = ...  # "smoother" or "rougher"

# %%
# figure
with needs("training_losses", "convergence_measure", "boundary", "box_dimension", seconds=SECONDS + 3):
    V = picture((2.2164, 2.2251), (1.2589, 1.2676))  # log10 of the four rates
    reconcile(prediction, f"rougher: {dimension_in_words(V)}")

# %% [markdown]
# **Reconcile.** The reference pictures have the dimensions 0.98 (overview: by this measure, a line) and 1.25 (a thousand times closer). Choose windows of your own along the border and go on. Be careful with the number: even from 48 or 64 pixels a side it is only an estimate, and it differs from window to window. The paper's 1.41 for one datapoint (and 1.66 for all 272) comes from images of 4096 pixels a side, followed along a zoom. What you can see even here is that magnifying does not straighten the edge.
#
# Why would this be so? Gradient descent repeats one map over and over, like the map $z^2 + c$ behind the Mandelbrot set, and asks in the end only whether the orbit escapes. Where a slightly different rate leads to a slightly different next step, two hundred steps can make all the difference.

# %% [markdown]
# <!-- BEGIN EXPLANATION -->
# **Reconcile, answered.** The edge looks rougher: at 256 × 256 runs its box dimension is 0.98 in the overview and 1.25 in the zoom. One step of gradient descent is a map of the weights that is not linear, and 200 steps apply it 200 times over. Near the border a small difference of the rates grows from step to step, so that which side a run ends on depends on the rates at every scale.
# <!-- END EXPLANATION -->

# %% [markdown]
# # What next
#
# - **Hand in** either `trainability.ipynb` or `trainability.py`, whichever you worked in, not both.
# - **All the data.** `X_all` and `Y_all` hold 272 datapoints. Put them in place of `X` and `Y`, be patient or make the picture smaller, and compare the borders.
# - **Read the paper.** J. Sohl-Dickstein, "The boundary of neural network trainability is fractal", arXiv:2402.06184 (2024). It is six pages, mostly pictures, with links to videos that zoom in for minutes.
# - You have come from one edge in a graph of eight variables to the chaos of training. Well done.
