"""Dataclasses in which a question is declared: parts, cases, slips, variants and experiments.

The public checks, the hidden tests, the diagnosis of slips and the proof of the grader are all derived from one
declaration. This module is independent of any particular assignment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions.vocabulary import Vocabulary

if TYPE_CHECKING:
    from autograder.questions.domain import Domain


@dataclass(frozen=True, eq=False)
class Mark:
    """A place in the stream of a `Draw`: `held` if a number is held back that belongs to no later word.

    `count` orders the marks of one draw.
    """

    key: np.ndarray
    position: int
    held: bool
    count: int


class Draw:
    """Random numbers for cases, reproducible from the given words on every machine and NumPy version.

    RandomState is used because NumPy has frozen its streams; those of Generator may change (NEP 19).
    """

    def __init__(self, *words: str) -> None:
        self._words = words
        digest = hashlib.sha256("\0".join(words).encode()).digest()
        self._state = np.random.RandomState(np.frombuffer(digest, "<u4"))
        self._word = self._state._bit_generator.random_raw  # 32 bits of the same stream
        self._marks = 0

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that the numbers are derived from."""
        return self._words

    def shared(self) -> Draw:
        """Return the draw that all parts of the question share, so that parts can share calls.

        The last word, which is dropped, is the part's name (see judge/cases.py).
        """
        return Draw(*self._words[:-1])

    def mark(self) -> Mark:
        """Return the present place in the stream."""
        self._marks += 1
        state: dict[str, Any] = self._state.get_state(legacy=False)
        return Mark(state["state"]["key"], state["state"]["pos"], bool(state["has_gauss"]), self._marks)

    def skip(self, words: int) -> None:
        """Pass over this many words of 32 bits."""
        self._word(words, False)

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Return standard normal draws of this shape, times `scale`."""
        return self._state.standard_normal(shape) * scale

    def uniform(self, low: float, high: float, *shape: int) -> Any:
        """Return uniform draws from [low, high), or a single float if no shape is given."""
        return low + (high - low) * (self._state.random_sample(shape) if shape else float(self._state.random_sample()))

    def integers(self, low: int, high: int, *shape: int) -> Any:
        """Return integers from low to high − 1, or a single int if no shape is given.

        Up to 32 bits, `randint` masks a word of the stream until it is in the range. Doing so here gives the same
        numbers at a tenth of the cost.
        """
        last = high - low - 1
        if not shape and 0 <= last < 2**32:
            return int(low + self._below(last))
        if last == 1:
            return (self._word(shape) & 1).astype(np.int64) + low
        return self._state.randint(low, high, shape, dtype=np.int64) if shape else int(self._state.randint(low, high))

    def _below(self, last: int) -> int:
        """Return an integer from 0 to `last`."""
        mask = (1 << int(last).bit_length()) - 1
        value = 0 if not mask else self._word() & mask
        while value > last:
            value = self._word() & mask
        return value

    def choice(self, items: Any) -> Any:
        """Return a random element of `items`."""
        return items[self.integers(0, len(items))]

    def shuffle(self, items: Any) -> None:
        """Shuffle a list or a vector in place."""
        fraction = self._state.random_sample
        for i in range(len(items) - 1, 0, -1):
            j = int(fraction() * (i + 1))
            items[i], items[j] = items[j], items[i]

    def scale(self) -> float:
        """Return a random scale from 0.1 to 10, uniform in its logarithm."""
        return float(10.0 ** self.uniform(-1, 1))


@dataclass(frozen=True)
class Call:
    """One call of a student's function; the arguments are recipes (see checks/arguments.py)."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Read:
    """One read of a student's variable."""

    name: str


@dataclass(frozen=True)
class Case:
    """One test case: a call or read, the expected result, and tags of special inputs such as "dead zone"."""

    ask: Call | Read
    expect: Expectation
    tags: tuple[str, ...] = ()


def no_cases(draw: Draw) -> Iterable[Case]:
    """Return no cases; for a part without public or hidden ones."""
    return ()


@dataclass(frozen=True)
class Part:
    """The smallest unit that earns points: all of its public and hidden cases have to pass.

    Public cases are drawn from a fixed seed, so that student folders do not depend on the course key; hidden cases are
    drawn from the key.

    Attributes:
        name: of the part, shown to students.
        points: earned if every case passes.
        public: makes the public cases from a draw.
        hidden: makes the hidden cases from a draw.
        transpose_counts: accept an answer that is the transposed matrix in every case, because another part of the
            question pays for the shape.
        about_arguments: the part is about leaving arguments unchanged.
        reads_only: the public cases check only that an answer can be read, not that it is right.
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
    """A known wrong answer: `code` replaces the solution's definition, `sentence` is the hint for students."""

    id: str
    sentence: str
    code: str


@dataclass(frozen=True)
class Variant:
    """A right answer in another form."""

    id: str
    code: str


@dataclass(frozen=True)
class Experiment:
    """An experiment for students: what to try next, as a sentence and as code.

    It is shown for a failing part. For a recognized slip it is shown only if its result differs visibly from that of a
    right answer. The code runs with the functions that the assignment asks for.

    Attributes:
        text: what to do and what to look at, without formulas of an answer or numbers of a hidden case.
        code: the same in Python; it sets `shown`, the values that a person compares. `formula(answers, **symbols)`
            evaluates written answers.
        parts: the parts that the experiment is about; empty for the whole question.
    """

    text: str
    code: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question, identified by the same id in the notebook, the check, the zip and the report.

    Attributes:
        id: such as "q8_hidden_weights".
        title: for people.
        parts: empty for a question graded by hand.
        owns: the names that the student defines, mapped to the reference functions or values.
        slips: known wrong answers.
        variants: right answers in other forms.
        experiment: what to try if an answer is wrong in an unknown way.
        hand_points: of a question graded by hand.
        needs: the questions whose functions the solution calls; a course that omits one has to omit this one, too.
        domains: for each function, the valid arguments; see domain.py.
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
        """Return the sum of the parts' points, rounded so that 7 points in six parts are not 7.000000000000001."""
        return self.hand_points if self.by_hand else round(sum(part.points for part in self.parts), 6)


@dataclass(frozen=True)
class Assignment:
    """A set of questions under the name of the folder, the notebook, the stub and the zip.

    Attributes:
        name: such as "chain_rule".
        title: for people.
        questions: in the order of the notebook.
        vocabulary: by function, the quantities that a wrong answer may be composed of.
        experiments: by question, what a student may try next, in the order in which it is shown.
        due: set by the course.
        late_due: set by the course.
        omitted: ids of the questions that the course leaves out.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    vocabulary: Mapping[str, Vocabulary] = field(default_factory=dict)
    experiments: Mapping[str, tuple[Experiment, ...]] = field(default_factory=dict)
    due: datetime | None = None
    late_due: datetime | None = None
    omitted: tuple[str, ...] = ()

    def question(self, question_id: str) -> Question:
        """Return the question of that id.

        Raises:
            KeyError: the assignment has no such question.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(question.id for question in self.questions)

    @property
    def owner(self) -> dict[str, str]:
        """Return the id of the question that owns each name."""
        return {name: question.id for question in self.questions for name in question.owns}


def identity(
    truth: str,
    notation: Mapping[str, Any],
    key: str,
    *,
    own_name: str = "",
    paths: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> Expectation:
    """Expect an expression identical to `truth`, compared at points drawn from `key`.

    Args:
        truth: the answer, in the symbols of `notation`.
        notation: the symbols and spellings that an answer may use.
        key: the seed of the points.
        own_name: a name that an answer may begin with, followed by an equals sign.
        paths: by node, the terms whose sum is `truth`; used to recognize a missing path.
        definitions: formulas that may replace a symbol.
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
    """Expect the right answer of a quiz question.

    Args:
        reader: how to read it: the kind under "answer", with "options" or a "notation".
        right: a letter, a set of letters, a number, a text or an expression.
        known: wrong answers that are recognized.
        accepted: further texts that count as right.
        tolerance: absolute, for a number.
        key: the seed of the points at which expressions are compared.
    """
    data = {"right": right, "known": list(known), "accepted": list(accepted), "tolerance": tolerance, "key": key}
    return {"kind": "quiz", **reader, **data}
