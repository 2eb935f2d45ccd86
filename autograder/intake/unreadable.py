"""The one exception of this room."""


class Unreadable(ValueError):
    """A submission that cannot be read; the text is a sentence for the student.

    Attributes:
        review: whether the submission seems to hold an answer, so that a person should look at it.
    """

    def __init__(self, sentence: str, review: bool = False) -> None:
        super().__init__(sentence)
        self.review = review
