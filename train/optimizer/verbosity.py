"""Pairs of a verbose prompt and the terse one in it, made by adding words that ask for nothing.

A base prompt gets courtesy, hedges, talk about talking, and restatement; for every word it is known
whether it was added. So a pair is exact by construction: the terse side is a subsequence of the verbose
one, word by word.
"""

import random
import re

from train.optimizer import base_filler, grammar
from train.optimizer.templates import Templates, expand

Word = tuple[str, bool]  # and whether it stays
ADDED_WORDS_MAX = 48
SENTENCE_END = re.compile(r"[.!?]$")
BARE_END = re.compile(r"[.,!:?]+$")
NO_INSERTION_BEHIND = re.compile(r"[.:;`(]")
KINDS = ("opening", "closing", "between_sentences", "clause_at_end", "restatement")
KIND_WEIGHTS = (32, 27, 13, 13, 15)


def filler(text: str) -> list[Word]:
    return [(word, False) for word in text.split()]


def sentences_of(words: list[str], keep: list[bool]) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word, stays in zip(words, keep, strict=True):
        sentences[-1].append((word, stays))
        if SENTENCE_END.search(word) and len(sentences[-1]) > 2:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def bracketed(text: str) -> list[Word]:
    """Words in [brackets] are filler."""
    out: list[Word] = []
    inside = False
    for token in re.findall(r"\[|\]|[^\s\[\]]+", text):
        if token in "[]":
            inside = token == "["
        else:
            out.append((token, not inside))
    return out


class Verbosity:
    def __init__(self, seed: int, templates: Templates) -> None:
        self.rng = random.Random(seed)
        self.templates = templates

    def draw(self, pool: str) -> list[Word]:
        return filler(expand(self.rng.choice(self.templates.pools[pool]), self.rng))

    def subject_matter(self) -> list[Word]:
        """A prompt that is about what elsewhere is filler: nothing may go."""
        text = expand(self.rng.choice(self.templates.subject_matter), self.rng)
        return [(word, True) for word in text.split()]

    def kept_sentence(self) -> list[Word]:
        return bracketed(expand(self.rng.choice(self.templates.kept_sentences), self.rng))

    def plain(self, base: str) -> list[Word]:
        """The base as it is, at times with an instruction that stays."""
        words, keep = base_filler.words_and_keep(base)
        sentences = sentences_of(words, keep)
        if self.rng.random() < 0.3:
            sentences.insert(self.rng.randrange(1, len(sentences) + 1), self.kept_sentence())
        return [word for sentence in sentences for word in sentence]

    def verbose(self, base: str, least: float = 0.25, most: float = 0.65) -> list[Word]:
        """The base with filler around and in it, until it is a share between least and most of the words."""
        words, keep = base_filler.words_and_keep(base)
        content = sum(keep)
        share = self.rng.uniform(least, most)
        wanted = max(2, min(ADDED_WORDS_MAX, int(content * share / (1 - share))))
        sentences = sentences_of(words, keep)
        if keep[0] and self.rng.random() < 0.8:
            sentences[0] = self.framed(sentences[0])
        for sentence in sentences:
            if self.added(sentences) >= wanted:
                break
            self.insert_adverb(sentence)
            self.insert_redundancy(sentence)
        if self.rng.random() < 0.35:
            sentences.insert(self.rng.randrange(1, len(sentences) + 1), self.kept_sentence())
        sentences = self.surrounded(sentences, wanted)
        return self.in_register(base, [word for sentence in sentences for word in sentence])

    @staticmethod
    def added(sentences: list[list[Word]]) -> int:
        return sum(not stays for sentence in sentences for _, stays in sentence)

    def framed(self, sentence: list[Word]) -> list[Word]:
        first = sentence[0][0]
        head = re.sub(r"\W", "", first).lower()
        own_pool, likely = "before_any", 1.0
        if head in grammar.IMPERATIVES:
            own_pool, likely = "before_imperative", 0.8
        elif head in grammar.QUESTION_WORDS:
            own_pool, likely = "before_question", 0.75
        frame = self.draw(own_pool if self.rng.random() < likely else "before_any")
        if self.rng.random() < 0.7:
            frame[0] = (frame[0][0][:1].upper() + frame[0][0][1:], False)
        if own_pool != "before_any" and first[:1].isupper() and first[1:].islower():
            sentence = [(first[:1].lower() + first[1:], sentence[0][1]), *sentence[1:]]
        return frame + sentence

    def insert_adverb(self, sentence: list[Word]) -> None:
        if self.rng.random() >= 0.45:
            return
        place = self.rng.randrange(1, len(sentence) + 1) if len(sentence) > 2 else len(sentence)
        in_code = any("`" in word for word, _ in sentence)
        if place < len(sentence) and not in_code and not NO_INSERTION_BEHIND.search(sentence[place - 1][0]):
            sentence[place:place] = self.draw("between_words")

    def insert_redundancy(self, sentence: list[Word]) -> None:
        if not self.templates.redundant or self.rng.random() >= 0.6:
            return
        here = {word.lower(): place for place, (word, stays) in enumerate(sentence) if stays}
        fitting = [(word, text) for word, text in self.templates.redundant if word in here]
        if not fitting:
            return
        word, text = self.rng.choice(fitting)
        place = here[word]
        following = sentence[place + 1][0].lower().strip(".,") if place + 1 < len(sentence) else ""
        if word == "to" and following not in grammar.VERBS_AFTER_TO:
            return
        own = sentence[place]
        sentence[place : place + 1] = [own if stays else (added, False) for added, stays in bracketed(text)]

    def surrounded(self, sentences: list[list[Word]], wanted: int) -> list[list[Word]]:
        before: list[list[Word]] = []
        after: list[list[Word]] = []
        for _ in range(14):
            if self.added(before + sentences + after) >= wanted:
                break
            kind = self.rng.choices(KINDS, KIND_WEIGHTS)[0]
            words = self.draw(kind)
            if kind == "opening":
                before.insert(0 if self.rng.random() < 0.5 else len(before), words)
            elif kind == "closing":
                after.append(words)
            elif kind == "restatement":
                after.insert(0, words)
            elif kind == "clause_at_end" and not after:
                after.append(words[1:] if words[0][0] == "," else words)
            elif kind == "between_sentences" and len(sentences) > 1:
                sentences.insert(self.rng.randrange(1, len(sentences)), words)
        return before + sentences + after

    def in_register(self, base: str, words: list[Word]) -> list[Word]:
        """Filler written as the base is: in small letters, at times without punctuation."""
        chance = 0.7 if base.islower() else 0.1
        if self.rng.random() >= chance:
            return words
        words = [(word if stays else word.lower(), stays) for word, stays in words]
        if base.islower() and self.rng.random() < 0.5:
            words = [(word if stays else BARE_END.sub("", word) or word, stays) for word, stays in words]
        return words
