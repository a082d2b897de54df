"""Every query of every panel, asked of a real Prometheus that scraped a real run; and the files' own form."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from harness.gateway import REPOSITORY
from harness.prometheus import RULES, Labels, Prometheus, promtool
from harness.script import Json
from harness.whole_run import LARGE, whole_run

pytestmark = [pytest.mark.engine, pytest.mark.timeout(180), pytest.mark.xdist_group("engine")]

GRAFANA = REPOSITORY / "deploy/grafana"
GOLDEN = REPOSITORY / "src/app/metrics_golden.txt"
RUN_SECONDS = 8
# Ours, of the process, or of other gateways; what a rule records has a colon in it, and is no metric.
METRIC = re.compile(r"(?<![\w:])(?:greeninfer|process|bauxite)_[a-z0-9_]+(?![\w:])")


def dashboards() -> dict[str, Json]:
    return {
        path.stem: json.loads(path.read_text()) for path in sorted((GRAFANA / "dashboards").glob("*.json"))
    }


def panels(board: Json) -> list[Json]:
    return [panel for panel in board["panels"] if panel["type"] != "row"]


QUERIES = {
    f"{name}: {panel['title']} {target['refId']}": (panel, target["expr"])
    for name, board in dashboards().items()
    for panel in panels(board)
    for target in panel["targets"]
}


def as_grafana_asks(expression: str, seconds: int) -> str:
    """With the variables filled in as for `All`, and the windows of Grafana at a scrape each second."""
    for name, text in (("__range", f"{seconds}s"), ("__rate_interval", "4s"), ("__interval", "1s")):
        expression = re.sub(rf"\${name}\b", text, expression)
    return re.sub(r"\$(instance|department)\b", ".*", expression)


@dataclass
class Scraped:
    prometheus: Prometheus
    began: float
    ended: float
    page: str

    @property
    def seconds(self) -> int:
        return math.ceil(self.ended - self.began)

    def ask(self, expression: str, over_time: bool) -> list[tuple[Labels, list[float]]]:
        text = as_grafana_asks(expression, self.seconds)
        assert "$" not in text, f"a variable that nobody fills in: {text}"
        if over_time:
            return self.prometheus.query_range(text, self.began, self.ended)
        return [(labels, [value]) for labels, value in self.prometheus.query(text, at=self.ended)]

    def figure(self, board: str, title: str) -> float:
        """What a panel with one number shows."""
        ((_, (value,)),) = self.ask(expression_of(board, title), over_time=False)
        return value

    def figures(self, board: str, title: str, label: str) -> dict[str, float]:
        return {
            labels[label]: values[0]
            for labels, values in self.ask(expression_of(board, title), over_time=False)
        }


def expression_of(board: str, title: str) -> str:
    (panel,) = (one for one in panels(dashboards()[f"greeninfer-{board}"]) if one["title"] == title)
    (target,) = panel["targets"]
    return str(target["expr"])


def by_labels(found: list[tuple[Labels, list[float]]]) -> dict[str, float]:
    return {json.dumps(labels, sort_keys=True): values[0] for labels, values in found}


@pytest.fixture(scope="module")
def scraped(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Iterator[Scraped]:
    """One run for all panels: what a panel shows is asked of what was scraped, again and again."""
    assert list(cache_folder.glob("llama-server-*/llama-server")), "no engine: run ./dev setup"
    folder = tmp_path_factory.mktemp("whole-run")
    with whole_run(folder) as run:
        prometheus = Prometheus(folder / "prometheus", [run.gateway], sorted(RULES.glob("*.rules.yml")))
        try:
            run.wait_until_ready()
            began = prometheus.wait_for_scrape()
            run.run(RUN_SECONDS)
            ended = prometheus.wait_for_scrape()
            yield Scraped(prometheus, began, ended, run.gateway.metrics_text())
        finally:
            prometheus.stop()


@pytest.mark.parametrize("name", QUERIES)
def test_every_panel_has_data(scraped: Scraped, name: str) -> None:
    panel, expression = QUERIES[name]
    found = scraped.ask(expression, over_time=panel["type"] == "timeseries")
    finite = [value for _, values in found for value in values if math.isfinite(value)]
    assert finite, f"{expression} says {found}"


def test_variables_have_values(scraped: Scraped) -> None:
    for board in dashboards().values():
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["definition"]).groups()
                assert scraped.prometheus.label_values(label, metric), variable["definition"]


def test_annotations_can_be_asked(scraped: Scraped) -> None:
    for board in dashboards().values():
        (restarts,) = board["annotations"]["list"]
        assert scraped.ask(restarts["expr"], over_time=True) == [], "nobody restarted it"


def test_legends_name_labels_that_there_are(scraped: Scraped) -> None:
    for name, (panel, expression) in QUERIES.items():
        (legend,) = {one["legendFormat"] for one in panel["targets"] if one["expr"] == expression}
        wanted = set(re.findall(r"{{(\w+)}}", legend))
        for labels, _ in scraped.ask(expression, over_time=panel["type"] == "timeseries"):
            assert wanted <= labels.keys(), f"{name}: {labels}"


def test_everything_that_is_shown_happened_in_the_run(scraped: Scraped) -> None:
    """Else a panel that fills in 0 would pass on a metric that is never there."""
    there = set(scraped.prometheus.label_values("__name__"))
    wanted = {metric for _, expression in QUERIES.values() for metric in METRIC.findall(expression)}
    assert wanted - there == set()


def test_the_total_is_the_sum_over_departments_providers_regions_and_models(scraped: Scraped) -> None:
    total = scraped.figure("carbon", "Total CO2e")
    assert total > 0
    providers = scraped.figures("carbon", "CO2e by provider", "provider")
    departments = scraped.figures("departments", "CO2e by department", "department")
    assert providers.keys() == {"gcp", "aws", "own", "none"}
    # A trusted client that names a department which there is not is charged to none.
    assert departments.keys() == {"research", "support", "spending", "web", "none"}
    assert all(grams > 0 for grams in [*providers.values(), *departments.values()])
    for parts in (
        providers,
        departments,
        scraped.figures("carbon", "CO2e by region", "region"),
        scraped.figures("carbon", "CO2e by model", "model"),
    ):
        assert sum(parts.values()) == pytest.approx(total, rel=1e-9)


def test_the_name_that_other_gateways_use_says_the_same(scraped: Scraped) -> None:
    ours = scraped.ask("sum by (model, region) (greeninfer_carbon_grams_total)", over_time=False)
    theirs = scraped.ask("sum by (model, region) (bauxite_request_carbon_grams_total)", over_time=False)
    assert len(ours) >= 4
    assert by_labels(theirs) == pytest.approx(by_labels(ours), rel=1e-9)


def test_energy_has_every_kind_of_evidence(scraped: Scraped) -> None:
    evidence = scraped.figures("carbon", "Energy by evidence", "method")
    assert evidence.keys() == {"measured", "attributed", "modelled", "proxy"}
    kwh = scraped.figure("carbon", "Energy")
    assert sum(evidence.values()) == pytest.approx(kwh * 3.6e6, rel=1e-9)
    assert 0 < scraped.figure("carbon", "Unknown energy") < 0.5
    assert scraped.figure("carbon", "Records lost") == 0
    assert scraped.figure("carbon", "Records written") > 0


def test_attempts_end_in_every_way(scraped: Scraped) -> None:
    ends = scraped.figures("carbon", "Attempts by end", "end")
    assert ends.keys() == {"answered", "discarded", "checked", "failed", "cancelled"}
    assert all(count > 0 for count in ends.values()), ends


@pytest.mark.parametrize(
    ("board", "title"),
    [
        ("carbon", "Embodied CO2e"),
        ("carbon", "CO2e per answer"),
        ("efficiency", "CO2e saved by choosing models"),
        ("efficiency", "of this lost"),
        ("efficiency", "CO2e really less drawn"),
        ("efficiency", "Requests answered again"),
        ("efficiency", "CO2e saved by prefix caches"),
        ("efficiency", "Energy saved by prefix caches"),
        ("efficiency", "CO2e saved by green routing"),
        ("efficiency", "Requests that waited"),
        ("fleet", "Tokens not read again by placing prompts"),
        ("fleet", "Endpoints up"),
        ("fleet", "Batches of cache events"),
        ("efficiency", "Time they waited"),
        ("latency", "Median time of the gateway"),
        ("latency", "Left early"),
        ("latency", "Tried again"),
        ("budgets", "Requests refused"),
        ("budgets", "Requests held to less"),
        ("budgets", "Sessions"),
    ],
)
def test_what_happened_shows(scraped: Scraped, board: str, title: str) -> None:
    assert scraped.figure(board, title) > 0


def test_gains_are_in_proportion(scraped: Scraped) -> None:
    assert scraped.figure("efficiency", "Tokens taken out of prompts") > 0
    assert scraped.figures("efficiency", "What became of prompts", "outcome")["not_asked"] > 0
    assert scraped.figures("efficiency", "Bytes compacted without loss", "kind")["blanks"] > 0
    assert scraped.figure("efficiency", "Prompt tokens from a cache") > 0.5
    assert 0 < scraped.figure("efficiency", "of what the largest would have caused") < 1
    assert scraped.figure("efficiency", "Attempts per answer") > 1
    assert scraped.figures("efficiency", "Cached tokens by cluster", "cluster")["none"] > 0


def test_the_fleet_shows(scraped: Scraped) -> None:
    assert scraped.figure("fleet", "Endpoints down") == 0
    for broken in ("Silent servers", "Batches not to be decoded", "Events of an unknown type"):
        assert scraped.figure("fleet", broken) == 0
    assert scraped.figures("fleet", "Metrics pages of model servers", "outcome")["read"] > 0
    # The share that the server tells of, whatever others do.
    found = scraped.ask(expression_of("fleet", "Found of what was looked for"), over_time=True)
    (shares,) = (values for labels, values in found if labels["endpoint"].startswith(LARGE))
    assert shares[-1] == pytest.approx(0.4)
    # Each endpoint stands once, whatever it is joined with.
    whole = scraped.ask("sum(greeninfer_endpoint_in_flight)", over_time=True)
    parts = scraped.ask(expression_of("fleet", "Requests in flight, by cluster"), over_time=True)
    assert [values for _, values in parts] == [values for _, values in whole]


def test_money_and_budgets_show(scraped: Scraped) -> None:
    costs = scraped.figures("departments", "Cost", "department")
    assert min(costs["research"], costs["support"], costs["web"]) > 0
    used = scraped.figures("departments", "Budget used", "department")
    assert used["spending"] >= 0.95
    assert 0 < used["research"] < 0.5
    assert scraped.figure("budgets", "Departments above 80 %") == 1
    ignored = scraped.figures("budgets", "Department headers ignored", "reason")
    assert {reason for reason, count in ignored.items() if count > 0} == {"untrusted", "unknown"}


def test_the_rules_run_on_real_metrics(scraped: Scraped) -> None:
    rules = scraped.prometheus.rules()
    assert len(rules) > 40
    assert [rule for rule in rules if rule["health"] == "err"] == []
    recorded = set(scraped.prometheus.label_values("__name__"))
    # Those over 30 days run every ten minutes.
    wanted = {rule["name"] for rule in rules if rule["type"] == "recording" and "30d" not in rule["name"]}
    assert wanted - recorded == set()
    firing = {rule["name"] for rule in rules if rule["type"] == "alerting" and rule["state"] == "firing"}
    wanted = {"GreenInferBudgetAbove90Percent", "GreenInferDepartmentHeaderUntrusted"}
    assert wanted | {"GreenInferDepartmentUnknown"} <= firing
    assert not firing & {"GreenInferTelemetryDropped", "GreenInferDown", "GreenInferRestarted"}


def test_promtool_finds_nothing_wrong_with_the_metrics(scraped: Scraped) -> None:
    checked = promtool("check", "metrics", given=scraped.page)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


# The files themselves


def test_no_dashboard_is_missing_or_empty() -> None:
    boards = dashboards()
    names = {"carbon", "departments", "efficiency", "fleet", "grid", "latency", "budgets"}
    assert boards.keys() == {f"greeninfer-{name}" for name in names}
    for board in boards.values():
        assert len(panels(board)) >= 10, board["title"]
        for panel in panels(board):
            assert panel["targets"], panel["title"]
            assert all(target["expr"] for target in panel["targets"]), panel["title"]


def test_the_json_is_what_the_descriptions_say(tmp_path: Path) -> None:
    script = GRAFANA / "build_dashboards.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True, timeout=60)
    written = {path.name: path.read_text() for path in tmp_path.glob("*.json")}
    kept = {path.name: path.read_text() for path in (GRAFANA / "dashboards").glob("*.json")}
    assert kept == written, "run python deploy/grafana/build_dashboards.py"


def test_dashboards_are_such_as_grafana_imports() -> None:
    boards = dashboards()
    for name, board in boards.items():
        assert board["uid"] == name, "a uid keeps links to a dashboard working"
        assert len(name) <= 40
        assert "id" not in board, "an id of one Grafana is that of another dashboard in the next"
        assert board["schemaVersion"] >= 38
        numbers = [panel["id"] for panel in board["panels"]]
        assert len(set(numbers)) == len(numbers)
        assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in board["panels"])
        for panel in panels(board):
            assert len(panel["description"]) > 10, panel["title"]
            assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
            sources = [panel["datasource"], *(target["datasource"] for target in panel["targets"])]
            assert {source["uid"] for source in sources} == {"${datasource}"}
    assert len({board["title"] for board in boards.values()}) == len(boards)


def test_every_metric_that_is_named_exists() -> None:
    exported = set()
    for line in GOLDEN.read_text().splitlines():
        if named := re.match(r"(\w+)\{.*\} (counter|gauge|histogram)$", line):
            suffixes = ("_bucket", "_sum", "_count") if named[2] == "histogram" else ("",)
            exported |= {named[1] + suffix for suffix in suffixes}
    rules = "\n".join(
        line.partition("#")[0]
        for path in RULES.glob("*.rules.yml")
        for line in path.read_text().splitlines()
        if not line.startswith("  - name:")
    )
    asked = {metric for _, expression in QUERIES.values() for metric in METRIC.findall(expression)}
    asked |= set(METRIC.findall(rules))
    assert len(asked) > 40
    assert asked - exported == set()


def test_a_query_that_says_nothing_or_cannot_be_read_would_be_noticed(scraped: Scraped) -> None:
    assert scraped.ask("sum(rate(greeninfer_no_such_metric_total[$__rate_interval]))", over_time=True) == []
    with pytest.raises(AssertionError, match="parse error"):
        scraped.ask("sum(rate(", over_time=False)
