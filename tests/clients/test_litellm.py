"""LiteLLM with the gateway as an OpenAI provider."""

from __future__ import annotations

from typing import Any

import litellm
import pytest
from harness.gateway import Gateway

pytestmark = [
    pytest.mark.engine,
    pytest.mark.timeout(120),
    # Its own models, not ours, are what pydantic warns of.
    pytest.mark.filterwarnings("ignore::UserWarning:pydantic"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:litellm"),
]
MESSAGES = [{"role": "user", "content": "What is the capital of France? Answer in one word."}]


@pytest.fixture
def options(server: Gateway) -> dict[str, Any]:
    return {
        "model": "openai/auto",
        "api_base": f"{server.url}/v1",
        "api_key": "none",
        "messages": MESSAGES,
        "max_tokens": 12,
        "temperature": 0,
        "seed": 1,
        "num_retries": 0,
        "timeout": 60,
    }


def assert_usage(usage: Any) -> None:  # noqa: ANN401 (LiteLLM's own)
    assert usage.prompt_tokens > 0
    assert 0 < usage.completion_tokens <= 12
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_completion(options: dict[str, Any]) -> None:
    answer: Any = litellm.completion(**options)
    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason in {"stop", "length"}
    assert_usage(answer.usage)


def test_streaming(options: dict[str, Any]) -> None:
    whole: Any = litellm.completion(**options)
    chunks: list[Any] = list(
        litellm.completion(**options, stream=True, stream_options={"include_usage": True})
    )
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(texts) == whole.choices[0].message.content
    assert sum(bool(text) for text in texts) > 1, "word by word"
    assert_usage(next(chunk.usage for chunk in reversed(chunks) if getattr(chunk, "usage", None)))


async def test_async(options: dict[str, Any]) -> None:
    answer: Any = await litellm.acompletion(**options)
    assert_usage(answer.usage)
    stream: Any = await litellm.acompletion(**options, stream=True)
    texts = [chunk.choices[0].delta.content or "" async for chunk in stream]
    assert "".join(texts) == answer.choices[0].message.content


def test_an_error_is_litellms_own(options: dict[str, Any]) -> None:
    with pytest.raises(litellm.NotFoundError, match="no-such-model"):
        litellm.completion(**{**options, "model": "openai/no-such-model"})
