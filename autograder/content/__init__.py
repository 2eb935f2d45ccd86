"""Solutions to what students receive: notebook, stub, public checks, solution page."""

from autograder.content.folder import Built, build, freshness
from autograder.content.percent import ContentError

__all__ = ["Built", "ContentError", "build", "freshness"]
