"""`python tests/hostile/table.py`: every attack in every mode this machine offers, as a table.

python tests/hostile/table.py [--mode root|unprivileged|all] [--only WORD] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import modes
from arena import ATTACKS, Arena, Row


def main() -> int:
    """Print the table; 1 if any attack gained, leaked, hung or left anything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mode", choices=[*modes.AVAILABLE, "here", "all"], default="all")
    parser.add_argument("--only", default="", help="attacks whose family or name contains this word")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    if arguments.mode == "here":
        return _here(arguments.only, arguments.json)
    wanted = modes.AVAILABLE if arguments.mode == "all" else [arguments.mode]
    options = ["--mode", "here", "--only", arguments.only] + ["--json"] * arguments.json
    return max(modes.run(mode, [__file__, *options]) for mode in wanted)


def _here(only: str, as_json: bool) -> int:
    bad = 0
    with Arena() as arena:
        mode = os.environ.get("NNHW_MODE", "here")
        if not as_json:
            print(f"\n{mode}: {', '.join(arena.server.protection)}")
            print(f"{'attack':64} {'score':>5} {'honest':>6} {'s':>6}  stopped by")
        for attack in ATTACKS:
            if only in attack.family or only in attack.name:
                row = arena.run(attack)
                bad += bool(row.faults)
                print(json.dumps({"mode": mode, **row.as_dict()}) if as_json else _line(row), flush=True)
    return int(bad > 0)


def _line(row: Row) -> str:
    name = f"{row.family}: {row.name}"
    faults = f"   !! {'; '.join(row.faults)}" if row.faults else ""
    return f"{name[:64]:64} {row.score!s:>5} {row.baseline:>6} {row.seconds:>6}  {row.stopped_by}{faults}"


if __name__ == "__main__":
    sys.exit(main())
