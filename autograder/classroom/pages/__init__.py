"""Pages and files made from a graded class: feedback, report, style."""
