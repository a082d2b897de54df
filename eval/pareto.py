"""Which models are worth having: none other answers better for less energy.

Quality is measured on the same questions for all; energy per answer is the measured length of the answers
times joules per token, measured where the model itself was measured and otherwise modelled from its size.
"""

from __future__ import annotations

import csv
import math

import numpy as np

from eval.data_sets import rows_of
from eval.metrics import bootstrap
from eval.tables import Part, Row, number, table
from train.cascade_outcomes import CHARACTERS_PER_TOKEN
from train.routing_data import folder

FILE = "zeroeval_gsm"
TASK = "lm-arena-chat"
BATCHES = (48.0, 80.0)  # servers about as full as this are compared
JOULES_PER_MWH = 3.6
# Billions of parameters, dense models with open weights.
SIZES = {
    "gemma-2-2b-it": 2.6,
    "Phi-3.5-mini-instruct": 3.8,
    "Qwen2-7B-Instruct": 7.6,
    "Meta-Llama-3-8B-Instruct": 8.0,
    "Meta-Llama-3.1-8B-Instruct": 8.0,
    "Yi-1.5-9B-Chat": 8.8,
    "gemma-2-9b-it": 9.2,
    "Mistral-Nemo-Instruct-2407": 12.2,
    "gemma-2-27b-it@together": 27.2,
    "Yi-1.5-34B-Chat": 34.4,
    "Meta-Llama-3-70B-Instruct": 70.6,
    "Meta-Llama-3.1-70B-Instruct": 70.6,
    "Athene-70B": 70.6,
    "Qwen2-72B-Instruct": 72.7,
    "Mistral-Large-2": 123.0,
    "Llama-3.1-405B-Instruct-Turbo": 405.0,
}
MEASURED_AS = {
    "Meta-Llama-3.1-8B-Instruct": "meta-llama/Llama-3.1-8B-Instruct",
    "Meta-Llama-3.1-70B-Instruct": "meta-llama/Llama-3.1-70B-Instruct",
    "Llama-3.1-405B-Instruct-Turbo": "meta-llama/Llama-3.1-405B-Instruct-FP8",
}


def measured_joules() -> dict[str, float]:
    """Joules per written token by model: the median of the runs of ordinary fullness."""
    with (folder().parent / "carbon" / "mlenergy_energy_per_token.csv").open(newline="") as lines:
        runs = [row for row in csv.DictReader(lines) if row["task"] == TASK]
    found: dict[str, list[float]] = {}
    for run in runs:
        if BATCHES[0] <= float(run["avg_batch_size"]) <= BATCHES[1]:
            found.setdefault(run["model_id"], []).append(float(run["energy_per_token_joules"]))
    return {model: float(np.median(values)) for model, values in found.items()}


def modelled_joules(sizes: dict[str, float], measured: dict[str, float]) -> dict[str, float]:
    """A power law of size through the measured models of the recording."""
    known = [
        (math.log(sizes[name]), math.log(measured[as_]))
        for name, as_ in MEASURED_AS.items()
        if as_ in measured
    ]
    slope, level = np.polyfit(*zip(*known, strict=True), 1)
    return {name: math.exp(level + slope * math.log(size)) for name, size in sizes.items()}


def measure() -> list[Row]:
    rows_read = rows_of(FILE)
    measured = measured_joules()
    modelled = modelled_joules(SIZES, measured)
    rows: list[Row] = []
    for name, size in SIZES.items():
        mine = [row for row in rows_read if row["scores"].get(name) is not None]
        right = np.array([row["scores"][name] for row in mine], float)
        chars = np.array([row["out_chars"][name] for row in mine], float)
        is_measured = MEASURED_AS.get(name, "") in measured
        joules = measured[MEASURED_AS[name]] if is_measured else modelled[name]
        found = bootstrap(lambda each: float(each.mean()), right)
        rows.append(
            {
                "model": name,
                "parameters_billions": size,
                "quality": found.value,
                "quality_low": found.low,
                "quality_high": found.high,
                "energy_mwh": float(chars.mean()) / CHARACTERS_PER_TOKEN * joules / JOULES_PER_MWH,
                "method": "measured" if is_measured else "modelled",
            }
        )
    return rows


def on_frontier(points: dict[str, tuple[float, float]]) -> set[str]:
    """Names of (energy, quality) points that no other beats in one and equals in the other."""

    def is_beaten(mine: tuple[float, float]) -> bool:
        return any(other != mine and other[0] <= mine[0] and other[1] >= mine[1] for other in points.values())

    return {name for name, point in points.items() if not is_beaten(point)}


def frontier(points: dict[str, tuple[float, float]], energy_heading: str) -> str:
    """A table to fill in a model's setting `quality` from, which `routing.min_quality` then uses."""
    best = on_frontier(points)
    ordered = sorted(points.items(), key=lambda point: point[1])
    lines = [
        [name, f"{energy:.4g}", f"{quality:.3f}", "yes" if name in best else ""]
        for name, (energy, quality) in ordered
    ]
    return table(["model", energy_heading, "quality", "on the frontier"], lines)


def render(rows: list[Row]) -> str:
    points = {str(row["model"]): (number(row, "energy_mwh"), number(row, "quality")) for row in rows}
    measured = [str(row["model"]) for row in rows if row["method"] == "measured"]
    intro = INTRODUCTION.format(*BATCHES, ", ".join(measured))
    return intro + "\n\n" + frontier(points, "energy per answer, mWh")


INTRODUCTION = """\
Accuracy on GSM8K against energy per answer: the model's own answer lengths times joules per token with
{:g} to {:g} requests at once. Joules per token were measured for {}; for the others they follow the power
law of size through those three, which lies up to a half beside single models. `quality` is what a model's
setting of that name takes; `routing.min_quality` picks the cheapest model that reaches it."""


PART = Part("pareto", "Pareto view: quality against energy", measure, render)
