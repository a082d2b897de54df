"""The real gateway's cascade on recorded answers: each half it never saw, over the wire.

The fleet is simulated, the gateway is not: it chooses, asks the recorded checker, escalates and writes the
receipts that accuracy and cost are read from. Energy coefficients stand for the cost of the tables: a
written token five times a read one, the next model eight times the small one.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.cascade_splits import Tried
from eval.data_sets import rows_of
from eval.gateway_process import running_gateway
from eval.load_client import Reply, ask_all
from eval.replay_fleet import Fleet, serve
from eval.replay_records import Records, cascade_records
from train.cascade_calibration import calibration_file, curve_text
from train.cascade_fit import Rule
from train.cascade_outcomes import FILE, NEXT, SIZE_RATIO, SMALL, WRITTEN_TOKEN_WEIGHT

READ_TOKEN_MWH = 0.001


@dataclass(frozen=True)
class Order:
    """One run: the rule and threshold to start the gateway with, and the rows to replay."""

    rule: Rule
    edge: float
    target: float
    rows: NDArray[np.int_]


@dataclass(frozen=True)
class Replayed:
    tried: Tried
    differing: int  # answers that another model gave than the rule says
    checks: int


def energy(size: float) -> dict[str, float]:
    read = READ_TOKEN_MWH * size
    return {"input_mwh_per_token": read, "output_mwh_per_token": read * WRITTEN_TOKEN_WEIGHT}


def gateway_config(url: str, cascade: dict[str, Any]) -> dict[str, Any]:
    models = [
        {
            "name": name,
            "tier": name,
            "capabilities": ["logprobs"],
            "energy": energy(size),
            "endpoints": [{"url": url, "model": name}],
        }
        for name, size in (("small", 1.0), ("large", SIZE_RATIO))
    ]
    # Bands this wide let every answer begin with the small model: the cascade alone is judged here.
    bands = {"policy": "bands", "balanced": {"small_below": 100, "medium_below": 100}}
    return {
        "server": {"listen": "127.0.0.1:0", "threads": 1},
        "upstream": {"health": {"interval": "0s"}},
        "local_engine": {"enabled": False},
        "telemetry": {"log_format": "json", "receipt": "body"},
        "routing": bands,
        "cascade": cascade,
        "models": models,
    }


def file_of(rule: Rule, edge: float, target: float, kept: float) -> dict[str, Any]:
    step = {"quality_target": target, "gain": edge, "kept_share": kept}
    return calibration_file(
        [
            {
                "signal": rule.signal,
                "right_now": curve_text(rule.right_now),
                "right_next": curve_text(rule.right_next),
                "escalate_above": [step],
            }
        ]
    )


class Replay:
    """Holds the fleet and what always asking the large model costs, as the gateway itself reports it."""

    def __init__(self, fleet: Fleet, records: Records, prompts: list[str]) -> None:
        self._fleet = fleet
        self._records = records
        self._prompts = prompts
        self._url = ""
        self._large_mwh = np.zeros(len(prompts))

    async def start(self) -> None:
        self._server, self._url = await serve(self._fleet)
        with running_gateway(gateway_config(self._url, {"enabled": False})) as port:
            replies = await ask_all(port, self._prompts, "large")
        self._large_mwh = np.array([energy_of(reply) for reply in replies])

    async def run(self, order: Order, gain: NDArray[np.float64]) -> Replayed:
        """`gain` is the rule's, of every recorded row."""
        kept = gain[order.rows] <= order.edge
        checks_before = self._fleet.seen["check large"]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "calibration.json")
            file.write_text(json.dumps(file_of(order.rule, order.edge, order.target, float(kept.mean()))))
            cascade = {"quality_target": order.target, "calibration": str(file)}
            replies = await self._ask(cascade, order.rows)
        answered = [str(reply.receipt["model"]) for reply in replies]
        return Replayed(
            tried=self._judged(order.rows, replies, answered),
            differing=sum((model == "small") != keep for model, keep in zip(answered, kept, strict=True)),
            checks=self._fleet.seen["check large"] - checks_before,
        )

    async def run_shipped(self, target: float, rows: NDArray[np.int_]) -> Tried:
        """With the calibration that is built into the program."""
        replies = await self._ask({"quality_target": target}, rows)
        return self._judged(rows, replies, [str(reply.receipt["model"]) for reply in replies])

    async def _ask(self, cascade: dict[str, Any], rows: NDArray[np.int_]) -> list[Reply]:
        with running_gateway(gateway_config(self._url, cascade)) as port:
            return await ask_all(port, [self._prompts[row] for row in rows])

    def _judged(self, rows: NDArray[np.int_], replies: Sequence[Reply], answered: Sequence[str]) -> Tried:
        for reply, model in zip(replies, answered, strict=True):
            if not reply.text.startswith(f"[replayed answer of {model}]"):
                raise RuntimeError(f"the receipt names {model}, the text is another's: {reply.text[:60]}")
        right = [self._right(row, model) for row, model in zip(rows, answered, strict=True)]
        best = [self._right(row, "large") for row in rows]
        spent = sum(energy_of(reply) for reply in replies)
        kept = float(np.mean([model == "small" for model in answered]))
        return Tried(sum(right) / sum(best), spent / self._large_mwh[rows].sum(), kept)

    def _right(self, row: int, model: str) -> float:
        return self._records.answers[self._prompts[row], model].right


def energy_of(reply: Reply) -> float:
    if reply.status != 200:
        raise RuntimeError(f"the gateway answered {reply.status}: {reply.error}")
    return float(reply.receipt["energy_mwh"])


async def started_replay(counts_recorded_check: bool) -> Replay:
    rows = rows_of(FILE.removesuffix(".jsonl.gz"))
    records = cascade_records(rows, SMALL, NEXT)
    fleet = Fleet(records, counts_recorded_check=counts_recorded_check)
    replaying = Replay(fleet, records, [row["prompt"] for row in rows])
    await replaying.start()
    return replaying


def replay(
    orders: Sequence[tuple[Order, NDArray[np.float64]]], counts_recorded_check: bool = True
) -> list[Replayed]:
    """Without `counts_recorded_check` a check is as long as the gateway wrote it, whole answer included."""

    async def run() -> list[Replayed]:
        replaying = await started_replay(counts_recorded_check)
        return [await replaying.run(order, gain) for order, gain in orders]

    return asyncio.run(run())


def replay_shipped(orders: Sequence[tuple[float, NDArray[np.int_]]]) -> list[Tried]:
    """For targets and rows, with the built-in calibration."""

    async def run() -> list[Tried]:
        replaying = await started_replay(counts_recorded_check=True)
        return [await replaying.run_shipped(target, rows) for target, rows in orders]

    return asyncio.run(run())
