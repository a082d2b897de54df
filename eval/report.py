"""RESULTS.md: every part that has results on file, and first the targets the project set itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.tables import Part, read_rows, table

REPORT = Path(__file__).resolve().parent / "RESULTS.md"
INTRODUCTION = """\
# Results

Made by `./dev eval`; `results/` has the rows behind the tables. Recorded outcomes of public sets,
replayed or judged out of fold: nothing here was trained on the rows it is judged on, unless the line says
so. Intervals are bootstraps over prompts. SD is one bootstrap standard deviation.
"""


def target_table(parts: Sequence[Part]) -> str:
    lines = [
        (
            part.name,
            target.what,
            f"{'at most' if target.at_most else 'at least'} {target.wanted:g}",
            f"{target.found:.3f}",
            f"{target.slack / 2:.3f}" if target.slack else "",
            target.met,
        )
        for part in parts
        if (rows := read_rows(part.name))
        for target in part.targets(rows)
    ]
    return table(["part", "figure", "wanted", "found", "SD", "met"], lines)


def write_report(parts: Sequence[Part]) -> None:
    sections = [INTRODUCTION, "## Targets\n\n" + target_table(parts) + "\n"]
    sections += [
        f"## {part.title}\n\n{part.render(rows)}\n" for part in parts if (rows := read_rows(part.name))
    ]
    REPORT.write_text("\n".join(sections))
