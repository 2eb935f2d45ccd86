"""Keep the state of a review: its items, the decisions so far, and which grader has which item open."""

from __future__ import annotations

import hashlib
import random
import re
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
from autograder.review.items import Item, near_equal_groups
from autograder.safe_text import spell_points

TWICE = 20  # one answer in this many is graded by two people
AWAY = 90  # seconds after which a grader who opened an answer no longer counts as reading it
OPEN, BEGUN, DONE, DIFFER, SECOND = "open", "begun", "done", "differ", "second"
STATES = {OPEN: "open", BEGUN: "begun", SECOND: "wants a second grader", DIFFER: "graders differ", DONE: "done"}


class Refused(ValueError):
    """Report that a decision was not accepted; the text is a sentence, and `field` names the input to change."""

    def __init__(self, sentence: str, field: str = "free") -> None:
        super().__init__(sentence)
        self.field = field


class TakenMeanwhile(Refused):
    """Report that another grader decided while the answer was open."""


@dataclass(frozen=True)
class Filter:
    """The conditions on the items of a queue; an empty field accepts all."""

    question: str = ""
    state: str = ""
    reason: str = ""
    mine: bool = False


class ReviewQueues:
    """The review of one graded folder.

    Args:
        items: What there is to decide on.
        store: The decisions of the folder.
        graders: The people who share the answers. Without names, each grader takes the next free one.
        twice: One answer in this many is graded by two people; 0 for none.
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
        """Add an item to the review, unless it is there already."""
        if item.id not in self.items:
            self.items[item.id] = item
            self._by_key |= dict.fromkeys(item.keys, item.id)
            self.group[item.id] = item.id
            self.reload()

    def reload(self) -> None:
        """Read all decisions from the store again."""
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
        """Return the group of each item by id; near-equal answers to one question share a group."""
        groups: dict[str, str] = {}
        written = [item for item in self.items.values() if item.kind == WRITTEN]
        for question in {item.question for item in written}:
            groups |= near_equal_groups({item.id: item.text for item in written if item.question == question})
        return groups | {item.id: item.id for item in self.items.values() if item.kind != WRITTEN}

    def members(self, name: str) -> list[Item]:
        """Return all items in the group of an item, that item first.

        Others with a regrade request are left out: each request is read before it is decided on.
        """
        others = (item for item in self.items.values() if item.id != name and not item.requests)
        return [self.items[name], *(item for item in others if self.group[item.id] == self.group[name])]

    def is_double(self, item: Item) -> bool:
        """Return True if the answer is in the sample that two people grade.

        The sample is drawn by hash, so that answers arriving later do not change it.
        """
        return item.kind == WRITTEN and self._twice > 0 and _number("twice", item.bound) % self._twice == 0

    def shared_out_to(self, item: Item) -> tuple[str, ...]:
        """Return the graders to whom the item is assigned; empty if no graders were named."""
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
        if item.covers:  # a lender's code in several submissions; a later submission reopens the item
            decided = {event.bound for event in events if event.done}
            return DONE if decided.issuperset(item.covers) else BEGUN if events else OPEN
        if not counted:
            return BEGUN if events else OPEN
        if not _asked(item) <= {asked for event in counted for asked in event.content.get("answered", ())}:
            return OPEN  # a request came after the decision, which is still shown as history
        if len({event.points for event in counted}) > 1:
            return DIFFER
        return SECOND if counted[-1].mode == DOUBLE and len(counted) < 2 else DONE

    def mine(self, item: Item, grader: str) -> Event | None:
        """Return a grader's draft or decision about an item, or None.

        If the item is not graded twice, this may be the decision of another grader.
        """
        events = self.events.get(item.id, [])
        own = [event for event in events if event.grader == grader]
        if own and own[-1].id == events[-1].id:
            return own[-1]
        shared = standing(events)
        if shared and shared[-1].mode != DOUBLE:
            return shared[-1]
        return own[-1] if own else None

    def wants(self, item: Item, grader: str, state_wanted: str = "") -> bool:
        """Return True if the item needs this grader.

        An item on which graders differ counts only if `state_wanted` asks for those: the graders talk first.
        """
        state = self.state(item)
        if state == DIFFER:
            return state_wanted == DIFFER
        if state == SECOND:
            return all(event.grader != grader for event in standing(self.events[item.id]))
        return state != DONE

    def queue(self, grader: str, wanted: Filter) -> list[Item]:
        """Return the items of a queue in a random order that is fixed for each grader."""
        queue = [item for item in self.items.values() if self._fits(item, grader, wanted)]
        queue.sort(key=lambda item: item.id)
        random.Random(f"order {grader}").shuffle(queue)
        place: dict[str, int] = {}
        for number, item in enumerate(queue):
            place.setdefault(self.group[item.id], number)
        # Judged questions and regrade requests come before answers in words, and near-equal answers come together.
        return sorted(
            queue,
            key=lambda item: (item.kind == WRITTEN and not item.requests, place[self.group[item.id]], item.id),
        )

    def _fits(self, item: Item, grader: str, wanted: Filter) -> bool:
        return (
            wanted.question in ("", item.question)
            and wanted.reason in ("", item.reason)
            and (not wanted.mine or grader in self.shared_out_to(item))
            and (not wanted.state or self.state(item) == wanted.state)
        )

    def following(self, grader: str, wanted: Filter, after: str = "") -> Item | None:
        """Return the next item of the queue that needs this grader; None if the queue is finished.

        The search starts behind the item `after` and wraps around. Items that another grader has open come last.
        """
        queue = self.queue(grader, wanted)
        at = next((i + 1 for i, item in enumerate(queue) if item.id == after), 0)
        waiting = [
            item for item in (*queue[at:], *queue[:at]) if item.id != after and self.wants(item, grader, wanted.state)
        ]
        free = (item for item in waiting if self.is_double(item) or not self.others(item, grader))
        return next(free, waiting[0] if waiting else None)

    def opened(self, item: Item, grader: str) -> None:
        """Record that a grader has this item open and no other."""
        for readers in self._open.values():
            readers.pop(grader, None)
        self._open.setdefault(item.id, {})[grader] = time.monotonic()

    def others(self, item: Item, grader: str) -> list[str]:
        """Return the other graders who have the item open."""
        now = time.monotonic()
        return [who for who, at in self._open.get(item.id, {}).items() if who != grader and now - at < AWAY]

    def last_event(self, item: Item) -> int:
        """Return the number of the last event about an item, or 0."""
        events = self.events.get(item.id, [])
        return events[-1].id if events else 0

    def decide(self, grader: str, name: str, form: Mapping[str, Any]) -> int:
        """Store a draft or a decision; return the number of the last event about the item.

        Args:
            grader: The name of the person who decides.
            name: The item's id.
            form: What the page sent: done, points, boxes, comment, group, settle, replace, base.

        Raises:
            TakenMeanwhile: Another grader decided since the page was opened, and `form` does not ask to replace that.
            Refused: The points are out of range, or a reason is missing.
        """
        item = self.items[name]
        mode = self._mode(item, form)
        done, points = bool(form.get("done")), _points(item, form)
        if item.kind == JUDGED and done and not str(form.get("comment", "")).strip():
            raise Refused("A reason must not be empty: the student reads it with the points.", "comment")
        if item.kind == LENDER and done and form.get(REAL) not in ("yes", "no"):
            raise Refused("Say whether it is a real attempt: w pays the credit, p does not.", "real")
        if done and points is None and not item.has_points:
            raise Refused("The judge gave no points here: type them (f).")
        self._check_meanwhile(item, grader, mode, form)
        members = self.members(name) if form.get("group") and done else [item]
        chosen = [member for member in members if member.id == name or self.wants(member, grader)]
        keys = [(member, key) for member in chosen for key in member.keys]
        batch = secrets.token_hex(6) if len(keys) > 1 else ""
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        for event in self._store.append(
            Event(0, at, grader, *key, self._mode(member, form), done, points, _content(member, form), batch)
            for member, key in keys
        ):
            self._take(event)
        return self.last_event(item)

    def _mode(self, item: Item, form: Mapping[str, Any]) -> str:
        return SETTLED if form.get("settle") else DOUBLE if self.is_double(item) else SINGLE

    def _check_meanwhile(self, item: Item, grader: str, mode: str, form: Mapping[str, Any]) -> None:
        if mode == DOUBLE or form.get("replace"):
            return
        base = int(form.get("base", 0))
        new = [e for e in self.events.get(item.id, []) if e.id > base and e.grader != grader and e.done]
        if new:
            points = "as judged" if new[-1].points is None else f"{spell_points(new[-1].points)} points"
            raise TakenMeanwhile(
                f"{new[-1].grader} decided this while you had it open ({points}). Yours was not saved: press Enter "
                "again to replace it, or j to go on and leave it."
            )

    def undo(self, grader: str) -> Item | None:
        """Undo a grader's last decision; return the item it was about, or None."""
        event = self._store.undo(grader)
        self.reload()
        name = self._by_key.get(event.key) if event else None
        return self.items[name] if name else None

    def comments(self, item: Item, most: int = 9) -> list[str]:
        """Return comments given on the same question, the most frequent first."""
        counts = Counter(
            event.comment
            for name, events in self.events.items()
            if self.items[name].question == item.question and self.items[name].kind == item.kind
            for event in events
            if event.done and event.comment.strip()
        )
        return [text for text, _ in counts.most_common(most)]

    def progress(self) -> dict[str, Counter[str]]:
        """Return the number of items in each state, by question."""
        counts: dict[str, Counter[str]] = {}
        for item in sorted(self.items.values(), key=lambda item: (item.kind == WRITTEN, _in_order(item.question))):
            counts.setdefault(item.question, Counter())[self.state(item)] += 1
        return counts


def _in_order(question: str) -> list[tuple[int, str]]:
    """Return a key that sorts q2 before q10."""
    return [(int(digits or -1), text) for text, digits in re.findall(r"(\D*)(\d*)", question)]


def _points(item: Item, form: Mapping[str, Any]) -> float | None:
    """Return the points typed, else the sum of the ticked boxes; None if a judged question keeps its points."""
    typed = "" if item.kind == LENDER else str(form.get("free", "")).strip().replace(",", ".").replace("−", "-")
    if typed:
        try:
            value = float(typed)
        except ValueError:
            raise Refused(f"{typed!r} is not a number of points.") from None
        if not 0 <= value <= item.most:
            raise Refused(f"{typed} is not between 0 and {spell_points(item.most)} points.")
        return value
    if item.kind != WRITTEN:
        return None
    ticked = [item.boxes[i].points for i in _boxes(item, form)]
    return min(sum(ticked), item.most)


def _asked(item: Item) -> set[str]:
    """Return a short hash of each regrade request; a decision lists those that it answers."""
    return {hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12] for text in item.requests}


def _boxes(item: Item, form: Mapping[str, Any]) -> list[int]:
    return sorted({int(i) for i in form.get("boxes", ()) if 0 <= int(i) < len(item.boxes)})


def _content(item: Item, form: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "boxes": _boxes(item, form),
        "free": str(form.get("free", ""))[:20],
        "comment": str(form.get("comment", ""))[:5000],
    }
    if item.requests:
        content["answered"] = sorted(_asked(item))
    if item.kind == LENDER:
        content[REAL] = {"yes": True, "no": False}.get(str(form.get(REAL)))
    if item.kind == JUDGED and item.result is not None and item.result.parts:
        content["seen"] = item.result.points
    return content


@lru_cache(maxsize=100_000)
def _number(*words: str) -> int:
    return int(hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:12], 16)
