"""The first file a reader runs, by path: it sets the import path, imports all it needs, then hands over.

As root it opens the entries of the import path, so that codecs and Pillow can still be imported by a user who may not
pass through a private folder in which Python lies (see `sandbox/kernel/bootstrap.py`).
"""

import json
import os
import sys


def main(settings):
    """Set the path and serve."""
    sys.path[:] = [*settings["path"], settings["root"]]
    from autograder.intake.bounded import guest
    from autograder.sandbox.kernel.bootstrap import open_entry, rename_loaded

    path = settings["path"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        opened = []
        names = {entry: open_entry(entry, opened) for entry in path}
        rename_loaded(names)
        path = list(names.values())
    sys.path[:] = path
    guest.main(settings)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
