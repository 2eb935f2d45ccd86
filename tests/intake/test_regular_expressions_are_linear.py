"""No regular expression that reads a student's text takes time that grows faster than the text.

Each is tried on generated worst cases: something it begins with, then a repeat of what its repeats can take, then
something that cannot follow; at n, 2n and 4n characters, in processor time, beside an expression that is linear.
"""

import ast
import importlib
import itertools
import pkgutil
import re
import time
from pathlib import Path

import pytest

import autograder.intake

try:
    from re import _parser as parser
except ImportError:  # Python 3.10
    import sre_parse as parser

ROOMS = [
    "autograder.sandbox.ipython_syntax", "autograder.checks.formula_notation", "autograder.checks.formula_postfix",
    "autograder.checks.formula_reader", "autograder.checks.formula_tokens", "autograder.checks.quiz_answers",
    "autograder.classroom.code_excerpts", "autograder.classroom.pages.student_markdown", "autograder.safe_text",
]  # fmt: skip
ROOMS += [
    module.name
    for module in pkgutil.walk_packages(autograder.intake.__path__, "autograder.intake.")
    if not module.name.endswith((".boot", ".guest"))
]
AT_START = {"match", "fullmatch"}
CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split"}
N = 1500
GROWTH = 11  # of the time from n to 4n: 4 if linear, 16 if quadratic


def expressions_of(module):
    """The expressions of a module with `fullmatch` or `match` if each is only tried at the start of a text, else ""."""
    source = Path(importlib.import_module(module).__file__).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr not in CALLS or not node.args:
            continue
        first = node.args[0]
        if called.attr != "compile" and ast.unparse(called.value) == "re" and isinstance(first, ast.Constant):
            yield re.compile(first.value, flags_of(node)), called.attr if called.attr in AT_START else ""
    for name, value in vars(importlib.import_module(module)).items():
        if isinstance(value, re.Pattern):
            uses = set(re.findall(rf"\b{name}\.(\w+)\(", source))
            yield value, min(uses) if uses and uses <= AT_START else ""


def flags_of(call):
    words = [ast.unparse(argument) for argument in (*call.args[1:], *(keyword.value for keyword in call.keywords))]
    names = [name.strip().removeprefix("re.") for text in words for name in text.split("|") if "re." in name]
    return sum(getattr(re, name, 0) for name in names)


# A square of what they are given is small: names of questions, numbers of 1,000 characters, words of 60 characters.
SHORT = (r"(.*?)_?\{?([0-9]*)\}?", r"\s*([-+−]?)(\d*)\s*(\S)\s*")
EXPRESSIONS = {
    (module.removeprefix("autograder."), expression.pattern): (expression, at_start)
    for module in ROOMS
    for expression, at_start in expressions_of(module)
    if expression.pattern not in SHORT and not (module.endswith(".strings") and at_start == "fullmatch")
}


def samples(items):
    """One text that the parsed items match, roughly, and the texts that their repeats can take."""
    text, pumps = "", []
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name in ("NOT_LITERAL", "ANY"):
            text += "a"
        elif name == "IN":
            text += member(value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, _, inner = value
            one, more = samples(inner)
            pumps += [one, *more]
            text += one * min(low, 3)
        elif name == "SUBPATTERN":
            one, more = samples(value[-1])
            text, pumps = text + one, pumps + more
        elif name == "BRANCH":
            found = [samples(branch) for branch in value[1]]
            text += found[0][0]
            pumps += [pump for one, more in found for pump in (one, *more)]
    return text, pumps


def member(items):
    kind, value = items[0]
    name = str(kind)
    if name == "NEGATE":
        return next(c for c in "a 1.\n" if not re.match(as_class(items[1:]), c))
    if name == "LITERAL":
        return chr(value)
    if name == "RANGE":
        return chr(value[0])
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(value), "a")


def as_class(items):
    parts = []
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL":
            parts.append(re.escape(chr(value)))
        elif name == "RANGE":
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append({"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}.get(str(value), ""))
    return f"[{''.join(parts)}]"


def worst_cases(expression):
    """Pairs of what comes first and what is repeated."""
    pattern = expression.pattern if isinstance(expression.pattern, str) else expression.pattern.decode("latin-1")
    whole, pumps = samples(parser.parse(pattern, expression.flags & ~re.UNICODE))
    pumps = [pump for pump in dict.fromkeys((*pumps, " ", "\n", "a", "1")) if pump][:8]
    starts = dict.fromkeys(
        ["", whole, whole[:1], whole[:2], *(whole[: whole.find(pump)] for pump in pumps if pump in whole)]
    )
    yield from itertools.product(list(starts)[:6], pumps)
    for pair in itertools.permutations(pumps[:5], 2):
        yield "", "".join(pair)
    if len(whole) > 1:
        yield "", whole


def seconds(expression, text, at_start=""):
    text = text if isinstance(expression.pattern, str) else text.encode("latin-1", "replace")
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        if at_start:
            getattr(expression, at_start)(text)
        else:
            for _ in expression.finditer(text):
                pass
        best = min(best, time.process_time() - start)
        if best < 2e-3:
            break
    return best


def grows_too_fast(expression, at_start="", n=N):
    for start, pump in worst_cases(expression):
        for end in ("\0", "!x"):
            sizes = [
                seconds(expression, start + pump * (size // len(pump)) + end, at_start) for size in (n, 2 * n, 4 * n)
            ]
            if sizes[2] < 4e-3:  # a few hundred thousand steps at most: no square of 6,000
                continue
            linear = [seconds(LINEAR, "ab" * (size // 2) * 40) for size in (n, 4 * n)]
            if sizes[2] / max(sizes[0], 1e-5) > GROWTH * max(1.0, linear[1] / max(linear[0], 1e-5) / 4):
                return start, pump, end, sizes
    return None


LINEAR = re.compile(r"b")


@pytest.mark.sampled
@pytest.mark.parametrize("where", EXPRESSIONS, ids=lambda where: f"{where[0]}-{str(where[1])[:40]!r}")
def test_its_time_grows_with_the_text(where):
    assert grows_too_fast(*EXPRESSIONS[where]) is None


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [r"^(\s*[^=!%'\"#]+?=)\s*", r"^\s{0,3}#{1,6}\s+.*?\b(q\d+_\w+)"])
def test_the_lint_sees_one_that_does_not(pattern):
    assert grows_too_fast(re.compile(pattern, re.MULTILINE)) is not None


@pytest.mark.slow
def test_the_lint_sees_one_that_only_a_whole_match_slows_down():
    assert grows_too_fast(re.compile(rb"\s*([A-Za-z\r\n]{100,}[=\r\n\s]*)"), "fullmatch", 300) is not None
