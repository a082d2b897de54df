"""The fitted model as the gateway has it: weights/energy_model.json, and vectors to hold the gateway to.

The evaluation here is written apart from the fit's on purpose: it takes one deployment, speaks of requests
instead of benchmark tasks, and widens the interval where the table says nothing.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import numpy as np

from train.energy_errors import OCCUPANCIES, SPREAD_SHARE
from train.energy_physics import EFFICIENCY, JOULES_PER_OPERATION, Coefficients
from train.energy_table import TEXT_TASKS, EnergyTable

DIGITS = 9
# What is added to the deviation for each unit of the logarithm that something lies outside of what was
# fitted, and what another GPU adds in squares: more than most of what was seen where parts of the table were
# left out.
OUTSIDE_PER_LOG_UNIT = 0.15
OTHER_GPU_LOG_DEVIATION = 0.35

Weights = dict[str, Any]


def significant(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def fitted_range(column: np.ndarray) -> list[float]:
    return [significant(float(column.min())), significant(float(column.max()))]


def weights_of(coefficients: Coefficients, table: EnergyTable, log_deviation: float) -> Weights:
    return {
        "format": "greeninfer-energy-model",
        "version": 1,
        "data": "ML.ENERGY leaderboard, ml-energy/leaderboard@0cd52da, " + ", ".join(TEXT_TASKS),
        "rows": len(table),
        "models": len(np.unique(table.model)),
        "coefficients": {
            "joules_per_step": significant(math.exp(coefficients.step)),
            "gpus_exponent": significant(coefficients.gpus_exponent),
            "joules_per_gigabyte": significant(math.exp(coefficients.weights)),
            "joules_per_token_and_gpu": significant(math.exp(coefficients.sequence)),
            "joules_per_context": significant(math.exp(coefficients.context)),
            "expert_parallel_factor": significant(math.exp(coefficients.expert_parallel)),
        },
        "joules_per_operation": {
            gpu: significant(joules / EFFICIENCY) for gpu, joules in JOULES_PER_OPERATION.items()
        },
        "log_deviation": significant(log_deviation),
        "outside_per_log_unit": OUTSIDE_PER_LOG_UNIT,
        "other_gpu_log_deviation": OTHER_GPU_LOG_DEVIATION,
        "occupancy_spread_share": SPREAD_SHARE,
        "fitted_range": {
            "active_parameters_b": fitted_range(table.active_b),
            "total_parameters_b": fitted_range(table.total_b),
            "gpus": fitted_range(table.gpus),
            "occupancy": fitted_range(table.occupancy),
        },
    }


@dataclasses.dataclass(frozen=True)
class Deployment:
    active_parameters_b: float
    total_parameters_b: float
    gpu: str
    gpus: float
    bits: float
    is_expert_parallel: bool


def decode_joules(weights: Weights, deployment: Deployment, occupancy: float, context_tokens: float) -> float:
    c, d = weights["coefficients"], deployment
    read_share = 1 - (1 - d.active_parameters_b / d.total_parameters_b) ** occupancy
    gigabytes = d.total_parameters_b * read_share * d.bits / 8
    step = c["joules_per_step"] * d.gpus ** c["gpus_exponent"] + c["joules_per_gigabyte"] * gigabytes
    context = c["joules_per_context"] * math.sqrt(d.active_parameters_b) * context_tokens / 1000
    own = c["joules_per_token_and_gpu"] * d.gpus + prefill_joules(weights, deployment) + context
    scale = c["expert_parallel_factor"] if d.is_expert_parallel else 1.0
    return scale * (step / occupancy + own)


def prefill_joules(weights: Weights, deployment: Deployment) -> float:
    gpu = deployment.gpu if deployment.gpu in weights["joules_per_operation"] else "H100"
    return weights["joules_per_operation"][gpu] * 2e9 * deployment.active_parameters_b


def log_units_outside(bounds: list[float], value: float) -> float:
    return max(0.0, math.log(bounds[0] / value), math.log(value / bounds[1]))


def log_deviation(weights: Weights, deployment: Deployment, occupancy: float | None) -> float:
    bounds = weights["fitted_range"]
    outside = sum(
        log_units_outside(bounds[name], getattr(deployment, name))
        for name in ("active_parameters_b", "total_parameters_b", "gpus")
    )
    if occupancy is not None:
        outside += log_units_outside(bounds["occupancy"], occupancy)
    widened = weights["log_deviation"] + weights["outside_per_log_unit"] * outside
    is_known = deployment.gpu in weights["joules_per_operation"]
    return math.hypot(widened, 0.0 if is_known else weights["other_gpu_log_deviation"])


def estimate(
    weights: Weights, deployment: Deployment, occupancy: float | None, context_tokens: float
) -> tuple[float, float]:
    """Median joules per token of an answer, and the deviation of its logarithm."""
    if occupancy is not None:
        joules = decode_joules(weights, deployment, occupancy, context_tokens)
        return joules, log_deviation(weights, deployment, occupancy)
    logs = np.log([decode_joules(weights, deployment, at, context_tokens) for at in OCCUPANCIES])
    deviation = math.hypot(log_deviation(weights, deployment, None), SPREAD_SHARE * float(logs.std()))
    return float(np.exp(logs.mean())), deviation


def vectors(weights: Weights) -> list[dict[str, Any]]:
    """A grid within and beyond the fitted range."""
    deployments = [
        Deployment(8, 8, "H100", 1, 16, False),
        Deployment(70, 70, "H100", 4, 16, False),
        Deployment(70, 70, "B200", 2, 8, False),
        Deployment(37, 671, "B200", 8, 8, True),
        Deployment(5, 117, "H100", 1, 4, False),
        Deployment(1, 1, "other", 1, 16, False),
        Deployment(50, 1800, "B200", 32, 8, True),
    ]
    occupancies = (1.0, 8.0, 64.5, 9000.0, None)
    found = []
    for deployment, occupancy, context in itertools.product(deployments, occupancies, (0, 4096)):
        joules, deviation = estimate(weights, deployment, occupancy, context)
        found.append(
            dataclasses.asdict(deployment)
            | {"occupancy": occupancy, "context_tokens": context}
            | {"decode_joules": joules, "log_deviation": deviation}
            | {"prefill_joules": prefill_joules(weights, deployment)}
        )
    return found
