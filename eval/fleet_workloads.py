"""What the fleet is asked: conversations that share their instructions, and documents with questions each.

Generated, since what counts here is only where texts are alike. A seed gives the same texts on any
machine. The words are plain, so that a token is about as many letters as in prose.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

# Blank-separated, as a list of two hundred strings would fill the file with quotation marks.
WORDS = """
account address agreement air amount answer area argument attempt bank basis board bridge building
calendar centre chance change claim clause coast committee company condition contract copy corner
cost council country customer date decision delay delivery department detail difference direction
discount distance document door draft effect engine entry estimate evening evidence example exchange
fact factory field figure form garden glass goods ground group guard harbour hour house index
industry insurance interest invoice island item journey judge kitchen language law letter library
limit line list loan machine manager map margin market material measure meeting member method minute
model month morning mountain name network notice number object office officer opinion order owner
page paper park part party payment period permit person place plan plant point policy position power
present price problem process product profit project promise proof property proposal province
question railway rain rate reason receipt record region report request result review right risk
river road room rule sample schedule school season section service session share ship shop side
signature site size source space staff stage station statement step stock storm street structure
summer supply surface system table task term test title town trade train transfer travel tree unit
valley value vehicle version village visit voice wall warehouse water weather week weight window
winter work year
""".split()  # noqa: SIM905 [see above]
VERBS = (
    "holds",
    "names",
    "moves",
    "covers",
    "limits",
    "follows",
    "replaces",
    "includes",
    "requires",
    "delays",
)


@dataclass(frozen=True)
class Turn:
    conversation: int
    question: str


Rounds = tuple[tuple[Turn, ...], ...]


@dataclass(frozen=True)
class Workload:
    name: str
    openings: tuple[str, ...]
    """The system message of each conversation."""
    rounds: Rounds
    """Every conversation once a round, in an order of the round's own."""
    keeps_history: bool
    """A turn sends all turns before it, with their answers; otherwise each question stands alone."""
    answer_tokens: int

    @property
    def requests(self) -> int:
        return sum(len(turns) for turns in self.rounds)


def prose(chance: random.Random, sentences: int) -> str:
    def sentence() -> str:
        first, second, third, fourth = (chance.choice(WORDS) for _ in range(4))
        return f"The {first} of the {second} {chance.choice(VERBS)} the {third} near the {fourth}."

    return " ".join(sentence() for _ in range(sentences))


def rounds_of(
    chance: random.Random, conversations: int, rounds: int, sentences: int
) -> tuple[tuple[Turn, ...], ...]:
    def turns() -> tuple[Turn, ...]:
        order = chance.sample(range(conversations), conversations)
        return tuple(Turn(one, f"{prose(chance, sentences)} What follows from it?") for one in order)

    return tuple(turns() for _ in range(rounds))


def documents(count: int = 7, rounds: int = 4, sentences: int = 84, seed: int = 2026) -> Workload:
    """Long texts that have nothing in common, and questions about each of them."""
    chance = random.Random(seed)
    openings = tuple(prose(chance, sentences) for _ in range(count))
    asked = rounds_of(chance, count, rounds, sentences=1)
    return Workload("documents", openings, asked, keeps_history=False, answer_tokens=4)


def chats(count: int = 6, rounds: int = 5, seed: int = 2026) -> Workload:
    """Conversations that share short instructions, begin with a pasted text and grow with every turn."""
    chance = random.Random(seed)
    instructions = prose(chance, sentences=2)
    first, *later = rounds_of(chance, count, rounds, sentences=4)
    pasted = tuple(Turn(turn.conversation, f"{prose(chance, 28)} {turn.question}") for turn in first)
    return Workload("chats", (instructions,) * count, (pasted, *later), keeps_history=True, answer_tokens=12)


def instructions(count: int = 5, rounds: int = 5, sentences: int = 20, seed: int = 2026) -> Workload:
    """Conversations that share long instructions and have short turns."""
    chance = random.Random(seed)
    shared = prose(chance, sentences)
    asked = rounds_of(chance, count, rounds, sentences=4)
    return Workload("instructions", (shared,) * count, asked, keeps_history=True, answer_tokens=12)
