"""A prediction beside what came out: the last step of predict, run, reconcile."""

from __future__ import annotations

from typing import Any

_predicted: list[Any] = []


def reconcile(prediction: Any, fact: Any) -> None:
    """Print what was predicted beside what came out; the first time, only after a prediction."""
    if prediction is ... and not _predicted:
        print("Type your prediction in the cell above first (any guess counts), run it, then run this cell again.")
        return
    if prediction is not ...:
        _predicted.append(prediction)
    print("you predicted:", "nothing" if prediction is ... else prediction)
    print("it came out:  ", fact)
