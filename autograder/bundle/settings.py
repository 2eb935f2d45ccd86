"""What a zip must know of its course, as text: written into otter_config.json, read back when it grades.

JSON is YAML, so that the course's own reader reads it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder import course as courses
from autograder.course import AssignmentSettings, Course

# The class is named here and not imported: the image that grades has no otter.
PLUGIN = "autograder.otter_adapter.plugin.JudgePlugin"


def otter_config(name: str, course: Course) -> dict[str, Any]:
    """The content of otter_config.json: the plugin that keeps students' code out of otter's kernel, and its settings."""
    return {
        "lang": "python",
        "pdf": False,
        "show_hidden": course.visibility != "hidden",
        "plugins": [{PLUGIN: {"assignment": name, "course": to_text(course, name)}}],
    }


def read_config(config: Mapping[str, Any]) -> tuple[str, Course]:
    """The assignment's name and the course in an otter_config.json."""
    settings = next(entry[PLUGIN] for entry in config["plugins"] if isinstance(entry, dict) and PLUGIN in entry)
    return settings["assignment"], from_text(settings["course"])


def to_text(course: Course, name: str) -> str:
    """The course as far as one assignment goes, its effective key included."""
    head = {"course": course.name, "key": course.key, "hints": course.hints, "visibility": course.visibility}
    return json.dumps({**head, "assignments": {name: _settings(course.of(name))}}, ensure_ascii=False)


def from_text(text: str) -> Course:
    """The inverse of `to_text`; the environment has no say in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "course.yaml")
        path.write_text(text, encoding="utf-8")
        return courses.load(path, environment={})


def _settings(settings: AssignmentSettings) -> dict[str, Any]:
    said = {
        "due": settings.due and settings.due.strftime("%Y-%m-%d %H:%M:%S %z"),
        "omit": list(settings.omit),
        "points": dict(settings.points),
        "limits": dict(settings.limits),
        "pay": settings.pay,
    }
    return {key: value for key, value in said.items() if value}
