"""Figures of two prompts that can be worked out by hand."""

from __future__ import annotations

import pytest

from eval.shortening_baselines import at_random, rate_of, stop_words, without
from eval.shortening_measures import summary, worst
from eval.shortening_traffic import GoldPrompt

FILLED = GoldPrompt(
    "t", "s", "please tell me the depth of Loch Ness thanks", (False,) * 3 + (True,) * 5 + (False,)
)
TERSE = GoldPrompt("t", "s", "why is slate grey", (True,) * 4)
DELETED = (frozenset({0, 1, 2, 4}), frozenset({3}))  # "depth" and "grey" are lost, "thanks" stays


def test_shares_are_of_the_right_words() -> None:
    results = [without(one.text, gone) for one, gone in zip((FILLED, TERSE), DELETED, strict=True)]
    found = summary([FILLED, TERSE], results)
    assert found["reduction"] == pytest.approx((4 / 9 + 1 / 4) / 2)
    assert found["of_all_words"] == pytest.approx(5 / 13)
    assert found["gold_reduction"] == pytest.approx(4 / 9 / 2)
    assert found["lost"] == pytest.approx(2 / 9)
    assert found["content_lost"] == pytest.approx(2 / 5)  # of depth, Loch, Ness, slate, grey
    assert (found["precision"], found["recall"]) == (pytest.approx(3 / 5), pytest.approx(3 / 4))
    assert (found["exact"], found["untouched"], found["prompts_losing"]) == (0.0, 0.0, 1.0)
    assert found["reduction_low"] <= found["reduction"] <= found["reduction_high"]


def test_what_gold_says_is_exact() -> None:
    gold = without(FILLED.text, frozenset({0, 1, 2, 8}))
    found = summary([FILLED, TERSE], [gold, without(TERSE.text, frozenset())])
    assert (found["exact"], found["lost"], found["recall"], found["untouched"]) == (1.0, 0.0, 1.0, 0.5)


def test_without_gold_only_the_reduction_is_told() -> None:
    found = summary([GoldPrompt("t", "s", "a b", None)], [without("a b", frozenset({0}))])
    assert found["reduction"] == 0.5
    assert "lost" not in found


def test_the_worst_come_first() -> None:
    results = [without(one.text, gone) for one, gone in zip((FILLED, TERSE), DELETED, strict=True)]
    assert worst([FILLED, TERSE], results) == [0, 1] or worst([FILLED, TERSE], results) == [1, 0]
    assert worst([TERSE, FILLED], [without(TERSE.text, frozenset()), results[0]]) == [1]


def test_a_word_goes_with_the_blanks_behind_it() -> None:
    assert without("a b\n  c d", frozenset({1, 3})).text == "a \n  c "


def test_baselines_delete_what_they_say() -> None:
    (found,) = stop_words(["The depth of the lake"])
    assert found.text == "depth lake"
    texts = [" ".join(["word"] * 1000)]
    assert rate_of(texts, at_random(texts, 0.3)) == pytest.approx(0.3, abs=0.05)
