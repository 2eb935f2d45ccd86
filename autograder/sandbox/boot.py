"""The first file a fork server runs, by path: it sets the import path, then hands over.

It is no part of a package import, so that the path is right before NumPy is imported.
"""

import json
import sys

if __name__ == "__main__":
    settings = json.loads(sys.argv[1])
    sys.path[:] = [*settings["path"], settings["root"]]
    from autograder.sandbox.server import main

    sys.path.remove(settings["root"])
    main(settings)
