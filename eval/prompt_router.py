"""How much of the gap between two models a router closes that sees nothing but the prompt.

All methods answer P(right) of each model for prompts they were not trained on; the router's score is strong
minus weak. Two ways to leave prompts out: by question, and by whole category, which is what new traffic is
like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from eval.baselines import (
    Floats,
    Material,
    Method,
    Split,
    by_category,
    by_length,
    category_mean,
    in_folds,
    linear,
    nearest,
    predict,
)
from eval.data_sets import PromptSet, prompt_set
from eval.metrics import apgr, auroc, bootstrap, call_pct
from eval.scorer_method import WithAbilities, scorer
from eval.tables import Part, Row, Target, number, table

SUBJECT_GROUPS = 12  # MMLU has 57 subjects, many of them siblings


@dataclass(frozen=True)
class Pair:
    name: str
    file: str
    weak: str
    strong: str


PAIRS = (
    Pair("RouteLLM-MMLU", "routellm_mmlu", "mixtral-8x7b-instruct-v0.1", "gpt-4-1106-preview"),
    Pair("RouteLLM-GSM8K", "routellm_gsm8k", "mixtral-8x7b-instruct-v0.1", "gpt-4-1106-preview"),
    Pair(
        "MMLU-Pro Llama-3.1 8B to 70B",
        "mmlu_pro",
        "Meta-Llama-3.1-8B-Instruct",
        "Meta-Llama-3.1-70B-Instruct",
    ),
    Pair("MMLU-Pro Phi-3 to 70B", "mmlu_pro", "Phi-3-mini-4k-instruct", "Meta-Llama-3.1-70B-Instruct"),
    Pair("MMLU-Pro Llama-2 7B to 70B", "mmlu_pro", "Llama-2-7b-hf", "Llama-2-70b-hf"),
    Pair("MMLU-Pro Qwen1.5 7B to 72B", "mmlu_pro", "Qwen1.5-7B-Chat", "Qwen1.5-72B-Chat"),
    Pair(
        "GSM8K Llama-3.1 8B to 70B",
        "zeroeval_gsm",
        "Meta-Llama-3.1-8B-Instruct",
        "Meta-Llama-3.1-70B-Instruct",
    ),
    Pair("ulab 8B to 51B", "ulab_llmrouter", "llama-3.1-8b-instruct", "llama-3.1-nemotron-51b-instruct"),
)
WITH_CATEGORIES = ("routellm_mmlu", "mmlu_pro", "ulab_llmrouter")
WITH_MANY_MODELS = ("mmlu_pro", "zeroeval_gsm")


def nothing(material: Material, split: Split) -> Floats:
    return np.zeros((len(split[1]), material.prompts.outcome.shape[1]))


METHODS: dict[str, Method] = {
    "random": nothing,
    "length": by_length,
    "category": category_mean,
    "40 nearest": nearest,
    "hashed linear": linear,
}


def by_group(prompts: PromptSet) -> Iterator[Split]:
    """By category, or by groups of them where there are many."""
    if len(np.unique(prompts.category)) <= 2 * SUBJECT_GROUPS:
        yield from by_category(prompts)
        return
    group = np.array([crc32(name.encode()) % SUBJECT_GROUPS for name in prompts.category])
    for number_of_group in np.unique(group):
        yield np.flatnonzero(group != number_of_group), np.flatnonzero(group == number_of_group)


def measure() -> list[Row]:
    rows: list[Row] = []
    for file in dict.fromkeys(pair.file for pair in PAIRS):
        pairs = [pair for pair in PAIRS if pair.file == file]
        models = tuple(dict.fromkeys(model for pair in pairs for model in (pair.weak, pair.strong)))
        material = Material.of(prompt_set(file, models))
        ways: dict[str, Callable[[PromptSet], Iterator[Split]]] = {"folds": in_folds}
        if file in WITH_CATEGORIES:
            ways["left-out categories"] = by_group
        for way, splits in ways.items():
            for method, predicted in all_predictions(file, models, material, splits).items():
                rows += [judged(pair, way, method, models, material.prompts, predicted) for pair in pairs]
    return rows


def all_predictions(
    file: str, models: tuple[str, ...], material: Material, splits: Callable[[PromptSet], Iterator[Split]]
) -> dict[str, Floats]:
    methods = METHODS | {"scorer": scorer}
    if file in WITH_MANY_MODELS:
        methods["scorer, shared abilities"] = WithAbilities(file, models)
    return {name: predict(method, material, splits(material.prompts)) for name, method in methods.items()}


def judged(
    pair: Pair, way: str, method: str, models: tuple[str, ...], prompts: PromptSet, predicted: Floats
) -> Row:
    weak, strong = models.index(pair.weak), models.index(pair.strong)
    columns = predicted[:, strong] - predicted[:, weak], prompts.outcome[:, weak], prompts.outcome[:, strong]
    found = bootstrap(apgr, *columns)
    return {
        "pair": pair.name,
        "prompts": len(prompts),
        "left_out": way,
        "method": method,
        "apgr": found.value,
        "apgr_sd": found.deviation,
        "apgr_low": found.low,
        "apgr_high": found.high,
        "cpt50": call_pct(*columns, 0.5),
        "cpt80": call_pct(*columns, 0.8),
        "auroc_weak_fails": auroc(1 - predicted[:, weak], 1 - prompts.outcome[:, weak]),
    }


def render(rows: list[Row]) -> str:
    methods = list(dict.fromkeys(str(row["method"]) for row in rows))
    sections = [INTRODUCTION]
    for way in dict.fromkeys(str(row["left_out"]) for row in rows):
        lines = []
        for pair in dict.fromkeys(row["pair"] for row in rows if row["left_out"] == way):
            found = {row["method"]: row for row in rows if (row["pair"], row["left_out"]) == (pair, way)}
            cells = [cell(found[method]) if method in found else "" for method in methods]
            lines.append([pair, int(number(found[methods[0]], "prompts")), *cells])
        sections.append(f"Left out: {way}.\n\n" + table(["pair", "prompts", *methods], lines))
    return "\n\n".join(sections)


INTRODUCTION = """\
APGR with its 95 % interval, then the percentage of strong calls that closes 50 and 80 % of the gap.
Random routing has 0.5. `hashed linear` is a plain baseline with features of its own; `scorer` is the
gateway's features and recipe."""


def cell(row: Row) -> str:
    interval = f"{number(row, 'apgr_low'):.3f} to {number(row, 'apgr_high'):.3f}"
    return f"{number(row, 'apgr'):.3f} ({interval}) {number(row, 'cpt50'):.0f}/{number(row, 'cpt80'):.0f}"


WANTED = (
    ("RouteLLM-MMLU", "folds", 0.69),
    ("MMLU-Pro Llama-3.1 8B to 70B", "folds", 0.545),
    ("MMLU-Pro Phi-3 to 70B", "folds", 0.578),
    ("ulab 8B to 51B", "folds", 0.78),
    ("RouteLLM-MMLU", "left-out categories", 0.63),
    ("MMLU-Pro Llama-3.1 8B to 70B", "left-out categories", 0.527),
    ("ulab 8B to 51B", "left-out categories", 0.60),
)


def targets(rows: list[Row]) -> list[Target]:
    found = {(row["pair"], row["left_out"], row["method"]): row for row in rows}
    listed = []
    for pair, way, wanted in WANTED:
        for method in ("scorer, shared abilities", "scorer"):
            if row := found.get((pair, way, method)):
                slack = 2 * number(row, "apgr_sd")
                listed.append(Target(f"APGR {pair}, {way}, {method}", wanted, number(row, "apgr"), slack))
                break
    return listed


PART = Part("prompt_router", "Prompt router: two models, nothing but the prompt", measure, render, targets)
