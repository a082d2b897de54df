"""The cascade on recorded answers: cost of keeping a share of the large model's accuracy, and how often it
is kept.

Fitted on one half, reported on the other. Every figure named `gateway` was made by the real one over the
wire; the others follow the same rule by arithmetic, and the gateway is held to them answer by answer.
"""

from __future__ import annotations

import numpy as np

from eval.cascade_replay import Order, replay, replay_shipped
from eval.cascade_splits import (
    SETS,
    TARGETS,
    Tried,
    by_plain_threshold,
    by_rule,
    halves,
    recorded,
    with_hindsight,
)
from eval.tables import Part, Row, Target, number, table
from train.cascade_outcomes import Outcomes

CONFIDENCES = (0.3, 0.4, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95)
REPLAYED = (0.5, 0.9)
SPLITS_REPLAYED = {"arc_easy": 40, "arc_challenge": 10, "medmcqa": 10}
HINDSIGHT = (0.5, 0.85)
SHIPPED_TARGETS = (0.90, 0.95)
ROWS_OF_HALF = 500
FEW = 5  # splits are enough for a mean cost
Ordered = tuple[str, float, int, Order]  # set, confidence, split


def row_of(category: str, target: float, how: str, split: int, found: Tried) -> Row:
    return {
        "set": SETS[category],
        "target": target,
        "how": how,
        "split": split,
        "quality": found.quality,
        "cost": found.cost,
        "kept": found.kept,
        "met": float(found.quality >= target),
    }


def measure() -> list[Row]:
    outcomes = recorded()
    rows: list[Row] = []
    orders: list[Ordered] = []
    for category in SETS:
        for target in TARGETS:
            for half in halves(outcomes, category):
                plain = by_plain_threshold(outcomes, half, target)
                rows.append(row_of(category, target, "plain threshold", half.split, plain))
                for confidence, rule, edge, found in by_rule(outcomes, half, target, CONFIDENCES):
                    how = f"rule, confidence {confidence:g}"
                    rows.append(row_of(category, target, how, half.split, found))
                    if confidence in REPLAYED and half.split < SPLITS_REPLAYED[category]:
                        order = Order(rule, edge, target, half.tried_on)
                        orders.append((category, confidence, half.split, order))
            for share in HINDSIGHT:
                cost = with_hindsight(outcomes, category, target, share)
                found = Tried(float("nan"), cost, float("nan"))
                rows.append(row_of(category, target, f"hindsight {share:g}", -1, found) | {"met": share})
    rows += replayed_rows(outcomes, orders, "gateway, confidence {:g}")
    written_in_full = [order for order in orders if order[1] == REPLAYED[0] and order[2] < FEW]
    rows += replayed_rows(outcomes, written_in_full, "gateway, confidence {:g}, check as written", False)
    return rows + shipped_rows(outcomes)


def shipped_rows(outcomes: Outcomes) -> list[Row]:
    """Of the built-in calibration on all rows; it was fitted to these very rows."""
    asked = [(category, target) for category in SETS for target in SHIPPED_TARGETS]
    found = replay_shipped(
        [(target, np.flatnonzero(outcomes.category == category)) for category, target in asked]
    )
    return [
        row_of(category, target, "gateway, built-in calibration", -1, result)
        for (category, target), result in zip(asked, found, strict=True)
    ]


def replayed_rows(
    outcomes: Outcomes, orders: list[Ordered], name: str, counts_recorded_check: bool = True
) -> list[Row]:
    gains = [order.rule.gain(outcomes) for *_, order in orders]
    found = replay(
        [(order[-1], gain) for order, gain in zip(orders, gains, strict=True)], counts_recorded_check
    )
    return [
        row_of(category, order.target, name.format(confidence), split, result.tried)
        | {"differing": result.differing, "checks": result.checks}
        for (category, confidence, split, order), result in zip(orders, found, strict=True)
    ]


def summary(rows: list[Row]) -> list[str]:
    columns = {
        name: np.array([number(row, name) for row in rows]) for name in ("quality", "cost", "kept", "met")
    }
    shown = [f"{columns['quality'].mean():.3f} ± {columns['quality'].std():.3f}"]
    low, high = np.quantile(columns["cost"], (0.025, 0.975))
    shown += [f"{columns['cost'].mean():.3f} ({low:.3f} to {high:.3f})", f"{columns['kept'].mean():.2f}"]
    return [*shown, f"{100 * columns['met'].mean():.0f} %"]


def render(rows: list[Row]) -> str:
    lines = []
    for key in dict.fromkeys((row["set"], row["target"], row["how"]) for row in rows):
        mine = [row for row in rows if (row["set"], row["target"], row["how"]) == key]
        name, target, how = key
        if str(how).startswith("hindsight"):
            lines.append(
                [
                    name,
                    target,
                    how,
                    "",
                    f"{number(mine[0], 'cost'):.3f}",
                    "",
                    f"{100 * number(mine[0], 'met'):.0f} %",
                ]
            )
        else:
            lines.append([name, target, how, *summary(mine)])
    wired = [row for row in rows if row.get("differing", "") != ""]
    held = ""
    if wired:
        answers = sum(ROWS_OF_HALF for _ in wired)
        differing = sum(int(number(row, "differing")) for row in wired)
        held = (
            f"Of {answers} answers over the wire {differing} came from another model than the rule says.\n\n"
        )
    headings = ["set", "target", "how", "quality", "cost", "kept", "met"]
    return INTRODUCTION + "\n\n" + held + table(headings, lines)


INTRODUCTION = """\
Llama-3.2-1B checked by Llama-3.1-8B. Quality is accuracy over that of the large model alone, mean ± SD
over 40 random halves (10 for the gateway on the two harder sets); cost is over that of always asking it,
mean and middle 95 %; met is the share of halves in which the target was reached.

Cost counts size times tokens, read ones once and written ones five times, from the recorded answer
lengths; a check reads what the recorded one read (question, the answer's letter, instruction: about 100
tokens). `check as written` counts what the gateway's own check holds instead.

`rule` is the calibrated rule with the margin that met the target in that share of bootstrap trials inside
the first half; `gateway` is the same, decided by the real gateway over the wire. Both climb unchecked
where the recording found no choice in an answer (7 % of them, all wrong); the replayed text names none
then, which the gateway sees. Real texts may hide a choice better than the replayed ones do. `built-in
calibration` is weights/cascade.json, which was fitted to these rows.

`hindsight` is the least cost of any fixed threshold on the same evidence that meets the target in that
share of the halves, chosen by looking at them: no rule that learns from a half can be expected to go
below it. Where it lies above a wanted cost, that cost and that reliability cannot be had together on this
evidence. Asking for less confidence buys cost with reliability, along the rows of `rule`."""


WANTED = (
    ("ARC-easy", 0.95, 0.44),
    ("ARC-easy", 0.99, 0.63),
)


def targets(rows: list[Row]) -> list[Target]:
    listed = []
    by = "gateway" if any(str(row["how"]).startswith("gateway") for row in rows) else "rule"
    for name, target, cost in WANTED:
        for confidence in REPLAYED:
            how = f"{by}, confidence {confidence:g}"
            mine = [row for row in rows if (row["set"], row["target"], row["how"]) == (name, target, how)]
            if not mine:
                continue
            found = {
                column: float(np.mean([number(row, column) for row in mine])) for column in ("cost", "met")
            }
            what = f"{name}, {target:.0%} kept, {how}"
            listed.append(Target(f"cost: {what}", cost, found["cost"], at_most=True))
            listed.append(Target(f"share of splits that met it: {what}", 0.85, found["met"]))
    return listed


PART = Part("cascade", "Cascade: small model, checked by the next", measure, render, targets)
