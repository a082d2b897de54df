"""Smart Preview with the real local engine and its real model, which rambles like any model of its size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.configs import Config
from harness.gateway import Gateway
from harness.previews import preview_of
from harness.script import Json
from test_local_engine import engine_files, wait_until_ready

__all__ = ["engine_files"]

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]

CONFIG: Config = {
    "server": {"listen": "127.0.0.1:0", "threads": 2},
    "local_engine": {"enabled": True, "slots": 2, "queue": 4, "context": 2048},
    # A loaded machine is slower than the limit that people would wait for.
    "preview": {"time_limit": "2m"},
    "telemetry": {"log_format": "json", "log_level": "debug"},
}

PROMPTS = [
    "Compare the economic causes of the French and the Russian revolution.",
    "Write a detailed lesson plan on photosynthesis for twelve-year-olds.",
    "What are the consequences of ocean acidification for coral reefs and fisheries?",
    "Write a training plan for a beginner who wants to run a half marathon in four months.",
]


@pytest.fixture(scope="module")
def served(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder: Path = tmp_path_factory.mktemp("preview")
    gateway = Gateway(folder, CONFIG)
    wait_until_ready(gateway)
    yield gateway
    gateway.kill()


def chat(gateway: Gateway, prompt: str, **fields: Json) -> httpx.Response:
    body = {"prompt": prompt, "max_tokens": 40, **fields}
    return httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=250)


def first_preview(gateway: Gateway) -> tuple[str, dict[str, Any]]:
    """Of the first prompt that this small model can preview; most of them it can."""
    for prompt in PROMPTS:
        reply = chat(gateway, prompt, preview="always")
        if "preview" in reply.json():
            return prompt, preview_of(reply)
        assert reply.json()["response"], "what cannot be previewed is answered"
    raise AssertionError("the model made none of these previews")


def assert_is_preview(preview: dict[str, Any]) -> None:
    assert 3 <= len(preview["outline"]) <= 5
    assert len({point.lower() for point in preview["outline"]}) == len(preview["outline"])
    assert preview["summary"][-1] in ".!?"
    for text in [preview["summary"], *preview["outline"]]:
        assert text == text.strip()
        assert all(mark not in text for mark in ("**", "`", "<", "\n", "{"))
    assert preview["spent"]["energy_mwh"] > 0
    assert preview["estimated"]["energy_mwh"] > 0


def test_a_preview_and_its_three_choices(served: Gateway) -> None:
    prompt, preview = first_preview(served)
    assert_is_preview(preview)
    assert preview["spent"]["energy_method"] == "attributed", "the local engine is metered"
    for choice in ("expand", "add_detail"):
        confirm = {"preview_id": preview["id"], "choice": choice}
        body = chat(served, prompt, confirm=confirm).json()
        assert body["response"].strip()
        assert body["preview_choice"] == choice
        assert body["preview_energy_mwh"] == pytest.approx(preview["spent"]["energy_mwh"], rel=1e-4)
    confirm = {"preview_id": preview["id"], "choice": "different_angle"}
    other = chat(served, prompt, confirm=confirm).json()
    if "preview" in other:
        assert_is_preview(other["preview"])
        earlier = {point.lower() for point in preview["outline"]}
        repeated = [point for point in other["preview"]["outline"] if point.lower() in earlier]
        assert len(repeated) < 2, "another outline"
        assert other["preview"]["spent"]["energy_mwh"] > preview["spent"]["energy_mwh"]
    else:
        assert other["response"].strip()
        assert other["preview_failed"]


def test_a_streamed_answer_follows_a_confirmed_preview(served: Gateway) -> None:
    prompt, preview = first_preview(served)
    confirm = {"preview_id": preview["id"], "choice": "expand"}
    text = chat(served, prompt, confirm=confirm, stream=True).text
    events = [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]
    assert events[0] == "decision"
    assert events[-1] == "done"
    assert events.count("delta") > 5, "as it is made"
