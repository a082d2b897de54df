"""`python -m greeninfer` as people run it, with the real local model."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.gateway import REPOSITORY, Gateway
from harness.local_server import local_server
from test_local_engine import engine_files

__all__ = ["engine_files"]  # a fixture
pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]

COMMAND = [sys.executable, "-m", "greeninfer"]
FOOTER = re.compile(r"small smollm2-135m · [\d.]+ .?Wh \(.+\) · [\d.]+ .?g CO2e · saved -?\d+ % · [\d.]+ m?s")


@pytest.fixture(scope="module")
def server(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with local_server(tmp_path_factory.mktemp("command_line")) as gateway:
        yield gateway


@pytest.fixture
def environment(server: Gateway) -> dict[str, str]:
    source = str(REPOSITORY / "sdk/python/src")
    return {**os.environ, "PYTHONPATH": source, "GREENINFER_BASE_URL": server.url}


def run(environment: dict[str, str], *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, input=said, capture_output=True, text=True, timeout=60
    )


def test_one_question(environment: dict[str, str]) -> None:
    done = run(environment, "chat", "--mode", "eco", "--max-tokens", "12", "What", "is", "a", "heat", "pump?")
    assert (done.returncode, done.stderr) == (0, "")
    assert FOOTER.search(done.stdout)
    assert "\x1b" not in done.stdout


def test_a_question_through_a_pipe(environment: dict[str, str]) -> None:
    done = run(environment, "chat", "--max-tokens", "8", said="Count to three.")
    assert FOOTER.search(done.stdout)
    assert run(environment, "chat", said=" ").returncode == 2


def test_watch_once(environment: dict[str, str]) -> None:
    run(environment, "chat", "--max-tokens", "4", "Hello")
    done = run(environment, "watch", "--once", "--by", "model")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[2].split()[:2] == ["model", "energy"]
    assert any(line.startswith("smollm2-135m ") for line in lines)
    assert lines[-1].startswith("total")
    assert "\x1b" not in done.stdout


def test_no_server_is_one_line(environment: dict[str, str]) -> None:
    done = run(environment, "chat", "--base-url", "http://127.0.0.1:9", "Hello")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "greeninfer serve" in done.stderr


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.screen, inside = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment,
            stdin=inside,
            stdout=inside,
            stderr=inside,
            close_fds=True,
        )
        os.close(inside)
        self.text = ""

    def read_until(self, wanted: str, timeout_seconds: float = 30) -> None:
        deadline = time.monotonic() + timeout_seconds
        while wanted not in self.text:
            assert time.monotonic() < deadline, f"no {wanted!r} in {self.text!r}"
            if select.select([self.screen], [], [], 0.1)[0]:
                self.text += os.read(self.screen, 4096).decode(errors="replace")

    def type(self, line: str) -> None:
        self.text = ""
        os.write(self.screen, f"{line}\n".encode())

    def end(self) -> int:
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()
            os.close(self.screen)


def test_a_conversation_at_a_terminal(environment: dict[str, str]) -> None:
    terminal = Terminal(environment, "chat", "--max-tokens", "8", "--session", "of-the-terminal")
    terminal.read_until("> ")
    terminal.type("Say hello.")
    terminal.read_until("CO2e")
    terminal.read_until("> ")
    terminal.type("/summary")
    terminal.read_until("1 prompts")
    terminal.type("/quit")
    assert terminal.end() == 0


def test_ctrl_c_ends_an_answer_and_then_the_command(environment: dict[str, str], server: Gateway) -> None:
    terminal = Terminal(environment, "chat", "--max-tokens", "1500")
    terminal.read_until("> ")
    terminal.type("Write a very long story about the sea.")
    server.wait_for_metric("greeninfer_endpoint_in_flight", 1, timeout_seconds=20)
    terminal.process.send_signal(signal.SIGINT)
    terminal.read_until("stopped; what was written until then is charged")
    server.wait_for_metric("greeninfer_endpoint_in_flight", 0, timeout_seconds=10)
    terminal.read_until("> ")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.text


def test_watch_lives_until_ctrl_c(environment: dict[str, str], tmp_path: Path) -> None:
    terminal = Terminal(environment, "watch", "--interval", "0.2")
    terminal.read_until("total")
    terminal.text = ""
    terminal.read_until("total")
    assert "\x1b[H\x1b[2J" in terminal.text
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 0
    plain = tmp_path / "plain.txt"
    with plain.open("w") as out:
        process = subprocess.Popen([*COMMAND, "watch", "--interval", "0.2"], env=environment, stdout=out)
        deadline = time.monotonic() + 20
        while plain.read_text().count("total") < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert "\x1b" not in plain.read_text()
