"""Talk to otter-grader; a new version of it needs changes only here, since no other package imports it.

Functions import otter when they are called: the import takes two seconds, and grading does not need it.
"""
