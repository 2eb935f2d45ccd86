"""`initialization`: what zeros do, what equal units do, and how random draws set them apart."""

from autograder.questions.declare import Assignment, Question
from autograder.questions.initialization.descent import GRADIENT_DESCENT
from autograder.questions.initialization.loss import LOSS_GRADIENTS
from autograder.questions.initialization.random_start import BREAK_SYMMETRY
from autograder.questions.initialization.units import IDENTICAL_UNITS, MERGE_UNITS
from autograder.questions.initialization.zero_start import ZERO_FORWARD, ZERO_GRADIENTS

ASSIGNMENT = Assignment(
    name="initialization",
    title="Initialization: what zeros do",
    questions=(
        ZERO_FORWARD,
        ZERO_GRADIENTS,
        LOSS_GRADIENTS,
        GRADIENT_DESCENT,
        IDENTICAL_UNITS,
        MERGE_UNITS,
        BREAK_SYMMETRY,
        Question(id="q8_expressiveness", title="What equal units cost", hand_points=6),
    ),
)
