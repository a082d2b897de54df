"""Four real engines on this machine behind one gateway, placed by three strategies, round by round in turn.

Each strategy has a gateway and four engines of its own. While one works the others idle, and who begins
moves on with each round, so what else the machine does hits all alike. An engine has SLOTS slots and no
cache beside them: it can hold two of the beginnings at once, the four together all of them.

Cached tokens are those that the engines report in `usage`; the first token is timed at the client, of a
stream; processor time is that of the engines' processes. What an oracle would save is defined in
fleet_oracle.py, an upper bound for any placement. Joules are those that the gateway has booked for all
requests, once its meter's windows have closed, with the evidence that the receipts name.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from eval.fleet_contest import (
    AT_ONCE,
    CONTEXT,
    ENGINES,
    METER_SECONDS,
    SLOTS,
    Asked,
    contestants,
    rotated,
)
from eval.fleet_workloads import Workload, chats, documents, instructions
from eval.tables import Part, Row, Target, number, table

WORKLOADS = (documents(), chats(), instructions())
JOULES_PER_MWH = 3.6
ORACLE_SHARE_WANTED = 0.85
SPEED_UP_WANTED = 2.0


def play(workload: Workload) -> list[Row]:
    with contestants(workload) as all_of_them:
        for place, turns in enumerate(workload.rounds):
            for one in rotated(all_of_them, place):
                one.play(turns)
            print(f"{workload.name}: round {place + 1} of {len(workload.rounds)}", file=sys.stderr)
        time.sleep(METER_SECONDS)
        rows = [
            row_of(workload.name, one.strategy, one.asked, one.cpu_used(), one.joules() - one.joules_before)
            for one in all_of_them
        ]
    print(*rows, sep="\n", file=sys.stderr)  # in case that the next workload is not waited for
    return rows


def row_of(workload: str, strategy: str, asked: list[Asked], cpu: float, joules: float) -> Row:
    prompt = sum(one.answer.prompt_tokens for one in asked)
    cached = sum(one.answer.cached_tokens for one in asked)
    oracle = sum(one.oracle_tokens for one in asked)
    first = np.array([one.answer.first_token_seconds for one in asked])
    receipts = [one.answer.receipt for one in asked]
    return {
        "workload": workload,
        "strategy": strategy,
        "requests": len(asked),
        "prompt_tokens": prompt,
        "cached_tokens": cached,
        "hit_share": cached / prompt,
        "prefill_tokens": prompt - cached,
        "oracle_tokens": oracle,
        "oracle_share": cached / oracle,
        "first_token_median_s": float(np.median(first)),
        "first_token_p90_s": float(np.quantile(first, 0.9)),
        "cpu_s": cpu,
        "joules": joules,
        "receipts_joules": sum(float(receipt["energy_mwh"]) for receipt in receipts) * JOULES_PER_MWH,
        "evidence": " ".join(sorted({str(receipt["energy_method"]) for receipt in receipts})),
    }


def measure() -> list[Row]:
    started = time.monotonic()
    rows = [row for workload in WORKLOADS for row in play(workload)]
    return [row | {"wall_s": time.monotonic() - started} for row in rows]


HEADINGS = {
    "workload": ("workload", ""),
    "strategy": ("strategy", ""),
    "requests": ("requests", ".0f"),
    "prompt_tokens": ("prompt tokens", ".0f"),
    "cached_tokens": ("cached", ".0f"),
    "prefill_tokens": ("computed", ".0f"),
    "hit_share": ("hit share", ".3f"),
    "oracle_share": ("of the oracle's", ".3f"),
    "first_token_median_s": ("first token, median, s", ".2f"),
    "first_token_p90_s": ("p90, s", ".2f"),
    "cpu_s": ("CPU, s", ".1f"),
    "joules": ("J", ".1f"),
    "evidence": ("evidence", ""),
}


def measured_in(rows: list[Row]) -> list[Workload]:
    names = {row["workload"] for row in rows}
    return [workload for workload in WORKLOADS if workload.name in names]


def described(workload: Workload) -> str:
    return f"`{workload.name}`, {len(workload.openings)} in {len(workload.rounds)} rounds"


def render(rows: list[Row]) -> str:
    lines = [
        [
            format(number(row, column), form) if form else str(row[column])
            for column, (_, form) in HEADINGS.items()
        ]
        for row in rows
    ]
    return "\n\n".join(
        [
            f"{ENGINES} real `llama-server` processes with the embedded model for each strategy, {SLOTS} "
            f"slots of {CONTEXT} tokens each and no cache beside them, one thread each, {AT_ONCE} requests "
            "in flight; strategies take turns round by round. Generated texts: "
            f"{', '.join(map(described, measured_in(rows)))}. Chats begin with a pasted text; "
            "`instructions` are short conversations behind long instructions that all share. Cached tokens "
            "as the engines report them; the oracle has no limits (`fleet_oracle.py`); joules as the "
            "gateway booked them, with PUE. An engine on a core reads some hundred tokens a second, a GPU "
            "thousands.",
            table([heading for heading, _ in HEADINGS.values()], lines),
            f"First token on documents: round robin takes {speed_up(rows):.1f} times as long as kv_aware. "
            "With kv_aware the gateway says which slot a prompt is read into; the others leave that to "
            "llama-server, which reads it over the prompt that begins most like it. `instructions` lose what "
            "it takes to read them into a slot for each conversation.",
        ]
    )


def found(rows: list[Row], workload: str, strategy: str, column: str) -> float:
    return next(
        number(row, column) for row in rows if (row["workload"], row["strategy"]) == (workload, strategy)
    )


def speed_up(rows: list[Row]) -> float:
    ours = found(rows, "documents", "kv_aware", "first_token_median_s")
    return found(rows, "documents", "round_robin", "first_token_median_s") / ours


def targets(rows: list[Row]) -> list[Target]:
    shares = [
        Target(
            f"kv_aware, {workload}: share of the prefill tokens that an oracle saves",
            ORACLE_SHARE_WANTED,
            found(rows, workload, "kv_aware", "oracle_share"),
        )
        for workload in (each.name for each in measured_in(rows))
    ]
    quicker = "kv_aware, documents: how much sooner than round robin the first token comes, median"
    return [*shares, Target(quicker, SPEED_UP_WANTED, speed_up(rows))]


PART = Part(
    "fleet_real", "The fleet: prompts that go where their beginning was read", measure, render, targets
)
