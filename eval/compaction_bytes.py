"""Bytes that compaction takes out of each kind of long conversation, as a table.

usage: python -m eval.compaction_bytes [--seed N] [--each N]

Bytes, not tokens: runs of blanks are few tokens for most models, so a byte saved there is worth less than
one of a repeated paragraph. Needs `ninja greeninfer_compact`; GREENINFER_COMPACT names another one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.compaction_corpus import Conversation, conversations
from eval.tables import Row, table

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("blanks", "json", "repeats", "reply_chains")


def program() -> str:
    default = ROOT / "build" / "release" / "src" / "optimizer" / "greeninfer_compact"
    return os.environ.get("GREENINFER_COMPACT", str(default))


def compacted(given: Iterable[Conversation]) -> Iterator[dict[str, object]]:
    lines = "\n".join(json.dumps(conversation) for conversation in given)
    answer = subprocess.run([program()], input=lines, check=True, capture_output=True, text=True).stdout
    return (json.loads(line) for line in answer.split("\n") if line)


def measure(seed: int, each: int) -> list[Row]:
    """One row per kind of conversation; `largest` and `smallest` are savings of single ones, in percent."""
    given = list(conversations(seed, each))
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    shares: dict[str, list[float]] = defaultdict(list)
    for conversation, answer in zip(given, compacted(given), strict=True):
        of_kind = sums[conversation["kind"]]
        before, after = float(str(answer["bytes_before"])), float(str(answer["bytes_after"]))
        of_kind["before"] += before
        of_kind["microseconds"] += float(str(answer["microseconds"]))
        saved = answer["saved"]
        assert isinstance(saved, dict)
        for kind in KINDS:
            of_kind[kind] += saved[kind]
        shares[conversation["kind"]].append(100 * (before - after) / before)
    return [row_of(kind, of_kind, shares[kind]) for kind, of_kind in sums.items()]


def row_of(kind: str, sums: dict[str, float], shares: list[float]) -> Row:
    row: Row = {"conversations": kind, "kib": sums["before"] / len(shares) / 1024}
    row |= {name: 100 * sums[name] / sums["before"] for name in KINDS}
    row["all"] = sum(float(row[name]) for name in KINDS)
    return row | {
        "smallest": min(shares),
        "largest": max(shares),
        "per_kib_us": sums["microseconds"] / (sums["before"] / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=50)
    asked = parser.parse_args()
    rows = measure(asked.seed, asked.each)
    cells = [[cell if isinstance(cell, str) else f"{cell:.1f}" for cell in row.values()] for row in rows]
    print(table(list(rows[0]), cells))


if __name__ == "__main__":
    main()
