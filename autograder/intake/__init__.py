"""One submission, from whatever a student handed in to code cells, files and written answers.

    submission = read_submission(path, "forward_backward")

Nothing of a submission is executed, imported or unpickled here. What cannot be read is `Unreadable`, whose text is one
sentence for the student: what, where, and what to do next.
"""

from autograder.intake.entrance import read_submission
from autograder.intake.handout import Handout
from autograder.intake.safe_archive import Source
from autograder.intake.submission import Submission, Unreadable

__all__ = ["Handout", "Source", "Submission", "Unreadable", "read_submission"]
