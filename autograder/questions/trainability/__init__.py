"""`trainability` (extra credit): which learning rates train a network, and how rough their border is."""

from autograder.questions.schema import Assignment
from autograder.questions.trainability.experiments import EXPERIMENTS
from autograder.questions.trainability.q1_losses import LOSSES
from autograder.questions.trainability.q2_convergence import CONVERGENCE
from autograder.questions.trainability.q3_boundary import BOUNDARY
from autograder.questions.trainability.q4_dimension import DIMENSION
from autograder.questions.trainability.vocabulary import VOCABULARY

ASSIGNMENT = Assignment(
    name="trainability",
    title="Trainability: the boundary is fractal (extra credit)",
    questions=(LOSSES, CONVERGENCE, BOUNDARY, DIMENSION),
    vocabulary=VOCABULARY,
    experiments=EXPERIMENTS,
)
