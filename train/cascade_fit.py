"""Fits one calibrated cascade rule: when is asking the next model worth it?

P(small answer right) and P(next model right) are two logistic curves of the same signal; the answer climbs
when their difference exceeds a threshold. The threshold of a target comes from what the curves expect, not
from counting right answers row by row: counting follows the luck of the few rows near the cut. Its margin
is bootstrapped inside the rows given: rule and threshold are made on one resample and tried on another, and
the least margin is taken with which the target was met in the wanted share of the trials.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from train.cascade_outcomes import Flags, Floats, Outcomes

PROBABILITY_MIN = 1e-6
RIDGE = 0.01
TRIALS = 200
MARGINS = np.arange(-0.02, 0.0501, 0.0025)  # below 0 for less confidence than even odds
ALWAYS = -1.0  # no difference of two probabilities is below it
NEVER = 1.0  # nor above it


def logit(probability: Floats) -> Floats:
    clipped = np.clip(probability, PROBABILITY_MIN, 1 - PROBABILITY_MIN)
    return np.log(clipped / (1 - clipped))


def sigmoid(value: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -40.0, 40.0)))


@dataclass(frozen=True)
class Logistic:
    bias: float
    weights: dict[str, float]

    def probability(self, features: dict[str, Floats], rows: int) -> Floats:
        total = np.full(rows, self.bias)
        for name, weight in self.weights.items():
            total += weight * features[name]
        return sigmoid(total)


def fit_logistic(features: dict[str, Floats], right: Floats) -> Logistic:
    """Newton steps with a small ridge on standardised features, so that one odd column cannot run away."""
    names = list(features)
    columns = np.stack([features[name] for name in names], axis=1) if names else np.empty((len(right), 0))
    middle, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(right), 1)), (columns - middle) / spread])
    ridge = np.diag([1e-6] + [RIDGE * len(right)] * len(names))
    solution = np.zeros(design.shape[1])
    for _ in range(25):
        expected = sigmoid(design @ solution)
        slope = design.T @ (expected - right) + ridge @ solution
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, slope)
        solution -= step
        if np.abs(step).max() < 1e-8:
            break
    weights = solution[1:] / spread
    return Logistic(float(solution[0] - weights @ middle), dict(zip(names, map(float, weights), strict=True)))


def features_of(signal: str, outcomes: Outcomes) -> dict[str, Floats]:
    """What a signal knows of an answer. weights/cascade.md says what else was tried."""
    if signal == "check_probability":
        return {"check_logit": logit(outcomes.check_probability)}
    if signal == "check_word":
        return {"check_said_yes": (outcomes.check_probability > 0.5).astype(np.float64)}
    if signal == "cheap":
        return {"answer_log_chars": np.log1p(outcomes.answer_chars)}
    raise ValueError(f"no outcomes are recorded for the signal {signal!r}")


@dataclass(frozen=True)
class Rule:
    signal: str
    right_now: Logistic
    right_next: Logistic

    def gain(self, outcomes: Outcomes) -> Floats:
        """How much likelier the next model is right. An answer without an answer always climbs."""
        features = features_of(self.signal, outcomes)
        now = self.right_now.probability(features, len(outcomes))
        following = self.right_next.probability(features, len(outcomes))
        return np.where(outcomes.answered, following - now, np.inf)


def fit_rule(signal: str, outcomes: Outcomes) -> Rule:
    seen = outcomes.take(outcomes.answered)
    features = features_of(signal, seen)
    return Rule(signal, fit_logistic(features, seen.small_right), fit_logistic(features, seen.next_right))


def thresholds(gain: Floats, next_right: Floats, quality: Floats) -> Floats:
    """The gain above which to escalate, for each wanted share of the next model's quality.

    It lies midway between the last answer kept and the first that climbs, so that equal gains stay together
    and rounding moves none of them.
    """
    ordered = np.sort(gain[np.isfinite(gain)])
    expected = 1.0 - np.concatenate([[0.0], np.cumsum(ordered)]) / next_right.sum()
    above = np.append(ordered, NEVER)
    below = np.concatenate([[2 * ALWAYS - ordered[0]], ordered])
    separable = above - below > 1e-9
    enough = separable & (expected[None, :] >= quality[:, None] - 1e-12)
    last = np.where(enough.any(axis=1), len(above) - 1 - np.argmax(enough[:, ::-1], axis=1), 0)
    return ((below + above) / 2)[last]


def quality_ratio(outcomes: Outcomes, kept: Flags) -> float:
    reached = np.where(kept, outcomes.small_right, outcomes.next_right)
    return float(reached.sum() / outcomes.next_right.sum())


def met_shares(signal: str, outcomes: Outcomes, target: float, seed: int = 0) -> tuple[Floats, Floats]:
    """Margins above the target, and the share of bootstrap trials that met the target with each."""
    generator = np.random.default_rng(seed)
    margins = MARGINS[target + MARGINS <= 1.0]
    met = np.zeros(len(margins))
    for _ in range(TRIALS):
        fitted_on, tried_on = (
            outcomes.take(generator.integers(0, len(outcomes), len(outcomes))) for _ in range(2)
        )
        rule = fit_rule(signal, fitted_on)
        edges = thresholds(rule.gain(fitted_on), fitted_on.next_right, target + margins)
        gain = rule.gain(tried_on)
        met += [quality_ratio(tried_on, gain <= edge) >= target for edge in edges]
    return margins, met / TRIALS


def threshold_with(
    rule: Rule, outcomes: Outcomes, target: float, tried: tuple[Floats, Floats], confidence: float
) -> float:
    """Escalate above this gain. ALWAYS when no margin keeps the promise: then nothing is kept."""
    margins, shares = tried
    good = np.flatnonzero(shares >= confidence)
    if not len(good):
        return ALWAYS
    wanted = np.array([target + margins[good[0]]])
    return float(thresholds(rule.gain(outcomes), outcomes.next_right, wanted)[0])


def threshold_for(rule: Rule, outcomes: Outcomes, target: float, confidence: float, seed: int = 0) -> float:
    tried = met_shares(rule.signal, outcomes, target, seed)
    return threshold_with(rule, outcomes, target, tried, confidence)
