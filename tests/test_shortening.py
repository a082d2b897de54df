"""Prompts that are made shorter on their way, and all that must not change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.configs import MODEL, Config, StartGateway, model_entry
from harness.gateway import Gateway
from harness.replies import completion
from harness.script import Json, whole
from harness.scripted_upstream import ScriptedUpstream
from test_local_engine import engine_files, wait_until_ready
from test_optimizer_child import model_file, wait_for_state

__all__ = ["engine_files", "model_file"]  # fixtures

VERBOSE = (
    "Hello, I hope you are doing well today. I was wondering if you could possibly explain to me how "
    "photosynthesis works. Thank you very much in advance for your help."
)
# Has words that a model is asked about.
OPEN = (
    "Hello, I hope you are doing well today. I was wondering if you could possibly be so kind as to kindly "
    "explain to me, just basically in simple words, how photosynthesis works. Thank you very much in advance "
    "for your help."
)
TERSE = "What is 7 times 6?"
# Known phrases are deleted without a model, so what they do is the same on every machine.
PHRASES_ONLY: Config = {"optimizer": {"gate": "off"}}
INSTRUCTION = (
    "Answer briefly: give the answer itself in as few words as it needs, without introduction, "
    "repetition or summary."
)


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def said(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def ask(
    gateway: Gateway,
    *messages: Json,
    model: str = "auto",
    headers: dict[str, str] | None = None,
    **fields: Json,
) -> httpx.Response:
    body = {"model": model, "messages": list(messages), **fields}
    return httpx.post(
        f"{gateway.url}/v1/chat/completions", json=body, headers=headers, trust_env=False, timeout=60
    )


def native(gateway: Gateway, route: str, **fields: Json) -> dict[str, Any]:
    answer = httpx.post(f"{gateway.url}/{route}", json=fields, trust_env=False, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def messages_sent(upstream: ScriptedUpstream, request: int = -1) -> list[dict[str, Any]]:
    return json.loads(upstream.requests[request].body)["messages"]


@pytest.fixture
def gateway(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    return start_gateway(upstream, config=PHRASES_ONLY)


# Who is shortened


def test_an_auto_model_is_sent_fewer_words_and_says_so(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    receipt = ask(gateway, user(VERBOSE)).json()["greeninfer"]["shortening"]
    sent = messages_sent(upstream)[0]["content"]
    assert "photosynthesis" in sent
    assert len(sent.split()) < 0.8 * len(VERBOSE.split())
    # Words only go; none is new or moves.
    remaining = iter(VERBOSE.lower().split())
    assert all(word in remaining for word in sent.lower().split())
    assert "phrases" in receipt["applied"]
    assert receipt["words_deleted"] >= len(VERBOSE.split()) - len(sent.split())
    assert receipt["optimized_tokens"] == 12, "as the model server counted what was sent"
    assert receipt["tokens_saved"] == receipt["original_tokens"] - 12 > 0
    assert receipt["tokens_method"] == "estimated", "the scripted server has no tokenizer"
    assert gateway.metric("greeninfer_optimizer_requests_total", outcome="shortened") == 1
    gateway.wait_for_metric("greeninfer_optimizer_tokens_saved_total", receipt["tokens_saved"])


def test_a_named_model_is_sent_the_clients_own_bytes(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    odd = f'{{ "model" : "{MODEL}","messages":[ {json.dumps(user(VERBOSE))} ]  , "x":[1 ]}}'
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", content=odd.encode(), trust_env=False, timeout=20
    )
    assert "shortening" not in answer.json()["greeninfer"]
    assert upstream.only_request().body.decode() == odd.replace(MODEL, "upstream-model")


def test_the_header_decides_for_either_name(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    ask(gateway, user(VERBOSE), model=MODEL, headers={"x-greeninfer-optimize": "on"})
    assert messages_sent(upstream)[0]["content"] != VERBOSE
    off = ask(gateway, user(VERBOSE), headers={"x-greeninfer-optimize": "off"})
    assert messages_sent(upstream)[0]["content"] == VERBOSE
    assert off.json()["greeninfer"]["shortening"]["left_alone"] == "not_asked"
    assert all(request.header("x-greeninfer-optimize") is None for request in upstream.requests)


@pytest.mark.parametrize("name", ["x-greeninfer-optimize", "x-greeninfer-brief"])
def test_other_values_of_the_headers_are_refused(
    gateway: Gateway, upstream: ScriptedUpstream, name: str
) -> None:
    refused = ask(gateway, user(VERBOSE), headers={name: "maybe"})
    assert refused.status_code == 400
    assert name in refused.json()["error"]["message"]
    assert "on or off" in refused.json()["error"]["message"]
    assert not upstream.requests


def test_it_can_be_switched_off(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"optimizer": {"enabled": False}})
    receipt = ask(gateway, user(VERBOSE)).json()["greeninfer"]["shortening"]
    assert receipt["left_alone"] == "disabled"
    assert messages_sent(upstream)[0]["content"] == VERBOSE


# What is never touched


def test_only_the_users_words_change(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    untouched = [
        '{ "role":"system",  "content":' + json.dumps(VERBOSE) + " }",
        '{"role":"developer","content":"  \\u0041  ' + VERBOSE + '"}',
        '{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",'
        '"function":{"name":"f","arguments":"{  \\"a\\" :  1 }"}}]}',
    ]
    tools = (
        '"tools":[ {"type":"function","function":{"name":"f","description":' + json.dumps(VERBOSE) + "}} ]"
    )
    result = '{"role":"tool","tool_call_id":"1","content":"7"}'
    body = (
        f'{{"model":"auto","messages":[{",".join(untouched)},{result},{json.dumps(user(VERBOSE))}],{tools}}}'
    )
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", content=body.encode(), trust_env=False, timeout=20
    )
    assert answer.status_code == 200, answer.text
    sent = upstream.only_request().body.decode()
    for part in (*untouched, tools):
        assert part in sent
    assert messages_sent(upstream)[-1]["content"] != VERBOSE


@pytest.mark.parametrize(
    "text",
    [
        "Could you please fix this?\n```python\nprint('please,   thank you very much in advance')\n```",
        "Please never delete more than 3 of the 17 files in /srv/data, thank you.",
        "¿Podría usted decirme cómo funciona la fotosíntesis, por favor? Muchas gracias de antemano.",
    ],
)
def test_guards_hold(gateway: Gateway, upstream: ScriptedUpstream, text: str) -> None:
    ask(gateway, user(text))
    sent = messages_sent(upstream)[0]["content"]
    for kept in (
        "print('please,   thank you very much in advance')",
        "never",
        "3",
        "17",
        "/srv/data",
        "cómo",
    ):
        assert (kept in sent) == (kept in text)


def test_pretty_json_of_tools_is_compacted(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    rows = [{"name": f"row {number}", "value": number} for number in range(20)]
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    receipt = ask(
        gateway,
        user(TERSE),
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": json.dumps(rows, indent=4)},
    ).json()["greeninfer"]["shortening"]
    sent = messages_sent(upstream)[2]["content"]
    assert json.loads(sent) == rows
    assert receipt["applied"] == ["json"]
    assert receipt["compacted_bytes"] == {"json": len(json.dumps(rows, indent=4)) - len(sent)}
    saved = gateway.metric("greeninfer_optimizer_compacted_bytes_total", kind="json")
    assert saved == receipt["compacted_bytes"]["json"]


# Turns of one conversation


def test_the_same_history_is_the_same_bytes(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    other = VERBOSE.replace("photosynthesis", "a steam engine")
    history: list[Json] = []
    seen: list[Any] = []
    for text in (VERBOSE, TERSE, other, VERBOSE):
        ask(gateway, *history, user(text))
        sent = messages_sent(upstream)
        assert sent[: len(seen)] == seen, "a prefix that was sent is sent again, byte for byte"
        history += [user(text), said("It does.")]
        seen = [*sent, said("It does.")]


def test_a_model_that_is_not_there_leaves_the_original(
    start_gateway: StartGateway, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    broken = tmp_path / "no_model.gguf"
    broken.write_bytes(b"GGUF but not really")
    gateway = start_gateway(upstream, config={"optimizer": {"gate": "always", "model": str(broken)}})
    receipt = ask(gateway, user(OPEN)).json()["greeninfer"]["shortening"]
    assert messages_sent(upstream)[0]["content"] == OPEN
    assert receipt["left_alone"] == "not_loaded"
    assert receipt["applied"] == []
    assert "energy_mwh" not in receipt
    assert httpx.get(f"{gateway.url}/ready", trust_env=False).status_code == 200


# Analyses say what is sent


def test_an_analysis_is_what_a_chat_sends(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    analysis = native(gateway, "analyze", prompt=VERBOSE)
    answer = native(gateway, "chat", prompt=VERBOSE)
    sent = messages_sent(upstream)[0]["content"]
    assert analysis["optimized_prompt"] == answer["optimized_prompt"] == sent != VERBOSE
    assert analysis["original_prompt"] == VERBOSE
    assert analysis["optimizer_used"] is answer["optimizer_used"] is True
    assert analysis["complexity_score_100"] == answer["complexity_score_100"]
    for reply in (analysis, answer):
        assert reply["tokens_saved"] == reply["original_tokens"] - reply["optimized_tokens"] > 0
        assert reply["reduction_pct"] == round(100 * reply["tokens_saved"] / reply["original_tokens"])
    kept = native(gateway, "chat", prompt=VERBOSE, optimize=False)
    assert messages_sent(upstream)[0]["content"] == kept["optimized_prompt"] == VERBOSE
    assert (kept["tokens_saved"], kept["optimizer_used"]) == (0, False)


def test_a_terse_prompt_stays(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    answer = native(gateway, "chat", prompt=TERSE)
    assert messages_sent(upstream)[0]["content"] == TERSE
    assert (answer["tokens_saved"], answer["reduction_pct"], answer["optimizer_used"]) == (0, 0, False)
    assert answer["original_tokens"] == answer["optimized_tokens"] == 12
    assert answer["tokens_method"] == "counted"


def test_the_baseline_reads_the_original_prompt(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    usage = {"prompt_tokens": 400, "completion_tokens": 1, "total_tokens": 401}
    upstream.respond(whole(completion(usage=usage)))
    large = {"models": [model_entry(upstream), model_entry(upstream, name="large", tier="large")]}
    gateway = start_gateway(config={**PHRASES_ONLY, **large, "cascade": {"enabled": False}})
    short = ask(gateway, user(VERBOSE), model="auto-eco").json()["greeninfer"]
    long = ask(gateway, user(VERBOSE), model="auto-eco", headers={"x-greeninfer-optimize": "off"}).json()[
        "greeninfer"
    ]
    assert short["baseline_model"] == long["baseline_model"] == "large"
    assert short["baseline_energy_mwh"] > long["baseline_energy_mwh"]


# Brief answers


def test_a_request_may_ask_for_a_brief_answer(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    headers = {"x-greeninfer-brief": "on"}
    receipt = ask(gateway, user(TERSE), headers=headers, model=MODEL).json()["greeninfer"]
    assert messages_sent(upstream) == [{"role": "system", "content": INSTRUCTION}, user(TERSE)]
    assert "brief_answers" in receipt["shortening"]["applied"]
    first = upstream.requests[-1].body
    ask(gateway, user(TERSE), said("42."), user("Why?"), headers=headers, model=MODEL)
    assert upstream.requests[-1].body.startswith(first[: first.index(b"]")]), "the prefix stays warm"
    system = {"role": "system", "content": "Be  kind."}
    ask(gateway, system, user(TERSE), headers=headers, model=MODEL)
    assert messages_sent(upstream) == [system, user(f"{TERSE}\n\n{INSTRUCTION}")]
    native(gateway, "chat", prompt=TERSE, brief=True)
    assert messages_sent(upstream)[0]["content"] == INSTRUCTION
    assert gateway.metric("greeninfer_optimizer_brief_requests_total") == 4


def test_the_setting_speaks_of_eco_mode(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"optimizer": {"brief_answers": True, "gate": "off"}})
    for model, expected in (("auto-eco", True), ("auto-performance", False), (MODEL, False)):
        ask(gateway, user(TERSE), model=model)
        assert (messages_sent(upstream)[0]["content"] == INSTRUCTION) is expected, model
    ask(gateway, user(TERSE), model="auto-eco", headers={"x-greeninfer-brief": "off"})
    assert messages_sent(upstream) == [user(TERSE)]


# With the real engine and the real model

ENGINE: Config = {
    "server": {"listen": "127.0.0.1:0"},
    "local_engine": {"enabled": True, "slots": 1, "context": 1024},
    "optimizer": {"gate": "off"},
    "telemetry": {"log_format": "json", "log_level": "debug"},
}


@pytest.fixture
def real(engine_files: None, tmp_path: Path) -> Iterator[Gateway]:
    gateway = Gateway(tmp_path, ENGINE)
    wait_until_ready(gateway)
    yield gateway
    gateway.stop(15)


@pytest.mark.engine
@pytest.mark.timeout(120)
@pytest.mark.xdist_group("engine")
def test_tokens_are_counted_by_the_model_that_answers(real: Gateway) -> None:
    body = {"max_tokens": 8, "temperature": 0}
    short = ask(real, user(VERBOSE), **body).json()
    long = ask(real, user(VERBOSE), headers={"x-greeninfer-optimize": "off"}, **body).json()
    receipt = short["greeninfer"]["shortening"]
    assert receipt["tokens_method"] == "counted"
    assert receipt["optimized_tokens"] == short["usage"]["prompt_tokens"]
    assert receipt["original_tokens"] == long["usage"]["prompt_tokens"], "counted, so it is exact"
    assert receipt["tokens_saved"] > 5
    analysis = native(real, "analyze", prompt=VERBOSE)
    assert analysis["tokens_method"] == "counted"
    assert analysis["tokens_saved"] == receipt["tokens_saved"]


@pytest.mark.timeout(60)
def test_the_models_energy_is_on_the_receipt_and_in_the_counters(
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    model_file: Path,
) -> None:
    settings = {"gate": "always", "time_limit": "30s", "model": str(model_file)}
    gateway = start_gateway(upstream, config={"optimizer": settings})
    wait_for_state(gateway, "loaded")
    answer = ask(gateway, user(OPEN)).json()["greeninfer"]
    receipt = answer["shortening"]
    assert receipt["gate"]["asked"] is True
    assert receipt["cpu_ms"] > 0
    assert receipt["energy_method"] == "attributed"
    gateway.wait_for_metric("greeninfer_telemetry_records_total", 2)
    joules = {labels["model"]: value for labels, value in gateway.samples("greeninfer_energy_joules_total")}
    assert joules["optimizer"] == pytest.approx(receipt["energy_mwh"] * 3.6, rel=1e-3)
    assert sum(joules.values()) == pytest.approx(answer["energy_mwh"] * 3.6, rel=1e-3)
    assert gateway.metric("greeninfer_optimizer_cpu_seconds_total") * 1e3 == pytest.approx(
        receipt["cpu_ms"], rel=1e-4
    )
    # The next turn sends the same bytes and asks nobody.
    first = messages_sent(upstream)[0]
    code = user("```\nprint(7 * 6)\n```")
    again = ask(gateway, user(OPEN), said("It does."), code).json()["greeninfer"]
    assert messages_sent(upstream)[0] == first
    assert "energy_mwh" not in again["shortening"]


@pytest.mark.timeout(60)
def test_the_gate_shows_both_sides(
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    model_file: Path,
) -> None:
    # A model whose prompt tokens cost next to nothing: no deletion is worth a joule.
    cheap = model_entry(upstream, energy={"output_mwh_per_token": 1, "input_mwh_per_token": 1e-9})
    settings = {"time_limit": "30s", "model": str(model_file)}
    gateway = start_gateway(config={"optimizer": settings, "models": [cheap]})
    wait_for_state(gateway, "loaded")
    receipt = ask(gateway, user(OPEN)).json()["greeninfer"]["shortening"]
    gate = receipt["gate"]
    assert gate["saves_mwh"] < gate["costs_mwh"]
    assert (gate["setting"], gate["costs_by"], gate["saves_by"]) == ("net_energy", "assumed", "proxy")
    assert gate["asked"] is gate.get("probe", False)
