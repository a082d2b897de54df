"""Whether a shortened prompt still says the same: the change of a real model's loss on the reference answer.

Held-out questions get filler in phrases never trained on; then the loss after the verbose prompt is
compared with that after each shortened form, prompt by prompt. The question without its filler is what a
perfect shortener would make. Mathematics is refused by design, so GSM8K shows that refusal, and what
would be at stake without it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.answer_loss_program import ANSWER_TOKENS_MAX, answer_losses
from eval.data_sets import rows_of
from eval.metrics import Floats, bootstrap
from eval.shortening_baselines import at_random, filler_rules, rate_of, stop_words, without
from eval.shortening_measures import with_interval
from eval.shortening_program import Shortened, shorten
from eval.shortening_traffic import REAL_VERBOSE, GoldPrompt, hand_labelled, of_words
from eval.tables import Part, Row, Target, in_brackets, number, table
from train.optimizer import templates
from train.optimizer.base_prompts import WORDS_MAX, is_held_out
from train.optimizer.pairs import has_unlabelled_courtesy
from train.optimizer.verbosity import Verbosity

SEED = 2026
PROMPTS = 60
FLASK, GSM8K, REAL_FLASK = "FLASK, filler added", "GSM8K, filler added", "FLASK, real, something to delete"
OWN, GOLD = "shortener", "question without filler"
METHODS = (OWN, GOLD, "filler rules", "stop words", "random, same rate as gold")


@dataclass(frozen=True)
class Asked:
    prompt: GoldPrompt
    answer: str


def flask_answers() -> dict[str, str]:
    rows = rows_of("flask_difficulty_labels")
    return {row["prompt"]: str(row["gold"]) for row in rows if len(str(row.get("gold") or "").split()) >= 3}


def gsm8k_answers() -> dict[str, str]:
    """The set has no worked answers here, so the reference is the result in a sentence."""
    return {
        row["prompt"]: f"The answer is {str(row['gold']).removeprefix('#').strip()}."
        for row in rows_of("zeroeval_gsm")
    }


def with_filler(traffic: str, answers: dict[str, str], count: int) -> list[Asked]:
    rng = random.Random(f"{SEED}/{traffic}")
    verbosity = Verbosity(0, templates.load(held_out=True))
    verbosity.rng = rng
    fitting = sorted(
        text
        for text in answers
        if is_held_out(text) and len(text.split()) <= WORDS_MAX and not has_unlabelled_courtesy(text)
    )
    chosen = rng.sample(fitting, min(count, len(fitting)))
    return [Asked(of_words(traffic, "", verbosity.verbose(text)), answers[text]) for text in chosen]


def real_flask(answers: dict[str, str], count: int) -> list[Asked]:
    found = (
        prompt for prompt in hand_labelled() if prompt.traffic == REAL_VERBOSE and prompt.text in answers
    )
    return [
        Asked(GoldPrompt(REAL_FLASK, "", prompt.text, prompt.keep), answers[prompt.text]) for prompt in found
    ][:count]


def forms_of(prompts: Sequence[GoldPrompt]) -> dict[str, list[Shortened]]:
    texts = [prompt.text for prompt in prompts]
    gold = [
        without(prompt.text, frozenset(place for place, stays in enumerate(prompt.keep or ()) if not stays))
        for prompt in prompts
    ]
    rate = rate_of(texts, gold)
    forms = (shorten(texts), gold, filler_rules(texts), stop_words(texts), at_random(texts, rate))
    return dict(zip(METHODS, forms, strict=True))


def losses_of(asked: Sequence[Asked], forms: dict[str, list[Shortened]]) -> tuple[Floats, dict[str, Floats]]:
    """Of the prompts as they are, and of each form; the forms of one prompt follow each other."""
    pairs = [
        (text, one.answer)
        for place, one in enumerate(asked)
        for text in (one.prompt.text, *(forms[method][place].text for method in METHODS))
    ]
    found = np.array(answer_losses(pairs)).reshape(len(asked), -1)
    return found[:, 0], {method: found[:, 1 + place] for place, method in enumerate(METHODS)}


def rows_about(traffic: str, asked: list[Asked]) -> list[Row]:
    forms = forms_of([one.prompt for one in asked])
    verbose, losses = losses_of(asked, forms)
    rows: list[Row] = []
    for method in METHODS:
        changed = np.array([bool(form.deleted) for form in forms[method]])
        for which, chosen in (("all", np.full(len(asked), True)), ("shortened", changed)):
            if not chosen.any():
                continue
            row: Row = {"traffic": traffic, "method": method, "which": which, "prompts": int(chosen.sum())}
            row["loss_before"] = float(verbose[chosen].mean())
            row["refused"] = float(np.mean([form.left_alone == "mathematics" for form in forms[method]]))
            difference = losses[method][chosen] - verbose[chosen]
            rows.append(row | with_interval("change", bootstrap(np.mean, difference, trials=1000)))
    return rows


def material(count: int = PROMPTS) -> dict[str, list[Asked]]:
    flask = flask_answers()
    return {
        FLASK: with_filler(FLASK, flask, count),
        GSM8K: with_filler(GSM8K, gsm8k_answers(), count),
        REAL_FLASK: real_flask(flask, count),
    }


def measure() -> list[Row]:
    return [row for traffic, asked in material().items() for row in rows_about(traffic, asked)]


def render(rows: list[Row]) -> str:
    lines = [
        [
            str(row["traffic"]),
            str(row["method"]),
            str(row["which"]),
            str(int(number(row, "prompts"))),
            f"{number(row, 'loss_before'):.3f}",
            in_brackets(row, "change"),
            f"{100 * number(row, 'refused'):.0f}",
        ]
        for row in rows
    ]
    headings = ["traffic", "method", "prompts", "n", "loss before", "change", "refused as mathematics, %"]
    return (
        "Nats per token of the reference answer under SmolLM2-135M-Instruct (the first "
        f"{ANSWER_TOKENS_MAX} tokens of it; for GSM8K the result in one sentence). `change` is after "
        "shortening minus before, paired, with 95 % intervals; below zero the answer became likelier. A "
        "small model: it shows whether what an answer needs is gone, not how a large one would answer.\n\n"
        + table(headings, lines)
    )


def targets(rows: list[Row]) -> list[Target]:
    return [
        Target(
            f"change of loss: {row['traffic']}",
            0.02,
            number(row, "change"),
            (number(row, "change_high") - number(row, "change_low")) / 2,
            at_most=True,
        )
        for row in rows
        if row["method"] == OWN and row["which"] == "all"
    ]


PART = Part("shortening_meaning", "Shortening: is the meaning kept", measure, render, targets)
