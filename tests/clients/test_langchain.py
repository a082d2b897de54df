"""LangChain's ChatOpenAI with nothing changed but its base URL."""

from __future__ import annotations

from typing import Any

import pytest
from harness.gateway import Gateway
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]
FRANCE = "What is the capital of France? Answer in one word."


@pytest.fixture
def chat(server: Gateway) -> ChatOpenAI:
    return ChatOpenAI(
        model="auto",
        base_url=f"{server.url}/v1",
        api_key=SecretStr("none"),
        max_completion_tokens=12,
        temperature=0,
        seed=1,
        max_retries=0,
        timeout=60,
    )


def assert_usage(message: AIMessage) -> None:
    usage = message.usage_metadata
    assert usage is not None
    assert usage["input_tokens"] > 0
    assert 0 < usage["output_tokens"] <= 12
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_invoke(chat: ChatOpenAI) -> None:
    answer = chat.invoke([SystemMessage("You are brief."), HumanMessage(FRANCE)])
    assert isinstance(answer, AIMessage)
    assert answer.text
    assert answer.response_metadata["finish_reason"] in {"stop", "length"}
    assert answer.response_metadata["model_name"] == "smollm2-135m"
    assert_usage(answer)


def test_stream(chat: ChatOpenAI) -> None:
    chunks = list(chat.stream(FRANCE, stream_usage=True))
    whole: Any = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessageChunk)
    assert sum(bool(chunk.text) for chunk in chunks) > 1, "word by word"
    assert whole.text == chat.invoke(FRANCE).text
    assert_usage(whole)


async def test_ainvoke_and_astream(chat: ChatOpenAI) -> None:
    answer = await chat.ainvoke(FRANCE)
    assert_usage(answer)
    assert "".join([chunk.text async for chunk in chat.astream(FRANCE)]) == answer.text


def test_a_chain_and_a_batch(chat: ChatOpenAI) -> None:
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    chain = ChatPromptTemplate.from_messages([("human", "Say {word}.")]) | chat | StrOutputParser()
    assert all(chain.batch([{"word": "yes"}, {"word": "no"}, {"word": "maybe"}]))


def test_the_receipt_is_there_for_who_wants_it(server: Gateway) -> None:
    chat = ChatOpenAI(
        model="auto-eco",
        base_url=f"{server.url}/v1",
        api_key=SecretStr("none"),
        max_completion_tokens=4,
        include_response_headers=True,
    )
    headers = chat.invoke("Hello").response_metadata["headers"]
    assert headers["x-greeninfer-model"] == "smollm2-135m"
    assert float(headers["x-greeninfer-energy-mwh"]) > 0


def test_an_error_is_the_clients_own(server: Gateway) -> None:
    import openai

    chat = ChatOpenAI(model="no-such-model", base_url=f"{server.url}/v1", api_key=SecretStr("none"))
    with pytest.raises(openai.NotFoundError, match="no-such-model"):
        chat.invoke("Hello")
