"""Copies of prompts in other styles, and questions without their answer options.

Small talk in the data is all lower case without end marks, and everything else is not: a model would learn
style instead of content, and take every short question for small talk. Copies stay in the fold of their
source.
"""

import dataclasses
import random
import re

from train.routing_data import LEVELS, Data

STEM_LETTERS = (15, 400)
SHORT_STEM_LETTERS_MAX = 160
EVERYDAY_COPIES = 9000
OPTIONS_BEGIN = re.compile(r"\n\s*A[\).:]")
OPTION = re.compile(r"\n[A-J]\. (.+)")
TERM = re.compile(
    r"(?!(?:Yes|No|True|False|Both|None|All|Not|I|II|III|Only)\b)[A-Za-z][A-Za-z-]*(?: [A-Za-z-]+){0,2}\.?"
)
TERM_QUESTIONS = (
    "what is {}?",
    "what is {}?",
    "what is {} vs {}?",
    "what is {} vs {}?",
    "explain {}.",
    "define {}.",
    "how does {} work?",
    "why does {} matter?",
    "is it {} or {}?",
    "prove {}.",
    "what does {} mean?",
)
# Manners that the scorer does not take off a message.
MANNERS = (
    "quick question: {}",
    "hey bot, {}",
    "i was hoping you could tell me: {}",
    "{} asap",
    "ok so {}",
    "{} :)",
)
# Subjects of the question sets say for whom they were written.
SUBJECT_LEVELS = {
    "elementary": "advanced",
    "high_school": "formal",
    "college": "major",
    "professional": "major",
}


@dataclasses.dataclass(frozen=True)
class Copy:
    text: str
    source: int  # place in Data.prompts
    kind: str
    level: int = -1  # place in LEVELS


def with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def restyle(text: str, chance: random.Random) -> str:
    return chance.choice(
        (
            lambda: with_capital(text.rstrip(".?! \n")) + chance.choice("?.!"),
            lambda: with_capital(text.rstrip(".?! \n")) + "?",
            lambda: bare(text),
            lambda: chance.choice(MANNERS).format(text),
        )
    )()


def subject_level(category: str) -> int:
    for begin, level in SUBJECT_LEVELS.items():
        if category.startswith(begin):
            return LEVELS.index(level)
    return -1


def bare(text: str) -> str:
    """As people type requests to an assistant."""
    return text.rstrip(".?! \n").lower()


def stems(data: Data) -> list[Copy]:
    found = {}
    for file in ("mmlu_pro", "routellm_mmlu"):
        for row in data.rows[file]:
            stem = OPTIONS_BEGIN.split(data.prompts[row.prompt])[0].strip()
            if STEM_LETTERS[0] < len(stem) < STEM_LETTERS[1]:
                level = subject_level(row.category) if file == "routellm_mmlu" else -1
                found[stem] = Copy(stem, row.prompt, "stem", level)
    return list(found.values())


def terms(data: Data, chance: random.Random) -> list[Copy]:
    """Short questions about terms of a subject, from the answer options of its tests.

    Nothing else in the data is both as short as small talk and not small talk.
    """
    made = []
    for row in data.rows["routellm_mmlu"] + data.rows["mmlu_pro"]:
        level = subject_level(row.category) if row.file == "routellm_mmlu" else LEVELS.index("major")
        found = [text for text in OPTION.findall(data.prompts[row.prompt]) if TERM.fullmatch(text)]
        if level < 0 or not found:
            continue
        first, second = (chance.choice(found).rstrip(".") for _ in range(2))
        text = chance.choice(TERM_QUESTIONS).format(first, second)
        style = chance.choice((with_capital, bare, str))
        made.append(Copy(style(text), row.prompt, "term", level))
    return made


def copies(data: Data) -> list[Copy]:
    chance = random.Random(5)
    made = []
    for file, kind in (("flask_difficulty_labels", "flask"), ("prompts_arenahard_v2", "arena")):
        for row in data.rows[file]:
            text = data.prompts[row.prompt]
            made.append(Copy(restyle(text, chance), row.prompt, kind, row.level))
            if len(text) <= SHORT_STEM_LETTERS_MAX:
                made.append(Copy(bare(text), row.prompt, "bare", row.level))
    everyday = sorted({row.prompt for row in data.rows["prompts_clinc150"] if row.domain != "oos"})
    for prompt in chance.sample(everyday, min(EVERYDAY_COPIES, len(everyday))):
        made.append(Copy(restyle(data.prompts[prompt], chance), prompt, "clinc"))
    made += terms(data, chance)
    for stem in stems(data):
        made.append(stem)
        if len(stem.text) <= SHORT_STEM_LETTERS_MAX:
            made.append(dataclasses.replace(stem, text=bare(stem.text), kind="bare"))
    for row in data.rows["ulab_llmrouter"]:
        text = data.prompts[row.prompt]
        if len(text) <= SHORT_STEM_LETTERS_MAX:
            made.append(Copy(bare(text), row.prompt, "bare"))
    return made
