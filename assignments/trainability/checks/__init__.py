"""The part of the grader that students receive: recipes, one observed call, one comparison.

Everything in this folder is copied as it stands into a student's folder and into the worker. It imports NumPy and the
standard library alone and holds no truth, no formula, no slip and no hidden case.
"""
