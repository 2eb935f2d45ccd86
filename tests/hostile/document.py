"""`python tests/hostile/document.py ROWS...`: writes TABLE.md beside this file from the tables' own output.

python tests/hostile/table.py --json > modes.jsonl
python tests/hostile/otter_table.py --jobs 2 --json > otter.jsonl   # forty minutes on two cores
python tests/hostile/document.py modes.jsonl otter.jsonl
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

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
    by_attack: dict[tuple[str, str], dict[str, dict]] = {}
    for row in rows:
        by_attack.setdefault((row["family"], row["name"]), {})[row["mode"]] = row
    honest = {row["mode"]: row["baseline"] for row in rows}
    head = HEAD.format(
        honest=f"{honest.get('root', honest.get('unprivileged'))} of 42", stock=honest.get("stock", "?"),
        summary=_summary(rows), modes=" | ".join(MODES), dashes=" --- |" * len(MODES),
    )  # fmt: skip
    lines = [_line(f"{family}: {name}", found) for (family, name), found in by_attack.items()]
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return int(any(_bad(row) for row in rows if row["mode"] != "stock"))


def _summary(rows: list[dict]) -> str:
    lines = []
    for mode in MODES:
        own = [row for row in rows if row["mode"] == mode]
        if own:
            lines.append(f"- {mode}: {len(own)} attacks, {_count(own)}")
    return "\n".join(lines)


def _count(rows: list[dict]) -> str:
    endings = Counter(row.get("ending", "graded") for row in rows if row.get("ending", "graded") != "graded")
    faults = sum(bool(row.get("faults")) for row in rows)
    found = [f"{count} {ending}" for ending, count in sorted(endings.items())] + [f"{faults} with a fault"] * bool(
        faults
    )
    return ", ".join(found) or "none gained, leaked, hung or was left without a result"


def _line(name: str, found: dict[str, dict]) -> str:
    cells = [_cell(found.get(mode)) for mode in MODES]
    told = found.get("unprivileged") or found.get("root") or {}
    return f"| {_plain(name)} | {' | '.join(cells)} | {_plain(_said(told.get('stopped_by', '')))} |"


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
    return bool(row.get("faults")) or row.get("ending", "graded") != "graded"


def _plain(text: str) -> str:
    """Without this machine's paths, on one line."""
    repository = str(Path(__file__).resolve().parents[2])
    text = text.replace(repository, "…").replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")
    return "".join(character if character.isprintable() else "?" for character in text)[:90]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
