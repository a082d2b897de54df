"""Whom a request is charged to: the department of its key, or the one that a trusted client names."""

from __future__ import annotations

from collections import defaultdict

import httpx
import pytest
from harness.budgets import budget_config, client_entry, costing, headers_of
from harness.configs import StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from harness.scripted_upstream import ScriptedUpstream

FIELD = "x-greeninfer-department"
IGNORED = "greeninfer_department_header_ignored_total"


@pytest.fixture
def gateway(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    upstream.choose_with(costing(1))
    return start_gateway(
        config=budget_config(
            upstream,
            clients=[
                client_entry("team", department="search"),
                client_entry("portal", department="platform", may_set_department=True),
                client_entry("loner"),
            ],
            departments=[{"name": "research", "carbon_budget": {"grams": 2, "per": "month"}}],
        )
    )


def ask(gateway: Gateway, client: str, department: str | None = None) -> httpx.Response:
    headers = headers_of(client) | ({FIELD: department} if department is not None else {})
    url = f"{gateway.url}/v1/chat/completions"
    return httpx.post(url, json=chat_body(max_tokens=1), headers=headers, trust_env=False, timeout=20)


def grams_by_department(gateway: Gateway) -> dict[str, float]:
    grams: dict[str, float] = defaultdict(float)
    for labels, value in gateway.samples("greeninfer_carbon_grams_total"):
        grams[labels["department"]] += value
    return grams


def test_each_request_is_charged_to_one_department_and_all_add_up(gateway: Gateway) -> None:
    rows = [
        ("team", None, "search"),
        ("portal", None, "platform"),
        ("portal", "search", "search"),
        ("portal", "research", "research"),
        ("portal", "reserach", "none"),
        ("loner", None, "none"),
    ]
    expected: dict[str, float] = defaultdict(float)
    for client, header, department in rows:
        assert ask(gateway, client, header).status_code == 200
        expected[department] += 1  # gram
    assert grams_by_department(gateway) == pytest.approx(expected)
    total = gateway.metric("bauxite_request_carbon_grams_total")
    assert sum(grams_by_department(gateway).values()) == pytest.approx(total, rel=1e-12)
    assert gateway.metric(IGNORED, reason="unknown") == 1
    assert gateway.metric(IGNORED, reason="untrusted") == 0


@pytest.mark.parametrize("client", ["team", "loner"])
def test_nobody_else_can_charge_another_department(gateway: Gateway, client: str) -> None:
    own = {"team": "search", "loner": "none"}[client]
    for _ in range(3):
        assert ask(gateway, client, "research").status_code == 200
    assert grams_by_department(gateway) == pytest.approx({own: 3})
    assert gateway.metric(IGNORED, reason="untrusted") == 3


def test_the_budget_of_the_named_department_holds(gateway: Gateway) -> None:
    for _ in range(2):
        assert ask(gateway, "portal", "research").status_code == 200
    refused = ask(gateway, "portal", "research")
    assert refused.status_code == 402
    assert "research" in refused.json()["error"]["message"]
    assert gateway.metric("greeninfer_budget_used_ratio", department="research") == pytest.approx(1)
    assert ask(gateway, "portal", "search").status_code == 200, "others go on"
    assert ask(gateway, "team", "research").status_code == 200, "it was never charged for this client"


@pytest.mark.parametrize("value", [b'a"b\\c', b"\xff\xfe", b"x" * 5000, b"", b"search\x01"])
def test_a_header_that_is_no_name_makes_no_label(gateway: Gateway, value: bytes) -> None:
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        fields = headers_of("portal") | {FIELD: value.decode("latin-1")}
        connection.post(chat_body(max_tokens=1), headers=fields)
        status = connection.read_answer().status
    assert status in (200, 400)  # control characters are refused with the whole request
    text = gateway.metrics_text()
    assert "xxxxx" not in text
    assert set(grams_by_department(gateway)) <= {"none"}


def test_a_caller_without_a_key_has_no_department(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    upstream.choose_with(costing(1))
    gateway = start_gateway(config=budget_config(upstream, departments=[{"name": "research"}]))
    headers = {FIELD: "research"}
    url = f"{gateway.url}/v1/chat/completions"
    assert httpx.post(url, json=chat_body(), headers=headers, trust_env=False).status_code == 200
    assert set(grams_by_department(gateway)) == {"none"}
    assert gateway.metric(IGNORED, reason="untrusted") == 1


def test_a_model_server_does_not_hear_of_departments(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    ask(gateway, "portal", "research")
    assert FIELD not in {name.lower() for name, _ in upstream.requests[-1].headers}
