"""Privileged side: the fork server's process, which forks workers, confines them and cleans up after them."""
