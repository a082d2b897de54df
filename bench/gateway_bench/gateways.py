"""The gateways under test. Each has a start script in peers/ whose comment header describes it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .settings import BENCH

DIRECT = "direct"
REFERENCE = "nginx"
OURS = "greeninfer"
DEFAULT_PEERS = [REFERENCE, "haproxy", OURS]
CHAT_PATH = "/v1/chat/completions"


@dataclass
class Gateway:
    name: str
    port: int
    command: str | None
    """Run in bash with $PORT, $UP, $UPSTREAM_URL, $RUN and $WORK set; None for the upstream itself."""
    version: str = ""
    path: str = CHAT_PATH
    ready_seconds: int = 60
    folder: Path | None = None
    headers: dict[str, str] = field(default_factory=lambda: {"authorization": "Bearer sk-bench"})

    @property
    def is_direct(self) -> bool:
        return self.command is None


def direct(port: int) -> Gateway:
    return Gateway(DIRECT, port, None, "(no gateway)", ready_seconds=10)


def peer_names() -> list[str]:
    """Every peer with a start script, the default ones first."""
    names = sorted(path.stem for path in (BENCH / "peers").glob("*.sh"))
    return [n for n in DEFAULT_PEERS if n in names] + [n for n in names if n not in DEFAULT_PEERS]


def load_peer(name: str, port: int, environment: dict[str, str]) -> Gateway:
    script = BENCH / "peers" / f"{name}.sh"
    gateway = Gateway(name, port, f"exec bash '{script}'")
    for line in script.read_text().splitlines():
        key, colon, value = line.removeprefix("# ").partition(": ")
        if not line.startswith("# ") or not colon:
            continue
        if key == "header":
            add_header(gateway, _shell(f'echo "{value}"', environment))
        elif key == "path":
            gateway.path = value
        elif key == "ready_seconds":
            gateway.ready_seconds = int(value)
        elif key == "version":
            gateway.version = (_shell(value, environment).splitlines() or ["?"])[-1]
    return gateway


def add_header(gateway: Gateway, line: str) -> None:
    """A later header of the same name wins."""
    name, _, value = line.partition(":")
    gateway.headers[name.strip().lower()] = value.strip()


def _shell(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return (done.stdout + done.stderr).strip()
