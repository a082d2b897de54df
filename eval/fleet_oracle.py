"""What an oracle would have saved: the measure that a placement of prompts is held against.

It sends every request to an engine that still has all that was ever sent and answered in this run: no limit
of room, no engine busy, and what was sent counts from the moment on it was sent. So of a request it saves
the longest beginning, in tokens of the engine, that it has in common with any earlier request and its
answer; but never the last token, which every engine computes anew to go on from it. No fleet can save more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile


def common_beginning(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class Oracle:
    def __init__(self) -> None:
        self._known: list[Sequence[int]] = []

    def asked(self, prompt: Sequence[int]) -> int:
        """The tokens of this prompt that need not be read; from now on it is known."""
        longest = max((common_beginning(prompt, known) for known in self._known), default=0)
        self._known.append(prompt)
        return min(longest, len(prompt) - 1)

    def answered(self, conversation: Sequence[int]) -> None:
        """The prompt with its answer, as a later turn would send it."""
        self._known.append(conversation)
