"""Untrusted side: the process that runs a student's code. Holds the submission, public material and nothing else."""
