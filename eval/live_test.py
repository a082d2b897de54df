"""The table of a live run, from receipts made up so that every figure is known."""

from __future__ import annotations

import pytest

from eval.live import against, largest, quality, render, row_of
from eval.live_prompts import LIVE_PROMPTS
from eval.load_client import Reply
from eval.tables import Row


def reply(model: str, tier: str, energy_mwh: float, **more: float) -> Reply:
    receipt = {"model": model, "tier": tier, "energy_mwh": energy_mwh, "co2_grams": energy_mwh / 2000}
    counted = {"tokens": {"prompt": 10, "completion": 20}, "energy_method": "proxy"}
    return Reply(200, "text", receipt | counted | more)


@pytest.fixture
def rows() -> list[Row]:
    listed = []
    for place, prompt in enumerate(LIVE_PROMPTS):
        listed.append(row_of("auto-eco", prompt.name, reply("tiny", "small", 1.0), 1.0))
        listed.append(row_of("tiny", prompt.name, reply("tiny", "small", 1.0), 1.0))
        right = 0.0 if place == 0 else None
        listed.append(row_of("big", prompt.name, reply("big", "large", 4.0, cost_usd=0.01), right))
    return listed


def of(rows: list[Row], asked_for: str) -> list[Row]:
    return [row for row in rows if row["asked_for"] == asked_for]


def test_the_baseline_is_the_largest_model_asked_by_name(rows: list[Row]) -> None:
    assert largest(rows) == "big"


def test_savings_are_against_the_baseline(rows: list[Row]) -> None:
    assert against(of(rows, "auto-eco"), of(rows, "big"), "energy") == "-75 % (-75 to -75)"
    assert against(of(rows, "auto-eco"), of(rows, "big"), "cost") == ""


def test_quality_counts_what_could_be_judged(rows: list[Row]) -> None:
    assert (quality(of(rows, "tiny")), quality(of(rows, "big"))) == (1.0, 0.0)


def test_what_is_not_known_is_said_to_be_unknown(rows: list[Row]) -> None:
    text = render(rows)
    assert "| auto-eco | tiny | 1 (1 to 1) | 0.0005 (0.0005 to 0.0005) | unknown | 30 (30 to 30) |" in text
    assert "Always-large is `big`" in text
    assert "| tiny | 1 | 1.000 | yes |" in text
    assert "| big | 4 | 0.000 |  |" in text
