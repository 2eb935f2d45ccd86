"""Provide the plugin through which `otter run` grades in our sandbox: student code never runs in otter's kernel.

Otter's kernel, its pickles and its log server handle only the grader's own code.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
from otter.plugins import AbstractOtterPlugin

from autograder.course import from_text
from autograder.intake import Submission, Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result
from autograder.otter_adapter.judged import VERDICTS, verdicts
from autograder.sandbox import ForkServer, Limits

CELL = """\
import json
{name} = json.loads({text!r})
"""


# Replaces the student's file, which otter opens again and whose folder its kernel may import from. Imported, it gives
# way to the installed module of its name.
TRAMPOLINE = """\
import os, sys
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != os.path.dirname(os.path.abspath(__file__))]
sys.modules.pop(__name__, None)
__import__(__name__)
"""


def _disarm(path: Path) -> None:
    """Replace the submitted file with one without student code, and keep its folder off the kernel's import path."""
    os.environ["PYTHONSAFEPATH"] = "1"  # needs Python 3.11; the trampoline serves earlier ones
    if path.suffix == ".ipynb":
        nbformat.write(nbformat.v4.new_notebook(), path)
    else:
        path.write_text(TRAMPOLINE, encoding="utf-8")


class JudgePlugin(AbstractOtterPlugin):
    """Judge the submission in the process that runs otter, and pass the verdicts to otter's test files.

    Its configuration in otter_config.json has two keys: `assignment`, a name, and `course`, the text of a course file.
    """

    def __init__(
        self, submission_path: str | None, submission_metadata: dict[str, Any], plugin_config: dict[str, Any]
    ) -> None:
        super().__init__(submission_path, submission_metadata, plugin_config)
        self._submission: Submission | None = None
        self._result: Result | None = None
        self._message = ""

    def before_grading(self, config: Any) -> None:
        """Read the submission, then remove the student's files from its folder: log, modules and tests."""
        course = from_text(self.plugin_config["course"])
        path = Path(self.submission_path)
        try:
            self._submission = read_submission(path.parent, course.assignment(self.plugin_config["assignment"]))
        except Unreadable as error:
            self._message = str(error)
        for entry in path.parent.iterdir():
            if entry.is_dir() and not entry.is_symlink() and entry.name != "tests":
                shutil.rmtree(entry)
            elif entry.name not in (path.name, "tests"):
                entry.unlink()
        _disarm(path)

    def before_execution(self, submission: nbformat.NotebookNode) -> nbformat.NotebookNode:
        """Return a notebook of one cell that holds the judge's verdicts, to run instead of the student's."""
        if self._submission is not None:
            self._result = self._judge(self._submission)
            self._message = self._result.message
        judged = {"questions": verdicts(self._result) if self._result else {}, "message": self._message or "not judged"}
        cell = nbformat.v4.new_code_cell(CELL.format(name=VERDICTS, text=json.dumps(judged)))
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        return nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})

    def after_grading(self, results: Any) -> None:
        """Set the judge's points; no test case represents the point lost for a modified argument."""
        for question in self._result.questions if self._result else ():
            if question.id in results.results and question.points is not None:
                results.update_score(question.id, question.points)

    def _judge(self, submission: Submission) -> Result:
        course, name = from_text(self.plugin_config["course"]), self.plugin_config["assignment"]
        with ForkServer(Limits().replace(**course.of(name).limits)) as server:
            return Judge(course.assignment(name), course.key, server).judge(submission)
