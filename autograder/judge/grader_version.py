"""Hash the grader, so that records made by another version are judged again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from autograder import questions
from autograder.intake.handout import handout_sha256
from autograder.package_files import DATA, VERDICT, own_files, package_sha256, sources_sha256
from autograder.questions.quiz_bank import bank_file


def grader_sha256(assignment: str = "") -> str:
    """Return a hash of every file that a verdict may depend on: sources, reference, quiz bank and hand-out.

    Args:
        assignment: the assignment whose hand-out and quiz bank are hashed; if empty, all banks and no hand-out.
    """
    words = (package_sha256(VERDICT), _reference_sha256(), handout_sha256(assignment) if assignment else "")
    banks = filter(None, map(bank_file, [assignment] if assignment else questions.names()))
    digests = [hashlib.sha256(bank.read_bytes()).hexdigest() for bank in banks]
    return hashlib.sha256("\0".join((*words, *digests)).encode()).hexdigest()


@cache
def _reference_sha256() -> str:
    import reference_impl

    folder = Path(reference_impl.__file__).parent
    return sources_sha256((path.relative_to(folder).as_posix(), path) for path in own_files(folder, (".py", *DATA)))
