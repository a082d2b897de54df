"""A real Prometheus on a free port, which scrapes every second and is forgotten at its end; and promtool."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from .gateway import Gateway
from .script import Json

Labels = dict[str, str]
RULES = Path(__file__).resolve().parent.parent.parent / "deploy/prometheus"


def tool(name: str) -> Path:
    """A program of Debian's package, which `./dev setup test` unpacks."""
    cache = Path(os.environ.get("GREENINFER_CACHE", Path.home() / ".cache/greeninfer"))
    folders = [os.environ.get("PROMETHEUS_FOLDER", ""), str(cache / "prometheus/usr/bin")]
    found = shutil.which(name, path=os.pathsep.join(filter(None, folders))) or shutil.which(name)
    if found is None:
        pytest.fail(f"no {name}: run ./dev setup test")
    return Path(found)


def promtool(*arguments: str | Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(tool("promtool")), *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)


class Prometheus:
    """Scrapes these gateways as job `greeninfer` until it is stopped."""

    def __init__(self, folder: Path, gateways: Sequence[Gateway], rules: Sequence[Path] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log_file = folder / "log.jsonl"
        self._gateways = len(gateways)
        config = folder / "prometheus.yml"
        targets = [gateway.address for gateway in gateways]
        # JSON is YAML.
        config.write_text(
            json.dumps(
                {
                    "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
                    "rule_files": [str(path) for path in rules],
                    "scrape_configs": [{"job_name": "greeninfer", "static_configs": [{"targets": targets}]}],
                }
            )
        )
        with self._log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *(tool("prometheus"), "--web.listen-address=127.0.0.1:0", "--log.format=json"),
                    *(f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own garbage takes time from what is tested.
                env={**os.environ, "GOGC": "400"},
            )
        self._client = httpx.Client(
            base_url=f"http://{self._wait_for_address()}", trust_env=False, timeout=10
        )

    # Questions

    def query(self, expression: str, at: float | None = None) -> list[tuple[Labels, float]]:
        """What an expression says now, or at a moment; the name of a metric is the label `__name__`."""
        moment = {} if at is None else {"time": at}
        found = self._ask("query", query=expression, **moment)
        if found["resultType"] == "scalar":
            return [({}, float(found["result"][1]))]
        return [(one["metric"], float(one["value"][1])) for one in found["result"]]

    def value(self, expression: str, at: float | None = None) -> float:
        """Of an expression that says exactly one figure."""
        found = self.query(expression, at)
        assert len(found) == 1, f"{expression} says {found}"
        return found[0][1]

    def query_range(
        self, expression: str, start: float, end: float, step_seconds: float = 1
    ) -> list[tuple[Labels, list[float]]]:
        found = self._ask("query_range", query=expression, start=start, end=end, step=step_seconds)
        return [(one["metric"], [float(value) for _, value in one["values"]]) for one in found["result"]]

    def label_values(self, label: str, metric: str = "") -> list[str]:
        return list(self._ask(f"label/{label}/values", **({"match[]": metric} if metric else {})))

    def targets(self) -> list[Json]:
        return list(self._ask("targets", state="active")["activeTargets"])

    def rules(self) -> list[Json]:
        return [rule for group in self._ask("rules")["groups"] for rule in group["rules"]]

    def wait_for_scrape(self, timeout_seconds: float = 15) -> float:
        """Waits for a good scrape of every gateway that began after now; the moment of the last of them."""
        called = time.time()
        deadline = time.monotonic() + timeout_seconds
        while True:
            # Of a bare series this is the moment of the scrape; of anything else, that of the question.
            stamps = [stamp for _, stamp in self.query('timestamp(up{job="greeninfer"})')]
            good = self.query('sum(up{job="greeninfer"})') == [({}, self._gateways)]
            if good and len(stamps) == self._gateways and min(stamps) > called:
                return max(stamps)
            assert time.monotonic() < deadline, f"no scrape: {self.targets()}"
            time.sleep(0.1)

    # Life

    def stop(self) -> None:
        self._client.close()
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)

    def _ask(self, path: str, **parameters: object) -> Json:
        answer = self._client.get(
            f"/api/v1/{path}", params={name: str(is_) for name, is_ in parameters.items()}
        )
        body = answer.json()
        assert body["status"] == "success", f"{parameters}: {body.get('error')}"
        return body["data"]

    def _wait_for_address(self, timeout_seconds: float = 20) -> str:
        deadline = time.monotonic() + timeout_seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            lines = self._log_file.read_text().splitlines()
            events = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
            listening = [event["address"] for event in events if event.get("msg") == "Listening on"]
            if listening and any(event.get("msg", "").startswith("Server is ready") for event in events):
                return str(listening[0])
            time.sleep(0.02)
        self._process.kill()
        raise AssertionError(f"Prometheus did not start:\n{self._log_file.read_text()[-3000:]}")
