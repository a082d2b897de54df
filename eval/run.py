"""Measures the parts of the report anew and writes it.

usage: python -m eval.run [PART]... [--config FILE] Without names: every part that asks no model for
answers. `live` asks the models of the configuration named, or the embedded one; `shortening_meaning`,
`brief_answers` and `fleet_real` ask the embedded one.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from eval import (
    brief_answers,
    cascade,
    compaction,
    difficulty,
    fleet_real,
    fleet_simulated,
    live,
    pareto,
    prompt_router,
    shortening,
    shortening_guards,
    shortening_meaning,
    shortening_speed,
    start_tier,
)
from eval.report import REPORT, write_report
from eval.tables import Part, Row, write_rows

PARTS: tuple[Part, ...] = (
    prompt_router.PART,
    start_tier.PART,
    cascade.PART,
    difficulty.PART,
    pareto.PART,
    shortening.PART,
    shortening_guards.PART,
    shortening_meaning.PART,
    shortening_speed.PART,
    compaction.PART,
    fleet_simulated.PART,
    brief_answers.PART,
    fleet_real.PART,
    live.PART,
)
# These ask a real model for minutes, or models of yours.
ON_REQUEST = (shortening_meaning.PART.name, brief_answers.PART.name, fleet_real.PART.name, live.PART.name)


def measured(part: Part, config: Path | None) -> list[Row]:
    if part is live.PART and config is not None:
        return live.measure(config)
    return part.measure()


def main() -> None:
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(names))
    parser.add_argument("--config", type=Path, help="of the gateway that `live` starts")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.parts) - set(names)):
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(names)}")
    chosen = asked.parts or [name for name in names if name not in ON_REQUEST]
    for part in PARTS:
        if part.name not in chosen:
            continue
        started = time.monotonic()
        rows = measured(part, asked.config)
        write_rows(part.name, rows)
        print(f"{part.name}: {len(rows)} rows in {time.monotonic() - started:.0f} s", file=sys.stderr)
    write_report(PARTS)
    print(REPORT.read_text().split("\n## ")[1])


if __name__ == "__main__":
    main()
