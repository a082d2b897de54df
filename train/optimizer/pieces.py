"""Words as numbers: a unigram vocabulary of its own, and a memory of how words are cut.

No byte fallback: the runtime has none, and a word that the vocabulary cannot spell is one that the model
cannot judge, so it is locked there. No normalisation either, for the same reason.
"""

import itertools
from pathlib import Path

import sentencepiece

PAD, END, UNKNOWN = 0, 1, 2
SIZE = 8000


def train(texts: list[str], prefix: Path) -> None:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(prefix),
        model_type="unigram",
        vocab_size=SIZE,
        pad_id=PAD,
        eos_id=END,
        unk_id=UNKNOWN,
        bos_id=-1,
        normalization_rule_name="identity",
        byte_fallback=False,
        character_coverage=0.9999,
        split_digits=True,
        num_threads=2,
        minloglevel=1,
    )


class Pieces:
    def __init__(self, model: Path) -> None:
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
        self.known: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self.processor.encode(word)
        return found

    def of_all(self, words: list[str]) -> list[int]:
        return list(itertools.chain.from_iterable(self.of(word) for word in words))
