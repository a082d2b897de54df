"""Real prompts, labelled by hand, as the true test of the prompt shortener.

Prompts made from templates flatter a shortener that was trained on such templates: they hold far more to
delete than real traffic does. These labels say, word by word, what may be left out of real prompts without
changing what a good answer contains; most hold nothing to delete. The prompts belong to public data sets
and are not copied here: a label names its prompt by hash, and `load` finds the text in the data.
"""

import dataclasses
import gzip
import hashlib
import json
from pathlib import Path

LABELS = Path(__file__).with_name("hand_labels.jsonl")


@dataclasses.dataclass(frozen=True)
class LabelledPrompt:
    source: str  # the data file's name without .jsonl.gz
    text: str
    words: list[str]  # the text split at white space
    delete: frozenset[int]  # places in words
    kind: str  # chat, question, code, mathematics, pasted or other


def prompts_by_hash(file: Path) -> dict[str, str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        prompts = [json.loads(line)["prompt"] for line in lines]
    return {hashlib.sha256(prompt.encode()).hexdigest(): prompt for prompt in prompts}


def load(data_folder: Path) -> list[LabelledPrompt]:
    """Every labelled prompt, in the order of the labels; data_folder holds the routing data (*.jsonl.gz)."""
    prompts: dict[str, dict[str, str]] = {}
    labelled: list[LabelledPrompt] = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        source, digest = label["source"], label["sha256"]
        file = data_folder / f"{source}.jsonl.gz"
        if source not in prompts:
            prompts[source] = prompts_by_hash(file)
        text = prompts[source].get(digest)
        if text is None:
            raise ValueError(f"{file} has no prompt with the hash {digest}, which {LABELS.name} labels")
        words = text.split()
        delete = frozenset(label["delete"])
        if len(words) != label["words"] or not delete <= set(range(len(words))):
            raise ValueError(
                f"{file}: prompt {digest} has {len(words)} words, which does not fit {LABELS.name}"
            )
        labelled.append(LabelledPrompt(source, text, words, delete, label["kind"]))
    return labelled
