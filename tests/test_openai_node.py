"""The official Node.js client, streaming and not."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from harness.configs import MODEL
from harness.gateway import Gateway
from harness.replies import error_body, tool_stream
from harness.script import Json, whole
from harness.scripted_upstream import ScriptedUpstream

PROGRAM = Path(__file__).parent / "openai_client.cjs"


def run_node(gateway: Gateway, what: str, model: str = MODEL) -> Json:
    assert os.environ.get("NODE_PATH"), (
        "NODE_PATH must name the folder with the openai package (./dev test sets it)"
    )
    done = subprocess.run(
        ["node", str(PROGRAM), f"{gateway.url}/v1", model, what],
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_node_chat_stream_and_models(gateway: Gateway) -> None:
    answer = run_node(gateway, "everything")
    assert MODEL in answer.pop("models")
    assert answer == {
        "whole": "Hello there.",
        "streamed": "word0 word1 word2 ",
        "usage": 46,
        "unknown": {"name": "NotFoundError", "status": 404, "code": "model_not_found"},
    }


def test_node_tools(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(tool_stream())
    assert run_node(gateway, "tools") == {"name": "weather", "arguments": '{"city":"Oslo"}'}


@pytest.mark.parametrize("status", [400, 429])
def test_node_error(gateway: Gateway, upstream: ScriptedUpstream, status: int) -> None:
    upstream.respond(whole(error_body("no"), status))
    name = {400: "BadRequestError", 429: "RateLimitError"}[status]
    assert run_node(gateway, "error") == {"name": name, "status": status}
