"""How much the shortener takes away, by kind of traffic, and how often it takes what matters.

The shortener is the real program. Gold is exact for generated prompts (what was added is known) and made by
hand for the labelled real ones; real prompts as they come have none, so only their reduction is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval import shortening_traffic as traffic
from eval.shortening_baselines import at_random, filler_rules, rate_of, stop_words
from eval.shortening_measures import summary
from eval.shortening_program import Shortened, shorten
from eval.shortening_traffic import GoldPrompt
from eval.tables import Part, Row, Target, in_brackets, number, table

OWN = "shortener"
METHODS = (OWN, "filler rules", "stop words", "random, same rate")
ALL, NOT_REFUSED = "all", "not refused"
REFUSALS = ("mathematics", "code", "pasted_text", "foreign_language", "too_long")  # of the whole prompt
KINDS = (
    traffic.KNOWN,
    traffic.UNKNOWN,
    traffic.MATHEMATICS,
    traffic.TERSE,
    traffic.REAL_VERBOSE,
    traffic.REAL_TERSE,
    traffic.REAL,
)


def results_of(prompts: Sequence[GoldPrompt]) -> dict[str, list[Shortened]]:
    texts = [prompt.text for prompt in prompts]
    own = shorten(texts)
    others = (filler_rules(texts), stop_words(texts), at_random(texts, rate_of(texts, own)))
    return dict(zip(METHODS, (own, *others), strict=True))


def figures(prompts: list[GoldPrompt], results: list[Shortened], method: str) -> list[Row]:
    """Over all prompts of one kind of traffic, those that rules did not refuse as a whole, and by source."""
    kind = prompts[0].traffic
    sources = sorted({prompt.source for prompt in prompts}) if method == OWN else []
    refused = [result.left_alone in REFUSALS for result in results]
    groups = {ALL: list(range(len(prompts)))}
    groups[NOT_REFUSED] = [place for place, is_refused in enumerate(refused) if not is_refused]
    for source in sources:
        groups[source] = [place for place, prompt in enumerate(prompts) if prompt.source == source]
    rows: list[Row] = []
    for source, chosen in groups.items():
        if not chosen or (source == NOT_REFUSED and method != OWN):
            continue
        label: Row = {"row": "figures", "traffic": kind, "source": source, "method": method}
        rows.append(
            label | summary([prompts[place] for place in chosen], [results[place] for place in chosen])
        )
    return rows


def reasons(prompts: list[GoldPrompt], results: list[Shortened]) -> list[Row]:
    told = Counter(result.left_alone or "shortened" for result in results)
    label: Row = {"row": "reason", "traffic": prompts[0].traffic, "source": ALL, "method": OWN}
    return [label | {"reason": why, "share": count / len(results)} for why, count in told.most_common()]


def rows_of(prompts: list[GoldPrompt]) -> list[Row]:
    rows: list[Row] = []
    for kind in KINDS:
        mine = [prompt for prompt in prompts if prompt.traffic == kind]
        if not mine:
            continue
        by_method = results_of(mine)
        rows += reasons(mine, by_method[OWN])
        for method, results in by_method.items():
            rows += figures(mine, results, method)
    return rows


def measure() -> list[Row]:
    return rows_of(traffic.all_traffic())


def percent(row: Row, column: str, digits: int = 1) -> str:
    return f"{100 * number(row, column):.{digits}f}" if row.get(column) not in (None, "") else ""


def percent_in_brackets(row: Row, column: str) -> str:
    if row.get(column) in (None, ""):
        return ""
    shares: Row = {f"{column}{end}": 100 * number(row, f"{column}{end}") for end in ("", "_low", "_high")}
    return in_brackets(shares, column, 1)


def line(row: Row, first: str) -> list[str]:
    spread = "/".join(percent(row, column, 0) for column in ("p10", "p50", "p90"))
    shares = (percent(row, column) for column in ("of_all_words", "untouched", "gold_reduction"))
    losses = (percent_in_brackets(row, column) for column in ("lost", "content_lost"))
    told = (percent(row, column, 0) for column in ("exact", "precision", "recall"))
    count = str(int(number(row, "prompts")))
    return [first, count, percent_in_brackets(row, "reduction"), spread, *shares, *losses, *told]


HEADINGS = (
    "prompts",
    "reduction",
    "p10/p50/p90",
    "of all words",
    "untouched",
    "gold reduction",
    "lost",
    "content lost",
    "exact",
    "precision",
    "recall",
)


def chosen(rows: list[Row], **wanted: str) -> list[Row]:
    return [row for row in rows if all(row[column] == value for column, value in wanted.items())]


def render(rows: list[Row]) -> str:
    told = chosen(rows, row="figures")
    own = [line(row, str(row["traffic"])) for row in chosen(told, method=OWN, source=ALL)]
    open_ones = [line(row, str(row["traffic"])) for row in chosen(told, method=OWN, source=NOT_REFUSED)]
    by_source = [
        line(row, f"{row['traffic']}, {row['source']}")
        for row in chosen(told, method=OWN)
        if row["source"] not in (ALL, NOT_REFUSED)
    ]
    others = [
        line(row, f"{row['traffic']}: {row['method']}")
        for row in chosen(told, source=ALL)
        if row["method"] != OWN
    ]
    why = [
        [str(row["traffic"]), str(row["reason"]), percent(row, "share")] for row in chosen(rows, row="reason")
    ]
    return "\n\n".join(
        [
            "All figures in percent of words, with 95 % intervals over prompts. `reduction` and "
            "`gold reduction` are means over prompts, `of all words` counts long prompts for more. `lost` is "
            "the share of the words that gold keeps, `content lost` the same without function words. "
            "`min_saving` is the built-in one. Mathematics (by the data sets' own categories) is left alone "
            "by design and stands apart. Generated prompts hold far more to delete than real ones: only the "
            "last kind says what shortening does to ordinary traffic.",
            table(["traffic", *HEADINGS], own),
            f"Without the prompts that rules leave alone as a whole ({', '.join(REFUSALS)}).",
            table(["traffic", *HEADINGS], open_ones),
            "By source; requests of a source are drawn once each, so the small ones are soon used up.",
            table(["traffic", *HEADINGS], by_source),
            "What else could be done.",
            table(["traffic: method", *HEADINGS], others),
            "Why prompts went on as they came, in percent of the prompts.",
            table(["traffic", "reason", "share"], why),
        ]
    )


def target(row: Row, column: str, wanted: float, at_most: bool) -> Target:
    which = "" if row["source"] == ALL else f", {row['source']}"
    slack = (number(row, f"{column}_high") - number(row, f"{column}_low")) / 2
    what = f"{column.replace('_', ' ')}: {row['traffic']}{which}"
    return Target(what, wanted, number(row, column), slack, at_most)


def targets(rows: list[Row]) -> list[Target]:
    """Reductions also without the prompts that are refused by design; losses are shares of what stays."""
    told = chosen(rows, row="figures", method=OWN)
    reductions = {traffic.KNOWN: 0.40, traffic.UNKNOWN: 0.35}
    losing = (traffic.KNOWN, traffic.UNKNOWN, traffic.TERSE, traffic.REAL_VERBOSE, traffic.REAL_TERSE)
    found: list[Target] = []
    for row in told:
        kind = str(row["traffic"])
        if row["source"] in (ALL, NOT_REFUSED) and kind in reductions:
            found.append(target(row, "reduction", reductions[kind], at_most=False))
        if row["source"] == ALL and kind in (traffic.TERSE, traffic.REAL_TERSE):
            found.append(target(row, "reduction", 0.01, at_most=True))
        if row["source"] in (ALL, NOT_REFUSED) and kind in losing:
            found.append(target(row, "content_lost", 0.01, at_most=True))
    return found


PART = Part("shortening", "Shortening: how much goes, and whether it may", measure, render, targets)
