"""`python tests/hostile/document.py ROWS...`: writes TABLE.md beside this file from the tables' own output.

python tests/hostile/table.py --json > modes.jsonl
python tests/hostile/otter_table.py --jobs 2 --json > otter.jsonl   # forty minutes on two cores
python tests/hostile/document.py modes.jsonl otter.jsonl

Cells that no row is about stay as they are, so that one mode, or some attacks, can be run again alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from otter_table import NOT_OPENED

TABLE = Path(__file__).with_name("TABLE.md")
MODES = ("root", "container", "unprivileged", "plugin", "stock")
HEAD = """# Hostile submissions: what each gets

Each attack below is added to one and the same submission, whose honest score is {honest} with us and {stock} of 19 with stock
otter-grader. A lower score means that the attack spoiled the submission's own work; a higher one, that it gained.

- `root`, `container` (root with Docker's default rights, as on Gradescope) and `unprivileged` are our judge with Linux's layers.
- `plugin` is our zip under `otter run`, with the limits of a course (5 s a call, where the modes before it have 1 s): what
  never returns in any function takes a minute.
- `stock` is otter-grader with an ordinary zip of five hidden tests, run side by side: every attack, those on our own wire and
  stand-ins too, which find nothing there.
- A cell is score and seconds (on a busy machine). **Bold**, with the reason, is what must not happen: GAINED points,
  HUNG the grader, NO RESULT was written, WROTE into the results file of somebody else, LEFT a file behind. Empty: not run.
  "none" is a notebook that otter itself cannot read: no plugin has its turn.
- "Stopped by" is the first thing that the attack itself met as an ordinary user: the exception that it caught, the limit that
  ended it, or "nothing to gain" where everything it did was allowed and changed no verdict.

{summary}

Written by `tests/hostile/document.py` from the output of `table.py` and `otter_table.py`; its head says how.

| attack | {modes} | stopped by |
| --- |{dashes} --- |
"""


def main(paths: list[str]) -> int:
    """Write the table; 1 if a row of ours shows a fault."""
    rows = [json.loads(line) for path in paths for line in Path(path).read_text().splitlines()]
    table = _kept()
    for row in rows:
        name = _plain(f"{row['family']}: {row['name']}")
        cells = table.setdefault(name, [""] * (len(MODES) + 1))
        cells[MODES.index(row["mode"])] = _cell(row)
        if row["mode"] == "unprivileged" or not cells[-1]:
            cells[-1] = _plain(_said(row.get("stopped_by", "")))
    honest = {row["mode"]: row["baseline"] for row in rows}
    head = HEAD.format(
        honest=f"{honest.get('root', honest.get('unprivileged', 16.5))} of 42", stock=honest.get("stock", 4),
        summary=_summary(table), modes=" | ".join(MODES), dashes=" --- |" * len(MODES),
    )  # fmt: skip
    lines = [f"| {name} | {' | '.join(cells)} |" for name, cells in table.items()]
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return int(any(_bad(row) for row in rows if row["mode"] != "stock"))


def _kept() -> dict[str, list[str]]:
    """The cells of the table that lies there, by the attack's name."""
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    rows = [
        re.split(r" (?<!\\)\| ?", line.removeprefix("| ").removesuffix("|")) for line in lines if line.startswith("| ")
    ]
    found = {row[0]: [cell.strip() for cell in row[1:]] for row in rows[2:]}
    return {name: cells[: len(MODES) + 1] for name, cells in found.items() if len(cells) > len(MODES)}


def _summary(table: dict[str, list[str]]) -> str:
    lines = []
    for number, mode in enumerate(MODES):
        own = [cells[number] for cells in table.values() if cells[number]]
        endings = Counter(
            cell.strip("*").partition(" s")[2].strip() or "with a fault" for cell in own if cell[0] == "*"
        )
        said = ", ".join(f"{count} {ending}" for ending, count in sorted(endings.items()))
        lines += [
            f"- {mode}: {len(own)} attacks, {said or 'none gained, leaked, hung or was left without a result'}"
        ] * bool(own)
    return "\n".join(lines)


def _said(stopped_by: str) -> str:
    """What the arena found, for somebody who does not know its words."""
    return "nothing to gain" if stopped_by.startswith(("nothing gained", "answered, and nothing done")) else stopped_by


def _cell(row: dict | None) -> str:
    if row is None:
        return ""
    text = f"{row['score']:g}" if row["score"] is not None else "none"
    text += f" · {row['seconds']:.1f} s" + (f" {row['ending']}" if row.get("ending", "graded") != "graded" else "")
    return f"**{text}**" if _bad(row) else text


def _bad(row: dict) -> bool:
    return bool(row.get("faults")) or row.get("ending", "graded") not in ("graded", NOT_OPENED)


def _plain(text: str) -> str:
    """Without this machine's paths, on one line."""
    repository = str(Path(__file__).resolve().parents[2])
    text = text.replace(repository, "…").replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")
    return "".join(character if character.isprintable() else "?" for character in text)[:90]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
