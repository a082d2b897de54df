"""Templates of what people add to a request without asking for more, and the split into known and unknown
ones.

Syntax: `(a|b|c)` is one of the alternatives, may nest, may be empty. In redundant.txt and
kept_sentence.txt `[x]` is filler and the rest is kept. A share of all templates is never trained on, so
that a test can be written in phrases that the model has not met; the split goes by the template's own
hash, so adding some moves no other.
"""

import dataclasses
import hashlib
import random
import re
from pathlib import Path

FOLDER = Path(__file__).with_name("templates")
FILLER_POOLS = (
    "opening",
    "before_imperative",
    "before_question",
    "before_any",
    "between_sentences",
    "between_words",
    "clause_at_end",
    "closing",
    "restatement",
)
HELD_OUT_SHARE = 0.30
GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")


@dataclasses.dataclass(frozen=True)
class Templates:
    pools: dict[str, list[str]]  # of filler, by place
    redundant: list[tuple[str, str]]  # a word of a request, and the same with filler around it
    kept_sentences: list[str]  # instructions that stay
    subject_matter: list[str]  # prompts in which filler is what they are about


def is_held_out(template: str, share: float = HELD_OUT_SHARE) -> bool:
    return int(hashlib.sha256(template.encode()).hexdigest()[:8], 16) / 2**32 < share


def lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def load(held_out: bool) -> Templates:
    """The templates that are trained on, or the held-out ones."""

    def own(name: str) -> list[str]:
        return [line for line in lines(name) if is_held_out(line) == held_out]

    redundant = [(word, text) for word, text in (line.split("\t") for line in own("redundant"))]
    pools = {name: own(name) for name in FILLER_POOLS}
    return Templates(pools, redundant, own("kept_sentence"), own("subject_matter"))


def expand(template: str, rng: random.Random) -> str:
    """One of the texts that the template stands for. Inner alternatives are chosen first."""
    while found := GROUP.search(template):
        template = template[: found.start()] + rng.choice(found.group(1).split("|")) + template[found.end() :]
    return template
