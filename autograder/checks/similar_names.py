"""Tell whether a name is another spelling of one that was asked for. The bounded reader imports this, so no NumPy here."""

from __future__ import annotations

from collections.abc import Container, Iterable


def namesake(name: str, defined: Iterable[str], asked: Container[str]) -> str:
    """Return the name among `defined` that is probably another spelling of `name`, or "".

    Names in `asked` are excluded: dy_dW0 is not another spelling of dy_dW1.
    """
    others = [other for other in defined if other != name and other not in asked and not other.startswith("_")]
    for like in (_same_letters, _abbreviates, _one_typo):
        for other in others:
            if like(name, other):
                return other
    return ""


def _same_letters(name: str, other: str) -> bool:
    return name.replace("_", "").lower() == other.replace("_", "").lower()


def _abbreviates(name: str, other: str) -> bool:
    """Return True if each word abbreviates its counterpart: grad_step for gradient_step."""
    words, others = name.lower().split("_"), other.lower().split("_")
    if len(words) != len(others) or len(words) < 2:
        return False
    return all(a[:3] == b[:3] and (a.startswith(b) or b.startswith(a)) for a, b in zip(words, others))


def _one_typo(name: str, other: str) -> bool:
    """Return True if the names differ by one letter inserted, dropped or replaced, or by two neighbors swapped."""
    a, b = sorted((name.lower(), other.lower()), key=len)
    if len(a) < 5 or len(b) - len(a) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), len(a))
    rest_a, rest_b = a[start:], b[start:]
    exchanged = len(a) == len(b) and rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return exchanged or rest_b[1:] == (rest_a if len(b) > len(a) else rest_a[1:])
