"""One submission made of files: the work under its true name, a bound on what lies beside it, links left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from autograder.classroom.arrivals.file_tree import Shelf
from autograder.classroom.arrivals.lms_formats import Arrival
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.work_files import LONGEST_TEXT, is_doubtful, is_work, is_written_out, true_name
from autograder.classroom.times import TimeNotUnderstood, read_time
from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.handout import GIVEN_FOLDERS
from autograder.safe_text import on_a_line

Pairs = Sequence[tuple[str, str]]
MOST_FILES = 5000  # beside the work; the reader takes the first few hundred of them, and says so of the rest
MOST_PEEKS = 40


def make_arrival(
    shelf: Shelf,
    pairs: Pairs,
    people: Iterable[Person],
    place: str = "",
    *,
    time: datetime | None = None,
    late: bool = False,
    entry: str = "",
) -> Arrival:
    """Return the submission that these files are.

    Args:
        shelf: where they lie.
        pairs: for each file its name within the submission, and its name on the shelf.
        people: who handed it in.
        place: the folder on the shelf, for the label.
        time: when, by the export's clock.
        late: does the export say late?
        entry: what was entered in place of files.
    """
    pairs = _bounded(_truly_named(shelf, _without_links(shelf, pairs)))
    works = [inside for own, inside in pairs if _is_work_of_theirs(own) and inside not in shelf.empty]
    works = works or _written_out(shelf, pairs)
    shown = works or [inside for _, inside in pairs]
    label = shown[0] if len(shown) == 1 else place.rstrip("/") or _and_more(shown)
    return Arrival(
        tuple(people),
        shelf.source([*pairs, *_out_of_sight(shelf, pairs)]),
        on_a_line(f"{shelf.root.name}/{label}"),
        max((shelf.modified[inside] for _, inside in pairs), default=0.0),
        time,
        late,
        has_work=bool(works),
        entry="" if works else entry,
    )


def timed(arrival: Arrival, text: str, zone: tzinfo | None) -> tuple[Arrival, tuple[str, ...]]:
    """Return the arrival with the time that an export writes, and a sentence if it is not understood."""
    try:
        return replace(arrival, time=read_time(text, zone)), ()
    except TimeNotUnderstood as error:
        said = (
            f"{arrival.label}: {error}. Whether it came late is not known (hours_late says ?); set it by an extension."
        )
        return replace(arrival, clear=False), (said,)


def below(names: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    """Return the pairs of these names without `prefix`."""
    return [(name.removeprefix(prefix), name) for name in names]


def _is_work_of_theirs(own: str) -> bool:
    return is_work(own) and own.split("/")[0] not in GIVEN_FOLDERS


def _out_of_sight(shelf: Shelf, pairs: Pairs) -> list[tuple[str, str]]:
    """Return the notebooks out of sight in the folder that these files have to themselves."""
    if not shelf.spare:
        return []
    folders = {inside.removesuffix(own) for own, inside in pairs if inside.endswith(f"/{own}")}
    return [pair for folder in sorted(folders) for pair in below(_starting(shelf.spare, folder), folder)]


def _starting(names: Iterable[str], prefix: str) -> list[str]:
    return [name for name in names if name.startswith(prefix)]


def _written_out(shelf: Shelf, pairs: Pairs) -> list[str]:
    """Return the files that hold code between the fences of Markdown."""
    texts = [inside for own, inside in pairs if own.lower().removesuffix(".txt").endswith(EXTENSIONS)]
    return [inside for inside in texts[:MOST_PEEKS] if is_written_out(inside, shelf.peek(inside, LONGEST_TEXT))]


def _without_links(shelf: Shelf, pairs: Pairs) -> Pairs:
    """Return the files that are no links, if there is work among them; a link in place of the work is said when it is read."""
    if not shelf.links:
        return pairs
    real = [(own, inside) for own, inside in pairs if inside not in shelf.links]
    return real if any(_is_work_of_theirs(own) for own, _ in real) else pairs


def _truly_named(shelf: Shelf, pairs: Pairs) -> Pairs:
    """Return the pairs with the name that the content asks for, where no file is a notebook or a zip by its own name."""
    if any(own.lower().endswith((".ipynb", ".zip")) and _is_work_of_theirs(own) for own, _ in pairs):
        return pairs
    taken = {own for own, _ in pairs}
    named, peeks = [], 0
    for own, inside in pairs:
        true = own
        if is_doubtful(own) and peeks < MOST_PEEKS:
            peeks += 1
            true = true_name(own, shelf.peek(inside))
        named.append((own if true in taken else true, inside))
        taken.add(named[-1][0])
    return named


def _bounded(pairs: Pairs) -> Pairs:
    """Return at most as many files as are read: the work first, then what lies nearest to it."""
    if len(pairs) <= MOST_FILES:
        return pairs
    nearest = sorted(pairs, key=lambda pair: (not is_work(pair[0]), pair[0].count("/"), pair[0]))[:MOST_FILES]
    kept = {*nearest}
    return [pair for pair in pairs if pair in kept]


def _and_more(works: Sequence[str]) -> str:
    return f"{works[0]} and {len(works) - 1} more" if works else ""
