"""Write the documents that `--json` prints; docs/json.md and json_output_schema.json describe them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.extras import version
from autograder.safe_text import in_json

SCHEMA_VERSION = 1


def json_document(command: str, exit_status: int, sentences: Iterable[str], **body: Any) -> str:
    """Return the text that a command prints with --json."""
    head = {"schema_version": SCHEMA_VERSION, "command": command, "nnhw": version(), "exit_status": exit_status}
    document = {**head, "sentences": list(sentences), **body}
    return in_json(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def grade_body(folder: Path) -> dict[str, Any]:
    """Return the class of a graded folder: one entry per student, in the order of grades.csv."""
    fixed = ("student", "submission", "status", "total", "max", "needs_review")
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    students = [
        {
            "student": row["student"],
            "submission": row["submission"],
            "status": row["status"],
            "total": _number(row["total"]),
            "max": _number(row["max"]),
            "needs_review": row["needs_review"] not in ("", "0"),
            "questions": {name: _number(cell) for name, cell in row.items() if name and name not in fixed},
        }
        for row in rows
    ]
    return {"folder": str(folder), "students": students}


def check_body(proofs: Iterable[Any], survivors: Iterable[str] = ()) -> dict[str, Any]:
    """Return the refusals of each assignment's check, and the surviving mutants."""
    entries = [
        {"assignment": proof.assignment, "refusals": [str(refusal) for refusal in proof.refusals]} for proof in proofs
    ]
    return {"assignments": entries, "surviving_mutants": list(survivors)}


def compare_body(comparison: Any) -> dict[str, Any]:
    """Return whose points change between two graded folders, and why."""
    changes = [
        {
            "student": change.student,
            "old_total": change.old.total if change.old else None,
            "new_total": change.new.total if change.new else None,
            "change": change.difference,
            "reasons": [
                {"question": reason.question, "old": reason.old, "new": reason.new, "because": reason.because}
                for reason in change.reasons
            ],
        }
        for change in comparison.changes
    ]
    return {"students": comparison.students, "changes": changes}


def gradebook_body(path: Path) -> dict[str, Any]:
    """Return the lines of a gradebook; numbers are numbers, empty cells null."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    words = ("email", "id", "name")
    lines = [
        {name: cell if name in words or name.endswith(" status") else _cell(cell) for name, cell in row.items()}
        for row in rows
    ]
    return {"path": str(path), "lines": lines}


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _cell(cell: str) -> float | str | None:
    try:
        return _number(cell)
    except ValueError:
        return cell
