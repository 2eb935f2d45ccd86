"""The page for a course's web site is self-contained."""

import re

import pytest

from autograder.content.site import build_site
from autograder.course import Course


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(tmp_path):
    (tmp_path / "chain_rule-student.zip").write_bytes(b"zip")
    index = build_site(["chain_rule"], Course(), tmp_path)
    links = re.findall(r"""(?:href|src)=["']([^"']+)""", index.read_text(encoding="utf-8"))
    assert {"chain_rule-student.zip", "lab.html", "fractal.png", "fractal-zoom.png"} <= set(links)
    assert all((index.parent / link).is_file() for link in links if not link.startswith("https://arxiv.org/abs/"))
