"""The vocabulary in which a question is declared: parts, cases, slips and variants, once.

From a declaration come the public checks, the hidden tests, the diagnosis of a slip and the proof of the grader. Nothing
here knows what the questions are about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions.experiments import Experiment
from autograder.questions.vocabulary import Vocabulary

if TYPE_CHECKING:
    from autograder.questions.domain import Domain


class Draw:
    """Random numbers for cases: the same on every machine and under every NumPy version, for the same words.

    NumPy freezes the streams of RandomState for good; those of Generator may change (NEP 19).
    """

    def __init__(self, *words: str) -> None:
        self._words = words
        digest = hashlib.sha256("\0".join(words).encode()).digest()
        self._state = np.random.RandomState(np.frombuffer(digest, "<u4"))

    @property
    def words(self) -> tuple[str, ...]:
        """What the numbers derive from."""
        return self._words

    def shared(self) -> Draw:
        """The draw that all parts of the question share: parts that look at one result then share its calls.

        The last word is the part's name (see judge/cases.py).
        """
        return Draw(*self._words[:-1])

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Standard normal draws times `scale`, of this shape."""
        return self._state.standard_normal(shape) * scale

    def uniform(self, low: float, high: float, *shape: int) -> Any:
        """Uniform draws from [low, high); a float without a shape."""
        return low + (high - low) * (self._state.random_sample(shape) if shape else float(self._state.random_sample()))

    def integers(self, low: int, high: int, *shape: int) -> Any:
        """Integers from low to high − 1; an int without a shape."""
        return self._state.randint(low, high, shape, dtype=np.int64) if shape else int(self._state.randint(low, high))

    def choice(self, items: Any) -> Any:
        """One of `items`."""
        return items[self.integers(0, len(items))]

    def shuffle(self, items: Any) -> None:
        """Put a list or a vector into a random order, in place."""
        for i in range(len(items) - 1, 0, -1):
            j = int(self._state.random_sample() * (i + 1))
            items[i], items[j] = items[j], items[i]

    def scale(self) -> float:
        """A random scale from 0.1 to 10, uniform in its logarithm."""
        return float(10.0 ** self.uniform(-1, 1))


@dataclass(frozen=True)
class Call:
    """One call of a student's function; the arguments are recipes (see checks/arguments.py)."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Read:
    """One look at a student's variable."""

    name: str


@dataclass(frozen=True)
class Case:
    """What is asked, what is expected, and in which way the inputs are special: "dead zone", "h = 1", "integers"."""

    ask: Call | Read
    expect: Expectation
    tags: tuple[str, ...] = ()


def no_cases(draw: Draw) -> Iterable[Case]:
    """For a part without public (or hidden) cases."""
    return ()


@dataclass(frozen=True)
class Part:
    """What points are paid for. It pays when its public and its hidden cases are all right.

    Public cases come from a fixed draw, so that student folders do not depend on the course key; hidden ones from the
    key. With `transpose_counts`, a matrix that is the transpose in every case is judged as its transpose, because another
    part of the question pays for the shape. With `reads_only`, the public cases say whether an answer can be read, and
    nothing of whether it is right.
    """

    name: str
    points: float
    public: Callable[[Draw], Iterable[Case]]
    hidden: Callable[[Draw], Iterable[Case]]
    transpose_counts: bool = False
    about_arguments: bool = False
    reads_only: bool = False


@dataclass(frozen=True)
class Slip:
    """A wrong answer that a TA has seen. `code` replaces the solution's definition; `sentence` is what to say to it."""

    id: str
    sentence: str
    code: str


@dataclass(frozen=True)
class Variant:
    """A right answer, written differently."""

    id: str
    code: str


@dataclass(frozen=True)
class Question:
    """A question: its id is the same word in the notebook, the check, the zip, the report and the commit.

    `owns` maps the names that the student defines to the reference: functions or values. `experiment` is what the gap's
    message proposes to try. A question by hand has no parts, only `hand_points`. `needs` are the questions whose
    functions its solution calls: a course that omits one of those has to omit this one, too. `domains` says for each
    function what may come in; see domain.py.
    """

    id: str
    title: str
    parts: tuple[Part, ...] = ()
    owns: Mapping[str, Any] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()
    variants: tuple[Variant, ...] = ()
    experiment: str = ""
    hand_points: float = 0.0
    needs: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()

    @property
    def by_hand(self) -> bool:
        return not self.parts

    @property
    def points(self) -> float:
        """Rounded as what the parts pay is: a course's 7 points in six parts are 7, not 7.000000000000001."""
        return self.hand_points if self.by_hand else round(sum(part.points for part in self.parts), 6)


@dataclass(frozen=True)
class Assignment:
    """A set of questions; its name is that of the folder, the notebook, the stub and the zip.

    A course fills in its dates and what it omitted.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    # By function: the quantities that a wrong answer may be composed of.
    vocabulary: Mapping[str, Vocabulary] = field(default_factory=dict)
    # By question: what a student may try next, in the order in which it is shown.
    experiments: Mapping[str, tuple[Experiment, ...]] = field(default_factory=dict)
    due: datetime | None = None
    late_due: datetime | None = None
    omitted: tuple[str, ...] = ()

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError without one."""
        return (
            next(q for q in self.questions if q.id == question_id) if question_id in self.ids else _unknown(question_id)
        )

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(question.id for question in self.questions)

    @property
    def owner(self) -> dict[str, str]:
        """Which question owns each name."""
        return {name: question.id for question in self.questions for name in question.owns}


def _unknown(question_id: str) -> Any:
    raise KeyError(question_id)


def identity(
    truth: str,
    notation: Mapping[str, Any],
    key: str,
    *,
    own_name: str = "",
    paths: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> Expectation:
    """An expression identical to `truth`, decided at points drawn from `key`.

    Args:
        truth: the answer, in the symbols of `notation`.
        own_name: an answer may begin with it and an equals sign.
        paths: by node, the contributions whose sum is `truth`; they tell a missing path from another mistake.
        definitions: formulas that may stand for a symbol.
    """
    return {
        "kind": "identity",
        "truth": truth,
        "notation": notation,
        "key": key,
        "own_name": own_name,
        "paths": dict(paths or {}),
        "definitions": dict(definitions or {}),
    }


def quiz_answer(
    reader: dict[str, Any],
    right: Any,
    known: Iterable[Any] = (),
    *,
    accepted: Iterable[str] = (),
    tolerance: float = 0.0,
    key: str = "",
) -> Expectation:
    """The right answer of a quiz question.

    Args:
        reader: how it is read: "answer" is the kind, with "options" or a "notation".
        right: a letter, a set of letters, a number, a text or an expression.
        known: wrong answers that are recognised.
        accepted: further texts that count.
        tolerance: of a number, absolute.
        key: draws the points at which expressions are compared.
    """
    data = {"right": right, "known": list(known), "accepted": list(accepted), "tolerance": tolerance, "key": key}
    return {"kind": "quiz", **reader, **data}
