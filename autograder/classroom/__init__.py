"""Grade the submissions of a class, and write gradebooks and pages.

    arrivals  →  roll (who, which one counts)  →  pool of judges  →  journal.db  →  grades.csv · results/ · report.html

The journal is the record of a run. The other files are made from it and from the tables kept by hand, so they can be
deleted.
"""
