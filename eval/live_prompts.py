"""Twenty prompts of our own over all tiers, for runs on live models.

Where an answer can be told right from wrong by its text there is a pattern for it; the open ones count
for energy, cost and carbon only. The share of easy ones is about that of ordinary traffic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class LivePrompt:
    name: str
    text: str
    right: str = ""  # a regular expression that a right answer matches; empty: open

    def judged(self, answer: str) -> float | None:
        """1 or 0, or None where no pattern can tell."""
        if not self.right:
            return None
        return float(re.search(self.right, answer, re.IGNORECASE | re.DOTALL) is not None)


LIVE_PROMPTS = (
    LivePrompt("greeting", "hi there"),
    LivePrompt("thanks", "thanks, that was all"),
    LivePrompt("capital", "What is the capital of France?", r"\bParis\b"),
    LivePrompt("days", "How many days are in a week?", r"\b(7|seven)\b"),
    LivePrompt("colour", "What colour do you get when you mix blue and yellow?", r"\bgreen\b"),
    LivePrompt("opposite", "Give the opposite of the word 'hot'.", r"\bcold\b"),
    LivePrompt("plural", "What is the plural of 'mouse', the animal?", r"\bmice\b"),
    LivePrompt("sum", "What is 17 + 26?", r"\b43\b"),
    LivePrompt("author", "Who wrote the play Hamlet?", r"\bShakespeare\b"),
    LivePrompt("translate", "Translate into German: good morning", r"\bguten morgen\b"),
    LivePrompt("mail", "Write a two-sentence e-mail that moves tomorrow's meeting to Friday at ten."),
    LivePrompt(
        "train",
        "A train goes 180 km in 2 hours and 15 minutes. What is its average speed in km/h?",
        r"\b80\b",
    ),
    LivePrompt("list", "List three advantages and three drawbacks of heat pumps in old buildings."),
    LivePrompt(
        "python",
        "Write a Python function `is_palindrome(text)` that ignores case, spaces and punctuation.",
        r"def is_palindrome\(",
    ),
    LivePrompt(
        "json", 'Answer with JSON only: {"city": ..., "country": ...} for the city of Kyoto.', r"\bJapan\b"
    ),
    LivePrompt(
        "change",
        "Anna buys 3 books at 12.50 each and a pen for 2.25 and pays with 50. How much is the change?",
        r"\b10[.,]25\b",
    ),
    LivePrompt(
        "deadlock",
        "Two threads take locks A and B in opposite order. Explain how that ends in a deadlock and give two "
        "designs that rule it out, with the cost of each.",
    ),
    LivePrompt("primes", "Prove that there are infinitely many prime numbers.", r"\bprime"),
    LivePrompt(
        "probability",
        "Three fair dice are thrown. What is the probability that their sum is 10? Give a reduced fraction.",
        r"\b1\s*/\s*8\b|\\frac\{1\}\{8\}",
    ),
    LivePrompt(
        "complexity",
        "What is the worst-case time complexity of building a binary heap of n unsorted items bottom-up, "
        "and why is it not n log n? Answer with a short derivation.",
        r"O\(n\)",
    ),
)
