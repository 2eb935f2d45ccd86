"""docs/ARCHITECTURE.md names files that exist, and every room."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (PROJECT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:autograder|reference_impl|tests|solutions|assignments)[\w/.]*)`", TEXT)))
ROOMS = sorted(path.parent for path in (PROJECT / "autograder").glob("*/__init__.py"))


@pytest.mark.parametrize("path", PATHS)
def test_architecture_page_names_a_file_that_exists(path):
    assert (PROJECT / path).exists()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_architecture_page_names_every_room(room):
    assert f"autograder/{room.name}" in TEXT


@pytest.mark.parametrize("question", ["deadline", "shape compared", "Canvas", "hint chosen"])
def test_architecture_page_answers_where(question):
    answers = re.findall(r"^\| (Where[^|]+|Which[^|]+)\| `([^`]+)` \|$", TEXT, re.MULTILINE)
    assert any(question in asked for asked, _ in answers)
