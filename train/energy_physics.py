"""Joules of GPUs per output token as a sum of what a decoding step does, and its fit.

    E = scale * ((step * gpus^gpus_exponent + weights * gigabytes_read) / occupancy
                 + sequence * gpus + flops * active_b + context * sqrt(active_b) * context_thousands)

A step costs something on every GPU and reads the weights once, for all requests in it: hence the division by
the occupancy. Of a mixture of experts it reads those that any request needs,
total * (1 - (1 - active/total)^occupancy).
The other terms are paid by every token: sampling and communication, multiplications, reading its own context.
`flops` is not fitted but the roofline that prompts are charged with, so prefill and decode agree.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.optimize import least_squares

from train.energy_table import Column, EnergyTable

# Thermal design power over dense 16-bit peak (NVIDIA data sheets: H100 SXM 700 W, 989.4 TFLOPS; HGX B200
# 1000 W, 2250 TFLOPS), at the share of the peak that Llama 3 reached on H100 (arXiv 2407.21783, table 4:
# 38-43 %).
JOULES_PER_OPERATION = {"H100": 700 / 989.4e12, "B200": 1000 / 2250e12}
EFFICIENCY = 0.40
# Prompts of the chat and question tasks are short; the table does not say how short.
PROMPT_TOKENS = 100.0
# Pull towards the starting figures, in squared units of the logarithm. It holds what a fold cannot
# tell, such as data parallelism where the only model measured with it is left out.
PULL = 1.0


@dataclasses.dataclass(frozen=True)
class Form:
    """How the cost per sequence and token grows; the second term of a token's own costs."""

    sequence_active_exponent: float = 0.0
    sequence_gpus_exponent: float = 1.0


@dataclasses.dataclass(frozen=True)
class Coefficients:
    """Energies as logarithms of joules, so that none can be negative."""

    step: float = -0.5
    weights: float = -2.0
    sequence: float = -4.0
    context: float = -4.4
    gpus_exponent: float = 1.5
    expert_parallel: float = 0.0
    # Of the benchmark only: reading the long prompts of code completion, and running replicas side by side.
    completion_prompts: float = -3.5
    data_parallel: float = 0.0


def vector(coefficients: Coefficients) -> Column:
    return np.array(dataclasses.astuple(coefficients))


def log_joules(coefficients: Coefficients, table: EnergyTable, form: Form | None = None) -> Column:
    form = form or Form()
    c = coefficients
    read_share = 1 - (1 - table.active_b / table.total_b) ** table.occupancy
    gigabytes_read = table.total_b * read_share * table.bits / 8
    per_step = np.exp(c.step) * table.gpus**c.gpus_exponent + np.exp(c.weights) * gigabytes_read
    sequence = (
        np.exp(c.sequence)
        * table.active_b**form.sequence_active_exponent
        * table.gpus**form.sequence_gpus_exponent
    )
    joules_per_operation = np.array([JOULES_PER_OPERATION[gpu] for gpu in table.gpu])
    flops = joules_per_operation / EFFICIENCY * 2e9 * table.active_b
    context_thousands = (PROMPT_TOKENS + table.output_tokens / 2) / 1000
    context = np.exp(c.context) * np.sqrt(table.active_b) * context_thousands
    prompts = np.exp(c.completion_prompts) * table.active_b * (table.task == "sourcegraph-fim")
    joules = per_step / table.occupancy + sequence + flops + context + prompts
    parallel = c.expert_parallel * table.is_expert_parallel + c.data_parallel * table.is_data_parallel
    return np.log(joules) + parallel


def fit(table: EnergyTable, form: Form | None = None, pull: float = PULL) -> Coefficients:
    start = vector(Coefficients())
    target = np.log(table.joules_per_token)

    def errors(values: Column) -> Column:
        residuals = log_joules(Coefficients(*values), table, form) - target
        return np.concatenate([residuals, np.sqrt(pull) * (values - start)])

    return Coefficients(*(float(value) for value in least_squares(errors, start).x))
