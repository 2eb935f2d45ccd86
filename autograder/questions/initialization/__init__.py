"""`initialization`: parameters of zero, identical units, and random draws that break the symmetry."""

from autograder.questions.initialization.experiments import EXPERIMENTS
from autograder.questions.initialization.q1_zero_forward import ZERO_FORWARD
from autograder.questions.initialization.q2_zero_gradients import ZERO_GRADIENTS
from autograder.questions.initialization.q3_loss_gradients import LOSS_GRADIENTS
from autograder.questions.initialization.q4_gradient_descent import GRADIENT_DESCENT
from autograder.questions.initialization.q5_identical_units import IDENTICAL_UNITS
from autograder.questions.initialization.q6_merge_units import MERGE_UNITS
from autograder.questions.initialization.q7_break_symmetry import BREAK_SYMMETRY
from autograder.questions.initialization.vocabulary import VOCABULARY
from autograder.questions.schema import Assignment, Question

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
        Question(id="q8_expressiveness", title="Why it never heals", hand_points=6),
    ),
    vocabulary=VOCABULARY,
    experiments=EXPERIMENTS,
)
