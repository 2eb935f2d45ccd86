"""`participation`: the quiz. Its questions come from the bank, solutions/participation.yaml."""

from autograder.questions.typed import quiz

ASSIGNMENT = quiz("participation", "Participation quiz")
