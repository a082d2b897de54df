"""Whether the score says how hard a prompt is: against people's five levels, small talk and hard user
prompts.

Scores are those of the program on prompts its weights never saw. CLINC and Arena-Hard are sanity checks,
not proof: prompts like them taught the score, and their style gives them away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eval.held_out_scores import HeldOut, held_out
from eval.metrics import bootstrap, spearman
from eval.tables import Part, Row, Target, number, table
from train.routing_data import LEVELS

BANDS = {"trivial": (0, 15), "simple": (15, 40), "medium": (40, 70), "complex": (70, 101)}
ANSWERING = ("natural_qa", "trivia_qa", "openbook_qa", "commonsense_qa", "arc_challenge", "mmlu", "gpqa")
CODE = ("mbpp", "human_eval")
QUANTILES = (5, 25, 50, 75, 95)


def scores_of(found: HeldOut, file: str, only: tuple[str, ...] = (), domain: str = "") -> NDArray[np.float64]:
    rows = [
        row
        for row in found.data.rows[file]
        if (not only or row.category in only) and (not domain or row.domain == domain)
    ]
    return np.array([found.of_prompt[found.data.prompts[row.prompt]].score for row in rows])


def flask(found: HeldOut) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    rows = [row for row in found.data.rows["flask_difficulty_labels"] if row.level >= 0]
    scores = [found.of_prompt[found.data.prompts[row.prompt]].score for row in rows]
    return np.array(scores), np.array([row.level for row in rows])


def traffic(found: HeldOut) -> list[tuple[float, NDArray[np.float64]]]:
    """The published mix: what share of requests is like which set."""
    return [
        (0.30, scores_of(found, "prompts_clinc150")),
        (0.25, scores_of(found, "flask_difficulty_labels")),
        (0.15, scores_of(found, "ulab_llmrouter", ANSWERING)),
        (0.10, scores_of(found, "zeroeval_gsm")),
        (0.10, scores_of(found, "mmlu_pro")),
        (0.05, scores_of(found, "ulab_llmrouter", CODE)),
        (0.05, scores_of(found, "prompts_arenahard_v2")),
    ]


def share(scores: NDArray[np.float64], low: float, high: float) -> float:
    return float(np.mean((scores >= low) & (scores < high)))


def banded(name: str, scores: NDArray[np.float64]) -> Row:
    row: Row = {"what": "bands", "set": name, "prompts": len(scores)}
    row |= {f"pct{place}": float(np.percentile(scores, place)) for place in QUANTILES}
    return row | {band: share(scores, *edges) for band, edges in BANDS.items()}


def figure(name: str, value: float, deviation: float) -> Row:
    return {"what": "figure", "set": name, "value": value, "sd": deviation}


def share_figure(name: str, scores: NDArray[np.float64], low: float, high: float) -> Row:
    found = bootstrap(lambda drawn: share(drawn, low, high), scores)
    return figure(name, found.value, found.deviation)


def measure() -> list[Row]:
    found = held_out()
    scores, levels = flask(found)
    agreed = bootstrap(spearman, scores, levels)
    clinc, arena = scores_of(found, "prompts_clinc150"), scores_of(found, "prompts_arenahard_v2")
    small_talk = scores_of(found, "prompts_clinc150", domain="small_talk")
    mixed = traffic(found)
    rows = [
        figure("FLASK Spearman, folds", agreed.value, agreed.deviation),
        figure(
            "FLASK Spearman, sources left out",
            found.sources_left_out["spearman"],
            found.sources_left_out["sd"],
        ),
        share_figure("CLINC below 15", clinc, 0, 15),
        share_figure("CLINC small talk below 15", small_talk, 0, 15),
        share_figure("Arena-Hard at 40 or more", arena, 40, 101),
    ]
    rows += [
        figure(f"mixed traffic, {band}", sum(weight * share(part, *edges) for weight, part in mixed), 0.0)
        for band, edges in BANDS.items()
    ]
    rows += [banded("CLINC", clinc), banded("CLINC small talk", small_talk)]
    rows += [banded(f"FLASK {name}", scores[levels == level]) for level, name in enumerate(LEVELS)]
    others = (
        "zeroeval_numersense",
        "zeroeval_gsm",
        "ulab_llmrouter",
        "routellm_mmlu",
        "mmlu_pro",
        "routellm_mtbench",
    )
    rows += [banded(file, scores_of(found, file)) for file in others]
    return [*rows, banded("Arena-Hard", arena)]


def render(rows: list[Row]) -> str:
    figures = [
        [row["set"], f"{number(row, 'value'):.3f}", f"{number(row, 'sd'):.3f}" if number(row, "sd") else ""]
        for row in rows
        if row["what"] == "figure"
    ]
    lines = [
        [
            row["set"],
            int(number(row, "prompts")),
            "/".join(f"{number(row, f'pct{place}'):.0f}" for place in QUANTILES),
            "/".join(f"{number(row, band):.2f}" for band in BANDS),
        ]
        for row in rows
        if row["what"] == "bands"
    ]
    headings = ["set", "prompts", "score, percentiles 5/25/50/75/95", "trivial/simple/medium/complex"]
    return "\n\n".join([INTRODUCTION, table(["figure", "found", "SD"], figures), table(headings, lines)])


INTRODUCTION = """\
Scores of the program on prompts that its weights never saw, fold by fold; in the row `sources left out`
no prompt of the same source taught the level. Mixed traffic: 30 % CLINC, 25 % FLASK, 15 % ulab questions,
10 % GSM8K, 10 % MMLU-Pro, 5 % ulab code, 5 % Arena-Hard."""


WANTED = {
    "FLASK Spearman, folds": 0.65,
    "FLASK Spearman, sources left out": 0.50,
    "CLINC below 15": 0.93,
    "CLINC small talk below 15": 0.93,
    "Arena-Hard at 40 or more": 0.90,
} | {f"mixed traffic, {band}": 0.10 for band in BANDS}


def targets(rows: list[Row]) -> list[Target]:
    found = {str(row["set"]): row for row in rows if row["what"] == "figure"}
    return [
        Target(name, wanted, number(found[name], "value"), 2 * number(found[name], "sd"))
        for name, wanted in WANTED.items()
        if name in found
    ]


PART = Part("difficulty", "Score: how hard a prompt is", measure, render, targets)
