"""The part of the grader that students receive: arguments, the observation of a call, the comparison with a truth.

Students get what their assignment needs of it as one generated module (`content/public_checks.py`). It imports only
NumPy and the standard library, and contains no truths, formulas, known mistakes or hidden cases.
"""
