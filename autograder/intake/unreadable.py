"""The one exception of this room."""


class Unreadable(ValueError):
    """A submission that cannot be read; the text is a sentence for the student."""
