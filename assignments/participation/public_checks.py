"""The public checks of participation: what `grader.check(...)` in the notebook and `python participation.py` run.

This file is generated and holds only what this assignment needs. You may read all of it: it compares your answers with
the expected values in cases.json and holds no solution. A change here changes only what you see. Should Python refuse to
start participation.py, run `python public_checks.py`, which says why.
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
# An argument as a recipe: how to make it afresh for each call, here, in a worker or in a student's notebook.


@dataclass(frozen=True)
class Seeded:
    """A `numpy.random.Generator`, the same for the same seed."""

    seed: int


@dataclass(frozen=True)
class Function:
    """A public function of one argument; `source` defines `name` and may use `np` and nothing else."""

    name: str
    source: str


def from_json(data):
    """The inverse of `to_json`; tuples come back as lists."""
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
# The questions of this assignment and their public cases: cases.json beside this file.


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
    """Return the question of that id, or of that number: "q8_hidden_weights", "q8"."""
    return next((one for one in questions() if one["id"] == word or one["id"].startswith(f"{word}_")), None)


def asked_names():
    """Return the names of all functions and variables that questions ask for."""
    return {case["ask"]["name"] for question in questions() for part in question["parts"] for case in part["cases"]}


def short(question):
    """Return the number of a question: "q8" of "q8_hidden_weights"."""
    return question.partition("_")[0]


def known():
    """Return the numbers of all questions, for a sentence."""
    return ", ".join(short(question["id"]) for question in questions())


# --------------------
# Text for a student's terminal: colored on one, plain when piped, never an error for want of a letter.


COLORS = {"green": "32", "yellow": "33", "dim": "2"}
WIDTH = 80
CODE = 6 * " "


class Terminal:
    """Prints to `stream`; letters that its encoding lacks (Windows' cp1252 has no ∂) become `?`."""

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
        """A line that the next one overwrites; nothing when piped."""
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
    """A line of prose as lines of at most 80 columns, the later ones set in; what is there to be copied stays whole."""
    if len(text) <= WIDTH or text.startswith(CODE) or text.lstrip().startswith("called as: "):
        return text
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.lstrip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def typed(path):
    """A file's name as it is typed on a command line."""
    name = os.path.basename(path)
    return name if re.fullmatch(r"[\w.+-]+", name) else f'"{name}"'


# --------------------
# One question's public checks as plain text, for a terminal, an export and a screen reader.


CALL_TEXTS = {
}


TRY_THIS = (
    "  Try this: make the call above yourself, print each step, and find the first one that differs from your own "
    "calculation by hand."
)


MORE = "Your score comes from additional hidden tests: other sizes, extreme values, integers."
READABLE = "we can read your answer; these checks do not tell you whether it is correct."


def full_text(found):
    """Return everything that there is to say of a question, in lines of at most 80 columns."""
    return "\n".join(map(wrapped, _lines(found)))


def _lines(found):
    if found.right:
        return [f"{found.id}: {sentence_if_right(found)}"]
    if not found.parts:
        return [f"{found.id}: {found.note}"]
    return [f"{found.id}: {found.title}", *_of_parts(found), *_after_parts(found)]


def sentence_if_right(found):
    """Return what a question that passes is told: never more than was checked."""
    if not found.parts:
        return "in words, and written; graded by a person."
    return READABLE if found.reads_only else f"all public checks pass. {MORE}"


def _of_parts(found):
    lines: list[str] = []
    before: list[str] = []
    for names, part in together(found.wrong[:1] if found.blank else found.wrong):
        lines.append(f"  {names}: {part.finding.sentence}")
        call = call_text(part.ask)
        lines += [f"    {text}" for text in (part.finding.detail, *_call_lines(call, before)) if text]
        before = call
    return lines


def _call_lines(call, before):
    if not call:
        return []
    return ["called as: the same"] if call == before else [f"called as: {call[0]}", *call[1:]]


def _after_parts(found):
    lines = [f"  {text}" for text in (found.note, found.origin) if text]
    tried = not found.blank and any(part.finding.verdict == "wrong" for part in found.wrong)
    called = any(call_text(part.ask) for part in found.wrong)
    return lines + ([TRY_THIS] if tried and called else [])


def call_text(ask):
    """Return the call that a case makes as lines of Python; [] for the look at a variable."""
    return CALL_TEXTS["call"](ask) if "arguments" in ask else []


def together(parts):
    """Return the parts of which the same is to be said, as a rule an exception of the function they share, under all their names."""
    first: dict[tuple[str, str], tuple[list[str], CheckedPart]] = {}
    for part in parts:
        key = part.finding.sentence, part.finding.detail
        first.setdefault(key, ([], part))[0].append(part.name)
    return [(", ".join(names), part) for names, part in first.values()]


def status(found):
    """Return a question's state in a word, its color, and what more there is to say on its line."""
    if not found.parts:
        return "by hand", "dim", found.note or "in words; graded by a person"
    if found.right:
        return ("readable", "green", "checked for readability only") if found.reads_only else ("ok", "green", "")
    if found.blank:
        return "to do", "dim", found.note
    right = len(found.parts) - len(found.wrong)
    return "not yet", "yellow", f"{right} of {len(found.parts)} parts" if found.wrong else found.note


def summary(results):
    """Return how many questions pass, and how many can only be checked for readability: never more than was checked."""
    judged = [one for one in results if one.parts]
    readable = sum(one.right and one.reads_only for one in judged)
    right = sum(one.right and not one.reads_only for one in judged)
    count = f"{right} of {len(judged)} questions pass their public checks."
    if readable == len(judged):
        count = (
            f"{readable} of {len(judged)} answers can be read; these checks do not tell you whether they are correct."
        )
    elif readable:
        count = f"{right} of {len(judged)} pass, {readable} can only be checked for readability."
    return count + _unwritten(results)


def _unwritten(results):
    code = [short(one.id) for one in results if one.parts and one.blank]
    words = [f"{short(one.id)} (in words)" for one in results if not one.parts and one.note.startswith("in words; not")]
    return f" Still to write: {', '.join([*code, *words])}." if code or words else ""


# --------------------
# What a case expects, as data: each function makes one expectation, compare.py judges it.


Expectation = dict[str, Any]


# --------------------
# What a student returned, rebuilt from base types: no subclass, no object of theirs is left in it.


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
    """A value of a type that no question asks for; only the type's name is kept."""

    type_name: str


def plain(value, depth = 0):
    """`value` as None, Ellipsis, bool, int, float, complex, str, ndarray, list, tuple, set, dict or Opaque."""
    try:
        return _plain(value, depth)
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
    bases: tuple[Any, ...] = (str, int, float, complex)
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
    raise TypeError("an array of objects that are no numbers")


def _key(key):
    return str(key) if isinstance(key, str) else repr(plain(key))[:80]


def _type_name(value):
    return str(type(value).__name__)[:80]


# --------------------
# What a comparison finds, and how a value's type is named to a person.


@dataclass(frozen=True)
class Finding:
    """What a comparison found."""

    verdict: str
    sentence: str = ""
    detail: str = ""

    @property
    def right(self):
        return self.verdict == "right"


RIGHT = Finding("right")


class Wrong(Exception):
    """Carries the finding of the first test that failed."""

    def __init__(self, verdict, sentence, detail = ""):
        super().__init__(sentence)
        self.finding = Finding(verdict, sentence, detail)


def describe(value):
    """A value's type, as a person says it."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{'an' if value.type_name[:1].lower() in tuple('aeiou') else 'a'} {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {bool: "a bool", int: "a number", float: "a number", complex: "a complex number", str: "a string"}
    names |= {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set"}
    found = names.get(type(value), "an unexpected value")
    return f"{found} of length {len(value)}" if isinstance(value, (list, tuple)) else found


# --------------------
# A wrong array beside the expected one, entry by entry.


SIDE_BY_SIDE: dict[str, Callable[[Expectation, Any, bool], str]] = {
}


def side_by_side(expect, value, transposed):
    """Return HTML with `value` above the truth, entries that differ marked; "" if that cannot be shown."""
    for one in [expect, *expect.get("and", ())]:
        shown = SIDE_BY_SIDE[one["kind"]](one, value, transposed) if one["kind"] in SIDE_BY_SIDE else ""
        if shown:
            return shown
    return ""


# --------------------
# One question's public checks as a panel of HTML for a notebook: a row for each part, values side by side, hints to open.


BOX = "border:1px solid #767676;border-radius:6px;padding:.6em .9em;max-width:60em;line-height:1.45"


STATES = {
    "right": ("✓", "right", "#2e7d32"),
    "readable": ("✓", "readable", "#2e7d32"),
    "missing": ("○", "not written", "#767676"),
    "wrong": ("✗", "wrong", "#c62828"),
}


def panel(found):
    """Return the panel: a heading, a table of parts, what is wrong in full, hints."""
    inner = [f'<p style="margin:0 0 .4em"><b>{escape(found.id)}</b> · {escape(found.title)}</p>']
    if found.parts:
        inner.append(_parts_table(found))
    if found.right or not found.parts:
        text = sentence_if_right(found) if found.right else found.note
        inner.append(_paragraph(text[:1].upper() + text[1:]))
    else:
        inner += [
            _explained_part("" if found.blank else names, part)
            for names, part in together(found.wrong[:1] if found.blank else found.wrong)
        ]
        inner += [_paragraph(text) for text in (found.note, found.origin) if text]
        inner += _nested_hints(found)
    label = f"Public checks of {found.id}"
    return f'<div role="region" aria-label="{escape(label)}" style="{BOX}">{"".join(inner)}</div>'


def _parts_table(found):
    rows = "".join(_parts_row(part, found.reads_only) for part in found.parts)
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
        f'<pre tabindex="0" style="user-select:all;overflow:auto;font-family:monospace;margin:.2em 0 .5em">{escape(text)}</pre>'
    )


def _nested_hints(found):
    if found.blank and len(found.hints) < 2:
        return []
    inner = ""
    for number, text in reversed(list(enumerate(found.hints, start=1))):
        inner = f"<details><summary>Hint {number}</summary>{_paragraph(text)}{inner}</details>"
    return [inner] if inner else []


def _paragraph(text):
    return f"<p style='margin:.3em 0'>{escape(text)}</p>"


# --------------------
# What the public checks found of one question; it shows itself as a panel in a notebook and as text elsewhere.


@dataclass(frozen=True)
class CheckedPart:
    """One part: its first public case that is not right, or its first case; what it asked, expected and got."""

    name: str
    finding: Finding
    ask: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    got: Any = None
    line: str = ""
    transposed: bool = False


@dataclass(frozen=True)
class Checked:
    """One question's public checks."""

    id: str
    title: str
    parts: tuple[CheckedPart, ...]
    note: str = ""
    hints: tuple[str, ...] = ()
    reads_only: bool = False
    origin: str = ""

    @property
    def right(self):
        return all(part.finding.right for part in self.parts) and not self.note

    @property
    def blank(self):
        """Is nothing written yet?"""
        return not self.right and all(part.finding.verdict == "missing" for part in self.parts)

    @property
    def wrong(self):
        """The parts that are not right."""
        return [part for part in self.parts if not part.finding.right]

    def __repr__(self):
        return full_text(self)

    def _repr_html_(self):
        return panel(self)


# --------------------
# What a written answer may be made of, and the ways in which one is refused.


UNCLOSED = re.compile(r"\S+ \(for the (\S+) at character (\d+)\)")


class UnreadableAnswer(ValueError):
    """An answer that cannot be read; `str()` is a sentence for the student."""

    verdict = "error"

    def __init__(self, sentence, position = 0, expected = "", kind = "unreadable"):
        self.position, self.expected, self.kind = position, expected, kind
        super().__init__(sentence)

    @classmethod
    def at(cls, position, found, expected, kind = "unreadable"):
        """Return the refusal of `found` ("" behind the last character), which stands where something else was expected."""
        open_bracket = UNCLOSED.fullmatch(expected)
        if open_bracket and not found:
            sentence = f"The `{open_bracket[1]}` at character {open_bracket[2]} is never closed."
        elif found:
            sentence = f"Unexpected {_quoted(found)} at character {position}: expected {expected}."
        else:
            sentence = f"The answer ends too early, at character {position}: expected {expected}."
        return cls(sentence, position, expected, kind)


class Refused(ValueError):
    """A text that can be read and is not the kind of answer asked for. `str()` is a sentence for the student."""

    verdict = "wrong"
    kind = "refused"

    def __init__(self, position, sentence):
        self.position = position
        super().__init__(sentence)


class HandedBack(Refused):
    """The answer contains a total derivative: the question itself."""

    kind = "handed_back"


class Evaluated(Refused):
    """The answer contains variables where symbols of partial derivatives are asked for."""

    kind = "evaluated"


class Divided(Refused):
    """The answer divides by something else than a whole number, where only those may divide."""

    kind = "division"


UNPRINTED = {"\a": "a", "\b": "b", "\f": "f", "\v": "v"}
"""Characters that nobody types, but that Python makes of a backslash and a letter."""


def _quoted(found):
    short = found if len(found) <= 20 else found[:19] + "…"
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
        """From {"graph": {node: its inputs}} or {"symbols": [...], "totals": [...]}, as JSON carries them."""
        if "graph" in data:
            return cls.of_graph(data["graph"])
        return cls(symbols=tuple(data["symbols"]), totals=frozenset(data.get("totals", ())))

    @classmethod
    def of_graph(cls, inputs):
        """The edges of a graph as free symbols, "dv/da" for each input a of v."""
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
        """Every name that may stand by itself."""
        return frozenset(symbol for symbol in self.symbols if "/" not in symbol) | self.variables

    @property
    def has_partials(self):
        """Are partial derivatives among the symbols?"""
        return any("/" in symbol for symbol in self.symbols)

    @property
    def operand(self):
        """What may stand where a number may, in words."""
        if self.has_partials:
            return f"a partial derivative such as {self.symbols[0]}, a number or a bracket"
        symbols = f"a symbol ({', '.join(self.symbols)}), " if self.symbols else ""
        return f"{symbols}a number or a bracket"

    def expected_for(self, name):
        """In place of a name that cannot be read: what was expected, and the kind of error."""
        if name in self.upside_down:
            return f"a derivative the other way up ({name} is upside down)", "upside_down"
        return self.operand, "unreadable"

    def refusal(self, name, position):
        """Why a name that can be read and is no symbol is refused; None if it cannot be read."""
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
    found: set[str] = set()
    waiting = list(below.get(node, ()))
    while waiting:
        entry = waiting.pop()
        if entry not in found:
            found.add(entry)
            waiting.extend(below.get(entry, ()))
    return found


# --------------------
# From the characters of a written formula to its tokens: Unicode, LaTeX and plain spellings become one.


BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


_AROUND = re.compile(
    r"\\(begin|end)\s*\{(aligned|align|equation|gather|gathered|split)\*?\}|\\boxed(?![A-Za-z])|&(?=\s*=)"
)


_QUOTES = re.compile(r"^\s*(`+|[\"'“”‘’«»„])(.*?)(`+|[\"'“”‘’«»„])\s*\.?\s*$", re.DOTALL)
_LINE_ENDS = re.compile(r"\\\\(?![A-Za-z])")
_PDV = re.compile(r"\\p?d(?:v|erivative)\s*\{\s*([a-z])\s*\}\s*\{\s*([a-z])\s*\}")
_NABLA = re.compile(r"(?:∂|\\partial)\s*_\s*\{?\s*([a-z])\s*\}?\s*([a-z])(?![A-Za-z_])")
_INDEXED = re.compile(r"(?<![A-Za-z\\_])([a-z])_\{?([a-z])\}?(?![A-Za-z])")


def refuse_bidi(text):
    """Raise UnreadableAnswer at a character that turns the direction of the text: what is seen is not what is read."""
    found = BIDI.search(text)
    if found:
        raise UnreadableAnswer(
            f"Character {found.start() + 1} is an invisible mark that turns the direction of the text, so that what is seen "
            "is not what is read. Type the formula anew.",
            found.start() + 1,
        )


def respelled(text, notation):
    """The same formula in the spelling that is read anyway; the text itself where there is nothing to change."""
    quoted = _QUOTES.match(text)
    plain = quoted[2] if quoted else text
    plain = _LINE_ENDS.sub(" ", _AROUND.sub(" ", plain))
    plain = re.sub(r"\\cfrac(?![A-Za-z])", r"\\frac", plain)
    if notation.has_partials:
        plain = re.sub(r"\\delta(?![A-Za-z])|δ", "∂", plain)
        for pattern, above, below in ((_PDV, 1, 2), (_NABLA, 2, 1), (_INDEXED, 1, 2)):
            plain = pattern.sub(rf"(d\g<{above}>/d\g<{below}>)", plain)
    return plain


def steps_of(text):
    """The formulas that stand between equals signs, without one that stands before the first."""
    yield from (part for part in text.split("=") if part.strip(" $.\t\n"))


SPACES = ["quad", "qquad", "enspace", "thinspace", "displaystyle", "left", "right"]
SPACES += ["mathrm", "mathit", "mathbf", "boldsymbol", "operatorname", "text", "textrm", "rm"]
SPACES += [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]


COMMANDS = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "partial": "d",
}
"""LaTeX commands and the kind of token that each is; those in SPACES change the look of a formula, not what it says."""


GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau "
GREEK += "upsilon phi chi psi omega"
LETTER_OF = {name: chr(0x3B1 + index) for index, name in enumerate(GREEK.split()) if name != "."}
ESCAPED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
"""What Python makes of a backslash and these letters in a string without r: "\frac" begins with a form feed."""
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CLOSING = {"(": ")", "[": "]", "{": "}"}
Token = tuple[str, str, int, int]
"""(kind, value, start, end); a plain tuple for speed. The kinds: number name letter d frac open close superscript
+ - * / ^ = wrapper punctuation unknown end."""
SIGNS = str.maketrans("−–—‐‑‒·⋅∙•‧・⋆∗×✕✖⨯÷∕⁄ˆ", "------************///^")
SAME_MEANING = ("<font>", "<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>")
"""Unicode's names for forms of a character that mean the same: 𝑎, ａ. Raised, lowered and circled ones do not."""


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
    """The tokens of `text`, up to the first character that is none; `names` are the names that may occur."""
    grammar = _grammar(frozenset(names))
    plain = text.translate(_PLAIN)
    tokens: list[Token] = []
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
    """The error that this token of `text` is not what was expected."""
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
        """The token, or the space, that begins at this character."""
        found: re.Match[str] = self.pattern.match(plain, at)
        kind, value = found.lastgroup or "unknown", found.group()
        if kind == "command":
            word = self.mended.get(value, value.lstrip("\\"))
            kind = self.commands[word]
            value = self.spellings[LETTER_OF[word]] if kind == "name" else word
        elif kind == "name":
            value = self.spellings[value]
        elif kind == "sign":
            kind = "^" if value == "**" else value
        return kind, value, at, found.end()


_grammar = lru_cache(maxsize=64)(_Grammar)


def _any(words):
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _spellings(name):
    found = re.fullmatch(r"(.*?)_?\{?([0-9]*)\}?", name, re.DOTALL)
    stem, digits = found.groups() if found else (name, "")
    stems = [stem] + [letter for word, letter in LETTER_OF.items() if stem == word]
    stems += [word for word, letter in LETTER_OF.items() if stem == letter]
    indices = [digits, f"_{digits}", f"_{{{digits}}}", digits.translate(LOWERED)] if digits else [""]
    return [stem + index for stem in stems for index in indices]


# --------------------
# Postfix steps from operands and operators in the order in which they are written (Dijkstra's shunting yard).


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
        """The symbols that occur."""
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
    """Operands go to `steps` at once, operators when one of lower precedence comes."""

    def __init__(self, text, notation):
        self.text, self.notation = text, notation
        self.steps: list[tuple[str, Any]] = []
        self.operators: list[Any] = [_Group(0, "(", "", ("end", "", 0, 0), "")]
        self.highest = [1]
        self.last_power, self.tower = 1, 0

    def push(self, step):
        """An operand of one step."""
        self.last_power = 1
        self.steps.append(step)

    def push_number(self, digits):
        """A whole or decimal number, exactly."""
        if len(digits) < 10 and digits.isdigit():
            self.push(("number", (int(digits), 1)))
            return
        whole, _, decimals = digits.partition(".")
        self.push(("number", (whole_number(whole + decimals), 10 ** len(decimals))))

    def push_operator(self, symbol, token, following):
        """A binary operator, of which `following` begins the right operand, or the sign "negate"."""
        precedence = PRECEDENCE[symbol]
        if symbol == "negate":
            self.operators.append((precedence, symbol))
        elif symbol == "^":
            self._push_power(token, following)
        else:
            self.apply_down_to(precedence)
            self.operators.append((precedence, symbol) if symbol != "/" else self._pending(precedence, "/", following))

    def push_fraction(self, following):
        """The line of a fraction, of which `following` begins the denominator; `end_fraction` ends it."""
        self.operators.append(self._pending(0, "/", following))

    def end_fraction(self):
        """The denominator is complete."""
        fraction = self.operators.pop()
        self._apply(fraction)
        self.last_power = max(self.last_power, fraction.left_power)

    def raise_by_superscript(self, token):
        """A power in raised digits, which belongs to the operand completed last."""
        written = token[1].translate(AS_POWER)
        digits = written.lstrip("+-").lstrip("0")[:5] or "0"
        self._raise_last(-int(digits) if written[0] == "-" else int(digits), self.last_power, token)

    def open(self, token, part = ""):
        """An opening bracket."""
        if len(self.highest) > DEEPEST:
            raise self.error(token, f"no further bracket (at most {DEEPEST} inside one another)", "too_deep")
        self.highest.append(1)
        self.operators.append(_Group(0, "(", CLOSING[token[1][-1]], token, part))

    def close(self, token):
        """A closing bracket; returns its part in a fraction."""
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
        """The whole, which `token` ends."""
        self.apply_down_to(1)
        if len(self.operators) > 1:
            raise self._unclosed(token)
        return Expression(tuple(self.steps))

    def apply_down_to(self, precedence):
        """Applies the waiting operators that bind at least as tightly as this."""
        operators = self.operators
        while operators[-1][0] >= precedence:
            self._apply(operators.pop())

    def error(self, token, expected, kind = "unreadable"):
        """The error that this token is not what was expected."""
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
"""Values are worked out up to this size: far more than any power or divisor that is admitted, and quickly done."""
TOO_LARGE = inf
CHUNK = 4_000
"""Python converts at most 4,300 digits at a time, in a time that grows with their square."""


def whole_number(digits):
    """int(digits), for any number of digits; 0 for none."""
    if len(digits) <= CHUNK:
        return int(digits or "0")
    value = 0
    for start in range(0, len(digits), CHUNK):
        chunk = digits[start : start + CHUNK]
        value = value * 10 ** len(chunk) + int(chunk)
    return value


def constant(steps):
    """The exact value of postfix steps; None if symbols occur or it is undefined, TOO_LARGE beyond MOST_BITS."""
    stack: list[Any] = []
    for kind, value in steps:
        if kind == "symbol":
            return None
        if kind == "number":
            result: Any = value[0] if value[1] == 1 else _fraction(*value)
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
# One partial derivative among the tokens: dv/da, ∂v/∂a, (dv)/(da), \frac{\partial v}{\partial a}, d v / d a.


MAX_BRACKETS = 2
"""Brackets around `dv` that are looked through, as in \\frac{(dv)}{(da)}."""


class Mismatch(Exception):
    """What was tried as a partial derivative is none, from `token` on; `begun` if its upper half is one."""

    def __init__(self, token, expected):
        self.token, self.expected, self.begun = token, expected, False


def may_begin_partial(tokens, at):
    """A glance ahead, cheap and never wrongly False: does a `d` come soon enough?"""
    kind = tokens[at][0]
    if kind in ("open", "frac"):
        return "d" in [ahead[0] for ahead in tokens[at + 1 : at + 2 + MAX_BRACKETS]]
    return kind == "d"


def partial_at(tokens, at):
    """The name of the partial derivative that begins at token `at`, as "dv/da", and the place behind it."""
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
    closings: list[str] = []
    while tokens[at][0] == "open" and len(closings) < MAX_BRACKETS and not _is_bracketed(tokens, at):
        closings.append(CLOSING[tokens[at][1][-1]])
        at += 1
    at = _one(tokens, at, ("d",), "d or ∂")[1]
    variable, at = _one(tokens, at, ("name", "letter"), "a variable after d or ∂")
    for closing in reversed(closings):
        if tokens[at][1][-1:] != closing:
            raise Mismatch(tokens[at], closing)
        at += 1
    return variable[1], at


def _one(tokens, at, kinds, expected):
    bracketed = _is_bracketed(tokens, at)
    found = tokens[at + bracketed]
    if found[0] not in kinds:
        raise Mismatch(found, expected)
    return found, at + 1 + 2 * bracketed


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
# What may stand around a written formula and is passed over: $…$, \( \), `=`, `dv/dw =`, a trailing full stop.


WRAPPERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
LONGEST_NAME = 40
"""How many tokens a name before `=` may take; a bound on the search."""


def unwrapped(tokens, text, own_name):
    """The tokens of the formula itself, with the token that ended it as the last."""
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
"""How many formulas may stand between equals signs."""
BEGINS_OPERAND = frozenset(("number", "name", "letter", "d", "frac", "open"))


def read_expression(text, notation, own_name = ""):
    """The formula that `text` spells; an `=` before it, or `own_name` and `=`, is passed over."""
    if len(text) > MAX_LENGTH:
        expected = f"the end (an answer has at most {MAX_LENGTH:,} characters)"
        raise UnreadableAnswer.at(MAX_LENGTH + 1, text[MAX_LENGTH], expected, "too_long")
    refuse_bidi(text)
    try:
        return _Reader(text, notation, own_name).read()
    except (UnreadableAnswer, Evaluated) as first:
        if first.kind == "other_name":
            raise
        return _read_otherwise(text, notation, own_name, first)


def _read_otherwise(text, notation, own_name, first):
    plain = respelled(text, notation)
    try:
        return _Reader(plain, notation, own_name).read()
    except (UnreadableAnswer, Evaluated):
        return _last_step(plain, notation, own_name, first)


def _last_step(text, notation, own_name, first):
    parts = list(steps_of(text.strip().strip("$")))
    if not 1 < len(parts) <= MOST_STEPS:
        raise first
    found = []
    for i, part in enumerate(parts):
        try:
            found.append(_Reader(part, notation, "").read())
        except (UnreadableAnswer, Refused):
            if i == len(parts) - 1 or i or not _is_name(part, notation, own_name):
                raise first from None
    if any(_values(one) != _values(found[-1]) for one in found[:-1]):
        raise UnreadableAnswer(
            "The steps on both sides of an equals sign differ: write the result alone, or correct them.",
            first.position,
        )
    return found[-1]


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
        """The whole."""
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
            self.tokens[self.at] = (
                kind,
                value[1:],
                start + 1,
                end,
            )
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
# One call of a student's function, and everything about it that a verdict may depend on.


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


def observe_variable(namespace, name):
    """Look at `namespace[name]`; None and `...` are values, an undefined name is missing."""
    if name not in namespace:
        return Observation("missing")
    return Observation("returned", value=plain(namespace[name]))


def read_variable(ask, namespace, endless):
    """Return what the variable that `ask` names shows; it takes no time and changes nothing."""
    return observe_variable(namespace, ask["name"]), ""


PRINTED = "printed"


def gives_nothing(seen):
    """Return whether a call or a variable shows no value at all."""
    return seen.outcome == "missing" or (seen.outcome == "returned" and (seen.value is None or seen.value is Ellipsis))


def namesake(name, defined, asked):
    """Return the name among `defined` under which `name` may have been written; "" if none is like it."""
    others = [one for one in defined if one != name and one not in asked and not one.startswith("_")]
    for like in (_same_letters, _abbreviates, _one_typo):
        for one in others:
            if like(name, one):
                return one
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


def describe_error(error):
    """Type and text of an exception, each cut to a length that a report can hold."""
    try:
        text = str(error)
    except Exception:
        text = ""
    return {"error": type(error).__name__[:80], "message": text[:300]}


def student_line(error):
    """The deepest line of the student's own code in the error's traceback: "cell 3, line 2: return z + w"."""
    for frame, number in student_frames(error):
        name = frame.f_code.co_filename
        text = linecache.getline(name, number).strip()[:120]
        return f"{_place(name)}line {number}: {text}".rstrip(": ")
    return ""


def student_frames(error):
    """The frames of the student's own code in the error's traceback, with their lines, the deepest first."""
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
# Quiz answers as students type them: a letter, letters, a number, a short text, a formula.


LONGEST_ANSWER = 1_000
"""Characters of a letter, a number or a short text; a formula has a limit of its own."""
MOST_LETTERS = 100
"""Items of an answer that is several letters."""


class NotAnswered(ValueError):
    """The answer is still `...`, None or empty."""

    verdict = "missing"

    def __init__(self):
        super().__init__("this question is not answered yet.")


class WrongType(ValueError):
    """The answer is of a type that this kind of question does not take."""

    verdict = "type"

    def __init__(self, expected, value):
        super().__init__(f"The answer should be {expected}, got {_described(value)}.")


def read_choice(value, options):
    """One of the letters in `options`, from "c", "C", " c ", "c)", "(c)", ["c"] or {"c"}."""
    options = tuple(options)
    expected = f'one letter, such as "{options[0]}"'
    letters = _letters(value, options, expected)
    if len(letters) != 1:
        raise WrongType(expected, value)
    return letters.pop()


def read_choices(value, options):
    """A set of the letters in `options`, from {"a", "d"}, ["a", "d"], "ad" or "a, d"; the empty set is an answer."""
    options = tuple(options)
    return frozenset(_letters(value, options, f'a set of letters, such as {{"{options[0]}", "{options[-1]}"}}'))


def read_number(value):
    """A finite number: int, float, NumPy scalar, one-element array, or a string such as "0.25", "1/4", "1e-3", "0,25"."""
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
    """The letters and digits of a short text, without case, accents, article and ending (see `normal_words`)."""
    _check_answered(value)
    if not isinstance(value, str):
        raise WrongType('a short text, such as "gradient"', value)
    words = normal_words(value)
    if not words:
        raise UnreadableAnswer("There is no letter and no digit in this text.")
    return "".join(words)


def read_symbolic(value, notation, own_name = ""):
    """A formula in the notation's symbols; raises Refused too (see read_expression)."""
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
        return _letters_in(value, options)
    if isinstance(value, dict) and not value:
        return set()
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise WrongType(expected, value)
    if len(value) > MOST_LETTERS:
        raise UnreadableAnswer(f"This answer is too long: at most {MOST_LETTERS} letters are read.")
    items = [item for item in value if not _is_blank(item)]
    if value and not items:
        raise NotAnswered
    if not all(isinstance(item, str) for item in items):
        raise WrongType(expected, value)
    return set().union(*(_letters_in(item, options) for item in items))


def _letters_in(text, options):
    _check_answered(text)
    plain = unicodedata.normalize("NFKC", text).lower()
    pasted = re.fullmatch(r"\s*(?:\(?([a-z])[).:]|([a-z])\s*[-–—]\s)(.*)", plain, re.DOTALL)
    if pasted and _is_prose(pasted[3], options):
        plain = pasted[1] or pasted[2]
    plain = re.sub(r"\band\b|[\W_]", " ", plain)
    letters = {letter for word in plain.split() for letter in word}
    unknown = sorted(letters - set(options))
    if unknown or not letters:
        found = f"`{unknown[0]}` is none of the options" if unknown else "There is no letter here; the options are"
        raise UnreadableAnswer(f"{found} {', '.join(options)}.")
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
    found = constant(read_expression(text, Notation(symbols=())).steps)
    if found is None:
        raise UnreadableAnswer("The answer divides by 0; a number was expected.")
    return found


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
    """The words of a text without case, accents, hyphens, punctuation, a leading article and a trailing ending."""
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
# One expectation against one observation: missing → raises → type → shape → finite → values; the first that fails.


NotAccepted = (NotAnswered, WrongType, UnreadableAnswer, Refused)
"""What reading may raise; each has a `verdict` and, as its text, a sentence for the student."""


def read_written(expect, value):
    """The expression in the string `value`, in the symbols of the expectation's notation."""
    if value is None or value is Ellipsis or (isinstance(value, str) and not value.strip(" .…\t\r\n")):
        raise NotAnswered
    if not isinstance(value, str):
        raise WrongType('a string, such as r"…"', value)
    return read_expression(value, Notation.from_data(expect["notation"]), expect.get("own_name", ""))


def read_quiz(expect, value):
    """The quiz answer in `value`, in the canonical form of its kind: choice, choices, number, text or expression."""
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
    "output": "returned or wrote more than the limit",
    "crash": "ended the Python process",
    "protocol": "disturbed the channel to the grader",
}


Kind = Callable[[Expectation, Any, str, bool], None]


def compare(
    expect,
    seen,
    name,
    *,
    transposed = False,
    kinds = None,
):
    """Judge `seen`, the outcome of a call of `name`."""
    known = {**KINDS, **(kinds or {})}
    alternatives = [expect, *expect.get("or", ())]
    findings = [_all_of(alternative, seen, name, transposed, known) for alternative in alternatives]
    return next((finding for finding in findings if finding.right), findings[0])


def _all_of(expect, seen, name, transposed, kinds):
    try:
        for one in [expect, *expect.get("and", ())]:
            _judge(one, seen, name, transposed, kinds)
    except Wrong as wrong:
        return wrong.finding
    return RIGHT


def _judge(expect, seen, name, transposed, kinds):
    if expect["kind"] == "raises":
        _judge_raises(expect, seen, name)
    else:
        _returned(seen, name, expect)
        value = _item(expect, seen.value, name) if "item" in expect else seen.value
        kinds[expect["kind"]](expect, value, label_of(expect, name), transposed)
        if expect.get("quiet"):
            _quiet(seen, name)
    if expect.get("untouched") and seen.changed:
        changed = seen.changed_name.removeprefix("its argument ") or "its argument"
        raise Wrong("wrong", f"{name} modified {changed}; it must leave it unchanged.")


def _quiet(seen, name):
    loud = [category for category in seen.warnings if category not in NOT_ABOUT_NUMBERS]
    if loud:
        told = seen.warned if loud[0] == "RuntimeWarning" and seen.warned else f"a {loud[0]}"
        raise Wrong("wrong", f"{name} triggered {told}. It should run without warnings.")


def label_of(expect, name):
    """How a person names the value that the expectation looks at."""
    if "item" not in expect:
        return name
    key = expect["item"]
    names = re.search(r"\((.+)\)$", str(expect.get("of", "")))
    if isinstance(key, str) or names is None or key >= len(ORDINALS):
        return f"{name}[{key!r}]".replace("'", '"')
    return f"{names[1].split(', ')[key]}, the {ORDINALS[key]} value that {name} returns,"


def _returned(seen, name, expect):
    if gives_nothing(seen):
        if "answer" in expect:
            raise Wrong("missing", f"{name} is not answered yet.")
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


def _judge_raises(expect, seen, name):
    if seen.outcome != "raised":
        _returned(seen, name, expect)
        raise Wrong(
            "wrong",
            f"{name} hides an exception of the function it was given: let it propagate to the caller.",
        )
    if seen.error != expect["error"]:
        raise Wrong(
            "error", f"{name} raised {seen.error}, not the exception of the function it was given.", seen.message
        )


def _item(expect, value, name):
    key, whole = expect["item"], expect["of"]
    if isinstance(key, str):
        if not isinstance(value, dict):
            raise Wrong("type", f"{name} returned {describe(value)}, expected {whole}.")
        if key not in value:
            raise Wrong(
                "missing", f'The dictionary that {name} returns has no key "{key}"{_near_key(key, value, whole)}.'
            )
        found = value[key]
    else:
        if (
            not isinstance(value, (tuple, list))
            or len(value) != (expect.get("size") or len(value))
            or len(value) <= key
        ):
            raise Wrong("type", f"{name} returned {describe(value)}, expected {whole}.")
        found = value[key]
    if found is None or found is Ellipsis:
        raise Wrong("missing", f"{label_of(expect, name)} has no value yet.")
    return found


def _near_key(key, value, whole):
    for outer, inner in value.items():
        if isinstance(inner, dict) and key in inner:
            return f', but the entry "{outer}" holds a dictionary that has it: return one dictionary'
    strings = [other for other in value if isinstance(other, str)]
    other = namesake(key, strings, re.findall(r'"([^"]+)"', whole)) or next(
        (one for one in strings if _letters_of(one) == _letters_of(key)), ""
    )
    return f', but it has "{other}": spell the key "{key}"' if other else f"; expected {whole}"


def _letters_of(key):
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _judge_readable(expect, value, label, transposed):
    try:
        (read_quiz if expect["kind"] == "answered" else read_written)(expect, value)
    except NotAccepted as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


KINDS: dict[str, Kind] = {
    "answered": _judge_readable,
}


# --------------------
# The public checks, run against the names of a notebook or of a file: `check("q2_sigmoid")`.


Namespace = dict[str, Any]


def check(question, namespace = None):
    """Run the public checks of one question against the names in `namespace`; by default the caller's."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    found = question_named(question)
    if found is None:
        names = ", ".join(one["id"] for one in questions())
        raise ValueError(f"There is no question {question!r} here; the questions are {names}.")
    calls = Calls(namespace)
    return traced(checked(found, calls), calls)


def require(namespace, question):
    """Raise AssertionError, with what is to be read as its message, unless that question's public checks pass."""
    found = check(question, namespace)
    if found.right:
        return
    if found.blank:
        raise AssertionError(found.wrong[0].finding.sentence)
    count = f"{len(found.parts) - len(found.wrong)} of {len(found.parts)} parts are right."
    raise AssertionError("\n".join([count, *full_text(found).splitlines()[1:]]))


def checked(question, calls):
    """Return what the public cases of a question find."""
    if question["by_hand"]:
        return Checked(question["id"], question["title"], (), NOTES["by hand"](question["id"], calls.namespace))
    calls.changed = ""
    cases = [
        (part, [(case["ask"], from_json(case["expect"])) for case in part["cases"]])
        for part in question["parts"]
        if part["cases"]
    ]
    transposed = _transposed([case for _, part in cases for case in part], calls)
    parts = [_part(part, found, calls, transposed and part["transpose_counts"]) for part, found in cases]
    about_arguments = any(part["about_arguments"] for part in question["parts"])
    note = "" if about_arguments else calls.changed
    reads_only = all(part["reads_only"] for part in question["parts"])
    return Checked(question["id"], question["title"], tuple(parts), note, tuple(question["hints"]), reads_only)


def traced(found, calls):
    """Return `found` with the function of an earlier question that it calls and that fails its own check, if any."""
    if found.blank or not any("arguments" in part.ask for part in found.wrong):
        return found
    earlier = takewhile(lambda question: question["id"] != found.id, questions())
    names = [part.ask["name"] for part in found.wrong]
    return replace(found, origin=ORIGINS["call"](names, earlier, calls.namespace, lambda one: checked(one, calls)))


def _part(part, cases, calls, transposed):
    for ask, expect in cases:
        seen = calls(ask)
        finding = compare(expect, seen, ask["name"], transposed=transposed)
        if not finding.right:
            return CheckedPart(part["name"], finding, ask, expect, seen.value, seen.line, transposed)
    return CheckedPart(part["name"], RIGHT, *cases[0])


ASKS = {
    "read": read_variable,
}


ORIGINS = {
}
NOTES = {
}


class Calls:
    """What each ask showed. The same ask is made once, within a limit of time; a function that goes on endlessly is not …"""

    def __init__(self, namespace):
        self.namespace = namespace
        self.changed = ""
        self._seen: dict[str, tuple[Observation, str]] = {}
        self._endless: dict[str, str] = {}

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
        of_them = [
            one for one, value in self.namespace.items() if callable(value) == (way == "call") and value is not None
        ]
        return namesake(name, of_them, asked_names())


def _transposed(cases, calls):
    told = []
    for ask, expect in cases:
        shape: tuple[int, ...] = np.shape(expect.get("value", 0.0)) if expect["kind"] in ("matrix", "shape") else ()
        if len(shape) == 2 and shape[0] != shape[1]:
            told.append(np.shape(_numeric(calls(ask).value)) == shape[::-1])
    return bool(told) and all(told)


def _numeric(value):
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None


class Grader:
    """`grader.check("q2_sigmoid")` shows a panel; `grader.check_all()` lists every question."""

    def __init__(self):
        self._notebook: Any = None

    def check(self, question, global_env = None):
        """Run the public checks of one question against the notebook's names."""
        return check(question, sys._getframe(1).f_globals if global_env is None else global_env)

    def check_all(self):
        """Print a line for each question as soon as it is judged, and what is still to do."""
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
    """Print each question's line as soon as it is judged, then the summary; return the results, in `results` too."""
    results = [] if results is None else results
    calls, width = Calls(namespace), max(len(one["id"]) for one in questions())
    for question in questions():
        terminal.progress(question["id"])
        found = checked(question, calls)
        results.append(found)
        state, color, more = status(found)
        terminal.clear()
        terminal.print(f"  {found.id:<{width}}  {terminal.colored(f'{state:<8}', color)} {more}".rstrip())
    terminal.print(summary(results))
    return results


grader = Grader()


# --------------------
# Cells of ours that call a student's functions, whatever these do: `with needs("dy_dW0", "forward"): …`.


IN_NOTEBOOK = "Type your prediction in the cell above first (any guess counts), run it, then run this cell again."
IN_FILE = "Type your prediction above line {line} first (any guess counts), then run the experiments again."
_predicted: list[Any] = []


def reconcile(prediction, fact):
    """Print what was predicted beside what came out; the first time, only after a prediction."""
    if prediction is ... and not _predicted:
        in_file = "__file__" in sys._getframe(1).f_globals
        print(IN_FILE.format(line=sys._getframe(1).f_lineno) if in_file else IN_NOTEBOOK)
        return
    if prediction is not ...:
        _predicted.append(prediction)
    print("you predicted:", "nothing" if prediction is ... else prediction)
    print("it came out:  ", fact)


# --------------------
# What `python NAME.py` prints: a line for each question as soon as it is judged, then the first that fails, explained.


HELP = """\
python {name}                 runs the public checks and explains the first question that fails
python {name} {q}              explains question {q}
{hint}python {name} experiments     runs the experiments between the questions as well
python {name} --help          shows this text"""
HINT_HELP = """\
python {name} hint {q}         shows a hint for {q}; run it again with a number for the next: hint {q} 2
"""
STOPPED = 130


def main(path, namespace, words = None):
    """Run what the words on the command line ask for."""
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
        return _unknown(terminal, words[chosen.index(None)])
    if chosen:
        found = [_explained(question, namespace) for question in chosen if question]
        terminal.print("\n\n".join(map(full_text, found)))
        return 0 if all(one.right for one in found) else 1
    return _all(terminal, name, namespace)


def _all(terminal, name, namespace):
    results: list[Checked] = []
    run_all(terminal, namespace, results)
    judged = [one for one in results if one.parts]
    failing = next((one for one in judged if not one.right and not one.blank), None)
    failing = failing or next((one for one in judged if not one.right), None)
    if failing is None:
        reads_only = all(one.reads_only for one in judged)
        more = "" if reads_only else f"Everything that can be checked here passes. {MORE} "
        terminal.print("\n" + wrapped(f"{more}When you are done, hand in {name}."))
        return 0 if all(one.right for one in results) else 1
    question = question_named(failing.id)
    terminal.print("\n" + full_text(_explained(question, namespace) if question else failing))
    terminal.print(f"\nNext: work on {failing.id} in {name}, save it, and run  python {name}")
    return 1


def _explained(question, namespace):
    calls = Calls(namespace)
    return traced(checked(question, calls), calls)


def _unknown(terminal, word):
    terminal.print(f"There is no question {word!r} here; there are {known()}.")
    return 2


SUBCOMMANDS = {
}


def stopped_inside(error):
    """Return where a student's code was when Ctrl-C came: "dy_dW0, line 534"; "" if it was not running."""
    for frame, number in student_frames(error):
        if frame.f_code.co_name != "<module>":
            return f"{frame.f_code.co_name}, line {number}"
    return ""


# --------------------
# `python public_checks.py`: check NAME.py even when Python itself refuses to start it, and say why it does.


DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def start(words):
    """Run NAME.py, the file of this assignment, and its checks."""
    terminal = Terminal(sys.stdout)
    named = words and words[0].endswith(".py")
    path = Path(words[0] if named else f"{assignment()['assignment']}.py")
    code, problem = _compiled(path)
    if problem:
        terminal.print(wrapped(problem))
    if code is None:
        return 2
    sys.argv = [str(path), *words[1 if named else 0 :]]
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(path)}
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
        (found[1].decode() for line in data.splitlines()[:2] if (found := DECLARED.match(line))), "utf-8-sig"
    )
    try:
        return data.decode(declared), ""
    except (UnicodeDecodeError, LookupError):
        sentence = f"{name} is saved in a Windows encoding, and Python expects UTF-8: save it again as UTF-8 (in most editors under Save As or Encoding)."
        return data.decode("cp1252", "replace"), sentence


def _syntax(error, name):
    if isinstance(error, TabError):
        return f"Line {error.lineno} of {name} mixes tabs and spaces, so Python cannot start the file. Indent with spaces only: most editors can convert tabs to spaces."
    text = f": {error.text.strip()[:80]}" if error.text else ""
    return f"Python cannot start {name}: {error.msg} in line {error.lineno}{text}. Fix that line and run this again."


MOVE = (
    "Python stops a file there, and the lines below it were not read. If that line is an experiment of your own, "
    "indent it under `if EXPERIMENTS:`; it then runs with `python {name} experiments` and with nothing else."
)


EXPERIMENT = (
    "Python stops a file there, and the lines below it were not read. If the line belongs to an experiment, run "
    "`python {name}` without the word `experiments`: then no experiment runs, and all of the file is checked."
)


def judge_what_is_there(path, namespace):
    """Let an exception that ends the file at `path` be followed by the checks of what the file defined until then."""

    def stopped(kind, error, trace):
        sys.excepthook = sys.__excepthook__
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            terminal = Terminal(sys.stdout)
            terminal.print(_sentences(path, error))
            main(path, namespace)

    sys.excepthook = stopped


def _sentences(path, error):
    name, told = typed(path), describe_error(error)
    number = next(
        (number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_name == "<module>"), 0
    )
    line = linecache.getline(path, number).rstrip()
    inside = line != line.lstrip()
    advice = (EXPERIMENT if inside else MOVE).format(name=name)
    raised = f"  {told['error']}: {told['message']} ({student_line(error)})"
    stopped = f"{name} stopped at line {number}: {line.strip()[:120]}"
    return "\n".join(map(wrapped, [stopped, raised, advice, "Here is the check of what comes before that line:"]))


if __name__ == "__main__":
    import public_checks  # under its own name, as every other file knows it

    sys.exit(public_checks.start(sys.argv[1:]))
