"""The mock upstream: starting it, setting its pace, asking what it received."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any

from .processes import Spawner, cpu_seconds
from .settings import Settings


class Upstream:
    def __init__(self, settings: Settings, spawner: Spawner, environment: dict[str, str]) -> None:
        self._settings = settings
        self.address = settings.upstream
        self._child = spawner.start(
            [str(settings.work / "bin/mock"), "-listen", self.address],
            settings.load_core,
            settings.work / "logs/mock.log",
            environment,
        )
        self._wait_until_up()

    @property
    def pid(self) -> int:
        return self._child.pid

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)

    def stats(self) -> dict[str, int]:
        answer: dict[str, int] = json.loads(self._control("stats"))
        return answer

    def set_token_gap(self, microseconds: int) -> None:
        self._control(f"delay/{microseconds}")

    def corrupt(self, wanted: bool) -> None:
        self._control(f"corrupt/{int(wanted)}")

    def last_request_body(self) -> bytes:
        return self._control("last").split(b"\r\n\r\n", 1)[-1]

    def settle(self, limit_seconds: float = 15) -> None:
        """Waits until no request is on its way to the upstream any more."""
        last, deadline = -1, time.monotonic() + limit_seconds
        while time.monotonic() < deadline:
            requests = self.stats()["requests"]
            if requests == last:
                return
            last = requests
            time.sleep(0.5)

    def _wait_until_up(self) -> None:
        for _ in range(100):
            if self._child.poll() is not None:
                break
            try:
                self.stats()
                return
            except OSError:
                time.sleep(0.05)
        log = self._settings.work / "logs/mock.log"
        raise RuntimeError(f"the mock upstream did not start on {self.address}; see {log}")

    def _control(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://{self.address}/_ctl/{path}", timeout=5) as answer:
            body: Any = answer.read()
        return bytes(body)
