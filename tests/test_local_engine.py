"""The real local engine with its real model: the official clients talk to it, with no key at all."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from harness.configs import Config
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from test_openai_node import run_node

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120), pytest.mark.xdist_group("engine")]

MODEL = "smollm2-135m"
MESSAGES: Any = [{"role": "user", "content": "What is the capital of France? Answer in one word."}]

CONFIG: Config = {
    "server": {"listen": "127.0.0.1:0"},
    "local_engine": {"enabled": True, "slots": 2, "queue": 2, "context": 1024},
    "telemetry": {"log_format": "json", "log_level": "debug"},
}


@pytest.fixture(scope="session")
def engine_files(cache_folder: Path) -> None:
    """Without the engine these tests prove nothing: CI fails, a developer is told."""
    found = list(cache_folder.glob("llama-server-*/llama-server")) and list(
        cache_folder.glob("models/*.gguf")
    )
    if not found:
        message = f"no engine in {cache_folder}: run ./dev setup"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


def wait_until_ready(gateway: Gateway, timeout_seconds: float = 60) -> None:
    deadline = time.monotonic() + timeout_seconds
    while httpx.get(f"{gateway.url}/ready", trust_env=False).status_code != 200:
        assert time.monotonic() < deadline, gateway.log_text()[-2000:]
        time.sleep(0.05)


@pytest.fixture
def served(engine_files: None, tmp_path: Path) -> Iterator[Gateway]:
    gateway = Gateway(tmp_path, CONFIG)
    wait_until_ready(gateway)
    yield gateway
    gateway.kill()


@pytest.fixture(scope="module")
def shared(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One engine for the tests that do it no harm: a start costs a second."""
    gateway = Gateway(tmp_path_factory.mktemp("engine"), CONFIG)
    wait_until_ready(gateway)
    yield gateway
    gateway.stop(15)


@pytest.fixture
def client(shared: Gateway) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{shared.url}/v1", api_key="none", max_retries=0, timeout=60) as made:
        yield made


def engines_of(gateway: Gateway) -> list[int]:
    """The running engines that this gateway started."""
    pids = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
            name = stat[stat.index("(") + 1 : stat.rindex(")")]
            fields = stat[stat.rindex(")") + 2 :].split()
        except OSError:
            continue
        if name.startswith("llama-server") and fields[0] != "Z" and int(fields[1]) == gateway.pid:
            pids.append(int(entry.name))
    return pids


def test_the_engine_says_how_full_it_is(shared: Gateway) -> None:
    """Its metrics page is behind its key, and its port is known to the gateway alone."""
    body = {"model": MODEL, "messages": MESSAGES, "max_tokens": 4}
    for _ in range(2):
        answer = httpx.post(f"{shared.url}/v1/chat/completions", json=body, trust_env=False, timeout=60)
        assert answer.status_code == 200
    end = time.monotonic() + 15
    while not any(found > 0 for _, found in shared.samples("greeninfer_endpoint_prefix_hit_tokens_total")):
        assert time.monotonic() < end, "the second prompt is the first one again"
        time.sleep(0.1)
    idle = [({"endpoint": f"{MODEL}@local"}, 0)]
    assert shared.samples("greeninfer_endpoint_occupancy") == idle
    assert shared.samples("greeninfer_endpoint_waiting") == idle
    assert shared.samples("greeninfer_endpoint_kv_usage_ratio") == [], "llama-server does not say it"
    assert shared.metric("greeninfer_engine_pages_total", outcome="read") > 0


def test_chat(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model=MODEL, messages=MESSAGES, max_tokens=8, temperature=0)
    assert answer.choices[0].message.content
    assert answer.usage is not None
    assert 0 < answer.usage.completion_tokens <= 8
    assert answer.object == "chat.completion"


def test_streamed_chat_equals_the_whole_one(client: openai.OpenAI) -> None:
    fields: Any = {"model": MODEL, "messages": MESSAGES, "max_tokens": 12, "temperature": 0, "seed": 1}
    whole = client.chat.completions.create(**fields).choices[0]
    chunks = list(
        client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **fields)
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.message.content
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens >= 1
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == whole.finish_reason


@pytest.mark.parametrize("streamed", [False, True])
def test_logprobs(client: openai.OpenAI, streamed: bool) -> None:
    fields: Any = {"model": MODEL, "messages": MESSAGES, "max_tokens": 4, "logprobs": True, "top_logprobs": 3}
    made: Any = client.chat.completions.create(stream=streamed, **fields)
    choices = [choice for chunk in (made if streamed else [made]) for choice in chunk.choices]
    tokens = [token for choice in choices if choice.logprobs for token in choice.logprobs.content or []]
    assert len(tokens) == 4
    assert all(token.logprob <= 0 and len(token.top_logprobs) == 3 for token in tokens)


def test_tools_are_taken(client: openai.OpenAI) -> None:
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tool: Any = {"type": "function", "function": {"name": "weather", "parameters": parameters}}
    answer = client.chat.completions.create(
        model=MODEL, messages=MESSAGES, tools=[tool], tool_choice="required", max_tokens=60, temperature=0
    )
    # A model this small need not choose well: that a call comes back whole is the plumbing's merit.
    call = answer.choices[0].message.tool_calls
    if answer.choices[0].finish_reason == "tool_calls":
        assert call
        assert call[0].function.name == "weather"  # type: ignore[union-attr]


def test_response_format_holds(client: openai.OpenAI) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    wanted: Any = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    answer = client.chat.completions.create(
        model=MODEL, messages=MESSAGES, response_format=wanted, max_tokens=20
    )
    assert (answer.choices[0].message.content or "").lstrip().startswith("{")


def test_two_choices(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model=MODEL, messages=MESSAGES, n=2, max_tokens=4)
    assert [choice.index for choice in answer.choices] == [0, 1]
    assert all(choice.message.content for choice in answer.choices)


def test_completions(client: openai.OpenAI) -> None:
    assert client.completions.create(model=MODEL, prompt="The sky is", max_tokens=4).choices[0].text


def test_stop_sequence(client: openai.OpenAI) -> None:
    answer = client.completions.create(
        model=MODEL, prompt="1 2 3 4 5 6 7", stop=["9"], max_tokens=20, temperature=0
    )
    assert "9" not in answer.choices[0].text


def test_models_and_unknown_model(client: openai.OpenAI) -> None:
    assert MODEL in {model.id for model in client.models.list()}
    # llama-server itself would serve any name.
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.create(model="gpt-nonsense", messages=MESSAGES)


def test_too_long_prompt_is_a_clear_error(client: openai.OpenAI) -> None:
    long: Any = [{"role": "user", "content": "word " * 3000}]
    for streamed in (False, True):
        with pytest.raises(openai.BadRequestError) as raised:
            client.chat.completions.create(model=MODEL, messages=long, max_tokens=4, stream=streamed)
        assert raised.value.code == "context_length_exceeded"


def test_auto_and_the_native_dialect(shared: Gateway) -> None:
    answer = httpx.post(
        f"{shared.url}/chat", json={"prompt": "Hello", "max_tokens": 6}, trust_env=False, timeout=60
    ).json()
    assert answer["response"]
    assert answer["model_id"] == MODEL
    assert httpx.get(f"{shared.url}/health", trust_env=False).json()["backend"]


def test_node_client(shared: Gateway) -> None:
    answer = run_node(shared, "everything", MODEL)
    assert answer["whole"]
    assert answer["streamed"]
    assert answer["usage"] > 0
    assert MODEL in answer["models"]


def test_leaving_client_frees_the_slot(shared: Gateway) -> None:
    body = {"model": MODEL, "messages": MESSAGES, "max_tokens": 900, "ignore_eos": True, "stream": True}
    for _ in range(6):
        with (
            httpx.Client(trust_env=False, timeout=60) as leaving,
            leaving.stream("POST", f"{shared.url}/v1/chat/completions", json=body) as answer,
        ):
            assert answer.status_code == 200
            next(answer.iter_bytes())
    # Six answers of 900 tokens on two slots would take a minute.
    started = time.monotonic()
    quick = {"model": MODEL, "messages": MESSAGES, "max_tokens": 2}
    assert (
        httpx.post(f"{shared.url}/v1/chat/completions", json=quick, trust_env=False, timeout=30).status_code
        == 200
    )
    assert time.monotonic() - started < 8
    shared.assert_idle()


def test_queue_of_the_engine_is_bounded(shared: Gateway) -> None:
    body = {"model": MODEL, "messages": MESSAGES, "max_tokens": 400, "ignore_eos": True, "stream": True}
    url = f"{shared.url}/v1/chat/completions"
    waiting = [RawConnection(("127.0.0.1", shared.port)) for _ in range(4)]
    for connection in waiting:
        connection.post(body)
    time.sleep(0.5)
    refused = httpx.post(url, json=body, trust_env=False, timeout=30)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    for connection in waiting:
        connection.close()
    shared.assert_idle()


def test_killed_engine_is_a_clean_503_and_comes_back(served: Gateway) -> None:
    url = f"{served.url}/v1/chat/completions"
    body = {"model": MODEL, "messages": MESSAGES, "max_tokens": 4}
    assert httpx.post(url, json=body, trust_env=False, timeout=60).status_code == 200
    (engine,) = engines_of(served)
    os.kill(engine, signal.SIGKILL)
    answers = []
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = httpx.post(url, json=body, trust_env=False, timeout=60)
        answers.append(answer)
        if answer.status_code == 200 and engines_of(served) not in ([], [engine]):
            break
        time.sleep(0.05)
    assert answers[-1].status_code == 200, "the engine did not come back"
    refused = [answer for answer in answers if answer.status_code != 200]
    # A request under way when the engine dies may be a 502; all others know that it is starting.
    assert {answer.status_code for answer in refused} <= {502, 503}
    for answer in refused:
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
        assert answer.status_code == 502 or int(answer.headers["retry-after"]) >= 1
    assert any(answer.status_code == 503 for answer in refused)
    served.assert_idle()


def test_stream_of_a_killed_engine_ends_with_an_error_event(served: Gateway) -> None:
    body = {"model": MODEL, "messages": MESSAGES, "max_tokens": 900, "ignore_eos": True, "stream": True}
    with (
        httpx.Client(trust_env=False, timeout=60) as client,
        client.stream("POST", f"{served.url}/v1/chat/completions", json=body) as answer,
    ):
        pieces = answer.iter_text()
        text = next(pieces)
        os.kill(engines_of(served)[0], signal.SIGKILL)
        text += "".join(pieces)
    assert '"error"' in text
    assert "[DONE]" not in text


def test_killed_gateway_leaves_no_engine(served: Gateway) -> None:
    (engine,) = engines_of(served)
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(5)
    deadline = time.monotonic() + 1
    while Path(f"/proc/{engine}").exists() and " Z " not in Path(f"/proc/{engine}/stat").read_text():
        assert time.monotonic() < deadline, "the engine outlived a killed gateway by a second"
        time.sleep(0.02)


def test_stopped_gateway_leaves_no_engine(served: Gateway) -> None:
    (engine,) = engines_of(served)
    served.stop(15)
    assert not Path(f"/proc/{engine}").exists()


def test_no_configuration_is_needed(engine_files: None, tmp_path: Path) -> None:
    # Only the address is given, so that tests can run beside each other.
    gateway = Gateway(tmp_path, {"server": {"listen": "127.0.0.1:0"}, "telemetry": {"log_format": "json"}})
    try:
        early = httpx.post(
            f"{gateway.url}/chat", json={"prompt": "Hello", "max_tokens": 2}, trust_env=False, timeout=60
        )
        assert early.status_code in (200, 503)
        wait_until_ready(gateway)
        body = {"model": "auto", "messages": MESSAGES, "max_tokens": 2}
        url = f"{gateway.url}/v1/chat/completions"
        assert httpx.post(url, json=body, trust_env=False, timeout=60).status_code == 200
    finally:
        gateway.stop(15)
