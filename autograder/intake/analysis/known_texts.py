"""What was found out about a text, kept by the text and bounded in bytes."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class KnownTexts(Generic[T]):
    """Values by text; the oldest go once the texts together are longer than `most` characters."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._values: dict[str, T] = {}

    def get(self, text: str) -> T | None:
        """Return what is known of `text`."""
        return self._values.get(text)

    def put(self, text: str, value: T) -> T:
        """Keep `value`, unless `text` alone takes too much of the room, and return it."""
        if len(text) * 20 > self._most:
            return value
        self._values[text] = value
        self._size += len(text)
        while self._size > self._most:
            oldest = next(iter(self._values))
            del self._values[oldest]
            self._size -= len(oldest)
        return value
