"""The deletion model's process, as the gateway runs it: it comes, it dies, it is bad, and requests go on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx
import pytest
from harness.configs import MODEL, Config, StartGateway
from harness.gateway import REPOSITORY, Gateway
from harness.scripted_upstream import ScriptedUpstream

BUILT_IN = REPOSITORY / "weights/optimizer.gguf"


@pytest.fixture
def model_file() -> Path:
    """The shipped model, or the one that GREENINFER_OPTIMIZER_MODEL names."""
    path = Path(os.environ.get("GREENINFER_OPTIMIZER_MODEL", BUILT_IN))
    if not path.exists():
        pytest.skip(f"NOT RUN: {path} is absent")
    return path


def with_model(path: Path, **sections: Config) -> Config:
    return {"optimizer": {"model": str(path)}, **sections}


def state_of(gateway: Gateway) -> str:
    return str(httpx.get(f"{gateway.url}/health", trust_env=False).json()["optimizer"])


def wait_for_state(gateway: Gateway, state: str, timeout_seconds: float = 20) -> None:
    deadline = time.monotonic() + timeout_seconds
    while (found := state_of(gateway)) != state:
        assert time.monotonic() < deadline, f"{found}, not {state}: {gateway.log_text()[-2000:]}"
        time.sleep(0.02)


def workers_of(gateway: Gateway) -> list[int]:
    """Children that run `optimizer-worker`; a zombie has no command line."""
    children = Path(f"/proc/{gateway.pid}/task").glob("*/children")
    pids = [int(pid) for listing in children for pid in listing.read_text().split()]
    return [pid for pid in pids if b"optimizer-worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def wait_for_other_worker(gateway: Gateway, than: int, timeout_seconds: float = 20) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not (workers := workers_of(gateway)) or workers == [than]:
        assert time.monotonic() < deadline, gateway.log_text()[-2000:]
        time.sleep(0.02)


def assert_answers(gateway: Gateway) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Say a word."}]}
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", json=body, trust_env=False, timeout=20)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def loaded(start_gateway: StartGateway, upstream: ScriptedUpstream, model_file: Path) -> tuple[Gateway, int]:
    """A gateway that shortens texts, and its worker's process."""
    gateway = start_gateway(upstream, config=with_model(model_file))
    wait_for_state(gateway, "loaded")
    [worker] = workers_of(gateway)
    return gateway, worker


def test_it_is_loaded_and_tells_nobody_its_key(loaded: tuple[Gateway, int]) -> None:
    gateway, worker = loaded
    variables = Path(f"/proc/{worker}/environ").read_bytes().split(b"\0")
    names = sorted(variable.split(b"=")[0] for variable in variables if variable)
    assert names == [b"GGML_NO_BACKTRACE", b"GREENINFER_OPTIMIZER_KEY"]
    [key] = [variable.split(b"=")[1] for variable in variables if variable.startswith(b"GREENINFER")]
    assert len(key) == 64
    assert key not in Path(f"/proc/{worker}/cmdline").read_bytes()
    assert key.decode() not in gateway.log_text()
    assert_answers(gateway)


def test_it_is_replaced_when_it_is_killed(loaded: tuple[Gateway, int]) -> None:
    gateway, worker = loaded
    os.kill(worker, signal.SIGKILL)
    assert_answers(gateway)
    wait_for_other_worker(gateway, worker)
    wait_for_state(gateway, "loaded")
    assert_answers(gateway)


def test_it_does_not_outlive_a_gateway_that_is_killed(loaded: tuple[Gateway, int]) -> None:
    gateway, worker = loaded
    gateway.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and b"optimizer" in Path(f"/proc/{worker}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "the worker is still there"
        time.sleep(0.02)


@pytest.mark.parametrize("kept_share", [0.5, 0.999])
def test_a_file_that_is_cut_off_harms_nobody(
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    model_file: Path,
    tmp_path: Path,
    kept_share: float,
) -> None:
    whole = model_file.read_bytes()
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole[: int(len(whole) * kept_share)])
    gateway = start_gateway(upstream, config=with_model(cut))
    wait_for_state(gateway, "failed")
    assert_answers(gateway)
    ended = gateway.log_events("optimizer_ended")
    assert len(ended) >= 3 and all(event["reason"] == "exited" and event["code"] == 3 for event in ended)
    cut.write_bytes(whole)
    wait_for_state(gateway, "loaded", timeout_seconds=60)


def test_it_is_loaded_where_no_file_may_be_written(
    start_gateway: StartGateway, upstream: ScriptedUpstream, model_file: Path
) -> None:
    config = with_model(model_file, security={"zero_trust": True, "allow_unenforced": True})
    gateway = start_gateway(upstream, config=config)
    wait_for_state(gateway, "loaded")


@pytest.mark.skipif(not BUILT_IN.exists(), reason=f"NOT RUN: {BUILT_IN} is absent")
def test_the_built_in_model_needs_no_file(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    config: Config = {"security": {"zero_trust": True, "allow_unenforced": True}}
    gateway = start_gateway(upstream, config=config)
    wait_for_state(gateway, "loaded")


@pytest.mark.parametrize("off", [{"enabled": False}, {"gate": "off"}])
def test_nothing_is_started_where_it_is_not_wanted(
    start_gateway: StartGateway, upstream: ScriptedUpstream, off: Config
) -> None:
    gateway = start_gateway(upstream, config={"optimizer": off})
    assert state_of(gateway) == "disabled"
    assert workers_of(gateway) == []
    assert_answers(gateway)
