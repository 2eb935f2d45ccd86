"""Trusted side: starts workers, sends calls, reads answers. Runs in the judge's process and holds the truth."""
