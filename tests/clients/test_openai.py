"""The official client in the same environment, with the same checks as the others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import greeninfer
import openai
import pytest
from harness.gateway import Gateway

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]
OPTIONS: dict[str, Any] = {
    "model": "auto",
    "messages": [{"role": "user", "content": "What is the capital of France? Answer in one word."}],
    "max_tokens": 12,
    "temperature": 0,
    "seed": 1,
}


@pytest.fixture
def client(server: Gateway) -> Iterator[openai.OpenAI]:
    with greeninfer.openai_client(server.url, max_retries=0, timeout=60) as made:
        yield made


def assert_usage(usage: Any) -> None:  # noqa: ANN401 (the client's own)
    assert usage.prompt_tokens > 0
    assert 0 < usage.completion_tokens <= 12
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_chat(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(**OPTIONS)
    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason in {"stop", "length"}
    assert_usage(answer.usage)


def test_streaming(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(**OPTIONS).choices[0].message.content
    chunks = list(
        client.chat.completions.create(**OPTIONS, stream=True, stream_options={"include_usage": True})
    )
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(texts) == whole
    assert sum(bool(text) for text in texts) > 1, "word by word"
    assert_usage(chunks[-1].usage)


def test_async(server: Gateway) -> None:
    async def ask() -> None:
        async with greeninfer.async_openai_client(server.url, max_retries=0) as client:
            answer = await client.chat.completions.create(**OPTIONS)
            assert_usage(answer.usage)
            stream = await client.chat.completions.create(**OPTIONS, stream=True)
            texts = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
            assert "".join(texts) == answer.choices[0].message.content

    asyncio.run(ask())


def test_an_error_is_the_clients_own(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="no-such-model"):
        client.chat.completions.create(**{**OPTIONS, "model": "no-such-model"})
