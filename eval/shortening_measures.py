"""What happened to a set of prompts, in figures with intervals: how much went, and whether it was the right
words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.metrics import Estimate, Floats, bootstrap
from eval.shortening_program import Shortened
from eval.shortening_traffic import GoldPrompt
from eval.shortening_words import is_stop_word
from eval.tables import Row

COLUMNS = ("words", "deleted", "gold", "kept", "lost", "content", "content_lost", "right", "exact")


def counts(prompt: GoldPrompt, result: Shortened) -> list[int]:
    """One prompt's line of COLUMNS. Without gold only the first two say anything."""
    words = prompt.words
    keep = prompt.keep or (True,) * len(words)
    lost = [place for place in result.deleted if keep[place]]
    content = [place for place, stays in enumerate(keep) if stays and not is_stop_word(words[place])]
    return [
        len(words),
        len(result.deleted),
        len(words) - sum(keep),
        sum(keep),
        len(lost),
        len(content),
        len(result.deleted & set(content)),
        len(result.deleted) - len(lost),
        int(all((place not in result.deleted) == stays for place, stays in enumerate(keep))),
    ]


def table_of(prompts: Sequence[GoldPrompt], results: Sequence[Shortened]) -> dict[str, Floats]:
    lines = np.array([counts(*pair) for pair in zip(prompts, results, strict=True)], np.float64)
    return dict(zip(COLUMNS, lines.reshape(-1, len(COLUMNS)).T, strict=True))


def pooled(part: Floats, whole: Floats) -> float:
    return float(part.sum() / whole.sum()) if whole.sum() else 0.0


def share_of_words(has: dict[str, Floats], column: str) -> Floats:
    return has[column] / np.maximum(has["words"], 1)


def with_interval(name: str, found: Estimate) -> Row:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def summary(prompts: Sequence[GoldPrompt], results: Sequence[Shortened]) -> Row:
    """Reductions are means over prompts, `of_all_words` is not; losses are shares of all words that stay."""
    has = table_of(prompts, results)
    per_prompt = share_of_words(has, "deleted")
    row: Row = {"prompts": len(prompts), "words": int(has["words"].sum())}
    row |= with_interval("reduction", bootstrap(np.mean, per_prompt))
    row["of_all_words"] = pooled(has["deleted"], has["words"])
    row |= {f"p{share}": float(np.quantile(per_prompt, share / 100)) for share in (10, 50, 90)}
    row["untouched"] = float((has["deleted"] == 0).mean())
    return row | against_gold(has) if prompts[0].keep is not None else row


def against_gold(has: dict[str, Floats]) -> Row:
    row: Row = {"gold_reduction": float(share_of_words(has, "gold").mean())}
    row |= with_interval("lost", bootstrap(pooled, has["lost"], has["kept"]))
    row |= with_interval("content_lost", bootstrap(pooled, has["content_lost"], has["content"]))
    row["prompts_losing"] = float((has["lost"] > 0).mean())
    row["exact"] = float(has["exact"].mean())
    row["precision"] = pooled(has["right"], has["deleted"]) if has["deleted"].sum() else 1.0
    row["recall"] = pooled(has["right"], has["gold"]) if has["gold"].sum() else 1.0
    return row


def worst(prompts: Sequence[GoldPrompt], results: Sequence[Shortened]) -> list[int]:
    """Places of the prompts that lost words, the most content words first."""
    has = table_of(prompts, results)
    order = np.lexsort((-has["lost"], -has["content_lost"]))
    return [int(place) for place in order if has["lost"][place] > 0]
