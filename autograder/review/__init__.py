"""`nnhw review DIR`: a local page on which several graders read answers, tick rubric boxes and settle what needs a person."""
