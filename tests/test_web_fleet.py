"""The dashboard on prefix routing: its figures are the counters, and what nobody knows is a dash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.browser import Element, Page
from harness.browsing import OpenPage, picture
from harness.chat_page import UNKNOWN, near, quantities, quantity
from harness.configs import StartGateway, StartUpstream
from harness.documents import AGAIN, DOCUMENT_TOKENS, SAVED_EACH, ask_all, config, engine, says_what_it_has
from harness.exporter import Exporter
from harness.gateway import Gateway
from test_web_access import AXE, FINDINGS, PHONE, SCROLLED_WIDTHS, STICKING_OUT

NOBODY = "tcp://127.0.0.1:1"
TOLD = {
    "num_requests_waiting": 2.0,
    "kv_cache_usage_perc": 0.3,
    "prefix_cache_queries_total": 4000.0,
    "prefix_cache_hits_total": 1000.0,
}


@pytest.fixture
def exporter() -> Iterator[Exporter]:
    one = Exporter()
    one.told = TOLD
    yield one
    one.stop()


@pytest.fixture
def fleet(start_gateway: StartGateway, start_upstream: StartUpstream, exporter: Exporter) -> Gateway:
    """Two endpoints, of which one says all of itself and promises events that it never sends."""
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(engine(says_what_it_has))
    whole = config("kv_aware", upstreams, green_routing={"enabled": True})
    told = {"metrics_url": exporter.url, "kv_events": {"url": NOBODY}}
    whole["models"][0]["endpoints"][0] |= told
    return start_gateway(config=whole)


def panel_of(page: Page) -> Element:
    return page.test_id("panel-fleet").wait()


def row_of(panel: Element, gateway: Gateway, number: int) -> tuple[str, list[str]]:
    """The heading and the cells of an endpoint's row."""
    url = gateway.config["models"][0]["endpoints"][number]["url"]
    host = url.removeprefix("http://").removesuffix("/v1")
    row = panel.css("tbody tr").with_text(host)
    return row.css("th").text(), [text.strip() for text in row.css("td").texts()]


def gain(panel: Element, what: str) -> list[str]:
    return [text.strip() for text in panel.test_id(f"gain-{what}").wait().css("td").texts()]


def test_figures_are_those_of_the_counters(fleet: Gateway, open_page: OpenPage) -> None:
    ask_all(fleet)
    panel = panel_of(open_page(fleet, "dashboard"))
    counted = {
        what: fleet.metric(f"greeninfer_prefix_routing_{what}_total", direction="saved")
        for what in ("tokens", "seconds", "joules", "grams")
    }
    assert counted["tokens"] == AGAIN * SAVED_EACH
    assert [quantity(text) for text in gain(panel, "tokens")] == [counted["tokens"], 0, counted["tokens"]]
    saved, lost, net = (quantity(text) for text in gain(panel, "seconds"))
    told_lost = fleet.metric("greeninfer_prefix_routing_seconds_total", direction="lost")
    assert (saved, net) == (near(counted["seconds"]), near(counted["seconds"] - told_lost))
    assert lost == pytest.approx(told_lost, abs=0.001)
    assert quantity(gain(panel, "joules")[2]) == near(counted["joules"] / 3600)
    assert quantity(gain(panel, "grams")[2]) == near(counted["grams"])
    text = panel.text()
    for words in ("Estimated", "in turn", "by the same index at the same moment"):
        assert words in text
    hits = panel.test_id("reported-hits").css("dd").first.text()
    assert quantity(hits) == fleet.metric("greeninfer_prefix_hit_tokens_total") == AGAIN * DOCUMENT_TOKENS


def test_endpoints_say_what_they_say_and_no_more(fleet: Gateway, open_page: OpenPage) -> None:
    fleet.wait_for_metric("greeninfer_endpoint_waiting", 2, 15)
    fleet.wait_for_metric("greeninfer_kv_event_silent", 1, 20)
    panel = panel_of(open_page(fleet, "dashboard"))
    heading, cells = row_of(panel, fleet, 0)
    assert "metrics_url" not in heading
    assert cells[:5] == ["up", "0", "7", "2", "30 %"]
    assert quantities(cells[5]) == [1000, 25]
    assert cells[6].startswith("silent")
    heading, cells = row_of(panel, fleet, 1)
    assert cells == ["up", "0", *[UNKNOWN] * 5], "what is not known is no 0"
    assert "metrics_url" in heading
    assert "kv_events" in heading
    # Nothing was asked, so nothing was placed or found.
    assert "No prompt was placed" in panel.test_id("fleet-empty").text()
    assert panel.test_id("reported-hits").css("dd").first.text().startswith(UNKNOWN)


def test_one_that_is_down_is_said_to_be(
    start_gateway: StartGateway, start_upstream: StartUpstream, open_page: OpenPage
) -> None:
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(engine(says_what_it_has))
    gateway = start_gateway(
        config={
            **config("kv_aware", upstreams),
            "upstream": {"health": {"interval": "100ms", "failures": 1}},
        }
    )
    upstreams[1].healthy = False
    gateway.wait_for_metric("greeninfer_endpoint_up", 1)
    panel = panel_of(open_page(gateway, "dashboard"))
    assert [row_of(panel, gateway, number)[1][0] for number in range(2)] == ["up", "down"]


def test_a_strategy_that_claims_nothing_is_named(
    start_gateway: StartGateway, start_upstream: StartUpstream, open_page: OpenPage
) -> None:
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(engine(says_what_it_has))
    gateway = start_gateway(config=config("round_robin", upstreams))
    ask_all(gateway)
    panel = panel_of(open_page(gateway, "dashboard"))
    panel.test_id("fleet-empty").wait_for_text("chosen by round_robin")
    assert panel.test_id("gain-tokens").count() == 0
    hits = panel.test_id("reported-hits").css("dd").first.text()
    assert quantity(hits) == gateway.metric("greeninfer_prefix_hit_tokens_total")


def test_a_single_endpoint_is_told_what_makes_a_fleet(gateway: Gateway, open_page: OpenPage) -> None:
    panel = panel_of(open_page(gateway, "dashboard"))
    words = panel.test_id("fleet-empty").wait().text()
    for wanted in ("nothing to choose between", "enterprise.clusters", "docs/FLEET.md"):
        assert wanted in words


def test_clusters_stand_by_name(
    start_gateway: StartGateway, start_upstream: StartUpstream, open_page: OpenPage
) -> None:
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(engine(says_what_it_has))
    servers = [one.url.removesuffix("/v1") for one in upstreams]
    cluster = {"name": "lab-north", "region": "eu-north-1", "endpoints": servers, "metrics_path": ""}
    whole = config("kv_aware", [], clusters=[{**cluster, "served_model": "upstream-model"}])
    whole["models"] = [{"name": "test-model", "tier": "small"}]
    gateway = start_gateway(config=whole)
    ask_all(gateway)
    page = open_page(gateway, "dashboard")
    panel = panel_of(page)
    assert "of cluster lab-north" in panel.test_id("reported-hits").text()
    rows = panel.css("tbody tr").with_text("cluster lab-north, eu-north-1")
    assert rows.count() == 2
    setup = page.go("setup").test_id("setup-models")
    setup.wait_for_text("lab-north in eu-north-1")
    assert "kv_aware" in setup.text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_everybody_can_read_it(fleet: Gateway, open_page: OpenPage, screen: str, theme: str) -> None:
    ask_all(fleet)
    fleet.wait_for_metric("greeninfer_kv_event_silent", 1, 20)
    page = open_page(fleet, "dashboard", colorScheme=theme, **(PHONE if screen == "phone" else {}))
    panel = panel_of(page)
    panel.test_id("gain-tokens").wait().run("(row) => row.closest('section').scrollIntoView()")
    page.screenshot(picture(f"fleet-{theme}-{screen}"))
    for scrolled, shown in page.run(SCROLLED_WIDTHS):
        assert scrolled <= shown, "the page scrolls sideways"
    assert page.run(STICKING_OUT) == []
    page.load(AXE.read_text())
    assert page.run(FINDINGS) == []
