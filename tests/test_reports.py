"""The carbon report: what it says is what the counters say, and what it lacks it says too."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import time
from typing import Any

import httpx
import pytest
from harness.budgets import client_entry, headers_of, key_of
from harness.configs import Config, StartGateway, StartUpstream, chat_body, model_entry
from harness.gateway import Gateway, binary_path
from harness.replies import completion
from harness.script import Json, whole
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"
ENERGY: Config = {"output_mwh_per_token": 2, "input_mwh_per_token": 1}
PRICE: Config = {"input_per_mtok": 2, "output_per_mtok": 10}


def model(upstream: ScriptedUpstream, name: str, region: str) -> Config:
    entry = model_entry(upstream, name=name, energy=ENERGY, price=PRICE)
    entry["endpoints"][0]["region"] = region
    return entry


@pytest.fixture
def shared(start_gateway: StartGateway, start_upstream: StartUpstream) -> Gateway:
    """Two models in two regions, and three departments of which one may see all reports."""
    return start_gateway(
        config={
            "models": [
                model(start_upstream(), "texan", "us-south1"),
                model(start_upstream(), "french", "europe-west9"),
            ],
            "clients": [
                client_entry("searcher", department="search"),
                client_entry("supporter", department="support"),
                client_entry("auditor", department="audit", reports="all"),
                client_entry("loner"),
                client_entry("guest", department="search", reports="none"),
            ],
            "grid": {"provider": "static"},
        }
    )


def ask(gateway: Gateway, name: str, client: str | None = None, **fields: Json) -> httpx.Response:
    body = chat_body(model=name, **fields)
    return httpx.post(
        f"{gateway.url}{CHAT}", json=body, headers=headers_of(client), trust_env=False, timeout=20
    )


def get(gateway: Gateway, query: str = "", client: str | None = "auditor") -> httpx.Response:
    url = f"{gateway.url}/reports/carbon{query}"
    return httpx.get(url, headers=headers_of(client), trust_env=False, timeout=20)


def report(gateway: Gateway, query: str = "", client: str | None = "auditor") -> dict[str, Any]:
    answer = get(gateway, query, client)
    assert answer.status_code == 200, answer.text
    return answer.json()


def use(gateway: Gateway) -> None:
    for client, name, count in (
        ("searcher", "texan", 3),
        ("supporter", "texan", 1),
        ("supporter", "french", 2),
    ):
        for _ in range(count):
            assert ask(gateway, name, client).status_code == 200


def printed(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(binary_path()), "report", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def test_the_report_is_what_the_counters_say(shared: Gateway) -> None:
    use(shared)
    whole_report = report(shared)
    assert len(whole_report["rows"]) == 3
    for row in whole_report["rows"]:
        labels = {name: row[name] for name in ("model", "region", "department")}
        grams = shared.metric("greeninfer_carbon_grams_total", **labels)
        joules = shared.metric("greeninfer_energy_joules_total", method="proxy", **labels)
        assert row["co2e_g"] == pytest.approx(grams, rel=1e-12)
        assert row["energy_kwh"] == pytest.approx(joules / 3.6e6, rel=1e-12)
        assert row["proxy_kwh"] == row["energy_kwh"]
        assert row["co2e_g_p5"] < row["co2e_g"] < row["co2e_g_p95"]
        assert row["answered"] == shared.metric(
            "greeninfer_accounted_attempts_total", end="answered", **labels
        )
    total = whole_report["total"]
    assert total["co2e_g"] == pytest.approx(shared.metric("greeninfer_carbon_grams_total"), rel=1e-12)
    assert total["cost_usd"] == pytest.approx(shared.metric("greeninfer_cost_usd_total"), rel=1e-12)
    assert total["output_tokens"] == shared.metric("greeninfer_tokens_total", kind="completion")
    assert total["prompt_tokens"] == shared.metric("greeninfer_tokens_total", kind="prompt")
    assert total["attempts"] == 6


def test_it_can_be_computed_again_from_what_it_says(shared: Gateway) -> None:
    use(shared)
    receipt = ask(shared, "french", "supporter").json()["greeninfer"]
    row = report(shared, "?by=model,region")["rows"][-1]
    assert row["model"] == "french"
    assert row["co2e_g"] / row["energy_kwh"] == pytest.approx(receipt["grid_intensity"], rel=1e-6)
    assert row["energy_kwh"] / row["it_energy_kwh"] == pytest.approx(receipt["pue"], rel=1e-4)
    assert row["energy_kwh"] == pytest.approx(3 * receipt["energy_mwh"] / 1e6, rel=1e-5)
    assert row["live_grid_kwh"] == 0, "a table is no live figure"
    assert "energy model " in report(shared)["method"]["data_set"]


@pytest.mark.parametrize("by", ["department", "model", "region", "interval", "interval,department", ""])
def test_however_it_is_cut_it_adds_up(shared: Gateway, by: str) -> None:
    use(shared)
    cut = report(shared, f"?by={by}")
    assert cut["by"] == [name for name in ("interval", "model", "region", "department") if name in by]
    for figure in ("co2e_g", "energy_kwh", "cost_usd", "attempts"):
        rows = sum(row[figure] for row in cut["rows"])
        assert rows == pytest.approx(cut["total"][figure], rel=1e-9), figure


def test_a_spreadsheet_gets_the_same_rows(shared: Gateway) -> None:
    use(shared)
    answer = get(shared, "?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    expected = report(shared)
    assert len(rows) == len(expected["rows"])
    for row, wanted in zip(rows, expected["rows"], strict=True):
        for name, value in wanted.items():
            assert (
                row[name] == value if isinstance(value, str) else value is None or float(row[name]) == value
            )
        assert row["complete"] == "false"
        assert row["data_set"] == expected["method"]["data_set"]


def test_a_client_sees_its_own_department_and_the_auditor_all(shared: Gateway) -> None:
    use(shared)
    own = report(shared, client="searcher")
    assert {row["department"] for row in own["rows"]} == {"search"}
    assert own["total"]["attempts"] == 3
    assert {row["department"] for row in report(shared)["rows"]} == {"search", "support"}
    for client, status in (("guest", 403), ("loner", 403), (None, 401)):
        refused = get(shared, client=client)
        assert refused.status_code == status, refused.text
        assert "search" not in refused.text


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("?from=yesterday", "from", "2026-11-29T13:00Z"),
        ("?by=team", "by", "department"),
        ("?format=xml", "format", "csv"),
        ("?form=csv", "form", "from, to, by, format"),
        ("?from=2026-11-30&to=2026-11-29", "to", "swap"),
        ("?from=%FF%00", "from", "is no time"),
    ],
)
def test_a_wrong_query_is_told_what_is_wrong(shared: Gateway, query: str, field: str, says: str) -> None:
    answer = get(shared, query)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert says in answer.json()["error"]["message"]


def test_time_is_cut_into_the_intervals_of_the_configuration(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    tracking = {"enabled": True, "provider": "static", "reporting_interval": "1m"}
    gateway = start_gateway(upstream, config={"enterprise": {"carbon_tracking": tracking}})
    ask(gateway, "test-model")
    row = report(gateway)["rows"][0]
    assert report(gateway)["interval_seconds"] == 60
    assert row["from"].endswith(":00Z")
    now = time.time()
    recent = report(gateway, f"?from={int(now - 120)}&to={int(now + 60)}")
    assert recent["total"]["attempts"] == 1
    assert report(gateway, f"?to={int(now - 120)}")["rows"] == []


def test_an_interval_that_does_not_divide_the_day_is_refused(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    tracking = {"enabled": True, "reporting_interval": "7m"}
    with pytest.raises(AssertionError, match=r"reporting_interval.*does not divide a day"):
        start_gateway(upstream, config={"enterprise": {"carbon_tracking": tracking}})


def test_what_a_restart_lost_is_said(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    began = int(time.time()) - 3600
    first = start_gateway(upstream)
    ask(first, "test-model")
    start_of_first = first.metric("process_start_time_seconds")
    assert first.metric("greeninfer_carbon_grams_total") > 0
    first.stop()
    time.sleep(0.1)  # process_start_time_seconds counts hundredths
    second = start_gateway(upstream)
    assert "greeninfer_carbon_grams_total{" not in second.metrics_text(), "counters start at zero"
    assert second.metric("process_start_time_seconds") > start_of_first
    lacking = report(second, f"?from={began}")
    assert lacking["rows"] == []
    assert lacking["account"]["complete"] is False
    assert any(
        f"Nothing before {lacking['account']['began_at']}" in s for s in lacking["account"]["shortcomings"]
    )
    covered = report(second, f"?from={int(time.time()) + 1}")
    assert covered["account"]["complete"] is True
    assert covered["account"]["shortcomings"] == []


def test_unknown_is_null_in_the_report(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    body = completion()
    del body["usage"]
    upstream.respond(whole(body))
    gateway = start_gateway(upstream)
    ask(gateway, "test-model")
    row = report(gateway)["rows"][0]
    assert row["energy_kwh"] is None
    assert row["co2e_g"] is None
    assert row["cost_usd"] is None
    assert row["attempts_without_energy"] == 1


def test_the_command_prints_the_table_of_a_running_server(shared: Gateway) -> None:
    use(shared)
    key = {"AUDIT_KEY": key_of("auditor")}
    table = printed("--url", shared.url, "--by", "department", "--key-env", "AUDIT_KEY", environment=key)
    assert table.returncode == 0, table.stderr
    lines = table.stdout.splitlines()
    assert lines[0].split()[:4] == ["from", "to", "department", "energy_kwh"]
    assert lines[1].split()[2] == "search"
    assert any(line.startswith("total") for line in lines)
    assert "Nothing before" in table.stdout
    json_text = printed(
        "--url", shared.url + "/", "--format", "json", "--key-env", "AUDIT_KEY", environment=key
    )
    assert json_text.stdout.startswith('{"by":')


def test_the_command_says_what_went_wrong(shared: Gateway) -> None:
    refused = printed("--url", shared.url)
    assert refused.returncode == 1
    assert "401" in refused.stderr
    key = {"GREENINFER_API_KEY": key_of("auditor")}
    wrong = printed("--url", shared.url, "--from", "a+b c", environment=key)
    assert wrong.returncode == 1
    assert "400" in wrong.stderr
    assert "a+b c" in wrong.stderr, "the value came over as it was written"
    nobody = printed("--url", "http://127.0.0.1:9")
    assert nobody.returncode == 1
    assert "is the server running there? (--url)" in nobody.stderr
