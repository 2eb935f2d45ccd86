"""The state of a review: items, decisions so far, who has what open; queues and what a decision does."""

from __future__ import annotations

import hashlib
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from autograder.classroom.decisions import (
    DOUBLE,
    JUDGED,
    LENDER,
    REAL,
    SETTLED,
    SINGLE,
    WRITTEN,
    DecisionStore,
    Event,
    standing,
)
from autograder.review import near_equal
from autograder.review.items import Item

TWICE = 20  # one answer in twenty is graded by two
AWAY = 90  # seconds after which a grader who opened an answer is not counted as reading it
OPEN, BEGUN, DONE, DIFFER, SECOND = "open", "begun", "done", "differ", "second"
STATES = {OPEN: "open", BEGUN: "begun", SECOND: "wants a second grader", DIFFER: "graders differ", DONE: "done"}


class Refused(ValueError):
    """A decision that was not taken; the text is a sentence."""


class TakenMeanwhile(Refused):
    """Somebody else decided while the answer was open."""


@dataclass(frozen=True)
class Filter:
    """Which items a queue holds; empty means all."""

    question: str = ""
    state: str = ""
    reason: str = ""
    mine: bool = False


class Desk:
    """One folder's review.

    Args:
        graders: who shares the answers; without them, everybody takes the next one that is free.
        twice: one answer in so many is graded by two.
    """

    def __init__(
        self, items: Iterable[Item], store: DecisionStore, graders: Sequence[str] = (), twice: int = TWICE
    ) -> None:
        self.items = {item.id: item for item in items}
        self.graders, self._twice, self._store = tuple(graders), twice, store
        self._by_key = {key: item.id for item in self.items.values() for key in item.keys}
        self._open: dict[str, dict[str, float]] = {}
        self.group = self._groups()
        self.events: dict[str, list[Event]] = {}
        self.outdated: list[Event] = []
        self.reload()

    def add(self, item: Item) -> None:
        """Take up one item more."""
        if item.id not in self.items:
            self.items[item.id] = item
            self._by_key |= dict.fromkeys(item.keys, item.id)
            self.group[item.id] = item.id
            self.reload()

    def reload(self) -> None:
        """Read the decisions anew."""
        self.events, self.outdated = {}, []
        self._states: dict[str, str] = {}
        for event in self._store.events():
            self._take(event)

    def _take(self, event: Event) -> None:
        name = self._by_key.get(event.key)
        if name is None:
            self.outdated.append(event)
        else:
            self.events.setdefault(name, []).append(event)
            self._states.pop(name, None)

    def _groups(self) -> dict[str, str]:
        """The group of each item: near-equal answers to one question."""
        found: dict[str, str] = {}
        for question in {item.question for item in self.items.values()}:
            texts = {
                one.id: one.text for one in self.items.values() if one.kind == WRITTEN and one.question == question
            }
            found |= near_equal.groups(texts)
        return found | {item.id: item.id for item in self.items.values() if item.kind != WRITTEN}

    def members(self, name: str) -> list[Item]:
        """All items of an item's group, itself first."""
        group = self.group[name]
        return [
            self.items[name],
            *(item for one, item in self.items.items() if one != name and self.group[one] == group),
        ]

    def is_double(self, item: Item) -> bool:
        """Is the answer in the sample that two grade? By hash: an answer that comes later moves none of the others."""
        return item.kind == WRITTEN and self._twice > 0 and _number("twice", item.bound) % self._twice == 0

    def shared_out_to(self, item: Item) -> tuple[str, ...]:
        """Who is to grade the item, if it was shared out."""
        if not self.graders:
            return ()
        first = _number("who", *item.key) % len(self.graders)
        both = (self.graders[first], self.graders[(first + 1) % len(self.graders)])
        return both if self.is_double(item) and len(self.graders) > 1 else both[:1]

    def state(self, item: Item) -> str:
        """Return one of STATES."""
        if item.id not in self._states:
            self._states[item.id] = self._state(item)
        return self._states[item.id]

    def _state(self, item: Item) -> str:
        events = self.events.get(item.id, [])
        counted = standing(events)
        if item.covers:  # a lender's code in several submissions; one that came later asks again
            decided = {event.bound for event in events if event.done}
            return DONE if decided.issuperset(item.covers) else BEGUN if events else OPEN
        if not counted:
            return BEGUN if events else OPEN
        if not _asked(item) <= {asked for event in counted for asked in event.content.get("answered", ())}:
            return OPEN  # a request came after the decision, which stays at hand as history
        if len({event.points for event in counted}) > 1:
            return DIFFER
        return SECOND if counted[-1].mode == DOUBLE and len(counted) < 2 else DONE

    def mine(self, item: Item, grader: str) -> Event | None:
        """Return a grader's own state of an item: a draft or a decision; of one that is not graded twice, the last anybody's."""
        events = self.events.get(item.id, [])
        own = [event for event in events if event.grader == grader]
        if own and own[-1].id == events[-1].id:
            return own[-1]
        shared = standing(events)
        if shared and shared[-1].mode != DOUBLE:
            return shared[-1]
        return own[-1] if own else None

    def wants(self, item: Item, grader: str, state_wanted: str = "") -> bool:
        """Is there something for this grader to do? Where two differ only if such are asked for: they talk first."""
        state = self.state(item)
        if state == DIFFER:
            return state_wanted == DIFFER
        if state == SECOND:
            return all(event.grader != grader for event in standing(self.events[item.id]))
        return state != DONE

    def queue(self, grader: str, wanted: Filter) -> list[Item]:
        """Return the items of a queue in the grader's own order, which is the same each time."""
        found = [item for item in self.items.values() if self._fits(item, grader, wanted)]
        found.sort(key=lambda item: item.id)
        random.Random(f"order {grader}").shuffle(found)
        place: dict[str, int] = {}
        for number, item in enumerate(found):
            place.setdefault(self.group[item.id], number)
        # Near-equal ones stand together, whatever asks for a person first.
        return sorted(found, key=lambda item: (item.kind == WRITTEN, place[self.group[item.id]], item.id))

    def _fits(self, item: Item, grader: str, wanted: Filter) -> bool:
        return (
            wanted.question in ("", item.question)
            and wanted.reason in ("", item.reason)
            and (not wanted.mine or grader in self.shared_out_to(item))
            and (not wanted.state or self.state(item) == wanted.state)
        )

    def following(self, grader: str, wanted: Filter, after: str = "") -> Item | None:
        """Return the next item that wants this grader and that nobody else has open, from `after` on, then from the start."""
        queue = self.queue(grader, wanted)
        at = next((i + 1 for i, item in enumerate(queue) if item.id == after), 0)
        waiting = [
            item for item in (*queue[at:], *queue[:at]) if item.id != after and self.wants(item, grader, wanted.state)
        ]
        free = (item for item in waiting if self.is_double(item) or not self.others(item, grader))
        return next(free, waiting[0] if waiting else None)

    def opened(self, item: Item, grader: str) -> None:
        """Note that a grader has an item before them, and no other one."""
        for there in self._open.values():
            there.pop(grader, None)
        self._open.setdefault(item.id, {})[grader] = time.monotonic()

    def others(self, item: Item, grader: str) -> list[str]:
        """Who else has the item open."""
        now = time.monotonic()
        return [who for who, at in self._open.get(item.id, {}).items() if who != grader and now - at < AWAY]

    def last_event(self, item: Item) -> int:
        """Return the number of the last event about an item, 0 if there is none."""
        events = self.events.get(item.id, [])
        return events[-1].id if events else 0

    def decide(self, grader: str, name: str, said: Mapping[str, Any]) -> int:
        """Write a draft or a decision; return the number of the last event.

        Raises:
            TakenMeanwhile: another grader decided since the page was opened, and `replace` is not said.
            Refused: points out of range, or a reason is missing.
        """
        item = self.items[name]
        mode = self._mode(item, said)
        done, points = bool(said.get("done")), _points(item, said)
        if item.kind == JUDGED and done and not str(said.get("comment", "")).strip():
            raise Refused("A reason must not be empty: the student reads it with the points.")
        if item.kind == LENDER and done and said.get(REAL) not in ("yes", "no"):
            raise Refused("Say whether it is a real attempt: w pays the credit, p does not.")
        if done and points is None and not item.has_points:
            raise Refused("The judge gave no points here: type them (f).")
        self._check_meanwhile(item, grader, mode, said)
        members = self.members(name) if said.get("group") and done else [item]
        chosen = [one for one in members if one.id == name or self.wants(one, grader)]
        keys = [(one, key) for one in chosen for key in one.keys]
        batch = secrets.token_hex(6) if len(keys) > 1 else ""
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        for event in self._store.append(
            Event(0, at, grader, *key, self._mode(one, said), done, points, _content(one, said), batch)
            for one, key in keys
        ):
            self._take(event)
        return self.last_event(item)

    def _mode(self, item: Item, said: Mapping[str, Any]) -> str:
        return SETTLED if said.get("settle") else DOUBLE if self.is_double(item) else SINGLE

    def _check_meanwhile(self, item: Item, grader: str, mode: str, said: Mapping[str, Any]) -> None:
        if mode == DOUBLE or said.get("replace"):
            return
        new = [
            e for e in self.events.get(item.id, []) if e.id > int(said.get("base", 0)) and e.grader != grader and e.done
        ]
        if new:
            what = "as judged" if new[-1].points is None else f"{new[-1].points:g} points"
            raise TakenMeanwhile(
                f"{new[-1].grader} has decided this while you had it open ({what}). Yours was not saved: press Enter again to "
                "replace it, or j to go on and leave it."
            )

    def undo(self, grader: str) -> Item | None:
        """Take a grader's last decision back; return the item it was about."""
        event = self._store.undo(grader)
        self.reload()
        name = self._by_key.get(event.key) if event else None
        return self.items[name] if name else None

    def comments(self, item: Item, most: int = 9) -> list[str]:
        """Return comments that were given on the question, the most frequent first."""
        found = Counter(
            event.comment
            for name, events in self.events.items()
            if self.items[name].question == item.question and self.items[name].kind == item.kind
            for event in events
            if event.done and event.comment.strip()
        )
        return [text for text, _ in found.most_common(most)]

    def progress(self) -> dict[str, Counter[str]]:
        """Return by question how many items are in each state."""
        found: dict[str, Counter[str]] = {}
        for item in sorted(self.items.values(), key=lambda item: (item.kind == WRITTEN, item.question)):
            found.setdefault(item.question, Counter())[self.state(item)] += 1
        return found


def _points(item: Item, said: Mapping[str, Any]) -> float | None:
    """The points of a decision: those typed, else those of the boxes; None where a judged question stays as it is."""
    typed = "" if item.kind == LENDER else str(said.get("free", "")).strip().replace(",", ".").replace("−", "-")
    if typed:
        try:
            value = float(typed)
        except ValueError:
            raise Refused(f"{typed!r} is no number of points.") from None
        if not 0 <= value <= item.most:
            raise Refused(f"{typed} is not from 0 to {item.most:g} points.")
        return value
    if item.kind != WRITTEN:
        return None
    ticked = [item.boxes[i].points for i in _boxes(item, said)]
    return min(sum(ticked), item.most)


def _asked(item: Item) -> set[str]:
    """Return a name for each regrade request, by which a decision says that it answers it."""
    return {hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12] for text in item.requests}


def _boxes(item: Item, said: Mapping[str, Any]) -> list[int]:
    return sorted({int(i) for i in said.get("boxes", ()) if 0 <= int(i) < len(item.boxes)})


def _content(item: Item, said: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "boxes": _boxes(item, said),
        "free": str(said.get("free", ""))[:20],
        "comment": str(said.get("comment", ""))[:5000],
    }
    if item.requests:
        content["answered"] = sorted(_asked(item))
    if item.kind == LENDER:
        content[REAL] = {"yes": True, "no": False}.get(str(said.get(REAL)))
    if item.kind == JUDGED and item.result is not None and item.result.parts:
        content["seen"] = item.result.points
    return content


@lru_cache(maxsize=100_000)
def _number(*words: str) -> int:
    return int(hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:12], 16)
