"""The native dialect: POST /chat, and what tells how the server is."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness.configs import MODEL, StartGateway, model_entry
from harness.gateway import Gateway
from harness.replies import content_event, role_event
from harness.script import Close, Json, open_stream, whole
from harness.scripted_upstream import ScriptedUpstream


def chat(gateway: Gateway, **fields: Json) -> httpx.Response:
    body = {"prompt": "Say hello.", **fields}
    return httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20)


def test_chat(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    answer = chat(gateway).json()
    assert answer["response"] == "word0 word1 word2 "
    assert (answer["model_tier"], answer["model_id"], answer["mode_used"]) == ("small", MODEL, "balanced")
    assert isinstance(answer["latency_ms"], int)
    assert (answer["optimized_prompt"], answer["optimizer_used"]) == ("Say hello.", False)
    sent = json.loads(upstream.only_request().body)
    assert sent["messages"] == [{"role": "user", "content": "Say hello."}]


def test_context_and_max_tokens_reach_the_model(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    context = [{"role": "user", "content": "I am Ada."}, {"role": "assistant", "content": "Hello Ada."}]
    assert chat(gateway, context=context, max_tokens=7, mode="eco").status_code == 200
    sent = json.loads(upstream.only_request().body)
    assert sent["messages"] == [*context, {"role": "user", "content": "Say hello."}]
    assert 7 in (sent.get("max_tokens"), sent.get("max_completion_tokens"))


def test_images_need_a_model_that_sees(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    image = "data:image/png;base64,iVBORw0KGgo="
    blind = start_gateway(upstream)
    refused = chat(blind, images=[image])
    assert refused.status_code == 422
    assert refused.json()["error"]["field"].startswith("images")
    seeing = start_gateway(config={"models": [model_entry(upstream, capabilities=["vision"])]})
    assert chat(seeing, images=[image]).status_code == 200
    content = json.loads(upstream.only_request().body)["messages"][0]["content"]
    assert {"type": "image_url", "image_url": {"url": image}} in content


def events_of(answer: httpx.Response) -> list[tuple[str, Any]]:
    blocks = [block for block in answer.text.split("\n\n") if block and not block.startswith(":")]
    pairs = (block.split("\n", 1) for block in blocks)
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def test_streamed_chat(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    answer = chat(gateway, stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer)
    names = [name for name, _ in events]
    assert names[0] == "decision"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"delta"}
    done = events[-1][1]
    assert done["response"] == "word0 word1 word2 "
    assert done["model_id"] == MODEL
    assert json.loads(upstream.only_request().body)["stream"] is True


def test_broken_stream_ends_with_an_error_event(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond([*open_stream([role_event(), content_event("one ")]), Close()])
    events = events_of(chat(gateway, stream=True))
    assert events[-1][0] == "error"
    assert set(events[-1][1]["error"]) == {"message", "type", "code", "field"}


WRONG: dict[str, tuple[dict[str, Any], int, str]] = {
    "no prompt": ({"prompt": None}, 422, "prompt"),
    "prompt not a string": ({"prompt": 7}, 422, "prompt"),
    "mode": ({"mode": "fastest"}, 422, "mode"),
    "context": ({"context": [{"role": "user"}]}, 422, "context"),
    "context role": ({"context": [{"role": "robot", "content": "x"}]}, 422, "context"),
    "max_tokens": ({"max_tokens": 0}, 422, "max_tokens"),
    "max_tokens type": ({"max_tokens": "many"}, 422, "max_tokens"),
    "stream": ({"stream": "yes"}, 422, "stream"),
    "preview": ({"preview": "sometimes"}, 422, "preview"),
    "confirm": ({"confirm": {"preview_id": "x", "choice": "maybe"}}, 422, "confirm"),
    "optimize": ({"optimize": "x"}, 422, "optimize"),
    "brief": ({"brief": "x"}, 422, "brief"),
    "images": ({"images": ["no data url"]}, 422, "images"),
}


@pytest.mark.parametrize("name", WRONG)
def test_fields_are_validated(gateway: Gateway, upstream: ScriptedUpstream, name: str) -> None:
    fields, status, field = WRONG[name]
    answer = chat(gateway, **fields)
    assert answer.status_code in (status, 400) if field == "prompt" else answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "code", "field"}
    assert error["field"].startswith(field)
    assert not upstream.requests


def test_malformed_body_is_400(gateway: Gateway) -> None:
    answer = httpx.post(f"{gateway.url}/chat", content=b"{", trust_env=False)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"message", "type", "code", "field"}


def test_a_failed_request_is_no_200_with_an_apology(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(whole({"error": {"message": "boom"}}, 500))
    answer = chat(gateway)
    assert answer.status_code == 502
    assert set(answer.json()["error"]) == {"message", "type", "code", "field"}


def test_health_live_ready_and_root(gateway: Gateway, http: httpx.Client) -> None:
    assert http.get(f"{gateway.url}/live").status_code == 200
    assert http.get(f"{gateway.url}/ready").status_code == 200
    health = http.get(f"{gateway.url}/health").json()
    assert health["status"] == "ok"
    assert isinstance(health["backend"], str)
    assert health["optimizer"] in {"starting", "loaded", "failed"}, "it is not disabled"
    root = http.get(gateway.url).json()
    assert {"status", "version"} <= set(root)


def test_head_of_the_status_routes(gateway: Gateway, http: httpx.Client) -> None:
    for path in ("/live", "/ready", "/health"):
        answer = http.head(f"{gateway.url}{path}")
        assert answer.status_code in (200, 405)
        assert answer.content == b""


@pytest.mark.parametrize("name", ["auto", "auto-eco", "auto-balanced", "auto-performance"])
def test_auto_takes_the_smallest_healthy_tier(
    start_gateway: StartGateway, upstream: ScriptedUpstream, name: str
) -> None:
    models = [
        model_entry(upstream, name="big", tier="large"),
        model_entry(upstream, name="little", tier="small"),
    ]
    models[0]["endpoints"][0]["model"] = "up-big"
    models[1]["endpoints"][0]["model"] = "up-little"
    gateway = start_gateway(config={"models": models})
    body = {"model": name, "messages": [{"role": "user", "content": "x"}]}
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", json=body, trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["x-greeninfer-model"] == "little"
    assert answer.headers["x-greeninfer-tier"] == "small"
    assert json.loads(upstream.only_request().body)["model"] == "up-little"


def test_auto_needs_a_model_that_can(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    plain = model_entry(upstream, name="plain", tier="small", capabilities=[])
    able = model_entry(upstream, name="able", tier="medium", capabilities=["tools"])
    gateway = start_gateway(config={"models": [plain, able]})
    tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
    body = {"model": "auto", "messages": [{"role": "user", "content": "x"}], "tools": [tool]}
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", json=body, trust_env=False)
    assert answer.headers["x-greeninfer-model"] == "able"
