"""Write the pages and files of a graded class: feedback, report, style."""
