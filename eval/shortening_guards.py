"""Whether anything that must stay was ever lost: ten thousand hostile prompts, and the real ones.

The checker shares nothing with the guards. A model that wants every word gone shows what the guards hold
without one that behaves. So that its silence means something, stop-word deletion and
chance stand beside the shortener, and the share of prompts that were shortened at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from eval import shortening_traffic as traffic
from eval.shortening_baselines import at_random, rate_of, stop_words
from eval.shortening_guard_check import Breach, breaches
from eval.shortening_guard_languages import LANGUAGES
from eval.shortening_guard_prompts import COUNT, GuardPrompt, guard_prompts
from eval.shortening_program import Shortened, shorten, shorten_greedily
from eval.tables import Part, Row, Target, number, table

OWN = "shortener"
GREEDY = "shortener, with a model that marks every word"
ALL = "all"
REAL = "real prompts"
HEADINGS = ("method", "prompts about", "prompts", "shortened, %", "with a breach", "losing any word, %")


def real_prompts() -> list[GuardPrompt]:
    """Labelled ones with their gold; of the others only what must be the same anywhere is known."""
    labelled = [GuardPrompt(REAL, one.text, one.keep or (), False) for one in traffic.hand_labelled()]
    others = [GuardPrompt(REAL, one.text, (), False) for one in traffic.unselected()]
    return labelled + others


def found_in(prompt: GuardPrompt, result: Shortened) -> list[Breach]:
    return breaches(prompt.text, result, prompt.keep or None, prompt.foreign, prompt.begins)


def loses(prompt: GuardPrompt, result: Shortened) -> bool:
    """Whether any word went that gold keeps, be it a breach or not."""
    return any(prompt.keep[place] for place in result.deleted) if prompt.keep else False


def group_of(prompt: GuardPrompt) -> str:
    return "languages" if prompt.kind in LANGUAGES else prompt.kind


def rows_of(prompts: Sequence[GuardPrompt], results: Sequence[Shortened], method: str) -> list[Row]:
    found = [found_in(*pair) for pair in zip(prompts, results, strict=True)]
    groups = dict.fromkeys([ALL, *map(group_of, prompts), *(prompt.kind for prompt in prompts)])
    rows: list[Row] = []
    for group in groups:
        mine = [
            place for place, prompt in enumerate(prompts) if group in (ALL, prompt.kind, group_of(prompt))
        ]
        row: Row = {"row": "prompts", "method": method, "kind": group, "prompts": len(mine)}
        row["shortened"] = sum(bool(results[place].deleted) for place in mine) / len(mine)
        row["breached"] = sum(bool(found[place]) for place in mine)
        row["losing"] = sum(loses(prompts[place], results[place]) for place in mine) / len(mine)
        rows.append(row)
    kinds = Counter(breach.kind for each in found for breach in each)
    label: Row = {"row": "breach", "method": method, "kind": ""}
    return rows + [label | {"kind": kind, "breached": count} for kind, count in kinds.most_common()]


def methods(texts: Sequence[str]) -> dict[str, Callable[[], list[Shortened]]]:
    own = shorten(texts)
    return {
        OWN: lambda: own,
        GREEDY: lambda: shorten_greedily(texts),
        "stop words": lambda: stop_words(texts),
        "random, same rate": lambda: at_random(texts, rate_of(texts, own)),
    }


def measure_on(prompts: list[GuardPrompt]) -> list[Row]:
    by_method = methods([prompt.text for prompt in prompts])
    return [row for method, results in by_method.items() for row in rows_of(prompts, results(), method)]


def measure() -> list[Row]:
    real = real_prompts()
    of_real = rows_of(real, shorten([prompt.text for prompt in real]), f"{OWN}, {REAL}")
    return measure_on(list(guard_prompts(COUNT))) + of_real


def render(rows: list[Row]) -> str:
    lines = [
        [
            str(row["method"]),
            str(row["kind"]),
            str(int(number(row, "prompts"))),
            f"{100 * number(row, 'shortened'):.1f}",
            str(int(number(row, "breached"))),
            f"{100 * number(row, 'losing'):.1f}",
        ]
        for row in rows
        if row["row"] == "prompts" and (row["kind"] == ALL or row["method"] in (OWN, GREEDY))
    ]
    kinds = [
        [str(row["method"]), str(row["kind"]), str(int(number(row, "breached")))]
        for row in rows
        if row["row"] == "breach"
    ]
    return "\n\n".join(
        [
            "Prompts made of what must stay, wrapped in courtesies; and real prompts. A breach is a lost or "
            "altered number, address, identifier, quotation, code span or line, a negation, modal, "
            "comparative or name that matters, any word of another language, or a text that is not the "
            "original without the deleted words. "
            f"{len(LANGUAGES)} languages: {', '.join(LANGUAGES)}.",
            table([*HEADINGS], lines),
            "What was lost, by kind.",
            table(["method", "breach", "count"], kinds),
        ]
    )


def targets(rows: list[Row]) -> list[Target]:
    return [
        Target(f"prompts with a breach: {row['method']}", 0.0, number(row, "breached"), at_most=True)
        for row in rows
        if row["row"] == "prompts" and row["kind"] == ALL and str(row["method"]).startswith(OWN)
    ]


PART = Part("shortening_guards", "Shortening: is anything lost that must stay", measure, render, targets)
