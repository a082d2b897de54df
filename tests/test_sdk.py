"""The Python SDK against the real server with the real local model."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import greeninfer
import pytest
from greeninfer import AsyncGreenInfer, CarbonRouter, DeltaEvent, DoneEvent, GreenInfer, ModelRegistry
from harness.browser import until
from harness.budgets import client_entry, key_of
from harness.gateway import Gateway
from harness.local_server import local_server
from test_local_engine import engine_files

__all__ = ["engine_files"]  # a fixture
pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]

FRANCE = "What is the capital of France?"
# One request a minute, so that the second one is refused.
KEYS = {"clients": [client_entry("one", requests_per_minute=1)]}


@pytest.fixture(scope="module")
def server(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with local_server(tmp_path_factory.mktemp("sdk")) as gateway:
        yield gateway


@pytest.fixture
def gi(server: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[GreenInfer]:
    monkeypatch.setenv("GREENINFER_BASE_URL", server.url)
    monkeypatch.delenv("GREENINFER_API_KEY", raising=False)
    with GreenInfer() as client:
        yield client


def test_three_lines(gi: GreenInfer) -> None:
    first = gi.chat(FRANCE, mode="eco", context=gi.history, max_tokens=12)
    second = gi.chat("And of Spain?", context=gi.history, max_tokens=12)
    assert first.response
    assert (first.mode_used, first.model_tier, first.cascade_path) == ("eco", "small", ["small"])
    assert [result.response for result in gi.history] == [first.response, second.response]
    assert second.original_tokens is not None
    assert first.original_tokens is not None
    assert second.original_tokens > first.original_tokens, "the history reached the model"


def test_every_attribute_is_known_and_adds_up(gi: GreenInfer) -> None:
    result = gi.chat(FRANCE, max_tokens=12)
    assert result.energy_mwh is not None
    assert result.grid_intensity is not None
    assert result.co2_grams == pytest.approx(result.energy_mwh / 1e6 * result.grid_intensity, rel=1e-4)
    assert result.energy_joules == pytest.approx(result.energy_mwh * 3.6)
    assert result.energy_mwh_low is not None
    assert result.energy_mwh_high is not None
    assert result.energy_mwh_low < result.energy_mwh < result.energy_mwh_high
    assert result.baseline_energy_mwh is not None
    assert result.energy_saved_mwh == pytest.approx(result.baseline_energy_mwh - result.energy_mwh)
    assert result.measurement_method in {"attributed", "modelled", "proxy"}
    assert result.accuracy_req == gi.analyze(FRANCE).accuracy_req
    assert result.grid_status is not None
    assert result.session_prompt_count == 1
    assert result.session_energy_mwh == pytest.approx(result.energy_mwh, rel=1e-3)
    assert result.request_id is not None
    for name in ("optimized_prompt", "latency_ms", "escalations", "complexity_score", "green_tip"):
        assert getattr(result, name) is not None, name


def test_session(gi: GreenInfer) -> None:
    assert gi.session_summary()["total_prompts"] == 0
    results = [gi.chat("Say hello.", max_tokens=4) for _ in range(2)]
    summary = gi.session_summary()
    assert summary["total_prompts"] == 2
    assert summary["total_energy_mwh"] == pytest.approx(
        sum(each.energy_mwh or 0 for each in results), rel=0.2
    )
    assert summary["carbon_budget_g"] == 5
    assert summary["carbon_remaining_g"] == pytest.approx(5 - summary["carbon_used_g"])
    assert summary["grid_intensity"] == results[0].grid_intensity
    gi.reset_session()
    assert gi.history == []
    assert gi.session_summary()["total_prompts"] == 0


def test_a_budget_of_the_client_holds(server: Gateway) -> None:
    with GreenInfer(base_url=server.url, carbon_budget_g=1e-6) as gi:
        gi.chat("Say hello.", max_tokens=4)
        with pytest.raises(greeninfer.BudgetExceededError):
            gi.chat("Say hello.", max_tokens=4)
        gi.reset_session()
        gi.chat("Say hello.", max_tokens=4)
    with (
        GreenInfer(base_url=server.url, carbon_budget_g=0) as nothing,
        pytest.raises(greeninfer.BudgetExceededError),
    ):
        nothing.chat("Say hello.")


def test_analyze_and_the_original_names(gi: GreenInfer) -> None:
    analysis = gi.analyze("Could you please tell me what the capital of France is? Thanks so much.")
    assert analysis.optimized_prompt != analysis.original_prompt
    assert analysis.tokens_saved is not None
    assert analysis.tokens_saved > 0
    assert analysis.recommended_tier == "small"
    assert analysis.decision
    assert analysis.reasons
    score = greeninfer.score_prompt("Prove that the square root of 2 is irrational.")
    assert score.score_100 is not None
    easy = greeninfer.score_prompt("Hi", gi).score_100
    assert easy is not None
    assert score.score_100 > easy
    assert score.features
    assert CarbonRouter(gi).intensity_grams_per_kwh() == gi.grid().zones[0].grams_per_kwh
    assert [model.id for model in ModelRegistry().models()] == ["smollm2-135m"]


def test_stream(gi: GreenInfer) -> None:
    with gi.stream("Tell a long story about a river.", max_tokens=16) as stream:
        events = list(stream)
    assert events[0].decision.model_id == "smollm2-135m"  # type: ignore[union-attr]
    assert isinstance(events[-1], DoneEvent)
    assert sum(isinstance(event, DeltaEvent) for event in events) > 3, "word by word"
    assert stream.result is not None
    assert stream.text == stream.result.response
    assert stream.result.energy_mwh is not None
    assert gi.history == [stream.result]


def test_leaving_a_stream_stops_the_model(gi: GreenInfer, server: Gateway) -> None:
    before = server.metric("greeninfer_tokens_total", kind="completion")
    with gi.stream("Write a very long story about the sea.", max_tokens=1500) as stream:
        for event in stream:
            if isinstance(event, DeltaEvent):
                break
    server.wait_for_metric("greeninfer_endpoint_in_flight", 0, timeout_seconds=10)
    assert server.metric("greeninfer_tokens_total", kind="completion") - before < 200
    assert gi.history == []


def test_async_many_at_once(server: Gateway) -> None:
    async def run() -> None:
        async with AsyncGreenInfer(base_url=server.url) as gi:
            results = await asyncio.gather(*(gi.chat(f"Say {word}.", max_tokens=4) for word in "abcdef"))
            assert [result.original_prompt for result in results] == [f"Say {word}." for word in "abcdef"]
            assert (await gi.session_summary())["total_prompts"] == 6
            assert len(gi.history) == 6
            async with await gi.stream("Count to five.", max_tokens=8) as stream:
                text = "".join([text async for text in stream.texts()])
            assert stream.result is not None
            assert stream.result.response == text
            async with await gi.stream("Tell a long story.", max_tokens=1500) as left:
                await left.__anext__()
            with pytest.raises(greeninfer.InvalidRequestError):
                await gi.chat("x", mode="fast")  # type: ignore[call-overload]

    asyncio.run(run())
    server.wait_for_metric("greeninfer_endpoint_in_flight", 0, timeout_seconds=10)


def test_typed_errors(gi: GreenInfer, server: Gateway) -> None:
    with pytest.raises(greeninfer.InvalidRequestError) as raised:
        gi.chat("x", mode="fast")  # type: ignore[call-overload]
    assert (raised.value.status, raised.value.field) == (422, "mode")
    assert "eco, balanced, performance" in raised.value.message
    assert raised.value.request_id is not None
    with pytest.raises(greeninfer.InvalidRequestError) as blind:
        gi.chat("What is this?", images=["data:image/png;base64,iVBORw0KGgo="])
    assert (blind.value.field or "").startswith("images")
    with pytest.raises(greeninfer.InvalidRequestError, match="prompt"), gi.stream(" ") as stream:
        stream.finish()
    with (
        GreenInfer(base_url=server.url, timeout=0.02, connect=False) as hasty,
        pytest.raises(greeninfer.ServerTimeoutError),
    ):
        hasty.chat("Write a long story.", max_tokens=400)


def test_keys_rates_and_budgets_of_the_server(
    engine_files: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with local_server(tmp_path, {**KEYS, "budget": {"session_grams": 1e-6}}) as server:
        with GreenInfer(base_url=server.url, api_key="wrong", connect=False) as stranger:
            with pytest.raises(greeninfer.AuthenticationError) as raised:
                stranger.chat("x")
            assert (raised.value.status, raised.value.code) == (401, "invalid_api_key")
        monkeypatch.setenv("GREENINFER_API_KEY", key_of("one"))
        with GreenInfer(base_url=server.url, retries=0) as gi:
            with pytest.raises(greeninfer.BudgetExceededError) as refused:
                gi.chat("x", max_tokens=4)
            assert (refused.value.status, refused.value.code) == (402, "carbon_budget_exceeded")
            with pytest.raises(greeninfer.RateLimitError) as limited:
                gi.chat("x", max_tokens=4)
            assert limited.value.retry_after_seconds is not None
            assert 0 < limited.value.retry_after_seconds <= 60


def test_an_outage_and_the_recovery(engine_files: None, tmp_path: Path) -> None:
    with local_server(tmp_path / "first") as first:
        gi = GreenInfer(base_url=first.url, retries=1, sleep=lambda seconds: None)
        assert gi.chat("Say hello.", max_tokens=4).response
    with pytest.raises(greeninfer.ServerUnreachableError, match="greeninfer serve"):
        gi.chat("Say hello.", max_tokens=4)
    with local_server(tmp_path / "second", {"server": {"listen": first.address}}):
        assert gi.chat("Say hello.", max_tokens=4).response
        assert len(gi.history) == 2
    gi.close()


def test_openai_clients(gi: GreenInfer) -> None:
    with greeninfer.openai_client(session_id=gi.session_id) as client:
        answer = client.chat.completions.create(
            model="auto", messages=[{"role": "user", "content": FRANCE}], max_tokens=8
        )
    assert answer.choices[0].message.content
    # Both clients are of one session, which is told of an answer a moment after the client has all of it.
    until(lambda: gi.session_summary()["total_prompts"], lambda count: count == 1, "one prompt, but")

    async def ask() -> str:
        async with greeninfer.async_openai_client() as client:
            stream = await client.chat.completions.create(
                model="auto-eco", messages=[{"role": "user", "content": FRANCE}], max_tokens=8, stream=True
            )
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    assert asyncio.run(ask())


def test_the_report_knows_of_it(gi: GreenInfer) -> None:
    gi.chat("Say hello.", max_tokens=4)
    report = gi.carbon_report(by=["model"])
    row = next(row for row in report.rows if row.model == "smollm2-135m")
    assert row.answered > 0
    assert report.total.attempts >= row.answered
    assert "greeninfer_requests_total" in gi.metrics_text()
    assert os.environ["GREENINFER_BASE_URL"] == gi.base_url
