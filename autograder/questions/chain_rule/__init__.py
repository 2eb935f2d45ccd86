"""`chain_rule`: derivatives on a small graph, in symbols and in numbers, then one neuron."""

from autograder.questions.chain_rule.experiments import EXPERIMENTS
from autograder.questions.chain_rule.q1_structure import STRUCTURE
from autograder.questions.chain_rule.q2_local_partials import LOCAL_PARTIALS
from autograder.questions.chain_rule.q3_total_derivatives import TOTAL_DERIVATIVES
from autograder.questions.chain_rule.q4_closed_form import CLOSED_FORM
from autograder.questions.chain_rule.q5_upstream import UPSTREAM
from autograder.questions.chain_rule.q6_squared_loss import SQUARED_LOSS
from autograder.questions.chain_rule.q7_gradient_step import GRADIENT_STEP
from autograder.questions.chain_rule.q8_vector_derivatives import VECTOR_DERIVATIVES
from autograder.questions.chain_rule.vocabulary import VOCABULARY
from autograder.questions.schema import Assignment

ASSIGNMENT = Assignment(
    name="chain_rule",
    title="Chain rule: from a small graph to one neuron",
    questions=(
        STRUCTURE,
        LOCAL_PARTIALS,
        TOTAL_DERIVATIVES,
        CLOSED_FORM,
        UPSTREAM,
        SQUARED_LOSS,
        GRADIENT_STEP,
        VECTOR_DERIVATIVES,
    ),
    vocabulary=VOCABULARY,
    experiments=EXPERIMENTS,
)
