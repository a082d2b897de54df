"""A gateway with the real local model, ready to answer: what clients talk to in their tests."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from .configs import Config, merge
from .gateway import Gateway

LOCAL_CONFIG: Config = {
    "server": {"listen": "127.0.0.1:0"},
    "local_engine": {"enabled": True, "slots": 2, "queue": 16, "context": 2048},
    "telemetry": {"log_format": "json", "log_level": "debug"},
}


@contextlib.contextmanager
def local_server(folder: Path, config: Config | None = None, ready_seconds: float = 60) -> Iterator[Gateway]:
    gateway = Gateway(folder, merge(LOCAL_CONFIG, config or {}))
    deadline = time.monotonic() + ready_seconds
    try:
        while httpx.get(f"{gateway.url}/ready", trust_env=False).status_code != 200:
            assert time.monotonic() < deadline, gateway.log_text()[-2000:]
            time.sleep(0.05)
        yield gateway
        gateway.stop(15)
    finally:
        gateway.kill()
