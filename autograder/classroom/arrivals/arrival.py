"""Make one submission out of files: name the work by its content, bound the number of files, leave out links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from autograder.classroom.arrivals.file_tree import FileTree
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.work_files import LONGEST_TEXT, is_doubtful, is_work, is_written_out, true_name
from autograder.classroom.times import TimeNotUnderstood, read_time
from autograder.intake import Source
from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.handout import GIVEN_FOLDERS
from autograder.safe_text import on_a_line


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission as it arrived.

    Attributes:
        people: The persons who handed it in; several for a group.
        source: The location of the files.
        label: The location, for people to read.
        modified: The latest modification of a file, in seconds since 1970.
        time: The time by the export's clock, if it has one.
        late: True if the export marks it as late.
        clear: False if the export's time is not understood.
        has_work: True if there is a file to judge.
        entry: TEXT or LINK if that was entered in place of files.
    """

    people: tuple[Person, ...]
    source: Source
    label: str
    modified: float
    time: datetime | None = None
    late: bool = False
    clear: bool = True
    has_work: bool = True
    entry: str = ""

    @property
    def when(self) -> float:
        """Return the seconds since 1970 by the export's clock, else by the file's."""
        return self.time.timestamp() if self.time else self.modified


@dataclass(frozen=True)
class Submissions:
    """The submissions at some paths; `strange` has a sentence for each file or folder that is not understood."""

    arrivals: tuple[Arrival, ...] = ()
    strange: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Submissions]) -> Submissions:
        """Return all parts joined."""
        parts = list(parts)
        return cls(
            tuple(arrival for part in parts for arrival in part.arrivals),
            tuple(text for part in parts for text in part.strange),
        )


Pairs = Sequence[tuple[str, str]]
MOST_FILES = 5000  # besides the work; the reader takes the first few hundred and reports the rest
MOST_PEEKS = 40


def make_arrival(
    tree: FileTree,
    pairs: Pairs,
    people: Iterable[Person],
    place: str = "",
    *,
    time: datetime | None = None,
    late: bool = False,
    entry: str = "",
) -> Arrival:
    """Return the submission that consists of these files.

    Args:
        tree: The folder or zip with the files.
        pairs: The name of each file within the submission and on the tree.
        people: The persons who handed it in.
        place: The submission's folder on the tree, for the label.
        time: The time by the export's clock.
        late: True if the export marks it as late.
        entry: TEXT or LINK if that was entered in place of files.
    """
    pairs = _bounded(_truly_named(tree, _without_links(tree, pairs)))
    works = [inside for own, inside in pairs if _is_work_of_theirs(own) and inside not in tree.empty]
    works = works or _written_out(tree, pairs)
    shown = works or [inside for _, inside in pairs]
    label = shown[0] if len(shown) == 1 else place.rstrip("/") or _and_more(shown)
    return Arrival(
        tuple(people),
        tree.source([*pairs, *_out_of_sight(tree, pairs)]),
        on_a_line(f"{tree.root.name}/{label}"),
        max((tree.modified[inside] for _, inside in pairs), default=0.0),
        time,
        late,
        has_work=bool(works),
        entry="" if works else entry,
    )


def timed(arrival: Arrival, text: str, zone: tzinfo | None) -> tuple[Arrival, tuple[str, ...]]:
    """Return the arrival with the time in an export, and a sentence if the time is not understood."""
    try:
        return replace(arrival, time=read_time(text, zone)), ()
    except TimeNotUnderstood as error:
        sentence = (
            f"{arrival.label}: {error}. Whether it came late is not known (hours_late is ?); set it by an extension."
        )
        return replace(arrival, clear=False), (sentence,)


def below(names: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    """Return each name without `prefix`, paired with the whole name."""
    return [(name.removeprefix(prefix), name) for name in names]


def _is_work_of_theirs(own: str) -> bool:
    return is_work(own) and own.split("/")[0] not in GIVEN_FOLDERS


def _out_of_sight(tree: FileTree, pairs: Pairs) -> list[tuple[str, str]]:
    """Return the spare notebooks (see `FileTree.spare`) in the folders of these files."""
    if not tree.spare:
        return []
    folders = {inside.removesuffix(own) for own, inside in pairs if inside.endswith(f"/{own}")}
    return [pair for folder in sorted(folders) for pair in below(_starting(tree.spare, folder), folder)]


def _starting(names: Iterable[str], prefix: str) -> list[str]:
    return [name for name in names if name.startswith(prefix)]


def _written_out(tree: FileTree, pairs: Pairs) -> list[str]:
    """Return the files that contain code between fences of Markdown."""
    texts = [inside for own, inside in pairs if own.lower().removesuffix(".txt").endswith(EXTENSIONS)]
    return [inside for inside in texts[:MOST_PEEKS] if is_written_out(inside, tree.peek(inside, LONGEST_TEXT))]


def _without_links(tree: FileTree, pairs: Pairs) -> Pairs:
    """Return the files without links, or all files if the only work is a link, which is reported when it is read."""
    if not tree.links:
        return pairs
    real = [(own, inside) for own, inside in pairs if inside not in tree.links]
    return real if any(_is_work_of_theirs(own) for own, _ in real) else pairs


def _truly_named(tree: FileTree, pairs: Pairs) -> Pairs:
    """Return the pairs with names by content, unless a file is a notebook or a zip by its own name."""
    if any(own.lower().endswith((".ipynb", ".zip")) and _is_work_of_theirs(own) for own, _ in pairs):
        return pairs
    taken = {own for own, _ in pairs}
    named, peeks = [], 0
    for own, inside in pairs:
        true = own
        if is_doubtful(own) and peeks < MOST_PEEKS:
            peeks += 1
            true = true_name(own, tree.peek(inside))
        named.append((own if true in taken else true, inside))
        taken.add(named[-1][0])
    return named


def _bounded(pairs: Pairs) -> Pairs:
    """Return at most MOST_FILES files: work first, then the files in the fewest folders."""
    if len(pairs) <= MOST_FILES:
        return pairs
    nearest = sorted(pairs, key=lambda pair: (not is_work(pair[0]), pair[0].count("/"), pair[0]))[:MOST_FILES]
    kept = {*nearest}
    return [pair for pair in pairs if pair in kept]


def _and_more(works: Sequence[str]) -> str:
    return f"{works[0]} and {len(works) - 1} more" if works else ""
