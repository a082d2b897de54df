"""The public measurements of joules per output token, as columns.

From the ML.ENERGY leaderboard: vLLM at a steady number of requests, GPUs only, energy = power / throughput.
The energy of reading prompts is in the figure; how long the prompts were is not in the table.
"""

from __future__ import annotations

import csv
import dataclasses
import os
import pathlib

import numpy as np

Column = np.ndarray

FILE = "mlenergy_energy_per_token.csv"
TEXT_TASKS = ("lm-arena-chat", "gpqa", "sourcegraph-fim")
# MXFP4: 4 bits, and 8 of scale for each 32 weights (OCP MX 1.0).
BITS = {"bfloat16": 16.0, "fp8": 8.0, "mxfp4": 4.25}


@dataclasses.dataclass(frozen=True)
class EnergyTable:
    model: Column
    family: Column  # one maker's models of the same sizes: an instruct, a thinking and an FP8 edition are one
    task: Column
    gpu: Column
    active_b: Column
    total_b: Column
    bits: Column
    gpus: Column
    occupancy: Column
    output_tokens: Column
    is_expert_parallel: Column
    is_data_parallel: Column
    joules_per_token: Column

    def __len__(self) -> int:
        return len(self.model)

    def rows(self, chosen: Column) -> EnergyTable:
        return EnergyTable(*(getattr(self, field.name)[chosen] for field in dataclasses.fields(self)))


def data_folder() -> pathlib.Path:
    default = pathlib.Path(__file__).resolve().parents[1] / "../shared/data"
    return pathlib.Path(os.environ.get("GREENINFER_DATA", default)) / "carbon"


def read_table(folder: pathlib.Path | None = None) -> EnergyTable:
    """The 565 text rows of 27 models; images and video, which need another model, are left out."""
    with ((folder or data_folder()) / FILE).open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["task"] in TEXT_TASKS]

    def words(name: str) -> Column:
        return np.array([row[name] for row in rows])

    def numbers(name: str) -> Column:
        return np.array([float(row[name]) for row in rows])

    makers = [row["model_id"].split("/")[0] for row in rows]
    sizes = [f"{row['activated_params_billions']} of {row['total_params_billions']}" for row in rows]
    return EnergyTable(
        model=words("model_id"),
        family=np.array([f"{maker} {size}" for maker, size in zip(makers, sizes, strict=True)]),
        task=words("task"),
        gpu=words("gpu_model"),
        active_b=numbers("activated_params_billions"),
        total_b=numbers("total_params_billions"),
        bits=np.array([BITS[row["weight_precision"]] for row in rows]),
        gpus=numbers("num_gpus"),
        occupancy=numbers("avg_batch_size"),
        output_tokens=numbers("avg_output_len"),
        is_expert_parallel=numbers("expert_parallel") > 1,
        is_data_parallel=numbers("data_parallel") > 1,
        joules_per_token=numbers("energy_per_token_joules"),
    )
