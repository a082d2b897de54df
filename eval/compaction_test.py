"""The table and the target of compaction, from figures made up so that each is known."""

from __future__ import annotations

from eval.compaction import CONTROL, render, targets
from eval.compaction_bytes import row_of


def test_shares_are_of_all_bytes() -> None:
    sums = {"before": 2048.0, "blanks": 0.0, "json": 1024.0, "repeats": 512.0, "reply_chains": 0.0}
    row = row_of("agent_data", sums | {"microseconds": 6.0}, [50.0, 100.0])
    assert "| agent_data | 1.0 | 0.0 | 50.0 | 25.0 | 0.0 | 75.0 | 50.0 | 100.0 | 3.0 |" in render([row])
    assert targets([row]) == []


def test_talk_must_come_through() -> None:
    sums = {"before": 2048.0, "blanks": 41.0, "json": 0.0, "repeats": 0.0, "reply_chains": 0.0}
    (target,) = targets([row_of(CONTROL, sums | {"microseconds": 6.0}, [2.0])])
    assert target.met == "no"
