"""What shortening costs: CPU time of one core per prompt, and the energy that it stands for.

The time is what the program measures itself, guards and model together. Joules are modelled: CPU time
times the watts of a busy core, as `local_engine.watts_per_core` has it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval import shortening_traffic as traffic
from eval.metrics import Floats
from eval.shortening_program import shorten
from eval.shortening_traffic import GoldPrompt
from eval.tables import Part, Row, Target, number, table

WATTS_PER_CORE = 3.5
ROUNDS = 3  # the median of these: other work on the machine disturbs single ones
PIECES = ((1, 25), (26, 50), (51, 80), (81, 120), (121, 200), (201, 10_000))
HUNDRED = (81, 120)
VERBOSE, TERSE = "generated, verbose", traffic.TERSE


def milliseconds(texts: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """CPU time, pieces and decoder steps of each text."""
    rounds = [shorten(texts) for _ in range(ROUNDS)]
    times = np.array([[result.cpu_us for result in results] for results in rounds])
    pieces = np.array([result.pieces for result in rounds[0]], np.float64)
    steps = np.array([result.decoder_steps for result in rounds[0]], np.float64)
    return np.median(times, axis=0) / 1000, pieces, steps


def row_of(kind: str, bucket: str, times: Floats, pieces: Floats, steps: Floats) -> Row:
    return {
        "traffic": kind,
        "pieces": bucket,
        "prompts": len(times),
        "mean_pieces": float(pieces.mean()),
        "decoder_steps": float(steps.mean()),
        "median_ms": float(np.median(times)),
        "p90_ms": float(np.quantile(times, 0.9)),
        "mean_joules": float(times.mean()) / 1000 * WATTS_PER_CORE,
    }


def rows_of(kind: str, texts: Sequence[str]) -> list[Row]:
    times, pieces, steps = milliseconds(texts)
    groups = {"any": np.full(len(times), True), "0: not asked": pieces == 0, "asked": pieces > 0}
    groups |= {f"{least}-{most}": (pieces >= least) & (pieces <= most) for least, most in PIECES}
    return [
        row_of(kind, name, times[chosen], pieces[chosen], steps[chosen])
        for name, chosen in groups.items()
        if chosen.any()
    ]


def material() -> dict[str, list[GoldPrompt]]:
    known = traffic.generated_verbose(traffic.KNOWN, held_out_templates=False)
    unknown = traffic.generated_verbose(traffic.UNKNOWN, held_out_templates=True)
    return {
        VERBOSE: [*known, *unknown],
        TERSE: traffic.generated_terse(),
        traffic.REAL: list(traffic.unselected()),
    }


def measure() -> list[Row]:
    return [
        row for kind, prompts in material().items() for row in rows_of(kind, [one.text for one in prompts])
    ]


def render(rows: list[Row]) -> str:
    lines = [
        [
            str(row["traffic"]),
            str(row["pieces"]),
            str(int(number(row, "prompts"))),
            f"{number(row, 'decoder_steps'):.1f}",
            f"{number(row, 'median_ms'):.2f}",
            f"{number(row, 'p90_ms'):.2f}",
            f"{number(row, 'mean_joules'):.4f}",
        ]
        for row in rows
    ]
    headings = [
        "traffic",
        "pieces read",
        "prompts",
        "decoder steps",
        "median, ms",
        "p90, ms",
        "mean, J (modelled)",
    ]
    return (
        "CPU time of one core, guards and model together, by how many pieces the model read; it is not asked "
        "where rules leave a prompt alone or leave nothing open. "
        f"Joules are modelled: CPU time x {WATTS_PER_CORE} W.\n\n" + table(headings, lines)
    )


def targets(rows: list[Row]) -> list[Target]:
    wanted = [(TERSE, "asked", 15.0), (VERBOSE, f"{HUNDRED[0]}-{HUNDRED[1]}", 50.0)]
    return [
        Target(f"{column[:-3]} ms: {kind}, pieces {bucket}", limit, number(row, column), at_most=True)
        for kind, bucket, limit in wanted
        for column in ("median_ms", "p90_ms")
        for row in rows
        if row["traffic"] == kind and str(row["pieces"]) == bucket
    ]


PART = Part("shortening_speed", "Shortening: time and energy", measure, render, targets)
