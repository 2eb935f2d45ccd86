"""The settings in otter_config.json: the plugin that keeps student code out of otter's kernel, and the course as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.course import Course, from_text, to_text

# The class is named here and not imported: the image that grades has no otter.
PLUGIN = "autograder.otter_adapter.plugin.JudgePlugin"


def otter_config(name: str, course: Course) -> dict[str, Any]:
    """The content of otter_config.json: the plugin that keeps students' code out of otter's kernel, and its settings."""
    return {
        "lang": "python",
        "pdf": False,
        "show_hidden": course.seen_by(name).visibility != "hidden",
        "plugins": [{PLUGIN: {"assignment": name, "course": to_text(course, name)}}],
    }


def read_config(config: Mapping[str, Any]) -> tuple[str, Course]:
    """The assignment's name and the course in an otter_config.json."""
    settings = next(entry[PLUGIN] for entry in config["plugins"] if isinstance(entry, dict) and PLUGIN in entry)
    return settings["assignment"], from_text(settings["course"])
