"""Arguments of the command line, and what its end means: 0 well, 1 an error that was said, 2 wrong use, 130
Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from greeninfer.client import GreenInfer
from greeninfer.command_line.chat import Chat, Screen
from greeninfer.command_line.watch import Watch
from greeninfer.errors import GreenInferError
from greeninfer.settings import API_KEY_VARIABLE, BASE_URL_VARIABLE

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="python -m greeninfer",
        description="Talk to a GreenInfer server, and watch what it uses. The server is the one that "
        f"{BASE_URL_VARIABLE} names, or --base-url; a key comes from {API_KEY_VARIABLE}.",
    )
    commands = whole.add_subparsers(dest="command", required=True)
    chat = commands.add_parser(
        "chat", help="ask; without a prompt a conversation", description="Ask, and see what the answer cost."
    )
    chat.add_argument("prompt", nargs="*", help="the question; `-` or a pipe reads it from standard input")
    chat.add_argument("--mode", choices=["eco", "balanced", "performance"])
    chat.add_argument("--session", metavar="ID", help="go on with a session and its budget")
    chat.add_argument(
        "--preview", choices=["auto", "always", "never"], default="never", help="see an outline first"
    )
    chat.add_argument("--max-tokens", type=int, metavar="N")
    chat.add_argument("--brief", action="store_true", default=None, help="ask for a brief answer")
    chat.add_argument("--budget", type=float, metavar="GRAMS", help="carbon budget of the conversation")
    watch = commands.add_parser(
        "watch", help="a live table of energy and carbon", description="Who uses how much, as it happens."
    )
    watch.add_argument("--interval", type=_interval_seconds, default=2.0, metavar="SECONDS")
    watch.add_argument("--once", action="store_true", help="print the table once, as scripts want it")
    watch.add_argument("--by", default="model,department", help="any of model,region,department")
    for command in (chat, watch):
        command.add_argument("--base-url", metavar="URL")
    return whole


def main(arguments: Sequence[str]) -> int:
    given = parser().parse_args(arguments)
    try:
        return _chat(given) if given.command == "chat" else _watch(given)
    except GreenInferError as problem:
        print(f"greeninfer: {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Who reads our output has left, as `head` does; Python would complain once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED


def _chat(given: argparse.Namespace) -> int:
    with GreenInfer(
        mode=given.mode, session_id=given.session, carbon_budget_g=given.budget, base_url=given.base_url
    ) as client:
        screen = Screen(sys.stdout, is_terminal=sys.stdin.isatty() and sys.stdout.isatty())
        chat = Chat(client, screen, given.preview, given.max_tokens, given.brief)
        prompt = " ".join(given.prompt)
        if prompt == "-" or (not prompt and not sys.stdin.isatty()):
            prompt = sys.stdin.read().strip()
            if not prompt:
                print("greeninfer: standard input holds no prompt", file=sys.stderr)
                return 2
        if prompt:
            chat.ask(prompt)
            return 0
        return chat.converse()


def _watch(given: argparse.Namespace) -> int:
    by = [name.strip() for name in given.by.split(",") if name.strip()]
    with GreenInfer(base_url=given.base_url) as client:
        watch = Watch(client, sys.stdout, by, is_terminal=sys.stdout.isatty())
        if given.once:
            watch.show()
            return 0
        try:
            watch.run(given.interval)
        except KeyboardInterrupt:
            watch.leave()
        return 0


def _interval_seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("give 0.1 to 3600 seconds")
    return seconds
