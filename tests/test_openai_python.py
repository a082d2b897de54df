"""The official Python client, changed in nothing but its base URL and key."""

from __future__ import annotations

import asyncio
import base64
import json
import struct
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from harness.configs import MODEL, StartGateway, StartUpstream, model_entry
from harness.gateway import Gateway
from harness.replies import (
    chunk_of,
    completion,
    content_event,
    error_body,
    finish_event,
    role_event,
    tool_call,
    tool_stream,
    usage_event,
)
from harness.script import DONE, event, stream, whole
from harness.scripted_upstream import ScriptedUpstream

MESSAGES: Any = [{"role": "user", "content": "Say hello."}]
TOOLS: Any = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]


@pytest.fixture
def client(gateway: Gateway) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key="client-key", max_retries=0, timeout=20) as made:
        yield made


def test_chat(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    answer = client.chat.completions.create(model=MODEL, messages=MESSAGES)
    assert answer.choices[0].message.content == "Hello there."
    assert answer.usage is not None
    assert answer.usage.total_tokens == 46
    assert json.loads(upstream.only_request().body)["model"] == "upstream-model"


def test_streamed_chat(client: openai.OpenAI) -> None:
    chunks = list(client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == "word0 word1 word2 "
    assert all(chunk.usage is None for chunk in chunks)


def test_streamed_chat_with_usage(client: openai.OpenAI) -> None:
    options: Any = {"include_usage": True}
    chunks = list(
        client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, stream_options=options)
    )
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == 34


def test_async_chat_many_at_once(gateway: Gateway) -> None:
    async def run() -> list[str]:
        async with openai.AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key="k", max_retries=0) as client:
            return await asyncio.gather(*(_async_text(client, number % 2 == 0) for number in range(20)))

    texts = asyncio.run(run())
    assert texts == ["word0 word1 word2 ", "Hello there."] * 10


async def _async_text(client: openai.AsyncOpenAI, streamed: bool) -> str:
    if not streamed:
        answer = await client.chat.completions.create(model=MODEL, messages=MESSAGES)
        return answer.choices[0].message.content or ""
    chunks = await client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True)
    return "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])


def test_tool_call(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    answer = completion()
    answer["choices"][0] = {
        "index": 0,
        "message": {"role": "assistant", "content": None, "tool_calls": [tool_call()]},
        "finish_reason": "tool_calls",
    }
    upstream.respond(whole(answer))
    choice = client.chat.completions.create(model=MODEL, messages=MESSAGES, tools=TOOLS).choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.tool_calls is not None
    assert json.loads(choice.message.tool_calls[0].function.arguments) == {"city": "Oslo"}  # type: ignore[union-attr]
    assert json.loads(upstream.only_request().body)["tools"] == TOOLS


def test_streamed_tool_call(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    upstream.respond(tool_stream())
    arguments, names = "", []
    for chunk in client.chat.completions.create(model=MODEL, messages=MESSAGES, tools=TOOLS, stream=True):
        for call in chunk.choices[0].delta.tool_calls or []:
            assert call.function is not None
            arguments += call.function.arguments or ""
            names += [call.function.name] if call.function.name else []
    assert (names, json.loads(arguments)) == (["weather"], {"city": "Oslo"})


def test_logprobs(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    token = {"token": "Hi", "logprob": -0.25, "bytes": [72, 105], "top_logprobs": []}
    answer = completion("Hi")
    answer["choices"][0]["logprobs"] = {"content": [token], "refusal": None}
    upstream.respond(whole(answer))
    asked = client.chat.completions.create(model=MODEL, messages=MESSAGES, logprobs=True, top_logprobs=2)
    assert asked.choices[0].logprobs is not None
    assert asked.choices[0].logprobs.content is not None
    assert asked.choices[0].logprobs.content[0].logprob == -0.25
    assert json.loads(upstream.only_request().body)["top_logprobs"] == 2


def test_two_choices_interleaved(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    pieces = [("a", 0), ("b", 1), ("c", 0), ("d", 1)]
    events = [event(chunk_of({"content": text}, index=index)) for text, index in pieces]
    events += [event(chunk_of({}, "stop", index)) for index in (0, 1)]
    upstream.respond(stream([role_event(), *events, usage_event(), DONE]))
    texts = ["", ""]
    for chunk in client.chat.completions.create(model=MODEL, messages=MESSAGES, n=2, stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert texts == ["ac", "bd"]


def test_completions(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    choice = {"index": 0, "text": "blue", "logprobs": None, "finish_reason": "stop"}
    answer = {"id": "c", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}
    upstream.respond(whole(answer))
    assert client.completions.create(model=MODEL, prompt="The sky is").choices[0].text == "blue"
    assert upstream.only_request().target == "/v1/completions"


def test_streamed_completions(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    def text_event(text: str, finish: str | None = None) -> bytes:
        choice = {"index": 0, "text": text, "logprobs": None, "finish_reason": finish}
        return event(
            {"id": "c", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}
        )

    upstream.respond(stream([text_event("bl"), text_event("ue"), text_event("", "stop"), DONE]))
    chunks = client.completions.create(model=MODEL, prompt="The sky is", stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks) == "blue"


def test_embeddings_in_both_encodings(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    vector = [0.5, -2.0]
    packed = base64.b64encode(struct.pack("<2f", *vector)).decode()
    usage = {"prompt_tokens": 3, "total_tokens": 3}
    rows: list[Any] = [packed, vector]
    upstream.respond(
        *(
            whole(
                {
                    "object": "list",
                    "model": "m",
                    "usage": usage,
                    "data": [{"object": "embedding", "index": 0, "embedding": row}],
                }
            )
            for row in rows
        )
    )
    # The client asks for base64 unless told otherwise, and unpacks it.
    assert client.embeddings.create(model=MODEL, input=["text"]).data[0].embedding == vector
    plain = client.embeddings.create(model=MODEL, input=["text"], encoding_format="float")
    assert plain.data[0].embedding == vector
    assert upstream.requests[0].target == "/v1/embeddings"


def test_models_with_slashes(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    names = ["plain", "org/model", "org/family/model-8b"]
    gateway = start_gateway(config={"models": [model_entry(upstream, name=name) for name in names]})
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key="k", max_retries=0) as client:
        assert set(names) <= {model.id for model in client.models.list()}
        for name in names:
            assert client.models.retrieve(name).id == name
            client.chat.completions.create(model=name, messages=MESSAGES)
        with pytest.raises(openai.NotFoundError) as raised:
            client.models.retrieve("org/other")
        assert raised.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("status", "exception"),
    [
        (400, openai.BadRequestError),
        (422, openai.BadRequestError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (503, openai.InternalServerError),
    ],
)
def test_upstream_errors_are_the_right_exceptions(
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    status: int,
    exception: type[openai.APIStatusError],
) -> None:
    gateway = start_gateway(upstream, config={"upstream": {"retries": 0}})
    upstream.respond(whole(error_body("the model server says no"), status))
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key="k", max_retries=0) as client:
        for streamed in (False, True):
            with pytest.raises(exception):
                client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=streamed)


def test_own_errors_are_the_right_exceptions(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    refused = start_upstream()
    refused.stop()
    gateway = start_gateway(refused, config={"server": {"max_body": "64KiB"}, "upstream": {"retries": 0}})
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key="k", max_retries=0) as client:
        with pytest.raises(openai.NotFoundError) as unknown:
            client.chat.completions.create(model="no-such-model", messages=MESSAGES)
        assert unknown.value.code == "model_not_found"
        with pytest.raises(openai.BadRequestError) as wrong:
            client.chat.completions.create(model=MODEL, messages="not a list")  # type: ignore[arg-type]
        assert wrong.value.type == "invalid_request_error"
        with pytest.raises(openai.APIStatusError) as large:
            client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "x" * 100_000}])
        assert large.value.status_code == 413
        with pytest.raises(openai.InternalServerError) as gone:
            client.chat.completions.create(model=MODEL, messages=MESSAGES)
        assert gone.value.status_code == 502


def test_error_in_a_stream_raises(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    broken = event(error_body("out of memory", "server_error"))
    upstream.respond(stream([role_event(), content_event("one "), broken]))
    seen = ""
    with pytest.raises(openai.APIError):
        for chunk in client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True):
            seen += chunk.choices[0].delta.content or ""
    assert seen == "one "


def test_client_does_not_retry_a_final_refusal(client: openai.OpenAI, gateway: Gateway) -> None:
    patient = client.with_options(max_retries=3)
    with pytest.raises(openai.NotFoundError):
        patient.chat.completions.create(model="no-such-model", messages=MESSAGES)
    assert gateway.metric("greeninfer_requests_total", code="404") == 1


def test_length_is_the_finish_reason(client: openai.OpenAI, upstream: ScriptedUpstream) -> None:
    upstream.respond(
        stream([role_event(), content_event("cut"), finish_event("length"), usage_event(), DONE])
    )
    chunks = list(client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True))
    assert [chunk.choices[0].finish_reason for chunk in chunks][-1] == "length"
