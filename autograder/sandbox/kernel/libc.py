"""The C library, loaded once: for system calls that Python has no name for. Imported on Linux and macOS alone."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
