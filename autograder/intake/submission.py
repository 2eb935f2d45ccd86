"""Hold a submission that was read, as plain data for a worker and a judge; or say why it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from autograder.intake.analysis.facts import Facts, from_plain


@dataclass(frozen=True)
class Submission:
    """What a student handed in, ready for a worker.

    Attributes:
        main: the name of the main file.
        kind: "notebook" or "script".
        cells: sources of the code cells; a script is one cell. Cells of the hand-out that nothing depends on are empty.
        files: modules and data beside the main file, the student's own and the hand-out's, by name.
        written: answers in words by question id.
        sha256: hash of code, own files and answers; neither file names nor outputs change it.
        notes: sentences for the student about how the submission was read.
        needs_review: whether a person should look at the whole submission.
        brief: numbers of the cells that no answer seems to need.
        made_by_running: questions in words whose answer is the final value of a variable.
        unattributed: prose that belongs to no question.
        pictures: data URIs by question id; those of unattributed prose under "".
        elsewhere: by name, where a definition is that never runs.
        attempted: by name, where a definition is that should run.
        coroutines: where each name is defined by `async def`, which no caller of the grader awaits.
        rebound: where the name of a function is set to something else after its definition.
        doubt: why a person should look at every question that is not right.
        doubtful_words: sentences by question in words whose answer may be in another place or cannot be shown.
        analysis: facts about each source of the program, as JSON; "" without an analysis.
    """

    main: str
    kind: str
    cells: tuple[str, ...]
    files: dict[str, bytes]
    written: dict[str, str]
    sha256: str
    notes: tuple[str, ...] = ()
    needs_review: bool = False
    brief: frozenset[int] = frozenset()
    made_by_running: tuple[str, ...] = ()
    unattributed: str = ""
    pictures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    attempted: Mapping[str, str] = field(default_factory=dict)
    coroutines: Mapping[str, str] = field(default_factory=dict)
    rebound: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    doubtful_words: Mapping[str, str] = field(default_factory=dict)
    analysis: str = field(default="", repr=False)

    @cached_property
    def facts(self) -> list[tuple[Facts, ...]]:
        """Return the facts about each source of the program, statement by statement."""
        if not self.analysis:
            return []
        texts, sources = json.loads(self.analysis)
        facts = [from_plain(plain) for plain in texts]
        return [tuple(facts[i] for i in source) for source in sources]

    def for_graders(self) -> dict[str, str]:
        """Return the answers in words together with pictures and unattributed prose.

        Additional keys are `ID pictures`, `unattributed` and `unattributed pictures`.
        """
        shown = dict(self.written)
        for name, pictures in self.pictures.items():
            shown[f"{name or UNATTRIBUTED} {PICTURES}"] = "\n".join(pictures)
        if self.unattributed:
            shown[UNATTRIBUTED] = self.unattributed
        return shown


UNATTRIBUTED, PICTURES = "unattributed", "pictures"


class Unreadable(ValueError):
    """A submission that cannot be read; the text is a sentence for the student.

    Attributes:
        review: whether the submission seems to hold an answer, so that a person should look at it.
    """

    def __init__(self, sentence: str, review: bool = False) -> None:
        super().__init__(sentence)
        self.review = review
