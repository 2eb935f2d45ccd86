"""Start a reader's process: set the import path, import everything it needs, then hand over to `guest`.

This file runs by path, before the package can be imported. As root it opens the entries of the import path, so that
codecs and Pillow can still be imported after the change to a user who may not pass through a private folder above
Python (see `sandbox/kernel/bootstrap.py`).
"""

import gc
import json
import os
import sys


def main(settings):
    """Set the import path and serve."""
    sys.path[:] = [*settings["path"], settings["root"]]
    gc.disable()  # what is imported is not garbage, and looking through it takes a tenth of the start
    from autograder.intake.bounded import guest
    from autograder.sandbox.kernel.bootstrap import open_entry, rename_loaded

    gc.freeze()
    gc.enable()

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
