"""What a student handed in, read: plain data, ready for a worker and a judge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from autograder.intake.analysis.facts import Facts, from_plain


@dataclass(frozen=True)
class Submission:
    """What a student handed in, ready for a worker.

    `cells` are the sources of the code cells, for a script one: its whole text; cells of the hand-out that nothing depends
    on are empty, and those that no answer seems to need are, by number, in `brief`. `files` are the modules and data
    beside the main file: the student's own, and the hand-out's. `written` are the answers in words by question id. `sha256` is
    that of code, own files and answers, not of the file handed in: neither a name nor an output changes a verdict.

    Attributes:
        made_by_running: questions in words whose answer is the value that a variable has in the end.
        unattributed: prose that answers no question; pictures: data URIs by question id, "" for the prose of none.
        elsewhere, attempted: names that are defined where nothing runs, and where something should: by name, where.
        coroutines: where each name is defined by `async def`, which no caller of the grader awaits.
        doubt: why a person should look at every question that is not right.
        doubtful_words: questions in words of which an answer may stand elsewhere, or cannot be shown: what to say.
        analysis: what the code says, as JSON of lists of facts, one a source of the program; "" if it was not analysed.
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
    doubt: str = ""
    doubtful_words: Mapping[str, str] = field(default_factory=dict)
    analysis: str = field(default="", repr=False)

    @cached_property
    def facts(self) -> list[tuple[Facts, ...]]:
        """What each source of the program says, statement by statement."""
        if not self.analysis:
            return []
        texts, sources = json.loads(self.analysis)
        facts = [from_plain(one) for one in texts]
        return [tuple(facts[i] for i in source) for source in sources]

    def for_graders(self) -> dict[str, str]:
        """Return the answers in words with what graders see beside them: pictures, and prose of no question.

        The names of these are no question's: `q12_dead_zones pictures`, `unattributed`, `unattributed pictures`.
        """
        shown = dict(self.written)
        for name, pictures in self.pictures.items():
            shown[f"{name or UNATTRIBUTED} {PICTURES}"] = "\n".join(pictures)
        if self.unattributed:
            shown[UNATTRIBUTED] = self.unattributed
        return shown


UNATTRIBUTED, PICTURES = "unattributed", "pictures"
