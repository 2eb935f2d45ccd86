# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# participation.py
#
# The same questions as in participation.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python participation.py                runs the public checks, explains the first that fails
#     python participation.py p1             explains that question
#     python participation.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run participation.py` does the same without any set-up.
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
        from public_checks import judge_what_is_there, main, reconcile
    except ImportError:
        sys.exit("The file public_checks.py is not here: unzip participation-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early


## Participation quiz
#
# Short questions on the section's slides and what follows from them, about twenty-five minutes.
# One point each, all or nothing. Answer in the cell below each question; the example in each cell
# shows how an answer is written.
#
# - Single choice: one letter, `"c"`.
# - Select all: a set of letters, `{"a", "d"}`; if none applies, `set()`.
# - Number: `0.5` or `"1/2"`.
# - Text: a word or two in quotes. Capitals and hyphens do not matter.
# - Expression: in quotes, such as `"3*a + b^2"`.
#
# The checks say only whether your answer can be read. Explanations for every option, right or
# wrong, appear after the due date. You may look things up, run code and talk to your neighbor.


## p1 (1 point) · The algorithm
#
# Which algorithm computes the gradients of the loss with respect to all weights of a network?


# A word or a few, such as "gradient".
p1 = ...


## p2 (1 point) · Shapes
#
# An input x of shape (4,) enters a layer of five units, z = σ(Wx + b). What is the shape of W,
# and how many numbers does the next layer receive?
#
# - a) W is (4, 5); the next layer receives 5 numbers
# - b) W is (5, 4); the next layer receives 5 numbers
# - c) W is (5, 4); the next layer receives 4 numbers
# - d) W is (4, 4); the next layer receives 5 numbers


# One letter, such as "c".
p2 = ...


## p3 (1 point) · A matrix times an input
#
# What is entry i of the product Wx, the weights of a layer times its input?
#
# - a) The largest product of a weight in row i with its input
# - b) Column i of W laid over x, multiplied number by number, and added up
# - c) Entry i of x times the sum of all weights
# - d) Row i of W laid over x, multiplied number by number, and added up


# One letter, such as "c".
p3 = ...


## p4 (1 point) · The range of σ
#
# Which values does the sigmoid σ(a) = 1 / (1 + e⁻ᵃ) take, over all real numbers a?
#
# - a) All numbers strictly between 0 and 1
# - b) All numbers from 0 to 1, both included
# - c) All numbers strictly between −1 and 1
# - d) All numbers from 0 up


# One letter, such as "c".
p4 = ...


## p5 (1 point) · The largest slope of σ
#
# What is the largest value of the sigmoid's derivative, σ′(a) = σ(a)(1 − σ(a))?


# A number, such as 0.5 or "1/2".
p5 = ...


## p6 (1 point) · Where σ is steepest
#
# At which a does σ′(a) take its largest value?


# A number, such as 0.5 or "1/2".
p6 = ...


## p7 (1 point) · Dead zones
#
# What is a dead zone of the sigmoid?
#
# - a) The arguments for which σ is negative
# - b) The arguments far from 0, on either side, where the curve is nearly flat and hardly any
#   gradient passes
# - c) The arguments near 0, where σ is neither on nor off
# - d) The weights that were initialized to 0


# One letter, such as "c".
p7 = ...


## p8 (1 point) · The usual default
#
# Which activation function is usually the best default for hidden layers?


# A word or a few, such as "gradient".
p8 = ...


## p9 (1 point) · Why it is the default
#
# Why is the usual default activation preferred to the sigmoid in hidden layers? Select all that
# are true of it.
#
# - a) Its slope is 1 for every positive argument, so an active unit passes the gradient on
#   undiminished
# - b) Its units can never die
# - c) It has no dead zone on the positive side, however large the argument
# - d) Its output always lies between 0 and 1
# - e) It is cheap to compute, as no exponential is needed


# A set of letters, such as {"a", "d"}; if none applies, set().
p9 = ...


## p10 (1 point) · A gradient from above
#
# A neuron computes z = w₁ a + w₂ b + w₃ c, and the upstream gradient is ∂L/∂z = 5. Write ∂L/∂w₂
# as an expression in a, b and c.


# An expression in a, b, c, such as "3*a + b^2".
p10 = ...


## p11 (1 point) · The update rule
#
# A weight has the value w, the derivative of the loss with respect to it is g, and the learning
# rate is r. Write the weight's value after one step of gradient descent, as an expression in w, g
# and r.


# An expression in w, g, r, such as "3*a + b^2".
p11 = ...


## p12 (1 point) · Forward from zeros
#
# All weights and biases of a network with one hidden layer are 0; the hidden layer has a sigmoid
# and the output has no activation. What are the hidden activations zᵢ and the output y?
#
# - a) Every zᵢ = 0 and y = 0
# - b) Every zᵢ = 1/2 and y = 1/2
# - c) Every zᵢ = 1/2 and y = 0
# - d) It depends on the input x


# One letter, such as "c".
p12 = ...


## p13 (1 point) · Gradients from zeros
#
# All weights and biases of a network with one hidden layer are 0; the hidden layer has a sigmoid
# and the output has no activation. Which gradients of the output are zero, whatever the input?
# Select all.
#
# - a) ∂y/∂W⁽¹⁾
# - b) ∂y/∂W⁽⁰⁾
# - c) ∂y/∂b⁽¹⁾
# - d) ∂y/∂b⁽⁰⁾


# A set of letters, such as {"a", "d"}; if none applies, set().
p13 = ...


## p14 (1 point) · Equal units
#
# All hidden units of a network start with the same incoming weights, the same bias and the same
# outgoing weight. What will gradient descent do?
#
# - a) The units move apart in the first step, as their gradients differ
# - b) All weights of the network stay equal to one another
# - c) Nothing ever moves
# - d) The units get equal gradients and stay equal, so the network never does better than one
#   with a single hidden unit


# One letter, such as "c".
p14 = ...


## p15 (1 point) · The trainability picture
#
# In the picture of the boundary of trainability, each point is a pair of learning rates. What do
# the colors mean?
#
# - a) Red-yellow means that training failed, blue-green that it converged
# - b) Red-yellow means that training converged, blue-green that it failed
# - c) Red-yellow marks large weights, blue-green small ones
# - d) Red-yellow marks class 1, blue-green class 0 of the data


# One letter, such as "c".
p15 = ...


# Predict. The last two questions ask you to find a slip from its numbers. Here is the technique
# on another function. For f(w) = (w · x)³ somebody claims that the gradient is (w · x)² x. Put
# the claim beside a measured gradient and divide, entry by entry. What will the ratio of claimed
# to measured be, and will it be the same in every entry?


prediction = ...  # for instance "2, in every entry"


if EXPERIMENTS:
    print("\n== p15 ==")
    w, x = np.array([1.0, -0.5, 2.0]), np.array([0.5, 3.0, 1.0])
    claimed = (w @ x) ** 2 * x
    nudges = 1e-5 * np.eye(3)
    measured = np.array([((w + nudge) @ x) ** 3 - ((w - nudge) @ x) ** 3 for nudge in nudges]) / 2e-5
    reconcile(prediction, f"claimed {claimed}, measured {measured}, ratio {claimed / measured}")


# Reconcile. A constant ratio points to a constant factor that went missing. A ratio that changes
# from unit to unit points to a factor that differs from unit to unit. So look at what the ratio
# is equal to.


## p16 (1 point) · Find the slip, I
#
# A network with two inputs and two hidden sigmoid units has the input x = (1, 3), the hidden
# activations z = (0.5, 0.2) and the output weights W⁽¹⁾ = (2, −1). Somebody's formula for
# ∂y/∂W⁽⁰⁾ and a numerical gradient give:
#
#   | entry | formula | numerical
#   | unit 1, input 1 | 1.00 | 0.50
#   | unit 1, input 2 | 3.00 | 1.50
#   | unit 2, input 1 | −0.20 | −0.16
#   | unit 2, input 2 | −0.60 | −0.48
#
# Select the factor that the formula lacks (one of a to d) and the test that would have shown it
# (one of e to h).
#
# - a) The input x
# - b) The factor z
# - c) The output weights W⁽¹⁾
# - d) The factor 1 − z
# - e) Checking the shape of the result
# - f) Comparing with the gradient at an all-zero initialization
# - g) Comparing with a numerical gradient at random weights and a random input
# - h) Comparing with a numerical gradient at the input x = 0


# A set of letters, such as {"a", "d"}; if none applies, set().
p16 = ...


## p17 (1 point) · Find the slip, II
#
# Somebody's `backward` should return the gradients of the loss L = (y − t)² from the upstream
# gradient ∂L/∂y. At a point where y = 1 and t = 2.5 it gives, beside a numerical gradient:
#
#   | entry | `backward` | numerical
#   | `b1` | 1.00 | −3.00
#   | `W1`, unit 1 | 0.60 | −1.80
#   | `W1`, unit 2 | 0.25 | −0.75
#   | `b0`, unit 1 | 0.12 | −0.36
#   | `b0`, unit 2 | −0.30 | 0.90
#
# Select the factor that is missing (one of a to d) and the test that would have shown it (one of
# e to h).
#
# - a) The upstream gradient ∂L/∂y
# - b) The slope σ′(a)
# - c) The learning rate
# - d) The output weights W⁽¹⁾
# - e) A test with L = y, whose upstream gradient is 1
# - f) A test with an upstream gradient other than 1, for instance a negative fraction
# - g) A test that compares the shapes of the gradients with those of the parameters
# - h) A test with more hidden units


# A set of letters, such as {"a", "d"}; if none applies, set().
p17 = ...


## What next
#
# Hand in either `participation.ipynb` or `participation.py`, not both. If a question surprised
# you, you will find its topic in `chain_rule`, `forward_backward`, `initialization` or
# `trainability`.


if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
