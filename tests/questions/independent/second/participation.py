"""Right and wrong answers to the quiz, written from its student folder and the published interface alone."""

FULL = "full"


def answers(question, right, wrong=()):
    """Works that give one value each."""
    return [(question, worth, f"{question} = {value}\n") for worth, values in ((FULL, right), (0, wrong)) for value in values]


WORKS = [
    *answers("p1", ['"Back-Propagation"', '"the backpropagation algorithm"', '" BACK PROP. "', '"backpropogation"', '"backprop method"',
                    'np.str_("backpropagation")', '"Back\\u2011propagation"', '"a backprop"', '"«backpropagation»"'],
             ['"gradient descent"', '"propagation"', '"forward propagation"', '"backwards"', '["backprop", "gradient descent"]',
              '"backprop or gradient descent"', '...', 'None', '""', '7']),
    *answers("p2", ['"b)"', '" B "', '["b"]', '("b",)', '{"b"}', 'frozenset("b")', 'np.str_("B")', '"(b)"', '"b."'],
             ['"a"', '"c"', '{"b", "c"}', '["a", "b"]', '"bc"', '1', 'True', '[]', 'set()']),
    *answers("p5", ["0.25", "1/4", '"1/4"', '"0.25"', '".25"', "np.float32(0.25)", "np.array([[0.25]])", '"２５/１００"', '" 1 / 4 "', "[0.25]",
                    "__import__('fractions').Fraction(1, 4)", "__import__('decimal').Decimal('0.25')", '"2.5e-1"'],
             ["0.5", "True", '"1/2"', "1", '"25%".strip("%")', "np.array([0.25, 0.25])", "lambda: 0.25", 'float("nan")', 'float("inf")', "0.25j"]),
    *answers("p6", ["0", "0.0", '"0"', "-0.0", "np.int64(0)", "np.zeros(1)"], ["False", "1", '"0.5"', "0.25", '"zero"', "{}"]),
    *answers("p8", ['"ReLU"', '"relu"', '"Rectified Linear Unit"', '"the rectified-linear unit"', '"re-lu"'],
             ['"sigmoid"', '"tanh"', '"linear"', '"leaky"', '"elu"', '"relax"']),
    *answers("p9", ['{"a", "c", "e"}', '["a", "c", "e", "a"]', '"ace"', '"a, c, e"', '"A C E"', '("E", "c)", "A")', '"a;c;e"'],
             ['{"a", "c"}', '"acde"', 'set()', '"a"', '{"b", "d"}', '...', '[1, 2, 5]']),
    *answers("p10", ['"5b"', '"5*b"', '"b*5"', '"b·5"', '"(10/2) b"', 'r"5\\cdot b"', '"∂L/∂w₂ = 5b"', '"= 5 b"', '"5b + 0*a"', '"b+b+b+b+b"'],
             ['"5"', '"b"', '"5a"', '"5*w2"', '5', '"5^b"', '"5b+c-c+1"']),
    *answers("p11", ['"w - r*g"', '"w-gr"', '"-(r g) + w"', '"w − r·g"', '"w + (-1)*r*g"', 'r"w - r \\times g"', '"w*(1 - r*g/w)"', '"w -= r*g"'],
             ['"w + r*g"', '"w - g"', '"r*g"', '"w - r"', '"g - r*w"']),
    *answers("p13", ['{"b", "d"}', '"db"', '["B", "D"]', '"b and d".replace(" and ", ",")'], ['{"b"}', '"bda"', '{"a", "c"}']),
    *answers("p16", ['{"d", "g"}', '"dg"', '("G", "D")'], ['{"d"}', '{"g"}', '{"d", "h"}', '{"b", "g"}', '{"d", "g", "h"}']),
    *answers("p17", ['{"a", "f"}', '"f, a"'], ['{"a", "e"}', '{"b", "f"}', '{"a", "f", "e"}']),
]
