"""Engines as processes: those of a gateway with the time they took, and one of our own that counts tokens."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 60.0
NAME = "llama-server"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return Path(os.environ.get("GREENINFER_CACHE", f"{base}/greeninfer"))


def stat_of(pid: int) -> tuple[str, list[str]]:
    """The name of a process and what follows it in its `stat`, from the state on."""
    text = Path(f"/proc/{pid}/stat").read_text()
    return text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()


def engines_of(gateway_pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name, fields = stat_of(int(entry.name))
        except OSError:
            continue  # it has ended
        if name.startswith(NAME) and fields[0] != "Z" and int(fields[1]) == gateway_pid:
            found.append(int(entry.name))
    return sorted(found)


def cpu_seconds(pids: list[int]) -> float:
    """Of all their threads. A process that has gone is an error: it was restarted."""
    ticks = 0
    for pid in pids:
        _, fields = stat_of(pid)
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_SECOND


class TokenCounter:
    """Knows the tokens of messages as the engine reads them, by its own template and vocabulary."""

    def __init__(self, port: int) -> None:
        self._port = port

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            answer: dict[str, Any] = json.load(reply)
        return answer

    def tokens(self, messages: list[dict[str, str]]) -> list[int]:
        """A prompt of these messages, with the beginning of the answer that is asked for."""
        prompt = self._post("/apply-template", {"messages": messages})["prompt"]
        counted = self._post("/tokenize", {"content": prompt, "add_special": True, "parse_special": True})
        tokens: list[int] = counted["tokens"]
        return tokens


@contextmanager
def token_counter(port: int) -> Iterator[TokenCounter]:
    """An engine of our own, which answers nothing. `port` must be free."""
    program = next(iter(sorted(cache_folder().glob(f"{NAME}-*/{NAME}"))), None)
    model = next(iter(sorted(cache_folder().glob("models/*.gguf"))), None)
    if program is None or model is None:
        raise FileNotFoundError(f"no engine in {cache_folder()}: run ./dev setup")
    arguments = ["--model", str(model), "--host", "127.0.0.1", "--port", str(port), "--offline", "--no-ui"]
    small = ["--ctx-size", "256", "--parallel", "1", "--threads", "1", "--cache-ram", "0", "--log-disable"]
    process = subprocess.Popen([str(program), *arguments, *small], stdin=subprocess.DEVNULL)
    try:
        wait_until_healthy(process, port)
        yield TokenCounter(port)
    finally:
        process.terminate()
        process.wait(15)


def wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"the engine that counts tokens is not ready on port {port}")
