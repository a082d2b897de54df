"""Writes the dashboards as Grafana imports them; boards/ says what is in them. A test holds the files to it.

usage: python deploy/grafana/build_dashboards.py [FOLDER]   (default: dashboards/ beside this file)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from boards import budgets, carbon, departments, efficiency, fleet, grid, latency

BOARDS = tuple(one.BOARD for one in (carbon, departments, efficiency, fleet, grid, latency, budgets))


def write_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for board in BOARDS:
        text = json.dumps(board.to_json(), indent=2, ensure_ascii=False)
        (folder / f"{board.uid}.json").write_text(text + "\n")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "dashboards")
