"""Smart Preview against scripted model servers: its shape, its choices, its ids, and what goes wrong."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime

import httpx
import pytest
from harness.budgets import client_entry
from harness.cascade import QUESTION
from harness.configs import Config, StartGateway, StartUpstream, model_entry
from harness.gateway import Gateway
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


def two_tiers(small: ScriptedUpstream, large: ScriptedUpstream, **sections: Json) -> Config:
    """Everything is decided for the large model; previews come from the small one."""
    return {
        "models": [model_entry(small, name="little"), model_entry(large, name="big", tier="large")],
        "routing": {"policy": "bands", "balanced": {"small_below": 0, "medium_below": 0}},
        "cascade": {"enabled": False},
        **sections,
    }


@pytest.fixture
def small(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    previews(upstream, *(preview_json(outline) for outline in OUTLINES))
    return upstream


@pytest.fixture
def large(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    previews(upstream, preview_json())
    return upstream


@pytest.fixture
def served(start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream) -> Gateway:
    return start_gateway(config=two_tiers(small, large))


# The preview itself


def test_a_hard_prompt_gets_a_preview_and_no_answer(
    served: Gateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    reply = chat(served, preview="auto")
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
    assert len(preview_requests(small)) == 1
    assert not large.requests


def test_the_shape_is_asked_for_by_a_schema(served: Gateway, small: ScriptedUpstream) -> None:
    preview_of(chat(served, preview="always"))
    asked = json.loads(small.only_request().body)
    schema = asked["response_format"]["json_schema"]["schema"]["properties"]
    assert schema["summary"]["minItems"] == schema["summary"]["maxItems"] == 2
    assert "dry_multiplier" not in asked, "other servers do not know it"
    assert asked["max_tokens"] <= 400


def test_easy_prompts_and_programs_get_no_preview(served: Gateway) -> None:
    easy = chat(served, prompt="What is the capital of France?", preview="auto")
    assert easy.json()["response"] == ANSWER
    assert "preview" not in easy.json()
    assert chat(served).json()["response"] == ANSWER
    assert "preview" in chat(served, prompt="What is the capital of France?", preview="always").json()


def test_analyze_says_whether_and_why(served: Gateway) -> None:
    def analysis(prompt: str, **fields: Json) -> dict[str, object]:
        body = {"prompt": prompt, **fields}
        reply = httpx.post(f"{served.url}/analyze", json=body, trust_env=False, timeout=20)
        found: dict[str, object] = reply.json()["preview"]
        return found

    hard = analysis(QUESTION)
    assert hard["would_be_made"] is True
    assert str(hard["reason"]).endswith("is above 38")
    assert analysis("What is the capital of France?")["would_be_made"] is False
    assert analysis(QUESTION, preview="never") == {"would_be_made": False, "reason": "the request wants none"}


def test_as_a_stream_it_is_an_event_and_done(served: Gateway) -> None:
    text = chat(served, preview="always", stream=True).text
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
    served: Gateway, small: ScriptedUpstream, large: ScriptedUpstream, stream: bool
) -> None:
    preview = preview_of(chat(served, preview="auto"))
    reply = confirm(served, preview["id"], "expand", stream=stream)
    assert reply.status_code == 200, reply.text
    done = json.loads(reply.text.strip().rsplit("data: ", 1)[1]) if stream else reply.json()
    assert done["response"] == ANSWER
    assert done["model_id"] == "big", "decided for the prompt itself"
    assert done["preview_choice"] == "expand"
    assert done["preview_energy_mwh"] == preview["spent"]["energy_mwh"]
    assert done["preview_co2_grams"] == preview["spent"]["co2_grams"]
    prompt = prompt_of(answer_requests(large)[0])
    assert prompt.startswith(QUESTION)
    for point in preview["outline"]:
        assert point in prompt
    assert len(small.requests) == 1


def test_the_saving_of_an_expanded_answer_counts_its_preview(served: Gateway) -> None:
    preview = preview_of(chat(served, preview="auto"))
    body = confirm(served, preview["id"], "expand").json()
    with_preview = body["energy_mwh"] + body["preview_energy_mwh"]
    assert body["energy_saved_pct"] == round(100 * (1 - with_preview / body["baseline_energy_mwh"]))


def test_add_detail_asks_for_more(served: Gateway, large: ScriptedUpstream) -> None:
    preview = preview_of(chat(served, preview="auto"))
    body = confirm(served, preview["id"], "add_detail").json()
    assert body["preview_choice"] == "add_detail"
    assert "in detail" in prompt_of(answer_requests(large)[0])


def test_a_different_angle_differs_from_all_before(served: Gateway, small: ScriptedUpstream) -> None:
    first = preview_of(chat(served, preview="auto"))
    second = preview_of(confirm(served, first["id"], "different_angle"))
    third = preview_of(confirm(served, second["id"], "different_angle"))
    assert [first["outline"], second["outline"], third["outline"]] == OUTLINES
    last = prompt_of(preview_requests(small)[2])
    for point in OUTLINES[0] + OUTLINES[1]:
        assert point in last, "every earlier outline is excluded"
    assert third["spent"]["energy_mwh"] == pytest.approx(3 * first["spent"]["energy_mwh"], rel=0.5)
    assert first["spent"]["energy_mwh"] < second["spent"]["energy_mwh"] < third["spent"]["energy_mwh"]
    expanded = confirm(served, third["id"], "expand").json()
    assert expanded["preview_energy_mwh"] == third["spent"]["energy_mwh"]


def test_an_outline_that_is_said_again_is_refused(
    served: Gateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    again = [point.lower() for point in OUTLINES[0]]
    previews(small, preview_json(), preview_json(again), preview_json(OUTLINES[1]))
    first = preview_of(chat(served, preview="auto"))
    second = preview_of(confirm(served, first["id"], "different_angle"))
    assert second["outline"] == OUTLINES[1]
    assert "says an earlier outline again" in prompt_of(preview_requests(small)[2])
    previews(small, preview_json(), preview_json(again))
    first = preview_of(chat(served, preview="always"))
    body = confirm(served, first["id"], "different_angle").json()
    assert body["response"] == ANSWER, "after one repair it runs in full"
    assert "says an earlier outline again" in body["preview_failed"]
    prompt = prompt_of(answer_requests(large)[-1])
    assert "Do not follow these outlines" in prompt
    assert OUTLINES[0][0] in prompt


# What small models do


def test_a_rambling_model_is_asked_once_more(served: Gateway, small: ScriptedUpstream) -> None:
    previews(small, "Well, let me think about this for a while. " * 20, preview_json())
    assert preview_of(chat(served, preview="always"))["outline"] == OUTLINES[0]
    assert len(small.requests) == 2
    assert served.metric("greeninfer_previews_total", outcome="repaired") == 1


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
    served: Gateway, small: ScriptedUpstream, text: str
) -> None:
    previews(small, text)
    body = chat(served, preview="always").json()
    assert body["response"] == ANSWER
    assert body["preview_failed"]
    assert "preview" not in body
    assert len(preview_requests(small)) == 2, "one repair, no more"
    assert served.metric("greeninfer_previews_total", outcome="failed") == 1


def test_a_server_without_schemas_is_asked_in_words(served: Gateway, small: ScriptedUpstream) -> None:
    refusal = whole(error_body("response_format is not supported"), status=400)
    previews(small, refusal, "Here it is: " + preview_json(), preview_json(OUTLINES[1]))
    preview_of(chat(served, preview="always"))
    bodies = [json.loads(request.body) for request in small.requests]
    assert "response_format" in bodies[0]
    assert "response_format" not in bodies[1]
    assert served.metric("greeninfer_previews_total", outcome="made") == 1, "that is no repair"


def test_a_dead_small_model_costs_no_answer(served: Gateway, small: ScriptedUpstream) -> None:
    previews(small, whole(error_body("out of memory"), status=500))
    body = chat(served, preview="always").json()
    assert body["response"] == ANSWER
    assert "little" in body["preview_failed"]


def test_a_preview_that_takes_too_long_is_given_up(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(small, large, preview={"time_limit": "300ms"}))
    previews(small, [*open_stream([role_event(), content_event("{")]), Silence()])
    began = time.monotonic()
    body = chat(gateway, preview="always").json()
    assert body["preview_failed"] == "it took longer than preview.time_limit"
    assert time.monotonic() - began < 5
    assert gateway.metric("greeninfer_accounted_attempts_total", end="cancelled") == 0, "nobody left"


# Ids


def changed(preview_id: str) -> list[str]:
    """Every kind of change: a letter of each part, a part more or less, another payload."""
    version, payload, mac = preview_id.split(".")
    middle = len(payload) // 2
    other = "A" if payload[middle] != "A" else "B"
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    longer = base64.urlsafe_b64encode(raw + b"\0").decode().rstrip("=")
    return [
        f"{version}.{payload[:middle]}{other}{payload[middle + 1 :]}.{mac}",
        f"{version}.{payload}.{'A' if mac[0] != 'A' else 'B'}{mac[1:]}",
        f"{version}.{payload}.{mac[:-1]}",
        f"{version}.{longer}.{mac}",
        f"{version}.{payload}",
        f"p2.{payload}.{mac}",
        "nonsense",
        "p1..",
        "p1." + "A" * 16000,
    ]


def test_a_changed_id_is_refused_before_anything_is_spent(
    served: Gateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    preview = preview_of(chat(served, preview="auto"))
    arrived = len(small.requests) + len(large.requests)
    for preview_id in changed(preview["id"]):
        reply = confirm(served, preview_id, "expand")
        assert reply.status_code == 400, (preview_id[:80], reply.text)
        error = error_of(reply)
        assert (error["code"], error["field"]) == ("preview_changed", "confirm.preview_id")
        assert "changed" in error["message"]
    assert len(small.requests) + len(large.requests) == arrived
    assert confirm(served, preview["id"], "expand").status_code == 200


def test_an_expired_id_says_so(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(small, large, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    time.sleep(2.1)
    error = error_of(confirm(gateway, preview["id"], "expand"))
    assert error["code"] == "preview_expired"
    assert preview["expires_at"] in error["message"]


def test_another_clients_id_is_foreign(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    clients = [client_entry("ann"), client_entry("bob")]
    gateway = start_gateway(config=two_tiers(small, large, clients=clients))
    preview = preview_of(chat(gateway, "ann", preview="auto"))
    error = error_of(confirm(gateway, preview["id"], "expand", client="bob"))
    assert error["code"] == "preview_foreign"
    assert "another client" in error["message"]
    assert confirm(gateway, preview["id"], "expand", client="ann").status_code == 200


def test_a_restart_makes_ids_foreign_and_a_reload_does_not(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    config = two_tiers(small, large)
    first = start_gateway(config=config)
    preview = preview_of(chat(first, preview="auto"))
    first.reload({**first.config, "preview": {"score_above": 90}})
    first.wait_for_log("reloaded")
    assert confirm(first, preview["id"], "expand").status_code == 200
    restarted = start_gateway(config=config)
    error = error_of(confirm(restarted, preview["id"], "expand"))
    assert error["code"] == "preview_foreign"
    assert "another server" in error["message"]


def test_gateways_that_share_a_key_confirm_each_others_previews(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    config = two_tiers(small, large, preview={"signing_key_env": "PREVIEW_KEY", "expires_after": "1s"})
    environment = {"PREVIEW_KEY": "0123456789abcdef0123456789abcdef"}
    one, other = (start_gateway(config=config, environment=environment) for _ in range(2))
    preview = preview_of(chat(one, preview="auto"))
    assert confirm(other, preview["id"], "expand").json()["preview_choice"] == "expand"
    time.sleep(2.1)
    one.wait_for_metric("greeninfer_previews_total", 1, outcome="unknown")
    assert one.metric("greeninfer_carbon_saved_grams_total", kind="preview") == 0, "the other one ran it"
    assert environment["PREVIEW_KEY"] not in one.log_text()


def test_another_prompt_is_a_new_prompt(served: Gateway, large: ScriptedUpstream) -> None:
    preview = preview_of(chat(served, preview="auto"))
    ignored = "the prompt is not the one that the preview was made for"
    other = QUESTION + " Be brief."
    body = confirm(served, preview["id"], "expand", prompt=other).json()
    assert body["preview_ignored"] == ignored
    assert body["preview"]["outline"], "at least by the score"
    easy = confirm(served, preview["id"], "expand", prompt="What is the capital of France?").json()
    assert (easy["preview_ignored"], easy["response"]) == (ignored, ANSWER)
    assert "preview_choice" not in easy
    assert "outline" not in prompt_of(answer_requests(large)[-1])
    for fields in ({"context": [{"role": "user", "content": "Hello."}]}, {"images": ["https://x/y.png"]}):
        reply = confirm(served, preview["id"], "expand", **fields)
        if reply.status_code == 200:  # A picture is nothing that these models can see.
            assert reply.json()["preview_ignored"] == ignored


def test_previews_can_be_switched_off(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(small, large, preview={"enabled": False}))
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
    served: Gateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    previews(small, [*open_stream([role_event(), content_event('{"summary": ["A ')]), Silence()])
    with RawConnection(("127.0.0.1", served.port)) as connection:
        connection.post({"prompt": QUESTION, "preview": "always", "session_id": "s"}, "/chat")
        request = small.wait_for_requests()[0]
    request.wait_closed()
    served.wait_for_metric("greeninfer_accounted_attempts_total", 1, end="cancelled")
    served.assert_idle()
    assert not large.requests
    session = httpx.get(f"{served.url}/sessions/s", trust_env=False).json()
    assert session["total_energy_mwh"] > 0
    joules = served.metric("greeninfer_energy_joules_total", model="little")
    assert joules == pytest.approx(session["total_energy_mwh"] * 3.6, rel=1e-4)


# Accounting


def test_counters_are_the_sum_of_the_receipts(served: Gateway) -> None:
    first = chat(served, preview="auto", session_id="s").json()
    second = confirm(served, first["preview"]["id"], "different_angle", session_id="s").json()
    third = confirm(served, second["preview"]["id"], "expand", session_id="s").json()
    replies = [first, second, third]
    joules = sum(reply["energy_mwh"] for reply in replies) * 3.6
    grams = sum(reply["co2_grams"] for reply in replies)
    assert served.metric("greeninfer_energy_joules_total") == pytest.approx(joules, rel=1e-4)
    assert served.metric("greeninfer_carbon_grams_total") == pytest.approx(grams, rel=1e-4)
    session = httpx.get(f"{served.url}/sessions/s", trust_env=False).json()
    assert session["total_energy_mwh"] * 3.6 == pytest.approx(joules, rel=1e-4)
    assert served.metric("greeninfer_accounted_attempts_total", end="previewed", model="little") == 2
    assert served.metric("greeninfer_accounted_attempts_total", end="answered", model="big") == 1
    for outcome, count in {"made": 2, "different_angle": 1, "expanded": 1, "avoided": 0}.items():
        assert served.metric("greeninfer_previews_total", outcome=outcome) == count
    report = httpx.get(f"{served.url}/reports/carbon", trust_env=False).json()
    assert report["total"]["previewed"] == 2
    assert third["preview_energy_mwh"] == pytest.approx(first["energy_mwh"] + second["energy_mwh"], rel=1e-4)


def saved(gateway: Gateway) -> float:
    return gateway.metric("greeninfer_carbon_saved_grams_total", kind="preview")


def test_a_saving_is_booked_once_a_full_run_can_no_longer_come(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(small, large, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    assert saved(gateway) == 0, "it may still be confirmed"
    time.sleep(2.1)
    gateway.wait_for_metric("greeninfer_previews_total", 1, outcome="avoided")
    expected = preview["estimated"]["co2_grams"] - preview["spent"]["co2_grams"]
    assert saved(gateway) == pytest.approx(expected, rel=1e-4)
    joules = gateway.metric("greeninfer_preview_saved_joules_total", kind="saved")
    expected = preview["estimated"]["energy_mwh"] - preview["spent"]["energy_mwh"]
    assert joules == pytest.approx(expected * 3.6, rel=1e-4)


@pytest.mark.parametrize("how", ["expand", "add_detail", "without"])
def test_a_full_run_is_no_saving(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream, how: str
) -> None:
    gateway = start_gateway(config=two_tiers(small, large, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    reply = chat(gateway) if how == "without" else confirm(gateway, preview["id"], how)
    assert reply.json()["response"] == ANSWER
    time.sleep(2.1)
    assert gateway.metric("greeninfer_previews_total", outcome="avoided") == 0
    assert saved(gateway) == 0


def test_a_preview_that_costs_more_than_the_answer_is_a_loss(
    start_gateway: StartGateway, small: ScriptedUpstream
) -> None:
    config: Config = {"models": [model_entry(small, name="only")], "preview": {"expires_after": "1s"}}
    gateway = start_gateway(config=config)
    preview_of(chat(gateway, preview="always", max_tokens=1))
    time.sleep(2.1)
    gateway.wait_for_metric("greeninfer_previews_total", 1, outcome="avoided")
    assert saved(gateway) == 0
    assert gateway.metric("greeninfer_carbon_saved_grams_total", kind="preview_lost") > 0


def test_a_used_up_budget_refuses_previews_too(
    start_gateway: StartGateway, small: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    config = two_tiers(small, large, budget={"session_grams": 0.000001})
    gateway = start_gateway(config=config)
    replies = [chat(gateway, preview="always", session_id="s") for _ in range(2)]
    assert replies[-1].status_code == 402
    assert not large.requests


def test_nothing_of_a_prompt_is_logged(served: Gateway) -> None:
    preview = preview_of(chat(served, preview="always"))
    confirm(served, preview["id"], "expand")
    log = served.log_text()
    assert "monotone" not in log
    assert preview["id"] not in log
