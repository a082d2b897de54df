"""Fixtures: gateways and upstreams that end with their test, and end well."""

from __future__ import annotations

import os
import signal
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from harness.certificates import Authority
from harness.configs import BASE_CONFIG, Config, StartGateway, StartUpstream, merge, model_entry
from harness.gateway import Gateway, binary_path
from harness.scripted_upstream import ScriptedUpstream

pytest_plugins = ["harness.browsing", "harness.ladder", "harness.preview_pair"]

# A run that a shell put into the background ignores interrupts, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def start_upstream() -> Iterator[StartUpstream]:
    started: list[ScriptedUpstream] = []

    def start(
        host: str = "127.0.0.1",
        unix_path: Path | None = None,
        tls: ssl.SSLContext | None = None,
        idle_close_seconds: float | None = None,
    ) -> ScriptedUpstream:
        started.append(ScriptedUpstream(host, unix_path, tls, idle_close_seconds))
        return started[-1]

    yield start
    for upstream in started:
        upstream.stop()


@pytest.fixture
def upstream(start_upstream: StartUpstream) -> ScriptedUpstream:
    return start_upstream()


@pytest.fixture
def start_gateway(tmp_path: Path) -> Iterator[StartGateway]:
    """Starts a gateway in front of the given upstreams; `config` is laid over the base configuration."""
    assert binary_path().exists(), f"{binary_path()} is not there: build it with ./dev build"
    started: list[Gateway] = []

    def start(
        *endpoints: ScriptedUpstream | str,
        config: Config | None = None,
        environment: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> Gateway:
        models = {"models": [model_entry(*endpoints)]} if endpoints else {}
        whole = merge(merge(BASE_CONFIG, models), config or {})
        started.append(Gateway(tmp_path / f"gateway{len(started)}", whole, environment, prefix))
        return started[-1]

    yield start
    problems = []
    for gateway in started:
        if gateway.process.returncode is None:
            try:
                gateway.stop()
            except AssertionError as problem:
                problems.append(str(problem))
    assert not problems, "\n".join(problems)


@pytest.fixture
def gateway(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    return start_gateway(upstream)


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    # Proxy settings of the environment are not ours.
    with httpx.Client(timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return Path(os.environ.get("GREENINFER_CACHE", f"{base}/greeninfer"))
