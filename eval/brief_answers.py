"""What the wish for a brief answer saves, and what it costs: real answers of the embedded model, with and
without.

The wish is the gateway's own, switched on by request header, so the text that is measured is the text that
ships. What is lost is how many of the reference answer's content words no longer occur.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import numpy as np

from eval.gateway_process import running_gateway
from eval.live import OVER, READY_SECONDS, models_of
from eval.load_client import Reply, ask_all, wait_until_ready
from eval.metrics import Floats, bootstrap
from eval.shortening_meaning import flask_answers
from eval.shortening_measures import with_interval
from eval.shortening_words import bare, is_stop_word
from eval.tables import Part, Row, in_brackets, number, table
from train.optimizer.base_prompts import WORDS_MAX, is_held_out

SEED = 2026
PROMPTS = 40
TOKENS_MAX = 256
BRIEF = {"x-greeninfer-brief": "on"}
AS_IT_IS = {"x-greeninfer-brief": "off"}


def questions(count: int = PROMPTS) -> list[tuple[str, str]]:
    """Held-out FLASK prompts with their reference answers."""
    answers = flask_answers()
    fitting = sorted(text for text in answers if is_held_out(text) and len(text.split()) <= WORDS_MAX)
    return [(text, answers[text]) for text in random.Random(SEED).sample(fitting, min(count, len(fitting)))]


def content_words(text: str) -> set[str]:
    return {bare(word) for word in text.split() if not is_stop_word(word)}


def recall(answer: str, reference: str) -> float:
    wanted = content_words(reference)
    return len(wanted & content_words(answer)) / len(wanted) if wanted else 1.0


def ask(port: int, model: str, prompts: Sequence[str], fields: dict[str, str]) -> list[Reply]:
    asked = ask_all(port, prompts, model, at_once=1, fields=fields, max_tokens=TOKENS_MAX, temperature=0)
    replies = asyncio.run(asked)
    if failed := [reply.error for reply in replies if reply.status != 200]:
        raise RuntimeError(f"{len(failed)} requests failed, the first with: {failed[0]}")
    return replies


def tokens_of(replies: list[Reply], kind: str) -> Floats:
    return np.array([float(reply.receipt["tokens"][kind]) for reply in replies])


def row_of(method: str, replies: list[Reply], references: list[str]) -> Row:
    row: Row = {"method": method, "prompts": len(replies)}
    written = tokens_of(replies, "completion")
    energy = np.array([float(reply.receipt["energy_mwh"]) for reply in replies])
    recalls = np.array([recall(reply.text, gold) for reply, gold in zip(replies, references, strict=True)])
    columns = {"prompt_tokens": tokens_of(replies, "prompt"), "answer_tokens": written}
    columns |= {"energy_mwh": energy, "recall": recalls, "cut_off": (written >= TOKENS_MAX).astype(float)}
    for name, values in columns.items():
        row |= with_interval(name, bootstrap(np.mean, values, trials=1000))
    return row


def change(before: list[Reply], after: list[Reply], references: list[str]) -> Row:
    """Of the sum of answer tokens, and of the recall, prompt by prompt."""
    saved = bootstrap(
        lambda old, new: float(1 - new.sum() / old.sum()),
        tokens_of(before, "completion"),
        tokens_of(after, "completion"),
        trials=1000,
    )
    lost = [
        recall(old.text, gold) - recall(new.text, gold)
        for old, new, gold in zip(before, after, references, strict=True)
    ]
    row: Row = {"method": "change", "prompts": len(before)} | with_interval("saved", saved)
    return row | with_interval("recall_lost", bootstrap(np.mean, np.array(lost), trials=1000))


def measure() -> list[Row]:
    asked = questions()
    prompts, references = [text for text, _ in asked], [gold for _, gold in asked]
    with running_gateway(OVER) as port:
        asyncio.run(wait_until_ready(port, READY_SECONDS))
        model = models_of(port)[0]
        before = ask(port, model, prompts, AS_IT_IS)
        after = ask(port, model, prompts, BRIEF)
    return [
        row_of("as it is", before, references),
        row_of("brief", after, references),
        change(before, after, references),
    ]


def render(rows: list[Row]) -> str:
    columns = ("prompt_tokens", "answer_tokens", "energy_mwh", "recall", "cut_off")
    lines = [
        [
            str(row["method"]),
            str(int(number(row, "prompts"))),
            *(in_brackets(row, column) for column in columns),
        ]
        for row in rows
        if row["method"] != "change"
    ]
    headings = ["answer", "prompts", "prompt tokens", "answer tokens", "energy, mWh", "recall", "cut off"]
    differences = next(row for row in rows if row["method"] == "change")
    return "\n\n".join(
        [
            f"The embedded model at temperature 0, at most {TOKENS_MAX} tokens (`cut off`: share that "
            "reached them), on held-out FLASK prompts; means with 95 % intervals. `recall` is the share of "
            "the reference answer's content words that occur in the answer. One small model: larger ones are "
            "not measured here.",
            table(headings, lines),
            f"Share of answer tokens saved: {in_brackets(differences, 'saved')}; recall lost: "
            f"{in_brackets(differences, 'recall_lost')}.",
        ]
    )


PART = Part("brief_answers", "Brief answers: what the wish saves and loses", measure, render)
