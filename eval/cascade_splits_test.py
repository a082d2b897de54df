"""The arithmetic of the cascade on recordings made up so that every figure is known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from eval.cascade_splits import Half, by_plain_threshold, cost_ratio, halves, tried
from eval.start_tier import figures, oracle
from train.cascade_outcomes import Outcomes

ROWS = 100


def outcomes() -> Outcomes:
    """The small model is right on the first 60 rows, which the check likes; the next model on all."""
    place = np.arange(ROWS)
    ones = np.ones(ROWS)
    return Outcomes(
        category=np.full(ROWS, "made-up"),
        small_right=(place < 60).astype(float),
        next_right=ones,
        answered=place < 90,
        check_probability=1.0 - place / ROWS,
        self_check_probability=0.5 * ones,
        answer_chars=400 * ones,
        small_cost=1 * ones,
        next_cost=10 * ones,
        check_cost=2 * ones,
        self_check_cost=0.25 * ones,
    )


def test_cost_counts_every_answer_check_and_climb() -> None:
    kept = np.arange(ROWS) < 60
    # 100 small answers, 90 checks of 2 because 10 rows hold no answer, 40 climbs of 10; over 100 of 10.
    assert cost_ratio(outcomes(), kept) == pytest.approx((100 + 180 + 400) / 1000)
    assert cost_ratio(outcomes(), kept, np.ones(ROWS, bool)) == pytest.approx((100 + 200 + 400) / 1000)


def test_quality_is_a_share_of_the_next_models() -> None:
    found = tried(outcomes(), np.arange(ROWS) < 80)
    assert (found.quality, found.kept) == (pytest.approx(0.8), pytest.approx(0.8))


def test_the_plain_threshold_keeps_what_the_target_allows() -> None:
    everything = np.arange(ROWS)
    found = by_plain_threshold(outcomes(), Half(0, everything, everything), target=0.95)
    assert (found.quality, found.kept) == (pytest.approx(0.95), pytest.approx(0.65))


def test_halves_share_no_row_and_leave_none_out() -> None:
    for half in halves(outcomes(), "made-up", splits=3):
        assert sorted([*half.fitted_on, *half.tried_on]) == list(range(ROWS))
    first, second = list(halves(outcomes(), "made-up", splits=2))
    assert list(first.fitted_on) != list(second.fitted_on)


def test_the_oracle_takes_the_smallest_able_tier() -> None:
    quality = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    assert oracle(quality).tolist() == [0, 1, 2, 0]


def test_gain_is_over_the_best_mix_at_the_same_cost() -> None:
    quality = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    cost = np.array([[1.0, 5.0, 10.0], [1.0, 5.0, 10.0]])
    reached, price, gain = figures(quality, cost, np.array([0, 1]))
    # Always-small: cost 0.1, quality 0.5; always-medium: 0.5 and 1.0. At 0.3 their mix has 0.75.
    assert (reached, price, gain) == (1.0, pytest.approx(0.3), pytest.approx(0.25))
