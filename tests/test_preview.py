"""Smart Preview against scripted model servers: its shape, its choices, its ids, and what goes wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from harness.cascade import QUESTION, ask, text_of
from harness.configs import Config, StartGateway, model_entry
from harness.gateway import Gateway
from harness.preview_pair import two_tiers
from harness.previews import (
    ANSWER,
    OUTLINES,
    SUMMARY,
    answer_requests,
    chat,
    confirm,
    error_of,
    preview_json,
    preview_of,
    preview_requests,
    previews,
    prompt_of,
)
from harness.raw_http import RawConnection
from harness.replies import content_event, error_body, role_event
from harness.script import Json, Silence, open_stream, whole
from harness.scripted_upstream import ScriptedUpstream

# The preview itself


def test_a_hard_prompt_gets_a_preview_and_no_answer(
    previewing: Gateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    reply = chat(previewing, preview="auto")
    body = reply.json()
    preview = preview_of(reply)
    assert "response" not in body
    assert preview["summary"] == " ".join(SUMMARY)
    assert preview["outline"] == OUTLINES[0]
    assert preview["choices"] == ["expand", "different_angle", "add_detail"]
    assert (preview["model_tier"], preview["model_id"]) == ("small", "little")
    estimated, spent = preview["estimated"], preview["spent"]
    assert (estimated["tier"], estimated["model_id"]) == ("large", "big")
    assert estimated["energy_mwh_low"] < estimated["energy_mwh"] < estimated["energy_mwh_high"]
    assert estimated["co2_grams"] > spent["co2_grams"] > 0
    assert estimated["energy_method"] == spent["energy_method"] == "proxy"
    assert spent["energy_mwh"] == body["energy_mwh"], "the request took what the preview took"
    left = datetime.fromisoformat(preview["expires_at"]) - datetime.now(UTC)
    assert 14 * 60 < left.total_seconds() <= 15 * 60 + 1
    assert len(preview_requests(little)) == 1
    assert not big.requests


def test_the_shape_is_asked_for_by_a_schema(previewing: Gateway, little: ScriptedUpstream) -> None:
    preview_of(chat(previewing, preview="always"))
    asked = json.loads(little.only_request().body)
    schema = asked["response_format"]["json_schema"]["schema"]["properties"]
    assert schema["summary"]["minItems"] == schema["summary"]["maxItems"] == 2
    assert "dry_multiplier" not in asked, "other servers do not know it"
    assert asked["max_tokens"] <= 400


def test_easy_prompts_and_programs_get_no_preview(previewing: Gateway) -> None:
    easy = chat(previewing, prompt="What is the capital of France?", preview="auto")
    assert easy.json()["response"] == ANSWER
    assert "preview" not in easy.json()
    assert chat(previewing).json()["response"] == ANSWER
    assert "preview" in chat(previewing, prompt="What is the capital of France?", preview="always").json()


def test_analyze_says_whether_and_why(previewing: Gateway) -> None:
    def analysis(prompt: str, **fields: Json) -> dict[str, object]:
        body = {"prompt": prompt, **fields}
        reply = httpx.post(f"{previewing.url}/analyze", json=body, trust_env=False, timeout=20)
        found: dict[str, object] = reply.json()["preview"]
        return found

    hard = analysis(QUESTION)
    assert hard["would_be_made"] is True
    assert str(hard["reason"]).endswith("is above 38")
    assert analysis("What is the capital of France?")["would_be_made"] is False
    assert analysis(QUESTION, preview="never") == {"would_be_made": False, "reason": "the request wants none"}


def test_as_a_stream_it_is_an_event_and_done(previewing: Gateway) -> None:
    text = chat(previewing, preview="always", stream=True).text
    events = [block.split("\n") for block in text.strip().split("\n\n")]
    assert [event[0] for event in events] == ["event: preview", "event: done"]
    told = json.loads(events[0][1].removeprefix("data: "))
    done = json.loads(events[1][1].removeprefix("data: "))
    assert told["preview"] == done["preview"]
    assert "response" not in done
    assert done["energy_mwh"] > 0


# The three choices


@pytest.mark.parametrize("stream", [False, True])
def test_expand_answers_along_the_outline(
    previewing: Gateway, little: ScriptedUpstream, big: ScriptedUpstream, stream: bool
) -> None:
    preview = preview_of(chat(previewing, preview="auto"))
    reply = confirm(previewing, preview["id"], "expand", stream=stream)
    assert reply.status_code == 200, reply.text
    done = json.loads(reply.text.strip().rsplit("data: ", 1)[1]) if stream else reply.json()
    assert done["response"] == ANSWER
    assert done["model_id"] == "big", "decided for the prompt itself"
    assert done["preview_choice"] == "expand"
    assert done["preview_energy_mwh"] == preview["spent"]["energy_mwh"]
    assert done["preview_co2_grams"] == preview["spent"]["co2_grams"]
    prompt = prompt_of(answer_requests(big)[0])
    assert prompt.startswith(QUESTION)
    for point in preview["outline"]:
        assert point in prompt
    assert len(little.requests) == 1


def test_the_saving_of_an_expanded_answer_counts_its_preview(previewing: Gateway) -> None:
    preview = preview_of(chat(previewing, preview="auto"))
    body = confirm(previewing, preview["id"], "expand").json()
    with_preview = body["energy_mwh"] + body["preview_energy_mwh"]
    assert body["energy_saved_pct"] == round(100 * (1 - with_preview / body["baseline_energy_mwh"]))


def test_add_detail_asks_for_more(previewing: Gateway, big: ScriptedUpstream) -> None:
    preview = preview_of(chat(previewing, preview="auto"))
    body = confirm(previewing, preview["id"], "add_detail").json()
    assert body["preview_choice"] == "add_detail"
    assert "in detail" in prompt_of(answer_requests(big)[0])


def test_a_different_angle_differs_from_all_before(previewing: Gateway, little: ScriptedUpstream) -> None:
    first = preview_of(chat(previewing, preview="auto"))
    second = preview_of(confirm(previewing, first["id"], "different_angle"))
    third = preview_of(confirm(previewing, second["id"], "different_angle"))
    assert [first["outline"], second["outline"], third["outline"]] == OUTLINES
    last = prompt_of(preview_requests(little)[2])
    for point in OUTLINES[0] + OUTLINES[1]:
        assert point in last, "every earlier outline is excluded"
    assert third["spent"]["energy_mwh"] == pytest.approx(3 * first["spent"]["energy_mwh"], rel=0.5)
    assert first["spent"]["energy_mwh"] < second["spent"]["energy_mwh"] < third["spent"]["energy_mwh"]
    expanded = confirm(previewing, third["id"], "expand").json()
    assert expanded["preview_energy_mwh"] == third["spent"]["energy_mwh"]


def test_an_outline_that_is_said_again_is_refused(
    previewing: Gateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    again = [point.lower() for point in OUTLINES[0]]
    previews(little, preview_json(), preview_json(again), preview_json(OUTLINES[1]))
    first = preview_of(chat(previewing, preview="auto"))
    second = preview_of(confirm(previewing, first["id"], "different_angle"))
    assert second["outline"] == OUTLINES[1]
    assert "says an earlier outline again" in prompt_of(preview_requests(little)[2])
    previews(little, preview_json(), preview_json(again))
    first = preview_of(chat(previewing, preview="always"))
    body = confirm(previewing, first["id"], "different_angle").json()
    assert body["response"] == ANSWER, "after one repair it runs in full"
    assert "says an earlier outline again" in body["preview_failed"]
    prompt = prompt_of(answer_requests(big)[-1])
    assert "Do not follow these outlines" in prompt
    assert OUTLINES[0][0] in prompt


# What small models do


def test_a_rambling_model_is_asked_once_more(previewing: Gateway, little: ScriptedUpstream) -> None:
    previews(little, "Well, let me think about this for a while. " * 20, preview_json())
    assert preview_of(chat(previewing, preview="always"))["outline"] == OUTLINES[0]
    assert len(little.requests) == 2
    assert previewing.metric("greeninfer_previews_total", outcome="repaired") == 1


@pytest.mark.parametrize(
    "text",
    [
        "no JSON at all",
        '{"summary": ["One that is long enough here.", "One that is long enough here."], "outline": []}',
        preview_json(["Same point here", "Same point here", "Same point here"]),
        preview_json(["<script>alert(1)</script>", "[click](http://x)", "**bold** claims"]),
        preview_json(["a\u0000b", "\u001b[31mred", "x\ty"]),
        preview_json(["y" * 500, "z" * 500, "w" * 500]),
        '{"summary": {"a": 1}, "outline": "none"}',
        '{"summary": ["' + "[" * 1000,
        preview_json(summary=["Write two sentences that say what comes.", "Two sentences that say it all."]),
    ],
)
def test_what_is_no_preview_never_reaches_the_client(
    previewing: Gateway, little: ScriptedUpstream, text: str
) -> None:
    previews(little, text)
    body = chat(previewing, preview="always").json()
    assert body["response"] == ANSWER
    assert body["preview_failed"]
    assert "preview" not in body
    assert len(preview_requests(little)) == 2, "one repair, no more"
    assert previewing.metric("greeninfer_previews_total", outcome="failed") == 1


def test_a_server_without_schemas_is_asked_in_words(previewing: Gateway, little: ScriptedUpstream) -> None:
    refusal = whole(error_body("response_format is not supported"), status=400)
    previews(little, refusal, "Here it is: " + preview_json(), preview_json(OUTLINES[1]))
    preview_of(chat(previewing, preview="always"))
    bodies = [json.loads(request.body) for request in little.requests]
    assert "response_format" in bodies[0]
    assert "response_format" not in bodies[1]
    assert previewing.metric("greeninfer_previews_total", outcome="made") == 1, "that is no repair"


def test_a_dead_small_model_costs_no_answer(previewing: Gateway, little: ScriptedUpstream) -> None:
    previews(little, whole(error_body("out of memory"), status=500))
    body = chat(previewing, preview="always").json()
    assert body["response"] == ANSWER
    assert "little" in body["preview_failed"]


def test_a_preview_that_takes_too_long_is_given_up(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(little, big, preview={"time_limit": "300ms"}))
    previews(little, [*open_stream([role_event(), content_event("{")]), Silence()])
    began = time.monotonic()
    body = chat(gateway, preview="always").json()
    assert body["preview_failed"] == "it took longer than preview.time_limit"
    assert time.monotonic() - began < 5
    assert gateway.metric("greeninfer_accounted_attempts_total", end="cancelled") == 0, "nobody left"


# Settings


def test_previews_can_be_switched_off(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(little, big, preview={"enabled": False}))
    assert chat(gateway, preview="auto").json()["response"] == ANSWER
    refused = chat(gateway, preview="always")
    assert refused.status_code == 422
    assert error_of(refused)["field"] == "preview"
    assert "preview.enabled" in error_of(refused)["message"]


def test_a_short_signing_key_is_refused(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    with pytest.raises(AssertionError, match="shorter than 16 characters"):
        start_gateway(upstream, config={"preview": {"signing_key_env": "K"}}, environment={"K": "hunter2"})


# Clients that leave


def test_a_client_that_leaves_is_charged_and_noticed(
    previewing: Gateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    previews(little, [*open_stream([role_event(), content_event('{"summary": ["A ')]), Silence()])
    with RawConnection(("127.0.0.1", previewing.port)) as connection:
        connection.post({"prompt": QUESTION, "preview": "always", "session_id": "s"}, "/chat")
        request = little.wait_for_requests()[0]
    request.wait_closed()
    previewing.wait_for_metric("greeninfer_accounted_attempts_total", 1, end="cancelled")
    previewing.assert_idle()
    assert not big.requests
    session = httpx.get(f"{previewing.url}/sessions/s", trust_env=False).json()
    assert session["total_energy_mwh"] > 0
    joules = previewing.metric("greeninfer_energy_joules_total", model="little")
    assert joules == pytest.approx(session["total_energy_mwh"] * 3.6, rel=1e-4)


# Accounting


def test_counters_are_the_sum_of_the_receipts(previewing: Gateway) -> None:
    first = chat(previewing, preview="auto", session_id="s").json()
    second = confirm(previewing, first["preview"]["id"], "different_angle", session_id="s").json()
    third = confirm(previewing, second["preview"]["id"], "expand", session_id="s").json()
    replies = [first, second, third]
    joules = sum(reply["energy_mwh"] for reply in replies) * 3.6
    grams = sum(reply["co2_grams"] for reply in replies)
    assert previewing.metric("greeninfer_energy_joules_total") == pytest.approx(joules, rel=1e-4)
    assert previewing.metric("greeninfer_carbon_grams_total") == pytest.approx(grams, rel=1e-4)
    session = httpx.get(f"{previewing.url}/sessions/s", trust_env=False).json()
    assert session["total_energy_mwh"] * 3.6 == pytest.approx(joules, rel=1e-4)
    assert previewing.metric("greeninfer_accounted_attempts_total", end="previewed", model="little") == 2
    assert previewing.metric("greeninfer_accounted_attempts_total", end="answered", model="big") == 1
    for outcome, count in {"made": 2, "different_angle": 1, "expanded": 1, "avoided": 0}.items():
        assert previewing.metric("greeninfer_previews_total", outcome=outcome) == count
    report = httpx.get(f"{previewing.url}/reports/carbon", trust_env=False).json()
    assert report["total"]["previewed"] == 2
    assert third["preview_energy_mwh"] == pytest.approx(first["energy_mwh"] + second["energy_mwh"], rel=1e-4)


def saved(gateway: Gateway) -> float:
    return gateway.metric("greeninfer_carbon_saved_grams_total", kind="preview")


def test_a_saving_is_booked_once_a_full_run_can_no_longer_come(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(little, big, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    assert saved(gateway) == 0, "it may still be confirmed"
    time.sleep(2.1)
    gateway.wait_for_metric("greeninfer_previews_total", 1, outcome="avoided")
    expected = preview["estimated"]["co2_grams"] - preview["spent"]["co2_grams"]
    assert saved(gateway) == pytest.approx(expected, rel=1e-4)
    joules = gateway.metric("greeninfer_preview_saved_joules_total", kind="saved")
    expected = preview["estimated"]["energy_mwh"] - preview["spent"]["energy_mwh"]
    assert joules == pytest.approx(expected * 3.6, rel=1e-4)


FULL_RUNS: dict[str, Callable[[Gateway, str], str]] = {
    "expand": lambda gateway, preview: confirm(gateway, preview, "expand").json()["response"],
    "add_detail": lambda gateway, preview: confirm(gateway, preview, "add_detail").json()["response"],
    "without the id": lambda gateway, _: chat(gateway).json()["response"],
    "through /v1": lambda gateway, _: text_of(ask(gateway)),
}


@pytest.mark.parametrize("how", FULL_RUNS)
def test_a_full_run_is_no_saving(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream, how: str
) -> None:
    gateway = start_gateway(config=two_tiers(little, big, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    assert FULL_RUNS[how](gateway, preview["id"]) == ANSWER
    time.sleep(2.1)
    assert gateway.metric("greeninfer_previews_total", outcome="avoided") == 0
    assert saved(gateway) == 0


def test_a_preview_that_costs_more_than_the_answer_is_a_loss(
    start_gateway: StartGateway, little: ScriptedUpstream
) -> None:
    config: Config = {"models": [model_entry(little, name="only")], "preview": {"expires_after": "1s"}}
    gateway = start_gateway(config=config)
    preview_of(chat(gateway, preview="always", max_tokens=1))
    time.sleep(2.1)
    gateway.wait_for_metric("greeninfer_previews_total", 1, outcome="avoided")
    assert saved(gateway) == 0
    assert gateway.metric("greeninfer_carbon_saved_grams_total", kind="preview_lost") > 0


def test_a_used_up_budget_refuses_previews_too(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    config = two_tiers(little, big, budget={"session_grams": 0.000001})
    gateway = start_gateway(config=config)
    replies = [chat(gateway, preview="always", session_id="s") for _ in range(2)]
    assert replies[-1].status_code == 402
    assert not big.requests


def test_nothing_of_a_prompt_is_logged(previewing: Gateway) -> None:
    preview = preview_of(chat(previewing, preview="always"))
    confirm(previewing, preview["id"], "expand")
    log = previewing.log_text()
    assert "monotone" not in log
    assert preview["id"] not in log
