"""What the weights are worth, on prompts that the heads did not see: the figures of the model card."""

import dataclasses
import zlib
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from train import heads, score_points
from train.calibration import FIRST_TIER, TIER_COUNT, Calibration, error_of
from train.hashed_linear import Floats, Places
from train.head_labels import Labels, Task
from train.heads import Trainer
from train.routing_data import LEVELS, Data

SOURCE_GROUPS = 10
TRIALS = 200
BANDS = (15, 40, 70)
TIERS = ("small", "medium", "large")


class Material(Protocol):
    data: Data
    labels: Labels
    trainer: Trainer
    usual: Places
    folds: npt.NDArray[np.int64]


def deviation(of: Callable[[Places], float], rows: int) -> float:
    """Standard deviation over bootstrap samples of the rows."""
    random = np.random.default_rng(1)
    return float(np.std([of(random.integers(0, rows, rows)) for _ in range(TRIALS)]))


def rank_correlation(scores: npt.NDArray, levels: npt.NDArray) -> dict[str, float]:
    def of(rows: Places) -> float:
        return float(spearmanr(scores[rows], levels[rows])[0])

    return {"spearman": of(np.arange(len(scores))), "sd": deviation(of, len(scores))}


def left_out_sources(material: Material, task: Task, others: Floats, knots: Floats) -> dict[str, float]:
    """FLASK with whole sources left out of the level; its templates flatter when they are not."""
    rows = [row for row in material.data.rows["flask_difficulty_labels"] if row.level >= 0]
    group_of = {row.prompt: zlib.crc32(row.category.encode()) % SOURCE_GROUPS for row in rows}
    origin = np.concatenate(
        [np.arange(len(material.data.prompts)), [c.source for c in material.labels.copies]]
    )
    groups = np.array([group_of.get(int(place), -1) for place in origin])
    places, levels = material.labels.flask()
    logits = others[places].copy()
    for group in range(SOURCE_GROUPS):
        mine = groups[places] == group
        model = material.trainer.fit(task.only(groups[task.rows] != group), heads.LEVEL)
        logits[mine, 0] = material.trainer.logits(model, places[mine])[:, 0]
    return rank_correlation(score_points.points(score_points.raw_scores(logits), knots), levels)


def bands(points: npt.NDArray) -> dict[str, Any]:
    shares = np.bincount(np.digitize(points, BANDS), minlength=4) / len(points)
    return {
        "percentiles_5_25_50_75_95": [
            round(float(value), 1) for value in np.percentile(points, (5, 25, 50, 75, 95))
        ],
        "trivial_simple_medium_complex": [round(float(share), 3) for share in shares],
    }


def all_bands(material: Material, points: npt.NDArray) -> dict[str, Any]:
    found = {file: bands(points[material.labels.prompts(file)]) for file in material.data.rows}
    flask, levels = material.labels.flask()
    for level, name in enumerate(LEVELS):
        found[f"flask {name}"] = bands(points[flask[levels == level]])
    found["mixed traffic"] = bands(points[material.usual])
    return found


def share_of(points: npt.NDArray, holds: Callable[[npt.NDArray], npt.NDArray]) -> dict[str, float]:
    held = holds(points).astype(float)
    return {"share": float(held.mean()), "sd": float(held.std() / np.sqrt(len(held)))}


def tier_chances(task: Task, known: Floats, unseen: Floats) -> dict[str, Any]:
    """Calibration error and area under the curve, with the fold and with the whole file left out."""
    found: dict[str, Any] = {}
    for tier, name in enumerate(TIERS):
        seen = ~np.isnan(task.labels[:, tier])
        labels = task.labels[seen, tier]
        found[name] = {
            way: {
                "calibration_error": error_of(logits[seen, tier], labels),
                "auroc": auroc(logits[seen, tier], labels),
            }
            for way, logits in (("fold left out", known), ("file left out", unseen))
        }
    return found


def auroc(scores: Floats, labels: Floats) -> float:
    right = labels > 0.5
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    ones, zeros = right.sum(), (~right).sum()
    return float((ranks[right].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def all_of(
    material: Material,
    tasks: dict[str, Task],
    logits: Floats,
    calibration: Calibration,
    unseen: Floats,
    knots: Floats,
) -> dict[str, Any]:
    points = score_points.points(score_points.raw_scores(logits), knots)
    flask, levels = material.labels.flask()
    rows = tasks["tiers"].rows
    tiers = slice(FIRST_TIER, FIRST_TIER + TIER_COUNT)
    known = calibration.logits(logits[rows])[:, tiers]
    mixed = np.concatenate([logits[rows][:, :FIRST_TIER], unseen], 1)
    return {
        "flask": rank_correlation(points[flask], levels),
        "flask, sources left out": left_out_sources(material, tasks["level"], logits, knots),
        "small talk below 15": share_of(
            points[material.labels.prompts("prompts_clinc150")], lambda p: p < 15
        ),
        "arena-hard at 40 or more": share_of(
            points[material.labels.prompts("prompts_arenahard_v2")], lambda p: p >= 40
        ),
        "bands": all_bands(material, points),
        "knots": [float(knot) for knot in knots],
        "tiers": tier_chances(tasks["tiers"], known, calibration.logits(mixed)[:, tiers]),
        "calibration": dataclasses.asdict(calibration) | {"shift": calibration.shift.tolist()},
    }
