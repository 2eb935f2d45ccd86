"""A Submission and a Handout as messages: JSON, and the bytes of files as blobs or as numbers of blobs sent before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell
from autograder.intake.submission import Submission

Message = tuple[dict[str, Any], list[bytes]]
_AS_THEY_ARE = ("main", "kind", "written", "sha256", "needs_review", "unattributed", "elsewhere", "attempted", "doubt",
                "doubtful_words", "coroutines")  # fmt: skip


def submission_message(submission: Submission, sent: Sequence[bytes], support: Mapping[str, bytes]) -> Message:
    """Return a submission as a message to someone who holds the files `sent` and the hand-out's `support`."""
    numbers = {id(data): i for i, data in enumerate(sent)}
    blobs = [submission.analysis.encode()]
    files: dict[str, Any] = {}
    for name, data in submission.files.items():
        if support.get(name) is data:
            files[name] = None
        elif id(data) in numbers:
            files[name] = numbers[id(data)]
        else:
            files[name] = -len(blobs)
            blobs.append(data)
    plain = {name: getattr(submission, name) for name in _AS_THEY_ARE}
    plain |= {
        "cells": submission.cells,
        "notes": submission.notes,
        "brief": sorted(submission.brief),
        "made_by_running": submission.made_by_running,
        "pictures": submission.pictures,
        "files": files,
    }
    return plain, blobs


def submission_from(message: Message, sent: Sequence[bytes], support: Mapping[str, bytes]) -> Submission:
    """Return the inverse of `submission_message`.

    Raises:
        ValueError, TypeError, KeyError, IndexError: it is no submission.
    """
    plain, blobs = message
    files = {}
    for name, number in plain["files"].items():
        files[name] = support[name] if number is None else sent[number] if number >= 0 else blobs[-number]
    for name in ("main", "kind", "sha256", "unattributed", "doubt"):
        _expect(plain[name], str)
    for name in ("written", "elsewhere", "attempted", "doubtful_words", "coroutines"):
        for item in (*_expect(plain[name], dict), *plain[name].values()):
            _expect(item, str)
    return Submission(
        **{name: plain[name] for name in _AS_THEY_ARE},
        cells=_texts(plain["cells"]),
        notes=_texts(plain["notes"]),
        brief=frozenset(_expect(number, int) for number in plain["brief"]),
        made_by_running=_texts(plain["made_by_running"]),
        pictures={_expect(name, str): _texts(those) for name, those in plain["pictures"].items()},
        files=files,
        analysis=blobs[0].decode(),
    )


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(_expect(item, str) for item in found)


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} in place of {kind.__name__}")
    return value


def handout_message(handout: Handout) -> Message:
    """Return what students received as a message."""
    plain = {
        "name": handout.name,
        "cells": [[cell.kind, cell.source, cell.tags, cell.id] for cell in handout.cells],
        "stub": handout.stub,
        "strings": dict(handout.strings),
        "support": list(handout.support),
    }
    return plain, list(handout.support.values())


def handout_from(message: Message) -> Handout:
    """Return the inverse of `handout_message`."""
    plain, blobs = message
    return Handout(
        name=plain["name"],
        cells=tuple(Cell(kind, source, tuple(tags), identity) for kind, source, tags, identity in plain["cells"]),
        stub=plain["stub"],
        strings=plain["strings"],
        support=dict(zip(plain["support"], blobs)),
    )
