"""Writes long conversations as applications send them, one JSON object a line.

usage: python -m eval.compaction_corpus [--seed N] [--each N] > conversations.jsonl

Each line is {id, kind, messages: [{role, content}...]}; the same seed gives the same bytes. `chat` is the
control: people's turns, in which there is nothing to compact.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from random import Random
from typing import TypedDict

from eval import compaction_texts as texts


class Message(TypedDict):
    role: str
    content: str


class Conversation(TypedDict):
    id: str
    kind: str
    messages: list[Message]


def said(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def system(random: Random, task: str) -> Message:
    return said("system", f"You help with {task}. Answer briefly. {texts.paragraph(random, 3)}")


def chat(random: Random) -> list[Message]:
    messages = [system(random, "questions of all kinds")]
    for _ in range(random.randint(3, 10)):
        messages.append(said("user", texts.paragraph(random, random.randint(1, 3))))
        messages.append(said("assistant", texts.document(random, random.randint(1, 3))))
    return messages


def agent_data(random: Random) -> list[Message]:
    """Tools that answer with JSON: most of them indented, some as Python prints it, some compact."""
    messages = [system(random, "orders and tickets"), said("user", texts.paragraph(random, 2))]
    before: list[str] = []
    for _ in range(random.randint(5, 14)):
        messages.append(said("assistant", f"I look at {random.choice(texts.OBJECTS)}."))
        answer = texts.records(random, random.choice((2, 2, 2, 4, None)))
        if before and random.random() < 0.15:
            answer = random.choice(before)  # the same question, asked again
        elif random.random() < 0.2:
            answer = f"HTTP 200 in {random.randint(20, 900)} ms\n\n{answer}\n"
        before.append(answer)
        messages.append(said("tool", answer))
    return messages


def agent_code(random: Random) -> list[Message]:
    """Files read, changed, read again; test runs that fail in the same way."""
    files = [texts.code_file(random, random.randint(4, 12)) for _ in range(random.randint(2, 4))]
    failure = texts.log(random, random.randint(15, 60))
    messages = [system(random, "a code base"), said("user", texts.paragraph(random, 2))]
    for _ in range(random.randint(6, 16)):
        messages.append(said("assistant", f"I work on {random.choice(texts.OBJECTS)}."))
        if random.random() < 0.3:
            messages.append(said("tool", f"{failure}{random.randint(1, 9)} failed\n"))
            continue
        pieces = random.choice(files)
        if random.random() < 0.5:
            pieces[random.randrange(1, len(pieces))] = texts.function(random)
        messages.append(said("tool", "\n\n".join(pieces)))
    return messages


def thread(random: Random) -> list[str]:
    """Mails that each quote the one before in full; a third of the programs wrap quoted lines again."""
    first, second = random.sample(texts.NAMES, 2)
    marks = random.choice(("> ", "> ", ">"))
    mails: list[str] = []
    for number in range(random.randint(3, 8)):
        sender, receiver = (first, second) if number % 2 == 0 else (second, first)
        mail = texts.mail_body(random, sender, receiver)
        if mails:
            chain = texts.quoted(mails[-1], marks)
            if random.random() < 0.33:
                chain = texts.wrapped_again(chain)
            when = f"On Tue, {number + 3} Mar 2025 at 10:12"
            mail += f"\n{when}, {receiver} <{receiver[0]}@example.org> wrote:\n{chain}"
        mails.append(mail)
    return mails


def mail_tool(random: Random) -> list[Message]:
    """A mailbox read mail by mail."""
    messages = [system(random, "a mailbox"), said("user", "What was agreed in the end, and who does what?")]
    for mail in thread(random):
        messages += [said("assistant", "I read the next mail."), said("tool", mail)]
    return messages


def mail_pasted(random: Random) -> list[Message]:
    """A thread exported into one text, oldest or newest first."""
    mails = thread(random)
    if random.random() < 0.5:
        mails.reverse()
    pasted = "\n".join(f"From: {random.choice(texts.NAMES)}\n\n{mail}" for mail in mails)
    return [system(random, "mail"), said("user", f"Summarise this thread in five points.\n\n{pasted}")]


def retrieval(random: Random) -> list[Message]:
    """Each question with the passages found for it; neighbouring questions find some of the same."""
    passages = [texts.document(random, random.randint(1, 3)) for _ in range(12)]
    messages = [system(random, "a handbook")]
    for _ in range(random.randint(3, 8)):
        found = random.sample(passages, random.randint(3, 5))
        context = "\n\n".join(f"[{number}]\n{passage}" for number, passage in enumerate(found, 1))
        question = f"What is known about {random.choice(texts.OBJECTS)}?"
        messages.append(said("user", f"Answer from the passages below.\n\n{context}\n\nQuestion: {question}"))
        messages.append(said("assistant", texts.paragraph(random, 2)))
    return messages


def logs(random: Random) -> list[Message]:
    """The same log pasted again after it has grown."""
    messages = [system(random, "operations")]
    log = texts.log(random, random.randint(60, 200))
    for _ in range(random.randint(2, 5)):
        messages.append(said("user", f"{texts.sentence(random)} Here is the log:\n\n{log}\n"))
        messages.append(said("assistant", texts.paragraph(random, 2)))
        log += texts.log(random, random.randint(10, 60), log.count("\n"))
    return messages


def code_review(random: Random) -> list[Message]:
    """A file pasted in a fence, given back changed, pasted again."""
    pieces = texts.code_file(random, random.randint(4, 10))
    messages = [system(random, "code review")]
    for _ in range(random.randint(2, 5)):
        fence = "```python\n" + "\n\n".join(pieces) + "```"
        messages.append(said("user", f"{texts.sentence(random)}\n\n{fence}\n"))
        pieces[random.randrange(1, len(pieces))] = texts.function(random)
        messages.append(said("assistant", "```python\n" + "\n\n".join(pieces) + "```\n"))
    return messages


def web(random: Random) -> list[Message]:
    messages = [system(random, "research on the web"), said("user", texts.paragraph(random, 2))]
    for _ in range(random.randint(3, 8)):
        messages += [said("assistant", "I read the next page."), said("tool", texts.web_page(random))]
    return messages


KINDS: tuple[Callable[[Random], list[Message]], ...] = (
    chat,
    agent_data,
    agent_code,
    mail_tool,
    mail_pasted,
    retrieval,
    logs,
    code_review,
    web,
)


def conversations(seed: int, each: int) -> Iterator[Conversation]:
    for make in KINDS:
        for number in range(each):
            name = f"{make.__name__}-{number}"
            yield {"id": name, "kind": make.__name__, "messages": make(Random(f"{seed}-{name}"))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=50, help="conversations of each kind")
    asked = parser.parse_args()
    for conversation in conversations(asked.seed, asked.each):
        sys.stdout.write(json.dumps(conversation, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
