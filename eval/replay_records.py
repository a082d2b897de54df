"""What the replay fleet plays: recorded answers and verdicts, each under its prompt and its model.

The recordings hold how long an answer was, what it chose and whether that was right, not its words. So the
text is made up to the recorded length and ends with the recorded choice; where the recording found no
choice in the answer, there is none in the text either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from train.cascade_outcomes import CHARACTERS_PER_TOKEN, NOT_ANSWERED

# No word of it is an option's letter, a hedge or a refusal.
FILLER = "This sentence stands where the recorded answer had one of its own. "
PREFIX_CHARS = 400  # a prompt that was shortened on its way is known by its beginning


@dataclass(frozen=True)
class Answer:
    text: str
    prompt_tokens: int
    completion_tokens: int
    right: float  # 0 to 1


@dataclass(frozen=True)
class Verdict:
    yes_probability: float
    prompt_tokens: int  # what the recorded check read


@dataclass(frozen=True)
class Records:
    answers: Mapping[tuple[str, str], Answer]  # by prompt and model
    verdicts: Mapping[tuple[str, str], Verdict]  # by prompt and model that judges
    models: tuple[str, ...]
    prompt_of_prefix: Mapping[str, str]

    def known(self, prompt: str) -> str | None:
        """The recorded prompt that this is, also where its middle was left out."""
        if any((prompt, model) in self.answers for model in self.models):
            return prompt
        return self.prompt_of_prefix.get(prompt[:PREFIX_CHARS])


def text_for(model: str, chars: int, choice: str | None) -> str:
    """Text of `chars` characters, or a little more where the marks do not fit."""
    begin = f"[replayed answer of {model}] "
    end = "" if choice is None else f"The answer is {choice}."
    room = max(0, chars - len(begin) - len(end))
    return (begin + (FILLER * (room // len(FILLER) + 1))[:room].rstrip() + " " + end).rstrip()


def tokens(chars: float) -> int:
    return max(1, round(chars / CHARACTERS_PER_TOKEN))


def answer_of(row: Mapping[str, Any], model: str, served_as: str) -> Answer:
    choice = row.get("answers", {}).get(model, "recorded")
    chars = row["out_chars"][model]
    return Answer(
        text=text_for(served_as, chars, None if choice == NOT_ANSWERED else choice),
        prompt_tokens=tokens(len(row["prompt"])),
        completion_tokens=tokens(chars),
        right=row["scores"][model],
    )


def cascade_records(rows: Sequence[Mapping[str, Any]], small: str, following: str) -> Records:
    """`small` and `following` are names in the recording; the fleet serves them as `small` and `large`."""
    served = {"small": small, "large": following}
    prompts = [row["prompt"] for row in rows]
    return Records(
        answers={
            (row["prompt"], name): answer_of(row, model, name)
            for row in rows
            for name, model in served.items()
        },
        verdicts={
            (row["prompt"], "large"): Verdict(
                row["p_yes"]["large_model_on_base_answer"], round(row["cost_units"]["verify_by_large"])
            )
            for row in rows
        },
        models=tuple(served),
        prompt_of_prefix={prompt[:PREFIX_CHARS]: prompt for prompt in prompts},
    )
