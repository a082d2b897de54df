"""security.zero_trust: no call writes a file, and no word of a prompt is found anywhere afterwards."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from harness.canary import canary, core_pattern, files_since, places, search
from harness.configs import MODEL, StartGateway, chat_body, merge
from harness.file_calls import FileTrace
from harness.gateway import Gateway
from harness.older_kernel import without
from harness.raw_http import RawConnection
from harness.scripted_upstream import ScriptedUpstream
from harness.secret_load import Secrets, answered_by, pages, send_load
from test_local_engine import MODEL as ENGINE_MODEL
from test_local_engine import engine_files, engines_of

__all__ = ["engine_files"]  # a fixture

ZERO_TRUST = {"security": {"zero_trust": True}, "telemetry": {"log_level": "trace"}}
WITH_ENGINE = {**ZERO_TRUST, "local_engine": {"enabled": True, "slots": 2, "context": 1024}}
KERNELS = pytest.mark.parametrize(
    ("mechanism", "kernel"), [("landlock", ()), ("seccomp", without("landlock"))], ids=["landlock", "seccomp"]
)


def enforced_by(gateway: Gateway) -> str:
    """What the metrics say, and the log says too."""
    ((labels, value),) = gateway.samples("greeninfer_zero_trust_info")
    assert value == 1
    gateway.wait_for_log("zero_trust")
    assert [event["writes_denied_by"] for event in gateway.log_events("zero_trust")] == list(labels.values())
    return labels["writes_denied_by"]


def reload(gateway: Gateway) -> None:
    before = len(gateway.log_events("reloaded"))
    gateway.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 5
    while len(gateway.log_events("reloaded")) == before:
        assert time.monotonic() < deadline, gateway.log_text()[-2000:]
        time.sleep(0.02)


def wait_for_engine(gateway: Gateway) -> None:
    """/ready does not tell: the other model can answer at once."""
    deadline = time.monotonic() + 60
    while "ready" not in [event["state"] for event in gateway.log_events("engine")]:
        assert time.monotonic() < deadline, gateway.log_text()[-2000:]
        time.sleep(0.05)


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def assert_both_answered(gateway: Gateway) -> None:
    for model in (MODEL, ENGINE_MODEL):
        assert gateway.metric("greeninfer_requests_total", model=model, code="200") > 10


def in_folder(folder: Path) -> list[str]:
    """Runs in that folder, with cores as large as the system lets them be."""
    folder.mkdir(parents=True, exist_ok=True)
    return ["sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; cd "$0" && exec "$@"', str(folder)]


# The system calls


@pytest.fixture
def trace(tmp_path: Path) -> FileTrace:
    if shutil.which("strace") is None:
        assert not os.environ.get("CI"), "strace is missing: run ./dev setup"
        pytest.skip("no strace: run ./dev setup")
    if os.geteuid() != 0:
        pytest.skip("the gateway is not dumpable, so only root sees the paths in its calls")
    return FileTrace(tmp_path / "trace")


def test_the_trace_sees_a_program_that_writes(trace: FileTrace, tmp_path: Path) -> None:
    script = (
        f"cd {tmp_path}; (echo 1 >made); mkdir folder; mv made moved; ln -s a b; echo >/dev/null; rm moved"
    )
    shell = subprocess.Popen([*trace.prefix, "sh", "-c", script])
    assert shell.wait(10) == 0
    trace.wait_for_end(shell.pid)
    written = {(call.name, call.path) for call in trace.calls() if call.writes_a_file}
    assert ("openat", "made") in written
    assert {"mkdir", "symlink"} <= {name.removesuffix("at") for name, _ in written}
    assert any(name.startswith("rename") for name, _ in written)
    assert any(name.startswith("unlink") for name, _ in written)
    assert not any(path == "/dev/null" for _, path in written)


@pytest.mark.engine
@pytest.mark.timeout(180)
@pytest.mark.xdist_group("engine")
@KERNELS
def test_no_call_writes_a_file(
    engine_files: None,
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    trace: FileTrace,
    mechanism: str,
    kernel: Sequence[str],
) -> None:
    secrets = Secrets()
    gateway = start_gateway(
        answered_by(upstream, secrets), config=WITH_ENGINE, prefix=[*kernel, *trace.prefix]
    )
    wait_for_engine(gateway)
    assert enforced_by(gateway) == mechanism
    (engine,) = engines_of(gateway)
    for _ in range(2):
        send_load(gateway, secrets)
        reload(gateway)
    assert_both_answered(gateway)
    gateway.stop(20)
    trace.wait_for_end(gateway.pid)

    calls = trace.calls()
    assert [call for call in calls if call.writes_a_file] == []
    # It was this program, with its threads, its reloads and its engine, that was looked at.
    opened = [call.path for call in calls if call.name.startswith("open") and call.succeeded]
    assert opened.count(str(gateway.config_file)) >= 3
    assert len(trace.threads()) > 4
    of_engine = [call.path for call in trace.calls([engine]) if call.succeeded]
    assert any(path.endswith(".gguf") for path in of_engine)
    # Tried in vain: the check at the start, the engine's wish to be ended first, its standard streams.
    refused = {call.path for call in calls if call.wants_to_write and not call.succeeded}
    probe = re.compile(rf"/.*/greeninfer-zero-trust-{gateway.pid}")
    known = {
        "/proc/self/comm",
        "/proc/self/oom_score_adj",
        *({"/dev/null"} if mechanism == "seccomp" else ()),
    }
    assert "/proc/self/comm" in refused
    assert {path for path in refused if not probe.fullmatch(path)} <= known
    assert secrets.prompt not in "".join(call.arguments for call in calls)


# The canary


@pytest.mark.engine
@pytest.mark.timeout(240)
@pytest.mark.xdist_group("engine")
@pytest.mark.parametrize(
    ("end", "mechanism", "kernel"),
    [
        (signal.SIGTERM, "landlock", ()),
        (signal.SIGABRT, "landlock", ()),
        (signal.SIGKILL, "landlock", ()),
        (signal.SIGABRT, "seccomp", without("landlock")),
    ],
    ids=["ended", "aborted", "killed", "aborted-seccomp"],
)
def test_no_word_of_a_prompt_is_found_afterwards(
    engine_files: None,
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    tmp_path: Path,
    end: signal.Signals,
    mechanism: str,
    kernel: Sequence[str],
) -> None:
    secrets, started = Secrets(), time.time()
    folder = tmp_path / "folder of the process"
    gateway = start_gateway(
        answered_by(upstream, secrets), config=WITH_ENGINE, prefix=[*kernel, *in_folder(folder)]
    )
    wait_for_engine(gateway)
    assert enforced_by(gateway) == mechanism
    send_load(gateway, secrets)
    reload(gateway)
    # A configuration that is refused, too.
    gateway.reload(merge(gateway.config, {"server": {"listen": 7, "nonsense": 1}}))
    gateway.wait_for_log("reload_refused")
    send_load(gateway, secrets)
    assert_both_answered(gateway)
    page = pages(gateway)
    (engine,) = engines_of(gateway)
    if end == signal.SIGABRT:
        os.kill(engine, signal.SIGABRT)
        wait_for_end(engine)
    gateway.process.send_signal(end)
    assert gateway.wait(20) == (0 if end == signal.SIGTERM else -end)

    # The words were there: they reached the upstream, in a prompt and as a user.
    bodies = b"".join(request.body for request in upstream.requests)
    assert secrets.prompt.encode() in bodies
    assert secrets.user.encode() in bodies
    assert [word for word in secrets.all() if word in page] == []
    assert list(folder.iterdir()) == [], "a core, or something else"
    assert search(secrets.all(), files_since(started, places(tmp_path))) == {}


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    word, other, started = canary(), canary(), time.time()
    assert search([word], files_since(started, places(tmp_path))) == {}
    planted = []
    for place in [*places(tmp_path), tmp_path / "deep/er"]:
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"greeninfer-planted-{os.getpid()}"
        try:
            file.write_bytes(b"\0" * 70_000 + word.encode() + b"\xff")
            os.utime(file, (0, 0))  # as if it were old
        except OSError:
            continue  # a place where files cannot be put
        planted.append(file.resolve())
    named = tmp_path / f"named-{other}"
    named.write_text("-")
    try:
        assert set(search([other, word], files_since(started, places(tmp_path)))) == {
            *planted,
            named.resolve(),
        }
        assert len(planted) > 2
    finally:
        for file in planted:
            file.unlink()


def test_the_search_finds_a_core(tmp_path: Path) -> None:
    if core_pattern().startswith(("|", "@")):
        pytest.skip("this machine gives cores to a program, which may put them where it likes")
    word, started = canary(), time.time()
    crash = "import os, sys; word = sys.stdin.read(); os.abort()"
    command = [*in_folder(tmp_path / "crash"), sys.executable, "-c", crash]
    done = subprocess.run(command, input=word.encode(), check=False, timeout=30)
    assert done.returncode == -signal.SIGABRT
    found = search([word], files_since(started, places(tmp_path)))
    if not found:
        pytest.skip("this machine dumps no cores: ulimit -H -c is 0")
    for file in found:
        file.unlink()


# Start, and refusing to


@KERNELS
def test_every_thread_has_given_up_its_rights(
    start_gateway: StartGateway, upstream: ScriptedUpstream, mechanism: str, kernel: Sequence[str]
) -> None:
    gateway = start_gateway(upstream, config=ZERO_TRUST, prefix=kernel)
    assert enforced_by(gateway) == mechanism
    statuses = [file.read_text() for file in Path(f"/proc/{gateway.pid}/task").glob("*/status")]
    assert len(statuses) > 3
    filters = {re.search(r"Seccomp_filters:\t(\d+)", status)[1] for status in statuses}  # type: ignore[index]
    assert filters == {str(1 + (kernel != ()))}, "a thread without the filter, or with another"
    assert all("NoNewPrivs:\t1" in status for status in statuses)


@KERNELS
def test_a_unix_socket_is_served_and_removed(
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    tmp_path: Path,
    mechanism: str,
    kernel: Sequence[str],
) -> None:
    path = tmp_path / "socket/gateway.sock"
    path.parent.mkdir()
    config = merge(ZERO_TRUST, {"server": {"listen": f"unix:{path}"}})
    start_gateway(upstream, config=config, prefix=kernel).kill()
    assert path.is_socket(), "one that is left over must be taken over"
    gateway = start_gateway(upstream, config=config, prefix=kernel)
    with RawConnection(str(path)) as connection:
        connection.post(chat_body(stream=True))
        assert connection.read_answer().body.endswith(b"[DONE]\n\n")
    assert gateway.log_events("zero_trust")[0]["writes_denied_by"] == mechanism
    gateway.stop()
    assert not path.exists()


def test_without_means_to_enforce_it_nothing_starts(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    with pytest.raises(AssertionError) as refused:
        start_gateway(upstream, config=ZERO_TRUST, prefix=without("landlock", "seccomp"))
    told = str(refused.value)
    assert "(security.zero_trust)" in told
    assert "landlock: the kernel has no Landlock" in told
    assert "seccomp: the kernel takes no filter" in told
    assert "security.allow_unenforced: true" in told


def test_unless_that_is_allowed_which_is_told_loudly(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    config = merge(ZERO_TRUST, {"security": {"allow_unenforced": True}})
    gateway = start_gateway(upstream, config=config, prefix=without("landlock", "seccomp"))
    assert gateway.samples("greeninfer_zero_trust_info") == [({"writes_denied_by": "none"}, 1)]
    assert gateway.log_events("zero_trust_unenforced")[0]["level"] == "error"
    assert httpx.post(f"{gateway.url}/v1/chat/completions", json=chat_body(), trust_env=False).is_success


def test_it_is_off_unless_asked_for_and_a_reload_does_not_change_it(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream)
    assert gateway.samples("greeninfer_zero_trust_info") == []
    assert gateway.log_events("zero_trust") == []
    gateway.reload(merge(gateway.config, ZERO_TRUST))
    gateway.wait_for_log("setting_needs_restart")
    assert gateway.log_events("setting_needs_restart")[0]["setting"] == "security_zero_trust"
    assert gateway.samples("greeninfer_zero_trust_info") == []
