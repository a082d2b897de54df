"""The fit finds curves it was not told, thresholds mean what they say, and the margin keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest

from train.cascade_calibration import calibration
from train.cascade_fit import (
    Logistic,
    fit_logistic,
    fit_rule,
    logit,
    quality_ratio,
    sigmoid,
    threshold_for,
    thresholds,
)
from train.cascade_outcomes import Outcomes


def made_up(rows: int, seed: int, unanswered_share: float = 0.05) -> Outcomes:
    """A small model whose answers a check tells apart well, and a next one that is right 9 times in 10."""
    generator = np.random.default_rng(seed)
    check_logit = generator.normal(1.0, 3.0, rows)
    answered = generator.random(rows) >= unanswered_share
    ones = np.ones(rows)
    return Outcomes(
        category=np.full(rows, "made-up"),
        small_right=((generator.random(rows) < sigmoid(0.2 + 0.8 * check_logit)) & answered).astype(float),
        next_right=(generator.random(rows) < 0.9).astype(float),
        answered=answered,
        check_probability=sigmoid(check_logit),
        self_check_probability=0.5 * ones,
        answer_chars=400 * ones,
        small_cost=100 * ones,
        next_cost=800 * ones,
        check_cost=50 * ones,
        self_check_cost=6 * ones,
    )


def test_finds_the_curve_that_made_the_data() -> None:
    generator = np.random.default_rng(1)
    feature = generator.normal(2.0, 3.0, 20_000)
    right = (generator.random(20_000) < sigmoid(-1.0 + 0.5 * feature)).astype(float)
    found = fit_logistic({"check_logit": feature}, right)
    assert found.bias == pytest.approx(-1.0, abs=0.1)
    assert found.weights["check_logit"] == pytest.approx(0.5, abs=0.05)


def test_a_fit_without_features_is_the_mean() -> None:
    found = fit_logistic({}, np.array([1.0, 1.0, 1.0, 0.0]))
    assert found == Logistic(pytest.approx(float(logit(np.array(0.75))), abs=1e-4), {})


def test_separable_data_stay_finite() -> None:
    found = fit_logistic({"check_logit": np.array([-1.0, -1.0, 1.0, 1.0])}, np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite([found.bias, *found.weights.values()]).all()


def test_thresholds_keep_as_much_as_the_quality_allows() -> None:
    # Keeping the first two costs nothing, the third 0.1 of 4 right answers, the fourth 0.9 of them.
    gain = np.array([0.4, -0.1, 0.1, np.inf, 0.8])
    found = thresholds(gain, np.array([1.0, 1.0, 1.0, 1.0, 0.0]), np.array([1.0, 0.9, 0.70, 0.5]))
    assert [int((gain <= edge).sum()) for edge in found] == [2, 3, 4, 4]


def test_equal_gains_stay_together() -> None:
    gain = np.array([0.1, 0.3, 0.3, 0.3])
    edge = thresholds(gain, np.ones(4), np.array([0.85]))[0]
    assert gain[gain <= edge].tolist() == [0.1]


def test_what_holds_no_answer_always_climbs() -> None:
    outcomes = made_up(500, seed=2)
    gain = fit_rule("check_probability", outcomes).gain(outcomes)
    assert np.isinf(gain[~outcomes.answered]).all()
    assert np.isfinite(gain[outcomes.answered]).all()


def test_the_margin_keeps_the_promise_on_rows_never_seen() -> None:
    met = []
    for seed in range(16):
        fitted_on, tried_on = made_up(600, seed=100 + seed), made_up(600, seed=900 + seed)
        rule = fit_rule("check_probability", fitted_on)
        edge = threshold_for(rule, fitted_on, target=0.95, confidence=0.9)
        met.append(quality_ratio(tried_on, rule.gain(tried_on) <= edge) >= 0.95)
    assert np.mean(met) >= 0.75  # 0.9 less two standard deviations of 16 trials


def test_a_calibration_has_a_rule_for_each_signal_and_never_keeps_more_for_a_higher_target() -> None:
    content = calibration(made_up(800, seed=3), "small", "large", confidence=0.9)
    assert content["format"] == "greeninfer-cascade-calibration"
    (pair,) = content["pairs"]
    assert (pair["small"], pair["large"]) == ("small", "large")
    assert [rule["signal"] for rule in pair["rules"]] == ["check_probability", "check_word", "cheap"]
    for rule in pair["rules"]:
        kept = [step["kept_share"] for step in rule["escalate_above"]]
        assert kept == sorted(kept, reverse=True)
        assert all(-1 <= step["gain"] <= 1 for step in rule["escalate_above"])


def test_an_unknown_signal_is_named() -> None:
    with pytest.raises(ValueError, match="own_probability"):
        fit_rule("own_probability", made_up(10, seed=4))
