"""Many submissions: every way a class arrives, a pool of judges, a journal, and the pages made from it.

    arrivals  →  roll (who, which one counts)  →  pool of judges  →  journal.db  →  grades.csv · results/ · report.html

The journal is the record: every file beside it is a pure function of it and can be deleted.
"""
