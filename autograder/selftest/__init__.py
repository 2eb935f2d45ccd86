"""Grade the grader: it must name every known slip, accept every variant and refuse every mutant."""
