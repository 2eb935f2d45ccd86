"""The grader, graded: every known slip refused under its own name, every variant accepted, every mutant seen."""
