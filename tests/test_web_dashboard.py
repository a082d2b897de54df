"""The dashboard shows what the gateway accounts for, no more and no less."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.browser import Element, Page, until
from harness.browsing import OpenPage
from harness.budgets import ask, client_entry, costing, headers_of, key_of
from harness.cascade import QUESTION, answers, verdict
from harness.chat_page import UNKNOWN, near, quantities, quantity
from harness.configs import StartGateway, StartUpstream, model_entry
from harness.gateway import Gateway
from harness.ladder import Ladder
from harness.script import whole
from harness.scripted_upstream import ScriptedUpstream

PANELS = ["panel-time", "panel-models", "panel-tiers", "panel-regions", "panel-departments", "panel-grid"]
PANELS += ["panel-savings", "panel-escalations", "panel-requests"]


def report(gateway: Gateway, client: str | None = None) -> dict[str, Any]:
    answer = httpx.get(f"{gateway.url}/reports/carbon", headers=headers_of(client), trust_env=False)
    found: dict[str, Any] = answer.json()
    return found


def figure(card: Element) -> float:
    return quantity(card.css(".figure").first.text())


def row(panel: Element, name: str) -> Element:
    return panel.css("table.breakdown tbody tr").with_text(name)


def cells(found: Element) -> list[str]:
    return [text.strip() for text in found.css("td").texts()]


def test_an_empty_account_says_what_to_do(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway, "dashboard")
    empty = page.test_id("empty").wait()
    assert f"curl {gateway.url}/v1/chat/completions" in empty.text()
    assert empty.role("link", "chat page").attribute("href") == "#/chat"
    # Nothing was measured: nothing is 0.
    for card in ("total-energy", "total-carbon", "total-cost"):
        assert page.test_id(card).css(".figure").text().strip() == UNKNOWN
    assert figure(page.test_id("total-requests")) == 0
    assert page.test_id("equivalences").count() == 0
    for panel in PANELS:
        assert page.test_id(panel).wait().css("h2").count() == 1
    assert page.test_id("panel-error").count() == 0


def test_totals_are_those_of_the_report_and_the_counters(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    upstream.choose_with(costing(50))
    price = {"input_per_mtok": 1.0, "output_per_mtok": 4.0}
    gateway = start_gateway(config={"models": [model_entry(upstream, price=price)]})
    page = open_page(gateway, "dashboard")
    page.test_id("empty").wait()
    for _ in range(3):
        assert ask(gateway).status_code == 200
    until(
        lambda: report(gateway)["total"]["answered"],
        lambda count: count == 3,
        "three answers in the report, but",
    )
    # Live: no reload.
    until(lambda: figure(page.test_id("total-requests")), lambda count: count == 3, "three answers, but", 20)
    total = report(gateway)["total"]
    energy = page.test_id("total-energy")
    assert figure(energy) == near(total["energy_kwh"] * 1000)
    assert quantities(energy.text())[1:3] == [
        near(total["energy_kwh_p5"] * 1000),
        near(total["energy_kwh_p95"] * 1000),
    ]
    assert figure(energy) == near(gateway.metric("greeninfer_energy_joules_total") / 3600)
    assert figure(page.test_id("total-carbon")) == near(total["co2e_g"])
    assert figure(page.test_id("total-carbon")) == near(gateway.metric("greeninfer_carbon_grams_total"))
    assert figure(page.test_id("total-cost")) == near(total["cost_usd"])
    assert page.test_id("empty").count() == 0
    model = cells(row(page.test_id("panel-models"), "test-model"))
    assert quantity(model[0]) == near(total["energy_kwh"] * 1000)
    assert quantity(model[1]) == near(total["co2e_g"])
    assert quantity(model[2]) == near(total["cost_usd"])
    assert page.test_id("panel-tiers").css("tbody tr").texts()[0].startswith("small")
    # Equivalences: each with its constant and its source.
    comparisons = page.test_id("equivalences").css("li")
    assert comparisons.count() >= 2
    for number in range(comparisons.count()):
        details = comparisons.nth(number).css("details")
        details.css("summary").click()
        assert "Source:" in details.text()


@pytest.fixture
def fleet(start_gateway: StartGateway, start_upstream: StartUpstream) -> Gateway:
    """Two regions, two departments, and one of them with a budget."""
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(costing(10))
    regions = ("eu-north-1", "us-east-1")
    models = [
        {
            **model_entry(name=f"model-{region}"),
            "endpoints": [{"url": upstream.url, "model": "upstream-model", "region": region}],
        }
        for region, upstream in zip(regions, upstreams, strict=True)
    ]
    return start_gateway(
        config={
            "models": models,
            "cascade": {"enabled": False},
            "clients": [
                client_entry("searcher", department="search"),
                client_entry("writer", department="writing"),
                client_entry("auditor", reports="all"),
            ],
            "departments": [{"name": "search", "carbon_budget": {"grams": 1000, "per": "month"}}],
        }
    )


def with_key(page: Page, name: str) -> None:
    entry = page.test_id("key-entry").wait()
    entry.css("input[type=password]").fill(key_of(name))
    page.test_id("key-save").click()
    entry.wait("hidden")


def ask_model(gateway: Gateway, client: str, model: str) -> None:
    body = {"model": model, "messages": [{"role": "user", "content": "Hello"}]}
    url = f"{gateway.url}/v1/chat/completions"
    assert httpx.post(url, json=body, headers=headers_of(client), trust_env=False).status_code == 200


def test_regions_and_departments(fleet: Gateway, open_page: OpenPage) -> None:
    ask_model(fleet, "searcher", "model-eu-north-1")
    ask_model(fleet, "writer", "model-us-east-1")
    ask_model(fleet, "writer", "model-us-east-1")
    until(lambda: report(fleet, "auditor")["total"]["answered"], lambda count: count == 3, "3 answers, but")
    page = open_page(fleet, "dashboard")
    page.expect("Failed to load resource")
    with_key(page, "auditor")
    page.test_id("total-requests").wait_for_text("3")
    rows = report(fleet, "auditor")["rows"]
    for panel, member, names in (
        ("panel-regions", "region", ("eu-north-1", "us-east-1")),
        ("panel-departments", "department", ("search", "writing")),
    ):
        for name in names:
            grams = sum(one["co2e_g"] for one in rows if one[member] == name)
            shown = cells(row(page.test_id(panel), name))
            assert quantity(shown[1]) == near(grams), f"{panel} {name}"
    zones = httpx.get(f"{fleet.url}/grid", headers=headers_of("auditor"), trust_env=False).json()["zones"]
    assert len(zones) >= 2
    for zone in zones:
        shown = page.test_id("panel-grid").test_id(f"zone-{zone['zone']}").css(".figure").text()
        assert float(shown.split()[0].replace(",", "")) == near(zone["grams_per_kwh"])
    page.test_id("panel-budgets").wait_for_text("search")


def test_a_key_shows_its_own_department_only(fleet: Gateway, open_page: OpenPage) -> None:
    ask_model(fleet, "searcher", "model-eu-north-1")
    ask_model(fleet, "writer", "model-us-east-1")
    until(lambda: report(fleet, "auditor")["total"]["answered"], lambda count: count == 2, "2 answers, but")
    page = open_page(fleet, "dashboard")
    page.expect("Failed to load resource")
    with_key(page, "writer")
    page.test_id("total-requests").wait_for_text("1")
    assert "search" not in page.test_id("panel-departments").text()


def test_escalations(ladder: Ladder, medium: ScriptedUpstream, open_page: OpenPage) -> None:
    answers(medium, "Better.", lambda: whole(verdict(0.05)))
    gateway = ladder()
    answer = httpx.post(f"{gateway.url}/chat", json={"prompt": QUESTION}, trust_env=False)
    assert answer.json()["model_tier"] == "medium"
    page = open_page(gateway, "dashboard")
    panel = page.test_id("panel-escalations")
    panel.wait_for_text("small → medium")
    assert gateway.metric("greeninfer_escalations_total") == 1
    assert panel.css("tbody tr").first.css("td").last.text() == "1"
    # An answer that was thrown away has used energy all the same, and is in the sum.
    attempts = report(gateway)["total"]
    assert attempts["discarded"] == 1
    assert "1 answers thrown away" in page.test_id("total-requests").text()


def test_another_time_is_another_report(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    assert ask(gateway).status_code == 200
    until(lambda: report(gateway)["total"]["answered"], lambda count: count == 1, "answer in the report, but")
    page = open_page(gateway, "dashboard")
    for preset in ("hour", "7d"):
        page.test_id("range").choose(preset)
        page.test_id("total-requests").wait_for_text("1")
    page.test_id("range").choose("own")
    inputs = page.css("input[type=datetime-local]")
    inputs.nth(0).fill("2020-01-01T00:00")
    inputs.nth(1).fill("2020-01-02T00:00")
    page.role("button", "Show").click()
    page.test_id("empty").wait()


def test_one_source_that_fails_leaves_the_others(gateway: Gateway, open_page: OpenPage) -> None:
    assert ask(gateway).status_code == 200
    until(lambda: report(gateway)["total"]["answered"], lambda count: count == 1, "answer in the report, but")
    page = open_page(gateway, place=None)
    page.expect("Failed to load resource")
    page.call(("route", "**/grid", {"script": "(route) => route.abort()"}))
    page.go("dashboard")
    page.test_id("total-requests").wait_for_text("1")
    assert page.test_id("panel-grid").test_id("panel-error").wait().text() != ""
    assert page.test_id("panel-models").test_id("panel-error").count() == 0
