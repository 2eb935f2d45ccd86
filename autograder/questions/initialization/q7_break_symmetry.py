"""q7: random draws that break the symmetry, judged by their statistics and not by an exact stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import erfc, sqrt

import reference_impl as ref
from autograder.checks.arguments import Function, Seeded
from autograder.checks.expectations import Expectation, draws, draws_of_one_value
from autograder.questions.covering import cases, covering
from autograder.questions.domain import Argument, Domain, Row, Values
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

NORMAL_BEYOND_TWO_SIGMA = erfc(2 / sqrt(2))

# A generator whose bits are nearly all 0. An answer that uses it draws one value repeatedly; an answer with its own
# generator does not. A single bit is set so that loops that reject zeros end.
STUCK = Function(
    "stuck",
    """
bits = np.random.MT19937(0)
key = np.zeros(624, dtype=np.uint32)
key[300] = 1 << 31
bits.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": 624}}
stuck = np.random.Generator(bits)
""",
)


def _xavier(fan_in: int, fan_out: int) -> Expectation:
    """Expect uniform draws, which have the bound √3·σ and therefore never exceed 2σ."""
    variance = 2 / (fan_in + fan_out)
    return draws((fan_out, fan_in), variance, bound=sqrt(3 * variance), beyond_two_sigma=0.0)


def _he(fan_in: int, fan_out: int) -> Expectation:
    return draws((fan_out, fan_in), 2 / fan_in, bound=None, beyond_two_sigma=NORMAL_BEYOND_TWO_SIGMA)


FEWEST, MOST = 3000, 40_000
"""Limits of the number of draws: enough to estimate a mean, a variance and a share, but not slow."""


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Keep the number of draws within limits by adjusting one size if both are small or both are large."""
    fan_in, fan_out = values["fan_in"], values["fan_out"]
    if fan_in == fan_out and fan_in > 1:
        fan_in = fan_out = 60 + fan_in % 2
    elif fan_in * fan_out < FEWEST or fan_in * fan_out > MOST:
        if fan_in > fan_out or (fan_in == fan_out and draw.integers(0, 2)):
            fan_in = FEWEST // fan_out
        else:
            fan_out = FEWEST // fan_in
    return {"fan_in": fan_in, "fan_out": fan_out, "rng": Seeded(draw.integers(0, 2**31))}


def _domain(name: str, expect: Callable[[int, int], Expectation]) -> Domain:
    return Domain(
        name,
        (Argument("fan_in", counts="d"), Argument("fan_out", counts="h"), Argument("rng", given=True)),
        lambda fan_in, fan_out, rng: [expect(fan_in, fan_out)],
        sizes={"d": (1, FEWEST), "h": (1, FEWEST)},
        compared=(("d", "h"),),
        settle=_settled,
        public={"d": 100, "h": 90},
        others={
            "fan_in": lambda fan_in, fan_out, rng: fan_in + 1,
            "fan_out": lambda fan_in, fan_out, rng: fan_out + 1,
            "rng": lambda fan_in, fan_out, rng: Seeded(rng.seed + 1),
        },
    )


XAVIER, HE = _domain("xavier_uniform", _xavier), _domain("he_normal", _he)


def _part(domain: Domain, expect: Callable[[int, int], Expectation]) -> Part:
    name = domain.function

    def case(fan_in: int, fan_out: int, seed: int) -> Case:
        return Case(Call(name, (fan_in, fan_out, Seeded(seed))), expect(fan_in, fan_out))

    # The prompt says "Draw from rng and from nothing else", so a public case checks it, too.
    def stuck(fan_in: int, fan_out: int) -> Case:
        arguments = fan_in, fan_out, STUCK
        return Case(Call(name, arguments), draws_of_one_value((fan_out, fan_in)), ("a generator that gives one value",))

    def public(draw: Draw) -> Iterator[Case]:
        yield case(30, 90, 1)
        yield case(100, 25, 2)
        yield stuck(20, 10)

    def hidden(draw: Draw) -> Iterator[Case]:
        # The large sample exposes a normal distribution that is truncated beyond 2σ.
        yield case(250, 200, draw.integers(0, 2**31))
        yield case(4, 750, draw.integers(0, 2**31))  # σ so large that a clip is visible
        if expect is _xavier:
            yield case(16, 12, draw.integers(0, 2**31))  # the same for a bound
        yield from cases(domain, covering(domain, draw), lambda fan_in, fan_out, rng: expect(fan_in, fan_out))
        yield stuck(4, 750)  # the sizes of an earlier call with another generator

    return Part(name, 2, public, hidden)


def _uniform(
    bound: str = "np.sqrt(6 / (fan_in + fan_out))", draw: str = "rng.uniform(-r, r, size=(fan_out, fan_in))"
) -> str:
    return f"def xavier_uniform(fan_in, fan_out, rng):\n    r = {bound}\n    return {draw}\n"


def _normal(sigma: str = "np.sqrt(2 / fan_in)", draw: str = "rng.normal(0, s, size=(fan_out, fan_in))") -> str:
    return f"def he_normal(fan_in, fan_out, rng):\n    s = {sigma}\n    return {draw}\n"


SLIPS = (
    Slip("xavier_root_missing", "The bound is a square root: without it the weights are far too small.",
         _uniform("6 / (fan_in + fan_out)")),
    Slip("xavier_fan_in_alone", "Glorot and Bengio's bound balances both directions: fan_in and fan_out both stand in "
         "it.",
         _uniform("np.sqrt(6 / fan_in)")),
    Slip("xavier_fan_out_alone", "Glorot and Bengio's bound has both fans in it, not fan_out alone.",
         _uniform("np.sqrt(6 / fan_out)")),
    Slip("xavier_deviation_as_bound", "That number is the standard deviation; a uniform distribution reaches further "
         "than its deviation.",
         _uniform("np.sqrt(2 / (fan_in + fan_out))")),
    Slip("xavier_bound_for_one_fan", "√(3/fan) is the bound for one fan; with two fans there is a different number "
         "under the root.",
         _uniform("np.sqrt(3 / (fan_in + fan_out))")),
    Slip("xavier_product_of_fans", "The fans are added under the root, not multiplied.",
         _uniform("np.sqrt(6 / (fan_in * fan_out))")),
    Slip("xavier_only_positive", "All weights are positive: the interval lies on both sides of 0.",
         _uniform(draw="rng.uniform(0, r, size=(fan_out, fan_in))")),
    Slip("xavier_not_stretched", "rng.random gives numbers from 0 to 1; they have to be stretched over an interval "
         "about 0.",
         _uniform(draw="r * rng.random((fan_out, fan_in)) - r / 2")),
    Slip("xavier_not_scaled", "The bound is computed but not used: the draws do not depend on the fans.",
         _uniform(draw="rng.uniform(-1, 1, size=(fan_out, fan_in))")),
    Slip("xavier_normal", "These draws are normal; this question's first function asks for uniform ones.",
         _uniform("np.sqrt(2 / (fan_in + fan_out))", "rng.normal(0, r, size=(fan_out, fan_in))")),
    Slip("xavier_transposed", "The matrix has a row for each output: (fan_out, fan_in).",
         _uniform(draw="rng.uniform(-r, r, size=(fan_in, fan_out))")),
    Slip("xavier_own_generator", "The draws come from a generator of your own, not from the one handed in: is rng "
         "used at all?",
         _uniform(draw="np.random.default_rng(0).uniform(-r, r, size=(fan_out, fan_in))")),
    Slip("xavier_global_generator", "np.random draws from a generator shared by everyone, so the same seed gives "
         "other numbers; use rng.",
         _uniform(draw="np.random.uniform(-r, r, size=(fan_out, fan_in))")),
    Slip("xavier_same_row", "One row was drawn and repeated: then all units start equal, which is what random draws "
         "are to prevent.",
         _uniform(draw="np.tile(rng.uniform(-r, r, size=(1, fan_in)), (fan_out, 1))")),
    Slip("xavier_rounded", "The draws are rounded so coarsely that many agree.",
         _uniform(draw="np.round(rng.uniform(-r, r, size=(fan_out, fan_in)), 2)")),
    Slip("he_variance_as_deviation", "rng.normal takes the standard deviation; a variance was handed to it.",
         _normal("2 / fan_in")),
    Slip("he_not_centered", "He's draws have mean 0; yours lie about another number.",
         _normal("np.sqrt(2 / fan_in)", "rng.normal(1.0, s, size=(fan_out, fan_in))")),
    Slip("he_row_repeated", "All units start with the same weights: each row needs draws of its own.",
         _normal("np.sqrt(2 / fan_in)", "np.tile(rng.normal(0, s, size=fan_in), (fan_out, 1))")),
    Slip("he_fan_out", "He's variance keeps the forward signal's size, so it looks at what flows into a unit.",
         _normal("np.sqrt(2 / fan_out)")),
    Slip("he_two_missing", "ReLU lets only half of the variance through; where is the factor that makes up for it?",
         _normal("np.sqrt(1 / fan_in)")),
    Slip("he_both_fans", "That is Glorot and Bengio's variance; He's has one fan in it.",
         _normal("np.sqrt(2 / (fan_in + fan_out))")),
    Slip("he_root_of_two_alone", "The root covers the whole fraction, the fan included.",
         _normal("np.sqrt(2) / fan_in")),
    Slip("he_not_scaled", "The draws have variance 1 whatever the fan: the deviation is computed but not used.",
         _normal(draw="rng.standard_normal((fan_out, fan_in))")),
    Slip("he_uniform", "These draws are uniform: their variance may be right, but normal ones have tails.",
         _normal("np.sqrt(6 / fan_in)", "rng.uniform(-s, s, size=(fan_out, fan_in))")),
    Slip("he_clipped", "Draws far out were clipped to one value; a normal distribution has no bound.",
         _normal(draw="np.clip(rng.normal(0, s, size=(fan_out, fan_in)), -2 * s, 2 * s)")),
    Slip("he_only_positive", "The signs were lost: the draws should lie on both sides of 0.",
         _normal(draw="np.abs(rng.normal(0, s, size=(fan_out, fan_in)))")),
    Slip("he_transposed", "The matrix has a row for each output: (fan_out, fan_in).",
         _normal(draw="rng.normal(0, s, size=(fan_in, fan_out))")),
    Slip("he_own_generator", "The draws come from a generator of your own, not from the one handed in: is rng used at "
         "all?",
         _normal(draw="np.random.default_rng(0).normal(0, s, size=(fan_out, fan_in))")),
    Slip("he_global_generator", "np.random draws from a generator shared by everyone, so the same seed gives other "
         "numbers; use rng.",
         _normal(draw="np.random.randn(fan_out, fan_in) * s")),
    Slip("he_vector", "A matrix is asked for, (fan_out, fan_in); one vector of draws is too few.",
         _normal(draw="rng.normal(0, s, size=fan_in)")),
)  # fmt: skip

VARIANTS = (
    Variant("xavier_stretched", _uniform(draw="(2 * rng.random((fan_out, fan_in)) - 1) * r")),
    Variant("xavier_transposed_back", _uniform(draw="rng.uniform(-r, r, (fan_in, fan_out)).T")),
    Variant("xavier_one_by_one",
            _uniform(draw="[[rng.uniform(-r, r) for _ in range(fan_in)] for _ in range(fan_out)]")),
    Variant("xavier_float32", _uniform(draw="rng.uniform(-r, r, size=(fan_out, fan_in)).astype(np.float32)")),
    Variant("xavier_by_integers",
            _uniform(draw="r * (rng.integers(0, 2 ** 53, size=(fan_out, fan_in)) / 2 ** 52 - 1)")),
    Variant("he_scaled", _normal(draw="rng.standard_normal((fan_out, fan_in)) * s")),
    Variant("he_power",
            _normal("(2 / fan_in) ** 0.5", "s * rng.standard_normal(fan_out * fan_in).reshape(fan_out, fan_in)")),
    Variant("he_polar", _normal(draw="""s * np.sqrt(-2 * np.log(1 - rng.random((fan_out, fan_in)))) \\
        * np.cos(2 * np.pi * rng.random((fan_out, fan_in)))""")),
    Variant("he_rows", _normal(draw="np.array([rng.normal(scale=s, size=fan_in) for _ in range(fan_out)])")),
    Variant("he_float32", _normal(draw="rng.standard_normal((fan_out, fan_in), dtype=np.float32) * np.float32(s)")),
)  # fmt: skip

BREAK_SYMMETRY = Question(
    id="q7_break_symmetry",
    title="Xavier and He",
    owns={"xavier_uniform": ref.xavier_uniform, "he_normal": ref.he_normal},
    parts=(_part(XAVIER, _xavier), _part(HE, _he)),
    domains=(XAVIER, HE),
    slips=SLIPS,
    variants=VARIANTS,
    experiment=(
        "Draw a matrix with fan_in 50 and fan_out 200, and look at its shape, .var(), .min() and .max(); draw it twice "
        "with the same seed."
    ),
)
