"""The public measurements that the tables are made of: where they lie, how they are read and split.

Nothing of them is part of this repository. Folds go by the question, so that the same question in two files,
or with and without its options, is never on both sides of a split.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from train.cascade_outcomes import read_rows

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDS = 5
KEY_CHARS = 400
OPTIONS = re.compile(r"\n\s*(?:\(?A[).:]\s|choices\s*:|options\s*:)", re.IGNORECASE)
OPENING = re.compile(r"^\s*(?:question|q)\s*[:.]\s*", re.IGNORECASE)
SHORTEST_STEM = 40  # a shorter stem does not identify a question without its options


def data_folder() -> Path | None:
    """GREENINFER_DATA, or else shared/data beside the repository; None where there is no data."""
    named = os.environ.get("GREENINFER_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    return folder / "routing" if (folder / "routing").is_dir() else None


def question_key(prompt: str) -> str:
    stem = OPENING.sub("", prompt)
    options = OPTIONS.search(stem)
    if options and options.start() >= SHORTEST_STEM:
        stem = stem[: options.start()]
    words = re.sub(r"[^a-z0-9]+", " ", stem.lower()).strip()[:KEY_CHARS]
    return hashlib.sha1(words.encode()).hexdigest()


def fold_of(prompt: str) -> int:
    return int(question_key(prompt)[:8], 16) % FOLDS


@cache
def rows_of(file: str) -> list[dict[str, Any]]:
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError(
            "the public data is absent: set GREENINFER_DATA to the folder that has routing/"
        )
    rows = read_rows(folder / f"{file}.jsonl.gz")
    return [row for row in rows if not row.get("contaminated")]


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
