"""The public measurements that the tables are made of, as prompts with the outcomes of some models.

Nothing of them is part of this repository. Reading and folds are those of the training, so that a prompt
held out here was held out there: the fold goes by the question, the same in every file and with or without
its options.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from train.routing_data import fold_of, folder, read_file

REPOSITORY = Path(__file__).resolve().parent.parent


def data_is_here() -> bool:
    return folder().is_dir()


@cache
def rows_of(file: str) -> list[dict[str, Any]]:
    if not data_is_here():
        raise FileNotFoundError(
            f"{folder()} is absent: set GREENINFER_DATA to the folder that has the public data in routing/"
        )
    return [row for row in read_file(file, folder()) if not row.get("contaminated")]


@dataclass(frozen=True)
class PromptSet:
    """Prompts of one file with the outcomes of some of its models, one column each."""

    prompts: list[str]
    category: NDArray[np.str_]
    fold: NDArray[np.int_]
    outcome: NDArray[np.float64]  # rows x models

    def __len__(self) -> int:
        return len(self.prompts)


def prompt_set(file: str, models: tuple[str, ...]) -> PromptSet:
    rows = [row for row in rows_of(file) if all(row["scores"].get(model) is not None for model in models)]
    return PromptSet(
        prompts=[row["prompt"] for row in rows],
        category=np.array([row.get("category") or "" for row in rows]),
        fold=np.array([fold_of(row["prompt"]) for row in rows]),
        outcome=np.array([[row["scores"][model] for model in models] for row in rows], np.float64),
    )
