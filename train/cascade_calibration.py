"""Writes the calibration that the gateway's cascade reads, from recorded outcomes.

usage: python -m train.cascade_calibration OUTCOMES.jsonl[.gz] --out weights/cascade.json
           [--category NAME]... [--confidence 0.95] [--small NAME --large NAME]

The pair names are those of the catalogue; the default pair `*` serves every pair that has none of its own.
`--confidence` is the share of bootstrap trials in which the quality target must be met.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from train.cascade_fit import Logistic, Rule, fit_rule, threshold_for
from train.cascade_outcomes import Outcomes, outcomes_of, read_rows

SIGNALS = ("check_probability", "check_word", "cheap")
QUALITY_TARGETS = (0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.98, 0.99)
DIGITS = 6


def curve_text(curve: Logistic) -> dict[str, Any]:
    weights = {name: round(weight, DIGITS) for name, weight in curve.weights.items()}
    return {"bias": round(curve.bias, DIGITS), "weights": weights}


def rule_text(
    rule: Rule, outcomes: Outcomes, confidence: float, targets: tuple[float, ...]
) -> dict[str, Any]:
    gain = rule.gain(outcomes)
    found = [threshold_for(rule, outcomes, target, confidence) for target in targets]
    edges = np.minimum.accumulate(found)  # the bootstrap is noisy; a higher target never keeps more
    steps = [
        (target, float(edge), float(np.mean(gain <= edge)))
        for target, edge in zip(targets, edges, strict=True)
    ]
    return {
        "signal": rule.signal,
        "right_now": curve_text(rule.right_now),
        "right_next": curve_text(rule.right_next),
        "escalate_above": [
            {"quality_target": target, "gain": round(edge, DIGITS), "kept_share": round(share, 4)}
            for target, edge, share in steps
        ],
    }


def calibration_file(rules: list[dict[str, Any]], small: str = "*", large: str = "*") -> dict[str, Any]:
    # No `start`: what a prompt says beforehand about these answers is next to nothing (weights/cascade.md),
    # and skipping the small model where a cascade cannot pay is the gateway's own break-even rule.
    pair = {"small": small, "large": large, "rules": rules}
    return {"format": "greeninfer-cascade-calibration", "version": 1, "pairs": [pair]}


def calibration(
    outcomes: Outcomes,
    small: str = "*",
    large: str = "*",
    confidence: float = 0.95,
    signals: tuple[str, ...] = SIGNALS,
    targets: tuple[float, ...] = QUALITY_TARGETS,
) -> dict[str, Any]:
    rules = [fit_rule(signal, outcomes) for signal in signals]
    return calibration_file([rule_text(rule, outcomes, confidence, targets) for rule in rules], small, large)


def write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("outcomes", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--category", action="append")
    parser.add_argument("--confidence", type=float, default=0.95)
    parser.add_argument("--small", default="*")
    parser.add_argument("--large", default="*")
    asked = parser.parse_args()
    outcomes = outcomes_of(read_rows(asked.outcomes))
    if asked.category:
        outcomes = outcomes.take(np.isin(outcomes.category, asked.category))
    if not len(outcomes):
        parser.error(f"{asked.outcomes} has no rows of category {', '.join(asked.category)}")
    write(asked.out, calibration(outcomes, asked.small, asked.large, asked.confidence))


if __name__ == "__main__":
    main()
