"""The grader: content to student folders, questions to zips, submissions to verdicts. This is nnhw's package."""
