"""Requests that verbosity is added to: public prompts, of which a share is held out from training.

Prompts that were labelled by hand are never trained on. Held out goes by the text's hash, so that a copy
of a prompt in another data set is on the same side.
"""

import dataclasses
import hashlib
import re
from pathlib import Path

from train.optimizer import hand_labels

WORDS_MAX = 110
HELD_OUT_SHARE = 0.12
# How large a share of the examples is made from each.
SOURCES = {
    "prompts_clinc150": 0.34,
    "flask_difficulty_labels": 0.17,
    "prompts_arenahard_v2": 0.13,
    "ulab_llmrouter": 0.12,
    "mmlu_pro": 0.10,
    "routellm_gsm8k": 0.08,
    "routellm_mtbench": 0.06,
}
MATHEMATICS = {"routellm_gsm8k"}  # nothing is added: word problems only teach what must be kept

COURTESY = re.compile(
    r"\b(please|pls|kindly|thanks?|thank you|hello|hi|hey|sorry|could you|can you|would you|"
    r"i was wondering|i hope|help me|i want you|i need you|i'd like you|i would like you)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class BasePrompt:
    source: str
    text: str


def normalised(text: str) -> str:
    return " ".join(text.lower().split())


def is_held_out(text: str) -> bool:
    digest = hashlib.sha256(b"optimizer" + normalised(text).encode()).hexdigest()
    return int(digest[:8], 16) / 2**32 < HELD_OUT_SHARE


def load(data_folder: Path) -> dict[str, tuple[list[BasePrompt], list[BasePrompt]]]:
    """By source: prompts that are trained on, and held-out ones; data_folder is that of the routing data."""
    labelled = {normalised(prompt.text) for prompt in hand_labels.load(data_folder)}
    seen: set[str] = set()
    out: dict[str, tuple[list[BasePrompt], list[BasePrompt]]] = {}
    for source in SOURCES:
        sides: tuple[list[BasePrompt], list[BasePrompt]] = ([], [])
        for text in hand_labels.prompts_by_hash(data_folder / f"{source}.jsonl.gz").values():
            key = normalised(text)
            if key in labelled or key in seen or not 2 <= len(text.split()) <= WORDS_MAX:
                continue
            seen.add(key)
            sides[is_held_out(text)].append(BasePrompt(source, text))
        out[source] = sides
    return out
