"""The words for an exception that ended a statement."""

from __future__ import annotations

from autograder.checks.observation import describe_error

PROCESSES = frozenset({"multiprocessing", "subprocess", "concurrent", "_posixsubprocess"})


def in_words(error: BaseException) -> dict[str, str]:
    """Return the type and the text of an exception that ended a statement."""
    text = describe_error(error)
    if isinstance(error, PermissionError) and not PROCESSES.isdisjoint(_packages(error)):
        text["message"] = "no other process can be started while a submission is graded; threads can"
    return text


def _packages(error: BaseException) -> set[str]:
    """Return the packages in the exception's traceback."""
    packages, place = set(), error.__traceback__
    while place is not None:
        packages.add(str(place.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        place = place.tb_next
    return packages
