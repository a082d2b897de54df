"""What the tables measure: shares of a quality gap, ranks, and how sure a figure is.

Everything takes one entry per prompt and answers plain numbers. A score says how much a prompt needs the
strong model; ties are broken at random with a fixed seed, so that a constant score is a random router.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure, its bootstrap standard deviation and the middle 95 % of the bootstrap."""

    value: float
    deviation: float
    low: float
    high: float


def gap_curve(score: ArrayLike, weak: ArrayLike, strong: ArrayLike, seed: int = 0) -> Floats:
    """Share of the quality gap closed once the k highest scores went to the strong model, k = 0..n."""
    score, weak, strong = (np.asarray(column, np.float64) for column in (score, weak, strong))
    shuffled = np.random.default_rng(seed).permutation(len(score))
    order = shuffled[np.argsort(-score[shuffled], kind="stable")]
    gained = np.concatenate([[0.0], np.cumsum((strong - weak)[order])])
    if gained[-1] == 0:
        raise ValueError("both models are equally good: there is no gap to close")
    return gained / gained[-1]


def apgr(score: ArrayLike, weak: ArrayLike, strong: ArrayLike, seed: int = 0) -> float:
    """Average share of the gap recovered over all shares of strong calls. Random routing has 0.5."""
    return float(gap_curve(score, weak, strong, seed).mean())


def call_pct(score: ArrayLike, weak: ArrayLike, strong: ArrayLike, closed: float, seed: int = 0) -> float:
    """CPT: the least percentage of strong calls that closes this share of the gap."""
    curve = gap_curve(score, weak, strong, seed)
    return 100.0 * float(np.argmax(curve >= closed - 1e-12)) / (len(curve) - 1)


def auroc(score: ArrayLike, positive: ArrayLike) -> float:
    """Chance that a positive has a higher score than a negative. NaN when there is only one kind."""
    truth = np.asarray(positive, np.float64) > 0.5
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(np.asarray(score, np.float64))
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def spearman(left: ArrayLike, right: ArrayLike) -> float:
    ranks = rankdata(np.asarray(left, np.float64)), rankdata(np.asarray(right, np.float64))
    return float(np.corrcoef(*ranks)[0, 1])


def bootstrap(
    measure: Callable[..., float], *columns: ArrayLike, trials: int = 200, seed: int = 1
) -> Estimate:
    """`measure` of the columns, and of resamples of their rows."""
    arrays = [np.asarray(column) for column in columns]
    generator = np.random.default_rng(seed)
    rows = len(arrays[0])
    drawn = (generator.integers(0, rows, rows) for _ in range(trials))
    values = np.array([measure(*(array[rows_drawn] for array in arrays)) for rows_drawn in drawn])
    low, high = np.quantile(values, (0.025, 0.975))
    return Estimate(float(measure(*arrays)), float(values.std()), float(low), float(high))


def best_mix(cost: float, points: list[tuple[float, float]]) -> float:
    """Quality of the best random mix of policies, given as (cost, quality), that costs this much on average.

    A mix may spend less than it may, so quality does not fall beyond the best policy.
    """
    affordable = [quality for price, quality in points if price <= cost]
    mixed = [
        low_quality + (high_quality - low_quality) * (cost - low) / (high - low)
        for low, low_quality in points
        for high, high_quality in points
        if low <= cost < high
    ]
    if not affordable:
        raise ValueError(f"no policy costs {cost} or less")
    return max(affordable + mixed)
