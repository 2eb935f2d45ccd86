"""The process that reads hostile text: unprivileged, within limits of time and memory, replaced when it dies of one.

`reader.py` is the judge's end. `boot.py` is the first file that the process runs, `guest.py` what it does, `frames.py`
the messages: lengths, JSON and bytes, no pickles. The process holds what students received and nothing secret.
"""
