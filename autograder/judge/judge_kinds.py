"""Kinds of expectation that students do not receive: they hold a truth that a public check must not show."""

from __future__ import annotations

from autograder.checks.compare import Kind

JUDGE_KINDS: dict[str, Kind] = {}
