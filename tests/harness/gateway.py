"""The real binary under test: its configuration, its start on a free port, its log, its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from .configs import Config

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def binary_path() -> Path:
    return Path(os.environ.get("GREENINFER_BINARY", REPOSITORY / "build/release/greeninfer"))


def own_environment() -> dict[str, str]:
    """That of the tests, without the keys of whoever runs them: a test must not talk to their provider."""
    return {name: value for name, value in os.environ.items() if name != "GROQ_API_KEY"}


class Gateway:
    """Started by the `start_gateway` fixture, which also ends it and checks that it ended well."""

    def __init__(
        self,
        folder: Path,
        config: Config,
        environment: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        """`prefix` is a command that changes something and then becomes the gateway, as `env` does."""
        folder.mkdir(parents=True, exist_ok=True)
        self.config_file = folder / "greeninfer.yaml"
        self.log_file = folder / "log.jsonl"
        self.config = config
        self.write_config(config)
        started = time.monotonic()
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [*prefix, str(binary_path()), "serve", "--config", str(self.config_file)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**own_environment(), **(environment or {})},
            )
        self.address = self._wait_for_address()
        self.ready_seconds = time.monotonic() - started

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    @property
    def url(self) -> str:
        scheme = "https" if self.config["server"].get("tls") else "http"
        return f"{scheme}://{self.address}"

    # Configuration

    def write_config(self, config: Config) -> None:
        # JSON is YAML, and needs no library to be written.
        self.config_file.write_text(json.dumps(config, indent=1))

    def reload(self, config: Config) -> None:
        self.write_config(config)
        self.process.send_signal(signal.SIGHUP)

    # Log and metrics

    def log_text(self) -> str:
        return self.log_file.read_text(errors="replace")

    def log_events(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self._log_lines() if event.get("event") == name]

    def metrics_text(self) -> str:
        answer = httpx.get(f"{self.url}/metrics", timeout=10, trust_env=False)
        assert answer.status_code == 200
        return answer.text

    def metric(self, name: str, **labels: str) -> float:
        """The sum of all samples of that name whose labels include those given; 0 when there are none."""
        return sum(value for found, value in self.samples(name) if labels.items() <= found.items())

    def samples(self, name: str) -> list[tuple[dict[str, str], float]]:
        families = text_string_to_metric_families(self.metrics_text())
        samples = (sample for family in families for sample in family.samples)
        return [(sample.labels, sample.value) for sample in samples if sample.name == name]

    def wait_for_metric(self, name: str, value: float, timeout_seconds: float = 5, **labels: str) -> None:
        deadline = time.monotonic() + timeout_seconds
        while (current := self.metric(name, **labels)) != value:
            assert time.monotonic() < deadline, f"{name}{labels} is {current}, not {value}"
            time.sleep(0.02)

    def wait_for_log(self, event: str, timeout_seconds: float = 5) -> None:
        deadline = time.monotonic() + timeout_seconds
        while f'"event":"{event}"' not in self.log_text():
            assert time.monotonic() < deadline, f"no {event} in the log: {self.log_text()[-2000:]}"
            time.sleep(0.01)

    def assert_idle(self) -> None:
        """Every gauge of work in progress comes back to 0."""
        self.wait_for_metric("greeninfer_requests_in_flight", 0)
        self.wait_for_metric("greeninfer_endpoint_in_flight", 0)

    def resident_bytes(self) -> int:
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    # Life

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, timeout_seconds: float = 10) -> None:
        """Asks it to end and checks that it ended in order."""
        if self.is_running():
            self.process.send_signal(signal.SIGTERM)
        status = self.wait(timeout_seconds)
        assert status == 0, f"greeninfer exited with {status}; its log ends:\n{self.log_text()[-2000:]}"

    def wait(self, timeout_seconds: float = 10) -> int:
        try:
            return self.process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        raise AssertionError(f"greeninfer did not end; its log ends:\n{self.log_text()[-2000:]}")

    def kill(self) -> None:
        if self.is_running():
            self.process.kill()
            self.process.wait(5)

    def _wait_for_address(self, timeout_seconds: float = 10) -> str:
        deadline = time.monotonic() + timeout_seconds
        while time.monotonic() < deadline and self.is_running():
            for event in self._log_lines():
                if event.get("event") == "listening":
                    return str(event["address"])
            time.sleep(0.005)
        self.kill()
        raise AssertionError(f"greeninfer did not start; its log:\n{self.log_text()[-2000:]}")

    def _log_lines(self) -> Iterator[dict[str, Any]]:
        for line in self.log_text().splitlines():
            # The last line may still be in the making.
            if line.startswith("{") and line.endswith("}"):
                yield json.loads(line)
