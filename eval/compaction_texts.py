"""Pieces that long contexts are made of, drawn from a seed: prose, data, logs, code, mails.

No real text: what counts here is the form, such as blanks, indents, quotation marks and how lines wrap, which
follows what JSON printers, mail programs, loggers and text extractors really do.
"""

from __future__ import annotations

import json
import textwrap
from random import Random
from typing import Any

SUBJECTS = (
    "the finance team",
    "our second supplier",
    "the new billing service",
    "every branch office",
    "the harbour authority",
    "a small group of volunteers",
    "the revised contract",
    "the third test run",
    "the customer in Leeds",
    "the maintenance crew",
    "the research department",
    "the older of the two pumps",
)
VERBS = (
    "needs a decision on",
    "has not yet answered the question of",
    "reported a problem with",
    "agreed in principle to",
    "depends on",
    "was late in delivering",
    "will pay half the cost of",
    "found three mistakes in",
    "asked for more time for",
    "is responsible for",
)
OBJECTS = (
    "the figures for March",
    "the insulation of the north wall",
    "the migration to the new database",
    "an order of 240 valves",
    "the training of new staff",
    "the annual safety inspection",
    "two of the four invoices",
    "the timetable for the winter",
    "the results of the survey",
    "the permit for the crane",
)
TAILS = (
    "",
    ", which nobody had expected",
    " before the end of the quarter",
    ", although the budget is already spent",
    " and wants to hear from us by Friday",
    ", as the minutes of the last meeting say",
    " because the spare parts are out of stock",
    ", so the start was moved by two weeks",
)
NAMES = ("Ann Lee", "Ben Ortiz", "Carla Neumann", "Dev Patel", "Ewa Nowak", "Femi Ade", "Greta Lind")
WORDS = ("order", "user", "batch", "route", "token", "shard", "index", "queue", "cache", "event", "report")


def sentence(random: Random) -> str:
    said = f"{random.choice(SUBJECTS)} {random.choice(VERBS)} {random.choice(OBJECTS)}{random.choice(TAILS)}."
    return said[0].upper() + said[1:]


def paragraph(random: Random, sentences: int = 0) -> str:
    return " ".join(sentence(random) for _ in range(sentences or random.randint(2, 6)))


def document(random: Random, paragraphs: int) -> str:
    return "\n\n".join(paragraph(random) for _ in range(paragraphs))


def web_page(random: Random) -> str:
    """As text extractors leave a page: empty lines where elements were, blanks at line ends, menus."""
    menu = [word.title() for word in random.sample(WORDS, 6)]
    gap = "\n" * random.choice((1, 3, 6))
    parts = [gap.join(f"{random.choice(('', '  '))}{word}  " for word in menu), f"# {sentence(random)[:-1]}"]
    for _ in range(random.randint(5, 14)):
        if random.random() < 0.2:
            parts.append(f"## {random.choice(OBJECTS).title()}")
        elif random.random() < 0.15:
            parts.append("\n".join(f"- {random.choice(OBJECTS)}" for _ in range(random.randint(2, 5))))
        else:
            parts.append(paragraph(random) + " " * random.choice((0, 0, 1, 2)))
    text = ""
    for part in parts:
        text += part + "\n" * random.choice((2, 2, 3, 3, 4, 6))
    return text


def moment(random: Random) -> str:
    return f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}T08:{random.randint(10, 59)}:00Z"


def record(random: Random) -> dict[str, Any]:
    return {
        "id": random.randint(10_000, 99_999),
        "status": random.choice(("open", "closed", "waiting")),
        "created_at": moment(random),
        "customer": {"name": random.choice(NAMES), "tier": random.choice(("basic", "plus"))},
        "items": [
            {"sku": f"{random.choice(WORDS)}-{random.randint(1, 999)}", "quantity": random.randint(1, 9)}
            for _ in range(random.randint(1, 4))
        ],
        "total": round(random.uniform(5, 900), 2),
        "tags": random.sample(WORDS, random.randint(0, 3)),
        "note": sentence(random) if random.random() < 0.4 else None,
    }


def records(random: Random, indent: int | None = 2) -> str:
    found = [record(random) for _ in range(random.randint(3, 20))]
    return json.dumps({"count": len(found), "next": None, "results": found}, indent=indent)


def log(random: Random, lines: int, first: int = 0) -> str:
    kinds = ("INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR")
    return "".join(
        f"2025-03-04T10:{index // 60 % 60:02}:{index % 60:02}.{random.randint(0, 999):03}Z "
        f"{random.choice(kinds):<5} {random.choice(WORDS)}.{random.choice(WORDS)}: "
        f"{random.choice(('served', 'retried', 'dropped', 'opened'))} id={random.randint(1, 99999)} "
        f"in {random.randint(1, 900)} ms\n"
        for index in range(first, first + lines)
    )


def function(random: Random) -> str:
    name, value = random.choice(WORDS), random.choice(WORDS)
    limit = random.randint(2, 900)
    return (
        f"def {name}_{value}_{limit}(values: list[int], limit: int = {limit}) -> dict[str, int]:\n"
        f'    """{sentence(random)}"""\n'
        f"    found: dict[str, int] = {{}}\n"
        f"    for {value} in values:\n"
        f"        if {value} > limit:\n"
        f'            found["{name}"] = found.get("{name}", 0) + {value} % {random.randint(2, 97)}\n\n'
        f"    return found\n"
    )


def code_file(random: Random, functions: int) -> list[str]:
    """Its pieces, so that an edit can change one of them."""
    return ["import json\nimport sys\n", *(function(random) for _ in range(functions))]


def mail_body(random: Random, sender: str, receiver: str) -> str:
    """Wrapped as plain-text mail programs do when sending."""
    parts = [f"Hi {receiver.split()[0]},"]
    parts += [textwrap.fill(paragraph(random, random.randint(1, 4)), 72) for _ in range(random.randint(1, 3))]
    return "\n\n".join(parts) + f"\n\nBest\n{sender.split()[0]}\n"


def quoted(text: str, marks: str = "> ") -> str:
    return "".join(
        (marks + line if line.strip() else marks.rstrip() + line) for line in text.splitlines(True)
    )


def wrapped_again(text: str) -> str:
    """As mail programs do that break lines made too long by the marks of quotation."""
    lines: list[str] = []
    for line in text.splitlines():
        marks = line[: len(line) - len(line.lstrip("> "))]
        lines += textwrap.wrap(line, 72, subsequent_indent=marks) or [line]
    return "\n".join(lines) + "\n"
