"""`python tests/hostile/document.py ROWS...`: writes TABLE.md beside this file from the tables' own output.

    python tests/hostile/table.py --json > modes.jsonl
    python tests/hostile/otter_table.py --json > otter.jsonl      # a class's hour: five to thirty seconds a run
    python tests/hostile/document.py modes.jsonl otter.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("TABLE.md")
MODES = ("root", "container", "unprivileged", "plugin", "stock")
HEAD = """# Hostile submissions: what each gets

Written by `tests/hostile/document.py` from the output of `table.py` and `otter_table.py`, which run every attack below on one and
the same submission. Its honest score is {honest}; a score below it means that the attack spoiled the submission's own work.

- `root`, `container` (root with Docker's default rights, as on Gradescope) and `unprivileged` are our judge, `plugin` is our zip
  under `otter run`; `stock` is otter-grader with an ordinary zip of five hidden tests, in which the same submission has {stock} of 19.
- A cell is score and seconds. **Bold**: the attack gained points, hung the grader, or left it without a result. Empty: not run.
  `otter run` takes five to thirty seconds an attack, so that its two columns hold a sample; files named like the harness have
  no result there because otter refuses two `.py` files before any plugin is asked.
- "Stopped by" is what the attack itself met, as `{evidence}`.

{summary}

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
        honest=f"{honest.get('root', honest.get('unprivileged'))} of 42", stock=honest.get("stock", "?"), evidence="an ordinary user",
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
            lines.append(f"- {mode}: {len(own)} attacks, {sum(map(_bad, own))} of them with a gain, a leak, a hang or no result")
    return "\n".join(lines)


def _line(name: str, found: dict[str, dict]) -> str:
    cells = [_cell(found.get(mode)) for mode in MODES]
    told = found.get("unprivileged") or found.get("root") or {}
    return f"| {_plain(name)} | {' | '.join(cells)} | {_plain(told.get('stopped_by', ''))} |"


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
