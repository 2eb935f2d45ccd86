"""The public checks of participation: what `grader.check(...)` in the notebook and `python participation.py` run.

This file is generated and holds only what this assignment needs. You may read all of it: it compares your answers with
the expected values in cases.json and holds no solution. A change here changes only what you see.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 10):
    sys.exit("This homework needs Python 3.10 or newer; this is Python %d.%d." % sys.version_info[:2])

import ast
import json
import linecache
import math
import os
import re
import shutil
import sys
import textwrap
import traceback
import unicodedata
import warnings
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from html import escape
from itertools import takewhile
from math import inf
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, NamedTuple, TextIO

import numpy as np


# --------------------
# Recipes for arguments.


@dataclass(frozen=True)
class Seeded:
    """Recipe for a `numpy.random.Generator` with this seed."""

    seed: int


@dataclass(frozen=True)
class Function:
    """Recipe for a public function of one argument; `source` defines `name` and may use only `np`."""

    name: str
    source: str


def from_json(data):
    """Return the recipe or expectation that `to_json` made `data` from; tuples come back as lists."""
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return np.array(from_json(data["array"]), dtype=data["dtype"]).reshape(data["shape"])
    if "seed" in data:
        return Seeded(data["seed"])
    if "function" in data:
        return Function(data["function"], data["source"])
    if "float" in data:
        return float(data["float"])
    return {key: from_json(item) for key, item in data["dict"].items()}


# --------------------
# Access to cases.json beside this file.


CASES = Path(__file__).with_name("cases.json")


@lru_cache(maxsize=8)
def _loaded(path, changed):
    return json.loads(path.read_text(encoding="utf-8"))


def assignment():
    """Return the content of cases.json."""
    return _loaded(CASES, CASES.stat().st_mtime_ns)


def questions():
    """Return the questions in order."""
    return assignment()["questions"]


def question_named(word):
    """Return the question with this id ("q8_hidden_weights"), number ("q8", "Q8", "8") or function ("dy_dW0"), or None."""
    letter = questions()[0]["id"][0] if word.isdigit() else ""
    id = question_of(word) or f"{letter}{word}".lower()
    return next((item for item in questions() if item["id"] == id or item["id"].startswith(f"{id}_")), None)


def question_of(name):
    """Return the id of the question that asks for the function or variable `name`, or ""."""
    for question in questions():
        if any(case["ask"]["name"] == name for part in question["parts"] for case in part["cases"]):
            return question["id"]
    return ""


def asked_names():
    """Return the names of all functions and variables that questions ask for."""
    return {case["ask"]["name"] for question in questions() for part in question["parts"] for case in part["cases"]}


def short(question):
    """Return the number of a question: "q8" for "q8_hidden_weights"."""
    return question.partition("_")[0]


def known():
    """Return the numbers of all questions, separated by commas."""
    return ", ".join(short(question["id"]) for question in questions())


# --------------------
# Conversion of what a student returned to base types.


MAX_DEPTH = 8
MAX_ITEMS = 2_000_000
MAX_LIST = 200_000
MAX_DICT = 1000
MAX_BITS = 1023
MAX_SET = 1000
NUMERIC_KINDS = "biufc"
USUAL = (np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.bool_))


@dataclass(frozen=True)
class Opaque:
    """A value of a type that no question asks for, replaced by the type's name."""

    type_name: str


def plain(value, depth = 0):
    """Return `value` as None, Ellipsis, bool, int, float, complex, str, ndarray, list, tuple, set, dict or Opaque."""
    try:
        return _plain(value, depth)
    except MemoryError:
        raise
    except Exception:
        return Opaque(_type_name(value))


def _plain(value, depth):
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, float, complex, str):
        return value
    if kind is int:
        return value if value.bit_length() <= MAX_BITS else Opaque("number of more than 300 digits")
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _numpy_scalar(value)
    if depth >= MAX_DEPTH:
        return Opaque(_type_name(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return _sequence(value, depth)
    if isinstance(value, dict):
        if len(value) > MAX_DICT:
            return Opaque(f"dict of more than {MAX_DICT:,} entries")
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    return _number_or_array(value)


def _sequence(value, depth):
    if len(value) > (MAX_SET if isinstance(value, (set, frozenset)) else MAX_LIST):
        return Opaque(_type_name(value))
    items = [plain(item, depth + 1) for item in value]
    if isinstance(value, list):
        return items
    if isinstance(value, tuple):
        return tuple(items)
    return {item for item in items if item is None or item is Ellipsis or isinstance(item, (str, int, float, bool))}


def _number_or_array(value):
    bases = (str, int, float, complex)
    for base in bases:
        if isinstance(value, base):
            return _plain(base(value), 0)
    if isinstance(value, (Fraction, Decimal)):
        return float(value)
    if hasattr(value, "__array__"):
        return _array(np.asarray(value))
    return Opaque(_type_name(value))


def _numpy_scalar(value):
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.str_):
        return str(value)
    return float(value) if value.dtype == np.float64 else _array(np.asarray(value))


MOST_TEXTS = 100


def _array(value):
    if type(value) is np.ndarray and value.dtype in USUAL and value.size <= MAX_ITEMS:
        return np.array(value, order="C")
    if value.dtype.kind == "U" and value.size <= MOST_TEXTS:
        return [str(text) for text in value.ravel()]
    array = np.array(value, copy=True, subok=False, order="C")
    if array.dtype.kind == "O":
        array = np.array([_as_number(item) for item in array.ravel()]).reshape(array.shape)
    if array.dtype.kind not in NUMERIC_KINDS:
        return Opaque(f"array of {array.dtype}")
    if array.size > MAX_ITEMS:
        return Opaque(f"array of more than {MAX_ITEMS:,} numbers")
    if array.dtype in (np.longdouble, np.clongdouble):
        array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
    return array.astype(array.dtype.newbyteorder("="))


def _as_number(item):
    if isinstance(item, np.ndarray) and item.size == 1:
        item = item.reshape(())[()]
    if isinstance(item, (bool, int, float, np.generic, Fraction, Decimal)):
        return float(item)
    raise TypeError("the array contains objects that are not numbers")


def _key(key):
    return str(key) if isinstance(key, str) else repr(plain(key))[:80]


def _type_name(value):
    return str(type(value).__name__)[:80]


# --------------------
# The finding of a comparison.


@dataclass(frozen=True)
class Finding:
    """The result of a comparison."""

    verdict: str
    sentence: str = ""
    detail: str = ""

    @property
    def right(self):
        return self.verdict == "right"


RIGHT = Finding("right")
UNCHANGED = "it must leave it unchanged."
NEW = "it must return a new array."
SILENT = "It should run without warnings."


class Wrong(Exception):
    """Raised by the first test that fails, with its finding."""

    def __init__(self, verdict, sentence, detail = ""):
        super().__init__(sentence)
        self.finding = Finding(verdict, sentence, detail)


def describe(value):
    """Return a value's type in words."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{'an' if value.type_name[:1].lower() in tuple('aeiou') else 'a'} {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {bool: "a bool", int: "a number", float: "a number", complex: "a complex number", str: "a string"}
    names |= {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set"}
    name = names.get(type(value), "an unexpected value")
    return f"{name} of length {len(value)}" if isinstance(value, (list, tuple)) else name


# --------------------
# Output to a student's terminal.


COLORS = {"green": "32", "yellow": "33", "dim": "2"}
WIDTH, NARROWEST = 80, 40
CODE = 6 * " "
STARTED_IN = os.getcwd()


class Terminal:
    """Print to `stream`; characters that its encoding lacks (∂ in Windows' cp1252) become `?`."""

    def __init__(self, stream):
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._color = self._is_terminal and os.name == "posix" and "NO_COLOR" not in os.environ

    def print(self, text = ""):
        self._write(text + "\n")

    def colored(self, text, color):
        return f"\033[{COLORS[color]}m{text}\033[0m" if self._color else text

    def progress(self, text):
        if self._color:
            self._write(f"\r\033[K{text} ...")

    def clear(self):
        if self._color:
            self._write("\r\033[K")

    def _write(self, text):
        try:
            self._stream.write(text.encode(self._encoding, errors="replace").decode(self._encoding))
            self._stream.flush()
        except BrokenPipeError:
            self._stream = open(os.devnull, "w", encoding="utf-8")
            os.dup2(self._stream.fileno(), sys.stdout.fileno())


def wrapped(text):
    """Return a line of prose wrapped to the terminal's width, at most 80 columns, with later lines indented."""
    width = max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))
    if len(text) <= width or text.startswith(CODE) or text.lstrip().startswith("called as: "):
        return text
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.lstrip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def typed(path):
    """Return a file's name as it is typed on a command line, in the folder in which Python was started."""
    inside = os.path.join(STARTED_IN, "")
    name = path.removeprefix(inside) if path.startswith(inside) else os.path.basename(path)
    return name if re.fullmatch(r"[\w.+/\\-]+", name) else f'"{name}"'


# --------------------
# The results of public checks as plain text.


CALL_TEXTS = {
}


TRY_THIS = (
    "  Try this: make the call above yourself, print each step, and find the first one that differs from your own "
    "calculation by hand."
)


MORE = "Your score comes from additional hidden tests: other sizes, extreme values, integers."


def full_text(result):
    """Return the complete report on a question, in lines of at most 80 columns."""
    return "\n".join(map(wrapped, _lines(result)))


def _lines(result):
    if result.right:
        return [f"{result.id}: {sentence_if_right(result)}"]
    if not result.parts:
        return [f"{result.id}: {result.note}"]
    return [f"{result.id}: {result.title}", *_of_parts(result), *_after_parts(result)]


def sentence_if_right(result):
    """Return the sentence for a question that passes, which claims only what was checked."""
    if not result.parts:
        return "in words, and written; graded by a person."
    if not result.reads_only:
        return f"all public checks pass. {MORE}"
    return READS["one"](result)


def _as_read(result):
    read = result.parts[0].finding.detail
    shown = f" ({read})" if read else ""
    advice = result.advice or "Before you hand it in, look its topic up, or work it out once more."
    return f"we can read your answer{shown}; these checks do not tell you whether it is correct. {advice}"


def _of_parts(result):
    lines = []
    before = []
    for names, part in together(result.wrong[:1] if result.blank else result.wrong):
        lines.append(f"  {names}: {part.finding.sentence}")
        call = call_text(part.ask)
        first = "first entry: " if part.finding.sentence.endswith(" in every entry.") else ""
        detail = part.finding.detail and first + part.finding.detail
        lines += [f"    {text}" for text in (detail, *_call_lines(call, before)) if text]
        before = call
    return lines


def _call_lines(call, before):
    if not call:
        return []
    return ["called as: the same"] if call == before else [f"called as: {call[0]}", *call[1:]]


def _after_parts(result):
    lines = [f"  {text}" for text in (result.note, result.origin) if text]
    tried = not result.blank and any(_is_followed_by_hand(part) for part in result.wrong)
    called = any(call_text(part.ask) for part in result.wrong)
    return lines + ([TRY_THIS] if tried and called else [])


def _is_followed_by_hand(part):
    return part.finding.verdict == "wrong" and not part.finding.sentence.endswith((SILENT, UNCHANGED, NEW))


def call_text(ask):
    """Return the call that a case makes as lines of Python; [] for a case that reads a variable."""
    return CALL_TEXTS["call"](ask) if "arguments" in ask else []


def together(parts):
    """Return the wrong parts, merged where their messages agree, each with the names of all merged parts."""
    first = {}
    for part in parts:
        key = part.finding.sentence, part.finding.detail
        first.setdefault(key, ([], part))[0].append(part.name)
    return [(", ".join(names), part) for names, part in first.values()]


def status(result):
    """Return a question's state in one or two words, the color of its line, and a remark that may be ""."""
    if not result.parts:
        return "by hand", "dim", result.note or "in words; graded by a person"
    if result.right:
        return ("readable", "green", "not checked further") if result.reads_only else ("ok", "green", "")
    if result.blank:
        return "to do", "dim", result.note
    right = len(result.parts) - len(result.wrong)
    return "not yet", "yellow", f"{right} of {len(result.parts)} parts" if result.wrong else result.note


def summary(results):
    """Return how many questions pass and how many could only be checked for readability."""
    judged = [result for result in results if result.parts]
    readable = sum(result.right and result.reads_only for result in judged)
    right = sum(result.right and not result.reads_only for result in judged)
    count = f"{right} of {len(judged)} questions pass their public checks."
    if any(result.reads_only for result in judged):
        count = READS["all"](judged, right, readable) or count
    left = unwritten(results)
    return f"{count} Still to write: {left}." if left else count


def _count_of_readable(judged, right, readable):
    if all(result.reads_only for result in judged):
        correct = "these checks do not tell you whether they are correct. Look up what you are not sure of."
        return f"{readable} of {len(judged)} answers can be read{f'; {correct}' if readable else '.'}"
    return f"{right} of {len(judged)} pass, {readable} can only be checked for readability." if readable else ""


READS: dict[str, Any] = {
    "one": _as_read,
    "all": _count_of_readable,
}


def unwritten(results):
    """Return the questions that are not written yet: "q7, q8 (in words)"."""
    code = [short(result.id) for result in results if result.parts and result.blank]
    words = [
        f"{short(result.id)} (in words)"
        for result in results
        if not result.parts and result.note.startswith("in words; not")
    ]
    return ", ".join([*code, *words])


# --------------------
# Expectations.


Expectation = dict[str, Any]


# --------------------
# The display of a wrong array beside the expected one.


SIDE_BY_SIDE: dict[str, Callable[[Expectation, Any, bool], str]] = {
}


def side_by_side(expect, value, transposed):
    """Return HTML with `value` above the truth and marked differences, or "" if they cannot be compared."""
    for condition in [expect, *expect.get("and", ())]:
        kind = condition["kind"]
        if kind in SIDE_BY_SIDE and (shown := SIDE_BY_SIDE[kind](condition, value, transposed)):
            return shown
    return ""


# --------------------
# The HTML panel that a notebook shows for one question.


BOX = "border:1px solid #767676;border-radius:6px;padding:.6em .9em;max-width:60em;line-height:1.45"
HEADINGS = "<style>.jp-RenderedMarkdown :is(h1,h2,h3,p,li){overflow-wrap:anywhere}</style>"


STATES = {
    "right": ("✓", "right", "#2e7d32"),
    "readable": ("✓", "readable", "#2e7d32"),
    "missing": ("○", "not written", "#767676"),
    "wrong": ("✗", "wrong", "#c62828"),
}


def panel(result):
    """Return the panel of one question: a heading, a table of parts, explanations of what is wrong, and hints."""
    inner = [f'<p style="margin:0 0 .4em"><b>{escape(result.id)}</b> · {escape(result.title)}</p>']
    if result.parts:
        inner.append(_parts_table(result))
    if result.right or not result.parts:
        text = sentence_if_right(result) if result.right else result.note
        inner.append(_paragraph(text[:1].upper() + text[1:]))
    else:
        inner += [
            _explained_part("" if result.blank else names, part)
            for names, part in together(result.wrong[:1] if result.blank else result.wrong)
        ]
        inner += [_paragraph(text) for text in (result.note, result.origin) if text]
        inner += _nested_hints(result)
    label = f"Public checks of {result.id}"
    return f'<div role="region" aria-label="{escape(label)}" style="{BOX}">{HEADINGS}{"".join(inner)}</div>'


def _parts_table(result):
    rows = "".join(_parts_row(part, result.reads_only) for part in result.parts)
    head = (
        '<tr><th scope="col" style="text-align:left">Part</th><th scope="col" style="text-align:left">State</th></tr>'
    )
    return f'<table style="margin:0 0 .5em"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _parts_row(part, reads_only):
    verdict = part.finding.verdict
    key = (
        ("readable" if reads_only else "right")
        if verdict == "right"
        else "missing"
        if verdict == "missing"
        else "wrong"
    )
    sign, word, color = STATES[key]
    state = f'<span aria-hidden="true" style="color:{color};font-weight:bold">{sign}</span> {word}'
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal">{escape(part.name)}</th>'
        f'<td style="text-align:left">{state}</td></tr>'
    )


def _explained_part(names, part):
    shown = side_by_side(part.expect, part.got, part.transposed) if part.finding.verdict == "wrong" else ""
    shown = shown or (_paragraph(part.finding.detail) if part.finding.detail else "")
    call = call_text(part.ask)
    end = call.index("with") if "with" in call else len(call)
    typed_call = "\n".join([*(line[2:] for line in call[end + 1 :]), *call[:end]])
    typed = _call_to_copy(typed_call) if call else ""
    head = f"<b>{escape(names)}:</b> " if names else ""
    return f"<p style='margin:.5em 0 .2em'>{head}{escape(part.finding.sentence)}</p>{shown}{typed}"


def _call_to_copy(text):
    return (
        "<p style='margin:.2em 0'>Called as (copy this into a cell of your own):</p>"
        '<pre tabindex="0" style="user-select:all;overflow:auto;font-family:monospace;margin:.2em 0 .5em">'
        f"{escape(text)}</pre>"
    )


def _nested_hints(result):
    if result.blank and len(result.hints) < 2:
        return []
    inner = ""
    for number, text in reversed(list(enumerate(result.hints, start=1))):
        inner = f"<details><summary>Hint {number}</summary>{_paragraph(text)}{inner}</details>"
    return [inner] if inner else []


def _paragraph(text):
    return f"<p style='margin:.3em 0'>{escape(text)}</p>"


# --------------------
# The result of one question's public checks.


@dataclass(frozen=True)
class CheckedPart:
    """The result of one part: its first public case that is not right, or its first case if all are right."""

    name: str
    finding: Finding
    ask: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    got: Any = None
    line: str = ""
    transposed: bool = False


@dataclass(frozen=True)
class Checked:
    """The results of one question's public checks."""

    id: str
    title: str
    parts: tuple[CheckedPart, ...]
    note: str = ""
    hints: tuple[str, ...] = ()
    reads_only: bool = False
    advice: str = ""
    origin: str = ""

    @property
    def right(self):
        return all(part.finding.right for part in self.parts) and not self.note

    @property
    def blank(self):
        return not self.right and all(part.finding.verdict == "missing" for part in self.parts)

    @property
    def wrong(self):
        return [part for part in self.parts if not part.finding.right]

    def __repr__(self):
        return full_text(self)

    def _repr_html_(self):
        return panel(self)


# --------------------
# The symbols of a written answer.


UNCLOSED = re.compile(r"\S+ \(for the (\S+) at character (\d+)\)")


class UnreadableAnswer(ValueError):
    r"""Raised for an answer that cannot be read; `str()` is a sentence for the student."""

    verdict = "error"

    def __init__(self, sentence, position = 0, expected = "", kind = "unreadable"):
        self.position, self.expected, self.kind = position, expected, kind
        super().__init__(sentence)

    @classmethod
    def at(cls, position, text, expected, kind = "unreadable"):
        open_bracket = UNCLOSED.fullmatch(expected)
        if open_bracket and not text:
            sentence = f"The `{open_bracket[1]}` at character {open_bracket[2]} is never closed."
        elif text:
            sentence = f"Unexpected {_quoted(text)} at character {position}: expected {expected}."
        else:
            sentence = f"The answer ends too early, at character {position}: expected {expected}."
        return cls(sentence, position, expected, kind)


class Refused(ValueError):
    """Raised for an answer that can be read but is not of the kind asked for; `str()` is a sentence for the student."""

    verdict = "wrong"
    kind = "refused"

    def __init__(self, position, sentence):
        self.position = position
        super().__init__(sentence)


class HandedBack(Refused):
    """Raised for an answer that contains a total derivative, which is what the question asks for."""

    kind = "handed_back"


class Evaluated(Refused):
    """Raised for an answer with variables where symbols of partial derivatives are asked for."""

    kind = "evaluated"


class Divided(Refused):
    """Raised for an answer that divides by something other than a whole number where only those may divide."""

    kind = "division"


UNPRINTED = {"\a": "a", "\b": "b", "\f": "f", "\v": "v"}
"""Control characters that Python makes of a backslash and a letter."""


def _quoted(text):
    short = text if len(text) <= 20 else text[:19] + "…"
    if short[0] in UNPRINTED:
        return f"A control character (\\{UNPRINTED[short[0]]}: write r before the string)"
    if not short.isprintable():
        return f"The control character {short!r}"
    if len(short) == 1 and not short.isascii():
        return f"`{short}` ({unicodedata.name(short, 'a character without a name').lower()})"
    return f"`{short}`"


@dataclass(frozen=True)
class Notation:
    """The symbols of a written answer."""

    symbols: tuple[str, ...]
    zero: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    upside_down: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    whole_divisors: bool = False

    @classmethod
    def from_data(cls, data):
        if "graph" in data:
            return cls.of_graph(data["graph"])
        return cls(symbols=tuple(data["symbols"]), totals=frozenset(data.get("totals", ())))

    @classmethod
    def of_graph(cls, inputs):
        below = {node: tuple(nodes) for node, nodes in inputs.items()}
        nodes = list(dict.fromkeys([*below, *(node for nodes in below.values() for node in nodes)]))
        reached = {node: _reachable(node, below) for node in nodes}
        edges = [f"d{node}/d{entry}" for node in below for entry in below[node]]
        totals = {f"d{node}/d{far}" for node in nodes for far in reached[node]} - set(edges)
        upside_down = {f"d{far}/d{node}" for node in nodes for far in reached[node]}
        ones = {f"d{node}/d{node}" for node in nodes}
        every = {f"d{above}/d{under}" for above in nodes for under in nodes}
        return cls(
            symbols=tuple(edges),
            zero=frozenset(every - set(edges) - totals - upside_down - ones),
            one=frozenset(ones),
            totals=frozenset(totals),
            upside_down=frozenset(upside_down),
            variables=frozenset(nodes),
            whole_divisors=True,
        )

    @property
    def names(self):
        return frozenset(symbol for symbol in self.symbols if "/" not in symbol) | self.variables

    @property
    def has_partials(self):
        return any("/" in symbol for symbol in self.symbols)

    @property
    def operand(self):
        if self.has_partials:
            return f"a partial derivative such as {self.symbols[0]}, a number or a bracket"
        symbols = f"a symbol ({', '.join(self.symbols)}), " if self.symbols else ""
        return f"{symbols}a number or a bracket"

    def expected_for(self, name):
        if name in self.upside_down:
            return f"a derivative the other way up ({name} is upside down)", "upside_down"
        return self.operand, "unreadable"

    def refusal(self, name, position):
        if name in self.totals:
            return HandedBack(
                position, f"{name} is a total derivative: what is asked for, not a step towards it. {self._instead}."
            )
        if name in self.variables:
            return Evaluated(
                position,
                f"`{name}` (character {position}) is a variable: leave the answer in symbols of partial derivatives, "
                f"such as {self.symbols[0]}, and do not work them out.",
            )
        return None

    @property
    def _instead(self):
        if self.variables:
            return "Expand it, by the chain rule, along the edges of the graph"
        return f"Write it as an expression in {', '.join(self.symbols)}"


def _reachable(node, below):
    reached = set()
    waiting = list(below.get(node, ()))
    while waiting:
        entry = waiting.pop()
        if entry not in reached:
            reached.add(entry)
            waiting.extend(below.get(entry, ()))
    return reached


# --------------------
# The tokenizer of written formulas.


BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_QUOTES = "`\"'“”‘’«»„"
_FENCED = re.compile(r"```[a-z]*\s([^`]*)```")
_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"


_RESPELLED = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\s*\{[lcr|]+\})?", " "),
        (r"&(?=\s*(?:[-+=&]|\\q?quad))|(?<==)(\s*&|\s*\{\s*\})+|\{\s*\}(?=\s*=)", " "),
        (r"\\\\(?:\s*\[[^][]*\]|(?![A-Za-z]))|\\newline(?![A-Za-z])|\\\s*\n", " "),
        (rf"\\(?:label|tag|phantom|color|textcolor)\s*{_GROUP}|\\(?:nonumber|notag)(?![A-Za-z])", " "),
        (rf"\\underbrace\s*({_GROUP})\s*_\s*{_GROUP}", r"\1"),
        (r"\\(?:boxed|fbox|underbrace|overbrace|underline)(?![A-Za-z])", " "),
        (r"\\(?:left|right)\s*\.|[∎■□]|\\(?:blacksquare|square|qed)(?![A-Za-z])", " "),
        (rf"\\(?:stackrel|overset)\s*{_GROUP}\s*\{{\s*=\s*\}}", "="),
        (r"\{\s*(\\times|\\cdot|[-+*/=])\s*\}", r" \1 "),
        (r":=|==|->|[≔≡→⇒∴]|\\(?:coloneqq|equiv|to|rightarrow|Rightarrow|implies|therefore)(?![A-Za-z])", "="),
        (r"\A([^:=]{1,60}):(?=[^:]*\Z)", r"\1="),
        (r"\(\s*[a-z](?:\s*,\s*[a-z])+\s*\)(?=\s*=)", " "),
        (r"\\l(?:paren|brack)(?![A-Za-z])", "("),
        (r"\\r(?:paren|brack)(?![A-Za-z])", ")"),
        (r"\\cfrac(?![A-Za-z])", r"\\frac"),
        (r"\{([^{}]*)\\over(?![A-Za-z])([^{}]*)\}", r"\\frac{\1}{\2}"),
        (r"(?<=[A-Za-z)\]}])\s*\.\s*(?=[A-Za-z(\\])|\\bullet(?![A-Za-z])", "*"),
    )
]


_PARTIALS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\\delta(?![A-Za-z])|δ|\\dd(?![A-Za-z])", "∂"),
        ("ₐ", "_a"),
        ("ₓ", "_x"),
        (r"\\(?:p?dv|p?derivative|p?deriv|diffp?)\*?\s*\{\s*([a-z])\s*\}\s*\{\s*([a-z])\s*\}", r"(d\1/d\2)"),
        (r"\\[dt]?frac\s*\{\s*(?:∂|\\partial|d)\s*\}\s*\{\s*(?:∂|\\partial|d)\s*([a-z])\s*\}\s*([a-z])(?![A-Za-z_])",
         r"(d\2/d\1)"),
        (r"(?:∂|\\partial|(?<![A-Za-z])D)\s*_\s*(?:\{\s*([a-z])\s*\}|([a-z]))\s*([a-z])(?![A-Za-z_])", r"(d\3/d\1\2)"),
        (r"(?<![A-Za-z\\_])([a-z])'?_(?:\{([a-z])\}|([a-z])(?![A-Za-z]))", r"(d\1/d\2\3)"),
    )
]


def refuse_bidi(text):
    """Raise UnreadableAnswer at an invisible mark that changes the direction of the text."""
    mark = BIDI.search(text)
    if mark:
        position = mark.start() + 1
        raise UnreadableAnswer(
            f"Character {position} is an invisible mark that changes the direction of the text, so that you do not see "
            "what we read. Type the formula again.",
            position,
        )


def respelled(text, notation):
    """Return the formula in a spelling that the tokenizer knows; the text itself if nothing needs to change."""
    plain = _unquoted(text)
    if r"\begin" in plain:
        plain = plain.replace("&", " ")
    for pattern, known in [*_RESPELLED, *(_PARTIALS if notation.has_partials else ())]:
        plain = pattern.sub(known, plain)
    body = plain.strip(" \n$.")
    if "=" in body and body[:1] + body[-1:] == "{}":
        plain = body[1:-1]
    return plain.lstrip(" \n=")


def _unquoted(text):
    body = text.strip().removesuffix(".").rstrip()
    fenced = _FENCED.fullmatch(body)
    if fenced:
        return fenced[1]
    if len(body) > 4 and body[:2] == body[-2:] == "**":
        return body[2:-2]
    if len(body) < 2 or body[0] not in _QUOTES or body[-1] not in _QUOTES:
        return text
    inner = body.lstrip("`") if body[0] == "`" else body[1:]
    return inner.rstrip("`") if inner.endswith("`") else inner[:-1]


def steps_of(text):
    """Yield the formulas between equals signs, without empty ones."""
    yield from (part for part in text.split("=") if part.strip(" $.\t\n"))


SPACES = ["quad", "qquad", "enspace", "thinspace", "displaystyle", "textstyle", "left", "right"]
SPACES += ["mathrm", "mathit", "mathbf", "boldsymbol", "bm", "operatorname", "text", "textrm", "textbf", "textit", "rm"]
SPACES += [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]


COMMANDS = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "partial": "d",
}
"""LaTeX commands and their kinds of token; those in SPACES change the appearance of a formula, not its meaning."""


GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau "
GREEK += "upsilon phi chi psi omega"
LETTER_OF = {name: chr(0x3B1 + index) for index, name in enumerate(GREEK.split()) if name != "."}
ESCAPED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
"""The characters that Python makes of a backslash and these letters without r: "\frac" begins with a form feed."""
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CLOSING = {"(": ")", "[": "]", "{": "}"}
Token = tuple[str, str, int, int]
"""(kind, value, start, end); a plain tuple for speed. The kinds: number name letter d frac open close superscript
+ - * / ^ = wrapper punctuation unknown end."""
SIGNS = str.maketrans("−–—‐‑‒·⋅∙•‧・⋆∗×✕✖⨯÷∕⁄ˆ", "------************///^")
SAME_MEANING = ("<font>", "<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>")
"""Unicode's tags for forms of a character with the same meaning: 𝑎, ａ. Super- and subscripts have another one."""


class _OneForOne(dict[int, str]):

    def __missing__(self, code):
        plain = _plain_character(chr(code))
        if len(self) < 5_000:
            self[code] = plain
        return plain


def _plain_character(character):
    if character in ESCAPED:
        return character
    if unicodedata.category(character) == "Cf" or character.isspace():
        return " "
    form = unicodedata.decomposition(character).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) > 1 or (form.startswith("<") and form not in SAME_MEANING):
        return character
    return plain.translate(SIGNS)


_PLAIN = _OneForOne()


def tokenize(text, names):
    r"""Return the tokens of `text`, up to the first unknown character; `names` are the names that may occur."""
    grammar = _grammar(frozenset(names))
    plain = text.translate(_PLAIN)
    tokens = []
    at, length, alone = 0, len(text), grammar.alone
    while at < length:
        known = alone.get(plain[at])
        if known:
            kind, value, start = *known, at
            at += 1
        else:
            kind, value, start, at = grammar.match(plain, at)
        if kind != "space":
            tokens.append((kind, value, start, at))
        if kind == "unknown":
            break
    tokens.append(("end", "", length, length))
    return tokens


def unreadable(text, token, expected, kind = "unreadable"):
    """Return the error for a token of `text` that is not what was expected."""
    _, _, start, end = token
    return UnreadableAnswer.at(start + 1, text[start:end], expected, kind)


class _Grammar:

    def __init__(self, names):
        spellings = {spelling: name for name in names for spelling in _spellings(name)}
        self.spellings = spellings
        self.commands = dict(COMMANDS) | dict.fromkeys(SPACES, "space")
        self.commands |= {word: "name" for word, letter in LETTER_OF.items() if letter in spellings}
        self.mended = {
            control + word[1:]: word
            for control, letter in ESCAPED.items()
            for word in self.commands
            if word[0] == letter
        }
        self.pattern = re.compile("|".join(self._parts("∂" if "d" in names else "∂d")))
        first_of_longer = {spelling[0] for spelling in spellings if len(spelling) > 1}
        single = {
            letter: ("name", name)
            for letter, name in spellings.items()
            if len(letter) == 1 and letter not in first_of_longer
        }
        self.alone = {sign: (sign, sign) for sign in "+-/^="} | {" ": ("space", " ")} | single
        self.alone |= {sign: ("open", sign) for sign in CLOSING} | {sign: ("close", sign) for sign in CLOSING.values()}

    def _parts(self, partial_signs):
        mended = _any(self.mended)
        return [
            rf"(?P<space>(?:[ ~]|(?!{mended})[\n\t\r\f\v])+|\\[,;:!> ])",
            rf"(?P<command>(?:\\{{1,2}}{_any(self.commands)}|{mended})(?![A-Za-z]))",
            r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
            rf"(?P<name>{_any(self.spellings)})" if self.spellings else r"(?P<name>(?!))",
            rf"(?P<d>[{partial_signs}])",
            rf"(?P<superscript>[⁻⁺]?[{SUPERSCRIPTS}]+)",
            r"(?P<letter>[^\W\d_](?:_?[0-9₀-₉]+|_\{[0-9]+\})?)",
            r"(?P<sign>\*\*|[-+*/^=])",
            r"(?P<wrapper>\$\$?|\\[()\[\]])",
            r"(?P<open>[(\[{]|\\\{)",
            r"(?P<close>[)\]}]|\\\})",
            r"(?P<punctuation>[.,;])",
            r"(?P<unknown>\\[A-Za-z]+|[\s\S])",
        ]

    def match(self, plain, at):
        match = self.pattern.match(plain, at)
        kind, value = match.lastgroup or "unknown", match.group()
        if kind == "command":
            word = self.mended.get(value, value.lstrip("\\"))
            kind = self.commands[word]
            value = self.spellings[LETTER_OF[word]] if kind == "name" else word
        elif kind == "name":
            value = self.spellings[value]
        elif kind == "sign":
            kind = "^" if value == "**" else value
        return kind, value, at, match.end()


_grammar = lru_cache(maxsize=64)(_Grammar)


def _any(words):
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _spellings(name):
    match = re.fullmatch(r"(.*?)_?\{?([0-9]*)\}?", name, re.DOTALL)
    stem, digits = match.groups() if match else (name, "")
    stems = [stem] + [letter for word, letter in LETTER_OF.items() if stem == word]
    stems += [word for word, letter in LETTER_OF.items() if stem == letter]
    indices = [digits, f"_{digits}", f"_{{{digits}}}", digits.translate(LOWERED)] if digits else [""]
    return [stem + index for stem in stems for index in indices]


# --------------------
# Conversion of operands and operators.


DEEPEST = 200
MAX_POWER = 1_000
STEP = {symbol: (symbol, None) for symbol in ("+", "-", "*", "/", "negate")}
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
OPERATOR = "an operator (+ - * / ^) or the end"
AS_POWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True)
class Expression:
    """A formula in postfix order, as (kind, value) steps."""

    steps: tuple[tuple[str, Any], ...]

    @property
    def symbols(self):
        return frozenset(value for kind, value in self.steps if kind == "symbol")


class _Group(NamedTuple):

    precedence: int
    symbol: str
    closing: str
    token: Token
    part: str


class _Pending(NamedTuple):

    precedence: int
    symbol: str
    left_power: int
    right_token: Token
    right_step: int


class PostfixBuilder:
    """Builder of an Expression: operands are appended to `steps` at once, operators before one of lower precedence."""

    def __init__(self, text, notation):
        self.text, self.notation = text, notation
        self.steps = []
        self.operators = [_Group(0, "(", "", ("end", "", 0, 0), "")]
        self.highest = [1]
        self.last_power, self.tower = 1, 0

    def push(self, step):
        self.last_power = 1
        self.steps.append(step)

    def push_number(self, digits):
        if len(digits) < 10 and digits.isdigit():
            self.push(("number", (int(digits), 1)))
            return
        whole, _, decimals = digits.partition(".")
        self.push(("number", (whole_number(whole + decimals), 10 ** len(decimals))))

    def push_operator(self, symbol, token, following):
        precedence = PRECEDENCE[symbol]
        if symbol == "negate":
            self.operators.append((precedence, symbol))
        elif symbol == "^":
            self._push_power(token, following)
        else:
            self.apply_down_to(precedence)
            self.operators.append((precedence, symbol) if symbol != "/" else self._pending(precedence, "/", following))

    def push_fraction(self, following):
        self.operators.append(self._pending(0, "/", following))

    def end_fraction(self):
        fraction = self.operators.pop()
        self._apply(fraction)
        self.last_power = max(self.last_power, fraction.left_power)

    def raise_by_superscript(self, token):
        written = token[1].translate(AS_POWER)
        digits = written.lstrip("+-").lstrip("0")[:5] or "0"
        self._raise_last(-int(digits) if written[0] == "-" else int(digits), self.last_power, token)

    def open(self, token, part = ""):
        if len(self.highest) > DEEPEST:
            raise self.error(token, f"no further bracket (at most {DEEPEST} inside one another)", "too_deep")
        self.highest.append(1)
        self.operators.append(_Group(0, "(", CLOSING[token[1][-1]], token, part))

    def close(self, token):
        self.apply_down_to(1)
        group = self.operators[-1]
        if not group.closing:
            raise self.error(token, OPERATOR)
        if token[1][-1] != group.closing:
            raise self._unclosed(token)
        self.operators.pop()
        self.last_power = self.highest.pop()
        self.highest[-1] = max(self.highest[-1], self.last_power)
        return group.part

    def finish(self, token):
        self.apply_down_to(1)
        if len(self.operators) > 1:
            raise self._unclosed(token)
        return Expression(tuple(self.steps))

    def apply_down_to(self, precedence):
        operators = self.operators
        while operators[-1][0] >= precedence:
            self._apply(operators.pop())

    def error(self, token, expected, kind = "unreadable"):
        return unreadable(self.text, token, expected, kind)

    def _pending(self, precedence, symbol, following):
        return _Pending(precedence, symbol, self.last_power, following, len(self.steps))

    def _push_power(self, token, following):
        self.tower += 1
        if self.tower > DEEPEST:
            raise self.error(token, f"no further power (at most {DEEPEST} upon one another)", "too_deep")
        self.operators.append(self._pending(PRECEDENCE["^"], "^", following))

    def _apply(self, operator):
        symbol = operator[1]
        if symbol == "^":
            self._apply_power(operator)
        elif symbol == "/" and self.notation.whole_divisors:
            self._apply_whole_divisor(operator)
        else:
            self.steps.append(STEP[symbol])

    def _apply_power(self, pending):
        self.tower -= 1
        value = self._right_constant(pending)
        if value is None or (value is not TOO_LARGE and value.denominator != 1):
            raise self.error(pending.right_token, "a whole number as power")
        del self.steps[pending.right_step :]
        exponent = MAX_POWER + 1 if value is TOO_LARGE else int(value)
        self._raise_last(exponent, pending.left_power, pending.right_token)

    def _raise_last(self, exponent, base_power, token):
        power = base_power * max(1, abs(exponent))
        if power > MAX_POWER:
            raise self.error(token, f"a power of at most {MAX_POWER:,} in all", "too_high_power")
        if exponent < 0 and self.notation.whole_divisors:
            raise self._divided(token)
        self.steps.append(("power", exponent))
        self.last_power = power
        self.highest[-1] = max(self.highest[-1], power)

    def _apply_whole_divisor(self, pending):
        value = self._right_constant(pending)
        if value is None or value is TOO_LARGE or value.denominator != 1 or value == 0:
            raise self._divided(pending.right_token)
        self.steps[pending.right_step :] = [("number", (int(value), 1)), STEP["/"]]

    def _right_constant(self, pending):
        first = pending.right_step
        kind, value = self.steps[first]
        if first == len(self.steps) - 1 and kind == "number" and value[1] == 1 and value[0] <= MAX_POWER:
            return value[0]
        return constant(self.steps[first:])

    def _divided(self, token):
        position = token[2] + 1
        sentence = f"Only a whole number other than 0 may divide in this answer (see character {position})."
        return Divided(position, sentence)

    def _unclosed(self, token):
        _, _, closing, (_, bracket, start, _), _ = self.operators[-1]
        return self.error(token, f"{closing} (for the {bracket} at character {start + 1})")


MOST_BITS = 512
"""Limit on the size of computed values: far above any allowed power or divisor, and fast to reach."""
TOO_LARGE = inf
CHUNK = 4_000
"""Digits converted at a time: Python refuses more than 4,300, and its time grows with the square of their number."""


def whole_number(digits):
    """Return int(digits) for any number of digits; 0 for an empty string."""
    if len(digits) <= CHUNK:
        return int(digits or "0")
    value = 0
    for start in range(0, len(digits), CHUNK):
        chunk = digits[start : start + CHUNK]
        value = value * 10 ** len(chunk) + int(chunk)
    return value


def constant(steps):
    """Return the exact value of postfix steps; None if it is undefined or has symbols, TOO_LARGE beyond MOST_BITS."""
    stack = []
    for kind, value in steps:
        if kind == "symbol":
            return None
        if kind == "number":
            result = value[0] if value[1] == 1 else _fraction(*value)
        elif kind == "negate":
            result = -stack.pop()
        elif kind == "power":
            result = _power(stack.pop(), value)
        else:
            right = stack.pop()
            result = _joined(kind, stack.pop(), right)
        if result is None:
            return None
        if result in (inf, -inf) or max(result.numerator.bit_length(), result.denominator.bit_length()) > MOST_BITS:
            return TOO_LARGE
        stack.append(result)
    return stack[-1]


def _fraction(numerator, denominator):
    too_large = max(numerator.bit_length(), denominator.bit_length()) > 4 * MOST_BITS
    return TOO_LARGE if too_large else Fraction(numerator, denominator)


def _power(base, exponent):
    if base == 0 and exponent < 0:
        return None
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if (size - 1) * abs(exponent) > MOST_BITS:
        return TOO_LARGE
    return base**exponent if exponent >= 0 else Fraction(base) ** exponent


def _joined(symbol, left, right):
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    if symbol == "*":
        return left * right
    return Fraction(left) / right if right else None


# --------------------
# The parser of one partial derivative.


MAX_BRACKETS = 2
"""Maximum number of brackets around `dv`, as in \\frac{(dv)}{(da)}."""


class Mismatch(Exception):
    """Raised at the first token that cannot belong to a partial derivative; `begun` is True behind its upper half."""

    def __init__(self, token, expected):
        self.token, self.expected, self.begun = token, expected, False


def may_begin_partial(tokens, at):
    """Return False only if no partial derivative begins here, by a cheap look ahead for a `d`."""
    kind = tokens[at][0]
    if kind in ("open", "frac"):
        return "d" in [ahead[0] for ahead in tokens[at + 1 : at + 2 + MAX_BRACKETS]]
    return kind == "d"


def partial_at(tokens, at):
    """Return the name of the partial derivative at token `at`, as "dv/da", and the index of the token behind it."""
    fraction = tokens[at][0] == "frac"
    above, at = _variable_of(tokens, at + fraction)
    try:
        if not fraction:
            at = _behind(tokens, at, "/", "/ (as in dv/da)")
        below, at = _variable_of(tokens, at)
    except Mismatch as mismatch:
        mismatch.begun = True
        raise
    return f"d{above}/d{below}", at


def _variable_of(tokens, at):
    closings = []
    while tokens[at][0] == "open" and len(closings) < MAX_BRACKETS and not _is_bracketed(tokens, at):
        closings.append(CLOSING[tokens[at][1][-1]])
        at += 1
    at = _single(tokens, at, ("d",), "d or ∂")[1]
    variable, at = _single(tokens, at, ("name", "letter"), "a variable after d or ∂")
    for closing in reversed(closings):
        if tokens[at][1][-1:] != closing:
            raise Mismatch(tokens[at], closing)
        at += 1
    return variable[1], at


def _single(tokens, at, kinds, expected):
    bracketed = _is_bracketed(tokens, at)
    token = tokens[at + bracketed]
    if token[0] not in kinds:
        raise Mismatch(token, expected)
    return token, at + 1 + 2 * bracketed


def _is_bracketed(tokens, at):
    if tokens[at][0] != "open" or at + 2 >= len(tokens):
        return False
    _, opening, *_ = tokens[at]
    return tokens[at + 1][0] in ("d", "name", "letter") and tokens[at + 2][1] == CLOSING[opening[-1]]


def _behind(tokens, at, kind, expected):
    if tokens[at][0] != kind:
        raise Mismatch(tokens[at], expected)
    return at + 1


# --------------------
# The reader of written formulas.


WRAPPERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
LONGEST_NAME = 40
"""Maximum number of tokens of a name before `=`; it bounds the search."""


def unwrapped(tokens, text, own_name):
    """Return the tokens of the formula itself, followed by an end token."""
    first, last, changed, named = 0, len(tokens) - 1, True, False
    while changed and first < last:
        before = first, last
        opening, final = tokens[first], tokens[last - 1]
        if final[0] == "punctuation":
            last -= 1
        elif opening[0] == "wrapper" and last - first > 1 and WRAPPERS.get(opening[1]) == final[1]:
            first, last = first + 1, last - 1
        elif not named:
            length = _length_of_name(tokens[first : first + LONGEST_NAME], text, own_name)
            first, named = first + length, length > 0
        changed = before != (first, last)
    return [*tokens[first:last], ("end", *tokens[last][1:])]


def _length_of_name(head, text, own_name):
    kinds = [kind for kind, *_ in head]
    if "=" not in kinds:
        return 0
    length = kinds.index("=")
    partial = _partial(head, length)
    if (partial or "".join(value for _, value, *_ in head[:length])) in ("", own_name):
        return length + 1
    if not own_name:
        return length + 1 if partial or (length == 1 and kinds[0] in ("name", "letter")) else 0
    if partial:
        raise unreadable(text, head[0], f"the answer, or {own_name} = before it,", "other_name")
    return 0


def _partial(head, length):
    in_brackets = length > 2 and (head[0][0], head[length - 1][0]) == ("open", "close")
    for margin in (0, 1) if in_brackets else (0,):
        try:
            name, behind = partial_at(head, margin)
        except Mismatch:
            continue
        if behind == length - margin:
            return name
    return ""


MAX_LENGTH = 100_000
MOST_STEPS = 100
"""Maximum number of formulas in a chain of equals signs."""
BEGINS_OPERAND = frozenset(("number", "name", "letter", "d", "frac", "open"))


def read_expression(text, notation, own_name = ""):
    r"""Return the formula in `text`; an `=` before it, or `own_name` and `=`, is skipped."""
    if len(text) > MAX_LENGTH:
        expected = f"the end (an answer has at most {MAX_LENGTH:,} characters)"
        raise UnreadableAnswer.at(MAX_LENGTH + 1, text[MAX_LENGTH], expected, "too_long")
    refuse_bidi(text)
    try:
        return _Reader(text, notation, own_name).read()
    except (UnreadableAnswer, Evaluated, HandedBack) as first:
        if first.kind == "other_name":
            raise
        return _read_otherwise(text, notation, own_name, first)


def _read_otherwise(text, notation, own_name, first):
    plain = respelled(text, notation)
    if plain == text and isinstance(first, HandedBack):
        raise first
    try:
        return _Reader(plain, notation, own_name).read()
    except (UnreadableAnswer, Evaluated):
        pass
    except HandedBack as second:
        first = second
    return _last_step(plain, notation, own_name, first)


def _last_step(text, notation, own_name, first):
    parts = list(steps_of(text.strip().strip("$")))
    if not 1 < len(parts) <= MOST_STEPS:
        raise first
    steps = []
    for i, part in enumerate(parts):
        try:
            steps.append(_Reader(part, notation, "").read())
        except (UnreadableAnswer, Refused):
            if i == len(parts) - 1 or i or not _is_name(part, notation, own_name):
                raise first from None
    if any(_values(step) != _values(steps[-1]) for step in steps[:-1]):
        raise UnreadableAnswer(
            "The steps on both sides of an equals sign differ: write the result alone, or correct them.",
            first.position,
        )
    return steps[-1]


def _is_name(part, notation, own_name):
    try:
        return _Reader(f"{part}=0", notation, own_name).tokens[0][0] == "number"
    except UnreadableAnswer:
        return False


def _values(expression):
    points = ({name: 2 + zlib.crc32(f"{name} {i}".encode()) % 97 for name in expression.symbols} for i in range(3))
    return [_value_at(expression, point) for point in points]


def _value_at(expression, point):
    return constant([("number", (point[step[1]], 1)) if step[0] == "symbol" else step for step in expression.steps])


class _Reader(PostfixBuilder):

    def __init__(self, text, notation, own_name):
        super().__init__(text, notation)
        within = {name for symbol in notation.symbols if "/" in symbol for name in symbol[1:].split("/d")}
        self.tokens = unwrapped(tokenize(text, notation.names | within), text, own_name)
        self.symbol_steps = {symbol: ("symbol", symbol) for symbol in notation.symbols}
        self.at = 0

    def read(self):
        tokens, operand_next = self.tokens, True
        while operand_next or tokens[self.at][0] != "end":
            operand_next = self._operand(tokens[self.at]) if operand_next else self._operator(tokens[self.at])
        return self.finish(tokens[self.at])

    def _operand(self, token):
        kind = token[0]
        if kind not in ("name", "number", "-") and may_begin_partial(self.tokens, self.at) and self._partial(token):
            return False
        self.at += 1
        if kind == "name":
            self._push_symbol(token[1], token)
        elif kind == "number":
            self.push_number(token[1])
        elif kind == "open":
            self.open(token)
        elif kind == "frac":
            return self._fraction_part("numerator")
        elif kind == "-":
            self.push_operator("negate", token, token)
        elif kind != "+":
            raise self.error(token, self.notation.operand)
        return kind in ("open", "-", "+")

    def _operator(self, token):
        kind = token[0]
        if kind in BEGINS_OPERAND:
            if kind == "number" and self.tokens[self.at - 1][0] == "number" and self.tokens[self.at - 1][1]:
                raise self.error(token, OPERATOR + " (no spaces inside a number)")
            self.push_operator("*", token, token)
            return True
        self.at += 1
        if kind == "close":
            part = self.close(token)
            return bool(part) and self._fraction_part_read(part)
        if kind == "superscript":
            self.raise_by_superscript(token)
            return False
        if kind not in PRECEDENCE:
            raise self.error(token, OPERATOR)
        self.push_operator(kind, token, self.tokens[self.at])
        return True

    def _push_symbol(self, name, token):
        step = self.symbol_steps.get(name)
        if step:
            self.push(step)
        elif name in self.notation.zero or name in self.notation.one:
            self.push_number("1" if name in self.notation.one else "0")
        else:
            refusal = self.notation.refusal(name, token[2] + 1)
            raise refusal or self.error(token, *self.notation.expected_for(name))

    def _partial(self, token):
        try:
            name, behind = partial_at(self.tokens, self.at)
        except Mismatch as mismatch:
            if self.notation.has_partials and (mismatch.begun or token[0] == "d"):
                raise self.error(mismatch.token, mismatch.expected) from None
            if token[0] == "d":
                raise self.error(token, self.notation.operand) from None
            return False
        self._push_symbol(name, (*token[:3], self.tokens[behind - 1][3]))
        self.at = behind
        return True

    def _fraction_part(self, part):
        token = kind, value, start, end = self.tokens[self.at]
        if kind == "open" and value == "{":
            self.at += 1
            self.open(token, part)
            return True
        if kind == "number" and value[0] != ".":
            self.push_number(value[0])
            self.tokens[self.at] = (kind, value[1:], start + 1, end)
            self.at += len(value) == 1
        elif kind == "name":
            self.at += 1
            self._push_symbol(value, token)
        else:
            raise self.error(token, f"{{ and the {part} of a fraction")
        return self._fraction_part_read(part)

    def _fraction_part_read(self, part):
        if part == "numerator":
            self.push_fraction(self.tokens[self.at])
            return self._fraction_part("denominator")
        self.end_fraction()
        return False


# --------------------
# The observation of one call of a student's function.


@dataclass(frozen=True)
class Observation:
    """What one call, or the look at one variable, showed."""

    outcome: str
    value: Any = None
    error: str = ""
    message: str = ""
    line: str = ""
    changed: tuple[int, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    warned: str = ""
    changed_name: str = ""
    same_as: str = ""


def observe_variable(namespace, name):
    """Return the observation of the variable `name`; None and `...` are values, an undefined name is missing."""
    if name not in namespace:
        return Observation("missing")
    return Observation("returned", value=plain(namespace[name]))


def read_variable(ask, namespace, endless):
    """Return the observation of the variable that `ask` names, and ""; the signature is that of `call_function`."""
    return observe_variable(namespace, ask["name"]), ""


PRINTED = "printed"


def gives_nothing(seen):
    """Return whether a call or a variable has no value: it is missing, None or `...`."""
    return seen.outcome == "missing" or (seen.outcome == "returned" and (seen.value is None or seen.value is Ellipsis))


def describe_error(error):
    """Return the type and the text of an exception, each truncated for a report."""
    try:
        text = str(error)
    except Exception:
        text = ""
    return {"error": type(error).__name__[:80], "message": text[:300]}


def student_line(error):
    """Return the deepest line of the student's code in a traceback, as "cell 3, line 2: return z + w", or ""."""
    for frame, number in student_frames(error):
        name = frame.f_code.co_filename
        text = linecache.getline(name, number).strip()[:120]
        return f"{_place(name)}line {number}: {text}".rstrip(": ")
    return ""


def student_frames(error):
    """Yield the frames of the student's code in the error's traceback with their line numbers, deepest first."""
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        name = frame.f_code.co_filename
        if (
            name.startswith("<cell ")
            or name.endswith("(submitted)")
            or dict.get(frame.f_globals, "__name__") == "__main__"
        ):
            yield frame, number


def _place(filename):
    if "ipykernel" in filename or filename.startswith("<ipython"):
        return ""
    return os.path.basename(filename.strip("<>").removesuffix(" (submitted)")) + ", "


# --------------------
# Readers of quiz answers as students type them.


LONGEST_ANSWER = 1_000
"""Maximum length of a letter, a number or a short text, in characters; a formula may have MAX_LENGTH."""
MOST_LETTERS = 100
"""Maximum number of items in an answer that consists of several letters."""


class NotAnswered(ValueError):
    """Raised for an answer that is still `...`, None or empty."""

    verdict = "missing"

    def __init__(self):
        super().__init__("this question is not answered yet.")


class WrongType(ValueError):
    """Raised for an answer of a type that this kind of question does not accept."""

    verdict = "type"

    def __init__(self, expected, value, got = ""):
        super().__init__(f"The answer should be {expected}, got {got or _described(value)}.")


def read_choice(value, options):
    """Return one of the letters in `options`, given as "c", "C", " c ", "c)", "(c)", ["c"] or {"c"}."""
    options = tuple(options)
    expected = f'one letter, such as "{options[0]}"'
    items = _letters(value, options, expected)
    if not items:
        raise WrongType(expected, value)
    if len(set(items)) != 1 or len(items[0]) != 1:
        letters = ", ".join("".join(items))
        raise WrongType(expected, value, f"several: {letters if len(letters) < 40 else letters[:40] + '…'}")
    return items[0]


def read_choices(value, options):
    """Return a set of letters in `options`, given as {"a", "d"}, ["a", "d"], "ad" or "a, d"; it may be empty."""
    options = tuple(options)
    expected = f'a set of letters, such as {{"{options[0]}", "{options[-1]}"}}'
    return frozenset("".join(_letters(value, options, expected)))


def read_number(value):
    """Return a finite number, given as a number, a one-element array, or a string: "0.25", "1/4", "1e-3", "0,25"."""
    expected = 'a number, such as 0.25 or "1/4"'
    value = _unpacked(value)
    _check_answered(value)
    if isinstance(value, str):
        return _finite(_number_in(value))
    if isinstance(value, (bool, np.bool_)) or not isinstance(
        value, (int, float, np.integer, np.floating, Fraction, Decimal)
    ):
        raise WrongType(expected, value)
    return _finite(value)


def read_text(value):
    """Return the letters and digits of a short text, without case, accents, article and ending (see `normal_words`)."""
    _check_answered(value)
    if not isinstance(value, str):
        raise WrongType('a short text, such as "gradient"', value)
    words = normal_words(value)
    if not words:
        raise UnreadableAnswer("There is no letter and no digit in this text.")
    return "".join(words)


def read_symbolic(value, notation, own_name = ""):
    """Return a formula in the notation's symbols; raises also Refused (see `read_expression`)."""
    value = _unpacked(value)
    _check_answered(value, MAX_LENGTH)
    if (
        isinstance(value, (int, float, np.integer, np.floating))
        and not isinstance(value, bool)
        and math.isfinite(value)
    ):
        value = f"{Decimal(repr(float(value))):f}" if isinstance(value, (float, np.floating)) else str(value)
    if not isinstance(value, str):
        raise WrongType("a formula in quotation marks", value)
    return read_expression(_without_assignment(value), notation, own_name)


def _without_assignment(text):
    changed = re.fullmatch(r"\s*([A-Za-z]\w*)\s*([-−+])=\s*(\S.*)", text, re.DOTALL)
    if changed:
        return f"{changed[1]} {changed[2]} ({changed[3]})"
    named = re.match(
        r"\s*[A-Za-z]\w*?(_?\{?new\}?|'|′|\+)?\s*(:=|←|<-|\\leftarrow|\\gets|(?<![=!<>])=(?!=))\s*(?=\S)", text
    )
    return text[named.end() :] if named and (named[1] or named[2] != "=") else text


def _is_blank(value):
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip(" .…\t\r\n"))


def _check_answered(value, longest = LONGEST_ANSWER):
    if _is_blank(value):
        raise NotAnswered
    if isinstance(value, str) and len(value) > longest:
        raise UnreadableAnswer(f"This answer is too long: at most {longest:,} characters are read.")


def _letters(value, options, expected):
    _check_answered(value)
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if isinstance(value, str):
        return [_letters_in(value, options)]
    if isinstance(value, dict) and not value:
        return []
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise WrongType(expected, value)
    if len(value) > MOST_LETTERS:
        raise UnreadableAnswer(f"This answer is too long: at most {MOST_LETTERS} letters are read.")
    items = [item for item in value if not _is_blank(item)]
    if value and not items:
        raise NotAnswered
    if not all(isinstance(item, str) for item in items):
        raise WrongType(expected, value)
    letters = [_letters_in(item, options) for item in items]
    return sorted(letters) if isinstance(value, (set, frozenset)) else letters


def _letters_in(text, options):
    _check_answered(text)
    plain = unicodedata.normalize("NFKC", text).lower()
    pasted = re.fullmatch(r"\s*(?:\(?([a-z])[).:]|([a-z])\s*[-–—]\s)(.*)", plain, re.DOTALL)
    if pasted and _is_prose(pasted[3], options):
        plain = pasted[1] or pasted[2]
    plain = re.sub(r"\band\b|[\W_]", " ", plain)
    letters = "".join(plain.split())
    unknown = sorted(set(letters) - set(options))
    if unknown or not letters:
        problem = f"`{unknown[0]}` is not one of the options" if unknown else "There is no letter here; the options are"
        raise UnreadableAnswer(f"{problem} {', '.join(options)}.")
    return letters


def _is_prose(text, options):
    if re.match(r"\s*\w{2,}", text) and not re.match(r"\s*and\b", text):
        return True
    words = set(re.findall(r"[^\W\d_]{2,}", text)) - {"and"}
    return any(set(word) - set(options) for word in words)


def _unpacked(value):
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return _unpacked_array(np.asarray(value[0])) if isinstance(value[0], np.ndarray) else value[0]
    return _unpacked_array(value) if isinstance(value, np.ndarray) else value


def _unpacked_array(value):
    return value.reshape(())[()] if value.size == 1 else value


def _number_in(text):
    share = re.fullmatch(r"(.*\S)\s*(?:%|％|percent|per cent)\s*", text, re.DOTALL)
    if share:
        return Fraction(_number_in(share[1])) / 100
    vulgar = re.fullmatch(r"\s*([-+−]?)(\d*)\s*(\S)\s*", text)
    if vulgar and unicodedata.decomposition(vulgar[3]).startswith("<fraction>"):
        part = Fraction(unicodedata.normalize("NFKC", vulgar[3]).replace("⁄", "/"))
        return (int(vulgar[2] or 0) + part) * (-1 if vulgar[1] in ("-", "−") else 1)
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,4}", plain, re.ASCII):
        return float(plain)
    if re.fullmatch(r"[+-]?\d*,\d+", plain, re.ASCII):
        whole, decimals = plain.split(",")
        if len(decimals) == 3 and whole.strip("+-0"):
            raise UnreadableAnswer(f"{plain} may mean two numbers: write {whole}{decimals} or {whole}.{decimals}.")
        text = f"{whole}.{decimals}"
    number = constant(read_expression(text, Notation(symbols=())).steps)
    if number is None:
        raise UnreadableAnswer("The answer divides by 0; a number was expected.")
    return number


def _finite(value):
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.inf
    if not math.isfinite(number):
        raise UnreadableAnswer("The answer should be a finite number.")
    return number


def _described(value):
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    name = "bool" if isinstance(value, np.bool_) else type(value).__name__
    name = str(getattr(value, "type_name", name))[:40]
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


ARTICLES = ("a", "an", "the")
ENDINGS = ("algorithm", "method")


def normal_words(text):
    """Return the words of a text without case, accents, hyphens, punctuation, leading article and trailing ending."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[-‐‑‒–—'’_]", "", plain) if re.search(r"[^\W_]", plain) else ""
    words = re.findall(r"[^\W_]+", plain)
    if len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    while len(words) > 1 and words[-1] in ENDINGS:
        del words[-1]
    return _without_joined_ending(words)


def _without_joined_ending(words):
    for ending in ENDINGS:
        if words and words[-1].endswith(ending) and words[-1] != ending:
            return _without_joined_ending([*words[:-1], words[-1][: -len(ending)]])
    return words


# --------------------
# Tell whether a name is another spelling of one that was asked for.


def namesake(name, defined, asked):
    """Return the name among `defined` that is probably another spelling of `name`, or ""."""
    others = [other for other in defined if other != name and other not in asked and not other.startswith("_")]
    for like in (_same_letters, _abbreviates, _one_typo):
        for other in others:
            if like(name, other):
                return other
    return ""


def _same_letters(name, other):
    return name.replace("_", "").lower() == other.replace("_", "").lower()


def _abbreviates(name, other):
    words, others = name.lower().split("_"), other.lower().split("_")
    if len(words) != len(others) or len(words) < 2:
        return False
    return all(a[:3] == b[:3] and (a.startswith(b) or b.startswith(a)) for a, b in zip(words, others))


def _one_typo(name, other):
    a, b = sorted((name.lower(), other.lower()), key=len)
    if len(a) < 5 or len(b) - len(a) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), len(a))
    rest_a, rest_b = a[start:], b[start:]
    exchanged = len(a) == len(b) and rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return exchanged or rest_b[1:] == (rest_a if len(b) > len(a) else rest_a[1:])


# --------------------
# The comparison of an observation with an expectation.


NotAccepted = (NotAnswered, WrongType, UnreadableAnswer, Refused)
"""The exceptions that reading a typed answer may raise; each has a `verdict` and a sentence for the student as text."""


def read_quiz(expect, value):
    """Return the quiz answer in `value` in the canonical form of its kind: choice, choices, number, text or expression."""
    kind = expect["answer"]
    if kind == "choice":
        return read_choice(value, expect["options"])
    if kind == "choices":
        return read_choices(value, expect["options"])
    if kind == "expression":
        return read_symbolic(value, Notation.from_data(expect["notation"]))
    return {"number": read_number, "text": read_text}[kind](value)


NOT_ABOUT_NUMBERS = {
    "DeprecationWarning",
    "PendingDeprecationWarning",
    "VisibleDeprecationWarning",
    "FutureWarning",
    "ImportWarning",
    "ResourceWarning",
}


XOR = ("for ^", "bitwise_xor")
ORDINALS = ("first", "second", "third", "fourth")


SIGNS_OF_LIMITS = {
    "timeout": "did not finish within the time limit",
    "memory": "needed more memory than the limit",
}


Kind = Callable[[Expectation, Any, str, bool], str | None]
"""Raises Wrong for an answer that is not right; may return the detail of one that is."""


def compare(
    expect,
    seen,
    name,
    *,
    transposed = False,
    kinds = None,
):
    """Return what a comparison of an observation with an expectation finds."""
    known = {**KINDS, **(kinds or {})}
    alternatives = [expect, *expect.get("or", ())]
    findings = [_all_of(alternative, seen, name, transposed, known) for alternative in alternatives]
    return next((finding for finding in findings if finding.right), findings[0])


def _all_of(expect, seen, name, transposed, kinds):
    detail = None
    try:
        for condition in [expect, *expect.get("and", ())]:
            detail = _judge(condition, seen, name, transposed, kinds)
    except Wrong as wrong:
        return _with_warning(wrong.finding, seen) if wrong.finding.verdict == "not_finite" else wrong.finding
    return Finding("right", "", detail) if detail else RIGHT


def _with_warning(finding, seen):
    warning = f"NumPy warned: {seen.warned}" if seen.warned else ""
    return Finding(finding.verdict, finding.sentence, "; ".join(filter(None, [finding.detail, warning])))


def _judge(
    expect, seen, name, transposed, kinds
):
    detail = None
    if expect["kind"] in OUTCOMES_ASKED:
        OUTCOMES_ASKED[expect["kind"]](expect, seen, name)
    else:
        _returned(seen, name, expect)
        value = _item(expect, seen.value, name) if "item" in expect else seen.value
        detail = kinds[expect["kind"]](expect, value, label_of(expect, name), transposed)
        if expect.get("quiet"):
            _quiet(seen, name)
    if expect.get("untouched") and seen.changed:
        changed = seen.changed_name.removeprefix("its argument ") or "its argument"
        raise Wrong("wrong", f"{name} modified {changed}; {UNCHANGED}")
    if expect.get("untouched") and seen.same_as:
        raise Wrong("wrong", f"{name} returned {seen.same_as} itself; {NEW}")
    return detail


def _quiet(seen, name):
    loud = [category for category in seen.warnings if category not in NOT_ABOUT_NUMBERS]
    if loud:
        warning = seen.warned if loud[0] == "RuntimeWarning" and seen.warned else f"a {loud[0]}"
        raise Wrong("wrong", f"{name} triggered {warning}. {SILENT}")


def label_of(expect, name):
    """Return the name, in a sentence, of the value that the expectation is about."""
    if "item" not in expect:
        return name
    key = expect["item"]
    names = re.search(r"\((.+)\)$", str(expect.get("of", "")))
    if isinstance(key, str) or names is None or key >= len(ORDINALS):
        return f"{name}[{key!r}]".replace("'", '"')
    return f"{names[1].split(', ')[key]}, the {ORDINALS[key]} value that {name} returns,"


def _returned(seen, name, expect):
    if gives_nothing(seen):
        if expect["kind"] in WITHOUT_VALUE:
            raise WITHOUT_VALUE[expect["kind"]](expect, name)
        if seen.message == PRINTED:
            raise Wrong("missing", f"{name} returned None. It prints its result: write `return` in place of `print`.")
        if seen.message:
            raise Wrong(
                "missing", f"{name} gives no value, but you have defined {seen.message}: rename that to {name}."
            )
        if seen.outcome == "returned" and seen.value is None:
            raise Wrong("missing", f"{name} returned None. If you have already written it, is there a `return`?")
        raise Wrong("missing", f"{name} is not written yet.")
    if seen.outcome == "not_callable":
        raise Wrong("type", f"{name} is {describe(seen.value)}, expected a function.")
    if seen.outcome == "raised":
        where = f" ({seen.line})" if seen.line else ""
        power = " (a power in Python is **, not ^)" if any(sign in seen.message for sign in XOR) else ""
        raise Wrong("error", f"{name} raised {seen.error}.", f"{seen.error}: {seen.message}{where}{power}")
    if seen.outcome in SIGNS_OF_LIMITS:
        raise Wrong(seen.outcome, f"{name} {SIGNS_OF_LIMITS[seen.outcome]}.", seen.message)


def _unanswered(expect, name):
    form = {"choice": '"a"', "choices": '{"a", "d"} (or set() for none)'}.get(expect["answer"])
    quoted = f" Letters go in quotes: {name} = {form}." if form else ""
    return Wrong("missing", f"{name} is not answered yet.{quoted}")


WITHOUT_VALUE = {
    "answered": _unanswered,
}


OUTCOMES_ASKED = {
}


def _item(expect, value, name):
    key, whole = expect["item"], expect["of"]
    if isinstance(key, str):
        is_variable = "notation" in expect
        if not isinstance(value, dict):
            raise Wrong("type", f"{name} {'is' if is_variable else 'returned'} {describe(value)}, expected {whole}.")
        if key not in value:
            holder = f"The dictionary {name}" if is_variable else f"The dictionary that {name} returns"
            raise Wrong("missing", f'{holder} has no key "{key}"{_near_key(key, value, whole)}.')
        entry = value[key]
    else:
        if (
            not isinstance(value, (tuple, list))
            or len(value) != (expect.get("size") or len(value))
            or len(value) <= key
        ):
            raise Wrong("type", f"{name} returned {describe(value)}, expected {whole}.")
        entry = value[key]
    if entry is None or entry is Ellipsis:
        raise Wrong("missing", f"{label_of(expect, name)} has no value yet.")
    return entry


def _near_key(key, value, whole):
    for outer, inner in value.items():
        if isinstance(inner, dict) and key in inner:
            return f', but the entry "{outer}" holds a dictionary that has it: return one dictionary'
    strings = [other for other in value if isinstance(other, str)]
    asked = re.findall(r'"([^"]+)"', whole)
    other = namesake(key, strings, asked) or next(
        (string for string in strings if _letters_of(string) == _letters_of(key)), ""
    )
    if other:
        return f', but it has "{other}": spell the key "{key}"'
    extra = [string for string in strings if string not in asked]
    but = f', but it has "{extra[0][:80]}"' if len(extra) == 1 else ""
    return f"{but}; expected {whole}"


def _letters_of(key):
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _read(reader, expect, value, label):
    try:
        return reader(expect, value)
    except NotAccepted as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


def _judge_answered(expect, value, label, transposed):
    answer = _read(read_quiz, expect, value, label)
    if isinstance(answer, frozenset):
        return ", ".join(sorted(answer)) or "none applies"
    return str(answer if expect["answer"] in ("choice", "number") else value)[:60]


KINDS: dict[str, Kind] = {
    "answered": _judge_answered,
}


# --------------------
# The public checks.


Namespace = dict[str, Any]


def check(question, namespace = None):
    """Run the public checks of one question on the names in `namespace`, by default those of the caller."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    entry = question_named(question)
    if entry is None:
        names = ", ".join(known["id"] for known in questions())
        raise ValueError(f"There is no question {question!r} here; the questions are {names}.")
    calls = Calls(namespace)
    return traced(checked(entry, calls), calls)


def require(namespace, question):
    """Raise AssertionError with the report as its message unless the public checks of the question pass."""
    result = check(question, namespace)
    if result.right:
        return
    if result.blank:
        raise AssertionError(result.wrong[0].finding.sentence)
    count = f"{len(result.parts) - len(result.wrong)} of {len(result.parts)} parts are right."
    raise AssertionError("\n".join([count, *full_text(result).splitlines()[1:]]))


def checked(question, calls):
    """Return the result of the public cases of a question."""
    if question["by_hand"]:
        return Checked(question["id"], question["title"], (), NOTES["by hand"](question["id"], calls.namespace))
    calls.changed = ""
    cases = [
        (part, [(case["ask"], from_json(case["expect"])) for case in part["cases"]])
        for part in question["parts"]
        if part["cases"]
    ]
    transposed = _transposed([case for _, part in cases for case in part], calls)
    parts = [_part(part, own_cases, calls, transposed and part["transpose_counts"]) for part, own_cases in cases]
    about_arguments = any(part["about_arguments"] for part in question["parts"])
    note = "" if about_arguments else calls.changed
    reads_only = all(part["reads_only"] for part in question["parts"])
    hints, advice = tuple(question["hints"]), question.get("advice", "")
    return Checked(question["id"], question["title"], tuple(parts), note, hints, reads_only, advice)


def traced(result, calls):
    """Return `result` with its likely origin: a called function of an earlier question that fails, if any."""
    if result.blank or not any("arguments" in part.ask for part in result.wrong):
        return result
    earlier = takewhile(lambda question: question["id"] != result.id, questions())
    origin = ORIGINS["call"](result.wrong, earlier, calls.namespace, lambda question: checked(question, calls))
    return replace(result, origin=origin)


def _part(part, cases, calls, transposed):
    for ask, expect in cases:
        seen = calls(ask)
        finding = compare(expect, seen, ask["name"], transposed=transposed)
        if not finding.right:
            return CheckedPart(part["name"], finding, ask, expect, seen.value, seen.line, transposed)
    return CheckedPart(part["name"], finding, ask, expect)


ASKS = {
    "read": read_variable,
}


ORIGINS = {
}
NOTES = {
}


class Calls:
    """The observations of a student's functions and variables, each made once and within a time limit."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.changed = ""
        self._seen = {}
        self._endless = {}

    def __call__(self, ask):
        key = json.dumps(ask, sort_keys=True)
        if key not in self._seen:
            way = "call" if "arguments" in ask else "read"
            seen, changed = ASKS[way](ask, self.namespace, self._endless)
            if gives_nothing(seen) and not seen.message:
                seen = replace(seen, message=self._namesake(ask["name"], way))
            self._seen[key] = seen, changed
        seen, changed = self._seen[key]
        self.changed = self.changed or changed
        return seen

    def _namesake(self, name, way):
        candidates = [
            other for other, value in self.namespace.items() if callable(value) == (way == "call") and value is not None
        ]
        return namesake(name, candidates, asked_names())


def _transposed(cases, calls):
    transposes = []
    for ask, expect in cases:
        shape = np.shape(expect.get("value", 0.0)) if expect["kind"] in ("matrix", "shape") else ()
        if len(shape) == 2 and shape[0] != shape[1]:
            transposes.append(_shape(calls(ask).value) == shape[::-1])
    return bool(transposes) and all(transposes)


def _shape(value):
    try:
        value = np.asarray(value)
    except (TypeError, ValueError):
        return ()
    return value.shape if value.dtype.kind in "biuf" else ()


class Grader:
    """The notebook's `grader`: `check("q2_sigmoid")` shows a panel, `check_all()` lists every question."""

    def __init__(self):
        self._notebook = None

    def check(self, question, global_env = None):
        return check(question, sys._getframe(1).f_globals if global_env is None else global_env)

    def check_all(self):
        namespace = sys._getframe(1).f_globals
        run_all(Terminal(sys.stdout), namespace)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._otter(), name)

    def _otter(self):
        if self._notebook is None:
            try:
                import otter
            except ImportError:
                raise AttributeError(
                    "This needs otter-grader, which is optional (pip install otter-grader). "
                    "grader.check and grader.check_all work without it."
                ) from None
            self._notebook = otter.Notebook()
        return self._notebook


def run_all(terminal, namespace, results = None):
    """Print each question's line as soon as it is judged, then a summary; append to `results` and return it."""
    results = [] if results is None else results
    calls, width = Calls(namespace), max(len(question["id"]) for question in questions())
    for question in questions():
        terminal.progress(question["id"])
        result = checked(question, calls)
        results.append(result)
        state, color, more = status(result)
        terminal.clear()
        line, start = wrapped(f"  {result.id:<{width}}  {state:<8}  {more}".rstrip()), width + 4
        terminal.print(line[:start] + terminal.colored(line[start : start + 8], color) + line[start + 8 :])
    terminal.print(wrapped(summary(results)))
    return results


grader = Grader()


# --------------------
# Functions that given cells call.


IN_NOTEBOOK = "Type your prediction in the cell above first (any guess counts), run it, then run this cell again."
IN_FILE = "Type your prediction above line {line} first (any guess counts), then run the experiments again."
_predicted: list[Any] = []


def reconcile(prediction, fact):
    """Print the prediction and the result; the first call prints the result only if a prediction was typed."""
    if prediction is ... and not _predicted:
        in_file = "__file__" in sys._getframe(1).f_globals
        print(IN_FILE.format(line=sys._getframe(1).f_lineno) if in_file else IN_NOTEBOOK)
        return
    if prediction is not ...:
        _predicted.append(prediction)
    print("you predicted:", "nothing" if prediction is ... else prediction)
    print("it came out:  ", fact)


# --------------------
# The command line of a student's file.


HELP = """\
python {name}
    runs the public checks and explains the first question that fails
python {name} {q}
    explains question {q}
{hint}python {name} experiments
    runs the experiments between the questions as well
python {name} --help
    shows this text"""


HINT_HELP = """\
python {name} hint {q}
    shows a hint for {q}; run it again with a number for the next: hint {q} 2
"""


STOPPED = 130


def main(path, namespace, words = None):
    """Run the command that the words after `python NAME.py` ask for."""
    words = [word for word in (sys.argv[1:] if words is None else words) if word != "experiments"]
    terminal = Terminal(sys.stdout)
    name = typed(path)
    try:
        return _main(terminal, name, namespace, words)
    except KeyboardInterrupt as error:
        inside = stopped_inside(error)
        terminal.clear()
        terminal.print(f"Stopped inside {inside}." if inside else "Stopped.")
        return STOPPED


def _main(terminal, name, namespace, words):
    first = known().partition(",")[0]
    if any(word in ("-h", "--help", "help") for word in words):
        terminal.print(
            HELP.format(name=name, q=first, hint=HINT_HELP.format(name=name, q=first) if SUBCOMMANDS else "")
        )
        return 0
    if words[:1] == ["hint"] and SUBCOMMANDS:
        return SUBCOMMANDS["hint"](terminal, name, namespace, words[1:])
    chosen = [question_named(word) for word in words]
    if None in chosen:
        return _unknown(terminal, name, words[chosen.index(None)])
    if chosen:
        results = [_explained(question, namespace) for question in chosen if question]
        terminal.print("\n\n".join(map(full_text, results)))
        return 0 if all(result.right for result in results) else 1
    return _all(terminal, name, namespace)


def _all(terminal, name, namespace):
    results = []
    run_all(terminal, namespace, results)
    judged = [result for result in results if result.parts]
    failing = next((result for result in judged if not result.right and not result.blank), None)
    failing = failing or next((result for result in judged if not result.right), None)
    if failing is None:
        reads_only = all(result.reads_only for result in judged)
        more = "" if reads_only else f"Everything that can be checked here passes. {MORE} "
        readable = [] if reads_only else [short(result.id) for result in judged if result.reads_only]
        if readable:
            more += f"Test {' and '.join(readable)} yourself: `python {name} {readable[0]}` says how. "
        done = f"Write {left}; then" if (left := unwritten(results)) else "When you are done,"
        terminal.print("\n" + wrapped(f"{more}{done} hand in {name}."))
        return 0 if all(result.right for result in results) else 1
    question = question_named(failing.id)
    terminal.print("\n" + full_text(_explained(question, namespace) if question else failing))
    terminal.print("\n" + wrapped(f"Next: work on {failing.id} in {name}, save it, and run"))
    terminal.print(f"{CODE}python {name}")
    return 1


def _explained(question, namespace):
    calls = Calls(namespace)
    return traced(checked(question, calls), calls)


def _unknown(terminal, name, word):
    terminal.print(wrapped(f"There is no question {word!r} here; there are {known()}. All commands are listed by"))
    terminal.print(f"{CODE}python {name} --help")
    return 2


SUBCOMMANDS = {
}


def stopped_inside(error):
    """Return the place in the student's code that Ctrl-C interrupted, as "dy_dW0, line 534", or ""."""
    for frame, number in student_frames(error):
        if frame.f_code.co_name != "<module>":
            return f"{frame.f_code.co_name}, line {number}"
    return ""


# --------------------
# Checks of a file that does not run.


DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def start(words):
    """Run NAME.py, the file of this assignment, and its checks."""
    terminal = Terminal(sys.stdout)
    named = words and words[0].endswith(".py")
    path = Path(words[0] if named else f"{assignment()['assignment']}.py").absolute()
    code, problem = _compiled(path)
    if problem:
        terminal.print("\n".join(map(wrapped, problem.splitlines())))
    if code is None:
        return 2
    sys.argv = [str(path), *words[1 if named else 0 :]]
    namespace = {"__name__": "__main__", "__file__": str(path)}
    judge_what_is_there(str(path), namespace)
    exec(code, namespace)
    return main(str(path), namespace)


def _compiled(path):
    try:
        data = path.read_bytes()
    except OSError:
        return None, f"There is no file {path.name} in this folder."
    text, problem = _text(data, path.name)
    try:
        tree = ast.parse(text, str(path))
    except SyntaxError as error:
        return None, _syntax(error, path.name)
    return compile(tree, str(path), "exec"), problem


def _text(data, name):
    declared = next(
        (match[1].decode() for line in data.splitlines()[:2] if (match := DECLARED.match(line))), "utf-8-sig"
    )
    try:
        return data.decode(declared), ""
    except (UnicodeDecodeError, LookupError):
        sentence = (
            f"{name} is saved in a Windows encoding, and Python expects UTF-8: save it again as UTF-8 (in most editors "
            "under Save As or Encoding)."
        )
        return data.decode("cp1252", "replace"), sentence


def _syntax(error, name):
    if isinstance(error, TabError):
        return (
            f"Line {error.lineno} of {name} mixes tabs and spaces, so Python cannot start the file. Indent with spaces "
            "only: most editors can convert tabs to spaces."
        )
    line = (error.text or "").strip()
    text = f": {line[:80]}" if line else ""
    advice = QUOTES["advice"](line) if QUOTES else ""
    advice = _pasted(error, line) or advice or "Fix that line and run this again."
    return f"Python cannot start {name}: {error.msg} in line {error.lineno}{text}\n{advice}"


TYPED = {"“”„‟«»": '"', "‘’‚‛": "'", "−–—": "-", "×·⋅∗": "*", "\u00a0\u2002\u2003\u2009\u200b\u202f\ufeff": "a space"}
KINDS_OF_SIGNS = {'"': "The curly quote ", "'": "The curly quote ", "a space": "A space of another kind"}


def _pasted(error, line):
    code = re.search(r"U\+([0-9A-F]{4,6})", error.msg)
    sign = chr(int(code[1], 16)) if code else next((sign for sign in line if sign in "“”"), "")
    wanted = next((wanted for signs, wanted in TYPED.items() if sign and sign in signs), "")
    what = KINDS_OF_SIGNS.get(wanted, "The sign ") + (sign if sign.isprintable() else "")
    return (
        f"{what} comes from pasted text. Type {wanted} wherever the line has it, and run this again." if wanted else ""
    )


def _quoting(line):
    typed = re.match(r"((\w+)(?:\[.*\])?) *= *([^#]*)", line)
    answer = typed[3].strip() if typed else ""
    if not typed or typed[2] not in _variables() or not re.search(r"[^\W\d_]", re.sub(QUOTED, "", answer)):
        return ""
    if re.fullmatch(r"[\[{(][\w\s,\"']*[\])}]", answer):
        answer = re.sub(r"(?<![\w\"'])[^\W\d]\w*(?![\w\"'])", r'"\g<0>"', answer)
    elif re.search(r"[\"'“”]", answer):
        return "Letters, words and formulas go in quotes."
    else:
        answer = f'"{answer}"'
    return f"Letters, words and formulas go in quotes: {typed[1]} = {answer}"


QUOTED = r"""r?"[^"]*"|r?'[^']*'"""


def _variables():
    cases = [case["ask"] for question in questions() for part in question["parts"] for case in part["cases"]]
    return {ask["name"] for ask in cases if "arguments" not in ask}


QUOTES = {
    "advice": _quoting,
}


STOPS = "Python stops a file there, and the lines below it were not read. "


MOVE = (
    STOPS + "If that line is an experiment of your own, "
    "indent it under `if EXPERIMENTS:`; it then runs with `python {name} experiments` and with nothing else."
)


EXPERIMENT = (
    STOPS + "If the line belongs to an experiment, run "
    "`python {name}` without the word `experiments`: then no experiment runs, and all of the file is checked."
)


def judge_what_is_there(path, namespace):
    """Prepare the run of the file at `path`, so that what ends it early does not keep it from being checked."""
    path = os.path.abspath(path)
    os.chdir(os.path.dirname(path))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")

    def stopped(kind, error, trace):
        sys.excepthook = sys.__excepthook__
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        own = [at for at in _frames(trace) if at.tb_frame.f_code.co_filename == path]
        if not isinstance(error, Exception) or len(own) != 1:
            sys.__excepthook__(kind, error.with_traceback(own[0] if own else trace), trace)
        if isinstance(error, Exception):
            terminal = Terminal(sys.stdout)
            terminal.print(_sentences(path, error, own[0].tb_lineno if own else 0))
            main(path, namespace)

    sys.excepthook = stopped


def _frames(trace):
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _sentences(path, error, number):
    name, raised = typed(path), describe_error(error)
    line = linecache.getline(path, number).rstrip()
    indented = line != line.lstrip()
    advice = (EXPERIMENT if indented else MOVE).format(name=name)
    if isinstance(error, NameError) and QUOTES:
        quoted = QUOTES["advice"](line)
        advice = f"Python stops a file there. {quoted}" if quoted else advice
    reason = f"  {raised['error']}: {raised['message']} ({student_line(error)})"
    stopped = f"{name} stopped at line {number}: {line.strip()[:120]}"
    below = "Here is the check of what comes before that line; nothing below it was reached:"
    return "\n".join(map(wrapped, [stopped, reason, advice, below]))


if __name__ == "__main__":
    import public_checks  # under its own name, as every other file knows it

    sys.exit(public_checks.start(sys.argv[1:]))
