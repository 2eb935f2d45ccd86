"""q12: dead zones and ReLU, answered in words and graded by hand."""

from __future__ import annotations

from autograder.questions.schema import Question

QUESTION = Question(id="q12_dead_zones", title="In your own words", hand_points=4.0)
