"""A mixed traffic benchmark on whatever models a configuration has, against always asking the largest of
them.

Twenty prompts, once for each mode and once for each model by name. Everything is read from the receipts
of the real gateway, so the method of its energy figures is the method of this table. Quality is that of
the prompts that can be judged by a pattern: few, so the table of models is a guide for
`routing.min_quality` and no ranking.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np

from eval.gateway_process import running_gateway
from eval.live_prompts import LIVE_PROMPTS
from eval.load_client import Reply, ask_all, read_json, wait_until_ready
from eval.metrics import bootstrap
from eval.pareto import frontier
from eval.tables import Part, Row, number, table

MODES = ("auto-eco", "auto-balanced", "auto-performance")
READY_SECONDS = 120.0
TOKENS_MAX = 256  # small models may not find an end
TIER_ORDER = ("small", "medium", "large", "xlarge")
OVER = {
    "server": {"listen": "127.0.0.1:0"},
    "telemetry": {"log_format": "json", "receipt": "body"},
    "models_from_environment": {"enabled": False},  # a table must not depend on whose machine it was made on
}
COLUMNS = {"energy": "energy_mwh", "carbon": "co2_grams", "cost": "cost_usd"}


def models_of(port: int) -> list[str]:
    listed = asyncio.run(read_json(port, "/v1/models"))["data"]
    return [entry["id"] for entry in listed if not entry["id"].startswith("auto")]


def row_of(asked_for: str, name: str, reply: Reply, right: float | None) -> Row:
    receipt = reply.receipt
    counted: dict[str, Any] = receipt.get("tokens", {})
    row: Row = {
        "asked_for": asked_for,
        "prompt": name,
        "status": reply.status,
        "model": receipt.get("model", ""),
        "tier": receipt.get("tier", ""),
        "tokens": int(counted.get("prompt") or 0) + int(counted.get("completion") or 0),
        "right": "" if right is None else right,
        "energy_method": receipt.get("energy_method", ""),
    }
    return row | {name: receipt[field] for name, field in COLUMNS.items() if field in receipt}


def measure(*under: Path) -> list[Row]:
    """Without a configuration: the embedded model alone, as the program starts with none."""
    rows: list[Row] = []
    texts = [prompt.text for prompt in LIVE_PROMPTS]
    with running_gateway(OVER, *under) as port:
        asyncio.run(wait_until_ready(port, READY_SECONDS))
        for asked_for in (*MODES, *models_of(port)):
            replies = asyncio.run(ask_all(port, texts, asked_for, at_once=1, max_tokens=TOKENS_MAX))
            rows += [
                row_of(asked_for, prompt.name, reply, prompt.judged(reply.text))
                for prompt, reply in zip(LIVE_PROMPTS, replies, strict=True)
            ]
    return rows


def largest(rows: list[Row]) -> str:
    tiers = {str(row["asked_for"]): str(row["tier"]) for row in rows if row["asked_for"] == row["model"]}
    return max(tiers, key=lambda name: TIER_ORDER.index(tiers[name]))


def column(rows: list[Row], name: str) -> np.ndarray:
    return np.array([float(row.get(name) or "nan") for row in rows])


def per_query(rows: list[Row], name: str) -> str:
    values = column(rows, name)
    if np.isnan(values).any():
        return "unknown"
    found = bootstrap(lambda each: float(each.mean()), values)
    return f"{found.value:.4g} ({found.low:.4g} to {found.high:.4g})"


def against(rows: list[Row], baseline: list[Row], name: str) -> str:
    """Change of the sum, with both resampled prompt by prompt."""
    mine, theirs = column(rows, name), column(baseline, name)
    if np.isnan(mine).any() or np.isnan(theirs).any() or theirs.sum() == 0:
        return ""
    found = bootstrap(lambda left, right: float(100 * (left.sum() / right.sum() - 1)), mine, theirs)
    return f"{found.value:+.0f} % ({found.low:+.0f} to {found.high:+.0f})"


def quality(rows: list[Row]) -> float:
    judged = [number(row, "right") for row in rows if row["right"] != ""]
    return float(np.mean(judged)) if judged else float("nan")


def render(rows: list[Row]) -> str:
    asked_for = dict.fromkeys(str(row["asked_for"]) for row in rows)
    groups = {name: [row for row in rows if row["asked_for"] == name] for name in asked_for}
    best = largest(rows)
    lines = []
    for name, mine in groups.items():
        used = ", ".join(dict.fromkeys(str(row["model"]) for row in mine))
        shown = [per_query(mine, value) for value in ("energy", "carbon", "cost", "tokens")]
        lines.append([name, used, *shown, against(mine, groups[best], "energy"), f"{quality(mine):.2f}"])
    headings = [
        "asked for",
        "answered by",
        "energy, mWh",
        "carbon, g",
        "cost, $",
        "tokens",
        "energy against always-large",
        "quality",
    ]
    method = ", ".join(dict.fromkeys(str(row["energy_method"]) for row in rows))
    sections = [
        f"Per query, with 95 % intervals over {len(LIVE_PROMPTS)} prompts. Always-large is `{best}` asked "
        f"by name. Method of energy and carbon: {method}.",
        table(headings, lines),
    ]
    named = {name: mine for name, mine in groups.items() if name not in MODES}
    points = {name: (float(np.mean(column(mine, "energy"))), quality(mine)) for name, mine in named.items()}
    return "\n\n".join([*sections, frontier(points, "energy per query, mWh")])


PART = Part("live", "Live: twenty prompts on the models configured", measure, render)
