"""The grader: content to student folders, questions to zips, submissions to verdicts."""
