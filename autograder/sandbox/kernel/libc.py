"""The C library, loaded once, for system calls that Python does not offer; imported only on Linux and macOS."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
