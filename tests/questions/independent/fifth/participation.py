"""Right and wrong work for `participation`, written from the published interface alone.

Points are of the question; ("at most", x) where the interface does not settle which parts stay right.
"""

FULL = "full"

WORKS = [
    # p1: right, written unusually
    ("p1", FULL, """
p1 = "Back-Propagation"
"""),
    ("p1", FULL, """
p1 = "the backpropagation algorithm"
"""),
    ("p1", FULL, """
p1 = "  BACKPROP. "
"""),
    ("p1", FULL, """
p1 = "back propagation"
"""),
    ("p1", FULL, """
p1 = "backpropogation"
"""),
    # p1: wrong in value
    ("p1", 0.0, """
# mistake: gradient descent uses the gradients, it does not compute them
p1 = "gradient descent"
"""),
    ("p1", 0.0, """
# mistake: the forward pass computes values, not gradients
p1 = "forward propagation"
"""),
    ("p1", 0.0, """
# mistake: the ruler, far too slow for all weights
p1 = "numerical differentiation"
"""),
    ("p1", 0.0, """
# mistake: another method
p1 = "the chain rule method of Newton"
"""),
    # p1: wrong in one regime only
    ("p1", 0.0, """
p1 = "prop"
"""),
    ("p1", 0.0, """
p1 = ["p", "a"]
"""),
    ("p1", 0.0, """
p1 = ""
"""),
    ("p1", 0.0, """
p1 = ...
"""),
    ("p1", 0.0, """
p1 = 3
"""),
    # p2: right, written unusually
    ("p2", FULL, """
p2 = "B"
"""),
    ("p2", FULL, """
p2 = " b) "
"""),
    ("p2", FULL, """
p2 = ["b"]
"""),
    ("p2", FULL, """
p2 = {"b"}
"""),
    ("p2", FULL, """
p2 = "b) W is (5, 4); the next layer receives 5 numbers"
"""),
    ("p2", FULL, """
p2 = np.array(["b"])
"""),
    # p2: wrong in value
    ("p2", 0.0, """
# mistake: W is transposed
p2 = "a"
"""),
    ("p2", 0.0, """
# mistake: the number of inputs in place of units
p2 = "c"
"""),
    ("p2", 0.0, """
# mistake: W is taken for square
p2 = "d"
"""),
    # p2: wrong in one regime only
    ("p2", 0.0, """
p2 = "ab"
"""),
    ("p2", 0.0, """
p2 = {"b", "c"}
"""),
    ("p2", 0.0, """
p2 = None
"""),
    ("p2", 0.0, """
p2 = 2
"""),
    ("p2", 0.0, """
p2 = "bb or c"
"""),
    ("p2", 0.0, """
p2 = "(5, 4)"
"""),
    # p3: right, written unusually
    ("p3", FULL, """
p3 = "d"
"""),
    ("p3", FULL, """
p3 = 'D)'
"""),
    # p3: wrong in value
    ("p3", 0.0, """
# mistake: columns in place of rows
p3 = "b"
"""),
    ("p3", 0.0, """
# mistake: the sum of all weights
p3 = "c"
"""),
    # p4: right, written unusually
    ("p4", FULL, """
p4 = "(a)"
"""),
    ("p4", FULL, """
p4 = ("a",)
"""),
    # p4: wrong in value
    ("p4", 0.0, """
# mistake: 0 and 1 are never reached
p4 = "b"
"""),
    ("p4", 0.0, """
# mistake: tanh's range
p4 = "c"
"""),
    # p4: wrong in one regime only
    ("p4", 0.0, """
p4 = "e"
"""),
    ("p4", 0.0, """
p4 = set()
"""),
    # p5: right, written unusually
    ("p5", FULL, """
p5 = 1/4
"""),
    ("p5", FULL, """
p5 = "1/4"
"""),
    ("p5", FULL, """
p5 = np.float64(0.25)
"""),
    ("p5", FULL, """
p5 = [0.25]
"""),
    ("p5", FULL, """
p5 = " 0.25 "
"""),
    ("p5", FULL, """
p5 = "25 %"
"""),
    ("p5", FULL, """
p5 = "¼"
"""),
    ("p5", FULL, """
p5 = np.array([0.25])
"""),
    ("p5", FULL, """
p5 = "0,25"
"""),
    ("p5", FULL, """
p5 = "1 / 4"
"""),
    # p5: wrong in value
    ("p5", 0.0, """
# mistake: σ's value at 0 in place of its slope
p5 = 0.5
"""),
    ("p5", 0.0, """
# mistake: tanh's largest slope
p5 = 1
"""),
    ("p5", 0.0, """
# mistake: the reciprocal
p5 = 4
"""),
    # p5: wrong in one regime only
    ("p5", 0.0, """
p5 = True
"""),
    ("p5", 0.0, """
p5 = "a quarter of something"
"""),
    ("p5", 0.0, """
p5 = [0.25, 0.25]
"""),
    ("p5", 0.0, """
p5 = 0.3
"""),
    ("p5", 0.0, """
p5 = 0.2
"""),
    ("p5", 0.0, """
p5 = 25
"""),
    ("p5", 0.0, """
p5 = float('nan')
"""),
    ("p5", 0.0, """
p5 = -0.25
"""),
    # p6: right, written unusually
    ("p6", FULL, """
p6 = 0
"""),
    ("p6", FULL, """
p6 = 0.0
"""),
    ("p6", FULL, """
p6 = "0"
"""),
    ("p6", FULL, """
p6 = -0.0
"""),
    ("p6", FULL, """
p6 = "0/1"
"""),
    ("p6", FULL, """
p6 = np.int64(0)
"""),
    ("p6", FULL, """
p6 = np.array(0)
"""),
    ("p6", FULL, """
p6 = "a = 0"
"""),
    # p6: wrong in value
    ("p6", 0.0, """
# mistake: the value of σ, not the place
p6 = 0.5
"""),
    ("p6", 0.0, """
# mistake: the place where σ is largest, it is thought
p6 = 1
"""),
    ("p6", 0.0, """
# mistake: the slope in place of the place
p6 = 0.25
"""),
    # p6: wrong in one regime only
    ("p6", 0.0, """
p6 = False
"""),
    ("p6", 0.0, """
p6 = None
"""),
    ("p6", 0.0, """
p6 = "zero or one"
"""),
    ("p6", 0.0, """
p6 = float('inf')
"""),
    # p7: right, written unusually
    ("p7", FULL, """
p7 = "b"
"""),
    ("p7", FULL, """
p7 = ["B)"]
"""),
    # p7: wrong in value
    ("p7", 0.0, """
# mistake: near 0 the slope is largest
p7 = "c"
"""),
    ("p7", 0.0, """
# mistake: σ is never negative
p7 = "a"
"""),
    # p8: right, written unusually
    ("p8", FULL, """
p8 = "ReLU"
"""),
    ("p8", FULL, """
p8 = "re-lu"
"""),
    ("p8", FULL, """
p8 = "Rectified Linear Unit"
"""),
    ("p8", FULL, """
p8 = "the relu"
"""),
    # p8: wrong in value
    ("p8", 0.0, """
# mistake: the one that starves early layers
p8 = "sigmoid"
"""),
    ("p8", 0.0, """
# mistake: better than the sigmoid, not the default
p8 = "tanh"
"""),
    ("p8", 0.0, """
# mistake: hedges
p8 = "relu or sigmoid"
"""),
    # p9: right, written unusually
    ("p9", FULL, """
p9 = {"a", "c", "e"}
"""),
    ("p9", FULL, """
p9 = "ace"
"""),
    ("p9", FULL, """
p9 = "A, C, E"
"""),
    ("p9", FULL, """
p9 = ["e", "c", "a", "a"]
"""),
    ("p9", FULL, """
p9 = ("a", "e", "c")
"""),
    ("p9", FULL, """
p9 = np.array(["a", "c", "e"])
"""),
    ("p9", FULL, """
p9 = "a c e"
"""),
    # p9: wrong in value
    ("p9", 0.0, """
# mistake: misses that there is no dead zone on the positive side
p9 = {"a", "e"}
"""),
    ("p9", 0.0, """
# mistake: units can die
p9 = {"a", "c", "b", "e"}
"""),
    ("p9", 0.0, """
# mistake: the output is not bounded
p9 = {"a", "c", "d", "e"}
"""),
    # p9: wrong in one regime only
    ("p9", 0.0, """
p9 = set()
"""),
    ("p9", 0.0, """
p9 = "a"
"""),
    ("p9", 0.0, """
p9 = {"a", "c", "e", "f"}
"""),
    ("p9", 0.0, """
p9 = ["ace", "b"]
"""),
    # p10: right, written unusually
    ("p10", FULL, """
p10 = "5*b"
"""),
    ("p10", FULL, """
p10 = "5b"
"""),
    ("p10", FULL, """
p10 = "b·5"
"""),
    ("p10", FULL, r"""
p10 = r"5\cdot b"
"""),
    ("p10", FULL, """
p10 = "$5b$"
"""),
    ("p10", FULL, """
p10 = "= 5 b"
"""),
    ("p10", FULL, """
p10 = "10b/2"
"""),
    ("p10", FULL, """
p10 = "5*b + 0*a*c"
"""),
    ("p10", FULL, """
p10 = "5.0b"
"""),
    ("p10", FULL, """
p10 = "b+b+b+b+b"
"""),
    # p10: wrong in value
    ("p10", 0.0, """
# mistake: the first input in place of the second
p10 = "5*a"
"""),
    ("p10", 0.0, """
# mistake: the upstream gradient is missing
p10 = "b"
"""),
    ("p10", 0.0, """
# mistake: the input is missing
p10 = "5"
"""),
    ("p10", 0.0, """
# mistake: all inputs are added
p10 = "5*(a+b+c)"
"""),
    ("p10", 0.0, """
# mistake: added in place of multiplied
p10 = "5+b"
"""),
    ("p10", 0.0, """
# mistake: another variable
p10 = "5*w"
"""),
    # p10: wrong in one regime only
    ("p10", 0.0, """
p10 = "5b^2"
"""),
    ("p10", 0.0, """
p10 = "4.999999b"
"""),
    ("p10", 0.0, """
p10 = "5*B*b"
"""),
    ("p10", 0.0, """
p10 = "5b)"
"""),
    ("p10", 0.0, """
p10 = "b/5"
"""),
    # p11: right, written unusually
    ("p11", FULL, """
p11 = "w - r*g"
"""),
    ("p11", FULL, """
p11 = "w ← w - r*g"
"""),
    ("p11", FULL, """
p11 = "w − r g"
"""),
    ("p11", FULL, """
p11 = "-(r g) + w"
"""),
    ("p11", FULL, """
p11 = "w-g·r"
"""),
    ("p11", FULL, r"""
p11 = r"w - r \cdot g"
"""),
    ("p11", FULL, """
p11 = "w = w - r*g"
"""),
    ("p11", FULL, """
p11 = "w+(-1)*r*g"
"""),
    ("p11", FULL, """
p11 = "w_new = w - r*g"
"""),
    # p11: wrong in value
    ("p11", 0.0, """
# mistake: goes uphill
p11 = "w + r*g"
"""),
    ("p11", 0.0, """
# mistake: the learning rate is missing
p11 = "w - g"
"""),
    ("p11", 0.0, """
# mistake: only the step
p11 = "r*g"
"""),
    ("p11", 0.0, """
# mistake: divides by the rate
p11 = "w - g/r"
"""),
    ("p11", 0.0, """
# mistake: the step is multiplied by the weight
p11 = "w*(1 - r*g)"
"""),
    ("p11", 0.0, """
# mistake: w and g are exchanged
p11 = "g - r*w"
"""),
    ("p11", 0.0, """
# mistake: the rate scales the weight too
p11 = "r*(w - g)"
"""),
    # p11: wrong in one regime only
    ("p11", 0.0, """
p11 = "w - r*g + 0.0001"
"""),
    ("p11", 0.0, """
p11 = "w - r*g*g"
"""),
    ("p11", 0.0, """
p11 = "w--r*g"
"""),
    # p12: right, written unusually
    ("p12", FULL, """
p12 = "c"
"""),
    ("p12", FULL, """
p12 = "c."
"""),
    # p12: wrong in value
    ("p12", 0.0, """
# mistake: σ(0) taken for 0
p12 = "a"
"""),
    ("p12", 0.0, """
# mistake: a sigmoid on the output
p12 = "b"
"""),
    ("p12", 0.0, """
# mistake: all weights are 0, so x drops out
p12 = "d"
"""),
    # p13: right, written unusually
    ("p13", FULL, """
p13 = "bd"
"""),
    ("p13", FULL, """
p13 = frozenset({"b", "d"})
"""),
    ("p13", FULL, """
p13 = ["B", "D"]
"""),
    ("p13", FULL, """
p13 = "b and d"
"""),
    # p13: wrong in value
    ("p13", 0.0, """
# mistake: ∂y/∂W1 is z = 1/2, not 0
p13 = {"b", "d", "a"}
"""),
    ("p13", 0.0, """
# mistake: the wrong layer
p13 = {"a"}
"""),
    ("p13", 0.0, """
# mistake: nothing vanishes for b1: it is 1
p13 = {"b", "d", "a", "c"}
"""),
    # p14: right, written unusually
    ("p14", FULL, """
p14 = "d"
"""),
    # p14: wrong in value
    ("p14", 0.0, """
# mistake: equal units are not equal weights
p14 = "b"
"""),
    ("p14", 0.0, """
# mistake: something moves
p14 = "c"
"""),
    ("p14", 0.0, """
# mistake: gradients of equal units are equal
p14 = "a"
"""),
    # p15: right, written unusually
    ("p15", FULL, """
p15 = list("a")
"""),
    ("p15", FULL, """
p15 = "a) Red-yellow means that training failed, blue-green that it converged"
"""),
    # p15: wrong in value
    ("p15", 0.0, """
# mistake: the colours are exchanged
p15 = "b"
"""),
    # p16: right, written unusually
    ("p16", FULL, """
p16 = {"d", "g"}
"""),
    ("p16", FULL, """
p16 = "g, d"
"""),
    ("p16", FULL, """
p16 = ["D", "G"]
"""),
    # p16: wrong in value
    ("p16", 0.0, """
# mistake: z is there: 1.00 = 2 · 0.5 · 1
p16 = {"b", "g"}
"""),
    ("p16", 0.0, """
# mistake: at x = 0 both are zero
p16 = {"d", "h"}
"""),
    ("p16", 0.0, """
# mistake: the test is not named
p16 = {"d"}
"""),
    ("p16", 0.0, """
# mistake: the shape is right
p16 = {"d", "e"}
"""),
    ("p16", 0.0, """
# mistake: at zero weights both are zero
p16 = {"d", "f"}
"""),
    # p17: right, written unusually
    ("p17", FULL, """
p17 = {"f", "a"}
"""),
    ("p17", FULL, """
p17 = "af"
"""),
    ("p17", FULL, """
p17 = "a; f"
"""),
    # p17: wrong in value
    ("p17", 0.0, """
# mistake: an upstream of 1 hides the slip
p17 = {"a", "e"}
"""),
    ("p17", 0.0, """
# mistake: all entries miss the same factor, -3
p17 = {"b", "f"}
"""),
    ("p17", 0.0, """
# mistake: the shapes are right
p17 = {"a", "g"}
"""),
    # p17: wrong in one regime only
    ("p17", 0.0, """
p17 = {"a", "f", "h"}
"""),
    ("p17", 0.0, """
p17 = ...
"""),
    ("p17", 0.0, """
p17 = {2, 8}
"""),
]
