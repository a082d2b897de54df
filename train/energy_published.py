"""What others would have said of the same rows: the published log-linear fit, and EcoLogits' formula."""

from __future__ import annotations

import numpy as np

from train.energy_table import Column, EnergyTable

ECOLOGITS_BATCH = 64.0


def features(table: EnergyTable) -> Column:
    log_occupancy = np.log(table.occupancy)
    return np.column_stack(
        [
            np.ones(len(table)),
            np.log(table.active_b),
            np.log(table.total_b),
            log_occupancy,
            log_occupancy**2,
            table.gpu == "H100",
            table.bits <= 8,
            np.log(table.gpus),
            table.task == "gpqa",
            table.task == "sourcegraph-fim",
        ]
    ).astype(float)


def fit_log_linear(table: EnergyTable) -> Column:
    return np.linalg.lstsq(features(table), np.log(table.joules_per_token), rcond=None)[0]


def log_linear(coefficients: Column, table: EnergyTable) -> Column:
    return features(table) @ coefficients


def ecologits(table: EnergyTable, batch: Column | float = ECOLOGITS_BATCH) -> Column:
    """ln J per output token, GPUs only (mlco2/ecologits@5be90da, ecologits/impacts/llm.py).

    Its own memory rule says how many GPUs there are: 1.2 bytes per byte of 16-bit weights, 80 GB each, a
    power of two. It never saw the rows.
    """
    slope = 1.1665273170451914e-6 * np.exp(-0.011205921025579175 * batch)
    watt_hours = slope * table.active_b + 4.052928146734005e-5
    gigabytes = 1.2 * table.total_b * 16 / 8
    gpus = 2.0 ** np.ceil(np.log2(np.ceil(gigabytes / 80)))
    return np.log(gpus * watt_hours * 3600)
