"""Build student folders and zips from content and questions, and grade submissions. This is nnhw's package."""
