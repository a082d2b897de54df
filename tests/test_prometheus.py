"""A real Prometheus reads the metrics; promtool finds nothing wrong with them or the rules in deploy/."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from harness.budgets import client_entry, headers_of
from harness.configs import BASE_CONFIG, Config, chat_body, merge, model_entry
from harness.gateway import Gateway
from harness.prometheus import RULES, Labels, Prometheus, promtool
from harness.scripted_upstream import ScriptedUpstream
from prometheus_client.parser import text_string_to_metric_families

# What the configuration allows in a name, and Prometheus's format escapes or gives a meaning to.
ODD_MODEL, ODD_DEPARTMENT = "we\\ird{name},x=1#n/u", "R&D\\{west}"


@dataclass
class Watched:
    """Two gateways, each scraped by two Prometheuses, which find targets in 5 s: all tests share them."""

    gateways: list[Gateway]
    scrapers: list[Prometheus]


def config_of(upstream: ScriptedUpstream) -> Config:
    models = [model_entry(upstream, name=ODD_MODEL, price={"input_per_mtok": 1, "output_per_mtok": 2})]
    clients = [client_entry("one", department=ODD_DEPARTMENT), client_entry("two", department="plain")]
    return merge(BASE_CONFIG, {"models": models, "clients": clients})


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    with ExitStack() as ends:
        upstream = ScriptedUpstream()
        ends.callback(upstream.stop)
        gateways = [Gateway(folder / name, config_of(upstream)) for name in ("first", "second")]
        for gateway in gateways:
            ends.callback(gateway.kill)
        scrapers = [Prometheus(folder / name, gateways) for name in ("third", "fourth")]
        for prometheus in scrapers:
            ends.callback(prometheus.stop)
        for prometheus in scrapers:
            prometheus.wait_for_scrape()
        yield Watched(gateways, scrapers)


def load(gateway: Gateway, requests: int) -> None:
    def ask(http: httpx.Client, number: int) -> None:
        client = "one" if number % 3 else "two"
        body = chat_body(stream=number % 2 == 0, model=ODD_MODEL)
        answer = http.post("/v1/chat/completions", json=body, headers=headers_of(client))
        assert answer.status_code == 200, answer.text

    with (
        httpx.Client(base_url=gateway.url, trust_env=False, timeout=20) as http,
        ThreadPoolExecutor(4) as threads,
    ):
        list(threads.map(lambda number: ask(http, number), range(requests)))
    gateway.assert_idle()


def page_of(gateway: Gateway) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(gateway.metrics_text())
    samples = (sample for family in families for sample in family.samples)
    return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}


def stored_in(
    prometheus: Prometheus, gateway: Gateway
) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    def identity(labels: Labels) -> tuple[str, frozenset[tuple[str, str]]]:
        ours = {name: value for name, value in labels.items() if name not in ("__name__", "job", "instance")}
        return labels["__name__"], frozenset(ours.items())

    found = prometheus.query(f'{{instance="{gateway.address}"}}')
    return {identity(labels): value for labels, value in found}


# What looking at the metrics changes, or time.
MOVING = {
    "greeninfer_requests_total",  # of GET /metrics; that of other routes is looked at in the tests
    "greeninfer_client_connections_accepted_total",
    "greeninfer_client_connections_open",
    "greeninfer_grid_age_seconds",
}


def moves(name: str) -> bool:
    return name in MOVING or name.startswith("process_")


def assert_stored(prometheus: Prometheus, gateway: Gateway) -> None:
    """Prometheus has all that an idle gateway says, and exactly that."""
    page = page_of(gateway)
    prometheus.wait_for_scrape()
    stored = stored_in(prometheus, gateway)
    settled = {
        key: value
        for key, value in page.items()
        if key[0] not in MOVING and not key[0].startswith("process_")
    }
    assert len(settled) > 150
    assert {key: stored.get(key) for key in settled} == settled


def test_two_scrapers_at_once_have_what_the_page_says(watched: Watched) -> None:
    gateway = watched.gateways[0]
    load(gateway, 200)
    for prometheus in watched.scrapers:
        assert_stored(prometheus, gateway)
        assert {(one["health"], one["lastError"]) for one in prometheus.targets()} == {("up", "")}
        here = f'instance="{gateway.address}"'
        assert prometheus.value(f'sum(greeninfer_requests_total{{{here},route="chat_completions"}})') >= 200
        carbon = [labels for labels, _ in prometheus.query(f"greeninfer_carbon_grams_total{{{here}}}")]
        assert {labels["model"] for labels in carbon} == {ODD_MODEL}
        assert {labels["department"] for labels in carbon} == {ODD_DEPARTMENT, "plain"}
        # No scrape failed, and none saw a counter fall while cores counted on.
        assert prometheus.value(f"min_over_time(up{{{here}}}[1m])") == 1
        counters = f'{{{here},__name__=~"greeninfer_.+_(total|bucket|count)"}}'
        now = time.time()
        history = prometheus.query_range(counters, now - 60, now)
        assert len(history) > 100
        for labels, values in history:
            assert values == sorted(values), labels


def test_a_restart_is_seen_and_does_not_lose_what_was_counted(watched: Watched, tmp_path: Path) -> None:
    prometheus, gateway = watched.scrapers[0], watched.gateways[1]
    counted = f'greeninfer_requests_total{{instance="{gateway.address}",route="chat_completions",code="200"}}'
    load(gateway, 10)
    prometheus.wait_for_scrape()
    load(gateway, 20)
    prometheus.wait_for_scrape()
    # The same address again, so that it is the same instance.
    config = {**gateway.config, "server": {**gateway.config["server"], "listen": gateway.address}}
    gateway.stop()
    again = Gateway(tmp_path, config)
    watched.gateways[1] = again
    try:
        load(again, 5)
        prometheus.wait_for_scrape()
        load(again, 15)
        at = prometheus.wait_for_scrape()
        assert prometheus.value(f"sum({counted})", at) == 20
        assert prometheus.value(f"sum(resets({counted}[1m]))", at) >= 1
        started = f'process_start_time_seconds{{instance="{gateway.address}"}}'
        assert prometheus.value(f"changes({started}[1m])", at) == 1
        # Not the first ten, which were there when the series was first seen; and it looks a little ahead.
        assert 40 <= prometheus.value(f"sum(increase({counted}[1m]))", at) < 60
    finally:
        again.stop()


def test_promtool_finds_nothing_wrong_with_the_metrics(watched: Watched) -> None:
    load(watched.gateways[0], 4)
    checked = promtool("check", "metrics", given=watched.gateways[0].metrics_text())
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_promtool_would_say_what_is_wrong() -> None:
    checked = promtool("check", "metrics", given="# TYPE greeninfer_wrong counter\ngreeninfer_wrong 1\n")
    assert checked.returncode != 0
    assert "_total" in checked.stderr


# Rules and configuration


def rule_files() -> list[Path]:
    found = sorted(RULES.glob("*.rules.yml"))
    assert len(found) == 2
    return found


def names_of(word: str) -> set[str]:
    text = "\n".join(path.read_text() for path in rule_files())
    return set(re.findall(rf"^ +- {word}: (\S+)$", text, re.MULTILINE))


def test_rules_and_configuration_are_sound() -> None:
    for arguments in (["rules", "--lint=all", *rule_files()], ["config", RULES / "prometheus.yml"]):
        checked = promtool("check", *arguments)
        assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("file", sorted(RULES.glob("*.rules_test.yml")), ids=lambda path: path.name)
def test_rules_say_what_they_should(file: Path) -> None:
    tested = promtool("test", "rules", file)
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_every_rule_has_a_test() -> None:
    recorded, alerts = names_of("record"), names_of("alert")
    assert len(recorded) > 25
    assert len(alerts) > 15
    text = (RULES / "greeninfer.recording.rules_test.yml").read_text()
    assert recorded - set(re.findall(r"expr: round\(([\w:]+), 0.001\)", text)) == set()
    text = (RULES / "greeninfer.alerts.rules_test.yml").read_text()
    assert alerts - set(re.findall(r"alertname=\"(\w+)\"}', value: 1", text)) == set()


def test_every_alert_says_what_to_do() -> None:
    text = (RULES / "greeninfer.alerts.rules.yml").read_text()
    for alert in text.split("- alert: ")[1:]:
        for part in ("severity:", "summary:", "description:"):
            assert part in alert, alert
