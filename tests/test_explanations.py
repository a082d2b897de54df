"""Why this model: what the native dialect says of a decision, before the answer and with it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness.cascade import QUESTION, ask, receipt_of
from harness.configs import StartGateway, model_entry
from harness.gateway import Gateway
from harness.ladder import Ladder
from harness.script import Json
from harness.scripted_upstream import ScriptedUpstream


def chat(gateway: Gateway, **fields: Json) -> httpx.Response:
    body = {"prompt": QUESTION, **fields}
    return httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20)


def event_of(text: str, name: str) -> dict[str, Any]:
    (block,) = [block for block in text.split("\n\n") if block.startswith(f"event: {name}\n")]
    found: dict[str, Any] = json.loads(block.split("\ndata: ", 1)[1])
    return found


def test_a_reply_says_why_it_is_as_it_is(ladder: Ladder, medium: ScriptedUpstream) -> None:
    gateway = ladder()
    reply = chat(gateway).json()
    receipt = receipt_of(ask(gateway))
    assert reply["decision"] == receipt["decision"]
    assert reply["complexity_reasons"] == receipt["complexity"]["reasons"]
    assert reply["complexity_reasons"], "a hard question has reasons"
    assert reply["p_right"] == receipt["p_right"]
    assert set(reply["p_right"]) == {"small", "medium", "large"}
    assert reply["attempts"] == receipt["attempts"] == 1
    for found in (reply["cascade"], receipt["cascade"]):
        assert found["plan"] == "check"
        assert found["checked_by"] == "model-medium"
        assert found["p_right"] == pytest.approx(0.9, abs=1e-3)
    assert "region" not in reply, "nobody said where these servers are"
    assert "mode_moved_by" not in reply


def test_a_decision_says_what_is_known_before_the_answer(ladder: Ladder, medium: ScriptedUpstream) -> None:
    text = chat(ladder(), stream=True).text
    decision, done = event_of(text, "decision"), event_of(text, "done")
    assert decision["p_right"] == done["p_right"]
    assert decision["decision"] == done["decision"]
    assert decision["complexity_reasons"] == done["complexity_reasons"]
    assert done["cascade"]["reason"]


def test_a_reply_says_where_it_was_made(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    model = model_entry(upstream)
    model["endpoints"][0]["region"] = "us-south1"
    gateway = start_gateway(config={"models": [model]})
    assert chat(gateway).json()["region"] == "us-south1"
    text = chat(gateway, stream=True).text
    assert event_of(text, "decision")["region"] == event_of(text, "done")["region"] == "us-south1"
