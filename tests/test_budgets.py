"""Carbon and money budgets of sessions, clients and departments: warned, forced down, never overspent."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.budgets import (
    GRID,
    ask,
    budget_config,
    client_entry,
    costing,
    gram_model,
    headers_of,
    session_of,
)
from harness.cascade import QUESTION, answers, ladder_config, verdict
from harness.configs import MODEL, Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway, binary_path
from harness.raw_http import RawConnection
from harness.replies import content_event, error_body, role_event
from harness.script import Json, Silence, WaitFor, open_stream, whole
from harness.scripted_upstream import ScriptedUpstream

StartBudgeted = Callable[..., Gateway]


@pytest.fixture
def start(start_gateway: StartGateway, upstream: ScriptedUpstream) -> StartBudgeted:
    """Starts a gateway in front of a model that costs a gram a token."""

    def start(**sections: Json) -> Gateway:
        return start_gateway(config=budget_config(upstream, **sections))

    return start


def assert_out_of_budget(answer: httpx.Response, code: str = "carbon_budget_exceeded") -> str:
    assert answer.status_code == 402, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.headers["x-should-retry"] == "false"
    return str(answer.json()["error"]["message"])


def test_a_session_is_warned_forced_to_eco_and_refused(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start(budget={"session_grams": 100})
    upstream.choose_with(costing(80))
    assert "x-greeninfer-budget" not in ask(gateway, "s").headers
    upstream.choose_with(costing(10))
    warned = ask(gateway, "s", mode="performance")
    assert warned.headers["x-greeninfer-budget"] == "warn"
    assert warned.json()["mode_used"] == "performance"
    forced = ask(gateway, "s", mode="performance")
    assert forced.headers["x-greeninfer-budget"] == "eco"
    assert forced.json()["mode_used"] == "eco"
    assert forced.json()["session"]["carbon_remaining_g"] == 0
    arrived = len(upstream.requests)
    assert "session 's'" in assert_out_of_budget(ask(gateway, "s"))
    openai = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=chat_body(),
        headers={"x-greeninfer-session": "s"},
        trust_env=False,
    )
    assert_out_of_budget(openai)
    assert len(upstream.requests) == arrived
    assert ask(gateway, "another").status_code == 200
    assert ask(gateway).status_code == 200, "a request without a session has no session budget"
    assert gateway.metric("greeninfer_budget_refusals_total", reason="carbon") == 2
    assert gateway.metric("greeninfer_budget_downgrades_total", to="eco") == 1


def test_the_session_object_of_an_answer_is_that_of_the_session(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start()
    upstream.choose_with(costing(2))
    told = ask(gateway, "s").json()["session"]
    assert told == {
        "session_id": "s",
        "total_prompts": 1,
        "total_energy_mwh": 2000,
        "total_co2_grams": 2,
        "total_cost_usd": None,
        "carbon_budget_g": 5,
        "carbon_used_g": 2,
        "carbon_reserved_g": 0,
        "carbon_remaining_g": 3,
        "level": "ok",
    }
    assert session_of(gateway, "s").json() == told
    assert "session" not in ask(gateway).json()
    assert gateway.metric("greeninfer_sessions") == 1


def test_a_session_ends_when_it_is_deleted(start: StartBudgeted, upstream: ScriptedUpstream) -> None:
    gateway = start()
    upstream.choose_with(costing(5))
    assert ask(gateway, "s").status_code == 200
    assert_out_of_budget(ask(gateway, "s"))
    url = f"{gateway.url}/sessions/s"
    assert httpx.delete(url, trust_env=False).json() == {"session_id": "s", "deleted": True}
    for answer in (httpx.delete(url, trust_env=False), session_of(gateway, "s")):
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "session_not_found"
    assert ask(gateway, "s").status_code == 200


def test_sessions_of_clients_are_their_own(start: StartBudgeted, upstream: ScriptedUpstream) -> None:
    gateway = start(clients=[client_entry("one"), client_entry("two")])
    upstream.choose_with(costing(5))
    assert ask(gateway, "s", "one").status_code == 200
    assert session_of(gateway, "s", "two").status_code == 404
    assert session_of(gateway, "s").status_code == 401
    other = httpx.delete(f"{gateway.url}/sessions/s", headers=headers_of("two"), trust_env=False)
    assert other.status_code == 404
    assert_out_of_budget(ask(gateway, "s", "one"))
    assert ask(gateway, "s", "two").status_code == 200


def test_clients_and_departments_have_budgets(start: StartBudgeted, upstream: ScriptedUpstream) -> None:
    search = {"name": "search", "carbon_budget": {"grams": 10, "per": "week"}}
    gateway = start(
        clients=[
            client_entry("small", department="search", carbon_budget={"grams": 4, "per": "day"}),
            client_entry("wide", department="search"),
            client_entry("free"),
        ],
        departments=[search],
    )
    upstream.choose_with(costing(4))
    assert ask(gateway, client="small").status_code == 200
    assert "client 'small' (4 g per day)" in assert_out_of_budget(ask(gateway, client="small"))
    assert gateway.metric("greeninfer_budget_used_ratio", department="search") == 0.4
    upstream.choose_with(costing(6))
    assert ask(gateway, client="wide").status_code == 200
    assert "department 'search' (10 g per week)" in assert_out_of_budget(ask(gateway, client="wide"))
    assert ask(gateway, client="free").status_code == 200


def test_money_has_budgets_too(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    priced = gram_model(upstream, price={"input_per_mtok": 0, "output_per_mtok": 1_000_000})
    client = client_entry("team", money_budget={"usd": 3, "per": "month"})
    gateway = start_gateway(config={**budget_config(upstream, clients=[client]), "models": [priced]})
    upstream.choose_with(costing(2))
    assert ask(gateway, client="team").json()["cost_usd"] == 2
    message = assert_out_of_budget(ask(gateway, client="team", max_tokens=2), "money_budget_exceeded")
    assert "1 US dollars left" in message
    upstream.choose_with(costing(1))
    assert ask(gateway, client="team").status_code == 200
    assert_out_of_budget(ask(gateway, client="team"), "money_budget_exceeded")


def two_sizes(small: ScriptedUpstream, large: ScriptedUpstream, **budget: Json) -> Config:
    models = [gram_model(small, name="little"), gram_model(large, name="big", tier="large")]
    routing = {"policy": "bands", "balanced": {"small_below": 0, "medium_below": 0}}
    return {
        "models": models,
        "grid": GRID,
        "cascade": {"enabled": False},
        "routing": routing,
        "budget": budget,
    }


def test_at_the_limit_the_smallest_model_goes_on(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    small, large = start_upstream(), start_upstream()
    gateway = start_gateway(config=two_sizes(small, large, session_grams=10, at_limit="smallest"))
    large.choose_with(costing(12))
    small.choose_with(costing(1))
    assert ask(gateway, "s").json()["model_id"] == "big"
    held = ask(gateway, "s")
    assert held.headers["x-greeninfer-budget"] == "exhausted"
    assert held.json()["model_id"] == "little"
    assert held.json()["session"]["carbon_used_g"] == 13
    named = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=chat_body(model="big"),
        headers={"x-greeninfer-session": "s"},
        trust_env=False,
    )
    assert_out_of_budget(named)
    assert gateway.metric("greeninfer_budget_downgrades_total", to="smallest") >= 1


def test_what_does_not_fit_is_told_and_may_be_made_smaller(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start()
    upstream.choose_with(costing(1))
    message = assert_out_of_budget(ask(gateway, "s", max_tokens=6))
    assert "5 g left" in message
    assert "lower max_tokens" in message
    assert not upstream.requests
    assert ask(gateway, "s", max_tokens=5).status_code == 200


def wait_until_settled(gateway: Gateway, session: str) -> dict[str, Any]:
    deadline = time.monotonic() + 5
    while (status := session_of(gateway, session).json())["carbon_reserved_g"] != 0:
        assert time.monotonic() < deadline, status
        time.sleep(0.02)
    return dict(status)


def test_an_aborted_request_gives_back_what_it_did_not_use(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start()
    upstream.respond([*open_stream([role_event(), content_event("one"), content_event("two")]), Silence()])
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.post(chat_body(stream=True, max_tokens=5), headers={"x-greeninfer-session": "s"})
        connection.read_head()
        connection.read_chunk()
        assert session_of(gateway, "s").json()["carbon_reserved_g"] == 5
    status = wait_until_settled(gateway, "s")
    assert 1 <= status["carbon_used_g"] <= 2, "what was written until then is charged"
    gateway.assert_idle()


def test_a_request_that_fails_before_any_work_costs_nothing(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start()
    upstream.respond(whole(error_body("no"), 400))
    assert ask(gateway, "s").status_code == 400
    assert session_of(gateway, "s").json()["carbon_used_g"] == 0
    assert session_of(gateway, "s").json()["total_prompts"] == 0


def test_two_hundred_requests_at_once_do_not_overspend(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start(budget={"session_grams": 50})
    gate = WaitFor()
    upstream.choose_with(lambda request: [gate, *costing(1)(request)])
    with ThreadPoolExecutor(200) as threads:
        answers = [threads.submit(ask, gateway, "s") for _ in range(200)]
        upstream.wait_for_requests(50, timeout_seconds=20)
        gate.event.set()
        codes = sorted(answer.result().status_code for answer in answers)
    assert codes == [200] * 50 + [402] * 150
    assert len(upstream.requests) == 50
    assert session_of(gateway, "s").json()["carbon_used_g"] == 50
    gateway.assert_idle()


def test_what_costs_more_than_reserved_overspends_by_no_more_than_what_runs(
    start: StartBudgeted, upstream: ScriptedUpstream
) -> None:
    gateway = start(budget={"session_grams": 50})
    upstream.choose_with(costing(3))
    with ThreadPoolExecutor(8) as threads:
        codes = [answer.status_code for answer in threads.map(lambda _: ask(gateway, "s"), range(60))]
    used = session_of(gateway, "s").json()["carbon_used_g"]
    assert used == 3 * codes.count(200)
    assert 50 <= used <= 50 + 8 * 2


@pytest.mark.parametrize("stream", [False, True])
def test_every_answer_and_check_of_a_cascade_is_charged(
    start_gateway: StartGateway, start_upstream: StartUpstream, tmp_path: Path, stream: bool
) -> None:
    small, medium = start_upstream(), start_upstream()
    answers(small, "I am not sure.")
    answers(medium, "Because it has a least upper bound.", check=lambda: whole(verdict(0.02)))
    gateway = start_gateway(config=ladder_config(tmp_path, [small, medium]))
    body = chat_body(stream, model="auto", messages=[{"role": "user", "content": QUESTION}])
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=body,
        headers={"x-greeninfer-session": "s"},
        trust_env=False,
        timeout=20,
    )
    assert answer.status_code == 200
    assert len(small.requests) == 1
    assert len(medium.requests) == 2
    receipt = receipt_in(answer.text) if stream else answer.json()["greeninfer"]
    session = wait_until_settled(gateway, "s")
    assert session["total_co2_grams"] == pytest.approx(receipt["co2_grams"], rel=1e-3)
    assert session["total_energy_mwh"] == pytest.approx(receipt["energy_mwh"], rel=1e-3)
    assert receipt["session"]["carbon_used_g"] == session["carbon_used_g"]
    assert session["total_prompts"] == 1


def receipt_in(events: str) -> dict[str, Any]:
    """The comment before the end of a stream."""
    line = next(line for line in events.splitlines() if line.startswith(": greeninfer "))
    return dict(json.loads(line.removeprefix(": greeninfer ")))


@pytest.mark.parametrize("at_limit", ["refuse", "smallest"])
def test_an_escalation_that_the_budget_does_not_pay_for_is_not_made(
    start_gateway: StartGateway, start_upstream: StartUpstream, tmp_path: Path, at_limit: str
) -> None:
    small, medium = start_upstream(), start_upstream()
    answers(small, "I am not sure.")
    answers(medium, "Because it has a least upper bound.", check=lambda: whole(verdict(0.02)))
    config = ladder_config(tmp_path, [small, medium])
    # 512 tokens are reserved for an answer: 11.6 mg of the small model, 52 mg of the medium one.
    budget = {"session_grams": 0.03, "at_limit": at_limit}
    gateway = start_gateway(config={**config, "budget": budget})
    answer = ask(gateway, "s", prompt=QUESTION, max_tokens=512)
    assert answer.status_code == 200
    assert answer.json()["response"] == "I am not sure."
    assert not medium.requests


def test_a_reload_keeps_what_was_spent(start: StartBudgeted, upstream: ScriptedUpstream) -> None:
    gateway = start()
    upstream.choose_with(costing(4))
    assert ask(gateway, "s").status_code == 200
    gateway.reload({**gateway.config, "budget": {"session_grams": 3}})
    gateway.wait_for_metric("greeninfer_config_generation", 2)
    assert session_of(gateway, "s").json()["carbon_used_g"] == 4
    assert_out_of_budget(ask(gateway, "s"))
    gateway.reload({**gateway.config, "budget": {"session_grams": 10}})
    gateway.wait_for_metric("greeninfer_config_generation", 3)
    assert ask(gateway, "s").status_code == 200


def test_sessions_are_bounded(start: StartBudgeted, upstream: ScriptedUpstream) -> None:
    gateway = start(budget={"max_sessions": 20})
    upstream.choose_with(costing(1))
    codes = [ask(gateway, f"s{number}").status_code for number in range(25)]
    assert codes == [200] * 20 + [429] * 5
    refused = ask(gateway, "one more")
    assert refused.json()["error"]["field"] == "session_id"
    refused = ask(gateway, "one-more")
    assert "budget.max_sessions" in refused.json()["error"]["message"]
    assert "retry-after" in refused.headers
    assert ask(gateway, "s0").status_code == 200
    assert gateway.metric("greeninfer_sessions") == 20


@pytest.mark.parametrize("id_of_session", ["x" * 129, "two words", "x" * 1_000_000])
def test_a_session_id_that_is_none_is_refused(start: StartBudgeted, id_of_session: str) -> None:
    gateway = start()
    answer = ask(gateway, id_of_session)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "session_id"
    assert "128" in answer.json()["error"]["message"]
    header = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=chat_body(),
        headers={"x-greeninfer-session": id_of_session},
        trust_env=False,
    )
    assert header.status_code == (431 if len(id_of_session) > 1000 else 400)
    assert gateway.metric("greeninfer_sessions") == 0


@pytest.mark.parametrize("wrong", ["0", "-1", "-0.0", ".nan", "nan", ".inf", "1e999", "ten", "''"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("budget: {session_grams: WRONG}", "budget.session_grams"),
        ("departments: [{name: d, carbon_budget: {grams: WRONG}}]", "departments[0].carbon_budget.grams"),
        ("departments: [{name: d, money_budget: {usd: WRONG}}]", "departments[0].money_budget.usd"),
        ("clients: [{KEY, carbon_budget: {grams: WRONG, per: day}}]", "clients[0].carbon_budget.grams"),
        ("clients: [{KEY, requests_per_minute: WRONG}]", "clients[0].requests_per_minute"),
    ],
)
def test_a_budget_that_is_none_is_refused_by_check(tmp_path: Path, text: str, place: str, wrong: str) -> None:
    key = f"name: c, key_sha256: {'a' * 64}"
    assert_check_finds(tmp_path, text.replace("KEY", key).replace("WRONG", wrong), place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("budget: {warn_at: 0.9, eco_at: 0.9}", "budget.warn_at"),
        ("budget: {eco_at: 1.1}", "budget.eco_at"),
        ("budget: {at_limit: apologise}", "budget.at_limit"),
        ("departments: [{name: d, carbon_budget: {per: day}}]", "departments[0].carbon_budget.grams"),
        ("departments: [{name: d, money_budget: {usd: 1, per: year}}]", "departments[0].money_budget.per"),
        ("departments: [{name: d}, {name: d}]", "departments[1].name"),
    ],
)
def test_budgets_that_contradict_themselves_are_refused_by_check(
    tmp_path: Path, text: str, place: str
) -> None:
    assert_check_finds(tmp_path, text, place)


def assert_check_finds(folder: Path, text: str, place: str) -> None:
    file = folder / "greeninfer.yaml"
    file.write_text(f"{text}\n")
    command = [str(binary_path()), "check", "--config", str(file)]
    check = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert check.returncode == 2
    assert place in check.stdout + check.stderr
    assert MODEL not in check.stdout
