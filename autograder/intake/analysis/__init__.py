"""The one static analysis of student code: each top-level statement is parsed once and known by its text from then on."""
