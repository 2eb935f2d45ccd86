"""Messages between the processes, in a format that cannot execute anything."""
