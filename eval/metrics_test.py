"""The measures against answers known by hand, and their behaviour at the ends."""

from __future__ import annotations

import numpy as np
import pytest

from eval.metrics import apgr, auroc, best_mix, bootstrap, call_pct, gap_curve, spearman

WEAK = np.array([1.0, 0.0, 0.0, 1.0])
STRONG = np.array([1.0, 1.0, 1.0, 1.0])


def test_the_curve_of_the_oracle_closes_the_gap_at_once() -> None:
    assert gap_curve(STRONG - WEAK, WEAK, STRONG).tolist() == [0.0, 0.5, 1.0, 1.0, 1.0]
    assert apgr(STRONG - WEAK, WEAK, STRONG) == pytest.approx(0.7)
    assert apgr(WEAK - STRONG, WEAK, STRONG) == pytest.approx(0.3)


def test_calls_until_a_share_of_the_gap_is_closed() -> None:
    assert call_pct(STRONG - WEAK, WEAK, STRONG, 0.5) == 25.0
    assert call_pct(STRONG - WEAK, WEAK, STRONG, 0.8) == 50.0
    assert call_pct(WEAK - STRONG, WEAK, STRONG, 0.8) == 100.0


def test_routing_can_beat_the_strong_model() -> None:
    weak, strong = np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 1.0])
    assert gap_curve(strong - weak, weak, strong).max() == pytest.approx(2.0)


def test_a_score_that_knows_nothing_is_random() -> None:
    generator = np.random.default_rng(2)
    weak, strong = generator.random(20_000) < 0.4, generator.random(20_000) < 0.7
    constant = apgr(np.zeros(20_000), weak, strong)
    assert constant == pytest.approx(0.5, abs=0.02)
    assert call_pct(np.zeros(20_000), weak, strong, 0.5) == pytest.approx(50, abs=3)


def test_equal_models_have_no_gap() -> None:
    with pytest.raises(ValueError, match="no gap"):
        apgr([1.0, 2.0], [1.0, 0.0], [0.0, 1.0])


def test_auroc_counts_pairs() -> None:
    assert auroc([0.1, 0.2, 0.3], [0, 0, 1]) == 1.0
    assert auroc([0.3, 0.2, 0.1], [0, 0, 1]) == 0.0
    assert auroc([0.5, 0.5, 0.5], [0, 0, 1]) == 0.5
    assert np.isnan(auroc([0.1, 0.2], [1, 1]))


def test_spearman_knows_only_ranks() -> None:
    assert spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == pytest.approx(1.0)
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1.0)
    assert spearman([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(0.8)


def test_the_bootstrap_of_a_mean_is_its_standard_error() -> None:
    values = np.random.default_rng(3).normal(5.0, 2.0, 400)
    found = bootstrap(lambda column: float(column.mean()), values, trials=500)
    assert found.value == pytest.approx(values.mean())
    assert found.deviation == pytest.approx(2.0 / np.sqrt(400), rel=0.15)
    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(4 * found.deviation, rel=0.15)


def test_the_bootstrap_keeps_rows_together() -> None:
    column = np.arange(50.0)
    assert bootstrap(spearman, column, column * 2, trials=20).deviation == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("cost", "quality"),
    [(0.1, 0.4), (0.55, 0.65), (1.0, 0.9), (2.0, 0.9), (0.325, 0.525)],
)
def test_the_best_mix_lies_on_the_hull(cost: float, quality: float) -> None:
    # The policy in the middle is worse than mixing its neighbours.
    assert best_mix(cost, [(0.1, 0.4), (0.55, 0.5), (1.0, 0.9)]) == pytest.approx(quality)


def test_a_mix_cannot_cost_less_than_its_cheapest_part() -> None:
    with pytest.raises(ValueError, match="no policy"):
        best_mix(0.05, [(0.1, 0.4), (1.0, 0.9)])
