"""The only room that imports otter-grader, so that a new version of it is this folder's matter.

Otter is imported inside functions: its import takes two seconds, and grading does not need it.
"""
