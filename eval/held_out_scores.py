"""What the program itself says of prompts that its weights never saw.

For each fold, weights are trained without it and written to a file, and `greeninfer score --weights FILE`
reads the prompts of that fold. So the C++ scorer is judged, with its own arithmetic, and not the
training's copy of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from eval.gateway_process import binary
from train import calibration, heads, measures, routing_data, scorer
from train.hashed_linear import Floats

TIERS = ("small", "medium", "large")


@dataclass(frozen=True)
class Scored:
    score: float  # 0 to 100
    p_right: tuple[float, float, float]


@dataclass(frozen=True)
class HeldOut:
    of_prompt: Mapping[str, Scored]
    sources_left_out: Mapping[str, float]  # Spearman with FLASK's levels and its deviation
    data: routing_data.Data


def scored_by_program(prompts: Sequence[str], weights: Path) -> list[Scored]:
    lines = "\n".join(json.dumps({"id": place, "prompt": text}) for place, text in enumerate(prompts))
    done = subprocess.run(
        [str(binary()), "score", "--weights", str(weights)],
        input=lines.encode("utf-8", "surrogatepass") + b"\n",
        check=True,
        capture_output=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if [entry["id"] for entry in found] != list(range(len(prompts))):
        raise RuntimeError(f"{len(prompts)} prompts went in, {len(found)} scores came out")
    return [Scored(entry["score"], tuple(entry["p_right"][tier] for tier in TIERS)) for entry in found]


@cache
def held_out() -> HeldOut:
    """Minutes of training. Kept for the parts that share it."""
    material = scorer.prepare()
    tasks = heads.all_tasks(material.labels)
    models = {
        fold: scorer.stored(material.trainer.fit_all(tasks, fold)) for fold in range(routing_data.FOLDS)
    }
    logits = np.zeros((len(material.folds), 6), np.float32)
    for fold, model in models.items():
        rows = np.flatnonzero(material.folds == fold)
        logits[rows] = material.trainer.logits(model, rows)
    scored: dict[str, Scored] = {}
    for fold, model in models.items():
        prompts = [
            prompt
            for prompt, its in zip(material.data.prompts, material.data.folds, strict=True)
            if its == fold
        ]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "scorer.bin")
            fitted, _ = calibration.calibrate(logits, tasks["tiers"], material, fold)
            scorer.write(material, fitted.apply(model), scorer.knots_of(material, logits, fold), file)
            scored |= zip(prompts, scored_by_program(prompts, file), strict=True)
        print(f"scored fold {fold} by weights that never saw it", file=sys.stderr, flush=True)
    return HeldOut(scored, by_source(material, tasks, logits), material.data)


def by_source(material: scorer.Material, tasks: dict[str, heads.Task], logits: Floats) -> Mapping[str, float]:
    knots = scorer.knots_of(material, logits, None)
    return measures.left_out_sources(material, tasks["level"], logits, knots)
