"""What a wish for brief answers saves and loses, from receipts made up so that every figure is known."""

from __future__ import annotations

import pytest

from eval.brief_answers import change, recall, render, row_of
from eval.load_client import Reply

GOLD = ["Slate is a grey rock", "Use the blue one"]


def replies(*answers: tuple[str, int]) -> list[Reply]:
    return [
        Reply(200, text, {"tokens": {"prompt": 10, "completion": tokens}, "energy_mwh": tokens / 2})
        for text, tokens in answers
    ]


def test_recall_counts_content_words_once() -> None:
    assert recall("A rock, a rock!", GOLD[0]) == pytest.approx(1 / 3)
    assert recall("anything", "the of") == 1.0


def test_the_change_is_that_of_the_sum() -> None:
    before = replies(("slate: a grey rock", 256), ("use blue", 44))
    after = replies(("rock", 60), ("use blue", 60))
    found = change(before, after, GOLD)
    assert found["saved"] == pytest.approx(0.6)
    assert found["recall_lost"] == pytest.approx((2 / 3 + 0) / 2)
    rows = [row_of("as it is", before, GOLD), row_of("brief", after, GOLD), found]
    assert rows[0]["cut_off"] == 0.5
    assert "| brief | 2 | 10.000 (10.000 to 10.000) | 60.000 (60.000 to 60.000) |" in render(rows)
