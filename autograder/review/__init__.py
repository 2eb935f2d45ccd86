"""Serve a local page where graders read answers, tick rubric boxes and settle what needs a person (`nnhw review`)."""
