def read_quiz(name, path, file): raise NotImplementedError
