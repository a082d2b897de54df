"""Which of three tiers should answer first, judged on what each of them did with the same prompts.

The rule is the gateway's: largest P(right) minus a weight times the tier's relative cost. It is held
against the best random mix of always-small, always-medium and always-large at the same cost, because any
rule looks good beside a dearer one. Chances are out of fold; what a tier costs on average comes from the
other folds too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.baselines import Material, Method, Split, by_category, in_folds, linear
from eval.data_sets import PromptSet, rows_of
from eval.held_out_scores import held_out
from eval.metrics import best_mix
from eval.scorer_method import scorer
from eval.tables import Part, Row, Target, number, table
from train.routing_data import fold_of

Floats = NDArray[np.float64]
Choice = NDArray[np.int_]
TIERS = ("small", "medium", "large")
PARAMETERS = {
    "gemma-2-2b-it": 2.6,
    "Phi-3-mini-4k-instruct": 3.8,
    "Meta-Llama-3.1-8B-Instruct": 8.0,
    "Meta-Llama-3.1-70B-Instruct": 70.6,
}
NAMES = {"zeroeval-gsm": "GSM8K", "mmlu-pro": "MMLU-Pro"}
WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
TRIALS = 200
NEAR = 0.2  # the cost at which the gain is asked for


@dataclass(frozen=True)
class Tiered:
    """One entry per prompt; quality and cost have a column per tier. Cost: parameters times answer length."""

    group: NDArray[np.str_]
    prompts: PromptSet
    cost: Floats

    @property
    def quality(self) -> Floats:
        return self.prompts.outcome


def read() -> Tiered:
    rows = rows_of("tiers_smallest_able")
    prompts = PromptSet(
        prompts=[row["prompt"] for row in rows],
        category=np.array([row["category"] for row in rows]),
        fold=np.array([fold_of(row["prompt"]) for row in rows]),
        outcome=np.array([[row["scores"][tier] for tier in TIERS] for row in rows], np.float64),
    )
    cost = [[PARAMETERS[row["models"][tier]] * row["out_chars"][tier] for tier in TIERS] for row in rows]
    return Tiered(np.array([NAMES[row["dataset"]] for row in rows]), prompts, np.array(cost))


def chances_by(method: Method, tiered: Tiered, material: Material, splits: Iterator[Split]) -> Floats:
    """P(right) of each tier. Each triple of models has heads of its own."""
    chances = np.zeros_like(tiered.quality)
    for trained_on, tried_on in splits:
        for group in np.unique(tiered.group[tried_on]):
            mine = trained_on[tiered.group[trained_on] == group]
            asked = tried_on[tiered.group[tried_on] == group]
            if not len(mine):  # a set of one category has nothing left to learn from
                continue
            chances[asked] = method(material, (mine, asked))
    return chances


def choose(tiered: Tiered, chances: Floats, weight: float) -> Choice:
    """The gateway's rule, with the mean cost of each tier over the other folds of its group."""
    chosen = np.zeros(len(chances), int)
    for group in np.unique(tiered.group):
        for fold in np.unique(tiered.prompts.fold):
            mine = (tiered.group == group) & (tiered.prompts.fold == fold)
            others = (tiered.group == group) & (tiered.prompts.fold != fold)
            relative = tiered.cost[others].mean(axis=0) / tiered.cost[others, 2].mean()
            chosen[mine] = np.argmax(chances[mine] - weight * relative, axis=1)
    return chosen


def oracle(quality: Floats) -> Choice:
    return np.where(quality.any(axis=1), quality.argmax(axis=1), 0)


def figures(quality: Floats, cost: Floats, chosen: Choice) -> tuple[float, float, float]:
    """Quality, cost relative to always-large, and gain over the best random mix at that cost."""
    rows = np.arange(len(chosen))
    reached = float(quality[rows, chosen].mean())
    large = cost[:, 2].sum()
    price = float(cost[rows, chosen].sum() / large)
    always = [(float(cost[:, tier].sum() / large), float(quality[:, tier].mean())) for tier in range(3)]
    cheapest = min(always)
    return reached, price, reached - (best_mix(price, always) if price >= cheapest[0] else cheapest[1])


def judged(tiered: Tiered, rows: NDArray[np.bool_], chosen: Choice) -> Row:
    quality, cost, mine = tiered.quality[rows], tiered.cost[rows], chosen[rows]
    best, able = oracle(quality), quality.any(axis=1)
    generator = np.random.default_rng(3)
    drawn = (generator.integers(0, len(mine), len(mine)) for _ in range(TRIALS))
    trials = np.array([figures(quality[each], cost[each], mine[each]) for each in drawn])
    found = figures(quality, cost, mine)
    row: Row = {
        "exact": float(np.mean(mine == best)),
        "under": float(np.mean(able & (mine < best))),
        "over": float(np.mean(mine > best)),
    }
    row |= {f"use_{tier}": float(np.mean(mine == place)) for place, tier in enumerate(TIERS)}
    for name, value, trial in zip(("quality", "cost", "gain"), found, trials.T, strict=True):
        low, high = np.quantile(trial, (0.025, 0.975))
        row |= {name: value, f"{name}_sd": float(trial.std()), f"{name}_low": low, f"{name}_high": high}
    return row


def measure() -> list[Row]:
    tiered = read()
    policies: dict[str, Choice] = {
        f"always {tier}": np.full(len(tiered.prompts), place) for place, tier in enumerate(TIERS)
    }
    policies["random"] = np.random.default_rng(0).integers(0, 3, len(tiered.prompts))
    policies["oracle"] = oracle(tiered.quality)
    for name, chances in all_chances(tiered).items():
        policies |= {f"{name}, weight {weight:g}": choose(tiered, chances, weight) for weight in WEIGHTS}
    groups = {name: tiered.group == name for name in NAMES.values()}
    groups["both"] = np.ones(len(tiered.prompts), bool)
    rows: list[Row] = []
    for group, mine in groups.items():
        for policy, chosen in policies.items():
            if "domain" in policy and group != "MMLU-Pro":
                continue
            named: Row = {"set": group, "policy": policy, "prompts": int(mine.sum())}
            rows.append(named | judged(tiered, mine, chosen))
    return rows


def all_chances(tiered: Tiered) -> dict[str, Floats]:
    material = Material.of(tiered.prompts)
    found = {}
    for name, method in {"hashed linear": linear, "scorer": scorer}.items():
        found[name] = chances_by(method, tiered, material, in_folds(tiered.prompts))
        found[f"{name}, domain left out"] = chances_by(method, tiered, material, by_category(tiered.prompts))
    return found | {"shipped heads": shipped_chances(tiered)}


def shipped_chances(tiered: Tiered) -> Floats:
    """What the program says of a prompt its weights never saw, whichever models stand for the tiers."""
    said = held_out().of_prompt
    return np.array([said[prompt].p_right for prompt in tiered.prompts.prompts])


def render(rows: list[Row]) -> str:
    lines = [
        [
            row["set"],
            row["policy"],
            "/".join(f"{number(row, f'use_{tier}'):.2f}" for tier in TIERS),
            *(f"{number(row, column):.3f}" for column in ("exact", "under", "over")),
            f"{number(row, 'quality'):.3f} ± {number(row, 'quality_sd'):.3f}",
            f"{number(row, 'cost'):.3f}",
            f"{number(row, 'gain'):+.3f} ({number(row, 'gain_low'):+.3f} to {number(row, 'gain_high'):+.3f})",
        ]
        for row in rows
    ]
    headings = [
        "set",
        "policy",
        "small/medium/large",
        "exact",
        "under",
        "over",
        "quality",
        "cost",
        "gain over mix",
    ]
    return INTRODUCTION + "\n\n" + table(headings, lines)


INTRODUCTION = """\
Exact: the smallest able tier. Under: a bigger one was able, the chosen one not. Over: a smaller one was
able. Cost is parameters times answer length, relative to always-large; gain is quality over the best
random mix of the three at the same cost. A policy's weight is what the gateway calls `carbon_weight`."""


def targets(rows: list[Row]) -> list[Target]:
    return [target for rule in ("scorer", "shipped heads") for target in targets_of(rule, rows)]


def targets_of(rule: str, rows: list[Row]) -> list[Target]:
    tried = [row for row in rows if str(row["policy"]).startswith(f"{rule}, weight")]
    listed = []
    for group in dict.fromkeys(row["set"] for row in tried):
        mine = [row for row in tried if row["set"] == group]
        near = min(mine, key=lambda row: abs(number(row, "cost") - NEAR))
        least = min(mine, key=lambda row: number(row, "gain"))
        for what, wanted, row in (("gain over the mix", 0.02, near), ("least gain", 0.0, least)):
            where = f"{group}, {row['policy']} (cost {number(row, 'cost'):.2f})"
            listed.append(Target(f"{what}, {where}", wanted, number(row, "gain"), 2 * number(row, "gain_sd")))
    return listed


PART = Part("start_tier", "Start tier: three tiers", measure, render, targets)
