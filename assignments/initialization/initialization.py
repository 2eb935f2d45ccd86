# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# initialization.py
#
# The same questions as in initialization.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python initialization.py                runs the public checks, explains the first that fails
#     python initialization.py q1             explains that question
#     python initialization.py hint q1        shows a hint for it
#     python initialization.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run initialization.py` does the same without any set-up.
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
        sys.exit("The file public_checks.py is not here: unzip initialization-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early


## Initialization: what zeros do
#
# You can compute every gradient of a network with one hidden layer. Gradient descent will now
# improve the weights, step by step, from wherever they start. Where should they start? Zero looks
# like a neutral choice. In this notebook you find out exactly what goes wrong with it and with
# any other constant, and what to do instead.
#
# - Time: about two hours. Part 1 is short, Part 2 trains a network, Part 3 repairs the start.
#   Estimated per question: q1 5, q2 10, q3 25, q4 20, q5 10, q6 10, q7 15, q8 25 minutes.
# - Core path: q1, q2 and q8 (about 40 minutes) are what the section's slides ask. The rest goes
#   further: it lets you watch what q8 proves.
# - Points: 34. `q8_expressiveness` is graded by a person, everything else by machine.
# - Feedback: public checks after every question, as often as you like. Your score comes from
#   additional hidden tests: other sizes, extreme values, integers.
# - This notebook stands alone. Nothing in it is graded on your functions from `forward_backward`,
#   though you will want to remember them.
#
# The network and its names are as before, with a sigmoid on the hidden layer and no activation at
# the output:
#
#     z = σ(W⁽⁰⁾x + b⁽⁰⁾)
#
#     y = W⁽¹⁾z + b⁽¹⁾
#
# `W0` has shape (h, d), `b0` (h,), `W1` (1, h), and `b1` is a number. Results follow the same
# layout rule: a gradient has the shape of its array; for vectors, (h,), (1, h) and (h, 1) all
# count; W⁽⁰⁾ and its gradient are (h, d).


def sigmoid(a):
    """σ(a), element by element. Put your own in its place if you like."""
    small = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1.0, small) / (1.0 + small)


# Here the notebook draws a picture; this file does not.


## Part 1 · Everything zero


## q1_zero_forward (2 points) · Forward from zeros
#
# Set every weight and every bias to 0. Whatever the input x in ℝᵈ, what are z and y?
#
# Work it out on paper first; it takes two lines. Then write `zero_init_forward(x, hidden_units)`,
# which returns the pair `(z, y)`: z of shape (hidden_units,) and y a number.
#
# A worked example, with another constant so as not to spoil yours: if every weight of the hidden
# layer were 0 but every bias b⁽⁰⁾ᵢ were ln 3, each hidden unit would put out σ(ln 3) = 3/4, for
# every input.
#
# Stuck? `python initialization.py hint q1`


def zero_init_forward(x, hidden_units):
    """z and y of the network in which all weights and biases are 0.

    Args:
        x: input, shape (d,).
        hidden_units: the number h of hidden units, an integer of at least 1.

    Returns:
        The pair (z, y): z of shape (h,), y a number.
    """
    ...


# Predict. Of the four gradients ∂y/∂W⁽⁰⁾, ∂y/∂b⁽⁰⁾, ∂y/∂W⁽¹⁾ and ∂y/∂b⁽¹⁾, which are zero in this
# network?


prediction = ...  # some of "W0", "b0", "W1", "b1", for instance ["W0", "b1"]


## q2_zero_gradients (4 points) · Backward from zeros
#
# Still with every parameter 0, write `zero_init_gradients(x, hidden_units)`: a dictionary with
# the keys `"W0"`, `"b0"`, `"W1"` and `"b1"` that holds the gradients of the output y, each in the
# shape of its array.
#
# A worked example. In general the derivative for weight j of hidden unit i is a product of three
# factors: the outgoing weight of unit i, the slope of its sigmoid, and input j. At aᵢ = 0 the
# slope is 1/4. So if the outgoing weight were 8 and the input 3, the derivative would be 6. Now
# put in the outgoing weight that this network has.
#
# Stuck? `python initialization.py hint q2`


def zero_init_gradients(x, hidden_units):
    """The gradients of y with respect to all parameters, in the network in which all of them are 0.

    Args:
        x: input, shape (d,).
        hidden_units: the number h of hidden units, an integer of at least 1.

    Returns:
        A dict with the keys "W0" of shape (h, d), "b0" of shape (h,), "W1" of shape (1, h) and "b1", a number.
    """
    ...


if EXPERIMENTS:
    print("\n== q2 ==")
    with needs("zero_init_gradients"):
        gradients = zero_init_gradients(np.array([3.0, -1.0]), 4)
        reconcile(prediction, [name for name, gradient in gradients.items() if not np.any(gradient)])


# Reconcile. Two gradients vanish, and for the same reason. Which factor kills them, and will it
# still be zero after the first step of gradient descent?


## Part 2 · Learning from a constant start


## q3_loss_gradients (6 points) · A batch and its loss
#
# To train, we need a loss over several examples. Let the rows of `X`, of shape (n, d), be n
# inputs, and let `targets`, of shape (n,), hold the right answers. The loss is the mean squared
# error,
#
#     L = 1/n Σₖ₌₁ⁿ (yₖ − tₖ)²
#
# Write `loss_gradients(X, targets, W0, b0, W1, b1)`, a dictionary with the loss under the key
# `"loss"` and its gradients under `"W0"`, `"b0"`, `"W1"` and `"b1"`. The parameters can be
# anything here, not only zeros. The loss is worth 2 of the 6 points, each of the four gradients
# 1.
#
# A loop over the rows is fine: for each example run forward, then backward with the right
# upstream gradient, and add up. Or do all rows at once: A = XW⁽⁰⁾ᵀ + b⁽⁰⁾ has a row for each
# example, and sums over examples turn into matrix products.
#
# A worked example. Let d = h = 1 with W⁽⁰⁾ = 0, b⁽⁰⁾ = 0, W⁽¹⁾ = 2, b⁽¹⁾ = 0. Then z = 1/2 and y
# = 1 for every input. With inputs 1 and 2 and targets 1 and 3 the errors are 0 and −2, so L = 2,
# and only the second example contributes to the gradient. Its upstream gradient is 2 · (−2) / 2 =
# −2, so the gradients are −2 for b⁽¹⁾, −2 · 1/2 = −1 for W⁽¹⁾, −2 · 2 · 1/4 = −1 for b⁽⁰⁾, and
# that times the input 2, so −2, for W⁽⁰⁾.
#
# Stuck? `python initialization.py hint q3`


def loss_gradients(X, targets, W0, b0, W1, b1):
    """The loss L = mean over the rows of (y − t)², and its gradients with respect to all parameters.

    Args:
        X: inputs, one in each row, shape (n, d).
        targets: the right answers, shape (n,).
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1, b1: output layer, shape (1, h) and a number.

    Returns:
        A dict with the keys "loss", a number, "W0" of shape (h, d), "b0" of shape (h,), "W1" of shape (1, h) and
        "b1", a number.
    """
    ...


## One number that checks every entry
#
# Here is a quick way to test a whole gradient. Choose a random direction in the space of all
# parameters and move along it, a little forward and a little backward. The slope that you measure
# must equal the sum of gradient times direction over all entries. A mistake in any single one of
# them shows, because the direction is random. (To find out which entry it was, measure one at a
# time, with your `numerical_gradient` from the last notebook.)


if EXPERIMENTS:
    print("\n== q3 ==")
    rng = np.random.default_rng(1)
    X, targets = rng.normal(size=(6, 3)), rng.normal(size=6)
    start = [rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=(1, 4)), 0.5]
    direction = [rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=(1, 4)), rng.normal()]
    with needs("loss_gradients"):
        gradients = loss_gradients(X, targets, *start)
        forwards = loss_gradients(X, targets, *[p + 1e-5 * q for p, q in zip(start, direction)])["loss"]
        backwards = loss_gradients(X, targets, *[p - 1e-5 * q for p, q in zip(start, direction)])["loss"]
        pairs = zip([gradients["W0"], gradients["b0"], gradients["W1"], gradients["b1"]], direction)
        print("along the direction: measured", (forwards - backwards) / 2e-5)
        print("          from your gradients", sum(float(np.ravel(g) @ np.ravel(q)) for g, q in pairs))


## q4_gradient_descent (5 points) · Full-batch gradient descent
#
# Write `gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps)`. In each step,
# compute the gradients of L on the whole batch and move every parameter against its gradient, all
# four at once; return the parameters `(W0, b0, W1, b1)` at the end. With `steps=0` the start
# comes back. The arrays that were handed in stay as they were.
#
# The points: 2 for one step, 2 for many steps, and 1 for this: from any constant start, the
# hidden units stay equal to one another.
#
# A worked example. From the network in the example of q3, one step with learning rate 0.5 leads
# to W⁽⁰⁾ = 1, b⁽⁰⁾ = 0.5, W⁽¹⁾ = 2.5 and b⁽¹⁾ = 1.
#
# Stuck? `python initialization.py hint q4`


def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    """The parameters after full-batch gradient descent on L = mean of (y − t)².

    Args:
        X, targets: the data, shapes (n, d) and (n,).
        W0, b0, W1, b1: the start, shapes (h, d), (h,), (1, h) and a number; left as they were.
        learning_rate: a number.
        steps: how many steps to make, an integer of at least 0.

    Returns:
        (W0, b0, W1, b1) after the last step, in the same shapes.
    """
    ...


# Predict. Start with every parameter 0 and some ordinary data. One often hears that such a
# network does not learn at all. Which of the four parameters have moved after one step, and which
# after two?


prediction = ...  # two lists, for instance [["b1"], ["W0", "b1"]]


if EXPERIMENTS:
    print("\n== q4 (1 of 2) ==")
    X, targets = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -1.0]]), np.array([1.0, 2.0, -0.5])
    zeros = (np.zeros((3, 2)), np.zeros(3), np.zeros((1, 3)), 0.0)
    with needs("loss_gradients", "gradient_descent"):
        moved = []
        for steps in (1, 2):
            parameters = gradient_descent(X, targets, *zeros, 0.1, steps)
            moved.append([name for name, array in zip(("W0", "b0", "W1", "b1"), parameters) if np.any(array)])
        reconcile(prediction, f"{moved}\nW0 after two steps:\n{parameters[0]}")


# Reconcile. The sigmoid of 0 is 1/2, not 0, so the output layer has something to work with: W⁽¹⁾
# and b⁽¹⁾ move at once. As soon as W⁽¹⁾ is no longer zero, the hidden layer gets a gradient too,
# from the second step on. So it is not true that nothing learns. Look at the rows of W⁽⁰⁾,
# though: what do they have in common?
#
# (There is one exception. If the mean of the targets is 0, the first step is zero as well, and
# then nothing ever moves. Can you see why from q3?)


# Predict. Replace the sigmoid by ReLU, and start again from all zeros. Which gradients of the
# loss are not zero now? And with tanh, an S-shaped curve from −1 to 1 that passes through 0?


prediction = ...  # two lists, for instance [["W1", "b1"], ["W0"]]


if EXPERIMENTS:
    print("\n== q4 (2 of 2) ==")
    one_input, one_target = np.array([1.0, 2.0]), 3.0


    def loss_at(activation, W0, b0, W1, b1):
        return ((W1 @ activation(W0 @ one_input + b0)).item() + b1 - one_target) ** 2


    uneven = [np.array([[1.0, -2.0], [0.5, 1.0]]), np.array([0.3, -0.7]), np.array([[1.0, 2.0]]), 1.0]
    facts = []
    for activation in (lambda a: np.maximum(a, 0), np.tanh):
        moving = []
        for place, name in enumerate(("W0", "b0", "W1", "b1")):
            nudge = [1e-5 * array if place == i else 0 * array for i, array in enumerate(uneven)]
            slope = (loss_at(activation, *nudge) - loss_at(activation, *[-array for array in nudge])) / 2e-5
            if abs(slope) > 1e-6:
                moving.append(name)
        facts.append(moving)
    reconcile(prediction, facts)


# Reconcile. Both activations are 0 at 0, so z = 0 and the output weights get no gradient; the
# output weights are 0, so the hidden layer gets none either. Only b⁽¹⁾ moves, in this step and in
# every later one, and the network can learn one number: the mean of the targets. For these two,
# "zeros learn nothing" is almost literally true.


## q5_identical_units (3 points) · Are all units the same?
#
# You have seen rows that agree. Make it a test: `hidden_units_identical(W0, b0, W1,
# tolerance=1e-9)` says whether all hidden units agree in their incoming weights, their bias and
# their outgoing weight, each to within an absolute tolerance.
#
# Which numbers belong to unit i? Row i of W⁽⁰⁾, entry i of b⁽⁰⁾, and entry i of the row W⁽¹⁾.
#
# Why a tolerance? The library that multiplies matrices may add the same numbers in a different
# order for different rows. Sums of floats depend on the order, in the last digit, so equal units
# can drift apart by about 10⁻¹⁶ without anything being wrong.
#
# A worked example. With W⁽⁰⁾ of rows (1, 2) and (1, 2), b⁽⁰⁾ = (0, 0) and W⁽¹⁾ = (3, 4) the
# answer is `False`: the two units compute the same value, but the output layer weights them
# differently. With a single hidden unit it is always `True`.
#
# Stuck? `python initialization.py hint q5`


def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    """Whether all hidden units agree in incoming weights, bias and outgoing weight.

    Args:
        W0, b0: hidden layer, shapes (h, d) and (h,).
        W1: outgoing weights, shape (1, h).
        tolerance: the largest absolute difference that still counts as equal.

    Returns:
        True or False.
    """
    ...


# Predict. Start from the constant 0.3 in every weight and bias, train for 50 steps, and look
# again. Will the units still be identical? And will all the entries of W⁽⁰⁾ still be equal?


prediction = ...  # two truth values, for instance (True, False)


if EXPERIMENTS:
    print("\n== q5 ==")
    constant = (np.full((4, 2), 0.3), np.full(4, 0.3), np.full((1, 4), 0.3), 0.3)
    with needs("loss_gradients", "gradient_descent", "hidden_units_identical"):
        trained = gradient_descent(X, targets, *constant, 0.1, 50)
        facts = bool(np.all(hidden_units_identical(*trained[:3]))), bool(np.ptp(trained[0]) < 1e-9)
        reconcile(prediction, f"{facts}\nW0:\n{trained[0]}")


# Reconcile. Nothing is special about 0, then: 0.3 fares no better. But notice which kind of
# equality has survived and which has not. You will need the difference in q8.


## q6_merge_units (4 points) · How big is this network really?
#
# If all hidden units are identical, then for every input they put out the same number. So a
# network with a single unit should be able to replace it.
#
# Write `merge_identical_units(W0, b0, W1, b1)`. It takes a network whose hidden units are all
# identical, and returns the parameters `(W0, b0, W1, b1)` of a network with one hidden unit that
# computes the same y for every x. The new shapes are (1, d), (1,), (1, 1) and a number.
#
# A worked example. Two units with incoming weights (1, 2), bias 0 and outgoing weight 3 each, and
# b⁽¹⁾ = 5: then y = 3z₁ + 3z₂ + 5 with z₁ = z₂. Finish the sentence.
#
# Stuck? `python initialization.py hint q6`


def merge_identical_units(W0, b0, W1, b1):
    """A network with one hidden unit that computes the same y as one whose hidden units are all identical.

    Args:
        W0, b0: hidden layer, shapes (h, d) and (h,), all units equal.
        W1, b1: output layer, shape (1, h), all entries equal, and a number.

    Returns:
        (W0, b0, W1, b1) of shapes (1, d), (1,), (1, 1) and a number.
    """
    ...


if EXPERIMENTS:
    print("\n== q6 ==")
    def network_output(x, W0, b0, W1, b1):
        return np.round(np.ravel(W1) @ sigmoid(W0 @ x + np.ravel(b0)) + np.ravel(b1)[0], 12)


    with needs("loss_gradients", "gradient_descent", "merge_identical_units"):
        trained = gradient_descent(X, targets, *constant, 0.1, 50)
        merged = merge_identical_units(*trained)
        for x in np.array([[0.0, 0.0], [1.0, -3.0], [-2.0, 0.5]]):
            print(f"x = {x}: four units {network_output(x, *trained)}, one unit {network_output(x, *merged)}")


## See it move
#
# The lab trains a network with two hidden layers while you watch. It is the page below in the
# notebook, and the file `lab.html` for any browser. Before you press Train, predict for each
# start how many of the 8 units in each hidden layer will differ from each other after a hundred
# steps, and whether the loss will leave ln 2. Try "all zero" and "all equal" first, with each
# activation, then "Xavier" with tanh and "He" with ReLU. "Too large" is not always the worst:
# look at which of the three activations it hurts, and how.


# Here the notebook draws a picture; this file does not.


## Part 3 · Breaking the symmetry


## q7_break_symmetry (4 points) · Xavier and He
#
# The fix is randomness: draw the weights at random, and no two units are alike. Two activations
# appear here: ReLU, max(a, 0), and tanh, an S-shaped curve like the sigmoid that runs from −1 to
# 1, passes through 0 and has slope 1 there. (The biases may stay at zero.) Only the scale needs
# thought. Too large, and sigmoid or tanh units start in their dead zones; too small, and the
# signal fades away from layer to layer.
#
# Where the scale comes from. Take aᵢ = Σⱼ wᵢⱼ zⱼ with `fan_in` inputs and independent weights of
# mean 0. Its variance is fan_in times the variance of the weights times the mean of zⱼ². To keep
# the size of the signal the same from layer to layer, the variance of the weights has to make up
# for fan_in and for what the activation does to the size.
#
# - Xavier (Glorot & Bengio 2010), for tanh. Near 0, tanh is almost the identity, with slope 1: it
#   leaves the size alone, so on the way forward the variance should be 1 / fan_in. The gradient
#   travels the other way, through the same weights, and wants 1 / fan_out. The compromise is 2 /
#   (fan_in + fan_out). A uniform distribution on ±r has variance r²/3, hence r² = 6 / (fan_in +
#   fan_out).
# - He (He et al. 2015), for ReLU. ReLU sets the negative half to zero and so halves the mean
#   square. The variance has to be twice as large to make up for that: normal, with mean 0 and
#   variance 2 / fan_in.
#
# Write `xavier_uniform(fan_in, fan_out, rng)` and `he_normal(fan_in, fan_out, rng)`. Both return
# a matrix of shape (fan_out, fan_in), which takes fan_in numbers to fan_out numbers. Draw from
# the generator `rng` that was handed in (a `numpy.random.Generator`) and from nothing else, so
# that the same seed gives the same matrix.
#
# A worked example. fan_in = 4 and fan_out = 2 give r = 1 for Xavier. fan_in = 8 gives a standard
# deviation of 1/2 for He.
#
# Stuck? `python initialization.py hint q7`


def xavier_uniform(fan_in, fan_out, rng):
    """Weights for a tanh layer, uniform on ±√(6 / (fan_in + fan_out)) (Glorot & Bengio 2010).

    Args:
        fan_in, fan_out: the numbers of inputs and of outputs of the layer.
        rng: a numpy.random.Generator, the only source of chance.

    Returns:
        An array of shape (fan_out, fan_in).
    """
    ...


def he_normal(fan_in, fan_out, rng):
    """Weights for a ReLU layer, normal with mean 0 and variance 2 / fan_in (He et al. 2015).

    Args:
        fan_in, fan_out: the numbers of inputs and of outputs of the layer.
        rng: a numpy.random.Generator, the only source of chance.

    Returns:
        An array of shape (fan_out, fan_in).
    """
    ...


# Predict. Send a random signal of typical size 1 through 20 ReLU layers of 256 units each. With
# He's weights its size should stay near 1. What is left of it with Xavier's?


prediction = ...  # a number


if EXPERIMENTS:
    print("\n== q7 (1 of 2) ==")
    rng = np.random.default_rng(2)
    with needs("xavier_uniform", "he_normal"):
        sizes = {}
        for name, draw in (("He", he_normal), ("Xavier", xavier_uniform)):
            signal = rng.normal(size=256)
            for _ in range(20):
                signal = np.maximum(draw(256, 256, rng) @ signal, 0)
            sizes[name] = round(float(np.sqrt(np.mean(signal**2))), 5)
        reconcile(prediction, f"{sizes['Xavier']} with Xavier's, {sizes['He']} with He's")


# Reconcile. Each layer halves the mean square, so twenty layers multiply the size by √(1/2)
# twenty times over, which is 2⁻¹⁰. A harmless-looking factor, to the power of the depth.


# Predict. Exclusive-or is the classic test: two inputs, each 0 or 1, and the target is 1 when
# they differ. A network with four hidden units can learn it. Train it for 1000 steps from all
# zeros, from the constant 0.5 and from Xavier. A network that always says ½ has the loss 0.25.
# What losses do you expect?


prediction = ...  # three numbers, for instance [0.25, 0.25, 0.25]


if EXPERIMENTS:
    print("\n== q7 (2 of 2) ==")
    corners, differ = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 1.0, 1.0, 0.0])
    rng = np.random.default_rng(0)
    starts = [(np.full((4, 2), c), np.full(4, c), np.full((1, 4), c), c) for c in (0.0, 0.5)]
    with needs("loss_gradients", "gradient_descent", "xavier_uniform"):
        starts.append((xavier_uniform(2, 4, rng), np.zeros(4), xavier_uniform(4, 1, rng), 0.0))
        ends = [gradient_descent(corners, differ, *start, 0.3, 1000) for start in starts]
        reconcile(prediction, [round(float(loss_gradients(corners, differ, *end)["loss"]), 4) for end in ends])


# Reconcile. Four units from an equal start do no better than one, however long you train. In fact
# no network with a single sigmoid unit gets below 1/6 here. (A challenge: one sigmoid unit can
# only rise or fall along one direction. Put the four corners in order along any direction and
# see.) Four different units have no such trouble.


## q8_expressiveness (6 points, by hand) · Why it never heals
#
# Explain what you have seen, to a classmate who suspects that more steps, or another constant,
# would help. Cover these four points, in full sentences and with formulas where they help; about
# a page.
#
# 1. What equal units imply for expressiveness. What functions can a network with h identical
#    hidden units compute, and how many units does it really have?
# 2. One step. Suppose the units are identical. Show from the formulas for the gradients that a
#    step of gradient descent keeps them identical.
# 3. Any constant, any number of steps. Turn 1 and 2 into a proof by induction for a start in
#    which every weight and bias is the same number c. Why is c = 0 nothing special?
# 4. "Equal units" is not "equal weights". Which entries of W⁽⁰⁾ stay equal to each other, and
#    which do not, in general? Why?


q8_expressiveness = """

"""


## What next
#
# - Hand in either `initialization.ipynb` or `initialization.py`, whichever you worked in, not
#   both. In the notebook, restart the kernel and run all cells once before you do.
# - Play. Change the activation in the cell with 20 layers to `np.tanh` and compare Xavier with He
#   again. Scale the weights by 0.1, or by 10. Larger is not always worse, and that is worth
#   seeing for yourself.
# - Further reading. X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
#   feedforward neural networks" (2010), and K. He and others, "Delving deep into rectifiers"
#   (2015), are both readable after this notebook. The CS231n notes
#   (https://cs231n.github.io/neural-networks-2/) have a section on initialization.
# - Extra credit: `trainability` asks a stranger question about the start of training. How
#   sensitive is it, really? The answer is a fractal.


if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
