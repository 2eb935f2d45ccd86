"""Build the zip for Gradescope, and rehearse it in Gradescope's layout.

The functions import their modules when they are called: the grading image lacks otter and the modules that build.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.gradescope.rehearsal import Rehearsal


def build(name: str, course: Course, dist_dir: Path, offline: bool = False) -> Path:
    """Write DIST/NAME-autograder.zip. See package.build."""
    from autograder.gradescope.package import build as build_package

    return build_package(name, course, dist_dir, offline)


def rehearse(name: str, submission: Path | None = None, *, course: Course | None = None) -> Rehearsal:
    """Run the zip as Gradescope would. See rehearsal.rehearse."""
    from autograder.gradescope.rehearsal import rehearse as rehearse_package

    return rehearse_package(name, submission, course=course)
