"""Read hostile text in an unprivileged process with limits of time and memory, which is replaced when it dies.

`reader.py` is the judge's end, `boot.py` the first file that the process runs, `guest.py` what it does and
`messages.py` the format between the two: lengths, JSON and bytes, without pickles. The process holds what students
received and no secret.
"""
