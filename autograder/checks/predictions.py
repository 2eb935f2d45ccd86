"""A prediction beside what came out: the last step of predict, run, reconcile."""

from __future__ import annotations

import sys
from typing import Any

IN_NOTEBOOK = "Type your prediction in the cell above first (any guess counts), run it, then run this cell again."
IN_FILE = "Type your prediction above line {line} first (any guess counts), then run the experiments again."
_predicted: list[Any] = []


def reconcile(prediction: Any, fact: Any) -> None:
    """Print what was predicted beside what came out; the first time, only after a prediction."""
    if prediction is ... and not _predicted:
        in_file = "__file__" in sys._getframe(1).f_globals
        print(IN_FILE.format(line=sys._getframe(1).f_lineno) if in_file else IN_NOTEBOOK)
        return
    if prediction is not ...:
        _predicted.append(prediction)
    print("you predicted:", "nothing" if prediction is ... else prediction)
    print("it came out:  ", fact)
