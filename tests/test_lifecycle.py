"""Start, reload, drain, end; and what `greeninfer check` says."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from pathlib import Path

import httpx
import pytest
from harness.configs import BASE_CONFIG, StartGateway, chat_body, merge, model_entry
from harness.gateway import Gateway, binary_path
from harness.raw_http import RawConnection
from harness.replies import chat_whole, content_event, role_event, stream_events
from harness.script import Json, Silence, WaitFor, open_stream, stream
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"


def post(gateway: Gateway, **fields: Json) -> httpx.Response:
    return httpx.post(f"{gateway.url}{CHAT}", json=chat_body(**fields), trust_env=False, timeout=20)


def test_ready_within_200_ms(gateway: Gateway) -> None:
    assert gateway.ready_seconds < 0.2
    assert httpx.get(f"{gateway.url}/ready", trust_env=False).status_code == 200


def test_sigterm_drains_a_running_stream(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    held = WaitFor(threading.Event())
    events = stream_events()
    upstream.respond([*open_stream(events[:2]), held, *stream(events[2:])[1:]])
    running = RawConnection(("127.0.0.1", gateway.port))
    idle = RawConnection(("127.0.0.1", gateway.port))
    idle.send(b"GET /live HTTP/1.1\r\nhost: x\r\n\r\n")
    assert idle.read_answer().status == 200
    running.post(chat_body(stream=True))
    running.read_until(b"word0")
    gateway.process.send_signal(signal.SIGTERM)
    gateway.wait_for_log("draining")
    idle.send(b"GET /ready HTTP/1.1\r\nhost: x\r\n\r\n")
    answer = idle.read_answer()
    assert (answer.status, answer.headers["connection"]) == (503, "close")
    assert idle.is_closed_by_peer(1)
    with pytest.raises(OSError):
        RawConnection(("127.0.0.1", gateway.port)).post(chat_body())
        raise ConnectionError
    assert gateway.is_running()
    held.event.set()
    running.read_until(b"data: [DONE]\n\n")
    assert gateway.wait() == 0
    running.close()
    idle.close()


def test_draining_gateway_is_not_ready(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    held = WaitFor(threading.Event())
    upstream.respond([held, *chat_whole()])
    running = RawConnection(("127.0.0.1", gateway.port))
    watching = RawConnection(("127.0.0.1", gateway.port))
    running.post(chat_body())
    # The watcher's request is half sent when the signal comes, so its connection is not idle.
    watching.send(b"GET /ready HTTP/1.1\r\nhost: x\r\n")
    upstream.wait_for_requests()
    time.sleep(0.05)
    gateway.process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    watching.send(b"\r\n")
    assert watching.read_answer().status == 503
    held.event.set()
    answer = running.read_answer()
    assert answer.status == 200
    assert answer.headers["connection"] == "close"
    assert gateway.wait() == 0
    running.close()
    watching.close()


def test_drain_ends_at_its_timeout(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"server": {"drain_timeout": "300ms"}})
    upstream.respond([*open_stream([role_event(), content_event("one ")]), Silence()])
    connection = RawConnection(("127.0.0.1", gateway.port))
    connection.post(chat_body(stream=True))
    connection.read_until(b"one ")
    started = time.monotonic()
    gateway.process.send_signal(signal.SIGTERM)
    assert gateway.wait(5) == 0
    assert 0.25 < time.monotonic() - started < 2
    connection.close()


def test_second_signal_ends_at_once(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond([Silence()])
    connection = RawConnection(("127.0.0.1", gateway.port))
    connection.post(chat_body())
    upstream.wait_for_requests()
    gateway.process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    started = time.monotonic()
    gateway.process.send_signal(signal.SIGTERM)
    gateway.wait(3)
    assert time.monotonic() - started < 1
    connection.close()


def wait_for_generation(gateway: Gateway, generation: int) -> None:
    gateway.wait_for_metric("greeninfer_config_generation", generation)


def test_reload_swaps_the_configuration_whole(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    models = [model_entry(upstream, name="renamed")]
    gateway.reload({**gateway.config, "models": models})
    wait_for_generation(gateway, 2)
    assert post(gateway).status_code == 404
    assert post(gateway, model="renamed").status_code == 200
    listed = httpx.get(f"{gateway.url}/v1/models", trust_env=False).json()["data"]
    assert "renamed" in {model["id"] for model in listed}


def test_reload_keeps_the_request_in_flight(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    held = WaitFor(threading.Event())
    events = stream_events()
    upstream.respond([*open_stream(events[:2]), held, *stream(events[2:])[1:]])
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.post(chat_body(stream=True))
        connection.read_until(b"word0")
        gateway.reload({**gateway.config, "models": [model_entry("http://127.0.0.1:9/v1", name="other")]})
        wait_for_generation(gateway, 2)
        held.event.set()
        connection.read_until(b"data: [DONE]\n\n")
        connection.read_until(b"0\r\n\r\n")
        # The same connection, the next request: the new generation.
        connection.post(chat_body())
        assert connection.read_answer().status == 404
    gateway.assert_idle()


def test_bad_reload_is_refused_and_the_old_goes_on(gateway: Gateway) -> None:
    bad = [
        "models: [",
        json.dumps({**gateway.config, "sevrer": {}}),
        json.dumps(merge(gateway.config, {"server": {"max_body": "eight"}})),
        json.dumps({**gateway.config, "models": [{"name": "x", "tier": "small", "endpoints": []}]}),
    ]
    for number, text in enumerate(bad, 1):
        gateway.config_file.write_text(text)
        gateway.process.send_signal(signal.SIGHUP)
        gateway.wait_for_metric("greeninfer_config_reloads_total", number, result="refused")
        assert post(gateway).status_code == 200
    gateway.config_file.unlink()
    gateway.process.send_signal(signal.SIGHUP)
    gateway.wait_for_metric("greeninfer_config_reloads_total", len(bad) + 1, result="refused")
    assert gateway.metric("greeninfer_config_generation") == 1
    assert post(gateway).status_code == 200


def test_pitfall_31_reload_under_load_shows_one_generation_each(
    gateway: Gateway, upstream: ScriptedUpstream
) -> None:
    upstream.choose_with(lambda request: chat_whole(json.loads(request.body)["model"]))
    stop = threading.Event()
    problems: list[str] = []

    def load() -> None:
        with httpx.Client(trust_env=False, timeout=20) as client:
            while not stop.is_set():
                answer = client.post(f"{gateway.url}{CHAT}", json=chat_body())
                text = answer.json().get("choices", [{}])[0].get("message", {}).get("content")
                if answer.status_code != 200 or text not in ("upstream-model", "second"):
                    problems.append(f"{answer.status_code} {answer.text}")

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    first = gateway.config
    endpoint = {"url": upstream.url, "model": "second"}
    second = merge(first, {"models": [{**first["models"][0], "endpoints": [endpoint]}]})
    for number in range(10):
        gateway.reload(second if number % 2 == 0 else first)
        wait_for_generation(gateway, number + 2)
    stop.set()
    for thread in threads:
        thread.join()
    assert not problems, problems[:3]
    gateway.assert_idle()


def test_a_removed_endpoint_keeps_no_connection(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    assert post(gateway).status_code == 200
    gateway.reload({**gateway.config, "models": [model_entry("http://127.0.0.1:9/v1", name="other")]})
    wait_for_generation(gateway, 2)
    assert not [sample for sample in gateway.samples("greeninfer_endpoint_in_flight") if sample[1]]


def run_check(tmp_path: Path, *texts: str) -> subprocess.CompletedProcess[str]:
    arguments = [str(binary_path()), "check"]
    for number, text in enumerate(texts):
        file = tmp_path / f"config{number}.yaml"
        file.write_text(text)
        arguments += ["--config", str(file)]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=10, check=False)


def test_check_of_a_good_file(tmp_path: Path) -> None:
    done = run_check(tmp_path, json.dumps({**BASE_CONFIG, "models": [model_entry("http://127.0.0.1:9/v1")]}))
    assert done.returncode == 0, done.stdout + done.stderr


def test_check_names_every_problem_with_its_place(tmp_path: Path) -> None:
    done = run_check(tmp_path, "server:\n  thread: 2\n  max_body: lots\nmodels:\n  - {name: x, tier: tiny}\n")
    said = done.stdout + done.stderr
    assert done.returncode == 2
    for place in ("config0.yaml:2", "config0.yaml:3", "config0.yaml:5"):
        assert place in said, said
    assert "threads" in said, "the nearest known key is not named"


def test_check_of_what_is_not_there_or_not_yaml(tmp_path: Path) -> None:
    assert run_check(tmp_path, "server: [").returncode == 2
    missing = [str(binary_path()), "check", "--config", str(tmp_path / "none.yaml")]
    assert subprocess.run(missing, capture_output=True, timeout=10, check=False).returncode == 2


def test_problems_name_the_file_among_several(tmp_path: Path) -> None:
    done = run_check(tmp_path, "server: {threads: 2}\n", "server: {max_body: 1MiB}\nserver_: 1\n")
    assert done.returncode == 2
    assert "config1.yaml:2" in done.stdout + done.stderr


def test_serve_with_a_bad_file_says_why_and_ends(start_gateway: StartGateway) -> None:
    with pytest.raises(AssertionError, match="no_such_setting"):
        start_gateway(config={"no_such_setting": 1})


def test_examples_are_good() -> None:
    folder = Path(__file__).parent.parent / "deploy/examples"
    examples = sorted(folder.glob("*.yaml"))
    assert examples
    names = ("GROQ_API_KEY", "OPENAI_API_KEY", "FLEET_KEY_US", "FLEET_KEY_EU", "PROVIDER_API_KEY")
    keys = dict.fromkeys(names, "test")
    for example in examples:
        done = subprocess.run(
            [str(binary_path()), "check", "--config", str(example)],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            env=keys,
        )
        assert done.returncode == 0, f"{example}: {done.stdout}{done.stderr}"
