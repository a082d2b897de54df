"""Recorded outcomes of a small and a next model on the same prompts: what a cascade rule is fitted to.

Rows come from JSON Lines of public measurements: `scores` and `out_chars` per model, `answers` as the
recording read them, and `p_yes`, what a model gave the word YES when asked whether an answer is right.
Owned by the calibration and the tables of `eval`, which must agree on what an answer costs.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CHARACTERS_PER_TOKEN = 4.0
WRITTEN_TOKEN_WEIGHT = 5.0  # a written token costs a decoding step of its own, read ones share theirs
SIZE_RATIO = 8.0  # parameters of the next model over those of the small one
FILE = "cascade_confidence_llama.jsonl.gz"
SMALL, NEXT = "Llama-3.2-1B-Instruct", "Llama-3.1-8B-Instruct"
NOT_ANSWERED = "nan"  # how the recording writes that an answer named none of the options


@dataclass(frozen=True)
class Outcomes:
    """One entry per prompt. Costs are in tokens that the small model reads: a written one counts five."""

    category: NDArray[np.str_]
    small_right: Floats
    next_right: Floats
    answered: Flags  # False: the small answer has no answer in it, which shows without asking anybody
    check_probability: Floats  # the next model's P(YES) for the small answer
    self_check_probability: Floats
    answer_chars: Floats
    small_cost: Floats
    next_cost: Floats
    check_cost: Floats
    self_check_cost: Floats

    def __len__(self) -> int:
        return len(self.small_right)

    def take(self, rows: NDArray[np.int_] | Flags) -> Outcomes:
        return Outcomes(**{name: column[rows] for name, column in vars(self).items()})


def read_rows(path: Path) -> list[dict[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in text.splitlines()]


def outcomes_of(rows: Sequence[Mapping[str, Any]], small: str = SMALL, following: str = NEXT) -> Outcomes:
    def column(values: Iterable[float]) -> Floats:
        return np.fromiter(values, np.float64, len(rows))

    read = column(len(row["prompt"]) / CHARACTERS_PER_TOKEN for row in rows)
    written = {
        model: column(row["out_chars"][model] / CHARACTERS_PER_TOKEN for row in rows)
        for model in (small, following)
    }
    # Both checks read the same text: the question, the answer they judge and their instruction.
    check = column(row["cost_units"]["verify_by_large"] for row in rows) + WRITTEN_TOKEN_WEIGHT
    return Outcomes(
        category=np.array([row["category"] for row in rows]),
        small_right=column(row["scores"][small] for row in rows),
        next_right=column(row["scores"][following] for row in rows),
        answered=np.array([row["answers"][small] != NOT_ANSWERED for row in rows]),
        check_probability=column(row["p_yes"]["large_model_on_base_answer"] for row in rows),
        self_check_probability=column(row["p_yes"]["base_model_on_base_answer"] for row in rows),
        answer_chars=column(row["out_chars"][small] for row in rows),
        small_cost=read + WRITTEN_TOKEN_WEIGHT * written[small],
        next_cost=SIZE_RATIO * (read + WRITTEN_TOKEN_WEIGHT * written[following]),
        check_cost=SIZE_RATIO * check,
        self_check_cost=check,
    )
