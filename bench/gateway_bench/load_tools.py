"""Typed fronts of the load tools: wrk for saturation, loadgen for fixed rates and streams, one plain call."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .gateways import Gateway
from .settings import BENCH, REQUEST_BODY, STREAM_BODY, Settings


@dataclass
class Saturated:
    requests: int
    seconds: float
    errors: dict[str, int]
    p50_us: float
    p99_us: float


@dataclass
class Load:
    """What loadgen sends; times are seconds."""

    mode: Literal["rate", "stream"]
    rate: float
    """Requests per second, open loop; 0 keeps every connection busy."""
    seconds: float
    connections: int
    exact: Path | None = None
    """File with the bytes that every answer must have."""
    requests: int = 0
    """At rate 0: stop after so many answers instead of after the seconds."""
    warm_seconds: float = 1


@dataclass
class Answer:
    status: int
    content_type: str
    body: bytes


def call(gateway: Gateway, body: Path, timeout_seconds: float = 20) -> Answer:
    """Sends one request and returns the whole answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{gateway.port}{gateway.path}",
        data=body.read_bytes(),
        headers={**gateway.headers, "content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=timeout_seconds) as answer:
        return Answer(answer.status, answer.headers.get("content-type", ""), answer.read())


def run_wrk(settings: Settings, gateway: Gateway, seconds: int) -> Saturated:
    """Drives the gateway as fast as it goes over keep-alive connections."""
    lines = "\n".join(f"{name}: {value}" for name, value in gateway.headers.items())
    environment = dict(os.environ, BENCH_BODY=str(REQUEST_BODY), BENCH_HEADERS=lines)
    arguments = [str(settings.work / "bin/wrk"), "-t1", f"-c{settings.connections}", f"-d{seconds}s"]
    arguments += ["--timeout", "10s", "-s", str(BENCH / "post.lua")]
    arguments.append(f"http://127.0.0.1:{gateway.port}{gateway.path}")
    output = _run(settings, arguments, seconds, environment)
    for line in output.splitlines():
        if line.startswith("RESULT "):
            return _read_saturated(json.loads(line.removeprefix("RESULT ")))
    raise RuntimeError(f"wrk printed no result: {output[-300:]}")


def _read_saturated(values: dict[str, int]) -> Saturated:
    kinds = ("non2xx", "connect", "read", "write", "timeout")
    errors = {kind: values[kind] for kind in kinds if values[kind]}
    return Saturated(values["requests"], values["us"] / 1e6, errors, values["p50_us"], values["p99_us"])


def run_loadgen(settings: Settings, gateway: Gateway, load: Load) -> dict[str, Any]:
    arguments = [str(settings.work / "bin/loadgen"), "-mode", load.mode]
    arguments += ["-target", f"127.0.0.1:{gateway.port}", "-path", gateway.path, "-rate", str(load.rate)]
    arguments += ["-seconds", str(load.seconds), "-warm", str(load.warm_seconds)]
    arguments += ["-connections", str(load.connections), "-requests", str(load.requests)]
    arguments += ["-body", str(STREAM_BODY if load.mode == "stream" else REQUEST_BODY)]
    if load.exact:
        arguments += ["-exact", str(load.exact)]
    for name, value in gateway.headers.items():
        arguments += ["-H", f"{name}: {value}"]
    # A soak has no fixed length: even the slowest peer answers fifty requests in a second.
    expected_seconds = load.seconds + load.warm_seconds + load.requests / 50
    summary: dict[str, Any] = json.loads(_run(settings, arguments, expected_seconds, dict(os.environ)))
    return summary


def _run(
    settings: Settings, arguments: list[str], expected_seconds: float, environment: dict[str, str]
) -> str:
    done = subprocess.run(
        ["taskset", "-c", str(settings.load_core), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=expected_seconds + 40,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(arguments[0]).name}: {(done.stdout + done.stderr)[-300:]}")
    return done.stdout
