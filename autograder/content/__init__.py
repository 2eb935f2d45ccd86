"""Turn solutions into what students receive: notebook, stub, public checks, solution page."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["Built", "ContentError", "build", "freshness"]


def __getattr__(name: str) -> Any:
    """Import a public name of this package on first use, since importing nbformat takes a second."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(
        import_module(
            "autograder.content.percent_source" if name == "ContentError" else "autograder.content.build_folder"
        ),
        name,
    )
