"""Where real tokens are: what compaction without loss takes out of long contexts, by kind of conversation.

The conversations are written by compaction_corpus in the forms that applications send; `chat` is the
control.
"""

from __future__ import annotations

from eval import compaction_bytes
from eval.tables import Part, Row, Target, number, table

SEED = 1
EACH = 50
CONTROL = "chat"
COLUMNS = (*compaction_bytes.KINDS, "all", "smallest", "largest", "per_kib_us")


def measure() -> list[Row]:
    return compaction_bytes.measure(SEED, EACH)


def render(rows: list[Row]) -> str:
    lines = [
        [
            str(row["conversations"]),
            f"{number(row, 'kib'):.1f}",
            *(f"{number(row, one):.1f}" for one in COLUMNS),
        ]
        for row in rows
    ]
    headings = [
        "conversations",
        "KiB",
        *compaction_bytes.KINDS,
        "all, %",
        "smallest",
        "largest",
        "us per KiB",
    ]
    return (
        f"Bytes taken out, in percent of all, {EACH} conversations of each kind; `smallest` and `largest` "
        "are single ones. Bytes, not tokens: blanks are few tokens, repeated paragraphs are many. The "
        "conversations are written by a generator, so the shares hold for these forms, not for anybody's "
        "traffic.\n\n" + table(headings, lines)
    )


def targets(rows: list[Row]) -> list[Target]:
    """What people say to each other must come through nearly whole."""
    return [
        Target(f"percent of bytes taken out: {CONTROL}", 1.0, number(row, "all"), at_most=True)
        for row in rows
        if row["conversations"] == CONTROL
    ]


PART = Part("compaction", "Long contexts: compaction without loss", measure, render, targets)
