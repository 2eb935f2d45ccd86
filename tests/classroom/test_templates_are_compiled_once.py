"""Templates are compiled once for all runs, in a folder into which only this user may write."""

import jinja2
import pytest

from autograder import paths
from autograder.classroom.pages import html


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)
    return tmp_path / "templates"


@pytest.fixture
def compiled(monkeypatch):
    """Count the templates that are compiled."""
    counted, compile_one = [], jinja2.Environment._compile
    monkeypatch.setattr(
        jinja2.Environment, "_compile", lambda self, *words: counted.append(words) or compile_one(self, *words)
    )
    return counted


def test_the_second_run_compiles_nothing(cache, compiled):
    html.environment().get_template("report.html")
    first = len(compiled)
    html.environment().get_template("report.html")
    assert first and len(compiled) == first


def test_code_is_not_loaded_from_a_folder_of_all(cache, compiled):
    html.environment().get_template("report.html")
    first = len(compiled)
    cache.chmod(0o777)
    html.environment().get_template("report.html")
    assert len(compiled) == 2 * first


def test_pages_are_written_without_a_cache(tmp_path, cache):
    cache.write_text("a file where the folder should be")
    assert html.environment().get_template("report.html")
