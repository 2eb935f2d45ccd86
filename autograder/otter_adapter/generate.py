"""Otter's own `generate`: test files and settings to the members of an autograder zip."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def generate(test_files: Mapping[str, str], config: Mapping[str, Any]) -> dict[str, bytes]:
    """The members of the zip that `otter generate` makes, by name.

    Args:
        test_files: name of a file in tests/ → its text.
        config: the content of otter_config.json.
    """
    from otter.generate import main

    with tempfile.TemporaryDirectory() as folder:
        tests, settings, out = Path(folder, "tests"), Path(folder, "otter_config.json"), Path(folder, "autograder.zip")
        tests.mkdir()
        for name, text in test_files.items():
            (tests / name).write_text(text, encoding="utf-8")
        settings.write_text(json.dumps(config), encoding="utf-8")
        main(
            tests_dir=str(tests),
            output_path=str(out),
            config=str(settings),
            no_requirements=True,
            no_environment=True,
        )
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            return {member: archive.read(member) for member in archive.namelist()}


def possible_points(test_files: Mapping[str, bytes]) -> dict[str, float]:
    """The points that otter reads out of each test file (by name), which must parse."""
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in test_files.items():
            path = Path(folder, Path(name).name)
            path.write_bytes(data)
            found[name] = float(create_test_file(str(path), NBMetadataConfig()).possible)
    return found
