"""Submission in, Result out: cases, comparison, diagnosis, written expressions."""
