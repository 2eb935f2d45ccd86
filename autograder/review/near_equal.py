"""Groups of answers that say the same in nearly the same words, to be read together and decided at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

ALIKE = 0.8  # share of the runs of three words that two answers have in common
COMMON = 200  # a run of words in more answers than this tells nothing apart
READ = 20_000  # characters


def groups(texts: Mapping[str, str]) -> dict[str, str]:
    """Return for each name of a text the name of its group, which is the first of its members.

    Case, punctuation and spacing do not count; texts of fewer than three words are alike only if their words are equal.
    """
    words = {name: re.findall(r"[^\W_]+|[^\w\s]", text[:READ].casefold()) for name, text in texts.items()}
    runs = {name: _runs(found) for name, found in words.items()}
    where: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    first: dict[str, str] = {}
    for name, own in runs.items():
        shared = Counter(other for run in own if len(where[run]) <= COMMON for other in where[run])
        near = (other for other, count in shared.most_common() if count / len(own | runs[other]) >= ALIKE)
        first[name] = next(near, name)
        first[name] = first.get(first[name], name)
        if first[name] == name:
            for run in own:
                where[run].append(name)
    return first


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    plain = [word for word in words if word[0].isalnum()] or words
    if len(plain) < 3:
        return {tuple(plain)}
    return {tuple(plain[i : i + 3]) for i in range(len(plain) - 2)}
