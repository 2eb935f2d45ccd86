"""What the documents say is what there is."""

import re
import shlex
from pathlib import Path

import pytest

from autograder.cli_parser import parser_of_all

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [
    PROJECT / "README.md",
    *sorted((PROJECT / "docs").glob("*.md")),
    PROJECT / "autograder/questions/README.md",
    PROJECT / "autograder/gradescope/GRADESCOPE.md",
]
MAKEFILE = (PROJECT / "Makefile").read_text()


def words(page):
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`((?:nnhw|make) [^`]+)`", text)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()] + inline
    return [line for line in lines if line.startswith(("nnhw ", "make"))]


COMMANDS = sorted({line for page in PAGES for line in words(page)})


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("nnhw ")])
def test_every_command_in_a_document_parses(line):
    command, *rest = shlex.split(line)[1:]
    if not rest:  # a mention, not a command to type
        assert command in parser_of_all().format_help()
    else:
        assert parser_of_all().parse_args([command, *rest]).command == command


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("make")])
def test_every_make_target_in_a_document_exists(line):
    assert all(re.search(rf"^{word}:", MAKEFILE, re.MULTILINE) for word in line.split()[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_a_document_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8")))
    assert [link for link in links if not link.startswith("http") and not (page.parent / link).exists()] == []


def test_every_room_of_the_readme_exists():
    rooms = re.findall(r"^\| `([\w/]+)` \|", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE)
    assert rooms and all((PROJECT / room).is_dir() for room in rooms)
